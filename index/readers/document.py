"""What a reader gives back: the text of a file, with the pages and headings that the format itself knows."""

from dataclasses import dataclass

from index.records import Span


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
    () when the format marks none, then the layout has to tell.

    """

    text: str
    pages: tuple[int, ...] = ()
    headings: tuple[Heading, ...] = ()


class Writer:
    """Builds a document block by block, with an empty line between blocks."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.headings: list[Heading] = []
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

    def document(self) -> Document:
        """The document as built so far."""
        return Document("".join(self.pieces), (), tuple(self.headings))
