"""The plain LlamaIndex pipeline beside ours: the same passages, the same encoder, each indexed, searched and answered in turn.

LlamaIndex gets each passage as a document of its own, so that both put in equally many pieces of the same length. It is given
texts in memory; ours is given files, and keeps words, vectors and the ledger besides Chroma. Each has a process of its own, and
loading its libraries counts.
"""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from assistant.ask import ask
from eval.bench_corpus import made, questions
from eval.bench_figures import Figure
from eval.measures import percentile
from eval.peer import NAME, Peer
from eval.speed import times
from index.embedding import BUILT_IN, open_encoder
from index.ingest import index_paths
from index.records import Passage, Record, RecordKind, Section, Span
from index.search import Index, search, store_path
from index.store import Store

_ASKED = 200


@dataclass(frozen=True, slots=True)
class Measured:
    """What one side took: pieces a second to index, and milliseconds (p50) to search and to answer."""

    pieces: int
    per_second: float
    found: float
    answered: float


def beside_peer(base: Path, passages: int) -> Iterator[Figure]:
    """Both over made-up minutes of at least this many passages."""
    folder = base / "verslagen"
    folder.mkdir(parents=True)
    for number in range(-(-passages // 20)):
        record = made(number)
        (folder / f"{record.id}.md").write_text(_written(record), "utf-8")
    ours, theirs = _measured("wij", base), _measured(NAME, base)
    for name, one in (("wij", ours), (NAME, theirs)):
        yield Figure(f"inlezen, {one.pieces} passages: {name}", one.per_second, "/s")
    ratio = ours.per_second / theirs.per_second
    yield Figure("inlezen: verhouding", ratio, "×", "≥ 1", ratio >= 1)
    yield Figure("zoeken, de helft binnen: wij", ours.found, "ms")
    yield Figure(f"zoeken, de helft binnen: {NAME}", theirs.found, "ms")
    ratio = ours.found / theirs.found
    yield Figure("zoeken: verhouding", ratio, "×", "≤ 3", ratio <= 3)
    yield Figure("antwoorden, de helft binnen: wij", ours.answered, "ms")
    yield Figure(f"antwoorden, de helft binnen: {NAME} zonder taalmodel", theirs.answered, "ms")
    ratio = ours.answered / theirs.answered
    yield Figure("antwoorden: verhouding", ratio, "×", "≤ 3", ratio <= 3)


def _measured(side: str, base: Path) -> Measured:
    command = [sys.executable, "-m", "eval.bench_peer", side, str(base)]
    run = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)  # noqa: S603 - this Python, this very file
    return Measured(**json.loads(run.stdout))


def _ours(base: Path) -> Measured:
    encoder = open_encoder(BUILT_IN)
    start = time.perf_counter()
    pieces = index_paths(base / "home", encoder, [base / "verslagen"]).passages
    seconds = time.perf_counter() - start
    asked = questions(_ASKED)
    with Index(base / "home", encoder) as index:
        found = _median(lambda question: search(index, question), asked)
        answered = _median(lambda question: ask(index, question), asked)
    return Measured(pieces, pieces / seconds, found, answered)


def _theirs(base: Path) -> Measured:
    """After ours: it gets the passages that ours made."""
    store = Store(store_path(base / "home"))
    pieces = [_alone(passage) for passage in store.passages().values()]
    store.close()
    asked, encoder = questions(_ASKED), open_encoder(BUILT_IN)
    start = time.perf_counter()
    peer = Peer(base / "chroma", pieces, encoder)
    seconds = time.perf_counter() - start
    found = _median(peer.retrieve, asked)
    answered = _median(peer.ask, asked)
    peer.close()
    return Measured(peer.pieces, peer.pieces / seconds, found, answered)


def _written(record: Record) -> str:
    topics = (f"## {section.topic}\n\n{section.span.of(record.text).strip()}\n" for section in record.sections)
    return f"# {record.title}\n\n" + "\n".join(topics)


def _alone(passage: Passage) -> Record:
    """A passage as a record of its own."""
    days = (passage.date,) if passage.date else ()
    whole = Section(passage.topic, None, None, Span(0, len(passage.text)))
    return Record(passage.id, passage.title, days, RecordKind.RECORD, passage.record_id, passage.text, (whole,))


def _median(run: Callable[[str], object], asked: Sequence[str]) -> float:
    """Milliseconds a question, half of them within."""
    return percentile(times(run, asked), 0.5) or 0.0


if __name__ == "__main__":
    _side, _base = sys.argv[1:]
    print(json.dumps(asdict((_ours if _side == "wij" else _theirs)(Path(_base)))))
