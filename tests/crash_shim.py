"""The library that makes a disk go wrong: built once with the C compiler, and armed by the process that is to suffer."""

import ctypes
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from enum import IntEnum
from pathlib import Path

import pytest

_SOURCE = Path(__file__).with_name("faults.c")


class Fault(IntEnum):
    """What becomes of the N-th change of a file; the numbers are those of faults.c."""

    NONE = 0
    KILL = 1  # the process ends before it
    HALF = 2  # a write is done half, then the process ends; what is no write ends it before
    EIO = 3  # it fails, this once
    FULL = 4  # half of it fits, and from then on nothing more
    BROKEN = 5  # it fails, and so does all after it
    SHORT = 6  # a write is done half, and says so; the next go well


def shim() -> Path:
    """The built library; a test is skipped where it can't be built, or fails where CI is set."""
    compiler = shutil.which("cc")
    if compiler is None or sys.platform != "linux":
        reason = "a C compiler on Linux is needed to make a disk go wrong (Debian: sudo apt-get install gcc)"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    name = hashlib.sha256(_SOURCE.read_bytes()).hexdigest()[:16]
    built = Path(tempfile.gettempdir()) / f"lovp-faults-{os.getuid()}" / f"{name}.so"
    if not built.is_file():
        built.parent.mkdir(mode=0o700, exist_ok=True)
        fresh = built.with_suffix(f".{os.getpid()}")
        subprocess.run([compiler, "-shared", "-fPIC", "-O2", "-o", fresh, _SOURCE, "-ldl"], check=True)
        fresh.replace(built)
    return built


class Faults:
    """The library in a process that was started with it."""

    def __init__(self) -> None:
        self._library = ctypes.CDLL(None)
        self._library.faults_seen.restype = ctypes.c_long

    def arm(self, folder: Path, n: int, fault: Fault, trace: Path | None = None) -> None:
        """From now on changes under `folder` count, and the `n`-th goes wrong."""
        kept = os.fsencode(trace) if trace else None
        self._library.faults_arm(os.fsencode(folder.resolve()), ctypes.c_long(n), int(fault), kept)

    def disarm(self) -> int:
        """Nothing counts any more; how many changes there were."""
        self._library.faults_disarm()
        return int(self._library.faults_seen())
