"""Published copies of the store: made by the one machine that reads records in, opened read-only by any number of others.

A copy gets a name of its own and never changes. The file CURRENT names the newest, and is replaced in one rename when the copy is
whole and on disk; so a folder that is shared, or carried over to another machine with CURRENT last, always has a whole one.
"""

import hashlib
import json
import logging
import os
import re
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar
from uuid import uuid4

from index.errors import UserError
from index.recipe import IndexMissingError, StoreError
from index.schema import VERSION

_log = logging.getLogger(__name__)

_CURRENT = "CURRENT"
_NAME = re.compile(r"lovp-\d{1,18}-[0-9a-f]{8}\.sqlite3")
_LONGEST = 1000  # bytes of CURRENT; it has some 200
_LOOK = 1.0  # seconds between looks at CURRENT
_UNFINISHED = 24 * 3600  # seconds after which what a kill left of a copy is litter

ELSEWHERE = (
    "Dit kan hier niet: deze machine leest een gepubliceerde kopie van de verslagen (LOVP_PUBLISHED). Doe het op de machine waar "
    "de verslagen worden ingelezen, en publiceer daarna opnieuw met: lovp publish MAP"
)
Opened = TypeVar("Opened")


class PublishError(UserError):
    """A copy that can't be made or used, or a change that is asked of a machine that only reads one; the message is Dutch."""


@dataclass(frozen=True, slots=True)
class Copy:
    """A published copy: its file, the version of the store that it holds and that of its tables, its size and hash."""

    path: Path
    version: int
    schema: int
    bytes: int
    sha256: str


def refuse_here(published: Path | None) -> None:
    """Refuses a change of the index on a machine that reads a published copy.

    Raises:
        PublishError: it does; the message says where to do it.
    """
    if published is not None:
        raise PublishError(ELSEWHERE)


def publish(folder: Path, copied: Callable[[Path], tuple[int, int]], *, drop_older: bool = False) -> Copy:
    """Publishes a copy; the one that was the newest stays for who still reads it, and what is older goes.

    Args:
        folder: where to; made when it isn't there.
        copied: makes and checks the copy at a path, and tells its version and that of its tables.
        drop_older: keep none but this one, as when a record was erased.

    Raises:
        PublishError: the folder can't be written.
        StoreError: the store can't be read, or the copy isn't whole.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        fresh = folder / f".{uuid4().hex}.copying"
        try:
            version, schema = copied(fresh)
            with fresh.open("rb") as made:
                sha256 = hashlib.file_digest(made, "sha256").hexdigest()
                os.fsync(made.fileno())
            path = folder / f"lovp-{version}-{uuid4().hex[:8]}.sqlite3"
            copy = Copy(path, version, schema, fresh.stat().st_size, sha256)
            fresh.chmod(0o644)  # others read it, nobody writes
            fresh.replace(copy.path)
        finally:
            fresh.unlink(missing_ok=True)
        before = _read(folder)
        _sync(folder)  # the copy is there before its name is told
        _point(folder, copy)
        _sweep(folder, {copy.path} if drop_older or before is None else {copy.path, before.path})
    except OSError as error:
        raise PublishError(f"In de map {folder} kan niet worden gepubliceerd: {error.strerror or error}.") from error
    return copy


def _point(folder: Path, copy: Copy) -> None:
    told = {"file": copy.path.name, **{key: getattr(copy, key) for key in ("version", "schema", "bytes", "sha256")}}
    fresh = folder / f".{_CURRENT}.{uuid4().hex}"
    try:
        with fresh.open("w", encoding="utf-8") as out:
            out.write(json.dumps(told) + "\n")
            out.flush()
            os.fsync(out.fileno())
        fresh.replace(folder / _CURRENT)
    finally:
        fresh.unlink(missing_ok=True)
    _sync(folder)


def _sweep(folder: Path, keep: set[Path]) -> None:
    for path in folder.iterdir():
        left = path.name.startswith(".") and (path.name.endswith(".copying") or path.name.startswith(f".{_CURRENT}."))
        with suppress(OSError):  # another machine has it open, or removed it just now: the next time
            if (_NAME.fullmatch(path.name) and path not in keep) or (
                left and time.time() - path.stat().st_mtime > _UNFINISHED
            ):
                path.unlink()


def _sync(folder: Path) -> None:
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _read(folder: Path) -> Copy | None:
    """The copy that CURRENT names; None when there is none or it isn't there whole."""
    try:
        with (folder / _CURRENT).open("rb") as opened:
            told = json.loads(opened.read(_LONGEST))
        name, version, schema, size, sha256 = (told[key] for key in ("file", "version", "schema", "bytes", "sha256"))
        if not all(type(count) is int for count in (version, schema, size)) or not isinstance(sha256, str):
            return None
        if not isinstance(name, str) or not _NAME.fullmatch(name):
            return None
        found = (folder / name).stat().st_size
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
    return Copy(folder / name, version, schema, size, sha256) if found == size else None


