"""Times that a record counts from its own day are explained, and only those that its day settles."""

from datetime import date

import pytest

from assistant.ask import ask
from assistant.relative_time import meanings
from index.search import Index

AUTUMN = date(2019, 10, 28)


@pytest.mark.parametrize(
    ("text", "day", "expected"),
    [
        ("De cijfers zijn eind dit jaar beter.", AUTUMN, [("eind dit jaar", "eind 2019")]),
        ("Dat komt volgend jaar terug.", AUTUMN, [("volgend jaar", "2020")]),
        ("Vorig jaar was dat anders.", AUTUMN, [("Vorig jaar", "2018")]),
        ("De proef begint komend voorjaar.", AUTUMN, [("komend voorjaar", "voorjaar 2020")]),
        ("De proef begint komend voorjaar.", date(2020, 2, 10), [("komend voorjaar", "voorjaar 2020")]),
        ("De proef begint komend najaar.", AUTUMN, [("komend najaar", "najaar 2020")]),
        ("Dit najaar is er overleg.", AUTUMN, [("Dit najaar", "najaar 2019")]),
        ("Dat was vorige maand.", date(2020, 1, 5), [("vorige maand", "december 2019")]),
        ("Over twee jaar is de sluis klaar.", AUTUMN, [("Over twee jaar", "2021")]),
        ("Binnen drie maanden volgt een brief.", AUTUMN, [("Binnen drie maanden", "vóór 28 januari 2020")]),
        ("Dat wordt in september besproken.", date(2020, 2, 10), [("september", "september 2020")]),
        ("Dat wordt in januari besproken.", AUTUMN, [("januari", "januari 2020")]),
        ("Op 19 april worden de plannen besproken.", date(2021, 3, 1), [("19 april", "19 april 2021")]),
        ("In november werd de haven gesloten.", AUTUMN, [("november", "november 2018")]),
        ("De monitor is in augustus voor het eerst uitgebracht.", date(2020, 9, 21), [("augustus", "augustus 2020")]),
        ("Volgende week is er een gesprek.", AUTUMN, [("Volgende week", "de week van 4 november 2019")]),
    ],
)
def test_a_time_is_counted_from_the_meeting(text: str, day: date, expected: list[tuple[str, str]]) -> None:
    assert [(span.of(text), meaning) for span, meaning in meanings(text, day)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "Dat komt op korte termijn.",
        "Het plan komt in het volgende LOVP.",
        "Het bedrag is verspreid over drie jaar.",
        "In 2020 is er geld.",
        "Het is op 3 maart 2020 besproken.",
        "Tussen maart en juni 2020 was het stil.",
        "In mei gaat het om drie dingen en was er overleg.",  # ahead or behind: not plain
        "Het komende jaar wordt zwaar.",  # this year's, or the twelve months ahead
    ],
)
def test_what_the_day_of_the_meeting_does_not_settle_stays_as_it_is(text: str) -> None:
    assert meanings(text, AUTUMN) == []


def test_an_answer_explains_the_times_in_its_quotes(example_index: Index) -> None:
    answer = ask(example_index, "Wanneer komt het vuurwerkverbod terug in het overleg?")
    assert [(one.n, one.words, one.meaning) for one in answer.explanations] == [(1, "september", "september 2020")]
    assert "2020" not in answer.citations[0].quote  # it is ours, so it is in no quote
