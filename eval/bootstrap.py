"""How sure a figure is: a bootstrap that draws whole records, because questions about one record are not independent."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_ROUNDS, _SEED = 2_000, 20_261_124  # resamples, and a seed so that the same figures have the same interval


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean (or a change in one) with the bounds between which 95 % of the resamples lie, over `count` questions."""

    mean: float
    low: float
    high: float
    count: int


def interval(values: Sequence[float], groups: Sequence[str]) -> Interval | None:
    """The mean with its 95 % interval, by a bootstrap over groups; None without values.

    For a paired change the values are the differences. One group gives an interval without width: nothing is known then of how
    records differ.

    Raises:
        ValueError: not one group for each value.
    """
    return ratio(values, [1.0] * len(values), groups)


def ratio(parts: Sequence[float], wholes: Sequence[float], groups: Sequence[str]) -> Interval | None:
    """The sum of `parts` as a share of the sum of `wholes`, one of each a question, as `interval`; None when there is no whole.

    A resample without any whole is left out.

    Raises:
        ValueError: not as many parts, wholes and groups.
    """
    if not len(parts) == len(wholes) == len(groups):
        raise ValueError(f"{len(parts)} parts, {len(wholes)} wholes and {len(groups)} groups")
    if not sum(wholes):
        return None
    places = {name: place for place, name in enumerate(sorted(set(groups)))}
    sums: NDArray[np.float64] = np.zeros((2, len(places)))
    for part, whole, group in zip(parts, wholes, groups, strict=True):
        sums[0, places[group]] += part
        sums[1, places[group]] += whole
    drawn = np.random.default_rng(_SEED).integers(0, len(places), (_ROUNDS, len(places)))
    part_sums, whole_sums = sums[:, drawn].sum(axis=2)
    held = whole_sums > 0
    low, high = np.quantile(part_sums[held] / whole_sums[held], (0.025, 0.975))
    return Interval(sum(parts) / sum(wholes), float(low), float(high), len(parts))
