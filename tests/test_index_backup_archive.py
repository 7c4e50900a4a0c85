"""A file that calls itself a backup but is cut short, damaged, or made to do harm: it is refused, and nothing happens."""

import json
import random
import shutil
import stat
import struct
import zipfile
from collections.abc import Callable
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from backup_home import lived_in, state

from index.backup import back_up
from index.backup_archive import open_archive
from index.backup_manifest import NAME, BackupError, UnusableBackupError, belongs, manifest_from_json
from index.backup_restore import check, restore
from index.errors import UsageError

Entries = list[tuple[zipfile.ZipInfo, bytes]]
Told = dict[str, Any]


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup; and its home folder beside it."""
    folder = tmp_path_factory.mktemp("goed")
    back_up(lived_in(folder / "home"), folder / "lovp.zip")
    return folder / "lovp.zip"


@pytest.fixture
def file(good: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(good, tmp_path / "lovp.zip"))


def rewrite(file: Path, change: Callable[[Entries, Told], object]) -> None:
    """Makes the same ZIP with other entries, and a list that fits what `change` makes of it."""
    with zipfile.ZipFile(file) as opened:
        entries = [(info, opened.read(info)) for info in opened.infolist() if info.filename != NAME]
        listed, told = opened.getinfo(NAME), json.loads(opened.read(NAME))
    change(entries, told)
    file.unlink()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as fresh, pytest.MonkeyPatch.context() as patch:
        patch.setattr("warnings.warn", lambda *_, **__: None)  # that a name is there twice
        for info, content in [*entries, (listed, json.dumps(told).encode())]:
            fresh.writestr(info, content)


def adding(name: str, content: bytes = b"x", *, mode: int = stat.S_IFREG | 0o600) -> Callable[[Entries, Told], None]:
    """A file more, which is in the list too."""

    def change(entries: Entries, told: Told) -> None:
        info = zipfile.ZipInfo(name)
        info.external_attr = mode << 16
        entries.append((info, content))
        told["files"].append({"path": name, "size": len(content), "sha256": sha256(content).hexdigest()})

    return change


def only(told: Told, path: str) -> Told:
    found: Told = next(one for one in told["files"] if one["path"] == path)
    return found


def in_list(**new: object) -> Callable[[Entries, Told], None]:
    return lambda entries, told: told.update(new)


def of_users(**new: object) -> Callable[[Entries, Told], None]:
    return lambda entries, told: only(told, "users.json").update(new)


OUTSIDE = [
    "../buiten", "/etc/passwd", "verslagen/../../buiten", "verslagen//a.md", "verslagen/./a.md", "verslagen/a\\..\\b.md",
    "verslagen/.verborgen", "eval/../buiten.json", "eval/a.py", "eval/map/a.json", "chroma/CURRENT", "lock", "verslagen",
    "verslagen/", "iets.txt", "C:\\a", "verslagen/regel\neen.md", "terugzetten/lijst.json", "verslagen/" + "a" * 256, "",
]  # fmt: skip


@pytest.mark.parametrize("name", OUTSIDE)
def test_a_file_outside_the_places_that_a_backup_knows_is_refused(file: Path, tmp_path: Path, name: str) -> None:
    assert not belongs(name)
    rewrite(file, adding(name))
    refused(file, tmp_path)


def refused(file: Path, tmp_path: Path, said: str = ".") -> None:
    """It is refused by whoever reads it, and leaves nothing."""
    home = tmp_path / "nieuw"
    for act in (lambda: check(file), lambda: restore(home, file)):
        with pytest.raises(UnusableBackupError, match=said) as error:
            act()
        assert "\n" not in str(error.value)
    assert not home.exists() or not [path for path in home.rglob("*") if path.name != "backup.lock"]
    assert {path.name for path in tmp_path.iterdir()} <= {"nieuw", file.name}


HOSTILE: dict[str, tuple[Callable[[Entries, Told], object], str]] = {
    "a link": (adding("verslagen/a.md", b"/etc/passwd", mode=stat.S_IFLNK | 0o777), "geen gewoon bestand"),
    "a device": (adding("verslagen/a.md", mode=stat.S_IFCHR | 0o600), "geen gewoon bestand"),
    "a file twice": (lambda entries, told: entries.append(entries[0]), "dubbel"),
    "a file twice in the list": (lambda entries, told: told["files"].append(told["files"][0]), "lijst"),
    "a file that is not in the list": (lambda entries, told: told["files"].remove(only(told, "users.json")), "niet in hoort"),
    "a file that is missing": (lambda entries, told: entries.pop(0), "ontbreekt"),
    "a file that is a folder too": (lambda *both: [adding(n)(*both) for n in ("verslagen/a", "verslagen/a/b")], "lijst"),
    "another hash": (of_users(sha256="0" * 64), "inhoud"),
    "a hash that is none": (of_users(sha256="zz"), "lijst"),
    "another size": (of_users(size=3), "grootte"),
    "a size below nothing": (of_users(size=-1), "lijst"),
    "a size that is no number": (of_users(size=True), "lijst"),
    "an endless size": (of_users(size=2**80), "lijst"),
    "another format": (in_list(format="zip"), "geen reservekopie"),
    "a newer version": (in_list(format_version=2), "nieuwere versie"),
    "no version": (in_list(format_version=None), "geen reservekopie"),
    "no files": (in_list(files=None), "lijst"),
    "a moment without a zone": (in_list(created="2026-11-29"), "lijst"),
    "a path of the home that has lines": (in_list(home="/a\n/b"), "lijst"),
    "another count of records": (lambda entries, told: told["counts"].update(records=7), "niet de verslagen"),
    "a count that is missing": (lambda entries, told: told["counts"].pop("users"), "lijst"),
    "a schema that is missing": (lambda entries, told: told["schemas"].pop("lovp.sqlite3"), "lijst"),
}  # fmt: skip


@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_backup_is_refused(file: Path, tmp_path: Path, case: str) -> None:
    change, said = HOSTILE[case]
    rewrite(file, change)
    refused(file, tmp_path, said)


@pytest.mark.parametrize("listed", [b"", b"{", b"[]", b'"x"', b"[" * 100_000, b"\xff", b"null", b"1" * 5_000])
def test_a_list_that_makes_no_sense_is_refused(listed: bytes) -> None:
    with pytest.raises(UnusableBackupError, match="geen reservekopie"):
        manifest_from_json(listed)


@pytest.mark.parametrize("content", [b"", b"PK", b"%PDF-1.7", b"PK\x05\x06" + bytes(18), b"\0" * 5_000])
def test_what_is_no_zip_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "lovp.zip"
    file.write_bytes(content)
    refused(file, tmp_path)


@pytest.mark.parametrize("name", ["niets.zip", ".", "a\0b"])
def test_what_is_no_file_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(UnusableBackupError):
        check(tmp_path / name)


def test_a_bomb_fills_nothing(file: Path, tmp_path: Path) -> None:
    """Its list tells the truth: more than the disk can hold. And one whose list lies is read no further than it says."""
    rewrite(file, adding("verslagen/bom.txt", bytes(30_000_000)))
    content = bytearray(file.read_bytes())
    with zipfile.ZipFile(file) as opened:
        told = json.loads(opened.read(NAME))
    only(told, "verslagen/bom.txt")["size"] = 2**49
    rewrite(file, lambda entries, listed: listed.update(told))
    huge = bytearray(file.read_bytes())
    at = huge.rindex(b"verslagen/bom.txt") - 46  # in the directory at the end
    huge[at + 24 : at + 28] = struct.pack("<I", 0xFFFFFFFF)
    file.write_bytes(huge)
    refused(file, tmp_path)
    at = content.rindex(b"verslagen/bom.txt") - 46
    content[at + 24 : at + 28] = struct.pack("<I", 10)
    file.write_bytes(content)
    rewrite_list_size(file)
    refused(file, tmp_path)


def rewrite_list_size(file: Path) -> None:
    with zipfile.ZipFile(file, "a") as opened:
        told = json.loads(opened.read(NAME))
        only(told, "verslagen/bom.txt")["size"] = 10
        del opened.NameToInfo[NAME]
        opened.filelist[:] = [one for one in opened.filelist if one.filename != NAME]
        opened.writestr(NAME, json.dumps(told))


def test_more_than_fits_on_the_disk_is_refused_before_anything_is_written(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage._replace(free=40_000_000))
    with pytest.raises(BackupError, match="40 MB vrij"):
        restore(tmp_path / "nieuw", file)
    assert [path.name for path in (tmp_path / "nieuw").iterdir()] == ["backup.lock"]


def test_cut_short_anywhere_it_is_refused(good: Path, tmp_path: Path) -> None:
    content = good.read_bytes()
    for end in range(0, len(content), len(content) // 60):
        (tmp_path / "lovp.zip").write_bytes(content[:end])
        with pytest.raises(UnusableBackupError):
            read(tmp_path / "lovp.zip")


def read(file: Path) -> None:
    with open_archive(file) as archive:
        archive.read_all(None, "lezen")


def test_with_bytes_changed_it_is_refused_or_holds_just_what_it_held(good: Path, tmp_path: Path) -> None:
    """A few bytes of a ZIP say nothing of what is in it, such as the time of a file."""
    drawn = random.Random(9)  # noqa: S311  # which bytes
    content, file, refusals = good.read_bytes(), tmp_path / "lovp.zip", 0
    for n in range(250):
        changed = bytearray(content)
        start = len(content) - 3_000 if n % 2 else 0  # half of them in the list and the directory
        for _ in range(drawn.randint(1, 3)):
            changed[drawn.randrange(start, len(content))] ^= 1 << drawn.randrange(8)
        file.write_bytes(changed)
        try:
            read(file)  # every byte that it gives has the hash of the list, and the list was read whole
        except UnusableBackupError:
            refusals += 1
    assert refusals > 200


def test_another_list_with_the_right_hashes_is_no_proof_of_who_made_it(file: Path, tmp_path: Path) -> None:
    """Said in the documentation: put back only what you made. What it can do is bounded: it is data of the known kinds."""
    rewrite(file, adding("verslagen/erbij.md", b"van een ander"))
    restore(tmp_path / "nieuw", file)
    assert (tmp_path / "nieuw" / "verslagen" / "erbij.md").read_bytes() == b"van een ander"


def test_into_a_home_with_content_nothing_changes_when_it_is_refused(good: Path, file: Path) -> None:
    home = good.parent / "home"
    before = state(home)
    rewrite(file, of_users(sha256="0" * 64))
    with pytest.raises(UsageError, match="staan al gegevens"):
        restore(home, good)
    with pytest.raises(UnusableBackupError, match="inhoud"):
        restore(home, file, force=True)
    assert state(home) == before
    assert not (home / "terugzetten").exists()


def test_bytes_before_the_zip_are_no_harm(file: Path) -> None:
    fresh = BytesIO(b"#!/bin/sh\n" + file.read_bytes())
    file.write_bytes(fresh.getvalue())
    read(file)
