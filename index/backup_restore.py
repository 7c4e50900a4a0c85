"""A backup is put back whole: gone over beside the files of the home folder, and then put in their place, whatever is killed.

Everything is written to a folder `terugzetten` in the home folder, checked there and made fit. Only then a list of what is to be
done is put beside it, in one rename; from that moment on the backup is what counts. A process that is killed before it leaves the
home folder as it was; what one that is killed after it left, the next one finishes (`finish`, which every command begins with).
The databases that others have open are replaced inside, in one transaction each, so that a chat that runs goes on with the new.
"""

import json
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from index import sqlite_backup as sqlite
from index.backup_archive import Archive, open_archive
from index.backup_check import checked_copies, mended
from index.backup_manifest import (
    ADDED,
    DATABASES,
    FACTS,
    FILES,
    FOLDERS,
    RUNS,
    SETTINGS,
    STORE,
    BackupError,
    Manifest,
)
from index.backup_work import alone, told, workplace
from index.errors import UsageError
from index.generations import sync
from index.ingest import writing
from index.progress import Progress, silent
from index.sqlite_copy import copy_database

FOLDER = "terugzetten"  # in the home folder
_FRESH, _AWAY, _JOURNAL = "nieuw", "weg", "lijst.json"
_CHROMA = "chroma"
_DOING = "De reservekopie kan niet worden teruggezet"
_ROOM = 50_000_000  # bytes that stay free
_AGAIN = "Zet de reservekopie opnieuw terug met: lovp restore BESTAND --force"
_UNFINISHED = "Een reservekopie is half teruggezet en kan niet worden afgemaakt"


@dataclass(frozen=True, slots=True)
class Restored:
    """A backup that was put back: what it holds, and the ids of records that came back and weren't there just before."""

    manifest: Manifest
    returned: tuple[str, ...]


def restore(home: Path, file: Path, *, force: bool = False, progress: Progress = silent) -> Restored:
    """Puts a backup back in the home folder; the Chroma folder goes, and is to be made again from the records.

    Settings (`lovp.toml`) that are there stay. Users and records stay when the backup has none: without users everyone could
    come in, and a machine that reads a published copy has no records of its own.

    Args:
        home: the folder that holds everything; made when it isn't there.
        file: the backup.
        force: also when there are records or other content; all of that goes.
        progress: told how far it is.

    Raises:
        UnusableBackupError: the backup can't be used; nothing was changed.
        UsageError: the home folder has content, and `force` is off.
        BackupError: the disk is full, or another process makes or puts back a backup.
        IngestError: another process reads records in.
    """
    home = home.absolute()
    with open_archive(file) as archive, told(_DOING):
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        _finish_before(home, force)
        with alone(home):
            _check_home(home, force)
            _check_room(home, archive.manifest)
            with _staging(home) as staging:
                returned = _staged(home, archive, staging, progress)
                with writing(home):
                    _check_home(home, force)  # it may have got content meanwhile
                    mended(home, staging / _FRESH, archive.manifest)
                    _commit(home, staging)
                    _apply(home, staging)
        return Restored(archive.manifest, returned)


def check(file: Path, progress: Progress = silent) -> Manifest:
    """Goes over a backup as `restore` does, and changes nothing; what it holds.

    Raises:
        UnusableBackupError: it can't be used.
        BackupError: there is no room for the copies that are looked into, in the folder for temporary files.
    """
    import tempfile

    with open_archive(file) as archive, told("De reservekopie kan niet worden nagekeken"):
        with workplace(Path(tempfile.gettempdir())) as place:
            archive.read_all(None, "Reservekopie lezen", progress)
            for name in DATABASES:
                if archive.manifest.of(name):
                    archive.extract(name, place)
            checked_copies(archive.manifest, place, place / "leeg", progress)
        return archive.manifest


def finish(home: Path) -> bool:
    """Finishes a restore that was killed after it counted, and takes away what one that was killed earlier left.

    Returns:
        Whether one was finished.

    Raises:
        BackupError: it can't be finished now; the message says why.
    """
    staging = home / FOLDER
    if not staging.is_dir():
        return False
    journal = staging / _JOURNAL
    try:
        with told(_UNFINISHED), alone(home, 30 if journal.is_file() else 0):
            if not journal.is_file():
                shutil.rmtree(staging, ignore_errors=True)
                return False
            with writing(home):
                _apply(home, staging)
            return True
    except BackupError:
        if journal.is_file():
            raise
        return False  # one is being put back just now; it doesn't count yet


def _finish_before(home: Path, force: bool) -> None:
    """Finishes an earlier restore first; what can't be finished goes, when all goes anyway."""
    try:
        finish(home)
    except BackupError:
        if not force:
            raise


