"""Two questions in one message are answered one by one, under one numbering."""

import pytest

from assistant.answer import Answer
from assistant.ask import ask
from assistant.cite import faults
from assistant.join import questions
from index.search import Index


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("Wat kost de sluis en wanneer is hij klaar?", ["Wat kost de sluis?", "Wanneer is hij klaar?"]),
        ("Wie betaalt dat? En voor welke jaren?", ["Wie betaalt dat?", "En voor welke jaren?"]),
        ("Wat zei de PG over vuurwerk?", ["Wat zei de PG over vuurwerk?"]),
        ("Wat vinden de burgemeesters en de korpschef?", ["Wat vinden de burgemeesters en de korpschef?"]),
        ("Er was een storm. Wat kostte die?", ["Er was een storm. Wat kostte die?"]),
        ("Wat is a? Wat is b? Wat is c? Wat is d?", ["Wat is a? Wat is b? Wat is c? Wat is d?"]),
        ("", [""]),
    ],
)
def test_a_message_is_cut_into_its_questions(message: str, expected: list[str]) -> None:
    assert questions(message) == expected


def asked(index: Index, message: str) -> Answer:
    answer = ask(index, message)
    records = {record.id: record.text for record in index.store.records()}
    assert faults(answer, records.get) == []
    return answer


def test_both_questions_are_answered_each_with_its_own_quote(example_index: Index) -> None:
    answer = asked(example_index, "Voor welke jaren is de taser gefinancierd en hoeveel krijgt de politie van JenV?")
    assert [citation.n for citation in answer.citations] == [1, 2]
    assert "2020 en 2021" in answer.citations[0].quote
    assert "5 miljoen" in answer.citations[1].quote
    assert answer.short is None


def test_a_question_that_is_not_answered_is_named(example_index: Index) -> None:
    answer = asked(example_index, "Voor welke jaren is de taser gefinancierd en wat kost een paard?")
    assert answer.answered
    assert answer.text.endswith("Op de vraag ‘Wat kost een paard?’ kan ik geen antwoord vinden in de verslagen.")


def test_the_same_words_are_not_quoted_twice(example_index: Index) -> None:
    answer = asked(example_index, "Welke vier oorzaken zijn er voor mensenhandel en wie noemde die vier oorzaken?")
    quotes = [citation.quote for citation in answer.citations]
    assert len(quotes) == len(set(quotes))
    assert answer.text.count("vier oorzaken") == 1


def test_two_questions_of_which_none_is_answered_decline(example_index: Index) -> None:
    answer = asked(example_index, "Wat kost een paard en wie is de koning van Spanje?")
    assert not answer.answered
    assert answer.citations == ()
