"""`lovp` as a process of its own that reads a published copy, with a Chroma server that answers however few passages there are.

The number of passages from which Chroma answers is no setting; this program lowers it, and then is `lovp`.
"""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
from api_site import told

ROOT = Path(__file__).resolve().parent.parent
USED = "de zoekindex op de Chroma-server wordt gebruikt"
AWAY = "er wordt exact gezocht"
NEW_COPY = "een nieuwe kopie wordt gelezen"
_READY = 180  # seconds; this machine may have much else to do


class Face:
    """A face: its folder, its process while it runs, and what it says."""

    def __init__(self, home: Path, **settings: str) -> None:
        self.home = home
        self.url = ""
        self._settings = settings
        self._log = home.parent / f"{home.name}.log"
        self._popen: subprocess.Popen[bytes] | None = None
        self._from = 0

    def start(self) -> None:
        """Starts `lovp web` on a free port, and waits until it is ready."""
        self.home.mkdir(exist_ok=True)
        self._from = len(self.said())
        kept = {name: value for name, value in os.environ.items() if not name.startswith("LOVP_")}
        ours = {"PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'tests'}", "LOVP_HOME": str(self.home)}
        ours |= {"LOVP_QUESTIONS_PER_MINUTE": "10000", "LOVP_QUESTIONS_AT_ONCE": "100", "LOVP_LOG_LEVEL": "info"}
        command = [sys.executable, __file__, "web", "--no-browser", "--port", "0"]
        with self._log.open("ab") as log:
            self._popen = subprocess.Popen(
                command, cwd=self.home, env={**kept, **ours, **self._settings}, stdout=log, stderr=subprocess.STDOUT
            )
        self.url = self.until(r"(http://127\.0\.0\.1:\d+)")

    def said(self) -> str:
        """Everything that it said, since it was started last."""
        return self._log.read_bytes()[self._from :].decode(errors="replace") if self._log.exists() else ""

    def until(self, pattern: str, times: int = 1) -> str:
        """Waits until it has said this so often; what it said then."""
        end = time.monotonic() + _READY
        while len(found := re.findall(pattern, self.said())) < times:
            assert self._popen is not None
            assert self._popen.poll() is None, self.said()
            assert time.monotonic() < end, self.said()
            time.sleep(0.05)
        last: str = found[-1]
        return last

    def ask(self, question: str) -> Any:
        """Its answer, without what differs from run to run."""
        with httpx.Client(base_url=self.url, trust_env=False, timeout=60) as client:
            reply = client.post("/api/v1/ask", json={"question": question})
        assert reply.status_code == 200, reply.text
        return told(reply.json())

    def kill(self) -> None:
        """Ends it as `kill -9` does."""
        assert self._popen is not None
        self._popen.send_signal(signal.SIGKILL)
        self._popen.wait(10)

    def stop(self) -> None:
        """Ends it, however it is."""
        if self._popen is not None and self._popen.poll() is None:
            self._popen.kill()
            self._popen.wait(10)


@contextmanager
def faces(*each: Face) -> Iterator[None]:
    """Starts them together; ended afterwards."""
    try:
        for face in each:
            face.start()
        yield
    finally:
        for face in each:
            face.stop()


if __name__ == "__main__":
    from unittest.mock import patch

    from ui.cli import main

    with patch("index.search.EXACT_BELOW", 0):
        sys.exit(main())
