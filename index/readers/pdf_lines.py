"""The printed lines of a PDF page, put together from its characters.

pdfplumber's own lines cost three quarters of their time on attributes that nobody here asks for, so the characters are
taken from its page layout directly; lines and words are then made by its rules (3 points apart). What the paper doesn't
show is left out: text off the page, text smaller than 2 points, white text on white.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pdfminer.layout import LTChar, LTContainer, LTCurve, LTImage, LTLine, LTRect

TOLERANCE = 3.0  # points; pdfplumber's default for lines and words
_TINY = 2.0  # points
_WHITE = {1, (1,), (1, 1, 1), (0, 0, 0, 0)}
_FEW_SPACES = 0.03  # of the characters; such a page sets its words apart by place alone
_WORD_GAP = 0.18  # of the type's size, on such a page
_COLUMN_LINES = 5
_COLUMN_CHARACTERS = 22  # on average in a line; cells of a table are shorter


@dataclass(frozen=True, slots=True)
class Char:
    """A character where it stands, in points from the top left of the page."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    bold: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line, or a row of a table; `table` counts the tables of a page from 1, 0 is none."""

    text: str
    x0: float
    x1: float
    top: float
    size: float  # of its smallest type
    bold: bool  # all of it
    table: int = 0


@dataclass(frozen=True, slots=True)
class Ink:
    """What is on a page: characters, sideways characters in reading order, ruled lines, the share that pictures cover.

    `rules` are (x0, top, x1, bottom). `hidden` counts characters that the paper doesn't show.
    """

    chars: list[Char]
    sideways: list[Char]
    rules: list[tuple[float, float, float, float]]
    pictures: float
    hidden: int


def page_ink(page: Any) -> Ink:
    """Takes a page of pdfplumber apart."""
    height = float(page.height)
    bold: dict[Any, bool] = {}
    chars: list[Char] = []
    sideways: list[Char] = []
    white: list[tuple[Char, bool]] = []
    rules: list[tuple[float, float, float, float]] = []
    fills: list[tuple[float, float, float, float]] = []
    pictures = 0.0
    hidden = 0
    box = [float(value) for value in page.cropbox] if page.rotation == 0 else None
    left, above = (float(page.mediabox[0]), float(page.mediabox[1])) if box else (0.0, 0.0)
    for item in _items(page.layout):
        if isinstance(item, LTChar):
            text = item.get_text()
            font = item.fontname
            if font not in bold:
                bold[font] = any(mark in str(font).lower() for mark in ("bold", "black", "heavy"))
            char = Char(text, item.x0, item.x1, height - item.y1, height - item.y0, item.size, bold[font])
            if char.size < _TINY or (box and _outside(char, box, left, above)):
                hidden += not text.isspace()
            elif item.graphicstate.ncolor in _WHITE and not text.isspace():
                white.append((char, item.upright))
            else:
                (chars if item.upright else sideways).append(char)
        elif isinstance(item, LTImage):
            pictures += (item.x1 - item.x0) * (item.y1 - item.y0)
            fills.append((item.x0, height - item.y1, item.x1, height - item.y0))
        elif isinstance(item, LTLine | LTRect | LTCurve):
            place = (item.x0, height - item.y1, item.x1, height - item.y0)
            if item.fill and not isinstance(item, LTLine) and item.non_stroking_color not in _WHITE:
                fills.append(place)
            if isinstance(item, LTLine | LTRect):
                rules.append(place)
    for char, upright in white:
        if _covered(char, fills):
            (chars if upright else sideways).append(char)
        else:
            hidden += 1
    return Ink(chars, sideways, rules, pictures / max(float(page.width) * height, 1.0), hidden)


def _items(container: Any) -> Iterator[Any]:
    stack = [iter(container)]
    while stack:
        for item in stack[-1]:
            if isinstance(item, LTContainer):
                stack.append(iter(item))
                break
            yield item
        else:
            stack.pop()


def _outside(char: Char, box: Sequence[float], left: float, above: float) -> bool:
    x, y = (char.x0 + char.x1) / 2 + left, (char.top + char.bottom) / 2 + above
    return not (box[0] - 1 <= x <= box[2] + 1 and box[1] - 1 <= y <= box[3] + 1)


def _covered(char: Char, fills: Sequence[tuple[float, float, float, float]]) -> bool:
    x, y = (char.x0 + char.x1) / 2, (char.top + char.bottom) / 2
    return any(x0 <= x <= x1 and top <= y <= bottom for x0, top, x1, bottom in fills[-5_000:])


