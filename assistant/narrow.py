"""The passages and sentences that a question's scope leaves: its days, its topics, its speaker, what is announced.

The search takes one stretch of days and one topic at a time; a question that has more of them ("in mei 2020 en in november
2020") is searched once for each, and the best of all are kept.
"""

from collections.abc import Sequence
from itertools import product

import numpy as np

from assistant import phrases
from assistant.evidence import Sentence, hits_to_sentences
from assistant.question import Understood
from assistant.scope_parts import announces, matching_topics
from index.concepts import Concept, question_concepts
from index.errors import UsageError
from index.records import Hit, Scope
from index.search import Index, opening_passages, search, search_concepts

_NAMED_TOPICS = 6  # topics that are named when the one that was asked for isn't there
_OPENINGS = 400  # topics that an overview is chosen from
_TOGETHER = 400  # passages that are read at once
_MOST = 24  # searches for one question, at most


def scopes(asked: Understood) -> list[Scope]:
    """The scopes that are searched one by one; [] when the question names meetings or topics and there are none."""
    windows = [(None, None)] if asked.windows is None else asked.windows
    topics = [None] if asked.topics is None else asked.topics
    return [Scope(since, until, topic) for (since, until), topic in product(windows, topics)][:_MOST]


def hits_in(index: Index, asked: Understood, concepts: Sequence[Concept], limit: int, text: str = "") -> list[Hit]:
    """The passages in scope that fit best, best first; `text` in place of the question's own subject when given."""
    found = [
        hit
        for scope in scopes(asked)
        for hit in search_concepts(index, text or asked.subject, list(concepts), scope, limit)
    ]
    return sorted(_once(found), key=lambda hit: -hit.score)[:limit]


def search_in(index: Index, text: str, given: Scope, limit: int) -> list[Hit]:
    """The passages that fit words best, within bounds that the user set.

    Raises:
        UsageError: no record has the topic.
    """
    topics = None if given.topic is None else matching_topics(given.topic, index.snapshot().topics)
    if topics == ():
        known = index.snapshot().topics[:_NAMED_TOPICS]
        raise UsageError(phrases.no_such_topic(given.topic or "", known))
    found = [
        hit for topic in topics or (None,) for hit in search(index, text, Scope(given.since, given.until, topic), limit)
    ]
    return sorted(_once(found), key=lambda hit: -hit.score)[:limit]


def openings_in(index: Index, asked: Understood) -> list[Hit]:
    """The first passage of every topic of the meetings in scope; of very many, those of the first records."""
    return _once([hit for scope in scopes(asked) for hit in opening_passages(index, scope, _OPENINGS)])


def announced_in(index: Index, asked: Understood, concepts: Sequence[Concept], most: int) -> list[Sentence]:
    """The sentences in scope that say what comes on the agenda later, in the order of the records' ids.

    Passages are read bit by bit, until so many topics of records have one: in a large index that is soon enough.
    """
    snapshot = index.snapshot()
    inside = np.zeros(len(snapshot.rows), np.bool_)
    for scope in scopes(asked):
        allowed = snapshot.in_scope(scope)
        inside |= True if allowed is None else allowed
    ranks = np.empty(len(snapshot.record_ids), np.int64)
    ranks[sorted(range(len(ranks)), key=snapshot.record_ids.__getitem__)] = np.arange(len(ranks))
    places = np.flatnonzero(inside)
    places = places[np.argsort(ranks[snapshot.record_of[places]], kind="stable")]
    found: list[Sentence] = []
    for at in range(0, len(places), _TOGETHER):
        passages = index.store.passages(snapshot.rows[places[at : at + _TOGETHER]].tolist()).values()
        hits = [Hit(passage, 0.0) for passage in sorted(passages, key=lambda p: (p.record_id, p.span.start))]
        found += announced(hits_to_sentences(hits, concepts))
        if len({(sentence.passage.record_id, sentence.passage.topic) for sentence in found}) > most:
            break
    return found


def _once(hits: Sequence[Hit]) -> list[Hit]:
    return list({hit.passage.id: hit for hit in hits}.values())


def announced(found: Sequence[Sentence]) -> list[Sentence]:
    """The sentences that say what comes on the agenda later."""
    return [sentence for sentence in found if announces(sentence.text)]


def by_speaker(index: Index, asked: Understood, concepts: Sequence[Concept], limit: int) -> list[Sentence]:
    """The sentences in scope in which the speaker that the user set says or does something, scored against `concepts`."""
    named = question_concepts(f"Wat zei de {asked.speaker}", index.vocabulary)
    who = [concept for concept in named if not concept.light]
    text = f"{asked.subject} {asked.speaker}"
    hits = hits_in(index, asked, [*concepts, *who], limit, text)
    scored, spoken = hits_to_sentences(hits, concepts), hits_to_sentences(hits, who)
    numbers = set(range(len(who)))
    return [
        one
        for one, other in zip(scored, spoken, strict=True)
        if who and (numbers <= other.opens_with or numbers <= other.in_turn_of)
    ]
