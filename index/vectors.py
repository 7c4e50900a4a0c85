"""Passages by meaning: a Chroma collection, written and read through LlamaIndex's vector store, and exact search.

A killed writer can leave a Chroma folder that crashes every process that opens it, and two writers lose vectors without a
word. So a folder ("generation") is built beside the one in use by the one writer, checked in a process of its own, and only
then named in the file CURRENT, in one rename; after that nobody writes to it. The truth stays in SQLite: a generation that is
missing, stale or damaged costs nothing but a rebuild, and meanwhile exact search over SQLite's vectors gives the same answers.

Below `EXACT_BELOW` passages exact search is at least as fast as Chroma's graph and misses nothing, so it is what answers.
"""

import json
import os
import shutil
import subprocess
import sys
import uuid
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from index.records import Passage, Scope

if TYPE_CHECKING:
    from llama_index.core.vector_stores.types import MetadataFilters
    from llama_index.vector_stores.chroma import ChromaVectorStore

COLLECTION = "lovp"
EXACT_BELOW = 10_000  # passages; see `make bench` figures in DECISIONS.md
_BATCH = 150  # passages an insert; Chroma's insert rate levels off there (its own single-node figures)
_CURRENT = "CURRENT"
_PROBE = "import sys; from index.vectors import _probe; _probe(*sys.argv[1:])"
_MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class Generation:
    """A finished Chroma folder: the version of the store it was made from, and how many passages it holds."""

    folder: Path
    version: int
    passages: int


def current(root: Path) -> Generation | None:
    """The generation in use under `root`, None when there is none or it isn't whole (sizes as when it was checked)."""
    try:
        folder = root / (root / _CURRENT).read_text("utf-8").strip()
        manifest = json.loads((folder / _MANIFEST).read_text("utf-8"))
        whole = all((folder / name).stat().st_size >= size for name, size in manifest["files"].items())
    except (OSError, ValueError, KeyError):
        return None
    return Generation(folder, manifest["version"], manifest["passages"]) if whole else None


def build(
    root: Path,
    version: int,
    passages: Sequence[tuple[int, Passage, Sequence[date]]],
    vectors: NDArray[np.float32],
    progress: Callable[[int], None] = lambda done: None,
) -> Generation:
    """Builds, checks and switches to a new generation. Only the holder of the writer's lock may call this.

    Args:
        root: the folder of all generations.
        version: the store's version that the passages were read at.
        passages: row numbers, passages and the meeting dates of their records.
        vectors: float32 (len(passages), dimension), in the same order.
        progress: told how many passages are in.

    Raises:
        RuntimeError: the new folder failed its check; the one in use stays.
    """
    root.mkdir(parents=True, exist_ok=True)
    _sweep(root)
    folder = root / f"gen-{version:08d}-{uuid.uuid4().hex[:8]}"
    collection = _Collection(folder, create=True)
    try:
        with ThreadPoolExecutor(1) as ahead:  # the next nodes are made while Chroma, which needs no Python, adds these
            starts = range(0, len(passages), _BATCH)
            made = deque(ahead.submit(_nodes, passages, vectors, start) for start in starts[:2])
            for start in starts:
                nodes = made.popleft().result()
                made.extend(
                    ahead.submit(_nodes, passages, vectors, later) for later in starts[start // _BATCH + 2 :][:1]
                )
                collection.store.add(nodes)
                progress(min(start + _BATCH, len(passages)))
    finally:
        collection.close()
    problem = probe(folder, len(passages))
    if problem:
        shutil.rmtree(folder, ignore_errors=True)
        raise RuntimeError(problem)
    files = {path.relative_to(folder).as_posix(): path.stat().st_size for path in folder.rglob("*") if path.is_file()}
    _write(folder / _MANIFEST, json.dumps({"version": version, "passages": len(passages), "files": files}))
    for path in [*folder.rglob("*"), folder]:
        _sync(path)
    _write(root / _CURRENT, folder.name)
    _sync(root)
    _sweep(root)
    return Generation(folder, version, len(passages))


def probe(folder: Path, passages: int) -> str | None:
    """Opens a generation in a process of its own and asks it things; what is wrong, None when nothing is.

    A damaged folder kills the process that opens it (SIGSEGV inside Chroma), which no exception handler survives.
    """
    run = subprocess.run(  # noqa: S603 - this Python, this file's own function
        [sys.executable, "-P", "-c", _PROBE, folder, str(passages)],
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parent.parent)},
    )
    return None if run.returncode == 0 else f"Chroma-map {folder.name} is niet bruikbaar (code {run.returncode})"


