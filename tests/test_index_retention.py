"""What people said and asked is erased for good when its days are over: at the start, and while a process runs."""

import sqlite3
import threading
import time
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from index.errors import UserError
from index.feedback import Face, Feedback
from index.inbox import Asked, Way
from index.retention import Forgotten, forget_old, tidying
from index.settings import SettingError, Settings, read_settings
from index.sqlite_feedback import accept_feedback, feedback_entries, feedback_path, keep_feedback
from index.sqlite_inbox import Inbox, inbox_path


def say(home: Path, question: str, days: float) -> int:
    """A verdict of so many days ago."""
    number = keep_feedback(
        home, Feedback(Face.BROWSER, question, question, (), False, None, "", True, "extractive", ())
    )
    at = (datetime.now(UTC) - timedelta(days=days)).isoformat()
    with closing(sqlite3.connect(feedback_path(home))) as connection:
        connection.execute("UPDATE feedback SET at = ? WHERE id = ?", (at, number))
        connection.commit()
    return number


def ask(home: Path, question: str, days: float) -> None:
    """A question from Slack of so many days ago."""
    with Inbox(home) as inbox:
        inbox.put(Asked(question, "T1", "C1", "U1", "1.0", "1.0", question, Way.MENTION), question)
    with closing(sqlite3.connect(inbox_path(home))) as connection:
        connection.execute("UPDATE entry SET touched = ? WHERE text = ?", (time.time() - days * 86_400, question))
        connection.commit()


def questions(home: Path) -> list[str]:
    with closing(sqlite3.connect(inbox_path(home))) as connection:
        asked = [text for (text,) in connection.execute("SELECT text FROM entry ORDER BY text")]
    return [*sorted(entry.said.question for entry in feedback_entries(home)), *asked]


def on_disk(home: Path) -> bytes:
    return b"".join(path.read_bytes() for path in home.iterdir())


def test_what_is_older_than_its_days_is_gone_from_the_disk_and_the_rest_stays(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, feedback_days=100, slack_days=10)
    for word, days in (("jongenoeg", 99.9), ("teoud", 100.1)):
        say(tmp_path, word, days)
        ask(tmp_path, f"slack {word}", days / 10)
    assert b"teoud" in on_disk(tmp_path)
    assert forget_old(settings) == Forgotten(1, 1)
    assert questions(tmp_path) == ["jongenoeg", "slack jongenoeg"]
    assert b"teoud" not in on_disk(tmp_path)
    assert forget_old(settings) == Forgotten(0, 0)


def test_without_files_nothing_is_made(tmp_path: Path) -> None:
    assert forget_old(Settings(home=tmp_path)) == Forgotten(0, 0)
    assert list(tmp_path.iterdir()) == []


def test_verdicts_without_an_end_stay(tmp_path: Path) -> None:
    say(tmp_path, "heel oud", 5_000)
    assert forget_old(Settings(home=tmp_path, feedback_days=0)) == Forgotten(0, 0)
    assert len(feedback_entries(tmp_path)) == 1


def test_a_verdict_that_became_a_fact_goes_too_as_the_fact_has_its_words(tmp_path: Path) -> None:
    number = say(tmp_path, "overgenomen", 400)
    accept_feedback(tmp_path, number, lambda entry: "feit-1")
    assert forget_old(Settings(home=tmp_path)) == Forgotten(1, 0)


def test_a_verdict_that_is_changed_begins_its_days_anew(tmp_path: Path) -> None:
    say(tmp_path, "gewijzigd", 400)
    say(tmp_path, "gewijzigd", 0)
    assert forget_old(Settings(home=tmp_path)) == Forgotten(0, 0)


def test_what_a_killed_bot_was_working_on_goes_too(tmp_path: Path) -> None:
    ask(tmp_path, "half af", 40)
    with closing(sqlite3.connect(inbox_path(tmp_path))) as connection:
        connection.execute("UPDATE entry SET owner = 'weg', state = 'working'")
        connection.commit()
    assert forget_old(Settings(home=tmp_path)) == Forgotten(0, 1)


def test_what_is_being_worked_on_stays(tmp_path: Path) -> None:
    ask(tmp_path, "bezig", 40)
    with Inbox(tmp_path) as inbox:
        assert inbox.take() is not None
        assert forget_old(Settings(home=tmp_path)) == Forgotten(0, 0)


def test_it_goes_on_every_day_while_a_process_runs(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    say(tmp_path, "bij het begin", 400)
    before = threading.active_count()
    with tidying(settings, every=0.05):
        assert feedback_entries(tmp_path) == []
        say(tmp_path, "later", 400)
        until = time.monotonic() + 10
        while feedback_entries(tmp_path) and time.monotonic() < until:
            time.sleep(0.02)
        assert feedback_entries(tmp_path) == []
    assert threading.active_count() == before


def test_a_damaged_file_stops_neither_the_chat_nor_the_other_file(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    ask(tmp_path, "oud", 40)
    feedback_path(tmp_path).write_bytes(b"geen database" * 100)
    settings = Settings(home=tmp_path)
    with tidying(settings):
        pass
    assert "opruimen lukte niet (FeedbackError)" in caplog.text
    ask(tmp_path, "ook oud", 40)
    with pytest.raises(UserError, match="De beoordelingen in"):
        forget_old(settings)
    with closing(sqlite3.connect(inbox_path(tmp_path))) as connection:
        assert connection.execute("SELECT count(*) FROM entry").fetchone() == (0,)


def test_the_days_are_settings(tmp_path: Path) -> None:
    found = read_settings({"LOVP_FEEDBACK_DAYS": "0", "LOVP_HISTORY_DAYS": "30"}, tmp_path)
    assert (found.feedback_days, found.history_days) == (0, 30)
    assert replace(Settings(home=tmp_path)).feedback_days == 365
    for name in ("LOVP_FEEDBACK_DAYS", "LOVP_HISTORY_DAYS"):
        for value in ("-1", "3651", "een jaar", "1.5", "9" * 5_000):
            with pytest.raises(SettingError, match=f"{name} moet een heel aantal dagen"):
                read_settings({name: value}, tmp_path)
