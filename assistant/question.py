"""A message in a conversation becomes a question that stands on its own, and the scope that it asks about, part by part.

Which words make a period is `period.py`'s rule, how a follow-up is made whole `follow_up.py`'s; here they come together with what
the user set by hand, which goes before what the question says.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from assistant import phrases
from assistant.answer import PartKind, Question, ScopePart, Turn
from assistant.follow_up import Calendar, is_small_talk, standalone
from assistant.period import Period, Window
from assistant.roles import ROLES
from assistant.scope_parts import (
    act_part,
    matching_topics,
    speaker_part,
    tidy,
    topic_words,
    without_act,
    without_speaker,
)
from assistant.subject import ABOUT
from assistant.time_unit import find_units
from index.concepts import question_concepts
from index.records import EVERYTHING, Scope, Span
from index.vocabulary import Vocabulary

_NEW_IN_OFFICE = re.compile(
    rf"(\bwie\s+(?:is|was|wordt|werd)\s+(?:(?:dan|nu|eigenlijk)\s+)?(?:de|het)\s+)nieuwe\s+(?=(?:{ROLES})\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Records:
    """What a question is understood against: the words, meetings and topics of the records, and today."""

    vocabulary: Vocabulary
    days: Sequence[date] = ()
    topics: Sequence[str] = ()
    today: date = date.max


@dataclass(frozen=True, slots=True)
class Understood:
    """A question as it was understood.

    `subject` is the text without the words that only say where to look; `reading` is the text by which sentences are chosen.
    `asked_period` says the meetings in Dutch ("van 28 oktober 2019"), None when none was named; `tied` is False when the date
    may also be what the text is about. `windows` are the days that are searched (() with an asked period: there are none), and
    `topics` the topics; None when there is no such bound.
    """

    question: Question
    subject: str
    reading: str
    asked_period: str | None = None
    tied: bool = False
    windows: tuple[Window, ...] | None = None
    topics: tuple[str, ...] | None = None
    speaker: str | None = None

    def as_words(self) -> "Understood":
        """The same question with its period read as what the text is about."""
        period = next(part for part in self.question.parts if part.kind is PartKind.PERIOD)
        question = replace(
            self.question,
            scope=replace(self.question.scope, since=None, until=None),
            parts=tuple(part for part in self.question.parts if part is not period),
            note=phrases.read_as_words(period.words, self.asked_period or ""),
        )
        return replace(self, question=question, subject=self.reading, asked_period=None, windows=None)


def understand(
    message: str,
    history: Sequence[Turn],
    records: Records,
    *,
    scope: Scope | None = None,
    without: Collection[str] = (),
) -> Understood:
    """What a message asks, given the user's earlier messages.

    Args:
        message: the question as typed.
        history: the turns before it, oldest first; the assistant's own are not used.
        records: what it is understood against.
        scope: what the user set by hand; a side that is set goes before what the question says.
        without: the kinds of part (values of `PartKind`) that are left out of the question.

    Raises:
        ValueError: `without` names no kind of part.
    """
    leave_out = {PartKind(kind) for kind in without}
    given = scope or EVERYTHING
    calendar = Calendar(records.days, records.today)
    text = ""
    for turn in [turn.text for turn in history if turn.role == "user"]:
        if not is_small_talk(turn):
            text = standalone(text, _one_line(turn), records.vocabulary, calendar)
    text = standalone(text, _one_line(message), records.vocabulary, calendar)
    text, notes, period, topic = _narrowed(text, given, leave_out, records, calendar)
    parts = given_parts(given)
    spans = []
    if topic is not None:
        parts.append(ScopePart(PartKind.TOPIC, topic[0], phrases.topic_label(topic[0]), topic[1].of(text)))
        spans.append(topic[1])
    if period is not None:
        parts.insert(0, ScopePart(PartKind.PERIOD, _days(period), phrases.period_label(period.said), period.words))
        spans.append(period.span)
    concepts = question_concepts(text, records.vocabulary)
    for part in (speaker_part(text, concepts), act_part(text)):
        if part is not None and not (part.kind is PartKind.SPEAKER and given.speaker):
            parts.append(part)
    by_hand = given.since is not None or given.until is not None
    windows = ((given.since, given.until),) if by_hand else period.windows if period else None
    words = topic[0] if topic is not None else given.topic
    bound = period.scope if period is not None and not by_hand else given
    question = Question(
        text,
        Scope(bound.since, bound.until, words, given.speaker),
        tuple(parts),
        " ".join(notes) or None,
    )
    said = phrases.between(given.since, given.until) if by_hand else period.said if period else None
    return Understood(
        question=question,
        subject=_reading(_cut(text, spans)),
        reading=_reading(text),
        asked_period=said,
        tied=by_hand or (period is not None and period.tied),
        windows=windows,
        topics=None if words is None else matching_topics(words, records.topics),
        speaker=given.speaker,
    )


def _narrowed(
    text: str, given: Scope, leave_out: Collection[PartKind], records: Records, calendar: Calendar
) -> tuple[str, list[str], Period | None, tuple[str, Span] | None]:
    """The question without the parts that are left out or set by hand, what to tell of that, and its own period and topic."""
    notes = []
    period = _period(text, calendar, records.vocabulary)
    by_hand = given.since is not None or given.until is not None
    if period is not None and (by_hand or PartKind.PERIOD in leave_out):
        if by_hand:
            notes.append(phrases.set_by_hand(period.words))
        text, period = _without_period(text, period), None
    topic = topic_words(text)
    if topic is not None and (given.topic is not None or PartKind.TOPIC in leave_out):
        if given.topic is not None:
            notes.append(phrases.set_by_hand(topic[1].of(text)))
        text, topic = tidy(_cut(text, [topic[1]])), None
    if PartKind.SPEAKER in leave_out or given.speaker is not None:
        speaker = speaker_part(text, question_concepts(text, records.vocabulary))
        if speaker is not None:
            if given.speaker is not None and given.speaker.casefold() != speaker.value.casefold():
                notes.append(phrases.set_by_hand(speaker.words))
            text = without_speaker(text, speaker.value)
    if PartKind.ACT in leave_out and act_part(text) is not None:
        text = without_act(text)
    if leave_out or notes:
        period = calendar.period(text) if period is not None else None
        topic = topic_words(text) if topic is not None else None
    return text, notes, period, topic


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _period(text: str, calendar: Calendar, vocabulary: Vocabulary) -> Period | None:
    """The period of a question; one that may be anything is a meeting when the question names nothing else."""
    found = calendar.period(text)
    if found is None:
        found = calendar.period(f"{text.rstrip('?!. ')} besproken")  # "wat was er in 2021": nothing else is named
        if found is None or not found.tied or found.span.end > len(text):
            return None
        if any(unit.first is None for unit in find_units(found.words, calendar.today)):
            return None  # "wat komt er in november terug"
        rest = _cut(text, [found.span])
        return None if _names(rest, vocabulary) else found
    if not found.tied and not _names(_cut(text, [found.span]), vocabulary):
        return replace(found, tied=True)
    return found


def _names(text: str, vocabulary: Vocabulary) -> bool:
    return any(not concept.light and not concept.number for concept in question_concepts(text, vocabulary))


def _without_period(text: str, period: Period) -> str:
    """The question without its period; a meeting that is its subject stays ("Wat zei het LOVP van mei 2020")."""
    subject = period.words.lower().startswith(("het ", "de ", "lovp"))
    instead = "het LOVP" if subject and text[: period.span.start].strip() else ""
    return tidy(f"{text[: period.span.start]} {instead} {text[period.span.end :]}")


def _reading(text: str) -> str:
    """A question as it is looked for: with an added subject in the form that tells the two apart.

    "De nieuwe korpschef" is whoever the records call that: they say who takes over, and not that somebody is new.
    """
    text = _NEW_IN_OFFICE.sub(r"\1", text)
    if ABOUT not in text:
        return text
    asked, _, subject = text.partition(ABOUT)
    return f"{asked} (over {subject.rstrip('?')})?"


def _cut(text: str, spans: Sequence[Span]) -> str:
    for span in sorted(spans, key=lambda span: -span.start):
        text = f"{text[: span.start]} {text[span.end :]}"
    return _one_line(text)


def _days(period: Period) -> str:
    """The windows of a period as dates, "2020-01-01/2020-12-31"; an open side is empty."""
    return ",".join("/".join(day.isoformat() if day else "" for day in window) for window in period.windows)


def given_parts(given: Scope) -> list[ScopePart]:
    """The parts that the user set by hand."""
    parts = []
    if given.since is not None or given.until is not None:
        value = "/".join(day.isoformat() if day else "" for day in (given.since, given.until))
        label = phrases.period_label(phrases.between(given.since, given.until))
        parts.append(ScopePart(PartKind.PERIOD, value, label))
    if given.topic is not None:
        parts.append(ScopePart(PartKind.TOPIC, given.topic, phrases.topic_label(given.topic)))
    if given.speaker is not None:
        parts.append(ScopePart(PartKind.SPEAKER, given.speaker, phrases.speaker_label(given.speaker)))
    return parts
