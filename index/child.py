"""The processes that read files: a few, kept open from file to file, ended and replaced when a file is too much for one."""

import contextlib
import json
import logging
import os
import queue
import signal
import subprocess
import sys
import tempfile
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict
from itertools import islice
from pathlib import Path
from typing import IO

from index.limits import LIMITS, Limits
from index.reading import BROKEN, TOO_LARGE, Job, Reading

_log = logging.getLogger(__name__)
_START = "from index.reading_process import main; main()"
_MOST = 4  # processes; more than four only wait for the one writer
_AHEAD = 32  # files a process that are read ahead of the writer, so that neither waits for the other
_LINE = 400 << 20  # bytes of an answer; 5 million characters and their words are a tenth of it
_SLOW = {".pdf", ".png", ".jpg", ".jpeg", ".tif", ".tiff", ".zip", ".eml", ".msg"}  # may hold pages to be read by OCR
_LATE = "het lezen duurde te lang"
_HOUR = 3600.0
_lock = threading.Lock()  # over the two below
_spare: list["Child"] = []  # idle, while someone keeps them open
_keepers = 0


class Child:
    """One reading process; started at the first file, and again after a file that ended it."""

    def __init__(self, limits: Limits = LIMITS) -> None:
        self._limits = limits
        self._process: subprocess.Popen[bytes] | None = None
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._made: object = None
        self._stopped = False

    @property
    def fresh(self) -> bool:
        """Whether its process runs, and is what would be started now."""
        return self._process is not None and self._process.poll() is None and self._made == _making(self._limits)

    def read(self, job: Job) -> list[Reading]:
        """What the file holds; a reason when reading it ended the process or took too long."""
        kept = self._process if self._process is not None and self._process.poll() is None else None
        readings, reason = self._ask(job, kept or self._start())
        if reason is None:
            return readings
        self.close()
        worn_out = kept is not None and not readings and not reason.startswith(_LATE) and not self._stopped
        if worn_out:  # perhaps by the file before this one
            return self.read(job)
        return [*readings, Reading(job.member, "", reason=reason)]

    def _ask(self, job: Job, process: subprocess.Popen[bytes]) -> tuple[list[Reading], str | None]:
        """The readings that came, and why there are no more of them; None when that is all there is."""
        readings: list[Reading] = []
        clock = threading.Timer(self._seconds(job), process.kill)
        clock.start()
        try:
            with contextlib.suppress(BrokenPipeError):
                _pipe(process.stdin).write(json.dumps(asdict(job)).encode() + b"\n")
                _pipe(process.stdin).flush()
            while line := _pipe(process.stdout).readline(_LINE):
                if line == b"\n":
                    return readings, None
                readings.append(Reading.from_json(line))
                if readings[-1].reason == TOO_LARGE:
                    self.close()
                    return readings, None
        except (ValueError, KeyError, TypeError, RecursionError):
            _log.info("onbegrijpelijk antwoord over %s", job.path, exc_info=True)
            return readings, BROKEN
        finally:
            late = not clock.is_alive()
            clock.cancel()
        return readings, self._reason(process.wait(), late)

    def _seconds(self, job: Job) -> float:
        # work that is this process's own is bounded by its processor time; OCR is another's, and takes as long as it takes
        slow = Path(job.path).suffix.lower() in _SLOW
        return max(_HOUR / 2, 10 * self._limits.seconds) if slow else 2 * self._limits.seconds

    def _reason(self, code: int, late: bool) -> str:
        if late or code == -getattr(signal, "SIGXCPU", 0):
            return (
                f"het lezen duurde te lang (meer dan {self._limits.seconds:.0f} seconden); is het bestand beschadigd?"
            )
        if code in {-signal.SIGABRT, -getattr(signal, "SIGKILL", 9)}:
            return TOO_LARGE
        return "het lezen van dit bestand liep vast; is het beschadigd?"

    def _start(self) -> subprocess.Popen[bytes]:
        self.close()
        self._folder = tempfile.TemporaryDirectory(prefix="lovp-")
        self._made = _making(self._limits)
        self._process = subprocess.Popen(  # noqa: S603 - this Python, our own module
            [sys.executable, "-P", "-c", _START],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=None if _log.isEnabledFor(logging.DEBUG) else subprocess.DEVNULL,
            env=_environment(self._folder.name),
        )
        return self._process

    def stop(self) -> None:
        """Ends the process at once; whoever waits for its answer hears that it ended."""
        self._stopped = True
        if self._process is not None:
            self._process.kill()

    def close(self) -> None:
        """Ends the process and removes what it left."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            for pipe in (self._process.stdin, self._process.stdout):
                if pipe is not None:
                    with contextlib.suppress(OSError):
                        pipe.close()
        if self._folder is not None:
            self._folder.cleanup()
        self._process = self._folder = None


def _environment(folder: str) -> dict[str, str]:
    """What a reading process knows of the outside: where Python and Tesseract are, and its own folder."""
    kept = ("PATH", "LANG", "LC_ALL", "TESSDATA_PREFIX", "SYSTEMROOT", "LD_LIBRARY_PATH", "HOME")
    ours = {"PYTHONPATH": str(Path(__file__).resolve().parent.parent), "TMPDIR": folder, "OMP_THREAD_LIMIT": "1"}
    return {name: os.environ[name] for name in kept if name in os.environ} | ours


def _making(limits: Limits) -> object:
    """All that a process takes along from the moment that it is started."""
    return _START, limits, _environment(""), _log.isEnabledFor(logging.DEBUG)


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:
        raise ValueError("the process was started with pipes")
    return pipe


@contextlib.contextmanager
def kept_open() -> Iterator[None]:
    """Keeps idle reading processes for the next call of `read_all`, for who reads a few files time and again.

    Starting one takes a third of a second of the processor.
    """
    global _keepers
    with _lock:
        _keepers += 1
    try:
        yield
    finally:
        with _lock:
            _keepers -= 1
        for child in _keep(_idle(_MOST)):
            child.close()


def _idle(count: int) -> list[Child]:
    """Takes at most this many of the processes that were kept; those that are no use any more are ended."""
    found: list[Child] = []
    with _lock:
        while _spare and len(found) < count:
            child = _spare.pop()
            if child.fresh:
                found.append(child)
            else:
                child.close()
    return found


def _keep(idle: Iterable[Child]) -> list[Child]:
    """Lays processes by for the next call, when someone keeps them open; gives those that are to be ended."""
    with _lock:
        ended: list[Child] = []
        for child in idle:
            wanted = _keepers and child.fresh and len(_spare) < _MOST
            (_spare if wanted else ended).append(child)
        return ended


def read_all(jobs: Iterable[Job], limits: Limits = LIMITS, processes: int | None = None) -> Iterator[list[Reading]]:
    """What each file holds, in the order of the files, read by a few processes at once.

    Args:
        jobs: the files; taken as they are needed.
        limits: how much one file may ask.
        processes: how many at once; as many as there are processors when None.
    """
    count = processes or max(1, min(_MOST, os.cpu_count() or 1))
    warm = _idle(count)
    children = [Child(limits) for _ in range(count - len(warm))] + warm
    free: queue.LifoQueue[Child] = queue.LifoQueue()  # the one that is warm goes first
    for child in children:
        free.put(child)

    def one(job: Job) -> list[Reading]:
        child = free.get()
        try:
            return child.read(job)
        finally:
            free.put(child)

    waiting: deque[Future[list[Reading]]] = deque()
    coming = iter(jobs)
    pool = ThreadPoolExecutor(count)
    ended = children
    try:
        waiting.extend(pool.submit(one, job) for job in islice(coming, count * _AHEAD))
        while waiting:
            yield waiting.popleft().result()
            waiting.extend(pool.submit(one, job) for job in islice(coming, 1))
        ended = _keep(children)
    finally:
        for child in ended:
            child.stop()
        pool.shutdown(cancel_futures=True)
        for child in ended:
            child.close()
