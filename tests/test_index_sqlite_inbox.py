"""The questions from Slack: taken in and answered once, changed and taken back meanwhile, gone when they are erased."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from index.feedback import Pointer
from index.inbox import TEXT_CHARS, Asked, Entry, Given, State, Way
from index.sqlite_inbox import EVENT_SECONDS, Inbox, InboxError, inbox_path

GIVEN = Given(True, "extractive", (Pointer("2021-05-03-verslag", 10, 20, "ab" * 32),))


@pytest.fixture
def inbox(tmp_path: Path) -> Iterator[Inbox]:
    with Inbox(tmp_path) as opened:
        yield opened


def asked(key: str = "1", thread: str = "t1", *, text: str = "Hoeveel boten?", private: bool = False) -> Asked:
    return Asked(key, "T1", "C1", "U1", key, thread, text, Way.MENTION, private, at=1.5)


def filled(inbox: Inbox, *keys: str, thread: str = "t1", private: bool = False) -> None:
    for key in keys:
        assert inbox.put(asked(key, thread, private=private), f"ev {key}")


def took(inbox: Inbox, *busy: tuple[str, str, str]) -> Entry:
    entry = inbox.take(busy)
    assert entry is not None
    return entry


def key_of(entry: Entry | None) -> str | None:
    return None if entry is None else entry.asked.key


def answered(inbox: Inbox) -> None:
    entry = took(inbox)
    assert inbox.done(entry.number, entry.revision, GIVEN)


def on_disk(home: Path) -> bytes:
    return b"".join(path.read_bytes() for path in home.iterdir())


def test_a_question_comes_back_whole(inbox: Inbox) -> None:
    question = replace(asked(), way=Way.COMMAND, private=True, respond="https://hooks.example/1")
    assert inbox.put(question, "ev")
    entry = inbox.entry("1")
    assert entry == Entry(1, question, State.WAITING)
    assert took(inbox) == Entry(1, question, State.WORKING, attempts=1)
    assert inbox.done(1, 0, GIVEN)
    kept = inbox.entry("1")
    assert kept is not None
    assert (kept.given, kept.state, kept.asked.text) == (GIVEN, State.DONE, "")
    assert inbox.entry("2") is None


def test_the_same_event_or_question_is_taken_in_once(inbox: Inbox) -> None:
    filled(inbox, "1")
    assert not inbox.put(asked("1", text="Iets anders?"), "ander ev")
    assert not inbox.put(asked("2"), "ev 1")
    assert inbox.entry("2") is None
    assert inbox.put(asked("2"), "")
    assert inbox.put(asked("3"), "")  # no id, so nothing to know it by
    assert [inbox.note("knop"), inbox.note("knop"), inbox.note("1"), inbox.note("ev 1")] == [True, False, True, False]


def test_of_a_thread_one_question_at_a_time_is_taken_the_oldest(inbox: Inbox) -> None:
    filled(inbox, "a", "b")
    filled(inbox, "c", thread="t2")
    assert [key_of(inbox.take()) for _ in range(3)] == ["a", "c", None]
    assert inbox.done(1, 0, None)
    assert [key_of(inbox.take()) for _ in range(2)] == ["b", None]


def test_commands_wait_for_nobody(inbox: Inbox) -> None:
    filled(inbox, "a", "b", thread="")
    assert [key_of(inbox.take([("T1", "C1", "")])) for _ in range(3)] == ["a", "b", None]


def test_busy_threads_are_passed_over(inbox: Inbox) -> None:
    filled(inbox, "a", "b")
    filled(inbox, "c", thread="t2")
    assert key_of(inbox.take([("T1", "C1", "t1")])) == "c"
    assert inbox.take([("T1", "C1", "t1")]) is None
    assert key_of(inbox.take([("T2", "C1", "t1")])) == "a"


def test_a_question_that_is_changed_while_it_is_worked_on_is_answered_again(inbox: Inbox) -> None:
    filled(inbox, "a", "b")
    entry = took(inbox)
    assert inbox.changed("a", "Hoeveel schepen?", "e2")
    assert inbox.take() is None  # not before the one who works on it is ready
    inbox.replied(entry.number, entry.revision, ["m1", "m2"])
    assert not inbox.done(entry.number, entry.revision, GIVEN)
    again = took(inbox)
    assert (again.asked.text, again.revision, again.replies, again.given) == ("Hoeveel schepen?", 1, ("m1", "m2"), None)
    assert inbox.done(again.number, again.revision, GIVEN)
    assert inbox.changed("a", "Welke schepen?", "e3")  # and after it was answered
    assert (took(inbox).revision, inbox.waiting()) == (2, 2)


def test_an_older_question_that_is_changed_waits_for_a_later_one_in_its_thread(inbox: Inbox) -> None:
    filled(inbox, "a", "b")
    answered(inbox)
    later = took(inbox)
    assert inbox.changed("a", "Hoeveel schepen?", "e2")
    assert inbox.take() is None
    assert inbox.done(later.number, 0, GIVEN)
    assert took(inbox).asked.key == "a"


def test_what_changes_nothing_is_no_change(inbox: Inbox) -> None:
    filled(inbox, "a", private=True)
    assert not inbox.changed("a", "Hoeveel boten?", "e2")  # a link was unfurled, say
    assert not inbox.changed("onbekend", "Wat?", "e2")
    answered(inbox)
    assert not inbox.changed("a", "Hoeveel boten?", "e2")  # known, although the text was erased
    assert inbox.changed("a", "Welke boten?", "e2")
    assert not inbox.changed("a", "Waar?", "e2")  # told again
    assert took(inbox).asked.text == "Welke boten?"


def test_a_question_that_is_taken_back_is_gone_and_its_answer_still_to_be(inbox: Inbox, tmp_path: Path) -> None:
    filled(inbox, "a")
    entry = took(inbox)
    inbox.replied(entry.number, 0, ["m1"])
    assert b"Hoeveel boten" in on_disk(tmp_path)
    assert inbox.withdrawn("a", "e2")
    assert b"Hoeveel boten" not in on_disk(tmp_path)
    assert not inbox.withdrawn("a", "e3")
    assert not inbox.changed("a", "Toch?", "e4")
    assert not inbox.done(entry.number, 0, GIVEN)
    gone = took(inbox)
    assert (gone.state, gone.replies, gone.asked.text) == (State.GONE, ("m1",), "")
    assert inbox.take() is None
    inbox.erase(gone.number)
    assert (inbox.entry("a"), inbox.waiting()) == (None, 0)
    assert not inbox.put(asked("a"), "e5")  # the same message, told of late


def test_of_a_private_question_the_text_goes_when_it_is_answered(inbox: Inbox, tmp_path: Path) -> None:
    filled(inbox, "a", private=True)
    assert b"Hoeveel boten" in on_disk(tmp_path)
    answered(inbox)
    assert b"Hoeveel boten" not in on_disk(tmp_path)


def test_what_is_put_back_or_failed_waits_again(inbox: Inbox) -> None:
    filled(inbox, "a", "b")
    assert inbox.back(took(inbox).number)
    again = took(inbox)
    assert (again.asked.key, again.resumed, again.attempts) == ("a", True, 1)
    assert inbox.failed(again.number, 0)
    assert took(inbox).attempts == 2
    assert inbox.failed(again.number, 60)
    assert inbox.take() is None  # b neither: it comes after a
    assert not inbox.back(again.number)
    assert inbox.changed("a", "Anders?", "e2")
    assert took(inbox).attempts == 1


def test_an_answer_that_was_put_back_is_not_done(inbox: Inbox) -> None:
    filled(inbox, "a")
    entry = took(inbox)
    assert inbox.back(entry.number)
    assert not inbox.done(entry.number, entry.revision, GIVEN)
    assert took(inbox).resumed


def test_what_is_known_of_a_thread(inbox: Inbox) -> None:
    where = ("T1", "C1", "t1")
    assert not inbox.began(*where)
    filled(inbox, "a", "b", "c")
    assert inbox.began(*where)  # on its way
    answered(inbox)
    entry = took(inbox)
    inbox.replied(entry.number, 0, ["m1"])
    assert inbox.done(entry.number, 0, None)
    answered(inbox)
    assert [one.asked.key for one in inbox.history(asked("d"))] == ["a", "c"]
    assert [one.asked.key for one in inbox.history(asked("c"))] == [
        "a"
    ]  # what came after an old question isn't before it
    assert inbox.history(asked("a")) == ()  # it was changed, say: what came after it isn't before it
    assert inbox.history(asked("d", "t2")) == ()
    assert inbox.known_replies(*where) == {"m1"}
    assert inbox.began(*where)
    assert inbox.withdrawn("b", "e2")
    assert not inbox.began(*where)  # no message stands there
    filled(inbox, "x", thread="")
    assert not inbox.began("T1", "C1", "")


def test_people_in_a_thread_are_counted_and_not_kept(inbox: Inbox, tmp_path: Path) -> None:
    filled(inbox, "a")
    heard = [inbox.heard("T1", "C1", "t1", user) for user in ("U1", "U0GEHEIM", "U1")]
    assert heard == [1, 2, 2]  # who asked counts
    assert inbox.heard("T1", "C1", "t2", "U0GEHEIM") == 1
    assert b"U0GEHEIM" not in on_disk(tmp_path)


def test_old_questions_are_forgotten_and_events_after_a_week(inbox: Inbox, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(inbox, "a", "b", thread="t1")
    answered(inbox)
    took(inbox)
    filled(inbox, "c", thread="t3")
    assert inbox.forget(3600) == 0
    assert inbox.forget(-1) == 2  # b is being worked on
    assert (inbox.entry("a"), key_of(inbox.entry("b"))) == (None, "b")
    assert not inbox.put(asked("a"), "weer")
    with monkeypatch.context() as later:
        next_week = time.time() + EVENT_SECONDS + 1
        later.setattr(time, "time", lambda: next_week)
        inbox.forget(1e9)
    assert inbox.put(asked("a"), "ev a")
    assert not inbox.put(asked("b"), "weer")  # kept for longer than its key


def test_text_that_sqlite_does_not_take_or_is_too_long_does_no_harm(inbox: Inbox) -> None:
    assert inbox.put(asked("\ud800", text="\udfff\0 boten" + "x" * TEXT_CHARS), "\ud800")
    text = took(inbox).asked.text
    assert (text[:8], len(text)) == ("?\0 boten", TEXT_CHARS)
    assert not inbox.changed("\ud800", "\udfff\0 boten" + "x" * TEXT_CHARS, "e2")


def test_only_the_account_that_serves_reads_the_files_and_nothing_is_left_of_them(tmp_path: Path) -> None:
    with Inbox(tmp_path) as inbox:
        filled(inbox, "a")
        took(inbox)
        assert all(path.stat().st_mode & 0o077 == 0 for path in tmp_path.iterdir())
    assert [path.name for path in tmp_path.iterdir()] == ["slack.sqlite"]


def test_a_newer_version_no_database_and_a_closed_file_are_refused_in_dutch(tmp_path: Path) -> None:
    with Inbox(tmp_path) as inbox:
        pass
    with pytest.raises(InboxError, match=r"slack\.sqlite zijn niet te lezen of te bewaren"):
        inbox.waiting()
    with closing(sqlite3.connect(inbox_path(tmp_path))) as connection:
        connection.execute("PRAGMA user_version = 99")
    with pytest.raises(InboxError, match="nieuwere versie van dit programma"):
        Inbox(tmp_path)
    inbox_path(tmp_path).write_bytes(b"geen database, en lang genoeg om dat te zien" * 100)
    with pytest.raises(InboxError, match="niet te lezen"):
        Inbox(tmp_path)


def test_a_question_that_turns_out_to_be_public_keeps_its_text(inbox: Inbox) -> None:
    filled(inbox, "1", private=True)
    answered(inbox)
    assert not inbox.opened("1", "Iets anders?")
    assert inbox.opened("1", "Hoeveel boten?")
    assert not inbox.opened("1", "Hoeveel boten?")
    kept = inbox.entry("1")
    assert kept is not None
    assert (kept.asked.text, kept.asked.private) == ("Hoeveel boten?", False)


def test_with_the_bot_alone_what_was_asked_just_before_counts(inbox: Inbox) -> None:
    now = time.time()
    for key, ago in (("1", 4000.0), ("2", 60.0), ("3", 0.0)):
        direct = replace(asked(key, key, text=f"Vraag {key}?"), channel="D1", way=Way.DIRECT, at=now - ago)
        assert inbox.put(direct, key)
        answered(inbox)
    entry = inbox.entry("3")
    assert entry is not None
    assert [one.asked.text for one in inbox.history(entry.asked)] == ["Vraag 2?"]
    assert inbox.history(replace(entry.asked, way=Way.MENTION)) == ()
    assert inbox.history(replace(entry.asked, channel="D2")) == ()


def test_an_old_question_that_is_changed_is_as_new_as_its_change(inbox: Inbox) -> None:
    filled(inbox, "1")
    answered(inbox)
    assert inbox.changed("1", "Hoeveel schepen?", "e2")
    assert time.time() - took(inbox).asked.at < 60  # or it would be apologised for as one that waited too long
