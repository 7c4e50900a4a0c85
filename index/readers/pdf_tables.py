"""Tables on a PDF page, found where ruled lines cross; a page without such lines costs nothing."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from pdfplumber.table import cells_to_tables, edges_to_intersections, intersections_to_cells, merge_edges

from index.readers.document import row_to_block
from index.readers.pdf_lines import Char, Ink, Line, chars_to_lines

_THIN = 3.0  # points; a filled rectangle this thin is a ruled line
_MOST_RULES = 3_000  # a drawing or a map has more
_MOST_CROSSINGS = 20_000  # upright lines times level lines
_FILLED = 0.3  # of the cells; with fewer filled it is a chart
_Box = tuple[float, float, float, float]


def take_tables(ink: Ink) -> tuple[list[Line], list[Char]]:
    """The rows of the tables on a page, and the characters that stand in no table."""
    boxes = _tables(ink.rules)
    if not boxes:
        return [], ink.chars
    rows: list[Line] = []
    loose = ink.chars
    count = 0
    for cells in boxes:
        inside, outside = _parted(loose, cells)
        filled = {cell: chars_to_lines(chars) for cell, chars in inside.items()}
        if sum(map(bool, filled.values())) < max(2, _FILLED * len(cells)):
            continue
        loose = outside
        count += 1
        rows += _rows(filled, count)
    return rows, loose


def _tables(rules: Sequence[_Box]) -> list[list[_Box]]:
    """Tables of at least two rows and two columns, each as its cells."""
    if not 4 <= len(rules) <= _MOST_RULES:
        return []
    edges = [edge for rule in rules for edge in _edges(*rule)]
    merged = merge_edges(edges, 3, 3, 3, 3)
    level = sum(edge["orientation"] == "h" for edge in merged)
    if level < 3 or len(merged) - level < 3 or level * (len(merged) - level) > _MOST_CROSSINGS:
        return []
    cells = intersections_to_cells(edges_to_intersections(merged, 3, 3))
    found = [table for table in cells_to_tables(cells) if len({cell[0] for cell in table}) > 1]
    return sorted((table for table in found if len({cell[1] for cell in table}) > 1), key=lambda table: table[0][1])


def _edges(x0: float, top: float, x1: float, bottom: float) -> list[dict[str, Any]]:
    """The sides of a rectangle; of a thin one its length."""
    if bottom - top <= _THIN or x1 - x0 <= _THIN:
        level = bottom - top <= x1 - x0
        if level:
            return [_edge("h", x0, (top + bottom) / 2, x1, (top + bottom) / 2)]
        return [_edge("v", (x0 + x1) / 2, top, (x0 + x1) / 2, bottom)]
    return [
        _edge("h", x0, top, x1, top),
        _edge("h", x0, bottom, x1, bottom),
        _edge("v", x0, top, x0, bottom),
        _edge("v", x1, top, x1, bottom),
    ]


def _edge(orientation: str, x0: float, top: float, x1: float, bottom: float) -> dict[str, Any]:
    return {
        "orientation": orientation,
        "x0": x0,
        "top": top,
        "x1": x1,
        "bottom": bottom,
        "width": x1 - x0,
        "height": bottom - top,
        "doctop": top,
        "object_type": "line",
    }


def _parted(chars: Sequence[Char], cells: Sequence[_Box]) -> tuple[dict[_Box, list[Char]], list[Char]]:
    inside: dict[_Box, list[Char]] = {cell: [] for cell in cells}
    outside: list[Char] = []
    top, bottom = min(cell[1] for cell in cells), max(cell[3] for cell in cells)
    for char in chars:
        x, y = (char.x0 + char.x1) / 2, (char.top + char.bottom) / 2
        home = (
            next((cell for cell in cells if cell[0] <= x < cell[2] and cell[1] <= y < cell[3]), None)
            if top <= y < bottom
            else None
        )
        (outside if home is None else inside[home]).append(char)
    return inside, outside


def _rows(filled: dict[_Box, list[Line]], table: int) -> list[Line]:
    columns = sorted({cell[0] for cell in filled})
    rows = []
    for top, group in groupby(sorted(filled, key=lambda cell: (cell[1], cell[0])), key=lambda cell: cell[1]):
        cells = {cell[0]: cell for cell in group}
        texts = []
        reach = 0.0
        for x0 in columns:
            if x0 in cells:
                texts.append(" ".join(line.text for line in filled[cells[x0]]))
                reach = cells[x0][2]
            elif x0 >= reach - 1:
                texts.append("")  # a cell that reaches down from the row above
        lines = [line for cell in cells.values() for line in filled[cell]]
        if lines:
            size, bold = min(line.size for line in lines), all(line.bold for line in lines)
            rows.append(Line(row_to_block(texts), columns[0], 0.0, top, size, bold, table))
    return rows
