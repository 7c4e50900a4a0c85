"""What each piece starts from: the teacher's vectors of its translations, of its lemma's, or of the parts that it is made of."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from index.training_bags import Bags, to_unit

_SHORTEST = 3  # letters of a part of a compound
_SMOOTH = 1e-3  # of smoothed inverse frequency (Arora et al. 2017)
_UNKNOWN = 0.5  # length of the row of a piece that nothing is known of


def on_main_axes(vectors: NDArray[np.float32], dimension: int, of: int | None = None) -> NDArray[np.float32]:
    """Vectors less their mean, on their `dimension` main axes, at length 1; mean and axes are those of the first `of` (all)."""
    mean = vectors[:of].mean(axis=0)
    centred = vectors[:of] - mean
    _, axes = np.linalg.eigh(centred.T @ centred)
    return to_unit(np.asarray((vectors - mean) @ axes[:, ::-1][:, :dimension], np.float32))


def weights(counts: NDArray[np.float64]) -> NDArray[np.float32]:
    """Smoothed inverse frequency of pieces: float32 (n,), near 1 for a rare piece and near 0 for "de"."""
    return np.asarray(_SMOOTH / (_SMOOTH + counts / max(1.0, counts.sum())), np.float32)


def first_rows(
    pieces: Sequence[str], texts: Bags, vectors: NDArray[np.float32], dimension: int, seed: int
) -> NDArray[np.float32]:
    """First vectors of pieces, float32 (pieces, dimension), at length 1; those that nothing is known of are drawn, and short.

    Args:
        pieces: in order of their ids.
        texts: Dutch words and phrases of a dictionary.
        vectors: the teacher's vector of the translation of each: float32 (len(texts), dimension).
        dimension: numbers a vector.
        seed: of what is drawn.
    """
    lengths = np.diff(texts.starts)
    table = np.zeros((len(pieces), dimension), np.float32)
    alone = lengths == 1
    np.add.at(table, texts.ids[texts.starts[:-1][alone]], vectors[alone])
    table = to_unit(table)
    company = np.zeros_like(table)  # phrases say something of the words in them
    phrases = np.repeat(~alone, lengths)
    np.add.at(company, texts.ids[phrases], np.repeat(vectors, lengths, axis=0)[phrases])
    place = {piece: n for n, piece in enumerate(pieces)}
    known = {piece: table[n] for piece, n in place.items() if table[n].any()}
    for piece, n in place.items():
        if piece not in known and piece.isalpha():
            found = _of_parts(piece, known)
            table[n] = company[n] if found is None else found
    table = to_unit(table)
    missing = ~table.any(axis=1)
    drawn = np.random.default_rng(seed).standard_normal((int(missing.sum()), dimension)).astype(np.float32)
    table[missing] = _UNKNOWN * to_unit(drawn)
    return table


def _of_parts(piece: str, known: Mapping[str, NDArray[np.float32]]) -> NDArray[np.float32] | None:
    """The vector of a word less what links or inflects it, or the sum of those of the two parts of a compound."""
    whole = _of_word(piece, known)
    cuts = sorted(range(_SHORTEST, len(piece) - _SHORTEST + 1), key=lambda cut: abs(cut - len(piece) / 2))
    for cut in cuts if whole is None else ():
        one, other = _of_word(piece[:cut], known), _of_word(piece[cut:], known)
        if one is not None and other is not None:
            return one + other
    return whole


def _of_word(word: str, known: Mapping[str, NDArray[np.float32]]) -> NDArray[np.float32] | None:
    tried = (word, word.removesuffix("s"), word.removesuffix("en"), f"{word}en", word.removesuffix("e"))
    return next((known[one] for one in tried if one in known), None)
