"""How likely two topics of two meetings are the same subject, whatever their headings say.

Three signs, the strongest counts: the headings name the same (other names and compounds included), the heading of one is what
the other speaks of, or both texts share words that are rare in the records. Likeness of meaning settles what is near.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.matching import matches
from assistant.roles import ROLES
from assistant.telling import is_formal
from index.concepts import Concept, question_concepts
from index.dutch import is_content, tokens
from index.lexical import Term
from index.records import Passage, SectionKind
from index.search import Index
from index.vocabulary import Vocabulary

CONTINUES = 0.6  # likeness from which a topic goes on in another; read by eye on all pairs of 13 example meetings and six others
_TEXT = 0.7  # what a heading counts for in the other's text, where that shares rare words besides
_AGREES = 0.5  # what the texts add to headings that share a word
_MEANING = 0.15  # what likeness of meaning adds at most
_RARE = 0.6  # relative rarity (0 to 1) from which a word tells topics apart
_ALIKE = 0.3  # share of rare words in common from which texts are fully alike
_FEW = 4.0  # sum of rarities; of a shorter text nothing can be said for sure
_EMPTY_HEADING = frozenset(  # words that stand in any heading
    "stand zaken voortgang update gevolgen nieuwe aanpak presentatie toelichting bespreking terugkoppeling voorgenomen besluit "
    "onderwerp evaluatie plan onderzoek thema lovp overleg politie landelijke".split()
)
_IS_ROLE = re.compile(ROLES, re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Subject:
    """A topic of one meeting with its passages, in order."""

    topic: str
    passages: tuple[Passage, ...]

    @property
    def text(self) -> str:
        """All that was said of it."""
        return "\n".join(passage.text for passage in self.passages)


@dataclass(frozen=True, slots=True)
class Subjects:
    """The topics of one meeting; `formal` says that opening, closing and the like were left out."""

    subjects: tuple[Subject, ...]
    formal: bool


def subjects(index: Index, record_ids: Sequence[str]) -> Subjects:
    """The topics of a meeting from its records, in order; the same heading in two records is one topic.

    Attendance, agendas and lists of actions are left out, and formal points unless there is nothing else.
    """
    outside = {
        (key, section.span)
        for key in record_ids
        if (record := index.store.record(key)) is not None
        for section in record.sections
        if section.kind is not SectionKind.TEXT
    }
    found: dict[str, list[Passage]] = {}
    named: dict[str, str] = {}
    for passage in index.store.passages_of(record_ids).values():
        if not any(passage.record_id == key and passage.span.within(span) for key, span in outside):
            name = named.setdefault(passage.topic.casefold().strip(), passage.topic)
            found.setdefault(name, []).append(passage)
    every = [Subject(topic, tuple(passages)) for topic, passages in found.items()]
    telling = [one for one in every if not is_formal(one.topic)]
    return Subjects(tuple(telling or every), bool(telling) and len(telling) < len(every))


def likeness(index: Index, before: Sequence[Subject], after: Sequence[Subject]) -> NDArray[np.float64]:
    """How likely each topic is the same subject as each other one: float64 (len(before), len(after)), 0 to 1."""
    if not before or not after:
        return np.zeros((len(before), len(after)))
    signs = [_signs(one, index.vocabulary) for one in [*before, *after]]
    vectors = index.encoder.passages([f"{one.topic}\n{one.text}" for one in [*before, *after]])
    cosines = vectors[: len(before)] @ vectors[len(before) :].T
    return np.array(
        [
            [_likeness(one, other, float(cosines[i, k])) for k, other in enumerate(signs[len(before) :])]
            for i, one in enumerate(signs[: len(before)])
        ]
    )


@dataclass(frozen=True, slots=True)
class _Signs:
    """What tells a topic apart: its heading, what that names, its text, and the rare words in it with their rarity (0 to 1)."""

    topic: str
    heading: Sequence[Concept]
    text: str
    rare: Mapping[str, float]


def _signs(one: Subject, vocabulary: Vocabulary) -> _Signs:
    return _Signs(
        one.topic, _heading(one.topic, vocabulary), one.text, _rare_words(f"{one.topic}\n{one.text}", vocabulary)
    )


def _likeness(one: _Signs, other: _Signs, cosine: float) -> float:
    names = max(_covered(one.heading, other.topic), _covered(other.heading, one.topic))
    texts = max(_covered(one.heading, other.text), _covered(other.heading, one.text))
    told = texts * min(1.0, _shared(one.rare, other.rare) / _ALIKE)
    return min(1.0, max(names, _TEXT * told) + _AGREES * min(names, told) + _MEANING * max(0.0, cosine))


def _heading(topic: str, vocabulary: Vocabulary) -> list[Concept]:
    """What a heading names, without the words that stand in any heading; those when there is nothing else."""
    every = [concept for concept in question_concepts(topic, vocabulary) if not concept.light and not concept.number]
    telling = [one for one in every if one.asked.casefold() not in _EMPTY_HEADING]
    return telling or every


def _covered(heading: Sequence[Concept], text: str) -> float:
    """The share of a heading that a text names, its rarer words counting more."""
    total = sum(concept.weight for concept in heading)
    found = matches(text, heading)
    return sum(heading[n].weight * match.worth for n, match in found.items()) / total if total else 0.0


def _shared(first: Mapping[str, float], second: Mapping[str, float]) -> float:
    """The share of the rare words of the shorter text that the other has too, the rarer counting more; 0 for a text with few."""
    least = min(sum(first.values()), sum(second.values()))
    return sum(worth for word, worth in first.items() if word in second) / max(least, _FEW)


def _rare_words(text: str, vocabulary: Vocabulary) -> dict[str, float]:
    documents = max(vocabulary.documents, 2)
    found: dict[str, float] = {}
    words = {token.folded: token for token in tokens(text)}
    for word, token in words.items():
        if is_content(word) and not word[0].isdigit() and not _IS_ROLE.fullmatch(word):
            seen = vocabulary.frequency(Term((word,)))
            rarity = 1.0 - np.log(max(seen, 2) / 2) / np.log(documents / 2) if documents > 2 else 0.0
            if rarity >= _RARE:
                found[min(token.keys, key=lambda key: (len(key), key))] = float(rarity)
    return found
