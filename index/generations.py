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
import threading
import uuid
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index import probing
from index.filling import Beside, Filling, Here, Placed

MANY = 2_000  # passages; from there a process of its own is worth the four seconds of loading its libraries
_BATCH = 2_500  # passages an insert; a tenth faster than 500, and little faster beyond
_AHEAD = 4  # batches that wait at most
_CURRENT = "CURRENT"
_GRAPH = "index_metadata.pickle"  # Chroma writes it last, once it has a thousand passages
_MANIFEST = "manifest.json"
_NAMED = re.compile(r"(gen-[0-9a-f]{32}) ([0-9a-f]{64})")  # what CURRENT holds: a folder, and the hash of its manifest


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
    passages: int,
    batches: Iterable[tuple[Sequence[Placed], NDArray[np.float32]]],
    progress: Callable[[int], None] = lambda done: None,
) -> Generation:
    """Builds, checks and switches to a new generation. Only the holder of the writer's lock may call this.

    Args:
        root: the folder of all generations.
        version: the store's version that the passages were read at.
        passages: how many there are.
        batches: row numbers, passages and the meeting dates of their records; with their vectors, float32 (n, dimension).
        progress: told how many passages are in.

    Raises:
        RuntimeError: the new folder failed its check; the one in use stays.
    """
    growing = Growing(root, beside=passages >= MANY)
    try:
        for placed, vectors in batches:
            growing.add(placed, vectors)
            progress(growing.done)
        return growing.finish(version, progress)
    finally:
        growing.abandon()  # nothing to do when it was finished


class Growing:
    """A generation that is being built, in threads of its own: passages go in while others are still being read."""

    def __init__(self, root: Path, *, beside: bool = False) -> None:
        """Opens nothing yet; only the holder of the writer's lock may make one.

        Args:
            root: the folder of all generations.
            beside: fill it in a process of its own, because much is coming.
        """
        self.rows: list[int] = []
        self.done = 0  # passages that are in, or on their way to the process that puts them in
        self._root = root
        self._folder = root / f"gen-{uuid.uuid4().hex}"
        self._filling: Filling = Beside(self._folder) if beside else Here(self._folder)
        self._making, self._adding = ThreadPoolExecutor(1), ThreadPoolExecutor(1)
        self._room = threading.Semaphore(_AHEAD)
        self._added: list[Future[None]] = []
        self._begun = self._finished = False

    def add(self, passages: Sequence[Placed], vectors: NDArray[np.float32]) -> None:
        """Puts passages in line to be added, and waits when the line is long; what goes wrong is told by `finish`."""
        self.rows += [row for row, _, _ in passages]
        for start in range(0, len(passages), _BATCH):
            batch = slice(start, start + _BATCH)
            self._room.acquire()
            made = self._making.submit(self._filling.prepared, passages[batch], vectors[batch])
            self._added.append(self._adding.submit(self._add, made, len(passages[batch])))

    def _add(self, made: Future[Any], count: int) -> None:
        try:
            self._begin()
            self._filling.add(made.result())
            self.done += count
        finally:
            self._room.release()

    def _begin(self) -> None:
        """Makes room for the new folder; not before, for what is in use may change until there is something to build."""
        if not self._begun:
            self._begun = True
            self._root.mkdir(parents=True, exist_ok=True)
            _sweep(self._root)

    def finish(self, version: int, progress: Callable[[int], None] = lambda done: None) -> Generation:
        """Waits until all is in, checks the folder, and switches to it.

        Args:
            version: the store's version of which these are the passages.
            progress: told how many passages are in.

        Raises:
            RuntimeError: the folder failed its check; the one in use stays.
        """
        try:
            for added in self._added:
                added.result()
                progress(self.done)
            self._begin()  # an index without passages has a folder too
            problem = self._tried()
            if problem:
                raise RuntimeError(problem)
            self._switch(version, self.done)
        except BaseException:
            self.abandon()
            raise
        _sweep(self._root)
        return Generation(self._folder, version, self.done)

    def _tried(self) -> str | None:
        """What is wrong with the folder when all is in, None when nothing is."""
        if not isinstance(self._filling, Beside):
            self._filling.finish()
            self._end()
            return probing.probe(self._folder, self.done)
        with probing.Prober() as prober:
            self._filling.finish()
            self._end()
            return prober.ask(self._folder, self.done)

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
        self._filling.break_off()
        self._end()
        self._filling.stop()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _end(self) -> None:
        for pool in (self._making, self._adding):
            pool.shutdown(cancel_futures=True)


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
