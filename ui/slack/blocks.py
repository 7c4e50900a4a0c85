"""An answer as messages in Slack: short answer, statements with their literal quotes, sources with a button to each.

Slack refuses a message of over 50 blocks or, all told, some 13,200 characters; ours stay well below, so a long answer is several
messages. What stands in one message has its sources there too.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from assistant.answer import Answer, Citation
from assistant.plain import plain_line
from index.dates import written
from ui import render, web_text
from ui.slack import elements, text_blocks
from ui.slack.elements import Block, Run, shown
from ui.slack.split import Kind, Unit, parted
from ui.slack.statements import OPENING, statements
from ui.slack.written import notified
from ui.web_place import place_of

JUDGE, SHARE = "oordeel", "deel"
SHOW_PREFIX = "toon-"
SHOW = re.compile(r"toon-[0-9]{1,3}")
GOOD, BAD = "goed:", "fout:"

_CHARS = 11_000  # of a message's blocks as JSON
_BLOCKS = 45  # of a message, streamed or not; Slack takes 50
_RESERVED = 400  # characters for the words that say that a quote goes on
_NAME = 150  # characters of a title, topic or speaker in a list of sources
_LAST = 2  # blocks that every answer ends with
_ROW = 5  # sources that stand above one row of buttons
_FALLBACK = 200  # characters of a text in a notification


@dataclass(frozen=True, slots=True)
class Message:
    """One message.

    Attributes:
        text: for notifications and for programs that can't show blocks; mrkdwn, with all that means something in it escaped.
        groups: the blocks that may be shown one group after another.
        closing: the blocks behind those, that come last.
    """

    text: str
    groups: tuple[tuple[Block, ...], ...]
    closing: tuple[Block, ...]

    @property
    def blocks(self) -> tuple[Block, ...]:
        """All blocks, in order."""
        return (*(block for group in self.groups for block in group), *self.closing)


def messages(asked: str, answer: Answer, key: str, *, site: str = "") -> tuple[Message, ...]:
    """The messages that an answer is, one at least.

    Args:
        asked: what the user typed.
        answer: the answer.
        key: what the feedback buttons carry.
        site: the public address of the browser face; "" when there is none, so that no source has a permanent link.
    """
    return _messages(asked, answer, _last(answer, key), site)


def command_messages(asked: str, answer: Answer, key: str, *, site: str = "") -> tuple[Message, ...]:
    """The same, for an answer that only its asker sees: with a button that puts it where all see it."""
    share = share_button(f"{key}\n{asked}")
    return _messages(asked, answer, (*([share] if share else []), *_last(answer, key)), site)


def _messages(asked: str, answer: Answer, last: Sequence[Block], site: str) -> tuple[Message, ...]:
    """The messages, the last of which ends with the blocks `last`; those of an odd size may be a message of their own."""
    sources = {citation.n: citation for citation in answer.citations}
    sources |= {-citation.n: citation for citation in answer.nearest}

    def drawn(units: Sequence[Unit], *, goes_on: bool = False, ending: Sequence[Block] = ()) -> Message:
        groups = _groups(units, goes_on=goes_on)
        numbers = dict.fromkeys(n for unit in units for n in unit.numbers)
        listed = _sources([(abs(n), sources[n]) for n in numbers if n in sources], site, answered=answer.answered)
        return Message(_text(units), groups, (*listed, *_notes(units), *ending))

    def fits(units: Sequence[Unit], ending: Sequence[Block] = last[-_LAST:]) -> bool:
        blocks = drawn(units, ending=ending).blocks
        return len(blocks) <= _BLOCKS - 2 and elements.weight(blocks) <= _CHARS - _RESERVED

    parts = parted(statements(asked, answer), fits) or [()]
    parts += [] if fits(parts[-1], last) else [()]
    made = [
        drawn(
            units,
            goes_on=any(unit.goes_on for following in parts[n + 1 : n + 2] for unit in following[:1]),
            ending=last if n + 1 == len(parts) else (),
        )
        for n, units in enumerate(parts)
    ]
    if answer.short:
        made[0] = replace(made[0], text=notified(answer.short, _FALLBACK))
    return tuple(made)


def share_button(value: str) -> Block | None:
    """The row with the button that shares; None when a button can't carry the value."""
    if len(value) > elements.VALUE_CHARS:
        return None
    return elements.actions([elements.button(SHARE, text_blocks.SHARE, value, text_blocks.SHARE_LABEL)])


def notice_message(text: str) -> Message:
    """A plain notice."""
    words = shown(text).strip() or web_text.SORRY
    block = elements.rich_text([elements.section([Run(words)])])
    return Message(notified(words, _FALLBACK), ((block,),), ())


