"""The bot in trouble with Slack: whatever is lost, refused, told twice or too much, a question gets one whole answer."""

import logging
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
from slack_bot import connected
from slack_process import held
from slack_server import Slack
from slack_state import Message
from slack_talk import edited, mention, thread_message

from index.inbox import Asked, Way
from index.search import Index
from index.sqlite_inbox import Inbox
from ui.slack import answering, received, text, workers
from ui.slack.bot import Bot
from ui.slack.run import joined

QUESTION = "Voor welke jaren is het stroomstootwapen gefinancierd?"
REFUSED = ("chat.startStream", "method_not_supported_for_channel_type")


@pytest.fixture(scope="module")
def bot_here(example_index: Index, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Slack, Bot]]:
    """The bot, connected to a Slack; once for all tests here."""
    with Slack() as slack, connected(slack, example_index, tmp_path_factory.mktemp("mis")) as bot:
        yield slack, bot


@pytest.fixture(scope="module")
def whole(bot_here: tuple[Slack, Bot]) -> str:
    """What the answer says when nothing goes wrong."""
    slack, bot = bot_here
    (answer,) = answers(slack, bot, ask(slack))
    assert all(len(slack.called(f"chat.{step}Stream")) == 1 for step in ("start", "append", "stop"))
    return slack.words(answer)


@pytest.fixture
def slack(bot_here: tuple[Slack, Bot], whole: str) -> Slack:
    """Slack, in which nothing was called since the test began."""
    bot_here[0].calls.clear()
    assert not any(bot_here[0]._faults.values())
    return bot_here[0]


@pytest.fixture
def bot(bot_here: tuple[Slack, Bot]) -> Bot:
    """The bot, connected to it."""
    return bot_here[1]


def ask(slack: Slack, question: str = QUESTION) -> str:
    """Asks, and gives the ts of the question."""
    asked = mention(slack, question)
    assert slack.send(asked).acked.wait(3)
    return str(asked["event"]["ts"])


def answers(slack: Slack, bot: Bot, thread: str) -> list[Message]:
    """The answers in a thread when all is done."""
    assert bot.workers.idle(15)
    return slack.answers("C1", thread)


def ours(caplog: pytest.LogCaptureFixture) -> str:
    """What the bot wrote in the log; the server of the tests notes what it gets."""
    return "\n".join(record.getMessage() for record in caplog.records if not record.name.startswith("websockets"))


def test_the_same_event_three_times_over_gives_one_answer(slack: Slack, bot: Bot) -> None:
    asked = mention(slack, QUESTION)
    first = slack.send(asked)
    again = [slack.resend(first, retry) for retry in (1, 2)]
    assert bot.workers.idle(15)
    time.sleep(0.5)
    deliveries = [first, *again, slack.resend(first, 3)]
    assert all(delivery.acked.wait(3) for delivery in deliveries)
    assert bot.workers.idle(15)
    assert slack.quiet()
    assert len(slack.answers("C1", asked["event"]["ts"])) == 1
    assert len(slack.called("chat.startStream", "chat.postMessage")) == 1


