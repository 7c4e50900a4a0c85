"""What libraries print on standard error, kept out of the log as far as somebody's words may be in it.

Of a traceback that somebody prints, as Gradio does, only the kind and the places are kept: its words may hold a question, with
line ends that would make lines of their own. Where the log is in JSON everything else becomes a line of it too.
"""

import inspect
import io
import logging
import re
import sys
import threading
from typing import Any, TextIO

_STARTS = "Traceback (most recent call last)"
_PARTS = (_STARTS, "During handling of the above", "The above exception was")
_KIND = re.compile(r"[\w.]{1,100}")
_LONGEST = 4_000  # characters of a line


class Stray(io.TextIOBase):
    """Stands in for standard error; what is written there becomes records of a logger, or only what tracebacks say."""

    def __init__(self, logger: logging.Logger, real: TextIO, *, all_of_it: bool = True) -> None:
        """Writes nothing yet.

        Args:
            logger: gets the lines; its own handlers must write to `real`, not to this.
            real: the stream that this stands in for.
            all_of_it: whether every line becomes a record; else what is no traceback goes to `real` as it is.
        """
        self._logger = logger
        self._real = real
        self._all = all_of_it
        self._lock = threading.RLock()
        self._rest: dict[int, str] = {}  # by thread: what is not yet a whole line
        self._tracing: set[int] = set()  # threads that are in the middle of a traceback

    @property
    def encoding(self) -> str:  # type: ignore[override]  # a constant of this stream
        """That of the real stream."""
        return self._real.encoding

    def writable(self) -> bool:
        """Yes."""
        return True

    def isatty(self) -> bool:
        """As the real stream; nobody looks at a log in JSON, so that nothing moves in it."""
        return not self._all and self._real.isatty()

    def fileno(self) -> int:
        """That of the real stream, for processes that are started."""
        return self._real.fileno()

    def write(self, words: str) -> int:
        """Takes in words; what is logged of them is whole lines."""
        me = threading.get_ident()
        with self._lock:
            if _is_of_traceback(inspect.currentframe()):
                self._traced(me, words)
            elif (
                _STARTS in words
            ):  # in one piece: where its words end can't be told, so that nothing else of it is kept
                lines = words.partition(_STARTS)[2].split("\n")[1:]
                self._traced(me, _STARTS)
                self._traced(me, next((line for line in lines if line and line[0] not in " \t|+"), ""))
            else:
                self._pass(me, words)
        return len(words)

    def flush(self) -> None:
        """Lets the real stream write; what isn't a whole line yet waits for the rest of it."""
        if not self._all:
            self._real.flush()

    def _pass(self, me: int, words: str) -> None:
        """Takes in what no traceback says."""
        if not self._all:
            self._real.write(words)
            return
        *lines, rest = (self._rest.pop(me, "") + words).split("\n")
        if rest:
            self._rest[me] = rest[:_LONGEST]
        for line in lines:
            if line.strip():
                self._logger.error("%s", line[:_LONGEST].rstrip())

    def _traced(self, me: int, part: str) -> None:
        """Takes in a part of a traceback: its head, a place in it, or the words of the error with all their lines."""
        if part.strip(" |+-\n").startswith(_PARTS):
            self._tracing.add(me)
        elif me in self._tracing and part.strip() and part[0] not in " \t|+\n":
            self._tracing.discard(me)
            kind = part.partition(":")[0].strip()
            error = sys.exception()
            told: Any = error if error is not None and type(error).__name__ == kind.rpartition(".")[2] else None
            self._logger.error("%s", kind if _KIND.fullmatch(kind) else "?", exc_info=told)


def _is_of_traceback(frame: Any) -> bool:
    """Whether the library that prints tracebacks is what called the function of this frame."""
    return frame is not None and frame.f_back is not None and frame.f_back.f_globals.get("__name__") == "traceback"
