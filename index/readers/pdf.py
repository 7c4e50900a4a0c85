"""PDF files: lines as printed, page by page, without running headers and footers; pages without letters are read by OCR."""

import logging
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.pdftypes import resolve1
from pdfplumber.utils.exceptions import PdfminerException

from index.readers.bounds import check_pages, check_time
from index.readers.document import Document, Heading, UnreadableError
from index.readers.pdf_furniture import without_furniture
from index.readers.pdf_lines import Ink, Line, chars_to_lines, page_ink, sideways_lines
from index.readers.pdf_tables import take_tables
from index.records import Note, NoteKind, Span

logging.getLogger("pdfminer").setLevel(logging.ERROR)  # it warns of every slip in a PDF, thousands in a bad one
_GAP = 1.6  # line distances; a wider gap is an empty line
_LARGER = 1.08  # times the size of the body
_HEADING_LENGTH = 160  # characters
_HEADING_LINES = 3
_SCAN = 0.3  # of a page that pictures cover when the page itself is a scan
_SCANT = 25  # characters; a scan may carry a printed stamp or page number


def read_pdf(path: Path) -> Document:
    """The text of a PDF with its true pages; lines in bold or larger type than the body are headings.

    Raises:
        UnreadableError: no PDF, locked with a password, too many pages, or no letters and no way to read its pictures.
    """
    try:
        with path.open("rb") as file, pdfplumber.open(file) as pdf:  # its own opening leaves files open when it fails
            check_pages(_announced_pages(pdf))
            check_pages(len(pdf.pages))
            heights = [float(page.height) for page in pdf.pages]
            inks = [_ink(page) for page in pdf.pages]
    except PdfminerException as error:
        if isinstance(error.args[0] if error.args else None, PDFPasswordIncorrect | PDFEncryptionError):
            raise UnreadableError(
                "de PDF is beveiligd met een wachtwoord; sla hem op zonder wachtwoord en probeer het opnieuw"
            ) from error
        raise UnreadableError("het bestand is geen (hele) PDF") from error
    except (UnreadableError, MemoryError):
        raise
    except Exception as error:  # pdfminer raises many kinds on bytes that are no whole PDF
        raise UnreadableError("het bestand is geen (hele) PDF") from error
    pages = [[] if ink is None else _lines(ink) for ink in inks]
    scans = [number for number, ink in enumerate(inks, 1) if ink is not None and _is_scan(ink)]
    for number in scans:
        pages[number - 1] = []
    recognised, notes = _read_scans(path, scans, any(pages))
    kept = without_furniture(pages, heights)
    for number, lines in recognised.items():
        kept[number - 1] = lines
    broken = [number for number, ink in enumerate(inks, 1) if ink is None]
    if not any(kept):
        raise UnreadableError(
            "de bladzijden van de PDF zijn beschadigd" if broken else "geen tekst gevonden; is het een scan?"
        )
    if broken:
        notes.append(Note(NoteKind.PARTIAL, f"{_named(broken)} niet gelezen: beschadigd"))
    if any(ink.hidden for ink in inks if ink is not None):
        notes.append(Note(NoteKind.PARTIAL, "tekst die op papier niet te zien is (wit, minuscuul) is weggelaten"))
    return replace(_assemble(kept), notes=tuple(notes))


def _announced_pages(pdf: Any) -> int:
    """How many pages the PDF says it has; 0 when it doesn't."""
    try:
        return int(resolve1(resolve1(pdf.doc.catalog["Pages"])["Count"]))
    except (KeyError, TypeError, ValueError):
        return 0


def _ink(page: Any) -> Ink | None:
    """What is on the page; None when it is damaged."""
    check_time()
    try:
        return page_ink(page)
    except MemoryError:
        raise
    except Exception as error:  # whatever one damaged page makes pdfminer raise, the others are read
        if isinstance(error, SystemError) or isinstance(error.args[0] if error.args else None, MemoryError):
            raise MemoryError from error  # C code that got no memory, and what pdfplumber wraps
        return None
    finally:
        page.close()


def _lines(ink: Ink) -> list[Line]:
    """The lines and the rows of tables, from top to bottom."""
    rows, loose = take_tables(ink)
    lines = chars_to_lines(loose)
    for row in rows:
        at = next((i for i, line in enumerate(lines) if line.top > row.top), len(lines))
        lines.insert(at, row)
    return [line for line in [*lines, *sideways_lines(ink.sideways)] if line.text]


def _is_scan(ink: Ink) -> bool:
    """Whether a page holds no letters that can be read, but a picture of them; or a font without a key to its letters."""
    letters = [char.text for char in ink.chars if not char.text.isspace()]
    if len(letters) <= _SCANT:
        return ink.pictures >= _SCAN
    return sum(text.startswith("(cid:") for text in letters) > 0.3 * len(letters)


