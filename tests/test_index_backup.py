"""A backup is one whole file, of one moment, made while everything goes on; or there is none."""

import json
import os
import resource
import shutil
import sqlite3
import stat
import subprocess
import sys
import threading
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from backup_home import copied, lived_in, put, say

from index import sqlite_backup
from index.backup import Kept, back_up
from index.backup_manifest import BackupError, manifest_from_json, others
from index.backup_restore import check
from index.backup_work import alone
from index.errors import UsageError
from index.progress import Progress
from index.recipe import IndexMissingError
from index.search import store_path
from index.store import Store


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return lived_in(tmp_path_factory.mktemp("lived") / "home")


@pytest.fixture
def home(lived: Path, tmp_path: Path) -> Path:
    return copied(lived, tmp_path / "home")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "kopie").mkdir()
    return tmp_path / "kopie" / "lovp.zip"


def names(file: Path) -> list[str]:
    with zipfile.ZipFile(file) as opened:
        return sorted(opened.namelist())


def during(awaited: str, act: Callable[[], object]) -> Progress:
    """Progress that does something the first time that it hears of a step."""
    left = [act]

    def progress(step: str, done: int, total: int) -> None:
        if step == awaited and left:
            left.pop()()

    return progress


def test_it_holds_all_that_cannot_be_made_again_and_nothing_else(home: Path, file: Path) -> None:
    kept = back_up(home, file)
    run = next(path.name for path in (home / "eval").iterdir())
    expected = [f"eval/{run}", "facts.yaml", "feedback.sqlite", "lovp.sqlite3", "lovp.toml", "manifest.json"]
    expected += ["slack.sqlite", "users.json", "verslagen/verslag 1.md", "verslagen/verslag 2.md"]
    assert names(file) == expected
    assert kept.manifest.counts == {
        "records": 2, "passages": 2, "feedback": 1, "slack": 2, "users": 1, "added": 2, "runs": 1,
    }  # fmt: skip
    assert (kept.left_out, kept.unlike, kept.unknown) == ((), (), ())
    assert kept.size == file.stat().st_size


def test_what_lies_there_and_is_not_known_is_told(home: Path, file: Path) -> None:
    for name in (
        "chroma",
        "wissel",
        "terugzetten",
        "lock",
        "users.lock",
        "lovp.sqlite3-wal2",
        ".users.json.ab",
        "notities.txt",
    ):
        (home / name).touch()
    assert back_up(home, file).unknown == ("lovp.sqlite3-wal2", "notities.txt")
    assert others(home) == ["lovp.sqlite3-wal2", "notities.txt"]


def test_anybody_can_open_it_and_its_list_says_what_is_in_it(home: Path, file: Path, tmp_path: Path) -> None:
    manifest = back_up(home, file).manifest
    subprocess.run([sys.executable, "-m", "zipfile", "-e", file, tmp_path / "los"], check=True)
    assert (tmp_path / "los" / "users.json").read_bytes() == (home / "users.json").read_bytes()
    with closing(sqlite3.connect(f"file:{tmp_path / 'los' / 'lovp.sqlite3'}?immutable=1", uri=True)) as opened:
        assert opened.execute("SELECT count(*) FROM records").fetchone() == (2,)
    assert manifest_from_json((tmp_path / "los" / "manifest.json").read_bytes()) == manifest
    assert check(file) == manifest


