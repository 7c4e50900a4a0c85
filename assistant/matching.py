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


@dataclass(frozen=True, slots=True)
class Sought:
    """Concepts made ready to be looked for in many texts.

    `single` has, by the key of a word, the concepts that it stands for and what each find is worth; `phrases` the terms of more
    words, each with the number of its concept.
    """

    single: Mapping[str, Sequence[tuple[int, float]]]
    phrases: Sequence[tuple[int, Sequence[str], float, bool]]
    keys: frozenset[str]


def sought(concepts: Sequence[Concept]) -> Sought:
    """The concepts, ready to be looked for; the best term of more words goes first."""
    single: dict[str, list[tuple[int, float]]] = {}
    phrases = []
    for n, concept in enumerate(concepts):
        for key, worth in _worths(concept).items():
            single.setdefault(key, []).append((n, worth))
        several = (term for term in concept.terms if len(term.words) > 1)
        phrases += [(n, term.words, term.weight, term.apart) for term in sorted(several, key=lambda t: -t.weight)]
    keys = {key for _, words, _, _ in phrases for word in words for key in (*stems(word), word)}
    return Sought(single, phrases, frozenset(single) | keys)


def matches(text: str, concepts: Sequence[Concept]) -> dict[int, Match]:
    """Where each concept is found best in a text, by the concept's number; concepts that aren't found are left out."""
    return find(text, sought(concepts))


def find(text: str, wanted: Sought) -> dict[int, Match]:
    """The same, for concepts that were made ready."""
    words, keys, first = _words(text)
    if wanted.keys.isdisjoint(first):
        return {}
    found: dict[int, Match] = {}
    for key in first.keys() & wanted.single.keys():
        token = words[first[key]]
        for n, worth in wanted.single[key]:
            if n in found and found[n].worth > worth:
                continue
            if n not in found or worth > found[n].worth or token.start < found[n].span.start:
                found[n] = Match(worth, Span(token.start, token.end))
    for n, phrase, weight, apart in wanted.phrases:
        if n in found and found[n].worth >= weight:
            continue
        place = _apart(phrase, words, keys) if apart else _phrase(phrase, words, keys)
        if place:
            found[n] = Match(weight, place)
    return dict(sorted(found.items()))


@lru_cache(maxsize=20_000)
def _words(text: str) -> tuple[tuple[Token, ...], tuple[frozenset[str], ...], Mapping[str, int]]:
    """The words of a sentence, the keys of each, and which word is the first with a key; sentences come by again and again."""
    words = tuple(tokens(text))
    keys = tuple([token.keys for token in words])
    return words, keys, {key: n for n in range(len(words) - 1, -1, -1) for key in keys[n]}


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
