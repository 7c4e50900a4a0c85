"""How good a ranked list is, one pure function a measure, and how sure that figure is.

A list is ids, best first, each once; `gold` is what is relevant, all of it equally. Intervals resample whole groups (records),
because questions on one record are not independent.
"""

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

_ROUNDS, _SEED = 2_000, 20_261_124  # resamples, and a seed so that the same figures have the same interval
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean (or a change in one) with the bounds between which 95 % of the resamples lie, over `count` questions."""

    mean: float
    low: float
    high: float
    count: int


def hit_at(found: Sequence[T], gold: Collection[T], k: int) -> float:
    """1 when something relevant stands in the first `k`, else 0."""
    return float(any(one in gold for one in found[:k]))


def recall_at(found: Sequence[T], gold: Collection[T], k: int) -> float:
    """The share of what is relevant that stands in the first `k`; 0 when nothing is relevant."""
    return sum(one in gold for one in found[:k]) / len(gold) if gold else 0.0


def reciprocal_rank(found: Sequence[T], gold: Collection[T], k: int) -> float:
    """1 / the rank of the first that is relevant, 0 when none is in the first `k`; its mean is MRR@k."""
    return next((1 / rank for rank, one in enumerate(found[:k], 1) if one in gold), 0.0)


def ndcg_at(found: Sequence[T], gold: Collection[T], k: int) -> float:
    """Discounted gain of the first `k` as a share of the best possible (Järvelin and Kekäläinen 2002, gains of 0 and 1)."""
    best = sum(1 / math.log2(rank + 1) for rank in range(1, min(k, len(gold)) + 1))
    gained = sum(1 / math.log2(rank + 1) for rank, one in enumerate(found[:k], 1) if one in gold)
    return gained / best if best else 0.0


def interval(values: Sequence[float], groups: Sequence[str]) -> Interval | None:
    """The mean with its 95 % interval, by a bootstrap over groups; None without values.

    For a paired change the values are the differences.

    Raises:
        ValueError: not one group for each value.
    """
    if len(values) != len(groups):
        raise ValueError(f"{len(values)} values in {len(groups)} groups")
    if not values:
        return None
    names = sorted(set(groups))
    sums: NDArray[np.float64] = np.zeros(len(names))
    counts: NDArray[np.float64] = np.zeros(len(names))
    for value, group in zip(values, groups, strict=True):
        place = names.index(group)
        sums[place] += value
        counts[place] += 1
    drawn = np.random.default_rng(_SEED).integers(0, len(names), (_ROUNDS, len(names)))
    means = sums[drawn].sum(axis=1) / counts[drawn].sum(axis=1)
    low, high = np.quantile(means, (0.025, 0.975))
    return Interval(sum(values) / len(values), float(low), float(high), len(values))
