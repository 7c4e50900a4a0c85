"""Word documents: paragraphs and tables in the order in which they stand, with the numbers that Word prints before them.

The XML is read directly, not through python-docx: that library opens no .docm and no strict OOXML, reads no content
controls, text boxes, footnotes and list numbers, and can't be told to check sizes and entities before it opens a file.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from index.readers.bounds import check_time
from index.readers.document import Document, UnreadableError, Writer
from index.readers.package import attribute, child, local, opened, optional_part, part
from index.readers.word_styles import Numbering, Style, list_place, on, styles_of

_DAMAGED = "het bestand is geen (heel) Word-document"
_HEADING_LENGTH = 120  # characters; text that carries a heading's style by mistake is longer
_BOLD_LENGTH = 100
_MOSTLY = 0.4  # of all characters; when so much is bold, bold marks no headings
_LONG_CELL = 1_000  # characters; a table with such cells is there for the layout
_PASSED = frozenset("ins moveTo hyperlink smartTag customXml sdt sdtContent fldSimple dir bdo oMath oMathPara".split())
_WHITE = "FFFFFF"
_SPECIAL = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "softHyphen": "", "ptab": "\t"}


@dataclass(frozen=True, slots=True)
class _Paragraph:
    """A paragraph as printed; `level` is 0 for what has no heading's style. `boxes` are text boxes anchored in it."""

    text: str
    level: int
    bold: bool
    boxes: tuple[Any, ...] = ()


def read_word(path: Path) -> Document:
    """The words of a .docx or .docm file, one block a paragraph or table row; footnotes at the end.

    Left out are headers and footers, deleted and hidden text, comments, and the table of contents.

    Raises:
        UnreadableError: the file is no Word document, or not within the limits.
    """
    with opened(path, _DAMAGED) as archive:
        main = next(
            (name for name in ("word/document.xml", "word/document2.xml") if name in archive.NameToInfo),
            "word/document.xml",
        )
        body = child(part(archive, main), "body")
        if body is None:
            raise UnreadableError(_DAMAGED)
        word = _Word(
            styles_of(optional_part(archive, "word/styles.xml")),
            Numbering(optional_part(archive, "word/numbering.xml")),
        )
        blocks = list(word.blocks(body))
        for kind in ("footnote", "endnote"):
            notes = optional_part(archive, f"word/{kind}s.xml")
            blocks += word.notes(notes, kind) if notes is not None else []
    characters = sum(len(block.text) for block in blocks if isinstance(block, _Paragraph))
    bold = sum(len(block.text) for block in blocks if isinstance(block, _Paragraph) and block.bold)
    by_look = bold <= _MOSTLY * characters or characters < 500
    writer = Writer()
    for block in blocks:
        if isinstance(block, _Paragraph):
            writer.add(block.text, _level(block, by_look))
        else:
            writer.table(block)
    return writer.document()


def _level(paragraph: _Paragraph, by_look: bool) -> int:
    """1 for the title, 2 and up for topics, 0 for running text."""
    text = paragraph.text.strip()
    if not text or len(text) > _HEADING_LENGTH or text[-1] in ".;," or text.startswith("- "):
        return 0
    if paragraph.level:
        return paragraph.level
    return 2 if by_look and paragraph.bold and len(text) <= _BOLD_LENGTH else 0


_Table = list[list[str]]


