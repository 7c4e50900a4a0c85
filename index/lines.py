"""The printed lines of a text: where they stand, what parts them, and how wide the paper was.

A form feed parts lines as a line end does. A mark of the page ("Pagina 2 van 4") is no line of the text; it is kept apart, so
that what stood above it and below it stand against each other again.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from index.records import Span

ENDS_TEXT = re.compile(r"[.!?:…][\"'”’)\]]*$")
_PAGE_MARK = re.compile(
    r"^[-–—\s]*(?:pagina|pag\.?|blz\.?|bladzijde|blad|page)\s*:?\s*\d{1,3}(?:\s*(?:van|/|of)\s*\d{1,3})?[-–—\s]*$"
    r"|^\d{1,3}\s+van\s+\d{1,3}$",
    re.IGNORECASE,
)
_RUNNING = re.compile(r"\b(?:pagina|pag|blz|blad)\b\.?\s*\d{1,3}(?:\s*(?:van|/)\s*\d{1,3})?$", re.IGNORECASE)
_RUNNING_LENGTH = 110  # characters; a running header is no longer
_LINES_A_PAGE = 6  # numbers that come closer than this to each other are of a list
_FULL = 160  # characters; text with longer lines than this has whole paragraphs for lines


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line without the white space around it, and whether an empty line stands before it."""

    start: int
    text: str
    after_blank: bool

    @property
    def end(self) -> int:
        """Just behind its last character."""
        return self.start + len(self.text)

    @property
    def span(self) -> Span:
        """Where it stands."""
        return Span(self.start, self.end)


def text_to_lines(text: str, pages: Sequence[int] = ()) -> tuple[list[Line], list[Span]]:
    """The lines of a text in order, and the marks of pages among them; blank lines are in neither.

    Args:
        text: the text; form feeds part lines.
        pages: where its pages start, when that is known.
    """
    found: list[Line] = []
    offset = 0
    blank = True
    for raw in text.replace("\n\f", "\n ").replace("\f", "\n").split("\n"):  # of the same length
        stripped = raw.strip()
        if stripped:
            found.append(Line(offset + raw.index(stripped[0]), stripped, blank))
        blank = not stripped
        offset += len(raw) + 1
    edges = _page_edges(found, pages)
    running = Counter(_without_number(line.text) for line in found if _is_running(line.text))
    lines: list[Line] = []
    marks: list[Span] = []
    for line in found:
        if _PAGE_MARK.match(line.text) or running.get(_without_number(line.text), 0) > 1 or line.start in edges:
            marks.append(line.span)
        else:
            lines.append(line)
    return lines, marks


def _page_edges(lines: Sequence[Line], pages: Sequence[int]) -> set[int]:
    """Where lines start that are no text: the words that stand on top of several pages, and the bare numbers of pages.

    The first page keeps its first line, which may be the title.
    """
    bare = [line for line in lines if line.text.strip("-–— ").isdecimal() and len(line.text) <= 7]
    counted = [int(line.text.strip("-–— ")) for line in bare]
    in_order = len(bare) >= 2 and counted[0] <= 2 and counted == list(range(counted[0], counted[0] + len(counted)))
    apart = all(line.after_blank for line in bare) and len(lines) >= _LINES_A_PAGE * len(bare)
    found = {line.start for line in bare} if in_order and apart else set()
    tops = [next((line for line in lines if line.start >= page), None) for page in pages]
    printed = Counter(one_line(line.text) for line in tops if line is not None)
    for line in tops[1:]:
        if line is not None and " | " not in line.text and printed[one_line(line.text)] > 1:
            found.add(line.start)
    return found


def _is_running(text: str) -> bool:
    return len(text) <= _RUNNING_LENGTH and bool(_RUNNING.search(text))


def _without_number(text: str) -> str:
    return _RUNNING.sub("", text)


def wrap_width(lines: Sequence[Line]) -> float:
    """The number of characters at which lines wrap; infinite when every line is a whole paragraph."""
    lengths = sorted(len(line.text) for line in lines)
    if len(lengths) < 4 or lengths[-1] > _FULL:
        return float("inf")
    return float(lengths[int(len(lengths) * 0.9)])


def broken_by_paper(line: Line, following: Line, width: float) -> bool:
    """Whether `line` ends where it does because the next word didn't fit."""
    return len(line.text) + 1 + len(following.text.split()[0]) > width


def one_line(text: str) -> str:
    """`text` with every run of white space as one space."""
    return " ".join(text.split())
