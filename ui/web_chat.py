"""A conversation as the page keeps it, and the steps in which a reply appears.

The page holds exchanges, not messages: a question with its answer, or with the notice that came instead. What
is shown is always drawn from them, so that the history that `ask` gets and the words on the screen can't
drift apart.
"""

import logging
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from time import perf_counter
from typing import Protocol
from uuid import uuid4

from assistant.answer import Answer, Draft, PartKind, ScopePart, Turn
from index.errors import UsageError
from index.records import EVERYTHING, Scope
from ui import web_text

log = logging.getLogger(__name__)

# words up to and with the citations they rest on
_SENTENCE = re.compile(r".*?(?:\[\d+\])+[.!?]?|.+", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer as it was given: with what came before it, without which parts, when, and how long it took.

    `key` tells it from every other answer; `scope` is what the user had set by hand.
    """

    question: str
    history: tuple[Turn, ...]
    answer: Answer
    without: tuple[str, ...]
    at: datetime
    elapsed_ms: float
    key: str = ""
    scope: Scope | None = None


class Ask(Protocol):
    """Answers a message, given the turns before it, within a scope, without the kinds of part that are left out of the question.

    A model's answer comes in steps: what it has written so far, and last the answer.
    """

    def __call__(
        self, message: str, history: Sequence[Turn], /, *, scope: Scope | None = None, without: Collection[str] = ()
    ) -> Answer | Iterator[Draft | Answer]: ...


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question and what came of it; while both `answer` and `notice` are None it is being answered.

    `draft` is what a model has written of the answer, before it was checked.

    `refused` is True when the question can't be asked as it is: its text goes back to the box, to be mended.
    `scope` is what the user had set by hand, None for nothing. `removed` are the parts of the question's own scope that the user
    took away, in that order. `again` is the exchange that this one puts in other words or asks once more, counted from 0; None
    where it is new. `at` is when the answer came, `elapsed_ms` how long it took, and `key` tells it from every
    other answer. `expected` is the hash of the answer that a shared link was made of, "" when there was no link. `found` is how
    many quotes a model was given to word, 0 while it has none. `restored` is True when it came back from the browser's own
    store: it is shown as it was, but nothing vouches for it.
    """

    asked: str
    answer: Answer | None = None
    notice: str | None = None
    refused: bool = False
    removed: tuple[ScopePart, ...] = ()
    again: int | None = None
    draft: str = ""
    at: datetime | None = None
    elapsed_ms: float = 0.0
    key: str = ""
    scope: Scope | None = None
    expected: str = ""
    found: int = 0
    restored: bool = False

    @property
    def without(self) -> tuple[str, ...]:
        """The kinds of part that the question was asked without."""
        return tuple(part.kind.value for part in self.removed)

    @property
    def pending(self) -> bool:
        """Whether the reply is still on its way."""
        return self.answer is None and self.notice is None


Conversation = tuple[Exchange, ...]


def history(conversation: Conversation) -> list[Turn]:
    """The plain texts of the exchanges that were answered, as `ask` wants them.

    A question that was asked again counts once, in the place of the last time, and as it was then understood: as it was
    typed it still holds the words that were taken away.
    """
    answered: dict[int, list[Turn]] = {}
    for turn, exchange in enumerate(conversation):
        if exchange.answer is None:
            continue
        first = turn if exchange.again is None else exchange.again
        answered.pop(first, None)  # so that the last time comes last
        asked = exchange.answer.question.text if exchange.removed else exchange.asked
        answered[first] = [Turn("user", asked), Turn("assistant", exchange.answer.text)]
    return [turn for turns in answered.values() for turn in turns]


def asked_without(conversation: Conversation, turn: object, kind: object) -> Exchange | None:
    """The question of exchange `turn` (from 0), to be asked again without its part of that kind as well.

    None when there is no such exchange or part, as when the browser makes it up.
    """
    before = _exchange(conversation, turn)
    parts = before.answer.question.parts if before is not None and before.answer else ()
    part = next((part for part in parts if part.kind == kind), None)
    if before is None or part is None:
        return None
    left = wider(before.scope, part.kind)
    removed = before.removed if left != before.scope else (*before.removed, part)
    return Exchange(before.asked, removed=removed, again=_first(before, turn), scope=left)


def asked_again(conversation: Conversation, turn: object, question: object = None) -> Exchange | None:
    """The question of exchange `turn` (from 0), to be asked once more, or in other words, in the same scope.

    None when there is no such exchange, as when the browser makes it up.
    """
    before = _exchange(conversation, turn)
    if before is None or not isinstance(question, str | None):
        return None
    if question is None:
        return Exchange(before.asked, removed=before.removed, again=_first(before, turn), scope=before.scope)
    return Exchange(_sendable(question), again=_first(before, turn), scope=before.scope)


def _exchange(conversation: Conversation, turn: object) -> Exchange | None:
    there = isinstance(turn, int) and not isinstance(turn, bool) and 0 <= turn < len(conversation)
    return conversation[turn] if there and isinstance(turn, int) else None


def _first(exchange: Exchange, turn: object) -> int | None:
    """The exchange in which a question was first asked."""
    return exchange.again if exchange.again is not None or not isinstance(turn, int) else turn


def wider(scope: Scope | None, kind: PartKind) -> Scope | None:
    """A scope that was set by hand, less its part of that kind; None when nothing is left of it."""
    if scope is None:
        return None
    if kind is PartKind.PERIOD:
        scope = replace(scope, since=None, until=None)
    elif kind is PartKind.TOPIC:
        scope = replace(scope, topic=None)
    elif kind is PartKind.SPEAKER:
        scope = replace(scope, speaker=None)
    return None if scope == EVERYTHING else scope


def reply(ask: Ask, conversation: Conversation, question: str | Exchange) -> Iterator[tuple[Conversation, int | None]]:
    """Asks a question and yields the conversation as it grows.

    Args:
        ask: gives the answer.
        conversation: the exchanges so far.
        question: a new question, or one to be asked again (see `asked_without` and `asked_again`) with the turns before its
            first time.

    Yields:
        The conversation, and how many characters of the last answer's text to show, None for all: first
        with the question alone, then what a model drafts, then sentence by sentence, then complete.
        What goes wrong ends in a notice.
    """
    asked = Exchange(_sendable(question)) if isinstance(question, str) else question
    yield (*conversation, asked), None
    start = perf_counter()
    try:
        found = ask(asked.asked, history(conversation[: asked.again]), scope=asked.scope, without=asked.without)
        answer = None
        for step in [found] if isinstance(found, Answer) else found:
            if isinstance(step, Answer):
                answer = step
            else:
                yield (*conversation, replace(asked, draft=step.text, found=step.found)), None
        if answer is None:
            raise RuntimeError("no answer came")
    except UsageError as error:
        yield (*conversation, replace(asked, notice=str(error), refused=True)), None
        return
    except Exception:
        log.exception("een vraag in de browser kon niet worden beantwoord")
        yield (*conversation, replace(asked, notice=web_text.SORRY)), None
        return
    elapsed = (perf_counter() - start) * 1000
    answered = replace(asked, answer=answer, at=datetime.now(UTC), elapsed_ms=elapsed, key=uuid4().hex)
    whole = (*conversation, answered)
    for end in sentence_ends(answer.text)[:-1]:
        yield whole, end
    yield whole, None


def _sendable(text: str) -> str:
    """`text` without lone surrogates, which can't be sent back to the browser."""
    return text.encode(errors="replace").decode()


def sentence_ends(text: str) -> list[int]:
    """Where the statements of an answer end, each with its markers; the last one at the end of the text."""
    return [match.end() for match in _SENTENCE.finditer(text)]


def stopped(conversation: Conversation) -> Conversation:
    """The conversation after the user stopped waiting for the last reply."""
    if conversation and conversation[-1].pending:
        return (*conversation[:-1], replace(conversation[-1], notice=web_text.STOPPED))
    return conversation


def kept_at(conversation: Conversation, turn: object) -> Kept | None:
    """The answer of exchange `turn` (from 0), to be kept; None when there is none."""
    exchange = _exchange(conversation, turn)
    if exchange is None or exchange.answer is None or exchange.at is None:
        return None
    before = history(conversation[: _first(exchange, turn)])
    return Kept(
        exchange.asked,
        tuple(before),
        exchange.answer,
        exchange.without,
        exchange.at,
        exchange.elapsed_ms,
        exchange.key,
        exchange.scope,
    )
