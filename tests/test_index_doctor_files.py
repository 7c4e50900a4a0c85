"""The small files under the home folder, gone over: what is wrong is said with what to do, whatever the file is."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from backup_home import say

from index.doctor_files import file_checks
from index.sqlite_inbox import Inbox
from ui.users import add_user

PASSWORD = "vier woorden achter elkaar"  # noqa: S105  # of a user who is made up here


@pytest.fixture
def home(tmp_path: Path) -> Path:
    say(tmp_path, "Hoe vaak?")
    Inbox(tmp_path).close()
    add_user(tmp_path, "Jan", PASSWORD)
    return tmp_path


def wrong(home: Path) -> list[str]:
    return [told for good, told in file_checks(home) if not good]


def test_whole_files_are_good_and_their_size_is_told(home: Path) -> None:
    found = list(file_checks(home))
    assert [good for good, _ in found] == [True, True, True]
    assert [told.partition(")")[0] for _, told in found] == [
        "beoordelingen (feedback.sqlite", "vragen uit Slack (slack.sqlite", "gebruikers (users.json",
    ]  # fmt: skip
    assert all("heel, " in told and told.endswith(" kB") for _, told in found)


def test_where_there_are_none_nothing_is_said(tmp_path: Path) -> None:
    assert list(file_checks(tmp_path)) == []
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["feedback.sqlite", "slack.sqlite", "users.json"])
@pytest.mark.parametrize(
    "harm", [b"\0" * 9_000, b"geen database" * 900, b'{"version": 1, "users": [3]}', b"[" * 90_000]
)
def test_a_damaged_file_is_said_with_what_to_do(home: Path, name: str, harm: bytes) -> None:
    (home / name).write_bytes(harm)
    for beside in ("-wal", "-shm"):
        (home / f"{name}{beside}").unlink(missing_ok=True)
    (said,) = wrong(home)
    assert "beschadigd" in said
    assert f"haal {name} uit een reservekopie" in said


def test_damage_inside_is_found(home: Path) -> None:
    with closing(sqlite3.connect(home / "feedback.sqlite")) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (at,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'feedback'").fetchone()
    content = bytearray((home / "feedback.sqlite").read_bytes())
    content[(at - 1) * 4096 + 3 : (at - 1) * 4096 + 60] = b"\xff" * 57
    (home / "feedback.sqlite").write_bytes(content)
    assert "beschadigd" in wrong(home)[0]


@pytest.mark.parametrize("name", ["feedback.sqlite", "slack.sqlite"])
def test_a_file_of_a_newer_version_is_said(home: Path, name: str) -> None:
    with closing(sqlite3.connect(home / name)) as connection:
        connection.execute("PRAGMA user_version = 9")
    (said,) = wrong(home)
    assert "van een nieuwere versie van lovp (9)" in said


@pytest.mark.skipif(os.name != "posix", reason="there are no such rights here")
@pytest.mark.parametrize("name", ["feedback.sqlite", "slack.sqlite", "users.json"])
def test_a_file_that_others_can_read_is_said(home: Path, name: str) -> None:
    (home / name).chmod(0o640)
    (said,) = wrong(home)
    assert said.endswith(f"chmod 600 {home / name}")


@pytest.mark.parametrize("name", ["feedback.sqlite", "users.json"])
def test_what_is_no_file_is_said_and_never_raised(home: Path, name: str) -> None:
    (home / name).unlink()
    (home / name).mkdir()
    assert "geen gewoon bestand" in wrong(home)[0]
    (home / name).rmdir()
    (home / name).symlink_to(home / "niets")
    assert "is niet te lezen" in wrong(home)[0]
