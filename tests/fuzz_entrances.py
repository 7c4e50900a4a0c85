"""Odd input for every entrance, and what must hold of whatever comes back: Dutch, in time, and nothing that steers a screen.

The tests draw a few examples of each; FUZZ=50 in the environment draws fifty times as many.
"""

import json
import os
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import hypothesis
from hypothesis import HealthCheck, Phase
from hypothesis import strategies as st

from index.settings import Settings

TIMES = max(1, int(os.environ.get("FUZZ", "1")))
SECONDS = 5.0  # of the processor that one thing asked may cost, on a slow machine
# what moves a cursor, turns the direction of reading, or can't be seen; a line end or tab is no such sign
STEERS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_INSIDE = re.compile(
    r"Traceback \(most recent|\b[A-Z][A-Za-z]+(?:Error|Exception|Warning)\b|site-packages|File \"|\bat 0x[0-9a-f]{6}"
)
ODD: tuple[str, ...] = (
    "",
    " ",
    "\x00",
    "\x1b[2J\x1b]0;weg\x07",
    "\x9b31m\u202egeheim\u202c\u200b",
    "\ud800",
    "\udfff\ud800",
    "é\u0301\u0301\u0301\u0301",
    "🍵" * 500,
    "a" * 5_000,
    "../../../../etc/passwd",
    "..\\..\\x",
    "%00%2e%2e/",
    "'; DROP TABLE passages; --",
    '" OR 1=1 NEAR/0 (*) AND NOT ^"',
    "{{7*7}}${7*7}<%= 7 %>",
    "<script>alert(1)</script><img src=//x.example/y onerror=x()>",
    "[1](javascript:x) ![x](http://x.example/y)\n\n[1]: http://x.example",
    "\r\nSet-Cookie: a=b",
    "%s%n%(x)s{0}{x.__class__}",
    "NaN",
    "-1",
    "1e309",
    "9" * 5_000,
    "0x10",
    "٣",
    "²",
    "2019-02-30",
    "0000-00-00",
    "99999-12-31",
    "31-12-9999",
    "-0001-01-01",
    "2019-10-28T25:61",
    "((((((((((((((((((((((((((((((((",
    "a" * 40 + "!",
    "SELECT * FROM",
    "null",
    "[]",
    "file:///etc/passwd",
    "http://127.0.0.1:1/",
    "-",
    "--json",
    "~zonder_huis/x",
    "\u2028\u2029\x85\x0b\x0c",
)


def often(examples: int, *, shrink: bool = True) -> hypothesis.settings:
    """The settings of a test that draws this many examples, times FUZZ; without `shrink` one that fails is told as it is."""
    phases = [one for one in Phase if shrink or one not in {Phase.shrink, Phase.explain}]
    return hypothesis.settings(
        phases=phases,
        max_examples=examples * TIMES,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
    )


def texts(longest: int = 80) -> st.SearchStrategy[str]:
    """Any text, and text that goes wrong somewhere."""
    any_text = st.text(st.characters(exclude_categories=[]), max_size=longest)
    return st.sampled_from(ODD) | any_text | st.lists(st.sampled_from(ODD) | any_text, max_size=4).map("".join)


def lone(text: str) -> str:
    """Text that can be sent: without halves of pairs."""
    return text.encode(errors="replace").decode()


def values(depth: int = 12) -> st.SearchStrategy[Any]:
    """Any JSON."""
    leaves = (
        st.none()
        | st.booleans()
        | st.integers()
        | st.sampled_from([10**400, -(10**400), 2**63, -(2**63) - 1])
        | st.floats(allow_nan=False, allow_infinity=False)
        | texts(30)
    )
    return st.recursive(
        leaves,
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts(12), inner, max_size=4),
        max_leaves=depth,
    )


def changed(value: Any) -> st.SearchStrategy[Any]:
    """JSON like this, with something else in a place or two."""
    places = list(_places(value, ()))

    @st.composite
    def draw_changed(draw: st.DrawFn) -> Any:
        found = json.loads(json.dumps(value))
        for place in draw(st.lists(st.sampled_from(places), min_size=1, max_size=2)):
            _change(found, place, draw(values(4)), drop=draw(st.integers(0, 7)) == 0)
        return found

    return draw_changed()


def _places(value: Any, place: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    inside: Any = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in inside:
        yield (*place, key)
        yield from _places(one, (*place, key))


def _change(value: Any, place: tuple[Any, ...], to: Any, *, drop: bool) -> None:
    for key in place[:-1]:
        try:
            value = value[key]
        except (KeyError, IndexError, TypeError):  # an earlier change took it away
            return
    if isinstance(value, dict) and drop:
        value.pop(place[-1], None)
    elif isinstance(value, dict) or (isinstance(value, list) and isinstance(place[-1], int) and place[-1] < len(value)):
        value[place[-1]] = to


@contextmanager
def soon(seconds: float = SECONDS) -> Iterator[None]:
    """Fails when the block costs this thread more of the processor."""
    began = time.thread_time()
    yield
    assert time.thread_time() - began < seconds


def check_shown(text: str) -> None:
    """Fails on text for a screen that steers it, or that tells of the inside of the program."""
    assert STEERS.findall(text) == []
    check_told(text)


def check_told(text: str) -> None:
    """Fails on a message that tells of the inside of the program."""
    assert _INSIDE.findall(text) == [], text[:500]


def secrets_of(settings: Settings) -> list[str]:
    """The settings that hold a secret, by the ending of their names."""
    return [name for name in settings.__slots__ if name.endswith(("_key", "_token", "_secret"))]
