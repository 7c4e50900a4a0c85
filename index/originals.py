"""The file that a record was read from, opened only while it still holds the very bytes that were read.

Which file that is, the catalogue says; nobody who asks can name a path. What is opened is a plain file and not a link, its
bytes are hashed, and then those are what is given: a file that was changed, or put in its place, is never taken for it.
"""

import hashlib
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from io import BufferedReader
from pathlib import Path

from index.errors import UserError
from index.limits import LIMITS
from index.places import INSIDE, container_of
from index.records import NoteKind, Record
from index.sqlite_record_list import RecordFile, files_of
from index.store import Store
from index.web_address import FetchError, is_address, web_url

_PDF = b"%PDF-"
_HEAD = 1024  # bytes in which a PDF says that it is one


class Fault(StrEnum):
    """Why there is no original to open."""

    UNKNOWN = "unknown"  # no file is known
    GONE = "gone"
    CHANGED = "changed"  # other bytes than were read
    ODD = "odd"  # a link, a folder, a device
    UNREADABLE = "unreadable"  # no right to read it
    INSIDE = "inside"  # in a ZIP or mail, with other things
    ELSEWHERE = "elsewhere"  # on a website
    PRIVATE = "private"  # it shows the personal numbers that were blotted out


class NoOriginalError(UserError):
    """The original can't be opened; `fault` says why."""

    def __init__(self, fault: Fault) -> None:
        """Keeps why."""
        super().__init__(fault.value)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Original:
    """Where a record came from: `place` is a path, a web address, or a place in a ZIP or mail.

    `fault` says why it can't be opened here; None while nothing is known against it.
    """

    place: str
    sha256: str
    fault: Fault | None

    @property
    def name(self) -> str:
        """The name of the file, without the folder that it lies in; of the ZIP or mail when it lies in one."""
        return Path(container_of(self.place)).name

    @property
    def is_pdf(self) -> bool:
        """Whether it is a PDF by its name."""
        return self.place.lower().endswith(".pdf")


@dataclass(frozen=True, slots=True)
class Opened:
    """An original whose bytes are those that were read, open at its start."""

    file: BufferedReader
    name: str
    size: int
    is_pdf: bool


def original_of(store: Store, record: Record) -> Original:
    """The best of the places that a record was read from: a file that is there, PDF first; its bytes are not looked at yet."""
    found = [_original(record, one) for one in files_of(store, record.id)]
    if not found:
        return Original("", "", Fault.UNKNOWN)
    return min(found, key=lambda one: (one.fault is not None, one.fault is not Fault.ELSEWHERE, not one.is_pdf))


def _original(record: Record, file: RecordFile) -> Original:
    if is_address(file.place):
        return Original(file.place, file.sha256, Fault.ELSEWHERE)
    return Original(file.place, file.sha256, _fault(record, file.place))


def _fault(record: Record, place: str) -> Fault | None:
    if INSIDE in place:
        return Fault.INSIDE
    if any(note.kind is NoteKind.HIDDEN for note in record.notes):
        return Fault.PRIVATE
    try:
        mode = os.lstat(place).st_mode
    except (OSError, ValueError):
        return Fault.GONE
    return None if stat.S_ISREG(mode) else Fault.ODD


@contextmanager
def open_original(original: Original) -> Iterator[Opened]:
    """The original, while the `with` lasts.

    Raises:
        NoOriginalError: it isn't there, or isn't what was read.
    """
    if original.fault is not None:
        raise NoOriginalError(original.fault)
    # no link is followed, and a pipe that was put there is not waited for
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        descriptor = os.open(original.place, flags)
    except FileNotFoundError as error:
        raise NoOriginalError(Fault.GONE) from error
    except PermissionError as error:
        raise NoOriginalError(Fault.UNREADABLE) from error
    except (OSError, ValueError) as error:  # a link is refused with an error of its own
        raise NoOriginalError(Fault.ODD) from error
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise NoOriginalError(Fault.ODD)
    with os.fdopen(descriptor, "rb") as file:
        yield _checked(file, original)


def _checked(file: BufferedReader, original: Original) -> Opened:
    size = os.fstat(file.fileno()).st_size
    if size > LIMITS.size:  # larger than anything that is read
        raise NoOriginalError(Fault.CHANGED)
    try:
        head = file.read(_HEAD)
        file.seek(0)
        if hashlib.file_digest(file, "sha256").hexdigest() != original.sha256:
            raise NoOriginalError(Fault.CHANGED)
        file.seek(0)
    except OSError as error:
        raise NoOriginalError(Fault.UNREADABLE) from error
    return Opened(file, original.name, size, original.is_pdf and _PDF in head)


def web_host(address: str) -> str | None:
    """The host of a web address as one can trust it when reading: in plain letters; None when it isn't one to follow."""
    if not is_address(address) or not address.isprintable() or any(char.isspace() for char in address):
        return None
    try:
        return web_url(address).raw_host.decode("ascii")
    except FetchError:
        return None
