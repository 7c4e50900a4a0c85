"""Names of one thing, and words people use for each other: the field's vocabulary, from `glossary.toml`."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

from index.dutch import is_content, stems, tokens

SAME = 0.9  # how much a match under another name counts beside one under the name that was asked
NEAR = 0.55


@dataclass(frozen=True, slots=True)
class Form:
    """One way to say a thing: the folded words of it, as written, and whether only capitals mean it ("OM", not "om")."""

    written: str
    words: tuple[str, ...]

    @property
    def abbreviation(self) -> bool:
        """Whether it is written in capitals, so that the same letters in lower case are another word."""
        letters = [char for char in self.written if char.isalpha()]
        return len(letters) <= 3 and all(char.isupper() for char in letters)


@dataclass(frozen=True, slots=True)
class Entry:
    """Forms that stand for each other; `weight` is what a match under another form counts."""

    forms: tuple[Form, ...]
    weight: float


@dataclass(frozen=True, slots=True)
class Use:
    """A form of an entry as it stands in a text: its tokens `first` up to `end`."""

    entry: Entry
    form: Form
    first: int
    end: int


@cache
def entries() -> tuple[Entry, ...]:
    """All entries of the glossary."""
    kept = tomllib.loads(resources.files("index").joinpath("glossary.toml").read_text("utf-8"))
    return tuple(
        Entry(tuple(Form(written, _words(written)) for written in entry["forms"]), weight)
        for kind, weight in (("same", SAME), ("near", NEAR))
        for entry in kept[kind]
    )


def _words(written: str) -> tuple[str, ...]:
    return tuple(token.folded for token in tokens(written))


@cache
def _by_stem() -> dict[str, tuple[tuple[Entry, Form], ...]]:
    """Entries by the stems of the first content word of each form."""
    found: dict[str, list[tuple[Entry, Form]]] = {}
    for entry in entries():
        for form in entry.forms:
            for stem in stems(form.words[0]):
                found.setdefault(stem, []).append((entry, form))
    return {stem: tuple(pairs) for stem, pairs in found.items()}


def uses(text: str) -> list[Use]:
    """The glossary's forms in a text, longest first at each place; an abbreviation only when written as one.

    A text without any capital is taken as typed carelessly: there "om" stays a preposition, but "pg" may be the PG.
    """
    words = [token for token in tokens(text) if not token.loose]
    careless = text == text.lower()
    found = []
    for i, token in enumerate(words):
        word = token.verb or token.folded
        starts = stems(word) | ({word[:-1]} if word.endswith("s") and len(word) <= 5 else set())
        pairs = {pair for stem in starts for pair in _by_stem().get(stem, ())}
        for entry, form in pairs:
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


def same_word(one: str, other: str) -> bool:
    """Whether two folded words are forms of one word: they share a stem, or are a short word and its plural ("boas")."""
    short = sorted((one, other), key=len)
    return (
        one == other or (len(short[0]) <= 4 and short[1] == f"{short[0]}s") or not stems(one).isdisjoint(stems(other))
    )
