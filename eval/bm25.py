"""BM25 over lower-case words and nothing else: what a search without any Dutch does, and what it answers when it must quote."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence

from assistant.answer import Answer
from eval.cited import Piece, cited, declined
from eval.extractive import CANNOT
from index.records import Passage, Record
from index.sentences import sentences

NAME = "BM25"
_K1, _B = 1.2, 0.75  # Robertson and Zaragoza 2009, Lucene's defaults

Scorer = Callable[[str], list[tuple[int, float]]]


def bm25(texts: Sequence[str]) -> Scorer:
    """A way to ask which texts go with a question: their places in `texts` with their scores, best first, all that share a word."""
    counts = [Counter(_words(text)) for text in texts]
    lengths = [sum(count.values()) for count in counts]
    mean = sum(lengths) / len(lengths) if lengths else 1.0
    holders: defaultdict[str, list[int]] = defaultdict(list)
    for place, count in enumerate(counts):
        for word in count:
            holders[word].append(place)

    def ranked(question: str) -> list[tuple[int, float]]:
        totals: defaultdict[int, float] = defaultdict(float)
        for word in sorted(set(_words(question)) & holders.keys()):
            idf = math.log(1 + (len(texts) - len(holders[word]) + 0.5) / (len(holders[word]) + 0.5))
            for place in holders[word]:
                full = counts[place][word] + _K1 * (1 - _B + _B * lengths[place] / mean)
                totals[place] += idf * counts[place][word] * (_K1 + 1) / full
        return sorted(totals.items(), key=lambda one: (-one[1], one[0]))

    return ranked


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def quoting(passages: Sequence[Passage], records: Mapping[str, Record]) -> Callable[[str], Answer]:
    """BM25 that quotes: the best sentence of the best passage, both by BM25; it declines when none has a word of the question.

    The confidence grows with the score of the passage.
    """
    cut = [[span.of(one.text) for span in sentences(one.text)] for one in passages]
    places = [(place, text) for place, texts in enumerate(cut) for text in texts]
    by_passage, by_sentence = bm25([one.text for one in passages]), bm25([text for _, text in places])

    def answer(question: str) -> Answer:
        ranked = by_passage(question)
        if not ranked:
            return declined(question, CANNOT, NAME)
        best, score = ranked[0]
        said = next((places[at][1] for at, _ in by_sentence(question) if places[at][0] == best), passages[best].text)
        piece = Piece(records[passages[best].record_id], passages[best].text)
        return cited(question, f"{' '.join(said.split())} [1]", {1: piece}, NAME, 1 - 1 / (1 + score))

    return answer
