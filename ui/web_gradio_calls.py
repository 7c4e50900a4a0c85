"""What the page asks of Gradio, looked at before Gradio does: the shape of a call, and whose page it is of.

Gradio writes what it fails on in the log, with what somebody typed, and answers in English. And whoever knows the number of
a page (its session hash) gets the stream of that page, so that a number stays with the user who came with it first.
"""

import json
import re
import threading
from collections import OrderedDict
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

_PREFIX = "/gradio_api/"
_KEYS = {
    "queue/join": {"data", "event_data", "fn_index", "trigger_id", "session_hash"},
    "cancel": {"fn_index", "event_id", "session_hash"},
    "reset": {"event_id"},
}
_HASH = re.compile(r"[A-Za-z0-9_-]{1,64}")
_LARGEST = 2**31  # of a number of ours, and of what JSON of every kind can hold
_MOST = 10_000
_MOST_OF_ONE = 200


class Pages:
    """Remembers which user each page is of; safe to use from several threads."""

    def __init__(self) -> None:
        """No page was seen yet."""
        self._lock = threading.Lock()
        self._users: OrderedDict[str, str] = OrderedDict()  # by session hash; the one used longest ago comes first
        self._of: dict[str, OrderedDict[str, None]] = {}

    def __len__(self) -> int:
        return len(self._users)

    def admit(self, page: str, user: str) -> bool:
        """Whether this user may speak for this page: who is the first to. Where nobody signs in (user "") anyone may.

        The page that a user used longest ago is forgotten when they have too many, so that nobody can make others' be forgotten.
        """
        if not user:
            return True
        with self._lock:
            holder = self._users.setdefault(page, user)
            if holder != user:
                return False
            self._users.move_to_end(page)
            own = self._of.setdefault(user, OrderedDict())
            own[page] = None
            own.move_to_end(page)
            if len(own) > _MOST_OF_ONE:
                self._forget(next(iter(own)))
            elif len(self._users) > _MOST:
                self._forget(next(iter(self._users)))
            return True

    def _forget(self, page: str) -> None:
        user = self._users.pop(page)
        del self._of[user][page]
        if not self._of[user]:
            del self._of[user]


def call_of(body: bytes) -> Any:
    """The JSON of a call; None when it is none, as the libraries would fail on it."""
    try:
        return json.loads(body.decode())
    except (ValueError, RecursionError):
        return None


def fits(path: str, call: Any, functions: Mapping[int, int]) -> bool:
    """Whether a call has the shape that the page gives it.

    Args:
        path: the address it was sent to, such as "/gradio_api/queue/join".
        call: its JSON.
        functions: how many inputs each function of the page has, by its number.
    """
    address = path.removeprefix(_PREFIX)
    if not isinstance(call, dict) or not call.keys() <= _KEYS.get(address, set()):
        return False
    function: Any
    data: Any
    function, data, trigger = (call.get(key) for key in ("fn_index", "data", "trigger_id"))
    if address != "reset" and not (
        _is_hash(call.get("session_hash")) and _is_number(function) and function in functions
    ):
        return False
    if address != "queue/join":
        return isinstance(call.get("event_id"), str)
    return isinstance(data, list) and len(data) == functions[function] and (trigger is None or _is_number(trigger))


def page_of(path: str, query: bytes, call: Any = None) -> str | None:
    """The session hash of a request; "" where none belongs, None when it isn't well-formed or there are two.

    Args:
        path: the address it was sent to.
        query: what stands behind the question mark.
        call: the JSON of a POST, known to fit.
    """
    address = path.removeprefix(_PREFIX)
    if call is not None:
        return str(call.get("session_hash", ""))
    if address.startswith("heartbeat/"):
        found = [address.removeprefix("heartbeat/")]
    elif address == "queue/data":
        given = parse_qsl(query.decode("latin-1"), keep_blank_values=True)
        found = [value for name, value in given if name == "session_hash"]
    else:
        return ""
    return found[0] if len(found) == 1 and _is_hash(found[0]) else None


def _is_hash(value: object) -> bool:
    return isinstance(value, str) and _HASH.fullmatch(value) is not None


def _is_number(value: object) -> bool:
    return type(value) is int and abs(value) < _LARGEST  # True is an int too, and Gradio takes it for 1