def test_only_its_owner_can_read_it_and_nothing_lies_beside_it(home: Path, file: Path) -> None:
    back_up(home, file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert os.listdir(file.parent) == [file.name]  # noqa: PTH208  # hidden ones too


def test_a_file_that_is_there_is_replaced_only_on_request(home: Path, file: Path) -> None:
    file.write_text("mijn scriptie")
    with pytest.raises(UsageError, match="bestaat al"):
        back_up(home, file)
    assert file.read_text() == "mijn scriptie"
    back_up(home, file, force=True)
    check(file)


def test_a_file_that_came_meanwhile_is_not_replaced(home: Path, file: Path) -> None:
    with pytest.raises(UsageError, match="bestaat al"):
        back_up(home, file, progress=during("Reservekopie nalezen", lambda: file.write_text("net gemaakt")))
    assert file.read_text() == "net gemaakt"
    assert len(list(file.parent.iterdir())) == 1


@pytest.mark.parametrize(
    ("place", "said"),
    [("home/verslagen/kopie.zip", "buiten"), ("niets/kopie.zip", "is er niet"), ("kopie", "is een map")],
)
def test_a_place_where_it_cannot_go_is_said_at_once(home: Path, file: Path, place: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        back_up(home, home.parent / place)


def test_without_records_there_is_nothing_to_keep(tmp_path: Path, file: Path) -> None:
    with pytest.raises(IndexMissingError, match="niets om te bewaren"):
        back_up(tmp_path / "leeg", file)
    assert not file.exists()


def add(home: Path, n: int) -> None:
    """A record more, as an upload does it: the file first."""
    path = home / "verslagen" / f"nieuw {n}.md"
    path.write_text(f"Het plan over drugs, {n}")
    with closing(Store(store_path(home), create=True)) as store, store.transaction():
        put(store, path)


def test_it_is_of_one_moment_while_records_and_verdicts_keep_coming_in(home: Path, file: Path) -> None:
    stop, added = threading.Event(), [0]

    def write() -> None:
        while not stop.is_set():
            added[0] += 1
            add(home, added[0])
            say(home, f"Vraag {added[0]}")

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for _ in range(5):
            kept = back_up(home, file, force=True)
            assert together(file) == []
            assert kept.unlike == ()
    finally:
        stop.set()
        writer.join()
    assert added[0] > 5


def together(file: Path) -> list[str]:
    """The records in a backup whose added file isn't in it as it was read, and files that are neither read nor marked so."""
    check(file)
    with zipfile.ZipFile(file) as opened:
        found = set(opened.namelist())
        los = file.parent / "los"
        opened.extract("lovp.sqlite3", los)
        with closing(sqlite3.connect(los / "lovp.sqlite3")) as store:
            known = {f"verslagen/{Path(path).name}" for (path,) in store.execute("SELECT path FROM files")}
        shutil.rmtree(los)
    unread = {name for name in found if name.endswith(".md")} - known
    wrong = sorted(known - found)
    return wrong + (sorted(unread) if "verslagen/.ongelezen" not in found else [])


def test_all_begins_again_when_an_added_file_is_erased_meanwhile(home: Path, file: Path) -> None:
    gone = home / "verslagen" / "verslag 1.md"

    def erase() -> None:
        gone.unlink()
        with closing(sqlite3.connect(store_path(home))) as store:
            store.execute("DELETE FROM files WHERE path = ?", (str(gone),))
            store.commit()

    kept = back_up(home, file, progress=during("eval kopiëren", erase))
    assert "verslagen/verslag 1.md" not in names(file)
    assert together(file) == []
    assert kept.unlike == ()


def test_an_added_file_that_was_changed_by_hand_is_told(home: Path, file: Path) -> None:
    (home / "verslagen" / "verslag 1.md").write_text("anders")
    (home / "verslagen" / "verslag 2.md").unlink()
    assert back_up(home, file).unlike == ("verslag 1.md", "verslag 2.md")


def test_what_is_no_plain_file_or_has_no_name_to_write_down_is_left_out_and_told(home: Path, file: Path) -> None:
    (home / "verslagen" / "koppeling.md").symlink_to("/etc/hostname")
    os.mkfifo(home / "verslagen" / "pijp.md")
    (home / "verslagen" / "a\\b.md").touch()
    with open(os.fsencode(home / "verslagen") + b"/\xff.md", "w"):  # noqa: PTH123  # a name that is no text
        pass
    kept = back_up(home, file)
    assert [path for path, _ in kept.left_out] == [
        "verslagen/a\\b.md", "verslagen/koppeling.md", "verslagen/pijp.md", "verslagen/?.md",
    ]  # fmt: skip
    assert all(reason for _, reason in kept.left_out)
    check(file)


def test_a_damaged_database_does_not_take_the_place_of_a_good_backup(home: Path, file: Path) -> None:
    back_up(home, file)
    before = file.read_bytes()
    store = store_path(home)
    content = bytearray(store.read_bytes())
    content[8192:16384] = bytes(8192)
    store.write_bytes(content)
    with pytest.raises(BackupError, match="beschadigd"):
        back_up(home, file, force=True)
    assert file.read_bytes() == before
    assert len(list(file.parent.iterdir())) == 1


@pytest.mark.parametrize("room", [0, 20_000, 150_000, 470_000])
def test_a_full_disk_leaves_no_half_file_and_is_said_in_dutch(home: Path, file: Path, room: int) -> None:
    (home / "verslagen" / "groot.txt").write_bytes(os.urandom(600_000))
    file.write_text("van gisteren")
    _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, most))
    try:
        with pytest.raises(BackupError, match="schijf is vol"):
            back_up(home, file, force=True)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
    assert file.read_text() == "van gisteren"
    assert len(list(file.parent.iterdir())) == 1


def test_two_at_once_are_refused(home: Path, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.backup.alone", lambda home: alone(home, 0))
    with alone(home), pytest.raises(BackupError, match="al een reservekopie"):
        back_up(home, file)


def test_it_tells_how_far_it_is(home: Path, file: Path) -> None:
    told: list[tuple[str, int, int]] = []
    kept: Kept = back_up(home, file, progress=lambda *step: told.append(step))
    steps = list(dict.fromkeys(step for step, _, _ in told))
    assert steps == [
        "lovp.sqlite3 kopiëren", "feedback.sqlite kopiëren", "slack.sqlite kopiëren", "eval kopiëren",
        "verslagen kopiëren", "Reservekopie nalezen",
    ]  # fmt: skip
    assert all(0 <= done <= total for _, done, total in told)
    assert kept.manifest.size > 0


def test_a_copy_is_of_the_moment_at_which_it_began(home: Path, tmp_path: Path) -> None:
    with closing(Store(store_path(home))) as store:
        before = len(store.record_days())
    copy = tmp_path / "kopie.sqlite3"
    sqlite_backup.take(store_path(home), copy, lambda done, total: add(home, done) if not done % 2 else None)
    assert sqlite_backup.held(copy).records == before
    assert json.dumps(sqlite_backup.damage(copy)) == "[]"
