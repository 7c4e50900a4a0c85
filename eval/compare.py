"""Two runs side by side: which questions went wrong that went right, and the other way round, and what that says of the figures.

Only questions that both asked count, so that a set that grew doesn't look better or worse by its new questions.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from eval.bootstrap import Interval, interval
from eval.labels import LABELS, LOW, change

Row = Mapping[str, Any]

_RIGHT = {"right": 1.0, "wrong": 0.0}
_PAIRED: Mapping[str, Callable[[Row], float | None]] = {
    "right": lambda row: _RIGHT.get(row["verdict"]),
    "fact_recall": lambda row: row["recall"],
    "evidence": lambda row: _RIGHT.get(row["evidence"]),
    "right_record": lambda row: _RIGHT.get(row["right_record"]),
    "quoted_facts": lambda row: row["quoted"],
    "MRR@10": lambda row: row["ranking"]["MRR@10"] if row["ranking"] else None,
    "false_answer": lambda row: float(row["answered"] is not False) if row["abstain"] else None,
    "over_refusal": lambda row: float(not row["answered"]) if not row["abstain"] else None,
    "words": lambda row: float(row["words"]) if row["words"] else None,
    "latency_p50_ms": lambda row: row["elapsed_ms"],
}
_TIME = "Antwoordtijd, gemiddeld"


@dataclass(frozen=True, slots=True)
class SetChange:
    """What changed in one set of facts from an older run to a newer one.

    `failing` and `fixed` are rows of the newer run; `gone` and `added` are ids that only the older or only the newer has.
    `figures` has the mean change per question of each measure, with its interval, for those that both scored.
    """

    name: str
    title: str
    asked: int
    failing: tuple[Row, ...]
    fixed: tuple[Row, ...]
    gone: tuple[str, ...]
    added: tuple[str, ...]
    figures: Mapping[str, Interval]
    notes: tuple[str, ...]


def compare(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[SetChange]:
    """What changed in every set that both runs asked, in the order of the newer; [] when they share none."""
    before = {one["name"]: one for one in old["sets"]}
    return [_compared(before[one["name"]], one) for one in new["sets"] if one["name"] in before]


def _compared(old: Mapping[str, Any], new: Mapping[str, Any]) -> SetChange:
    was, now = ({row["id"]: row for row in one["rows"]} for one in (old, new))
    both = [key for key in now if key in was]
    figures = {}
    for name, value_of in _PAIRED.items():
        pairs = [(value_of(was[key]), value_of(now[key]), now[key]["group"]) for key in both]
        found = [(new - old, group) for old, new, group in pairs if old is not None and new is not None]
        told = interval([value for value, _ in found], [group for _, group in found])
        if told is not None:
            figures[name] = told
    notes = []
    if old["facts"] != new["facts"]:
        notes.append("De feiten zijn niet dezelfde; vergeleken zijn de vragen die in beide metingen voorkomen.")
    if old["records"] != new["records"]:
        notes.append("De verslagen zijn niet dezelfde.")
    return SetChange(
        name=new["name"],
        title=new["title"],
        asked=len(both),
        failing=tuple(now[key] for key in both if _went(was[key], now[key], "right", "wrong")),
        fixed=tuple(now[key] for key in both if _went(was[key], now[key], "wrong", "right")),
        gone=tuple(key for key in was if key not in now),
        added=tuple(key for key in now if key not in was),
        figures=figures,
        notes=tuple(notes),
    )


def _went(was: Row, now: Row, before: str, after: str) -> bool:
    return bool(was["verdict"] == before and now["verdict"] == after)


def lines(changes: Sequence[SetChange], hidden: frozenset[str] = frozenset()) -> list[str]:
    """The changes as plain Dutch text; of a set in `hidden` only the ids of the questions are told."""
    if not changes:
        return ["Deze metingen hebben geen feiten gemeen."]
    told: list[str] = []
    for one in changes:
        told += [f"{one.title}: {one.asked} vragen in beide metingen", *(f"  {note}" for note in one.notes)]
        for name, rows in (("Nieuw fout", one.failing), ("Nu goed", one.fixed)):
            told.append(f"  {name}: {len(rows)}")
            told += [f"    {_told(row, one.name in hidden)}" for row in rows]
        for name, ids in (("Vervallen", one.gone), ("Toegevoegd", one.added)):
            if ids:
                told.append(f"  {name}: {', '.join(ids)}")
        labels = {name: _TIME if name == "latency_p50_ms" else LABELS[name] for name in one.figures}
        wide = max(map(len, labels.values()), default=0)
        told += [f"  {labels[name].ljust(wide)}  {_figure(name, figure)}" for name, figure in one.figures.items()]
        told.append("")
    return told[:-1]


def _told(row: Row, hidden: bool) -> str:
    if hidden:
        return str(row["id"])
    why = f" ({'; '.join(row['reasons'])})" if row["reasons"] else ""
    return f"{row['id']}: {row['question']}{why}"


def _figure(name: str, figure: Interval) -> str:
    """A change with its interval, and whether that is beyond chance."""
    sure = figure.low > 0 or figure.high < 0
    better = (figure.mean < 0) == (name in LOW)
    verdict = ("beter" if better else "slechter") if sure else "geen aantoonbaar verschil"
    if figure.mean == figure.low == figure.high == 0:
        verdict = "gelijk"
    bounds = f"[{change(name, figure.low)}; {change(name, figure.high)}]"
    return f"{change(name, figure.mean)} {bounds}, n = {figure.count}: {verdict}"


def as_json(changes: Sequence[SetChange]) -> list[dict[str, Any]]:
    """The changes as plain data for `json.dumps`."""
    return [
        {
            "name": one.name,
            "asked": one.asked,
            "failing": [row["id"] for row in one.failing],
            "fixed": [row["id"] for row in one.fixed],
            "gone": list(one.gone),
            "added": list(one.added),
            "figures": {
                name: {"change": f.mean, "low": f.low, "high": f.high, "count": f.count}
                for name, f in one.figures.items()
            },
            "notes": list(one.notes),
        }
        for one in changes
    ]
