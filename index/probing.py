"""Trying a Chroma folder before it is used: whoever opens a damaged one may not live to tell."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Self

from index.vectors import Collection

_START = "import json, sys, chromadb; from index.probing import tried; tried(*json.loads(sys.stdin.readline()))"
_SECONDS = 600


def probe(folder: Path, passages: int) -> str | None:
    """Opens a generation in a process of its own and asks it things; what is wrong, None when nothing is.

    A damaged folder kills the process that opens it (SIGSEGV inside Chroma), which no exception handler survives.
    """
    with Prober() as prober:
        return prober.ask(folder, passages)


class Prober:
    """A process that tries one folder; it loads Chroma while that folder is still being finished."""

    def __init__(self) -> None:
        """Starts the process."""
        self._process = subprocess.Popen(  # noqa: S603 - this Python, this file's own function
            [sys.executable, "-P", "-c", _START],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parent.parent)},
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.communicate()

    def ask(self, folder: Path, passages: int) -> str | None:
        """What is wrong with a folder of so many passages, None when nothing is."""
        try:
            self._process.communicate(json.dumps([str(folder), passages]).encode() + b"\n", _SECONDS)
        except subprocess.TimeoutExpired:
            return f"Chroma-map {folder.name} antwoordt niet binnen {_SECONDS} seconden"
        code = self._process.returncode
        return None if code == 0 else f"Chroma-map {folder.name} is niet bruikbaar (code {code})"


def tried(folder: str, passages: int) -> None:
    """Opens a folder of so many passages and asks it things; ends the process with a code when something is wrong."""
    collection = Collection(Path(folder)).own
    if collection.count() != passages:
        sys.exit(3)
    near: list[bool] = []
    for start in sorted({0, passages // 2, max(0, passages - 5)}) if passages else ():
        some = collection.get(limit=5, offset=start, include=["embeddings"])
        found = collection.query(query_embeddings=some["embeddings"], n_results=1, include=["distances"])
        nearest = [distances[0] for distances in found["distances"] or ()]
        near += [distance <= 1e-3 for distance in nearest]
    # the graph is approximate: among many equal passages a few can't be reached; a folder that lost its vectors misses most
    if passages and sum(near) <= len(near) / 2:
        sys.exit(4)
