"""What the records say about a topic, meeting by meeting, without reading them all: which meetings name it, and their sentences.

The words table tells in which passages every word of the topic stands, so that "here it isn't mentioned" is known of every
meeting. At most `_READ` of those passages are read: the best ones, and of each other meeting the first few.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from assistant.evidence import Sentence, hits_to_sentences
from assistant.period import Window
from index.concepts import Concept
from index.dutch import CAPITALS
from index.lexical import Lexicon, Term
from index.records import Hit, Passage, Scope
from index.search import Index, search_concepts

_READ = 72  # passages that are read at most
_BEST = 40  # of which by search, when more passages name the topic
_A_MEETING = 2  # passages of each meeting that searching didn't bring up
_OPEN: tuple[Window, ...] = ((None, None),)


@dataclass(frozen=True, slots=True)
class Bounds:
    """Where is looked: the days and the topics (None: everywhere)."""

    windows: tuple[Window, ...] = _OPEN
    topics: tuple[str, ...] | None = None

    def has(self, day: date) -> bool:
        """Whether a meeting lies in it."""
        return any((since or day) <= day <= (until or day) for since, until in self.windows)


EVERYWHERE = Bounds()


@dataclass(frozen=True, slots=True)
class Told:
    """What the records say about a topic.

    `sentences` are those of the passages that were read, in the order of the records, less what only repeats a better record;
    `mentioned` are all days of meetings that name it, `unread` those of which nothing was read.
    """

    sentences: tuple[Sentence, ...]
    mentioned: frozenset[date]
    unread: frozenset[date] = frozenset()


def told_about(index: Index, text: str, concepts: Sequence[Concept], bounds: Bounds = EVERYWHERE) -> Told:
    """What the records say about a topic.

    Args:
        index: the open index.
        text: the topic in words.
        concepts: what it names.
        bounds: where is looked.
    """
    snapshot = index.snapshot()
    naming = [concept for concept in concepts if not concept.light]
    if not naming or not len(snapshot.rows):
        return Told((), frozenset())
    here = _in_bounds(index, bounds)
    for concept in naming:
        here &= having(index, concept)
    places = np.flatnonzero(here)
    days = frozenset(date.fromordinal(int(day)) for day in np.unique(snapshot.days[places]) if day)
    read = _read(index, text, concepts, bounds, places)
    passages = [passage for passage in read if passage.id not in snapshot.echoes]
    passages.sort(key=lambda passage: (passage.record_id, passage.span.start))
    found = hits_to_sentences([Hit(passage, 0.0) for passage in passages], concepts)
    looked_at = {passage.date for passage in read}
    unread = days - looked_at if len(read) < len(places) else frozenset()
    return Told(tuple(found), days, unread)


def _in_bounds(index: Index, bounds: Bounds) -> NDArray[np.bool_]:
    snapshot = index.snapshot()
    inside = np.ones(len(snapshot.rows), np.bool_)
    if bounds.windows != _OPEN:
        inside[:] = False
        for since, until in bounds.windows:
            first = since.toordinal() if since else 1
            last = until.toordinal() if until else date.max.toordinal()
            inside |= ((snapshot.days >= first) & (snapshot.days <= last)).any(axis=1)
    if bounds.topics is not None:
        inside &= snapshot.has_topic(bounds.topics)
    return inside


def having(index: Index, concept: Concept) -> NDArray[np.bool_]:
    """Which passages have a concept in any of its forms, in the text or above it; words of a phrase may stand apart."""
    lexicon, size = index.store.lexicon(), len(index.snapshot().rows)
    found = np.zeros(size, np.bool_)
    for term in concept.terms:
        whole = np.ones(size, np.bool_)
        for word in _telling_words(term):
            whole &= _with_word(index, lexicon, word)
        found |= whole
    return found


def _telling_words(term: Term) -> Iterable[str]:
    return sorted(term.words, key=len)[-2:]  # of a phrase its longest words will do: a reading follows


def _with_word(index: Index, lexicon: Lexicon, word: str) -> NDArray[np.bool_]:
    snapshot = index.snapshot()
    found = np.zeros(len(snapshot.rows), np.bool_)
    if word.endswith(CAPITALS):
        found[snapshot.postings.places(lexicon, word.removesuffix(CAPITALS), "capitals")] = True
        return found
    for form in snapshot.vocabulary.forms_of(word):
        for column in ("words", "above"):
            if not form.endswith(CAPITALS):
                found[snapshot.postings.places(lexicon, form, column)] = True
    return found


def _read(
    index: Index, text: str, concepts: Sequence[Concept], bounds: Bounds, places: NDArray[np.int64]
) -> list[Passage]:
    """The passages that are read: all that name the topic, or the best and a few of every other meeting while there is room."""
    snapshot = index.snapshot()
    if len(places) <= _READ:
        return list(index.store.passages([int(row) for row in snapshot.rows[places]]).values())
    hits = [
        hit
        for since, until in bounds.windows
        for hit in search_concepts(index, text, concepts, Scope(since, until), _BEST)
        if bounds.topics is None or hit.passage.topic in bounds.topics
    ]
    best = {hit.passage.id: hit.passage for hit in sorted(hits, key=lambda hit: -hit.score)[:_BEST]}
    seen = {passage.date.toordinal() for passage in best.values() if passage.date}
    others: dict[int, list[int]] = {}
    for place in places:
        day = int(snapshot.days[place][0])
        if day not in seen and len(others.setdefault(day, [])) < _A_MEETING:
            others[day].append(int(snapshot.rows[place]))
    ends = [others.pop(day) for day in sorted({min(others, default=0), max(others, default=0)} & others.keys())]
    turns = [rows[k] for k in range(_A_MEETING) for rows in (*ends, *others.values()) if k < len(rows)]
    more = index.store.passages(turns[: _READ - len(best)]).values()
    return list((best | {passage.id: passage for passage in more}).values())
