"""Chroma folders, built beside the one in use, checked, and switched to in one rename.

A killed writer can leave a Chroma folder that crashes every process that opens it, and two writers lose vectors without a
word. So a folder ("generation") is built beside the one in use by the one writer, checked in a process of its own, and only
then named in the file CURRENT, in one rename; after that nobody adds to it. Its manifest holds a hash of each file that an opened
graph is read from, and CURRENT one of the manifest, so that a folder that was damaged afterwards is known before it is opened:
a damaged graph ends the process, a damaged `chroma.sqlite3` (to which Chroma writes a line whenever it is opened, so that it has
no lasting hash) raises an error at most. The truth stays in SQLite: a
generation that is missing, stale or damaged costs nothing but a rebuild, and meanwhile exact search over SQLite's vectors gives
the same answers.
"""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import threading
import uuid
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.records import Passage
from index.vectors import Collection, load_libraries, node

_BATCH = 150  # passages an insert; Chroma's insert rate levels off there (its own single-node figures)
_CURRENT = "CURRENT"
_PROBE = "import sys; from index.generations import _probe; _probe(*sys.argv[1:])"
_GRAPH = "index_metadata.pickle"  # Chroma writes it last, once it has a thousand passages
_MANIFEST = "manifest.json"
_NAMED = re.compile(r"(gen-[0-9a-f]{32}) ([0-9a-f]{64})")  # what CURRENT holds: a folder, and the hash of its manifest
_PROBE_SECONDS = 600

Placed = tuple[int, Passage, Sequence[date]]  # a row number, its passage, and the meeting dates of the record


@dataclass(frozen=True, slots=True)
class Generation:
    """A finished Chroma folder: the version of the store it was made from, and how many passages it holds."""

    folder: Path
    version: int
    passages: int


def current(root: Path) -> Generation | None:
    """The generation in use under `root`, None when there is none or it isn't whole (sizes as when it was checked)."""
    return _as_kept(root, lambda path, size, _: path.stat().st_size >= size)


def intact(root: Path) -> Generation | None:
    """As `current`, when its graph is to the byte what was checked; to be asked before a process opens it.

    The files are read for this, a second for one to two GB.
    """
    return _as_kept(
        root, lambda path, size, sha256: path.stat().st_size >= size if sha256 is None else _sha256(path) == sha256
    )


def _as_kept(root: Path, good: Callable[[Path, int, str | None], bool]) -> Generation | None:
    """The generation that CURRENT names, when each of its files is good by its path, size and (for a lasting one) hash."""
    try:
        named = _NAMED.fullmatch((root / _CURRENT).read_text("utf-8").strip())
        if named is None or _sha256(root / named[1] / _MANIFEST) != named[2]:
            return None
        folder = root / named[1]
        manifest = json.loads((folder / _MANIFEST).read_text("utf-8"))
        if not all(good(folder / name, size, sha256) for name, (size, sha256) in manifest["files"].items()):
            return None
        return Generation(folder, int(manifest["version"]), int(manifest["passages"]))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):  # it was made by an older version, or is damaged
        return None


