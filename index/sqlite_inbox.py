"""The questions that came in from Slack, in a SQLite file of its own: on disk before they are acknowledged, each answered once.

Several threads use one `Inbox` at once, and several processes the same file. Who takes a question owns it until it is done, put
back or erased, or until its process has ended (`index.owner`): of a thread only one question is owned at a time, the oldest. What
a user changes or withdraws meanwhile waits for that. Events and keys are remembered for a week, as hashes; what is erased is
overwritten.
"""

import json
import sqlite3
import threading
import time
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from index import sqlite_inbox_rows as rows
from index.errors import UserError
from index.inbox import Asked, Entry, Given, Way
from index.owner import Owner
from index.sqlite_file import Kind, change, empty_log_soon, open_file, told
from index.sqlite_inbox_rows import asked_to_row, clean, given_to_text, hashed, row_to_entry

EVENT_SECONDS = 7 * 24 * 3600  # that an event is remembered; Slack repeats one for an hour at most
JUST_BEFORE_SECONDS = 1800.0  # between questions to the bot alone that are one conversation
_PATIENCE = 10  # seconds that a writer waits for another


class InboxError(UserError):
    """The file can't be read or written; the message is Dutch and says which and why, for who manages the bot."""


KIND = Kind("De vragen uit Slack", rows.TABLES, InboxError)


def inbox_path(home: Path) -> Path:
    """Where the file lies."""
    return home / "slack.sqlite"


