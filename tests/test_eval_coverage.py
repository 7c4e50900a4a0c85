"""Every threshold tells what is answered and what of it is wrong; nothing is smoothed, and no error is left out."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.coverage import Judged, as_json, as_plot, as_rows, risk_coverage

# sure and right, sure and wrong, an unanswerable one that is answered, unsure and right, one that is declined
ROWS = (
    Judged(0.9, True, True),
    Judged(0.8, True, False),
    Judged(0.7, False, False),
    Judged(0.6, True, True),
    Judged(None, True, False),
    Judged(None, False, True),
)


def test_each_point_has_the_answers_from_its_threshold_up() -> None:
    found = risk_coverage(ROWS)
    assert [(p.threshold, p.coverage, p.answered, p.wrong, p.false) for p in found.points] == [
        (0.9, 0.25, 1, 0, 0),
        (0.8, 0.5, 2, 1, 0),
        (0.7, 0.5, 3, 2, 1),
        (0.6, 0.75, 4, 2, 1),
    ]
    assert [point.risk for point in found.points] == [0.0, 0.5, pytest.approx(2 / 3), 0.5]
    assert (found.answerable, found.unanswerable) == (4, 2)


def test_the_area_is_the_mean_risk_over_the_coverage_that_is_reached() -> None:
    assert risk_coverage(ROWS).area == pytest.approx((0.25 * 0 + 0.25 * 0.5 + 0 + 0.25 * 0.5) / 0.75)
    assert risk_coverage([Judged(0.9, True, False)]).area == 1.0
    assert risk_coverage([Judged(0.9, True, True)]).area == 0.0


def test_an_answer_to_an_unanswerable_question_is_wrong_whatever_is_said_of_it() -> None:
    assert risk_coverage([Judged(0.9, False, True)]).points[0].wrong == 1


def test_the_order_of_the_questions_and_ties_make_no_difference() -> None:
    tied = [Judged(0.5, True, True), Judged(0.5, False, False), Judged(0.5, True, False)]
    assert risk_coverage(tied) == risk_coverage(tied[::-1])
    assert len(risk_coverage(tied).points) == 1


def test_a_threshold_between_two_answers_is_that_of_the_surer_one() -> None:
    found = risk_coverage(ROWS)
    assert found.at(0.75).answered == 2
    assert found.at(0.8).answered == 2
    assert found.at(0.0).answered == 4
    assert (found.at(0.95).answered, found.at(0.95).coverage) == (0, 0.0)


def test_a_coverage_that_isnt_reached_has_no_point() -> None:
    found = risk_coverage(ROWS)
    reached = found.for_coverage(0.5)
    assert reached is not None
    assert reached.threshold == 0.8
    assert found.for_coverage(0.8) is None


def test_without_questions_or_answers_there_is_no_area_and_a_plot_all_the_same() -> None:
    for rows in ((), (Judged(None, True, False),)):
        empty = risk_coverage(rows)
        assert (empty.points, empty.area) == ((), None)
        assert len(as_rows(empty)) == 1
        assert "100 %" in as_plot([("o", empty)])


def test_the_table_and_the_data_say_what_the_points_say() -> None:
    found = risk_coverage(ROWS)
    assert as_rows(found)[1] == ("50,0 %", "50,0 %", "0,0 %", "50,0 %", "0,800")
    assert json.loads(json.dumps(as_json(found)))["points"][3]["false"] == 1


def test_the_plot_puts_risk_upwards_and_coverage_to_the_right() -> None:
    safe = risk_coverage([Judged(0.9, True, True), Judged(0.8, True, True)])
    wild = risk_coverage([Judged(0.9, True, False), Judged(0.8, True, False)])
    lines = as_plot([("o", wild), ("#", safe)]).splitlines()
    assert "o" in lines[0]
    assert "#" not in lines[0]
    assert "#" in lines[10]
    assert "o" not in lines[10]
    assert max(map(len, lines[:11])) == len("       |") + 61


judged = st.builds(Judged, st.none() | st.sampled_from([0.1, 0.5, 0.9]), st.booleans(), st.booleans())


@given(st.lists(judged, max_size=12))
def test_coverage_only_grows_and_shares_stay_shares(rows: list[Judged]) -> None:
    found = risk_coverage(rows)
    coverages = [point.coverage for point in found.points]
    assert coverages == sorted(coverages)
    assert all(0 <= point.coverage <= 1 and 0 <= point.risk <= 1 for point in found.points)
    assert [point.threshold for point in found.points] == sorted({p.threshold for p in found.points}, reverse=True)
    assert found.area is None or 0 <= found.area <= 1
