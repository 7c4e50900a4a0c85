"""What people said of answers: kept through a kill, written by two processes at once, gone when it is erased."""

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from index.feedback import Entry, Face, Feedback, Pointer, State
from index.sqlite_feedback import (
    FeedbackError,
    NoSuchFeedbackError,
    accept_feedback,
    drop_feedback,
    erase_feedback,
    feedback_entries,
    feedback_entry,
    feedback_path,
    keep_feedback,
    withdraw_feedback,
)

ROOT = Path(__file__).parents[1]
WRITER = """
import sys
from pathlib import Path
from index.feedback import Face, Feedback
from index.sqlite_feedback import keep_feedback
home, face, count = Path(sys.argv[1]), Face(sys.argv[2]), int(sys.argv[3])
for n in range(count):
    said = Feedback(face, f"antwoord {n}", f"Vraag {n}?", (), False, "anders", "x" * 500, True, "extractive", ())
    print(keep_feedback(home, said), flush=True)
"""


def said(key: str = "antwoord 1", *, good: bool = False, remark: str = "Het waren er dertien.") -> Feedback:
    reason = None if good else "klopt niet"
    sources = (Pointer("2021-05-03-verslag", 10, 20, "ab" * 32),)
    return Feedback(
        Face.BROWSER, key, "Hoeveel boten?", ("Welke boten?",), good, reason, remark, True, "extractive", sources, 1
    )


