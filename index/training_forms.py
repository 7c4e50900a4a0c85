"""Inflected forms of Dutch words, made by the rules of spelling and kept when the list of lemmas knows them.

Laws seldom say "zingt" or "honden"; people who ask do. So such forms get a place in the vocabulary beside their lemma.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from index.dutch import is_word, lemma

_VOWELS = "aeiou"
_OF_VERBS = ("", "t", "te", "de")
_OF_OTHERS = ("en", "s", "e", "je", "er", "n")


def forms(pieces: Iterable[str]) -> dict[str, list[str]]:
    """The inflected words among the pieces, by their lemma: {"hond": ["honden", "hondje"]}."""
    found: dict[str, list[str]] = defaultdict(list)
    for piece in pieces:
        if piece.isalpha() and len(piece) > 1 and (whole := lemma(piece)) != piece:
            found[whole].append(piece)
    return dict(found)


def inflected(word: str) -> list[str]:
    """Known forms of a word other than itself: "zwemmen" gives "zwem", "zwemmend" and "zwemt"."""
    stems = set(_stems(word))
    if word.endswith("n"):
        tried = {f"{stem}{ending}" for stem in stems for ending in _OF_VERBS} | {f"{word}d", f"{word}de", f"{word}s"}
        tried |= {f"ge{stem}{ending}" for stem in stems for ending in "dt"}
    else:
        tried = {f"{stem}{ending}" for stem in stems for ending in _OF_OTHERS}
    return sorted(form for form in tried - {word} if len(form) > 2 and is_word(form) and lemma(form) == word)


def _stems(word: str) -> Iterator[str]:
    """What endings are put behind: of "lopen" "lop" and "loop", of "kat" "kat" and "katt", of "groot" "groot" and "grot"."""
    bare: Sequence[str] = (
        (word[:-2], word[:-1]) if word.endswith("en") else (word[:-1],) if word.endswith("n") else (word,)
    )
    for stem in bare:
        if len(stem) > 1:
            yield stem
            before, vowel, last = stem[-3:-2], stem[-2], stem[-1]
            if last not in _VOWELS and vowel in _VOWELS:
                if vowel == before:
                    yield from _voiced(stem[:-2] + last)  # boot, bot(en)
                else:
                    yield from (stem + last, stem[:-1] + vowel + last)  # kat, katt(en); lop(en), loop
                    yield from _hardened(stem[:-1] + vowel + last)
            if last == vowel:
                yield stem[:-1]  # zwemm(en), zwem
            yield from _hardened(stem)
            yield from _voiced(stem)


def _hardened(stem: str) -> Iterator[str]:
    if stem[-1] in "zv":
        yield stem[:-1] + {"z": "s", "v": "f"}[stem[-1]]  # reiz(en), reis


def _voiced(stem: str) -> Iterator[str]:
    yield stem
    if stem[-1] in "sf":
        yield stem[:-1] + {"s": "z", "f": "v"}[stem[-1]]  # huis, huiz(en)
