"""Who is signed in on this server: random tokens, of which only hashes are kept, in memory and for a bounded time.

A session ends by itself after half a day without a request and after a week in any case; also when its user is removed or
gets another password, and when the server restarts.
"""

import hashlib
import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace

from ui.users import Account, Users

UNUSED = 12 * 3600.0  # seconds
LONGEST = 7 * 24 * 3600.0  # seconds
_MOST = 5_000
_MOST_OF_ONE = 20


@dataclass(frozen=True, slots=True)
class _Session:
    name: str
    stamp: str
    begun: float
    used: float


class Sessions:
    """Holds the sessions of a server; safe to use from several threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Nobody is signed in yet; `clock` gives seconds that never go back."""
        self._clock = clock
        self._lock = threading.Lock()
        self._sessions: OrderedDict[str, _Session] = OrderedDict()  # by hash; the one used longest ago comes first

    def __len__(self) -> int:
        return len(self._sessions)

    def begin(self, account: Account) -> str:
        """A new session of this user; its token, for the cookie. The one used longest ago goes when there are too many."""
        token, now = secrets.token_urlsafe(32), self._clock()
        with self._lock:
            self._forget(now)
            own = [key for key, one in self._sessions.items() if one.name == account.user.name]
            oldest = own[: len(own) - _MOST_OF_ONE + 1] if len(own) >= _MOST_OF_ONE else []
            if not oldest and len(self._sessions) >= _MOST:
                oldest = [next(iter(self._sessions))]
            for key in oldest:
                del self._sessions[key]
            self._sessions[_hash(token)] = _Session(account.user.name, account.stamp, now, now)
        return token

    def account(self, token: str, users: Users) -> Account | None:
        """The user of a session, as they are now; None when it has ended.

        Raises:
            ui.users.UsersError: the users can't be read, so that nobody is known.
        """
        key, now = _hash(token), self._clock()
        with self._lock:
            self._forget(now)
            session = self._sessions.get(key)
            if session is None:
                return None
            account = users.named(session.name)
            if account is None or account.stamp != session.stamp or now - session.begun >= LONGEST:
                del self._sessions[key]
                return None
            self._sessions[key] = replace(session, used=now)
            self._sessions.move_to_end(key)
            return account

    def end(self, token: str) -> None:
        """Ends a session; one that there isn't is no error."""
        with self._lock:
            self._sessions.pop(_hash(token), None)

    def _forget(self, now: float) -> None:
        while self._sessions:
            key, oldest = next(iter(self._sessions.items()))
            if now - oldest.used < UNUSED:
                return
            del self._sessions[key]


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
