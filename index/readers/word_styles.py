"""What the styles and the numbering of a Word document say about a paragraph: heading level, bold, its printed number."""

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from index.readers.package import attribute, child, local

_HEADING = re.compile(r"(?:heading|kop)\s*([1-9])?", re.IGNORECASE)
_NAMED = {"title": 1, "titel": 1, "agendapunt": 2, "paragraaftitel": 2, "subparagraaftitel": 3}
_CONTENTS = re.compile(r"(?:toc|inhopg|inhoudsopgave)\s*\d*", re.IGNORECASE)
_BASES = 12  # styles upon styles; a circle has no end
_ROMAN = [(1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl")]
_ROMAN += [(10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")]


@dataclass(frozen=True, slots=True)
class Style:
    """A style with what it takes over from the styles it is based on; `level` 0 is no heading."""

    level: int = 0
    bold: bool = False
    hidden: bool = False
    contents: bool = False  # of a table of contents
    number: tuple[str, int] | None = None  # the list it counts in, and the level there


def on(properties: Any, name: str) -> bool | None:
    """Whether a property is switched on, None when it isn't mentioned."""
    found = child(properties, name) if properties is not None else None
    return None if found is None else (attribute(found, "val") or "true") not in {"0", "false", "off", "none"}


def list_place(properties: Any) -> tuple[str, int | None] | None:
    """The list that a paragraph's properties put it in, and its level; None when they name no list."""
    found = child(properties, "numPr") if properties is not None else None
    if found is None:
        return None
    number, level = child(found, "numId"), child(found, "ilvl")
    if number is None:
        return None
    return attribute(number, "val") or "0", None if level is None else _integer(attribute(level, "val"))


def styles_of(root: Any) -> dict[str, Style]:
    """The styles of a document by id; {} when it has none."""
    if root is None:
        return {}
    raw = {attribute(style, "styleId") or "": style for style in root if local(style) == "style"}
    return {name: _style(name, raw) for name in raw}


def _style(name: str, raw: dict[str, Any]) -> Style:
    chain: list[Any] = []
    while name in raw and len(chain) < _BASES:
        chain.append(raw[name])
        base = child(raw[name], "basedOn")
        name = (attribute(base, "val") or "") if base is not None else ""
    level, contents = 0, False
    number: tuple[str, int | None] | None = None
    bold = hidden = None
    for style in chain:
        label = child(style, "name")
        title = ((attribute(label, "val") or "") if label is not None else "").strip()
        outline = child(style, "pPr", "outlineLvl")
        outlined = _integer(attribute(outline, "val")) if outline is not None else 9
        heading = _HEADING.fullmatch(title)
        level = level or _NAMED.get(title.lower(), 0) or (int(heading[1] or 2) if heading else 0)
        level = level or (outlined + 1 if outlined < 9 else 0)
        contents = contents or bool(_CONTENTS.fullmatch(title))
        number = number or list_place(child(style, "pPr"))
        bold = on(child(style, "rPr"), "b") if bold is None else bold
        hidden = on(child(style, "rPr"), "vanish") if hidden is None else hidden
    place = (number[0], number[1] or 0) if number else None
    return Style(level, bool(bold), bool(hidden), contents, place)


def _integer(value: str | None) -> int:
    try:
        return min(max(int(value or 0), 0), 1 << 30)
    except ValueError:
        return 0


@dataclass(frozen=True, slots=True)
class _Level:
    kind: str
    template: str
    start: int


class Numbering:
    """Counts along through the lists of a document, for Word keeps the numbers of paragraphs out of their text."""

    def __init__(self, root: Any) -> None:
        self._levels: dict[str, dict[int, _Level]] = {}
        self._abstract: dict[str, str] = {}
        self._restarts: dict[str, set[int]] = defaultdict(set)
        self._counts: dict[tuple[str, int], int] = {}
        self.styled: dict[str, tuple[str, int]] = {}  # a style's id to the list and level that claim it
        abstract: dict[str, dict[int, _Level]] = {}
        claims: dict[str, list[tuple[str, int]]] = defaultdict(list)
        for element in root if root is not None else ():
            if local(element) == "abstractNum":
                name = attribute(element, "abstractNumId") or ""
                levels = [level for level in element if local(level) == "lvl"]
                abstract[name] = {_integer(attribute(level, "ilvl")): _level(level) for level in levels}
                for level in levels:
                    style = child(level, "pStyle")
                    if style is not None:
                        claims[name].append((attribute(style, "val") or "", _integer(attribute(level, "ilvl"))))
            elif local(element) == "num":
                self._add_list(element, abstract, claims)

    def _add_list(
        self, element: Any, abstract: dict[str, dict[int, _Level]], claims: dict[str, list[tuple[str, int]]]
    ) -> None:
        name = attribute(element, "numId") or ""
        base = child(element, "abstractNumId")
        source = (attribute(base, "val") or "") if base is not None else ""
        self._abstract[name] = source
        self._levels[name] = dict(abstract.get(source, {}))
        for style, level in claims[source]:
            self.styled.setdefault(style, (name, level))
        for override in element:
            if local(override) == "lvlOverride":
                at = _integer(attribute(override, "ilvl"))
                start, level = child(override, "startOverride"), child(override, "lvl")
                known = _level(level) if level is not None else self._levels[name].get(at)
                if known is not None:
                    begin = _integer(attribute(start, "val")) if start is not None else known.start
                    self._levels[name][at] = _Level(known.kind, known.template, begin)
                if start is not None:
                    self._restarts[name].add(at)

    def label(self, name: str, level: int) -> str:
        """The next label in a list as it is printed ("2a", "1.1"), "-" for a bullet, "" when it prints none."""
        levels = self._levels.get(name, {})
        own = levels.get(level)
        if own is None:
            return ""
        counter = self._abstract[name]
        if level in self._restarts[name]:
            self._restarts[name].discard(level)
            self._counts.pop((counter, level), None)
        self._counts[counter, level] = self._counts.get((counter, level), own.start - 1) + 1
        for deeper in range(level + 1, 9):
            self._counts.pop((counter, deeper), None)
        if own.kind == "bullet":
            return "-"
        if own.kind == "none":
            return ""

        def counted(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            shape = levels.get(at, own)
            return written(self._counts.get((counter, at), shape.start), shape.kind)

        return re.sub(r"%([1-9])", counted, own.template).strip()


def _level(element: Any) -> _Level:
    kind, template, start = (child(element, name) for name in ("numFmt", "lvlText", "start"))
    return _Level(
        (attribute(kind, "val") or "decimal") if kind is not None else "decimal",
        (attribute(template, "val") or "") if template is not None else "",
        _integer(attribute(start, "val")) if start is not None else 1,
    )


def written(count: int, kind: str) -> str:
    """A number in the notation of a list: decimal, letters, Roman."""
    if kind.lower().endswith("letter") and count > 0:
        text = "abcdefghijklmnopqrstuvwxyz"[(count - 1) % 26] * min(1 + (count - 1) // 26, 9)
    elif kind.lower().endswith("roman") and 0 < count < 4000:
        text = ""
        for value, letters in _ROMAN:
            text += letters * (count // value)
            count %= value
    else:
        return f"{count:02d}" if kind == "decimalZero" else str(count)
    return text.upper() if kind.startswith("upper") else text
