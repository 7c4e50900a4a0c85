"""A conversation as the JSON that a browser keeps of it, and back: the values as they are, less the words of passages.

The server keeps no conversations; what comes back was in the hands of whoever sat at the browser. So the JSON is read against the
types of the values themselves (`web_history_values`) and then against what those promise each other, and whatever doesn't fit
is refused. What fits is shown as it was. It proves nothing: a quote that no longer stands literally in its record keeps its link,
which tells so, and the answer can't be judged any more, as feedback points at places in records. Which passages were weighed is
left out: only an account of an answer tells of those, and none is made of an answer that comes back.
"""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache

from assistant.answer import Answer, Citation
from assistant.ask import QUESTION_CHARS
from index.errors import UsageError
from index.records import Record, Span
from index.search import Index
from ui import web_text_history
from ui.web_chat import Conversation, Exchange
from ui.web_history_values import MisshapenError, from_values, to_values

VERSION = 1
LONGEST = 1_000_000  # characters of one conversation
MOST_EXCHANGES = 200
MOST_CITATIONS = 200  # of one answer
_YEARS = range(2000, 2100)  # in which an answer may be given
_KEY = re.compile(r"[0-9a-f]{32}|")
_COMPOSER = re.compile(r"extractive|llm:.{1,200}")
_DIGEST = re.compile(r"[0-9a-f]{16}|")
_ENDLESS = re.compile(r"\d{1000}")  # no number of a citation


class HistoryError(UsageError):
    """What the browser kept can't be shown, or a conversation can't be kept; the message is Dutch and says why."""


def to_json(conversation: Conversation) -> str:
    """The conversation for the browser to keep; "" when no question in it was answered.

    A question that is still being answered is left out, and of one that was refused for its length what is too long.

    Raises:
        HistoryError: it is longer than what can be read back.
    """
    done = conversation[:-1] if conversation and conversation[-1].pending else conversation
    if not any(exchange.answer for exchange in done):
        return ""
    values = [to_values(replace(one, asked=one.asked[:QUESTION_CHARS], draft="", restored=False)) for one in done]
    told = json.dumps({"v": VERSION, "exchanges": values}, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    if len(told) > LONGEST or len(done) > MOST_EXCHANGES:
        raise HistoryError(web_text_history.TOO_LONG)
    return told.encode(errors="replace").decode()  # a half of a character can't be sent


def from_json(text: object, index: Index) -> Conversation:
    """The conversation that a browser kept.

    Args:
        text: what it sends; anybody can have written it.
        index: gives the words of the passages, from the records that are still there as they were.

    Raises:
        HistoryError: it isn't such a conversation, or one that is too long or of another version of this program.
    """
    if not isinstance(text, str) or len(text) > LONGEST:
        raise HistoryError(web_text_history.DAMAGED)
    try:
        told = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise HistoryError(web_text_history.DAMAGED) from error
    if not isinstance(told, dict) or told.keys() != {"v", "exchanges"} or told["v"] is True:
        raise HistoryError(web_text_history.DAMAGED)
    if told["v"] != VERSION:
        raise HistoryError(web_text_history.OTHER_VERSION)
    record = cache(index.store.record)
    try:
        found: Conversation = from_values(
            tuple[Exchange, ...], told["exchanges"], lambda id_, span: _words(record(id_), span)
        )
    except MisshapenError as error:
        raise HistoryError(web_text_history.DAMAGED) from error
    if not 0 < len(found) <= MOST_EXCHANGES or not all(_sound(turn, one) for turn, one in enumerate(found)):
        raise HistoryError(web_text_history.DAMAGED)
    return tuple(_as_it_stands(one, record) for one in found)


def _words(record: Record | None, span: Span) -> str:
    return span.of(record.text) if record else ""


def _as_it_stands(exchange: Exchange, record: Callable[[str], Record | None]) -> Exchange:
    """The exchange as it came back; where a record has other words now the quote stands in for its passage."""
    answer = exchange.answer
    if answer is None:
        return replace(exchange, restored=True)

    def literal(one: Citation) -> bool:
        return _words(record(one.passage.record_id), one.span) == one.quote

    def standing(cited: tuple[Citation, ...]) -> tuple[Citation, ...]:
        return tuple(
            one if literal(one) else replace(one, passage=replace(one.passage, text=one.quote)) for one in cited
        )

    return replace(
        exchange,
        answer=replace(answer, citations=standing(answer.citations), nearest=standing(answer.nearest)),
        key=exchange.key if all(map(literal, (*answer.citations, *answer.nearest))) else "",
        restored=True,
    )


def _sound(turn: int, exchange: Exchange) -> bool:
    """Whether an exchange is one that the page could have held."""
    return all(_exchange_rules(turn, exchange)) and (exchange.answer is None or all(_answer_rules(exchange.answer)))


def _exchange_rules(turn: int, exchange: Exchange) -> Iterator[bool]:
    yield len(exchange.asked) <= QUESTION_CHARS
    yield not (exchange.pending or exchange.draft or exchange.restored)
    yield exchange.again is None or exchange.again < turn
    if exchange.answer is None:
        yield exchange.at is None and not exchange.key
    else:
        yield exchange.notice is None and not exchange.refused
        yield exchange.at is not None and exchange.at.year in _YEARS
    yield bool(_KEY.fullmatch(exchange.key) and _DIGEST.fullmatch(exchange.expected))


def _answer_rules(answer: Answer) -> Iterator[bool]:
    """What an answer promises of itself, as far as the page leans on it."""
    for cited in (answer.citations, answer.nearest):
        yield len(cited) <= MOST_CITATIONS
        yield [citation.n for citation in cited] == list(range(1, len(cited) + 1))
        yield all(citation.quote.strip() for citation in cited)
    yield answer.answered or not answer.citations
    yield (answer.refusal is None) or not answer.answered
    numbers = {citation.n for citation in answer.citations}
    yield answer.mark is None or answer.mark.n in numbers
    yield all(one.n in numbers for one in answer.explanations)
    yield answer.confidence is None or answer.confidence <= 1
    yield bool(_COMPOSER.fullmatch(answer.composer))
    yield not answer.seen
    yield not _ENDLESS.search(answer.text)
