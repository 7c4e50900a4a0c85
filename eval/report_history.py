"""How a set of questions fared over earlier runs: a small picture for each of its main measures, oldest run first.

A run counts when the same composer and the same encoder answered. Where the questions or the records are others than in the
run before, the line breaks: figures on both sides of a break can't be compared.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.plain import plain_line
from eval.labels import LABELS, written
from eval.report_plots import Plot, at, dot, line_across, line_up, path, picture, text_at

MAIN = ("right", "evidence", "false_answer", "over_refusal", "latency_p95_ms")
TITLE = "Verloop over eerdere metingen"
_HIGH = 110  # pixels
_DOTS = 40  # more runs than this make a row of dots a smear


@dataclass(frozen=True, slots=True)
class Past:
    """The pictures, one a measure, with one table for all of them; `pictures` is () when there is nothing to lay side by side."""

    says: str
    pictures: tuple[Plot, ...] = ()
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class _Run:
    at: str
    commit: str
    of: tuple[str, str]  # the digests of facts and records
    values: Mapping[str, float | None]
    same: bool  # as the run before it


def past(name: str, one: str, run: Mapping[str, Any], history: Sequence[Mapping[str, Any]]) -> Past:
    """How the set called `one` fared in `history` and in `run`, which comes last.

    Args:
        name: the prefix of the ids of the pictures on the page.
        one: the name of the set.
        run: the run that the report is about.
        history: earlier runs in any order; `run` may be among them.
    """
    earlier = sorted((other for other in history if other["at"] != run["at"]), key=lambda other: str(other["at"]))
    alike = [other for other in earlier if _answered_by(other) == _answered_by(run)]
    runs: list[_Run] = []
    for other in [*alike, run]:
        for found in other["sets"]:
            if found["name"] == one:
                runs.append(_run(other, found, runs[-1] if runs else None))
    others = len(earlier) - len(alike)
    left_out = ""
    if others:
        left_out = "Eén eerdere meting telt" if others == 1 else f"{others} eerdere metingen tellen"
        left_out = f" {left_out} niet mee: daar antwoordde een ander model of zocht een andere encoder."
    if len(runs) < 2:
        return Past(f"Er zijn nog geen eerdere metingen om deze mee te vergelijken.{left_out}")
    breaks = sum(not each.same for each in runs[1:])
    says = f"{len(runs)} metingen, de oudste links. De laatste is van dit rapport."
    if breaks:
        says += (
            f" Een stippellijn ({breaks} keer) betekent dat de vragen of de verslagen toen zijn veranderd: "
            "cijfers links en rechts daarvan zijn niet te vergelijken."
        )
    names = [measure for measure in MAIN if sum(each.values.get(measure) is not None for each in runs) > 1]
    return Past(
        says + left_out,
        tuple(_picture(f"{name}-{number}", measure, runs) for number, measure in enumerate(names)),
        ("Meting (UTC)", "Commit", *(LABELS.get(measure, measure) for measure in names), "Vragen en verslagen"),
        tuple(
            (
                _moment(each.at),
                each.commit[:7] or "onbekend",
                *(_written(measure, each.values.get(measure)) for measure in names),
                "als in de meting ervoor" if each.same else "eerste meting" if each is runs[0] else "veranderd",
            )
            for each in runs
        ),
    )


def _answered_by(run: Mapping[str, Any]) -> tuple[str, str]:
    return str(run.get("composer")), str((run.get("recipe") or {}).get("encoder"))


def _run(run: Mapping[str, Any], one: Mapping[str, Any], before: _Run | None) -> _Run:
    of = str(one["facts"]), str(one["records"])
    values = {name: measure["value"] for name, measure in one["measures"].items()}
    return _Run(
        str(run["at"]), plain_line(str(run.get("commit") or "")), of, values, before is not None and before.of == of
    )


def _moment(moment: str) -> str:
    return plain_line(moment)[:16].replace("T", " ")


def _written(name: str, value: float | None) -> str:
    return "niet gemeten" if value is None else written(name, value)


def _picture(name: str, measure: str, runs: Sequence[_Run]) -> Plot:
    """One measure over the runs; the scale goes from its least to its most, widened to what can be told apart."""
    known = [value for each in runs if (value := each.values.get(measure)) is not None]
    low, high = _scale(measure, known)
    places = [number / max(1, len(runs) - 1) for number in range(len(runs))]
    stretches: list[list[tuple[float, float]]] = [[]]
    shapes = [
        *(line_across(share) for share in (0, 1)),
        *(
            text_at("0", at(1 - share), written(measure, low + share * (high - low)), anchor="end", dx=-8, dy=4)
            for share in (0, 1)
        ),
    ]
    for x, each in zip(places, runs, strict=True):
        value = each.values.get(measure)
        if not each.same or value is None:
            stretches.append([])
        if not each.same and each is not runs[0]:
            shapes.append(line_up(x - 0.5 / (len(runs) - 1), "break"))
        if value is not None:
            stretches[-1].append((x, (value - low) / (high - low)))
    shapes += [path(stretch) for stretch in stretches if len(stretch) > 1]
    points = [point for stretch in stretches for point in stretch]
    shapes += [dot(x, y, 3) for x, y in (points if len(points) <= _DOTS else [s[0] for s in stretches if len(s) == 1])]
    last = runs[-1].values.get(measure)
    if last is not None:
        shapes.append(dot(1, (last - low) / (high - low), 5, "now"))
    title = LABELS.get(measure, measure)
    least, most = written(measure, min(known)), written(measure, max(known))
    ever = f"in deze metingen tussen {least} en {most}" if least != most else f"in deze metingen steeds {most}"
    says = f"Nu {_written(measure, last)}; {ever}."
    return Plot(title, says, picture(name, _HIGH, title, says, shapes))


def _scale(measure: str, known: Sequence[float]) -> tuple[float, float]:
    """The least and the most of a scale that holds all values: at least five percentage points, or ten of another unit."""
    if not measure.endswith("_ms"):
        low, high = math.floor(min(known) * 20) / 20, math.ceil(max(known) * 20) / 20
        return (low, high) if high > low else (low, low + 0.05) if low < 1 else (0.95, 1.0)
    return 0.0, max(10.0, math.ceil(max(known) / 10) * 10.0)
