"""What became of every file, which records go together, what records explain and what they decide: the other half of the store."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from index.found import Found
from index.ledger import Entry
from index.records import NoteKind, RecordKind
from index.rows import FileState, dates_from_json, entry_to_row, row_to_entry
from index.sqlite_errors import told_in_dutch

_ENTRY = "SELECT l.record_id, l.kind, l.topic, l.page, l.speaker, l.status, l.start, l.end, l.parts"
_AMONG = "SELECT value FROM json_each(?)"
_COLUMNS = "path, sha256, record_id, reason, reader, stamp"


@told_in_dutch
class Catalogue:
    """The tables of files, links, explained abbreviations and the ledger; what changes them must be inside a transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def files(self) -> dict[str, FileState]:
        """What is known of each file, by its place: a path, a web address, or a place in a ZIP or mail."""
        rows = self._connection.execute(f"SELECT {_COLUMNS} FROM files ORDER BY path")  # noqa: S608 - names of our own
        return {path: FileState(*rest) for path, *rest in rows}

    def skipped(self) -> list[tuple[str, str]]:
        """The files without a record, and why (Dutch), by path."""
        rows = self._connection.execute("SELECT path, reason FROM files WHERE reason IS NOT NULL ORDER BY path")
        return [(path, reason) for path, reason in rows]

    def put_file(self, path: str, state: FileState) -> None:
        """Notes what became of a file."""
        row = path, state.sha256, state.record_id, state.reason, state.reader, state.stamp
        self._connection.execute(f"INSERT OR REPLACE INTO files ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?)", row)  # noqa: S608 - names of our own

    def forget_file(self, path: str) -> None:
        """Forgets a file; its record stays."""
        self._connection.execute("DELETE FROM files WHERE path = ?", (path,))

    def places(self, record_id: str) -> list[str]:
        """The files that hold this record."""
        rows = self._connection.execute("SELECT path FROM files WHERE record_id = ? ORDER BY path", (record_id,))
        return [path for (path,) in rows]

    def links(self) -> dict[str, tuple[str, str]]:
        """The records that stand behind a better one: its id, and how they are related."""
        rows = self._connection.execute("SELECT record_id, preferred, relation FROM links ORDER BY record_id")
        return {record_id: (preferred, relation) for record_id, preferred, relation in rows}

    def echoes(self) -> set[int]:
        """The row numbers of passages that only repeat the better record."""
        return {row for (row,) in self._connection.execute("SELECT passage FROM echoes")}

    def put_links(self, links: Sequence[tuple[str, str, str]], echoes: Sequence[int]) -> bool:
        """Replaces all links (record, better one, relation) and echoes; False when they are what they were."""
        kept = [(record_id, *link) for record_id, link in self.links().items()]
        if kept == sorted(links) and self.echoes() == set(echoes):
            return False
        self._connection.execute("DELETE FROM links")
        self._connection.execute("DELETE FROM echoes")
        self._connection.executemany("INSERT INTO links VALUES (?, ?, ?)", links)
        self._connection.executemany("INSERT INTO echoes VALUES (?)", [(row,) for row in echoes])
        return True

    def put_found(self, record_id: str, found: Found) -> None:
        """Adds what a new record explains, decides, promises and announces; it goes when the record goes."""
        self.put_explained(record_id, found.explained)
        rows = [(record_id, n, *entry_to_row(entry)) for n, entry in enumerate(found.entries)]
        self._connection.executemany("INSERT INTO ledger VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)

    def entries(self) -> list[Entry]:
        """What the records decided, promised, announced and said to be done, by record and in the order of its text."""
        return [row_to_entry(row) for row in self._connection.execute(f"{_ENTRY} FROM ledger l ORDER BY record_id, n")]

    def entries_at(self, which: Iterable[tuple[str, int]]) -> dict[tuple[str, int], Entry]:
        """Some entries, by their record and their number in it; those that aren't there are left out."""
        rows = self._connection.execute(
            f"{_ENTRY}, l.n FROM json_each(?) j "
            "JOIN ledger l ON l.record_id = json_extract(j.value, '$[0]') AND l.n = json_extract(j.value, '$[1]')",
            (json.dumps(list(which)),),
        )
        return {(row[0], row[-1]): row_to_entry(row[:-1]) for row in rows}

    def entry_places(self) -> Iterator[tuple[str, int, str, int, int, int, bool]]:
        """Of each entry: its record, its number in it, its kind, where it starts, where who does it stands (or it starts), where
        it ends, and whether it stands in a list of actions or decisions.
        """
        for *own, in_list in self._connection.execute(
            "SELECT record_id, n, kind, start, coalesce(json_extract(parts, '$[1][0]'), start), end, "
            "json_extract(parts, '$[0]') FROM ledger ORDER BY record_id, n"
        ):
            yield (*own, bool(in_list))

    def heads(self, record_ids: Iterable[str] | None = None) -> dict[str, tuple[str, date | None, str]]:
        """The title, main date and text of records; of all that have entries when None."""
        which, values = (
            ("SELECT record_id FROM ledger", []) if record_ids is None else (_AMONG, [json.dumps([*record_ids])])
        )
        rows = self._connection.execute(f"SELECT id, title, dates, text FROM records WHERE id IN ({which})", values)  # noqa: S608 - our own words
        return {key: (title, next(iter(dates_from_json(days)), None), text) for key, title, days, text in rows}

    def kinds(self) -> dict[str, tuple[RecordKind, frozenset[NoteKind]]]:
        """What each record is, and of what kinds the notes about it are."""
        rows = self._connection.execute("SELECT id, kind, notes FROM records")
        return {
            key: (RecordKind(kind), frozenset(NoteKind(what) for what, _ in json.loads(kept)))
            for key, kind, kept in rows
        }

    def put_explained(self, record_id: str, pairs: Sequence[tuple[str, str]]) -> None:
        """Adds the abbreviations (short, long) that a new record explains; they go when it goes."""
        self._connection.executemany("INSERT INTO explained VALUES (?, ?, ?)", [(record_id, *pair) for pair in pairs])

    def explained(self) -> dict[tuple[str, str], int]:
        """The abbreviations (short, long) that the records explain, with how many of them do."""
        rows = self._connection.execute("SELECT short, long, count(*) FROM explained GROUP BY short, long")
        return {(short, long): times for short, long, times in rows}
