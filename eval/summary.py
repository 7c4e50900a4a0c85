"""The figures over a run: one value a measure, over how many it goes, and how far it could be off."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from eval.bootstrap import ratio
from eval.coverage import risk_coverage
from eval.judged import RANKINGS, Row
from eval.measures import Outcome, percentile


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure over a whole run: `value` is None when nothing was scored; the counts say over how much it goes.

    `low` and `high` hold 95 % of what a bootstrap over records gives; None for what is no mean over questions.
    """

    name: str
    value: float | None
    scored: int
    not_scored: int
    low: float | None = None
    high: float | None = None


def summary(rows: Sequence[Row], memory_mb: float | None = None) -> tuple[Measure, ...]:
    """The figures over `rows`, in a fixed order: shares of 0 to 1, counts, words, milliseconds; every value is None without rows.

    Lower is better for those of `eval.labels.LOW`. `citation_recall`, `citation_precision`, `quote_faithfulness` and
    `detail_faithfulness` go over statements, citations and details, the others over questions.
    """
    curve = risk_coverage(row.judged for row in rows)
    given = curve.points[-1].answered if curve.points else 0
    times = [row.elapsed_ms for row in rows]
    return (
        _share(rows, "right", Outcome.RIGHT, (row.verdict for row in rows)),
        _mean(rows, "fact_recall", (row.recall for row in rows)),
        _share(rows, "evidence", Outcome.RIGHT, (row.evidence for row in rows)),
        _share(rows, "evidence_shown", Outcome.RIGHT, (row.shown for row in rows)),
        _share(rows, "right_record", Outcome.RIGHT, (row.right_record for row in rows)),
        _share(rows, "forbidden", Outcome.WRONG, (row.forbidden for row in rows)),
        _counted(rows, "quote_faithfulness", ((row.faithful, row.quotes) for row in rows)),
        _counted(rows, "detail_faithfulness", ((row.borne, row.said) for row in rows)),
        _share(rows, "citation_validity", Outcome.RIGHT, (row.valid for row in rows)),
        _counted(rows, "citation_recall", ((row.support.supported, row.support.statements) for row in rows)),
        _counted(rows, "citation_precision", ((row.support.precise, row.support.cited) for row in rows)),
        _counted(rows, "citation_on_target", ((row.on_target, row.quotes) for row in rows)),
        _mean(rows, "quoted_facts", (row.quoted for row in rows)),
        *(
            _mean(rows, name, (row.ranking[name] if row.ranking is not None else None for row in rows))
            for name in RANKINGS
        ),
        _share(rows, "correct_refusal", Outcome.RIGHT, (row.refusal for row in rows)),
        _share(rows, "false_answer", Outcome.WRONG, (row.no_false_answer for row in rows)),
        _share(rows, "over_refusal", Outcome.WRONG, (row.no_over_refusal for row in rows)),
        Measure("selective_risk", curve.points[-1].risk if given else None, given, len(rows) - given),
        Measure("risk_area", curve.area, given, len(rows) - given),
        _share(rows, "judged", Outcome.RIGHT, (row.opinion for row in rows)),
        Measure("crashes", sum(row.error is not None for row in rows) if rows else None, len(rows), 0),
        _mean(rows, "words", (float(row.words) if row.words else None for row in rows)),
        *(Measure(f"latency_p{share}_ms", percentile(times, share / 100), len(rows), 0) for share in (50, 95, 99)),
        Measure("memory_mb", memory_mb if rows else None, len(rows) if memory_mb is not None else 0, 0),
    )


def _counted(rows: Sequence[Row], name: str, counts: Iterable[tuple[int, int]]) -> Measure:
    """The share of parts in wholes over all answers together, given as (part, whole) for each row; not scored without a whole."""
    found = [(part, whole, row.fact.group) for (part, whole), row in zip(counts, rows, strict=True) if whole]
    figure = ratio([p for p, _, _ in found], [w for _, w, _ in found], [g for _, _, g in found])
    unscored = len(rows) - len(found)
    if figure is None:
        return Measure(name, None, 0, unscored)
    return Measure(name, figure.mean, sum(w for _, w, _ in found), unscored, figure.low, figure.high)


def _mean(rows: Sequence[Row], name: str, values: Iterable[float | None]) -> Measure:
    """The mean of what was scored."""
    found = [(value, row.fact.group) for value, row in zip(values, rows, strict=True) if value is not None]
    figure = ratio([value for value, _ in found], [1.0] * len(found), [group for _, group in found])
    if figure is None:
        return Measure(name, None, 0, len(rows))
    return Measure(name, figure.mean, len(found), len(rows) - len(found), figure.low, figure.high)


def _share(rows: Sequence[Row], name: str, counted: Outcome, outcomes: Iterable[Outcome]) -> Measure:
    """The share of `counted` among the outcomes that were scored."""
    values = (None if one is Outcome.NOT_SCORED else float(one is counted) for one in outcomes)
    return _mean(rows, name, values)
