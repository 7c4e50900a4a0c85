"""Connections to the store's file, one for each thread: to the living file, or to the newest of the published copies.

A thread that turns to a newer copy leaves its connection behind; that closes when whoever still reads by it lets go, so a question
ends in the copy that it began in. Nor does the connection of a thread outlive it.
"""

import sqlite3
import threading
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

from index.published import Copies
from index.recipe import StoreError
from index.sqlite_errors import DiskFullError, is_full


class _Connection(sqlite3.Connection):
    """Closes when nobody holds it any more, at the next garbage collection (it holds itself, in its cache of statements)."""

    def __del__(self) -> None:
        self.close()


class Connections:
    """Gives each thread its own; safe to use from many."""

    def __init__(self, place: Path | Copies) -> None:
        """Opens nothing yet; `place` is the living file, or where the published copies are."""
        self._place = place
        self._local = threading.local()
        self._open: weakref.WeakSet[_Connection] = weakref.WeakSet()
        self._lock = threading.Lock()

    @property
    def path(self) -> Path:
        """The file that this thread reads; the newest copy when it isn't in the midst of a moment."""
        if isinstance(self._place, Path):
            return self._place
        self.renew()
        path: Path | None = getattr(self._local, "path", None)
        return path or self._place.newest()

    def here(self) -> sqlite3.Connection:
        """This thread's connection."""
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        return self._opened() if connection is None else connection

    def renew(self) -> None:
        """Turns to the newest copy, when there is a newer one and nothing is going on in this thread."""
        if isinstance(self._place, Path):
            return
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is not None and not connection.in_transaction and self._place.newest() != self._local.path:
            self._opened()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """One change in this thread: all of it is kept, or nothing.

        Raises:
            StoreError: it can't be made.
        """
        connection = self.here()
        part_of_another = connection.in_transaction
        if part_of_another:
            yield
            return
        try:
            connection.execute("BEGIN IMMEDIATE")
            yield
            connection.execute("COMMIT")
        except BaseException as error:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            if is_full(error):
                raise DiskFullError from error
            if isinstance(error, sqlite3.Error):
                raise StoreError(f"De index in {self.path.parent} kan niet worden bijgewerkt: {error}.") from error
            raise

    @contextmanager
    def moment(self) -> Iterator[None]:
        """What this thread reads inside belongs together; it begins at the newest copy."""
        self.renew()
        connection = self.here()
        part_of_another = connection.in_transaction
        if part_of_another:
            yield
            return
        connection.execute("BEGIN")
        try:
            yield
        finally:
            with suppress(sqlite3.Error):  # what was read is read; a damaged file says so by itself
                connection.execute("COMMIT")

    def close(self) -> None:
        """Closes those of all threads."""
        with self._lock:
            for connection in list(self._open):
                connection.close()
            self._open.clear()
        self._local = threading.local()

    def _opened(self) -> sqlite3.Connection:
        if isinstance(self._place, Path):
            path, connection = self._place, _living(self._place)
        else:
            path, connection = self._place.opened(_copy)
        self._local.path, self._local.connection = path, connection
        with self._lock:
            self._open.add(connection)
        return connection


def _living(path: Path) -> _Connection:
    connection = _connect(str(path))
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA secure_delete = ON")
    return connection


def _copy(path: Path) -> _Connection:
    """Opens a file that nobody ever changes: without locks, so also from a read-only or shared folder."""
    connection = _connect(f"file:{quote(str(path))}?mode=ro&immutable=1", uri=True)
    connection.execute("PRAGMA query_only = ON")
    connection.execute("PRAGMA trusted_schema = OFF")
    return connection


def _connect(where: str, *, uri: bool = False) -> _Connection:
    make: Callable[..., _Connection] = sqlite3.connect  # by `factory`
    return make(where, timeout=30, check_same_thread=False, isolation_level=None, uri=uri, factory=_Connection)
