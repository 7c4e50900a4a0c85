"""A seal on each record: hashes of all that is kept of it, to find out when a disk changed something.

SQLite notices a page whose structure is broken, not a letter or a number that became another. A record has two hashes: of what
can't be made again (its own row and its sections) and of what was made of it (passages, vectors, words, abbreviations, ledger).
"""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from index import lexical, schema
from index.sqlite_errors import told_in_dutch

# as bytes, for what is damaged may be no text any more
_OWN = (
    "SELECT id, title, dates, kind, source, CAST(text AS BLOB), text_sha256, notes FROM records WHERE id = ?",
    "SELECT n, topic, speaker, page, start, end, kind FROM sections WHERE record_id = ? ORDER BY n",
)
_MADE = (
    "SELECT p.rowid, p.topic, p.speaker, p.page, p.start, p.end, l.words, l.capitals, l.above, p.vector "
    "FROM passages p LEFT JOIN lexicon l ON l.rowid = p.rowid WHERE p.record_id = ? ORDER BY p.rowid",
    "SELECT short, long FROM explained WHERE record_id = ? ORDER BY short, long",
    "SELECT n, kind, topic, page, speaker, status, start, end, parts FROM ledger WHERE record_id = ? ORDER BY n",
)


@dataclass(frozen=True, slots=True)
class Damage:
    """What is not what it was: records by themselves, what was made of records, and the words table as a whole."""

    records: tuple[str, ...] = ()
    made: tuple[str, ...] = ()
    words: bool = False


@told_in_dutch
class Seals:
    """The seals of all records; what changes something must be inside a transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def seal(self, record_id: str) -> None:
        """Seals a record as it is now."""
        own, made = (_hash(self._connection, queries, record_id) for queries in (_OWN, _MADE))
        self._connection.execute("INSERT OR REPLACE INTO seals VALUES (?, ?, ?)", (record_id, own, made))

    def damage(self) -> Damage:
        """Compares everything with its seals; to be asked outside a transaction."""
        kept = self._connection.execute(
            "SELECT r.id, s.own, s.made FROM records r LEFT JOIN seals s ON s.record_id = r.id ORDER BY r.id"
        ).fetchall()
        own = [record_id for record_id, sealed, _ in kept if _hash(self._connection, _OWN, record_id) != sealed]
        made = [record_id for record_id, _, sealed in kept if _hash(self._connection, _MADE, record_id) != sealed]
        return Damage(tuple(own), tuple(one for one in made if one not in own), not _words_agree(self._connection))

    def read_again(self, record_id: str) -> None:
        """Forgets the hashes of a record and its files, so that they are read again when they are asked for."""
        self._connection.execute("UPDATE records SET text_sha256 = '' WHERE id = ?", (record_id,))
        self._connection.execute("UPDATE files SET sha256 = '' WHERE record_id = ?", (record_id,))

    def without_words(self) -> None:
        """Empties the words table."""
        schema.without_words(self._connection)

    def put_words(self, rows: Sequence[int], words: Sequence[lexical.Columns]) -> None:
        """Puts the words of passages in the words table again."""
        lexical.add(self._connection, rows, words)


def _hash(connection: sqlite3.Connection, queries: tuple[str, ...], record_id: str) -> str:
    told = blake2b(digest_size=16)
    factory, connection.text_factory = connection.text_factory, bytes
    try:
        for query in queries:
            for row in connection.execute(query, (record_id,)):
                told.update(json.dumps([None if one is None else _size(one) for one in row]).encode())
                for one in row:
                    told.update(one if isinstance(one, bytes) else b"")
    finally:
        connection.text_factory = factory
    return told.hexdigest()


def _size(one: bytes | float) -> float | str:
    return f"{len(one)} bytes" if isinstance(one, bytes) else one


def _words_agree(connection: sqlite3.Connection) -> bool:
    """Whether the words are found where they stand, and the list of them is right."""
    try:
        connection.execute("INSERT INTO lexicon (lexicon, rank) VALUES ('integrity-check', 0)")
    except sqlite3.OperationalError:  # somebody writes, or nobody may: then the list alone is looked at
        pass
    except sqlite3.DatabaseError:
        return False
    try:
        counted = lexical._counted(_all_words(connection))
        listed = {known.word: known for known in lexical.Lexicon(connection).known()[1]}
    except ValueError:
        return False
    return {word: known.passages for word, known in listed.items()} == dict(counted) and all(
        " ".join(known.forms) == lexical._forms(word) for word, known in listed.items()
    )


def _all_words(connection: sqlite3.Connection) -> Iterator[lexical.Columns]:
    yield from connection.execute("SELECT words, capitals, above FROM lexicon")
