"""The suite runs: every known fact is asked, and what came back is kept, so that a bad number can be read and not re-run."""

import sys
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from assistant.answer import Answer, Turn
from eval.coverage import Curve, risk_coverage
from eval.facts import KnownFact
from eval.judged import Row, judged
from eval.summary import Measure, summary

Ask = Callable[[str, Sequence[Turn]], Answer]
Gold = Mapping[str, Collection[str]]
"""The id of a fact to the ids of the passages that must be found for it."""


@dataclass(frozen=True, slots=True)
class Report:
    """All rows of a run, in the order in which they were asked, and the most memory that one process took."""

    rows: tuple[Row, ...]
    memory_mb: float | None = None

    @property
    def measures(self) -> tuple[Measure, ...]:
        """The figures, in a fixed order."""
        return summary(self.rows, self.memory_mb)

    @property
    def curve(self) -> Curve:
        """Risk against coverage, from the surest answers to all that were given."""
        return risk_coverage(row.judged for row in self.rows)


def run(
    facts: Sequence[KnownFact],
    ask: Ask,
    *,
    texts: Mapping[str, str] | None = None,
    gold: Gold | None = None,
    progress: Callable[[int, int], None] | None = None,
    clock: Callable[[], float] = time.perf_counter,
) -> Report:
    """Asks every fact once and judges the answers.

    Args:
        facts: asked in order, each in a conversation of its own.
        ask: message and earlier turns to an answer. Whatever it raises is a miss of that question, not of the run.
        texts: record id to the record's text, see `eval.judged.judged`.
        gold: what must be found, for the measures of ranking; not scored without it.
        progress: called with (done, total) after each question.
        clock: seconds, for the time that an answer takes.
    """
    rows = []
    for done, fact in enumerate(facts, 1):
        rows.append(asked(fact, ask, texts, (gold or {}).get(fact.id, ()), clock))
        if progress is not None:
            progress(done, len(facts))
    return Report(tuple(rows), peak_memory_mb())


def asked(
    fact: KnownFact,
    ask: Ask,
    texts: Mapping[str, str] | None = None,
    gold: Collection[str] = (),
    clock: Callable[[], float] = time.perf_counter,
) -> Row:
    """Asks one fact and judges what comes back; arguments as those of `run`."""
    history = tuple(Turn("user", question) for question in fact.history)
    answer, error = None, None
    started = clock()
    try:
        answer = _checked(ask(fact.question, history))
    except Exception as problem:
        error = f"{type(problem).__name__}: {problem}"
    return judged(fact, answer, error, (clock() - started) * 1000, texts, gold)


def peak_memory_mb() -> float | None:
    """The most memory that this process has had, in megabytes; None on a system that doesn't tell."""
    try:
        import resource
    except ImportError:  # Windows
        return None
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (1e6 if sys.platform == "darwin" else 1e3)  # bytes there, kilobytes elsewhere


def _checked(answer: object) -> Answer:
    if not isinstance(answer, Answer):
        raise TypeError(f"asked for an Answer, got {type(answer).__name__}")
    return answer
