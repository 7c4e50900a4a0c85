"""The truth: one SQLite file with records, passages, their vectors and their words.

Everything else under the home folder can be made again from this file. A change of a record is one transaction, with
`synchronous=FULL`: what was acknowledged survives a kill or a power cut. Readers never wait for the writer (WAL).
"""

import json
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index import lexical, schema
from index.catalogue import Catalogue
from index.found import Found, record_to_found
from index.labels import Labels, rows_to_labels
from index.published import Copies
from index.recipe import IndexMissingError, Recipe, RecipeError, StoreError, refusal
from index.records import Passage, Record
from index.rows import (
    dates_from_json,
    passage_to_row,
    record_to_row,
    record_to_section_rows,
    row_to_passage,
    row_to_record,
    rows_to_vectors,
)
from index.sqlite_connections import Connections
from index.sqlite_errors import told_in_dutch
from index.sqlite_seals import Seals

CHECK = "Controleer of de schijf vol is en of u er rechten op hebt, en probeer het opnieuw."
MEND = "Zet een reservekopie terug, of verwijder het bestand en lees de verslagen opnieuw in: lovp index MAP"
_PASSAGE = """
SELECT p.rowid, p.record_id, r.title, r.dates, p.topic, p.speaker, p.page, p.start, p.end,
       substr(r.text, p.start + 1, p.end - p.start)
FROM passages p JOIN records r ON r.id = p.record_id
"""
_AMONG = "IN (SELECT value FROM json_each(?))"


