"""Passages by meaning, compared one by one: exact search over all vectors in memory."""

import threading
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray


class ExactSearch:
    """All vectors in memory, compared one by one: nothing is missed."""

    def __init__(self, rows: NDArray[np.int64], matrix: NDArray[np.float32]) -> None:
        self._rows = rows
        self._matrix = matrix

    def search(
        self, vector: NDArray[np.float32], allowed: NDArray[np.bool_] | None, limit: int
    ) -> list[tuple[int, float]]:
        """The nearest of the allowed passages: (row number, cosine similarity), best first, ties by row number.

        Args:
            vector: float32 (dimension,), of length 1.
            allowed: which rows are in scope, in the order of the matrix; None for all.
            limit: at most this many.
        """
        if not len(self._rows):
            return []
        scores = self._matrix @ vector
        if allowed is not None:
            scores = np.where(allowed, scores, -np.inf)
        near = np.arange(len(scores))
        if limit < len(scores):
            least = np.partition(scores, len(scores) - limit)[len(scores) - limit]
            near = np.flatnonzero(scores >= least)
        best = near[np.lexsort((self._rows[near], -scores[near]))[:limit]]
        return [(int(self._rows[i]), float(scores[i])) for i in best if np.isfinite(scores[i])]


class ExactLater:
    """The same, over vectors that are read when they are first asked for, because Chroma has them too."""

    def __init__(self, rows: NDArray[np.int64], read: Callable[[], NDArray[np.float32]]) -> None:
        """Reads nothing yet; `read` gives the matrix of these rows."""
        self._rows = rows
        self._read = read
        self._lock = threading.Lock()
        self._search: ExactSearch | None = None

    @property
    def is_read(self) -> bool:
        """Whether the vectors are in memory."""
        return self._search is not None

    def search(
        self, vector: NDArray[np.float32], allowed: NDArray[np.bool_] | None, limit: int
    ) -> list[tuple[int, float]]:
        """As `ExactSearch.search`."""
        with self._lock:
            if self._search is None:
                self._search = ExactSearch(self._rows, self._read())
        return self._search.search(vector, allowed, limit)
