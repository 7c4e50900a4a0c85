"""A SQLite file as it was at one moment, copied while others write; and a copy from elsewhere, gone over before it is trusted."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from index.places import INSIDE

_WAIT = 30  # seconds for a writer that holds the file
_STEP = 1024  # pages, 4 MiB: after each it tells how far it is
_PAGE = 4096  # bytes of a page; every file of ours has pages of this size, and a copy in place can't change it

Step = Callable[[int, int], None]  # bytes done, bytes in all


@dataclass(frozen=True, slots=True)
class Held:
    """What a copy of the records holds: the version of its tables and changes, and how many records and passages."""

    schema: int
    version: int
    records: int
    passages: int


def take(source: Path, target: Path, step: Step = lambda done, total: None) -> None:
    """Copies a database as it is at one moment, however much is written to it meanwhile; nobody waits for it.

    Args:
        source: the file in use.
        target: where the copy goes, a lone file without a log beside it; made readable for its owner only.
        step: told how far it is.

    Raises:
        sqlite3.Error, OSError: one of them can't be read or written.
    """
    os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    with closing(_connect(source)) as read, closing(_connect(target)) as written:
        read.execute("PRAGMA query_only = ON")
        read.execute("BEGIN")  # held till the end, so that all steps copy the same moment and none has to begin again
        read.execute("SELECT count(*) FROM sqlite_master").fetchone()
        written.execute("PRAGMA synchronous = OFF")  # it is read from here, and forced to disk where it ends up
        read.backup(written, pages=_STEP, progress=lambda _, left, total: step((total - left) * _PAGE, total * _PAGE))
        read.execute("COMMIT")
        written.execute("PRAGMA journal_mode = DELETE")  # no log beside it


def damage(path: Path) -> list[str]:
    """What is wrong inside a file, as SQLite says; [] when it is whole."""
    try:
        with _looking(path) as connection:
            found = [row for (row,) in connection.execute("PRAGMA integrity_check(3)")]
            found += [f"{table}: {parent}" for table, _, parent, _ in connection.execute("PRAGMA foreign_key_check")]
            return [row for row in found if row != "ok"]
    except sqlite3.Error as error:
        return [str(error)]


def tables_version(path: Path) -> int:
    """The version of the tables of a small file, see `index.sqlite_file`."""
    with _looking(path) as connection:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
    return int(version)


def count(path: Path, table: str) -> int:
    """How many rows a table of ours has."""
    with _looking(path) as connection:
        (rows,) = connection.execute(f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608  # a name of ours
    return int(rows)


def held(path: Path) -> Held:
    """What a copy of the records holds. Raises sqlite3.Error or ValueError for a file that holds none."""
    with _looking(path) as connection:
        told = dict(connection.execute("SELECT key, value FROM meta WHERE key IN ('schema', 'version')"))
        if not {"schema", "version"} <= told.keys():
            raise ValueError("no records")
        numbers = (connection.execute(query).fetchone()[0] for query in _NUMBERS)
        return Held(int(told["schema"]), int(told["version"]), *numbers)


_NUMBERS = ("SELECT count(*) FROM records", "SELECT count(*) FROM passages")


def record_ids(path: Path) -> set[str]:
    """The ids of all records."""
    with _looking(path) as connection:
        return {key for (key,) in connection.execute("SELECT id FROM records")}


def vector_sizes(path: Path) -> set[int]:
    """The sizes of the vectors of passages, in bytes; one when all are of one encoder."""
    with _looking(path) as connection:
        return {size for (size,) in connection.execute("SELECT DISTINCT length(vector) FROM passages")}


def hashes_under(path: Path, folder: str) -> dict[str, str]:
    """The files under a folder that were read, by their place in it: the hash of the bytes that were read."""
    start = folder.rstrip(os.sep) + os.sep
    query = "SELECT path, sha256 FROM files WHERE substr(path, 1, ?) = ? AND instr(path, ?) = 0 AND sha256 <> ''"
    with _looking(path) as connection:
        rows = connection.execute(query, (len(start), start, INSIDE))
        return {place[len(start) :].replace(os.sep, "/"): sha256 for place, sha256 in rows}


def strange(path: Path, like: Path) -> str | None:
    """What a file has that one of ours has not: code of its own (triggers, views), or other tables; None when it has nothing."""
    with _looking(path) as given, _looking(like) as ours:
        found = given.execute("SELECT name FROM sqlite_master WHERE type IN ('trigger', 'view')").fetchone()
        if found is not None:
            return str(found[0])
        theirs, wanted = _shape(given), _shape(ours)
    return next((name for name in sorted(theirs.keys() | wanted.keys()) if theirs.get(name) != wanted.get(name)), None)


def has_code(path: Path) -> bool:
    """Whether a file has code of its own, or tables that are made by code we don't have."""
    query = (
        "SELECT 1 FROM sqlite_master WHERE type IN ('trigger', 'view') "
        "OR (sql LIKE 'create virtual%' AND sql NOT LIKE '%using fts5%') LIMIT 1"
    )
    with _looking(path) as connection:
        return connection.execute(query).fetchone() is not None


