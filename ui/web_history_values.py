"""Values to plain JSON and back, by their own types: the dataclasses of an answer are the shape that JSON must have.

What has its default is left out, so that a field that is added later is simply missing from what was kept before. A span is
`[start, end]`. A passage goes without its id and text, which follow from where it stands. Nothing is guessed: a value of another
type than the field's is refused.
"""

from collections.abc import Callable
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from assistant.answer import Answer
from index.passage import passage_id
from index.records import Passage, Span

_FARTHEST = 10**9  # of a whole number: characters, pages, milliseconds
_LEFT_OUT = {(Passage, "id"), (Passage, "text"), (Answer, "seen")}

Texts = Callable[[str, Span], str]
"""The characters of a record's text; "" when there is no such record."""


class MisshapenError(ValueError):
    """A value isn't of the type that stands at its place."""


def to_values(value: Any) -> Any:
    """A value as what JSON has: dicts, lists, words, numbers, None."""
    if isinstance(value, Span):
        return [value.start, value.end]
    if is_dataclass(value) and not isinstance(value, type):
        told = [(one, getattr(value, one.name)) for one, _ in _fields(type(value)).values()]
        return {one.name: to_values(inside) for one, inside in told if one.default is MISSING or one.default != inside}
    if isinstance(value, tuple):
        return [to_values(one) for one in value]
    if isinstance(value, date):  # and datetime, which is one
        return value.isoformat()
    return value.value if isinstance(value, Enum) else value


def from_values(kind: Any, value: Any, texts: Texts) -> Any:
    """The value of type `kind` that JSON tells of.

    Args:
        kind: a dataclass, an enumeration, `str`, `bool`, `int`, `float`, `date`, `datetime`, a tuple of those, or one or None.
        value: what `json.loads` gave.
        texts: gives a passage its words.

    Raises:
        MisshapenError: it is no such value.
    """
    if get_origin(kind) in {Union, UnionType}:
        if value is None and NoneType in get_args(kind):
            return None
        (kind,) = (one for one in get_args(kind) if one is not NoneType)
    if get_origin(kind) is tuple:
        return _tuple(get_args(kind), value, texts)
    if kind is Span:
        return _span(value)
    if is_dataclass(kind):
        return _dataclass(kind, value, texts)
    return _plain(kind, value)


def _tuple(kinds: tuple[Any, ...], value: Any, texts: Texts) -> tuple[Any, ...]:
    if not isinstance(value, list):
        raise MisshapenError("no list")
    inside = (kinds[0],) * len(value) if kinds[-1] is Ellipsis else kinds
    if len(inside) != len(value):
        raise MisshapenError("a list of another length")
    return tuple(from_values(kind, one, texts) for kind, one in zip(inside, value, strict=True))


def _span(value: Any) -> Span:
    start, end = _tuple((int, int), value, lambda *_: "")
    if not start < end:
        raise MisshapenError("nothing between a start and an end")
    return Span(start, end)


@cache
def _fields(kind: Any) -> dict[str, tuple[Field[Any], Any]]:
    """The fields that are kept of a dataclass, with their types."""
    hints = get_type_hints(kind)
    return {one.name: (one, hints[one.name]) for one in fields(kind) if (kind, one.name) not in _LEFT_OUT}


def _dataclass(kind: Any, value: Any, texts: Texts) -> Any:
    there = _fields(kind)
    if not isinstance(value, dict) or value.keys() - there.keys():
        raise MisshapenError(f"no {kind.__name__}")
    if any(one.default is MISSING and name not in value for name, (one, _) in there.items()):
        raise MisshapenError(f"a {kind.__name__} with too little")
    given = {name: from_values(hint, value[name], texts) for name, (_, hint) in there.items() if name in value}
    if kind is Passage:
        record_id, span = given["record_id"], given["span"]
        return Passage(passage_id(record_id, span), **given, text=texts(record_id, span))
    return kind(**given)


def _plain(kind: Any, value: Any) -> Any:
    """A word, number, day or moment, or one of a list of words."""
    if kind is bool and isinstance(value, bool):
        return value
    if kind in {int, float} and isinstance(value, int | float) and not isinstance(value, bool):
        if 0 <= value < _FARTHEST and (kind is float or isinstance(value, int)):  # NaN is in no order
            return kind(value)
    elif isinstance(value, str):
        if kind is str and _whole(value):
            return value
        if kind in {date, datetime}:
            return _moment(kind, value)
        if issubclass(kind, Enum) and value in {one.value for one in kind}:
            return kind(value)
    raise MisshapenError(f"no {kind.__name__}")


def _whole(text: str) -> bool:
    """Whether it holds no half of a character, which could not be sent on."""
    return text.isascii() or not any("\ud800" <= character <= "\udfff" for character in text)


def _moment(kind: Any, value: str) -> Any:
    """A day, or a moment with a time zone, written as we write it."""
    try:
        found = kind.fromisoformat(value)
    except ValueError as error:
        raise MisshapenError("no day or moment") from error
    if found.isoformat() != value or (kind is datetime and found.tzinfo is None):
        raise MisshapenError("no day or moment as it is written here")
    return found
