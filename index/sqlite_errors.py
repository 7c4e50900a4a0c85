"""What SQLite raises while reading and writing, told in Dutch at the one place where it comes up."""

import errno
import functools
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from index.recipe import StoreError

Opened = TypeVar("Opened")
_FULL = {errno.ENOSPC, errno.EDQUOT}
_SAID_FULL = "De schijf is vol. Maak ruimte en probeer het opnieuw."


class DiskFullError(StoreError):
    """There is no room on the disk; the message is Dutch."""

    def __init__(self) -> None:
        """Says so, and what to do."""
        super().__init__(_SAID_FULL)


def is_full(error: BaseException) -> bool:
    """Whether it says that the disk is full."""
    if isinstance(error, OSError):
        return error.errno in _FULL
    return isinstance(error, sqlite3.OperationalError) and "full" in str(error)


def told_in_dutch(cls: type[Opened]) -> type[Opened]:
    """Makes the public methods and properties of a class raise `StoreError` where SQLite finds its file damaged, full or locked."""
    for name, method in list(vars(cls).items()):
        if name.startswith("_"):
            continue
        if isinstance(method, property) and method.fget is not None:
            setattr(cls, name, property(_told(method.fget)))
        elif callable(method):
            setattr(cls, name, _told(method))
    return cls


@contextmanager
def disk_told(home: Path) -> Iterator[None]:
    """What the disk says of files under the home folder becomes a `StoreError`, in Dutch; a wait that was too long passes."""
    try:
        yield
    except TimeoutError:
        raise
    except (OSError, sqlite3.Error) as error:
        if is_full(error):
            raise DiskFullError from error
        said = error.strerror if isinstance(error, OSError) else error
        raise StoreError(
            f"In de map {home} kan niet worden geschreven ({said}). Controleer of de schijf vol is en of u er rechten op "
            "hebt, en probeer het opnieuw."
        ) from error


def _told(method: Callable[..., Any]) -> Callable[..., Any]:
    # a damaged file may hold what is no date, kind or vector; what is put there is refused as it is by whoever asks
    unreadable = (sqlite3.Error,) if method.__name__ == "put" else (sqlite3.Error, ValueError)

    @functools.wraps(method)
    def told(*args: Any, **kwargs: Any) -> Any:
        try:
            return method(*args, **kwargs)
        except unreadable as error:
            if is_full(error):
                raise DiskFullError from error
            raise StoreError(
                f"De index kan niet worden bijgewerkt of gelezen ({error}). Controleer hem met: lovp doctor"
            ) from error

    return told
