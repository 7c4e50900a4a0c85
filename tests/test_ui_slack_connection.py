"""The bot's connection with Slack: it comes back by itself, takes in a rush, and a wrong token ends it with a sentence."""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from slack_bot import connected, settings_for
from slack_sdk.socket_mode.builtin import SocketModeClient
from slack_server import Slack
from slack_talk import mention

from index.search import Index
from ui.slack import bot as bot_of_slack
from ui.slack import calls, text
from ui.slack.bot import Bot, SlackError, running

log = logging.getLogger(__name__)

QUESTIONS = (
    "Voor welke jaren is het stroomstootwapen gefinancierd?",
    "Wat is er gezegd over bodycams?",
    "Welke afspraken zijn er gemaakt over vuurwerk?",
    "Hoeveel agenten komen erbij?",
    "Wat is het salaris van de korpschef?",
)


@pytest.fixture(scope="module")
def slack() -> Iterator[Slack]:
    """Slack, once for all tests here."""
    with Slack() as slack:
        yield slack


@pytest.fixture(scope="module")
def bot(slack: Slack, example_index: Index, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    """The bot, connected to it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bot_of_slack, "_PING", 0.5)  # a cut is noticed after some of these
        with connected(slack, example_index, tmp_path_factory.mktemp("verbinding")) as bot:
            yield bot


def answered_once(slack: Slack, bot: Bot, question: str) -> bool:
    asked = mention(slack, question)
    delivery = slack.send(asked)
    assert delivery.acked.wait(3)
    assert bot.workers.idle(15)
    return len(slack.answers("C1", asked["event"]["ts"])) == 1


@pytest.mark.parametrize(
    "ended",
    [
        lambda slack: slack.disconnect("refresh_requested"),
        lambda slack: slack.disconnect("warning", close=False),
        lambda slack: slack.socket.cut(),
    ],
    ids=["refresh", "warning", "cut"],
)
def test_a_connection_that_ends_is_made_again_and_what_comes_after_is_answered(
    slack: Slack, bot: Bot, ended: Callable[[Slack], None]
) -> None:
    assert slack.connected(5)
    before = slack.socket.hellos
    asked = mention(slack, QUESTIONS[0])
    first = slack.send(asked)  # on its way when the connection ends
    assert first.acked.wait(3)
    began = time.monotonic()
    ended(slack)
    assert slack.connected(25, before + 1)
    again = slack.resend(first)
    assert again.acked.wait(15)
    log.info("connected anew after %.1f s, acknowledged %.1f s later", again.sent - began, again.seconds)
    assert answered_once(slack, bot, QUESTIONS[1])
    assert len(slack.answers("C1", asked["event"]["ts"])) == 1


def test_a_rush_of_questions_is_acknowledged_in_time_and_each_is_answered_once(slack: Slack, bot: Bot) -> None:
    assert slack.connected(12)
    began, sent = time.monotonic(), []
    for number in range(60):
        asked = mention(slack, QUESTIONS[number % len(QUESTIONS)], "U1" if number % 2 else "U2")
        sent.append((asked["event"]["ts"], slack.send(asked)))
        time.sleep(max(0.0, began + (number + 1) * 0.1 - time.monotonic()))
    assert all(delivery.acked.wait(3) for _, delivery in sent)
    assert bot.workers.idle(20)
    took = sorted(delivery.seconds or 0.0 for _, delivery in sent)
    milliseconds = [round(1000 * took[at]) for at in (30, 54, 59)]
    log.info("acknowledged p50, p90 and most %s ms, all after %.1f s", milliseconds, time.monotonic() - began)
    assert took[-1] < 3.0
    assert {len(slack.answers("C1", ts)) for ts, _ in sent} == {1}
    assert not any(answer.streaming for answer in slack.answers("C1"))


@pytest.mark.parametrize(
    ("name", "says"),
    [("slack_bot_token", text.NOT_AUTHORISED), ("slack_app_token", text.APP_NOT_AUTHORISED)],
)
def test_a_token_that_slack_refuses_ends_it_with_a_sentence_without_that_token(
    slack: Slack, example_index: Index, tmp_path: Path, name: str, says: str
) -> None:
    settings = replace(settings_for(slack, tmp_path), **{name: "xoxb-9-hush"})  # type: ignore[arg-type]  # a name of settings
    with (
        pytest.raises(SlackError) as failed,
        running(settings, example_index, None, lambda: QUESTIONS, http=False),
    ):
        pytest.fail("it started")
    assert str(failed.value) == says.format(error="invalid_auth")
    assert "hush" not in str(failed.value)


@pytest.mark.parametrize("method", ["auth.test", "apps.connections.open"])
def test_a_slack_that_is_not_there_ends_it_with_a_sentence(
    slack: Slack, example_index: Index, tmp_path: Path, method: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calls, "_TRIES", 2)
    slack.fail(method, *["drop"] * 6)
    with (
        pytest.raises(SlackError, match=text.NOT_REACHED.replace("?", r"\?")),
        running(settings_for(slack, tmp_path), example_index, None, lambda: QUESTIONS, http=False),
    ):
        pytest.fail("it started")
    slack._faults.clear()


class _Late(logging.Filter):
    """Holds the library's reader up where it takes up a connection, until that connection is being closed."""

    def __init__(self) -> None:
        super().__init__()
        self.held, self.closing = threading.Event(), threading.Event()

    def filter(self, record: logging.LogRecord) -> bool:
        if record.getMessage().startswith("Starting to receive messages"):
            self.held.set()
            assert self.closing.wait(10)
        return False


def test_stopping_while_the_reader_takes_up_the_connection_does_not_wait_for_ever(
    example_index: Index, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    late = _Late()
    caplog.set_level(logging.INFO, logger=calls.QUIET.name)
    closed = SocketModeClient.disconnect

    def disconnect(client: SocketModeClient) -> None:
        closed(client)
        late.closing.set()  # what `close` noted before this is what the reader then overwrites

    monkeypatch.setattr(SocketModeClient, "disconnect", disconnect)
    calls.QUIET.addFilter(late)
    try:
        with Slack() as slack, running(settings_for(slack, tmp_path), example_index, None, lambda: (), http=False):
            assert late.held.wait(5)
            start = time.monotonic()
        assert time.monotonic() - start < 10
    finally:
        calls.QUIET.removeFilter(late)
        late.closing.set()
