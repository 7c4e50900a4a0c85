"""Where the words of a question stand in a text, and what each find is worth."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from index.concepts import Concept
from index.dutch import Token, stems, tokens
from index.records import Span


@dataclass(frozen=True, slots=True)
class Match:
    """Where a concept was found in a sentence, and what that is worth (0 to 1)."""

    worth: float
    span: Span


def matches(text: str, concepts: Sequence[Concept]) -> dict[int, Match]:
    """Where each concept is found best in a text, by the concept's number; concepts that aren't found are left out."""
    words, keys = _words(text)
    found: dict[int, Match] = {}
    for n, concept in enumerate(concepts):
        best = _best_word(concept, words, keys)
        for term in concept.terms:
            if len(term.words) > 1 and (best is None or term.weight > best.worth):
                place = _apart(term.words, words, keys) if term.apart else _phrase(term.words, words, keys)
                best = Match(term.weight, place) if place else best
        if best is not None:
            found[n] = best
    return found


@lru_cache(maxsize=20_000)
def _words(text: str) -> tuple[tuple[Token, ...], tuple[frozenset[str], ...]]:
    """The words of a sentence and their keys; sentences come by again with every question."""
    words = tuple(tokens(text))
    return words, tuple(token.keys for token in words)


def _best_word(concept: Concept, words: Sequence[Token], keys: Sequence[frozenset[str]]) -> Match | None:
    best: Match | None = None
    worths = _worths(concept)
    for token, own in zip(words, keys, strict=True):
        if worths.keys().isdisjoint(own):
            continue
        worth = max(worths[key] for key in own if key in worths)
        if worth and (best is None or worth > best.worth):
            best = Match(worth, Span(token.start, token.end))
    return best


@lru_cache(maxsize=4096)
def _worths(concept: Concept) -> Mapping[str, float]:
    """What each key of a single word is worth to a concept."""
    worth: dict[str, float] = {}
    for term in concept.terms:
        if len(term.words) == 1:
            for key in stems(term.words[0]) | {term.words[0]}:
                worth[key] = max(worth.get(key, 0.0), term.weight)
    return worth


def _phrase(phrase: Sequence[str], words: Sequence[Token], keys: Sequence[frozenset[str]]) -> Span | None:
    for i in range(len(words) - len(phrase) + 1):
        if all(word in keys[i + k] for k, word in enumerate(phrase)):
            return Span(words[i].start, words[i + len(phrase) - 1].end)
    return None


def _apart(phrase: Sequence[str], words: Sequence[Token], keys: Sequence[frozenset[str]]) -> Span | None:
    """Where the last of some words stands in a sentence that has them all, each in any of its forms."""
    wanted = [stems(word) | {word} for word in phrase]
    places = [next((i for i, own in enumerate(keys) if not forms.isdisjoint(own)), None) for forms in wanted]
    if None in places or len({*places}) < len(phrase):
        return None
    last = words[places[-1] or 0]
    return Span(last.start, last.end)
