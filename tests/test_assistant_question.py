"""A message becomes a question that stands on its own, about the meetings that it names."""

from collections.abc import Callable, Sequence
from datetime import date

import pytest

from assistant.answer import Turn
from assistant.question import Understood, follow_up, understand
from index.records import EVERYTHING, Scope
from index.search import Index

TASER = "Voor welke jaren is de financiering van de taser geregeld?"
PROMISE = "Wat heeft de staatssecretaris toegezegd over mensenhandel?"

Understand = Callable[..., Understood]


@pytest.fixture(scope="module")
def understood(example_index: Index) -> Understand:
    """Understands a message, after the user's earlier ones, with the words of the example records."""

    def run(message: str, *earlier: str) -> Understood:
        return understand(message, [Turn("user", one) for one in earlier], example_index.vocabulary)

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
        "Wat is er besproken tussen 2020 en 2021?",
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
        ("Wat is er in mei 2020 besproken over BOA’s?", days("2020-05-01", "2020-05-31"), "van mei 2020"),
        ("Wat is er op 28 oktober 2019 besloten?", days("2019-10-28"), "van 28 oktober 2019"),
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


# a follow-up takes the subject of the question before


@pytest.mark.parametrize(
    ("before", "message", "standalone"),
    [
        ("Hoeveel geld was er in 2020 voor de politie?", "En in 2021?", "Hoeveel geld was er in 2021 voor de politie?"),
        (TASER, "En voor 2022?", "En voor 2022 (over financiering van de taser)?"),
        (TASER, "Hoeveel kostte dat?", "Hoeveel kostte dat (over financiering van de taser)?"),
        (TASER, "Waarom?", "Waarom (over financiering van de taser)?"),
        (TASER, "En  sinds\nwanneer ?!", "En sinds wanneer (over financiering van de taser)?"),
        (PROMISE, "En de korpschef?", "Wat heeft de korpschef toegezegd over mensenhandel?"),
    ],
)
def test_a_follow_up_takes_over_what_it_leaves_out(
    understood: Understand, before: str, message: str, standalone: str
) -> None:
    assert understood(message, before).question.text == standalone


def test_who_said_that_is_asked_about_the_subject_of_the_question_before(understood: Understand) -> None:
    found = understood("Wie zei dat?", PROMISE).question.text
    assert found.startswith("Wie zei dat (over ")
    assert found.endswith("mensenhandel)?")


def test_another_speaker_who_is_asked_in_full_leaves_the_first_one_out(understood: Understand) -> None:
    assert (
        understood("En wat zei de korpschef?", PROMISE).question.text == "En wat zei de korpschef (over mensenhandel)?"
    )


def test_the_subject_lasts_through_a_chain_of_follow_ups(understood: Understand) -> None:
    found = understood("En wie?", TASER, "Hoeveel kostte dat?", "Waarom?")
    assert found.question.text == "En wie (over financiering van de taser)?"


def test_the_newest_question_is_the_one_that_is_followed(understood: Understand) -> None:
    found = understood("Waarom?", TASER, "Wat is er gezegd over het vuurwerkverbod?")
    assert "vuurwerkverbod" in found.question.text
    assert "taser" not in found.question.text


def test_a_follow_up_keeps_to_the_meeting_it_names_itself(understood: Understand) -> None:
    found = understood("En in het LOVP van mei 2020?", "Wat is er gezegd over BOA’s?")
    assert found.question.scope == days("2020-05-01", "2020-05-31")
    assert "BOA’s" in found.subject


@pytest.mark.parametrize(
    "message",
    [
        "Wat is er afgesproken over vuurwerk?",
        "Is er iets over drones gezegd?",
        "Hoe zit het met drones?",
        "Welke oorzaken zijn er voor de achterstand bij cybercrime?",
        PROMISE,
    ],
)
def test_a_new_question_after_another_is_left_alone(understood: Understand, message: str) -> None:
    assert understood(message, TASER).question.text == message


@pytest.mark.parametrize("message", ["Wie?", "En in 2021?", "Hoeveel kostte dat?"])
def test_a_follow_up_of_nothing_is_left_alone(understood: Understand, message: str) -> None:
    assert understood(message).question.text == message


def test_a_follow_up_of_a_question_without_a_subject_is_left_alone(example_index: Index) -> None:
    assert follow_up("Wat is er?", "En wie?", example_index.vocabulary) == "En wie?"


def test_the_assistants_own_turns_are_not_used(example_index: Index) -> None:
    def standalone(*history: Turn) -> str:
        return understand("Hoeveel kostte dat?", history, example_index.vocabulary).question.text

    said = Turn("assistant", "In het LOVP van 10 februari 2020 ging het over het vuurwerkverbod.")
    assert standalone(said) == "Hoeveel kostte dat?"
    assert standalone(Turn("user", TASER), said) == standalone(Turn("user", TASER))


def test_line_ends_and_tabs_in_a_message_are_spaces(understood: Understand) -> None:
    assert understood("Wat is er\n\tgezegd   over drones?").question.text == "Wat is er gezegd over drones?"


def test_the_same_message_and_history_are_understood_the_same_way(example_index: Index) -> None:
    history: Sequence[Turn] = [Turn("user", TASER), Turn("assistant", "2020 en 2021"), Turn("user", "En in 2022?")]
    once, twice = (understand("Wie zei dat?", history, example_index.vocabulary) for _ in range(2))
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
