"""Passages ranked by the words of a question: first which ones have them at all, then how well each says it.

Which passages have a word is kept in memory as long as it is asked for (common words come back with every question), so the
first round is arithmetic over arrays. The best of that round are read, sentence by sentence: BM25 over the whole passage,
plus how much of the question its best sentence covers, because answers quote sentences. What stands above a passage (title,
topic, speaker) tells what its sentences are about.
"""

import threading
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.concepts import Concept
from index.dutch import CAPITALS
from index.lexical import Lexicon, Words
from index.passage import PASSAGE_CHARS
from index.stages import ALL, Stage, Stages
from index.vocabulary import Vocabulary

ABOVE = 0.85  # what a word is worth to a sentence for standing above its passage
BEFORE = 0.6  # and for standing in the sentence before
ELSEWHERE = 0.3  # and elsewhere in the passage
_SENTENCE = 1.0  # what covering the question in one sentence counts beside BM25 over the passage
_K1, _B = 1.2, 0.4  # of BM25 (Robertson and Zaragoza 2009); passages are of about one length, so little is made of it
_USUAL = PASSAGE_CHARS / 7  # words of a passage
CLOSELY = 48  # passages that are read closely
_KEPT = 48 << 20  # bytes of lists of passages that are kept in memory
_READ = 4096  # passages whose words are kept in memory; about 4 kB each

Places = NDArray[np.int32]


def _places(rows: NDArray[np.int64], found: NDArray[np.int64]) -> Places:
    """Where the found row numbers stand in `rows`; those of another moment of the store are left out."""
    if not len(rows):
        return np.zeros(0, np.int32)
    at = np.minimum(np.searchsorted(rows, found), len(rows) - 1).astype(np.int32)
    return np.asarray(at[rows[at] == found], np.int32)


class Postings:
    """In which passages the words of the records stand, by the passage's place in the list of row numbers."""

    def __init__(self, rows: NDArray[np.int64]) -> None:
        self.rows = rows
        self._kept: OrderedDict[tuple[str, str], Places] = OrderedDict()
        self._bytes = 0
        self._words: OrderedDict[int, Words] = OrderedDict()
        self._lock = threading.Lock()

    def places(self, lexicon: Lexicon, word: str, column: str) -> Places:
        """The places, in order, of the passages with a word in a column."""
        with self._lock:
            kept = self._kept.get((word, column))
            if kept is not None:
                self._kept.move_to_end((word, column))
                return kept
        places = _places(self.rows, lexicon.rows(word, column))
        with self._lock:
            self._kept[word, column] = places
            self._bytes += places.nbytes
            while self._bytes > _KEPT and len(self._kept) > 1:
                self._bytes -= self._kept.popitem(last=False)[1].nbytes
        return places

    def words(self, lexicon: Lexicon, rows: Sequence[int]) -> dict[int, Words]:
        """The words of passages, by their row number in that order; the best passages come back with every question."""
        found: dict[int, Words] = {}
        with self._lock:
            for row in rows:
                if row in self._words:
                    self._words.move_to_end(row)
                    found[row] = self._words[row]
        fresh = lexicon.words(row for row in rows if row not in found)
        with self._lock:
            self._words.update(fresh)
            while len(self._words) > _READ:
                self._words.popitem(last=False)
        found |= fresh
        return {row: found[row] for row in rows if row in found}


@dataclass(frozen=True, slots=True)
class _Sought:
    """A concept as it is looked for: what each word of the records is worth to it, and phrases word by word."""

    weight: float
    words: Mapping[str, float]
    phrases: tuple[tuple[tuple[Set[str], ...], float, bool], ...]  # the last: they may stand apart
    light: bool


def score(
    lexicon: Lexicon,
    postings: Postings,
    vocabulary: Vocabulary,
    concepts: Sequence[Concept],
    allowed: NDArray[np.bool_] | None,
    also: Iterable[int] = (),
    most: int = CLOSELY,
    stages: Stages = ALL,
) -> dict[int, float]:
    """How well passages fit the words of a question.

    Args:
        lexicon: the words table.
        postings: of the same moment of it.
        vocabulary: the words of the records.
        concepts: what the question names.
        allowed: which passages are in scope, in the order of the rows; None for all.
        also: rows that are scored besides those that are found here, such as those found by meaning.
        most: how many passages are read closely, besides those in `also`.
        stages: what is on.

    Returns:
        Scores of 0 (has none of the words) to about 2, by row number, for the passages that promise most and those in `also`;
        they are comparable within one question.
    """
    sought = [_sought(concept, vocabulary, stages) for concept in concepts]
    candidates = _candidates(lexicon, postings, sought, allowed, most, stages)
    others = set(also)
    rows = {int(row) for row in postings.rows[candidates]} | others
    scored = _closely(postings.words(lexicon, sorted(rows)), sought, stages)
    return {row: value for row, value in scored.items() if value > 0 or row in others}


def _sought(concept: Concept, vocabulary: Vocabulary, stages: Stages) -> _Sought:
    def forms(word: str) -> Mapping[str, float]:
        if Stage.STEMS in stages:
            return vocabulary.forms_of(word)
        return {word: 1.0} if word in vocabulary.frequencies else {}

    words: dict[str, float] = {}
    phrases = []
    for term in concept.terms:
        if len(term.words) > 1:
            parts = tuple(frozenset(map(_as_kept, forms(word))) | forms(word).keys() for word in term.words)
            if all(parts):
                phrases.append((parts, term.weight, term.apart))
            continue
        for word, worth in forms(term.words[0]).items():
            words[word] = max(words.get(word, 0.0), worth * term.weight)
    return _Sought(concept.weight, words, tuple(phrases), concept.light)


