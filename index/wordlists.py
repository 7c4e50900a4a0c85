"""Lists of Dutch words, from `words.toml`."""

import tomllib
from functools import cache
from importlib import resources


@cache
def _lists() -> dict[str, frozenset[str]]:
    kept = tomllib.loads(resources.files("index").joinpath("words.toml").read_text("utf-8"))
    return {name: frozenset(words.split()) for name, words in kept.items()}


def word_list(name: str) -> frozenset[str]:
    """The words of one list, as written there.

    Raises:
        KeyError: there is no such list.
    """
    return _lists()[name]
