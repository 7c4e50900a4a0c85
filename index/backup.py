"""A backup of the home folder in one file, made while everything goes on; it is there whole, or not at all.

Each database is copied as it is at one moment. The files that were added in the browser come after the records: a file that came
in between is in it and marked as not read yet, and when one was replaced or erased in between all begins again. Verdicts come
before known facts, as one is made into the other. What was written is read back before it gets its name.
"""

import errno
import json
import os
import secrets
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from index import sqlite_backup as sqlite
from index.backup_archive import Writing, open_archive
from index.backup_manifest import (
    ADDED,
    DATABASES,
    FACTS,
    FEEDBACK,
    RUNS,
    SETTINGS,
    SLACK,
    STORE,
    UNREAD,
    USERS,
    BackupError,
    Manifest,
    belongs,
    counted,
    is_writable,
    others,
)
from index.backup_work import alone, told, workplace
from index.errors import UsageError
from index.generations import sync
from index.progress import Progress, silent
from index.recipe import IndexMissingError

_DOING = "De reservekopie kan niet worden gemaakt"
_ROUNDS = 5  # that begin again because an added file was replaced or erased meanwhile
_FRESH = "kopie.zip"
_ODD = "dit is geen gewoon bestand"
_UNWRITABLE = "de naam van dit bestand kan niet in een ZIP-bestand staan"


class _ChangedError(Exception):
    """An added file was replaced or erased while it was copied."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A backup that was made.

    Attributes:
        file: where it is.
        size: its bytes.
        manifest: what it holds.
        left_out: places under the home folder that could not go in, each with why (Dutch).
        unlike: added files that are not (any more) as they were read, by hand.
        unknown: what else lies in the home folder, which is not the program's.
    """

    file: Path
    size: int
    manifest: Manifest
    left_out: tuple[tuple[str, str], ...]
    unlike: tuple[str, ...]
    unknown: tuple[str, ...]


def back_up(home: Path, file: Path, *, force: bool = False, progress: Progress = silent) -> Kept:
    """Makes a backup of the home folder.

    Args:
        home: the folder that holds everything; others may write in it meanwhile.
        file: where the backup goes, readable for its owner only; not in the home folder.
        force: take the place of a file that is there already.
        progress: told how far it is.

    Raises:
        UsageError: the file can't be used, or is there already.
        IndexMissingError: there are no records, verdicts or questions yet.
        BackupError: the disk is full, a database is damaged, or another one is at it.
    """
    file = file.expanduser().absolute()
    _check_place(home, file, force)
    if not any((home / name).is_file() for name in DATABASES):
        raise IndexMissingError(f"In {home} staan nog geen verslagen of beoordelingen, dus er is niets om te bewaren.")
    with told(_DOING), alone(home), workplace(file.parent) as place:
        kept = _in_rounds(home, place, progress)
        with open_archive(kept.file) as archive:
            archive.read_all(None, "Reservekopie nalezen", progress)
        size = kept.file.stat().st_size
        _put(kept.file, file, force)
        sync(file.parent)
        return replace(kept, file=file, size=size, unknown=tuple(others(home)))


def _check_place(home: Path, file: Path, force: bool) -> None:
    try:
        os.lstat(file)
    except OSError as error:
        if error.errno == errno.ENAMETOOLONG:
            raise UsageError(f"{file} is te lang voor de naam van een bestand. Kies een andere.") from error
    if not file.parent.is_dir():
        raise UsageError(f"De map {file.parent} is er niet. Maak haar eerst, of kies een andere.")
    if file.is_dir():
        raise UsageError(f"{file} is een map. Geef de naam van een bestand, bijvoorbeeld {file / 'lovp.zip'}")
    if file.resolve().is_relative_to(home.resolve()):
        raise UsageError(f"Bewaar de reservekopie buiten {home}: wat daar misgaat, treft haar dan niet.")
    if os.path.lexists(file) and not force:
        raise UsageError(f"{file} bestaat al. Kies een andere naam, of vervang het met: --force")


def _put(fresh: Path, file: Path, force: bool) -> None:
    """Gives the finished file its name; without `force` never that of another, also when that one came just now."""
    if force:
        fresh.replace(file)
        return
    try:
        os.link(fresh, file)
    except FileExistsError as error:
        raise UsageError(f"{file} bestaat al. Kies een andere naam, of vervang het met: --force") from error
    except OSError:  # a disk that knows no links, such as a USB stick
        _check_place(fresh.parent / "geen", file, force)
        fresh.rename(file)


def _in_rounds(home: Path, place: Path, progress: Progress) -> Kept:
    for _ in range(_ROUNDS - 1):
        try:
            return _written(home, place, last=False, progress=progress)
        except _ChangedError:
            (place / _FRESH).unlink()
    return _written(home, place, last=True, progress=progress)


