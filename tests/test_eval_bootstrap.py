"""An interval says how much a figure depends on which records were asked about, and the same figures always get the same one."""

import pytest

from eval.bootstrap import interval, ratio


def test_a_figure_that_every_record_agrees_on_is_certain() -> None:
    found = interval([0.5, 0.5, 0.5], ["a", "b", "c"])
    assert found is not None
    assert (found.mean, found.low, found.high, found.count) == (0.5, 0.5, 0.5, 3)


def test_one_record_tells_nothing_of_how_records_differ() -> None:
    found = interval([0.0, 1.0], ["a", "a"])
    assert found is not None
    assert (found.mean, found.low, found.high) == (0.5, 0.5, 0.5)


def test_questions_on_the_same_record_count_as_one_draw() -> None:
    values = [1.0] * 20 + [0.0] * 20
    apart = interval(values, [str(n) for n in range(40)])
    together = interval(values, [str(n // 10) for n in range(40)])
    assert apart is not None
    assert together is not None
    assert together.high - together.low > 1.5 * (apart.high - apart.low)


def test_a_ratio_weighs_each_question_by_what_it_has() -> None:
    found = ratio([1, 9], [1, 10], ["a", "b"])
    assert found is not None
    assert found.mean == pytest.approx(10 / 11)
    assert found.low == pytest.approx(0.9)
    assert found.high == 1.0


def test_the_same_figures_have_the_same_interval() -> None:
    values = [float(n % 3) for n in range(30)]
    groups = [str(n % 7) for n in range(30)]
    assert interval(values, groups) == interval(values, groups)


def test_without_a_whole_there_is_no_figure_and_unequal_lists_are_refused() -> None:
    assert interval([], []) is None
    assert ratio([0.0], [0.0], ["a"]) is None
    with pytest.raises(ValueError, match="2 parts"):
        ratio([1.0, 1.0], [1.0], ["a"])
