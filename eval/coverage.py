"""Risk against coverage: what is gained in answers, and lost in errors, by answering when less sure.

A threshold on the confidence decides which answers are given. Coverage is the share of the answerable questions that are
answered; risk the share of the given answers that are wrong, and any answer to an unanswerable question is. After El-Yaniv
and Wiener 2010, with coverage over what can be answered at all.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

_WIDE, _HIGH = 60, 10  # signs of a plot
_STEPS = (0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.925, 0.95, 0.975, 1.0)  # coverages that the table tells


@dataclass(frozen=True, slots=True)
class Judged:
    """A question with the answer that would be given: how sure it is (None: none would), and whether it is right."""

    confidence: float | None
    answerable: bool
    right: bool


@dataclass(frozen=True, slots=True)
class Point:
    """What comes of answering from `threshold` up: shares of 0 to 1, and the counts that they come from.

    `false` is how many unanswerable questions are answered, `wrong` how many of the given answers are wrong, those included.
    """

    threshold: float
    coverage: float
    risk: float
    answered: int
    wrong: int
    false: int


@dataclass(frozen=True, slots=True)
class Curve:
    """The points from the surest answer alone to all of them; `area` is the mean risk over the coverages reached."""

    points: tuple[Point, ...]
    answerable: int
    unanswerable: int
    area: float | None

    def at(self, threshold: float) -> Point:
        """What comes of answering from `threshold` up; nothing answered when no answer is that sure."""
        reached = [point for point in self.points if point.threshold >= threshold]
        return reached[-1] if reached else Point(threshold, 0.0, 0.0, 0, 0, 0)

    def for_coverage(self, least: float) -> Point | None:
        """The first point that covers at least that share; None when none does."""
        return next((point for point in self.points if point.coverage >= least), None)


def risk_coverage(rows: Iterable[Judged]) -> Curve:
    """The curve over these questions; without an answerable question coverage is 0 throughout, without an answer no points."""
    asked = list(rows)
    answerable = sum(row.answerable for row in asked)
    given = sorted(((row.confidence, row) for row in asked if row.confidence is not None), key=lambda pair: -pair[0])
    points: list[Point] = []
    covered = wrong = false = 0
    for done, (confidence, row) in enumerate(given, 1):
        covered += row.answerable
        wrong += not (row.right and row.answerable)
        false += not row.answerable
        if done < len(given) and given[done][0] == confidence:
            continue  # equally sure: both or neither
        coverage = covered / answerable if answerable else 0.0
        points.append(Point(confidence, coverage, wrong / done, done, wrong, false))
    return Curve(tuple(points), answerable, len(asked) - answerable, _area(points))


def _area(points: Sequence[Point]) -> float | None:
    """The mean of risk over coverage, each stretch of coverage at the risk of the point that reaches it."""
    before = total = 0.0
    for point in points:
        total += (point.coverage - before) * point.risk
        before = point.coverage
    return total / before if before else None


def as_rows(curve: Curve) -> list[tuple[str, ...]]:
    """The curve as a small table of text: coverage, over-refusal, false answers, risk, and the threshold; the head first."""
    rows: list[tuple[str, ...]] = [
        ("beantwoord", "ten onrechte geweigerd", "ten onrechte beantwoord", "risico", "drempel")
    ]
    for least in _STEPS:
        point = curve.for_coverage(least)
        if point is None:
            break
        rows.append(as_cells(curve, point))
    return rows


def as_cells(curve: Curve, point: Point) -> tuple[str, ...]:
    """One point of the curve in the columns of `as_rows`."""
    false = point.false / curve.unanswerable if curve.unanswerable else 0.0
    shares = (point.coverage, 1 - point.coverage, false, point.risk)
    return (*(f"{share * 100:.1f} %".replace(".", ",") for share in shares), f"{point.threshold:.3f}".replace(".", ","))


def as_json(curve: Curve) -> dict[str, Any]:
    """The curve as plain data for `json.dumps`."""
    return asdict(curve)


def as_plot(curves: Sequence[tuple[str, Curve]]) -> str:
    """The curves as a plot of text, for reports without pictures: risk upwards, coverage to the right.

    Args:
        curves: each with the one sign that stands for it; where two meet, the last one shows.
    """
    most = max((point.risk for _, curve in curves for point in curve.points), default=0.0)
    top = max(0.05, math.ceil(most * 20) / 20)
    grid = [[" "] * (_WIDE + 1) for _ in range(_HIGH + 1)]
    for sign, curve in curves:
        reached = 0
        for point in curve.points:
            column, row = round(point.coverage * _WIDE), _HIGH - round(point.risk / top * _HIGH)
            for between in range(reached, column + 1):  # as wide as its stretch of coverage
                grid[row][between] = sign
            reached = column + 1
    lines = []
    for row, cells in enumerate(grid):
        label = f"{top * (1 - row / _HIGH) * 100:3.0f} %" if row % 5 == 0 else ""
        lines.append(f"{label:>6} |{''.join(cells).rstrip()}")
    lines.append(f"{'':6} +{'-' * _WIDE}")
    marks = "".join(f"{share} %".ljust(_WIDE // 4) for share in (0, 25, 50, 75)) + "100 %"
    return "\n".join([*lines, f"{'':8}{marks}"])
