"""`lovp timeline` and `lovp compare`: a topic over the meetings, and two meetings side by side."""

import argparse
from datetime import date
from time import perf_counter
from typing import TYPE_CHECKING

from index.errors import UsageError
from index.settings import Settings
from ui.cli_output import dumped
from ui.cli_scope import scope_from_json

if TYPE_CHECKING:
    from index.search import Index


def show_timeline(settings: Settings, options: argparse.Namespace) -> int:
    """Prints what each meeting says about a topic, in order of date.

    Returns:
        The exit code: 0, also when no record says anything about it.

    Raises:
        UsageError: no topic, or a date that can't be read.
    """
    from assistant import phrases, phrases_meetings
    from assistant.about import Bounds
    from assistant.answer import Question
    from assistant.several import said_on, topic_concepts
    from assistant.timeline import timeline, timeline_answer
    from index.search import open_index
    from ui import render, render_meetings

    topic = " ".join(" ".join(options.topic).split())
    if not topic:
        raise UsageError(phrases_meetings.NO_TOPIC)
    scope = scope_from_json({"since": options.since, "until": options.until})
    since, until = (scope.since, scope.until) if scope is not None else (None, None)
    if since and until and since > until:
        raise UsageError(phrases.wrong_way_round(since, until))
    with open_index(settings) as index:
        start = perf_counter()
        line = timeline(index, topic, topic_concepts(index, topic), Bounds(((since, until),)))
        answer = timeline_answer(Question(topic), line, said_on(index), bounded=scope is not None)
        elapsed = (perf_counter() - start) * 1000
    print(
        dumped(render_meetings.timeline_json(line, answer, elapsed))
        if options.json
        else render.answer_text(answer.question.text, answer)
    )
    return 0


def show_comparison(settings: Settings, options: argparse.Namespace) -> int:
    """Prints which topics of two meetings go on, are new and are gone.

    Returns:
        The exit code: 0.

    Raises:
        UsageError: a date that can't be read, or of which there is no single meeting with a record.
    """
    from assistant import phrases_meetings
    from assistant.answer import Question
    from assistant.compare import compare, compare_answer
    from index.search import open_index
    from ui import render, render_meetings

    spans = [_days(text) for text in (options.first, options.second)]
    with open_index(settings) as index:
        start = perf_counter()
        first, second = (_meeting(index, *span) for span in spans)
        if first == second:
            raise UsageError(phrases_meetings.CHOOSE_TWO)
        found = compare(index, first, second)
        answer = compare_answer(Question(f"{options.first} {options.second}"), found)
        elapsed = (perf_counter() - start) * 1000
    print(
        dumped(render_meetings.comparison_json(found, answer, elapsed))
        if options.json
        else render.answer_text(answer.question.text, answer)
    )
    return 0


def _days(text: str) -> tuple[date, date]:
    """The first and the last day that a date, month or year on the command line can mean."""
    from assistant.phrases_meetings import no_date

    try:
        scope = scope_from_json({"since": text, "until": text})
    except UsageError as error:
        raise UsageError(no_date(text)) from error
    if scope is None or scope.since is None or scope.until is None:
        raise UsageError(no_date(text))
    return scope.since, scope.until


def _meeting(index: "Index", first: date, last: date) -> date:
    """The one meeting between two days, of which there is a record."""
    from assistant.meetings import one_meeting

    found = one_meeting(index, first, last)
    if isinstance(found, str):
        raise UsageError(found)
    return found
