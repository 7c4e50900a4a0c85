"""Some threads that take questions from the inbox and have them answered, as long as the bot runs.

Of a thread in Slack one question at a time is worked on, the oldest. What goes wrong is tried again a little later, three times in
all; what a killed process had begun on is taken over. Of a question nothing but its number goes into the log.
"""

import logging
import threading
import time
import traceback
from collections.abc import Callable
from pathlib import Path

from index.errors import UserError
from index.inbox import Entry, State
from index.sqlite_inbox import Inbox

log = logging.getLogger(__name__)

_AGAIN_SECONDS = (2.0, 10.0, 0.0)  # to wait after the first, the second and the last time that an answer went wrong
_LOOK_SECONDS = (
    2.0  # after which a worker looks whether another process put something in, or something may be tried again
)
_RECOVER_SECONDS = 15.0  # after which they look again whether another process has ended


def _nothing(_: Entry) -> None:
    """Says nothing."""


class Workers:
    """The threads, from `start` to `stop`; the process doesn't go on for them."""

    def __init__(
        self,
        inbox: Inbox,
        answer: Callable[[Entry], None],
        gave_up: Callable[[Entry], None] = _nothing,
        count: int = 4,
    ) -> None:
        """Starts nothing yet.

        Args:
            inbox: stays open until after `stop`.
            answer: answers a question (or takes its answer away) and tells the inbox `done` or `erase`. What it doesn't tell of
                when it returns or raises is tried again.
            gave_up: told of a question for which all attempts went wrong; it need not tell the inbox.
            count: how many questions are worked on at once.
        """
        self._inbox, self._answer, self._gave_up = inbox, answer, gave_up
        self._threads = [threading.Thread(target=self._work, name=f"slack {n + 1}", daemon=True) for n in range(count)]
        self._news = threading.Condition()
        self._calls = 0  # how often there was news
        self._stopping = threading.Event()
        self._running: dict[int, Entry] = {}
        self._taking = threading.Lock()  # one takes at a time, so that each knows what the others work on
        self._stuck: set[int] = set()  # numbers of which the inbox could not be told that they went wrong
        self._recovered = float("-inf")  # when they last looked whether a process has ended

    def start(self) -> None:
        """Begins; once."""
        for thread in self._threads:
            thread.start()

    def wake(self) -> None:
        """Says that something was put in the inbox; returns at once."""
        with self._news:
            self._calls += 1
            self._news.notify_all()

    def idle(self, seconds: float) -> bool:
        """Waits until nothing waits or is being worked on; False when that takes longer than this."""
        until = time.monotonic() + seconds
        while True:
            with self._news:
                quiet = not self._running
            if quiet and self._inbox.waiting() == 0:
                return True
            if time.monotonic() >= until:
                return False
            with self._news:
                self._news.wait(0.05)

    def stop(self, seconds: float) -> None:
        """Takes nothing new, and gives what runs this long to finish; what doesn't goes back into the inbox."""
        until = time.monotonic() + seconds
        with self._news:
            self._stopping.set()
        self.wake()
        for thread in self._threads:
            if thread.ident is not None:  # it was started
                thread.join(max(0.0, until - time.monotonic()))
        with self._taking:  # nothing is taken after this
            left = [*self._running]
        for number in left:
            try:
                self._inbox.back(number)
            except UserError as error:  # it waits again all the same, when this process has ended
                log.error("Slack: vraag %d ging niet terug (%s)", number, type(error).__name__)

    def _work(self) -> None:
        while not self._stopping.is_set():
            calls = self._calls
            entry = self._taken()
            if entry is not None:
                try:
                    self._handle(entry)
                finally:
                    with self._news:
                        del self._running[entry.number]
                    self.wake()  # the next of its thread can be taken
                continue
            with self._news:
                if not self._stopping.is_set() and self._calls == calls:
                    self._news.wait(_LOOK_SECONDS)

    def _taken(self) -> Entry | None:
        """The next to work on; None: there is none, or the inbox can't be read now."""
        with self._taking:
            if self._stopping.is_set():
                return None
            try:
                if time.monotonic() - self._recovered >= _RECOVER_SECONDS:
                    self._inbox.recover()
                    self._recovered = time.monotonic()
                for number in [*self._stuck]:
                    self._inbox.failed(number, 0.0)
                    self._stuck.discard(number)
                busy = {(one.asked.team, one.asked.channel, one.asked.thread) for one in self._running.values()}
                entry = self._inbox.take(busy)
            except UserError as error:
                log.error("Slack: de vragen zijn niet te lezen (%s)", type(error).__name__)
                return None
            if entry is not None:
                with self._news:
                    self._running[entry.number] = entry
            return entry

    def _handle(self, entry: Entry) -> None:
        if entry.attempts > len(_AGAIN_SECONDS):
            self._give_up(entry)
            return
        try:
            self._answer(entry)
        except Exception as error:  # whatever it is, the next question must be answered
            log.error("Slack: vraag %d ging mis, poging %d (%s)", entry.number, entry.attempts, _what(error))
        try:
            self._inbox.failed(entry.number, _AGAIN_SECONDS[entry.attempts - 1])  # nothing, when it was done or erased
        except UserError as error:
            log.error("Slack: vraag %d blijft liggen (%s)", entry.number, type(error).__name__)
            with self._taking:
                self._stuck.add(entry.number)

    def _give_up(self, entry: Entry) -> None:
        log.error("Slack: vraag %d blijft zonder antwoord", entry.number)
        try:
            self._gave_up(entry)
        except Exception as error:  # as above
            log.error("Slack: dat van vraag %d was niet te zeggen (%s)", entry.number, _what(error))
        try:
            if entry.state is State.GONE:
                self._inbox.erase(entry.number)
            else:
                self._inbox.done(entry.number, entry.revision, None)
        except UserError as error:
            log.error("Slack: vraag %d blijft liggen (%s)", entry.number, type(error).__name__)
            with self._taking:
                self._stuck.add(entry.number)


def _what(error: Exception) -> str:
    """What went wrong and where, without the words of the exception: there may be a question in them."""
    *_, last = traceback.extract_tb(error.__traceback__)
    return f"{type(error).__name__} in {Path(last.filename).name}, regel {last.lineno}"
