"""The place that a file gets among those that were added: no file is ever lost to another of its name.

One that has the name already stays, unless it is the same, or may be replaced. To be replaced it must first turn out that the new
one can be read: until then the new one waits under the hidden name that it came in by, and while it is being read the old one is
kept beside it. Each step can be done again after a kill.
"""

import hashlib
import os
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from ui.uploads import BEFORE, Incoming, alone, before_of, disk_told, sync_folder, write_mark


class Placed(Enum):
    """What became of a file that came in."""

    NEW = "new"
    BESIDE = "beside"  # under a name with a number, as another has its name
    REPLACES = "replaces"  # it waits to take the place of the one that has its name
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Stored:
    """A file that is on disk for good.

    Attributes:
        asked: what it was called.
        name: under which it lies in the folder, or will lie.
        placed: what became of it.
        part: the hidden name under which it waits, "" when it has its place.
    """

    asked: str
    name: str
    placed: Placed
    part: str = ""


def _unheard(stored: Sequence[Stored]) -> None:
    """Nobody is to be told."""


def store(
    folder: Path,
    incoming: Sequence[Incoming],
    *,
    replace: bool,
    awaited: Callable[[], Collection[str]] = frozenset,
    accept: Callable[[Sequence[Stored]], None] = _unheard,
) -> list[Stored]:
    """Gives files that came in whole their place; when this returns they are there for good.

    Args:
        folder: from `ui.uploads.folder_of`.
        incoming: finished files.
        replace: put a file in the place of another one of its name that was there before; those that come in together never
            replace each other.
        awaited: gives the names in whose place a file waits to be put that came in earlier.
        accept: told of them before anybody else can change what lies there; when it raises, nothing of them is kept.

    Raises:
        StorageError: the disk can't take them; nothing of them is kept.
    """
    if not incoming:
        return []
    stored: list[Stored] = []
    with disk_told(), alone(folder):
        write_mark(folder)
        placing = _Placing(folder, awaited(), replace=replace)
        try:
            for one in incoming:
                stored.append(placing.place(one))
            sync_folder(folder)
            accept(stored)
        except BaseException:
            for done in stored:
                if done.placed in {Placed.NEW, Placed.BESIDE}:
                    (folder / done.name).unlink(missing_ok=True)
            raise
        for one in incoming:
            one.waits = any(one.part.name == done.part for done in stored)
    return stored


class _Placing:
    """Files that come in together find their places one by one."""

    def __init__(self, folder: Path, awaited: Collection[str], *, replace: bool) -> None:
        self._folder, self._awaited, self._replace = folder, awaited, replace
        self._own: dict[str, str] = {}  # what lies, or will lie, under each name that was given out: its hash

    def place(self, one: Incoming) -> Stored:
        for number, name in enumerate(_numbered(one.name)):
            placed = self._placed(one, name, number)
            if placed is not None:
                self._own[name] = one.digest
                return Stored(one.name, name, placed, one.part.name if placed is Placed.REPLACES else "")
        raise AssertionError("there is always another number")

    def _placed(self, one: Incoming, name: str, number: int) -> Placed | None:
        """What becomes of it under this name; None when it can't have it."""
        target = self._folder / name
        may_replace = self._replace and number == 0 and not target.is_dir()
        if name in self._own:
            same = self._own[name] == one.digest
        elif name in self._awaited:
            return Placed.REPLACES if may_replace else None
        elif not os.path.lexists(target):
            one.part.replace(target)
            return Placed.BESIDE if number else Placed.NEW
        else:
            same = _digest(target) == one.digest
            if not same and may_replace:
                return Placed.REPLACES
        if same:
            one.drop()
        return Placed.SAME if same else None


def _numbered(name: str) -> Iterator[str]:
    yield name
    stem, ending = os.path.splitext(name)  # noqa: PTH122  # of a name that is no path yet
    number = 2
    while True:
        yield f"{stem} ({number}){ending}"
        number += 1


def _digest(path: Path) -> str:
    """The hash of a file; "" for what is none."""
    try:
        if path.is_symlink() or not path.is_file():
            return ""
        with path.open("rb") as opened:
            return hashlib.file_digest(opened, "sha256").hexdigest()
    except OSError:
        return ""


def take_place(folder: Path, one: Stored) -> None:
    """Puts a file that waits in its place; the one that was there is kept until `keep_new` or `put_back`. Raises StorageError."""
    waiting, target = folder / one.part, folder / one.name
    with disk_told(), alone(folder):
        if not one.part or not waiting.exists():  # an earlier try came further
            return
        before = before_of(target)
        if os.path.lexists(target) and not os.path.lexists(before):
            try:
                os.link(target, before, follow_symlinks=False)
            except OSError:  # a disk without links: for a moment no file has the name
                target.replace(before)
        waiting.replace(target)
        sync_folder(folder)


def keep_new(folder: Path, one: Stored) -> None:
    """Lets go of the file that was there before. Raises StorageError."""
    with disk_told(), alone(folder):
        before_of(folder / one.name).unlink(missing_ok=True)
        sync_folder(folder)


def put_back(folder: Path, one: Stored) -> str:
    """Gives the file that was there before its place again, and the new one a number.

    Returns:
        The name of the new one; "" when there was none before, so that the new one has the name.

    Raises:
        StorageError: the disk refuses.
    """
    target = folder / one.name
    before = before_of(target)
    with disk_told(), alone(folder):
        if not os.path.lexists(before):
            return ""
        digest = _digest(target)
        places = (folder / name for name in _numbered(one.name) if name != one.name)
        beside = next(place for place in places if not os.path.lexists(place) or _digest(place) == digest)
        with suppress(FileNotFoundError):  # it was taken away by hand
            target.replace(beside)
        before.replace(target)
        sync_folder(folder)
    return beside.name


def put_back_left(folder: Path) -> None:
    """Gives files their place again that no job knows of any more; called while no job waits. Raises StorageError."""
    for before in folder.glob(f"{BEFORE}*"):
        name = before.name.removeprefix(BEFORE)
        put_back(folder, Stored(name, name, Placed.REPLACES))
