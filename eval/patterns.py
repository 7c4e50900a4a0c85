"""A pattern of a known fact is somebody's text, and some patterns take longer than anybody lives: those are refused, not tried.

Python's engine tries every way in which a text can be divided over repeats. A repeat inside a repeat has exponentially many, a
row of repeats has a power of the length of the text; neither can be stopped once it runs. So the pattern's tree is looked at first.
"""

import re
from collections.abc import Iterator
from re import _constants as codes  # type: ignore[attr-defined]  # how Python itself takes a pattern apart
from re import _parser as parser  # type: ignore[attr-defined]  # as above
from typing import Any

_LONGEST = 1_000  # characters
_DEEPEST = 50  # brackets within brackets
_MANY = 10  # times; a part that may come so often is a repeat
_OPEN, _MOST_OPEN = (
    100,
    6,
)  # a repeat of so many times takes a text of any length; the facts that ship have at most five
_MOST_VARYING = 20  # the facts that ship have at most seven
_BETWEEN = re.compile(r"(?<=[\w.,;:!?%\")\]’”-])\\s\+(?=[\w(‘“\"-]|\\\W)")  # in "geregeld\s+voor"
_REPEATS = (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT)


class PatternError(ValueError):
    """A pattern that can't be used; the message is Dutch."""


def compiled(expression: str) -> re.Pattern[str]:
    """A pattern that finds what it asks for whatever the case, in a time that can be waited for.

    Raises:
        PatternError: it is no pattern, or one that may never be done.
    """
    if len(expression) > _LONGEST:
        raise PatternError(f"is te lang: hoogstens {_LONGEST} tekens")
    if _depth(expression) > _DEEPEST:
        raise PatternError(f"heeft meer dan {_DEEPEST} haakjes in elkaar")
    try:
        pattern = re.compile(expression, re.IGNORECASE)
        parts = list(_parts(parser.parse(expression)))
    except (re.error, OverflowError, RecursionError) as error:
        where = f", bij teken {error.pos + 1}" if isinstance(error, re.error) and error.pos is not None else ""
        raise PatternError(f"is geen goede reguliere expressie{where}") from error
    repeats = [about for code, about in parts if code in _REPEATS]
    if any(most >= _MANY and _varies(inside) for _, most, inside in repeats):
        raise PatternError("herhaalt iets dat zelf ook herhaalt of kan kiezen, zoals (a+)+; dat kan eindeloos duren")
    # a space between two words, as long as the source has it, can be taken in one way only
    plain = _parts(parser.parse(_BETWEEN.sub(" ", expression)))
    varying = [about[1] for code, about in plain if code in _REPEATS and about[0] != about[1]]
    if len(varying) > _MOST_VARYING or sum(most >= _OPEN for most in varying) > _MOST_OPEN:
        raise PatternError("heeft te veel herhalingen achter elkaar, zoals .*a.*b.*c; dat kan eindeloos duren")
    return pattern


def _depth(expression: str) -> int:
    """How deep brackets lie at most; one that is a plain character counts too."""
    deepest = depth = 0
    for char in expression:
        depth += {"(": 1, ")": -1}.get(char, 0)
        deepest = max(deepest, depth)
    return deepest


def _varies(inside: Any) -> bool:
    """Whether a part can take the same text in more than one way."""
    return any(code is codes.BRANCH or (code in _REPEATS and about[0] != about[1]) for code, about in _parts(inside))


def _parts(tree: Any) -> Iterator[tuple[Any, Any]]:
    """All parts of a pattern, those inside others too: (code, what goes with it)."""
    for code, about in tree:
        yield code, about
        for inside in _inside(code, about):
            if inside is not None:
                yield from _parts(inside)


def _inside(code: Any, about: Any) -> list[Any]:
    if code in _REPEATS:
        return [about[2]]
    if code is codes.BRANCH:
        return list(about[1])
    if code is codes.SUBPATTERN:
        return [about[3]]
    if code in {codes.ASSERT, codes.ASSERT_NOT}:
        return [about[1]]
    if code is codes.ATOMIC_GROUP:
        return [about]
    return list(about[1:]) if code is codes.GROUPREF_EXISTS else []
