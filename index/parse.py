"""From the text of a file to a record: its title, meeting dates, topics, speakers and sections.

The choice made here: what the format marks as a heading is believed; where a format marks none, the layout decides. Nothing is
lost on the way: what is not white space stands in the title, in the lines about the document, in a heading, in a mark of a page
between two sentences, or in exactly one section.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from index.blocks import Block, find_blocks, topic_to_kind
from index.dates import written
from index.head import Head, find_head
from index.headings import heading_to_topic, layout_headings, marked_headings
from index.kinds import notes_on_standing, record_kind
from index.lines import Line, text_to_lines
from index.meeting import meeting_dates_of
from index.readers.document import Document
from index.records import Record, RecordKind, Section, SectionKind, Span
from index.sentences import sentences
from index.speakers import find_turns

OPENING_TOPIC = "Inleiding"  # for text before the first heading
SPEAKER_CHARS = 250  # a turn of at least so many characters, in paragraphs of its own, is a section
_SOURCE_LABEL = re.compile(r"^bron\s*:\s*(.+)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Layout:
    """Where everything in a document stands: `front` are the lines about the document, `marks` those of pages that lie between
    sentences; both are in no section."""

    head: Head
    front: tuple[Span, ...]
    headings: tuple[Span, ...]
    marks: tuple[Span, ...]
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class _Piece:
    topic: str
    kind: SectionKind
    span: Span


def document_to_record(document: Document, name: str, folder: str = "") -> Record:
    """The record that a document holds.

    Args:
        document: text with the pages and headings its format knows.
        name: the file's name without its ending; it dates and names the record when the text doesn't.
        folder: the name of the folder it lies in; "" when it lies in none.

    Returns:
        A record whose sections lie in its text in order, without overlap; the title and the lines that head it are in none.
    """
    text = document.text
    found = document_to_layout(document, name)
    front = "\n".join(line.text for line in found.head.front)
    kind = record_kind(found.head, found.sections, text, name)
    dates, dated = meeting_dates_of(found.head, kind, text, name, folder)
    source = next((label[1].strip() for label in map(_SOURCE_LABEL.match, front.split("\n")) if label), name)
    sections = found.sections
    if kind is RecordKind.AGENDA:
        sections = tuple(_planned(section) for section in sections)
    return Record(
        id=_record_id(found.head.title, dates, text),
        title=found.head.title,
        dates=dates,
        kind=kind,
        source=source,
        text=text,
        sections=sections,
        notes=(*document.notes, *dated, *notes_on_standing(found.head, found.sections, text, name, dates)),
    )


def document_to_layout(document: Document, name: str) -> Layout:
    """The title, the lines about the document, the headings and the sections of a document."""
    text = document.text
    lines, marks = text_to_lines(text, document.pages)
    head = find_head(document, lines, name)
    start = lines[head.body].start if head.body < len(lines) else len(text)
    headings = [span for span in marked_headings(document, start) if span not in marks]
    blocks = find_blocks(document, lines, head.body, {span.start for span in headings})
    if not headings:
        taken = {line.start for line in lines for block in blocks if _covers(block, line)}
        headings = layout_headings(lines, head.body, taken)
    own = {block.heading.start for block in blocks if block.heading is not None}
    headings = [span for span in headings if span.start not in own and not _inside(span, blocks)]
    pieces = _pieces(text, start, headings, blocks)
    printed = [*headings, *([head.title_span] if head.title_span else [])]
    loose = [mark for mark in marks if not any(mark.overlaps(span) for span in printed)]
    between = [mark for mark in loose if mark.start < start or not _splits_sentence(text, mark, pieces)]
    sections = [
        section for piece in pieces for part in _without(piece, between) for section in _sections(text, part, document)
    ]
    above = [*headings, *(block.heading for block in blocks if block.heading is not None)]
    front = [line.span for line in head.front]
    if not sections and above:  # nothing but headings: then they are the text
        sections = [Section(OPENING_TOPIC, None, _page(start, document.pages), _strip(text, start, len(text)))]
        above, between = [], [mark for mark in between if mark.start < start]
    return Layout(head, tuple(front), tuple(sorted(above, key=lambda s: s.start)), tuple(between), tuple(sections))


def _planned(section: Section) -> Section:
    kind = SectionKind.AGENDA if section.kind is SectionKind.TEXT else section.kind
    return Section(section.topic, section.speaker, section.page, section.span, kind)


def _covers(block: Block, line: Line) -> bool:
    first = block.heading.start if block.heading is not None else block.span.start
    return first <= line.start < block.span.end


def _inside(span: Span, blocks: Sequence[Block]) -> bool:
    return any(block.span.start <= span.start < block.span.end for block in blocks)


def _pieces(text: str, start: int, headings: Sequence[Span], blocks: Sequence[Block]) -> list[_Piece]:
    """The text between headings, with the blocks in it as pieces of their own."""
    borders = [(OPENING_TOPIC, Span(start, start)), *((heading_to_topic(span.of(text)), span) for span in headings)]
    ends = [span.start for _, span in borders[1:]] + [len(text)]
    pieces = []
    for (topic, heading), end in zip(borders, ends, strict=True):
        kind = topic_to_kind(topic)
        at = heading.end
        for block in blocks:
            if not at <= block.span.start < end:
                continue
            before = block.heading.start if block.heading is not None else block.span.start
            pieces.append((topic, kind, at, before))
            own = (
                "" if kind is block.kind is SectionKind.ACTIONS else block.topic
            )  # a table's first row is no topic there
            pieces.append((own or topic, block.kind, block.span.start, min(block.span.end, end)))
            at = min(block.span.end, end)
        pieces.append((topic, kind, at, end))
    return [
        _Piece(topic, kind, _strip(text, first, last))
        for topic, kind, first, last in pieces
        if text[first:last].strip()
    ]


def _splits_sentence(text: str, mark: Span, pieces: Sequence[_Piece]) -> bool:
    """Whether a mark of a page stands in the middle of a sentence, which is then quoted with it."""
    for piece in pieces:
        if mark.within(piece.span):
            before = text[piece.span.start : mark.start].rstrip()
            after = text[mark.end : piece.span.end].lstrip()
            if not before or not after:
                return False
            return not re.search(r"[.!?…:][\"'”’)\]]*$", before) or after[0].islower()
    return False


def _without(piece: _Piece, marks: Sequence[Span]) -> Iterator[_Piece]:
    """A piece without the marks of pages in it, in parts."""
    at = piece.span.start
    for mark in marks:
        if mark.within(piece.span):
            if mark.start > at:
                yield _Piece(piece.topic, piece.kind, Span(at, mark.start))
            at = mark.end
    if at < piece.span.end:
        yield _Piece(piece.topic, piece.kind, Span(at, piece.span.end))


def _sections(text: str, piece: _Piece, document: Document) -> Iterator[Section]:
    """A piece as sections, cut where a new page's first sentence begins, and where someone speaks at length."""
    if not piece.span.of(text).strip():
        return
    inside = _strip(text, piece.span.start, piece.span.end)
    cuts = _page_cuts(text, inside, document.pages)
    for start, end in pairwise([inside.start, *cuts, inside.end]):
        spoken = _spoken(text, Span(start, end)) if piece.kind is SectionKind.TEXT else [(None, Span(start, end))]
        for speaker, span in spoken:
            yield Section(piece.topic, speaker, _page(span.start, document.pages), span, piece.kind)


