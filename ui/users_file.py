"""The file of users, of which only hashes could ever be read: whole or not at all, and never "no users" by mistake.

A file that can't be read or doesn't make sense is an error: taken for empty, it would let everyone in. It is replaced in one
step by one process at a time, and is readable by its owner only.
"""

import hashlib
import json
import os
import secrets
import stat
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from index.errors import UserError
from ui import web_text_access
from ui.access import Right, User

FILE = "users.json"  # in LOVP_HOME
_LARGEST_FILE = 4_000_000  # bytes
_LOCK_SECONDS = 10


class UsersError(UserError):
    """The file of users can't be used; the message is Dutch and says which, and what to do."""


@dataclass(frozen=True, slots=True)
class Account:
    """A user with the hashes by which they are known."""

    user: User
    salt: bytes = field(repr=False)  # 16 bytes
    password: bytes = field(repr=False)  # scrypt, 32 bytes
    tokens: frozenset[str] = field(default=frozenset(), repr=False)  # SHA-256 as hexadecimal digits

    @property
    def stamp(self) -> str:
        """Another one as soon as the password is another, or the user was made again."""
        return hashlib.sha256(self.salt + self.password).hexdigest()


def key_of(name: str) -> str:
    """By which a name is found: however it is capitalised, and however its letters were typed."""
    return unicodedata.normalize("NFKC", name.strip()).casefold()


def is_name(text: str, longest: int = 64) -> bool:
    """Whether text can be a user's name: printable (so no direction marks), without a colon or comma, not blank at an end."""
    return 0 < len(text) <= longest and text.isprintable() and text == text.strip() and not set(text) & set(":,")


def file_state(file: Path) -> object:
    """Differs when the file is another, or was written on."""
    try:
        about = file.stat()
    except FileNotFoundError as error:
        if file.is_symlink():  # what it leads to may only not be there yet
            raise UsersError(web_text_access.USERS_CLOSED.format(file=file, reason=error.strerror)) from error
        return None
    except OSError as error:
        raise UsersError(web_text_access.USERS_CLOSED.format(file=file, reason=error.strerror)) from error
    return about.st_ino, about.st_mtime_ns, about.st_ctime_ns, about.st_size, about.st_mode


def read_accounts(file: Path) -> dict[str, Account]:
    """The users in a file, by `key_of` their name; none when there is no file.

    Raises:
        UsersError: it can't be read or makes no sense.
    """
    try:
        with file.open("rb") as opened:
            mode = os.fstat(opened.fileno()).st_mode
            content = opened.read(_LARGEST_FILE + 1)
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise UsersError(web_text_access.USERS_CLOSED.format(file=file, reason=error.strerror)) from error
    if os.name == "posix" and mode & (stat.S_IWGRP | stat.S_IWOTH):
        raise UsersError(web_text_access.USERS_WRITABLE.format(file=file))
    try:
        if len(content) > _LARGEST_FILE:
            raise ValueError("too large")
        return _parsed(json.loads(content))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise UsersError(web_text_access.USERS_DAMAGED.format(file=file)) from error


def _parsed(found: Any) -> dict[str, Account]:
    """The accounts in the content of the file; raises ValueError, TypeError, KeyError or AttributeError when it makes no sense."""
    if found["version"] != 1 or not isinstance(found["users"], list):
        raise ValueError("another version")
    accounts: dict[str, Account] = {}
    tokens: list[str] = []
    for one in found["users"]:
        name, salt, password = one["name"], bytes.fromhex(one["salt"]), bytes.fromhex(one["password"])
        if not is_name(name) or key_of(name) in accounts or (len(salt), len(password)) != (16, 32):
            raise ValueError("no user")
        if not isinstance(one["rights"], list) or not isinstance(one["tokens"], list):
            raise TypeError("no lists")
        tokens += [bytes.fromhex(token).hex() for token in one["tokens"]]
        user = User(name, frozenset(map(Right, one["rights"])))
        accounts[key_of(name)] = Account(user, salt, password, frozenset(one["tokens"]))
    if len(set(tokens)) < len(tokens) or any(len(token) != 64 for token in tokens):
        raise ValueError("no tokens")
    return accounts


@contextmanager
def changing(home: Path) -> Iterator[dict[str, Account]]:
    """Reads the users, and writes what the block made of them when it didn't raise; one process at a time."""
    file = home / FILE
    try:
        home.mkdir(parents=True, exist_ok=True)
        with FileLock(home / "users.lock", timeout=_LOCK_SECONDS):
            accounts = read_accounts(file)
            yield accounts
            _write(file, accounts)
    except Timeout as error:
        raise UsersError(web_text_access.USERS_LOCKED) from error
    except OSError as error:
        raise UsersError(web_text_access.USERS_UNWRITABLE.format(file=file, reason=error.strerror)) from error


def _write(file: Path, accounts: Mapping[str, Account]) -> None:
    """Replaces the file, readable by its owner only, so that a reader or a crash sees the old or the new one."""
    users = [
        {
            "name": one.user.name,
            "rights": sorted(one.user.rights),
            "salt": one.salt.hex(),
            "password": one.password.hex(),
            "tokens": sorted(one.tokens),
        }
        for one in accounts.values()
    ]
    content = json.dumps({"version": 1, "users": users}, ensure_ascii=False, indent=1) + "\n"
    fresh = file.with_name(f".{FILE}.{secrets.token_hex(8)}")
    try:
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        fresh.replace(file)
    finally:
        with suppress(FileNotFoundError):
            fresh.unlink()
    if os.name == "posix":
        folder = os.open(file.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
