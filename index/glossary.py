"""Names of one thing, and words people use for each other: the field's vocabulary, from `glossary.toml`.

To it come the abbreviations that the records explain themselves, so that a new body is found under both its names.
"""

import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

from index.dates import written
from index.dutch import is_content, stems, tokens
from index.spelling import Spelling

SAME = 0.9  # how much a match under another name counts beside one under the name that was asked
NEAR = 0.55
_COMMON = 0.5  # an expansion that is explained less than half as often as the commonest one is a slip or another thing


@dataclass(frozen=True, slots=True)
class Form:
    """One way to say a thing: the folded words of it, as written; `since` and `until` are when the thing bore that name."""

    written: str
    words: tuple[str, ...]
    since: date | None = None
    until: date | None = None

    @property
    def abbreviation(self) -> bool:
        """Whether only capitals mean it, so that the same letters in lower case are another word ("OM", not "om")."""
        letters = [char for char in self.written if char.isalpha()]
        return len(letters) <= 3 and all(char.isupper() for char in letters)

    @property
    def shown(self) -> str:
        """The form for people, with the days between which the thing bore that name (Dutch)."""
        days = (
            f"van {written(self.since)} tot en met {written(self.until)}"
            if self.since and self.until
            else f"sinds {written(self.since)}"
            if self.since
            else f"tot en met {written(self.until)}"
            if self.until
            else ""
        )
        return f"{self.written} (naam {days})" if days else self.written


@dataclass(frozen=True, slots=True)
class Entry:
    """Forms that stand for each other; `weight` is what a match under another form counts; `learned` from the records."""

    forms: tuple[Form, ...]
    weight: float
    learned: bool = False


@dataclass(frozen=True, slots=True)
class Use:
    """A form of an entry as it stands in a text: its tokens `first` up to `end`."""

    entry: Entry
    form: Form
    first: int
    end: int


class Glossary:
    """Entries, found by the words of a text."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries = tuple(entries)
        self.by_name = {form.words[0]: entry for entry in self.entries for form in entry.forms if len(form.words) == 1}
        self.spelling = Spelling(self.by_name)
        self._by_stem: dict[str, list[tuple[Entry, Form]]] = {}
        for entry in self.entries:
            for form in entry.forms:
                for stem in stems(form.words[0]):
                    self._by_stem.setdefault(stem, []).append((entry, form))

    def extended(self, explained: Mapping[tuple[str, str], int]) -> "Glossary":
        """This glossary with the abbreviations that the records explain.

        Args:
            explained: (abbreviation, what it stands for) and how many records say so.
        """
        most: Counter[str] = Counter()
        for (short, _), times in explained.items():
            most[short] = max(most[short], times)
        known = {form.words for entry in self.entries if entry.weight == SAME for form in entry.forms}
        learned = [
            Entry(forms, SAME, learned=True)
            for (short, long), times in sorted(explained.items())
            for forms in [(Form(short, _words(short)), Form(long, _words(long)))]
            if times >= _COMMON * most[short] and all(form.words for form in forms)
            if not {form.words for form in forms} <= known
        ]
        return Glossary((*self.entries, *learned)) if learned else self

    def uses(self, text: str, *, learned: bool = True, given: bool = True) -> list[Use]:
        """The forms in a text, longest first at each place; an abbreviation only when written as one.

        A text without any capital is taken as typed carelessly: there "om" stays a preposition, but "pg" may be the PG.

        Args:
            text: any text.
            learned: with what the records explain.
            given: with what the glossary's file has.
        """
        words = [token for token in tokens(text) if not token.loose]
        careless = text == text.lower()
        found = []
        for i, token in enumerate(words):
            word = token.verb or token.folded
            starts = stems(word) | ({word[:-1]} if word.endswith("s") and len(word) <= 5 else set())
            pairs = {pair for stem in starts for pair in self._by_stem.get(stem, ())}
            for entry, form in pairs:
                if not (learned if entry.learned else given):
                    continue
                end = i + len(form.words)
                if end > len(words) or not all(
                    same_word(word.verb or word.folded, wanted)
                    for word, wanted in zip(words[i:end], form.words, strict=True)
                ):
                    continue
                if form.abbreviation and not (token.capitals or (careless and is_content(token.folded))):
                    continue
                found.append(Use(entry, form, i, end))
        return sorted(found, key=lambda use: (use.first, use.first - use.end, use.entry.weight * -1, use.form.written))


@cache
def glossary() -> Glossary:
    """The glossary that ships."""
    kept = tomllib.loads(resources.files("index").joinpath("glossary.toml").read_text("utf-8"))
    return Glossary(
        Entry(tuple(_form(written, entry.get("held", {})) for written in entry["forms"]), weight)
        for kind, weight in (("same", SAME), ("near", NEAR))
        for entry in kept[kind]
    )


def _form(written: str, held: Mapping[str, Mapping[str, Any]]) -> Form:
    dates = held.get(written, {})
    return Form(written, _words(written), dates.get("since"), dates.get("until"))


def _words(written: str) -> tuple[str, ...]:
    return tuple(token.folded for token in tokens(written))


def same_word(one: str, other: str) -> bool:
    """Whether two folded words are forms of one word: they share a stem, or are a short word and its plural ("boas")."""
    short = sorted((one, other), key=len)
    return (
        one == other or (len(short[0]) <= 4 and short[1] == f"{short[0]}s") or not stems(one).isdisjoint(stems(other))
    )
