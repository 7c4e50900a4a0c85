"""What is kept in memory of one version of the store: numbers about every passage, never their words.

A passage is a place in the rows: its meeting days, its record, topic and speaker stand there as numbers, so that a scope is
arithmetic over arrays whatever the size of the index. Names are kept once.
"""

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from index.chroma_search import ServerCollection
from index.exact import ExactLater, ExactSearch
from index.glossary import glossary
from index.records import EVERYTHING, Scope
from index.scoring import Postings
from index.store import Store
from index.vectors import ChromaSearch
from index.vocabulary import Vocabulary

Codes = NDArray[np.int32]


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Snapshot:
    """One version of the store; replaced as a whole when the store changes.

    Attributes:
        version: the store's.
        meetings: the dates of all meetings, in order, each once.
        rows: the row numbers of all passages, in order; int64 (n,).
        days: the first and last meeting of each passage's record, as ordinals, 0 without a date; int32 (n, 2).
        record_ids: the ids of all records that have passages.
        record_of: of each passage the place of its record in `record_ids`.
        topics: the names of all topics, each once, in the order in which they come.
        topic_of: of each passage the place of its topic in `topics`.
        speakers: the speakers that stand above passages, each once; None among them.
        speaker_of: of each passage the place of its speaker in `speakers`.
        starts: where each passage starts in its record.
        preferred: of a record that stands behind a better one, the id of that one.
        echoes: the ids of passages that only repeat that one.
        chroma: the open Chroma collection of this version, None when exact search answers.
        exact: exact search over the passages.
        vocabulary: the words of the records.
        postings: in which passages they stand.
        record_places: of each record its place in `record_ids`.
    """

    version: int
    meetings: tuple[date, ...]
    rows: NDArray[np.int64]
    days: Codes
    record_ids: tuple[str, ...]
    record_of: Codes
    topics: tuple[str, ...]
    topic_of: Codes
    speakers: tuple[str | None, ...]
    speaker_of: Codes
    starts: Codes
    preferred: Mapping[str, str]
    echoes: Set[str]
    chroma: ChromaSearch | ServerCollection | None
    exact: ExactSearch | ExactLater
    vocabulary: Vocabulary
    postings: Postings
    record_places: Mapping[str, int]

    @property
    def records(self) -> int:
        """How many records have passages."""
        return len(self.record_ids)

    def in_scope(self, scope: Scope) -> NDArray[np.bool_] | None:
        """Which passages are in scope, in the order of the rows; None when all are."""
        if scope == EVERYTHING:
            return None
        allowed = np.ones(len(self.rows), np.bool_)
        if scope.since is not None or scope.until is not None:
            since = scope.since.toordinal() if scope.since else 1
            until = scope.until.toordinal() if scope.until else date.max.toordinal()
            allowed &= ((self.days >= since) & (self.days <= until)).any(axis=1)
        if scope.topic is not None:
            allowed &= self.has_topic((scope.topic,))
        if scope.speaker is not None:
            allowed &= _is_one_of(self.speaker_of, self.speakers, (scope.speaker,))
        return allowed

    def openings(self, allowed: NDArray[np.bool_] | None) -> NDArray[np.int64]:
        """The places, in order, where each topic of each record has its first of the allowed passages (None: all)."""
        inside = np.arange(len(self.rows)) if allowed is None else np.flatnonzero(allowed)
        both = self.record_of[inside].astype(np.int64) * max(1, len(self.topics)) + self.topic_of[inside]
        return np.asarray(np.sort(inside[np.unique(both, return_index=True)[1]]), np.int64)

    def has_topic(self, names: Sequence[str]) -> NDArray[np.bool_]:
        """Which passages have one of these topics, in the order of the rows."""
        return _is_one_of(self.topic_of, self.topics, names)


def read_snapshot(
    store: Store, version: int, dimension: int, chroma: Callable[[int, int], ChromaSearch | ServerCollection | None]
) -> Snapshot:
    """Reads the store; inside `Store.moment()`, so that all of it belongs together.

    Args:
        store: the open store.
        version: the one that it is at.
        dimension: of its vectors.
        chroma: given that version and the number of passages, opens the collection of it.
    """
    labels = store.labels()
    catalogue = store.catalogue()
    days = store.record_days()
    first_last = np.array([_first_and_last(days[key]) for key in labels.records], np.int32).reshape(-1, 2)
    opened = chroma(version, len(labels.rows))

    def vectors() -> NDArray[np.float32]:
        return _of_rows(labels.rows, *store.vectors(), dimension)

    return Snapshot(
        version=version,
        meetings=tuple(sorted({day for of_record in days.values() for day in of_record})),
        rows=labels.rows,
        days=first_last[labels.record_of],
        record_ids=labels.records,
        record_of=labels.record_of,
        topics=labels.topics,
        topic_of=labels.topic_of,
        speakers=labels.speakers,
        speaker_of=labels.speaker_of,
        starts=labels.starts,
        preferred={key: better for key, (better, _) in catalogue.links().items()},
        echoes={passage.id for passage in store.passages(sorted(catalogue.echoes())).values()},
        chroma=opened,
        exact=ExactSearch(labels.rows, vectors()) if opened is None else ExactLater(labels.rows, vectors),
        vocabulary=Vocabulary.of_known(*store.lexicon().known(), glossary().extended(catalogue.explained())),
        postings=Postings(labels.rows),
        record_places={key: place for place, key in enumerate(labels.records)},
    )


def _first_and_last(days: tuple[date, ...]) -> tuple[int, int]:
    return (min(days).toordinal(), max(days).toordinal()) if days else (0, 0)


def _is_one_of(codes: Codes, names: Sequence[str | None], wanted: Sequence[str]) -> NDArray[np.bool_]:
    places = [place for place, name in enumerate(names) if name in wanted]
    return np.isin(codes, places)


def _of_rows(
    rows: NDArray[np.int64], found: NDArray[np.int64], matrix: NDArray[np.float32], dimension: int
) -> NDArray[np.float32]:
    """The vectors of these rows; zeros for those that have gone since, or have vectors of another kind by now."""
    if np.array_equal(rows, found) and matrix.shape[1] == dimension:
        return matrix
    whole = np.zeros((len(rows), dimension), np.float32)
    if not len(rows) or matrix.shape[1] != dimension:
        return whole
    places = np.searchsorted(rows, found)
    there = (places < len(rows)) & (rows[np.minimum(places, len(rows) - 1)] == found)
    whole[places[there]] = matrix[there]
    return whole
