"""A message becomes a question that stands on its own, about the meetings that it names."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import pytest

from assistant.answer import Turn
from assistant.question import Records, Understood, understand
from index.records import EVERYTHING, Scope
from index.search import Index

TASER = "Voor welke jaren is de financiering van de taser geregeld?"
PROMISE = "Wat heeft de staatssecretaris toegezegd over mensenhandel?"

TODAY = date(2024, 5, 15)

Understand = Callable[..., Understood]


def records_of(index: Index) -> Records:
    return Records(index.vocabulary, index.store.meeting_days(), index.snapshot().topics, TODAY)


@pytest.fixture(scope="module")
def understood(example_index: Index) -> Understand:
    """Understands a message, after the user's earlier ones, against the example records."""

    def run(message: str, *earlier: str, **narrowed: Any) -> Understood:
        turns = [Turn("user", one) for one in earlier]
        return understand(message, turns, records_of(example_index), **narrowed)

    return run


def days(first: str, last: str = "") -> Scope:
    return Scope(date.fromisoformat(first), date.fromisoformat(last or first))


# which meetings


@pytest.mark.parametrize(
    ("message", "scope", "period", "subject"),
    [
        (
            "Wat is er gezegd over drones in het LOVP van oktober 2019?",
            days("2019-10-01", "2019-10-31"),
            "van oktober 2019",
            "Wat is er gezegd over drones ?",
        ),
        (
            "wat zei het lovp 20 april 2020 over corona",
            days("2020-04-20"),
            "van 20 april 2020",
            "wat zei over corona",
        ),
        (
            "Wat staat in de notulen van 28-10-2019 over drones?",
            days("2019-10-28"),
            "van 28 oktober 2019",
            "Wat staat over drones?",
        ),
        (
            "Wat stond er in de vergadering van 2021 over corona?",
            days("2021-01-01", "2021-12-31"),
            "in 2021",
            "Wat stond er over corona?",
        ),
    ],
)
def test_a_date_that_is_tied_to_a_meeting_says_which_meetings(
    understood: Understand, message: str, scope: Scope, period: str, subject: str
) -> None:
    found = understood(message)
    assert (found.question.scope, found.asked_period, found.tied) == (scope, period, True)
    assert found.subject == subject
    assert found.question.text == message


@pytest.mark.parametrize(
    "message",
    [
        "Welke financiering is er voor 2021?",
        "Hoeveel agenten komen er in 2021?",
        "Wat komt er in november terug?",
        "Wat gebeurt er op 30 februari 2020?",  # no such day
        TASER,
        "",
    ],
)
def test_a_bare_year_is_what_the_text_is_about_and_no_meeting(understood: Understand, message: str) -> None:
    found = understood(message)
    assert found.question.scope == EVERYTHING
    assert found.asked_period is None
    assert found.subject == message


@pytest.mark.parametrize(
    ("message", "scope", "period"),
    [
        ("Welke taak kreeg de politie in mei 2020?", days("2020-05-01", "2020-05-31"), "van mei 2020"),
        ("Wie trad er op 28 oktober 2019 terug?", days("2019-10-28"), "van 28 oktober 2019"),
    ],
)
def test_a_month_or_a_day_by_itself_may_be_a_meeting_or_not(
    understood: Understand, message: str, scope: Scope, period: str
) -> None:
    found = understood(message)
    assert (found.question.scope, found.asked_period, found.tied) == (scope, period, False)


def test_february_ends_on_its_last_day(understood: Understand) -> None:
    assert understood("Wat zei het LOVP van februari 2020?").question.scope == days("2020-02-01", "2020-02-29")
    assert understood("Wat zei het LOVP van december 2021?").question.scope == days("2021-12-01", "2021-12-31")


# follow-ups: the table is in test_assistant_follow_up.py


def test_the_assistants_own_turns_are_not_used(example_index: Index) -> None:
    def standalone(*history: Turn) -> str:
        return understand("Hoeveel kostte dat?", history, records_of(example_index)).question.text

    said = Turn("assistant", "In het LOVP van 10 februari 2020 ging het over het vuurwerkverbod.")
    assert standalone(said) == "Hoeveel kostte dat?"
    assert standalone(Turn("user", TASER), said) == standalone(Turn("user", TASER))


def test_line_ends_and_tabs_in_a_message_are_spaces(understood: Understand) -> None:
    assert understood("Wat is er\n\tgezegd   over drones?").question.text == "Wat is er gezegd over drones?"


def test_the_same_message_and_history_are_understood_the_same_way(example_index: Index) -> None:
    history: Sequence[Turn] = [Turn("user", TASER), Turn("assistant", "2020 en 2021"), Turn("user", "En in 2022?")]
    once, twice = (understand("Wie zei dat?", history, records_of(example_index)) for _ in range(2))
    assert once == twice


