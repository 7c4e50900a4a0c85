"""A topic over the meetings, and two meetings side by side, as somebody asks for them in words: the same for every face."""

from datetime import date

from assistant import phrases_meetings
from assistant.about import Bounds
from assistant.answer import Answer, Question
from assistant.compare import Comparison, compare, compare_answer
from assistant.meetings import one_meeting
from assistant.several import said_on, topic_concepts
from assistant.timeline import Timeline, timeline, timeline_answer
from index.errors import UsageError
from index.records import Scope
from index.search import Index
from ui.cli_scope import scope_from_json

Days = tuple[date, date]
"""The first and the last day that a date, month or year can mean."""

_REPEATED = 60  # characters of what was given that a message says again


def days_of(given: str) -> Days:
    """The days that a date, month or year means.

    Raises:
        UsageError: it is none.
    """
    try:
        scope = scope_from_json({"since": given, "until": given})
    except UsageError:
        scope = None
    if scope is None or scope.since is None or scope.until is None:
        raise UsageError(phrases_meetings.no_date(given if len(given) <= _REPEATED else f"{given[:_REPEATED]}…"))
    return scope.since, scope.until


def topic_line(index: Index, topic: str, scope: Scope | None) -> tuple[Timeline, Answer]:
    """What each meeting in scope says about a topic, as values and as a text with its citations."""
    window = (scope.since, scope.until) if scope is not None else (None, None)
    line = timeline(index, topic, topic_concepts(index, topic), Bounds((window,)))
    return line, timeline_answer(Question(topic), line, said_on(index), bounded=scope is not None)


def side_by_side(index: Index, first: Days, second: Days, asked: str) -> tuple[Comparison, Answer]:
    """Two meetings, as values and as a text with its citations.

    Args:
        index: the open index.
        first: the days of which one has the first meeting.
        second: the days of which one has the other.
        asked: what was asked, for the text.

    Raises:
        UsageError: there is no single meeting with a record on such days, or both are the same.
    """
    before, after = (_meeting(index, days) for days in (first, second))
    if before == after:
        raise UsageError(phrases_meetings.CHOOSE_TWO)
    found = compare(index, before, after)
    return found, compare_answer(Question(asked), found)


def _meeting(index: Index, days: Days) -> date:
    found = one_meeting(index, *days)
    if isinstance(found, str):
        raise UsageError(found)
    return found
