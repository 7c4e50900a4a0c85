"""The bounds that a user sets: one of what there is, or a Dutch reason; and taken away one by one."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.ask import ask
from assistant.scope_parts import matching_topics
from index.embedding import open_encoder
from index.errors import UsageError
from index.ingest import index_paths
from index.records import Scope
from index.search import Index, open_index
from index.settings import Settings
from ui import web_text
from ui.web_narrow import FIELDS, Choices, choices, narrow_html, scope_from, widened

THERE = Choices((date(2020, 2, 3), date(2021, 5, 3)), ("Boten", "Honden & <b>paarden</b>"), ("de havenmeester",))


def test_the_choices_are_what_the_records_have(example_index: Index) -> None:
    there = choices(example_index)
    assert date(2019, 10, 28) in there.meetings
    assert "Voorgenomen besluit stroomstootwapen" in there.topics
    assert all(there.speakers)


NUMBERED = """Verslag LOVP 6 mei 2024

1. Opening en mededelingen
De korpschef opent de vergadering.

2. Havens
De minister meldt dat er drie havens zijn.

3. Havens in het noorden
Het OM wijst erop dat de havens in het noorden dicht zijn.
"""


def test_topics_are_offered_without_numbers_and_speakers_also_when_they_speak_within_one(tmp_path: Path) -> None:
    (tmp_path / "2024-05-06 LOVP.txt").write_text(NUMBERED, "utf-8")
    settings = Settings(home=tmp_path / "home")
    index_paths(settings.home, open_encoder(settings.encoder), [tmp_path / "2024-05-06 LOVP.txt"])
    with open_index(settings) as index:
        there = choices(index)
        assert there.topics == ("Havens", "Havens in het noorden")
        assert {"Minister", "Korpschef", "OM"} <= set(there.speakers)
        assert "Staatssecretaris" not in there.speakers
        scope = scope_from({"topic": "havens"}, there)
        assert scope == Scope(topic="havens")
        told = ask(index, "Hoeveel havens zijn er?", scope=scope)
        assert {one.passage.topic for one in told.citations} == {"2. Havens"}  # and not every topic with that word
        assert scope_from({"topic": "noorden"}, there) == Scope(topic="noorden")


def test_one_meeting_a_period_a_topic_or_a_speaker_can_be_set() -> None:
    assert scope_from({"meeting": "2021-05-03"}, THERE) == Scope(date(2021, 5, 3), date(2021, 5, 3))
    assert scope_from({"topic": "paarden"}, THERE) == Scope(topic="paarden")  # a few words of its name will do
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
        ({"meeting": "2021-05-03", "since": "2020-02-03"}, web_text.MEETING_OR_PERIOD),
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
    assert scope is None or scope.topic is None or matching_topics(scope.topic, THERE.topics)


def test_a_topic_is_found_by_the_other_names_of_its_thing() -> None:
    topics = ("3. Stroomstootwapen", "Bodycams", "Inzet taser in de ggz", "OM en VNG")
    assert matching_topics("taser", topics) == (topics[0], topics[2])
    assert matching_topics("stroomstootwapen ggz", topics) == (topics[2],)
    assert matching_topics("Openbaar Ministerie", topics) == (topics[3],)
    assert matching_topics("stroomstootwapen", topics) == (topics[0],)  # what is called so is meant alone
    assert matching_topics("taser boten", topics) == matching_topics("pistool", topics) == ()


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
