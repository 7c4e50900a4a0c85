"""A check-up of the small files under the home folder: whole, of a known version, and of nobody else.

They are verdicts, questions from Slack and users: what can't be made again, and is nobody else's to read. It never raises; a file
that can't even be looked at is told.
"""

import json
import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

from index import sqlite_backup as sqlite
from index.backup_manifest import FEEDBACK, SLACK, USERS
from index.sqlite_feedback import KIND as FEEDBACK_KIND
from index.sqlite_file import Kind
from index.sqlite_inbox import KIND as SLACK_KIND

_LARGEST_USERS = 4_000_000  # bytes
_BACK = "Stop lovp, verwijder {name}{beside} en haal {name} uit een reservekopie (dat is een ZIP-bestand)"
_ANEW = ". Zonder reservekopie begint lovp met een leeg bestand."
_OPEN_TO_OTHERS = (
    "{told}: anderen op deze computer kunnen {path} lezen of veranderen. Sluit het af met: chmod 600 {path}"
)


def file_checks(home: Path) -> Iterator[tuple[bool, str]]:
    """Looks at each small file that there is: whether it is good, and what was seen (Dutch)."""
    yield from _checked(home / FEEDBACK, "beoordelingen", lambda path: _database(path, FEEDBACK_KIND))
    yield from _checked(home / SLACK, "vragen uit Slack", lambda path: _database(path, SLACK_KIND))
    yield from _checked(home / USERS, "gebruikers", _users)


def _checked(path: Path, holds: str, fault: Callable[[Path], str | None]) -> Iterator[tuple[bool, str]]:
    told = f"{holds} ({path.name})"
    try:
        if not os.path.lexists(path):
            return
        about = path.stat()
        if not stat.S_ISREG(about.st_mode):
            yield False, f"{told}: {path} is geen gewoon bestand"
            return
        if os.name == "posix" and about.st_mode & 0o077:
            yield False, _OPEN_TO_OTHERS.format(told=told, path=path)
        wrong = fault(path)
        yield wrong is None, f"{told}: {wrong or f'heel, {_size(path)}'}"
    except Exception as error:  # whatever it is, the other checks go on
        yield False, f"{told}: {path} is niet te lezen ({type(error).__name__}). Controleer de rechten van het bestand."


def _database(path: Path, kind: Kind) -> str | None:
    """What is wrong with a database, None when nothing is."""
    if sqlite.damage(path):
        beside = f", {path.name}-wal en {path.name}-shm"
        return f"beschadigd. {_BACK.format(name=path.name, beside=beside)}{_ANEW}"
    version = sqlite.tables_version(path)
    if version > kind.version:
        return f"van een nieuwere versie van lovp ({version}). Werk lovp bij."
    return None


def _users(path: Path) -> str | None:
    """What is wrong with the file of users, None when nothing is."""
    try:
        with path.open("rb") as opened:
            told = json.loads(opened.read(_LARGEST_USERS + 1))
        sound = told["version"] == 1 and all(isinstance(one["name"], str) for one in told["users"])
    except (ValueError, TypeError, KeyError, RecursionError):
        sound = False
    if sound:
        return None
    return f"beschadigd; niemand kan zich aanmelden. {_BACK.format(name=path.name, beside='')}."


def _size(path: Path) -> str:
    beside = path.with_name(f"{path.name}-wal")
    size = path.stat().st_size + (beside.stat().st_size if beside.is_file() else 0)
    return f"{size / 1_000_000:.1f} MB".replace(".", ",") if size > 100_000 else f"{max(1, round(size / 1000))} kB"