def _check_home(home: Path, force: bool) -> None:
    names = [name for name in (*DATABASES, *FILES) if name != SETTINGS and (home / name).exists()]
    names += [name for name in FOLDERS if any(True for _ in (home / name).glob("[!.]*"))]
    if names and not force:
        raise UsageError(
            f"In {home} staan al gegevens ({', '.join(names)}). Terugzetten wist die. Maak er eerst een reservekopie van met: "
            "lovp backup BESTAND. Zet daarna terug met: --force"
        )


def _check_room(home: Path, manifest: Manifest) -> None:
    """A database is written twice: beside, and into the log of the one in use."""
    databases = sum(one.size for one in manifest.members if one.path in DATABASES)
    needed, free = manifest.size + databases + _ROOM, shutil.disk_usage(home).free
    if needed > free:
        raise BackupError(
            f"{_DOING}: er is {needed // 1_000_000} MB nodig en er is {free // 1_000_000} MB vrij op de schijf van {home}. "
            "Maak ruimte en probeer het opnieuw."
        )


@contextmanager
def _staging(home: Path) -> Iterator[Path]:
    """The folder in which all is prepared; gone afterwards, unless it counts already."""
    staging = home / FOLDER
    shutil.rmtree(staging, ignore_errors=True)
    staging.mkdir(mode=0o700)
    try:
        yield staging
    finally:
        if not (staging / _JOURNAL).is_file():
            shutil.rmtree(staging, ignore_errors=True)


def _staged(home: Path, archive: Archive, staging: Path, progress: Progress) -> tuple[str, ...]:
    """Writes all files beside and goes over them; the ids of the records that the home folder doesn't have now."""
    fresh = staging / _FRESH
    fresh.mkdir(mode=0o700)
    archive.read_all(fresh, "Reservekopie lezen", progress)
    checked_copies(archive.manifest, fresh, staging / "leeg", progress)
    if not archive.manifest.of(STORE):
        return ()
    try:
        there = sqlite.record_ids(home / STORE)
    except sqlite.DatabaseError:  # none, or damaged: that may be why it is put back
        return ()
    return tuple(sorted(sqlite.record_ids(fresh / STORE) - there)) if there else ()


def _commit(home: Path, staging: Path) -> None:
    """Writes what is to be done; when this returns it counts, also after a power cut."""
    fresh = staging / _FRESH
    if (home / SETTINGS).exists():
        (fresh / SETTINGS).unlink(missing_ok=True)
    for path in [*fresh.rglob("*"), fresh]:
        _give(path, home)
        sync(path)
    put = [name for name in (*FILES, *FOLDERS, *DATABASES) if (fresh / name).exists()]
    away = [name for name in (FACTS, ADDED, RUNS) if name not in put] + [_CHROMA] * (STORE in put)
    beside = staging / f".{_JOURNAL}"
    with beside.open("w", encoding="utf-8") as out:
        json.dump({"put": put, "away": away}, out)
        out.flush()
        os.fsync(out.fileno())
    sync(staging)
    beside.replace(staging / _JOURNAL)
    sync(staging)
    sync(home)


def _apply(home: Path, staging: Path) -> None:
    """Does what was written down; again does no harm, so a kill in between is no matter."""
    try:
        told_ = json.loads((staging / _JOURNAL).read_text("utf-8"))
        names = {*told_["put"], *told_["away"]}
        if not names <= {*DATABASES, *FILES, *FOLDERS, _CHROMA}:
            raise ValueError("no list of ours")
    except (ValueError, TypeError, KeyError) as error:
        raise BackupError(f"{_UNFINISHED}: de lijst is beschadigd. {_AGAIN}") from error
    away = staging / _AWAY
    away.mkdir(mode=0o700, exist_ok=True)
    for name in told_["away"]:
        _move_away(home / name, away)
    for name in told_["put"]:
        fresh, place = staging / _FRESH / name, home / name
        if not fresh.exists():  # it has its place already
            continue
        if name in DATABASES:
            _put_database(fresh, place)
        else:
            if fresh.is_dir() or place.is_dir():
                _move_away(place, away)
            fresh.replace(place)
    sync(home)
    (staging / _JOURNAL).unlink()
    sync(staging)
    shutil.rmtree(staging, ignore_errors=True)


def _move_away(place: Path, away: Path) -> None:
    if os.path.lexists(place):
        place.rename(away / f"{place.name}-{secrets.token_hex(4)}")


def _put_database(fresh: Path, place: Path) -> None:
    if place.is_file():
        try:
            copy_database(fresh, place)
            return
        except sqlite.DatabaseError as error:
            if not sqlite.is_unusable(error):
                raise
    for left in ("-wal", "-shm", "-journal"):  # of the damaged one: SQLite would take them for the new one's
        place.with_name(place.name + left).unlink(missing_ok=True)
    fresh.replace(place)


def _give(path: Path, home: Path) -> None:
    """When root puts a backup back, its files are of whom the home folder is."""
    if os.name == "posix" and os.geteuid() == 0:
        about = home.stat()
        os.chown(path, about.st_uid, about.st_gid)
