"""What SQLite raises while reading and writing, told in Dutch at the one place where it comes up."""

import functools
import sqlite3
from collections.abc import Callable
from typing import Any, TypeVar

from index.recipe import StoreError

Opened = TypeVar("Opened")


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


def _told(method: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(method)
    def told(*args: Any, **kwargs: Any) -> Any:
        try:
            return method(*args, **kwargs)
        except sqlite3.Error as error:
            raise StoreError(
                f"De index kan niet worden bijgewerkt of gelezen ({error}). Controleer hem met: lovp doctor"
            ) from error

    return told
