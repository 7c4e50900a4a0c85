"""Questions over several meetings, answered: the one entry for `ask`, tried before the ordinary search.

None means: answer it in the ordinary way. So it is for other questions, for a subject that the records don't have, and where a
question may ask how one thing went and one meeting alone speaks of it.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from assistant import phrases, phrases_meetings
from assistant.about import Bounds, told_about
from assistant.answer import Answer, Question, Refusal
from assistant.as_of import as_of, as_of_answer
from assistant.compare import compare, compare_answer
from assistant.contradictions import contradiction_answer, contradictions
from assistant.meetings import meetings
from assistant.meetings_asked import Asked, Over, asked_over
from assistant.question import Understood
from assistant.telling import is_central, telling
from assistant.time_unit import Size, Unit
from assistant.timeline import timeline, timeline_answer
from index.concepts import COMPOUND, HEAD, PART, PARTS, Concept, question_concepts
from index.dutch import tokens
from index.search import Index

_CONTRADICTING = 60  # sentences that are laid side by side


def several(index: Index, asked: Understood, concepts: Sequence[Concept], today: date | None = None) -> Answer | None:
    """The answer to a question over several meetings; None when it is another question, or there is nothing to tell so.

    Args:
        index: the open index.
        asked: the question as it was understood.
        concepts: what it names; not used for what is left when the words that ask are taken out.
        today: what "vorig jaar" counts from; the day itself when None.
    """
    if asked.speaker is not None:
        return None
    days = index.store.meeting_days()
    today = today or datetime.now().astimezone().date()
    over = asked_over(asked.question.text, days, today)
    if over is None:
        return None
    if over.over is Over.COMPARE:
        return _compared(index, asked.question, over, today)
    named = topic_concepts(index, over.subject)
    if not any(concept.known for concept in named):
        return None
    answer = _told(index, asked, over, named)
    return None if answer is None else replace(answer, expansions=_expansions(named, answer))


def topic_concepts(index: Index, topic: str) -> list[Concept]:
    """What the words of a topic name; each counts as a thing, for a topic has no verbs."""
    return [
        replace(concept, noun=concept.noun or not concept.light)
        for concept in question_concepts(topic, index.vocabulary)
    ]


def _told(index: Index, asked: Understood, over: Asked, named: Sequence[Concept]) -> Answer | None:
    question = asked.question
    if over.over is Over.AS_OF and over.day is not None:
        stand = as_of(index, over.subject, named, over.day, asked.topics)
        return as_of_answer(question, stand, over.said) if stand.moments or stand.first else None
    by_hand = asked.windows if asked.question.scope.since or asked.question.scope.until else None
    windows = over.windows or by_hand or ((None, None),)
    if over.over is Over.CONTRADICTION:
        return _contradicting(index, question, over, named, Bounds(windows, asked.topics))
    line = timeline(index, over.subject, named, Bounds(windows, asked.topics))
    if not line.moments or (len(line.moments) == 1 and not over.outright):
        return None
    return timeline_answer(question, line, said_on(index))


def said_on(index: Index) -> dict[str, date]:
    """The day of each record by its id."""
    return {key: days[0] for key, days in index.store.record_days().items() if days}


def _contradicting(
    index: Index, question: Question, over: Asked, named: Sequence[Concept], bounds: Bounds
) -> Answer | None:
    behind = meetings(index).behind
    found = told_about(index, over.subject, named, bounds).sentences
    central = [s for s in found if s.passage.record_id not in behind and is_central(s, named)]
    best = sorted(central, key=lambda s: (-round(telling(s), 6), s.passage.record_id, s.span.start))[:_CONTRADICTING]
    differing = contradictions(best)
    return contradiction_answer(question, differing[0], found) if differing else None


def _compared(index: Index, question: Question, over: Asked, today: date) -> Answer | None:
    there = meetings(index)
    held = list(there.held)
    named = topic_concepts(index, over.subject)
    if over.subject and not any(concept.known and not concept.light for concept in named):
        return None
    chosen = [day for day in held if day <= today][-2:] if over.newest else []
    for unit in () if over.newest else over.units:
        found = [day for day in held if unit.first and unit.last and unit.first <= day <= unit.last]
        if len(found) != 1:
            return _no_single(question, unit, found, held, there.called_off)
        chosen += found
    if len(set(chosen)) < 2:
        return _refused(question, phrases_meetings.CHOOSE_TWO)
    narrow = [concept for concept in named if not concept.light]
    result = compare(index, chosen[0], chosen[1], over.subject if narrow else None, named if narrow else ())
    if not (result.continued or result.new or result.dropped):
        return None
    return compare_answer(question, result)


def _no_single(
    question: Question, unit: Unit, found: Sequence[date], held: Sequence[date], off: frozenset[date]
) -> Answer:
    """Why a time that was asked for is no one meeting."""
    asked = f"van {unit.said}" if unit.size is Size.DAY else f"in {unit.said}"
    if found:
        return _refused(question, phrases_meetings.more_than_one(asked, found))
    if unit.first in off and unit.first == unit.last:
        return _refused(question, phrases_meetings.called_off(unit.first))
    middle = unit.first.toordinal() if unit.first else 0
    near = sorted(sorted(held, key=lambda day: abs(day.toordinal() - middle))[:2])
    return _refused(question, phrases.no_such_meeting(asked, near))


def _refused(question: Question, text: str) -> Answer:
    return Answer(text, (), False, None, question, refusal=Refusal.OUTSIDE)


def _expansions(concepts: Sequence[Concept], answer: Answer) -> tuple[tuple[str, str], ...]:
    """The other words searched for: other names, and those compounds that the answer rests on."""
    quoted = {
        key
        for citation in answer.citations
        for token in tokens(f"{citation.passage.topic} {citation.quote}")
        for key in token.keys
    }
    return tuple(
        (concept.asked, other)
        for concept in concepts
        if not concept.light
        for other, term in zip(concept.others, concept.terms[1:], strict=True)
        if term.weight not in {COMPOUND, HEAD, PART, PARTS} or term.words[0] in quoted
    )
