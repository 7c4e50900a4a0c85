"""The questions from Slack: kept through a kill, and each taken once, whatever threads and processes take them at once."""

import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from index.inbox import Asked, Entry, State, Way
from index.sqlite_inbox import Inbox, inbox_path

ROOT = Path(__file__).parents[1]
WRITER = """
import sys
from pathlib import Path
from index.inbox import Asked, Way
from index.sqlite_inbox import Inbox
inbox, name = Inbox(Path(sys.argv[1])), sys.argv[2]
for n in range(int(sys.argv[3])):
    asked = Asked(f"{name} {n}", "T", "C", "U", str(n), f"{name} {n // 2}", f"Vraag {n}?" * 30, Way.MENTION)
    assert inbox.put(asked, f"gebeurtenis {name} {n}")
    print("put", asked.key, flush=True)
    if n % 2:
        entry = inbox.take()
        print("took", entry.asked.key, flush=True)
        if n % 4 == 1 and inbox.done(entry.number, entry.revision, None):
            print("done", entry.asked.key, flush=True)
"""
TAKER = """
import sys
from pathlib import Path
from index.sqlite_inbox import Inbox
inbox = Inbox(Path(sys.argv[1]))
print(inbox.take().number, flush=True)
sys.stdin.read()
"""


@pytest.fixture
def inbox(tmp_path: Path) -> Iterator[Inbox]:
    with Inbox(tmp_path) as opened:
        yield opened


def asked(key: str, thread: str) -> Asked:
    return Asked(key, "T", "C", "U", key, thread, "Hoeveel boten?", Way.MENTION)


def filled(inbox: Inbox, *keys: str, thread: str = "t1") -> None:
    for key in keys:
        assert inbox.put(asked(key, thread), f"ev {key}")


def took(inbox: Inbox) -> Entry:
    entry = inbox.take()
    assert entry is not None
    return entry


def process(script: str, *arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", script, *arguments]
    return subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def all_at_once(count: int, work: Callable[[], None]) -> None:
    threads = [threading.Thread(target=work) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_of_threads_and_processes_that_put_the_same_one_succeeds(inbox: Inbox, tmp_path: Path) -> None:
    counted: list[bool] = []
    with Inbox(tmp_path) as other:
        turns = iter([inbox, other])

        def puts() -> None:
            mine = next(turns)
            counted.extend(mine.put(asked(f"{n}", "t"), f"ev {n}") for n in range(200))

        all_at_once(2, puts)
    assert (len(counted), sum(counted), inbox.waiting()) == (400, 200, 200)


def test_threads_that_take_get_each_question_once(inbox: Inbox) -> None:
    for n in range(60):
        filled(inbox, f"{n}", thread=f"t{n // 2}")
    numbers: list[int] = []

    def takes() -> None:
        while (entry := inbox.take()) is not None:
            numbers.append(entry.number)
            assert inbox.done(entry.number, entry.revision, None)

    all_at_once(4, takes)
    assert sorted(numbers) == [*range(1, 61)]


def test_what_a_killed_process_worked_on_waits_again_and_of_a_live_one_does_not(inbox: Inbox, tmp_path: Path) -> None:
    filled(inbox, "a", "b")
    filled(inbox, "c", thread="t2")
    other = process(TAKER, str(tmp_path))
    with other:
        assert other.stdout is not None
        assert other.stdout.readline() == "1\n"
        assert inbox.recover() == 0
        assert [took(inbox).asked.key, inbox.take()] == ["c", None]
        inbox.replied(1, 0, ["m1"])
        other.kill()
    assert inbox.recover() == 1
    entry = took(inbox)
    assert (entry.asked.key, entry.resumed, entry.attempts, entry.replies) == ("a", True, 2, ("m1",))
    assert inbox.recover() == 0  # what one works on oneself isn't recovered


def test_all_that_was_acknowledged_survives_a_kill(tmp_path: Path) -> None:
    writer = process(WRITER, str(tmp_path), "w", "100000")
    with writer:
        assert writer.stdout is not None
        lines = [writer.stdout.readline() for _ in range(100)]
        writer.kill()
        lines += [line for line in writer.stdout.read().splitlines(keepends=True) if line.endswith("\n")]
    told = {
        word: [line.split(" ", 1)[1][:-1] for line in lines if line.startswith(word)]
        for word in ("put", "took", "done")
    }
    assert all(len(keys) > 10 for keys in told.values())
    with Inbox(tmp_path) as inbox:
        assert {key for key in told["put"] if inbox.entry(key) is None} == set()
        left = {*told["took"]} - {*told["done"]}
        assert len(left) <= inbox.recover() <= len(left) + 2  # told nobody of what it did in its last moment
        entries = {key: inbox.entry(key) for key in told["put"]}
        assert {entry.state for key in told["done"] if (entry := entries[key])} == {State.DONE}
        states = [(entry.state, entry.resumed) for key in left if (entry := entries[key])]
        assert states.count((State.WAITING, True)) >= len(left) - 1
        seen = [entry.asked.key for entry in iter(inbox.take, None)]
        assert len(seen) == len({*seen}) > 10
    with closing(sqlite3.connect(inbox_path(tmp_path))) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_two_processes_make_and_fill_the_file_at_once(tmp_path: Path) -> None:
    both = [process(WRITER, str(tmp_path), name, "40") for name in ("a", "b")]
    told = [one.communicate(timeout=60)[0].splitlines() for one in both]
    assert [one.returncode for one in both] == [0, 0]
    took_keys = [line for lines in told for line in lines if line.startswith("took")]
    assert len(took_keys) == len({*took_keys}) == 40
    with Inbox(tmp_path) as inbox:
        assert inbox.recover() == 20
        assert inbox.waiting() == 60
