"""The words that the records use, and how often: what tells a rare word from a common one, and which compounds there are."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from index.dutch import CAPITALS, is_compound_of, is_content, is_word, lemma, parts, stems
from index.glossary import Glossary, glossary
from index.lexical import Known, Term
from index.spelling import Spelling
from index.wordlists import word_list

SAME_FORMS = 0.98  # how much "wijken" counts when "wijk" was asked: more than one of the three kinds of form says so
ONE_FORM = 0.94  # only one of them does
_PREFIXES = word_list("separable")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of the records: in how many passages each folded word stands.

    `by_stem` has the words that share a stem; `sorted_words` and `sorted_reversed` find words by their beginning and end;
    `names` are the glossary's and those that the records themselves explain; `spelling` finds the nearest known word.
    """

    documents: int
    frequencies: Mapping[str, int]
    by_stem: Mapping[str, tuple[str, ...]]
    sorted_words: tuple[str, ...]
    sorted_reversed: tuple[str, ...]
    names: Glossary = field(default_factory=glossary)
    spelling: Spelling = field(default_factory=lambda: Spelling(()))

    @classmethod
    def of(cls, documents: int, frequencies: Mapping[str, int], names: Glossary | None = None) -> "Vocabulary":
        """As `of_known`, for words whose forms are not known yet."""
        return cls.of_known(
            documents, (Known(word, n, tuple(sorted(stems(word)))) for word, n in frequencies.items()), names
        )

    @classmethod
    def of_known(cls, documents: int, known: Iterable[Known], names: Glossary | None = None) -> "Vocabulary":
        """The vocabulary, sorted once for all questions.

        Args:
            documents: the number of passages.
            known: the words of the records.
            names: the glossary with what the records add to it; only the glossary when None.
        """
        by_stem: dict[str, list[str]] = {}
        frequencies: dict[str, int] = {}
        for one in known:
            frequencies[one.word] = one.passages
            for stem in one.forms:
                by_stem.setdefault(stem, []).append(one.word)
        plain = [word for word in frequencies if not word.endswith(CAPITALS)]
        return cls(
            documents,
            frequencies,
            {stem: tuple(words) for stem, words in by_stem.items()},
            tuple(sorted(plain)),
            tuple(sorted(word[::-1] for word in plain)),
            names or glossary(),
            Spelling(plain),
        )

    def frequency(self, term: Term) -> int:
        """In about how many passages a term stands, in any form; of a phrase, its rarest word."""
        return min(self._of_word(word) for word in term.words)

    def _of_word(self, word: str) -> int:
        return min(self.documents, sum(self.frequencies[other] for other in self.forms_of(word)))

    def forms_of(self, word: str) -> dict[str, float]:
        """The words of the records that are forms of a word, with how much each counts (0 to 1)."""
        found = {word: 1.0} if word in self.frequencies else {}
        if word.endswith(CAPITALS):
            return found
        counted: dict[str, int] = {}
        for stem in stems(word):
            for other in self.by_stem.get(stem, ()):
                counted[other] = counted.get(other, 0) + 1
        for other, shared in counted.items():
            found.setdefault(other, SAME_FORMS if shared > 1 else ONE_FORM)
        return found

    def compounds_of(self, part: str) -> set[str]:
        """The words of the records that open or close with `part` as a compound does; what is left must be a word too."""
        found = set(_starting_with(self.sorted_words, part))
        found |= {word[::-1] for word in _starting_with(self.sorted_reversed, part[::-1])}
        return {word for word in found if is_compound_of(word, part) and self._is_split(word, part)}

    def parts_of(self, compound: str) -> tuple[str, ...]:
        """The parts of a compound, as far as the records have them all in some form; () when it is none."""
        found = parts(compound, _Words(self._is_part))
        # "toezeggingen" is not "toezeg" and "gingen": a compound ends in a noun, not in a form of another word
        return found if found and lemma(found[-1]).startswith(found[-1][:3]) else ()

    def _is_part(self, word: str) -> bool:
        """Whether a word of the records, in some form, can be a part: "onderzoek" is not "onder" and "zoek"."""
        return is_content(word) and word not in _PREFIXES and self._is_word(word) and bool(self.forms_of(word))

    def _is_split(self, compound: str, part: str) -> bool:
        if compound.startswith(part) and self._is_rest(compound[len(part) :], before=False):
            return True
        return compound.endswith(part) and self._is_rest(compound[: -len(part)], before=True)

    def _is_rest(self, rest: str, *, before: bool) -> bool:
        """Whether what stands before or behind a part of a compound is a word, or a compound of words."""
        for link in ("", "s", "en", "e", "n"):
            if not (rest.endswith(link) if before else rest.startswith(link)):
                continue
            bare = rest[: len(rest) - len(link)] if before else rest[len(link) :]
            if len(bare) >= 3 and (self._is_word(bare) or parts(bare, _Words(self._is_word))):
                return True
        return False

    def _is_word(self, folded: str) -> bool:
        return folded in self.frequencies or is_word(folded)


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of the records and those of the language, as a place to look them up."""

    known: Callable[[str], bool]

    def __contains__(self, word: object) -> bool:
        return isinstance(word, str) and self.known(word)


def _starting_with(words: tuple[str, ...], start: str) -> list[str]:
    found = []
    for i in range(bisect_left(words, start), len(words)):
        if not words[i].startswith(start):
            break
        found.append(words[i])
    return found
