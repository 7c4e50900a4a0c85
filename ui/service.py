"""What programs can do with the records: each operation is a function over an open index that gives one typed value.

The HTTP API and the MCP server both call these and nothing else, so that the same question gets the same answer through every
face, and what one of them may not tell, such as where files lie on this machine, the other doesn't tell either.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import Any, Literal

from assistant import phrases
from assistant.answer import Answer, PartKind, Turn
from assistant.ask import QUESTION_CHARS, QuestionError
from assistant.model import Model
from assistant.narrow import search_in
from assistant.plain import plain_line
from assistant.stream import answered
from index.errors import UsageError
from index.ledger import Status
from index.ledger_status import read_ledger
from index.records import EVERYTHING, Scope, Span
from index.search import Index
from index.web_address import is_address
from ui import render, render_ledger, render_meetings, service_types, tally, web_text_api
from ui.cli_scope import scope_from_json
from ui.ledger_choice import choice_from, chosen_items
from ui.meeting_choice import days_of, side_by_side, topic_line
from ui.metrics import Face
from ui.web_place import place_at

MOST_HITS = 50
LedgerKind = Literal["besluit", "toezegging", "aankondiging"]
"""What can be asked of the ledger: the kinds of entry that it shows."""


@dataclass(frozen=True, slots=True)
class Service:
    """The records at hand, and how to answer from them.

    `site` is the address at which the browser face is reached, without a slash at its end; "" makes links from the root of the
    site, and None only where a record came from the web. Questions are counted as asked at `face`.
    """

    index: Index
    model: Model | None = None
    site: str | None = None
    face: Face = Face.API


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
    with tally.question(service.face, question) as asking:
        found = answered(service.index, question, turns, model=service.model, scope=scope, without=without)
        asking.answer = found
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
    items = chosen_items(read_ledger(service.index.store), choice_from(kind, status, scope or EVERYTHING))
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
    line, said = topic_line(service.index, topic, scope)
    told = render_meetings.timeline_json(line, said, (perf_counter() - start) * 1000)
    return service_types.Timeline.model_validate(linked(service, told))


def comparison(service: Service, first: str, second: str) -> service_types.Comparison:
    """Two meetings side by side.

    Raises:
        UsageError: a date that is none, or of which there is no single meeting with a record.
    """
    start = perf_counter()
    compared, said = side_by_side(service.index, days_of(first), days_of(second), f"{first} {second}")
    told = render_meetings.comparison_json(compared, said, (perf_counter() - start) * 1000)
    return service_types.Comparison.model_validate(linked(service, told))


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
