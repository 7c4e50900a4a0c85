"""A home folder that was moved as a whole: the files that were added in the browser are known by where they lie now.

The index knows files by their full path. One that is gone from a folder `verslagen`, and lies with the very same bytes in that of
this home folder, is the same file; nothing is guessed of others.
"""

import hashlib
import os
from pathlib import Path

from index.backup_manifest import ADDED
from index.places import INSIDE
from index.rows import FileState
from index.store import Store


def moved_files(home: Path, store: Store) -> dict[str, str]:
    """The places of added files that moved along with their home folder, each with its place now."""
    folder = f"{home.absolute() / ADDED}{os.sep}"
    known = store.catalogue().files()
    found = {}
    for place, state in known.items():
        if INSIDE not in place and "://" not in place and not place.startswith(folder) and state.sha256:
            _, within, name = place.rpartition(f"{os.sep}{ADDED}{os.sep}")
            if within and not os.path.lexists(place) and _is_now(folder + name, state, known):
                found[place] = folder + name
    return found


def _is_now(place: str, state: FileState, known: dict[str, FileState]) -> bool:
    if place in known:  # it was read there since
        return (known[place].sha256, known[place].record_id) == (state.sha256, state.record_id)
    try:
        with Path(place).open("rb") as opened:
            return hashlib.file_digest(opened, "sha256").hexdigest() == state.sha256
    except OSError:
        return False


def settle_moved(home: Path, store: Store) -> int:
    """Notes where they lie now; the caller holds the writer's lock. How many files it were."""
    moved = moved_files(home, store)
    if not moved:
        return 0
    with store.transaction():
        for place, state in store.catalogue().files().items():
            container, within, member = place.partition(INSIDE)
            if container in moved:
                store.catalogue().forget_file(place)
                store.catalogue().put_file(f"{moved[container]}{within}{member}", state)
    return len(moved)
