"""When no direct answer stands on top: when it could be overtaken, contradicted, or of something else than was asked."""

import pytest
from test_assistant_extract import JUNE, answer, passage

from assistant.kind import Kind, asked_for
from assistant.verdict import gives_reason

BOUGHT = passage("Het beraad besluit tot aanschaf van 2.000 bodycams.", "Bodycams")
HANDED = passage("Alle 3.200 camera's zijn uitgereikt.", "Bodycams", JUNE)


def test_what_a_later_meeting_may_have_overtaken_is_not_how_it_is_now() -> None:
    assert answer("Hoeveel bodycams zijn er nu?", BOUGHT).short == "2.000 bodycams"
    assert answer("Hoeveel bodycams zijn er nu?", BOUGHT, HANDED).short is None


def test_another_value_in_another_meeting_leaves_none_on_top() -> None:
    first = passage("De bodycams kosten 6,5 miljoen euro.", "Bodycams")
    later = passage(
        "De bodycams kosten niet 6,5 maar 9,8 miljoen euro, of 10 miljoen euro met opslag.", "Bodycams", JUNE
    )
    assert answer("Wat kosten de bodycams?", first).short == "6,5 miljoen euro"
    assert answer("Wat kosten de bodycams?", first, later).short is None


def test_a_number_of_something_else_is_none() -> None:
    assert answer("Hoeveel bodycams zijn er kapot?", BOUGHT).short is None


def test_a_date_that_a_sentence_before_led_to_is_none() -> None:
    opened = passage("Het steunpunt gaat weer open. Hiermee moet de score eind 2022 omhoog.", "Steunpunt")
    assert answer("Wanneer gaat het steunpunt open?", opened).short is None


@pytest.mark.parametrize(
    ("question", "kind"),
    [("Wanneer ging het in het overleg over vuurwerk?", Kind.MEETING), ("Wanneer ging het steunpunt open?", Kind.DATE)],
)
def test_when_something_went_is_no_question_for_a_meeting(question: str, kind: Kind) -> None:
    assert asked_for(question) is kind


@pytest.mark.parametrize(
    "sentence",
    [
        "Aspiranten die nu in opleiding zijn, mogen kiezen.",
        "Met ingang van 1 september duurt de opleiding twee jaar.",
        "Het plan volgt na de zomer.",
    ],
)
def test_when_something_is_so_is_no_reason(sentence: str) -> None:
    assert not gives_reason(sentence)
    assert gives_reason("Na de moord op de advocaat wordt de dreiging hoger ingeschat.")
