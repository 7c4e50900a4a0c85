"""An answer keeps to the scope of its question; a scope that no record has is told, and never everything."""

import re
from datetime import date

import pytest

from assistant.answer import Answer
from assistant.ask import QuestionError, ask
from index.records import Scope
from index.search import Index


def asked(index: Index, message: str) -> Answer:
    return ask(index, message)


def quotes(answer: Answer) -> str:
    """Everything that an answer quotes, its white space made single."""
    return " ".join(" ".join(citation.quote.split()) for citation in answer.citations)


def places(answer: Answer) -> set[tuple[date | None, str]]:
    return {(citation.passage.date, citation.passage.topic) for citation in answer.citations}


def test_a_meeting_that_is_named_and_has_no_record_is_never_answered_from_another(example_index: Index) -> None:
    for when in ("in het LOVP van mei 2018", "in 2018", "sinds 2024", "in het LOVP van 30 februari 2020",
                 "tussen maart 2012 en juni 2013", "in het eerste LOVP van 2017", "in het najaar van 2023"):  # fmt: skip
        answer = asked(example_index, f"Wat is er {when} gezegd over de taser?")
        assert not answer.answered
        assert answer.text.startswith("Ik heb geen verslag van een LOVP ")
        assert "Wel van " in answer.text


@pytest.mark.parametrize(
    ("message", "first", "last"),
    [
        ("Wat is er sinds 2021 gezegd over polarisatie?", date(2021, 1, 1), date.max),
        ("Wat is er tot en met 2020 besproken over de politie?", date.min, date(2020, 12, 31)),
        ("Wat zei het laatste LOVP over bewaken en beveiligen?", date(2023, 4, 24), date(2023, 4, 24)),
        ("Wat is er in 2022 besproken over wijkagenten?", date(2022, 1, 1), date(2022, 12, 31)),
        ("Wat is er in de tweede helft van 2022 besproken?", date(2022, 7, 1), date(2022, 12, 31)),
    ],
)
def test_an_answer_keeps_to_the_period_of_its_question(
    example_index: Index, message: str, first: date, last: date
) -> None:
    answer = asked(example_index, message)
    assert answer.answered
    assert all(day is not None and first <= day <= last for day, _ in places(answer))


def test_a_time_that_was_no_meeting_that_answers_is_told(example_index: Index) -> None:
    answer = asked(example_index, "Wat eindigt er in juni 2023 voor Gerrit van der Burg?")
    assert answer.question.note is not None
    assert "‘in juni 2023’" in answer.question.note


def test_two_months_leave_out_the_meetings_between(example_index: Index) -> None:
    answer = asked(example_index, "Wat is er in oktober 2019 en in april 2022 besproken over agenten?")
    assert {day for day, _ in places(answer)} <= {date(2019, 10, 28), date(2022, 4, 11)}


def test_a_topic_that_no_record_has_is_not_found_and_some_that_there_are_are_named(example_index: Index) -> None:
    answer = asked(example_index, "Wat is er gezegd onder het agendapunt bodycams?")
    assert not answer.answered
    assert answer.text.startswith(
        "Ik heb geen agendapunt ‘bodycams’ gevonden in de verslagen. Agendapunten die er wel zijn"
    )


@pytest.mark.parametrize("about", ["", " over mensenhandel"])
def test_a_topic_keeps_the_others_out(example_index: Index, about: str) -> None:
    answer = asked(example_index, f"Wat is er onder het agendapunt Veiligheidsagenda gezegd{about}?")
    assert answer.answered
    assert {topic for _, topic in places(answer)} == {"Veiligheidsagenda"}


@pytest.mark.parametrize(
    ("scope", "said"),
    [
        (Scope(topic="bodycams"), "geen agendapunt ‘bodycams’"),
        (Scope(speaker="paus"), "geen spreker ‘paus’"),
        (Scope(speaker="?"), "geen spreker"),
        (Scope(date(2022, 1, 1), date(2021, 1, 1)), "Draai de datums om"),
    ],
)
def test_a_scope_that_cannot_be_is_refused_with_what_to_do(example_index: Index, scope: Scope, said: str) -> None:
    with pytest.raises(QuestionError, match=re.escape(said).replace("\\ ", " ")):
        ask(example_index, "Wat is er gezegd over mensenhandel?", scope=scope)


def test_a_speaker_set_by_hand_is_the_only_one_who_is_quoted(example_index: Index) -> None:
    answer = ask(example_index, "Wat is er gezegd over mensenhandel?", scope=Scope(speaker="korpschef"))
    assert answer.answered
    assert all("Korpschef" in citation.quote for citation in answer.citations)
    nothing = ask(example_index, "Wat is er gezegd over polarisatie?", scope=Scope(speaker="korpschef"))
    assert not nothing.answered
    assert "als woorden van ‘korpschef’" in nothing.text


def test_a_period_set_by_hand_without_meetings_is_no_everything(example_index: Index) -> None:
    answer = ask(example_index, "Wat is er gezegd over drones?", scope=Scope(since=date(2025, 1, 1)))
    assert answer.text == (
        "Ik heb geen verslag van een LOVP vanaf 1 januari 2025. Wel van 26 september 2022 en 24 april 2023."
    )


def test_a_part_that_is_removed_opens_the_other_meetings(example_index: Index) -> None:
    message = "Wat is er gezegd over drones in het LOVP van mei 2020?"
    assert not ask(example_index, message).answered
    assert ask(example_index, message, without=["period"]).answered


def test_announced_agenda_items_are_those_that_are_still_to_come(example_index: Index) -> None:
    answer = asked(example_index, "Wat komt er volgende keer op de agenda?")
    assert "komt in het volgende LOVP aan de orde" in quotes(answer)
