"""A run as people read it: a row per measure, and the questions that went wrong with what was seen."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from eval import coverage
from eval.floors import Floors
from eval.labels import LABELS, written
from eval.measures import Outcome
from eval.run import Report, Row


@dataclass(frozen=True, slots=True)
class TableRow:
    """One measure in words: `ok` is None when it has no floor or ceiling; `scored` is over how many it goes."""

    label: str
    value: str
    limit: str
    ok: bool | None
    scored: str


def table(report: Report, floors: Floors | None = None) -> list[TableRow]:
    """A row per measure, in the order of `LABELS`; without floors no row has a limit."""
    rows = []
    for measure in report.measures:
        least = floors.floors.get(measure.name) if floors else None
        most = floors.ceilings.get(measure.name) if floors else None
        limits = [f"≥ {written(measure.name, least)}"] if least is not None else []
        limits += [f"≤ {written(measure.name, most)}"] if most is not None else []
        ok = None
        if limits:
            ok = measure.value is not None and _between(measure.value, least, most)
        scored = f"{measure.scored}" + (f" ({measure.not_scored} n.v.t.)" if measure.not_scored else "")
        value = "niet gemeten" if measure.value is None else written(measure.name, measure.value)
        rows.append(TableRow(LABELS[measure.name], value, " en ".join(limits), ok, scored))
    return rows


def _between(value: float, least: float | None, most: float | None) -> bool:
    return (least is None or value >= least) and (most is None or value <= most)


def lines(report: Report, floors: Floors | None = None) -> list[str]:
    """The table as plain text, one measure a line, columns lined up."""
    cells = [("Maat", "Waarde", "Grens", "", "Aantal")]
    for row in table(report, floors):
        mark = {True: "goed", False: "TE LAAG" if "≥" in row.limit else "TE HOOG", None: ""}[row.ok]
        cells.append((row.label, row.value, row.limit, mark, row.scored))
    widths = [max(len(line[column]) for line in cells) for column in range(len(cells[0]))]
    return ["  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in cells]


def missed(report: Report) -> list[str]:
    """The questions that went wrong, each with why and with what was answered; [] when all went right."""
    return [
        f"{row.fact.id}: {row.fact.question}\n  {'; '.join(reasons(row))}\n  {_seen(row)}"
        for row in report.rows
        if row.verdict is Outcome.WRONG
    ]


def reasons(row: Row) -> list[str]:
    """Why a row isn't right, in Dutch; [] when it is."""
    if row.verdict is not Outcome.WRONG:
        return []
    if row.answer is None:
        return ["vastgelopen"]
    if row.fact.abstain:
        return ["beantwoord, terwijl de verslagen het niet zeggen"]
    if not row.answer.answered:
        return ["geweigerd, terwijl de verslagen het wel zeggen"]
    found = []
    if row.recall != 1.0:
        found.append(f"mist feiten ({written('fact_recall', row.recall or 0.0)} gevonden)")
    if row.evidence is Outcome.WRONG:
        found.append("haalt de juiste vindplaats niet aan")
    return found


def _seen(row: Row) -> str:
    return " ".join(row.answer.text.split()) if row.answer is not None else str(row.error)


def as_json(report: Report, floors: Floors | None = None) -> dict[str, Any]:
    """The whole run as plain data for `json.dumps`: measures, the curve, and per question what was asked and judged."""
    return {
        "measures": {
            measure.name: {"value": measure.value, "scored": measure.scored, "not_scored": measure.not_scored}
            for measure in report.measures
        },
        "floors": dict(floors.floors) if floors else {},
        "ceilings": dict(floors.ceilings) if floors else {},
        "curve": coverage.as_json(report.curve),
        "rows": [_row_json(row) for row in report.rows],
    }


def _row_json(row: Row) -> dict[str, Any]:
    answer = row.answer
    return {
        "id": row.fact.id,
        "question": row.fact.question,
        "history": list(row.fact.history),
        "tags": list(row.fact.tags),
        "abstain": row.fact.abstain,
        "verdict": row.verdict.value,
        "reasons": reasons(row),
        "recall": row.recall,
        "evidence": row.evidence.value,
        "valid": row.valid.value,
        "quotes": row.quotes,
        "faithful": row.faithful,
        "quoted": row.quoted,
        "on_target": row.on_target,
        "support": asdict(row.support),
        "confidence": answer.confidence if answer else None,
        "elapsed_ms": row.elapsed_ms,
        "error": row.error,
        "answered": answer.answered if answer else None,
        "short": answer.short if answer else None,
        "answer": answer.text if answer else None,
        "citations": _citations_json(row),
    }


def _citations_json(row: Row) -> Sequence[dict[str, Any]]:
    if row.answer is None:
        return []
    return [
        {
            "n": citation.n,
            "record_id": citation.passage.record_id,
            "date": citation.passage.date.isoformat() if citation.passage.date else None,
            "topic": citation.passage.topic,
            "quote": citation.quote,
        }
        for citation in row.answer.citations
    ]