def _written(home: Path, place: Path, *, last: bool, progress: Progress) -> Kept:
    """Writes everything to a file in `place`. Raises _ChangedError to begin again, unless it is the `last` time."""
    now = datetime.now(UTC)
    copies = _copies(home, place, progress)
    left_out: list[tuple[str, str]] = []
    fresh = place / _FRESH
    moment = (now.year, now.month, now.day, now.hour, now.minute, now.second)
    handle = os.open(fresh, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w+b") as out, Writing(out, moment) as writing:
        for name in (USERS, FACTS, SETTINGS):  # known facts after verdicts, which are copied by now
            _add(home / name, name, writing, left_out)
        runs = _add_folder(home, RUNS, writing, left_out, progress)
        added = _add_folder(home, ADDED, writing, left_out, progress)
        known = sqlite.hashes_under(copies[STORE], str(home.absolute() / ADDED)) if STORE in copies else {}
        unlike = {path: sha256 for path, sha256 in known.items() if added.get(path) != sha256}
        if unlike and not last and _changed(home, unlike):
            raise _ChangedError
        if (home / UNREAD).is_file() or added.keys() - known.keys():
            writing.add(UNREAD, BytesIO(secrets.token_hex(8).encode()))
        for name, copy in copies.items():
            with copy.open("rb") as opened:
                writing.add(name, opened)
        numbers = {"users": _users(home), "added": len(added), "runs": len(runs)}
        numbers |= {name: sqlite.count(copies[file], table) for name, file, table in _TABLES if file in copies}
        schemas = {name: sqlite.tables_version(copy) for name, copy in copies.items()}
        if STORE in copies:
            about = sqlite.held(copies[STORE])
            schemas[STORE] = about.schema
            numbers |= {"records": about.records, "passages": about.passages}
        manifest = Manifest(_program(), now, _home(home), schemas, counted(numbers), tuple(writing.members))
        writing.finish(manifest)
        out.flush()
        os.fsync(out.fileno())
        if hasattr(os, "posix_fadvise"):  # so that what is read back comes from the disk
            os.posix_fadvise(out.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
    for copy in copies.values():
        copy.unlink()
    return Kept(fresh, 0, manifest, tuple(left_out), tuple(sorted(unlike)), ())


_TABLES = (("feedback", FEEDBACK, "feedback"), ("slack", SLACK, "entry"))


def _copies(home: Path, place: Path, progress: Progress) -> dict[str, Path]:
    """A copy of each database that is there, whole and sound."""
    copies: dict[str, Path] = {}
    for name in DATABASES:
        if not (home / name).is_file():
            continue
        copy = place / name
        copy.unlink(missing_ok=True)
        sqlite.take(home / name, copy, partial(_in_mb, progress, f"{name} kopiëren"))
        if wrong := sqlite.damage(copy):
            raise BackupError(
                f"{name} is beschadigd ({'; '.join(wrong[:3])}). Er is geen reservekopie gemaakt, zodat een goede van eerder "
                "niet door een slechte wordt vervangen. Controleer de bestanden met: lovp doctor"
            )
        copies[name] = copy
    return copies


def _in_mb(progress: Progress, doing: str, done: int, total: int) -> None:
    progress(doing, done // 1_000_000, max(1, total // 1_000_000))


def _add_folder(
    home: Path, folder: str, writing: Writing, left_out: list[tuple[str, str]], progress: Progress
) -> dict[str, str]:
    """Puts the files of a folder in; of each that is in, by its place in the folder, the hash of its bytes."""
    before = len(writing.members)
    paths = list(_walk(home, folder))
    for number, path in enumerate(paths, 1):
        _add(home / path, path, writing, left_out)
        progress(f"{folder} kopiëren", number, len(paths))
    return {one.path.removeprefix(f"{folder}/"): one.sha256 for one in writing.members[before:]}


def _walk(home: Path, folder: str) -> Iterator[str]:
    """The places of the files in a folder of the home folder, in a fixed order, without hidden ones."""
    for root, folders, names in os.walk(home / folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(name for name in names if not name.startswith(".")):
            yield Path(root, name).relative_to(home).as_posix()


def _add(path: Path, name: str, writing: Writing, left_out: list[tuple[str, str]]) -> None:
    """Puts a file in; one that can't be in a backup is told, one that isn't there (any more) isn't."""
    if not belongs(name):
        left_out.append((name.encode(errors="replace").decode(), _UNWRITABLE))
        return
    opened = _opened(path)
    if opened is not None:
        with opened:
            writing.add(name, opened)
    elif os.path.lexists(path):
        left_out.append((name, _ODD))


def _opened(path: Path) -> BinaryIO | None:
    """A plain file, open to be read; None for anything else. A link is not followed and a pipe not waited for."""
    try:
        if path.is_symlink() or not path.is_file():
            return None
        return path.open("rb")
    except FileNotFoundError:  # it went meanwhile
        return None


def _changed(home: Path, unlike: dict[str, str]) -> bool:
    """Whether the records of now have these files otherwise than the copy: then they were replaced or erased just now."""
    now = sqlite.hashes_under(home / STORE, str(home.absolute() / ADDED))
    return any(now.get(path) != sha256 for path, sha256 in unlike.items())


def _users(home: Path) -> int:
    with suppress(OSError, ValueError, TypeError, KeyError, RecursionError):
        return len(json.loads((home / USERS).read_bytes())["users"])
    return 0


def _home(home: Path) -> str:
    """Where the home folder is, to know its files by when they are put back elsewhere; "" when it can't be written down."""
    told_ = str(home.absolute())
    return told_ if is_writable(told_) else ""


def _program() -> str:
    with suppress(PackageNotFoundError):
        return version("lovp-assistant")
    return f"? (Python {sys.version_info.major}.{sys.version_info.minor})"
