"""The words of a source where they stand in their record, in the window that "Toon in verslag" opens.

They are looked up in the index as it is now: when they moved or were changed since the answer, the window says so in the words of
the browser, and nothing is ever marked that isn't the quote to the letter.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import unquote

from assistant.plain import plain_line
from index.records import Record, Span
from index.search import Index
from index.sentences import sentences
from ui import web_text
from ui.slack import elements, text_blocks
from ui.slack.elements import Block, Run, shown
from ui.web_place import Place, find, place_at, place_from
from ui.web_record import blocks, where

_CONTEXT = 1_500  # characters of the record on each side of the quote
_QUOTED = 60_000  # characters of a quote that are shown; a view is at most 250,000 as JSON
_NAME = 250  # characters of a title or a topic
_NOTES = 10
_ADDRESS = re.compile(r"/verslag/([^/?#]{1,2000})#([0-9a-f.-]{1,60})")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Words of a record that are read as one; `heading` when they are the title of what follows."""

    text: str
    heading: bool = False


def passage_view(index: Index, address: str, *, site: str = "") -> Block:
    """The window with the words at an address, and what stands around them.

    Args:
        index: the records, as they are now.
        address: what a button carried (`Place.address`); anything else gives a window that says that it is no place.
        site: the public address of the browser face, for a permanent link; "" for none.
    """
    place = _place(address)
    if place is None:
        return _view([_notice(web_text.NO_PLACE)])
    record = index.store.record(place.record_id)
    if record is None:
        return _view([_notice(web_text.RECORD_GONE)])
    found = find(record, place)
    head = [_head(record, found.span)]
    head += [_notice(web_text.RECORD_CHANGED)] if found.span is None else []
    head += [_notice(web_text.RECORD_MOVED)] if found.moved else []
    head += [_notice(web_text.note(note.text)) for note in record.notes[:_NOTES]]
    around = [{"type": "divider"}, *_passage(record, found.span)] if found.span else []
    return _view([*head, *around, *_links(record, place, found.span, site)])


def _place(address: object) -> Place | None:
    match = _ADDRESS.fullmatch(address) if isinstance(address, str) and len(address) <= elements.VALUE_CHARS else None
    return place_from(unquote(match[1]), match[2]) if match else None


def _view(body: Sequence[Block]) -> Block:
    return {
        "type": "modal",
        "title": elements.phrase(text_blocks.PASSAGE_TITLE),
        "close": elements.phrase(text_blocks.CLOSE),
        "blocks": list(body),
    }


def _notice(text: str) -> Block:
    return elements.rich_text([elements.section([Run(shown(text).strip(), italic=True)])])


def _head(record: Record, span: Span | None) -> Block:
    """The record and where in it the words stand."""
    kind = web_text.KINDS[record.kind]
    place = where(record, span)
    runs = [Run(_clipped(record.title), bold=True), Run(f"\n{kind}")]
    return elements.rich_text([elements.section([*runs, Run(f" · {_clipped(place, 3 * _NAME)}" if place else "")])])


def _clipped(text: str, most: int = _NAME) -> str:
    line = plain_line(text)
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"


def _links(record: Record, place: Place, span: Span | None, site: str) -> list[Block]:
    if not site or span is None:
        return []
    here = place_at(place.record_id, span, span.of(record.text))
    link = site.rstrip("/") + here.address
    if len(link) > elements.LINK_CHARS:
        return []
    return [elements.rich_text([elements.section([Run(text_blocks.PERMANENT, url=link)])])]


def _passage(record: Record, mark: Span) -> list[Block]:
    """The words with what stands before and behind them."""
    before, words, after = _laid_out(record, mark)
    quoted = "\n".join(one.text for one in words) or shown(mark.of(record.text)).strip()  # a title is in no paragraph
    shown_words = quoted if len(quoted) <= _QUOTED else elements.pieces(quoted, _QUOTED)[0] + "…"
    found = [*_titled(text_blocks.BEFORE, _last(before)), *_titled(text_blocks.QUOTED, ())]
    found += [
        elements.rich_text([elements.quote([Run(piece, bold=True)])])
        for piece in elements.pieces(shown_words, elements.ELEMENT_CHARS)
    ]
    if len(quoted) > _QUOTED:
        found.append(_notice(text_blocks.CUT))
    return [*found, *_titled(text_blocks.AFTER, _first(after))]


def _titled(title: str, paragraphs: Sequence[Paragraph]) -> list[Block]:
    if not paragraphs and title != text_blocks.QUOTED:
        return []
    runs = [Run(title, italic=True)]
    for paragraph in paragraphs:
        runs += [Run("\n"), Run(paragraph.text, bold=paragraph.heading)]
    return [elements.rich_text([elements.section(runs)])]


def _laid_out(record: Record, mark: Span) -> tuple[list[Paragraph], list[Paragraph], list[Paragraph]]:
    """The paragraphs of the record before, in and behind the marked words, laid out as on its page."""
    sides: tuple[list[Paragraph], list[Paragraph], list[Paragraph]] = ([], [], [])
    bounds = (Span(0, mark.start), mark, Span(mark.end, len(record.text)))
    for block in blocks(record):
        for side, bound in zip(sides, bounds, strict=True):
            inside = [Span(max(line.start, bound.start), min(line.end, bound.end)) for line in block.lines]
            words = shown(" ".join(one.of(record.text) for one in inside if one.start < one.end)).strip()
            if words:
                side.append(Paragraph(words, block.kind == "heading"))
    return sides


def _last(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """The last of them, as many as belong to what is read; the first of those cut at a sentence or a word, with an ellipsis."""
    kept: list[Paragraph] = []
    room = _CONTEXT
    for paragraph in reversed(paragraphs):
        if len(paragraph.text) > room:
            starts = [one.start for one in sentences(paragraph.text, Span(0, len(paragraph.text)))]
            least = len(paragraph.text) - room
            at = next((start for start in starts if start >= least), paragraph.text.find(" ", least) + 1)
            if at and paragraph.text[at:].strip():
                kept.append(Paragraph(f"… {paragraph.text[at:].strip()}"))
            break
        kept.append(paragraph)
        room -= len(paragraph.text)
    return kept[::-1]


def _first(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """The first of them, likewise."""
    kept: list[Paragraph] = []
    room = _CONTEXT
    for paragraph in paragraphs:
        if len(paragraph.text) > room:
            ends = [one.end for one in sentences(paragraph.text, Span(0, len(paragraph.text))) if one.end <= room]
            at = ends[-1] if ends else paragraph.text.rfind(" ", 0, room + 1)
            if at > 0:
                kept.append(Paragraph(f"{paragraph.text[:at].rstrip()} …"))
            break
        kept.append(paragraph)
        room -= len(paragraph.text)
    return kept
