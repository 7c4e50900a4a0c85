"""Word documents: paragraphs and tables in the order in which they stand, headings by their style."""

import re
from pathlib import Path
from zipfile import BadZipFile

import docx
from docx.opc.exceptions import PackageNotFoundError
from docx.table import Table
from docx.text.paragraph import Paragraph
from lxml.etree import XMLSyntaxError

from index.readers.document import Document, UnreadableError, Writer

_HEADING = re.compile(r"(?:heading|kop|agendapunt|paragraaftitel)\s*(\d)?", re.IGNORECASE)
_HEADING_LENGTH = 120  # characters; text that carries a heading's style by mistake is longer


def read_word(path: Path) -> Document:
    """The words of a .docx file, one block a paragraph or table row.

    Raises:
        UnreadableError: the file is no Word document.
    """
    try:
        document = docx.Document(str(path))
    except (PackageNotFoundError, BadZipFile, KeyError, ValueError, XMLSyntaxError) as error:
        raise UnreadableError("het bestand is geen (heel) Word-document") from error
    writer = Writer()
    for block in document.iter_inner_content():
        if isinstance(block, Paragraph):
            writer.add(block.text, _level(block))
        elif isinstance(block, Table):
            for row in block.rows:
                writer.add(" | ".join(dict.fromkeys(" ".join(cell.text.split()) for cell in row.cells)))
    return writer.document()


def _level(paragraph: Paragraph) -> int:
    """1 for the title, 2 and up for topics, 0 for running text."""
    text = paragraph.text.strip()
    name = (paragraph.style.name or "") if paragraph.style is not None else ""
    if not text or len(text) > _HEADING_LENGTH or text[-1] in ".;,":
        return 0
    if name.lower() in {"title", "titel"}:
        return 1
    styled = _HEADING.match(name)
    if styled:
        return int(styled[1] or 2)
    runs = [run for run in paragraph.runs if run.text.strip()]
    return 2 if runs and all(run.bold for run in runs) else 0
