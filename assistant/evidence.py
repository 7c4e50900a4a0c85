"""From found passages to sentences that carry an answer: each scored by how much of the question it covers.

A concept of the question counts fully when its word stands in the sentence, a little less in the topic above it, less again in
the sentences beside it. Words that are rare in the records weigh more. The share of the question that is covered is
what decides whether there is an answer at all.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from assistant.direct import subject
from assistant.matching import Match, Sought, find, sought
from assistant.roles import SPEAKS
from index.concepts import Concept
from index.records import Hit, Passage, Span
from index.sentences import sentences
from index.speakers import find_turns

IN_TOPIC = 0.85
IN_PARAGRAPH = 0.6  # the sentence before usually names what this one is about; each one further back a tenth less
IN_PASSAGE = 0.3
SAME_SUBJECT = 0.9  # the sentence before, when this one opens with a pronoun
MEETING_YEAR = 0.8  # "in 2021" is met by a sentence of a meeting in 2021
_POINTS_BACK = re.compile(
    r"^(?:\S+\s+){1,4}(?:dit|hier\w+|daar(?!naast)\w+)\s+(?:tot|niet|ook|pas|nog|snel|in|op|voor|om|te|is|was|kan|wordt|zal|zou|met|aan|bij|over|"
    r"besloten|besproken|gesproken|gepraat|beslist|bericht|geïnformeerd)\b"
)
# "Het wordt in april besproken": it, so what the sentence before named; not "Het plan"
_OPENING = 25  # characters within which a sentence names its subject
_IT_DOES = re.compile(r"(?:Het|Dit|Dat)\s+[a-zà-ÿ]+\s+(?:de|het|hun|haar)\s")
_TITLE = r"(?:(?:de|het|burgemeester|mevrouw|de heer)\s+)?$"
_ACCORDING = re.compile(rf"\b(?:volgens|aldus|namens)\s+{_TITLE}", re.IGNORECASE)
# "Over fraude vroegen de regioburgemeesters": behind the verb stands the subject, when it doesn't stand before it
_VERB_FIRST = re.compile(rf"\b(?:{SPEAKS})\s+{_TITLE}", re.IGNORECASE)
_PERSON_OPENS = re.compile(
    r"(?:Mevrouw|Meneer|De\s+heer|[A-Z][a-z]+(?:chef|graaf|houder|meester|teur|dant|ris|zitter|pecteur))\s+(?:(?:van|de|der|den|ten|ter)\s+)*[A-Z]"
)
_SHE = re.compile(r"^(?:\S+\s+){0,2}(?:zij|ze|hij|hem|haar|hun|zijn)\b", re.IGNORECASE)
_IT = re.compile(
    r"^Het\s+(?:gaat|betreft|wordt|werd|is|was|komt|kwam|zal|zou|kan|moet|heeft|duurt|kost|bevat|blijft|staat|ligt)\b"
)
# "Afgesproken is dat dit onderwerp terugkomt": a thing named before, unlike "dit jaar"
_THIS = re.compile(
    r"^(?:[\w’'-]+\s+){0,7}(?:dit|deze|die)\s+(?!jaar|moment|keer|week|maand|periode|tijd|voorjaar|najaar|zomer|winter|manier|wijze|dag)[a-z]{4,}",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_RELATIVE_YEARS = (
    (re.compile(r"\b(?:vorig|het\s+(?:afgelopen|voorbije|voorgaande))\s+(?:kalender)?jaar\b", re.IGNORECASE), -1),
    (re.compile(r"\b(?:dit|het\s+lopende)\s+(?:kalender|begrotings)?jaar\b", re.IGNORECASE), 0),
    (re.compile(r"\b(?:volgend|het\s+komende?)\s+(?:kalender|begrotings)?jaar\b", re.IGNORECASE), 1),
)
_PARAGRAPH = re.compile(r"\n[^\S\n]*\n")
_PRONOUN = re.compile(
    r"^(?:Zij|Ze|Hij|Dit|Dat|Deze|Die|Hier\w*|Daar(?!naast|bij\s)\w*|Hun|Haar|Zijn(?!\s+er)|Ten\s+(?:tweede|derde|vierde|vijfde|zesde))\b"
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a found passage. `span` counts in the record's text, the spans in `own` in the sentence's.

    `own` has, by the number of the concept, its match inside the sentence; `covers` what each concept is worth here, in
    the sentence or around it. `opens_with` are the concepts that it has as its subject or speaker, as far as its
    opening tells, `in_turn_of` those in whose turn of speaking it stands. `coverage` is the share of the question that is
    covered here, `own_coverage` the share that is covered by the sentence itself (both 0 to 1). `speaker` is whose words it
    gives, None where the record doesn't tell.
    """

    passage: Passage
    span: Span
    text: str
    rank: int
    own: Mapping[int, Match]
    opens_with: frozenset[int]
    in_turn_of: frozenset[int]
    covers: Mapping[int, float]
    coverage: float
    own_coverage: float
    speaker: str | None = None

    @property
    def leans(self) -> bool:
        """Whether it can't be understood without the sentence before it."""
        return leans(self.text)

    @property
    def matched(self) -> list[Span]:
        """Where the words of the question stand in it, in order."""
        return sorted((match.span for match in self.own.values()), key=lambda span: span.start)


def leans(text: str) -> bool:
    """Whether a sentence can't be understood without the one before it."""
    return bool(_PRONOUN.match(text) or _POINTS_BACK.match(text))


def names_most(sentence: Sentence, concepts: Sequence[Concept]) -> bool:
    """Whether more than half of what a question names, numbers aside, is named by a sentence or near it."""
    naming = [n for n, concept in enumerate(concepts) if not (concept.light or concept.number)]
    return 2 * sum(sentence.covers.get(n, 0.0) >= IN_PASSAGE for n in naming) > len(naming)


