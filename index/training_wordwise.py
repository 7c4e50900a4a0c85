"""English sentences turned into Dutch word for word: a bag of words has no order, so a dictionary is enough to translate one.

So the teacher's vectors of English sentences that nobody translated, such as what a dictionary says of a word, teach too.
"""

import re
from bisect import bisect
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from index.training_bags import Bags, lists_to_bags
from index.training_lessons import Taught, thinned

_WORD = re.compile(r"[a-z]+(?:-[a-z]+)*")
_KNOWN = 0.7  # of the words of a sentence at least
_WORDS = range(3, 25)  # of a sentence
_ENDINGS = (
    ("ies", "y"), ("es", ""), ("s", ""), ("ied", "y"), ("ed", ""), ("ed", "e"), ("d", ""), ("ing", ""), ("ing", "e"), ("ly", ""),
    ("er", ""), ("est", ""),
)  # fmt: skip  # of English words, and what stands there in a dictionary


@dataclass(frozen=True, slots=True)
class Dictionary:
    """Dutch pieces for English words: for each word its translations, and up to where in 0 to 1 each is chosen."""

    entries: Mapping[str, tuple[Sequence[Sequence[int]], Sequence[float]]]

    def known(self, word: str) -> str:
        """The word as it stands here: "played" as "play"; "" when it doesn't."""
        return next((one for one in _as_listed(word) if one in self.entries), "")

    def some(self, word: str, chance: float) -> Sequence[int]:
        """One of the translations, the one that `chance`, 0 to 1, falls on."""
        translations, bounds = self.entries[word]
        return translations[min(bisect(bounds, chance), len(bounds) - 1)]


def to_dictionary(words: Sequence[tuple[str, Sequence[int], float]]) -> Dictionary:
    """A dictionary out of (English word, pieces of a Dutch one, weight); "to play" is listed under "play"."""
    listed: dict[str, dict[tuple[int, ...], float]] = defaultdict(lambda: defaultdict(float))
    for english, pieces, weight in words:
        word = english.lower().removeprefix("to ")
        if pieces and _WORD.fullmatch(word):
            listed[word][tuple(pieces)] += weight
    made = {}
    for word, weighed in listed.items():
        bounds = list(accumulate(weighed.values()))
        made[word] = (list(weighed), [bound / bounds[-1] for bound in bounds])
    return Dictionary(made)


@dataclass(frozen=True, slots=True)
class Wordwise:
    """English sentences as the words under which the dictionary lists them, drawn in ever other Dutch words."""

    dictionary: Dictionary
    texts: Sequence[Sequence[str]]
    wanted: NDArray[np.int32]
    teacher: NDArray[np.float32]
    size: int

    def draw(self, random: np.random.Generator) -> tuple[list[Bags], NDArray[np.intp]]:
        """Sentences in Dutch words."""
        rows = np.unique(random.integers(0, len(self.texts), self.size))
        said = [
            [piece for word in self.texts[row] for piece in self.dictionary.some(word, random.random())] for row in rows
        ]
        return [thinned(lists_to_bags(said), random)], rows

    def gradients(self, vectors: Sequence[NDArray[np.float32]], rows: NDArray[np.intp]) -> list[NDArray[np.float32]]:
        """As for what was translated by a person."""
        return Taught(lists_to_bags([]), self.wanted, self.teacher, self.size).gradients(vectors, rows)


def wordwise(
    dictionary: Dictionary, sentences: Sequence[str], teacher: NDArray[np.float32], size: int
) -> Wordwise | None:
    """The sentences, of 3 to 24 words, whose words are in the dictionary for the greater part; None when there are none.

    Args:
        dictionary: English to Dutch.
        sentences: English; `teacher` has the vector of each.
        teacher: float32 (len(sentences), dimension), rows of length 1.
        size: sentences to draw at a time.
    """
    texts, wanted = [], []
    for n, sentence in enumerate(sentences):
        words = _WORD.findall(sentence.lower())
        found = [known for known in map(dictionary.known, words) if known] if len(words) in _WORDS else []
        if found and len(found) >= _KNOWN * len(words):
            texts.append(found)
            wanted.append(n)
    return Wordwise(dictionary, texts, np.array(wanted, np.int32), teacher, size) if texts else None


def _as_listed(word: str) -> Iterator[str]:
    """A word as it is, and less its ending: "stopped" as "stopp" and "stop", "making" as "make"."""
    yield word
    for ending, instead in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 2:
            stem = word.removesuffix(ending) + instead
            yield stem
            if len(stem) > 3 and not instead and stem[-1] == stem[-2]:
                yield stem[:-1]
