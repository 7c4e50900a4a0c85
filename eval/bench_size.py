"""What a question costs in an index of some size, measured in a process of its own: time, memory, several people at once.

`python -m eval.bench_size HOME` prints one JSON object. A process of its own, because memory is only counted by process.
"""

import argparse
import json
import re
import resource
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from assistant.ask import ask
from eval.bench_corpus import questions
from eval.facts import read_facts
from eval.measures import percentile
from eval.sets import SETS
from eval.speed import times
from index.embedding import BUILT_IN, open_encoder
from index.search import Index, chroma_root, search, store_path

_MADE = 160  # questions about made-up minutes, beside those about the example records
ASKERS = (1, 8, 32)
_SECONDS = 8.0  # that each number of people asks


@dataclass(frozen=True, slots=True)
class Sized:
    """What was measured at one size.

    Times are in milliseconds: p50, p95 and p99 over `questions`. `opened` is in seconds, up to the first answer. Memory is in MB:
    what this process held after it opened, and at most. `per_second` is answers a second, by how many ask at once. Bytes are
    those on disk for each passage.
    """

    passages: int
    questions: int
    opened: float
    found: tuple[float, float, float]
    answered: tuple[float, float, float]
    resident: float
    peak: float
    per_second: dict[str, float]
    chroma: bool
    store_bytes: float
    chroma_bytes: float


def measure(home: Path, askers: Sequence[int] = ASKERS, seconds: float = _SECONDS) -> Sized:
    """Measures the index under `home`."""
    facts = [fact.question for fact in read_facts(SETS[0].facts) if not fact.history]
    asked = [*facts, *questions(_MADE)]
    start = time.perf_counter()
    with Index(home, open_encoder(BUILT_IN)) as index:
        ask(index, asked[0])
        opened = time.perf_counter() - start
        resident = _resident()
        found = times(lambda question: search(index, question), asked)
        answered = times(lambda question: ask(index, question), asked)
        many = {str(count): _throughput(index, asked, count, seconds) for count in askers}
        held = sum(index.store.passage_counts().values())
        chroma = index.snapshot().chroma is not None
    return Sized(
        passages=held,
        questions=len(asked),
        opened=opened,
        found=_shares(found),
        answered=_shares(answered),
        resident=resident,
        peak=_peak(),
        per_second=many,
        chroma=chroma,
        store_bytes=_size(store_path(home)) / held,
        chroma_bytes=_size(chroma_root(home)) / held,
    )


def _shares(took: Sequence[float]) -> tuple[float, float, float]:
    p50, p95, p99 = (percentile(took, share) or 0.0 for share in (0.5, 0.95, 0.99))
    return p50, p95, p99


def _throughput(index: Index, asked: Sequence[str], askers: int, seconds: float) -> float:
    """Answers a second while that many people ask one question after the other."""
    until = time.perf_counter() + seconds
    done = [0] * askers

    def one(n: int) -> None:
        at = n * 7
        while time.perf_counter() < until:
            ask(index, asked[at % len(asked)])
            done[n] += 1
            at += 1

    threads = [threading.Thread(target=one, args=(n,)) for n in range(askers)]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(done) / (time.perf_counter() - start)


def _resident() -> float:
    """MB in memory now; 0 where there is no /proc."""
    try:
        return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() / (1 << 20)
    except OSError:
        return 0.0


def _peak() -> float:
    """MB that this process held at most; what the system counts by itself begins at what its parent held."""
    try:
        held = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())
    except OSError:
        held = None
    if held is not None:
        return int(held[1]) / (1 << 10)
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (1 << 20 if sys.platform == "darwin" else 1 << 10)


def _size(place: Path) -> int:
    files = [place, Path(f"{place}-wal")] if not place.is_dir() else place.rglob("*")
    return sum(file.stat().st_size for file in files if file.is_file())


def main(arguments: Sequence[str] | None = None) -> int:
    """Measures and prints."""
    parser = argparse.ArgumentParser(
        prog="python -m eval.bench_size", description="Meet een index van een bepaalde omvang."
    )
    parser.add_argument("home", type=Path, metavar="MAP", help="de map met de index")
    parser.add_argument("--seconds", type=float, default=_SECONDS, help="hoe lang er tegelijk gevraagd wordt")
    chosen = parser.parse_args(arguments)
    print(json.dumps(asdict(measure(chosen.home, seconds=chosen.seconds))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