def _spoken(text: str, span: Span) -> list[tuple[str | None, Span]]:
    """A part of a text in order, cut where someone speaks in paragraphs of his own for long enough to be a section."""
    pieces: list[tuple[str | None, Span]] = []
    for paragraph in _paragraphs(text, span):
        turns = find_turns(text, paragraph)
        whole = (
            len(turns) == 1 and turns[0].span.start == paragraph.start and turns[0].span.end >= _end(text, paragraph)
        )
        speaker = turns[0].speaker if whole else None
        if pieces and pieces[-1][0] == speaker:
            pieces[-1] = speaker, Span(pieces[-1][1].start, paragraph.end)
        else:
            pieces.append((speaker, paragraph))
    merged: list[tuple[str | None, Span]] = []
    for speaker, part in pieces:
        kept = speaker if part.end - part.start >= SPEAKER_CHARS else None
        if merged and merged[-1][0] == kept:
            merged[-1] = kept, Span(merged[-1][1].start, part.end)
        else:
            merged.append((kept, part))
    return merged


def _end(text: str, span: Span) -> int:
    return span.start + len(span.of(text).rstrip())


def _paragraphs(text: str, span: Span) -> Iterator[Span]:
    """The paragraphs of a part of a text, with the white space behind them; a sentence is in one of them."""
    start = span.start
    begins = [sentence.start for sentence in sentences(text, span)]
    for before, begin in pairwise(begins):
        if before >= start and re.search(r"\n[^\S\n]*\n\s*$", text[before:begin]):
            yield Span(start, begin)
            start = begin
    yield Span(start, span.end)


def _strip(text: str, start: int, end: int) -> Span:
    piece = text[start:end]
    return Span(start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip()))


def _page_cuts(text: str, inside: Span, pages: Sequence[int]) -> list[int]:
    """Where sentences begin that are the first to begin on a page."""
    turned = [page for page in pages if inside.start < page < inside.end]
    if not turned:
        return []
    begins = [sentence.start for sentence in sentences(text, inside)]
    cuts = {next((begin for begin in begins if begin >= page), inside.end) for page in turned}
    return sorted(cut for cut in cuts if inside.start < cut < inside.end)


def _page(offset: int, pages: Sequence[int]) -> int | None:
    return sum(page <= offset for page in pages) or None if pages else None


def _record_id(title: str, dates: Sequence[date], text: str) -> str:
    """A readable id: the main meeting date and the title's words; a part of the text's hash where there is no date."""
    words = title
    for day in dates:
        words = words.replace(written(day), "")
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:48].strip("-") or "verslag"
    if dates:
        return f"{dates[0].isoformat()}-{slug}"
    return f"{slug}-{hashlib.sha256(text.encode()).hexdigest()[:8]}"
