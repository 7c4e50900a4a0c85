"""PDF files with a text layer: lines as printed, page by page, without running headers and footers."""

import re
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfplumber.utils.exceptions import PdfminerException

from index.readers.document import Document, Heading, UnreadableError
from index.records import Span

_PAGE_MARK = re.compile(r"^(?:pagina|blad|blz\.?|page)?\s*\d+\s*(?:van|/|of)?\s*\d*$", re.IGNORECASE)
_EDGE = 2  # lines at the top and bottom of a page that may be running headers and footers
_GAP = 1.6  # line distances; a wider gap is an empty line


def read_pdf(path: Path) -> Document:
    """The text of a PDF with its true pages; lines in bold or larger type than the body are headings.

    Raises:
        UnreadableError: no PDF, locked with a password, or without a text layer (a scan).
    """
    try:
        with pdfplumber.open(path) as pdf:
            pages = [_lines(page) for page in pdf.pages]
    except PdfminerException as error:
        if isinstance(error.args[0] if error.args else None, PDFPasswordIncorrect):
            raise UnreadableError("de PDF is beveiligd met een wachtwoord") from error
        raise UnreadableError("het bestand is geen (hele) PDF") from error
    if not any(pages):
        raise UnreadableError("geen tekst gevonden; is het een scan?")
    return _assemble(_without_furniture(pages))


def _lines(page: Any) -> list[dict[str, Any]]:
    lines: list[dict[str, Any]] = page.extract_text_lines(return_chars=True)
    page.close()
    return lines


def _mask(text: str) -> str:
    return re.sub(r"\d+", "#", " ".join(text.split()).casefold())


def _without_furniture(pages: list[list[dict[str, Any]]]) -> list[list[dict[str, Any]]]:
    """The pages without lines at their edges that recur on most pages, digits aside, or only count pages."""
    edges = Counter(
        _mask(line["text"]) for lines in pages for line in {id(e): e for e in lines[:_EDGE] + lines[-_EDGE:]}.values()
    )
    recurring = {mask for mask, count in edges.items() if len(pages) > 1 and count > len(pages) / 2}
    kept = []
    for lines in pages:
        last = len(lines) - _EDGE
        kept.append(
            [
                line
                for i, line in enumerate(lines)
                if not (
                    (i < _EDGE or i >= last)
                    and (_mask(line["text"]) in recurring or _PAGE_MARK.match(line["text"].strip()))
                )
            ]
        )
    return kept


def _assemble(pages: list[list[dict[str, Any]]]) -> Document:
    body = _body_size(pages)
    text = ""
    starts: list[int] = []
    headings: list[Heading] = []
    for lines in pages:
        text += "\n" if text else ""
        starts.append(len(text))
        step = _line_step(lines)
        for previous, line in zip([None, *lines], lines, strict=False):
            if previous is not None:
                text += "\n\n" if line["top"] - previous["top"] > _GAP * step else "\n"
            words = " ".join(line["text"].split())
            if _looks_like_heading(line, body):
                level = 1 if not headings and not text.strip() else 2
                headings.append(Heading(Span(len(text), len(text) + len(words)), level))
            text += words
    return Document(text, tuple(starts), _merged(headings, text))


def _merged(headings: list[Heading], text: str) -> tuple[Heading, ...]:
    """Headings printed over two lines, made one."""
    merged: list[Heading] = []
    for heading in headings:
        if merged and text[merged[-1].span.end : heading.span.start] == "\n" and merged[-1].level == heading.level:
            merged[-1] = Heading(Span(merged[-1].span.start, heading.span.end), heading.level)
        else:
            merged.append(heading)
    return tuple(merged)


def _body_size(pages: list[list[dict[str, Any]]]) -> float:
    sizes: Counter[float] = Counter()
    for lines in pages:
        for line in lines:
            for char in line["chars"]:
                sizes[round(char["size"], 1)] += 1
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _line_step(lines: list[dict[str, Any]]) -> float:
    """The usual distance between lines of this page, in points; 12 when it has fewer than two."""
    steps = sorted(b["top"] - a["top"] for a, b in pairwise(lines) if b["top"] > a["top"])
    return float(steps[len(steps) // 3]) if steps else 12.0


def _looks_like_heading(line: dict[str, Any], body: float) -> bool:
    chars = [char for char in line["chars"] if not char["text"].isspace()]
    if not chars or len(line["text"]) > 120 or line["text"].rstrip()[-1] in ".;,":
        return False
    bold = all("bold" in char["fontname"].lower() or "black" in char["fontname"].lower() for char in chars)
    return bold or all(char["size"] > body * 1.08 for char in chars)