def _groups(units: Sequence[Unit], *, goes_on: bool) -> tuple[tuple[Block, ...], ...]:
    """The blocks of statements and quotes, a group for each paragraph; what stands before the text is one."""
    body = [unit for unit in units if unit.kind in {Kind.TEXT, Kind.QUOTE}]
    groups = [
        tuple(_paragraph(list(inside)) for _, inside in groupby(together, lambda unit: unit.paragraph))
        for _, together in groupby(body, lambda unit: max(unit.paragraph, OPENING))
    ]
    if body and units[0] is body[0] and body[0].goes_on:
        groups.insert(0, (_aside(text_blocks.CONTINUED),))
    if body and units[-1] is body[-1] and goes_on:
        groups.append((_aside(text_blocks.GOES_ON),))
    return tuple(groups)


def _paragraph(units: Sequence[Unit]) -> Block:
    """One block: statements that follow each other are one text, pieces of one quote are one quote."""
    parts: list[tuple[Kind, list[Run]]] = []
    for unit in units:
        same = parts and parts[-1][0] is unit.kind and (unit.goes_on or unit.kind is Kind.TEXT)
        if same:
            parts[-1][1].extend((*(() if unit.goes_on else (Run(" "),)), *unit.runs))
        else:
            parts.append((unit.kind, list(unit.runs)))
    return elements.rich_text(
        [elements.quote(runs) if kind is Kind.QUOTE else elements.section(runs) for kind, runs in parts]
    )


def _notes(units: Sequence[Unit]) -> list[Block]:
    return [
        elements.rich_text([elements.section([*([Run(text_blocks.CONTINUED + " ")] if u.goes_on else []), *u.runs])])
        for u in units
        if u.kind is Kind.NOTE
    ]


def _aside(text: str) -> Block:
    return elements.rich_text([elements.section([Run(text, italic=True)])])


def _sources(found: Sequence[tuple[int, Citation]], site: str, *, answered: bool) -> list[Block]:
    """Where the quoted words stand, with a button to each; those that came nearest are no sources of an answer."""
    blocks: list[Block] = []
    for first in range(0, len(found), _ROW):
        runs = [Run(web_text.SOURCES, bold=True)] if answered and not first else []
        buttons = []
        for at, (n, citation) in enumerate(found[first : first + _ROW], first + 1):
            runs += [Run("\n" if runs else ""), Run(f"[{n}] ", bold=True), Run(source(citation))]
            address = place_of(citation).address
            if len(address) <= elements.VALUE_CHARS:
                label = text_blocks.SHOW_LABEL.format(n=n)
                buttons.append(elements.button(f"{SHOW_PREFIX}{at}", text_blocks.SHOW.format(n=n), address, label))
                if site and len(site + address) <= elements.LINK_CHARS:
                    runs += [Run(" · "), Run(text_blocks.PERMANENT, url=site.rstrip("/") + address)]
        blocks.append(elements.rich_text([elements.section(runs)]))
        if buttons:
            blocks.append(elements.actions(buttons))
    return blocks


def source(citation: Citation) -> str:
    """Where a citation stands, on one line: record, meeting date when its title doesn't tell, topic, speaker, page."""
    passage = citation.passage
    day = written(passage.date) if passage.date else ""
    parts = [
        passage.title,
        "" if day in passage.title else day,
        passage.topic,
        citation.speaker or passage.speaker or "",
        web_text.page(passage.page) if passage.page else "",
    ]
    return " · ".join(_clipped(line) for part in parts if (line := plain_line(part)))


def _clipped(text: str) -> str:
    return text if len(text) <= _NAME else f"{text[: _NAME - 1].rstrip()}…"


def _last(answer: Answer, key: str) -> tuple[Block, ...]:
    """What every answer ends with: that it is an automated one, and the buttons to judge it."""
    automated = render.NOTICE if answer.composer == "extractive" else render.MODEL_NOTICE
    return (elements.small(automated), _feedback(key))


def _feedback(key: str) -> Block:
    def side(text: str, value: str, label: str) -> Block:
        return {"text": elements.phrase(text), "value": value, "accessibility_label": label}

    buttons = {
        "type": "feedback_buttons",
        "action_id": JUDGE,
        "positive_button": side(text_blocks.GOOD, GOOD + key, text_blocks.GOOD_LABEL),
        "negative_button": side(text_blocks.BAD, BAD + key, text_blocks.BAD_LABEL),
    }
    return {"type": "context_actions", "elements": [buttons]}


def _text(units: Sequence[Unit]) -> str:
    """What a notification says of a message: the first of its own words."""
    body = [unit for unit in units if unit.paragraph > OPENING] or units
    return notified(" ".join("".join(run.text for run in unit.runs) for unit in body), _FALLBACK) or web_text.NAME
