"""Processes that tests would start again and again, kept from test to test: each still does its work in a process of its own."""

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# What `probing.probe` starts anew for each folder takes over a second to import Chroma. This one has imported it, and
# makes a copy of itself for each folder; no Chroma is opened in it, so that a copy is as good as a fresh one.
_PROBES = """
import json, os, sys
import chromadb
from index import probing
from index.probing import tried
for line in sys.stdin:
    child = os.fork()
    if child == 0:
        code = 1
        try:
            tried(*json.loads(line))
            code = 0
        except SystemExit as left:
            code = left.code
        finally:
            os._exit(code)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


class Probes:
    """Stands in for `probing.probe`; started at the first question."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None
        self._lock = threading.Lock()

    def __call__(self, folder: Path, passages: int) -> str | None:
        """What is wrong with a Chroma folder, None when nothing is; in the words of `probing.probe`."""
        with self._lock:
            code = self._ask(folder, passages)
        return None if code == 0 else f"Chroma-map {folder.name} is niet bruikbaar (code {code})"

    def _ask(self, folder: Path, passages: int) -> int:
        if self._process is None:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-W", "ignore", "-c", _PROBES],
                cwd=Path(__file__).parents[1],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
            )
        asked, answers = self._process.stdin, self._process.stdout
        assert asked is not None
        assert answers is not None
        asked.write(json.dumps([str(folder), passages]) + "\n")
        asked.flush()
        return int(answers.readline())

    def close(self) -> None:
        """Ends the process."""
        if self._process is not None:
            self._process.communicate()


@contextmanager
def probes() -> Iterator[Probes]:
    """A stand-in for `probing.probe`, ended afterwards."""
    asked = Probes()
    try:
        yield asked
    finally:
        asked.close()
