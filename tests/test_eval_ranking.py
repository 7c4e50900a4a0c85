"""Measures of a ranked list: hand-computed cases, a slow second way of computing, and intervals that can be told apart."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.ranking import hit_at, interval, ndcg_at, recall_at, reciprocal_rank

LISTS = st.lists(st.integers(0, 15), unique=True, max_size=15)


def test_a_list_with_the_second_and_fourth_relevant_scores_as_computed_by_hand() -> None:
    found, gold = ["a", "b", "c", "d"], {"b", "d", "z"}
    assert [hit_at(found, gold, k) for k in (1, 2)] == [0.0, 1.0]
    assert recall_at(found, gold, 3) == pytest.approx(1 / 3)
    assert recall_at(found, gold, 10) == pytest.approx(2 / 3)
    assert reciprocal_rank(found, gold, 10) == 0.5
    ideal = 1 + 1 / math.log2(3) + 1 / 2
    assert ndcg_at(found, gold, 10) == pytest.approx((1 / math.log2(3) + 1 / math.log2(5)) / ideal)


def test_nothing_relevant_below_the_cut_counts() -> None:
    assert reciprocal_rank(["a", "b"], {"b"}, 1) == 0.0
    assert ndcg_at(["a", "b"], {"b"}, 1) == 0.0


@given(LISTS, st.frozensets(st.integers(0, 15), min_size=1), st.integers(1, 12))
def test_the_measures_agree_with_a_slow_second_way(found: list[int], gold: frozenset[int], k: int) -> None:
    ranks = [found.index(one) + 1 for one in gold if one in found and found.index(one) < k]
    assert hit_at(found, gold, k) == (1.0 if ranks else 0.0)
    assert recall_at(found, gold, k) == pytest.approx(len(ranks) / len(gold))
    assert reciprocal_rank(found, gold, k) == pytest.approx(1 / min(ranks) if ranks else 0.0)
    ideal = sum(math.log(2) / math.log(1 + n) for n in range(1, min(k, len(gold)) + 1))
    assert ndcg_at(found, gold, k) == pytest.approx(sum(math.log(2) / math.log(1 + rank) for rank in ranks) / ideal)


def test_an_interval_holds_its_mean_and_is_the_same_each_time() -> None:
    values, groups = [0.0, 1.0, 1.0, 1.0], ["a", "b", "b", "c"]
    one = interval(values, groups)
    assert one is not None
    assert one.low < one.mean == 0.75 < one.high
    assert one == interval(values, groups)


def test_questions_on_one_record_are_not_independent() -> None:
    together = interval([0.0] * 10 + [1.0] * 10, ["a"] * 10 + ["b"] * 10)
    apart = interval([0.0] * 10 + [1.0] * 10, [str(n) for n in range(20)])
    assert together is not None
    assert apart is not None
    assert together.high - together.low > apart.high - apart.low


def test_no_values_give_no_interval() -> None:
    assert interval([], []) is None
    with pytest.raises(ValueError, match="2 values in 1 groups"):
        interval([1.0, 0.0], ["a"])
