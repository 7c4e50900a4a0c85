"""Passages found by their words and by their meaning.

Both kinds of search put forward passages, all of which are then scored by words (`index.scoring`); likeness of meaning, a
cosine, adds to that. Words decide, because a record is asked about in its own terms more often than not; meaning settles
near ties, and brings up what says it in other words.
"""

import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from weakref import ref

import numpy as np
from numpy.typing import NDArray

from index.chroma_address import Address, address_in
from index.chroma_search import ServerCollection, ServerSearch, chroma_of
from index.concepts import Concept, question_concepts
from index.embedding import Encoder, open_encoder
from index.embedding_reranker import RERANKED, Reranker, open_reranker, rerank
from index.exact import ExactSearch
from index.published import Copies
from index.recipe import Recipe
from index.records import EVERYTHING, Hit, Passage, Scope
from index.scoring import CLOSELY, score
from index.settings import Settings
from index.snapshot import Snapshot, read_snapshot
from index.stages import ALL, Stage, Stages
from index.store import Store
from index.vectors import EXACT_BELOW, ChromaSearch, within
from index.vocabulary import Vocabulary

_log = logging.getLogger(__name__)
_BEHIND = 0.999  # just below: a draft, or a newsletter, of the same meeting
_FEW = 5_000  # passages in scope that are compared one by one beside Chroma
_DEPTH = 24  # passages taken by meaning


class Index:
    """An open index: the store, the encoder, and what is kept in memory of them. Safe to use from many threads."""

    def __init__(
        self,
        home: Path,
        encoder: Encoder,
        reranker: Reranker | None = None,
        *,
        published: Path | None = None,
        server: Address | None = None,
    ) -> None:
        """Opens the index under `home`, or a published copy; the first hits are read again by the reranker, when there is one.

        The vectors may be on a Chroma server.

        Raises:
            IndexMissingError: nothing was indexed yet.
            RecipeError: it was made with another encoder or in another way.
        """
        self.home = home
        self.encoder = encoder
        self.reranker = reranker
        self.published = published
        self.server = server
        self.store = Store(Copies(published) if published else store_path(home))
        self._searched = None if server is None else ServerSearch(server)
        self.store.check_recipe(Recipe(encoder.name, encoder.dimension))
        self._lock = threading.Lock()
        self._snapshot: Snapshot | None = None
        self._other: Callable[[], Snapshot | None] | None = None  # that of the version before, while somebody needs it

    @contextmanager
    def moment(self) -> Iterator[None]:
        """All that is read inside belongs to one state of the records, whatever a writer does meanwhile."""
        with self.store.moment():
            held = self.snapshot()  # so that it stays at hand when others are at a newer one
            yield
            del held

    def snapshot(self) -> Snapshot:
        """What is in memory, read again when the store has changed since."""
        if (kept := self._at(self.store.version)) is not None:
            return kept
        with self._lock, self.store.moment():
            version = self.store.version
            if (kept := self._at(version)) is not None:
                return kept
            fresh, newest = self._read(version), self._snapshot
            if newest is None or newest.version < version:
                self._snapshot, self._other = fresh, ref(newest) if newest is not None else None
            else:  # who asks is still at an older moment
                self._other = lambda: fresh
            return fresh

    def _at(self, version: int) -> Snapshot | None:
        other = self._other() if self._other is not None else None
        return next((one for one in (self._snapshot, other) if one is not None and one.version == version), None)

    @property
    def meetings(self) -> tuple[date, ...]:
        """The dates of all meetings, in order, each once."""
        return self.snapshot().meetings

    def text_of(self, record_id: str) -> str | None:
        """The text of a record, None when there is no such record."""
        record = self.store.record(record_id)
        return record.text if record else None

    def _read(self, version: int) -> Snapshot:
        self.store.check_recipe(Recipe(self.encoder.name, self.encoder.dimension))  # it may have been rebuilt meanwhile
        return read_snapshot(self.store, version, self.encoder.dimension, self._chroma)

    def _chroma(self, version: int, passages: int) -> ChromaSearch | ServerCollection | None:
        if passages < EXACT_BELOW:
            return None
        root = None if self.published else chroma_root(self.home)
        return chroma_of(version, passages, self._searched, self.store, root)

    @property
    def vocabulary(self) -> Vocabulary:
        """The words of the records as they are now."""
        return self.snapshot().vocabulary

    def close(self) -> None:
        """Closes what is open."""
        if self._snapshot is not None and self._snapshot.chroma is not None:
            self._snapshot.chroma.close()
        if self._searched is not None:
            self._searched.close()
        self.store.close()

    def __enter__(self) -> "Index":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def store_path(home: Path) -> Path:
    """Where the SQLite file lies."""
    return home / "lovp.sqlite3"


