"""Who works on something, and whether it still lives: a lock file that the system lets go when its process ends, however it ends.

A process number would do worse: it is given again, and two containers on one folder don't know each other's.
"""

import time
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

from filelock import FileLock, Timeout

_LEFT = 24 * 3600  # seconds after which a lock file that nobody holds is litter


class Owner:
    """One who works, with a name that nobody had before; its lock file lies in a folder, from `begin` to `close`."""

    def __init__(self, folder: Path, kind: str) -> None:
        """Holds nothing yet; `kind` is how the names of the files begin."""
        self.name = uuid4().hex
        self._folder, self._kind = folder, kind
        self._lock = self._lock_of(self.name)

    def begin(self) -> None:
        """Says that it lives, before it takes anything up; again does no harm."""
        if not self._lock.is_locked:
            self._lock.acquire()

    def close(self) -> None:
        """It works no more."""
        if self._lock.is_locked:
            self._lock.release()
        self._path(self.name).unlink(missing_ok=True)

    def ended(self, name: str) -> bool:
        """Whether the one of that name has ended; its file is gone then."""
        if name == self.name:
            return False
        if not self._path(name).exists():
            return True
        try:
            self._lock_of(name).acquire().lock.release()
        except Timeout:
            return False
        self._path(name).unlink(missing_ok=True)
        return True

    def sweep(self) -> None:
        """Takes away the files of those that ended without working on anything."""
        for path in self._folder.glob(f"{self._kind}.*.lock"):
            with suppress(FileNotFoundError):  # another one sweeps
                if time.time() - path.stat().st_mtime > _LEFT:
                    self.ended(path.name.removeprefix(f"{self._kind}.").removesuffix(".lock"))

    def _path(self, name: str) -> Path:
        return self._folder / f"{self._kind}.{name}.lock"

    def _lock_of(self, name: str) -> FileLock:
        return FileLock(self._path(name), timeout=0, mode=0o600, thread_local=False)
