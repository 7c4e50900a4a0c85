"""Passages found by their words and by their meaning.

Both kinds of search put forward passages, all of which are then scored by words (`index.scoring`); likeness of meaning, a
cosine, adds to that. Words decide, because a record is asked about in its own terms more often than not; meaning settles
near ties, and brings up what says it in other words.
"""

import logging
import threading
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.concepts import Concept, question_concepts
from index.embedding import Encoder, open_encoder
from index.embedding_reranker import RERANKED, Reranker, open_reranker, rerank
from index.exact import ExactSearch
from index.generations import current
from index.glossary import glossary
from index.recipe import Recipe
from index.records import EVERYTHING, Hit, Passage, Scope
from index.scoring import CLOSELY, Postings, score
from index.settings import Settings
from index.stages import ALL, Stage, Stages
from index.store import Store
from index.vectors import EXACT_BELOW, ChromaSearch
from index.vocabulary import Vocabulary

_log = logging.getLogger(__name__)
_BEHIND = 0.999  # just below: a draft, or a newsletter, of the same meeting
_DEPTH = 24  # passages taken by meaning


@dataclass(frozen=True, slots=True)
class _Snapshot:
    """What is kept in memory of one version of the store; replaced as a whole when the store changes."""

    version: int
    meetings: tuple[date, ...]
    records: int
    rows: NDArray[np.int64]
    days: NDArray[np.int64]  # (n, 2): the first and last meeting of the record, as ordinals; 0 without a date
    topics: tuple[str, ...]
    speakers: tuple[str | None, ...]
    preferred: Mapping[str, str]  # a record that stands behind a better one: the id of that one
    echoes: Set[str]  # passages that only repeat that one
    exact: ExactSearch
    chroma: ChromaSearch | None
    vocabulary: Vocabulary
    postings: Postings


class Index:
    """An open index: the store, the encoder, and what is kept in memory of them. Safe to use from many threads."""

    def __init__(self, home: Path, encoder: Encoder, reranker: Reranker | None = None) -> None:
        """Opens the index under `home`; the first hits are read again by the reranker, when there is one.

        Raises:
            IndexMissingError: nothing was indexed yet.
            RecipeError: it was made with another encoder or in another way.
        """
        self.home = home
        self.encoder = encoder
        self.reranker = reranker
        self.store = Store(store_path(home))
        self.store.check_recipe(Recipe(encoder.name, encoder.dimension))
        self._lock = threading.Lock()
        self._snapshot: _Snapshot | None = None

    def snapshot(self) -> _Snapshot:
        """What is in memory, read again when the store has changed since."""
        kept = self._snapshot
        if kept is not None and kept.version == self.store.version:
            return kept
        with self._lock, self.store.moment():
            version = self.store.version
            if self._snapshot is None or self._snapshot.version != version:
                self._snapshot = self._read(version)
            return self._snapshot

    @property
    def meetings(self) -> tuple[date, ...]:
        """The dates of all meetings, in order, each once."""
        return self.snapshot().meetings

    def text_of(self, record_id: str) -> str | None:
        """The text of a record, None when there is no such record."""
        record = self.store.record(record_id)
        return record.text if record else None

    def _read(self, version: int) -> _Snapshot:
        self.store.check_recipe(Recipe(self.encoder.name, self.encoder.dimension))  # it may have been rebuilt meanwhile
        rows, matrix = self.store.vectors()
        labels = self.store.labels()
        catalogue = self.store.catalogue()
        return _Snapshot(
            version=version,
            meetings=tuple(self.store.meeting_days()),
            records=len(self.store.passage_counts()),
            rows=rows,
            days=np.array([_first_and_last(labels[int(row)][0]) for row in rows], np.int64).reshape(-1, 2),
            topics=tuple(labels[int(row)][1] for row in rows),
            speakers=tuple(labels[int(row)][2] for row in rows),
            preferred={key: better for key, (better, _) in catalogue.links().items()},
            echoes={passage.id for passage in self.store.passages(sorted(catalogue.echoes())).values()},
            exact=ExactSearch(rows, matrix),
            chroma=self._chroma(version, len(rows)),
            vocabulary=Vocabulary.of_known(*self.store.lexicon().known(), glossary().extended(catalogue.explained())),
            postings=Postings(rows),
        )

    def _chroma(self, version: int, passages: int) -> ChromaSearch | None:
        if passages < EXACT_BELOW:
            return None
        generation = current(chroma_root(self.home))
        if generation is None or generation.version != version or generation.passages != passages:
            return None
        return ChromaSearch(generation)

    @property
    def vocabulary(self) -> Vocabulary:
        """The words of the records as they are now."""
        return self.snapshot().vocabulary

    def close(self) -> None:
        """Closes what is open."""
        if self._snapshot is not None and self._snapshot.chroma is not None:
            self._snapshot.chroma.close()
        self.store.close()

    def __enter__(self) -> "Index":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def store_path(home: Path) -> Path:
    """Where the SQLite file lies."""
    return home / "lovp.sqlite3"


def chroma_root(home: Path) -> Path:
    """Where the Chroma generations lie."""
    return home / "chroma"


