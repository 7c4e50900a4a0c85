"""What people asked and said is erased for good when its time is over: when a long process starts, and once a day while it runs.

The days are settings: of verdicts `feedback_days`, of questions from Slack `slack_days`. What is erased is overwritten in its
file, and its log is emptied. Known facts, records and runs of the evaluation have no term: somebody decides on each of them.
"""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from index.errors import UserError
from index.settings import Settings
from index.sqlite_feedback import forget_feedback
from index.sqlite_inbox import Inbox, inbox_path

log = logging.getLogger(__name__)
_DAY = 86_400.0  # seconds


@dataclass(frozen=True, slots=True)
class Forgotten:
    """How many verdicts and questions from Slack were erased."""

    feedback: int
    slack: int


def forget_old(settings: Settings) -> Forgotten:
    """Erases what is older than it may be.

    Raises:
        UserError: a file can't be used; the others were done.
    """
    trouble: list[UserError] = []
    feedback = slack = 0
    try:
        if settings.feedback_days:
            feedback = forget_feedback(settings.home, datetime.now(UTC) - timedelta(days=settings.feedback_days))
    except UserError as error:
        trouble.append(error)
    try:
        if inbox_path(settings.home).is_file():
            with Inbox(settings.home) as inbox:
                inbox.recover()  # what a process that ended had taken would stay
                slack = inbox.forget(settings.slack_days * _DAY)
    except UserError as error:
        trouble.append(error)
    if trouble:
        raise trouble[0]
    return Forgotten(feedback, slack)


@contextmanager
def tidying(settings: Settings, every: float = _DAY) -> Iterator[None]:
    """Erases what is older than it may be, now and every so many seconds as long as the block runs.

    What can't be erased is a line in the log: nobody's question waits for it, and it is tried again.
    """
    ended = threading.Event()
    _tidy(settings)
    thread = threading.Thread(target=_keep_tidy, args=(settings, every, ended), name="opruimen", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join(5)


def _keep_tidy(settings: Settings, every: float, ended: threading.Event) -> None:
    while not ended.wait(every):
        _tidy(settings)


def _tidy(settings: Settings) -> None:
    try:
        forget_old(settings)
    except UserError as error:
        log.warning("opruimen lukte niet (%s)", type(error).__name__)
