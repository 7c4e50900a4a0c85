"""What programs can do with the records: each operation is a function over an open index that gives one typed value.

The HTTP API and the MCP server both call these and nothing else, so that the same question gets the same answer through every
face, and what one of them may not tell, such as where files lie on this machine, the other doesn't tell either.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from time import perf_counter
from typing import Any, Literal

from assistant import phrases, phrases_meetings
from assistant.about import Bounds
from assistant.answer import Answer, PartKind, Question, Turn
from assistant.ask import QUESTION_CHARS, QuestionError
from assistant.compare import compare, compare_answer
from assistant.meetings import one_meeting
from assistant.model import Model
from assistant.narrow import search_in
from assistant.plain import plain_line
from assistant.several import said_on, topic_concepts
from assistant.stream import answered
from assistant.timeline import timeline, timeline_answer
from index.errors import UsageError
from index.ledger import Status
from index.ledger_status import Item, read_ledger
from index.records import EVERYTHING, Scope, Span
from index.search import Index
from index.web_address import is_address
from ui import render, render_ledger, render_meetings, service_types, web_text_api
from ui.cli_scope import scope_from_json
from ui.web_place import place_at

MOST_HITS = 50
LedgerKind = Literal["besluit", "toezegging", "aankondiging"]
"""What can be asked of the ledger: the kinds of entry that it shows."""


@dataclass(frozen=True, slots=True)
class Service:
    """The records at hand, and how to answer from them.

    `site` is the address at which the browser face is reached, without a slash at its end; "" makes links from the root of the
    site, and None only where a record came from the web.
    """

    index: Index
    model: Model | None = None
    site: str | None = None


def bounds(
    since: str | None = None, until: str | None = None, topic: str | None = None, speaker: str | None = None
) -> Scope | None:
    """The bounds that a caller sets, None when there are none.

    Raises:
        UsageError: a date that is none, a name that is empty, or a period the wrong way round.
    """
    scope = scope_from_json({"since": since, "until": until, "topic": topic, "speaker": speaker})
    if scope is not None and scope.since and scope.until and scope.since > scope.until:
        raise UsageError(phrases.wrong_way_round(scope.since, scope.until))
    return scope


def answer(
    service: Service,
    question: str,
    history: Sequence[str] = (),
    *,
    scope: Scope | None = None,
    without: Collection[PartKind] = (),
) -> tuple[Answer, service_types.Answered]:
    """The answer to a question as a value of ours, and as it goes out; see `ask`."""
    start = perf_counter()
    turns = [Turn("user", earlier) for earlier in history]
    found = answered(service.index, question, turns, model=service.model, scope=scope, without=without)
    told = render.answer_json(question, found, (perf_counter() - start) * 1000)
    return found, service_types.Answered.model_validate(linked(service, told))


def ask(
    service: Service,
    question: str,
    history: Sequence[str] = (),
    *,
    scope: Scope | None = None,
    without: Collection[PartKind] = (),
) -> service_types.Answered:
    """Answers a question.

    Args:
        service: the records at hand.
        question: as typed.
        history: the user's earlier questions, oldest first.
        scope: as `bounds` gives it.
        without: the kinds of part that are left out of the question.

    Raises:
        QuestionError: as `assistant.ask.ask`.
    """
    return answer(service, question, history, scope=scope, without=without)[1]


def search(service: Service, words: str, limit: int = 5, scope: Scope | None = None) -> list[service_types.Found]:
    """The passages that fit words best, at most `limit` of them.

    Raises:
        UsageError: no words, too many, or no record has the topic.
    """
    if not words.strip():
        raise UsageError(web_text_api.NO_WORDS)
    if len(words) > QUESTION_CHARS:
        raise QuestionError(phrases.too_long(len(words), QUESTION_CHARS))
    hits = search_in(service.index, words, scope or EVERYTHING, min(limit, MOST_HITS))
    told = [linked(service, render.hit_json(rank, hit)) for rank, hit in enumerate(hits, 1)]
    return [service_types.Found.model_validate(one) for one in told]


def ledger(
    service: Service, kind: LedgerKind | None = None, status: Status | None = None, scope: Scope | None = None
) -> list[service_types.Entry]:
    """The decisions, promises and announced items, by meeting."""
    items = [item for item in read_ledger(service.index.store) if _fits(item, kind, status, scope or EVERYTHING)]
    return [service_types.Entry.model_validate(linked(service, one)) for one in render_ledger.ledger_json(items)]


def over_time(service: Service, topic: str, scope: Scope | None = None) -> service_types.Timeline:
    """What each meeting says about a topic.

    Raises:
        UsageError: no topic.
    """
    topic = " ".join(topic.split())
    if not plain_line(topic):
        raise UsageError(web_text_api.NO_TOPIC)
    start = perf_counter()
    window = (scope.since, scope.until) if scope is not None else (None, None)
    line = timeline(service.index, topic, topic_concepts(service.index, topic), Bounds((window,)))
    said = timeline_answer(Question(topic), line, said_on(service.index), bounded=scope is not None)
    told = render_meetings.timeline_json(line, said, (perf_counter() - start) * 1000)
    return service_types.Timeline.model_validate(linked(service, told))


def comparison(service: Service, first: str, second: str) -> service_types.Comparison:
    """Two meetings side by side.

    Raises:
        UsageError: a date that is none, or of which there is no single meeting with a record.
    """
    start = perf_counter()
    before, after = _meeting(service, first), _meeting(service, second)
    if before == after:
        raise UsageError(phrases_meetings.CHOOSE_TWO)
    compared = compare(service.index, before, after)
    said = compare_answer(Question(f"{first} {second}"), compared)
    told = render_meetings.comparison_json(compared, said, (perf_counter() - start) * 1000)
    return service_types.Comparison.model_validate(linked(service, told))


def _meeting(service: Service, given: str) -> date:
    """The one meeting that a day, month or year can mean."""
    try:
        scope = scope_from_json({"since": given, "until": given})
    except UsageError as error:
        raise UsageError(phrases_meetings.no_date(web_text_api.shown(given))) from error
    if scope is None or scope.since is None or scope.until is None:
        raise UsageError(phrases_meetings.no_date(web_text_api.shown(given)))
    found = one_meeting(service.index, scope.since, scope.until)
    if isinstance(found, str):
        raise UsageError(found)
    return found


def _fits(item: Item, kind: LedgerKind | None, status: Status | None, scope: Scope) -> bool:
    if (kind is not None and item.entry.kind != kind) or (status is not None and item.status != status):
        return False
    if scope.since is None and scope.until is None:
        return True
    return item.date is not None and (scope.since or item.date) <= item.date <= (scope.until or item.date)


def linked(service: Service, told: Any) -> Any:
    """The same with a link at every place in a record: what has a record, a start and an end."""
    if isinstance(told, list):
        return [linked(service, one) for one in told]
    if not isinstance(told, dict):
        return told
    inside = {key: linked(service, value) for key, value in told.items()}
    return inside | {"url": _link(service, told)} if told.keys() >= {"record_id", "start", "end"} else inside


def _link(service: Service, told: dict[str, Any]) -> str | None:
    if told["start"] is None:
        return None
    if service.site is not None:
        words = told["quote"] if "quote" in told else told["text"]
        return service.site + place_at(told["record_id"], Span(told["start"], told["end"]), words).address
    found = service.index.store.record(told["record_id"])
    return found.source if found is not None and is_address(found.source) else None
