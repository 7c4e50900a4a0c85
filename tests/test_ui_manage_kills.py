"""What was accepted is done, whatever becomes of the process: real processes, killed at random moments."""

import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from conftest import ROOT
from manage_site import ASKED, MANAGER, WALES

from assistant.ask import ask
from index.embedding import BUILT_IN, open_encoder
from index.ingest import index_paths, writing
from index.search import Index
from ui import web_text_manage as text
from ui.jobs_file import FILE, read_kept

WORDS = "Verslag LOVP {} mei 20{}\n\nDieren\nDe korpschef telde {} in de haven van Merendam.\n"


@contextmanager
def running(home: Path, stop: signal.Signals = signal.SIGTERM) -> Iterator[httpx.Client]:
    """The site in a process of its own, that is ended by a signal."""
    command = [sys.executable, str(ROOT / "tests" / "manage_site.py"), str(home)]
    with subprocess.Popen(
        command, cwd=ROOT, env={"PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE, text=True
    ) as server:
        try:
            assert server.stdout is not None
            url = f"http://127.0.0.1:{int(server.stdout.readline())}"
            headers = {**MANAGER, "accept": "application/json", "origin": url}
            with httpx.Client(base_url=url, headers=headers, timeout=30) as client:
                yield client
        finally:
            server.send_signal(stop)
            server.wait(30)


def until_idle(client: httpx.Client) -> str:
    """The page, once nothing runs or waits."""
    deadline = time.monotonic() + 120
    while (task := client.get("/beheer/taak").json())["doing"]:
        assert time.monotonic() < deadline, task
        time.sleep(0.1)
    return client.get("/beheer", headers={"accept": "text/html"}).text


def accepted(response: httpx.Response) -> Any:
    assert response.status_code == 202, response.text
    return response.json()


@pytest.fixture
def home(examples_home: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(examples_home, tmp_path / "home"))


@pytest.mark.parametrize("stop", [signal.SIGKILL, signal.SIGTERM])
def test_what_was_accepted_before_a_stop_is_done_after_the_start(home: Path, stop: signal.Signals) -> None:
    (home / "verslagen").mkdir()
    for name, what in (("weg", "zeven kreeften"), ("ook weg", "acht krabben")):
        (home / "verslagen" / f"{name}.txt").write_text(WORDS.format(len(name), 14, what))
    index_paths(home, open_encoder(BUILT_IN), [home / "verslagen"])
    with writing(home), running(home, stop) as client:  # so that no job can begin
        sent = client.post(
            "/beheer/bestanden", files=[("bestanden", ("w.txt", WALES)), ("bestanden", ("v.exe", b"MZ"))]
        )
        assert accepted(sent)["said"] == text.RECEIVED
        accepted(client.post("/beheer/verwijder", data={"verslag": "2014-05-03-verslag-lovp"}))
        accepted(client.post("/beheer/verwijder", data={"bestand": "ook weg.txt"}))
        accepted(client.post("/beheer/index"))
    assert len(read_kept(home).waiting) == 4
    with running(home) as client:
        page = until_idle(client)
    for words in ("w.txt", "v.exe", "1 gelezen, 1 niet bewaard.", "Verwijderd: ook weg.txt.", "opnieuw gemaakt"):
        assert words in page
    assert sorted(path.name for path in (home / "verslagen").glob("*.txt")) == ["w.txt"]
    kept = (home / FILE).read_text()
    assert "weg.txt" not in kept
    assert "2014-05" not in kept
    with running(home) as client:
        page = until_idle(client)
        assert client.get("/beheer/taak").json()["latest"] == 4
    for words in ("w.txt", "v.exe", text.ERASED_NAMELESS):
        assert words in page
    assert "ook weg.txt" not in page
    with Index(home, open_encoder(BUILT_IN)) as index:
        assert "vier walvissen" in ask(index, ASKED).text
        assert not [record.id for record in index.store.records() if record.id.startswith("2014-05")]


@pytest.mark.parametrize("seed", range(2))
def test_nothing_accepted_is_lost_or_done_twice_with_harm_by_kills_at_random_moments(home: Path, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311  # no secret
    wanted: dict[str, bytes] = {}
    gone: set[str] = set()
    for round_ in range(3):
        with running(home, signal.SIGKILL) as client:
            for n in range(chance.randint(1, 3)):
                name = f"r{round_}n{n}.txt"
                content = WORDS.format(n + 1, 10 + round_, f"{round_ + 2} zeehonden nummer {n}").encode()
                accepted(client.post("/beheer/bestanden", files={"bestanden": (name, content)}))
                wanted[name] = content
            if round_ and chance.random() < 0.8:
                name = chance.choice(sorted(wanted))
                answer = client.post("/beheer/verwijder", data={"bestand": name})
                accepted(answer)
                del wanted[name]
                gone.add(name)
                if chance.random() < 0.5:  # and the same again, after which it is wanted
                    content = WORDS.format(28, 30 + round_, f"opnieuw {name}").encode()
                    accepted(
                        client.post("/beheer/bestanden", files={"bestanden": (name, content)}, data={"vervang": "ja"})
                    )
                    wanted[name] = content
                    gone.discard(name)
            time.sleep(chance.uniform(0, 2))
    with running(home) as client:
        until_idle(client)
        assert read_kept(home).waiting == ()
        assert read_kept(home).last == client.get("/beheer/taak").json()["latest"]
    there = {path.name: path.read_bytes() for path in (home / "verslagen").iterdir() if not path.name.startswith(".")}
    assert there == wanted
    assert not [path.name for path in (home / "verslagen").iterdir() if path.name.startswith((".deel-", ".vorig-"))]
    with Index(home, open_encoder(BUILT_IN)) as index:
        read = {Path(path).name for path, state in index.store.catalogue().files().items() if state.record_id}
        assert index.store.integrity() == []
    assert set(wanted) <= read
    assert not gone & read