def _probe(folder: str, passages: str) -> None:
    collection = _Collection(Path(folder)).own
    if collection.count() != int(passages):
        sys.exit(3)
    near: list[bool] = []
    for start in sorted({0, int(passages) // 2, max(0, int(passages) - 5)}) if int(passages) else ():
        some = collection.get(limit=5, offset=start, include=["embeddings"])
        found = collection.query(query_embeddings=some["embeddings"], n_results=1, include=["distances"])
        nearest = [distances[0] for distances in found["distances"] or ()]
        near += [distance <= 1e-3 for distance in nearest]
    # the graph is approximate: among many equal passages a few can't be reached; a folder that lost its vectors misses most
    if int(passages) and sum(near) <= len(near) / 2:
        sys.exit(4)


def _sweep(root: Path) -> None:
    """Removes generations that are not in use; on systems that keep opened files alive readers don't notice."""
    keep = current(root)
    for folder in root.glob("gen-*"):
        if keep is None or folder != keep.folder:
            shutil.rmtree(folder, ignore_errors=True)


def load_libraries() -> None:
    """Imports what a build needs, some three seconds; called while the files are still being read."""
    import chromadb  # noqa: F401 - for what importing it costs
    from llama_index.core.schema import TextNode  # noqa: F401 - as above
    from llama_index.vector_stores.chroma import ChromaVectorStore  # noqa: F401 - as above


class _Collection:
    """An open Chroma folder, as LlamaIndex's vector store and as Chroma's own collection."""

    def __init__(self, folder: Path, *, create: bool = False) -> None:
        import chromadb
        from chromadb.config import Settings

        # PersistentClient is typed as the interface without close(), what it gives has it
        self._client: Any = chromadb.PersistentClient(str(folder), Settings(anonymized_telemetry=False))
        if create:
            # our own vectors only: the default function would fetch an English model
            self.own = self._client.create_collection(
                COLLECTION, embedding_function=None, configuration={"hnsw": {"space": "cosine"}}
            )
        else:
            self.own = self._client.get_collection(COLLECTION, embedding_function=None)

    @cached_property
    def store(self) -> "ChromaVectorStore":
        """The same as LlamaIndex's vector store."""
        from llama_index.vector_stores.chroma import ChromaVectorStore

        return ChromaVectorStore(chroma_collection=self.own)

    def close(self) -> None:
        """Lets go of the folder."""
        self._client.close()


def _nodes(
    passages: Sequence[tuple[int, Passage, Sequence[date]]], vectors: NDArray[np.float32], start: int
) -> list[Any]:
    batch = slice(start, start + _BATCH)
    return [_node(*one, vector) for one, vector in zip(passages[batch], vectors[batch], strict=True)]


def _node(row: int, passage: Passage, days: Sequence[date], vector: NDArray[np.float32]) -> Any:
    from llama_index.core.schema import NodeRelationship, RelatedNodeInfo, TextNode

    metadata = {
        "row": row,
        "record_id": passage.record_id,
        "title": passage.title,
        "date": passage.date.isoformat() if passage.date else "",
        "day": _number(min(days)) if days else 0,
        "last_day": _number(max(days)) if days else 0,
        "topic": passage.topic,
        "speaker": passage.speaker or "",
        "page": passage.page or 0,
        "start": passage.span.start,
        "end": passage.span.end,
    }
    return TextNode(
        id_=passage.id,
        text=passage.text,
        embedding=vector.tolist(),
        metadata=metadata,
        excluded_embed_metadata_keys=list(metadata),
        excluded_llm_metadata_keys=["row", "day", "last_day", "start", "end"],
        relationships={NodeRelationship.SOURCE: RelatedNodeInfo(node_id=passage.record_id)},
    )


def _number(day: date) -> int:
    """A day as a number that Chroma can compare: 20191028."""
    return day.year * 10_000 + day.month * 100 + day.day


class ChromaSearch:
    """An open generation."""

    def __init__(self, generation: Generation) -> None:
        self.generation = generation
        self._collection = _Collection(generation.folder)

    def close(self) -> None:
        """Lets go of the folder."""
        self._collection.close()

    def search(self, vector: NDArray[np.float32], scope: Scope, limit: int) -> list[tuple[int, float]]:
        """The nearest passages in scope: (row number, cosine similarity), best first."""
        from llama_index.core.vector_stores.types import VectorStoreQuery

        found = self._collection.store.query(
            VectorStoreQuery(
                query_embedding=vector.tolist(),
                similarity_top_k=limit,
                filters=None if scope == Scope() else _filters(scope),
            )
        )
        # LlamaIndex reports exp(-distance); cosine similarity is 1 - distance
        scores = [1.0 + float(np.log(similarity)) for similarity in found.similarities or ()]
        rows = [int(node.metadata["row"]) for node in found.nodes or ()]
        return sorted(zip(rows, scores, strict=True), key=lambda item: (-item[1], item[0]))


def _filters(scope: Scope) -> "MetadataFilters":
    """A scope in LlamaIndex's words; a record of two meetings is in view when either is, one without a date never."""
    from llama_index.core.vector_stores.types import FilterCondition, FilterOperator, MetadataFilter, MetadataFilters

    named = {"topic": scope.topic, "speaker": scope.speaker}
    legs: list[MetadataFilter | MetadataFilters] = [
        MetadataFilter(key=key, value=value) for key, value in named.items() if value is not None
    ]
    if scope.since is not None or scope.until is not None:
        sides = (
            (FilterOperator.GTE, _number(scope.since or date.min)),
            (FilterOperator.LTE, _number(scope.until or date.max)),
        )
        either: list[MetadataFilter | MetadataFilters] = [
            MetadataFilters(filters=[MetadataFilter(key=key, value=day, operator=side) for side, day in sides])
            for key in ("day", "last_day")
        ]
        legs.append(MetadataFilters(filters=either, condition=FilterCondition.OR))
    return MetadataFilters(filters=legs)


def _write(path: Path, text: str) -> None:
    """Writes a small file so that readers see the old or the new one, never half."""
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    with fresh.open("w", encoding="utf-8") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    fresh.replace(path)


def _sync(path: Path) -> None:
    """Makes sure that a file or folder is on disk."""
    if os.name == "nt" and path.is_dir():
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
