"""How often a password may be wrong: for a name from one address, for a name from anywhere, and for an address.

A lock on a name alone would let anybody keep its owner out. So a few mistakes lock a name for the address that made them, many
more lock it everywhere, and a browser in which somebody signed in before is held to its own mistakes only: also behind a proxy,
where everybody comes from one address, the owner gets in while another guesses. (OWASP calls it a device cookie.)
"""

import hashlib
import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass

from ui.limits import TooManyError, Tries
from ui.users import Account

WINDOW = 300.0  # seconds
_OF_PAIR = 5
_OF_NAME = 20
_OF_PEER = 20  # more than of a name: a whole office can share an address


@dataclass(frozen=True, slots=True)
class Try:
    """A try that was counted.

    Attributes:
        last: whether it is the last that fits: when it is wrong, what it was counted for is locked.
        right: to be called when the password was right.
    """

    last: bool
    right: Callable[[], None]


class Locks:
    """Holds who tried in vain; safe to use from several threads."""

    def __init__(self, pairs: Tries | None = None, names: Tries | None = None, peers: Tries | None = None) -> None:
        """Nobody has tried yet.

        Args:
            pairs: bounds how often a password may be wrong for one name from one address, or in one browser that is known; 5
                times in 5 minutes when None.
            names: the same for one name, from anywhere; 20 times when None.
            peers: the same for one address, whatever the name; 20 times when None.
        """
        self._pairs = pairs or Tries(_OF_PAIR, WINDOW)
        self._names = names or Tries(_OF_NAME, WINDOW)
        self._peers = peers or Tries(_OF_PEER, WINDOW)

    def begin(self, name: str, peer: str, device: str = "") -> Try:
        """Counts a try from its start.

        Args:
            name: by `key_of`.
            peer: the address it came from; "" when that says nothing about who.
            device: which browser, when somebody of this name signed in there before.

        Raises:
            TooManyError: there were too many.
        """
        counted = [(self._pairs, f"{name}\n{device or peer}")]
        if not device:
            counted = [*([(self._peers, peer)] if peer else []), *counted, (self._names, name)]
        begun: list[tuple[Tries, str]] = []
        left = []
        try:
            for tries, key in counted:
                left.append(tries.begin(key))
                begun.append((tries, key))
        except TooManyError:
            for tries, key in begun:
                tries.take_back(key)  # what was refused told nobody whether the password is right
            raise

        def right() -> None:
            for tries, key in begun:
                if tries is self._pairs:
                    tries.forget(key)
                else:
                    tries.take_back(key)

        return Try(min(left) == 0, right)


def device_token(account: Account) -> str:
    """What a browser is given to be known by as one in which this user signed in; worth nothing after another password."""
    number = secrets.token_urlsafe(12)
    return f"{number}.{_seal(account, number)}"


def device_of(token: str, account: Account | None) -> str:
    """Which browser sent this token; "" when it wasn't made for this user."""
    number, _, seal = token.partition(".")
    fits = account is not None and hmac.compare_digest(_seal(account, number).encode(), seal.encode("utf-8", "replace"))
    return f"browser {number}" if fits else ""


def _seal(account: Account, number: str) -> str:
    return hmac.new(account.stamp.encode(), number.encode("utf-8", "replace"), hashlib.sha256).hexdigest()
