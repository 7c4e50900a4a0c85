"""`lovp` as a process of its own over the Slack of the tests, and a call of Slack's that is held so that a kill falls in it.

with held(slack, "chat.startStream", done=True) as call, lovp_process(slack, home, "slack") as bot:
    slack.send(mention(slack, "Wat is er afgesproken?"))
    call.reached.wait(10)
    bot.kill()
"""

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from slack_server import Slack
from slack_state import Json

ROOT = Path(__file__).resolve().parent.parent
SECRET = "0123456789abcdef0123456789abcdef"  # noqa: S105  # of no use outside the tests
BY_SOCKET = {"LOVP_SLACK_APP_TOKEN": "xapp-test"}
BY_HTTP = {"LOVP_SLACK_SIGNING_SECRET": SECRET}
_READY = 30  # seconds; this machine may have much else to do


@dataclass(frozen=True)
class Process:
    """A process that runs; `log` is the file with all that it says."""

    popen: "subprocess.Popen[bytes]"
    log: Path

    def said(self) -> str:
        """Everything so far."""
        return self.log.read_text(errors="replace")

    def until(self, pattern: str) -> str:
        """Waits until it says this; the first group of it."""
        end = time.monotonic() + _READY
        while (found := re.search(pattern, self.said())) is None:
            assert self.popen.poll() is None, self.said()
            assert time.monotonic() < end, self.said()
            time.sleep(0.02)
        return found[1]

    def kill(self) -> None:
        """Ends it as `kill -9` does."""
        self.popen.send_signal(signal.SIGKILL)
        assert self.popen.wait(5) == -signal.SIGKILL

    def stop(self, seconds: float = 15) -> int:
        """Tells it to end; its exit code."""
        self.popen.terminate()
        return self.popen.wait(seconds)


@contextmanager
def lovp_process(
    slack: Slack, home: Path, *arguments: str, bot_token: str = "", **environment: str
) -> Iterator[Process]:
    """`lovp` with these arguments over a home folder; killed at the end when it still runs then.

    Args:
        slack: what it takes for Slack.
        home: its `LOVP_HOME`.
        arguments: of `lovp`.
        bot_token: another than the right one.
        environment: of `BY_SOCKET` or `BY_HTTP`, or more.
    """
    kept = {name: value for name, value in os.environ.items() if not name.startswith("LOVP_")}
    ours = {
        "PYTHONPATH": str(ROOT),
        "LOVP_HOME": str(home),
        "LOVP_SLACK_API_URL": slack.api,
        "LOVP_SLACK_BOT_TOKEN": bot_token or slack.bot_token,
        "LOVP_QUESTIONS_PER_MINUTE": "1000",
    }
    log = home.parent / f"{home.name}.{time.monotonic_ns()}.log"
    command = [sys.executable, "-m", "ui.cli", *arguments]
    with log.open("wb") as said:
        popen = subprocess.Popen(
            command, cwd=home, env={**kept, **ours, **environment}, stdout=said, stderr=subprocess.STDOUT
        )
    try:
        yield Process(popen, log)
    finally:
        if popen.poll() is None:
            popen.kill()
            popen.wait()


@dataclass(frozen=True)
class Held:
    """A call that is held: `reached` when it came in, `go` for it to be answered."""

    reached: threading.Event = field(default_factory=threading.Event)
    go: threading.Event = field(default_factory=threading.Event)


@contextmanager
def held(slack: Slack, method: str, *, done: bool) -> Iterator[Held]:
    """Holds the first call of a method that comes until the block ends; it is done before that (and its answer late), or never."""
    call, answer = Held(), slack._answer

    def late(name: str, token: str, told: Json) -> Json:
        if name != method or call.reached.is_set():
            return answer(name, token, told)
        found = answer(name, token, told) if done else {"ok": False, "error": "internal_error"}
        call.reached.set()
        call.go.wait(20)
        return found

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(slack, "_answer", late)
        try:
            yield call
        finally:
            call.go.set()
