"""A small SQLite file: brought up to date from any older version in one transaction, and never opened when it is newer."""

import os
import signal
import sqlite3
import stat
import threading
from contextlib import closing
from pathlib import Path

import pytest

from index.errors import UserError
from index.sqlite_feedback import KIND as FEEDBACK
from index.sqlite_file import Kind, change, empty_log_soon, open_file, told
from index.sqlite_inbox import KIND as INBOX


class OddError(UserError):
    """Of the files of these tests."""


FIRST = Kind("De proeven", ("CREATE TABLE one (a TEXT NOT NULL)",), OddError)
SECOND = ("ALTER TABLE one ADD COLUMN b TEXT NOT NULL DEFAULT 'leeg'", "CREATE INDEX one_b ON one (b)")
THIRD = ("CREATE TABLE two (c TEXT)", "INSERT INTO two SELECT a || b FROM one")
TABLES = (
    "CREATE TABLE one (a TEXT NOT NULL, b TEXT NOT NULL DEFAULT 'leeg')",
    "CREATE INDEX one_b ON one (b)",
    "CREATE TABLE two (c TEXT)",
)
NOW = Kind("De proeven", TABLES, OddError, (SECOND, THIRD))


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A file of the first version, with something in it."""
    path = tmp_path / "proef.sqlite"
    with closing(open_file(path, FIRST, 1)) as connection:
        connection.execute("INSERT INTO one VALUES ('a')")
    return path


def version(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])


def test_an_old_file_is_brought_up_to_date_and_keeps_what_it_held(old: Path) -> None:
    assert (version(old), NOW.version) == (1, 3)
    with closing(open_file(old, NOW, 1)) as connection:
        assert connection.execute("SELECT a, b FROM one").fetchall() == [("a", "leeg")]
        assert connection.execute("SELECT c FROM two").fetchall() == [("aleeg",)]
    assert version(old) == 3
    with closing(open_file(old, NOW, 1)) as connection:  # and only once
        assert connection.execute("SELECT count(*) FROM two").fetchone() == (1,)


def test_from_each_version_there_is_a_way(old: Path) -> None:
    between = Kind("De proeven", NOW.tables, OddError, (SECOND,))
    open_file(old, between, 1).close()
    assert version(old) == 2
    open_file(old, NOW, 1).close()
    assert version(old) == 3


def test_a_new_file_gets_the_tables_of_now_at_once(tmp_path: Path) -> None:
    with closing(open_file(tmp_path / "map" / "nieuw.sqlite", NOW, 1)) as connection:
        assert connection.execute("SELECT count(*) FROM two").fetchone() == (0,)
    assert version(tmp_path / "map" / "nieuw.sqlite") == 3
    assert stat.S_IMODE((tmp_path / "map" / "nieuw.sqlite").stat().st_mode) == 0o600


def test_a_newer_file_is_refused_and_stays_as_it_is(old: Path) -> None:
    open_file(old, NOW, 1).close()
    with pytest.raises(OddError, match=r"nieuwere versie van dit programma \(3\)"):
        open_file(old, FIRST, 1)
    assert version(old) == 3


def test_a_step_that_fails_leaves_the_old_file_whole(old: Path) -> None:
    broken = Kind("De proeven", NOW.tables, OddError, (SECOND, (*THIRD, "INSERT INTO drie VALUES (1)")))
    with pytest.raises(OddError, match="niet te lezen of te bewaren"), told(old, broken):
        open_file(old, broken, 1)
    assert version(old) == 1
    with closing(open_file(old, FIRST, 1)) as connection:
        assert connection.execute("SELECT * FROM one").fetchall() == [("a",)]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no copying of processes here")
def test_a_kill_in_the_middle_leaves_the_old_file_and_the_next_one_goes_on(old: Path) -> None:
    child = os.fork()
    if child == 0:
        with closing(sqlite3.connect(old, isolation_level=None)) as connection, change(connection):
            for statement in SECOND:
                connection.execute(statement)
            connection.execute("PRAGMA user_version = 2")
            os.kill(os.getpid(), signal.SIGKILL)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    assert version(old) == 1
    with closing(open_file(old, NOW, 1)) as connection:
        assert connection.execute("SELECT c FROM two").fetchall() == [("aleeg",)]


def test_many_who_open_an_old_file_at_once_bring_it_up_to_date_once(old: Path) -> None:
    ready, trouble = threading.Barrier(8), []

    def opened() -> None:
        ready.wait()
        try:
            open_file(old, NOW, 10).close()
        except Exception as error:
            trouble.append(error)

    threads = [threading.Thread(target=opened) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert trouble == []
    with closing(sqlite3.connect(old)) as connection:
        assert connection.execute("SELECT count(*) FROM two").fetchone() == (1,)


@pytest.mark.parametrize("kind", [FEEDBACK, INBOX])
def test_the_files_that_there_are_have_a_step_for_each_version(kind: Kind) -> None:
    """Who changes the tables adds a step, and a test with a file of before, as above."""
    assert kind.version == len(kind.steps) + 1 == 1


def test_what_was_erased_leaves_the_log_unless_someone_reads(old: Path) -> None:
    with closing(open_file(old, FIRST, 1)) as connection:
        with change(connection):
            connection.execute("INSERT INTO one VALUES ('een geheim woord')")
        with closing(open_file(old, FIRST, 1)) as reader:
            reader.execute("BEGIN")
            reader.execute("SELECT * FROM one").fetchall()
            with change(connection):
                connection.execute("DELETE FROM one")
            assert not empty_log_soon(connection, 1)
            reader.execute("COMMIT")
        assert empty_log_soon(connection, 1)
        assert connection.execute("PRAGMA busy_timeout").fetchone() == (1000,)
    assert not any(b"geheim" in path.read_bytes() for path in old.parent.iterdir())
