"""A copy of the store for machines that only read: of one moment, without what is of the machine it was made on, and checked."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path, PureWindowsPath

from index import schema
from index.places import INSIDE
from index.recipe import StoreError
from index.web_address import is_address


def copy_published(source: Path, target: Path) -> tuple[int, int]:
    """Copies the store for publication; a writer goes on meanwhile, and what it writes is not in it.

    Where files lay on this machine is left out: of a path only the name is kept.

    Args:
        source: the store.
        target: a file that isn't there yet.

    Returns:
        The version of the store that is in it, and that of its tables.

    Raises:
        StoreError: the store can't be read, or the copy isn't whole.
    """
    try:
        with closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True, timeout=30)) as read:
            if not schema.is_made(read):
                raise StoreError(f"Het bestand {source} is geen bruikbare index.")
            with closing(sqlite3.connect(target, isolation_level=None)) as written:
                # this file gets its name only when it is on disk
                written.execute("PRAGMA synchronous = OFF")
                read.backup(written)
                written.execute(
                    "PRAGMA journal_mode = DELETE"
                )  # a log beside it couldn't be read from a read-only folder
                written.execute("PRAGMA secure_delete = ON")
                _leave_out_places(written)
                wrong = schema.faults(written)
                told = dict(
                    written.execute("SELECT key, value FROM meta WHERE key IN ('version', 'schema')").fetchall()
                )
    except sqlite3.Error as error:
        raise StoreError(f"De index kan niet worden gekopieerd ({error}). Controleer hem met: lovp doctor") from error
    if wrong:
        raise StoreError(f"De kopie is niet heel: {'; '.join(wrong)}. Controleer de index met: lovp doctor")
    return int(told["version"]), int(told["schema"])


def _leave_out_places(connection: sqlite3.Connection) -> None:
    kept: Sequence[tuple[str]] = connection.execute("SELECT path FROM files ORDER BY path").fetchall()
    shown = [(_shown(n, path), path) for n, (path,) in enumerate(kept, 1)]
    connection.execute("BEGIN")
    # through names that no path has, as a new one may be the old one of another
    connection.executemany("UPDATE files SET path = ? WHERE path = ?", [(f"\n{new}", old) for new, old in shown])
    connection.execute("UPDATE files SET path = substr(path, 2)")
    connection.execute("COMMIT")


def _shown(n: int, path: str) -> str:
    """A place without its folder; the number keeps files of one name apart."""
    container, within, member = path.partition(INSIDE)
    if is_address(container):
        return path
    name = PureWindowsPath(container).name  # both kinds of slash
    return f"{n}/{name}{within}{member}"