def hits_to_sentences(hits: Sequence[Hit], concepts: Sequence[Concept]) -> list[Sentence]:
    """The sentences of the found passages, each scored against the concepts; in the order of the hits, then of the text."""
    ready = sought(concepts)
    return [sentence for rank, hit in enumerate(hits) for sentence in _sentences(hit.passage, rank, concepts, ready)]


def _sentences(passage: Passage, rank: int, concepts: Sequence[Concept], ready: Sought) -> list[Sentence]:
    spans = _spans(passage.text)
    own = [find(span.of(passage.text), ready) for span in spans]
    speakers = _speakers(passage.text)
    opens = _subjects([span.of(passage.text) for span in spans], own)
    turns = [frozenset(find(who, ready)) if (who := said or passage.speaker) else frozenset() for said in speakers]
    covers = _covers(passage, spans, own, concepts, ready)
    total = sum(concept.weight for concept in concepts) or 1.0
    return [
        Sentence(
            passage=passage,
            span=Span(passage.span.start + span.start, passage.span.start + span.end),
            text=span.of(passage.text),
            rank=rank,
            own=own[i],
            opens_with=opens[i],
            in_turn_of=turns[i],
            covers=covers[i],
            coverage=sum(concepts[n].weight * worth for n, worth in covers[i].items()) / total,
            own_coverage=sum(concepts[n].weight * match.worth for n, match in own[i].items()) / total,
            speaker=speakers[i] or passage.speaker,
        )
        for i, span in enumerate(spans)
    ]


@lru_cache(maxsize=4096)
def _spans(text: str) -> tuple[Span, ...]:
    return tuple(sentences(text))


@lru_cache(maxsize=4096)
def _speakers(text: str) -> tuple[str | None, ...]:
    """By sentence of a passage, in whose turn it stands."""
    turns = find_turns(text, Span(0, len(text)))
    return tuple(next((turn.speaker for turn in turns if span.within(turn.span)), None) for span in _spans(text))


def _subjects(texts: Sequence[str], own: Sequence[Mapping[int, Match]]) -> list[frozenset[int]]:
    """By sentence, the concepts that it has as its subject or speaker."""
    found: list[frozenset[int]] = []
    person: frozenset[int] = frozenset()  # whom "zij" and "hij" mean: the last one who was the subject
    for text, matched in zip(texts, own, strict=True):
        named = subject(text) or _PERSON_OPENS.match(text)
        within = 0 if _IT_DOES.match(text) else _OPENING  # "Het kost de politie moeite": to it, not by it
        opens = {
            n
            for n, match in matched.items()
            if match.span.start <= within
            or _ACCORDING.search(text, 0, match.span.start)
            or (named is None and _VERB_FIRST.search(text, 0, match.span.start))
        }
        if named is not None:
            person = frozenset(opens)
        elif _SHE.match(text):
            opens |= person
        found.append(frozenset(opens))
    return found


def _covers(
    passage: Passage,
    spans: Sequence[Span],
    own: Sequence[Mapping[int, Match]],
    concepts: Sequence[Concept],
    ready: Sought,
) -> list[dict[int, float]]:
    """By sentence, what each concept is worth there: in it, above it, before it, or elsewhere in the passage."""
    above = find(f"{passage.topic}. {passage.speaker or ''}", ready)
    anywhere: dict[int, float] = {}
    for matched in own:
        for n, match in matched.items():
            anywhere[n] = max(anywhere.get(n, 0.0), match.worth)
    found: list[dict[int, float]] = []
    dated = any(concept.year for concept in concepts)
    first = 0  # sentence of the paragraph
    for i in range(len(spans)):
        worths: dict[int, float] = {}
        here_says = spans[i].of(passage.text)
        years = _years(here_says, passage.date) if dated else frozenset()
        if i and _PARAGRAPH.search(passage.text, spans[i - 1].end, spans[i].start):
            first = i
        goes_on = i > first and bool(own[i - 1]) and _goes_on(here_says)
        for n, concept in enumerate(concepts):
            here = own[i][n].worth if n in own[i] else 0.0
            topic = above[n].worth * IN_TOPIC if n in above else 0.0
            if concept.year:  # it stands in the sentence, or it is the year of the meeting
                worth = max(here, topic, MEETING_YEAR if concept.asked in years else 0.0)
            else:
                before = _before(own, first, i, n, goes_on) if n in anywhere else 0.0
                worth = max(here, topic, anywhere.get(n, 0.0) * IN_PASSAGE, before)
            if worth > 0:
                worths[n] = worth
        found.append(worths)
    return found


def _years(text: str, day: date | None) -> frozenset[str]:
    """The years that a sentence is of without naming them: "vorig jaar" and the like, or else that of its meeting.

    A year that it does name goes before all of these.
    """
    if day is None or _YEAR.search(text):
        return frozenset()
    meant = {day.year + step for pattern, step in _RELATIVE_YEARS if pattern.search(text)}
    return frozenset(str(year) for year in meant or {day.year})


def _goes_on(text: str) -> bool:
    """Whether a sentence goes on about the subject of the one before it."""
    return bool(leans(text) or _IT.match(text) or _THIS.match(text))


def _before(own: Sequence[Mapping[int, Match]], first: int, i: int, n: int, goes_on: bool) -> float:
    """What concept `n` is worth to sentence `i` for standing in an earlier sentence of its paragraph, which begins at `first`."""
    worth = 0.0
    for back in range(1, i - first + 1):
        if n in own[i - back]:
            factor = SAME_SUBJECT if back == 1 and goes_on else IN_PARAGRAPH * 0.9 ** (back - 1)
            worth = max(worth, own[i - back][n].worth * factor)
    return worth
