"""Whose requests are counted together, and what a program is told when one is refused: a status of HTTP and a Dutch sentence.

Only a `UsageError` has a text that is written for the reader; of anything else the text goes to the log.
"""

import json
import logging
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from index.errors import UsageError, UserError
from ui import web_text_api
from ui.access import user_of
from ui.limits import TooManyError
from ui.service_records import NoRecordError

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Refused:
    """A refusal; `wait` is in how many seconds it may be tried again, None when that makes no difference."""

    status: int
    message: str
    wait: int | None = None


class NoModelError(Exception):
    """There is no such model here; the message is Dutch and says which there is."""


class ShapeError(Exception):
    """A request whose shape is wrong: an unknown name, or a value of another kind; the message is Dutch."""


def check_text(given: Any) -> None:
    """Refuses JSON with half a character in it (a lone surrogate), which is no text and can't be sent back.

    Raises:
        ShapeError: there is one.
    """
    try:
        json.dumps(given, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        raise ShapeError(web_text_api.NO_JSON) from error


def asker(scope: Mapping[str, Any]) -> str:
    """Whose requests are counted together: the user's name, or where a request came from when nobody signs in.

    Raises:
        PermissionError: the request did not pass the guard.
    """
    client = scope.get("client")
    return user_of(scope).name or (client[0] if client else "")


def refused(error: BaseException) -> Refused:
    """What is told of an error."""
    if isinstance(error, TooManyError):
        return Refused(429, str(error), math.ceil(error.wait))
    if isinstance(error, NoRecordError | NoModelError):
        return Refused(404, str(error))
    if isinstance(error, UsageError):
        return Refused(422, str(error))
    if isinstance(error, ShapeError):
        return Refused(400, str(error))
    if isinstance(error, ValidationError):
        return Refused(400, web_text_api.wrong([dict(fault) for fault in error.errors()]))
    if isinstance(error, UserError):  # the index can't be used; what to do about it is for who runs it
        _log.error("%s", error)
        return Refused(503, web_text_api.UNAVAILABLE)
    _log.error("a request failed", exc_info=error)
    return Refused(500, web_text_api.SORRY)
