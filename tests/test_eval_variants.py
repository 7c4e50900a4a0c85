"""Variants of questions: each kind by example, and what holds for all of them."""

import pytest

from eval.variants import (
    KINDS,
    abbreviations,
    careless,
    everyday,
    joined_compounds,
    keywords,
    official,
    split_compounds,
    synonyms,
    typos,
    with_accents,
    without_accents,
)

QUESTIONS = [
    "Hoeveel extra politiecapaciteit krijgt de PG voor de bewapening in 2021?",
    "Wat is de capaciteit van de politie volgens de coördinator?",
    "Wat is er toegezegd over het stroomstootwapen?",
]


def test_an_abbreviation_is_written_out_and_back() -> None:
    assert "Wat zei de procureur-generaal?" in abbreviations("Wat zei de PG?")
    assert "Wat zei de PG?" in abbreviations("Wat zei de procureur-generaal?")


def test_a_name_is_replaced_by_another_name() -> None:
    assert any("taser" in text for text in synonyms("Is er een stroomstootwapen?"))


def test_a_compound_is_split_and_joined() -> None:
    assert "Is er capaciteit van de politie?" in split_compounds("Is er politiecapaciteit?")
    assert "Is er politiecapaciteit?" in joined_compounds("Is er capaciteit van de politie?")


def test_accents_go_and_come() -> None:
    assert without_accents("De coördinatie?") == ["De coordinatie?"]
    assert with_accents("voor of na?") == ["vóór of na?"]
    assert without_accents("De agenda?") == []


def test_everyday_words_and_official_ones_take_each_others_place() -> None:
    assert everyday("Wat is toegezegd?") == ["Wat is beloofd?"]
    assert "Wat is toegezegd?" in official("Wat is beloofd?")


def test_a_careless_question_has_no_capitals_and_no_marks() -> None:
    assert careless("Wat zei de PG, en wanneer?") == ["wat zei de pg en wanneer"]


def test_keywords_leave_out_what_says_nothing() -> None:
    assert keywords("Wat is de norm voor wijkagenten?") == ["wijkagenten norm"]


def test_a_typing_error_spares_short_words_and_the_first_letter() -> None:
    question = "Krijgt de politie in Rotterdam versterking?"
    made = typos(question)
    assert made
    for text in made:
        changed = [(a, b) for a, b in zip(question.split(), text.split(), strict=True) if a != b]
        assert len(changed) == 1
        ((before, after),) = changed
        assert before[0] == after[0]
        assert len(before.strip("?")) >= 6


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("question", QUESTIONS)
def test_a_variant_differs_is_the_same_each_time_and_comes_at_most_twice(kind: str, question: str) -> None:
    made = KINDS[kind](question)
    assert question not in made
    assert made == KINDS[kind](question)
    assert len(made) == len(set(made)) <= 2
