"""One job at a time, in a thread of its own, so that nobody waits for it and the chat goes on.

What is asked meanwhile waits in line, on disk (`ui.jobs_file`): what was accepted is done, also when the process ends before it
was. Of the processes that work in one home folder one does the jobs of all; the next one to start or to be asked takes over. A
job that was broken off is begun again, so each must be one that can be done twice without harm.
"""

import logging
import threading
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic
from typing import Protocol

from filelock import FileLock, Timeout

from index.errors import UserError
from index.progress import Progress
from ui import jobs_file, jobs_reserve, web_text_manage
from ui.jobs_file import Job, Kept, Task
from ui.manage import Became, Line, Report
from ui.uploads import StorageError, folder_at

log = logging.getLogger(__name__)

_MOST_WAITING = 50
_KEPT = 10  # jobs that have ended
_MOST_TRIES = 5
_LOOK = 0.2  # seconds between looks at what another process does


class TooManyJobsError(UserError):
    """Too much waits already; the message is Dutch."""


class _StoppedError(BaseException):
    """The process is to end; the job is begun again by the next one. No exception that a job would take for a failure."""


class Work(Protocol):
    """Does jobs, each perhaps for the second time."""

    def do(self, job: Job, progress: Progress) -> Report:
        """Does one, and tells how far it is; a `UserError` is told as it is."""

    def known(self) -> Collection[str]:
        """The ids of all records, and what the files that are known are called: what may still be told of."""


@dataclass(frozen=True, slots=True)
class Standing:
    """The job that runs, those that wait, those that have ended, the last one first, and what is wrong with the line (Dutch)."""

    running: Job | None
    waiting: tuple[Job, ...]
    ended: tuple[Job, ...]
    trouble: str = ""