class Copies:
    """The published copies in a folder, of which the newest is wanted; safe to use from many threads."""

    def __init__(self, folder: Path) -> None:
        """Looks for nothing yet."""
        self.folder = folder
        self._lock = threading.Lock()
        self._newest: Copy | None = None
        self._foreign = False  # whether CURRENT names a copy of another release
        self._seen: tuple[int, int, int] | None = None  # of CURRENT, when it was read
        self._looked = float("-inf")

    def newest(self) -> Path:
        """The file of the newest copy; looks at most once a second.

        Raises:
            IndexMissingError: nothing whole was published yet.
            StoreError: what was published is of another release.
        """
        return self.current().path

    def current(self) -> Copy:
        """The newest copy, as `newest`."""
        with self._lock:
            if self._newest is None or time.monotonic() - self._looked >= _LOOK:
                self._look()
            if self._newest is None and self._foreign:
                raise StoreError(
                    f"De kopie in de map {self.folder} (LOVP_PUBLISHED) is van een andere versie van lovp. Gebruik op alle "
                    "machines dezelfde versie, en publiceer dan opnieuw met: lovp publish MAP"
                )
            if self._newest is None:
                raise IndexMissingError(
                    f"In de map {self.folder} (LOVP_PUBLISHED) staat geen hele kopie van de verslagen. Maak die op de machine "
                    "waar de verslagen worden ingelezen, met: lovp publish MAP"
                )
            return self._newest

    def opened(self, open_copy: Callable[[Path], Opened]) -> tuple[Path, Opened]:
        """The newest copy, opened; looked for again when it was removed at that very moment."""
        path = self.newest()
        try:
            return path, open_copy(path)
        except Exception:
            with self._lock:
                self._looked, self._seen = float("-inf"), None
            newer = self.newest()
            if newer == path:
                raise
            return newer, open_copy(newer)

    def _look(self) -> None:
        self._looked = time.monotonic()
        try:
            status = (self.folder / _CURRENT).stat()
        except OSError:
            return  # a drive that is gone for a moment: what is open goes on
        seen = status.st_mtime_ns, status.st_ino, status.st_size
        if seen == self._seen:
            return
        found = _read(self.folder)
        if found is None:
            _log.warning("de kopie die CURRENT noemt is niet heel; de vorige blijft in gebruik")
            return
        self._foreign = found.schema != VERSION
        if self._foreign:  # while machines are brought up to date one by one
            _log.warning("de nieuwe kopie is van een andere versie van lovp; de vorige blijft in gebruik")
            self._seen = seen
            return
        if self._newest is not None and found.path != self._newest.path:
            _log.info("een nieuwe kopie wordt gelezen: versie %d", found.version)
        self._newest, self._seen = found, seen


def faults(copy: Copy) -> list[str]:
    """What is wrong with the bytes of a copy, in Dutch; [] when nothing is."""
    try:
        with copy.path.open("rb") as opened:
            same = hashlib.file_digest(opened, "sha256").hexdigest() == copy.sha256
    except OSError as error:
        return [f"{copy.path.name} is niet te lezen ({error.strerror or error})"]
    return [] if same else [f"{copy.path.name} heeft niet de inhoud die gepubliceerd is; zet de map opnieuw over"]
