"""How much one user may ask: so many questions in a minute and so many at once; and how often a password may be wrong.

Times are those of a sliding window, not of a clock minute: nobody gets double by asking around the turn of the minute.
What is remembered of a key is forgotten when it no longer counts, so that memory stays bounded.
"""

import math
import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from index.errors import UsageError
from ui import web_text_access

_MINUTE = 60.0
_A_MOMENT = 2  # seconds
_MOST_KEYS = 10_000  # the oldest go first; nobody can make so many in a window, as each costs a question or a password


class TooManyError(UsageError):
    """Somebody asks more than they may; the message is Dutch and says how long to wait.

    Attributes:
        wait: seconds until it may be tried again, at least 1; a guess when it depends on something else.
    """

    def __init__(self, message: str, wait: int) -> None:
        """Says what, and when it is over."""
        super().__init__(message)
        self.wait = wait


class _Window:
    """The moments of the last while, for each key; not thread-safe by itself."""

    def __init__(self, most: int, seconds: float, clock: Callable[[], float]) -> None:
        self._most, self._seconds, self._clock = most, seconds, clock
        self._moments: OrderedDict[str, deque[float]] = (
            OrderedDict()
        )  # the key that was added to longest ago comes first

    def __len__(self) -> int:
        return len(self._moments)

    def wait(self, key: str) -> float:
        """Seconds until one more fits; 0 when it does now."""
        now = self._clock()
        self._forget(now)
        moments = self._moments.get(key, deque())
        while moments and moments[0] <= now - self._seconds:
            moments.popleft()
        return moments[0] + self._seconds - now if len(moments) >= self._most else 0.0

    def add(self, key: str) -> int:
        """Notes that it happens now; how many more fit."""
        moments = self._moments.setdefault(key, deque())
        moments.append(self._clock())
        self._moments.move_to_end(key)
        return self._most - len(moments)

    def take_back(self, key: str) -> None:
        """Takes back one time that it was noted; which one hardly matters."""
        moments = self._moments.get(key)
        if moments:
            moments.pop()
            if not moments:
                del self._moments[key]

    def drop(self, key: str) -> None:
        """Forgets a key."""
        self._moments.pop(key, None)

    def _forget(self, now: float) -> None:
        while self._moments:
            key, moments = next(iter(self._moments.items()))
            if moments and moments[-1] > now - self._seconds and len(self._moments) <= _MOST_KEYS:
                return
            del self._moments[key]


class Limits:
    """Holds who asked when; one object for all faces of a server."""

    def __init__(self, per_minute: int, at_once: int, clock: Callable[[], float] = time.monotonic) -> None:
        """Nobody has asked yet.

        Args:
            per_minute: questions in any 60 seconds, for each key.
            at_once: questions that are being answered at the same time, for each key.
            clock: seconds that never go back.
        """
        self._window = _Window(per_minute, _MINUTE, clock)
        self._at_once = at_once
        self._busy: dict[str, int] = {}
        self._lock = threading.Lock()

    @contextmanager
    def admitted(self, key: str) -> Iterator[None]:
        """Counts one question of `key` while the block runs.

        Raises:
            TooManyError: it is one too many; nothing was counted.
        """
        with self._lock:
            if self._busy.get(key, 0) >= self._at_once:
                raise TooManyError(web_text_access.too_many_at_once(self._at_once), _A_MOMENT)
            wait = math.ceil(self._window.wait(key))
            if wait > 0:
                raise TooManyError(web_text_access.too_many_questions(wait), wait)
            self._window.add(key)
            self._busy[key] = self._busy.get(key, 0) + 1
        try:
            yield
        finally:
            with self._lock:
                self._busy[key] -= 1
                if not self._busy[key]:
                    del self._busy[key]


class Tries:
    """Holds how often a password was tried in vain; a try counts from its start, so that many at once don't slip by."""

    def __init__(self, most: int, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        """Nobody has tried yet; `most` tries in any `seconds` for each key."""
        self._window = _Window(most, seconds, clock)
        self._lock = threading.Lock()

    def begin(self, key: str) -> int:
        """Counts one try; how many more fit now.

        Raises:
            TooManyError: the key has had its tries; nothing was counted.
        """
        with self._lock:
            wait = math.ceil(self._window.wait(key))
            if wait > 0:
                raise TooManyError(web_text_access.too_many_tries(wait), wait)
            return self._window.add(key)

    def take_back(self, key: str) -> None:
        """Doesn't count one try after all: the password was right."""
        with self._lock:
            self._window.take_back(key)

    def forget(self, key: str) -> None:
        """Forgets all tries of a key."""
        with self._lock:
            self._window.drop(key)
