"""Texts as bags of pieces, and the arithmetic on them that training needs: sums of rows, forwards and backwards.

Plain numpy on purpose: bags of one length are summed at once, which takes a step of training some tens of milliseconds.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

_AT_ONCE = 4096  # rows that are gathered at a time, so that they stay in the cache


@dataclass(frozen=True, slots=True)
class Bags:
    """Ids of pieces, text after text: those of text n are `ids[starts[n]:starts[n + 1]]`."""

    ids: NDArray[np.int32]
    starts: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.starts) - 1

    def take(self, rows: NDArray[np.intp]) -> "Bags":
        """The texts of these rows, in this order."""
        begins = self.starts[rows]
        lengths = self.starts[rows + 1] - begins
        starts = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
        shift = np.repeat(begins - starts[:-1], lengths)
        return Bags(self.ids[np.arange(starts[-1]) + shift], starts)

    def without(self, dropped: NDArray[np.bool_]) -> "Bags":
        """The same texts less the pieces that are marked: bool (len(ids),)."""
        before = np.concatenate([[0], np.cumsum(~dropped)])
        return Bags(self.ids[~dropped], before[self.starts].astype(np.int64))


def to_bags(tokenizer: Tokenizer, texts: Sequence[str]) -> Bags:
    """Cuts texts into their pieces."""
    cut: list[list[int]] = []
    for start in range(0, len(texts), 5000):
        batch = tokenizer.encode_batch_fast(list(texts[start : start + 5000]), add_special_tokens=False)
        cut += [encoding.ids for encoding in batch]
    return lists_to_bags(cut)


def lists_to_bags(lists: Sequence[Sequence[int]]) -> Bags:
    """Bags out of a list of ids for each text."""
    starts = np.concatenate([[0], np.cumsum([len(one) for one in lists])]).astype(np.int64)
    return Bags(np.fromiter((n for one in lists for n in one), np.int32, int(starts[-1])), starts)


def joined(many: Sequence[Bags]) -> Bags:
    """The texts of several, one after the other."""
    ends = np.cumsum([0, *(len(one.ids) for one in many)])
    starts = [one.starts[:-1] + end for one, end in zip(many, ends[:-1], strict=True)]
    return Bags(np.concatenate([one.ids for one in many]), np.concatenate([*starts, ends[-1:]]))


def sums(rows: NDArray[np.float32], bags: Bags) -> NDArray[np.float32]:
    """The sum of the rows of each bag: float32 (len(bags), dimension), zeros for an empty one."""
    lengths = np.diff(bags.starts)
    made = np.zeros((len(bags), rows.shape[1]), np.float32)
    order = np.argsort(lengths, kind="stable")
    kinds, firsts = np.unique(lengths[order], return_index=True)
    for length, alike in zip(kinds, np.split(order, firsts[1:]), strict=True):
        step = max(1, _AT_ONCE // max(1, int(length)))
        for start in range(0, len(alike) if length else 0, step):
            some = alike[start : start + step]
            made[some] = rows[bags.ids[bags.starts[some, None] + np.arange(length)]].sum(axis=1)
    return made


def turned(bags: Bags) -> tuple[NDArray[np.int32], Bags]:
    """Which pieces stand in the bags, and for each of them the bags that it stands in, as often as it does."""
    order = np.argsort(bags.ids, kind="stable")
    pieces, firsts = np.unique(bags.ids[order], return_index=True)
    text = np.repeat(np.arange(len(bags), dtype=np.int32), np.diff(bags.starts))
    return pieces, Bags(text[order], np.append(firsts, len(order)).astype(np.int64))


def to_unit(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    """Rows at length 1; a row of zeros stays one."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.where(lengths > 0, lengths, 1), np.float32)
