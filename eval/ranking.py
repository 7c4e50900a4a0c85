"""How good a ranked list is, one pure function a measure.

A list is ids, best first, each once; `gold` is what is relevant, all of it equally. The arithmetic is that of trec_eval: see
tests/test_eval_ranking.py, where `ir-measures` computes the same. How sure a mean of them is, is in eval/bootstrap.py.
"""

import math
from collections.abc import Collection, Sequence
from typing import TypeVar

from eval.bootstrap import Interval as Interval
from eval.bootstrap import interval as interval

T = TypeVar("T")


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
