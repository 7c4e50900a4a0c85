"""An answer in steps: what a model drafts from the quotes, and last the answer that passed the gates."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import date

from assistant import phrases
from assistant.answer import Answer, Draft, Turn
from assistant.ask import ask
from assistant.cite import faults
from assistant.generate import rewritten
from assistant.model import Model
from index.records import Scope
from index.search import Index


def steps(
    index: Index,
    message: str,
    history: Sequence[Turn] = (),
    *,
    model: Model | None,
    scope: Scope | None = None,
    without: Collection[str] = (),
    today: date | None = None,
) -> Iterator[Draft | Answer]:
    """Answers a message: drafts while a model writes, then exactly one answer.

    The quotes come first, as in `ask`; a model may only word what they say. Without a model, where nothing was found, and where an
    answer is a list of literal lines (a timeline, a ledger, an overview), there is nothing to word.

    Raises:
        QuestionError: as `ask`.
    """
    answer = ask(index, message, history, scope=scope, without=without, today=today)
    if model is None or not answer.answered or answer.confidence is None:
        yield answer
        return
    found = len(answer.citations)
    yield Draft("", found)
    for step in rewritten(model, answer):
        if isinstance(step, Answer) and faults(step, index.text_of):
            yield replace(answer, notice=phrases.MODEL_NOT_USED)
        else:
            yield step


def answered(
    index: Index,
    message: str,
    history: Sequence[Turn] = (),
    *,
    model: Model | None,
    scope: Scope | None = None,
    without: Collection[str] = (),
    today: date | None = None,
) -> Answer:
    """The last of the `steps`."""
    *_, last = steps(index, message, history, model=model, scope=scope, without=without, today=today)
    if not isinstance(last, Answer):
        raise TypeError("the last step is no answer")
    return last
