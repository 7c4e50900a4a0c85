"""Running headers and footers, page numbers and file marks: what a PDF repeats at the edges of its pages.

Real text is never taken for it: a line counts only when all lines outside of it do, when it returns at the same height on
other pages, and on few pages only when paper or type sets it apart. A title that later pages repeat stays on the first.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from index.readers.pdf_lines import Line

_DEEPEST = 6  # lines at an edge that may be furniture
_HEIGHT = 4.0  # points; the same place on two pages
_APART = 1.45  # usual line distances between furniture and text
_COUNT = r"(?:pagina|pag|blad|bladzijde|blz|page|p)\.?\s*"
_PAGE_MARK = re.compile(
    rf"(?:[-–—~\[(]\s*)?(?:{_COUNT}\d{{1,4}}(?:\s*(?:van|/|of|-)\s*\d{{1,4}})?|\d{{1,4}}\s*(?:van|/|of)\s*\d{{1,4}})(?:\s*[-–—~\])])?",
    re.IGNORECASE,
)
_BARE_NUMBER = re.compile(r"(?:[-–—~\[(|]\s*)?(\d{1,4})(?:\s*[-–—~\])|])?")
_FILE_MARK = re.compile(r"\[?[\w\-/\\:.() ]{1,150}\.(?:docx?|docm|dotx?|odt|pdf|pptx?|xlsx?)\]?", re.IGNORECASE)
_TITLE = re.compile(r"verslag|notulen|terugkoppeling|besluitenlijst|nieuwsbrief|agenda", re.IGNORECASE)
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class _Place:
    """A line near an edge: page and line counted from 0, how far from the edge in points, and whether it is set apart."""

    page: int
    line: int
    distance: float
    apart: bool
    text: str


def without_furniture(pages: Sequence[Sequence[Line]], heights: Sequence[float]) -> list[list[Line]]:
    """The lines of each page that are no furniture; `heights` are those of the pages, in points."""
    gone: set[tuple[int, int]] = set()
    offsets = _number_offsets(pages)
    for at_top in (True, False):
        depths = [list(_from_edge(page, pages[page], at_top, heights[page])) for page in range(len(pages))]
        alike = _alike(depths)
        for page, places in enumerate(depths):
            for place in places:
                if not _is_furniture(place, alike, pages, offsets, at_top):
                    break
                gone.add((page, place.line))
    return [[line for i, line in enumerate(lines) if (page, i) not in gone] for page, lines in enumerate(pages)]


def _from_edge(page: int, lines: Sequence[Line], at_top: bool, height: float) -> Iterator[_Place]:
    """The outermost lines, from the edge inwards; a table is no furniture."""
    order = range(len(lines)) if at_top else range(len(lines) - 1, -1, -1)
    step = _step(lines)
    for i in list(order)[: min(_DEEPEST, len(lines))]:
        line = lines[i]
        if line.table:
            return
        inner = i + 1 if at_top else i - 1
        gap = abs(lines[inner].top - line.top) if 0 <= inner < len(lines) else 1e9
        smaller = 0 <= inner < len(lines) and line.size < 0.93 * lines[inner].size
        yield _Place(page, i, line.top if at_top else height - line.top, gap > _APART * step or smaller, line.text)


def _step(lines: Sequence[Line]) -> float:
    steps = sorted(b.top - a.top for a, b in pairwise(lines) if b.top > a.top)
    return steps[len(steps) // 3] if steps else 12.0


def _mask(text: str) -> str:
    return _DIGITS.sub("#", " ".join(text.split()).casefold())


def _alike(depths: Sequence[Sequence[_Place]]) -> dict[str, list[_Place]]:
    places = defaultdict(list)
    for page in depths:
        for place in page:
            places[_mask(place.text)].append(place)
    return places


def _is_furniture(
    place: _Place,
    alike: dict[str, list[_Place]],
    pages: Sequence[Sequence[Line]],
    offsets: set[int],
    at_top: bool,
) -> bool:
    text = place.text.strip()
    if _PAGE_MARK.fullmatch(text) or _FILE_MARK.fullmatch(text):
        return True
    bare = _BARE_NUMBER.fullmatch(text)
    if bare:
        return int(bare[1]) - place.page in offsets
    same = {p.page: p for p in alike[_mask(place.text)] if abs(p.distance - place.distance) <= _HEIGHT}
    if not _returns(same, place.page, len(pages)):
        return False
    return not (at_top and place.page == 0 and _is_title(place, pages))


def _returns(same: dict[int, _Place], page: int, total: int) -> bool:
    """Whether a line that stands on these pages runs along: on most pages, most odd or even ones, or many in a row."""
    count = len(same)
    counts_pages = len({_DIGITS.search(place.text)[0] for place in same.values() if _DIGITS.search(place.text)}) > 1  # type: ignore[index]  # tested in the same breath
    set_apart = all(place.apart for place in same.values()) or counts_pages
    if count < 2 or not (set_apart or count >= 4):
        return False
    side = [p for p in same if p % 2 == page % 2]
    most = count > total / 2 or (total >= 4 and len(side) >= 2 and len(side) > (total + 1) // 2 / 2)
    run = 1
    for step in (1, -1):
        at = page + step
        while at in same:
            run += 1
            at += step
    return most or run >= 3


def _is_title(place: _Place, pages: Sequence[Sequence[Line]]) -> bool:
    """Whether the line on the first page is the document's title, which nothing else on that page says."""
    line = pages[0][place.line]
    others = [other for i, other in enumerate(pages[0]) if i != place.line]
    if any(place.text.strip().casefold() in other.text.casefold() for other in others):
        return False
    sizes = sorted(other.size for other in others)
    larger = bool(sizes) and line.size > 1.08 * sizes[len(sizes) // 2]
    return larger or bool(_TITLE.search(line.text) and not re.search(_COUNT + r"\d", line.text, re.IGNORECASE))


def _number_offsets(pages: Sequence[Sequence[Line]]) -> set[int]:
    """By how much printed page numbers exceed the place of their page, counted from 0: what most pages agree on.

    One page alone agrees with nobody; there only its own number, 1, counts.
    """
    votes: dict[int, set[int]] = defaultdict(set)
    for page, lines in enumerate(pages):
        for line in (*lines[:_DEEPEST], *lines[-_DEEPEST:]):
            bare = _BARE_NUMBER.fullmatch(line.text.strip())
            if bare and not line.table:
                votes[int(bare[1]) - page].add(page)
    return {offset for offset, voters in votes.items() if len(voters) >= 2 or offset == 1}
