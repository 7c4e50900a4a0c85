"""A whole SQLite file copied while others read it: all of it arrives, or nothing."""

import sqlite3
from pathlib import Path


def copy_database(source: Path, target: Path) -> None:
    """Makes `target` what `source` is now; who has the target open sees the old or the new content, never half.

    The copy is one transaction of the target (SQLite's backup), so a kill leaves what was there.

    Raises:
        sqlite3.Error: one of them can't be read or written.
    """
    read, written = sqlite3.connect(source, timeout=30), sqlite3.connect(target, timeout=30)
    try:
        written.execute("PRAGMA journal_mode = WAL")  # readers don't wait for the copy
        written.execute("PRAGMA synchronous = FULL")
        written.execute("PRAGMA secure_delete = ON")
        read.backup(written)
    finally:
        read.close()
        written.close()
