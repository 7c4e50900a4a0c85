"""What libraries print on standard error, made into lines of the log, so that whatever reads the log can read all of it.

Of a traceback that somebody prints, as Gradio does, only the kind of the error is kept: its words may hold a question.
"""

import io
import logging
import threading
from typing import TextIO

_PARTS = ("Traceback (most recent call last)", "During handling of the above", "The above exception was")
_LONGEST = 4_000  # characters of a line


class Stray(io.TextIOBase):
    """Stands in for standard error: each whole line that is written becomes a record of a logger."""

    def __init__(self, logger: logging.Logger, real: TextIO) -> None:
        """Writes nothing itself.

        Args:
            logger: gets the lines; its own handlers must write to `real`, not to this.
            real: the stream that this stands in for.
        """
        self._logger = logger
        self._real = real
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
        """Nobody looks at a log in JSON, so that nothing moves in it."""
        return False

    def fileno(self) -> int:
        """That of the real stream, for processes that are started."""
        return self._real.fileno()

    def write(self, words: str) -> int:
        """Takes in words, and logs the lines that are whole."""
        me = threading.get_ident()
        with self._lock:
            *lines, rest = (self._rest.pop(me, "") + words).split("\n")
            if rest:
                self._rest[me] = rest[:_LONGEST]
            for line in lines:
                self._take(me, line[:_LONGEST])
        return len(words)

    def flush(self) -> None:
        """Does nothing: what isn't a whole line waits for the rest of it."""

    def _take(self, me: int, line: str) -> None:
        if line.lstrip(" |+-").startswith(_PARTS):
            self._tracing.add(me)
            return
        if me in self._tracing:
            if not line.strip() or line[0] in " \t|+":
                return
            self._tracing.discard(me)
            line = line.partition(":")[0]  # "ValueError: words" without the words
        if line.strip():
            self._logger.error("%s", line.rstrip())
