"""The suite runs: every known fact is asked, and what came back is kept, so that a bad number can be read and not re-run."""

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from assistant.answer import Answer, Turn
from eval.facts import KnownFact
from eval.measures import (
    Outcome,
    correct_refusal,
    evidence_hit,
    fact_recall,
    has_valid_citations,
    is_faithful,
    no_false_answer,
    no_over_refusal,
    percentile,
    said,
    verdict,
)

Ask = Callable[[str, Sequence[Turn]], Answer]


@dataclass(frozen=True, slots=True)
class Row:
    """One question as it went. `answer` is None when asking it crashed, then `error` says how.

    `recall` is the share of facts that the answer says (None: not scored), `quotes` the number of citations and
    `faithful` how many of them are literal. `valid` is whether markers and citations go together.
    """

    fact: KnownFact
    answer: Answer | None
    error: str | None
    elapsed_ms: float
    verdict: Outcome
    recall: float | None
    evidence: Outcome
    refusal: Outcome
    no_false_answer: Outcome
    no_over_refusal: Outcome
    valid: Outcome
    quotes: int
    faithful: int


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure over a whole run: `value` is None when nothing was scored; the counts say over how much it goes."""

    name: str
    value: float | None
    scored: int
    not_scored: int


@dataclass(frozen=True, slots=True)
class Report:
    """All rows of a run, in the order in which they were asked."""

    rows: tuple[Row, ...]

    @property
    def measures(self) -> tuple[Measure, ...]:
        """The figures, in a fixed order."""
        return summary(self.rows)


def run(
    facts: Sequence[KnownFact],
    ask: Ask,
    *,
    texts: Mapping[str, str] | None = None,
    progress: Callable[[int, int], None] | None = None,
    clock: Callable[[], float] = time.perf_counter,
) -> Report:
    """Asks every fact once and judges the answers.

    Args:
        facts: asked in order, each in a conversation of its own.
        ask: message and earlier turns to an answer. Whatever it raises is a miss of that question, not of the run.
        texts: record id to the record's text, to lay quotes beside; quotes of a record that isn't in it are unfaithful.
            When None, quotes are laid beside their passage.
        progress: called with (done, total) after each question.
        clock: seconds, for the time that an answer takes.
    """
    rows = []
    for done, fact in enumerate(facts, 1):
        history = tuple(Turn("user", question) for question in fact.history)
        answer, error = None, None
        started = clock()
        try:
            answer = _checked(ask(fact.question, history))
        except Exception as problem:
            error = f"{type(problem).__name__}: {problem}"
        rows.append(_row(fact, answer, error, (clock() - started) * 1000, texts))
        if progress is not None:
            progress(done, len(facts))
    return Report(tuple(rows))


def _checked(answer: object) -> Answer:
    if not isinstance(answer, Answer):
        raise TypeError(f"asked for an Answer, got {type(answer).__name__}")
    return answer


def _row(
    fact: KnownFact,
    answer: Answer | None,
    error: str | None,
    elapsed_ms: float,
    texts: Mapping[str, str] | None,
) -> Row:
    """One judged question; without an answer everything that applies to the question is a miss."""
    citations = answer.citations if answer is not None else ()
    told = said(answer) if answer is not None and answer.answered else ""
    return Row(
        fact=fact,
        answer=answer,
        error=error,
        elapsed_ms=elapsed_ms,
        verdict=verdict(answer, fact),
        recall=fact_recall(told, fact.facts),
        evidence=evidence_hit(citations, fact),
        refusal=correct_refusal(answer, fact),
        no_false_answer=no_false_answer(answer, fact),
        no_over_refusal=no_over_refusal(answer, fact),
        valid=Outcome.RIGHT if answer is not None and has_valid_citations(answer) else Outcome.WRONG,
        quotes=len(citations),
        faithful=sum(
            is_faithful(citation, None if texts is None else texts.get(citation.passage.record_id, ""))
            for citation in citations
        ),
    )


def summary(rows: Sequence[Row]) -> tuple[Measure, ...]:
    """The figures over `rows`: shares of 0 to 1, a count of crashes, milliseconds; every value is None without rows.

    `false_answer` and `over_refusal` are shares of what went wrong, so lower is better, as it is for the last three.
    """
    recalls = [row.recall for row in rows if row.recall is not None]
    quotes = sum(row.quotes for row in rows)
    times = [row.elapsed_ms for row in rows]
    return (
        _share("right", Outcome.RIGHT, (row.verdict for row in rows)),
        Measure("fact_recall", _ratio(sum(recalls), len(recalls)), len(recalls), len(rows) - len(recalls)),
        _share("evidence", Outcome.RIGHT, (row.evidence for row in rows)),
        Measure(
            "quote_faithfulness",
            _ratio(sum(row.faithful for row in rows), quotes),
            quotes,
            sum(not row.quotes for row in rows),
        ),
        _share("citation_validity", Outcome.RIGHT, (row.valid for row in rows)),
        _share("correct_refusal", Outcome.RIGHT, (row.refusal for row in rows)),
        _share("false_answer", Outcome.WRONG, (row.no_false_answer for row in rows)),
        _share("over_refusal", Outcome.WRONG, (row.no_over_refusal for row in rows)),
        Measure("crashes", sum(row.error is not None for row in rows) if rows else None, len(rows), 0),
        Measure("latency_p50_ms", percentile(times, 0.5), len(rows), 0),
        Measure("latency_p95_ms", percentile(times, 0.95), len(rows), 0),
    )


def _share(name: str, counted: Outcome, outcomes: Iterable[Outcome]) -> Measure:
    """The share of `counted` among the outcomes that were scored."""
    found = list(outcomes)
    unscored = found.count(Outcome.NOT_SCORED)
    scored = len(found) - unscored
    return Measure(name, _ratio(found.count(counted), scored), scored, unscored)


def _ratio(part: float, whole: int) -> float | None:
    return part / whole if whole else None
