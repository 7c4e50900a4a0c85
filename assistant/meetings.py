"""The meetings at hand and those known to be missing, worked out once for every version of the records.

What is missing takes reading every sentence of a record for dates. That is done for all records while there are few, and else for
those of the meetings that are told of.
"""

import threading
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from weakref import WeakKeyDictionary

from assistant import phrases, phrases_meetings
from index.dates import MONTHS, written
from index.gaps import Gap, GapKind, gaps
from index.records import NoteKind, Record, RecordKind
from index.search import Index

_FEW = 60  # records; more than an LOVP has in fifteen years
_NEAR = 2  # meetings that are named when there is none on the day that was asked


@dataclass(frozen=True, slots=True)
class Meetings:
    """`held` are the days of which there is a record, in order; `called_off` those that a record says didn't take place.

    `behind` has the records that stand behind a better one, `days` the meetings of every record, and `missing` the meetings that a
    record speaks of without a record; None when there are too many records to read them all for that.
    """

    held: tuple[date, ...]
    called_off: frozenset[date]
    behind: frozenset[str]
    days: Mapping[str, tuple[date, ...]]
    missing: tuple[Gap, ...] | None


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
    store = index.store
    with store.moment():
        days, kinds = store.record_days(), store.catalogue().kinds()
        records = store.records() if len(days) <= _FEW else None
    off = {day for key, (_, notes) in kinds.items() if NoteKind.CANCELLED in notes for day in days[key]}
    told = {day for key, (kind, _) in kinds.items() if kind is not RecordKind.AGENDA for day in days[key]}
    held = sorted(told - off)
    missing = None if records is None else _without_record(records, held, off)
    return Meetings(tuple(held), frozenset(off), frozenset(index.snapshot().preferred), days, missing)


def missing_meetings(index: Index, told_of: Collection[date]) -> tuple[Gap, ...]:
    """The meetings that a record speaks of without a record, by date.

    Args:
        index: the open index.
        told_of: the meetings whose records are read for it when there are many.
    """
    there = meetings(index)
    if there.missing is not None:
        return there.missing
    keys = [key for key, days in there.days.items() if not set(days).isdisjoint(told_of)]
    records = [record for key in keys if (record := index.store.record(key)) is not None]
    return _without_record(records, there.held, there.called_off)


def _without_record(records: Sequence[Record], held: Sequence[date], off: Collection[date]) -> tuple[Gap, ...]:
    """The meetings without a record that these records speak of, each once; one that was called off isn't missing."""
    once: dict[tuple[date | None, date | None], Gap] = {}
    for gap in gaps(records):
        known = any((gap.day or day) <= day <= (gap.until or day) for day in (*held, *off))
        if gap.kind is GapKind.MENTIONED and gap.day is not None and not known:
            once.setdefault((gap.day, gap.until), gap)
    return tuple(once.values())


def one_meeting(index: Index, first: date, last: date) -> date | str:
    """The one meeting between two days (both included); when there is none, or more than one, what to say of that in Dutch."""
    there = meetings(index)
    asked = _called(first, last)
    found = [day for day in there.held if first <= day <= last]
    if len(found) == 1:
        return found[0]
    if found:
        return phrases_meetings.more_than_one(asked, found)
    off = sorted(day for day in there.called_off if first <= day <= last)
    if off:
        return phrases_meetings.called_off(off[0])
    near = sorted(there.held, key=lambda day: min(abs((day - first).days), abs((day - last).days)))[:_NEAR]
    return phrases.no_such_meeting(asked, sorted(near))


def _called(first: date, last: date) -> str:
    """How a day, month or other stretch of time is called behind "een LOVP"."""
    if first == last:
        return f"van {written(first)}"
    if (first.year, first.month) == (last.year, last.month):
        return f"in {MONTHS[first.month - 1]} {first.year}"
    if (first.month, first.day, last.month, last.day, last.year) == (1, 1, 12, 31, first.year):
        return f"in {first.year}"
    return phrases.between(first, last)
