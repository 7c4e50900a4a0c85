"""A small SQLite file of its own in the home folder: made when it isn't there, kept through a power cut, erased by overwriting.

Several processes may make, read and write it at once; only the account that serves reads it. A file of an older version is
brought up to date when it is opened, in one transaction; one of a newer version is refused.
"""

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from index.errors import UserError


@dataclass(frozen=True, slots=True)
class Kind:
    """What a file holds.

    Attributes:
        holds: what it holds, as a Dutch sentence about it begins: "De beoordelingen".
        tables: the statements that make the tables of now.
        error: what is raised when the file can't be read or written.
        steps: the statements that turn version 1 into 2, those that turn 2 into 3, and so on.
    """

    holds: str
    tables: tuple[str, ...]
    error: type[UserError]
    steps: tuple[tuple[str, ...], ...] = ()

    @property
    def version(self) -> int:
        """Of the tables of now; the first one is 1."""
        return len(self.steps) + 1


@contextmanager
def told(path: Path, kind: Kind) -> Iterator[None]:
    """What SQLite or the disk raises is told in Dutch."""
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        raise kind.error(f"{kind.holds} in {path} zijn niet te lezen of te bewaren: {error}.") from error


def open_file(path: Path, kind: Kind, patience: float, *, threads: bool = False) -> sqlite3.Connection:
    """Opens the file.

    Args:
        path: where it lies; it and its folder are made when they aren't there.
        kind: what it holds; an older file is made into this.
        patience: seconds that a writer waits for another.
        threads: whether the connection may be used by another thread than this one (one at a time).

    Raises:
        sqlite3.Error, OSError: it can't be opened; see `told`.
        UserError: `kind.error`, as it is of a newer version.
    """
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))  # what people wrote is nobody else's
    connection = sqlite3.connect(path, timeout=patience, isolation_level=None, check_same_thread=not threads)
    try:
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA secure_delete = ON")
        if _version(connection) == 0:
            _make(connection, kind, patience)
        if 0 < _version(connection) < kind.version:
            _upgrade(connection, kind)
        if (version := _version(connection)) != kind.version:
            raise kind.error(f"{path} is van een nieuwere versie van dit programma ({version}). Werk lovp bij.")
    except BaseException:
        connection.close()
        raise
    return connection


@contextmanager
def change(connection: sqlite3.Connection) -> Iterator[None]:
    """One change: all of it is kept, or nothing."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def empty_log(connection: sqlite3.Connection) -> bool:
    """Brings all changes into the file and empties the log; False while a reader needs an older moment."""
    (busy, _, _) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not busy


def empty_log_soon(connection: sqlite3.Connection, patience: float) -> bool:
    """As `empty_log`, without waiting for readers; `patience` are the seconds that the connection waits otherwise."""
    connection.execute("PRAGMA busy_timeout = 100")
    try:
        return empty_log(connection)
    finally:
        connection.execute(f"PRAGMA busy_timeout = {int(patience * 1000)}")


def _version(connection: sqlite3.Connection) -> int:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return int(version)


def _make(connection: sqlite3.Connection, kind: Kind, patience: float) -> None:
    until = time.monotonic() + patience
    while True:  # SQLite doesn't wait by itself when two set this at once
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            break
        except sqlite3.OperationalError:
            if time.monotonic() > until:
                raise
            time.sleep(0.02)
    with change(connection):
        if _version(connection) == 0:
            for table in kind.tables:
                connection.execute(table)
            connection.execute(f"PRAGMA user_version = {kind.version}")


def _upgrade(connection: sqlite3.Connection, kind: Kind) -> None:
    with change(connection):
        for step in kind.steps[_version(connection) - 1 :]:  # asked again, as another may have done it
            for statement in step:
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {kind.version}")
