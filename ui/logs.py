"""The log on standard error: a line for each event, as text or as JSON, without what people asked and without secrets.

Of an error its kind and its place are written, not its words: those may hold a question or a passage. They are written, as the
questions and answers themselves are, only with `LOVP_LOG_QUESTIONS`. The values of secret settings, and whatever looks like a
token, are taken out of every line, also with that. Libraries speak from WARNING on.
"""

import json
import logging
import re
import sys
import threading
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any
from uuid import uuid4

from index.settings import Settings
from ui import web_text_operation as text
from ui.logs_stray import Stray

OURS = ("assistant", "eval", "index", "ui")
_HIDDEN = "[verborgen]"
_SHORTEST_SECRET = 4  # characters; a shorter one would be found in ordinary words
_TOKENS = re.compile(r"\b(?:xox[a-z]|xapp|xwfp)-[A-Za-z0-9-]{6,}|\bBearer\s+[^\s'\",;]{6,}", re.IGNORECASE)
_FRAMES = 8  # places of an error, the innermost
_CAUSES = 4
_ROOT = Path(__file__).resolve().parents[1]
_request: ContextVar[str] = ContextVar("request", default="")


def set_up(settings: Settings) -> None:
    """Makes the log of this process as the settings have it; nothing when somebody else already made one."""
    root = logging.getLogger()
    if root.handlers:
        return
    line = Line(secrets_of(settings), private=settings.log_questions, as_json=settings.log == "json")
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(line)
    root.addHandler(handler)
    level = logging.getLevelNamesMapping()[settings.log_level.upper()]
    root.setLevel(max(level, logging.WARNING))
    for name in OURS:
        logging.getLogger(name).setLevel(level)
    logging.raiseExceptions = False  # else a record that can't be written is shown with all that is in it
    sys.excepthook = _crashed
    threading.excepthook = _thread_crashed
    sys.unraisablehook = _unraisable
    logging.captureWarnings(True)
    sys.stderr = Stray(logging.getLogger("stderr"), sys.stderr, all_of_it=settings.log == "json")


@contextmanager
def request() -> Iterator[str]:
    """Gives what is logged inside the block a number in common, which may be told to who asked."""
    number = uuid4().hex
    token = _request.set(number)
    try:
        yield number
    finally:
        _request.reset(token)


def request_number() -> str:
    """The number of the request that is being answered; a new one when it has none."""
    return _request.get() or uuid4().hex


def secrets_of(settings: Settings) -> tuple[str, ...]:
    """The values of the settings that are secret, the longest first."""
    values = {str(getattr(settings, field.name) or "") for field in fields(settings) if not field.repr}
    return tuple(sorted((value for value in values if len(value) >= _SHORTEST_SECRET), key=len, reverse=True))


@dataclass(frozen=True, slots=True)
class _Error:
    """An error as it is written: its kind and those of its causes, its places, and what it says when that may be written."""

    kind: str
    places: str
    says: str = ""


class Line(logging.Formatter):
    """Makes one line of each record."""

    def __init__(self, secrets: tuple[str, ...] = (), *, private: bool = False, as_json: bool = False) -> None:
        """Writes lines.

        Args:
            secrets: what may never be in one.
            private: whether questions, answers and the words of errors are written.
            as_json: one object of JSON a line, instead of text.
        """
        super().__init__()
        self._secrets = secrets
        self._private = private
        self._as_json = as_json

    def format(self, record: logging.LogRecord) -> str:
        """The line, without its end; ASCII when it is JSON, so that no sign in it can end the line."""
        told = self._told(record)
        if self._as_json:
            return json.dumps(told, default=str)
        beside = {key: value for key, value in told.items() if key not in {"time", "level", "logger", "message"}}
        more = f" ({', '.join(f'{key}: {value}' for key, value in beside.items())})" if beside else ""
        line = f"{record.levelname} {record.name}: {told['message']}{more}"
        return "".join(sign if sign.isprintable() else " " for sign in line)

    def _told(self, record: logging.LogRecord) -> dict[str, Any]:
        told: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")[:-6] + "Z",
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": self._clean(self._said(record)),
        }
        told |= self._known(getattr(record, "fields", None))
        if "id" not in told and (number := _request.get()):
            told["id"] = number
        if self._private:
            told |= self._known(getattr(record, "private", None))
        if record.exc_info and record.exc_info[1] is not None:
            error = error_of(record.exc_info[1], private=self._private)
            told["exception"] = self._clean(error.kind)
            told["where"] = error.places
            if error.says:
                told["says"] = self._clean(error.says)
        return told

    def _said(self, record: logging.LogRecord) -> str:
        """The message; of a library's its first line, as those after it show values: a task that failed, with its words."""
        said = _message(record)
        ours = self._private or record.name.partition(".")[0] in {*OURS, "stderr"}
        return said if ours else next(iter(said.splitlines()), "")

    def _known(self, values: object) -> dict[str, Any]:
        known = values if isinstance(values, dict) else {}
        return {key: self._clean(value) if isinstance(value, str) else value for key, value in known.items()}

    def _clean(self, words: str) -> str:
        for secret in self._secrets:
            words = words.replace(secret, _HIDDEN)
        return _TOKENS.sub(_HIDDEN, words)


def error_of(error: BaseException, *, private: bool = False) -> _Error:
    """An error as it is written; its words only when that is allowed."""
    chain: list[BaseException] = []
    cause: BaseException | None = error
    while cause is not None and len(chain) < _CAUSES and cause not in chain:
        chain.append(cause)
        cause = cause.__cause__ or (None if cause.__suppress_context__ else cause.__context__)
    kinds = " < ".join(type(one).__qualname__ for one in chain)
    says = " < ".join(str(one) for one in chain) if private else ""
    return _Error(kinds, " > ".join(_places(error.__traceback__)), says)


def _places(trace: TracebackType | None) -> list[str]:
    """Where an error was raised, the innermost place last; of a file the end of its path, of the project the path in it."""
    found = []
    for frame, line in traceback.walk_tb(trace):
        path = Path(frame.f_code.co_filename)
        short = path.relative_to(_ROOT) if _is_ours(path) else Path(*path.parts[-2:])
        found.append(f"{short.as_posix()}:{line} {frame.f_code.co_name}")
    return found[-_FRAMES:]


def _is_ours(path: Path) -> bool:
    return any(path.is_relative_to(_ROOT / name) for name in OURS)


def _message(record: logging.LogRecord) -> str:
    try:
        return record.getMessage()
    except Exception:  # arguments that don't fit the words: a mistake in whoever logs, and no reason to lose the line
        return str(record.msg)


def _crashed(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        return
    logging.getLogger(__name__).critical(text.CRASHED, exc_info=(kind, error, trace))


def _thread_crashed(args: threading.ExceptHookArgs) -> None:
    if args.exc_value is None or args.exc_type is SystemExit:
        return
    logging.getLogger(__name__).critical(
        text.THREAD_CRASHED, exc_info=(args.exc_type, args.exc_value, args.exc_traceback)
    )


def _unraisable(found: Any) -> None:
    """An error where nobody could take it: kept as any other, as Python would print its words."""
    logging.getLogger(__name__).error(text.THREAD_CRASHED, exc_info=found.exc_value)
