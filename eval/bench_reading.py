"""How fast records come in: a mixed pile, the same pile again, and each step beside what its library alone takes.

Everything runs on made-up minutes in a temporary folder; starting processes and loading
libraries counts, on both sides of a comparison.
"""

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np

from eval.bench_figures import Figure
from eval.bench_records import write_records
from index import generations
from index.embedding import BUILT_IN, open_encoder
from index.ingest import Summary, index_paths
from index.search import chroma_root
from index.vectors import COLLECTION

PROCESSES = 2  # that a library alone may use, as many as read at once on two cores
_BATCH = 1_000  # passages an insert, as in index/generations.py
_DOCX = "docx"


@dataclass(slots=True)
class _Peak:
    """The most memory that this process and those under it held at one moment, in MB of resident pages."""

    megabytes: float = 0.0


@contextmanager
def _watched() -> Iterator[_Peak]:
    peak, done = _Peak(), threading.Event()

    def look() -> None:
        while not done.wait(0.1):
            peak.megabytes = max(peak.megabytes, _resident(os.getpid()) / (1 << 20))

    watcher = threading.Thread(target=look, daemon=True)
    watcher.start()
    try:
        yield peak
    finally:
        done.set()
        watcher.join()


def _resident(root: int) -> int:
    """The bytes in memory of a process and all under it; 0 where there is no /proc."""
    parents: dict[int, int] = {}
    pages: dict[int, int] = {}
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            parents[int(entry.name)] = int((entry / "stat").read_text().rpartition(") ")[2].split()[1])
            pages[int(entry.name)] = int((entry / "statm").read_text().split()[1])
        except OSError:
            continue  # it has ended
    ours = {root}
    while more := {one for one, parent in parents.items() if parent in ours} - ours:
        ours |= more
    return sum(pages.get(one, 0) for one in ours) * os.sysconf("SC_PAGE_SIZE")


def _index(home: Path, folder: Path) -> Summary:
    summary = index_paths(home, open_encoder(BUILT_IN), [folder])
    if summary.skipped:
        raise RuntimeError(f"made-up minutes were skipped: {summary.skipped[:3]}")
    return summary


