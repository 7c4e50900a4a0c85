"""The few pieces of Block Kit that we use, made so that no foreign word can ever be read as markup.

Words of records, users and models stand in `text` elements of rich text, which Slack shows as they are. Plain text objects hold
our own phrases only. There is no mrkdwn.
"""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.plain import plain

Block = dict[str, Any]

ELEMENT_CHARS = 3_000  # of one text element; the limit of a section's text, kept for all
VALUE_CHARS = 2_000  # of a button's value; Slack's limit
LINK_CHARS = 3_000  # of an address; Slack's limit for a button's
_SENTENCE_END = re.compile(r"[.!?][”’\")]* ")


@dataclass(frozen=True, slots=True)
class Run:
    """Words in one style, or with `url` a link."""

    text: str
    bold: bool = False
    italic: bool = False
    url: str = ""


def shown(text: str) -> str:
    """Words as the browser shows them: without characters that steer a screen, every run of white space as one space."""
    return re.sub(r"\s+", " ", plain(text))


def pieces(text: str, most: int = ELEMENT_CHARS) -> tuple[str, ...]:
    """The text in pieces of at most `most` characters, cut behind a sentence or else a word; joined they are the text."""
    found = []
    while len(text) > most:
        ends = [match.end() for match in _SENTENCE_END.finditer(text, most // 2, most)]
        at = ends[-1] if ends else text.rfind(" ", 1, most) + 1 or most
        found.append(text[:at])
        text = text[at:]
    return (*found, text) if text else tuple(found)


def section(runs: Iterable[Run]) -> Block:
    """Words, one line after another."""
    return {"type": "rich_text_section", "elements": _elements(runs)}


def quote(runs: Iterable[Run]) -> Block:
    """Words with a bar beside them."""
    return {"type": "rich_text_quote", "elements": _elements(runs)}


def rich_text(elements: Sequence[Block]) -> Block:
    """A block of sections and quotes."""
    return {"type": "rich_text", "elements": list(elements)}


def phrase(text: str) -> Block:
    """A phrase of our own."""
    return {"type": "plain_text", "text": text, "emoji": False}


def small(text: str) -> Block:
    """A phrase of our own in small letters."""
    return {"type": "context", "elements": [phrase(text)]}


def button(action: str, text: str, value: str, label: str) -> Block:
    """A button; `label` is read aloud instead of its text."""
    return {
        "type": "button",
        "action_id": action,
        "text": phrase(text),
        "value": value,
        "accessibility_label": label,
    }


def actions(buttons: Sequence[Block]) -> Block:
    """A row of buttons."""
    return {"type": "actions", "elements": list(buttons)}


def weight(blocks: Sequence[Block]) -> int:
    """How many characters the blocks are as JSON."""
    return len(json.dumps(blocks, ensure_ascii=False))


def _elements(runs: Iterable[Run]) -> list[Block]:
    found: list[Block] = []
    for run in _joined(runs):
        style = {name: True for name in ("bold", "italic") if getattr(run, name)}
        for text in (run.text,) if run.url else pieces(run.text):
            element = {"type": "link", "url": run.url, "text": text} if run.url else {"type": "text", "text": text}
            found.append({**element, "style": style} if style else element)
    return found


def _joined(runs: Iterable[Run]) -> list[Run]:
    """Runs of one style as one, as long as it fits in an element; empty ones are left out, as Slack refuses them."""
    found: list[Run] = []
    for run in runs:
        last = found[-1] if found else None
        if not run.text:
            continue
        if (
            last
            and (last.bold, last.italic, last.url) == (run.bold, run.italic, run.url)
            and not run.url
            and len(last.text) + len(run.text) <= ELEMENT_CHARS
        ):
            found[-1] = Run(last.text + run.text, run.bold, run.italic)
        else:
            found.append(run)
    return found
