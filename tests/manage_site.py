"""A site with nothing but managing records, behind the real guard; who is who comes from a header, as behind a proxy."""

import ipaddress
import shutil
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn
from fastapi import FastAPI

from index.embedding import BUILT_IN, open_encoder
from index.search import Index
from index.settings import Settings
from ui.access import PROXY, Access
from ui.jobs import Jobs
from ui.jobs_file import Job
from ui.manage import Became, Report
from ui.manage_tasks import Tasks
from ui.sessions import Sessions
from ui.uploads import folder_of
from ui.users import Users
from ui.web_access import Guard
from ui.web_manage import add_manage
from ui.web_pages import add_pages
from ui.web_server import listen

HEADER = "x-wie"
WALES = (
    "Korte terugkoppeling LOVP 4 maart 2024\n\nWalvissen\nDe korpschef telde vier walvissen in de haven van Merendam.\n"
)
ASKED = "Hoeveel walvissen telde de korpschef?"
MANAGER, READER = {HEADER: "anna"}, {HEADER: "bram"}
ACCESS = Access(
    PROXY,
    proxy_header=HEADER,
    proxies=(ipaddress.ip_network("127.0.0.0/8"),),
    managers=frozenset({"anna"}),
)


@dataclass(frozen=True)
class Managed:
    """An open index and the settings, of which a room to manage records needs no more."""

    index: Index
    settings: Settings


def site(home: Path, index: Index, jobs: Jobs, megabytes: int = 2) -> Callable[..., Any]:
    """The site as an ASGI application."""
    return Guard(unguarded(home, index, jobs, megabytes), ACCESS, Users(home), Sessions())


def unguarded(home: Path, index: Index, jobs: Jobs, megabytes: int = 2) -> FastAPI:
    """What lies behind the guard."""
    inner = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    add_pages(inner, {})
    add_manage(inner, Managed(index, Settings(home=home, upload_mb=megabytes)), jobs)
    return inner


@contextmanager
def served(app: Callable[..., Any]) -> Iterator[str]:
    """Serves an application on loopback while it is open."""
    listening = listen("127.0.0.1", 0)
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False, lifespan="off"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    server.should_exit = True
    thread.join(10)
    listening.close()


@dataclass(frozen=True)
class Room:
    """The site as it is served, and what lies behind it."""

    home: Path
    index: Index
    jobs: Jobs
    client: httpx.Client

    @property
    def folder(self) -> Path:
        return self.home / "verslagen"

    def names(self) -> list[str]:
        return sorted(path.name for path in self.folder.iterdir() if not path.name.startswith("."))

    def send(self, *files: tuple[str, bytes | str], replace: bool = False, **headers: str) -> httpx.Response:
        """Sends files as the script does."""
        parts = [("bestanden", (name, content)) for name, content in files]
        data = {"vervang": "ja"} if replace else {}
        return self.client.post("/beheer/bestanden", files=parts, data=data, headers=headers)

    def ended(self, response: httpx.Response) -> Job:
        assert response.status_code == 202, response.text
        return self.jobs.wait(response.json()["job"], 60)

    def report(self, response: httpx.Response) -> Report:
        job = self.ended(response)
        assert job.report is not None, job.failed
        return job.report

    def became(self, response: httpx.Response) -> dict[str, Became]:
        return {line.name: line.became for line in self.report(response).lines}


@pytest.fixture(scope="module")
def room(examples_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    """One for all tests here; each uses names of its own."""
    home = Path(shutil.copytree(examples_home, tmp_path_factory.mktemp("beheer") / "home"))
    with Index(home, open_encoder(BUILT_IN)) as index:
        folder_of(home)
        jobs = Jobs(home, Tasks(index))
        with served(site(home, index, jobs)) as url:
            headers = {**MANAGER, "accept": "application/json", "origin": url}
            with httpx.Client(base_url=url, headers=headers, timeout=30) as client:
                yield Room(home, index, jobs, client)


def serve(home: Path) -> None:
    """Serves it on a free port until it is ended."""
    with Index(home, open_encoder(BUILT_IN)) as index:
        listening = listen("127.0.0.1", 0)
        jobs = Jobs(home, Tasks(index))
        config = uvicorn.Config(site(home, index, jobs), log_level="warning", access_log=False)
        print(listening.getsockname()[1], flush=True)
        uvicorn.Server(config).run(sockets=[listening])
        jobs.stop()


if __name__ == "__main__":
    serve(Path(sys.argv[1]))
