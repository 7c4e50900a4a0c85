"""From questions of which we know whether they can be answered to weights: a logistic regression, checked on unseen meetings.

Every feature may count in its own direction only: with a few hundred questions, a weight the other way is chance. What is
reported comes from weights that were fitted without the meeting that a question is about.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from eval.candidates import Candidate
from eval.coverage import Curve, Judged, Point, risk_coverage

# features that get a weight; with all of them unseen meetings fare worse
USED = frozenset({"coverage", "score"})
RIDGE = 3.0  # how strongly weights are kept small, for features of standard deviation 1; 10 gives about the same
# what a false answer costs beside a refusal too many; both as shares of the questions where they can happen
FALSE_ANSWER = 2.0
DOWN = frozenset({"missing", "rank", "few", "list"})  # features of which more is worse
_STEPS, _SMALL = 60, 1e-9  # Newton steps at most, and the step at which it is done
MOST_FALSE = 0.04  # of the unanswerable questions may be answered, where that can be had
Floats = NDArray[np.float64]


class NothingToLearnError(ValueError):
    """There are no useful answers among the candidates, or nothing but useful ones."""


def fit(candidates: Sequence[Candidate], using: Collection[str] = USED) -> tuple[float, dict[str, float]]:
    """The bias and the weight of each feature in `using` that best tell useful answers from others.

    Candidates without features are left out.

    Raises:
        NothingToLearnError: no useful candidates, or nothing but useful ones.
    """
    used = [one for one in candidates if one.values is not None]
    right = np.array([float(one.useful) for one in used])
    if not used or not 0 < right.sum() < len(used):
        raise NothingToLearnError("calibrating takes questions that are answered and questions that aren't")
    names = sorted(using)
    values = np.array([[_toward(name, one.values[name]) for name in names] for one in used if one.values is not None])
    mean, spread = values.mean(axis=0), values.std(axis=0)
    kept = [n for n in range(len(names)) if spread[n] > _SMALL]
    scaled = (values - mean) / np.where(spread > _SMALL, spread, 1.0)
    while True:
        found = _newton(scaled[:, kept], right)
        wrong = [n for n, weight in zip(kept, found, strict=False) if weight < 0]
        if not wrong:
            break
        kept = [n for n in kept if n not in wrong]
    weights = dict.fromkeys(names, 0.0)
    bias = float(found[-1])
    for n, weight in zip(kept, found, strict=False):
        weights[names[n]] = round(_toward(names[n], float(weight / spread[n])), 4)
        bias -= float(weight * mean[n] / spread[n])
    return round(bias, 4), weights


def _toward(name: str, value: float) -> float:
    """A value turned so that more is better."""
    return -value if name in DOWN else value


def _newton(values: Floats, right: Floats) -> Floats:
    """Weights and, last, the bias of least penalised loss: rows of `values` are questions; float64 (features + 1,)."""
    with_bias = np.hstack([values, np.ones((len(values), 1))])
    penalty = np.diag([*[RIDGE] * values.shape[1], 0.0])
    weights: Floats = np.zeros(values.shape[1] + 1)
    for _ in range(_STEPS):
        likely = 1 / (1 + np.exp(-(with_bias @ weights)))
        slope = with_bias.T @ (likely - right) + penalty @ weights
        curved = (with_bias * (likely * (1 - likely))[:, None]).T @ with_bias + penalty
        step = np.linalg.solve(curved + _SMALL * np.eye(len(weights)), slope)
        weights = weights - step
        if np.abs(step).max() < _SMALL:
            break
    return weights


def sure(candidate: Candidate, bias: float, weights: Mapping[str, float]) -> float | None:
    """How sure weights are of a candidate, 0 to 1; where nothing was weighed 1 for what is given and None for what is declined."""
    if candidate.values is None:
        return 1.0 if candidate.fits else None
    odds = bias + sum(weight * candidate.values[name] for name, weight in weights.items())
    return float(1 / (1 + np.exp(-odds)))


def unseen(
    candidates: Sequence[Candidate], using: Collection[str] = USED, *, corpora: bool = False
) -> list[float | None]:
    """How sure of each candidate are weights that were fitted without its meeting, or with `corpora` without its corpus.

    Raises:
        NothingToLearnError: what is left of the candidates can't be fitted on.
    """
    groups = [one.group.partition("/")[0] if corpora else one.group for one in candidates]
    fitted = {
        group: fit([one for one, other in zip(candidates, groups, strict=True) if other != group], using)
        for group in sorted(set(groups))
    }
    return [sure(one, *fitted[group]) for one, group in zip(candidates, groups, strict=True)]


def ruled(candidates: Sequence[Candidate]) -> list[Candidate]:
    """The candidates, with those that the rules stop as declined: they are never given, and nothing is learned from them."""
    return [one if one.fits else replace(one, values=None) for one in candidates]


def curve_of(candidates: Sequence[Candidate], confidences: Sequence[float | None]) -> Curve:
    """Risk against coverage when candidates are given by confidence."""
    return risk_coverage(
        Judged(sure, not one.fact.abstain, one.right) for one, sure in zip(candidates, confidences, strict=True)
    )


def cost(curve: Curve, point: Point) -> float:
    """What answering from a point up costs: the over-refusal rate, and `FALSE_ANSWER` times the false-answer rate."""
    return 1 - point.coverage + FALSE_ANSWER * point.false / max(1, curve.unanswerable)


def cheapest(curve: Curve) -> Point:
    """The point that costs least of those with at most `MOST_FALSE` false answers, of all when there are none; then the widest.

    Raises:
        NothingToLearnError: a curve without points.
    """
    if not curve.points:
        raise NothingToLearnError("nothing is answered, so there is no threshold to choose")
    allowed = [point for point in curve.points if point.false <= MOST_FALSE * curve.unanswerable]
    return min(allowed or curve.points, key=lambda point: (round(cost(curve, point), 6), -point.answered))
