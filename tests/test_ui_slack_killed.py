"""`lovp slack` as real processes: killed at the worst moments, told to end, two at once; each question has one whole answer."""

import http.client
import shutil
import signal
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from slack_process import BY_HTTP, BY_SOCKET, SECRET, Process, held, lovp_process
from slack_server import Slack
from slack_state import Message
from slack_talk import http_body, mention, signed

from index.sqlite_inbox import Inbox
from ui.slack import text

QUESTION = "Voor welke jaren is het stroomstootwapen gefinancierd?"


class Bots:
    """Processes over one home folder, of which one runs at a time unless there are more asked for."""

    def __init__(self, slack: Slack, home: Path, stack: ExitStack) -> None:
        self.slack, self.home, self._stack = slack, home, stack
        self._now: Process | None = None

    def more(self) -> Process:
        """One more, connected."""
        before = self.slack.socket.hellos
        process = self._stack.enter_context(lovp_process(self.slack, self.home, "slack", **BY_SOCKET))
        assert self.slack.connected(30, before + 1), process.said()
        return process

    def alive(self) -> Process:
        """The one that runs; started when there is none."""
        if self._now is None or self._now.popen.poll() is not None:
            self._now = self.more()
        return self._now

    def idle(self) -> bool:
        """Waits until nothing is left to do, as the inbox on disk says."""
        with Inbox(self.home) as inbox:
            return self.slack.wait_for(lambda: inbox.waiting() == 0, 15)


@pytest.fixture(scope="module")
def slack() -> Iterator[Slack]:
    """Slack, once for all tests here."""
    with Slack() as slack:
        yield slack


@pytest.fixture(scope="module")
def bots(slack: Slack, examples_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bots]:
    """The processes, over the example records; all are ended at the end."""
    home = Path(shutil.copytree(examples_home, tmp_path_factory.mktemp("gedood") / "home"))
    with ExitStack() as stack:
        yield Bots(slack, home, stack)


@pytest.fixture(scope="module")
def whole(slack: Slack, bots: Bots) -> str:
    """What the answer says when nothing goes wrong."""
    bots.alive()
    return slack.words(one_answer(slack, ask(slack)))


def ask(slack: Slack) -> str:
    asked = mention(slack, QUESTION)
    assert slack.send(asked).acked.wait(3)
    return str(asked["event"]["ts"])


def one_answer(slack: Slack, thread: str, quiet: float = 0.5) -> Message:
    """The one answer there is when nothing happens any more."""

    def there() -> bool:
        return any(not answer.streaming and answer.blocks for answer in slack.answers("C1", thread))

    assert slack.wait_for(there, 15), slack.answers("C1", thread)
    assert slack.quiet(quiet)
    (answer,) = slack.answers("C1", thread)
    assert not answer.streaming
    return answer


@pytest.mark.parametrize(
    ("refused", "method", "done"),
    [
        pytest.param(False, "assistant.threads.setStatus", False, id="before any answer"),
        pytest.param(False, "chat.startStream", True, id="started, and nobody knows"),
        pytest.param(False, "chat.appendStream", True, id="half"),
        pytest.param(False, "chat.stopStream", True, id="whole, and nobody knows"),
        pytest.param(True, "chat.postMessage", True, id="posted, and nobody knows"),
    ],
)
def test_a_kill_leaves_one_whole_answer_and_no_half_one(
    slack: Slack, bots: Bots, whole: str, refused: bool, method: str, done: bool
) -> None:
    killed = bots.alive()
    if refused:
        slack.fail("chat.startStream", "method_not_supported_for_channel_type")
    with held(slack, method, done=done) as call:
        thread = ask(slack)
        assert call.reached.wait(10)
        killed.kill()
    assert len(slack.answers("C1", thread)) == int(method.startswith("chat."))
    bots.alive()
    assert bots.idle()  # what stands there may be whole already, while it is looked at again
    assert slack.words(one_answer(slack, thread)) == whole
    assert slack.workspace.status == {}


def test_one_that_is_told_to_end_finishes_what_it_began(slack: Slack, bots: Bots, whole: str) -> None:
    process = bots.alive()
    with held(slack, "chat.startStream", done=True) as call:
        thread = ask(slack)
        assert call.reached.wait(10)
        began = time.monotonic()
        process.popen.send_signal(signal.SIGTERM)
        time.sleep(5)  # longer than closing the connection takes
        assert process.popen.poll() is None
    assert process.popen.wait(10) == 0
    assert time.monotonic() - began < 12
    assert text.STOPPING in process.said()
    assert "stroomstootwapen" not in process.said()
    assert slack.bot_token not in process.said()
    assert slack.words(one_answer(slack, thread, 0.2)) == whole


@pytest.mark.parametrize("arguments", [("slack", "--http"), ("web", "--slack", "--no-browser")])
def test_over_http_too_what_was_begun_is_finished(
    slack: Slack, examples_home: Path, tmp_path: Path, whole: str, arguments: tuple[str, ...]
) -> None:
    home = Path(shutil.copytree(examples_home, tmp_path / "home"))
    with lovp_process(slack, home, *arguments, "--port", "0", **BY_HTTP) as process:
        port = int(process.until(r"http://127\.0\.0\.1:(\d+)"))
        asked = mention(slack, QUESTION)
        body, kind = http_body(asked)
        with held(slack, "chat.startStream", done=True) as call:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
            connection.request("POST", "/slack/events", body, {"Content-Type": kind, **signed(body, SECRET)})
            assert connection.getresponse().status == 200
            connection.close()
            assert call.reached.wait(10)
            process.popen.send_signal(signal.SIGTERM)
            time.sleep(2)  # longer than closing the server takes
            assert process.popen.poll() is None
        assert process.popen.wait(15) == 0
    assert slack.words(one_answer(slack, asked["event"]["ts"], 0.2)) == whole


def test_two_over_one_home_answer_each_question_once(slack: Slack, bots: Bots) -> None:
    bots.alive()
    bots.more()
    asked = [mention(slack, QUESTION) for _ in range(12)]
    sent = [slack.send(one) for one in asked]
    slack.socket._open.reverse()  # the other is the newest now
    again = [slack.resend(delivery) for delivery in sent]
    assert all(delivery.acked.wait(5) for delivery in [*sent, *again])
    for one in asked:
        one_answer(slack, one["event"]["ts"], 0.0)
    assert slack.quiet(2.5)
    assert {len(slack.answers("C1", one["event"]["ts"])) for one in asked} == {1}


def test_a_token_that_slack_refuses_is_exit_code_1_and_is_not_printed(
    slack: Slack, examples_home: Path, tmp_path: Path
) -> None:
    home = Path(shutil.copytree(examples_home, tmp_path / "home"))
    with lovp_process(slack, home, "slack", bot_token="xoxb-9-hush", **BY_SOCKET) as process:  # noqa: S106  # no real one
        assert process.popen.wait(20) == 1
    assert text.NOT_AUTHORISED.format(error="invalid_auth") in process.said()
    assert "hush" not in process.said()
