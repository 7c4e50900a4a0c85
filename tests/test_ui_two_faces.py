"""Two sites on one published copy and one Chroma server answer as one site does, whatever is killed or replaced meanwhile."""

import itertools
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
from api_site import TASER, told
from chroma_run import ChromaRun, chroma_run
from conftest import Lovp
from face_process import AWAY, NEW_COPY, USED, Face, faces

from index.search import Index
from ui.service import Service, ask

RECORD = """Bestuurlijke terugkoppeling LOVP 3 maart 2025

Geluidskanon
Het LOVP heeft besloten dat de politie vanaf 1 mei 2025 een geluidskanon mag inzetten bij rellen in Zwolle.
"""
NEW = "Vanaf wanneer mag de politie een geluidskanon inzetten?"
QUESTIONS = (TASER, "Wat is er gezegd over politiecapaciteit?", "Wat is er besloten over het stroomstootwapen?")


@dataclass
class Asking:
    """People who go on asking: how many answers came, what was wrong, and how long each took."""

    expected: dict[str, Any]
    answers: int = 0
    wrong: list[Any] = field(default_factory=list)

    @contextmanager
    def at(self, *each: Face) -> Iterator[None]:
        """They ask at each of these until the block ends."""
        stop = threading.Event()
        threads = [threading.Thread(target=self._ask, args=(face, stop)) for face in each]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            stop.set()
            for thread in threads:
                thread.join()

    def _ask(self, face: Face, stop: threading.Event) -> None:
        for question in itertools.cycle(self.expected):
            if stop.is_set():
                return
            try:
                answer = face.ask(question)
            except (AssertionError, httpx.HTTPError) as error:
                self.wrong.append(repr(error))
                return
            self.answers += 1
            time.sleep(0.3)  # one reads an answer
            if answer != self.expected[question]:
                self.wrong.append((question, answer))

    def more(self, count: int) -> None:
        """Waits until so many more answers came."""
        goal, end = self.answers + count, time.monotonic() + 60
        while self.answers < goal and not self.wrong:
            assert time.monotonic() < end
            time.sleep(0.02)


def reference(index: Index, questions: tuple[str, ...]) -> dict[str, Any]:
    """What one process says that has everything itself."""
    service = Service(index, site="http://127.0.0.1")
    return {question: told(ask(service, question)) for question in questions}


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ChromaRun]:
    with chroma_run(tmp_path / "chroma") as running:
        yield running


def face(tmp_path: Path, name: str, server: ChromaRun) -> Face:
    return Face(tmp_path / name, LOVP_PUBLISHED=str(tmp_path / "kopie"), LOVP_CHROMA_URL=server.url)


def test_two_sites_answer_as_one_whatever_is_killed_or_published_meanwhile(
    filled: Lovp, example_index: Index, tmp_path: Path, server: ChromaRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOVP_CHROMA_URL", server.url)
    assert filled("doctor", "--repair").code == 0  # an index from before there was a server
    assert filled("publish", tmp_path / "kopie").code == 0
    one, other = (face(tmp_path, name, server) for name in ("een", "ander"))
    asking = Asking(reference(example_index, QUESTIONS))
    with faces(one, other):
        with asking.at(one, other):
            one.until(USED)
            other.until(USED)
            asking.more(8)
            server.kill()
            one.until(AWAY)
            other.until(AWAY)
            asking.more(8)
            server.start()
            one.until(USED, 2)
            other.until(USED, 2)
            asking.more(10)
        with asking.at(one):
            other.kill()
            asking.more(5)
            other.start()
            asking.more(5)
        record = tmp_path / "geluidskanon.txt"
        record.write_text(RECORD)
        assert "1 mei 2025" not in str(one.ask(NEW))
        quiet = {question: answer for question, answer in asking.expected.items() if "1 mei" not in str(answer)}
        meanwhile = Asking(quiet)
        with meanwhile.at(one, other):
            assert filled("index", record).code == 0
            assert filled("publish", tmp_path / "kopie").code == 0
            for each in (one, other):
                each.until(NEW_COPY)
                assert "1 mei 2025" in each.ask(NEW)["answer"]
                each.until(f"{USED}: lovp-[0-9a-f]{{16}}-14")
            meanwhile.more(4)
    assert asking.wrong == [] == meanwhile.wrong
    assert asking.answers >= 30


def test_a_machine_that_reads_a_copy_refuses_to_change_the_records(
    filled: Lovp, tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert filled("publish", tmp_path / "kopie", "--json").json["version"] == 13
    shutil.rmtree(home)
    home.mkdir()
    monkeypatch.setenv("LOVP_PUBLISHED", str(tmp_path / "kopie"))
    (tmp_path / "nieuw.txt").write_text(RECORD)
    refused = "Dit kan hier niet: deze machine leest een gepubliceerde kopie"
    for command in (
        ("index", tmp_path / "nieuw.txt"),
        ("watch", tmp_path),
        ("records", "remove", "2019-10-28-bestuurlijke-terugkoppeling-lovp"),
        ("publish", tmp_path / "nog-een"),
    ):
        run = filled(*command)
        assert (run.code, run.out) == (1, "")
        assert run.err.startswith(refused)
    assert list(home.iterdir()) == []
    assert len(filled("records", "--json").json) == 13
    assert "2020 en 2021" in filled("ask", TASER).out
    assert filled("ledger", "--json").json
    doctor = filled("doctor")
    assert "goed  gepubliceerde kopie: versie 13, heel" in doctor.out
    assert doctor.code == 0
    assert refused in filled("doctor", "--repair").out
