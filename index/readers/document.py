"""What a reader gives back: the text of a file, with the pages, headings and tables that the format itself knows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from index.records import Note, Span


class UnreadableError(Exception):
    """A file that can't be read as a record; the message is Dutch and says why, in words a user understands."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading that the format marks as one; level 1 is the title of the document."""

    span: Span
    level: int


@dataclass(frozen=True, slots=True)
class Document:
    """The text of a file in reading order.

    `pages` holds the offset at which each page starts, () when the format has no pages. `headings` are in order;
    () when the format marks none, then the layout has to tell. `tables` are where tables stand, in order: a row is a block
    of its own (an empty line between rows), its cells parted by " | ". `notes` tell how it was read.
    """

    text: str
    pages: tuple[int, ...] = ()
    headings: tuple[Heading, ...] = ()
    tables: tuple[Span, ...] = ()
    notes: tuple[Note, ...] = ()


class Writer:
    """Builds a document block by block, with an empty line between blocks."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.headings: list[Heading] = []
        self.tables: list[Span] = []
        self.notes: list[Note] = []
        self.length = 0

    def add(self, block: str, level: int = 0) -> None:
        """Adds a block of text; `level` above 0 makes it a heading. Blank blocks are left out."""
        block = block.strip()
        if not block:
            return
        if self.pieces:
            self.pieces.append("\n\n")
            self.length += 2
        if level:
            self.headings.append(Heading(Span(self.length, self.length + len(block)), level))
        self.pieces.append(block)
        self.length += len(block)

    def table(self, rows: Iterable[Sequence[str]]) -> None:
        """Adds rows of cells and notes where they stand; an empty cell keeps its place, save at the end of a row."""
        start = None
        for row in rows:
            before = self.length
            self.add(row_to_block(row))
            if self.length > before and start is None:
                start = before + 2 if before else 0
        if start is not None:
            self.tables.append(Span(start, self.length))

    def document(self) -> Document:
        """The document as built so far."""
        return Document("".join(self.pieces), (), tuple(self.headings), tuple(self.tables), tuple(self.notes))


def row_to_block(cells: Sequence[str]) -> str:
    """Cells as a row of text; "" when all are empty."""
    return (
        " | ".join(cell.strip() for cell in cells).rstrip(" |").strip() if any(cell.strip() for cell in cells) else ""
    )
