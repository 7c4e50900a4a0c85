"""A process of its own fills a Chroma folder as this one would, and its end is never taken for success."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from test_index_vectors import ROWS, VECTORS
from themes import ThemeEncoder

from index import generations, ingest
from index.filling import Beside, Filling, Here
from index.generations import Growing, current
from index.ingest import index_paths
from index.records import EVERYTHING, Passage, Span
from index.search import chroma_root
from index.vectors import ChromaSearch, Collection

ROOT = Path(__file__).parents[1]


def held(folder: Path) -> dict[str, tuple[object, ...]]:
    """All that a Chroma folder holds, by id."""
    opened = Collection(folder)
    kept = opened.own.get(include=["embeddings", "documents", "metadatas"])
    opened.close()
    documents, metadatas, vectors = kept["documents"], kept["metadatas"], kept["embeddings"]
    assert documents is not None
    assert metadatas is not None
    assert vectors is not None
    rows = zip(kept["ids"], documents, metadatas, [list(vector) for vector in vectors], strict=True)
    return {key: rest for key, *rest in rows}  # type: ignore[misc]  # of three things each


def test_what_goes_in_beside_is_what_goes_in_here(tmp_path: Path) -> None:
    odd = Passage("a:1-2", "a", "Titel “a”", None, "Wapens", None, None, Span(1, 2), "Zin met é en 🙂.\n\nEn nog een.")
    rows, vectors = [*ROWS[:120], (9_999, odd, ())], np.vstack([VECTORS[:120], VECTORS[:1]])
    fillings: list[Filling] = [Here(tmp_path / "here"), Beside(tmp_path / "beside")]
    for filling in fillings:
        for start in range(0, len(rows), 50):
            filling.add(filling.prepared(rows[start : start + 50], vectors[start : start + 50]))
        filling.finish()
        filling.stop()  # nothing to do any more
    assert len(held(tmp_path / "here")) == 121
    assert held(tmp_path / "beside") == held(tmp_path / "here")


def test_nothing_makes_a_folder_too(tmp_path: Path) -> None:
    filling = Beside(tmp_path / "beside")
    filling.finish()
    assert held(tmp_path / "beside") == {}


def test_a_process_that_was_killed_is_told(tmp_path: Path) -> None:
    growing = Growing(tmp_path, beside=True)
    growing.add(ROWS[:100], VECTORS[:100])
    filling = growing._filling
    assert isinstance(filling, Beside)
    filling._process.kill()
    growing.add(ROWS[100:], VECTORS[100:])
    with pytest.raises(RuntimeError, match=r"gestopt \(code -9\)"):
        growing.finish(1)
    assert current(tmp_path) is None
    assert list(tmp_path.glob("gen-*")) == []


def test_what_chroma_refuses_is_told_in_its_own_words(tmp_path: Path) -> None:
    filling = Beside(tmp_path / "beside")
    filling.add(filling.prepared(ROWS[:2], VECTORS[:2]))
    filling.add(filling.prepared(ROWS[2:4], np.zeros((2, 3), np.float32)))
    with pytest.raises(RuntimeError, match="dimension"):
        filling.finish()
    filling.stop()


def test_one_that_is_abandoned_ends_its_process_and_leaves_nothing(tmp_path: Path) -> None:
    growing = Growing(tmp_path, beside=True)
    growing.add(ROWS, VECTORS)
    filling = growing._filling
    assert isinstance(filling, Beside)
    growing.abandon()
    assert filling._process.returncode is not None
    assert list(tmp_path.glob("gen-*")) == []


_SENDS = """
import sys, time
from pathlib import Path
from index.filling import Beside
filling = Beside(Path(sys.argv[1]))
print(filling._process.pid, flush=True)
time.sleep(600)
"""


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="whether a process lives is read from /proc")
def test_the_process_ends_when_its_sender_is_killed(tmp_path: Path) -> None:
    command = [sys.executable, "-c", _SENDS, str(tmp_path / "beside")]
    sender = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert sender.stdout is not None
    filler = int(sender.stdout.readline())
    os.kill(sender.pid, signal.SIGKILL)
    sender.communicate()
    until = time.monotonic() + 60
    while _lives(filler) and time.monotonic() < until:
        time.sleep(0.1)
    assert not _lives(filler)
    assert not (tmp_path / "beside").exists()


def _lives(pid: int) -> bool:
    try:
        return ") Z " not in Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False


def test_many_files_are_filled_in_beside_and_found(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[Path] = []

    class Watched(Beside):
        def __init__(self, folder: Path) -> None:
            begun.append(folder)
            super().__init__(folder)

    monkeypatch.setattr(generations, "Beside", Watched)
    monkeypatch.setattr(ingest, "_MANY", 2)
    for day in (1, 2):
        (tmp_path / f"{day}.md").write_text(
            f"# Verslag LOVP {day} juli 2022\n\n## Wapens\n\nDe taser komt er, {day}.\n"
        )
    index_paths(home, ThemeEncoder(), [tmp_path / "1.md", tmp_path / "2.md"])
    made = current(chroma_root(home))
    assert made is not None
    assert (begun, made.passages) == ([made.folder], 2)
    opened = ChromaSearch(made)
    assert len(opened.search(ThemeEncoder().queries(["taser"])[0], EVERYTHING, 5)) == 2
    opened.close()
