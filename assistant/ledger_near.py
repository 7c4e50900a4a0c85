"""Which entries of the ledger may be about something, seen in the words table before any of them is read.

An entry lies in one or more passages, and the words table knows which passages have a word. So in an archive with a hundred
thousand entries only those are read in whose passages all that was asked for stands.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from assistant.about import having
from index.concepts import Concept
from index.ledger_clause import EntryKind
from index.ledger_status import Item, read_ledger
from index.search import Index
from index.snapshot import Snapshot


@dataclass(frozen=True, slots=True, eq=False)
class _Laid:
    """The ledger beside the passages of one version: of each item its first and last passage, as places in the rows; int64."""

    version: int
    items: tuple[Item, ...]
    first: NDArray[np.int64]
    last: NDArray[np.int64]


_kept: WeakKeyDictionary[Index, _Laid] = WeakKeyDictionary()


def items_near(index: Index, kind: EntryKind, concepts: Sequence[Concept]) -> list[Item]:
    """The entries of a kind that may be about all of these concepts, in the order of the ledger; the rest surely are not."""
    laid = _laid(index)
    near = np.ones(len(laid.items), np.bool_)
    for concept in concepts:
        counted = np.concatenate([[0], np.cumsum(having(index, concept))])
        near &= counted[laid.last + 1] > counted[laid.first]
    return [item for n in np.flatnonzero(near) if (item := laid.items[n]).entry.kind is kind]


def _laid(index: Index) -> _Laid:
    snapshot = index.snapshot()
    kept = _kept.get(index)
    if kept is None or kept.version != snapshot.version:
        items = tuple(item for item in read_ledger(index.store) if item.entry.record_id in snapshot.record_places)
        kept = _kept[index] = _beside(items, snapshot)
    return kept


def _beside(items: tuple[Item, ...], snapshot: Snapshot) -> _Laid:
    begins = np.searchsorted(snapshot.record_of, np.arange(len(snapshot.record_ids) + 1))
    first, last = np.zeros(len(items), np.int64), np.zeros(len(items), np.int64)
    for n, item in enumerate(items):
        record = snapshot.record_places[item.entry.record_id]
        begin, end = int(begins[record]), int(begins[record + 1])
        starts = snapshot.starts[begin:end]
        span, who = item.entry.span, item.entry.who
        from_ = min(span.start, who.start) if who is not None else span.start
        first[n] = begin + max(0, int(np.searchsorted(starts, from_, "right")) - 1)
        last[n] = begin + max(0, int(np.searchsorted(starts, max(from_, span.end - 1), "right")) - 1)
    return _Laid(snapshot.version, items, first, last)