class Jobs:
    """Holds the line; safe to use from several threads."""

    def __init__(self, home: Path, work: Work) -> None:
        """Starts nothing yet."""
        self._home, self._work = home, work
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None
        self._stopping = threading.Event()
        self._running: Job | None = None
        self._last = 0
        self._ended: dict[int, Job] = {}  # what ended here, with the names that may not stay on disk

    def resume(self) -> None:
        """Does what was accepted before this process started."""
        try:
            kept = self._change(self._known_only)
        except UserError as error:
            log.warning("beheer: de taken van voor de start zijn niet bij te werken: %s", error)
            kept = jobs_file.read_kept(self._home)
        jobs_reserve.hold(self._home)
        if kept.waiting:
            log.info("beheer: %d taken van voor de start worden alsnog gedaan", len(kept.waiting))
            self._wake()

    def start(self, task: Task, who: str, lines: tuple[Line, ...] = ()) -> int:
        """Puts a job in line; when this returns it is on disk.

        Args:
            task: what is to be done.
            who: the name of the user who asks.
            lines: what is known about each file already.

        Returns:
            Its number.

        Raises:
            TooManyJobsError: too many wait.
            StorageError: the disk can't take it.
        """

        def added(kept: Kept) -> Kept:
            if len(kept.waiting) >= _MOST_WAITING:
                raise TooManyJobsError(web_text_manage.TOO_MANY_JOBS)
            with self._changed:  # above all that were given out here, also when what was kept is lost
                self._last = max(self._last, kept.last) + 1
            job = Job(self._last, task, who, _now(), lines=lines)
            return replace(kept, last=job.number, waiting=(*kept.waiting, job))

        try:
            number = self._change(added).last
        except StorageError:
            if not task.erases or not jobs_reserve.let_go(self._home):
                raise
            number = self._change(added).last
        self._wake()
        return number

    def standing(self) -> Standing:
        """How it stands now."""
        with self._changed:
            running, ended = self._running, dict(self._ended)
        kept = _with(jobs_file.read_kept(self._home), ended)
        now = running.number if running is not None else 0
        waiting = tuple(job for job in kept.waiting if job.number != now)
        trouble = web_text_manage.JOBS_SET_ASIDE if (self._home / jobs_file.ASIDE).exists() else ""
        return Standing(running, waiting, tuple(ended.get(job.number, job) for job in reversed(kept.ended)), trouble)

    def awaited(self) -> tuple[set[str], set[str]]:
        """As `Kept.awaited`, now."""
        return jobs_file.read_kept(self._home).awaited(folder_at(self._home))

    def wait(self, number: int, seconds: float) -> Job:
        """The job once it has ended; TimeoutError when that takes longer."""
        end = monotonic() + seconds
        while not (ended := [job for job in self.standing().ended if job.number == number]):
            if monotonic() > end:
                raise TimeoutError(f"job {number} has not ended")
            with self._changed:
                self._changed.wait(min(_LOOK, seconds))
        return ended[0]

    def stop(self, seconds: float = 3) -> None:
        """Lets what runs end, or breaks it off to be begun again by the next process; waits so long for it."""
        self._stopping.set()
        thread = self._thread
        if thread is not None:
            thread.join(seconds)

    def _change(self, changed: Callable[[Kept], Kept]) -> Kept:
        """Changes what is on disk, together with what ended here and could not be kept before."""
        with self._changed:
            ended = dict(self._ended)
        return jobs_file.change(self._home, lambda kept: changed(_with(kept, ended)))

    def _known_only(self, kept: Kept) -> Kept:
        """Forgets what is told of records and files that are there no more, whoever erased them."""
        if not kept.ended:
            return kept
        known = self._work.known()
        fits: Callable[[Line], bool] = lambda line: (  # noqa: E731  # used once, in two places
            line.became is Became.REFUSED or (line.record_id or line.name) in known
        )
        return replace(kept, ended=jobs_file.without(kept.ended, fits))

    def _wake(self) -> None:
        with self._changed:
            if self._thread is None and not self._stopping.is_set():
                # ends with the process: a job that is broken off is done again
                self._thread = threading.Thread(target=self._go_on, name="beheer", daemon=True)
                self._thread.start()

    def _go_on(self) -> None:
        while True:
            with self._changed:
                kept = _with(jobs_file.read_kept(self._home), self._ended)
                if not kept.waiting or self._stopping.is_set():
                    self._thread = None
                    return
            try:
                with FileLock(self._home / "beheer.lock", timeout=0, mode=0o600):
                    self._next()
            except (Timeout, OSError):  # another process does them
                self._stopping.wait(_LOOK)
            except _StoppedError:
                log.info("beheer: een taak is afgebroken en wordt na de start opnieuw gedaan")
            except Exception:  # a defect of ours; the next job that is asked tries again
                log.exception("beheer: de taken staan stil")
                with self._changed:
                    self._thread = None
                return

    def _next(self) -> None:
        kept = _with(jobs_file.read_kept(self._home), self._ended)
        if not kept.waiting:
            return
        job = replace(kept.waiting[0], tries=kept.waiting[0].tries + 1)
        try:
            self._change(
                lambda kept: replace(
                    kept, waiting=tuple(job if one.number == job.number else one for one in kept.waiting)
                )
            )
        except StorageError:
            log.warning("beheer: de taken zijn niet bij te werken", exc_info=True)
        with self._changed:
            self._running = job
        try:
            ended = self._done(job)
        finally:
            with self._changed:
                self._running = None
        with self._changed:
            erased = ended.report.erased if ended.report is not None else frozenset()
            earlier = jobs_file.without(self._ended.values(), lambda line: not jobs_file.names(line, erased))
            self._ended = {one.number: one for one in (ended, *earlier[:_KEPT])}
        try:
            jobs_file.forget(self._home, erased)
            self._change(self._known_only)
        except UserError:
            log.warning("beheer: wat van een taak kwam, is niet te bewaren", exc_info=True)
        jobs_reserve.hold(self._home)
        with self._changed:
            self._changed.notify_all()

    def _done(self, job: Job) -> Job:
        if job.tries > _MOST_TRIES:
            log.error("beheer: %s (%s) is te vaak afgebroken", job.title, job.who)
            return replace(job, at=_now(), failed=web_text_manage.BROKEN_OFF)
        try:
            report = self._work.do(job, self._told)
        except Exception as error:
            if self._stopping.is_set():  # what it needs is being closed
                raise _StoppedError from error
            if isinstance(error, UserError):
                log.info("beheer: %s (%s) is niet gelukt: %s", job.title, job.who, error)
                return replace(job, at=_now(), failed=str(error))
            log.exception("beheer: %s (%s) is niet gelukt", job.title, job.who)
            return replace(job, at=_now(), failed=web_text_manage.JOB_FAILED)
        log.info("beheer: %s (%s) is klaar: %s", job.title, job.who, report.told)
        return replace(job, at=_now(), report=report)

    def _told(self, step: str, done: int, total: int) -> None:
        if self._stopping.is_set():
            raise _StoppedError
        with self._changed:
            if self._running is not None:
                self._running = replace(self._running, step=step, done=done, total=total)


def _with(kept: Kept, ended: dict[int, Job]) -> Kept:
    """What is kept, with the jobs that ended here in their place among those that have ended."""
    gone = [ended[job.number] for job in kept.waiting if job.number in ended]
    if not gone:
        return kept
    waiting = tuple(job for job in kept.waiting if job.number not in ended)
    return replace(kept, waiting=waiting, ended=(*kept.ended, *gone)[-_KEPT:])


def _now() -> datetime:
    return datetime.now(UTC).astimezone()
