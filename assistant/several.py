"""Questions over several meetings, answered: the one entry for `ask`, tried before the ordinary search.

None means: answer it in the ordinary way. So it is for other questions, for a subject that the records don't have, and where a
question may ask how one thing went and one meeting alone speaks of it.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from assistant import phrases_meetings
from assistant.about import Bounds, told_about
from assistant.answer import Answer, PartKind, Question, Refusal
from assistant.as_of import as_of, as_of_answer
from assistant.compare import compare, compare_answer
from assistant.contradictions import contradiction_answer, contradictions
from assistant.meetings import meetings, one_meeting
from assistant.meetings_asked import Asked, Over, asked_over
from assistant.question import Understood
from assistant.searched_too import searched_too
from assistant.telling import is_central, telling
from assistant.timeline import timeline, timeline_answer
from index.concepts import Concept, question_concepts
from index.search import Index

_CONTRADICTING = 60  # sentences that are laid side by side
_PLAIN = frozenset(
    "aanpak beleid dossier discussie gesprek inzet kwestie oordeel onderwerp ontwikkeling ontwikkelingen plannen positie proces "
    "rol situatie standpunt thema traject vraagstuk voortgang".split()
)


def several(index: Index, asked: Understood, today: date | None = None) -> Answer | None:
    """The answer to a question over several meetings; None when it is another question, or there is nothing to tell so.

    Args:
        index: the open index.
        asked: the question as it was understood.
        today: what "vorig jaar" counts from; the day itself when None.
    """
    if asked.speaker is not None:
        return None
    days = index.meetings
    today = today or datetime.now().astimezone().date()
    over = asked_over(asked.question.text, days, today)
    if over is None:
        return None
    if over.over is not Over.TIMELINE:
        asked = replace(asked, question=_unbounded(asked.question))
    if over.over is Over.COMPARE:
        return _compared(index, asked.question, over, today)
    named = topic_concepts(index, over.subject)
    if not any(concept.known for concept in named):
        return None
    answer = _told(index, asked, over, named)
    return None if answer is None else replace(answer, expansions=(*searched_too(named, answer), *answer.expansions))


def _unbounded(question: Question) -> Question:
    """The question without a period of its own: its dates say what is compared, or the day of a stand, not where is looked."""
    own = [part for part in question.parts if part.kind is PartKind.PERIOD and part.words]
    if not own:
        return question
    parts = tuple(part for part in question.parts if part not in own)
    return replace(question, scope=replace(question.scope, since=None, until=None), parts=parts)


def topic_concepts(index: Index, topic: str) -> list[Concept]:
    """What the words of a topic name; each counts as a thing, for a topic has no verbs.

    Words that say nothing of what it is ("de aanpak van ...") needn't stand in a record, unless there are no others.
    """
    found = [
        replace(concept, noun=concept.noun or not concept.light)
        for concept in question_concepts(topic, index.vocabulary)
    ]
    plain = [concept.light or concept.asked.casefold() in _PLAIN for concept in found]
    if all(plain):
        return found
    return [replace(concept, light=light) for concept, light in zip(found, plain, strict=True)]


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
    answer = timeline_answer(question, line, said_on(index))
    return replace(answer, expansions=tuple((over.subject, name) for name in line.names))


def said_on(index: Index) -> dict[str, date]:
    """The day of each record by its id."""
    return {key: days[0] for key, days in meetings(index).days.items() if days}


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
    held = meetings(index).held
    named = topic_concepts(index, over.subject)
    if over.subject and not any(concept.known and not concept.light for concept in named):
        return None
    chosen = [day for day in held if day <= today][-2:] if over.newest else []
    for unit in () if over.newest else over.units:
        found = one_meeting(index, unit.first or date.min, unit.last or date.max)
        if isinstance(found, str):
            return _refused(question, found)
        chosen.append(found)
    if len(set(chosen)) < 2:
        return _refused(question, phrases_meetings.CHOOSE_TWO)
    narrow = [concept for concept in named if not concept.light]
    result = compare(index, chosen[0], chosen[1], over.subject if narrow else None, named if narrow else ())
    if not (result.continued or result.new or result.dropped):
        return None
    return compare_answer(question, result)


def _refused(question: Question, text: str) -> Answer:
    return Answer(text, (), False, None, question, refusal=Refusal.OUTSIDE)
