"""Watching folders: every change is followed, passing work of editors is not, and a failure does not end it."""

import logging
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from index.errors import UserError
from index.watch import is_temporary, watch


class Follower:
    """Remembers what the folder held at each call; fails as often as it is told to."""

    def __init__(self, *roots: Path) -> None:
        self.roots = roots
        self.seen: list[list[str]] = []
        self.failures: list[Exception] = []

    def __call__(self) -> None:
        files = [f for root in self.roots for f in (root.rglob("*") if root.is_dir() else [root]) if f.is_file()]
        self.seen.append(sorted(f"{file.name}: {file.read_text()}" for file in files))
        if self.failures:
            raise self.failures.pop(0)

    def saw(self, *files: str, within: float = 5.0) -> bool:
        return eventually(lambda: bool(self.seen) and self.seen[-1] == list(files), within)


def eventually(holds: Callable[[], bool], within: float = 5.0) -> bool:
    end = time.monotonic() + within
    while not holds():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


@pytest.fixture
def watching() -> Iterator[Callable[..., Follower]]:
    stop = threading.Event()
    threads: list[threading.Thread] = []

    def start(*paths: Path, retry: float = 60.0, failures: tuple[Exception, ...] = ()) -> Follower:
        follower = Follower(*paths)
        follower.failures.extend(failures)
        thread = threading.Thread(
            target=watch, args=(paths, follower, stop), kwargs={"quiet": 0.05, "longest": 0.5, "retry": retry}
        )
        thread.start()
        threads.append(thread)
        assert eventually(lambda: bool(follower.seen) or not all(path.exists() for path in paths))
        return follower

    yield start
    stop.set()
    for thread in threads:
        thread.join(3)
        assert not thread.is_alive()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "verslagen"
    path.mkdir()
    (path / "a.txt").write_text("1")
    return path


def test_a_folder_is_read_at_the_start_and_after_each_kind_of_change(
    folder: Path, watching: Callable[..., Follower]
) -> None:
    follower = watching(folder)
    assert follower.saw("a.txt: 1")
    (folder / "b.txt").write_text("2")
    assert follower.saw("a.txt: 1", "b.txt: 2")
    (folder / "b.txt").write_text("3")
    assert follower.saw("a.txt: 1", "b.txt: 3")
    (folder / "onder").mkdir()
    (folder / "b.txt").rename(folder / "onder" / "c.txt")
    assert follower.saw("a.txt: 1", "c.txt: 3")
    (folder / "onder" / "c.txt").unlink()
    assert follower.saw("a.txt: 1")


def test_files_that_are_copied_together_are_read_together(folder: Path, watching: Callable[..., Follower]) -> None:
    follower = watching(folder)
    for n in range(50):
        (folder / f"{n:02}.txt").write_text("x")
    assert eventually(lambda: len(follower.seen[-1]) == 51)
    assert len(follower.seen) <= 4


def test_passing_work_of_an_editor_is_no_change(folder: Path, watching: Callable[..., Follower]) -> None:
    follower = watching(folder)
    for name in (".a.txt.swp", "~$a.docx", "a.txt~", "4913", "a.tmp", ".DS_Store", "a.pdf.crdownload"):
        assert is_temporary(folder / name)
        (folder / name).write_text("x")
        (folder / name).unlink()
    time.sleep(0.5)
    assert follower.seen == [["a.txt: 1"]]
    (folder / "a.tmp").write_text("2")  # and the way an editor saves is one
    (folder / "a.tmp").replace(folder / "a.txt")
    assert follower.saw("a.txt: 2")


@pytest.mark.parametrize("failure", [UserError("Er wordt al ingelezen."), ValueError("onverwacht")])
def test_a_failure_is_logged_and_tried_again(
    folder: Path, watching: Callable[..., Follower], failure: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR, "index.watch"):
        follower = watching(folder, retry=0.3, failures=(failure,))
        assert eventually(lambda: len(follower.seen) == 2)
    assert "bijwerken is niet gelukt" in caplog.text
    (folder / "b.txt").write_text("2")
    assert follower.saw("a.txt: 1", "b.txt: 2")


def test_a_folder_that_is_moved_away_is_waited_for_and_not_read_as_empty(
    folder: Path, tmp_path: Path, watching: Callable[..., Follower]
) -> None:
    follower = watching(folder)
    folder.rename(tmp_path / "weg")
    time.sleep(0.5)
    assert follower.seen == [["a.txt: 1"]]
    folder.mkdir()
    (folder / "nieuw.txt").write_text("2")
    assert follower.saw("nieuw.txt: 2")
    shutil.rmtree(folder)
    time.sleep(0.3)
    (tmp_path / "weg").rename(folder)
    assert follower.saw("a.txt: 1")


def test_a_file_is_followed_when_an_editor_puts_another_in_its_place(
    folder: Path, watching: Callable[..., Follower]
) -> None:
    file = folder / "a.txt"
    follower = watching(file)
    for text in ("2", "3"):
        (folder / "b").write_text(text)
        (folder / "b").replace(file)
        assert follower.saw(f"a.txt: {text}")
    file.write_text("4")
    assert follower.saw("a.txt: 4")
