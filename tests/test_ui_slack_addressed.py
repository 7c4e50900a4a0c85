"""In a thread we answer what is asked of us, and keep silent when people talk to each other."""

import pytest
from slack_threads import SEEN, Message
from slack_threads_kept import KEPT, LAST

from ui.slack.addressed import is_for_us


def judged(message: Message) -> bool:
    return is_for_us(message.text, mentioned=message.mentioned, people=message.people)


def precision_and_recall(messages: tuple[Message, ...]) -> tuple[float, float]:
    taken = [message for message in messages if judged(message)]
    right = sum(message.ours for message in taken)
    return right / len(taken), right / sum(message.ours for message in messages)


@pytest.mark.parametrize("message", SEEN, ids=lambda message: f"{message.people}: {message.text}")
def test_a_message_is_known_for_whom_it_is(message: Message) -> None:
    assert judged(message) is message.ours


@pytest.mark.parametrize("messages", [KEPT, SEEN], ids=["kept", "seen"])
def test_what_is_taken_is_for_us_and_little_is_missed(messages: tuple[Message, ...]) -> None:
    precision, recall = precision_and_recall(messages)
    assert precision >= 0.95
    assert recall >= 0.9


def test_with_one_person_messages_that_no_rule_was_made_for_are_known_too() -> None:
    precision, recall = precision_and_recall(tuple(message for message in LAST if message.people == 1))
    assert precision >= 0.9
    assert recall >= 0.9


def test_with_more_people_no_question_is_missed_and_the_records_must_decide_the_rest() -> None:
    """A whole question in which nothing points at anybody can't be told from one to us: we answer only if the records do."""
    precision, recall = precision_and_recall(tuple(message for message in LAST if message.people > 1))
    assert recall >= 0.9
    assert precision >= 0.35


def test_a_question_that_mentions_somebody_is_theirs_with_one_person_too() -> None:
    question = "Wat is er besloten over bodycams?"
    assert is_for_us(question, mentioned=(), people=1)
    assert not is_for_us(question, mentioned=("U1",), people=1)


def test_with_one_person_no_mark_is_needed_and_with_more_it_is() -> None:
    question = "wat is er besloten over bodycams"
    assert is_for_us(question, mentioned=(), people=1)
    assert not is_for_us(question, mentioned=(), people=2)


@pytest.mark.parametrize(
    "text", ["", "   ", "?", "...", "👍", "a" * 10_000 + "?", "?" * 5_000, "\u202e?", "@" * 50, "en " * 600 + "?"]
)
@pytest.mark.parametrize("people", [0, 1, 9])
def test_what_says_nothing_is_no_question_and_nothing_breaks_it(text: str, people: int) -> None:
    assert is_for_us(text, mentioned=(), people=people) in {True, False}
    if not text.strip("en? "):
        return
    assert not is_for_us(text, mentioned=(), people=people)
