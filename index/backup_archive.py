"""A backup is one ZIP file, which anybody can open; reading it takes nothing for granted.

It may be cut short, damaged, or made by someone who means harm. So what it holds must be exactly what its list says: no file twice,
none that isn't listed, no place outside the folders that a backup knows, no link, nothing encrypted. Of each file no more bytes are
read than it is said to have, and its hash must be right. A hash tells damage, not who made a backup.
"""

import hashlib
import os
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from index.backup_manifest import (
    LARGEST,
    MOST_FILES,
    NAME,
    Manifest,
    Member,
    UnusableBackupError,
    manifest_from_json,
    manifest_to_json,
)
from index.progress import Progress, silent

_STEP = 1 << 20  # bytes
_LEVEL = 1  # vectors hardly become smaller, and texts do enough
_BROKEN = "De reservekopie is beschadigd of niet heel: {why}. Gebruik een andere reservekopie."
_STRANGE = "Dit is geen reservekopie van lovp, of zij is beschadigd."
_READING = (
    zipfile.BadZipFile, zlib.error, struct.error, NotImplementedError, RuntimeError, ValueError, OverflowError, EOFError,
    LookupError,
)  # fmt: skip  # all that zipfile raises for a file that isn't what it should be


class Writing:
    """A backup that is being written: files one by one, and at the end the list of them."""

    def __init__(self, out: BinaryIO, moment: tuple[int, int, int, int, int, int]) -> None:
        """Begins; `moment` is the date and time that all its files get."""
        self._zip = zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL)
        self._moment = moment
        self.members: list[Member] = []

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Lets go of it; what wasn't finished is no backup."""
        with suppress(OSError, ValueError):  # on a full disk its end can't be written either
            self._zip.close()

    def add(self, path: str, content: BinaryIO) -> int:
        """Puts a file in; how many bytes it has."""
        hashed, size = hashlib.sha256(), 0
        with self._zip.open(self._info(path), "w", force_zip64=True) as entry:
            while chunk := content.read(_STEP):
                entry.write(chunk)
                hashed.update(chunk)
                size += len(chunk)
        self.members.append(Member(path, size, hashed.hexdigest()))
        return size

    def finish(self, manifest: Manifest) -> None:
        """Puts the list in and closes the file."""
        with self._zip.open(self._info(NAME), "w") as entry:
            entry.write(manifest_to_json(manifest).encode())
        self._zip.close()

    def _info(self, path: str) -> zipfile.ZipInfo:
        info = zipfile.ZipInfo(path, self._moment)
        info.compress_type, info.create_system = zipfile.ZIP_DEFLATED, 3  # Unix, for the rights
        info.external_attr = (stat.S_IFREG | 0o600) << 16
        return info


class Archive:
    """A backup, open to be read."""

    def __init__(self, opened: zipfile.ZipFile) -> None:
        """Reads its list, and lays it beside what the file holds. Raises UnusableBackupError."""
        self._zip = opened
        entries = opened.infolist()
        if len(entries) > MOST_FILES + 1 or len({one.filename for one in entries}) < len(entries):
            raise UnusableBackupError(_BROKEN.format(why="er staat een bestand dubbel in"))
        self._entries = {one.filename: one for one in entries}
        for one in entries:
            if not _is_plain(one):
                raise UnusableBackupError(_BROKEN.format(why="er staat iets in dat geen gewoon bestand is"))
        if NAME not in self._entries:
            raise UnusableBackupError(_STRANGE)
        if self._entries[NAME].file_size > LARGEST:
            raise UnusableBackupError(_BROKEN.format(why="de lijst is te groot"))
        with _reading(), opened.open(NAME) as listed:
            text = listed.read(LARGEST + 1)
        self.manifest = manifest_from_json(text)
        there, said = self._entries.keys() - {NAME}, {one.path: one.size for one in self.manifest.members}
        if there - said.keys():
            raise UnusableBackupError(_BROKEN.format(why="er staat een bestand in dat er niet in hoort"))
        if said.keys() - there:
            raise UnusableBackupError(_BROKEN.format(why="er ontbreekt een bestand"))
        if any(self._entries[path].file_size != size for path, size in said.items()):
            raise UnusableBackupError(_BROKEN.format(why="een bestand heeft niet de goede grootte"))

    def read_all(self, to: Path | None, doing: str, progress: Progress = silent) -> None:
        """Reads every file through, and checks its size and hash.

        Args:
            to: an empty folder where they are written, each forced to disk; None: nowhere.
            doing: what progress is told (Dutch).
            progress: told how far it is, in MB.

        Raises:
            UnusableBackupError: a file isn't what it was.
            OSError: it can't be written.
        """
        done, total = 0, self.manifest.size
        for member in self.manifest.members:
            for count in self._read(member, to):
                done += count
                progress(doing, done // 1_000_000, max(1, total // 1_000_000))

    def extract(self, path: str, to: Path) -> Path:
        """Writes one of its files to a folder, checked; where it is then. Raises as `read_all`."""
        for member in self.manifest.members:
            if member.path == path:
                for _ in self._read(member, to):
                    pass
        return to / path

    def _read(self, member: Member, to: Path | None) -> Iterator[int]:
        out = _created(to / member.path) if to is not None else None
        hashed, size = hashlib.sha256(), 0
        try:
            with _reading():
                entry = self._zip.open(self._entries[member.path])
            with entry:
                while True:
                    with _reading():
                        chunk = entry.read(_STEP)
                    size += len(chunk)
                    if not chunk or size > member.size:
                        break
                    hashed.update(chunk)
                    if out is not None:
                        out.write(chunk)
                    yield len(chunk)
            if (size, hashed.hexdigest()) != (member.size, member.sha256):
                raise UnusableBackupError(_BROKEN.format(why="de inhoud van een bestand klopt niet met de lijst"))
            if out is not None:
                out.flush()
                os.fsync(out.fileno())
        finally:
            if out is not None:
                out.close()


@contextmanager
def open_archive(file: Path) -> Iterator[Archive]:
    """A backup, while the `with` lasts; what it holds is looked at, not yet read through.

    Raises:
        UnusableBackupError: it isn't one, isn't whole, or is of a newer version.
    """
    try:
        handle = os.open(file, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except (OSError, ValueError) as error:
        said = getattr(error, "strerror", None) or "geen geldige naam"
        raise UnusableBackupError(f"{file} is niet te openen: {said}.") from error
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise UnusableBackupError(f"{file} is geen gewoon bestand.")
    with os.fdopen(handle, "rb") as opened:
        with _reading():
            found = zipfile.ZipFile(opened)
        with found:
            yield Archive(found)


def _is_plain(entry: zipfile.ZipInfo) -> bool:
    kind = stat.S_IFMT(entry.external_attr >> 16)
    packed = entry.compress_type in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
    return kind in {0, stat.S_IFREG} and packed and not entry.flag_bits & 0x1 and entry.orig_filename == entry.filename


def _created(path: Path) -> BinaryIO:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


@contextmanager
def _reading() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise UnusableBackupError(_BROKEN.format(why=error.strerror or "hij is niet te lezen")) from error
    except _READING as error:
        raise UnusableBackupError(_BROKEN.format(why="hij is afgekapt of veranderd")) from error
