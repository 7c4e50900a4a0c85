"""Which files are read: those that were named, and those in the folders that were named."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from index.errors import UserError


class IngestError(UserError):
    """Nothing could be read at all; the message is Dutch and says what to do."""


def files_under(paths: Iterable[Path]) -> Iterator[Path]:
    """The files to read, in a fixed order, each once; hidden files and folders inside a folder are left out."""
    seen = set()
    for path in paths:
        path = Path(os.path.abspath(os.path.expanduser(path)))  # noqa: PTH100, PTH111 - links stay as named; an unknown ~name too
        if not os.path.exists(path):  # noqa: PTH110 - no error for a name that no file can have
            raise IngestError(f"{path} bestaat niet. Geef een bestand of een map met verslagen.")
        found = [path] if path.is_file() else sorted(_walk(path))
        for file in found:
            if file not in seen:
                seen.add(file)
                yield file


def _walk(folder: Path) -> Iterator[Path]:
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(root, name) for name in names if not name.startswith("."))
