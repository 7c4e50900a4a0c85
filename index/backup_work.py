"""Where a backup is worked on: a hidden folder beside it that goes away whatever happens, and what a disk says, told in Dutch.

A kill leaves such a folder; the next one to work there sees that nobody holds its lock any more and takes it away.
"""

import errno
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from index.backup_manifest import BackupError
from index.sqlite_backup import DatabaseError, is_full

_LOCK = "backup.lock"  # in the home folder
_HIDDEN = ".lovp-reservekopie-"
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


@contextmanager
def alone(home: Path, seconds: float = 10) -> Iterator[None]:
    """Holds the lock of who makes or puts back a backup of this home folder.

    Raises:
        BackupError: another process holds it.
    """
    try:
        with FileLock(home / _LOCK, timeout=seconds, mode=0o600):
            yield
    except Timeout as error:
        raise BackupError(
            "Er wordt al een reservekopie gemaakt of teruggezet. Wacht tot dat klaar is en probeer het opnieuw."
        ) from error


@contextmanager
def workplace(beside: Path) -> Iterator[Path]:
    """A folder for its owner alone, in a folder; gone afterwards, and so are those that kills left there."""
    for left in beside.glob(f"{_HIDDEN}*"):
        with suppress(OSError):  # another one works there (a Timeout is an OSError), or it is somebody else's
            if left.is_symlink() or (os.name == "posix" and left.stat().st_uid != os.geteuid()):
                continue
            with FileLock(left / "lock", timeout=0):
                pass
            shutil.rmtree(left, ignore_errors=True)
    place = beside / f"{_HIDDEN}{secrets.token_hex(8)}"
    place.mkdir(mode=0o700)
    try:
        with FileLock(place / "lock", timeout=0):
            yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)


@contextmanager
def told(doing: str) -> Iterator[None]:
    """What a disk or SQLite says is told in Dutch.

    Args:
        doing: what was tried, as a Dutch sentence begins: "De reservekopie kan niet worden gemaakt".
    """
    try:
        yield
    except (OSError, DatabaseError) as error:
        if (isinstance(error, OSError) and error.errno in _FULL) or is_full(error):
            raise BackupError(
                f"{doing}: de schijf is vol of werkt niet goed. Maak ruimte en probeer het opnieuw."
            ) from error
        if isinstance(error, PermissionError):
            raise BackupError(f"{doing}: dat mag niet in {_place(error)}. Controleer de rechten.") from error
        if isinstance(error, FileNotFoundError):
            raise BackupError(f"{doing}: {_place(error)} is er niet (meer).") from error
        said = error.strerror if isinstance(error, OSError) else error
        raise BackupError(
            f"{doing} ({said}). Probeer het opnieuw, of controleer de bestanden met: lovp doctor"
        ) from error


def _place(error: OSError) -> str:
    return str(error.filename or "deze map")