def writer(home: Path, face: Face, count: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", WRITER, str(home), face.value, str(count)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def on_disk(home: Path) -> bytes:
    return b"".join(path.read_bytes() for path in home.iterdir())


def test_what_was_said_comes_back_whole(tmp_path: Path) -> None:
    number = keep_feedback(tmp_path, said())
    entry = feedback_entry(tmp_path, number)
    assert (entry.state, entry.fact, entry.at.utcoffset()) == (State.OPEN, None, timedelta(0))
    assert replace(entry.said, key="antwoord 1") == said()
    assert feedback_entries(tmp_path) == [entry]


def test_who_judged_is_not_kept(tmp_path: Path) -> None:
    keep_feedback(tmp_path, said("kanaal C1, gebruiker U0GEHEIM"))
    assert b"U0GEHEIM" not in on_disk(tmp_path)


def test_what_is_said_later_of_the_same_answer_takes_its_place(tmp_path: Path) -> None:
    first = keep_feedback(tmp_path, said())
    other = keep_feedback(tmp_path, said("antwoord 2"))
    again = keep_feedback(tmp_path, said(good=True, remark=""))
    assert (first, again) == (1, 1)
    assert [(one.id, one.said.good) for one in feedback_entries(tmp_path)] == [(first, True), (other, False)]


def test_a_changed_mind_reopens_what_was_set_aside_but_not_a_fact(tmp_path: Path) -> None:
    keep_feedback(tmp_path, said())
    assert drop_feedback(tmp_path, 1).state is State.DROPPED
    keep_feedback(tmp_path, said(remark="Toch niet."))
    assert feedback_entry(tmp_path, 1).state is State.OPEN
    accept_feedback(tmp_path, 1, lambda entry: f"feit-{entry.id}")
    keep_feedback(tmp_path, said(remark="En nog iets."))
    entry = feedback_entry(tmp_path, 1)
    assert (entry.state, entry.fact, entry.said.remark) == (State.ACCEPTED, "feit-1", "En nog iets.")


def test_an_entry_whose_fact_could_not_be_written_stays_a_candidate(tmp_path: Path) -> None:
    def fails(entry: Entry) -> str:
        raise RuntimeError("schijf vol")

    keep_feedback(tmp_path, said())
    with pytest.raises(RuntimeError):
        accept_feedback(tmp_path, 1, fails)
    assert feedback_entry(tmp_path, 1).state is State.OPEN


def test_a_fact_is_made_once(tmp_path: Path) -> None:
    keep_feedback(tmp_path, said())
    accept_feedback(tmp_path, 1, lambda entry: "feit")
    tries: list[Callable[[], Entry]] = [
        lambda: accept_feedback(tmp_path, 1, lambda entry: "nog een"),
        lambda: drop_feedback(tmp_path, 1),
    ]
    for again in tries:
        with pytest.raises(NoSuchFeedbackError, match="al overgenomen, als feit feit"):
            again()


def test_what_is_erased_or_withdrawn_is_nowhere_in_the_files(tmp_path: Path) -> None:
    keep_feedback(tmp_path, said(remark="mijn naam is Zonderland"))
    keep_feedback(tmp_path, said("antwoord 2", remark="ik heet Overmorgen"))
    assert b"Zonderland" in on_disk(tmp_path)
    assert erase_feedback(tmp_path, 1)
    assert withdraw_feedback(tmp_path, Face.BROWSER, "antwoord 2")
    assert feedback_entries(tmp_path) == []
    assert b"Zonderland" not in on_disk(tmp_path)
    assert b"Overmorgen" not in on_disk(tmp_path)
    assert keep_feedback(tmp_path, said()) == 3  # the number of what is gone isn't given again


def test_a_reader_that_holds_an_older_moment_is_told_of(tmp_path: Path) -> None:
    keep_feedback(tmp_path, said())
    reader = sqlite3.connect(feedback_path(tmp_path), isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT * FROM feedback").fetchall()
    keep_feedback(tmp_path, said("antwoord 2"))  # is in the log now, behind what the reader sees
    try:
        wiped = erase_feedback_at_once(tmp_path, 2)
    finally:
        reader.close()
    assert not wiped


def erase_feedback_at_once(home: Path, number: int) -> bool:
    """As `erase_feedback`, without its patience of half a minute."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("index.sqlite_feedback._PATIENCE", 0.05)
        return erase_feedback(home, number)


def test_nothing_is_made_by_looking(tmp_path: Path) -> None:
    assert feedback_entries(tmp_path) == []
    assert not withdraw_feedback(tmp_path, Face.SLACK, "iets")
    for number in (1, -(2**70)):
        with pytest.raises(NoSuchFeedbackError, match="geen kandidaat"):
            feedback_entry(tmp_path, number)
    assert list(tmp_path.iterdir()) == []


def test_only_the_account_that_serves_reads_the_file(tmp_path: Path) -> None:
    keep_feedback(tmp_path, said())
    assert feedback_path(tmp_path).stat().st_mode & 0o077 == 0


def test_a_file_of_a_newer_version_or_no_database_is_refused_in_dutch(tmp_path: Path) -> None:
    keep_feedback(tmp_path, said())
    with sqlite3.connect(feedback_path(tmp_path)) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(FeedbackError, match="nieuwere versie van dit programma"):
        keep_feedback(tmp_path, said())
    feedback_path(tmp_path).write_bytes(b"geen database, en lang genoeg om dat te zien" * 100)
    with pytest.raises(FeedbackError, match=r"feedback\.sqlite zijn niet te lezen of te bewaren"):
        feedback_entries(tmp_path)


def test_every_entry_that_was_acknowledged_survives_a_kill(tmp_path: Path) -> None:
    process = writer(tmp_path, Face.BROWSER, 100_000)
    assert process.stdout is not None
    seen = [int(process.stdout.readline()) for _ in range(40)]
    os.kill(process.pid, signal.SIGKILL)
    seen += [int(line) for line in process.stdout.read().splitlines(keepends=True) if line.endswith("\n")]
    process.wait()
    process.stdout.close()
    assert len(seen) >= 40
    assert {entry.id for entry in feedback_entries(tmp_path)} >= {*seen}
    with sqlite3.connect(feedback_path(tmp_path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()
    assert keep_feedback(tmp_path, said("na de klap")) > max(seen)


def test_two_processes_write_at_once_from_the_first_moment(tmp_path: Path) -> None:
    both = [writer(tmp_path, face, 60) for face in (Face.BROWSER, Face.SLACK)]  # and both make the file
    told = [process.communicate(timeout=60)[0].split() for process in both]
    assert [process.returncode for process in both] == [0, 0]
    numbers = {int(number) for numbers in told for number in numbers}
    assert len(numbers) == 120
    assert {entry.id for entry in feedback_entries(tmp_path)} == numbers
