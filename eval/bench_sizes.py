"""How what a question costs grows with the index: the same questions over indexes of made-up minutes of several sizes."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from eval.bench_corpus import fill
from eval.bench_figures import Figure
from eval.bench_size import ASKERS, Sized
from index.generations import current
from index.ingest import refresh_chroma
from index.progress import Progress, silent
from index.search import chroma_root, store_path
from index.store import Store
from index.vectors import EXACT_BELOW

_MEMORY = 1_500.0  # MB at 200,000 passages
_AT = 200_000
_GROWTH = 3.0  # that a question may cost more at 200,000 passages than at 10,000: "near constant"
_FROM = 10_000


def sizes(folder: Path, counts: Sequence[int], progress: Progress = silent) -> Iterator[Figure]:
    """Makes an index of each size under `folder`, unless it is there already, and measures it in a process of its own."""
    measured: dict[int, Sized] = {}
    for count in counts:
        home = folder / str(count)
        held = fill(home, count, progress=progress)
        built = _chroma(home, progress)
        one = measured[count] = _measured(home)
        yield from _told(one)
        if built is not None:
            yield Figure(f"{held} passages: Chroma bouwen, passages per seconde", held / built, "/s")
    if _FROM in measured and _AT in measured:
        growth = measured[_AT].answered[0] / measured[_FROM].answered[0]
        yield Figure("antwoord bij 200.000 tegen 10.000 passages", growth, "×", "≤ 3", growth <= _GROWTH)


def _chroma(home: Path, progress: Progress) -> float | None:
    """The seconds in which Chroma was built; None when it was there, or exact search does."""
    store = Store(store_path(home), create=True)
    try:
        kept = current(chroma_root(home))
        if sum(store.passage_counts().values()) < EXACT_BELOW or (kept and kept.version == store.version):
            return None
        start = time.perf_counter()
        refresh_chroma(home, store, progress)
        return time.perf_counter() - start
    finally:
        store.close()


def _measured(home: Path) -> Sized:
    command = [sys.executable, "-m", "eval.bench_size", str(home)]
    run = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 - this Python, our own module
    kept = json.loads(run.stdout)
    return Sized(**{**kept, "found": tuple(kept["found"]), "answered": tuple(kept["answered"])})


def _told(one: Sized) -> Iterator[Figure]:
    at = f"{one.passages} passages"
    how = "Chroma" if one.chroma else "exact"
    yield Figure(f"{at} ({how}): openen tot en met de eerste vraag", one.opened, "s")
    for name, times in (("zoeken", one.found), ("antwoord", one.answered)):
        for share, value in zip(("p50", "p95", "p99"), times, strict=True):
            yield Figure(f"{at}: {name}, {share}", value, "ms")
    for count in ASKERS:
        yield Figure(f"{at}: antwoorden per seconde, {count} tegelijk", one.per_second[str(count)], "/s")
    goal = one.peak <= _MEMORY if one.passages >= _AT and one.passages < 2 * _AT else None
    yield Figure(f"{at}: geheugen, hoogste stand", one.peak, "MB", "≤ 1500" if goal is not None else "", goal)
    yield Figure(f"{at}: schijf per passage, SQLite", one.store_bytes, "B")
    if one.chroma:
        yield Figure(f"{at}: schijf per passage, Chroma", one.chroma_bytes, "B")
