"""The meetings at hand and those known to be missing, worked out once for every version of the records."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from weakref import WeakKeyDictionary

from index.gaps import Gap, GapKind, gaps
from index.records import NoteKind, RecordKind
from index.search import Index


@dataclass(frozen=True, slots=True)
class Meetings:
    """`held` are the days of which there is a record, in order; `called_off` those that a record says didn't take place.

    `missing` are meetings that a record speaks of, without a record. `behind` has the records that stand behind a better one.
    """

    held: tuple[date, ...]
    called_off: frozenset[date]
    missing: tuple[Gap, ...]
    behind: frozenset[str]

    def between(self, after: date, before: date) -> tuple[date, ...]:
        """The meetings at hand between two days, neither included."""
        return tuple(day for day in self.held if after < day < before)


_kept: WeakKeyDictionary[Index, tuple[int, Meetings]] = WeakKeyDictionary()
_lock = threading.Lock()


def meetings(index: Index) -> Meetings:
    """What there is and what is missing; the records are read when they have changed since."""
    version = index.snapshot().version
    with _lock:
        kept = _kept.get(index)
        if kept is not None and kept[0] == version:
            return kept[1]
        found = _read(index)
        _kept[index] = version, found
        return found


def _read(index: Index) -> Meetings:
    records = index.store.records()
    off = {
        day
        for record in records
        if any(note.kind is NoteKind.CANCELLED for note in record.notes)
        for day in record.dates
    }
    told = {day for record in records if record.kind is not RecordKind.AGENDA for day in record.dates}
    held = sorted(told - off)
    return Meetings(tuple(held), frozenset(off), _missing(gaps(records), held), frozenset(index.snapshot().preferred))


def _missing(found: Sequence[Gap], held: Sequence[date]) -> tuple[Gap, ...]:
    """The meetings without a record, each once."""
    once: dict[tuple[date | None, date | None], Gap] = {}
    for gap in found:
        there = any((gap.day or day) <= day <= (gap.until or day) for day in held)
        if gap.kind is GapKind.MENTIONED and gap.day is not None and not there:
            once.setdefault((gap.day, gap.until), gap)
    return tuple(once.values())
