"""A record as HTML: its text laid out to be read, with the quoted words marked where they stand.

Layout may only change white space. Lines that were wrapped become paragraphs again, lines between sections
become headings, and everything else is copied character for character, so that what is marked is exactly the
quote.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from operator import itemgetter

from markupsafe import Markup, escape

from index.lines import text_to_lines
from index.personal import contact_spans
from index.records import Record, Span
from index.sentences import sentences
from ui import web_text, web_text_records
from ui.web_html import one_line, shown_plain
from ui.web_place import Place, find, place_at, record_address

_ITEM = re.compile(r"(?:[-–—•·▪◦*]|\(?\d{1,2}[.)]|[a-z]\))\s")
_TAGS = {
    "front": Markup('<p class="front"{}>{}</p>'),
    "heading": Markup("<h3{}>{}</h3>"),
    "item": Markup('<p class="item"{}>{}</p>'),
    "paragraph": Markup("<p{}>{}</p>"),
}


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of a record that are read as one; `kind` is "front", "heading", "paragraph" or "item"."""

    kind: str
    lines: tuple[Span, ...]


def source_pane(record: Record | None, place: Place, original: Markup | None = None) -> Markup:
    """The pane that shows where quoted words stand.

    Args:
        record: the record that they are of; None when that is gone.
        place: the words.
        original: the way to the file that the record was read from, if there is one.
    """
    if record is None:
        return notice_pane(web_text.RECORD_GONE)
    found = find(record, place)
    notices = [web_text_records.RECORD_RENAMED] if place.record_id != record.id else []
    notices += [] if found.span else [web_text.RECORD_CHANGED]
    notices += [web_text.RECORD_MOVED] if found.moved else []
    notices += [web_text.note(note.text) for note in record.notes]
    warning = Markup("").join(Markup('<p class="notice">{}</p>').format(notice) for notice in notices)
    head = Markup('<p class="where">{}</p>{}').format(where(record, found.span), warning)
    words = place.span if found.span is None else found.span
    whole = Markup('<a class="whole" href="{}?plek={}">{}</a>').format(
        record_address(record.id), place_at(record.id, words, words.of(record.text)).written, web_text.WHOLE_RECORD
    )
    links = Markup('<p class="ways">{}{}</p>').format(whole, Markup(" ") + original if original else "")
    text = Markup('<div class="record" tabindex="0" role="group" aria-label="{}">{}</div>').format(
        web_text.RECORD_TEXT, record_html(record, found.span)
    )
    return _framed(web_text.KINDS[record.kind], record.title, head + links, text)


def source_frame() -> Markup:
    """Where the pane is put, with what web.js says in it."""
    return Markup('<div class="source" data-count="{}" data-busy="{}" data-failed="{}"></div>').format(
        web_text.COUNT,
        web_text.BUSY,
        str(notice_pane(web_text_records.NOT_FETCHED)),  # as text, for the script
    )


def where(record: Record, span: Span | None) -> str:
    """Of which meeting a record is, and under which topic and on which page some of its words stand."""
    section = next((one for one in record.sections if span is not None and span.within(one.span)), None)
    parts = [
        web_text.meetings(record.dates),
        section.topic if section else "",
        web_text.page(section.page) if section and section.page else "",
    ]
    return " · ".join(part for part in parts if part)


def notice_pane(notice: str) -> Markup:
    """The pane when there is nothing to show but the reason why."""
    return _framed(web_text.SOURCE, web_text.SOURCE, Markup('<p class="notice">{}</p>').format(notice), Markup(""))


def _framed(kind: str, title: str, head: Markup, body: Markup) -> Markup:
    """The pane; web.js shows the buttons to the citations before and behind it when there are."""
    pane = Markup(
        '<section class="pane" aria-labelledby="pane-title" tabindex="-1">'
        '<header><p class="kind">{}</p><div class="steps"><span class="count"></span>'
        '<button type="button" class="step" data-step="-1" aria-label="{}" title="{}" hidden>&#8249;</button>'
        '<button type="button" class="step" data-step="1" aria-label="{}" title="{}" hidden>&#8250;</button>'
        '<button type="button" class="close">{}</button></div><h2 id="pane-title">{}</h2>{}</header>{}</section>'
    ).format(
        kind, web_text.PREVIOUS, web_text.PREVIOUS, web_text.NEXT, web_text.NEXT, web_text.CLOSE, title, head, body
    )
    return shown_plain(pane)


def record_html(record: Record, mark: Span | None, anchors: Mapping[int, str] | None = None) -> Markup:
    """The text of a record, less its title, with the characters of `mark` marked.

    Args:
        record: the record.
        mark: the characters.
        anchors: ids of blocks, by the place in the text where the block starts, for a page that links to them.
    """
    pages = _page_starts(record)
    words = _trimmed(record.text, mark) if mark else Span(0, 0)
    ids = {start: Markup(' id="{}" tabindex="-1"').format(name) for start, name in (anchors or {}).items()}
    parts = [
        _TAGS[block.kind].format(ids.get(block.lines[0].start, ""), _block_html(record.text, block, words, pages))
        for block in blocks(record)
    ]
    if record.source not in record.text:
        parts.append(Markup('<p class="origin">{}{}</p>').format(web_text.ORIGIN, record.source))
    return Markup("").join(parts)


