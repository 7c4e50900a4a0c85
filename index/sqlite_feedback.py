"""What people said of answers, in a SQLite file of its own that the browser, Slack and the terminal write at once.

It holds their own words and pointers into records, never words of a record: a record that is removed must be gone. Who said
it isn't kept either; an answer is known by a hash of the key that the face gives it. What was acknowledged survives a kill or
a power cut, and what is erased is overwritten.
"""

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from index.errors import UsageError, UserError
from index.feedback import Entry, Face, Feedback, Pointer, State
from index.sqlite_file import Kind, change, empty_log, empty_log_soon, open_file, told

_PATIENCE = 30  # seconds that a writer waits for another
_TABLE = """
CREATE TABLE feedback (
  id INTEGER PRIMARY KEY AUTOINCREMENT, -- a number that was erased is never given again
  face TEXT NOT NULL,
  key TEXT NOT NULL,
  at TEXT NOT NULL,
  question TEXT NOT NULL,
  history TEXT NOT NULL,
  good INTEGER NOT NULL,
  reason TEXT,
  remark TEXT NOT NULL,
  answered INTEGER NOT NULL,
  composer TEXT NOT NULL,
  sources TEXT NOT NULL,
  about INTEGER,
  state TEXT NOT NULL DEFAULT 'open',
  fact TEXT,
  UNIQUE (face, key)
)
"""
_KEPT = "face, key, at, question, history, good, reason, remark, answered, composer, sources, about"
_PUT = f"""
INSERT INTO feedback ({_KEPT}) VALUES ({", ".join("?" * 12)})
ON CONFLICT (face, key) DO UPDATE SET
  {", ".join(f"{name} = excluded.{name}" for name in _KEPT.split(", ")[2:])},
  state = CASE state WHEN 'accepted' THEN state ELSE 'open' END
RETURNING id
"""  # noqa: S608  # as below
_GET = f"SELECT id, state, fact, {_KEPT} FROM feedback"  # noqa: S608  # names of ours, no words of users


class FeedbackError(UserError):
    """The file can't be read or written; the message is Dutch and says which and why."""


class NoSuchFeedbackError(UsageError):
    """There is no such entry, or what was asked of it can't be done any more; the message is Dutch."""


KIND = Kind("De beoordelingen", (_TABLE,), FeedbackError)


def feedback_path(home: Path) -> Path:
    """Where the file lies."""
    return home / "feedback.sqlite"


def keep_feedback(home: Path, said: Feedback) -> int:
    """Keeps what was said of an answer, in place of what was said of it before; the entry's number once it is safe on disk.

    An entry that was set aside becomes a candidate again; one that was made into a fact stays so.
    """
    values = (
        said.face,
        _hashed(said.key),
        datetime.now(UTC).isoformat(),
        said.question,
        json.dumps(said.history, ensure_ascii=False),
        said.good,
        said.reason,
        said.remark,
        said.answered,
        said.composer,
        json.dumps([[one.record_id, one.start, one.end, one.sha256] for one in said.sources]),
        said.about,
    )
    with _opened(home) as connection, change(connection):
        (number,) = connection.execute(_PUT, values).fetchone()
    return int(number)


def withdraw_feedback(home: Path, face: Face, key: str) -> bool:
    """Erases what was said of an answer; False when nothing was."""
    if not feedback_path(home).is_file():
        return False
    with _opened(home) as connection:
        with change(connection):
            gone = connection.execute("DELETE FROM feedback WHERE face = ? AND key = ?", (face, _hashed(key))).rowcount
        empty_log(connection)
    return gone > 0


def feedback_entries(home: Path) -> list[Entry]:
    """All entries, newest first; [] when nothing was ever said."""
    if not feedback_path(home).is_file():
        return []
    with _opened(home) as connection:
        return [_entry(row) for row in connection.execute(f"{_GET} ORDER BY at DESC, id DESC")]


def feedback_entry(home: Path, number: int) -> Entry:
    """The entry with that number; `NoSuchFeedbackError` when there is none."""
    if feedback_path(home).is_file():
        with _opened(home) as connection:
            return _got(connection, number)
    raise _missing(number)


