"""`lovp timeline` and `lovp compare`: a topic over the meetings, and two meetings side by side."""

import argparse
from time import perf_counter

from index.errors import UsageError
from index.settings import Settings
from ui.cli_output import dumped
from ui.cli_scope import scope_from_json


def show_timeline(settings: Settings, options: argparse.Namespace) -> int:
    """Prints what each meeting says about a topic, in order of date.

    Returns:
        The exit code: 0, also when no record says anything about it.

    Raises:
        UsageError: no topic, or a date that can't be read.
    """
    from assistant import phrases, phrases_meetings
    from index.search import open_index
    from ui import render, render_meetings
    from ui.meeting_choice import topic_line

    topic = " ".join(" ".join(options.topic).split())
    if not topic:
        raise UsageError(phrases_meetings.NO_TOPIC)
    scope = scope_from_json({"since": options.since, "until": options.until})
    since, until = (scope.since, scope.until) if scope is not None else (None, None)
    if since and until and since > until:
        raise UsageError(phrases.wrong_way_round(since, until))
    with open_index(settings) as index:
        start = perf_counter()
        line, answer = topic_line(index, topic, scope)
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
    from index.search import open_index
    from ui import render, render_meetings
    from ui.meeting_choice import days_of, side_by_side

    first, second = days_of(options.first), days_of(options.second)
    with open_index(settings) as index:
        start = perf_counter()
        found, answer = side_by_side(index, first, second, f"{options.first} {options.second}")
        elapsed = (perf_counter() - start) * 1000
    print(
        dumped(render_meetings.comparison_json(found, answer, elapsed))
        if options.json
        else render.answer_text(answer.question.text, answer)
    )
    return 0
