"""The bounds that a user sets: one of what there is, or a Dutch reason; and taken away one by one."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import UsageError
from index.records import Scope
from index.search import Index
from ui import web_text
from ui.web_narrow import FIELDS, Choices, choices, narrow_html, scope_from, widened

THERE = Choices((date(2020, 2, 3), date(2021, 5, 3)), ("Boten", "Honden & <b>paarden</b>"), ("de havenmeester",))


def test_the_choices_are_what_the_records_have(example_index: Index) -> None:
    there = choices(example_index)
    assert date(2019, 10, 28) in there.meetings
    assert "Voorgenomen besluit stroomstootwapen" in there.topics
    assert all(there.speakers)


def test_one_meeting_goes_before_a_period() -> None:
    assert scope_from({"meeting": "2021-05-03", "since": "2020-02-03"}, THERE) == Scope(
        date(2021, 5, 3), date(2021, 5, 3)
    )
    assert scope_from({"since": "2020-02-03", "topic": " Boten "}, THERE) == Scope(date(2020, 2, 3), topic="Boten")
    assert scope_from({"speaker": "de havenmeester"}, THERE) == Scope(speaker="de havenmeester")


def test_nothing_chosen_is_no_bound() -> None:
    assert scope_from(dict.fromkeys(FIELDS, ""), THERE) is None


@pytest.mark.parametrize(
    ("chosen", "told"),
    [
        ({"meeting": "2019-01-01"}, web_text.NOT_A_CHOICE),
        ({"since": "2021-05-03", "until": "2020-02-03"}, web_text.WRONG_WAY_ROUND),
        ({"topic": "Vliegtuigen"}, web_text.NO_SUCH_TOPIC),
        ({"speaker": "iemand"}, web_text.NOT_A_CHOICE),
        ({"topic": ["Boten"]}, web_text.NOT_A_CHOICE),
    ],
)
def test_what_cannot_be_chosen_is_told_in_dutch(chosen: dict[str, object], told: str) -> None:
    with pytest.raises(UsageError) as raised:
        scope_from(chosen, THERE)
    assert str(raised.value) == told


@given(st.dictionaries(st.sampled_from(FIELDS), st.none() | st.text(max_size=12) | st.integers() | st.lists(st.text())))
def test_anything_that_a_browser_sends_is_a_scope_or_a_reason(chosen: dict[str, object]) -> None:
    try:
        scope = scope_from(chosen, THERE)
    except UsageError:
        return
    assert scope is None or scope.topic in {None, *THERE.topics}


def test_what_is_set_stands_in_sight_and_in_the_form() -> None:
    scope = Scope(date(2021, 5, 3), date(2021, 5, 3), THERE.topics[1])
    html = narrow_html(THERE, scope)
    assert '<option value="2021-05-03" selected>3 mei 2021</option>' in html
    assert html.count(" selected>") == 4  # of each choice one
    assert 'data-kind="period"' in html
    assert 'data-kind="topic"' in html
    assert "<b>" not in html


def test_a_bound_is_taken_away_and_the_others_stay() -> None:
    scope = Scope(date(2020, 2, 3), None, "Boten", "de havenmeester")
    assert widened(scope, "period") == Scope(None, None, "Boten", "de havenmeester")
    assert widened(widened(scope, "topic"), "speaker") == Scope(date(2020, 2, 3))
    assert widened(Scope(topic="Boten"), "topic") is None
    assert widened(scope, "onzin") == widened(scope, None) == widened(scope, []) == scope