class _Word:
    """Walks through a document with its styles at hand, counting its lists and the footnotes it meets."""

    def __init__(self, styles: dict[str, Style], numbering: Numbering) -> None:
        self.styles = styles
        self.numbering = numbering
        self.noted: dict[str, list[str]] = {"footnote": [], "endnote": []}

    def blocks(self, parent: Any, shaded: bool = False) -> Iterator[_Paragraph | _Table]:
        for element in parent:
            match local(element):
                case "p":
                    paragraph = self.paragraph(element, shaded)
                    yield paragraph
                    for box in paragraph.boxes:
                        yield from self.blocks(box, shaded)
                case "tbl":
                    check_time()
                    yield from self.table(element)
                case "AlternateContent":
                    yield from self.blocks(_alternative(element), shaded)
                case name if name in _PASSED:
                    yield from self.blocks(element, shaded)

    def paragraph(self, element: Any, shaded: bool = False) -> _Paragraph:
        properties = child(element, "pPr")
        name = child(properties, "pStyle") if properties is not None else None
        style_id = (attribute(name, "val") or "") if name is not None else ""
        style = self.styles.get(style_id, Style())
        outline = child(properties, "outlineLvl") if properties is not None else None
        level = style.level
        if outline is not None and (attribute(outline, "val") or "9") in "012345678":
            level = int(attribute(outline, "val") or 0) + 1
        shaded = shaded or _is_shaded(properties)
        pieces: list[str] = []
        bolds: list[bool] = []
        boxes: list[Any] = []
        for run in _runs(element):
            self._run(run, style, shaded, pieces, bolds, boxes)
        text = "".join(pieces).strip()
        if style.contents:
            text = ""
        label = self._label(properties, style_id, style) if text else ""
        return _Paragraph(f"{label} {text}" if label else text, level, bool(bolds) and all(bolds), tuple(boxes))

    def _label(self, properties: Any, style_id: str, style: Style) -> str:
        own = list_place(properties)
        styled = style.number or self.numbering.styled.get(style_id)
        if own is not None:
            inherited = styled[1] if styled and styled[0] == own[0] else 0
            return self.numbering.label(own[0], own[1] if own[1] is not None else inherited)
        if styled is None:
            return ""
        claimed = self.numbering.styled.get(style_id, styled)  # a style names its list, the list names the level
        return self.numbering.label(styled[0], claimed[1] if claimed[0] == styled[0] else styled[1])

    def _run(
        self, run: Any, style: Style, shaded: bool, pieces: list[str], bolds: list[bool], boxes: list[Any]
    ) -> None:
        properties = child(run, "rPr")
        named = child(properties, "rStyle") if properties is not None else None
        own = self.styles.get(attribute(named, "val") or "", Style()) if named is not None else Style()
        hidden = on(properties, "vanish")
        if (style.hidden or own.hidden) if hidden is None else hidden:
            return
        if properties is not None and _is_unseen(properties, shaded):
            return
        text = "".join(self._words(run, boxes))
        if text.strip():
            bold = on(properties, "b")
            bolds.append((style.bold or own.bold) if bold is None else bold)
        pieces.append(text)

    def _words(self, run: Any, boxes: list[Any]) -> Iterator[str]:
        for element in run:
            name = local(element)
            if name == "t":
                yield element.text or ""
            elif name in _SPECIAL:
                yield _SPECIAL[name]
            elif name == "sym":
                yield _symbol(attribute(element, "char"))
            elif name in {"footnoteReference", "endnoteReference"}:
                self.noted[name.removesuffix("Reference")].append(attribute(element, "id") or "")
            elif name in {"drawing", "pict", "object"}:
                boxes.extend(_text_boxes(element))
            elif name == "AlternateContent":
                boxes.extend(_text_boxes(_alternative(element)))
            elif name == "ruby":
                yield "".join(text.text or "" for text in element.iter("{*}t"))

    def table(self, element: Any) -> Iterator[_Paragraph | _Table]:
        """Its rows; of rows that only lay out running text the paragraphs themselves."""
        rows: _Table = []
        for row in _passed(element, "tr"):
            properties = child(row, "trPr")
            if properties is not None and child(properties, "del") is not None:
                continue
            cells = [list(self._cell(cell)) for cell in _passed(row, "tc")]
            texts = [_cell_text(cell) for cell in cells]
            if len(cells) == 1 or any(len(text) > _LONG_CELL for text in texts):
                if rows:
                    yield rows
                    rows = []
                for cell in cells:
                    yield from cell
            elif any(texts):
                rows.append(texts)
        if rows:
            yield rows

    def _cell(self, cell: Any) -> Iterator[_Paragraph | _Table]:
        properties = child(cell, "tcPr")
        merge = child(properties, "vMerge") if properties is not None else None
        if merge is None or attribute(merge, "val") == "restart":  # else it goes on from the row above
            yield from self.blocks(cell, _is_shaded(properties))

    def notes(self, root: Any, kind: str) -> list[_Paragraph | _Table]:
        """The footnotes or endnotes that the text refers to, with their printed numbers."""
        texts = {attribute(note, "id"): note for note in root if local(note) == kind}
        found: list[_Paragraph | _Table] = []
        for number, name in enumerate(list(dict.fromkeys(self.noted[kind])), 1):
            paragraphs = [block for block in self.blocks(texts.get(name, ())) if isinstance(block, _Paragraph)]
            for i, paragraph in enumerate(block for block in paragraphs if block.text):
                text = f"{number} {paragraph.text}" if i == 0 else paragraph.text
                found.append(replace(paragraph, text=text, level=0, bold=False))
        return found


def _runs(element: Any) -> Iterator[Any]:
    for inner in element:
        name = local(inner)
        if name == "r":
            yield inner
        elif name in _PASSED:
            yield from _runs(inner)
        elif name == "AlternateContent":
            yield from _runs(_alternative(inner))


def _passed(element: Any, name: str) -> Iterator[Any]:
    """Children of that name, also inside content controls and tracked insertions."""
    for inner in element:
        if local(inner) == name:
            yield inner
        elif local(inner) in _PASSED:
            yield from _passed(inner, name)


def _alternative(element: Any) -> Any:
    """The first of the ways in which Word offers the same content."""
    return next((inner for inner in element if local(inner) in {"Choice", "Fallback"}), ())


def _text_boxes(element: Any) -> list[Any]:
    """The outermost text boxes in a drawing, each once."""
    found: list[Any] = []
    for inner in element:
        if local(inner) == "txbxContent":
            found.append(inner)
        else:
            found += _text_boxes(_alternative(inner) if local(inner) == "AlternateContent" else inner)
    return found


def _cell_text(blocks: list[_Paragraph | _Table]) -> str:
    lines = []
    for block in blocks:
        if isinstance(block, _Paragraph):
            lines += [" ".join(line.split()) for line in block.text.split("\n")]
        else:
            lines += [" ".join(cell for cell in row if cell) for row in block]
    return "\n".join(line for line in lines if line)


def _is_shaded(properties: Any) -> bool:
    shade = child(properties, "shd") if properties is not None else None
    return shade is not None and (attribute(shade, "fill") or "auto").upper() not in {"AUTO", _WHITE}


def _is_unseen(properties: Any, shaded: bool) -> bool:
    """Whether a run is white on white, or of at most 2 points."""
    color, size = child(properties, "color"), child(properties, "sz")
    white = color is not None and (attribute(color, "val") or "").upper() == _WHITE
    lit = shaded or _is_shaded(properties) or child(properties, "highlight") is not None
    tiny = size is not None and (attribute(size, "val") or "") in {"0", "1", "2", "3", "4"}
    return tiny or (white and not lit)


def _symbol(code: str | None) -> str:
    try:
        return chr(int(code or "", 16))
    except (ValueError, OverflowError):
        return ""
