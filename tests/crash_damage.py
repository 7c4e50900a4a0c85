"""Bits that flip and files that are cut short, in every file of a home, at places that dice choose; then it is asked.

    .venv/bin/python tests/crash_damage.py [--flips 100] [--seed 7]

What is answered must be right, or a message in Dutch, and the check-up must name what matters and mend what can be made again.
"""

import argparse
import shutil
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

from crash_series import Server, differing, served

_CUTS = (0, 1, 100, 4096)  # bytes that are left


class Damaged:
    """A home whose files are harmed one at a time; after each it is as it was."""

    def __init__(self, server: Server, folder: Path) -> None:
        self._server, self._place, self._kept = server, folder / "damage", folder / "damage before"
        for what in ("prepare", "run"):
            assert "gave" in server.ask(what, self._place, operation="add")
        shutil.copytree(self._place, self._kept)
        self._whole: dict[str, Any] = server.ask("check", self._place)["gave"]
        assert self._whole["wrong"] == []
        self.outcomes: Counter[str] = Counter()
        self.problems: list[str] = []

    def files(self) -> list[Path]:
        """The files of the home, by their place in it."""
        home = self._kept / "home"
        return sorted(path.relative_to(home) for path in home.rglob("*") if path.is_file() and path.stat().st_size)

    def flip(self, name: Path, dice: Random) -> None:
        """Turns a bit over."""
        data = bytearray((self._kept / "home" / name).read_bytes())
        at, bit = dice.randrange(len(data)), dice.randrange(8)
        data[at] ^= 1 << bit
        self._try(name, bytes(data), f"byte {at} bit {bit}")

    def cut(self, name: Path, left: int) -> None:
        """Leaves only so many bytes."""
        data = (self._kept / "home" / name).read_bytes()
        if left < len(data):
            self._try(name, data[:left], f"cut to {left}")

    def _try(self, name: Path, data: bytes, what: str) -> None:
        shutil.rmtree(self._place)
        shutil.copytree(self._kept, self._place)
        (self._place / "home" / name).write_bytes(data)
        kind = "chroma/gen" if name.parts[0] == "chroma" and len(name.parts) > 2 else name.name
        looked = self._server.ask("check", self._place)
        self.problems += [f"{name} {what}: {problem}" for problem in self._wrong(looked, kind)]

    def _wrong(self, looked: dict[str, Any], kind: str) -> Iterator[str]:
        if "error" in looked:  # it can't be opened or read, and says so
            self.outcomes[f"{kind}: refused in Dutch"] += 1
            return
        if "gave" not in looked:
            yield f"ended with {looked}"
            return
        found = looked["gave"]
        right = found["state"] == self._whole["state"]
        named = bool(found["wrong"])
        mended = found["mended"] == self._whole["state"] and not found["unmended"]
        told = "right" if right else "another state"
        self.outcomes[f"{kind}: {told}, {'mended' if named and mended else 'named' if named else 'not noticed'}"] += 1
        if not right and not named:
            yield f"another state and nothing is said of it: {differing(found['state'], self._whole['state'])}"
        if right and found["unmended"] and kind != "lovp.sqlite3":  # that takes a backup, and it says so
            yield f"right, but not mended: {found['unmended']}"


def damaged(server: Server, folder: Path, flips: int, seed: int) -> Damaged:
    """Harms each file so many times, and cuts it short."""
    dice = Random(seed)  # noqa: S311 - a series that can be repeated
    home = Damaged(server, folder)
    for name in home.files():
        for _ in range(flips):
            home.flip(name, dice)
        for left in _CUTS:
            home.cut(name, left)
    return home


def main() -> int:
    """Prints what came of it; 1 when something was found that must not be."""
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--flips", type=int, default=100)
    options.add_argument("--seed", type=int, default=7)
    asked = options.parse_args()
    with served() as (server, folder):
        home = damaged(server, folder, asked.flips, asked.seed)
    for outcome, times in sorted(home.outcomes.items()):
        print(f"{times:5}  {outcome}")
    for problem in home.problems:
        print(f"    {problem}"[:400])
    print(f"{sum(home.outcomes.values())} damaged homes, {len(home.problems)} problems")
    return 1 if home.problems else 0


if __name__ == "__main__":
    sys.exit(main())
