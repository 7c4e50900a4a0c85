"""The plain LlamaIndex pipeline beside ours: the same passages, the same encoder, each indexed, searched and answered in turn.

LlamaIndex gets each passage as a document of its own, so that both put in equally many pieces of the same length. It is given
texts in memory; ours is given files, and keeps words, vectors and the ledger besides Chroma.
"""

import gc
import time
from collections.abc import Callable, Iterator, Sequence
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
from index.search import Index, search
from index.vectors import load_libraries

_ASKED = 200


def beside_peer(base: Path, passages: int) -> Iterator[Figure]:
    """Both over made-up minutes of at least this many passages."""
    load_libraries()  # for both: whoever comes second would have them already
    folder, encoder = base / "verslagen", open_encoder(BUILT_IN)
    folder.mkdir(parents=True)
    for number in range(-(-passages // 20)):
        record = made(number)
        (folder / f"{record.id}.md").write_text(_written(record), "utf-8")
    start = time.perf_counter()
    held = index_paths(base / "home", encoder, [folder]).passages
    ours = held / (time.perf_counter() - start)
    asked = questions(_ASKED)
    with Index(base / "home", encoder) as index:
        pieces = [_alone(passage) for passage in index.store.passages().values()]
        found = _median(lambda question: search(index, question), asked)
        answered = _median(lambda question: ask(index, question), asked)
    gc.collect()
    start = time.perf_counter()
    peer = Peer(base / "chroma", pieces, encoder)
    theirs = peer.pieces / (time.perf_counter() - start)
    retrieved = _median(peer.retrieve, asked)
    told = _median(peer.ask, asked)
    peer.close()
    yield Figure(f"inlezen, {held} passages: wij", ours, "/s")
    yield Figure(f"inlezen, {peer.pieces} passages: {NAME}", theirs, "/s")
    yield Figure("inlezen: verhouding", ours / theirs, "×", "≥ 1", ours >= theirs)
    yield Figure("zoeken, de helft binnen: wij", found, "ms")
    yield Figure(f"zoeken, de helft binnen: {NAME}", retrieved, "ms")
    yield Figure("zoeken: verhouding", found / retrieved, "×", "≤ 3", found <= 3 * retrieved)
    yield Figure("antwoorden, de helft binnen: wij", answered, "ms")
    yield Figure(f"antwoorden, de helft binnen: {NAME} zonder taalmodel", told, "ms")
    yield Figure("antwoorden: verhouding", answered / told, "×", "≤ 3", answered <= 3 * told)


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
