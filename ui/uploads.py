"""Where files go that are added in the browser: under a plain name in one folder, whole and on disk, or not at all.

A file comes in under a hidden name, is forced to disk, and gets its own name in one rename (`ui.uploads_placing`). A mark in the
folder, made before the first rename, says that there are files that may not have been read yet; it survives whatever becomes of
this process.
"""

import errno
import hashlib
import os
import re
import secrets
import time
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from index.errors import UserError
from index.places import container_of
from index.readers import SUFFIXES
from index.readers.container import CONTAINERS
from ui import web_text_manage

FOLDER = "verslagen"  # in LOVP_HOME
READ = SUFFIXES | CONTAINERS
LONGEST = 150  # characters of a name
_MOST_BYTES = 230  # of a name; file systems allow 255, and a number may come behind it
_PART = ".deel-"
BEFORE = ".vorig-"
_MARK = ".ongelezen"
_LOCK_SECONDS = 30
_JUST = 2.0  # seconds in which who made a part file has hold of it
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)  # names that Windows can't have
_STEP = 1 << 20  # bytes


class UploadRefusedError(UserError):
    """A file that can't be taken in; the message is Dutch and says why."""


class StorageError(UserError):
    """The disk is full or can't be written on; the message is Dutch and says what to do."""


def folder_at(home: Path) -> Path:
    """Where the folder with the files that were added is, or will be."""
    return home.absolute() / FOLDER


def folder_of(home: Path) -> Path:
    """The folder with the files that were added; made for its owner alone when it isn't there.

    Raises:
        StorageError: it can't be made.
    """
    folder = folder_at(home)
    with disk_told():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def safe_name(given: str) -> str:
    """The name under which a file is kept, made of the one it was sent with.

    Only the last part of a path counts, without signs that can't be seen or that a file system chokes on, in one way of writing
    (NFC), and at most `LONGEST` characters.

    Raises:
        UploadRefusedError: by its ending it is no file that can be read.
    """
    last = re.split(r"[/\\]", given)[-1]
    seen = "".join(char for char in last if char.isprintable() or char.isspace())
    plain = re.sub(r'[<>:"|?*\ufffd]', "_", unicodedata.normalize("NFC", seen))
    stem, ending = os.path.splitext(" ".join(plain.split()).strip(". "))  # noqa: PTH122  # of a name that is no path yet
    if ending.lower() not in READ:
        raise UploadRefusedError(web_text_manage.wrong_ending(ending, READ))
    if _RESERVED.match(stem):
        stem = "_" + stem
    stem = stem[: LONGEST - len(ending)]
    while len((stem + ending).encode()) > _MOST_BYTES:
        stem = stem[:-1]
    return stem.rstrip(". ") + ending


class Incoming:
    """A file that is coming in, under a hidden name that no reader looks at."""

    def __init__(self, folder: Path, name: str) -> None:
        """Opens it.

        Args:
            folder: where it will lie.
            name: what it will be called, from `safe_name`.

        Raises:
            StorageError: the disk can't take it.
        """
        self.name = name
        self.size = 0  # bytes so far
        self.waits = False  # it stays under its hidden name until it may take the place of another
        self.part = folder / f"{_PART}{secrets.token_hex(8)}"
        self._hash = hashlib.sha256()
        with disk_told():
            handle = os.open(self.part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        self._out = os.fdopen(handle, "wb")
        self._sending = ExitStack()
        if os.name == "posix":
            with suppress(OSError):  # a disk that knows no locks
                self._sending.enter_context(_held(self.part))

    def write(self, data: bytes) -> None:
        """Adds bytes. Raises StorageError."""
        with disk_told():
            self._out.write(data)
        self._hash.update(data)
        self.size += len(data)

    def finish(self) -> None:
        """Makes sure that all of it is on disk. Raises StorageError."""
        with disk_told():
            self._out.flush()
            os.fsync(self._out.fileno())
            self._out.close()

    def drop(self) -> None:
        """Forgets it; nothing to do once it has its place, or waits for it."""
        with suppress(OSError):  # what can't be flushed on a full disk goes too
            self._out.close()
        self._sending.close()
        if not self.waits:
            with suppress(OSError):
                self.part.unlink(missing_ok=True)

    @property
    def digest(self) -> str:
        """The SHA-256 of its bytes."""
        return self._hash.hexdigest()


def lies_here(folder: Path, place: str) -> Path | None:
    """The file in the folder that a place of the index is, or lies in; None for one elsewhere."""
    path = container_of(place)
    inside = path.startswith(str(folder) + os.sep) and ".." not in Path(path).parts
    return Path(path) if inside else None


def before_of(path: Path) -> Path:
    """Where the file is kept in whose place another is being put, until that was read."""
    return path.with_name(BEFORE + path.name)


def erase(paths: Sequence[Path]) -> None:
    """Removes files and what was kept of them, and makes sure that they stay away. Raises StorageError."""
    with disk_told():
        for path in paths:
            before_of(path).unlink(missing_ok=True)
            path.unlink(missing_ok=True)
        for folder in {path.parent for path in paths}:
            sync_folder(folder)


def sweep(folder: Path, spared: Collection[str] = ()) -> None:
    """Removes what was left by transfers that nobody is sending any more.

    Args:
        folder: where files come in.
        spared: names of what waits to be given its place.
    """
    with suppress(OSError):
        for part in folder.glob(f"{_PART}*"):
            with suppress(OSError):
                if part.name in spared or part.stat().st_mtime > time.time() - _JUST:
                    continue
                with _held(part):
                    part.unlink()


@contextmanager
def _held(part: Path) -> Iterator[int]:
    """Holds what comes in, so that it is not swept; also a kill lets go of it. OSError when another holds it."""
    handle = os.open(part, os.O_RDONLY)
    try:
        if os.name == "posix":  # elsewhere a file that is open can't be removed
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield handle
    finally:
        os.close(handle)


def read_mark(folder: Path) -> str:
    """Another text after each time that files came in; "" when all were read since."""
    try:
        return (folder / _MARK).read_text("ascii", errors="replace")
    except OSError:
        return ""


def write_mark(folder: Path) -> None:
    """Says that something came in; the caller holds the lock."""
    with (folder / _MARK).open("w", encoding="ascii") as out:
        out.write(secrets.token_hex(8))
        out.flush()
        os.fsync(out.fileno())


def clear_mark(folder: Path, seen: str) -> None:
    """Says that all is read, unless something came in since the mark was `seen`."""
    with suppress(OSError, Timeout), alone(folder):
        if read_mark(folder) == seen:
            (folder / _MARK).unlink(missing_ok=True)


def alone(folder: Path) -> FileLock:
    """The lock of who changes which files lie in the folder; `disk_told` says in Dutch that another keeps it too long."""
    return FileLock(folder / ".slot", timeout=_LOCK_SECONDS)


@contextmanager
def disk_told() -> Iterator[None]:
    """Says in Dutch what the disk says."""
    try:
        yield
    except Timeout as error:
        raise StorageError(web_text_manage.PLACE_TAKEN) from error
    except OSError as error:
        full = error.errno in _FULL
        raise StorageError(web_text_manage.DISK_FULL if full else web_text_manage.DISK_REFUSES) from error


def sync_folder(folder: Path) -> None:
    """Makes sure that the names in a folder are on disk."""
    if os.name == "nt":  # it can't open a folder
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
