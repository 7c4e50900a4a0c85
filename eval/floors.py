"""How good the assistant must at least be: a floor per measure, pinned to the facts and records it was measured on.

A floor says nothing once the facts or the example records have changed, so both are kept beside it as a digest. Lowering a floor
is asked for in so many words (`--allow-regression`), and shows in review.
"""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.labels import LABELS, MACHINE, written
from eval.summary import Measure
from index.errors import UserError

FLOORS = Path(__file__).with_name("floors.json")
_FLOORS = (  # what a set gets when it is pinned for the first time
    "right",
    "fact_recall",
    "evidence",
    "evidence_shown",
    "right_record",
    "quote_faithfulness",
    "detail_faithfulness",
    "citation_validity",
    "citation_recall",
    "citation_precision",
    "citation_on_target",
    "recall@10",
    "MRR@10",
    "correct_refusal",
)
_CEILINGS = ("false_answer", "over_refusal", "forbidden", "selective_risk", "crashes")
_MILLISECONDS = {"latency_p95_ms": 2000.0}
_KEYS = frozenset({"facts", "records", "floors", "ceilings"})


class FloorsError(UserError):
    """A file of floors that can't be used; the message is Dutch and says what to do."""


@dataclass(frozen=True, slots=True)
class Floors:
    """What each measure must reach (`floors`) or may not pass (`ceilings`), and sha256 digests of what it was pinned on."""

    facts: str
    records: str
    floors: Mapping[str, float]
    ceilings: Mapping[str, float]


def read_floors(path: Path = FLOORS) -> dict[str, Floors]:
    """The floors of each set of facts in a JSON file, by its name.

    Raises:
        FloorsError: no such file, no JSON, an unknown key or measure, or a floor that is no number.
    """
    try:
        found = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise FloorsError(f"{path} is niet te lezen als ondergrenzen: {error}") from error
    if not isinstance(found, dict):
        raise FloorsError(f"{path} moet per verzameling feiten de grenzen bevatten.")
    return {name: _floors(path, name, block) for name, block in found.items()}


def _floors(path: Path, name: str, block: Any) -> Floors:
    if not isinstance(block, dict) or block.keys() != _KEYS:
        raise FloorsError(f"{path}: {name} moet precies facts, records, floors en ceilings bevatten.")
    for key in ("facts", "records"):
        if not isinstance(block[key], str):
            raise FloorsError(f"{path}: {key} van {name} moet een sha256-waarde zijn.")
    for kind in ("floors", "ceilings"):
        _check_limits(path, kind, block[kind])
    return Floors(**block)


def _check_limits(path: Path, kind: str, limits: Any) -> None:
    if not isinstance(limits, dict):
        raise FloorsError(f"{path}: {kind} moet een grens per maat bevatten.")
    for name, limit in limits.items():
        if name not in LABELS:
            raise FloorsError(f"{path}: onbekende maat {name}; bekend zijn {', '.join(LABELS)}.")
        if isinstance(limit, bool) or not isinstance(limit, int | float) or not math.isfinite(limit):
            raise FloorsError(f"{path}: de grens van {name} is geen getal.")


def write_floors(floors: Mapping[str, Floors], path: Path = FLOORS) -> None:
    """Writes floors so that `read_floors` gives the same ones back, one measure a line."""
    content = {
        name: {
            "facts": one.facts,
            "records": one.records,
            "floors": dict(one.floors),
            "ceilings": dict(one.ceilings),
        }
        for name, one in floors.items()
    }
    path.write_text(json.dumps(content, indent=2) + "\n", "utf-8")


def changed(floors: Floors, facts: str, records: str) -> list[str]:
    """What is no longer what the floors were pinned on, in Dutch; [] when the digests are the pinned ones."""
    advice = "de ondergrens hoort daar niet meer bij. Meet opnieuw en leg haar vast met --pin."
    found = []
    if facts != floors.facts:
        found.append(f"De feiten zijn veranderd (nu {facts[:12]}, vastgelegd {floors.facts[:12]}): {advice}")
    if records != floors.records:
        found.append(f"De verslagen zijn veranderd (nu {records[:12]}, vastgelegd {floors.records[:12]}): {advice}")
    return found


def gate(measures: Sequence[Measure], floors: Floors) -> list[str]:
    """The measures that are not good enough, in Dutch; [] when all are.

    A measure with a floor for which nothing was scored is not good enough either: silence is no proof.
    """
    values = {measure.name: measure.value for measure in measures}
    found = []
    for limits, word in (
        (floors.floors, "lager dan de ondergrens"),
        (floors.ceilings, "hoger dan de bovengrens"),
    ):
        for name, limit in limits.items():
            value = values[name]
            if value is None:
                found.append(f"{LABELS[name]}: niet gemeten, terwijl er een grens van {written(name, limit)} geldt.")
            elif value < limit if limits is floors.floors else value > limit:
                found.append(f"{LABELS[name]}: {written(name, value)} is {word} van {written(name, limit)}.")
    return found


def pin(floors: Floors | None, measures: Sequence[Measure], facts: str, records: str, *, lower: bool = False) -> Floors:
    """Floors for the facts and records as they are now, drawn up to what was reached.

    Args:
        floors: the floors so far; which measures have one stays the same. None for a set that had none.
        measures: the run to pin; a measure that wasn't scored keeps its limit, and so does time.
        facts: the digest of the facts that were asked.
        records: the digest of the records that answered.
        lower: also let go of what is no longer reached. Without it limits only get stricter.
    """
    values = {measure.name: measure.value for measure in measures}
    if floors is None:
        least = {name: 0.0 for name in _FLOORS if values[name] is not None}
        most = {name: math.inf for name in _CEILINGS if values[name] is not None}
        floors = Floors(facts, records, least, most | _MILLISECONDS)
    return Floors(
        facts=facts,
        records=records,
        floors={name: _raised(limit, values[name], lower) for name, limit in floors.floors.items()},
        ceilings={
            name: limit if name in MACHINE else _lowered(limit, values[name], lower)
            for name, limit in floors.ceilings.items()
        },
    )


def _raised(floor: float, value: float | None, lower: bool) -> float:
    if value is None:
        return floor
    reached = math.floor(value * 1000) / 1000  # rounded to the safe side, so that the pinned run itself passes
    return reached if lower else max(floor, reached)


def _lowered(ceiling: float, value: float | None, lower: bool) -> float:
    if value is None:
        return ceiling
    reached = math.ceil(value * 1000) / 1000
    return reached if lower else min(ceiling, reached)
