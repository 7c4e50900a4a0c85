"""What a reading process is asked and what it answers: a file, and the records, passages and words that it holds.

Both go as JSON, a line each: whatever a hostile file makes of that process, all it can send is text that
`Reading.from_json` checks before it is believed.
"""

import json
from base64 import b64decode, b64encode
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from index.found import Found
from index.ledger import Entry
from index.lexical import Columns
from index.passage import passage_id
from index.records import Note, NoteKind, Passage, Record, RecordKind, Section, SectionKind, Span
from index.rows import entry_to_row, row_to_entry

TOO_LARGE = "het bestand vraagt te veel geheugen"
_NOTHING = Found()
BROKEN = "het bestand kon niet worden gelezen; is het beschadigd?"


@dataclass(frozen=True, slots=True)
class Job:
    """A file to read: where it lies, what the record is called when its text doesn't say, and the folder that it lay in.

    `member` is its place in the ZIP or mail that it came from, "" for a file by itself. `vectors` asks for those of the built-in
    encoder too: they are arithmetic, so every reading process can make them.
    """

    path: str
    name: str
    folder: str = ""
    member: str = ""
    vectors: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """What became of one file, or of one file in a ZIP or mail: a record with its passages and words, or a reason.

    `found` is what the record explains and does. `vectors` are the float32 numbers of a row for each passage, as bytes; b"" when
    they weren't asked for. `seconds` are those of reading, understanding, words and vectors.
    """

    member: str
    sha256: str
    record: Record | None = None
    passages: tuple[Passage, ...] = ()
    words: tuple[Columns, ...] = ()
    found: Found = _NOTHING
    vectors: bytes = b""
    reason: str | None = None
    seconds: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)

    def to_json(self) -> str:
        """This reading as one line; passages as the sections and places they have in the record."""
        kept = asdict(replace(self, passages=(), found=_NOTHING))
        if self.record is not None:
            kept["record"]["dates"] = [day.isoformat() for day in self.record.dates]
        kept["passages"] = [(p.topic, p.speaker, p.page, p.span.start, p.span.end) for p in self.passages]
        kept["found"] = [self.found.explained, [entry_to_row(entry) for entry in self.found.entries]]
        kept["vectors"] = b64encode(self.vectors).decode("ascii")
        return json.dumps(kept, ensure_ascii=False)

    @classmethod
    def from_json(cls, line: str | bytes) -> "Reading":
        """The reading that was sent.

        Raises:
            ValueError, KeyError, TypeError: it isn't one, or speaks of text that the record doesn't have.
        """
        kept = json.loads(line if isinstance(line, str) else line.decode("utf-8"))  # json lets half characters pass
        record = _record(kept["record"]) if kept["record"] else None
        passages = tuple(
            _passage(record, *row) for row in (kept["passages"] if record is not None else ()) if record is not None
        )
        words = tuple((str(a), str(b), str(c)) for a, b, c in kept["words"])
        found = _found(record, *kept["found"]) if record is not None else _NOTHING
        vectors = b64decode(kept["vectors"], validate=True)
        if len(words) != len(passages) or (record is None and not kept["reason"]):
            raise ValueError("a reading without words for each passage, or without a record and a reason")
        if len(vectors) % (4 * max(1, len(passages))):
            raise ValueError("vectors of which not each passage has one")
        read, understood, worded, placed = map(float, kept["seconds"])
        return cls(
            str(kept["member"]),
            str(kept["sha256"]),
            record,
            passages,
            words,
            found,
            vectors,
            None if record is not None else str(kept["reason"]),
            (read, understood, worded, placed),
        )


def _record(kept: dict[str, Any]) -> Record:
    sections = tuple(
        Section(str(s["topic"]), *_said_by(s["speaker"], s["page"]), Span(**s["span"]), SectionKind(s["kind"]))
        for s in kept["sections"]
    )
    if any(not 0 <= s.span.start < s.span.end <= len(kept["text"]) for s in sections):
        raise ValueError("a section outside the text")
    return Record(
        id=str(kept["id"]),
        title=str(kept["title"]),
        dates=tuple(date.fromisoformat(day) for day in kept["dates"]),
        kind=RecordKind(kept["kind"]),
        source=str(kept["source"]),
        text=str(kept["text"]),
        sections=sections,
        notes=tuple(Note(NoteKind(note["kind"]), str(note["text"])) for note in kept["notes"]),
    )


def _passage(record: Record, topic: str, speaker: str | None, page: int | None, start: int, end: int) -> Passage:
    if not 0 <= start < end <= len(record.text):
        raise ValueError("a passage outside the text")
    span = Span(start, end)
    day = record.dates[0] if record.dates else None
    who = _said_by(speaker, page)
    key = passage_id(record.id, span)
    return Passage(key, record.id, record.title, day, str(topic), *who, span, span.of(record.text))


def _found(record: Record, explained: Any, entries: Any) -> Found:
    pairs = tuple((str(short), str(long)) for short, long in explained)
    return Found(pairs, tuple(_entry(record, *row) for row in entries))


def _entry(record: Record, kind: str, topic: str, page: int | None, speaker: str | None, *rest: Any) -> Entry:
    entry = row_to_entry((record.id, kind, str(topic), *reversed(_said_by(speaker, page)), *rest))
    parts = (entry.span, entry.who, entry.what, entry.to_whom, entry.by_when)
    for part in parts:
        if part is not None and not (0 <= part.start < part.end <= len(record.text) and part.of(record.text)):
            raise ValueError("an entry outside the text")
    return entry


def _said_by(speaker: Any, page: Any) -> tuple[str | None, int | None]:
    """A speaker and a page that can be kept.

    Raises:
        ValueError: they are something else.
    """
    if not (speaker is None or isinstance(speaker, str)) or not (
        page is None or (type(page) is int and 0 < page < 10**6)
    ):
        raise ValueError("a speaker or page that is none")
    return speaker, page
