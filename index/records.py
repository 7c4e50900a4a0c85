"""The values that the whole project speaks in: spans, records, passages, scopes, hits.

Every piece of text knows where it stands: offsets count characters in `Record.text`, so that a quote can
always be laid beside its source.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Span:
    """Characters `start` up to, not including, `end` of a record's text."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The characters of `text` that this span points at."""
        return text[self.start : self.end]

    def overlaps(self, other: "Span") -> bool:
        """Whether the two have a character in common."""
        return self.start < other.end and other.start < self.end

    def within(self, outer: "Span") -> bool:
        """Whether this span lies wholly inside `outer`."""
        return outer.start <= self.start and self.end <= outer.end


class NoteKind(StrEnum):
    """What there is to know about how a record was read."""

    OCR = "ocr"  # its words come from a picture
    PARTIAL = "partial"  # not all of it could be read
    DATE = "date"  # its date is a guess, or places disagree about it
    REPAIRED = "repaired"  # characters were mended
    HIDDEN = "hidden"  # personal numbers were blotted out
    CANCELLED = "cancelled"  # the meeting did not take place
    DRAFT = "draft"  # not the adopted text


@dataclass(frozen=True, slots=True)
class Note:
    """Something a reader of a record should know, in Dutch."""

    kind: NoteKind
    text: str


class SectionKind(StrEnum):
    """What a section is: what was said, or one of the blocks that minutes carry along."""

    TEXT = "text"
    ATTENDANCE = "attendance"  # who were there, and who were invited but weren't
    ACTIONS = "actions"  # the list of who does what
    AGENDA = "agenda"  # what was planned, not what happened


@dataclass(frozen=True, slots=True)
class Section:
    """A run of text under one topic, by at most one speaker, that begins on one page (counted from 1)."""

    topic: str
    speaker: str | None
    page: int | None
    span: Span
    kind: SectionKind = SectionKind.TEXT


class RecordKind(StrEnum):
    """What a record is."""

    RECORD = "record"  # feedback of a meeting (terugkoppeling), and what has no name of its own
    MINUTES = "minutes"  # notulen, verslag
    DECISIONS = "decisions"  # besluitenlijst
    NEWSLETTER = "newsletter"
    AGENDA = "agenda"


@dataclass(frozen=True, slots=True)
class Record:
    """One record: its text as read, the meeting or meetings it is about, and its sections in order.

    `dates` has the main meeting first. `source` is where the text came from: a web address when the record names one, else
    the file's name. `notes` tell what a reader should know about how it was read.
    """

    id: str
    title: str
    dates: tuple[date, ...]
    kind: RecordKind
    source: str
    text: str
    sections: tuple[Section, ...]
    notes: tuple[Note, ...] = ()

    @property
    def topics(self) -> tuple[str, ...]:
        """The topics in the order in which they come up, each once."""
        return tuple(dict.fromkeys(section.topic for section in self.sections))


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a record that is searched and quoted as one; its id is `record_id:start-end`.

    `date` is the date of the meeting (the main one when the record covers more); None when the record
    doesn't tell.
    """

    id: str
    record_id: str
    title: str
    date: date | None
    topic: str
    speaker: str | None
    page: int | None
    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Scope:
    """Which meetings are in view; None leaves that side open. Both dates are included."""

    since: date | None = None
    until: date | None = None
    topic: str | None = None
    speaker: str | None = None


EVERYTHING = Scope()


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that was found, with its fused score (higher is better; only comparable within one search)."""

    passage: Passage
    score: float
