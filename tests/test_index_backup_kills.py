"""Backups and restores that are killed with SIGKILL: before every change on disk in turn, and at moments in between.

What is left is a whole backup or none, and the home folder as it was or as it is in the backup. By default a part of the places is
tried; with KILLS=alle in the environment every one is, with many more moments.
"""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NoReturn

import pytest
from backup_home import changed, copied, lived_in, state

from index.backup import back_up
from index.backup_restore import check, finish, restore

ROOT = Path(__file__).parents[1]
EVENTS = {
    "open",
    "os.mkdir",
    "os.remove",
    "os.rename",
    "os.rmdir",
    "os.link",
    "os.chown",
    "shutil.rmtree",
    "sqlite3.connect",
}
KILLED = -int(signal.SIGKILL)


def die_at(place: int, after: str) -> None:
    """From now on, dies before the change on disk with this number, counted from one that is about the place `after`."""
    left = [place]
    counting = [not after]

    def hook(event: str, told: tuple[object, ...]) -> None:
        if event in EVENTS and counting[0]:
            left[0] -= 1
            if left[0] < 0:
                os.kill(os.getpid(), signal.SIGKILL)
        counting[0] = counting[0] or (event in {"open", "os.rename"} and f"{after}'" in str(told[:2]))

    sys.addaudithook(hook)


def run(act: Callable[[], object], *, place: int | None = None, seconds: float | None = None, after: str = "") -> int:
    """Does something in a process of its own that is killed, at a place or after some seconds; how it ended."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            if place is not None:
                die_at(place, after)
            act()
            code = 0
        finally:
            os._exit(code)
    if seconds is not None:
        time.sleep(seconds)
        os.kill(child, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def tries(act: Callable[[], object], before: Callable[[], None], anchor: str, moments: int = 10) -> Iterator[int]:
    """Does something again and again, killed each time, after `before`; how each ended.

    The places where it is killed lie close together once the file `anchor` was written on, where it begins to matter.
    """
    thorough = os.environ.get("KILLS") == "alle"
    before()
    start = time.monotonic()
    assert run(act) == 0
    took = time.monotonic() - start
    drawn = random.Random(4)  # noqa: S311  # draws moments, no secrets
    for _ in range(200 if thorough else moments):
        before()
        yield run(act, seconds=drawn.uniform(0, took))
    for after, step in (("", 1),) if thorough else (("", 40), (anchor, 3)):
        place, code = 0, KILLED
        while code == KILLED:
            before()
            code = run(act, place=place, after=after)
            yield code
            place += step


def backups(folder: Path) -> dict[str, int]:
    """Kills backups; how often each state was found."""
    home, kept = folder / "lived", folder / "kopie"
    kept.mkdir()
    file, found = kept / "lovp.zip", {"old": 0, "new": 0, "killed": 0}
    back_up(home, folder / "oud.zip")
    old, whole = (folder / "oud.zip").read_bytes(), state(home)

    def before() -> None:
        shutil.rmtree(kept)
        kept.mkdir()
        shutil.copy(folder / "oud.zip", file)

    for code in tries(lambda: back_up(home, file, force=True), before, "/kopie.zip"):
        found["killed"] += code == KILLED
        if file.read_bytes() == old:
            found["old"] += 1
        else:
            found["new"] += 1
            check(file)
        if code == KILLED and found["killed"] % 6 == 0:
            back_up(home, file, force=True)  # the next one goes as always, and takes away what was left
            assert [path.name for path in kept.iterdir()] == ["lovp.zip"]
    assert state(home) == whole
    return found


def restores(folder: Path) -> dict[str, int]:
    """Kills restores; how often each state was found."""
    lived, now, work, file = folder / "lived", folder / "nu", folder / "home", folder / "oud.zip"
    old, new, found = state(now), state(lived), {"old": 0, "new": 0, "killed": 0}

    def before() -> None:
        shutil.rmtree(work, ignore_errors=True)
        shutil.copytree(now, work)

    for code in tries(lambda: restore(work, file, force=True), before, "/.lijst.json"):
        found["killed"] += code == KILLED
        finish(work)
        there = state(work)
        assert there in (old, new), {key: there[key] == old[key] for key in old}
        found["old" if there == old else "new"] += 1
        assert not (work / "terugzetten").exists()
        assert (work / "chroma").exists() is (there == old)
    return found


def again(folder: Path) -> dict[str, int]:
    """Kills the finishing of a restore too, as often as it takes."""
    lived, now, work, file = folder / "lived", folder / "nu", folder / "home", folder / "oud.zip"
    shutil.rmtree(work)
    shutil.copytree(now, work)
    assert run(lambda: restore(work, file, force=True), place=10, after="/lijst.json") == KILLED
    assert state(work) not in (state(now), state(lived))  # half of it
    kills = 0
    while run(lambda: finish(work), place=kills) == KILLED:
        kills += 1
    assert state(work) == state(lived)
    return {"killed": kills}


def main(place: str) -> NoReturn:
    """In a process of its own, as it copies itself: prints what was found."""
    folder = Path(place)
    (changed(copied(lived_in(folder / "lived"), folder / "nu")) / "chroma").mkdir()
    print(json.dumps({"backup": backups(folder), "restore": restores(folder), "finish": again(folder)}))
    sys.exit(0)


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, int]]:
    if sys.platform != "linux":
        pytest.skip("a process copies itself safely on Linux only")
    code = f"from test_index_backup_kills import main; main({str(tmp_path_factory.mktemp('kills'))!r})"
    environment = {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'tests'}"}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    print(done.stdout)
    told: dict[str, dict[str, int]] = json.loads(done.stdout)
    return told


@pytest.mark.parametrize("what", ["backup", "restore"])
def test_after_a_kill_there_is_what_was_or_what_should_be(found: dict[str, dict[str, int]], what: str) -> None:
    assert found[what]["killed"] >= 15
    assert min(found[what]["old"], found[what]["new"]) > 0


def test_what_finishes_a_restore_may_be_killed_as_often_as_it_likes(found: dict[str, dict[str, int]]) -> None:
    assert found["finish"]["killed"] >= 10
