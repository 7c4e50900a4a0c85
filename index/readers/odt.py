"""ODF text (.odt): headings by their level, paragraphs, lists as numbered on paper, tables, notes at the end.

The XML is read directly, not through odfdo: that library gives no list numbers, opens files without a bound on sizes or
entities, and its text mixes in tracked deletions and comments.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from index.readers.bounds import check_time
from index.readers.document import Document, UnreadableError, Writer
from index.readers.odt_lists import integer, label_of, list_levels, start_of
from index.readers.package import attribute, child, local, opened, optional_part, part

_DAMAGED = "het bestand is geen (hele) ODF-tekst"
_HEADING_LENGTH = 120  # characters; as in Word documents
_LONG_CELL = 1_000
_MOST_SPACES = 100  # that one element may stand for
_MOST_COVERED = 64  # empty cells that are kept to line up the next one
_LEFT_OUT = frozenset(
    "tracked-changes annotation annotation-end table-of-content alphabetical-index illustration-index hidden-text "
    "hidden-paragraph title desc event-listeners forms sequence-decls variable-decls user-field-decls".split()
)
_Table = list[list[str]]


def read_odt(path: Path) -> Document:
    """The words of an .odt file, one block a paragraph, list item or table row; notes at the end.

    Left out are tracked deletions, comments, hidden text, headers and footers, and the table of contents.

    Raises:
        UnreadableError: the file is no ODF text, locked, or not within the limits.
    """
    with opened(path, _DAMAGED) as archive:
        manifest = optional_part(archive, "META-INF/manifest.xml")
        if manifest is not None and any(local(element) == "encryption-data" for element in manifest.iter()):
            raise UnreadableError("het document is beveiligd met een wachtwoord; sla het op zonder wachtwoord")
        content = part(archive, "content.xml")
        text = child(content, "body", "text")
        if text is None:
            raise UnreadableError(_DAMAGED)
        walk = _Odt(content, optional_part(archive, "styles.xml"))
        writer = Writer()
        for block, level in walk.blocks(text):
            if isinstance(block, str):
                writer.add(block, _level(block, level))
            else:
                writer.table(block)
        for block in walk.noted:
            writer.add(block)
    return writer.document()


def _level(text: str, level: int) -> int:
    return level if len(text) <= _HEADING_LENGTH and text[-1:] not in {".", ";", ","} else 0


class _Odt:
    """Walks through a document with its styles at hand, counting lists and keeping the notes for the end."""

    def __init__(self, content: Any, styles: Any) -> None:
        self.noted: list[str] = []
        self.lists: dict[str, dict[int, Any]] = {}
        self.styles: dict[str, Any] = {}
        self.outline: dict[int, Any] = {}
        self.headings = [0] * 11
        self.ended: dict[str, list[int]] = {}  # where the numbers of a list style or a list's id stand
        for root in (styles, content):
            for element in root.iter() if root is not None else ():
                name = local(element)
                if name == "style":
                    self.styles[attribute(element, "name") or ""] = element
                elif name == "list-style":
                    self.lists[attribute(element, "name") or ""] = list_levels(element)
                elif name == "outline-style":
                    self.outline = list_levels(element)

    def blocks(self, parent: Any) -> Iterator[tuple[str | _Table, int]]:
        for element in parent:
            name = local(element)
            if name == "h":
                level = min(integer(attribute(element, "outline-level"), 1), 10)
                text, boxes = self.words(element)
                label = self._heading_label(level) if text else ""
                yield f"{label} {text}" if label else text, level
                yield from self._boxed(boxes)
            elif name == "p":
                text, boxes = self.words(element)
                yield text, self._look(element) if text else 0
                yield from self._boxed(boxes)
            elif name == "list":
                yield from self.listed(element, 1, "", [])
            elif name == "table":
                check_time()
                yield from self.table(element)
            elif name and name not in _LEFT_OUT and name not in {"list-style", "style"}:
                yield from self.blocks(element)

    def _boxed(self, boxes: list[Any]) -> Iterator[tuple[str | _Table, int]]:
        for box in boxes:
            yield from self.blocks(box)

    def _look(self, element: Any) -> int:
        """The heading level of a paragraph by its style: a title, or a line that is bold all over."""
        if self._names(element) & {"Title", "Titel"}:
            return 1
        bold = self._property(attribute(element, "style-name"), "font-weight") == "bold"
        spans = [inner for inner in element if local(inner) == "span"]
        loose = (element.text or "").strip() or any((inner.tail or "").strip() for inner in element)
        spanned = [inner for inner in spans if "".join(inner.itertext()).strip()]
        all_bold = spanned and all(
            self._property(attribute(inner, "style-name"), "font-weight") == "bold" for inner in spanned
        )
        return 2 if bold or (all_bold and not loose) else 0

    def _chain(self, name: str | None) -> Iterator[Any]:
        for _ in range(12):  # styles upon styles; a circle has no end
            if not name or name not in self.styles:
                return
            yield self.styles[name]
            name = attribute(self.styles[name], "parent-style-name")

    def _names(self, element: Any) -> set[str]:
        own = attribute(element, "style-name")
        chain = list(self._chain(own))
        return {own or "", *(attribute(style, "parent-style-name") or "" for style in chain)}

    def _property(self, name: str | None, wanted: str) -> str | None:
        for style in self._chain(name):
            properties = child(style, "text-properties")
            value = attribute(properties, wanted) if properties is not None else None
            if value is not None:
                return value
        return None

    def _heading_label(self, level: int) -> str:
        self.headings[level] += 1
        self.headings[level + 1 :] = [0] * (10 - level)
        return label_of(self.outline, level, self.headings) if self.outline else ""

    def listed(self, element: Any, depth: int, style: str, above: list[int]) -> Iterator[tuple[str | _Table, int]]:
        style = attribute(element, "style-name") or style
        levels = self.lists.get(style, {})
        counts = [*above, *[0] * 11][:11] if above else [0] * 11
        counts[depth] = start_of(levels.get(depth)) - 1
        before = self.ended.get(attribute(element, "continue-list") or "")
        if before is None and attribute(element, "continue-numbering") == "true":
            before = self.ended.get(style)
        if before is not None:
            counts[depth] = before[depth]
        for item in element:
            if local(item) not in {"list-item", "list-header"}:
                continue
            start = attribute(item, "start-value")
            if local(item) == "list-item":
                counts[depth] = integer(start, 1) if start else counts[depth] + 1
            label = label_of(levels, depth, counts) if local(item) == "list-item" else ""
            for inner in item:
                if local(inner) == "list":
                    yield from self.listed(inner, min(depth + 1, 10), style, counts)
                    continue
                for block, level in self.blocks([inner]):
                    if isinstance(block, str) and block and label:
                        block, label = f"{label} {block}", ""
                    yield block, level
        for name in (style, attribute(element, "id") or ""):
            self.ended[name] = list(counts)

    def table(self, element: Any) -> Iterator[tuple[str | _Table, int]]:
        rows: _Table = []
        for row in _rows(element):
            cells: list[str] = []
            for cell in row:
                if local(cell) == "covered-table-cell":
                    cells += [""] if attribute(cell, "number-columns-repeated") is None and not _spanned(cell) else []
                elif local(cell) == "table-cell":
                    text = _cell_text(self.blocks(cell))
                    repeat = min(integer(attribute(cell, "number-columns-repeated"), 1), _MOST_COVERED)
                    cells += [text] if text else [""] * repeat
            if len(cells) == 1 or any(len(cell) > _LONG_CELL for cell in cells):
                if rows:
                    yield rows, 0
                    rows = []
                for cell in row:
                    yield from self.blocks(cell)
            elif any(cells):
                rows.append(cells)
        if rows:
            yield rows, 0

    def words(self, element: Any) -> tuple[str, list[Any]]:
        """The text of a paragraph, and the text boxes that hang on it."""
        if self._property(attribute(element, "style-name"), "display") == "none":
            return "", []
        pieces: list[str] = []
        boxes: list[Any] = []
        self._gather(element, pieces, boxes)
        lines = "".join(pieces).split("\n")
        return "\n".join(line.strip(" ") for line in lines).strip(), boxes

    def _gather(self, element: Any, pieces: list[str], boxes: list[Any]) -> None:
        pieces.append(_spaced(element.text))
        for inner in element:
            name = local(inner)
            if name == "s":
                pieces.append(" " * min(integer(attribute(inner, "c"), 1), _MOST_SPACES))
            elif name == "tab":
                pieces.append("\t")
            elif name == "line-break":
                pieces.append("\n")
            elif name == "note":
                self._note(inner)
            elif name == "text-box":
                boxes.append(inner)
            elif name and name not in _LEFT_OUT and not self._is_unseen(inner):
                self._gather(inner, pieces, boxes)
            pieces.append(_spaced(inner.tail))

    def _is_unseen(self, element: Any) -> bool:
        if local(element) != "span":
            return False
        style = attribute(element, "style-name")
        white = (self._property(style, "color") or "").lower() == "#ffffff"
        background = self._property(style, "background-color")
        hidden = self._property(style, "display") == "none"
        return hidden or (white and background in {None, "transparent", "#ffffff"})

    def _note(self, element: Any) -> None:
        citation, body = child(element, "note-citation"), child(element, "note-body")
        if body is None:
            return
        at = len(self.noted)
        texts = [block for block, _ in self.blocks(body) if isinstance(block, str) and block]
        if texts:
            mark = "".join(citation.itertext()).strip() if citation is not None else ""
            self.noted[at:at] = [f"{mark} {texts[0]}".strip(), *texts[1:]]


def _rows(element: Any) -> Iterator[Any]:
    for inner in element:
        if local(inner) == "table-row":
            yield inner
        elif local(inner) in {"table-header-rows", "table-rows", "table-row-group"}:
            yield from _rows(inner)


def _spanned(cell: Any) -> bool:
    """Whether a covered cell is covered from its left."""
    before = cell.getprevious()
    while before is not None and local(before) == "covered-table-cell":
        before = before.getprevious()
    return before is not None and integer(attribute(before, "number-columns-spanned"), 1) > 1


def _cell_text(blocks: Iterator[tuple[str | _Table, int]]) -> str:
    lines = []
    for block, _ in blocks:
        if isinstance(block, str):
            lines += [" ".join(line.split()) for line in block.split("\n")]
        else:
            lines += [" ".join(cell for cell in row if cell) for row in block]
    return "\n".join(line for line in lines if line)


def _spaced(text: str | None) -> str:
    """White space in the XML is one space, as ODF has it."""
    if not text:
        return ""
    inner = " ".join(text.split())
    if not inner:
        return " "
    return (" " if text[0].isspace() else "") + inner + (" " if text[-1].isspace() else "")
