"""The power fails: what was written but not synced is lost, wholly or in part, and then the home is looked at.

    .venv/bin/python tests/crash_power.py [--operations add,change] [--trials 100] [--seed 7]

The changes of an operation are recorded as they are made. A disk after the first so many of them is made again from that: of a
file, what was written since its last fsync is there or not, in pieces of 512 bytes; of a folder, the names that were made, moved
or removed since its last fsync are there or not, each by itself. That is harsher than file systems with a journal are. After the
last change the command has come back: then everything must be there.
"""

import argparse
import shutil
import struct
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from random import Random

from crash_series import OPERATIONS, Series, Server, served

_HEAD = struct.Struct("<cIIIq")  # as faults.c writes it
_SECTOR = 512  # bytes that a disk writes at once


@dataclass(frozen=True, slots=True)
class Change:
    """One change: a letter of faults.c, the path (and the new one), the place or size, and what was written."""

    what: str
    path: str
    other: str
    place: int
    data: bytes


def read_trace(path: Path) -> Iterator[Change]:
    """The changes in the order in which they were made."""
    kept = path.read_bytes()
    at = 0
    while at < len(kept):
        what, first, second, size, place = _HEAD.unpack_from(kept, at)
        at += _HEAD.size
        parts = kept[at : at + first], kept[at + first : at + first + second]
        yield Change(what.decode(), parts[0].decode(), parts[1].decode(), place, kept[at + first + second :][:size])
        at += first + second + size


@dataclass(slots=True, eq=False)
class _File:
    synced: bytearray
    waiting: list[Change] = field(default_factory=list)


class Disk:
    """A folder as the disk has it, and what still waits to be written."""

    def __init__(self, folder: Path) -> None:
        self._root = str(folder)
        self._synced: dict[str, _File] = {
            str(path): _File(bytearray(path.read_bytes())) for path in folder.rglob("*") if path.is_file()
        }
        self._now = dict(self._synced)  # as programs see it
        self._waiting: list[tuple[str, str, _File | None]] = []  # folder, path, what it is now (None: nothing)

    def do(self, change: Change) -> None:
        """Makes a change."""
        path = change.path
        if change.what in "wt" and path in self._now:
            self._now[path].waiting.append(change)
        elif change.what == "c":
            self._name(path, _File(bytearray()))
        elif change.what == "n":
            moved = self._now.get(path)
            self._name(path, None)
            if moved is not None:
                self._name(change.other, moved)
        elif change.what == "u":
            self._name(path, None)
        elif change.what == "d":  # a folder that is gone takes along what seems to be left in it
            self._name(path + "/", None)
        elif change.what == "s" and path in self._now:
            file = self._now[path]
            if change.place:  # it was written in a way that isn't seen; this is what is in it
                file.synced, file.waiting = bytearray(change.data), []
            for one in file.waiting:
                _apply(file.synced, one)
            file.waiting.clear()
        elif change.what == "s":  # a folder
            for folder, name, file_or_none in [one for one in self._waiting if one[0] == path]:
                self._settle(self._synced, name, file_or_none)
                if (folder, name, file_or_none) in self._waiting:
                    self._waiting.remove((folder, name, file_or_none))
                if name.endswith("/"):
                    self._waiting = [one for one in self._waiting if not one[1].startswith(name)]

    def _name(self, path: str, file: _File | None) -> None:
        self._settle(self._now, path, file)
        self._waiting.append((path.rstrip("/").rpartition("/")[0], path, file))

    @staticmethod
    def _settle(names: dict[str, _File], path: str, file: _File | None) -> None:
        if file is None:
            for name in [name for name in names if name == path or (path.endswith("/") and name.startswith(path))]:
                del names[name]
        else:
            names[path] = file

    def after_power_loss(self, folder: Path, dice: Random) -> None:
        """Writes what is left to a folder: of what waits, as much as the dice say, from nothing to all."""
        chance = dice.choice((0.0, 0.1, 0.5, 0.9, 1.0))
        names = dict(self._synced)
        for _, path, file in self._waiting:
            if dice.random() < chance:
                self._settle(names, path, file)
        for path, file in names.items():
            if path.endswith("-shm"):  # nothing in it outlives the processes that share it
                continue
            data = bytearray(file.synced)
            for change in file.waiting:
                for piece in _pieces(change):
                    if dice.random() < chance:
                        _apply(data, piece)
            place = folder / path[len(self._root) + 1 :]
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(data)


def _apply(data: bytearray, change: Change) -> None:
    end = change.place + len(change.data)
    if change.what == "t":
        del data[change.place :]
    data.extend(bytes(max(0, end - len(data))))
    data[change.place : end] = change.data


def _pieces(change: Change) -> Iterator[Change]:
    if change.what == "t":
        yield change
    first = _SECTOR - change.place % _SECTOR
    cuts = [0, *range(first, len(change.data), _SECTOR), len(change.data)]
    for start, end in pairwise(cuts):
        yield Change("w", change.path, "", change.place + start, change.data[start:end])


def power_fails(server: Server, folder: Path, operation: str, trials: int, seed: int) -> tuple[Counter[str], list[str]]:
    """Lets the power fail so many times; what was found, and what must not be."""
    dice = Random(seed)  # noqa: S311 - a series that can be repeated
    series = Series(server, folder, operation)
    place, trace = series.traced(folder / f"{operation} trace")
    changes = list(read_trace(trace))
    outcomes: Counter[str] = Counter()
    problems = []
    for trial in range(trials):
        # evenly over all, and some at the end, where the command has come back
        upto = len(changes) if trial % 8 == 0 else len(changes) * trial // trials
        series.fresh()
        disk = Disk(place / "home")
        for change in changes[:upto]:
            disk.do(change)
        shutil.rmtree(place / "home")
        (place / "home").mkdir()
        disk.after_power_loss(place / "home", dice)
        where = f"{operation} after {upto} of {len(changes)} changes"
        looked = server.ask("check", place)
        if "gave" not in looked:
            problems.append(f"{where}: looking at it failed: {looked}")
            continue
        found, done = looked["gave"], upto == len(changes)
        problems += [f"{where}: {problem}" for problem in series.wrong_with(found, done)]
        outcomes[f"{series.which(found)}, {'mended' if found['wrong'] else 'clean'}{', acknowledged' * done}"] += 1
    return outcomes, problems


def main() -> int:
    """Prints a table; 1 when something was found that must not be."""
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--operations", default=",".join(OPERATIONS))
    options.add_argument("--trials", type=int, default=100)
    options.add_argument("--seed", type=int, default=7)
    asked = options.parse_args()
    wrong = 0
    with served() as (server, folder):
        for operation in asked.operations.split(","):
            outcomes, problems = power_fails(server, folder, operation, asked.trials, asked.seed)
            told = "; ".join(f"{how} {times}" for how, times in sorted(outcomes.items()))
            print(f"{operation:8} {asked.trials} power losses: {told}; {len(problems)} problems", flush=True)
            for problem in problems[:20]:
                print(f"    {problem}"[:400], flush=True)
            wrong += len(problems)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
