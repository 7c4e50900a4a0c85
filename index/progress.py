"""How far a step is, for whoever is waiting."""

from typing import Protocol


class Progress(Protocol):
    """Told how far a step is: its name in Dutch, how many are done, how many there are."""

    def __call__(self, step: str, done: int, total: int) -> None:
        """Called after each item."""


def silent(step: str, done: int, total: int) -> None:
    """Progress that nobody looks at."""
