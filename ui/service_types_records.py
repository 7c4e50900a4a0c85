"""The shapes of records as programs get them: in the list, described, read by stretches, and what is missing."""

from datetime import date as Day  # noqa: N812  # `date` is the name of a field

from index.gaps import GapKind
from index.records import NoteKind, RecordKind, SectionKind
from ui.service_types import Shape


class Listed(Shape):
    """A record as it stands in the list of records."""

    id: str
    title: str
    dates: list[Day]
    kind: RecordKind
    topics: list[str]
    passages: int
    source: str
    url: str | None


class Note(Shape):
    """What to know about how a record was read."""

    kind: NoteKind
    text: str


class Part(Shape):
    """A section of a record: a topic, and who has the floor."""

    topic: str
    speaker: str | None
    page: int | None
    kind: SectionKind
    start: int
    end: int


class Described(Listed):
    """A record without its text, of which `characters` is the length."""

    notes: list[Note]
    characters: int
    sections: list[Part]


class Text(Shape):
    """The text of a record from `start` to `end`; `next` is where the rest begins, null at the end."""

    record_id: str
    title: str
    dates: list[Day]
    start: int
    end: int
    next: int | None
    characters: int
    text: str
    sections: list[Part]
    url: str | None


class Gap(Shape):
    """Something that is missing or not well read, with the words of the record that say so where there are any."""

    kind: GapKind
    text: str
    date: Day | None
    until: Day | None
    record_id: str | None
    start: int | None
    end: int | None
    quote: str | None
    url: str | None
