"""Calls to Slack's Web API that wait when Slack says so, and know which of them may be done twice.

Slack answers 429 before it does anything, so that such a call can always be repeated. After a lost answer or a server error nobody
knows whether it was done: what can be done twice without harm is repeated, of what can't the caller is told (`UnsureError`).
"""

import http.client
import logging
import threading
import time
from typing import Any
from urllib.error import URLError

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from index.errors import UserError

log = logging.getLogger(__name__)

QUIET = logging.getLogger(
    "ui.slack.library"
)  # what Slack's libraries say quotes what was sent, so it is heard only in errors
QUIET.setLevel(logging.ERROR)
_MOST_WAIT = 300.0  # seconds that one call waits for Slack's limits in total
_TRIES = 4  # of a call that may be repeated
_TIMEOUT = 10  # seconds for one call
_READING = ("conversations.", "users.", "auth.", "team.")
_BROKEN = (URLError, OSError, TimeoutError, http.client.HTTPException)


class UnsureError(Exception):
    """A call may have been done, or not: its answer never came."""


class RefusedError(UserError):
    """Slack won't do it, now or later; `error` is Slack's word for why."""

    def __init__(self, method: str, error: str) -> None:
        """Says what was refused and why."""
        super().__init__(f"Slack weigert {method}: {error}")
        self.error = error


def slack_client(token: str, api_url: str = "") -> WebClient:
    """A client that repeats nothing by itself.

    Args:
        token: of the bot.
        api_url: where the Web API is; Slack's own when "".
    """
    return WebClient(
        token=token,
        base_url=api_url.rstrip("/") + "/" if api_url else WebClient.BASE_URL,
        timeout=_TIMEOUT,
        retry_handlers=[],
        logger=QUIET,
    )


def call(
    client: WebClient,
    stopping: threading.Event,
    method: str,
    *,
    twice: bool = False,
    patient: bool = True,
    **arguments: Any,
) -> dict[str, Any]:
    """Calls a method of the Web API.

    Args:
        client: of `slack_client`.
        stopping: when set, nothing is waited for any more.
        method: as Slack names it, such as "chat.postMessage".
        twice: whether doing it twice does no harm.
        patient: whether to wait when Slack says that it is too much; otherwise that is a refusal ("ratelimited").
        arguments: of the method; what is None is left out.

    Raises:
        RefusedError: Slack says no.
        UnsureError: it may have been done (never when `twice`, unless it went wrong again and again).
    """
    waited, tries = 0.0, 0
    told = {name: value for name, value in arguments.items() if value is not None}
    while True:
        try:
            reads = method.startswith(_READING)  # these take no JSON
            found = client.api_call(method, params=told) if reads else client.api_call(method, json=told)
            return dict(found.data) if isinstance(found.data, dict) else {}
        except SlackApiError as error:
            status = _status(error)
            if status == 429:
                wait = _asked_to_wait(error)
                waited += wait
                if not patient or waited > _MOST_WAIT or stopping.wait(wait):
                    raise RefusedError(method, "ratelimited") from None
                continue
            if status < 500:
                raise RefusedError(method, _word(error)) from None
        except (*_BROKEN, SlackClientError) as error:
            log.info("Slack: %s gaf geen antwoord (%s)", method, type(error).__name__)
        tries += 1
        if not twice or tries >= _TRIES or stopping.wait(0.5 * 2**tries):
            raise UnsureError(method)


def now() -> float:
    """The moment, in seconds since 1970."""
    return time.time()


def _status(error: SlackApiError) -> int:
    """The HTTP status; of an answer that is no JSON the client keeps it elsewhere."""
    said = error.response.get("status") if isinstance(error.response, dict) else error.response.status_code
    return said if isinstance(said, int) else 200


def _asked_to_wait(error: SlackApiError) -> float:
    told = error.response.get("headers") if isinstance(error.response, dict) else error.response.headers
    headers = {name.lower(): value for name, value in dict(told or {}).items()}
    asked = headers.get("retry-after", "1")
    first = asked[0] if isinstance(asked, list) and asked else asked
    return min(float(first), _MOST_WAIT) + 0.05 if str(first).isdecimal() else 1.0


def _word(error: SlackApiError) -> str:
    """Slack's word for what is wrong; such words hold nothing of what was sent."""
    found = error.response.get("error") if error.response is not None else None
    return found if isinstance(found, str) and found.replace("_", "").isalnum() else "unknown_error"