def accept_feedback(home: Path, number: int, append: Callable[[Entry], str]) -> Entry:
    """Makes an entry into a known fact, one at a time whoever else does so.

    Args:
        home: the home folder.
        number: the entry's.
        append: writes the fact and gives its id; when it raises, the entry stays what it was.

    Raises:
        NoSuchFeedbackError: there is none, or it is a fact already.
    """
    feedback_entry(home, number)
    with _opened(home) as connection, change(connection):
        entry = _got(connection, number)
        if entry.state is State.ACCEPTED:
            raise NoSuchFeedbackError(f"Kandidaat {number} is al overgenomen, als feit {entry.fact}.")
        fact = append(entry)
        connection.execute("UPDATE feedback SET state = ?, fact = ? WHERE id = ?", (State.ACCEPTED, fact, number))
        return _got(connection, number)


def drop_feedback(home: Path, number: int) -> Entry:
    """Sets an entry aside; its words stay. `NoSuchFeedbackError` when there is none, or it is a fact already."""
    feedback_entry(home, number)
    with _opened(home) as connection, change(connection):
        entry = _got(connection, number)
        if entry.state is State.ACCEPTED:
            raise NoSuchFeedbackError(
                f"Kandidaat {number} is al overgenomen, als feit {entry.fact}. Wis haar woorden met: "
                f"lovp eval candidates drop {number} --erase"
            )
        connection.execute("UPDATE feedback SET state = ? WHERE id = ?", (State.DROPPED, number))
        return _got(connection, number)


def erase_feedback(home: Path, number: int) -> bool:
    """Erases an entry with its words, from the file and its log.

    Returns:
        False when another program was reading just then: its log keeps the words until that program closes the file.

    Raises:
        NoSuchFeedbackError: there is none.
    """
    feedback_entry(home, number)
    with _opened(home) as connection:
        with change(connection):
            connection.execute("DELETE FROM feedback WHERE id = ?", (number,))
        return empty_log(connection)


def forget_feedback(home: Path, before: datetime) -> int:
    """Erases what was last said before a moment, from the file and its log; how many entries went.

    Facts that were made of them stay. Where another program was reading just then its log is emptied the next time.
    """
    if not feedback_path(home).is_file():
        return 0
    with _opened(home) as connection:
        with change(connection):
            query = "DELETE FROM feedback WHERE at < ?"  # all are written in UTC and one form, so text sorts as time
            gone = connection.execute(query, (before.astimezone(UTC).isoformat(),)).rowcount
        empty_log_soon(connection, _PATIENCE)
    return gone


def _hashed(key: str) -> str:
    return sha256(key.encode(errors="replace")).hexdigest()


def _missing(number: int) -> NoSuchFeedbackError:
    return NoSuchFeedbackError(f"Er is geen kandidaat {number}. Zie: lovp eval candidates --all")


def _got(connection: sqlite3.Connection, number: int) -> Entry:
    row = connection.execute(f"{_GET} WHERE id = ?", (number,)).fetchone() if abs(number) < 2**63 else None
    if row is None:
        raise _missing(number)
    return _entry(row)


def _entry(row: tuple[Any, ...]) -> Entry:
    number, state, fact, *kept = row
    face, key, at, question, history, good, reason, remark, answered, composer, sources, about = kept
    said = Feedback(
        face=Face(face),
        key=key,
        question=question,
        history=tuple(json.loads(history)),
        good=bool(good),
        reason=reason,
        remark=remark,
        answered=bool(answered),
        composer=composer,
        sources=tuple(Pointer(*one) for one in json.loads(sources)),
        about=about,
    )
    return Entry(number, datetime.fromisoformat(at), State(state), fact, said)


@contextmanager
def _opened(home: Path) -> Iterator[sqlite3.Connection]:
    """The file, made when it isn't there; what SQLite raises is told in Dutch."""
    path = feedback_path(home)
    with told(path, KIND), closing(open_file(path, KIND, _PATIENCE)) as connection:
        yield connection
