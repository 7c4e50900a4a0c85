"""What a question was narrowed to, as the page shows it, and asking again without a part of it."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace

import pytest
from boats import words

from assistant.answer import Answer, PartKind, Question, ScopePart, Turn
from index.records import Scope
from ui import web_text
from ui.web_chat import Conversation, Exchange, asked_without, history, reply, stopped
from ui.web_copied import plain_text
from ui.web_html import conversation_html

PERIOD = ScopePart(PartKind.PERIOD, "2022-01-01/2022-12-31", "LOVP in 2022", "in 2022")
SPEAKER = ScopePart(PartKind.SPEAKER, "korpschef", "spreker: korpschef", "korpschef")
ASKED = "Wat zei de korpschef in 2022 over boten?"


@dataclass
class Heard:
    """Answers by saying what is left of the question, and remembers what it was asked."""

    calls: list[tuple[str, list[Turn], tuple[str, ...]]] = field(default_factory=list)

    def __call__(
        self, message: str, history: Sequence[Turn], /, *, scope: Scope | None = None, without: Collection[str] = ()
    ) -> Answer:
        self.calls.append((message, list(history), tuple(without)))
        parts = tuple(part for part in (PERIOD, SPEAKER) if part.kind not in without) if message == ASKED else ()
        left = " ".join(["Boten?", *(part.label for part in parts)]) if message == ASKED else message
        return Answer(f"Over: {left}", (), False, None, Question(left, parts=parts))


def put(ask: Heard, said: Conversation, message: str) -> Conversation:
    return list(reply(ask, said, message))[-1][0]


def press(ask: Heard, said: Conversation, turn: int, kind: str) -> Conversation:
    again = asked_without(said, turn, kind)
    assert again is not None
    return list(reply(ask, said, again))[-1][0]


def test_asking_again_leaves_out_what_was_removed_before_too() -> None:
    ask = Heard()
    said = press(ask, put(ask, (), ASKED), 0, "period")
    said = press(ask, said, 1, "speaker")
    assert [without for _, _, without in ask.calls] == [(), ("period",), ("period", "speaker")]
    assert [exchange.asked for exchange in said] == [ASKED] * 3
    assert said[2].without == ("period", "speaker")


def test_asking_again_hears_the_conversation_before_the_question_was_first_asked() -> None:
    ask = Heard()
    said = put(ask, (), "Eerst iets anders?")
    before = history(said)
    said = put(ask, put(ask, said, ASKED), "En daarna?")
    said = press(ask, said, 1, "period")
    press(ask, said, 3, "speaker")
    assert [turns for _, turns, without in ask.calls if without] == [before, before]


def test_a_follow_up_hears_a_question_that_was_asked_again_once_and_without_what_was_removed() -> None:
    ask = Heard()
    said = put(ask, put(ask, (), ASKED), "En daarna?")
    said = press(ask, press(ask, said, 0, "period"), 2, "speaker")
    assert [turn.text for turn in history(said) if turn.role == "user"] == ["En daarna?", "Boten?"]


def test_a_question_asked_again_in_vain_leaves_the_earlier_answer_in_the_history() -> None:
    ask = Heard()
    said = put(ask, (), ASKED)
    again = asked_without(said, 0, "period")
    assert again is not None
    halted = stopped((*said, again))
    assert halted[-1].notice == web_text.STOPPED
    assert history(halted) == history(said)


@pytest.mark.parametrize(
    ("turn", "kind"), [("0", "period"), (1, "period"), (-1, "period"), (0, "topic"), (0, None), (None, None), (0, [])]
)
def test_a_part_that_the_browser_makes_up_is_none(turn: object, kind: object) -> None:
    said = put(Heard(), (), ASKED)
    assert asked_without(said, turn, kind) is None
    assert asked_without((Exchange(ASKED),), 0, "period") is None  # not answered yet


def test_each_part_is_shown_above_the_answer_with_a_button_that_says_what_it_does() -> None:
    html = conversation_html(put(Heard(), (), ASKED))
    assert re.findall(r"<li>(.*?)<button", html) == ["LOVP in 2022", "spreker: korpschef"]
    assert html.count("Beperkt tot: </span>") == 1
    assert re.findall(r'data-turn="0" data-kind="(\w+)" aria-label="([^"]+)"', html) == [
        ("period", "Opnieuw vragen zonder: LOVP in 2022"),
        ("speaker", "Opnieuw vragen zonder: spreker: korpschef"),
    ]
    assert html.index('class="scope"') < html.index("Over: ")


def test_what_was_left_out_is_said_from_the_start_and_when_it_goes_wrong() -> None:
    again = Exchange(ASKED, removed=(PERIOD, SPEAKER), again=0)
    for exchange in (again, replace(again, notice="Mis.")):
        assert "Gevraagd zonder: LOVP in 2022; spreker: korpschef" in words(conversation_html((exchange,)))


def test_the_note_is_shown_and_no_scope_gives_no_line() -> None:
    said = Answer("Niets.", (), False, None, Question("Boten?", note="In alle verslagen gezocht."))
    shown = words(conversation_html((Exchange("Boten?", said),)))
    assert "Let op: In alle verslagen gezocht." in shown
    assert web_text.NARROWED.strip() not in shown


def test_what_is_copied_names_the_scope_and_what_was_left_out() -> None:
    ask = Heard()
    copied = plain_text(press(ask, put(ask, (), ASKED), 0, "period")[-1])
    assert copied.startswith(
        f"Vraag: {ASKED}\nBegrepen als: Boten? spreker: korpschef\nGevraagd zonder: LOVP in 2022\n"
        "Beperkt tot: spreker: korpschef\n\nAntwoord: Over:"
    )