def _candidates(
    lexicon: Lexicon,
    postings: Postings,
    sought: Sequence[_Sought],
    allowed: NDArray[np.bool_] | None,
    limit: int,
    stages: Stages,
) -> Places:
    """The places of the passages that have most of what is sought, counting each word once."""
    total = np.zeros(len(postings.rows), np.float32)
    columns = ("words", "above") if Stage.CONTEXT in stages else ("words",)
    telling = [one for one in sought if not one.light] or sought

    def places(word: str) -> Iterable[Places]:
        if word.endswith(CAPITALS):
            return [postings.places(lexicon, word.removesuffix(CAPITALS), "capitals")]
        return (postings.places(lexicon, word, column) for column in columns)

    for one in telling:
        worth = np.zeros_like(total)
        for word, value in sorted(one.words.items(), key=lambda item: item[1]):  # the best comes last and stays
            for found in places(word):
                worth[found] = value
        for parts, value, _ in one.phrases:
            everywhere = np.ones(len(total), np.bool_)
            for part in parts:
                here = np.zeros(len(total), np.bool_)
                for word in part:
                    for found in () if word.isupper() else places(word):
                        here[found] = True
                everywhere &= here
            np.maximum(worth, np.where(everywhere, np.float32(value), np.float32(0)), out=worth)
        total += one.weight * worth
    if allowed is not None:
        total[~allowed] = 0
    found = np.flatnonzero(total).astype(np.int32)
    if len(found) > limit:
        least = np.partition(total[found], len(found) - limit)[len(found) - limit]
        best = found[total[found] > least]
        found = np.sort(np.concatenate([best, found[total[found] == least][: limit - len(best)]]))
    return found


def _closely(words: Mapping[int, Words], sought: Sequence[_Sought], stages: Stages) -> dict[int, float]:
    if not words:
        return {}
    total = sum(one.weight for one in sought) or 1.0
    looked = _Looked.of(sought)
    scored = {}
    for row, own in words.items():
        inside = [_worths(sentence, looked) for sentence in own.sentences]
        above: dict[int, float] = {}
        if Stage.CONTEXT in stages:
            for line in own.above:
                for n, worth in _worths(line, looked).items():
                    above[n] = max(above.get(n, 0.0), worth)
        value = _bm25(inside, above, sought, sum(map(len, own.sentences)) / _USUAL) / total
        if Stage.SENTENCES in stages:
            value += _SENTENCE * _best_sentence(inside, above, sought) / total
        scored[row] = value
    return scored


@dataclass(frozen=True, slots=True)
class _Looked:
    """What is looked for in a sentence: words as they are kept with a passage, and phrases, with what they are worth."""

    words: Mapping[str, Sequence[tuple[int, float]]]
    phrases: Sequence[tuple[int, tuple[Set[str], ...], float, bool]]

    @classmethod
    def of(cls, sought: Sequence[_Sought]) -> "_Looked":
        words: dict[str, list[tuple[int, float]]] = {}
        for n, one in enumerate(sought):
            for word, worth in one.words.items():
                for kept in {word, _as_kept(word)}:
                    words.setdefault(kept, []).append((n, worth))
        return cls(words, [(n, *phrase) for n, one in enumerate(sought) for phrase in one.phrases])


def _as_kept(word: str) -> str:
    """A word as it is kept where it is written as an abbreviation: in capitals."""
    return word.removesuffix(CAPITALS).upper()


def _worths(line: Sequence[str], looked: _Looked) -> dict[int, float]:
    """The most that a word or phrase of a sentence is worth to each concept."""
    found: dict[int, float] = {}
    for word in looked.words.keys() & line:
        for n, worth in looked.words[word]:
            if worth > found.get(n, 0.0):
                found[n] = worth
    for n, parts, worth, apart in looked.phrases:
        if worth <= found.get(n, 0.0) or any(part.isdisjoint(line) for part in parts):
            continue
        if apart or _stands(parts, line):
            found[n] = worth
    return found


def _stands(parts: Sequence[Set[str]], line: Sequence[str]) -> bool:
    """Whether words of a phrase, in any of their forms, stand beside each other in a sentence."""
    starts = range(len(line) - len(parts) + 1)
    return any(all(line[start + k] in part for k, part in enumerate(parts)) for start in starts)


def _bm25(
    inside: Sequence[Mapping[int, float]], above: Mapping[int, float], sought: Sequence[_Sought], length: float
) -> float:
    """How well a whole passage fits; a concept counts once a sentence, `length` is 1 for a passage of the usual length."""
    times = {n: ABOVE * worth for n, worth in above.items()}
    for found in inside:
        for n, worth in found.items():
            times[n] = times.get(n, 0.0) + worth
    damping = _K1 * (1 - _B + _B * length)
    return sum(sought[n].weight * count / (count + damping) for n, count in times.items())


def _best_sentence(
    inside: Sequence[Mapping[int, float]], above: Mapping[int, float], sought: Sequence[_Sought]
) -> float:
    """How much of the question the best sentence covers, itself or by what stands around it."""
    around = {n: ABOVE * worth for n, worth in above.items()}
    for found in inside:
        for n, worth in found.items():
            around[n] = max(around.get(n, 0.0), ELSEWHERE * worth)
    floor = sum(sought[n].weight * worth for n, worth in around.items())
    best = 0.0
    before: Mapping[int, float] = {}
    for found in inside:
        if found:
            value = floor
            for n, worth in around.items():
                here = max(found.get(n, 0.0), BEFORE * before.get(n, 0.0))
                if here > worth:
                    value += sought[n].weight * (here - worth)
            best = max(best, value)
        before = found
    return best