def open_index(settings: Settings) -> Index:
    """The index that the settings point at.

    Raises:
        IndexMissingError, RecipeError, StoreError, EncoderError, RerankerError: with a Dutch message that says what to do.
    """
    if not store_path(settings.home).is_file():
        Store(store_path(settings.home))  # says that nothing was indexed, before a model is loaded for nothing
    return Index(settings.home, open_encoder(settings.encoder), open_reranker(settings.reranker))


def search(index: Index, text: str, scope: Scope = EVERYTHING, limit: int = 10, stages: Stages = ALL) -> list[Hit]:
    """The passages that fit a question best.

    Args:
        index: the open index.
        text: words or a question.
        scope: which meetings are in view.
        limit: at most this many.
        stages: which parts of searching are on.

    Returns:
        Hits, best first; [] when nothing fits or nothing is in scope. Equal input gives equal output.
    """
    return search_concepts(index, text, question_concepts(text, index.vocabulary, stages), scope, limit, stages)


def search_concepts(
    index: Index, text: str, concepts: Sequence[Concept], scope: Scope, limit: int, stages: Stages = ALL
) -> list[Hit]:
    """As `search`, for a question whose concepts are known already."""
    snapshot = index.snapshot()
    allowed = _in_scope(snapshot, scope)
    if allowed is not None and not allowed.any():
        return []
    near: dict[int, float] = {}
    if Stage.MEANING in stages:
        vector = index.encoder.queries([text])[0]
        near = {
            row: like
            for row, like in _by_meaning(snapshot, vector, scope, allowed, max(limit, _DEPTH))
            if like > index.encoder.noise
        }
    said: dict[int, float] = {}
    if Stage.WORDS in stages:
        lexicon = index.store.lexicon()
        said = score(
            lexicon, snapshot.postings, snapshot.vocabulary, concepts, allowed, near, max(limit, CLOSELY), stages
        )
    scored = {row: said.get(row, 0.0) + index.encoder.weight * near.get(row, 0.0) for row in said.keys() | near.keys()}
    best = sorted(scored.items(), key=lambda item: (-round(item[1], 9), item[0]))
    if not snapshot.preferred:
        best = best[: max(limit, RERANKED if index.reranker else 0)]
    passages: dict[int, Passage] = index.store.passages([row for row, _ in best])
    hits = [Hit(passages[row], score) for row, score in best if row in passages]
    if snapshot.preferred:
        hits = _behind_better(hits, snapshot)
    if index.reranker is not None and hits:
        hits = rerank(index.reranker, text, hits)
    return hits[:limit]


def _behind_better(hits: Sequence[Hit], snapshot: _Snapshot) -> list[Hit]:
    """The hits, with those of a draft or newsletter behind all of the better record; what only repeats that one is left out."""
    lowest = {hit.passage.record_id: hit.score for hit in hits}  # hits come best first
    held = []
    for hit in hits:
        better = lowest.get(snapshot.preferred.get(hit.passage.record_id, ""))
        if better is None:
            held.append(hit)
        elif hit.passage.id not in snapshot.echoes:
            held.append(Hit(hit.passage, min(hit.score, _BEHIND * better)))
    return sorted(held, key=lambda hit: -hit.score)


def _by_meaning(
    snapshot: _Snapshot, vector: NDArray[np.float32], scope: Scope, allowed: NDArray[np.bool_] | None, limit: int
) -> list[tuple[int, float]]:
    if not vector.any():
        return []
    if snapshot.chroma is not None:
        try:
            return snapshot.chroma.search(vector, scope, limit)
        except Exception:  # Chroma raises many kinds; exact search gives the same answer, only slower
            _log.exception("Chroma antwoordt niet; er wordt exact gezocht")
    return snapshot.exact.search(vector, allowed, limit)


def opening_passages(index: Index, scope: Scope) -> list[Hit]:
    """The first passage of every topic of the meetings in scope, in the order of the records; scores are all 0."""
    snapshot = index.snapshot()
    allowed = _in_scope(snapshot, scope)
    rows = snapshot.rows if allowed is None else snapshot.rows[allowed]
    first: dict[tuple[str, str], Passage] = {}
    for passage in index.store.passages([int(row) for row in rows]).values():
        first.setdefault((passage.record_id, passage.topic), passage)
    return [Hit(passage, 0.0) for passage in first.values()]


def _in_scope(snapshot: _Snapshot, scope: Scope) -> NDArray[np.bool_] | None:
    """Which passages are in scope, in the order of the rows; None when all are."""
    if scope == EVERYTHING:
        return None
    allowed = np.ones(len(snapshot.rows), np.bool_)
    if scope.since is not None or scope.until is not None:
        since = scope.since.toordinal() if scope.since else 1
        until = scope.until.toordinal() if scope.until else date.max.toordinal()
        allowed &= ((snapshot.days >= since) & (snapshot.days <= until)).any(axis=1)
    if scope.topic is not None:
        allowed &= np.array([topic == scope.topic for topic in snapshot.topics], np.bool_)
    if scope.speaker is not None:
        allowed &= np.array([speaker == scope.speaker for speaker in snapshot.speakers], np.bool_)
    return allowed


def _first_and_last(days: tuple[date, ...]) -> tuple[int, int]:
    return (min(days).toordinal(), max(days).toordinal()) if days else (0, 0)
