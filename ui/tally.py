"""One question that a face answers: timed, counted and written in the log once, in one place.

A line in the log tells how it went and how long it took. What was asked and answered goes along apart, and is written only
where `LOVP_LOG_QUESTIONS` says so.
"""

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from time import perf_counter

from assistant.answer import Answer, Refusal
from assistant.model import Message, Model, ModelError
from index.errors import UsageError
from ui import web_text_operation as text
from ui.limits import TooManyError
from ui.logs import request_number
from ui.metrics import Face, Outcome, count_model, count_question

log = logging.getLogger(__name__)

_DECLINED = {
    Refusal.NOTHING: Outcome.NOTHING,
    Refusal.MENTIONED: Outcome.MENTIONED,
    Refusal.OUTSIDE: Outcome.OUTSIDE,
    None: Outcome.DECLINED,
}


class Asking:
    """A question that is being answered; whoever gets its answer puts it in `answer`."""

    def __init__(self) -> None:
        """Has no answer yet."""
        self.answer: Answer | None = None


@contextmanager
def question(face: Face, asked: str, number: str = "") -> Iterator[Asking]:
    """Counts the question that is answered inside the block, and how that ended.

    Args:
        face: where it was asked.
        asked: as typed.
        number: what else the question is known by; that of the request, or a new one, when "".
    """
    asking = Asking()
    start = perf_counter()
    error: BaseException | None = None
    try:
        yield asking
    except BaseException as raised:
        error = raised
        raise
    finally:
        _note(face, asked, number or request_number(), asking.answer, error, perf_counter() - start)


def _note(
    face: Face, asked: str, number: str, answer: Answer | None, error: BaseException | None, seconds: float
) -> None:
    outcome = outcome_of(answer, error)
    count_question(face, outcome, seconds, answer)
    fields: dict[str, object] = {
        "face": face.value,
        "outcome": outcome.value,
        "ms": round(seconds * 1000),
        "id": number,
    }
    if answer is not None:
        by_model = answer.composer != "extractive"
        fields |= {"citations": len(answer.citations), "withheld": len(answer.withheld), "model": by_model}
    if outcome is Outcome.FAILED and error is not None:
        fields["error"] = type(error).__name__
    private = {"question": asked, "answer": answer.text if answer else ""}
    said = text.QUESTION_DONE.format(face=face.value, outcome=outcome.value, ms=fields["ms"])
    log.info("%s", said, extra={"fields": fields, "private": private})


def outcome_of(answer: Answer | None, error: BaseException | None) -> Outcome:
    """How a question ended; an answer that came counts, whatever went wrong after it."""
    if answer is not None:
        return Outcome.ANSWERED if answer.answered else _DECLINED[answer.refusal]
    if isinstance(error, TooManyError):
        return Outcome.LIMITED
    if isinstance(error, UsageError):
        return Outcome.UNUSABLE
    if isinstance(error, GeneratorExit):
        return Outcome.STOPPED
    return Outcome.FAILED


def counted(model: Model | None) -> Model | None:
    """The model, with what it does counted; None when there is none."""
    return None if model is None else _CountedModel(model)


class _CountedModel:
    """A model of which each answer is timed, and each failure counted."""

    def __init__(self, model: Model) -> None:
        self._model = model

    @property
    def name(self) -> str:
        return self._model.name

    def write(self, messages: Sequence[Message]) -> Iterator[str]:
        start = perf_counter()
        failure = None
        pieces = self._model.write(messages)
        try:
            yield from pieces  # closing this one closes that one
        except ModelError as error:
            failure = error.failure
            raise
        finally:
            count_model(perf_counter() - start, failure)
