"""A topic over the years: of every meeting the words that say most about it, in order of date, with what isn't there.

One line a meeting. Of the sentences about the topic that one is taken which tells most (`telling.py`); a newsletter or draft
speaks only where its better record doesn't. Meetings that don't mention the topic are counted, those that are missing are named.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from assistant import phrases_meetings as phrases
from assistant.about import EVERYWHERE, Bounds
from assistant.answer import Answer, Question, Refusal
from assistant.evidence import Sentence
from assistant.meetings import Meetings, meetings, missing_meetings
from assistant.places import Line, Place, lines_to_answer, place_of
from assistant.renamed import Followed, followed
from assistant.telling import LOOSELY, is_central, telling, tells_nothing
from index.concepts import Concept
from index.gaps import Gap
from index.records import Span
from index.search import Index

MOST = 12  # moments in one timeline


@dataclass(frozen=True, slots=True)
class _More:
    """When one meeting gets more than one sentence: at most so many, each of that share of the best one's worth, while what is
    quoted is short enough and all stay within the room (characters)."""

    sentences: int
    share: float
    enough: int
    room: int


_BESIDE = _More(2, 0.7, 200, 420)
_ALONE = _More(4, 0.4, 500, 800)  # the only meeting that says something


@dataclass(frozen=True, slots=True)
class Moment:
    """What one meeting says about a topic; `worth` is how much that tells (higher is more)."""

    day: date
    title: str
    topic: str
    places: tuple[Place, ...]
    sentences: tuple[Sentence, ...]
    worth: float


@dataclass(frozen=True, slots=True)
class Timeline:
    """A topic meeting by meeting.

    `moments` are in order of date. Of the other meetings at hand, from the first moment on: `silent` don't mention the topic,
    `aside` mention it but say nothing of it, `left_out` are about it too but tell less. `missing` are meetings in that time without
    a record. `names` are other ones that the records gave the topic.
    """

    topic: str
    moments: tuple[Moment, ...]
    silent: tuple[date, ...]
    aside: tuple[date, ...]
    left_out: tuple[date, ...]
    missing: tuple[Gap, ...]
    names: tuple[str, ...] = ()


def timeline(
    index: Index, topic: str, concepts: Sequence[Concept], bounds: Bounds = EVERYWHERE, most: int = MOST
) -> Timeline:
    """A topic meeting by meeting.

    Args:
        index: the open index.
        topic: what it is called.
        concepts: what that names.
        bounds: which meetings are in view.
        most: moments at most; of more, those that tell most, and always the first and the last.
    """
    return timeline_of(index, topic, followed(index, topic, concepts, bounds), bounds, most)


def timeline_of(index: Index, topic: str, one: Followed, bounds: Bounds = EVERYWHERE, most: int = MOST) -> Timeline:
    """As `timeline`, of a topic that was followed already, within the same bounds."""
    there, told = meetings(index), one.told
    found = moments(told.sentences, one.concepts, there)
    shown = _most_telling(found, most)
    if not shown:
        return Timeline(topic, (), (), tuple(sorted(told.mentioned)), (), ())
    first = shown[0].day
    held = [day for day in there.held if bounds.has(day) and day >= first]
    days, about = {moment.day for moment in shown}, {moment.day for moment in found} | told.unread
    return Timeline(
        topic,
        shown,
        silent=tuple(day for day in held if day not in told.mentioned),
        aside=tuple(day for day in held if day in told.mentioned and day not in about),
        left_out=tuple(day for day in held if day in about and day not in days),
        missing=tuple(
            gap for gap in missing_meetings(index, days) if gap.day and gap.day >= first and bounds.has(gap.day)
        ),
        names=one.names,
    )


def moments(sentences: Sequence[Sentence], concepts: Sequence[Concept], there: Meetings) -> tuple[Moment, ...]:
    """What each meeting says of a topic, in order of date; meetings that say nothing of it are left out.

    Args:
        sentences: those of the passages that name the topic.
        concepts: what it names.
        there: the meetings at hand.
    """
    dated = [sentence for sentence in sentences if sentence.passage.date]
    central = central_to(concepts, dated)
    by_day: dict[date, list[Sentence]] = {}
    around: dict[date, list[Sentence]] = {}
    for sentence in central:
        by_day.setdefault(sentence.passage.date or date.max, []).append(sentence)
    for sentence in dated:
        around.setdefault(sentence.passage.date or date.max, []).append(sentence)
    more = _ALONE if len(by_day) == 1 else _BESIDE
    return tuple(_moment(day, _of_best_record(own, there), around[day], more) for day, own in sorted(by_day.items()))


def central_to(concepts: Sequence[Concept], sentences: Sequence[Sentence]) -> list[Sentence]:
    """Those that are about what the concepts name; where none is, those that are about it loosely."""
    return [s for s in sentences if is_central(s, concepts)] or [
        s for s in sentences if is_central(s, concepts, LOOSELY)
    ]


def _of_best_record(own: Sequence[Sentence], there: Meetings) -> Sequence[Sentence]:
    return [sentence for sentence in own if sentence.passage.record_id not in there.behind] or own


def _moment(day: date, own: Sequence[Sentence], found: Sequence[Sentence], more: _More) -> Moment:
    ranked = sorted(own, key=lambda s: (-round(telling(s), 6), s.passage.record_id, s.span.start))
    best = ranked[0]
    chosen = [best]
    for other in ranked[1:]:
        if len(chosen) < more.sentences and _adds(other, chosen, found, more):
            chosen.append(other)
    chosen.sort(key=lambda s: s.span.start)
    places = _joined([place_of(sentence, found) for sentence in chosen])
    return Moment(day, best.passage.title, best.passage.topic, places, tuple(chosen), telling(best))


def _joined(places: Sequence[Place]) -> tuple[Place, ...]:
    """Places in order, those that stand next to each other as one."""
    joined: list[Place] = []
    for place in places:
        last = joined[-1] if joined else None
        if last is None or last.passage.id != place.passage.id:
            joined.append(place)
            continue
        between = last.passage.text[
            last.span.end - last.passage.span.start : place.span.start - place.passage.span.start
        ]
        if between.strip():
            joined.append(place)
        else:
            joined[-1] = Place(last.passage, Span(last.span.start, place.span.end), last.speaker)
    return tuple(joined)


def _adds(other: Sentence, chosen: Sequence[Sentence], found: Sequence[Sentence], more: _More) -> bool:
    """Whether another sentence of the topic says something beside what is quoted already, and there is room."""
    best = chosen[0]
    same = (other.passage.record_id, other.passage.topic) == (best.passage.record_id, best.passage.topic)
    if not same or tells_nothing(other.text) or telling(other) < more.share * telling(best):
        return False
    quoted, place = [place_of(sentence, found) for sentence in chosen], place_of(other, found)
    length = sum(len(one.shown) for one in quoted)
    return (
        length <= more.enough
        and length + len(place.shown) <= more.room
        and not any(place.span.overlaps(one.span) for one in quoted)
    )


def _most_telling(found: Sequence[Moment], most: int) -> tuple[Moment, ...]:
    if len(found) <= most:
        return tuple(found)
    ends = [found[0], found[-1]]
    inner = sorted(found[1:-1], key=lambda moment: (-round(moment.worth, 6), moment.day))[: most - 2]
    return tuple(sorted([*ends, *inner], key=lambda moment: moment.day))


def timeline_answer(
    question: Question, line: Timeline, said_on: dict[str, date] | None = None, *, bounded: bool = False
) -> Answer:
    """A timeline as an answer; without moments it is one that declines.

    Args:
        question: the question, standing on its own.
        line: the timeline.
        said_on: the day of each record by its id, to name the record that speaks of a missing meeting.
        bounded: whether only a part of the meetings was looked at.
    """
    if not line.moments and bounded:
        return Answer(phrases.not_in_period(line.topic), (), False, None, question, refusal=Refusal.OUTSIDE)
    if not line.moments:
        return Answer(phrases.unknown_topic(line.topic), (), False, None, question, refusal=Refusal.NOTHING)
    days = [moment.day for moment in line.moments]
    opening = (
        phrases.timeline(line.topic, len(days), days[0], days[-1], len(line.left_out))
        if len(days) > 1
        else phrases.only_once(line.topic, days[0])
    )
    blocks: list[str | Line] = [opening]
    for at, moment in enumerate(line.moments):
        blocks.append(Line(introduced(moment), moment.places))
        last = at + 1 == len(days)
        blocks += _absent(line, moment.day, None if last else days[at + 1], said_on or {})
    return lines_to_answer(question, blocks)


def introduced(moment: Moment) -> str:
    """What stands before the words of a moment: its day and topic, and who speaks when the words don't tell."""
    opening = phrases.moment(moment.day, moment.title, moment.topic)
    speakers = {place.speaker for place in moment.places}
    speaker = speakers.pop() if len(speakers) == 1 else None
    if speaker is None or any(speaker.casefold() in place.quote.casefold() for place in moment.places):
        return opening
    return f"{opening.removesuffix(':')} {phrases.said_by(speaker)}:"


def _absent(line: Timeline, after: date, before: date | None, said_on: dict[str, date]) -> list[str]:
    """What to tell of the meetings between two moments: those that don't mention it, those that are missing."""
    silent, aside = (
        [day for day in days if day > after and (before is None or day < before)] for days in (line.silent, line.aside)
    )
    told = []
    if silent or aside:
        told.append(
            phrases.silent(len(silent), len(aside))
            if before
            else phrases.silent_after(len(silent), len(aside), max(silent + aside))
        )
    for gap in line.missing:
        if gap.day is not None and gap.day > after and (before is None or gap.day < before):
            told.append(phrases.missing(gap.day, gap.until or gap.day, said_on.get(gap.record_id or "")))
    return [" ".join(told)] if told else []
