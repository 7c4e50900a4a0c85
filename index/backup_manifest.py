"""What a backup holds of the home folder, and the list in it that says so: of each file its size and its hash.

In it goes what can't be made again: the records (`lovp.sqlite3`), verdicts (`feedback.sqlite`), questions from Slack
(`slack.sqlite`), users (`users.json`), known facts (`facts.yaml`), settings (`lovp.toml`, when it lies in the home folder), the
files that were added in the browser (`verslagen/`) and the runs of the evaluation (`eval/`). Left out is what is made again or
means nothing elsewhere: Chroma's folders, locks, and files that a writer hasn't finished. Sessions are in memory only.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from index.errors import UserError

STORE, FEEDBACK, SLACK = "lovp.sqlite3", "feedback.sqlite", "slack.sqlite"
DATABASES = (STORE, FEEDBACK, SLACK)
USERS, FACTS, SETTINGS = "users.json", "facts.yaml", "lovp.toml"
FILES = (USERS, FACTS, SETTINGS)
ADDED, RUNS = "verslagen", "eval"
FOLDERS = (ADDED, RUNS)
UNREAD = f"{ADDED}/.ongelezen"  # says that some of the added files may not have been read
MADE_AGAIN = re.compile(  # what else may lie in the home folder
    r"chroma|wissel|terugzetten|taken(-opzij)?\.json|.*\.lock|lock|.*-(wal|shm|journal)|\..*"
)

FORMAT, FORMAT_VERSION = "lovp-backup", 1
NAME = "manifest.json"
_ABOUT = (
    "Reservekopie van de LOVP-assistent. De bestanden die op sqlite en sqlite3 eindigen, zijn SQLite-databases; de rest is wat "
    "het is. Terugzetten: lovp restore BESTAND. Hier staan persoonsgegevens in."
)
LARGEST = 64_000_000  # bytes of the manifest
MOST_FILES = 200_000
_SIZE = 2**50  # bytes of a file, more than any disk here
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_NUMBERS = ("records", "passages", "feedback", "slack", "users", "added", "runs")


class BackupError(UserError):
    """A backup can't be made or put back; the message is Dutch and says why and what to do."""


class UnusableBackupError(BackupError):
    """The file is no backup that can be put back; nothing was changed."""


@dataclass(frozen=True, slots=True)
class Member:
    """A file in a backup: its place under the home folder (with forward slashes), its bytes and their SHA-256."""

    path: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself.

    Attributes:
        program: the version of the program that made it.
        created: when.
        home: the home folder that it was made of.
        schemas: of each database in it the version of its tables.
        counts: how many records, passages, verdicts, questions from Slack, users, added files and runs it holds.
        members: its files.
    """

    program: str
    created: datetime
    home: str
    schemas: dict[str, int]
    counts: dict[str, int]
    members: tuple[Member, ...]

    @property
    def size(self) -> int:
        """The bytes of all its files."""
        return sum(member.size for member in self.members)

    def of(self, path: str) -> Member | None:
        """The file at that place; None when it holds none."""
        return next((member for member in self.members if member.path == path), None)


def manifest_to_json(manifest: Manifest) -> str:
    """The text that goes into the backup."""
    told = {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "about": _ABOUT,
        "program": manifest.program,
        "created": manifest.created.isoformat(),
        "home": manifest.home,
        "schemas": manifest.schemas,
        "counts": manifest.counts,
        "files": [{"path": one.path, "size": one.size, "sha256": one.sha256} for one in manifest.members],
    }
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def manifest_from_json(text: bytes) -> Manifest:
    """What a backup says of itself; anybody can have written it.

    Raises:
        UnusableBackupError: it makes no sense, or is of a newer version of the program.
    """
    try:
        told = json.loads(text)
        if told["format"] != FORMAT:
            raise ValueError("another format")
        version = _number(told["format_version"])
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise UnusableBackupError("Dit is geen reservekopie van lovp, of zij is beschadigd.") from error
    if version != FORMAT_VERSION:
        raise UnusableBackupError(
            f"Deze reservekopie is van een nieuwere versie van lovp (vorm {version}). Werk lovp bij en probeer het opnieuw."
        )
    try:
        return _read(told)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise UnusableBackupError(
            "De lijst in deze reservekopie klopt niet. Gebruik een andere reservekopie."
        ) from error


def _read(told: dict[str, Any]) -> Manifest:
    members = tuple(Member(_path(one["path"]), _number(one["size"]), _hash(one["sha256"])) for one in told["files"])
    paths = {one.path for one in members}
    if len(paths) < len(members) or len(members) > MOST_FILES:
        raise ValueError("a file twice, or too many")
    if any(parent.as_posix() in paths for path in paths for parent in Path(path).parents):
        raise ValueError("a file that is a folder")
    if (created := datetime.fromisoformat(_text(told["created"]))).tzinfo is None:
        raise ValueError("a moment without a zone")
    return Manifest(
        program=_text(told["program"]),
        created=created,
        home=_text(told["home"]),
        schemas={name: _number(told["schemas"][name]) for name in DATABASES if name in paths},
        counts={name: _number(told["counts"][name]) for name in _NUMBERS},
        members=members,
    )


def _text(value: object) -> str:
    if not isinstance(value, str) or len(value) > 5_000 or _CONTROL.search(value):
        raise TypeError("no text")
    return value


def _number(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= _SIZE:
        raise TypeError("no number")
    return value


def _hash(value: object) -> str:
    if not _SHA256.fullmatch(_text(value)):
        raise ValueError("no hash")
    return _text(value)


def _path(value: object) -> str:
    path = _text(value)
    if not belongs(path):
        raise ValueError("a file that no backup holds")
    return path


def belongs(path: str) -> bool:
    """Whether a place under the home folder is one that a backup can hold; also whether it is safe to write there."""
    if path in {*DATABASES, *FILES, UNREAD}:
        return True
    first, *rest = path.split("/")
    if not rest or not is_writable(path) or any(part.startswith(".") or not part for part in rest):
        return False
    return first == ADDED or (first == RUNS and len(rest) == 1 and path.endswith(".json"))


def is_writable(path: str) -> bool:
    """Whether a place can be written down in a backup, and be made again on another machine."""
    if _CONTROL.search(path) or "\\" in path:  # also bytes that are no UTF-8
        return False
    return max(len(part.encode()) for part in path.split("/")) <= 255 and len(path.encode()) <= 4_000


def counted(numbers: dict[str, int]) -> dict[str, int]:
    """All the counts of a manifest, 0 where nothing is given."""
    return {name: numbers.get(name, 0) for name in _NUMBERS}


def others(home: Path, names: Iterable[str] = (*DATABASES, *FILES, *FOLDERS)) -> list[str]:
    """What lies in the home folder that no backup holds and that the program doesn't know, by name."""
    known = set(names)
    return sorted(one.name for one in home.iterdir() if one.name not in known and not MADE_AGAIN.fullmatch(one.name))
