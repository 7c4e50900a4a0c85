"""One job at a time, in a thread of its own, so that nobody waits for it and the chat goes on.

What is asked meanwhile waits in line. A job that has ended is told of until ten others have; what is lost when the process ends
is only the telling, as each job is one that can be done again.
"""

import logging
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from index.errors import UserError
from index.progress import Progress
from ui import web_text_manage
from ui.manage import Line, Report

log = logging.getLogger(__name__)

_MOST_WAITING = 50
_KEPT = 10  # jobs that have ended

Work = Callable[[Progress], Report]


class TooManyJobsError(UserError):
    """Too much waits already; the message is Dutch."""


@dataclass(frozen=True, slots=True)
class Job:
    """What is done, who asked for it, how far it is, and what came of it.

    Attributes:
        number: 1 for the first.
        title: what it does (Dutch).
        who: the name of the user who asked.
        at: when it was asked, and when it has ended: when it ended.
        step: the step it is at, "" before the first.
        done: how much of that step is done,
        total: of how much; 0 when that isn't known.
        lines: what was known about each file before it began.
        report: what came of it; None as long as it has not ended, or when it failed.
        failed: why it failed (Dutch), "" when it didn't.
    """

    number: int
    title: str
    who: str
    at: datetime
    step: str = ""
    done: int = 0
    total: int = 0
    lines: tuple[Line, ...] = ()
    report: Report | None = None
    failed: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """The job that runs, those that wait, and those that have ended, the last one first."""

    running: Job | None
    waiting: tuple[Job, ...]
    ended: tuple[Job, ...]


class Jobs:
    """Holds the line; safe to use from several threads."""

    def __init__(self) -> None:
        """Starts nothing yet."""
        self._changed = threading.Condition()
        self._waiting: deque[tuple[Job, Work]] = deque()
        self._running: Job | None = None
        self._ended: deque[Job] = deque(maxlen=_KEPT)
        self._last = 0

    def start(self, title: str, who: str, work: Work, lines: tuple[Line, ...] = ()) -> int:
        """Puts a job in line.

        Args:
            title: what it does (Dutch).
            who: the name of the user who asks.
            work: does it, and tells how far it is; a `UserError` is told as it is.
            lines: what is known about each file already.

        Returns:
            Its number.

        Raises:
            TooManyJobsError: too many wait.
        """
        with self._changed:
            if len(self._waiting) >= _MOST_WAITING:
                raise TooManyJobsError(web_text_manage.TOO_MANY_JOBS)
            self._last += 1
            self._waiting.append((Job(self._last, title, who, _now(), lines=lines), work))
            if self._running is None and len(self._waiting) == 1:
                # ends with the process: a job that is broken off can be done again
                threading.Thread(target=self._work, name="beheer", daemon=True).start()
            return self._last

    def standing(self) -> Standing:
        """How it stands now."""
        with self._changed:
            return Standing(self._running, tuple(job for job, _ in self._waiting), tuple(reversed(self._ended)))

    def wait(self, number: int, seconds: float) -> Job:
        """The job once it has ended; TimeoutError when that takes longer."""
        with self._changed:
            ended = self._changed.wait_for(lambda: [job for job in self._ended if job.number == number], seconds)
        if not ended:
            raise TimeoutError(f"job {number} has not ended")
        return ended[0]

    def _work(self) -> None:
        while True:
            with self._changed:
                if not self._waiting:
                    return
                job, work = self._waiting.popleft()
                self._running = job
            ended = self._done(job, work)
            with self._changed:
                self._running = None
                self._ended.append(ended)
                self._changed.notify_all()
                if not self._waiting:
                    return  # while the lock is held: who comes after this starts another thread

    def _done(self, job: Job, work: Work) -> Job:
        try:
            report = work(self._told)
        except UserError as error:
            log.info("beheer: %s (%s) is niet gelukt: %s", job.title, job.who, error)
            return replace(job, at=_now(), failed=str(error))
        except Exception:
            log.exception("beheer: %s (%s) is niet gelukt", job.title, job.who)
            return replace(job, at=_now(), failed=web_text_manage.JOB_FAILED)
        log.info("beheer: %s (%s) is klaar: %s", job.title, job.who, report.told)
        return replace(job, at=_now(), report=report)

    def _told(self, step: str, done: int, total: int) -> None:
        with self._changed:
            if self._running is not None:
                self._running = replace(self._running, step=step, done=done, total=total)


def _now() -> datetime:
    return datetime.now(UTC).astimezone()
