"""The stand on a day: what the records up to then say of a topic, and a warning where a later one says otherwise.

Later words count as a change only when they give another value for the same thing (`measured.py`), or are a decision about
the topic under a heading that names it. Without such words there is no warning.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from assistant import phrases_meetings as phrases
from assistant.about import Bounds
from assistant.answer import Answer, Citation, Question, Refusal
from assistant.contradictions import changed_since
from assistant.evidence import Sentence
from assistant.meetings import meetings
from assistant.places import Line, Place, lines_to_answer, place_of
from assistant.renamed import followed
from assistant.telling import decides
from assistant.timeline import Moment, introduced, moments
from index.concepts import Concept
from index.search import Index

_SHOWN = 4  # meetings that tell the stand; the newest always
_CHANGES = 3  # later words that are shown
_NAMES = 0.8  # worth from which a later decision names each part of the topic, itself or by its heading


@dataclass(frozen=True, slots=True)
class Change:
    """Later words that say otherwise than was the stand; `value`: they give another value, else they decide about it."""

    day: date
    title: str
    topic: str
    places: tuple[Place, ...]
    value: bool


@dataclass(frozen=True, slots=True)
class Stand:
    """A topic as it stood on a day.

    `moments` are what the meetings up to then say, in order of date; `changes` the later words that say otherwise. `first` is
    the first meeting after that day that says something of it, None when there is none.
    """

    topic: str
    day: date
    moments: tuple[Moment, ...]
    changes: tuple[Change, ...]
    first: Moment | None


def as_of(
    index: Index, topic: str, concepts: Sequence[Concept], day: date, topics: tuple[str, ...] | None = None
) -> Stand:
    """A topic as it stood on a day.

    Args:
        index: the open index.
        topic: what it is called.
        concepts: what that names.
        day: the day, included.
        topics: the headings under which is looked; None for all.
    """
    there = meetings(index)
    until = followed(index, topic, concepts, Bounds(((None, day),), topics))
    since = followed(index, topic, until.concepts, Bounds(((day, None),), topics))
    before, after = until.told.sentences, since.told.sentences
    concepts = since.concepts
    after = tuple(s for s in after if s.passage.date is not None and s.passage.date > day)
    found = [moment for moment in moments(before, concepts, there) if moment.day <= day]
    later = moments(after, concepts, there)
    shown = _shown(found)
    said = [sentence for moment in shown for sentence in _all_of(moment, before)]
    preferred = [s for s in after if s.passage.record_id not in there.behind]
    changes = _changes(said, preferred, later, concepts) if shown else ()
    return Stand(topic, day, shown, changes, later[0] if later else None)


def _shown(found: Sequence[Moment]) -> tuple[Moment, ...]:
    """The newest moment, and of the others those that tell most."""
    others = sorted(found[:-1], key=lambda moment: (-round(moment.worth, 6), moment.day))[: _SHOWN - 1]
    return tuple(sorted([*others, *found[-1:]], key=lambda moment: moment.day))


def _all_of(moment: Moment, found: Sequence[Sentence]) -> list[Sentence]:
    """The sentences that a moment quotes."""
    return [
        sentence
        for sentence in found
        if any(
            sentence.passage.record_id == place.passage.record_id and sentence.span.within(place.span)
            for place in moment.places
        )
    ]


def _changes(
    said: Sequence[Sentence], after: Sequence[Sentence], later: Sequence[Moment], concepts: Sequence[Concept]
) -> tuple[Change, ...]:
    """Other values first, then the first and the last of the later meetings that decide about the topic; by date."""
    values = changed_since(said, after)[:_CHANGES]
    found = [
        Change(s.passage.date or date.max, s.passage.title, s.passage.topic, (place_of(s, after),), True)
        for s in values
    ]
    told = {change.day for change in found}
    deciding = [
        moment
        for moment in later
        if moment.day not in told and any(decides(s.text) and _names(s, concepts) for s in moment.sentences)
    ]
    ends = deciding if len(deciding) < _CHANGES else [deciding[0], deciding[-1]]
    found += [Change(one.day, one.title, one.topic, one.places, False) for one in ends[-(_CHANGES - len(found)) :]]
    return tuple(sorted(found[:_CHANGES], key=lambda change: (change.day, change.places[0].span.start)))


def _names(sentence: Sentence, concepts: Sequence[Concept]) -> bool:
    return all(sentence.covers.get(n, 0.0) >= _NAMES for n, concept in enumerate(concepts) if not concept.light)


def as_of_answer(question: Question, stand: Stand, said: str = "") -> Answer:
    """A stand as an answer; one that declines when the records said nothing by then.

    Args:
        question: the question, standing on its own.
        stand: the stand.
        said: how the question calls the time ("begin 2021").
    """
    if not stand.moments:
        if stand.first is None:
            return Answer(phrases.unknown_topic(stand.topic), (), False, None, question, refusal=Refusal.NOTHING)
        place = stand.first.places[0]
        near = (Citation(1, place.passage, place.span, place.quote, place.speaker),)
        text = phrases.not_yet(stand.topic, stand.day, stand.first.day)
        return Answer(text, (), False, None, question, refusal=Refusal.OUTSIDE, nearest=near)
    opening = phrases.stand(stand.topic, stand.day, said, len(stand.moments), stand.moments[-1].day)
    lines = [Line(introduced(moment), moment.places) for moment in stand.moments]
    changes = [
        Line(phrases.changed(one.day, one.title, one.topic, value=one.value), one.places) for one in stand.changes
    ]
    return lines_to_answer(question, [opening, *lines, *changes])