def _timed(work: Callable[[], Any]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def mixed(base: Path, count: int) -> Iterator[Figure]:
    """A pile of all formats, and the same pile again."""
    folder = base / "gemengd"
    write_records(folder, count)
    with _watched() as peak:
        start = time.perf_counter()
        summary = _index(base / "home", folder)
        seconds = time.perf_counter() - start
    yield Figure(f"gemengd: {count} verslagen inlezen", seconds, "s")
    yield Figure("gemengd: passages", summary.passages, "")
    yield Figure("gemengd: verslagen per seconde", count / seconds, "/s")
    for stage, spent in summary.stages:
        side = " (processen samen)" if stage in {"lezen", "begrijpen", "woorden"} else ""
        yield Figure(f"gemengd: {stage}{side}", spent, "s")
    yield Figure("gemengd: hoogste geheugen van alle processen", peak.megabytes, "MB")
    yield Figure("ongewijzigd opnieuw inlezen", _timed(lambda: _index(base / "home", folder)), "s")


def beside_chroma(base: Path, count: int) -> Iterator[Figure]:
    """Plain formats end to end, beside Chroma alone that takes the same vectors, ids, texts and metadata."""
    folder, home = base / "tekst", base / "home-tekst"
    write_records(folder, count, ("txt", "md", "html"), seed=2)
    start = time.perf_counter()
    passages = _index(home, folder).passages
    ours = passages / (time.perf_counter() - start)
    alone = passages / _chroma_alone(home, base / "chroma")
    yield Figure(f"txt, md en html: {count} verslagen, passages per seconde", ours, "/s")
    yield Figure("Chroma alleen: passages per seconde", alone, "/s")
    yield Figure("verhouding tot Chroma alleen", ours / alone, "×", "≥ 0,5", ours / alone >= 0.5)


def _chroma_alone(home: Path, folder: Path) -> float:
    """The seconds in which Chroma alone, in a process of its own, takes in what it was given by us."""
    import chromadb
    from chromadb.config import Settings

    generation = generations.current(chroma_root(home))
    if generation is None:
        raise RuntimeError("there is no Chroma folder to compare with")
    quiet = Settings(anonymized_telemetry=False)
    ours: Any = chromadb.PersistentClient(str(generation.folder), quiet)
    kept = ours.get_collection(COLLECTION, embedding_function=None).get(
        include=["embeddings", "documents", "metadatas"]
    )
    ours.close()
    folder.mkdir()
    np.save(folder / "vectors.npy", np.asarray(kept["embeddings"], np.float32))
    (folder / "rest.json").write_text(json.dumps([kept["ids"], kept["metadatas"], kept["documents"]]), "utf-8")
    command = [sys.executable, "-m", "eval.bench_reading", str(folder)]
    return float(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)  # noqa: S603 - this Python, this very file


def chroma_alone(folder: Path) -> float:
    """The seconds in which Chroma is loaded and takes in what lies in a folder."""
    vectors = np.load(folder / "vectors.npy")
    ids, metadatas, documents = json.loads((folder / "rest.json").read_text("utf-8"))
    start = time.perf_counter()
    import chromadb
    from chromadb.config import Settings

    alone: Any = chromadb.PersistentClient(str(folder / "chroma"), Settings(anonymized_telemetry=False))
    collection = alone.create_collection("alleen", embedding_function=None, configuration={"hnsw": {"space": "cosine"}})
    for at in range(0, len(ids), _BATCH):
        batch = slice(at, at + _BATCH)
        collection.add(ids[batch], vectors[batch], metadatas[batch], documents[batch])
    alone.close()
    return time.perf_counter() - start


def beside_library(base: Path, count: int, ending: str) -> Iterator[Figure]:
    """One format end to end, and its reading alone, beside the library that reads it."""
    folder = base / ending
    files = write_records(folder, count, (ending,), seed=3)
    start = time.perf_counter()
    summary = _index(base / f"home-{ending}", folder)
    ours = time.perf_counter() - start
    reading = dict(summary.stages)["lezen"]
    start = time.perf_counter()
    with ProcessPoolExecutor(PROCESSES, get_context("spawn")) as pool:
        each = list(pool.map(_ALONE[ending], map(str, files), chunksize=4))
    alone = time.perf_counter() - start
    name = {"pdf": "pdfplumber", "docx": "python-docx"}[ending]
    yield Figure(f"{ending}: {count} verslagen inlezen", ours, "s")
    yield Figure(f"{ending}: {name} alleen, {PROCESSES} processen", alone, "s")
    yield Figure(f"{ending}: verhouding van begin tot eind", ours / alone, "×", "≤ 1,5", ours / alone <= 1.5)
    yield Figure(f"{ending}: lezen (processen samen)", reading, "s")
    yield Figure(f"{ending}: {name} alleen (processen samen)", sum(each), "s")
    yield Figure(f"{ending}: verhouding van lezen", reading / sum(each), "×", "≤ 1,5", reading / sum(each) <= 1.5)


def pdf_alone(path: str) -> float:
    """The seconds in which pdfplumber gives the text of a PDF."""
    start = time.perf_counter()
    import pdfplumber

    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            page.extract_text()
    return time.perf_counter() - start


def docx_alone(path: str) -> float:
    """The seconds in which python-docx gives the text and styles of a Word document, and the cells of its tables."""
    start = time.perf_counter()
    document = docx_library().Document(path)
    for paragraph in document.paragraphs:
        _ = paragraph.text, paragraph.style.name if paragraph.style is not None else ""
    for table in document.tables:
        for row in table.rows:
            _ = [cell.text for cell in row.cells]
    return time.perf_counter() - start


def docx_library() -> Any:
    """python-docx, which reads nothing here but in this comparison, so it comes with the test packages only."""
    try:
        return import_module(_DOCX)
    except ImportError:
        sys.exit("python-docx ontbreekt. Installeer wat de tests nodig hebben: pip install -e '.[test]'")


_ALONE: dict[str, Callable[[str], float]] = {"pdf": pdf_alone, "docx": docx_alone}


def reading(base: Path, count: int) -> Iterator[Figure]:
    """All of it: a pile of `count` minutes, then each step beside its library."""
    docx_library()  # says at once what is missing
    yield from mixed(base, count)
    yield from beside_chroma(base, max(3, count // 2))
    yield from beside_library(base, max(2, count // 5), "pdf")
    yield from beside_library(base, max(2, count // 5), "docx")


if __name__ == "__main__":
    print(chroma_alone(Path(sys.argv[1])))
