"""What the encoder is taught: texts that belong together, and texts that mean what their English means to the teacher.

A lesson draws texts and says which way their vectors should move. Some words of a text are left out each time it is drawn, so
that no single one carries it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index.training_bags import Bags, joined
from index.training_steps import Learner, contrast, likeness

_ASKED = 0.25  # of headings
_LEFT_OUT = 0.1  # of the pieces of a text
_TO_TEACHER = 4.0  # what the cosine to the teacher weighs beside a contrast
_AMONG_TEACHERS = 0.6  # what finding the teacher's vector among others weighs


class Lesson(Protocol):
    """Texts that are drawn at random, and what is wanted of their vectors."""

    def draw(self, random: np.random.Generator) -> tuple[list[Bags], NDArray[np.intp]]:
        """Some texts, and which they are."""

    def gradients(self, vectors: Sequence[NDArray[np.float32]], rows: NDArray[np.intp]) -> list[NDArray[np.float32]]:
        """Which way the loss grows, given the vectors of what was drawn."""


@dataclass(frozen=True, slots=True)
class Together:
    """Texts by twos that belong together, such as a heading and its paragraph; where `kind` is equal, so are the texts.

    With `openings` ("wat is er gezegd over"), one in four of the first texts is asked as a question.
    """

    ones: Bags
    others: Bags
    kind: NDArray[np.int32]
    size: int
    weight: float = 1.0
    openings: Bags | None = None

    def draw(self, random: np.random.Generator) -> tuple[list[Bags], NDArray[np.intp]]:
        """Pairs, of each its one text and its other."""
        rows = np.unique(random.integers(0, len(self.ones), self.size))
        ones = thinned(self.ones.take(rows), random)
        if self.openings is not None:
            ones = _asked(ones, self.openings, random)
        return [ones, thinned(self.others.take(rows), random)], rows

    def gradients(self, vectors: Sequence[NDArray[np.float32]], rows: NDArray[np.intp]) -> list[NDArray[np.float32]]:
        """Each finds its other among all that were drawn."""
        kind = self.kind[rows]
        _, one, other = contrast(vectors[0], vectors[1], kind[:, None] == kind)
        return [self.weight * one, self.weight * other]


@dataclass(frozen=True, slots=True)
class Taught:
    """Dutch texts, and of each which of the teacher's vectors, rows of length 1, it should come near."""

    texts: Bags
    wanted: NDArray[np.int32]
    teacher: NDArray[np.float32]
    size: int

    def draw(self, random: np.random.Generator) -> tuple[list[Bags], NDArray[np.intp]]:
        """Texts."""
        rows = np.unique(random.integers(0, len(self.texts), self.size))
        return [thinned(self.texts.take(rows), random)], rows

    def gradients(self, vectors: Sequence[NDArray[np.float32]], rows: NDArray[np.intp]) -> list[NDArray[np.float32]]:
        """Each comes near the teacher's vector, and finds it among those of the others."""
        which = self.wanted[rows]
        _, near = likeness(vectors[0], self.teacher[which])
        _, among, _ = contrast(vectors[0], self.teacher[which], which[:, None] == which)
        return [_TO_TEACHER * near + _AMONG_TEACHERS * among]


def _asked(texts: Bags, openings: Bags, random: np.random.Generator) -> Bags:
    """The texts, one in four behind an opening."""
    chosen = openings.take(random.integers(0, len(openings), len(texts)))
    said = np.repeat(random.random(len(texts)) < _ASKED, np.diff(chosen.starts))
    before = chosen.without(~said)
    mixed = joined([before, texts]).take(np.arange(2 * len(texts)).reshape(2, -1).T.ravel())
    return Bags(mixed.ids, mixed.starts[::2].copy())


def thinned(texts: Bags, random: np.random.Generator) -> Bags:
    """Texts with a tenth of their pieces left out, though never the last one."""
    dropped = random.random(len(texts.ids)) < _LEFT_OUT
    lengths = np.diff(texts.starts)
    kept = texts.starts[:-1] + (random.random(len(lengths)) * lengths).astype(np.int64)
    dropped[kept[lengths > 0]] = False
    return texts.without(dropped)


def learn(table: NDArray[np.float32], lessons: Sequence[Lesson], rate: float, steps: int, seed: int) -> None:
    """Changes a table of rows, float32 (pieces, dimension), in place: a step takes something of every lesson."""
    learner = Learner(table, rate, steps)
    random = np.random.default_rng(seed)
    for _ in range(steps):
        drawn = [lesson.draw(random) for lesson in lessons]
        texts = [one for taken, _ in drawn for one in taken]
        made = iter(learner.vectors(texts))
        asked: list[NDArray[np.float32]] = []
        for lesson, (taken, rows) in zip(lessons, drawn, strict=True):
            asked += lesson.gradients([next(made) for _ in taken], rows)
        learner.learn(texts, asked)
