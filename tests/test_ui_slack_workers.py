"""The workers: each question answered once and in order, tried again when it goes wrong, put back when there is no time."""

import logging
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.inbox import Asked, Entry, State, Way
from index.sqlite_inbox import Inbox, InboxError
from ui.slack import workers
from ui.slack.workers import Workers

ROOT = Path(__file__).parents[1]
SLOW = """
import sys, time
from pathlib import Path
from index.sqlite_inbox import Inbox, InboxError
from ui.slack.workers import Workers
def answer(entry):
    print(entry.asked.key, flush=True)
    time.sleep(600)
inbox = Inbox(Path(sys.argv[1]))
Workers(inbox, answer).start()
time.sleep(600)
"""
PUTS = """
import sys
from pathlib import Path
from index.inbox import Asked, Way
from index.sqlite_inbox import Inbox
with Inbox(Path(sys.argv[1])) as inbox:
    assert inbox.put(Asked("elders", "T", "C", "U", "9", "t9", "Waar?", Way.DIRECT), "ev elders")
"""


class Scripted:
    """Answers and remembers what; does to a question first what its script says."""

    def __init__(self, inbox: Inbox) -> None:
        self.inbox = inbox
        self.seen: list[Entry] = []
        self.given_up: list[Entry] = []
        self.most = self._now = 0
        self.wrong: dict[str, list[Exception]] = {}
        self.undone: set[str] = set()
        self.first: dict[str, threading.Event] = {}
        self.began = threading.Semaphore(0)
        self._one = threading.Lock()

    def answer(self, entry: Entry) -> None:
        key = entry.asked.key
        with self._one:
            self.seen.append(entry)
            self._now += 1
            self.most = max(self.most, self._now)
        self.began.release()
        try:
            if key in self.first:
                assert self.first[key].wait(20)
            if self.wrong.get(key):
                raise self.wrong[key].pop()
            if entry.state is State.GONE:
                self.inbox.erase(entry.number)
            elif key not in self.undone:
                self.inbox.done(entry.number, entry.revision, None)
        finally:
            with self._one:
                self._now -= 1

    def keys(self) -> list[str]:
        return [entry.asked.key for entry in self.seen]


@pytest.fixture
def inbox(tmp_path: Path) -> Iterator[Inbox]:
    with Inbox(tmp_path) as opened:
        yield opened


@pytest.fixture(autouse=True)
def in_haste(monkeypatch: pytest.MonkeyPatch) -> None:
    """What takes seconds takes a moment."""
    monkeypatch.setattr(workers, "_LOOK_SECONDS", 0.05)
    monkeypatch.setattr(workers, "_RECOVER_SECONDS", 0.05)
    monkeypatch.setattr(workers, "_AGAIN_SECONDS", (0.01, 0.02, 0.0))


@pytest.fixture
def scripted(inbox: Inbox) -> Scripted:
    return Scripted(inbox)


@pytest.fixture
def running(inbox: Inbox, scripted: Scripted) -> Iterator[Workers]:
    """Ready to be started; stopped in the end."""
    four = Workers(inbox, scripted.answer, scripted.given_up.append)
    yield four
    four.stop(10)


def put(inbox: Inbox, *keys: str, thread: str = "t1") -> None:
    for key in keys:
        assert inbox.put(Asked(key, "T", "C", "U", key, thread, "GEHEIME vraag?", Way.MENTION), f"ev {key}")


def test_all_are_answered_once_those_of_a_thread_in_order(inbox: Inbox, scripted: Scripted, running: Workers) -> None:
    for n in range(100):
        put(inbox, f"{n % 5} {n:03}", thread=f"t{n % 5}")
    running.start()
    assert running.idle(20)
    keys = scripted.keys()
    assert len(keys) == len({*keys}) == 100
    for thread in "01234":
        of_thread = [key for key in keys if key.startswith(thread)]
        assert of_thread == sorted(of_thread)


def test_several_threads_are_worked_on_at_once_and_of_one_thread_one(
    inbox: Inbox, scripted: Scripted, running: Workers
) -> None:
    scripted.first = dict.fromkeys(["a", "c"], threading.Event())
    put(inbox, "a", "b")
    put(inbox, "c", thread="t2")
    running.start()
    for _ in range(2):
        assert scripted.began.acquire(timeout=10)
    assert not running.idle(0.2)
    assert sorted(scripted.keys()) == ["a", "c"]  # b waits for a, though two have nothing to do
    scripted.first["a"].set()
    assert running.idle(10)
    assert (sorted(scripted.keys()), scripted.most) == (["a", "b", "c"], 2)


def test_a_worker_is_woken_at_once(
    inbox: Inbox, scripted: Scripted, running: Workers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "_LOOK_SECONDS", 60.0)
    running.start()
    assert running.idle(1)
    time.sleep(0.2)  # they sleep now
    put(inbox, "a", "b")
    running.wake()
    assert running.idle(10)
    assert scripted.keys() == ["a", "b"]


def test_what_another_process_puts_in_is_seen(tmp_path: Path, scripted: Scripted, running: Workers) -> None:
    running.start()
    subprocess.run([sys.executable, "-c", PUTS, str(tmp_path)], cwd=ROOT, check=True)
    assert scripted.began.acquire(timeout=10)
    assert scripted.keys() == ["elders"]


def test_what_goes_wrong_is_tried_again_and_the_thread_keeps_its_order(
    inbox: Inbox, scripted: Scripted, running: Workers
) -> None:
    scripted.wrong["a"] = [RuntimeError("stuk"), KeyError("weg")]
    put(inbox, "a", "b")
    running.start()
    assert running.idle(10)
    assert scripted.keys() == ["a", "a", "a", "b"]
    assert [(entry.attempts, entry.resumed) for entry in scripted.seen[:3]] == [(1, False), (2, True), (3, True)]
    assert scripted.given_up == []


