"""The direct answer that stands above the quotes: a year, an amount, a name, yes or no; only where it is beyond doubt."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant import phrases
from assistant.choose import answers_in, short
from assistant.evidence import Sentence, names_most
from assistant.kind import MEASURING, Kind
from assistant.rivals import has_rival
from assistant.verdict import NEGATION, denied, denies_promise, intended, yes_or_no
from assistant.wanted import AGREEMENT, Wanted
from index.concepts import Concept
from index.dutch import fold
from index.records import Span

SURE = 0.8  # worth that each word of a yes-or-no question must have in the sentence before it is read as an answer
_DEGREE = re.compile(r"\b(?:meer|minder|extra|alle|altijd|alleen|opnieuw)\b", re.IGNORECASE)  # not lightly said yes to
_ASKS_NOW = re.compile(
    r"\b(?:nu|nog|inmiddels|momenteel|tegenwoordig|thans|voortaan|uiteindelijk|huidige|laatste)\b", re.IGNORECASE
)
_AND_MORE = re.compile(r"\s+(?:en|of)\s+(?:in\s+)?[A-Z]")
_OF_THE_SAME = 0.7  # share of what the best sentence covers at which another speaks of the same


@dataclass(frozen=True, slots=True)
class Direct:
    """A direct answer; `sentence` and `span` (in the record's text) are where it stands, None for our own yes or no."""

    text: str
    sentence: Sentence | None = None
    span: Span | None = None


def direct_answer(
    wanted: Wanted, concepts: Sequence[Concept], mains: Sequence[Sentence], found: Sequence[Sentence]
) -> Direct | None:
    """The direct answer; None when there is none, when it isn't beyond doubt, or when another meeting may say otherwise."""
    if wanted.kind is Kind.MEETING:
        days = sorted({sentence.passage.date for sentence in mains if sentence.passage.date})
        return Direct(phrases.days(days)) if days else None
    if wanted.kind is Kind.YES_NO:
        said = _verdict(wanted, concepts, mains[0])
        return None if said is None or _otherwise(said, wanted, concepts, mains[0], found) else said
    best = _literal(mains[0], short(wanted, mains[0]))
    if best is None or (_ASKS_NOW.search(wanted.question) and _is_overtaken(mains[0], found)):
        return None
    text = mains[0].text
    place = Span(best.span.start - mains[0].span.start, best.span.end - mains[0].span.start) if best.span else None
    if wanted.kind is Kind.PERSON and place and denied(text, place) and not NEGATION.search(wanted.question):
        return None  # "De korpschef deelt die zorg niet": he is not the one who has it
    if wanted.kind is Kind.PLACE and place and _AND_MORE.match(text, place.end):
        return None  # "in Oost-Brabant en Zeeland": half of a list
    naming = [n for n, concept in enumerate(concepts) if not (concept.light or concept.number)]
    if wanted.kind in MEASURING and (
        not names_most(mains[0], concepts)  # "Hoeveel bodycams zijn er kapot?": how many there are
        or has_rival(wanted.question, text, best.text)
    ):
        return None
    if wanted.kind in {Kind.DATE, Kind.DAY} and not any(n in mains[0].own for n in naming):
        return None  # the date of what the sentence before led to
    elsewhere = [_values(wanted, s) for s in mains if s.passage.record_id != mains[0].passage.record_id]
    return None if any(values and best.text.lower() not in values for values in elsewhere) else best


def _otherwise(
    said: Direct, wanted: Wanted, concepts: Sequence[Concept], main: Sentence, found: Sequence[Sentence]
) -> bool:
    """Whether another meeting says no where this one says yes, or the other way round."""
    others = (s for s in found if s.passage.record_id != main.passage.record_id)
    verdicts = (_verdict(wanted, concepts, s) for s in others)
    return any(verdict is not None and verdict.text != said.text for verdict in verdicts)


def _is_overtaken(first: Sentence, found: Sequence[Sentence]) -> bool:
    """Whether a later meeting speaks of the same, so that this need not be how things are now."""
    day = first.passage.date
    return day is not None and any(
        s.passage.date is not None and s.passage.date > day and s.coverage >= _OF_THE_SAME * first.coverage
        for s in found
    )


def _values(wanted: Wanted, sentence: Sentence) -> set[str]:
    """What a sentence has of the kind that is asked for."""
    return {" ".join(place.of(sentence.text).lower().split()) for place in answers_in(wanted, sentence)}


def _literal(sentence: Sentence, place: Span | None) -> Direct | None:
    """The words at a place in a sentence, white space made single."""
    if place is None:
        return None
    start = sentence.span.start
    span = Span(start + place.start, start + place.end)
    return Direct(" ".join(place.of(sentence.text).split()), sentence, span)


def _verdict(wanted: Wanted, concepts: Sequence[Concept], sentence: Sentence) -> Direct | None:
    if wanted.act == "toezegging" and denies_promise(sentence.text):
        return Direct(phrases.NO)
    if wanted.act == AGREEMENT and (plan := intended(sentence.text)):
        return _literal(sentence, plan)  # what is intended is not decided
    said = fold(sentence.text)
    if any(fold(word) not in said for word in _DEGREE.findall(wanted.question)):
        return None
    naming = [n for n, concept in enumerate(concepts) if not concept.light]
    if not naming or any(n not in sentence.own or sentence.own[n].worth < SURE for n in naming):
        return None
    verbs = [n for n in sentence.own if n in wanted.verbs or (concepts[n].light and not concepts[n].noun)]
    verb = sentence.own[verbs[-1]].span if verbs else None
    verdict = yes_or_no(sentence.text, verb)
    return None if verdict is None else Direct(phrases.YES if verdict else phrases.NO)