def chars_to_lines(chars: Sequence[Char]) -> list[Line]:
    """Lines from top to bottom; of a page in two columns the left one first."""
    spaces = sum(char.text.isspace() for char in chars)
    narrow = spaces < _FEW_SPACES * len(chars)
    rows = [list(_segments(row, narrow)) for row in _rows(chars)]
    return [_joined(row) for row in _by_column([row for row in rows if row])]


def sideways_lines(chars: Sequence[Char]) -> list[Line]:
    """Lines of text that stands on its side, in the order in which it was set."""
    text = ""
    last = None
    for char in chars:
        if last is not None and abs(char.x0 - last.x0) > TOLERANCE and not text.endswith("\n"):
            text += "\n"
        text += char.text
        last = char
    lines = [" ".join(line.split()) for line in text.split("\n")]
    # far below, so that an empty line parts them from the rest
    return [Line(line, 0.0, 0.0, 1e6 + 20.0 * i, 1.0, bold=False) for i, line in enumerate(lines) if line]


def _rows(chars: Sequence[Char]) -> Iterator[list[Char]]:
    """Characters whose tops lie on one height, each row from left to right."""
    row: list[Char] = []
    for char in sorted(chars, key=lambda char: char.top):
        if row and char.top - row[-1].top > TOLERANCE:
            yield sorted(row, key=lambda char: char.x0)
            row = []
        row.append(char)
    if row:
        yield sorted(row, key=lambda char: char.x0)


def _segments(row: Sequence[Char], narrow: bool) -> Iterator[Line]:
    """A row cut where the paper is empty for more than a few spaces."""
    pieces: list[str] = []
    first = last = None
    size, bold, space = 1e9, True, False
    for char in row:
        if char.text.isspace():
            space = True
            continue
        if last is not None:
            gap = char.x0 - last.x1
            if char.text == last.text and char.x0 - last.x0 < 0.1 * char.size:
                continue  # printed twice for the look of bold type
            if gap > max(9.0, 0.9 * char.size) and first is not None:
                yield Line("".join(pieces), first.x0, last.x1, first.top, size, bold)
                pieces, first, size, bold = [], None, 1e9, True
            elif space or gap > (_WORD_GAP * char.size if narrow else TOLERANCE):
                pieces.append(" ")
        first = first or char
        pieces.append(char.text)
        size, bold, space, last = min(size, char.size), bold and char.bold, False, char
    if first is not None and last is not None:
        yield Line("".join(pieces), first.x0, last.x1, first.top, size, bold)


def _joined(row: Sequence[Line]) -> Line:
    if len(row) == 1:
        return row[0]
    return Line(
        " ".join(segment.text for segment in row),
        row[0].x0,
        row[-1].x1,
        row[0].top,
        min(segment.size for segment in row),
        all(segment.bold for segment in row),
    )


def _by_column(rows: list[list[Line]]) -> list[list[Line]]:
    """The rows, those printed in two columns taken apart: first the left halves, then the right."""
    gutter = _gutter(rows)
    if gutter is None:
        return rows
    ordered: list[list[Line]] = []
    band: list[list[Line]] = []
    for row in [*rows, None]:
        if row is not None and not any(segment.x0 < gutter < segment.x1 for segment in row):
            band.append(row)
            continue
        left = [half for part in band if (half := [segment for segment in part if segment.x1 <= gutter])]
        right = [half for part in band if (half := [segment for segment in part if segment.x0 >= gutter])]
        ordered += left + right if _is_column(left) and _is_column(right) else band
        ordered += [row] if row is not None else []
        band = []
    return ordered


def _gutter(rows: Sequence[Sequence[Line]]) -> float | None:
    """The place in the middle of the page that the fewest lines cross; None when hardly a line starts right of it."""
    segments = [segment for row in rows for segment in row]
    if len(segments) < len(rows) + _COLUMN_LINES and len(rows) < 4 * _COLUMN_LINES:
        return None
    left, right = min(segment.x0 for segment in segments), max(segment.x1 for segment in segments)
    places = [left + (right - left) * part / 100 for part in range(30, 71, 2)]
    if sum(segment.x0 > places[0] for segment in segments) < _COLUMN_LINES:
        return None
    crossing = [sum(segment.x0 < place < segment.x1 for segment in segments) for place in places]
    fewest = [place for place, count in zip(places, crossing, strict=True) if count == min(crossing)]
    return fewest[len(fewest) // 2]


def _is_column(lines: Sequence[Sequence[Line]]) -> bool:
    """Whether these are lines of running text that begin at one place."""
    if len(lines) < _COLUMN_LINES:
        return False
    starts = Counter(round(line[0].x0 / 2) for line in lines)
    characters = sum(len(segment.text) for line in lines for segment in line)
    return starts.most_common(1)[0][1] >= 0.5 * len(lines) and characters >= _COLUMN_CHARACTERS * len(lines)
