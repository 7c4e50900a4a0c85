"""A run as people read it: a row per measure, and the questions that went wrong with what was seen."""

from dataclasses import dataclass

from eval.floors import Floors
from eval.judged import Row
from eval.labels import LABELS, written
from eval.measures import Outcome
from eval.run import Report


@dataclass(frozen=True, slots=True)
class TableRow:
    """One measure in words: `ok` is None when it has no floor or ceiling; `scored` is over how many it goes."""

    label: str
    value: str
    interval: str
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
        bounds = [written(measure.name, one) for one in (measure.low, measure.high) if one is not None]
        interval = " – ".join(bounds) if measure.low != measure.high else ""
        rows.append(TableRow(LABELS[measure.name], value, interval, " en ".join(limits), ok, scored))
    return rows


def _between(value: float, least: float | None, most: float | None) -> bool:
    return (least is None or value >= least) and (most is None or value <= most)


def lines(report: Report, floors: Floors | None = None) -> list[str]:
    """The table as plain text, one measure a line, columns lined up."""
    cells = [("Maat", "Waarde", "95 % zeker tussen", "Grens", "", "Aantal")]
    for row in table(report, floors):
        if row.value == "niet gemeten" and not row.limit:
            continue
        mark = {True: "goed", False: "TE LAAG" if "≥" in row.limit else "TE HOOG", None: ""}[row.ok]
        cells.append((row.label, row.value, row.interval, row.limit, mark, row.scored))
    widths = [max(len(line[column]) for line in cells) for column in range(len(cells[0]))]
    return ["  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in cells]


def missed(report: Report, *, hidden: bool = False) -> list[str]:
    """The questions that went wrong, each with why and with what was answered; [] when all went right.

    Args:
        report: a run.
        hidden: tell only the id of the question and why, as of a set that nothing may be tuned on.
    """
    wrong = [row for row in report.rows if row.verdict is Outcome.WRONG]
    if hidden:
        return [f"{row.fact.id}: {'; '.join(reasons(row))}" for row in wrong]
    return [f"{row.fact.id}: {row.fact.question}\n  {'; '.join(reasons(row))}\n  {_seen(row)}" for row in wrong]


def reasons(row: Row) -> list[str]:
    """Why a row isn't right, in Dutch; [] when it is."""
    if row.verdict is not Outcome.WRONG:
        return []
    if row.answer is None:
        return [f"vastgelopen ({row.error})"]
    if row.forbidden is Outcome.WRONG:
        return ["zegt wat er niet in mag staan"]
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
