"""A system that always answers, made to decline below a threshold: the one that costs it the fewest errors.

The threshold is chosen on the very questions that are judged, which favours the system: nobody can say that it may not decline.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from assistant.answer import Answer
from eval.cited import declined
from eval.extractive import CANNOT, covered
from eval.judged import Row, judged
from eval.measures import Outcome

SIGNALS: Mapping[str, Callable[[Answer], float]] = {
    "zijn eigen score": lambda answer: answer.confidence or 0.0,
    "dekking": lambda answer: covered(answer.question.text, " ".join(one.quote for one in answer.citations)),
}


@dataclass(frozen=True, slots=True)
class Threshold:
    """The value of one of `SIGNALS` below which a system declines, and the errors that it makes with it."""

    signal: str
    value: float
    errors: int


def fairest(rows: Sequence[Row]) -> Threshold:
    """The threshold, on the signal, with the fewest errors on these rows; of equals the lowest, which answers most.

    At 0 nothing more is declined.
    """
    found = [
        Threshold(signal, value, _errors(rows, signal, value)) for signal in SIGNALS for value in _values(rows, signal)
    ]
    return min(found, key=lambda one: (one.errors, one.value))


def _values(rows: Sequence[Row], signal: str) -> list[float]:
    given = {SIGNALS[signal](row.answer) for row in rows if row.answer is not None and row.answer.answered}
    return sorted({0.0, *given})


def _errors(rows: Sequence[Row], signal: str, value: float) -> int:
    return sum(not row.fact.abstain if _falls(row, signal, value) else row.verdict is Outcome.WRONG for row in rows)


def _falls(row: Row, signal: str, value: float) -> bool:
    return row.answer is not None and row.answer.answered and SIGNALS[signal](row.answer) < value


def declining(rows: Sequence[Row], limit: Threshold, texts: Mapping[str, str]) -> tuple[Row, ...]:
    """The same rows, judged as if every answer below the threshold had been a refusal; it takes as long."""
    return tuple(
        judged(row.fact, declined(row.answer.question.text, CANNOT, row.answer.composer), None, row.elapsed_ms, texts)
        if row.answer is not None and _falls(row, limit.signal, limit.value)
        else row
        for row in rows
    )