def _read_scans(path: Path, scans: Sequence[int], others: bool) -> tuple[dict[int, list[Line]], list[Note]]:
    """The lines of scanned pages by OCR, with what there is to say about it."""
    if not scans:
        return {}, []
    from index.readers import ocr  # Pillow and pdfium are only needed here

    if ocr.missing():
        if not others:
            raise UnreadableError(f"geen tekst gevonden; is het een scan? {ocr.missing()}")
        return {}, [Note(NoteKind.PARTIAL, f"{_named(scans)} niet gelezen: een scan; {ocr.missing()}")]
    read: dict[int, ocr.Recognised] = {}
    try:
        read = {number: page for number, page in ocr.scanned_pages(path, scans) if page.text}
    except (UnreadableError, MemoryError):
        raise
    except Exception as error:  # pdfium's own errors, for pages that pdfminer took
        if not others:
            raise UnreadableError("de bladzijden van de PDF zijn beschadigd") from error
    if not read and not others:
        raise UnreadableError("geen leesbare tekst gevonden; is het een scan van slechte kwaliteit?")
    notes = []
    if read:
        notes.append(ocr.note(list(read.values()), f"{_named(list(read))} " if others else ""))
    if len(read) < len(scans):
        rest = [number for number in scans if number not in read]
        notes.append(Note(NoteKind.PARTIAL, f"{_named(rest)} niet gelezen: een afbeelding zonder leesbare tekst"))
    lines = {
        number: [
            Line(line, 0.0, 0.0, top, 0.0, bold=False)
            for top, line in zip(_tops(page.text), filter(None, page.text.split("\n")), strict=True)
        ]
        for number, page in read.items()
    }
    return lines, notes


def _tops(text: str) -> Iterator[float]:
    """Heights for lines that came without, an empty line kept as a gap."""
    return (10.0 * i for i, line in enumerate(text.split("\n")) if line)


def _named(numbers: Sequence[int]) -> str:
    """Pages as one says them: "bladzijde 2, 5 en 6"."""
    if len(numbers) > 12:
        return f"{len(numbers)} bladzijden (de eerste is {numbers[0]})"
    *front, last = map(str, numbers)
    return f"bladzijde {', '.join(front)} en {last}" if front else f"bladzijde {last}"


def _assemble(pages: Sequence[Sequence[Line]]) -> Document:
    body, bold_body = _body(pages)
    pieces: list[str] = []
    length = 0
    starts: list[int] = []
    tables: list[Span] = []
    runs: list[
        list[tuple[Span, Line]]
    ] = []  # lines that look like headings, those of one look below each other together
    last: Line | None = None
    for lines in pages:
        step = _line_step(lines)
        for i, line in enumerate(lines):
            if last is not None:
                wide = i > 0 and line.top - last.top > _GAP * step
                pieces.append("\n\n" if wide or line.table or last.table else "\n")
                length += len(pieces[-1])
            if i == 0:
                starts.append(length)
            span = Span(length, length + len(line.text))
            if line.table and i > 0 and lines[i - 1].table == line.table:
                tables[-1] = Span(tables[-1].start, span.end)
            elif line.table:
                tables.append(span)
            elif (line.bold and not bold_body) or line.size > body * _LARGER > 0:
                if runs and runs[-1][-1][0].end + 1 == span.start and _same_look(runs[-1][-1][1], line):
                    runs[-1].append((span, line))
                else:
                    runs.append([(span, line)])
            pieces.append(line.text)
            length, last = span.end, line
        if not lines:
            starts.append(length)
    return Document("".join(pieces), tuple(starts), _headings(runs, body), tuple(tables))


def _body(pages: Sequence[Sequence[Line]]) -> tuple[float, bool]:
    """The size of most letters, and whether most are bold, so that bold marks nothing."""
    sizes: Counter[float] = Counter()
    bold = 0
    for lines in pages:
        for line in lines:
            sizes[round(line.size, 1)] += len(line.text)
            bold += line.bold * len(line.text)
    return (sizes.most_common(1)[0][0], bold * 2 > sizes.total()) if sizes else (0.0, False)


def _line_step(lines: Sequence[Line]) -> float:
    """The usual distance between lines of this page, in points, at most some 2.5 times the type; 12 with fewer than two."""
    steps = sorted(b.top - a.top for a, b in pairwise(lines) if b.top > a.top)
    if not steps:
        return 12.0
    sizes = sorted(line.size for line in lines)
    return min(steps[len(steps) // 3], 2.5 * sizes[len(sizes) // 2] or 1e9)


def _same_look(one: Line, other: Line) -> bool:
    return one.bold == other.bold and abs(one.size - other.size) < 0.5


def _headings(runs: Sequence[Sequence[tuple[Span, Line]]], body: float) -> tuple[Heading, ...]:
    """Headings printed over a few lines made one; a paragraph in bold type is none.

    The title, level 1, is what opens the text, or what is larger than that and stands close below.
    """
    found: list[tuple[Span, Line]] = []
    for run in runs:
        words = sum(len(line.text) for _, line in run)
        if words > _HEADING_LENGTH or len(run) > _HEADING_LINES or run[-1][1].text[-1] in ".;,":
            continue
        if any(char.isalpha() for _, line in run for char in line.text):
            found.append((Span(run[0][0].start, run[-1][0].end), run[0][1]))
    top = [entry for entry in found if entry[0].start < 600]
    title = max(top, key=lambda entry: (entry[1].size, -entry[0].start), default=None)
    if title is not None and title[0].start > 0 and title[1].size <= body * _LARGER:
        title = None
    return tuple(Heading(span, 1 if title is not None and span == title[0] else 2) for span, _ in found)
