"""Our values as rows of SQLite, and back."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.ledger import Entry, Status
from index.ledger_clause import EntryKind
from index.passage import passage_id
from index.records import Note, NoteKind, Passage, Record, RecordKind, Section, SectionKind, Span

READER_VERSION = 2  # raise it when files are to be read again, because more or better is made of them

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class FileState:
    """What is known of a file: the hash of its bytes, and its record or the reason why it has none.

    `reader` is the version of the program's reading with which it was read: what is read better now is read again. `stamp` is
    what a web server said of a page's version. A ZIP or mail has neither record nor reason; the files in it have.
    """

    sha256: str
    record_id: str | None
    reason: str | None
    reader: int = 2 * READER_VERSION
    stamp: str | None = None


def dates_from_json(kept: str) -> tuple[date, ...]:
    """The dates of a record as they are kept: a JSON list of YYYY-MM-DD."""
    return tuple(date.fromisoformat(day) for day in json.loads(kept))


def record_to_row(record: Record, sha256: str) -> Row:
    """A row of the table of records; `sha256` is of its text."""
    days = json.dumps([day.isoformat() for day in record.dates])
    notes = json.dumps([[note.kind, note.text] for note in record.notes], ensure_ascii=False)
    return record.id, record.title, days, record.kind, record.source, record.text, sha256, notes


def record_to_section_rows(record: Record) -> list[Row]:
    """The rows of the table of sections, in order."""
    return [
        (record.id, n, section.topic, section.speaker, section.page, section.span.start, section.span.end, section.kind)
        for n, section in enumerate(record.sections)
    ]


def row_to_record(row: Row, sections: Iterable[Row]) -> Record:
    """The record of a row (id, title, dates, kind, source, text, notes) and its sections.

    A section's row is (topic, speaker, page, start, end, kind).
    """
    record_id, title, days, kind, source, text, notes = row
    return Record(
        id=record_id,
        title=title,
        dates=dates_from_json(days),
        kind=RecordKind(kind),
        source=source,
        text=text,
        sections=tuple(
            Section(topic, speaker, page, Span(start, end), SectionKind(what))
            for topic, speaker, page, start, end, what in sections
        ),
        notes=tuple(Note(NoteKind(what), said) for what, said in json.loads(notes)),
    )


def passage_to_row(passage: Passage, vector: NDArray[np.float32]) -> Row:
    """A row of the table of passages without its number; the vector as the bytes of its float32 numbers."""
    place = passage.span.start, passage.span.end
    kept = np.ascontiguousarray(vector, dtype=np.float32).tobytes()
    return passage.record_id, passage.topic, passage.speaker, passage.page, *place, kept


def rows_to_vectors(
    found: Iterable[tuple[int, bytes]], count: int, dimension: int
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """The row numbers and the vectors of `count` rows (number, vector); one by one, for together they would be held twice."""
    numbers, matrix = np.zeros(count, np.int64), np.zeros((count, dimension), np.float32)
    for at, (row, vector) in enumerate(found):
        numbers[at], matrix[at] = row, np.frombuffer(vector, np.float32)
    return numbers, matrix


def row_to_passage(row: Row) -> Passage:
    """The passage of a row (number, record, title, dates, topic, speaker, page, start, end, text)."""
    _, record_id, title, kept, topic, speaker, page, start, end, text = row
    days = dates_from_json(kept)
    span = Span(start, end)
    return Passage(
        passage_id(record_id, span), record_id, title, days[0] if days else None, topic, speaker, page, span, text
    )


def entry_to_row(entry: Entry) -> Row:
    """A row of the ledger without its record and number; its parts as JSON: in a list or not, and [start, end] or null of each."""
    parts = [part and (part.start, part.end) for part in (entry.who, entry.what, entry.to_whom, entry.by_when)]
    place = entry.span.start, entry.span.end
    return entry.kind, entry.topic, entry.page, entry.speaker, entry.status, *place, json.dumps([entry.row, *parts])


def row_to_entry(row: Row) -> Entry:
    """The entry of a row (record, kind, topic, page, speaker, status, start, end, parts)."""
    record_id, kind, topic, page, speaker, status, start, end, kept = row
    in_list, *parts = json.loads(kept)
    who, what, to_whom, by_when = (Span(*part) if part else None for part in parts)
    return Entry(
        EntryKind(kind),
        record_id,
        topic,
        page,
        speaker,
        Span(start, end),
        who,
        what,
        to_whom,
        by_when,
        Status(status),
        in_list,
    )