@pytest.mark.parametrize(
    "faults",
    [
        *([("chat.startStream", fault)] for fault in ("lost", "cut", "drop", 500, "429:30", REFUSED[1])),
        *([("chat.startStream", fault)] for fault in ("unknown_method", "missing_scope")),
        *([("chat.appendStream", fault)] for fault in (500, "lost", "cut", "message_not_in_streaming_state")),
        *([("chat.stopStream", fault)] for fault in ("lost", "cut", 500)),
        *([REFUSED, ("chat.postMessage", fault)] for fault in ("lost", "cut", "drop", 503)),
        [("chat.startStream", "lost"), ("conversations.replies", 500)],
        [("chat.appendStream", 500), ("chat.stopStream", 500)],
        [("chat.startStream", "lost"), ("chat.update", "lost")],
        *([("assistant.threads.setStatus", fault)] for fault in ("drop", 500, "missing_scope", "429:30")),
    ],
    ids=lambda faults: " ".join(f"{method.partition('.')[2]}:{fault}" for method, fault in faults),
)
def test_whatever_slack_does_there_is_one_whole_answer(
    slack: Slack, bot: Bot, whole: str, faults: list[tuple[str, Any]], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    for method, fault in faults:
        slack.fail(method, fault)
    began = time.monotonic()
    (answer,) = answers(slack, bot, ask(slack))
    assert (slack.words(answer), answer.streaming) == (whole, False)
    assert time.monotonic() - began < 10  # nobody waited half a minute for what can be done without
    assert not any(slack._faults.values())  # all of it happened
    assert slack.workspace.status == {}
    assert "stroomstootwapen" not in ours(caplog)


@pytest.mark.parametrize("method", ["chat.postMessage", "chat.appendStream"])
def test_when_slack_says_it_is_too_much_the_next_call_comes_no_earlier_than_asked(
    slack: Slack, bot: Bot, whole: str, method: str
) -> None:
    if method == "chat.postMessage":
        slack.fail(*REFUSED)
    slack.fail(method, "429:2")
    (answer,) = answers(slack, bot, ask(slack))
    first, second, *_ = slack.called(method)
    assert (first.status, second.status) == (429, 200)
    assert 2.0 <= second.at - first.at < 4.0
    assert slack.words(answer) == whole


def test_a_stream_that_is_too_much_is_not_waited_for(slack: Slack, bot: Bot) -> None:
    slack.fail("chat.startStream", "429:30")
    assert len(answers(slack, bot, ask(slack))) == 1
    (stream,), (post,) = slack.called("chat.startStream"), slack.called("chat.postMessage")
    assert post.at - stream.at < 1.0


def test_a_question_that_waited_more_than_an_hour_is_apologised_for(slack: Slack, bot: Bot) -> None:
    said = [mention(slack, QUESTION)["event"]["ts"] for _ in range(2)]
    with Inbox(bot.desk.settings.home) as inbox:
        for ts, age in zip(said, (3_700, 3_500), strict=True):
            at = time.time() - age
            inbox.put(Asked(f"T1/C1/{ts}", "T1", "C1", "U1", ts, ts, QUESTION, Way.MENTION, at=at), f"ev {ts}")
    old, young = (answers(slack, bot, ts) for ts in said)
    assert [slack.words(message) for message in old] == [text.TOO_LATE]
    assert len(young) == 1
    assert text.TOO_LATE not in slack.words(young[0])


def test_an_answer_that_somebody_deleted_is_posted_anew_when_the_question_changes(slack: Slack, bot: Bot) -> None:
    ts = ask(slack)
    (answer,) = answers(slack, bot, ts)
    answer.deleted = True
    slack.send(edited(slack, "C1", ts, "<@UBOT> Wat is er gezegd over bodycams?"))
    assert slack.wait_for(lambda: slack.answers("C1", ts))
    (anew,) = answers(slack, bot, ts)
    assert anew.ts != answer.ts
    assert "bodycam" in slack.words(anew).lower()
    assert slack.workspace.status == {}


def test_no_status_stays_where_a_changed_question_is_answered_in_place(slack: Slack, bot: Bot) -> None:
    ts = ask(slack)
    (answer,) = answers(slack, bot, ts)
    slack.send(edited(slack, "C1", ts, "<@UBOT> Wat is er gezegd over bodycams?"))
    assert slack.wait_for(lambda: answer.edited)
    assert answers(slack, bot, ts) == [answer]
    assert "bodycam" in slack.words(answer).lower()
    assert slack.quiet()
    assert slack.workspace.status == {}


def test_where_it_has_nothing_to_say_among_people_nothing_is_said_and_no_status_stays(slack: Slack, bot: Bot) -> None:
    ts = ask(slack)
    assert len(answers(slack, bot, ts)) == 1
    for user, said in (
        ("U2", "Wat is het salaris van de korpschef?"),
        ("U1", "Hoeveel kilo goud ligt er op de maan?"),
    ):
        slack.send(thread_message(slack, said, ts, user)).acked.wait(3)
        assert len(answers(slack, bot, ts)) == 1
    assert slack.quiet()
    assert slack.workspace.status == {}


def test_a_fault_of_our_own_is_apologised_for_without_a_word_of_it_anywhere(
    slack: Slack, bot: Bot, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: Any, **__: Any) -> Any:
        tries.append(1)
        raise RuntimeError("geheim 4711")

    tries: list[int] = []
    caplog.set_level(logging.DEBUG)
    monkeypatch.setattr(answering, "steps", broken)
    monkeypatch.setattr(workers, "_AGAIN_SECONDS", (0.05, 0.05, 0.0))
    (sorry,) = answers(slack, bot, ask(slack))
    assert slack.words(sorry) == text.SORRY
    assert len(tries) == 3
    assert slack.workspace.status == {}
    assert "geheim 4711" not in str(slack.calls)
    assert "RuntimeError" in ours(caplog)  # who manages the bot hears what and where
    assert all(word not in caplog.text for word in ("4711", "stroomstootwapen"))


def test_who_asks_when_too_much_waits_hears_so_once(
    slack: Slack, bot: Bot, monkeypatch: pytest.MonkeyPatch, whole: str
) -> None:
    monkeypatch.setattr(received, "MOST_WAITING", 1)
    with held(slack, "assistant.threads.setStatus", done=True) as call:
        first = ask(slack)
        assert call.reached.wait(5)
        slack.workspace.ephemeral.clear()
        second = mention(slack, QUESTION, "U2")
        delivery = slack.send(second)
        assert slack.resend(delivery).acked.wait(3)
        assert delivery.acked.wait(3)
    assert [slack.words(answer) for answer in answers(slack, bot, first)] == [whole]
    assert slack.answers("C1", second["event"]["ts"]) == []
    assert [(note.ephemeral_to, slack.words(note)) for note in slack.workspace.ephemeral] == [("U2", text.BUSY)]


def test_what_warms_up_has_ended_before_the_index_is_closed() -> None:
    """A library that is read from while what it reads is closed took the process down, in place of an exit code."""
    told: list[str] = []
    go = threading.Event()

    def warming() -> None:
        go.wait(10)
        told.append("warm")

    thread = threading.Thread(target=warming, daemon=True)
    thread.start()
    with joined(thread):
        go.set()
    told.append("gesloten")
    assert told == ["warm", "gesloten"]