class Inbox:
    """The file, held open; what it was told is on disk when a method returns. Any method may raise `InboxError`."""

    def __init__(self, home: Path) -> None:
        """Opens the file, and makes it when it isn't there."""
        self._path = inbox_path(home)
        self._one = threading.RLock()
        self._owner = Owner(home, "slack")
        with told(self._path, KIND):
            self._connection = open_file(self._path, KIND, _PATIENCE, threads=True)

    def close(self) -> None:
        """What this one still owns waits for another."""
        with self._one, told(self._path, KIND):
            self._connection.close()
            self._owner.close()

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Closes it."""
        self.close()

    def put(self, asked: Asked, event: str) -> bool:
        """Takes a question in; False when this event or this question is known already, and nothing changes.

        Args:
            asked: the question; of its text `TEXT_CHARS` are kept.
            event: the id of the event that told of it, "" when it has none.
        """
        row = asked_to_row(asked)
        with self._changing() as connection:
            if not _first(connection, event) or not _first(connection, asked.key, "key"):
                return False
            names, marks = ", ".join(row), ", ".join("?" * len(row))
            query = f"INSERT OR IGNORE INTO entry ({names}) VALUES ({marks})"  # noqa: S608  # names of ours, no words of users
            if connection.execute(query, [*row.values()]).rowcount == 0:
                return False  # known for longer than keys are remembered
            if asked.thread:
                _hears(connection, row["team"], row["channel"], row["thread"], row["user"])
        return True

    def changed(self, key: str, text: str, event: str) -> bool:
        """The user changed a question: it waits again, with one revision more and the replies it has.

        Returns:
            False when there is nothing to do: the question isn't known, was withdrawn or says the same; or the event is known.
        """
        text = clean(text)
        with self._changing() as connection:
            row = connection.execute("SELECT id, hash FROM entry WHERE key = ?", (clean(key),)).fetchone()
            if row is None or row[1] in {"", hashed(key, text)} or not _first(connection, event):
                return False
            connection.execute(rows.CHANGE, (time.time(), text, hashed(key, text), row[0]))
        return True

    def withdrawn(self, key: str, event: str) -> bool:
        """The user took a question back: its text is erased at once, and its answer is to be taken away.

        Returns:
            False when there is nothing to do: the question isn't known, or was withdrawn already; or the event is known.
        """
        with self._changing() as connection:
            row = connection.execute("SELECT id FROM entry WHERE key = ? AND state <> 'gone'", (clean(key),)).fetchone()
            if row is None or not _first(connection, event):
                return False
            connection.execute(rows.WITHDRAW, row)
        self._overwrite()
        return True

    def opened(self, key: str, text: str) -> bool:
        """A question that was taken for a private one isn't: its text is kept as any other's. False when nothing changes."""
        text = clean(text)
        with self._changing() as connection:
            return connection.execute(rows.OPEN, (text, clean(key), hashed(key, text))).rowcount > 0

    def note(self, event: str) -> bool:
        """Whether this event comes for the first time; one without an id always does."""
        with self._changing() as connection:
            return _first(connection, event)

    def waiting(self) -> int:
        """How many wait or are being worked on."""
        with self._reading() as connection:
            (count,) = connection.execute("SELECT count(*) FROM entry WHERE state <> 'done'").fetchone()
        return int(count)

    def take(self, busy: Collection[tuple[str, str, str]] = ()) -> Entry | None:
        """The oldest question to answer (or answer to take away) of a thread where nothing is being worked on; None: there is none.

        A thread's questions come in the order in which they came in, also where the first of them may not be taken yet. Those
        without a thread (commands) wait for nobody.

        Args:
            busy: threads that are passed over: team, channel and thread.
        """
        with self._reading() as connection:
            query = "SELECT 1 FROM entry WHERE state <> 'done' AND owner = '' LIMIT 1"
            if connection.execute(query).fetchone() is None:
                return None  # without keeping others from writing
            self._owner.begin()
        with self._changing() as connection:
            # of each thread only its oldest, so of one more than are busy one isn't
            for row in connection.execute(rows.NEXT, (time.time(), len(busy) + 1)).fetchall():
                asked = row_to_entry(row).asked
                if not asked.thread or (asked.team, asked.channel, asked.thread) not in busy:
                    connection.execute(rows.TAKE, (self._owner.name, row[0]))
                    return row_to_entry(connection.execute(f"{rows.GET} WHERE id = ?", (row[0],)).fetchone())
        return None

    def replied(self, number: int, revision: int, replies: Sequence[str]) -> None:
        """Keeps the messages of the answer so far in place of those before, also when the question changed after `revision`."""
        kept = json.dumps([clean(reply) for reply in replies])
        with self._changing() as connection:
            connection.execute("UPDATE entry SET replies = ? WHERE id = ?", (kept, number))

    def done(self, number: int, revision: int, given: Given | None) -> bool:
        """It is answered, or will never be; of a private question the text is erased.

        Returns:
            False when it was changed or withdrawn meanwhile, or put back: then it is still to be done.
        """
        with self._changing() as connection:
            row = connection.execute(rows.DONE, (given_to_text(given), number, revision, self._owner.name)).fetchone()
            if row is None:
                connection.execute(f"{rows.LET_GO} WHERE id = ? AND owner = ?", (number, self._owner.name))
                return False
        if row[0]:
            self._overwrite()
        return True

    def back(self, number: int) -> bool:
        """Puts back what this process can't finish, as begun before (`Entry.resumed`); False when it doesn't own it any more."""
        return self._let_go(number, "resumed = 1, attempts = max(attempts - 1, 0)")

    def failed(self, number: int, after: float) -> bool:
        """Puts back what went wrong, to be taken again after some seconds; False when this process doesn't own it any more."""
        return self._let_go(number, "resumed = 1, ready = ?", time.time() + after)

    def erase(self, number: int) -> None:
        """Nothing of it is left, except that its key is known."""
        with self._changing() as connection:
            connection.execute("DELETE FROM entry WHERE id = ?", (number,))
        self._overwrite()

    def recover(self) -> int:
        """What a process worked on that has ended waits again, with `Entry.resumed`; how many there were."""
        count = 0
        with self._reading() as connection:
            query = "SELECT DISTINCT owner FROM entry WHERE state <> 'done' AND owner <> ''"
            for (owner,) in connection.execute(query).fetchall():
                if self._owner.ended(owner):
                    with change(connection):
                        count += connection.execute(f"{rows.LET_GO}, resumed = 1 WHERE owner = ?", (owner,)).rowcount
            self._owner.sweep()
        return count

    def history(self, asked: Asked) -> tuple[Entry, ...]:
        """The questions before this one that were answered, oldest first; the text of a private one is "" by then.

        They are those of its thread; with the bot alone people also go on without one, so there it is what they asked just before.
        """
        if not asked.thread:
            return ()
        place = _place(asked.team, asked.channel, asked.thread)
        query, values = rows.HISTORY, tuple[str | float, ...]((*place, clean(asked.key), clean(asked.key)))
        if asked.way is Way.DIRECT and asked.ts == asked.thread:
            query, values = rows.JUST_BEFORE, (*place[:2], asked.at - JUST_BEFORE_SECONDS, clean(asked.key))
        with self._reading() as connection:
            return tuple(row_to_entry(row) for row in reversed(connection.execute(query, values).fetchall()))

    def entry(self, key: str) -> Entry | None:
        """The question with that key; None when there is none (any more)."""
        with self._reading() as connection:
            row = connection.execute(f"{rows.GET} WHERE key = ?", (clean(key),)).fetchone()
        return row and row_to_entry(row)

    def known_replies(self, team: str, channel: str, thread: str) -> frozenset[str]:
        """All messages in a thread that are known as (parts of) an answer."""
        with self._reading() as connection:
            query = "SELECT replies FROM entry WHERE team = ? AND channel = ? AND thread = ?"
            found = connection.execute(query, _place(team, channel, thread)).fetchall()
            return frozenset(reply for (replies,) in found for reply in json.loads(replies))

    def began(self, team: str, channel: str, thread: str, user: str = "") -> bool:
        """Whether an answer stands in that thread, or is on its way; with a user: one to them."""
        values = (*_place(team, channel, thread), clean(user), clean(user))
        with self._reading() as connection:
            return bool(thread) and connection.execute(rows.BEGAN, values).fetchone() is not None

    def heard(self, team: str, channel: str, thread: str, user: str) -> int:
        """Notes that someone wrote in a thread; how many people did so far. Who asks there is noted when the question comes in."""
        with self._changing() as connection:
            return _hears(connection, *_place(team, channel, thread), clean(user))

    def forget(self, older_than: float) -> int:
        """Erases the questions that came in (or were last changed) more seconds ago than that, and events of over a week ago.

        Those that are being worked on stay; how many went.
        """
        now = time.time()
        with self._changing() as connection:
            query = "DELETE FROM entry WHERE touched < ? AND owner = ''"
            gone = connection.execute(query, (now - older_than,)).rowcount
            connection.execute("DELETE FROM heard WHERE at < ?", (now - older_than,))
            connection.execute("DELETE FROM seen WHERE at < ?", (now - EVENT_SECONDS,))
        self._overwrite()
        return gone

    def _let_go(self, number: int, more: str, *values: float) -> bool:
        with self._changing() as connection:
            query = f"{rows.LET_GO}, {more} WHERE id = ? AND owner = ?"
            return connection.execute(query, (*values, number, self._owner.name)).rowcount > 0

    def _overwrite(self) -> None:
        """Empties the log of what was erased; while another process reads that waits for the next time, nobody waits for it."""
        with self._reading() as connection:
            empty_log_soon(connection, _PATIENCE)

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        with self._one, told(self._path, KIND):
            yield self._connection

    @contextmanager
    def _changing(self) -> Iterator[sqlite3.Connection]:
        with self._reading() as connection, change(connection):
            yield connection


def _first(connection: sqlite3.Connection, what: str, kind: str = "event") -> bool:
    """Whether it is new, and notes it; "" always is."""
    query = "INSERT OR IGNORE INTO seen (hash, at) VALUES (?, ?)"
    return not what or connection.execute(query, (hashed(kind, what), time.time())).rowcount > 0


def _hears(connection: sqlite3.Connection, team: str, channel: str, thread: str, user: str) -> int:
    where = hashed(team, channel, thread)
    query = "INSERT INTO heard (thread, user, at) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET at = excluded.at"
    connection.execute(query, (where, hashed(where, user), time.time()))
    (count,) = connection.execute("SELECT count(*) FROM heard WHERE thread = ?", (where,)).fetchone()
    return int(count)


def _place(team: str, channel: str, thread: str) -> tuple[str, str, str]:
    return clean(team), clean(channel), clean(thread)