def test_after_three_times_it_is_given_up_and_no_word_of_it_is_logged(
    inbox: Inbox, scripted: Scripted, running: Workers, caplog: pytest.LogCaptureFixture
) -> None:
    scripted.wrong["a"] = [RuntimeError("over de GEHEIME vraag?") for _ in range(9)]
    scripted.undone = {"c"}  # the same as when it raised
    put(inbox, "a", "b")
    put(inbox, "c", thread="t2")
    with caplog.at_level(logging.DEBUG):
        running.start()
        assert running.idle(10)
    assert [scripted.keys().count(key) for key in "abc"] == [3, 1, 3]
    assert sorted(entry.asked.key for entry in scripted.given_up) == ["a", "c"]
    assert "RuntimeError in test_ui_slack_workers.py" in caplog.text
    assert "GEHEIM" not in caplog.text
    entry = inbox.entry("a")
    assert entry is not None
    assert (entry.state, entry.given) == (State.DONE, None)


def test_when_even_that_can_not_be_said_the_next_is_answered(inbox: Inbox, scripted: Scripted) -> None:
    def fails(entry: Entry) -> None:
        raise RuntimeError("Slack is weg")

    scripted.wrong["a"] = [RuntimeError("stuk") for _ in range(9)]
    put(inbox, "a", "b")
    one = Workers(inbox, scripted.answer, fails, count=1)
    one.start()
    assert one.idle(10)
    one.stop(10)
    assert scripted.keys() == ["a", "a", "a", "b"]


def test_an_answer_that_can_not_be_taken_away_is_given_up_too(
    inbox: Inbox, scripted: Scripted, running: Workers
) -> None:
    scripted.wrong["a"] = [RuntimeError("stuk") for _ in range(9)]
    put(inbox, "a")
    assert inbox.withdrawn("a", "weg")
    running.start()
    assert running.idle(10)
    assert [entry.state for entry in scripted.seen] == [State.GONE] * 3
    assert inbox.entry("a") is None


def test_a_question_changed_while_it_is_worked_on_is_answered_again(
    inbox: Inbox, scripted: Scripted, running: Workers
) -> None:
    scripted.first["a"] = threading.Event()
    put(inbox, "a")
    running.start()
    assert scripted.began.acquire(timeout=10)
    assert inbox.changed("a", "Anders?", "e2")
    running.wake()
    assert not scripted.began.acquire(timeout=0.2)
    scripted.first["a"].set()
    assert running.idle(10)
    assert [(entry.asked.text, entry.revision) for entry in scripted.seen] == [("GEHEIME vraag?", 0), ("Anders?", 1)]


def test_a_stop_lets_what_runs_finish_and_takes_nothing_new(inbox: Inbox, scripted: Scripted, running: Workers) -> None:
    scripted.first["a"] = threading.Event()
    put(inbox, "a", "b")
    running.start()
    assert scripted.began.acquire(timeout=10)
    threading.Timer(0.2, scripted.first["a"].set).start()
    running.stop(10)
    assert scripted.keys() == ["a"]
    states = [(entry.state, entry.resumed) for key in "ab" if (entry := inbox.entry(key))]
    assert states == [(State.DONE, False), (State.WAITING, False)]


def test_what_does_not_finish_is_put_back(inbox: Inbox, scripted: Scripted, running: Workers) -> None:
    scripted.first["a"] = threading.Event()
    put(inbox, "a")
    running.start()
    assert scripted.began.acquire(timeout=10)
    begun = time.monotonic()
    running.stop(0.2)
    assert time.monotonic() - begun < 5
    entry = inbox.entry("a")
    assert entry is not None
    assert (entry.state, entry.resumed, entry.attempts) == (State.WAITING, True, 0)
    scripted.first["a"].set()  # it ends after all, and changes nothing


def test_what_a_killed_process_was_answering_is_answered_by_another(
    tmp_path: Path, inbox: Inbox, scripted: Scripted, running: Workers
) -> None:
    put(inbox, "a", "b")
    killed = subprocess.Popen([sys.executable, "-c", SLOW, str(tmp_path)], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    with killed:
        assert killed.stdout is not None
        assert killed.stdout.readline() == "a\n"
        running.start()
        assert not scripted.began.acquire(timeout=0.3)  # it lives, and its thread waits for it
        killed.kill()
    assert running.idle(10)
    assert [(entry.asked.key, entry.resumed) for entry in scripted.seen] == [("a", True), ("b", False)]


def test_an_inbox_that_can_not_be_read_ends_no_worker(
    tmp_path: Path, inbox: Inbox, scripted: Scripted, running: Workers, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise InboxError("schijf vol")

    put(inbox, "a", "b")
    scripted.wrong["a"] = [RuntimeError("stuk")]
    with monkeypatch.context() as full:
        full.setattr(inbox, "failed", fails)  # and what it could not be told is told later
        running.start()
        assert not running.idle(0.4)
        assert scripted.keys() == ["a"]
    assert running.idle(10)
    assert scripted.keys() == ["a", "a", "b"]


def test_four_idle_workers_cost_next_to_nothing(inbox: Inbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "_LOOK_SECONDS", 2.0)
    monkeypatch.setattr(workers, "_RECOVER_SECONDS", 15.0)
    four = Workers(inbox, lambda entry: None)
    four.start()
    time.sleep(0.2)
    before = time.process_time()
    time.sleep(2.5)
    spent = time.process_time() - before
    four.stop(10)
    assert spent < 0.2
