"""Processes that read in, change, remove and rebuild are killed at random moments, and each time another looks at it.

    .venv/bin/python tests/crash_kills.py --kills 200 [--seed 7]

A change is acknowledged when the command that made it came back: then it must be there from then on. One that was killed before
must be there whole or not at all, each record of it. Most kills fall in one home that goes on all the time; some in a fresh
one, while its first records are read.
"""

import argparse
import random
import shutil
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from crash_account import hash_of, own_word
from crash_series import Server, served

_THEMES = ("taser", "geld", "wijk", "drugs", "vuurwerk", "jeugd", "corona")
_WHAT = ("index", "index", "index", "index", "remove", "rebuild", "repair")


@dataclass(slots=True)
class Tally:
    """What was done and found."""

    kills: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)  # what was done, and which state was found
    mended: int = 0
    problems: list[str] = field(default_factory=list)


class Life:
    """One home through all its kills: `acknowledged` is what its files held when a command last came back or was looked at."""

    def __init__(self, server: Server, place: Path, dice: random.Random, tally: Tally) -> None:
        self._server, self._place, self._dice, self._tally = server, place, dice, tally
        self._texts = place / "verslagen"
        self._texts.mkdir(parents=True)
        (place / "home").mkdir()
        self._written = 0
        self._acknowledged: dict[str, str] = {}
        self._seconds: dict[str, float] = {}

    def live(self) -> None:
        """Does one thing, which is killed somewhere in between or just comes back, and looks at the home."""
        what = self._dice.choice(_WHAT) if self._acknowledged else "index"
        if what == "remove":
            name = self._dice.choice(sorted(self._acknowledged))
            (self._texts / name).unlink(missing_ok=True)
            what, wanted = f"remove {name}", {key: kept for key, kept in self._acknowledged.items() if key != name}
        elif what == "repair":
            wanted = self._acknowledged
        else:
            if what == "index":
                self._rewrite()
            wanted = {path.name: hash_of(path) for path in self._texts.iterdir()}
        kind = what.partition(" ")[0]
        delay = self._dice.uniform(0, 1.1 * self._seconds.get(kind, 1.0))
        start = time.perf_counter()
        ran = self._server.ask("act", self._place, what=what, kill=delay)
        killed = ran["code"] == -9
        if not killed:
            self._seconds[kind] = time.perf_counter() - start
        self._tally.kills += killed
        if not killed and "gave" not in ran:
            self._tally.problems.append(f"{what}: {ran}")
        self._look(what, kind, wanted, done="gave" in ran, killed=killed)

    def _rewrite(self) -> None:
        names = sorted(path.name for path in self._texts.iterdir())
        if len(names) > 4:
            (self._texts / names.pop(self._dice.randrange(len(names)))).unlink()
        for _ in range(self._dice.randint(1, 3)):
            self._written += 1
            day = self._dice.randint(1, 9)  # some share a meeting, so that there are links
            name = self._dice.choice(names) if names and self._dice.random() < 0.4 else f"{self._written}.md"
            theme = self._dice.choice(_THEMES)
            (self._texts / name).write_text(
                f"# Verslag LOVP {day} juli 2022\n\n## {theme.title()}\n\nBesloten is over {theme}: {own_word(self._written)}. "
                f"De minister vraagt om {self._dice.choice(_THEMES)} en {self._dice.choice(_THEMES)}.\n"
            )

    def _look(self, what: str, kind: str, wanted: dict[str, str], *, done: bool, killed: bool) -> None:
        found = self._server.ask("account", self._place)
        if "gave" not in found:
            self._tally.problems.append(f"{what}: looking at it failed: {found}")
            return
        seen: dict[str, Any] = found["gave"]
        state = "after" if seen["files"] == wanted else "before" if seen["files"] == self._acknowledged else "partly"
        # a long run keeps its records bit by bit, each of them whole
        names = {*seen["files"], *wanted, *self._acknowledged}
        kept = [seen["files"].get(n) in {wanted.get(n), self._acknowledged.get(n)} for n in names]
        if not all(kept) or (done and state != "after"):
            self._tally.problems.append(f"{what}: {'lost' if done else 'neither before nor after'}: {seen['files']}")
        self._tally.problems += [f"{what}: {fault}" for fault in seen["faults"]]
        if done and kind != "repair" and seen["wrong"]:
            self._tally.problems.append(f"{what} came back, but {seen['wrong']}")
        self._tally.outcomes[f"{kind} {'killed' if killed else 'done'}: {state}"] += 1
        self._acknowledged = dict(seen["files"])
        if seen["wrong"] and self._dice.random() < 0.4:  # else the next command finds it as it is
            self.mend()

    def mend(self) -> None:
        """Has it repaired, undisturbed."""
        done = self._server.ask("act", self._place, what="repair")
        if "gave" in done:
            self._tally.mended += 1
        elif self._acknowledged:
            self._tally.problems.append(f"not mended: {done}")


def killed(server: Server, folder: Path, kills: int, seed: int) -> Tally:
    """Goes on until there were so many kills."""
    dice, tally = random.Random(seed), Tally()  # noqa: S311 - a series that can be repeated
    long = Life(server, folder / "long", dice, tally)
    fresh = 0
    while tally.kills < kills and len(tally.problems) < 20:
        if dice.random() < 0.2:
            fresh += 1
            Life(server, folder / f"fresh {fresh}", dice, tally).live()
            shutil.rmtree(folder / f"fresh {fresh}")
        else:
            long.live()
    long.mend()
    return tally


def main() -> int:
    """Prints a table; 1 when anything was lost or not whole."""
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--kills", type=int, default=200)
    options.add_argument("--seed", type=int, default=7)
    asked = options.parse_args()
    start = time.perf_counter()
    with served() as (server, folder):
        tally = killed(server, folder, asked.kills, asked.seed)
    for outcome, times in sorted(tally.outcomes.items()):
        print(f"{times:5}  {outcome}")
    print(
        f"{tally.kills} kills, {sum(tally.outcomes.values())} looks, {tally.mended} repairs, {len(tally.problems)} problems, "
        f"{time.perf_counter() - start:.0f} s"
    )
    for problem in tally.problems:
        print(f"    {problem}")
    return 1 if tally.problems else 0


if __name__ == "__main__":
    sys.exit(main())
