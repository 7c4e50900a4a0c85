"""A longer series over a Chroma server, as a table: how quick it is beside what one machine has itself, and what kills of it cost.

A program, not a test: `python tests/faces_series.py --passages 10000 60000 --kills 20`. The records are made up.
"""

import argparse
import random
import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from unittest.mock import patch

from chroma_run import ChromaRun, chroma_run

from eval.distractors import records
from eval.measures import percentile
from eval.speed import fill
from index.chroma_address import Address
from index.chroma_collections import refresh
from index.embedding import BUILT_IN, Encoder, open_encoder
from index.ingest import examples, index_paths
from index.records import EVERYTHING
from index.search import Index, search, store_path
from index.sqlite_published import copy_published
from index.store import Store

_BELOW = "index.search.EXACT_BELOW"
QUESTIONS = (
    "Voor welke jaren is de financiering van de taser geregeld?",
    "Wat is er gezegd over bodycams?",
    "Welke afspraken zijn er gemaakt over vuurwerk?",
    "Hoeveel agenten komen erbij?",
    "Wat zei de korpschef in 2021?",
    "Hoe ontwikkelde het stroomstootwapen zich?",
)


def _times(run: Callable[[str], object], times: int) -> str:
    for question in QUESTIONS:
        run(question)
    taken = []
    for n in range(times):
        start = time.perf_counter()
        run(QUESTIONS[n % len(QUESTIONS)])
        taken.append((time.perf_counter() - start) * 1000)
    return f"{percentile(taken, 0.5):8.1f} {percentile(taken, 0.95):8.1f}"


def _wait_for(index: Index) -> float:
    """Asks until the server answers; after how many seconds that was."""
    assert index._searched is not None
    start, before = time.monotonic(), index._searched.answered
    while index._searched.answered == before:
        assert time.monotonic() - start < 120
        search(index, QUESTIONS[0])
        time.sleep(0.05)
    return time.monotonic() - start


def _timed(index: Index, name: str, times: int) -> None:
    vectors = {question: index.encoder.queries([question])[0] for question in QUESTIONS}
    snapshot = index.snapshot()
    if snapshot.chroma is None:
        near: Callable[[str], object] = lambda question: snapshot.exact.search(vectors[question], None, 24)  # noqa: E731 - one of two
    else:
        chroma = snapshot.chroma
        near = lambda question: chroma.search(vectors[question], EVERYTHING, 24)  # noqa: E731 - the other
    print(f"  {name:<14} {_times(near, times)}   {_times(lambda question: search(index, question), times)}", flush=True)


def _overlap(one: Index, other: Index) -> float:
    """The share of the ten nearest by exact search that the server finds too."""
    shares = []
    for question in QUESTIONS:
        vector = one.encoder.queries([question])[0]
        exact = {row for row, _ in one.snapshot().exact.search(vector, None, 10)}
        chroma = other.snapshot().chroma
        found = chroma.search(vector, EVERYTHING, 10) if chroma is not None else None
        shares.append(len(exact & {row for row, _ in found or ()}) / len(exact))
    return statistics.mean(shares)


def series(base: Path, encoder: Encoder, size: int, kills: int, times: int) -> None:
    """Fills an index with this many passages, and prints what it found."""
    home = base / f"home-{size}"
    start = time.monotonic()
    index_paths(home, encoder, [examples()])
    fill(home, encoder, records(2 * size), size)
    store = Store(store_path(home))
    held = sum(store.passage_counts().values())
    print(f"{held} passages; filled, with a folder of Chroma, in {time.monotonic() - start:.0f} s")
    with chroma_run(base / f"chroma-{size}") as server:
        start = time.monotonic()
        refresh(Address(server.url), store)
        print(f"  collection on the server built in {time.monotonic() - start:.0f} s; {_weight(server)}")
        start = time.monotonic()
        copy_published(store_path(home), base / f"copy-{size}.sqlite3")
        copied = (base / f"copy-{size}.sqlite3").stat().st_size / 1e6
        print(f"  published copy of {copied:.0f} MB made and checked in {time.monotonic() - start:.1f} s")
        store.close()
        print(f"  {'milliseconds':<14} nearest: p50, p95    question: p50, p95")
        with Index(home, encoder) as exact, patch(_BELOW, 10**9):
            _timed(exact, "exact", times)
            with patch(_BELOW, 0):
                with Index(home, encoder) as local:
                    _timed(local, "local Chroma", times)
                with Index(home, encoder, server=Address(server.url)) as face:
                    _wait_for(face)
                    _timed(face, "chroma run", times)
                    print(f"  of the ten nearest the server finds {_overlap(exact, face):.3f}", flush=True)
                    _killed(face, server, kills)


def _killed(face: Index, server: ChromaRun, kills: int) -> None:
    """People ask while the server is killed and brought back."""
    expected = {question: [hit.passage.id for hit in search(face, question)] for question in QUESTIONS}
    stop, asked, other, errors, waits = threading.Event(), [0], [0], [0], list[float]()

    def ask(number: int) -> None:
        chance = random.Random(number)  # noqa: S311 - which question, no secret
        while not stop.is_set():
            question = chance.choice(QUESTIONS)
            start = time.perf_counter()
            try:
                other[0] += [hit.passage.id for hit in search(face, question)] != expected[question]
            except Exception:  # that is what is counted
                errors[0] += 1
            asked[0] += 1
            waits.append((time.perf_counter() - start) * 1000)
            time.sleep(0.02)

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    back: list[float] = []
    with suppress(KeyboardInterrupt):
        for number in range(kills):
            if number % 4 == 3:
                server.hang()
                time.sleep(3)
            server.kill()
            time.sleep(0.5)
            server.start()
            back.append(_wait_for(face))
    stop.set()
    for thread in threads:
        thread.join()
    print(
        f"  {kills} kills: {asked[0]} questions, {errors[0]} errors, {other[0]} other answers than before, "
        f"longest {max(waits, default=0):.0f} ms; used again {_spread(back)} s after it was back"
    )


def _spread(seconds: Sequence[float]) -> str:
    return f"{min(seconds):.1f} to {max(seconds):.1f}" if seconds else "-"


def _weight(server: ChromaRun) -> str:
    disk = sum(path.stat().st_size for path in server.folder.rglob("*") if path.is_file()) / 1e6
    return f"{disk:.0f} MB on disk, {server.memory():.0f} MB in memory"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--passages", type=int, nargs="+", default=[10_000, 60_000])
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--times", type=int, default=300)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for passages in options.passages:
            series(Path(folder), open_encoder(BUILT_IN), passages, options.kills, options.times)
