"""Passages into a Chroma folder: in this process, or in one of its own.

Chroma keeps Python's lock for as long as an insert takes, so nothing else runs meanwhile in the same process: neither the
reading of a pile of records nor the answers of a chat. A few passages go in here; many go to a process that does nothing else,
over its standard input: for each batch a line of JSON and the numbers of the vectors, and a line `null` when that was all.
"""

import json
import logging
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from index.records import Passage, Span
from index.vectors import Collection, load_libraries, node

if TYPE_CHECKING:
    from index.store import Store

Placed = tuple[int, Passage, Sequence[date]]  # a row number, its passage, and the meeting dates of the record

_log = logging.getLogger(__name__)
_START = "import sys; from index.filling import main; main(sys.argv[1])"
_BATCH = 2_500  # passages that are read, or added, at once; an insert of more is little faster
_SECONDS = 600  # that the process may take for what it was last given


def stored(
    store: "Store", rows: Sequence[int], together: int = _BATCH
) -> Iterator[tuple[list[Placed], NDArray[np.float32]]]:
    """All passages with their vectors, `together` at a time: all of them would fill the memory."""
    days = store.record_days()
    for start in range(0, len(rows), together):
        some = rows[start : start + together]
        passages, (_, vectors) = store.passages(some), store.vectors(some)
        yield [(row, passages[row], days[passages[row].record_id]) for row in some], vectors


class Filling(Protocol):
    """A folder that is being filled. What is prepared may be made in one thread while another adds."""

    def prepared(self, passages: Sequence[Placed], vectors: NDArray[np.float32]) -> Any:
        """A batch in the form in which it is added; vectors float32 (len(passages), dimension)."""

    def add(self, batch: Any) -> None:
        """Adds what was prepared."""

    def finish(self) -> None:
        """Closes the folder; everything is in it then, and there is one even when nothing was added."""

    def break_off(self) -> None:
        """Sees to it that no thread waits long in `add`; what it adds is worth nothing any more."""

    def stop(self) -> None:
        """Leaves it as it is, unless it was finished; no thread may be adding."""


class Here:
    """A folder that this process fills."""

    def __init__(self, folder: Path) -> None:
        """Opens nothing yet."""
        self._folder = folder
        self._collection: Collection | None = None

    def prepared(self, passages: Sequence[Placed], vectors: NDArray[np.float32]) -> list[Any]:
        """As nodes of LlamaIndex."""
        load_libraries()
        return [node(*one, vector) for one, vector in zip(passages, vectors, strict=True)]

    def add(self, batch: list[Any]) -> None:
        """Adds nodes."""
        if batch:  # Chroma refuses to add nothing
            self._opened().store.add(batch)

    def finish(self) -> None:
        """Closes the folder."""
        self._opened()
        self.stop()

    def break_off(self) -> None:
        """Does nothing: an insert can't be broken off."""

    def stop(self) -> None:
        """Closes the folder when it is open."""
        if self._collection is not None:
            self._collection.close()
            self._collection = None

    def _opened(self) -> Collection:
        if self._collection is None:
            self._collection = Collection(self._folder, create=True)
        return self._collection


class Beside:
    """A folder that a process of its own fills; it loads Chroma and LlamaIndex while the first files are still being read."""

    def __init__(self, folder: Path) -> None:
        """Starts the process."""
        self._told = tempfile.TemporaryFile()  # noqa: SIM115 - closed by `stop`; a pipe could fill up
        self._process = subprocess.Popen(  # noqa: S603 - this Python, this file's own function
            [sys.executable, "-P", "-c", _START, str(folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=self._told,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parent.parent)},
        )

    def prepared(self, passages: Sequence[Placed], vectors: NDArray[np.float32]) -> bytes:
        """As the bytes that are sent."""
        rows = [_to_row(*one) for one in passages]
        told = json.dumps({"dimension": vectors.shape[1], "passages": rows})  # ASCII: half characters pass too
        return told.encode("ascii") + b"\n" + np.ascontiguousarray(vectors, np.float32).tobytes()

    def add(self, batch: bytes) -> None:
        """Sends bytes; waits while the process is busy with what came before."""
        if self._process.stdin is None:
            raise ValueError("the process was started with a pipe")
        try:
            self._process.stdin.write(batch)
            self._process.stdin.flush()
        except BrokenPipeError as error:
            raise RuntimeError(self._why()) from error

    def finish(self) -> None:
        """Waits until everything is in.

        Raises:
            RuntimeError: the process ended otherwise.
        """
        self.add(b"null\n")
        if self._process.wait(_SECONDS):
            raise RuntimeError(self._why())
        self.stop()

    def break_off(self) -> None:
        """Ends the process."""
        self._process.kill()

    def stop(self) -> None:
        """Ends the process, and lets go of what it was told and said."""
        self._process.kill()
        self._process.wait()
        if self._process.stdin is not None:
            try:
                self._process.stdin.close()
            except BrokenPipeError:  # what was not sent yet needn't be
                _log.debug("het vullen is gestopt")
        self._told.close()

    def _why(self) -> str:
        """Why the process ended; what it said is in the log."""
        code = self._process.wait(_SECONDS)
        self._told.seek(0)
        said = self._told.read().decode("utf-8", "replace").strip()
        ended = _log.error if code > 0 or said else _log.warning  # else it was told to, as when the whole program stops
        ended("het vullen van de Chroma-map is gestopt (code %s): %s", code, said[-2000:])
        return f"het vullen van de Chroma-map is gestopt (code {code}): {said.rpartition(chr(10))[2][:200]}"


def _to_row(row: int, passage: Passage, days: Sequence[date]) -> list[Any]:
    day = passage.date and passage.date.isoformat()
    place = passage.span.start, passage.span.end
    told = passage.id, passage.record_id, passage.title, day, passage.topic, passage.speaker, passage.page, *place
    return [row, *told, passage.text, [one.isoformat() for one in days]]


def _to_placed(told: list[Any]) -> Placed:
    row, key, record_id, title, day, topic, speaker, page, start, end, text, days = told
    on = None if day is None else date.fromisoformat(day)
    passage = Passage(key, record_id, title, on, topic, speaker, page, Span(start, end), text)
    return row, passage, [date.fromisoformat(one) for one in days]


def main(folder: str) -> None:
    """Fills a folder with what comes; leaves it half done when nothing comes any more, for then whoever sent was killed."""
    load_libraries()
    here = Here(Path(folder))
    waiting: list[Any] = []
    for line in sys.stdin.buffer:
        told = json.loads(line)
        if told is None:
            here.add(waiting)
            return here.finish()
        passages = [_to_placed(one) for one in told["passages"]]
        numbers = sys.stdin.buffer.read(4 * told["dimension"] * len(passages))
        vectors = np.frombuffer(numbers, np.float32).reshape(len(passages), -1)
        waiting += here.prepared(passages, vectors)
        if len(waiting) >= _BATCH:
            here.add(waiting)
            waiting = []
    return None
