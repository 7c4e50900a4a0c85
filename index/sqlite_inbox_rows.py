"""How a question is written as a row of SQLite, read back, and asked for."""

import json
import time
from hashlib import sha256
from typing import Any

from index.feedback import Pointer
from index.inbox import TEXT_CHARS, Asked, Entry, Given, State, Way

TABLES = (
    """
CREATE TABLE entry (
  id INTEGER PRIMARY KEY AUTOINCREMENT, -- a number that was erased is never given again
  key TEXT NOT NULL UNIQUE,
  team TEXT NOT NULL,
  channel TEXT NOT NULL,
  user TEXT NOT NULL,
  ts TEXT NOT NULL,
  thread TEXT NOT NULL,
  text TEXT NOT NULL,
  way TEXT NOT NULL,
  private INTEGER NOT NULL,
  respond TEXT NOT NULL,
  at REAL NOT NULL,
  hash TEXT NOT NULL, -- of the text, to know a change after the text was erased; '' when it was withdrawn
  state TEXT NOT NULL DEFAULT 'waiting',
  revision INTEGER NOT NULL DEFAULT 0,
  replies TEXT NOT NULL DEFAULT '[]',
  given TEXT,
  resumed INTEGER NOT NULL DEFAULT 0,
  attempts INTEGER NOT NULL DEFAULT 0,
  owner TEXT NOT NULL DEFAULT '', -- who works on it; '' in any row that is done
  ready REAL NOT NULL DEFAULT 0, -- not to be taken before
  touched REAL NOT NULL -- when it came in or was last changed by the user
)
""",
    "CREATE INDEX entry_thread ON entry (team, channel, thread, id)",
    # what is still to be done; a query says it in the same words
    "CREATE INDEX entry_owed ON entry (id) WHERE state <> 'done'",
    "CREATE INDEX entry_owed_thread ON entry (team, channel, thread, id, owner) WHERE state <> 'done'",
    "CREATE TABLE seen (hash TEXT PRIMARY KEY, at REAL NOT NULL) WITHOUT ROWID",
    "CREATE TABLE heard (thread TEXT, user TEXT, at REAL NOT NULL, PRIMARY KEY (thread, user)) WITHOUT ROWID",
)
COLUMNS = (
    "id, state, revision, replies, given, resumed, attempts, "
    "key, team, channel, user, ts, thread, text, way, private, respond, at"
)
GET = f"SELECT {COLUMNS} FROM entry"  # noqa: S608  # names of ours, no words of users
NEXT = f"""
{GET} AS one WHERE state <> 'done' AND owner = '' AND ready <= ? AND (thread = '' OR NOT EXISTS (
  SELECT 1 FROM entry AS other
  WHERE state <> 'done' AND other.team = one.team AND other.channel = one.channel AND other.thread = one.thread
    AND (other.id < one.id OR other.owner <> '')))
ORDER BY id LIMIT ?
"""  # noqa: S608  # as above
TAKE = """
UPDATE entry SET owner = ?, attempts = attempts + 1, state = CASE state WHEN 'gone' THEN state ELSE 'working' END
WHERE id = ?
"""
DONE = """
UPDATE entry SET state = 'done', owner = '', given = ?, text = CASE private WHEN 1 THEN '' ELSE text END
WHERE id = ? AND revision = ? AND state = 'working' AND owner = ? RETURNING private
"""
JUST_BEFORE = f"""
{GET} WHERE team = ? AND channel = ? AND way = 'direct' AND ts = thread AND at > ? AND state = 'done' AND given IS NOT NULL
  AND id < ifnull((SELECT id FROM entry WHERE key = ?), 1 << 62)
ORDER BY id DESC LIMIT 5
"""  # noqa: S608  # as above
OPEN = "UPDATE entry SET private = 0, text = ? WHERE key = ? AND private = 1 AND state <> 'gone' AND hash = ?"
HISTORY = f"""
{GET} WHERE team = ? AND channel = ? AND thread = ? AND state = 'done' AND given IS NOT NULL
  AND key <> ? AND id < ifnull((SELECT id FROM entry WHERE key = ?), 1 << 62)
ORDER BY id DESC LIMIT 50
"""  # noqa: S608  # as above
BEGAN = """
SELECT 1 FROM entry WHERE team = ? AND channel = ? AND thread = ? AND state <> 'gone'
  AND (state <> 'done' OR replies <> '[]') AND (? = '' OR user = ?) LIMIT 1
"""
CHANGE = """
UPDATE entry SET text = ?2, hash = ?3, state = 'waiting', revision = revision + 1, given = NULL, attempts = 0, ready = 0,
  at = ?1, touched = ?1 WHERE id = ?4
"""
WITHDRAW = "UPDATE entry SET text = '', hash = '', respond = '', state = 'gone', attempts = 0, ready = 0 WHERE id = ?"
LET_GO = "UPDATE entry SET owner = '', state = CASE state WHEN 'working' THEN 'waiting' ELSE state END"


def clean(text: str) -> str:
    """Text that SQLite takes: half a character (a lone surrogate) becomes "?", and no more than `TEXT_CHARS`."""
    return text[:TEXT_CHARS].encode(errors="replace").decode()


def hashed(*parts: str) -> str:
    """A hash that tells these parts from any others."""
    return sha256(json.dumps(parts).encode()).hexdigest()


def asked_to_row(asked: Asked) -> dict[str, Any]:
    """The columns of a question that came in just now."""
    names = ("key", "team", "channel", "user", "ts", "thread", "text", "respond")
    row: dict[str, Any] = {name: clean(getattr(asked, name)) for name in names}
    now = time.time()
    row |= {"way": asked.way.value, "private": int(asked.private), "at": asked.at or now, "touched": now}
    return row | {"hash": hashed(asked.key, row["text"])}


def given_to_text(given: Given | None) -> str | None:
    """As JSON."""
    if given is None:
        return None
    sources = [[one.record_id, one.start, one.end, one.sha256] for one in given.sources]
    return json.dumps([given.answered, given.composer, sources])


def row_to_entry(row: tuple[Any, ...]) -> Entry:
    """Of the `COLUMNS`."""
    number, state, revision, replies, given, resumed, attempts, *asked = row
    key, team, channel, user, ts, thread, text, way, private, respond, at = asked
    return Entry(
        number=number,
        asked=Asked(key, team, channel, user, ts, thread, text, Way(way), bool(private), respond, at),
        state=State(state),
        revision=revision,
        replies=tuple(json.loads(replies)),
        given=None if given is None else _given(given),
        resumed=bool(resumed),
        attempts=attempts,
    )


def _given(text: str) -> Given:
    answered, composer, sources = json.loads(text)
    return Given(answered, composer, tuple(Pointer(*one) for one in sources))
