"""What a user typed in Slack, without Slack's notation; and our own words made safe for where Slack reads that notation.

In the text of a message Slack writes names, channels and links between < and >, and & < > of the user as entities. A < or > that is
there is therefore Slack's own, and what comes out of an entity is never read a second time.
"""

import re

from assistant.plain import plain, plain_line
from ui.slack.text_blocks import SOMEBODY

_LONGEST = 100_000  # characters that are read; Slack gives 40,000 at most
_MENTION = re.compile(r"<@([UW][A-Z0-9]{1,20})(?:\|[^<>]*)?>")
_PART = re.compile(r"<([^<>\s][^<>]{0,4000})>")
_ENTITY = re.compile(r"&(lt|gt|amp);")
_ENTITIES = {"lt": "<", "gt": ">", "amp": "&"}
_FENCE = re.compile(r"```(.*?)```", re.DOTALL)
_WRAPS = tuple(
    re.compile(rf"(?<![\w{mark}])\{mark}(?=[^\s{mark}])([^\n{mark}]{{0,4000}}?)(?<=\S)\{mark}(?![\w{mark}])")
    for mark in ("`", "*", "_", "~")
)
_QUOTED = re.compile(r"^[ \t]*(?:&gt;)+[ \t]?", re.MULTILINE)
_CALLS = re.compile(r"@(?=(?:here|channel|everyone)\b)", re.IGNORECASE)
_JOINER = "\N{WORD JOINER}"


def as_typed(text: str, me: str) -> str:
    """What the user typed, on one line, without the mention of us.

    Args:
        text: the text of a message as Slack gives it.
        me: our own id.
    """
    read = _QUOTED.sub("", text[:_LONGEST])
    read = _FENCE.sub(r" \1 ", read)
    held: list[str] = []

    def hold(match: re.Match[str]) -> str:
        held.append(_part(match[1], me))
        return f"\ue000{len(held) - 1}\ue001"

    read = _PART.sub(hold, re.sub("[\ue000\ue001]", "", read))
    for wrap in _WRAPS:
        read = wrap.sub(r"\1", read)
    read = re.sub("\ue000(\\d+)\ue001", lambda match: held[int(match[1])], read)
    return plain_line(_ENTITY.sub(lambda match: _ENTITIES[match[1]], read))


def mentions(text: str) -> tuple[str, ...]:
    """The ids of who is mentioned, each once, in order."""
    return tuple(dict.fromkeys(_MENTION.findall(text[:_LONGEST])))


def escaped(text: str) -> str:
    """Words for where Slack reads mrkdwn, or a message's `text`: nothing in them calls, links or mentions."""
    safe = plain(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _CALLS.sub(f"@{_JOINER}", safe)


def notified(text: str, most: int) -> str:
    """The first `most` characters of words, on one line, for a message's `text`."""
    line = plain_line(text)
    if len(line) > most:
        line = f"{line[: most - 1].rsplit(' ', 1)[0].rstrip()}…"
    return escaped(line)


def _part(inside: str, me: str) -> str:
    """What is shown of something between < and >."""
    what, bar, label = inside.partition("|")
    sign, name = what[:1], label.strip()
    if sign == "@":
        return " " if what[1:] == me else f"@{name.removeprefix('@')}" if name else SOMEBODY
    if sign == "#":
        return f"#{name.removeprefix('#')}" if name else "#kanaal"
    if sign == "!":
        kind = what[1:].partition("^")[0]
        if kind == "date":
            return name
        return f"@{(name or kind).removeprefix('@')}"
    return name if bar and name else what.removeprefix("mailto:").removeprefix("tel:")
