"""Records that give different values for the same thing: laid side by side in order of date, and no single short answer.

Only when it is plain that both speak of the same thing (`measured.py`), and only between meetings: what one meeting says of
a part and of the whole is no contradiction.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from assistant import phrases_meetings as phrases
from assistant.answer import Answer, Question
from assistant.evidence import Sentence
from assistant.kind import Kind
from assistant.measured import Measure, Measured, differ, measured
from assistant.places import Line, lines_to_answer, place_of

ALL = frozenset(Measure)
_ASKED = {
    Kind.AMOUNT: {Measure.AMOUNT},
    Kind.NUMBER: {Measure.NUMBER, Measure.SHARE},
    Kind.EXTENT: {Measure.AMOUNT, Measure.NUMBER, Measure.SHARE},
    Kind.YEAR: {Measure.TIME},
    Kind.DATE: {Measure.TIME},
    Kind.DAY: {Measure.TIME},
}
_DIFFER = {
    Measure.AMOUNT: phrases.AMOUNTS_DIFFER,
    Measure.SHARE: phrases.SHARES_DIFFER,
    Measure.NUMBER: phrases.NUMBERS_DIFFER,
    Measure.TIME: phrases.DATES_DIFFER,
}
_MOST = 4  # sides that are shown


@dataclass(frozen=True, slots=True)
class Side:
    """What one meeting says: the sentence and its value."""

    day: date
    sentence: Sentence
    value: Measured


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Different values for one thing, a meeting each, in order of date."""

    measure: Measure
    sides: tuple[Side, ...]


def contradictions(sentences: Sequence[Sentence], measures: Collection[Measure] = ALL) -> tuple[Contradiction, ...]:
    """Where meetings give different values for the same thing.

    Args:
        sentences: what is compared, best first: those that answer a question.
        measures: the kinds of value that count.

    Returns:
        At most one for each kind of value, around the best sentence that has one; () when nothing plainly differs.
    """
    sides = _sides(sentences, measures)
    found: dict[Measure, Contradiction] = {}
    for one, other in combinations(sides, 2):
        if one.value.measure in found or not _contradict(one, other):
            continue
        found[one.value.measure] = Contradiction(one.value.measure, _all_sides(one, sides))
    return tuple(found.values())


def _contradict(one: Side, other: Side) -> bool:
    return one.day != other.day and differ(one.value, other.value)


def _all_sides(one: Side, sides: Sequence[Side]) -> tuple[Side, ...]:
    """The best sentence of every meeting that gives another value than `one` does, and that one, by date."""
    by_day = {one.day: one}
    for side in sides:
        if _contradict(one, side):
            by_day.setdefault(side.day, side)
    return tuple(by_day[day] for day in sorted([*by_day][:_MOST]))


def changed_since(before: Sequence[Sentence], after: Sequence[Sentence]) -> list[Sentence]:
    """For each value in earlier sentences the newest later sentence that gives another one for the same thing; each once.

    Args:
        before: the earlier sentences, each of which has a date.
        after: later ones.
    """
    later = sorted(_sides(after, ALL), key=lambda side: (-side.day.toordinal(), side.sentence.span.start))
    newest = [
        next((other.sentence for other in later if differ(side.value, other.value)), None)
        for side in _sides(before, ALL)
    ]
    found: list[Sentence] = []
    for sentence in newest:
        if sentence is not None and sentence not in found:
            found.append(sentence)
    return found


def _sides(sentences: Sequence[Sentence], measures: Collection[Measure]) -> list[Side]:
    return [
        Side(sentence.passage.date, sentence, value)
        for sentence in sentences
        if sentence.passage.date is not None
        for value in measured(sentence.text, sentence.passage.date)
        if value.measure in measures
    ]


def contradicted(
    question: Question, kind: Kind, chosen: Sequence[Sentence], found: Sequence[Sentence]
) -> Answer | None:
    """The sides of a contradiction as the answer to a question for a value; None when there is none.

    Args:
        question: the question, standing on its own.
        kind: what it asks for.
        chosen: the sentences that answer it, best first.
        found: all sentences of their passages.
    """
    differing = contradictions(chosen, _ASKED.get(kind, frozenset()))
    return contradiction_answer(question, differing[0], found) if differing else None


def contradiction_answer(question: Question, one: Contradiction, found: Sequence[Sentence]) -> Answer:
    """A contradiction as an answer: what differs, and each meeting's words."""
    opening = phrases.YEARS_DIFFER if _are_years(one) else _DIFFER[one.measure]
    lines = [
        Line(
            phrases.moment(side.day, side.sentence.passage.title, side.sentence.passage.topic),
            (place_of(side.sentence, found),),
        )
        for side in one.sides
    ]
    return lines_to_answer(question, [opening, *lines])


def _are_years(one: Contradiction) -> bool:
    spans = [side.value.value for side in one.sides]
    return all(isinstance(value, tuple) and (value[0].month, value[1].month) == (1, 12) for value in spans)