@told_in_dutch
class Store:
    """The open SQLite file; safe to use from many threads (each has its own connection)."""

    def __init__(self, place: Path | Copies, *, create: bool = False) -> None:
        """Opens the store.

        Args:
            place: the file, usually `LOVP_HOME/lovp.sqlite3`; or published copies, of which the newest is read.
            create: make the file and its tables when they are not there; needs write access.

        Raises:
            IndexMissingError: no such file or copy, and `create` is off.
            StoreError: the file is damaged or of a newer version.
        """
        self._connections = Connections(place)
        path = self.path
        if create:
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise StoreError(f"De map {path.parent} kan niet worden gemaakt: {error.strerror}.") from error
        elif not path.is_file():
            raise IndexMissingError(schema.NOTHING_YET)
        try:
            if create:
                self._create()
            elif schema.is_empty(self._connection()):  # the first writer was killed before anything was in
                raise IndexMissingError(f"Het bestand {path} is nog geen bruikbare index. {schema.NOTHING_YET}")
            version = self._value("schema")
        except sqlite3.DatabaseError as error:
            trouble = isinstance(error, sqlite3.OperationalError) and error.sqlite_errorcode != sqlite3.SQLITE_ERROR
            advice = CHECK if trouble else MEND
            raise StoreError(f"Het bestand {path} is geen bruikbare index ({error}). {advice}") from error
        if (refusal := schema.refusal(version)) is not None:
            raise StoreError(f"De index {path} {refusal or f'is beschadigd. {MEND}'}")

    @property
    def path(self) -> Path:
        """The file that is read."""
        return self._connections.path

    def _connection(self) -> sqlite3.Connection:
        return self._connections.here()

    def _create(self) -> None:
        connection = self._connection()
        if not schema.is_made(connection):  # looked at without a transaction, so that it needn't wait for a writer
            connection.execute("PRAGMA journal_mode = WAL")
            with self.transaction():
                if not schema.is_made(connection):
                    schema.create(connection)
        if self._value("schema") in schema.OLDER:
            with self.transaction():
                schema.upgrade(connection, self._value("schema") or "")
                for record in self.records():
                    self.catalogue().put_found(record.id, record_to_found(record))
                    self.seals().seal(record.id)

    def close(self) -> None:
        """Closes every thread's connection; the store can't be used after."""
        self._connections.close()

    def transaction(self) -> AbstractContextManager[None]:
        """One change: all of it is kept, or nothing."""
        return self._connections.transaction()

    def moment(self) -> AbstractContextManager[None]:
        """What is read inside belongs together, whatever a writer does meanwhile."""
        return self._connections.moment()

    def _value(self, key: str) -> str | None:
        found = self._connection().execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return found[0] if found else None

    def _set(self, key: str, value: str) -> None:
        self._connection().execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    @property
    def version(self) -> int:
        """Counts the changes; equal versions of one file hold equal records. Asking turns to the newest published copy."""
        self._connections.renew()
        return int(self._value("version") or 0)

    @property
    def recipe(self) -> Recipe | None:
        """How the vectors and words in it were made; None while it is empty."""
        return Recipe.from_json(kept) if (kept := self._value("recipe")) else None

    def noted(self, key: str) -> str | None:
        """What was noted under a name, None when nothing was; it comes along with every copy of the file."""
        return self._value(key)

    def note(self, key: str, value: str) -> None:
        """Notes something; inside a transaction. It is no change of the records, so the version stays."""
        self._set(key, value)

    def use_recipe(self, recipe: Recipe) -> None:
        """Says how what follows is made; inside a transaction."""
        self._set("recipe", recipe.to_json())

    def check_recipe(self, recipe: Recipe) -> None:
        """Refuses an index that was made in another way, with a `RecipeError` that says what differs and what mends it."""
        if (kept := self.recipe) is not None and kept != recipe:
            raise RecipeError(refusal(kept, recipe))

    def put(
        self,
        record: Record,
        sha256: str,
        passages: Sequence[Passage],
        vectors: NDArray[np.float32],
        words: Sequence[lexical.Columns],
        found: Found | None = None,
    ) -> list[int]:
        """Keeps a record with its passages, in place of what had its id; inside a transaction.

        Args:
            record: the record.
            sha256: hash of its text without regard to white space, to know duplicates by.
            passages: its passages in order; the row numbers they get are given back.
            vectors: float32 (len(passages), dimension), rows of length 1.
            words: the words of each passage, for the words table.
            found: what the record explains and does; looked for here when None.
        """
        connection = self._connection()
        self.remove(record.id)
        connection.execute("INSERT INTO records VALUES (?, ?, ?, ?, ?, ?, ?, ?)", record_to_row(record, sha256))
        connection.executemany("INSERT INTO sections VALUES (?, ?, ?, ?, ?, ?, ?, ?)", record_to_section_rows(record))
        insert = (
            "INSERT INTO passages (record_id, topic, speaker, page, start, end, vector) VALUES (?, ?, ?, ?, ?, ?, ?)"
        )
        rows = [
            connection.execute(insert, passage_to_row(passage, vector)).lastrowid or 0
            for passage, vector in zip(passages, vectors, strict=True)
        ]
        lexical.add(connection, rows, words)
        self.catalogue().put_found(record.id, record_to_found(record) if found is None else found)
        self.seals().seal(record.id)
        self._changed()
        return rows

    def remove(self, record_id: str) -> bool:
        """Removes a record with all that was made of it, by cascade; inside a transaction. False when it wasn't there."""
        connection = self._connection()
        lexical.remove(connection, self.passages_of([record_id]))
        gone = connection.execute("DELETE FROM records WHERE id = ?", (record_id,)).rowcount > 0
        if gone:
            self._changed()
        return gone

    def _changed(self) -> None:
        self._set("version", str(self.version + 1))

    def record(self, record_id: str) -> Record | None:
        """The record with this id, None when there is none."""
        connection = self._connection()
        row = connection.execute(
            "SELECT id, title, dates, kind, source, text, notes FROM records WHERE id = ?", (record_id,)
        ).fetchone()
        if row is None:
            return None
        sections = connection.execute(
            "SELECT topic, speaker, page, start, end, kind FROM sections WHERE record_id = ? ORDER BY n",
            (record_id,),
        )
        return row_to_record(row, sections.fetchall())

    def records(self) -> list[Record]:
        """All records, by date and id; those without a date last."""
        found = (record for record in map(self.record, self.record_days()) if record is not None)
        return sorted(found, key=lambda record: (record.dates or (date.max,), record.id))

    def record_with_text(self, sha256: str) -> str | None:
        """The id of the record whose text has this hash, None when there is none."""
        row = self._connection().execute("SELECT id FROM records WHERE text_sha256 = ?", (sha256,)).fetchone()
        return row[0] if row else None

    def meeting_days(self) -> list[date]:
        """The dates of all meetings in the index, in order, each once."""
        return sorted({day for days in self.record_days().values() for day in days})

    def record_days(self) -> dict[str, tuple[date, ...]]:
        """The meeting dates of each record."""
        return {key: dates_from_json(days) for key, days in self._connection().execute("SELECT id, dates FROM records")}

    def put_links(self, links: Sequence[tuple[str, str, str]], echoes: Sequence[int]) -> None:
        """Replaces the links (record, better one, relation) and echoes, when they are others than there were."""
        with self.transaction():
            if self.catalogue().put_links(links, echoes):
                self._changed()

    def passage_counts(self) -> dict[str, int]:
        """The number of passages of each record."""
        return dict(self._connection().execute("SELECT record_id, count(*) FROM passages GROUP BY record_id"))

    def catalogue(self) -> Catalogue:
        """What became of files, and which records go together."""
        return Catalogue(self._connection())

    def passages(self, rows: Iterable[int] | None = None) -> dict[int, Passage]:
        """Passages by their row number; all of them when `rows` is None."""
        return self._passages("1", ()) if rows is None else self._passages(f"p.rowid {_AMONG}", rows)

    def passages_of(self, record_ids: Iterable[str]) -> dict[int, Passage]:
        """The passages of some records, by their row number."""
        return self._passages(f"r.id {_AMONG}", record_ids)

    def _passages(self, which: str, among: Iterable[object]) -> dict[int, Passage]:
        values = [json.dumps(list(among))] if _AMONG in which else []
        found = self._connection().execute(f"{_PASSAGE} WHERE {which} ORDER BY 1", values)
        return {row[0]: row_to_passage(row) for row in found}

    def labels(self) -> Labels:
        """What every passage is filed under, in the order of the row numbers."""
        return rows_to_labels(
            self._connection().execute("SELECT rowid, record_id, topic, speaker, start FROM passages ORDER BY rowid")
        )

    def vectors(self, rows: Sequence[int] | None = None) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """The row numbers of all passages (or of some) and their vectors, float32 (n, dimension), rows of length 1."""
        which, values = ("", []) if rows is None else (f"WHERE rowid {_AMONG}", [json.dumps(list(rows))])
        connection = self._connection()
        with nullcontext() if connection.in_transaction else self.moment():
            size = f"SELECT count(*), coalesce(max(length(vector)), 0) / 4 FROM passages {which}"  # noqa: S608 - our own words
            count, dimension = connection.execute(size, values).fetchone()
            sql = f"SELECT rowid, vector FROM passages {which} ORDER BY rowid"  # noqa: S608 - our own words
            found = connection.execute(sql, values)
            return rows_to_vectors(found, count, dimension)

    def lexicon(self) -> lexical.Lexicon:
        """The words table, to search in."""
        return lexical.Lexicon(self._connection())

    def erase_traces(self) -> bool:
        """Wipes what removed records left in the file's free pages, its words table and its log.

        Returns:
            False when a reader still holds an older moment of the file: then the log keeps it until the next time.
        """
        with self.transaction():
            lexical.compact(self._connection())
        return schema.empty_log(self._connection())

    def seals(self) -> Seals:
        """What tells whether a disk changed something since it was put here."""
        return Seals(self._connection())

    def integrity(self) -> list[str]:
        """What is wrong inside the file, in Dutch; [] when nothing is."""
        return schema.faults(self._connection())
