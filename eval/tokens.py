"""What a text tells that can be checked word by word: its numbers, dates and names, its other words, and whether it denies."""

import re
from collections.abc import Collection
from dataclasses import dataclass

from index.dates import find_dates
from index.dutch import fold, is_content, is_word, stems, tokens

Date = tuple[int | None, int, int | None]  # day, month, year

_NUMBER = re.compile(
    r"(?<![\w.,])(\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?)(?:\s*(duizend|miljoen|miljard|mln|mld)\b)?"
)
_SCALES = {"duizend": 10**3, "miljoen": 10**6, "mln": 10**6, "miljard": 10**9, "mld": 10**9}
_WORDS = {
    word: number
    for number, word in enumerate(
        "twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien zeventien achttien "
        "negentien twintig".split(),
        2,
    )
} | {
    word: number * 10
    for number, word in enumerate("dertig veertig vijftig zestig zeventig tachtig negentig".split(), 3)
}
_CAPITALISED = re.compile(r"[^\W\d_][\w’'&-]*")
_DENIES = re.compile(r"\b(?:niet|geen|nooit|niemand|niets|evenmin|noch|nergens)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Told:
    """What a text tells. `numbers` are values ("7,1 miljoen" is 7100000), `names` and `words` are folded; `content` are stems of
    the words that say something by themselves and are no name or number, `stems` those of all words.
    """

    numbers: frozenset[float]
    dates: frozenset[Date]
    names: frozenset[str]
    words: frozenset[str]
    content: frozenset[str]
    stems: frozenset[str]
    denies: bool

    @property
    def any(self) -> bool:
        """Whether there is anything to check: a number, date, name or word other than yes and no."""
        return bool(self.numbers or self.dates or self.names or self.content)


def told(text: str) -> Told:
    """What a text tells, see `Told`; nothing for an empty text.

    A word that opens a sentence is a name only when no dictionary has it without its capital.
    """
    dates = find_dates(text)
    rest = text
    for date in reversed(dates):  # the numbers of a date are no numbers
        rest = rest[: date.span.start] + " " * (date.span.end - date.span.start) + rest[date.span.end :]
    numbers, left = _numbers(rest)
    names = frozenset(_names(left))
    words = [token.folded for token in tokens(text)]
    own = [token.folded for token in tokens(left)]
    content = {_stem(word) for word in own if is_content(word) and word not in names and word not in _SAID}
    return Told(
        numbers=frozenset(numbers),
        dates=frozenset((one.day, one.month, one.year) for one in dates),
        names=names,
        words=frozenset(words) | {piece for word in words for piece in word.split("-")},
        content=frozenset(content),
        stems=frozenset(_stem(word) for word in words),
        denies=bool(_DENIES.search(text)),
    )


def stands(one: Date, dates: Collection[Date], years: Collection[int]) -> bool:
    """Whether a date is one of `dates`; what it leaves out may be anything, and one without its year there is of `years`."""
    day, month, year = one
    return any(
        month == m and (day is None or day == d) and (year is None or year == y or (y is None and year in years))
        for d, m, y in dates
    )


_SAID = frozenset("ja nee volgens verslag verslagen staat zegt zegde zei meldt meldde".split())


def _numbers(text: str) -> tuple[set[float], str]:
    """The numbers in a text, and what is left without them."""
    found: set[float] = set()
    left = text
    for match in _NUMBER.finditer(text):
        value = float(match[1].replace(".", "").replace(",", "."))
        found.add(round(value * _SCALES.get((match[2] or "").lower(), 1), 6))
        left = left[: match.start()] + " " * len(match[0]) + left[match.end() :]
    for word in re.finditer(r"[a-zë]+", left.lower()):
        if word[0].replace("ë", "e") in _WORDS:
            found.add(float(_WORDS[word[0].replace("ë", "e")]))
            left = left[: word.start()] + " " * len(word[0]) + left[word.end() :]
    return found, left


def _names(text: str) -> set[str]:
    """The capitalised words of a text, folded, less those that have their capital from where they stand."""
    found: set[str] = set()
    for match in _CAPITALISED.finditer(text):
        word = match[0]
        if not word[0].isupper():
            continue
        before = text[: match.start()].rstrip(" \"'“‘(")
        opens = not before or before[-1] in ".!?:\n"
        inside = any(letter.isupper() for letter in word[1:])
        folded = fold(word)
        if inside or not opens or not (is_word(folded) or not is_content(folded)):
            found |= {piece for piece in folded.split("-") if piece}
    return found


def _stem(word: str) -> str:
    return min(stems(word), key=lambda one: (len(one), one))
