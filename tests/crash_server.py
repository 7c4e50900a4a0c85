"""A process that has everything imported, and does each thing in a copy of itself that may be killed halfway.

Run with the library of faults.c loaded. It reads a JSON object a line and answers with one: what a copy was asked ("prepare",
"run", "check"), and how it ended. A second copy tries Chroma folders, as `index.probing.probe` does in a process of its own.
"""

import gc
import json
import os
import select
import signal
import socket
import sys
import tempfile
import time
import traceback
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import crash_account
import crash_home
import pytest
from crash_shim import Fault, Faults
from themes import ThemeEncoder

from index import doctor, generations, ingest, probing, reading_process
from index.errors import UserError
from index.vectors import load_libraries

_SECONDS = 60  # more is an endless wait


def _in_a_copy(do: Callable[[], Any], kill: float | None = None) -> dict[str, Any]:
    """What came of it in a copy of this process: what it gave, and the code that it ended with.

    With `kill` the copy is killed after so many seconds, when it hasn't ended by then.
    """
    child, read = _started(do)
    if kill is not None and not select.select([read], [], [], kill)[0]:
        os.kill(child, signal.SIGKILL)
    return _ended(child, read)


def _started(do: Callable[[], Any]) -> tuple[int, int]:
    read, write = os.pipe()
    child = os.fork()
    if child:
        os.close(write)
        return child, read
    os.close(read)
    signal.alarm(_SECONDS)
    said: dict[str, Any] = {}
    try:
        said["gave"] = do()
    except UserError as error:
        said["error"] = str(error)
    except BaseException as error:
        said["crash"] = f"{type(error).__name__}: {error}"
        said["where"] = traceback.format_exc()[-1500:]
    said["seen"] = FAULTS.disarm()
    with os.fdopen(write, "w") as out:
        out.write(json.dumps(said))
    os._exit(0)


def _ended(child: int, read: int) -> dict[str, Any]:
    with os.fdopen(read) as answer:
        said = answer.read()
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return {**(json.loads(said) if said else {}), "code": code}


def _together(place: Path, acts: list[str], readers: int) -> dict[str, Any]:
    """Several copies that do something at the same time, and others that ask all the while."""
    stop = place / "stop"
    asking = [_started(lambda: crash_home.asked_until(place / "home", stop)) for _ in range(readers)]
    time.sleep(0.3 if readers else 0)
    acting = [_started(lambda what=what: crash_account.act(place / "home", what)) for what in acts]  # type: ignore[misc]  # what it needs of the loop
    done = [_ended(*act) for act in acting]
    stop.touch()
    heard = [_ended(*one) for one in asking]
    stop.unlink()
    return {"acts": done, "readers": heard}


def _serve_probes(path: str) -> None:
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(path)
        listening.listen()
        while True:
            asked, _ = listening.accept()
            with asked:
                line = asked.makefile().readline()
                if not line.endswith("\n"):  # who asked was killed before it had said what
                    continue
                folder, passages = json.loads(line)
                done = _in_a_copy(lambda folder=folder, passages=passages: probing.tried(folder, passages))  # type: ignore[misc]  # what it needs of the loop
                code = done["code"] or (0 if "gave" in done else 1)
                try:
                    asked.sendall(f"{code}\n".encode())
                except OSError:  # who asked was killed
                    continue


def _probe(folder: Path, passages: int) -> str | None:
    with socket.socket(socket.AF_UNIX) as asking:
        asking.connect(PROBES)
        asking.sendall(json.dumps([str(folder), passages]).encode() + b"\n")
        code = int(asking.makefile().readline())
    return None if code == 0 else f"Chroma-map {folder.name} is niet bruikbaar (code {code})"


def _do(asked: dict[str, Any]) -> Any:
    place = Path(asked["place"])
    if asked["do"] == "prepare":
        crash_home.prepare(place, asked["operation"])
        return None
    if asked["do"] == "check":
        return crash_home.checked(place / "home")
    if asked["do"] == "account":
        return crash_account.account(place / "home")
    if asked["do"] == "act":
        return crash_account.act(place / "home", asked["what"])
    if asked["do"] == "together":
        return _together(place, asked["acts"], asked["readers"])
    trace = Path(asked["trace"]) if asked.get("trace") else None
    FAULTS.arm(place / "home", asked.get("n", 0), Fault(asked.get("fault", 0)), trace)
    return crash_home.OPERATIONS[asked["operation"]][0](place / "home")


def main() -> None:
    """Answers until there are no more lines."""
    warnings.simplefilter("ignore")
    patch = pytest.MonkeyPatch()
    patch.setattr(
        ingest, "read_all", lambda jobs: ([*reading_process.read(job)] for job in jobs)
    )  # not what is tried here
    patch.setattr(ingest, "_LOCK_SECONDS", 1)
    patch.setattr(ingest, "_load", lambda encoder: None)  # a copy must not be made while a thread runs
    patch.setattr(doctor, "open_encoder", lambda name: ThemeEncoder())
    load_libraries()
    _learn()
    for name in _needed():  # so that no copy loads anything
        try:
            __import__(name)
        except Exception:  # noqa: S112 - what can't be loaded alone is loaded by a copy
            continue
    gc.collect()
    gc.freeze()  # so that a copy shares its pages longer
    prober = os.fork()
    if prober == 0:
        _serve_probes(PROBES)
    while not Path(PROBES).exists():
        os.sched_yield()
    probing.probe = _probe
    out = os.fdopen(os.dup(1), "w")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    if not os.environ.get("CRASH_LOUD"):
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    try:
        for line in sys.stdin:
            asked = json.loads(line)
            done = _in_a_copy(lambda asked=asked: _do(asked), asked.get("kill"))  # type: ignore[misc]  # as above
            out.write(json.dumps(done) + "\n")
            out.flush()
    finally:
        os.kill(prober, signal.SIGKILL)
        os.waitpid(prober, 0)


def _learn() -> None:
    """Has this process itself read and ask something once, without Chroma: what it keeps in memory its copies have too."""
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(ingest, "refresh_chroma", lambda *_, **__: None)
        patch.setattr(ingest, "Growing", lambda root, **_: None)
        for operation in ("add", "rebuild"):
            home = crash_home.prepare(Path(folder) / operation, operation)
            crash_home.OPERATIONS[operation][0](home)
            crash_home.state(home)


def _needed() -> list[str]:
    """The modules that a copy loads when it does everything once."""

    def once() -> list[str]:
        probing.probe = lambda folder, passages: None
        with tempfile.TemporaryDirectory() as folder:
            home = crash_home.prepare(Path(folder) / "once", "first")
            crash_home.OPERATIONS["first"][0](home)
            probing.tried(str(generations.current(home / "chroma").folder), 2)  # type: ignore[union-attr]  # it was just built
            crash_home.checked(home)
        return sorted(sys.modules)

    done = _in_a_copy(once)
    if "gave" not in done:
        raise RuntimeError(str(done))
    return [name for name in done["gave"] if name not in sys.modules]


if __name__ == "__main__":
    FAULTS = Faults()
    PROBES = tempfile.mkdtemp() + "/probes"
    main()