def build(
    root: Path,
    version: int,
    passages: Sequence[Placed],
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
    growing = Growing(root)
    growing.add(passages, vectors)
    return growing.finish(version, progress)


class Growing:
    """A generation that is being built, in threads of its own: passages go in while others are still being read.

    Chroma needs no Python while it adds a batch, so the next one is made meanwhile, and never more than a few.
    """

    def __init__(self, root: Path) -> None:
        """Opens nothing yet; only the holder of the writer's lock may make one."""
        self.rows: list[int] = []
        self._root = root
        self._folder = root / f"gen-{uuid.uuid4().hex}"
        self._collection: Collection | None = None
        self._making, self._adding = ThreadPoolExecutor(1), ThreadPoolExecutor(1)
        self._room = threading.Semaphore(4)  # batches
        self._added: list[Future[int]] = []
        self._finished = False

    def add(self, passages: Sequence[Placed], vectors: NDArray[np.float32]) -> None:
        """Puts passages in line to be added; what goes wrong is told by `finish`."""
        self.rows += [row for row, _, _ in passages]
        for start in range(0, len(passages), _BATCH):
            batch = slice(start, start + _BATCH)
            nodes = self._making.submit(self._nodes, passages[batch], vectors[batch])
            self._added.append(self._adding.submit(self._add, nodes))

    def _nodes(self, passages: Sequence[Placed], vectors: NDArray[np.float32]) -> list[Any]:
        load_libraries()
        self._room.acquire()
        return [node(*one, vector) for one, vector in zip(passages, vectors, strict=True)]

    def _add(self, nodes: Future[list[Any]]) -> int:
        try:
            made = nodes.result()
            self._opened().store.add(made)
            return len(made)
        finally:
            self._room.release()

    def _opened(self) -> "Collection":
        if self._collection is None:
            self._root.mkdir(parents=True, exist_ok=True)
            _sweep(self._root)
            self._collection = Collection(self._folder, create=True)
        return self._collection

    def finish(self, version: int, progress: Callable[[int], None] = lambda done: None) -> Generation:
        """Waits until all is in, checks the folder, and switches to it.

        Args:
            version: the store's version of which these are the passages.
            progress: told how many passages are in.

        Raises:
            RuntimeError: the folder failed its check; the one in use stays.
        """
        try:
            done = 0
            for added in self._added:
                done += added.result()
                progress(done)
            self._opened()  # an index without passages has a folder too
            self._close()
            problem = probe(self._folder, done)
            if problem:
                raise RuntimeError(problem)
            self._switch(version, done)
        except BaseException:
            self.abandon()
            raise
        _sweep(self._root)
        return Generation(self._folder, version, done)

    def _switch(self, version: int, passages: int) -> None:
        """Puts the folder in use: all of it is on disk before its name is."""
        folder = self._folder
        files = {
            path.relative_to(folder).as_posix(): (path.stat().st_size, _sha256(path) if _lasts(path) else None)
            for path in sorted(folder.rglob("*"))
            if path.is_file()
        }
        _write(folder / _MANIFEST, json.dumps({"version": version, "passages": passages, "files": files}))
        for path in [*folder.rglob("*"), folder, self._root]:
            sync(path)
        _write(self._root / _CURRENT, f"{folder.name} {_sha256(folder / _MANIFEST)}")
        self._finished = True
        sync(self._root)

    def abandon(self) -> None:
        """Stops, and removes what was built, unless it was finished."""
        if self._finished:
            return
        self._close(cancel=True)
        shutil.rmtree(self._folder, ignore_errors=True)

    def _close(self, *, cancel: bool = False) -> None:
        for pool in (self._making, self._adding):
            self._room.release(4)  # nobody waits for room any more
            pool.shutdown(cancel_futures=cancel)
        if self._collection is not None:
            self._collection.close()
            self._collection = None


def probe(folder: Path, passages: int) -> str | None:
    """Opens a generation in a process of its own and asks it things; what is wrong, None when nothing is.

    A damaged folder kills the process that opens it (SIGSEGV inside Chroma), which no exception handler survives.
    """
    command = [sys.executable, "-P", "-c", _PROBE, str(folder), str(passages)]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parent.parent)}
    try:
        run = subprocess.run(command, capture_output=True, check=False, timeout=_PROBE_SECONDS, env=environment)  # noqa: S603 - this Python, this file's own function
    except subprocess.TimeoutExpired:
        return f"Chroma-map {folder.name} antwoordt niet binnen {_PROBE_SECONDS} seconden"
    return None if run.returncode == 0 else f"Chroma-map {folder.name} is niet bruikbaar (code {run.returncode})"


def _probe(folder: str, passages: str) -> None:
    collection = Collection(Path(folder)).own
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
    for left in root.glob(f".{_CURRENT}.*"):  # by a kill just before the switch
        left.unlink(missing_ok=True)


def _write(path: Path, text: str) -> None:
    """Writes a small file so that readers see the old or the new one, never half."""
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with fresh.open("w", encoding="utf-8") as out:
            out.write(text)
            out.flush()
            os.fsync(out.fileno())
        fresh.replace(path)
    except OSError:
        fresh.unlink(missing_ok=True)
        raise


def _lasts(path: Path) -> bool:
    """Whether a file stays as it is when Chroma opens the folder: a graph that was written whole, not one made anew each time."""
    return (path.parent / _GRAPH).is_file()


def _sha256(path: Path) -> str:
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def sync(path: Path) -> None:
    """Makes sure that a file or folder is on disk."""
    if os.name == "nt" and path.is_dir():
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
