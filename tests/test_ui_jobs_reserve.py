"""Erasures are accepted on a disk that is full, as room was held for them."""

from pathlib import Path

import pytest
from test_ui_jobs import READ, Doing, good

from ui import jobs_file
from ui.jobs import Jobs
from ui.jobs_file import Kept, Kind, Task
from ui.jobs_reserve import hold, let_go
from ui.manage import Report
from ui.uploads import StorageError


def test_an_erasure_gets_room_and_nothing_else_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    jobs = Jobs(tmp_path, Doing(good))
    jobs.resume()
    held = len([*tmp_path.glob(".taken-*")])
    write = jobs_file._write

    def full(file: Path, kept: Kept) -> None:
        if len([*tmp_path.glob(".taken-*")]) == held:
            raise OSError(28, "No space left on device")
        write(file, kept)

    monkeypatch.setattr(jobs_file, "_write", full)
    with pytest.raises(StorageError, match="De schijf is vol"):
        jobs.start(READ, "")
    assert jobs.wait(jobs.start(Task(Kind.REMOVE_FILE, "groot.pdf"), ""), 10).report == Report("goed")
    jobs.stop()


def test_room_is_held_for_real_and_given_back_piece_by_piece(tmp_path: Path) -> None:
    hold(tmp_path)
    hold(tmp_path)
    pieces = [*tmp_path.iterdir()]
    assert all(piece.stat().st_blocks * 512 >= 1 << 16 for piece in pieces)
    assert [let_go(tmp_path) for _ in range(len(pieces) + 1)] == [True] * len(pieces) + [False]
    assert [*tmp_path.iterdir()] == []


def test_on_a_disk_without_room_nothing_is_held_half(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    hold(tmp_path)
    assert [*tmp_path.iterdir()] == []
