"""What an answer says, parted over messages: at statements, never inside a quote, a marker or a link.

A quote that is longer than a message is the one exception: it goes on in the next, cut between words.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from ui.slack.elements import Run, pieces


class Kind(StrEnum):
    """What a unit is."""

    TEXT = "text"
    QUOTE = "quote"
    NOTE = "note"  # beside the answer: stands behind the sources
    SOURCES = "sources"  # no words of its own: sources that didn't fit beside the statement that rests on them


@dataclass(frozen=True, slots=True)
class Unit:
    """What is never parted.

    Attributes:
        kind: what it is.
        runs: its words.
        numbers: the sources that it rests on; one that came nearest has its number below zero.
        paragraph: units of one paragraph are shown together.
        goes_on: it is the rest of the unit before it.
    """

    kind: Kind
    runs: tuple[Run, ...]
    numbers: tuple[int, ...] = ()
    paragraph: int = 0
    goes_on: bool = False


Bundle = tuple[Unit, ...]  # units that stay in one message if they fit in one: what introduces a quote, and the quote


def cut(unit: Unit) -> Bundle:
    """The unit in pieces of at most what one text element holds; its sources stay with the last, where its marker is."""
    groups: list[list[Run]] = [[]]
    room = full = 3_000
    for run in unit.runs:
        for text in (run.text,) if run.url or len(run.text) <= room else pieces(run.text, full):
            if len(text) > room and groups[-1]:
                groups.append([])
                room = full
            groups[-1].append(replace(run, text=text))
            room -= len(text)
    *before, last = [tuple(group) for group in groups]
    found = [replace(unit, runs=runs, numbers=(), goes_on=n > 0) for n, runs in enumerate(before)]
    return (*found, replace(unit, runs=last, goes_on=bool(before)))


def parted(bundles: Iterable[Bundle], fits: Callable[[Sequence[Unit]], bool]) -> list[tuple[Unit, ...]]:
    """The units of each message, in order.

    Args:
        bundles: what is said.
        fits: whether so many units fit in one message; one unit without sources, and one source, always do.
    """
    done: list[tuple[Unit, ...]] = []
    here: list[Unit] = []

    def close() -> None:
        if here:
            done.append(tuple(here))
            here.clear()

    for bundle in bundles:
        if not fits([*here, *bundle]):
            close()
        whole = fits(bundle)
        for unit in bundle:
            alone = [unit] if whole or fits([unit]) else _apart(unit)
            for one in alone:
                if not fits([*here, one]):
                    close()
                here.append(one)
    close()
    return done


def _apart(unit: Unit) -> list[Unit]:
    """A unit with more sources than fit in a message, and those sources."""
    sources = [Unit(Kind.SOURCES, (), (number,), unit.paragraph) for number in unit.numbers]
    return [replace(unit, numbers=()), *sources] if unit.runs else sources
