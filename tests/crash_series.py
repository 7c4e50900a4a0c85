"""A fault at the first change of a file, at the second, and so on to the last; after each the home is looked at by another process.

    .venv/bin/python tests/crash_series.py [--operations add,change] [--faults kill,eio] [--every 10]

What is found must be the state before or the state after, answers included, and the check-up must be clean or mend it. A command
that says it is done must have done it, and one that can't must say so in Dutch.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from crash_shim import Fault, shim

TESTS = Path(__file__).parent
OPERATIONS = ("first", "add", "change", "prune", "remove", "rebuild", "repair", "upgrade")
_ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS")
_FAST = Path("/dev/shm")  # noqa: S108 - a disk in memory, where there is one: what is synced costs no time


class Server:
    """A process of `crash_server`."""

    def __init__(self) -> None:
        paths = os.pathsep.join([str(TESTS.parent), str(TESTS)])
        kept = {name: value for name, value in os.environ.items() if not name.startswith("LOVP_")}
        self._process = subprocess.Popen(
            [sys.executable, "-W", "ignore", str(TESTS / "crash_server.py")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**kept, **dict.fromkeys(_ONE_THREAD, "1"), "LD_PRELOAD": str(shim()), "PYTHONPATH": paths},
        )

    def ask(self, do: str, place: Path, **more: Any) -> dict[str, Any]:
        """What a copy of it did: what it gave or what went wrong, and the code that it ended with."""
        asked, answers = self._process.stdin, self._process.stdout
        assert asked is not None
        assert answers is not None
        asked.write(json.dumps({"do": do, "place": str(place), **more}) + "\n")
        asked.flush()
        line = answers.readline()
        assert line, "the server has ended"
        found: dict[str, Any] = json.loads(line)
        return found

    def close(self) -> None:
        """Ends it."""
        self._process.communicate()


@contextmanager
def served() -> Iterator[tuple[Server, Path]]:
    """A server and a folder to work in."""
    server = Server()
    try:
        with tempfile.TemporaryDirectory(dir=_FAST if os.access(_FAST, os.W_OK) else None) as folder:
            yield server, Path(folder)
    finally:
        server.close()


@dataclass(frozen=True, slots=True)
class Found:
    """What a series of faults led to.

    Attributes:
        faults: how many there were.
        outcomes: how often the state was that of before or after, whether the command said that it was done, and the check-up.
        problems: what must not be.
        said: the messages of commands that could not do it.
    """

    faults: int
    outcomes: Counter[str]
    problems: list[str] = field(default_factory=list)
    said: Counter[str] = field(default_factory=Counter)


class Series:
    """An operation with the states before and after it; faults are tried on copies of the home as it was before."""

    def __init__(self, server: Server, folder: Path, operation: str) -> None:
        self._server, self._operation = server, operation
        self._place, self._template = folder / operation, folder / f"{operation} before"
        for used in (self._place, self._template):
            shutil.rmtree(used, ignore_errors=True)
        self._do("prepare")
        shutil.copytree(self._place, self._template)
        self._before = self._check()
        self.fresh()
        self.changes = int(self._do("run")["seen"])
        self._after = self._check()
        assert self._after["wrong"] == [], self._after["wrong"]

    def _do(self, what: str, **more: Any) -> dict[str, Any]:
        done = self._server.ask(what, self._place, operation=self._operation, **more)
        assert "gave" in done, done
        return done

    def _check(self) -> dict[str, Any]:
        found: dict[str, Any] = self._do("check")["gave"]
        return found

    def fresh(self) -> None:
        """The home as it was before."""
        shutil.rmtree(self._place, ignore_errors=True)
        shutil.copytree(self._template, self._place)

    def traced(self, trace: Path) -> tuple[Path, Path]:
        """Does it with all changes of files recorded: where it was done, and the record."""
        self.fresh()
        self._do("run", trace=str(trace))
        return self._place, trace

    def which(self, looked: dict[str, Any]) -> str:
        """Which state was found."""
        states = {"after": self._after["state"], "before": self._before["state"]}
        return next((name for name, state in states.items() if state == looked["state"]), "another")

    def with_faults(self, fault: Fault, every: int = 1, first: int = 1) -> Found:
        """Lets each `every`-th change go wrong, from the `first`, until the operation ends before there is one."""
        found = Found(0, Counter())
        n, faults = first, 0
        while n <= self.changes + 20:  # threads of Chroma make some more or fewer
            self.fresh()
            ran = self._server.ask("run", self._place, operation=self._operation, n=n, fault=int(fault))
            if ran.get("seen", n) < n:
                break
            faults += 1
            self._judge(f"{self._operation} {fault.name} {n}", fault, ran, found)
            n += every
        return Found(faults, found.outcomes, found.problems, found.said)

    def _judge(self, where: str, fault: Fault, ran: dict[str, Any], found: Found) -> None:
        killed = fault in {Fault.KILL, Fault.HALF} and ran["code"] == -9
        if ran["code"] not in {0, -9 if killed else 0} or "crash" in ran:
            found.problems.append(f"{where}: ended with {ran}")
        found.said.update([ran["error"]] if "error" in ran else [])
        looked = self._server.ask("check", self._place)
        if "gave" not in looked:
            found.problems.append(f"{where}: looking at it failed: {looked}")
            return
        found.problems.extend(f"{where}: {problem}" for problem in self.wrong_with(looked["gave"], "gave" in ran))
        which = self.which(looked["gave"])
        how = "killed" if killed else "done" if "gave" in ran else "refused"
        found.outcomes[f"{how}, {which}, {'mended' if looked['gave']['wrong'] else 'clean'}"] += 1

    def wrong_with(self, looked: dict[str, Any], done: bool) -> Iterator[str]:
        """What must not be in what was found, after an operation that was `done` or broke off."""
        states = [self._after["state"]] if done else [self._before["state"], self._after["state"]]
        if looked["state"] not in states:
            near = min(states, key=lambda state: len(differing(state, looked["state"])))
            yield f"another state; it differs in {differing(near, looked['state'])}"
        if done and looked["wrong"]:
            yield f"it said that it was done, but {looked['wrong']}"
        if looked["mended"] != looked["state"]:
            yield f"the repair changed {differing(looked['mended'], looked['state'])}"
        readable = "records" in looked["state"]
        if readable and looked["unmended"]:
            yield f"not mended: {looked['unmended']}"
        if readable and looked["by_chroma"] != looked["state"]["answers"]:
            yield "Chroma answers something else"
        if looked["left"]:
            yield f"left behind: {looked['left']}"


def differing(one: dict[str, Any], other: dict[str, Any]) -> list[str]:
    """Which parts of two states differ."""
    return [key for key in sorted({*one, *other}) if one.get(key) != other.get(key)]


def main() -> int:
    """Runs the series and prints a table; 1 when something was found that must not be."""
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--operations", default=",".join(OPERATIONS))
    options.add_argument("--faults", default="kill,half,eio,full,broken,short")
    options.add_argument("--every", type=int, default=1)
    asked = options.parse_args()
    wrong = 0
    with served() as (server, folder):
        for operation in asked.operations.split(","):
            series = Series(server, folder, operation)
            for name in asked.faults.split(","):
                start = time.perf_counter()
                found = series.with_faults(Fault[{"eio": "EIO"}.get(name, name.upper())], asked.every)
                outcomes = "; ".join(f"{how} {times}" for how, times in sorted(found.outcomes.items()))
                print(
                    f"{operation:8} {name:7} {found.faults:4} faults at {series.changes} changes: {outcomes}; "
                    f"{len(found.problems)} problems, {time.perf_counter() - start:.0f} s",
                    flush=True,
                )
                for problem in found.problems[:20]:
                    print(f"    {problem}", flush=True)
                for said, times in found.said.most_common(8):
                    print(f"    {times} x {said}", flush=True)
                wrong += len(found.problems)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
