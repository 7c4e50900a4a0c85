"""Which entries of the ledger may be about something, seen in the words table before any of them is read.

An entry lies in one or more passages, and the words table knows which passages have a word. So in an archive with a hundred
thousand entries only those are read in whose passages all that was asked for stands; and to find out what became of one, only
later ones in whose passages most of its words stand.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from assistant.about import having
from index.concepts import Concept
from index.dutch import CAPITALS
from index.ledger import Entry
from index.ledger_clause import EntryKind
from index.ledger_status import Item, read_items, read_ledger, settled_by, words_to_settle
from index.records import Scope
from index.search import Index
from index.snapshot import Snapshot

Places = NDArray[np.int64]

_KINDS = tuple(EntryKind)
_LONG = 1 << 31  # characters; longer than any record
_TOGETHER = 50  # entries that are read at once
_KEPT = 20_000  # entries that are all kept in memory, read and settled once for each version
_MANY = 200  # entries to settle; from there all are settled at once, and kept


@dataclass(frozen=True, slots=True, eq=False)
class _Laid:
    """The ledger beside the passages of one version, by meeting and as it stands, undated entries last.

    Of each entry: the place of its record, its number in it, the place of its kind in `_KINDS`, its day as an ordinal (0 without
    a date), whether it may say that something was done, and its first and last passage as places in the rows; arrays (n,).
    `items` are the entries themselves, None for what only says that something was done; None when there are too many to keep.
    """

    version: int
    record: Places
    number: Places
    kind: Places
    day: Places
    said: NDArray[np.bool_]
    first: Places
    last: Places
    items: tuple[Item | None, ...] | None


_kept: WeakKeyDictionary[Index, _Laid] = WeakKeyDictionary()


def entries_near(index: Index, kind: EntryKind, concepts: Sequence[Concept], scopes: Sequence[Scope]) -> Places:
    """The entries of a kind that may be about all of these concepts, on the days of a scope; the rest surely are not.

    Returns:
        Their places in the ledger as it lies here, by meeting; for `read`.
    """
    laid = _laid(index)
    near = laid.kind == _KINDS.index(kind)
    if all(scope.since is not None or scope.until is not None for scope in scopes):
        inside = np.zeros(len(near), np.bool_)
        for scope in scopes:
            since, until = scope.since or date.min, scope.until or date.max
            inside |= (laid.day >= since.toordinal()) & (laid.day <= until.toordinal())
        near &= inside
    for concept in concepts:
        counted = np.concatenate([[0], np.cumsum(having(index, concept))])
        near &= counted[laid.last + 1] > counted[laid.first]
    return np.flatnonzero(near)


def read(index: Index, places: Iterable[int]) -> list[Item]:
    """The entries at these places, in that order; what became of them is told by `settled`."""
    laid, ids = _laid(index), index.snapshot().record_ids
    if laid.items is not None:
        return [item for place in places if (item := laid.items[place]) is not None]
    keys = [(ids[laid.record[place]], int(laid.number[place])) for place in places]
    found = read_items(index.store, keys)
    return [found[key] for key in keys if key in found]


def settled(index: Index, items: Sequence[Item]) -> list[Item]:
    """The entries with what later records say became of them."""
    if _laid(index).items is not None:  # they say so already
        return list(items)
    if len(items) <= _MANY:
        return [settled_by(item, _later(index, item)) for item in items]
    every = {_key(item.entry): item for item in read_ledger(index.store)}
    return [every.get(_key(item.entry), item) for item in items]


def _later(index: Index, item: Item) -> Iterator[Item]:
    """The entries of later meetings in whose passages enough of an entry's words stand, the newest first."""
    asked, least = words_to_settle(item)
    if not asked or item.date is None:
        return
    laid, snapshot = _laid(index), index.snapshot()
    said = np.flatnonzero(laid.said & (laid.day > item.date.toordinal()))
    same = np.zeros(len(said), np.int64)
    for keys in asked:
        standing = _standing(index, snapshot, keys)
        same += np.searchsorted(standing, laid.last[said], "right") > np.searchsorted(
            standing, laid.first[said], "left"
        )
    newest = said[same >= least][::-1].tolist()
    for start in range(0, len(newest), _TOGETHER):
        yield from read(index, newest[start : start + _TOGETHER])


def _standing(index: Index, snapshot: Snapshot, keys: Iterable[str]) -> Places:
    """The places of the passages that have a word that can be found under one of these keys, in order."""
    vocabulary, lexicon = snapshot.vocabulary, index.store.lexicon()
    words = {word for key in keys for word in (*vocabulary.by_stem.get(key, ()), key) if word in vocabulary.frequencies}
    found = [
        snapshot.postings.places(
            lexicon, word.removesuffix(CAPITALS), "capitals" if word.endswith(CAPITALS) else "words"
        )
        for word in sorted(words)
    ]
    return np.unique(np.concatenate([np.zeros(0, np.int64), *found]))


def _laid(index: Index) -> _Laid:
    snapshot = index.snapshot()
    kept = _kept.get(index)
    if kept is None or kept.version != snapshot.version:
        kept = _kept[index] = _beside(index, snapshot)
    return kept


def _beside(index: Index, snapshot: Snapshot) -> _Laid:
    catalogue = index.store.catalogue()
    behind = catalogue.links()
    days = {key: dates[0].toordinal() if dates else 0 for key, dates in index.store.record_days().items()}
    kinds = {kind.value: n for n, kind in enumerate(_KINDS)}
    rows = np.array(
        [
            (place, number, kinds[kind], days[record_id], start, min(start, who), end, in_list)
            for record_id, number, kind, start, who, end, in_list in catalogue.entry_places()
            if (place := snapshot.record_places.get(record_id)) is not None and record_id not in behind
        ],
        np.int64,
    ).reshape(-1, 8)
    by_name = np.empty(len(snapshot.record_ids), np.int64)
    by_name[sorted(range(len(by_name)), key=lambda n: snapshot.record_ids[n])] = np.arange(len(by_name))
    day = rows[:, 3]
    rows = rows[np.lexsort((rows[:, 4], by_name[rows[:, 0]], np.where(day > 0, day, date.max.toordinal() + 1)))]
    record, number, kind, day, span, start, end, in_list = rows.T
    # where each passage starts, as one number that grows from passage to passage, and from record to record
    starts = snapshot.record_of.astype(np.int64) * _LONG + snapshot.starts
    begin = np.searchsorted(snapshot.record_of, record)
    first, last = (
        np.maximum(begin, np.searchsorted(starts, record * _LONG + at, "right") - 1)
        for at in (start, np.maximum(start, end - 1))
    )
    said = (in_list > 0) | (kind == _KINDS.index(EntryKind.DONE))
    items = None
    if len(rows) <= _KEPT:
        every = {_key(item.entry): item for item in read_ledger(index.store)}
        columns = zip(record.tolist(), kind.tolist(), span.tolist(), end.tolist(), strict=True)
        items = tuple(every.get((snapshot.record_ids[r], _KINDS[k], s, e)) for r, k, s, e in columns)
    return _Laid(snapshot.version, record, number, kind, day, said, first, last, items)


def _key(entry: Entry) -> tuple[str, EntryKind, int, int]:
    """What no two entries have in common."""
    return entry.record_id, entry.kind, entry.span.start, entry.span.end
