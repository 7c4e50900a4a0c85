"""A page of a record's PDF as a picture with the quote marked, drawn in a process of its own and kept for who looks again.

A PDF is never opened in the process that serves people: it may be made to take that down. The process that draws gets the
open file and nothing else of this machine, may use so much memory and time, and what it answers is checked to be a picture.
"""

import json
import os
import subprocess
import sys
import tempfile
import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path

from index.errors import UserError

_START = "from index.readers.page_image import main; main()"
_JOB = "LOVP_PAGE"  # as JOB there, which would bring its libraries along
_SECONDS = 30.0  # of the clock
_AT_ONCE = 2  # processes
_PATIENCE = 5.0  # seconds that one waits for its turn; who waits keeps a thread of the site
_PNG = b"\x89PNG\r\n\x1a\n"
_LARGEST = 12 << 20  # bytes of a picture
_KEPT = 32 << 20  # bytes of pictures that are kept
_WORDS = 3_000  # characters that are looked for


class NoPictureError(UserError):
    """The page can't be drawn; why is of no use to who asked."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as PNG; `page` is which one, counted from 1, and `marked` which share of the words is marked on it, 0 to 1."""

    png: bytes
    page: int
    marked: float


class Pictures:
    """Holds the pictures that were drawn last, and sees to it that few are drawn at once; safe to use from many threads."""

    def __init__(self) -> None:
        """Draws nothing yet."""
        self._lock = threading.Lock()
        self._drawing = threading.BoundedSemaphore(_AT_ONCE)
        self._kept: OrderedDict[object, Picture] = OrderedDict()

    def page(self, file: BufferedReader, sha256: str, pages: Sequence[int], words: str) -> Picture:
        """The page on which the words stand.

        Args:
            file: the PDF, open at its start.
            sha256: the hash of its bytes.
            pages: the pages to look on, counted from 1; the first is drawn when the words are on none.
            words: the words; "" marks nothing.

        Raises:
            NoPictureError: it is no PDF that can be drawn, it takes too much, or too many are being drawn.
        """
        key = sha256, tuple(pages), words
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        if not self._drawing.acquire(timeout=_PATIENCE):
            raise NoPictureError
        try:
            picture = draw_page(file, pages, words)
        finally:
            self._drawing.release()
        with self._lock:
            self._kept[key] = self._kept[sha256, (picture.page,), words] = picture  # who asks for that page gets it too
            while sum({id(one): len(one.png) for one in self._kept.values()}.values()) > _KEPT:
                self._kept.popitem(last=False)
        return picture


def draw_page(file: BufferedReader, pages: Sequence[int], words: str) -> Picture:
    """Draws a page in a new process; see `Pictures.page`.

    Raises:
        NoPictureError: it is no PDF that can be drawn, or it takes too much.
    """
    job = json.dumps({"pages": [*pages], "words": words[:_WORDS]})
    os.lseek(file.fileno(), 0, os.SEEK_SET)  # the process reads from where the file is
    with tempfile.TemporaryDirectory(prefix="lovp-") as folder:
        try:
            process = subprocess.Popen(  # noqa: S603 - this Python, our own module
                [sys.executable, "-P", "-c", _START],
                stdin=file,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd=folder,
                env=_environment(folder) | {_JOB: job},  # other users can read arguments, but not this
            )
        except OSError as error:
            raise NoPictureError from error
        clock = threading.Timer(_SECONDS, process.kill)
        clock.start()
        with process:
            answer = process.stdout.read(_LARGEST + 1) if process.stdout else b""
            if len(answer) > _LARGEST:
                process.kill()
        clock.cancel()
    if process.returncode:
        raise NoPictureError
    return _picture(answer, pages)


def _environment(folder: str) -> dict[str, str]:
    kept = ("PATH", "LANG", "LC_ALL", "SYSTEMROOT", "LD_LIBRARY_PATH")
    ours = {"PYTHONPATH": str(Path(__file__).resolve().parent.parent), "TMPDIR": folder}
    return {name: os.environ[name] for name in kept if name in os.environ} | ours


def _picture(answer: bytes, pages: Sequence[int]) -> Picture:
    """The picture that the process sent, when it is one."""
    head, _, png = answer.partition(b"\n")
    try:
        told = json.loads(head)
        page, marked = int(told["page"]), float(told["share"])
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise NoPictureError from error
    if page not in pages or not 0 <= marked <= 1 or not png.startswith(_PNG):
        raise NoPictureError
    return Picture(png, page, marked)
