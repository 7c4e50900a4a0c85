"""A disk that is full, a folder that may not be written in, and what two processes tell each other: in Dutch, with what to do."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from filelock import FileLock
from themes import ThemeEncoder

from index import ingest, probing
from index.doctor import examine
from index.errors import UserError
from index.ingest import index_paths
from index.rebuild import forget_broken_off, was_broken_off
from index.recipe import IndexMissingError
from index.removal import remove_record
from index.search import Index, search, store_path
from index.settings import Settings
from index.store import Store

TEXT = "# Verslag LOVP {day} juli 2022\n\n## Wapens\n\nDe taser komt er. Dat kost geld, nummer {day}.\n"
FULL = """
import sys
sys.path[:0] = {paths!r}
from pathlib import Path
from themes import ThemeEncoder
from index.errors import UserError
from index.ingest import index_paths
from index.search import Index, search
home, files = Path({home!r}), Path({files!r})
try:
    index_paths(home, ThemeEncoder(), [files])
    print("gelukt")
except UserError as error:
    print(error)
with Index(home, ThemeEncoder()) as index:
    print(index.store.integrity(), len(index.store.records()), search(index, "taser")[0].passage.topic)
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(probing, "probe", lambda folder, passages: None)
    made = tmp_path / "verslagen"
    made.mkdir()
    (made / "1.md").write_text(TEXT.format(day=1))
    return made


def test_a_small_disk_that_fills_up_is_told_and_keeps_what_was_there(home: Path, folder: Path, tmp_path: Path) -> None:
    if os.name != "posix" or subprocess.run(["unshare", "-rm", "true"], check=False).returncode:
        pytest.skip("a disk of its own can't be made here")
    for day in range(2, 28):
        (folder / f"{day}.md").write_text(TEXT.format(day=day) + "De wijk vraagt om geld en agenten. " * 2000)
    index_paths(home, ThemeEncoder(), [folder / "1.md"])
    root = Path(__file__).parent
    code = FULL.format(paths=[str(root.parent), str(root)], home=str(tmp_path / "disk" / "home"), files=str(folder))
    (tmp_path / "disk").mkdir()
    (tmp_path / "full.py").write_text(code)
    script = 'mount -t tmpfs -o size=3m none "$1" && cp -r "$2" "$1/home" && exec "$3" -W ignore "$4"'
    command: list[str | Path] = [
        "unshare",
        "-rm",
        "sh",
        "-c",
        script,
        "sh",
        tmp_path / "disk",
        home,
        sys.executable,
        tmp_path / "full.py",
    ]
    run = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert run.returncode == 0, run.stderr
    said, found = run.stdout.strip().splitlines()[-2:]
    assert re.search(r"full|vol|Chroma", said), run.stdout
    assert re.fullmatch(r"\[\] \d+ Wapens", found)  # whole, with the records of each batch that fitted


def test_a_folder_that_may_not_be_written_in_still_answers(
    home: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index_paths(home, ThemeEncoder(), [folder])
    home.chmod(0o500)

    def refuses(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied", str(home / "lock"))

    monkeypatch.setattr(FileLock, "acquire", refuses)  # the tests may run as root, who may do anything
    try:
        with pytest.raises(UserError, match=r"kan niet worden geschreven.*rechten.*probeer het opnieuw"):
            remove_record(home, "2022-07-01-verslag-lovp")
        with Index(home, ThemeEncoder()) as index:
            assert search(index, "taser")[0].passage.topic == "Wapens"
    finally:
        home.chmod(0o700)


def test_a_file_that_the_first_writer_never_filled_says_how_to_fill_it(home: Path, folder: Path) -> None:
    store_path(home).touch()
    with pytest.raises(IndexMissingError, match="lovp index MAP"):
        Store(store_path(home))
    assert index_paths(home, ThemeEncoder(), [folder]).new == 1


def test_who_can_not_write_because_another_does_says_so(
    home: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ingest, "_LOCK_SECONDS", 0.05)
    with FileLock(home / "lock"), pytest.raises(UserError, match="door een ander proces"):
        index_paths(home, ThemeEncoder(), [folder])


def test_a_rebuild_that_was_killed_leaves_no_removed_record_behind(home: Path, folder: Path) -> None:
    index_paths(home, ThemeEncoder(), [folder])
    (home / "wissel").mkdir()
    (home / "wissel" / "lovp.sqlite3").write_text("De taser komt er.")
    wrong = [check.text for check in examine(Settings(home)) if not check.good]
    assert any("afgebroken" in text and "lovp doctor --repair" in text for text in wrong)
    assert was_broken_off(home)
    assert remove_record(home, "2022-07-01-verslag-lovp") is not None
    assert not was_broken_off(home)
    forget_broken_off(home)  # again is no error


def test_what_a_disk_does_not_remove_at_once_is_removed_at_the_second_try_or_told(
    home: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index_paths(home, ThemeEncoder(), [folder])
    removed, fails = shutil.rmtree, [True]

    def rmtree(path: Path, ignore_errors: bool = False) -> None:
        if not fails or not fails.pop():
            removed(path)
        elif not ignore_errors:
            raise OSError(5, "Input/output error")

    monkeypatch.setattr(shutil, "rmtree", rmtree)
    (home / "wissel").mkdir()
    forget_broken_off(home)
    assert not was_broken_off(home)
    (home / "wissel").mkdir()
    fails += [True, True]
    with pytest.raises(OSError, match="Input/output"):
        forget_broken_off(home)


def test_an_erasure_that_was_broken_off_is_finished_by_the_next_command(
    home: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index_paths(home, ThemeEncoder(), [folder])

    def stops(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Store, "erase_traces", stops)
        with pytest.raises(KeyboardInterrupt):
            remove_record(home, "2022-07-01-verslag-lovp")
    (folder / "1.md").unlink()
    wrong = [check.text for check in examine(Settings(home)) if not check.good]
    assert any("sporen van verwijderde verslagen" in text for text in wrong)
    index_paths(home, ThemeEncoder(), [folder], prune=True)
    assert b"taser" not in b"".join(path.read_bytes() for path in home.rglob("*") if path.is_file()).lower()
