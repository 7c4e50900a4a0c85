"""The vocabulary of the encoder: whole words, and the parts that compounds are made of.

One piece serves as a word and as a part ("wapen" alone and in "stroomstootwapen"), so nothing marks where a word begins. The
tokenizer takes the fewest pieces (a Unigram model whose scores hardly differ; Kudo 2018).
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from tokenizers import Regex, Tokenizer, normalizers, pre_tokenizers
from tokenizers.models import Unigram

from index.dutch import fold
from index.training_forms import inflected

UNKNOWN = "[UNK]"
_WORD = re.compile(r"[^\W_]+")
_PART = 4  # characters, as in index/dutch.py
_WHOLE = 0.86  # of the pieces are words, the rest parts of compounds
_LISTED = 3  # what a word counts for that a dictionary lists
_OF_LISTED = 20.0  # a word with many translations is an everyday one, seldom though laws use it
_OF_FORM = 10.0  # and so are its forms
_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"


def word_counts(texts: Iterable[str]) -> Counter[str]:
    """How often each word stands in texts, folded as the tokenizer folds them."""
    raw: Counter[str] = Counter()
    for text in texts:
        raw.update(_WORD.findall(text.lower()))
    counted: Counter[str] = Counter()
    for word, times in raw.items():
        counted[fold(word)] += times
    return counted


def compound_parts(counts: Mapping[str, int]) -> Counter[str]:
    """Beginnings of words whose rest is a frequent word ("veiligheids" before "beleid"), with in how many words they begin."""
    ends = {word for word, times in counts.items() if times >= 50 and len(word) >= _PART}
    found: Counter[str] = Counter()
    for word, times in counts.items():
        if times >= 2 and len(word) >= 2 * _PART:
            found.update(word[:cut] for cut in range(_PART, len(word) - _PART + 1) if word[cut:] in ends)
    return found


def pieces_to_tokenizer(counts: Mapping[str, int], known: Sequence[str], size: int) -> tuple[Tokenizer, list[str]]:
    """A tokenizer of at most `size` pieces, and its pieces in order of their ids; the first is the unknown piece.

    Args:
        counts: how often each folded word was seen.
        known: words of a dictionary, which are kept, with their forms, when they were seen seldom; once for each translation.
        size: pieces at most.
    """
    listed = Counter(fold(word) for word in known if _WORD.fullmatch(word))
    worth = {
        word: float(times * (_LISTED if word in listed else 1))
        for word, times in counts.items()
        if 2 <= len(word) <= 30 and not (word.isdigit() and len(word) > 4)
    }
    for word, times in listed.items():
        worth[word] = max(worth.get(word, 0), _OF_LISTED * times)
        for form in map(fold, inflected(word)):
            worth[form] = max(worth.get(form, 0), _OF_FORM * times)
    words = sorted(worth, key=lambda word: (-worth[word], word))[: int(size * _WHOLE)]
    letters = set(_LETTERS)
    kept = set(words) | letters
    parts = [part for part, _ in sorted(compound_parts(counts).items(), key=lambda item: (-item[1], item[0]))]
    new = [part for part in parts if part not in kept][: size - len(kept) - 1]
    scored = [(UNKNOWN, -60.0), *((letter, -30.0) for letter in _LETTERS)]
    scored += [(word, _score(word)) for word in [*words, *new] if word not in letters]
    tokenizer = Tokenizer(Unigram(scored, unk_id=0))
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.Replace(Regex(r"(?<=\p{L})[-‐\u00ad][ \t]*\r?\n\s*(?=\p{Ll})(?!en\b|of\b)"), ""),  # line ends
            normalizers.Replace(Regex(r"[\u00ad\u200b]|(?<=\p{L})['’‘`´]s\b|(?<=\p{L})['’‘`´](?=\p{L})"), ""),
            normalizers.NFKD(),
            normalizers.StripAccents(),
            normalizers.Lowercase(),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Split(Regex(r"[^\p{L}\p{N}]+"), "removed")
    return tokenizer, [piece for piece, _ in scored]


def _score(piece: str) -> float:
    """Fewest pieces win; a piece of two or three letters costs more, because inside a word it is seldom a part."""
    return -10.0 - 3.0 * max(0, _PART - len(piece))


def piece_counts(tokenizer: Tokenizer, texts: Sequence[str], pieces: int) -> NDArray[np.float64]:
    """How often each piece stands in texts: float64 (pieces,), one more than it was seen."""
    counts = np.ones(pieces)
    for start in range(0, len(texts), 5000):
        for encoding in tokenizer.encode_batch(list(texts[start : start + 5000]), add_special_tokens=False):
            np.add.at(counts, encoding.ids, 1)
    return counts
