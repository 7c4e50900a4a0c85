"""An encoder without a model: words as bags of hashed letter sequences. It knows spelling, not meaning.

Two words are near when they share letters ("wapens" and "stroomstootwapen", a word and its misspelling), and a text is
the sum of its words; synonyms are strangers to it. It needs no model file, no training and no network, and the same text
gives the same vector on every machine. After fastText's subwords (Bojanowski et al. 2017) with the hashing trick
(Weinberger et al. 2009) in place of trained weights.
"""

import math
import zlib
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from index.dutch import is_content, known_tokens

DIMENSION = 512
_SIZES = (3, 4, 5)  # characters a sequence, as in fastText


def texts_to_vectors(texts: Sequence[str], dimension: int = DIMENSION) -> NDArray[np.float32]:
    """The vectors of texts: float32 (len(texts), dimension), rows of length 1; zeros for a text without words."""
    vectors = np.zeros((len(texts), dimension), np.float32)
    for vector, text in zip(vectors, texts, strict=True):
        counted = Counter([token.folded for token in known_tokens(text)])
        pieces = [(_word(word, dimension), times) for word, times in counted.items() if is_content(word)]
        if not pieces:
            continue
        places = np.concatenate([places for (places, _), _ in pieces])
        weights = np.concatenate(
            [weights if times == 1 else (1 + math.log(times)) * weights for (_, weights), times in pieces]
        )
        vector += np.bincount(places, weights, dimension)
        length = float(np.linalg.norm(vector))
        if length > 0:
            vector /= length
    return vectors


@lru_cache(maxsize=100_000)
def _word(word: str, dimension: int) -> tuple[NDArray[np.intp], NDArray[np.float32]]:
    """Where a word's letter sequences land, and with what weight; the whole word counts as much as all of them."""
    marked = f"<{word}>"
    pieces = [marked[i : i + size] for size in _SIZES for i in range(len(marked) - size + 1)]
    weights = [1.0 / math.sqrt(2 * max(1, len(pieces)))] * len(pieces) + [math.sqrt(0.5)]
    hashes = [zlib.crc32(piece.encode()) for piece in [*pieces, f"<<{word}>>"]]
    places = np.array([value % dimension for value in hashes], np.intp)
    signs = np.array([1.0 if value >> 31 else -1.0 for value in hashes], np.float32)
    return places, signs * np.array(weights, np.float32)
