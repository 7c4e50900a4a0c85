"""A follow-up is answered by what it asks itself, not by what the question before it was about."""

import pytest

from assistant.answer import Answer, Turn
from assistant.ask import ask
from index.search import Index

MESSAGES = {
    "vuurwerk": "Wat is er besproken over vuurwerk?",
    "taser": "Wat is er gezegd over het stroomstootwapen?",
    "boa": "Wat speelt er rond boa's?",
    "bezuiniging": "Wat is er gezegd over de bezuiniging?",
    "cybercrime": "Wat is er gezegd over cybercrime?",
    "mensenhandel": "Wat is er gezegd over mensenhandel?",
    "drones": "Wat is er gezegd over drones?",
    "wijkagent": "Wat is er gezegd over de wijkagent?",
}


def followed(index: Index, before: str, message: str) -> Answer:
    return ask(index, message, [Turn("user", MESSAGES[before])])


@pytest.mark.parametrize(
    ("before", "message"),
    [
        ("vuurwerk", "Werkt het?"),  # "vuurwerk" is no form of "werkt"
        ("taser", "Werkt het?"),
        ("taser", "Wie neemt deel?"),
        ("taser", "Wanneer komt er een besluit?"),  # "2020 en 2021" is for something else
        ("taser", "Wanneer wordt geëvalueerd?"),
        ("taser", "Hoe wordt gehandhaafd?"),
        ("taser", "Wie besluit daarover?"),
        ("boa", "Hoe lang duurt het?"),  # no sentence says how long
        ("boa", "Wie heeft het voorgesteld?"),
        ("wijkagent", "Hoe vaak gebeurt dat?"),  # 5.000 is another number
        ("wijkagent", "Is er geld voor?"),
        ("mensenhandel", "Was iedereen akkoord?"),
        ("cybercrime", "Hoe wordt gehandhaafd?"),
        ("drones", "Is er geld voor?"),
    ],
)
def test_what_the_records_say_of_the_subject_alone_is_no_answer(
    example_index: Index, before: str, message: str
) -> None:
    found = followed(example_index, before, message)
    assert found.refusal is not None, found.text
    assert found.nearest  # what there is of the subject is shown, as what comes nearest


@pytest.mark.parametrize(
    ("before", "message", "words"),
    [
        ("taser", "Is er geld voor?", "2020 en 2021"),
        ("taser", "Hoe duur wordt het?", "5 miljoen"),
        ("taser", "Hoeveel geld is er beschikbaar?", "5 miljoen"),
        ("taser", "Zijn er afspraken gemaakt?", "definitieve besluit"),
        ("bezuiniging", "Hoe lang duurt het?", "zes jaar"),
        ("vuurwerk", "Hoe wordt gehandhaafd?", "handhaafbaarheid"),
        ("vuurwerk", "Zijn er afspraken gemaakt?", "september"),
        ("cybercrime", "Zijn er cijfers?", "cijfers"),
    ],
)
def test_what_was_asked_is_answered(example_index: Index, before: str, message: str, words: str) -> None:
    found = followed(example_index, before, message)
    assert found.refusal is None, found.text
    assert words in " ".join(found.text.split())


@pytest.mark.parametrize(
    ("question", "word"),
    [
        ("Mogen agenten hoofddoekjes dragen?", "hoofddoekjes"),  # "draagt ... zijn functie over" is another thing
        ("Hoe maak je mayonaise?", "mayonaise"),
        ("Wordt cannabis gelegaliseerd?", "cannabis"),
    ],
)
def test_a_verb_beside_what_no_record_has_is_no_answer(example_index: Index, question: str, word: str) -> None:
    found = ask(example_index, question)
    assert found.refusal is not None, found.text
    assert f"‘{word}’" in found.text


@pytest.mark.parametrize(
    "question",
    [
        "Gaat de politie bodycams gebruiken?",
        "Wordt de politie uitgebreid?",
        "Komen er minder wijkagenten?",
        "Is het stroomstootwapen genoeg?",
    ],
)
def test_a_short_question_for_yes_or_no_is_not_answered_by_half_of_what_it_names(
    example_index: Index, question: str
) -> None:
    found = ask(example_index, question)
    assert found.refusal is not None, found.text
    assert found.nearest


def test_it_is_answered_by_what_names_both(example_index: Index) -> None:
    assert "vuurwerkverbod" in ask(example_index, "Is er een vuurwerkverbod?").text


def test_a_verb_with_its_part_apart_is_found(example_index: Index) -> None:
    assert "Henk van Essen" in ask(example_index, "Aan wie draagt Akerboom zijn functie over?").text


@pytest.mark.parametrize("question", ["Wie was erbij op 28 oktober 2019?", "Wie ontbrak er op 11 april 2022?"])
def test_what_a_meeting_was_about_does_not_say_who_was_there(example_index: Index, question: str) -> None:
    assert ask(example_index, question).refusal is not None


def test_a_list_of_something_else_is_no_direct_answer(example_index: Index) -> None:
    assert ask(example_index, "Welke moties zijn aangenomen?").short is None


def test_money_is_no_more_money(example_index: Index) -> None:
    assert ask(example_index, "Komt er meer geld voor de politie?").short is None


def test_a_cut_is_not_explained_by_what_it_comes_to(example_index: Index) -> None:
    assert "144 miljoen" not in ask(example_index, "Waarom moet de politie bezuinigen?").text


@pytest.mark.parametrize("verb", ["is", "wordt"])
def test_who_is_new_in_an_office_is_who_takes_it_over(example_index: Index, verb: str) -> None:
    found = ask(example_index, f"Wie {verb} de nieuwe korpschef?")
    assert "aan Henk van Essen" in found.text
    assert found.short is None  # the first name in that sentence is of who leaves
