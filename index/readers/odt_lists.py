"""How ODF text numbers its lists and headings: the printed label of an item from the style and the counts so far."""

from typing import Any

from index.readers.package import attribute, local
from index.readers.word_styles import written

_KINDS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}


def list_levels(element: Any) -> dict[int, Any]:
    """The levels of a list style, counted from 1."""
    return {integer(attribute(level, "level"), 1): level for level in element if local(level)}


def start_of(level: Any) -> int:
    """The number that a level begins with."""
    return integer(attribute(level, "start-value"), 1) if level is not None else 1


def label_of(levels: dict[int, Any], depth: int, counts: list[int]) -> str:
    """The label of an item as printed; "-" for a bullet, and for a list whose style isn't known."""
    level = levels.get(depth)
    if level is None or local(level) in {"list-level-style-bullet", "list-level-style-image"}:
        return "-"
    kind = attribute(level, "num-format")
    if not kind:
        return ""
    shown = min(integer(attribute(level, "display-levels"), 1), depth)
    numbers = []
    for at in range(depth - shown + 1, depth + 1):
        shape = levels.get(at)
        notation = attribute(shape, "num-format") if shape is not None else kind
        numbers.append(written(counts[at], _KINDS.get(notation or "1", "decimal")))
    return f"{attribute(level, 'num-prefix') or ''}{'.'.join(numbers)}{attribute(level, 'num-suffix') or ''}".strip()


def integer(value: str | None, default: int) -> int:
    """A whole number of an attribute, `default` when it is none."""
    return int(value) if value is not None and value.isdecimal() and len(value) < 8 else default
