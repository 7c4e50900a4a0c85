"""A real Chroma server (`chroma run`, in Rust) on a free port of this machine, that can be killed and brought back.

with chroma_run(tmp_path / "server") as server:
    ChromaServer(Address(server.url), seconds=10)
    server.kill()
    server.start()
"""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

_READY = 60  # seconds; this machine may have much else to do
_RUN = "import sys; from chromadb_rust_bindings import cli; cli(['chroma', 'run', *sys.argv[1:]])"


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        port: int = asked.getsockname()[1]
        return port


class ChromaRun:
    """The server: its folder, its address, and its process."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._popen: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Starts it, and waits until it is ready."""
        self.folder.mkdir(exist_ok=True)
        command = [
            sys.executable,
            "-c",
            _RUN,
            "--path",
            str(self.folder),
            "--host",
            "127.0.0.1",
            "--port",
            str(self.port),
        ]
        with (self.folder.parent / f"{self.folder.name}.log").open("ab") as log:
            self._popen = subprocess.Popen(
                command,
                cwd=self.folder.parent,
                stdout=log,
                stderr=log,
                env={**os.environ, "ANONYMIZED_TELEMETRY": "False"},
            )
        end = time.monotonic() + _READY
        with httpx.Client(trust_env=False) as client:
            while True:
                assert self._popen.poll() is None, "the server ended"
                assert time.monotonic() < end, "the server doesn't become ready"
                try:
                    if client.get(f"{self.url}/api/v2/healthcheck").is_success:
                        return
                except httpx.HTTPError:
                    time.sleep(0.05)

    def kill(self) -> None:
        """Ends it as `kill -9` does."""
        self._send(signal.SIGKILL)
        assert self._popen is not None
        self._popen.wait(10)

    def hang(self) -> None:
        """It takes connections and answers none, until `wake`."""
        self._send(signal.SIGSTOP)

    def wake(self) -> None:
        """It goes on."""
        self._send(signal.SIGCONT)

    def memory(self) -> float:
        """What it has in memory now, in MB; 0 where the system doesn't tell."""
        status = Path(f"/proc/{self._popen.pid if self._popen else 0}/status")
        resident = re.search(r"VmRSS:\s+(\d+)", status.read_text()) if status.is_file() else None
        return int(resident[1]) / 1000 if resident else 0.0

    def stop(self) -> None:
        """Ends it, however it is."""
        if self._popen is not None and self._popen.poll() is None:
            self._send(signal.SIGKILL)
            self._popen.wait(10)

    def _send(self, number: signal.Signals) -> None:
        assert self._popen is not None
        self._popen.send_signal(number)


@contextmanager
def chroma_run(folder: Path) -> Iterator[ChromaRun]:
    """The server over a folder of its own; ended afterwards."""
    server = ChromaRun(folder)
    try:
        server.start()
        yield server
    finally:
        server.stop()
