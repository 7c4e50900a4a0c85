"""The suite runs: every known fact is asked, and what came back is kept, so that a bad number can be read and not re-run."""

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from assistant.answer import Answer, Turn
from eval.coverage import Curve, Judged, risk_coverage
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
    on_target,
    percentile,
    quoted_facts,
    said,
    verdict,
)
from eval.support import Support, support

Ask = Callable[[str, Sequence[Turn]], Answer]


@dataclass(frozen=True, slots=True)
class Row:
    """One question as it went. `answer` is None when asking it crashed, then `error` says how.

    `recall` is the share of facts that the answer says (None: not scored), `quoted` the share that stands in its quotes;
    `quotes` is the number of citations, `faithful` how many of them are literal, `on_target` how many hold what was asked.
    `valid` is whether markers and citations go together, `support` whether they bear out what is said.
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
    quoted: float | None
    on_target: int
    support: Support

    @property
    def judged(self) -> Judged:
        """How sure the answer was and whether it is right; an answer that doesn't say how sure it is is given anyhow."""
        given = self.answer is not None and self.answer.answered
        sure = self.answer.confidence if self.answer is not None else None
        confidence = (1.0 if sure is None else sure) if given else None
        return Judged(confidence, not self.fact.abstain, self.verdict is Outcome.RIGHT)


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

    @property
    def curve(self) -> Curve:
        """Risk against coverage, from the surest answers to all that were given."""
        return risk_coverage(row.judged for row in self.rows)


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
    given = answer is not None and answer.answered
    told = said(answer) if answer is not None and given else ""
    literal = [
        citation
        for citation in citations
        if is_faithful(citation, None if texts is None else texts.get(citation.passage.record_id, ""))
    ]
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
        faithful=len(literal),
        quoted=quoted_facts(literal if given else (), fact),
        on_target=sum(on_target(citation, fact) for citation in literal),
        support=support(answer, {c.n for c in literal}) if answer is not None else Support(0, 0, 0, 0),
    )


def summary(rows: Sequence[Row]) -> tuple[Measure, ...]:
    """The figures over `rows`: shares of 0 to 1, a count of crashes, milliseconds; every value is None without rows.

    Lower is better for `false_answer` and everything behind it, which are shares of what went wrong.
    """
    recalls = [row.recall for row in rows if row.recall is not None]
    quotes = sum(row.quotes for row in rows)
    quoted = [row.quoted for row in rows if row.quoted is not None]
    made = [row.support for row in rows if row.support.statements]
    curve = risk_coverage(row.judged for row in rows)
    given = curve.points[-1].answered if curve.points else 0
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
        _counted("citation_recall", [(one.supported, one.statements) for one in made], len(rows)),
        _counted("citation_precision", [(one.precise, one.cited) for one in made], len(rows)),
        _counted("citation_on_target", [(row.on_target, row.quotes) for row in rows if row.quotes], len(rows)),
        Measure("quoted_facts", _ratio(sum(quoted), len(quoted)), len(quoted), len(rows) - len(quoted)),
        _share("correct_refusal", Outcome.RIGHT, (row.refusal for row in rows)),
        _share("false_answer", Outcome.WRONG, (row.no_false_answer for row in rows)),
        _share("over_refusal", Outcome.WRONG, (row.no_over_refusal for row in rows)),
        Measure("selective_risk", curve.points[-1].risk if given else None, given, len(rows) - given),
        Measure("risk_area", curve.area, given, len(rows) - given),
        Measure("crashes", sum(row.error is not None for row in rows) if rows else None, len(rows), 0),
        Measure("latency_p50_ms", percentile(times, 0.5), len(rows), 0),
        Measure("latency_p95_ms", percentile(times, 0.95), len(rows), 0),
    )


def _counted(name: str, counts: Sequence[tuple[int, int]], rows: int) -> Measure:
    """The share of parts in wholes over all answers together, given as (part, whole) for each answer that has any."""
    whole = sum(total for _, total in counts)
    return Measure(name, _ratio(sum(part for part, _ in counts), whole), whole, rows - len(counts))


def _share(name: str, counted: Outcome, outcomes: Iterable[Outcome]) -> Measure:
    """The share of `counted` among the outcomes that were scored."""
    found = list(outcomes)
    unscored = found.count(Outcome.NOT_SCORED)
    scored = len(found) - unscored
    return Measure(name, _ratio(found.count(counted), scored), scored, unscored)


def _ratio(part: float, whole: int) -> float | None:
    return part / whole if whole else None
