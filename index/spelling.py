"""The nearest known spelling of a word that isn't known."""

from array import array
from collections.abc import Iterable


class Spelling:
    """Known words, laid together by first letter and length, because that is how the nearest is looked for."""

    def __init__(self, known: Iterable[str]) -> None:
        self._alike: dict[tuple[str, int], tuple[list[str], array[int]]] = {}
        for word in known:
            if word and not word[0].isdigit():
                words, letters = self._alike.setdefault((word[0], len(word)), ([], array("L")))
                words.append(word)
                letters.append(_letters(word))

    def near(self, word: str) -> list[str]:
        """The nearest of the known words: one slip in 5 to 8 letters, two in longer words; [] when none is near."""
        allowed = 0 if len(word) < 5 else 1 if len(word) < 9 else 2
        best: list[str] = []
        own = _letters(word)
        lengths = sorted(range(len(word) - allowed, len(word) + allowed + 1), key=lambda n: abs(n - len(word)))
        for length in lengths if allowed else ():
            if abs(length - len(word)) > allowed:
                break
            for other, letters in zip(*self._alike.get((word[0], length), ((), ())), strict=True):
                if (own ^ letters).bit_count() > 2 * allowed:
                    continue  # a slip changes two letters at most, so most words are passed over by one comparison
                distance = _slips(word, other, allowed)
                if distance < allowed:
                    allowed, best = distance, [other]
                elif distance == allowed:
                    best.append(other)
        return sorted(best)[:3]


def _letters(word: str) -> int:
    """Which letters a word has, a bit each; letters further on in Unicode share bits, so a difference is never overstated."""
    letters = 0
    for letter in word:
        letters |= 1 << (ord(letter) & 31)
    return letters


def _slips(one: str, other: str, most: int) -> int:
    """Letters left out, added, replaced or swapped between two words (optimal string alignment); `most` + 1 when more."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        earlier, before, row = before, row, [i] + [0] * len(other)
        for j, b in enumerate(other, 1):
            row[j] = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                row[j] = min(row[j], earlier[j - 2] + 1)
        if min(row) > most:
            return most + 1
    return row[-1]
