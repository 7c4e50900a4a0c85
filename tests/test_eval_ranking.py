"""Measures of a ranked list: hand-computed cases, a slow second way of computing, another's library, and intervals."""

import math
import random
from collections.abc import Sequence

import ir_measures
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.bootstrap import interval
from eval.ranking import hit_at, ndcg_at, recall_at, reciprocal_rank

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


# What is found, best first, and what is relevant.
AWKWARD: list[tuple[list[str], list[str]]] = [
    ([], ["a"]),
    (["a"], ["a"]),
    (["z"], ["a"]),
    (["z", "a"], ["a"]),
    (["a", "b", "c"], ["a", "b", "c"]),
    (["c", "b", "a"], ["a"]),
    (list("zyxwvutsra"), ["a"]),  # the tenth
    (list("zyxwvutsrqa"), ["a"]),  # the eleventh
    (list("abcdefghijkl"), list("abcdefghijkl")),  # more that is relevant than is looked at
    (list("abc"), list("abcdefghijklmn")),
    (["10", "9", "1"], ["9", "1"]),  # ids that sort otherwise as numbers
]


def random_lists() -> list[tuple[list[str], list[str]]]:
    chance = random.Random(20_261_128)  # noqa: S311 - it makes test cases, no secret
    ids = [f"verslag-{n}:{n * 7}-{n * 9}" for n in range(40)]
    return [(chance.sample(ids, chance.randint(0, 25)), chance.sample(ids, chance.randint(1, 20))) for _ in range(300)]


def by_the_library(lists: Sequence[tuple[list[str], list[str]]], k: int) -> list[dict[str, float]]:
    """What ir-measures makes of each list, by the name of the measure."""
    relevant = [ir_measures.Qrel(str(n), one, 1) for n, (_, gold) in enumerate(lists) for one in gold]
    scored = [
        ir_measures.ScoredDoc(str(n), one, -float(rank))
        for n, (found, _) in enumerate(lists)
        for rank, one in enumerate(found)
    ]
    asked = {
        ir_measures.Success @ k: "hit",
        ir_measures.R @ k: "recall",
        ir_measures.RR @ k: "MRR",
        ir_measures.nDCG @ k: "nDCG",
    }
    told: list[dict[str, float]] = [{} for _ in lists]
    for one in ir_measures.iter_calc(list(asked), relevant, scored):
        told[int(one.query_id)][asked[one.measure]] = one.value
    return told


@pytest.mark.parametrize("k", [1, 2, 3, 5, 10, 30])
def test_the_measures_are_those_of_a_library_for_them(k: int) -> None:
    lists = [*AWKWARD, *random_lists()]
    ours = [
        {
            "hit": hit_at(found, gold, k),
            "recall": recall_at(found, gold, k),
            "MRR": reciprocal_rank(found, gold, k),
            "nDCG": ndcg_at(found, gold, k),
        }
        for found, gold in lists
    ]
    assert ours == [pytest.approx(one, abs=1e-9) for one in by_the_library(lists, k)]
    assert 0 < sum(one["hit"] for one in ours) < len(ours)


def test_without_anything_relevant_we_say_nought_where_the_library_says_nothing() -> None:
    assert [measure(["a"], [], 3) for measure in (hit_at, recall_at, reciprocal_rank, ndcg_at)] == [0.0] * 4
    assert by_the_library([(["a"], [])], 3) == [{}]


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
    with pytest.raises(ValueError, match="1 groups"):
        interval([1.0, 0.0], ["a"])


def test_one_group_or_one_value_gives_an_interval_without_width() -> None:
    for values in ([0.0, 1.0, 1.0], [0.25]):
        one = interval(values, ["a"] * len(values))
        assert one is not None
        assert one.low == one.high == pytest.approx(one.mean)
        assert one.count == len(values)


def test_values_that_are_all_the_same_give_an_interval_without_width() -> None:
    one = interval([1.0] * 7, list("abcdefg"))
    assert one is not None
    assert (one.mean, one.low, one.high) == (1.0, 1.0, 1.0)


def test_a_change_that_is_the_same_for_every_question_is_certain_however_much_the_questions_differ() -> None:
    old, groups = [0.1, 0.5, 0.9, 0.3], list("abcd")
    new = [value + 0.05 for value in old]
    apart = interval(new, groups)
    paired = interval([after - before for before, after in zip(old, new, strict=True)], groups)
    assert apart is not None
    assert paired is not None
    assert paired.low == pytest.approx(0.05)
    assert paired.high == pytest.approx(0.05)
    assert apart.high - apart.low > 0.3