def open_store(settings: Settings) -> Store:
    """The store that the settings point at, to be read: that under the home folder, or a published copy.

    Raises:
        IndexMissingError, StoreError: with a Dutch message that says what to do.
    """
    return Store(Copies(settings.published) if settings.published else store_path(settings.home))


def chroma_root(home: Path) -> Path:
    """Where the Chroma generations lie."""
    return home / "chroma"


def open_index(settings: Settings) -> Index:
    """The index that the settings point at.

    Raises:
        IndexMissingError, RecipeError, StoreError, EncoderError, RerankerError: with a Dutch message that says what to do.
    """
    open_store(settings).close()  # says that nothing was indexed, before a model is loaded for nothing
    return Index(
        settings.home,
        open_encoder(settings.encoder),
        open_reranker(settings.reranker),
        published=settings.published,
        server=address_in(settings),
    )


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
    with index.moment():
        return search_concepts(index, text, question_concepts(text, index.vocabulary, stages), scope, limit, stages)


def search_concepts(
    index: Index, text: str, concepts: Sequence[Concept], scope: Scope, limit: int, stages: Stages = ALL
) -> list[Hit]:
    """As `search`, for a question whose concepts are known already."""
    with index.moment():
        return _search(index, text, concepts, scope, limit, stages)


def _search(
    index: Index, text: str, concepts: Sequence[Concept], scope: Scope, limit: int, stages: Stages
) -> list[Hit]:
    snapshot = index.snapshot()
    allowed = snapshot.in_scope(scope)
    if allowed is not None and not allowed.any():
        return []
    near: dict[int, float] = {}
    if Stage.MEANING in stages:
        vector = index.encoder.queries([text])[0]
        near = {
            row: like
            for row, like in _by_meaning(index.store, snapshot, vector, scope, allowed, max(limit, _DEPTH))
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


def _behind_better(hits: Sequence[Hit], snapshot: Snapshot) -> list[Hit]:
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
    store: Store,
    snapshot: Snapshot,
    vector: NDArray[np.float32],
    scope: Scope,
    allowed: NDArray[np.bool_] | None,
    limit: int,
) -> list[tuple[int, float]]:
    if not vector.any():
        return []
    if snapshot.chroma is not None:
        inside = None if allowed is None else np.flatnonzero(allowed)
        if inside is not None and len(inside) <= _FEW:  # Chroma's own filter takes longer than comparing so few
            return ExactSearch(*store.vectors(snapshot.rows[inside].tolist())).search(vector, None, limit)
        try:
            found = snapshot.chroma.search(vector, scope, limit)
            if found is not None:
                return within(found, snapshot.rows, allowed)
        except Exception:  # Chroma raises many kinds; exact search gives the same answer, only slower
            _log.exception("Chroma antwoordt niet; er wordt exact gezocht")
    return snapshot.exact.search(vector, allowed, limit)


def opening_passages(index: Index, scope: Scope, most: int | None = None) -> list[Hit]:
    """The first passage of every topic of the meetings in scope, in the order of the records; scores are all 0.

    Args:
        index: the open index.
        scope: which meetings are in view.
        most: only the first so many by the id of their record; None for all.
    """
    snapshot = index.snapshot()
    places = snapshot.openings(snapshot.in_scope(scope))
    if most is not None and len(places) > most:
        first = sorted(places.tolist(), key=lambda place: (snapshot.record_ids[snapshot.record_of[place]], place))[
            :most
        ]
        places = np.array(sorted(first), np.int64)
    passages = index.store.passages(snapshot.rows[places].tolist())
    return [Hit(passage, 0.0) for passage in passages.values()]
