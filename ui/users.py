"""The users: who they are by password or token, and how they are added, changed and removed.

A password is kept as scrypt of it with a salt of its own, a token as SHA-256 (it is random, so it needs no slow hash).
"""

import base64
import hashlib
import hmac
import secrets
import threading
import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from index.errors import UsageError
from ui import web_text_access
from ui.access import Right, User
from ui.passwords import checked_password
from ui.users_file import FILE, Account, UsersError, changing, file_state, is_name, key_of, read_accounts

__all__ = ["Account", "Users", "UsersError", "is_name", "key_of"]

_MOST_TOKENS = 20  # for each user
_N, _R, _P = (
    2**15,
    8,
    1,
)  # OWASP's password storage cheat sheet has n=2**17; this takes 32 MiB and some 0.1 s, two at once
_MEMORY = 2 * 128 * _N * _R  # bytes; OpenSSL refuses what comes near its default


_NOBODY = Account(User("", frozenset()), bytes(16), bytes(32))  # the password of an unknown name is hashed with this


class Users:
    """Holds what was read of the file, and reads it again when it was changed; safe to use from several threads."""

    def __init__(self, home: Path) -> None:
        """Reads nothing yet."""
        self._file = home / FILE
        self._lock = threading.Lock()
        self._read: tuple[object, dict[str, Account]] = (object(), {})
        self._ever = False

    def accounts(self) -> Mapping[str, Account]:
        """All users, by `key_of` of their name; empty when there is no file.

        Raises:
            UsersError: there is a file that can't be used.
        """
        with self._lock:
            state = file_state(self._file)
            if state != self._read[0]:
                self._read = state, read_accounts(self._file)
            return self._read[1]

    def ever(self) -> bool:
        """Whether there is a user, or was one since this object was made: that a file is gone must not open a door."""
        self._ever = self._ever or bool(self.accounts())
        return self._ever

    def named(self, name: str) -> Account | None:
        """The user of this name, however it is capitalised."""
        return self.accounts().get(key_of(name))

    def with_token(self, token: str) -> Account | None:
        """The user whose API token this is."""
        hashed = _token_hash(token)
        return next((one for one in self.accounts().values() if hashed in one.tokens), None)

    def signed_in(self, name: str, password: str) -> Account | None:
        """The user whose name and password these are; takes as long for an unknown name (some 0.1 s)."""
        account = self.named(name) or _NOBODY
        fits = hmac.compare_digest(_hashed(password, account.salt), account.password)
        return account if fits and account is not _NOBODY else None


def add_user(home: Path, name: str, password: str, *, manage: bool = False) -> Account:
    """Adds a user who may ask, and manage when asked for.

    Raises:
        UsageError: the name or password can't be used, or the name is taken.
        UsersError: the file can't be used.
    """
    name = checked_name(name)
    account = _with_password(User(name, frozenset(Right) if manage else frozenset({Right.ASK})), password)
    with changing(home) as accounts:
        if key_of(name) in accounts:
            raise UsageError(web_text_access.USER_EXISTS.format(name=accounts[key_of(name)].user.name))
        accounts[key_of(name)] = account
    return account


def remove_user(home: Path, name: str) -> int:
    """Removes a user; how many are left. Raises as `add_user`."""
    with changing(home) as accounts:
        del accounts[_existing(accounts, name)]
        return len(accounts)


def change_password(home: Path, name: str, password: str) -> None:
    """Gives a user another password, which ends their sessions; tokens stay. Raises as `add_user`."""
    checked_password(password, name)
    with changing(home) as accounts:
        key = _existing(accounts, name)
        accounts[key] = replace(_with_password(accounts[key].user, password), tokens=accounts[key].tokens)


def change_rights(home: Path, name: str, *, manage: bool) -> int:
    """Lets a user manage or not; how many may manage then. Password, tokens and sessions stay. Raises as `add_user`."""
    with changing(home) as accounts:
        key = _existing(accounts, name)
        user = replace(accounts[key].user, rights=frozenset(Right) if manage else frozenset({Right.ASK}))
        accounts[key] = replace(accounts[key], user=user)
        return sum(one.user.may(Right.MANAGE) for one in accounts.values())


def add_token(home: Path, name: str) -> str:
    """A new API token for a user; it can't be read again afterwards. Raises as `add_user`."""
    token = "lovp_" + base64.urlsafe_b64encode(secrets.token_bytes(32)).decode().rstrip("=")
    with changing(home) as accounts:
        key = _existing(accounts, name)
        if len(accounts[key].tokens) >= _MOST_TOKENS:
            raise UsageError(web_text_access.TOO_MANY_TOKENS.format(name=accounts[key].user.name, most=_MOST_TOKENS))
        accounts[key] = replace(accounts[key], tokens=accounts[key].tokens | {_token_hash(token)})
    return token


def revoke_tokens(home: Path, name: str) -> int:
    """Makes all tokens of a user worthless; how many there were. Raises as `add_user`."""
    with changing(home) as accounts:
        key = _existing(accounts, name)
        count = len(accounts[key].tokens)
        accounts[key] = replace(accounts[key], tokens=frozenset())
        return count


def checked_name(name: str) -> str:
    """A name in its one spelling. Raises UsageError when it can't be one."""
    name = unicodedata.normalize("NFC", name.strip())
    if not is_name(name):
        raise UsageError(web_text_access.BAD_NAME)
    return name


def _with_password(user: User, password: str) -> Account:
    salt = secrets.token_bytes(16)
    return Account(user, salt, _hashed(checked_password(password, user.name), salt))


def _hashed(password: str, salt: bytes) -> bytes:
    typed = unicodedata.normalize("NFC", password).encode("utf-8", "replace")
    return hashlib.scrypt(typed, salt=salt, n=_N, r=_R, p=_P, maxmem=_MEMORY, dklen=32)


def _token_hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def no_such_user(name: str) -> UsageError:
    """The error that says so."""
    return UsageError(web_text_access.NO_SUCH_USER.format(name=name))


def _existing(accounts: Mapping[str, Account], name: str) -> str:
    if key_of(name) not in accounts:
        raise no_such_user(name)
    return key_of(name)
