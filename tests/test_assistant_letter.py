"""A message written as a letter is read for what it asks; a message that isn't one is left as it is."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.ask import ask
from assistant.join import questions
from assistant.letter import without_courtesies
from index.search import Index

LETTER = """Beste collega,

Kun je voor mij uitzoeken:
- voor welke jaren de taser is gefinancierd;
- wat de staatssecretaris heeft toegezegd over mensenhandel

Met vriendelijke groet,
Jan de Vries
Gemeente Utrecht
"""


@pytest.mark.parametrize(
    ("message", "asked"),
    [
        ("Hoi, kun je me vertellen wat er is besloten over vuurwerk? Groet, Jan", ["Wat is er besloten over vuurwerk?"]),
        ("Goedemorgen Piet,\n\nWat is er besloten over vuurwerk?\n\nmvg Jan", ["Wat is er besloten over vuurwerk?"]),
        ("Ik wil graag weten hoeveel wijkagenten er zijn.", ["Hoeveel wijkagenten zijn er?"]),
        ("Wat is er besloten over vuurwerk? Alvast bedankt!", ["Wat is er besloten over vuurwerk?"]),
        (
            "Geachte heer, mevrouw,\n\nIk ben bezig met een onderzoek. Graag hoor ik van u het volgende.\n\n"
            "Wat is er besproken over de haven?\n\nMet vriendelijke groet,\nJan",
            ["Wat is er besproken over de haven?"],
        ),
        ("Hoi, in 2021 was er een brand. Wat is er toen besloten?", ["In 2021 was er een brand. Wat is er toen besloten?"]),
        ("Graag een overzicht van alles over de haven", ["Wat is er gezegd over de haven?"]),
        ("Ik wil alles weten over vuurwerk in 2020.", ["Wat is er gezegd over vuurwerk in 2020?"]),
        ("Is dat alles over de haven of niet?", ["Is dat alles over de haven of niet?"]),
        (LETTER, ["Voor welke jaren is de taser gefinancierd?", "Wat heeft de staatssecretaris toegezegd over mensenhandel?"]),
        ("Vragen:\n1. Wie is de korpschef?\n2. Sinds wanneer?", ["Wie is de korpschef?", "Sinds wanneer?"]),
    ],
)  # fmt: skip
def test_what_stands_around_a_question_is_left_out(message: str, asked: list[str]) -> None:
    found = without_courtesies(message)
    assert [f"{one[0].upper()}{one[1:]}" for one in found] == asked


@pytest.mark.parametrize(
    "message",
    [
        "Wat is er besloten over vuurwerk?",
        "Hoi",
        "Groet",
        "Weet je of boa's wapens krijgen?",  # without the plea it would be no question
        "Wat zei de heer Groeten over de haven?",
        "Dag van de brandweer, wat is daarover gezegd?",
        "Wat is de rol van Beste Buren, een vereniging?",
        "Welk bedrag van het extra geld was voor de haven?",
        "Welke maatregelen zijn er:\nmeer blauw op straat of minder?",
    ],
)
def test_other_messages_are_left_as_they_are(message: str) -> None:
    assert [" ".join(message.split())] == [" ".join(one.split()) for one in without_courtesies(message)]


@given(st.text(max_size=300))
def test_something_is_always_left(message: str) -> None:
    assert all(without_courtesies(message)) or not message


def test_a_hostile_message_takes_no_time() -> None:
    for piece in ("Beste ", "groet ", "\n- ", "kun je ", "met vriendelijke groet\n", "? groet"):
        begun = time.perf_counter()
        questions(piece * (2_000 // len(piece)))
        assert time.perf_counter() - begun < 1


def test_each_item_of_a_letter_is_answered(real_index: Index) -> None:
    told = ask(real_index, LETTER)
    assert {one.passage.topic for one in told.citations} == {
        "Voorgenomen besluit stroomstootwapen",
        "Veiligheidsagenda",
    }
    assert "2020 en 2021" in told.text
