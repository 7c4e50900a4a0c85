"""All records without their texts, for a list that must be quick with thousands; and of one record its files and its ledger.

The store gives whole records, and reads 200 MB for a list of ten thousand. This reads what a list shows, once for each
version of the store.
"""

import json
import re
import sqlite3
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from index.ledger import Entry
from index.recipe import StoreError
from index.records import Note, NoteKind, RecordKind
from index.rows import dates_from_json, row_to_entry
from index.store import Store

_WAIT = 30  # seconds for a writer that holds the file
_ACCENTS = re.compile("[\u0300-\u036f]+")  # loose ones, as they stand behind their letter after taking those apart


@dataclass(frozen=True, slots=True)
class Listed:
    """A record as a list shows it.

    `preferred` is the better record that it stands behind, and `relation` how they are related (Dutch); None when it stands
    behind none. `plain` is its title and topics as `plain_words` makes them, to look for words in.
    """

    id: str
    title: str
    dates: tuple[date, ...]
    kind: RecordKind
    notes: tuple[Note, ...]
    topics: tuple[str, ...]
    preferred: str | None
    relation: str | None
    plain: str

    @property
    def day(self) -> date | None:
        """The date of its main meeting; None when it doesn't tell."""
        return self.dates[0] if self.dates else None


@dataclass(frozen=True, slots=True)
class RecordFile:
    """A place that a record was read from, and the hash of the bytes that were read there."""

    place: str
    sha256: str


def listed_records(store: Store) -> tuple[Listed, ...]:
    """All records, by date and id, those that stand behind another after it; those without a date last."""
    return _kept(store.path, store.path.stat().st_ino, store.version)


def files_of(store: Store, record_id: str) -> tuple[RecordFile, ...]:
    """The places that hold a record, in order; none when there is no such record."""
    with _opened(store.path) as connection:
        rows = connection.execute("SELECT path, sha256 FROM files WHERE record_id = ? ORDER BY path", (record_id,))
        return tuple(RecordFile(place, sha256) for place, sha256 in rows)


def entries_of(store: Store, record_id: str) -> tuple[Entry, ...]:
    """What one record decided, promised, announced and said to be done, in the order of its text."""
    with _opened(store.path) as connection:
        rows = connection.execute(
            "SELECT record_id, kind, topic, page, speaker, status, start, end, parts FROM ledger WHERE record_id = ? "
            "ORDER BY n",
            (record_id,),
        )
        return tuple(row_to_entry(row) for row in rows)


def plain_words(text: str) -> str:
    """A text in small letters and without accents, its white space as single spaces."""
    plain = text.casefold()
    if not plain.isascii():
        plain = _ACCENTS.sub("", unicodedata.normalize("NFKD", plain))
    return " ".join(plain.split())


@lru_cache(maxsize=2)
def _kept(path: Path, inode: int, version: int) -> tuple[Listed, ...]:
    with _opened(path) as connection:
        connection.execute("BEGIN")  # one moment for the three of them
        rows = connection.execute("SELECT id, title, dates, kind, notes FROM records").fetchall()
        sections = connection.execute("SELECT record_id, topic FROM sections ORDER BY record_id, n").fetchall()
        links = {key: rest for key, *rest in connection.execute("SELECT record_id, preferred, relation FROM links")}
    topics: dict[str, dict[str, None]] = defaultdict(dict)
    for record_id, topic in sections:
        topics[record_id][topic] = None
    found = [_listed(row, tuple(topics[row[0]]), *links.get(row[0], (None, None))) for row in rows]
    return tuple(sorted(found, key=lambda one: (one.dates or (date.max,), one.preferred is not None, one.id)))


def _listed(row: Any, topics: tuple[str, ...], preferred: str | None, relation: str | None) -> Listed:
    record_id, title, days, kind, notes = row
    return Listed(
        record_id,
        title,
        dates_from_json(days),
        RecordKind(kind),
        tuple(Note(NoteKind(what), said) for what, said in json.loads(notes)) if notes != "[]" else (),
        topics,
        preferred,
        relation,
        plain_words("\n".join((title, *topics))),
    )


@contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection of its own, as short as it is needed; it only reads."""
    try:
        with closing(sqlite3.connect(path, timeout=_WAIT, isolation_level=None)) as connection:
            connection.execute("PRAGMA query_only = ON")
            yield connection
    except sqlite3.Error as error:
        raise StoreError(f"De index kan niet worden gelezen ({error}). Controleer hem met: lovp doctor") from error
