"""One step of training: what two losses ask of the vectors of texts, and Adam on the rows of the pieces in those texts.

The gradients are written out, which is short for a mean of rows and needs no PyTorch; a test compares them with differences.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from index.training_bags import Bags, joined, sums, to_unit, turned

TEMPERATURE = 0.05
_MOMENTS = (0.9, 0.999)  # of Adam (Kingma and Ba 2015)


def contrast(
    one: NDArray[np.float32],
    other: NDArray[np.float32],
    same: NDArray[np.bool_] | None = None,
    temperature: float = TEMPERATURE,
) -> tuple[float, NDArray[np.float32], NDArray[np.float32]]:
    """Each text finds its own among all others, both ways (InfoNCE, van den Oord et al. 2018).

    Args:
        one: vectors of texts, of any length: float32 (n, dimension).
        other: the vector that each belongs with: float32 (n, dimension).
        same: what is no wrong answer for what: bool (n, n); the diagonal is not looked at.
        temperature: what cosines are divided by.

    Returns:
        The loss, and its gradients to `one` and to `other`.
    """
    first, second = to_unit(one), to_unit(other)
    alike = first @ second.T / temperature
    if same is not None:
        alike[same & ~np.eye(len(one), dtype=bool)] = -1e4
    count = len(one)
    rows, columns = _softmax(alike), _softmax(alike.T).T
    own = np.arange(count)
    loss = -float(np.log(rows[own, own] + 1e-12).mean() + np.log(columns[own, own] + 1e-12).mean()) / 2
    asked = np.asarray((rows + columns) / (2 * count * temperature), np.float32)
    asked[own, own] -= 1 / (count * temperature)
    return loss, _through_unit(one, asked @ second), _through_unit(other, asked.T @ first)


def likeness(made: NDArray[np.float32], wanted: NDArray[np.float32]) -> tuple[float, NDArray[np.float32]]:
    """How far vectors are from the wanted directions, 1 less the cosine at the mean, and its gradient to `made`."""
    loss = 1 - float((to_unit(made) * wanted).sum(axis=1).mean())
    return loss, _through_unit(made, np.asarray(-wanted / len(made), np.float32))


def _softmax(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    raised = np.exp(rows - rows.max(axis=1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True), np.float32)


def _through_unit(rows: NDArray[np.float32], gradient: NDArray[np.float32]) -> NDArray[np.float32]:
    """The gradient to rows, given the one to rows at length 1; rows of zeros get none."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    unit = to_unit(rows)
    along = (gradient * unit).sum(axis=1, keepdims=True)
    return np.asarray((gradient - along * unit) / np.where(lengths > 0, lengths, np.inf), np.float32)


class Learner:
    """A table of rows that learns: Adam, on the rows that a step touches, at a rate that falls to nothing."""

    def __init__(self, table: NDArray[np.float32], rate: float, steps: int) -> None:
        """Starts from `table`, which is changed in place, for so many steps."""
        self.table = table
        self._rate, self._steps, self._step = rate, steps, 0
        self._first = np.zeros_like(table)
        self._second = np.zeros_like(table)

    def vectors(self, many: Sequence[Bags]) -> list[NDArray[np.float32]]:
        """The sum of its rows for each text, an array for each of the bags."""
        made = sums(self.table, joined(many))
        return np.split(made, np.cumsum([len(one) for one in many])[:-1])

    def learn(self, many: Sequence[Bags], gradients: Sequence[NDArray[np.float32]]) -> None:
        """Takes one step, given the gradients to the vectors of these bags."""
        self._step += 1
        pieces, texts = turned(joined(many))
        asked = sums(np.concatenate(gradients), texts)
        keep, keep_square = _MOMENTS
        first = self._first[pieces] * keep + asked * (1 - keep)
        second = self._second[pieces] * keep_square + asked**2 * (1 - keep_square)
        self._first[pieces], self._second[pieces] = first, second
        even, even_square = (1 - moment**self._step for moment in _MOMENTS)
        rate = self._rate * max(0.0, 1 - (self._step - 1) / self._steps)
        self.table[pieces] -= rate * (first / even) / (np.sqrt(second / even_square) + 1e-8)
