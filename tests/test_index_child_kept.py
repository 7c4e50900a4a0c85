"""Reading processes end with the call that started them, unless someone keeps them open; then the next call has them."""

import os
import signal
import subprocess
import tempfile
from pathlib import Path

import pytest

from index import child
from index.child import kept_open, read_all
from index.reading import Job


@pytest.fixture
def good(tmp_path: Path) -> Path:
    path = tmp_path / "goed.md"
    path.write_text("# Verslag LOVP 4 juli 2022\n\n## Wapens\n\nDe taser komt er. Dat kost geld.\n")
    return path


@pytest.fixture
def cold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No process is kept from an earlier test, and here is where those of this test have their folders."""
    monkeypatch.setattr(child, "_spare", [])
    monkeypatch.setattr(child, "_keepers", 0)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def processes() -> set[int]:
    """The reading processes that this one started."""
    mine = subprocess.run(
        ["ps", "-o", "pid=,args=", "--ppid", str(os.getpid())], capture_output=True, text=True, check=False
    )
    return {int(line.split()[0]) for line in mine.stdout.splitlines() if "reading_process" in line}


def test_no_process_and_no_folder_is_left_when_the_reader_stops_halfway(good: Path, cold: Path) -> None:
    before = processes()
    readings = read_all([Job(str(good), "goed")] * 50, processes=2)
    next(readings)
    assert processes() - before
    assert list(cold.glob("lovp-*"))
    readings.close()  # type: ignore[attr-defined]  # it is a generator
    assert processes() - before == set()
    assert list(cold.glob("lovp-*")) == []


def test_processes_are_kept_from_call_to_call_where_that_is_asked_and_ended_after_that(good: Path, cold: Path) -> None:
    before = processes()
    jobs = [Job(str(good), "goed")]
    with kept_open():
        (first,) = read_all(jobs)
        with kept_open():
            kept = processes() - before
            assert len(kept) == 1
            (second,) = read_all(jobs)
        assert processes() - before == kept
        assert first[0].record == second[0].record
    assert processes() - before == set()
    assert list(cold.glob("lovp-*")) == []
    list(read_all(jobs))
    assert processes() - before == set()


def test_a_process_that_would_be_started_in_another_way_is_not_kept(
    good: Path, cold: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = processes()
    with kept_open():
        list(read_all([Job(str(good), "goed")]))
        first = processes() - before
        monkeypatch.setenv("TESSDATA_PREFIX", str(cold))
        list(read_all([Job(str(good), "goed")], processes=1))
        second = processes() - before
    assert len(first) == len(second) == 1
    assert first != second


def test_a_process_that_ended_while_it_was_kept_is_replaced(good: Path, cold: Path) -> None:
    before = processes()
    with kept_open():
        list(read_all([Job(str(good), "goed")]))
        for pid in processes() - before:
            os.kill(pid, signal.SIGKILL)
        (readings,) = read_all([Job(str(good), "goed")])
    assert [reading.reason for reading in readings] == [None]


@pytest.mark.usefixtures("cold")
def test_no_process_is_kept_from_a_call_that_broke_off(good: Path) -> None:
    before = processes()
    with kept_open():
        readings = read_all([Job(str(good), "goed")] * 50, processes=2)
        next(readings)
        readings.close()  # type: ignore[attr-defined]  # it is a generator
        assert processes() - before == set()
