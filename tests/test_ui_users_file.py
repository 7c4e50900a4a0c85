"""The file of users: whole or not at all, for its owner only, and an error rather than nobody."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT
from guarded import GOOD, file, quick

from ui import users
from ui.users import (
    Users,
    UsersError,
    add_user,
)
from ui.users_file import Account, read_accounts

__all__ = ["file", "quick"]  # the fixtures that the tests below use

OTHER = "een heel ander woord"


@pytest.mark.skipif(os.name != "posix", reason="other systems have no such modes")
@pytest.mark.usefixtures("quick")
def test_the_file_is_for_its_owner_only_also_after_a_change(tmp_path: Path, file: Path) -> None:
    before = os.umask(0)
    try:
        add_user(tmp_path, "Jan", GOOD)
        assert file.stat().st_mode & 0o777 == 0o600
        file.chmod(0o644)
        add_user(tmp_path, "Els", GOOD)
        assert file.stat().st_mode & 0o777 == 0o600
    finally:
        os.umask(before)


@pytest.mark.skipif(os.name != "posix", reason="other systems have no such modes")
@pytest.mark.usefixtures("quick")
def test_a_file_that_others_may_write_is_not_believed(tmp_path: Path, file: Path) -> None:
    add_user(tmp_path, "Jan", GOOD)
    known = Users(tmp_path)
    assert known.named("Jan")
    for mode in (0o620, 0o602, 0o666):
        file.chmod(mode)
        with pytest.raises(UsersError, match="chmod 600"):
            known.named("Jan")
    file.chmod(0o600)
    assert known.named("Jan")


@pytest.mark.usefixtures("quick")
def test_a_file_is_read_once_until_it_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    add_user(tmp_path, "Jan", GOOD)
    known, reads = Users(tmp_path), []

    def noted(file: Path) -> dict[str, Account]:
        reads.append(file)
        return read_accounts(file)

    monkeypatch.setattr(users, "read_accounts", noted)
    for _ in range(5):
        known.named("Jan")
    assert len(reads) == 1


def content(**changes: Any) -> dict[str, Any]:
    user = {"name": "Jan", "rights": ["ask"], "salt": "00" * 16, "password": "11" * 32, "tokens": ["22" * 32]}
    return {"version": 1, "users": [{**user, **changes}]}


def test_the_file_as_it_is_written_is_read(tmp_path: Path, file: Path) -> None:
    file.write_text(json.dumps(content()))
    assert [*Users(tmp_path).accounts()] == ["jan"]


DAMAGED = [
    "", "{", "null", "[]", "{}", "1", '"x"', "\x00\x00", '{"version": 1}', '{"version": 1, "users": {}}',
    '{"version": 2, "users": []}', '{"version": 1, "users": [null]}', '{"version": 1, "users": [{}]}', "[" * 100_000,
    *(
        json.dumps(content(**wrong))
        for wrong in (
            {"name": None}, {"name": ""}, {"name": "a:b"}, {"name": "a\u202eb"}, {"name": "x" * 65}, {"name": ["Jan"]},
            {"rights": ["ask", "alles"]}, {"rights": "ask"}, {"rights": None}, {"salt": ""}, {"salt": "zz" * 16}, {"salt": 3},
            {"password": ""}, {"password": "11" * 31}, {"password": None}, {"tokens": "22"}, {"tokens": ["22"]}, {"tokens": [3]},
            {"tokens": ["22" * 32] * 2}, {"tokens": ["zz" * 32]},
        )
    ),
    json.dumps({"version": 1, "users": content()["users"] * 2}),
    json.dumps({"version": 1, "users": content()["users"] + content(name="Els")["users"]}),
]  # fmt: skip


@pytest.mark.parametrize("text", DAMAGED)
def test_a_damaged_file_is_an_error_and_never_nobody(tmp_path: Path, file: Path, text: str) -> None:
    file.write_text(text)
    known = Users(tmp_path)
    for look in (known.accounts, known.ever, lambda: known.signed_in("Jan", GOOD), lambda: known.with_token("x")):
        with pytest.raises(UsersError, match="beschadigd"):
            look()
    with pytest.raises(UsersError):
        add_user(tmp_path, "Jan", GOOD)
    assert file.read_text() == text  # left for who mends it


@pytest.mark.usefixtures("quick")
def test_every_file_that_was_cut_off_or_has_a_byte_changed_is_an_error_or_the_same_people(
    tmp_path: Path, file: Path
) -> None:
    add_user(tmp_path, "Jan", GOOD)
    whole = file.read_bytes()
    for end in range(len(whole.rstrip())):
        file.write_bytes(whole[:end])
        with pytest.raises(UsersError):
            Users(tmp_path).accounts()
    for at in range(len(whole)):
        file.write_bytes(whole[:at] + bytes([whole[at] ^ 0x80]) + whole[at + 1 :])
        try:
            assert len(Users(tmp_path).accounts()) == 1
        except UsersError:
            continue


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path, file: Path) -> None:
    file.write_text(json.dumps(content()) + " " * 4_000_000)
    with pytest.raises(UsersError):
        Users(tmp_path).accounts()


def test_what_cannot_be_opened_is_an_error(tmp_path: Path, file: Path) -> None:
    file.mkdir()
    with pytest.raises(UsersError, match="niet te openen"):
        Users(tmp_path).accounts()
    (tmp_path / "x").write_text("")
    with pytest.raises(UsersError, match="niet te openen"):
        Users(tmp_path / "x").accounts()
    with pytest.raises(UsersError, match="niet te schrijven"):
        add_user(tmp_path / "x", "Jan", GOOD)


@pytest.mark.usefixtures("quick")
def test_a_write_that_fails_leaves_the_old_file_and_no_other(
    tmp_path: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_user(tmp_path, "Jan", GOOD)
    before = file.read_bytes()
    for place, step in ((os, "fsync"), (Path, "replace"), (json, "dumps")):
        with monkeypatch.context() as patch:
            patch.setattr(place, step, _full)
            with pytest.raises(UsersError, match="niet te schrijven"):
                add_user(tmp_path, "Els", GOOD)
        assert file.read_bytes() == before
        assert {path.name for path in tmp_path.iterdir()} <= {"users.json", "users.lock"}


def _full(*_: object, **__: object) -> None:
    raise OSError(28, "No space left on device")


_ADDS = """
import sys
from pathlib import Path
from ui import users
users._N = 2**5
for n in range(15):
    users.add_user(Path(sys.argv[1]), f"{sys.argv[2]}{n}", "paard batterij nietje")
"""


def test_processes_that_write_at_the_same_time_lose_nobody(tmp_path: Path) -> None:
    writers = [subprocess.Popen([sys.executable, "-c", _ADDS, str(tmp_path), one], cwd=ROOT) for one in "abc"]
    assert [writer.wait(30) for writer in writers] == [0, 0, 0]
    assert {*Users(tmp_path).accounts()} == {f"{one}{n}" for one in "abc" for n in range(15)}


@pytest.mark.usefixtures("quick")
def test_a_link_to_a_file_that_is_gone_is_an_error_and_never_nobody(tmp_path: Path, file: Path) -> None:
    file.symlink_to(tmp_path / "elders")
    with pytest.raises(UsersError, match="niet te openen"):
        Users(tmp_path).ever()
