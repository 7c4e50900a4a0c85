"""The users: known by password or token, of which only hashes are kept, and changed while a server runs."""

import re
from pathlib import Path

import pytest
from guarded import GOOD, file, quick

from index.errors import UsageError
from ui import users
from ui.access import Right
from ui.users import (
    Users,
    add_token,
    add_user,
    change_password,
    key_of,
    remove_user,
    revoke_tokens,
)

__all__ = ["file", "quick"]  # the fixtures that the tests below use

OTHER = "een heel ander woord"


def test_a_user_signs_in_with_the_password_and_with_no_other(tmp_path: Path) -> None:
    add_user(tmp_path, "Jan", GOOD)
    known = Users(tmp_path)
    account = known.signed_in("jan", GOOD)
    assert account is not None
    assert (account.user.name, account.user.rights) == ("Jan", frozenset({Right.ASK}))
    for wrong in (GOOD + " ", GOOD.upper(), ""):
        assert known.signed_in("Jan", wrong) is None


@pytest.mark.usefixtures("quick")
def test_nobody_is_no_user_whatever_the_password(tmp_path: Path) -> None:
    add_user(tmp_path, "Jan", GOOD)
    for name in ("", "Piet", "\x00", "J" * 9000):
        for password in ("", GOOD, "\ud800", "x" * 9000):
            assert Users(tmp_path).signed_in(name, password) is None


def test_passwords_are_hashed_with_scrypt_of_32_mib_and_a_salt_of_their_own(tmp_path: Path, file: Path) -> None:
    assert (users._N * 128 * users._R, users._P) == (32 * 2**20, 1)
    first, second = (add_user(tmp_path, name, GOOD) for name in ("Jan", "Els"))
    assert first.password != second.password
    assert first.salt != second.salt
    assert (len(first.salt), len(first.password)) == (16, 32)
    assert GOOD not in file.read_text() + repr(first)


@pytest.mark.usefixtures("quick")
def test_a_token_is_shown_once_and_kept_as_a_hash(tmp_path: Path, file: Path) -> None:
    add_user(tmp_path, "Jan", GOOD)
    known, tokens = Users(tmp_path), [add_token(tmp_path, "JAN") for _ in range(2)]
    assert all(re.fullmatch(r"lovp_[\w-]{43}", token) for token in tokens)
    for token in tokens:
        found = known.with_token(token)
        assert found is not None
        assert (found.user.name, token in file.read_text()) == ("Jan", False)
    hashes = known.accounts()["jan"].tokens
    for wrong in ("", tokens[0][:-1], tokens[0] + "x", tokens[0].upper(), *hashes, "\ud800"):
        assert known.with_token(wrong) is None
    assert revoke_tokens(tmp_path, "Jan") == 2
    assert known.with_token(tokens[0]) is None


@pytest.mark.usefixtures("quick")
def test_a_user_has_no_more_than_twenty_tokens(tmp_path: Path) -> None:
    add_user(tmp_path, "Jan", GOOD)
    for _ in range(20):
        add_token(tmp_path, "Jan")
    with pytest.raises(UsageError, match="--revoke"):
        add_token(tmp_path, "Jan")


@pytest.mark.usefixtures("quick")
def test_a_running_server_sees_every_change(tmp_path: Path, file: Path) -> None:
    known = Users(tmp_path)
    assert (dict(known.accounts()), known.ever()) == ({}, False)
    add_user(tmp_path, "Jan", GOOD)
    assert [*known.accounts()] == ["jan"]
    assert known.signed_in("Jan", GOOD)
    change_password(tmp_path, "Jan", OTHER)
    assert known.signed_in("Jan", OTHER)
    assert not known.signed_in("Jan", GOOD)
    remove_user(tmp_path, "Jan")
    assert not known.signed_in("Jan", OTHER)
    file.unlink()
    assert (dict(known.accounts()), known.ever()) == ({}, False)  # nobody looked while there was somebody


@pytest.mark.usefixtures("quick")
def test_once_there_was_a_user_that_is_not_forgotten(tmp_path: Path, file: Path) -> None:
    known = Users(tmp_path)
    add_user(tmp_path, "Jan", GOOD)
    assert known.ever()
    file.unlink()
    assert (dict(known.accounts()), known.ever()) == ({}, True)


@pytest.mark.parametrize(
    "name", ["", " ", "a:b", "a,b", "a\nb", "a\x00", "a\u202eb", "a\u200bb", "x" * 65, "\u00a0", "a\tb"]
)
def test_a_name_that_could_be_mistaken_is_refused(tmp_path: Path, file: Path, name: str) -> None:
    with pytest.raises(UsageError, match="Een naam heeft"):
        add_user(tmp_path, name, GOOD)
    assert not file.exists()


@pytest.mark.usefixtures("quick")
def test_a_name_is_one_however_it_is_typed(tmp_path: Path) -> None:
    add_user(tmp_path, " Zoe\u0308 ", GOOD)
    assert Users(tmp_path).signed_in("zo\u00cb", GOOD)
    with pytest.raises(UsageError, match="Er is al een gebruiker Zo\u00eb"):
        add_user(tmp_path, "ZO\u00cb", GOOD)
    assert key_of("\uff2aan") == "jan"


@pytest.mark.parametrize(
    "password", ["", "kort", "x" * 11, "x" * 257, "paard\x00batterij", "paard batt\ufffdrij", "\ud800" * 12]
)
def test_a_password_that_is_too_short_or_can_not_be_typed_is_refused(tmp_path: Path, password: str) -> None:
    with pytest.raises(UsageError, match="wachtwoord") as caught:
        add_user(tmp_path, "Jan", password)
    assert not password or password not in str(caught.value)
