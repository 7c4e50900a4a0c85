"""The words that the records use, and how often: what tells a rare word from a common one, and which compounds there are."""

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass

from index.dutch import is_compound_of, stems
from index.lexical import Term


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of the records: in how many passages each folded word stands.

    `by_stem` has the words that share a stem; `sorted_words` and `sorted_reversed` find words by their beginning and end.
    """

    documents: int
    frequencies: Mapping[str, int]
    by_stem: Mapping[str, tuple[str, ...]]
    sorted_words: tuple[str, ...]
    sorted_reversed: tuple[str, ...]

    @classmethod
    def of(cls, documents: int, frequencies: Mapping[str, int]) -> "Vocabulary":
        """The vocabulary, sorted once for all questions.

        Args:
            documents: the number of passages.
            frequencies: in how many of them each folded word stands.
        """
        by_stem: dict[str, list[str]] = {}
        for word in frequencies:
            for stem in stems(word):
                by_stem.setdefault(stem, []).append(word)
        return cls(
            documents,
            frequencies,
            {stem: tuple(words) for stem, words in by_stem.items()},
            tuple(sorted(frequencies)),
            tuple(sorted(word[::-1] for word in frequencies)),
        )

    def frequency(self, term: Term) -> int:
        """In about how many passages a term stands, in any form; of a phrase, its rarest word."""
        return min(self._of_word(word) for word in term.words)

    def _of_word(self, word: str) -> int:
        known = {other for stem in stems(word) for other in self.by_stem.get(stem, ())}
        return min(self.documents, sum(self.frequencies[other] for other in known))

    def compounds_of(self, part: str) -> set[str]:
        """The words of the records that open or close with `part` as a compound does."""
        found = {word for word in _starting_with(self.sorted_words, part) if is_compound_of(word, part)}
        backwards = _starting_with(self.sorted_reversed, part[::-1])
        return found | {word[::-1] for word in backwards if is_compound_of(word[::-1], part)}


def _starting_with(words: tuple[str, ...], start: str) -> list[str]:
    found = []
    for i in range(bisect_left(words, start), len(words)):
        if not words[i].startswith(start):
            break
        found.append(words[i])
    return found