@pytest.mark.parametrize(
    ("before", "message", "scope"),
    [
        ("Wat is er in mei 2020 besproken over BOA’s?", "En in oktober 2019?", days("2019-10-01", "2019-10-31")),
        ("Wat is er op 20 april 2020 gezegd over corona?", "En op 25 mei 2020?", days("2020-05-25")),
    ],
)
def test_another_date_takes_the_place_of_the_whole_date(
    understood: Understand, before: str, message: str, scope: Scope
) -> None:
    assert understood(message, before).question.scope == scope


def test_a_subject_of_its_own_takes_the_place_of_the_old(understood: Understand) -> None:
    assert "mensenhandel" not in understood("En wat is er gezegd over drones?", PROMISE).question.text


def test_the_date_of_a_letter_is_not_that_of_a_meeting(understood: Understand) -> None:
    assert not understood("Gaat de brief van 27 juni 2019 over de bezuiniging?").tied


# the parts of the scope, shown and removed


def parts(found: Understood) -> list[tuple[str, str, str]]:
    return [(part.kind.value, part.value, part.words) for part in found.question.parts]


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("Wat zei de PG over mensenhandel?", [("speaker", "PG", "PG")]),
        ("Wat staat er volgens de korpschef stil?", [("speaker", "korpschef", "korpschef")]),
        ("Wat is het standpunt van de minister over drones?", [("speaker", "minister", "minister")]),
        ("Welke toezeggingen zijn er over corona?", [("kind", "toezegging", "toezeggingen")]),
        ("Welke besluiten zijn er genomen over corona?", [("kind", "afspraak", "besluiten")]),
        ("Welke agendapunten zijn aangekondigd?", [("kind", "agendapunt", "agendapunten zijn aangekondigd")]),
        (
            "Wat is er in 2021 gezegd over drones onder het agendapunt Veiligheidsagenda?",
            [
                ("period", "2021-01-01/2021-12-31", "in 2021"),
                ("topic", "Veiligheidsagenda", "onder het agendapunt Veiligheidsagenda"),
            ],
        ),
        ("Wat is er gezegd bij het onderwerp ‘Bewaken en beveiligen’?",
         [("topic", "Bewaken en beveiligen", "bij het onderwerp ‘Bewaken en beveiligen’")]),
        ("Hoeveel drones zijn er?", []),
    ],
)  # fmt: skip
def test_a_question_tells_by_what_it_is_narrowed_and_which_words_did_it(
    understood: Understand, message: str, expected: list[tuple[str, str, str]]
) -> None:
    assert parts(understood(message)) == expected


@pytest.mark.parametrize(
    ("message", "without", "text"),
    [
        ("Wat zei de PG over mensenhandel?", "speaker", "Wat is er gezegd over mensenhandel?"),
        ("Wat vond de korpschef van drones?", "speaker", "Wat is er gezegd over drones?"),
        ("Welke toezeggingen zijn er gedaan over corona?", "kind", "Wat is er gezegd over corona?"),
        ("Wat is er afgesproken over corona?", "kind", "Wat is er gezegd over corona?"),
        ("Wat is er in 2021 besproken over drones?", "period", "Wat is er besproken over drones?"),
        ("Wat zei het LOVP van mei 2020 over drones?", "period", "Wat zei het LOVP over drones?"),
        ("Wat is er gezegd over drones in het LOVP van mei 2020?", "period", "Wat is er gezegd over drones?"),
        ("Wat is er onder het agendapunt bodycams gezegd over geld?", "topic", "Wat is er gezegd over geld?"),
    ],
)
def test_a_part_that_is_removed_leaves_a_question_that_is_read_without_it(
    understood: Understand, message: str, without: str, text: str
) -> None:
    found = understood(message, without=[without])
    assert found.question.text == text
    assert without not in [kind for kind, _, _ in parts(found)]
    if without == "period":
        assert found.question.scope == EVERYTHING


def test_a_part_that_there_is_not_cannot_be_left_out(understood: Understand) -> None:
    with pytest.raises(ValueError, match="periode"):
        understood("Wat is er gezegd?", without=["periode"])


def test_what_is_set_by_hand_goes_before_what_the_question_says_and_that_is_told(understood: Understand) -> None:
    found = understood("Wat is er in 2019 gezegd over drones?", scope=Scope(since=date(2022, 1, 1)))
    assert found.question.scope == Scope(since=date(2022, 1, 1))
    assert found.question.text == "Wat is er gezegd over drones?"
    assert found.question.note == "Uw eigen keuze gaat voor ‘in 2019’ in de vraag."
    assert parts(found) == [("period", "2022-01-01/", "")]


def test_a_topic_may_be_named_by_some_of_its_words(understood: Understand) -> None:
    assert understood("Wat is er gezegd onder het agendapunt stroomstootwapen?").topics == (
        "Voorgenomen besluit stroomstootwapen",
    )
    assert understood("Wat is er gezegd onder het agendapunt bodycams?").topics == ()
