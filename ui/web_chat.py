"""A conversation as the page keeps it, and the steps in which a reply appears.

The page holds exchanges, not messages: a question with its answer, or with the notice that came instead. What
is shown is always drawn from them, so that the history that `ask` gets and the words on the screen can't
drift apart.
"""

import logging
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.answer import Answer, Citation, Turn
from assistant.ask import QuestionError
from ui import web_text

log = logging.getLogger(__name__)

Ask = Callable[[str, Sequence[Turn]], Answer]

# words up to and with the citations they rest on
_SENTENCE = re.compile(r".*?(?:\[\d+\])+[.!?]?|.+", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question and what came of it; while both `answer` and `notice` are None it is being answered.

    `refused` is True when the question can't be asked as it is: its text goes back to the box, to be mended.
    """

    asked: str
    answer: Answer | None = None
    notice: str | None = None
    refused: bool = False

    @property
    def pending(self) -> bool:
        """Whether the reply is still on its way."""
        return self.answer is None and self.notice is None


Conversation = tuple[Exchange, ...]


def history(conversation: Conversation) -> list[Turn]:
    """The plain texts of the exchanges that were answered, as `ask` wants them."""
    return [
        turn
        for exchange in conversation
        if exchange.answer is not None
        for turn in (Turn("user", exchange.asked), Turn("assistant", exchange.answer.text))
    ]


def reply(ask: Ask, conversation: Conversation, message: str) -> Iterator[tuple[Conversation, int | None]]:
    """Asks `message` and yields the conversation as it grows.

    Yields:
        The conversation, and how many characters of the last answer's text to show, None for all: first
        with the question alone, then sentence by sentence, then complete. What goes wrong ends in a notice.
    """
    message = message.encode(errors="replace").decode()  # a lone surrogate can't be sent back to the browser
    asked = Exchange(message)
    yield (*conversation, asked), None
    try:
        answer = ask(message, history(conversation))
    except QuestionError as error:
        yield (*conversation, replace(asked, notice=str(error), refused=True)), None
        return
    except Exception:
        log.exception("een vraag in de browser kon niet worden beantwoord")
        yield (*conversation, replace(asked, notice=web_text.SORRY)), None
        return
    whole = (*conversation, replace(asked, answer=answer))
    for end in sentence_ends(answer.text)[:-1]:
        yield whole, end
    yield whole, None


def sentence_ends(text: str) -> list[int]:
    """Where the statements of an answer end, each with its markers; the last one at the end of the text."""
    return [match.end() for match in _SENTENCE.finditer(text)]


def stopped(conversation: Conversation) -> Conversation:
    """The conversation after the user stopped waiting for the last reply."""
    if conversation and conversation[-1].pending:
        return (*conversation[:-1], replace(conversation[-1], notice=web_text.STOPPED))
    return conversation


def citation_at(conversation: Conversation, turn: object, n: object) -> Citation | None:
    """Citation `n` (from 1) of exchange `turn` (from 0), as the browser asks for it, or None."""
    if not isinstance(turn, int) or not 0 <= turn < len(conversation):
        return None
    answer = conversation[turn].answer
    return next((c for c in answer.citations if c.n == n), None) if answer else None