def blocks(record: Record) -> list[Block]:
    """The text of a record in readable blocks, in order: all of it, but the title and white space."""
    found: list[Block] = []
    lines: list[Span] = []
    kind, blank = "", False
    midway = _midway(record)
    _, marks = text_to_lines(record.text)
    starts = [section.span.start for section in record.sections]

    def close() -> None:
        if lines:
            found.append(Block(kind, tuple(lines)))
            lines.clear()

    for line in _body_lines(record):
        if line.start == line.end:
            blank = True
            continue
        text = line.of(record.text)
        here = _kind(record, line, marks, starts)
        if here == "paragraph" and _ITEM.match(text):
            close()
            here = "item"
        elif lines and here == "paragraph" and kind == "item" and not blank:
            here = "item"  # a wrapped line of the item above it
        if here != kind or (blank and line.start not in midway) or here == "front":
            close()
        kind, blank = here, False
        lines.append(line)
    close()
    return found


def _midway(record: Record) -> set[int]:
    """Where lines start inside a sentence: an empty line before those is the layout's, no new paragraph."""
    inside = [sentence for section in record.sections for sentence in sentences(record.text, section.span)]
    return {
        sentence.start + 1 + found.end()
        for sentence in inside
        for found in re.finditer(r"\n\s*", record.text[sentence.start + 1 : sentence.end])
    }


def _body_lines(record: Record) -> Iterator[Span]:
    """The lines of the text without the white space around them, the line that repeats the title left out."""
    offset, first = 0, True
    for raw in record.text.split("\n"):
        stripped = raw.strip()
        start = offset + (raw.index(stripped[0]) if stripped else 0)
        offset += len(raw) + 1
        if stripped and first:
            first = False
            if one_line(stripped) == record.title:
                continue
        yield Span(start, start + len(stripped))


def _kind(record: Record, line: Span, marks: Sequence[Span], starts: Sequence[int]) -> str:
    """What a line is by where it stands: text in a section, a heading between two, else front.

    Numbers of pages (`marks`) and contact details are in no section either, and no headings. `starts` are those of the sections.
    """
    behind = bisect_right(starts, line.start)
    if behind and line.start < record.sections[behind - 1].span.end:
        return "paragraph"
    if behind == len(starts):
        return "heading" if behind else "paragraph"
    if any(mark.overlaps(line) for mark in marks) or contact_spans(record.text, line):
        return "front"
    words = one_line(line.of(record.text))
    return "heading" if behind or words in record.sections[behind].topic else "front"


def _page_starts(record: Record) -> dict[int, int]:
    """Where text begins that is on another page than the text before it, and on which."""
    starts: dict[int, int] = {}
    page = record.sections[0].page if record.sections else None
    for section in record.sections:
        if section.page is not None and section.page != page:
            page = section.page
            starts[section.span.start] = page
    return starts


def _block_html(text: str, block: Block, mark: Span, pages: Mapping[int, int]) -> Markup:
    """A block's lines joined by spaces, with the mark and the page numbers where they belong."""
    pieces: list[tuple[bool, Markup]] = []  # whether it is inside the mark, and what is written
    end = block.lines[0].start
    for line in block.lines:
        if pieces:
            pieces.append((Span(end, line.start).within(mark), Markup(" ")))
        cuts = {cut for cut in (mark.start, mark.end, *pages) if line.start < cut < line.end}
        for start, end in pairwise(sorted({line.start, line.end, *cuts})):
            if start in pages:
                number = Markup('<span class="page">{}</span> ').format(web_text.page(pages[start]))
                pieces.append((False, number))
            if start == mark.start < mark.end:
                pieces.append((False, _unseen(web_text.QUOTE_STARTS)))
            pieces.append((Span(start, end).within(mark), escape(text[start:end])))
            if mark.start < mark.end == end:
                pieces.append((False, _unseen(web_text.QUOTE_ENDS)))
    runs = ((inside, Markup("").join(piece for _, piece in run)) for inside, run in groupby(pieces, itemgetter(0)))
    return Markup("").join(Markup("<mark>{}</mark>").format(run) if inside else run for inside, run in runs)


def _unseen(words: str) -> Markup:
    """Words for those who hear the page; no screen reader says by itself that text is marked."""
    return Markup('<span class="unseen"> {}: </span>').format(words)


def _trimmed(text: str, span: Span) -> Span:
    words = span.of(text)
    return Span(span.start + len(words) - len(words.lstrip()), span.start + len(words.rstrip()))