def _shape(connection: sqlite3.Connection) -> dict[str, object]:
    """Of each table its columns, and of one that code makes also how."""
    tables = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'").fetchall()
    virtual = {name: sql for name, sql in tables if sql.casefold().startswith("create virtual")}
    columns = 'SELECT name, type, "notnull", dflt_value, pk, hidden FROM pragma_table_xinfo(?)'
    return {
        name: (virtual.get(name), sorted(connection.execute(columns, (name,)).fetchall(), key=str))
        for name, _ in tables
    }


def settle(path: Path, version: int, before: str, now: str) -> None:
    """Makes a copy of the records fit the home folder that it goes to.

    Args:
        path: the copy.
        version: its version of changes from now on, higher than any that was seen there.
        before: the folder of added files where it was made.
        now: that folder where it goes; places in the one become places in the other.
    """
    start, there = before.rstrip(os.sep) + os.sep, now.rstrip(os.sep) + os.sep
    with closing(_connect(path)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("UPDATE meta SET value = ? WHERE key = 'version'", (str(version),))
        if start != there:
            query = "UPDATE OR REPLACE files SET path = ? || substr(path, ?) WHERE substr(path, 1, ?) = ?"
            connection.execute(query, (there, len(start) + 1, len(start), start))
        connection.execute("COMMIT")


def reopen_questions(path: Path) -> None:
    """Says of questions from Slack that were open in a copy that they were begun before, so that an answer is looked for first."""
    query = (
        "UPDATE entry SET owner = '', resumed = 1, state = CASE state WHEN 'working' THEN 'waiting' ELSE state END "
        "WHERE state <> 'done'"
    )
    with closing(_connect(path)) as connection:
        connection.execute(query)


def for_use(path: Path) -> None:
    """Gives a copy what every file of ours has: a log, and pages of the usual size."""
    with closing(_connect(path)) as connection:
        (size,) = connection.execute("PRAGMA page_size").fetchone()
        if size != _PAGE:
            connection.execute("PRAGMA journal_mode = DELETE")
            connection.execute(f"PRAGMA page_size = {_PAGE}")
            connection.execute("VACUUM")
        connection.execute("PRAGMA journal_mode = WAL")


def is_unusable(error: Exception) -> bool:
    """Whether SQLite says that a file is damaged or no database of its; not that it is full, locked or can't be opened."""
    damaged = isinstance(error, sqlite3.DatabaseError) and not isinstance(error, sqlite3.OperationalError)
    return damaged or "malformed" in str(error)


def is_full(error: Exception) -> bool:
    """Whether SQLite says that the disk is full."""
    return isinstance(error, sqlite3.OperationalError) and ("full" in str(error) or "disk I/O" in str(error))


DatabaseError = sqlite3.Error


@contextmanager
def _looking(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection that changes nothing and runs nothing that the file brings along."""
    with closing(_connect(path)) as connection:
        connection.execute("PRAGMA query_only = ON")
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA cell_size_check = ON")
        yield connection


def _connect(path: Path) -> sqlite3.Connection:
    if not path.is_file():
        raise sqlite3.OperationalError("unable to open database file")  # SQLite would make it
    return sqlite3.connect(path, timeout=_WAIT, isolation_level=None)
