"""From the text of a file to a record: its title, meeting dates, topics and sections.

The choice made here: what the format marks as a heading is believed; where a format marks none, the layout decides. A
line is a heading when it was broken off on purpose (the next word would still have fitted on it), opens like a title,
ends without punctuation, stands at the border of a sentence, and running text follows. No blank line is asked for,
because in real minutes there often is none.
"""

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from index.dates import find_dates, meeting_dates, written
from index.readers.document import Document, Heading
from index.records import Record, Section, Span
from index.sentences import sentences

OPENING_TOPIC = "Inleiding"  # for text before the first heading
_HEADING_LENGTH = 100  # characters
_HEADING_WORDS = 14
_ENDS_TEXT = re.compile(r"[.!?:…][\"'”’)\]]*$")
_BULLET = re.compile(r"^(?:[-–—•·▪◦*\uf0b7]\s|\(?\d{1,2}\)\s)")
_FRONT_LABEL = re.compile(
    r"^(?:bron|datum|vergaderdatum|datum vergadering|gepubliceerd|publicatiedatum|geplaatst|status|versie|kenmerk|locatie|"
    r"plaats|tijd|voorbeeldverslag)\b\s*(?:op\b|[:,(]|$)",
    re.IGNORECASE,
)
_MEETING_LABEL = re.compile(
    r"^(?:vergaderdatum|datum vergadering|datum overleg)\b\s*:?\s*(.+)$", re.IGNORECASE | re.MULTILINE
)
_SOURCE_LABEL = re.compile(r"^bron\s*:\s*(.+)$", re.IGNORECASE | re.MULTILINE)
_NEWSLETTER = re.compile(r"\bnieuwsbrief\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Line:
    """A printed line without the white space around it, and whether an empty line stands before it."""

    start: int
    text: str
    after_blank: bool

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def document_to_record(document: Document, name: str) -> Record:
    """The record that a document holds.

    Args:
        document: text with the pages and headings its format knows.
        name: the file's name without its ending; it dates and names the record when the text doesn't.

    Returns:
        A record whose sections lie in its text in order, without overlap; the title and the lines that head it are in none.
    """
    text = document.text
    lines = _lines(text)
    title, body = _title(document, lines, name)
    while body < len(lines) and _is_front_matter(lines, body):
        body += 1
    front = text[: lines[body].start] if body < len(lines) else text
    headings = _marked_headings(document, lines[body:]) or _headings(lines, body)
    start = lines[body].start if body < len(lines) else len(text)
    sections = _sections(text, start, headings, document.pages)
    dates = _dates(title, front, name, text)
    source = _SOURCE_LABEL.search(front)
    return Record(
        id=_record_id(title, dates, text),
        title=title,
        dates=dates,
        kind="newsletter" if _NEWSLETTER.search(title) else "record",
        source=source[1].strip() if source else name,
        text=text,
        sections=tuple(sections),
    )


def _lines(text: str) -> list[_Line]:
    lines = []
    offset = 0
    blank = True
    for raw in text.split("\n"):
        stripped = raw.strip()
        if stripped:
            lines.append(_Line(offset + raw.index(stripped[0]), stripped, blank))
        blank = not stripped
        offset += len(raw) + 1
    return lines


def _title(document: Document, lines: Sequence[_Line], name: str) -> tuple[str, int]:
    """The title and the number of the first line behind it."""
    top = next((heading for heading in document.headings if heading.level == 1), None)
    if top is not None:
        behind = next((i for i, line in enumerate(lines) if line.start >= top.span.end), len(lines))
        if behind <= 6:  # a title stands at the top; further down it is a topic with the wrong style
            return _one_line(top.span.of(document.text)), behind
    if lines and len(lines[0].text) <= 150 and (not _ENDS_TEXT.search(lines[0].text) or meeting_dates(lines[0].text)):
        return _one_line(lines[0].text), 1
    return name, 0


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _is_front_matter(lines: Sequence[_Line], i: int) -> bool:
    """Whether a line under the title tells about the document: a labelled line, or a bare date."""
    text = lines[i].text
    if _FRONT_LABEL.match(text):
        return True
    dates = find_dates(text)
    return len(dates) == 1 and len(text) - (dates[0].span.end - dates[0].span.start) <= 12 and len(text) < 40


def _marked_headings(document: Document, lines: Sequence[_Line]) -> list[Span]:
    """The topic headings that the format marks: all levels below the title; [] when there are none."""
    if not lines:
        return []
    return [heading.span for heading in document.headings if _is_topic(heading, lines[0].start)]


def _is_topic(heading: Heading, start: int) -> bool:
    return heading.span.start >= start


def _headings(lines: Sequence[_Line], body: int) -> list[Span]:
    """The topic headings that the layout shows."""
    width = _wrap_width(lines)
    found = []
    for i in range(body, len(lines) - 1):
        if _is_heading(lines, i, body, width) and _text_follows(lines, i, body, width):
            found.append(Span(lines[i].start, lines[i].end))
    return found


def _wrap_width(lines: Sequence[_Line]) -> float:
    """The number of characters at which lines wrap; infinite when every line is a whole paragraph."""
    lengths = sorted(len(line.text) for line in lines)
    if len(lengths) < 4 or lengths[-1] > 160:
        return float("inf")
    return float(lengths[int(len(lengths) * 0.9)])


def _is_heading(lines: Sequence[_Line], i: int, body: int, width: float) -> bool:
    line, following = lines[i], lines[i + 1]
    text = line.text
    if len(text) > _HEADING_LENGTH or len(text.split()) > _HEADING_WORDS or text[-1] in ".,;:!?…":
        return False
    if not (text[0].isupper() or text[0].isdigit() or text[0] in "\"'“‘(") or not any(c.isalpha() for c in text):
        return False
    if _BULLET.match(text) or following.text[0].islower():
        return False
    at_border = line.after_blank or i == body or bool(_ENDS_TEXT.search(lines[i - 1].text))
    on_purpose = len(text) + 1 + len(following.text.split()[0]) <= width
    return at_border and on_purpose


def _text_follows(lines: Sequence[_Line], i: int, body: int, width: float) -> bool:
    """Whether running text stands under line `i`; a heading over a heading counts when a blank line parts them."""
    following = lines[i + 1]
    if i + 1 < len(lines) - 1 and _is_heading(lines, i + 1, body, width):
        return following.after_blank and lines[i].after_blank and _text_follows(lines, i + 1, body, width)
    if _ENDS_TEXT.search(following.text) or len(following.text) > 60:
        return True
    paragraph = " ".join(line.text for line in lines[i + 1 : i + 4])
    return bool(re.search(r"[.!?](?:\s|$)", paragraph))


def _sections(text: str, start: int, headings: Sequence[Span], pages: Sequence[int]) -> list[Section]:
    """The text between headings, cut again where a new page's first sentence begins."""
    borders = [(OPENING_TOPIC, Span(start, start)), *((_one_line(span.of(text)), span) for span in headings)]
    ends = [span.start for _, span in borders[1:]] + [len(text)]
    sections = []
    for (topic, heading), end in zip(borders, ends, strict=True):
        inside = _strip(text, heading.end, end)
        if inside is None:
            continue
        cuts = _page_cuts(text, inside, pages)
        for piece_start, piece_end in pairwise([inside.start, *cuts, inside.end]):
            sections.append(Section(topic, None, _page(piece_start, pages), Span(piece_start, piece_end)))
    return sections


def _strip(text: str, start: int, end: int) -> Span | None:
    piece = text[start:end]
    if not piece.strip():
        return None
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


def _dates(title: str, front: str, name: str, text: str) -> tuple[date, ...]:
    """The meeting dates: those of the title, else of a label, else of the file's name, else the first in the text."""
    label = _MEETING_LABEL.search(front)
    for place in (title, label[1] if label else "", name):
        found = meeting_dates(place)
        if found:
            return found
    return meeting_dates(text[:1500])[:1]


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
