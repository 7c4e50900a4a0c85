"""A Chroma folder grows while files are still being read, and is used only when it holds what the store holds."""

from pathlib import Path

import numpy as np
import pytest
from test_index_vectors import ROWS, VECTORS
from themes import ThemeEncoder

from index import ingest, probing
from index.generations import Growing, current
from index.ingest import index_paths, refresh_chroma
from index.records import EVERYTHING
from index.search import chroma_root, store_path
from index.store import Store
from index.vectors import ChromaSearch

TEXT = "# Verslag LOVP {day} juli 2022\n\n## Wapens\n\nDe taser komt er. Dat kost geld, nummer {day}.\n"


@pytest.fixture(autouse=True)
def quick_probe(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(probing, "probe", lambda folder, passages: None)


def test_passages_that_come_bit_by_bit_are_all_in(tmp_path: Path) -> None:
    growing = Growing(tmp_path)
    for start in range(0, len(ROWS), 70):
        growing.add(ROWS[start : start + 70], VECTORS[start : start + 70])
    told: list[int] = []
    made = growing.finish(3, told.append)
    assert (made.version, made.passages, told[-1]) == (3, len(ROWS), len(ROWS))
    assert current(tmp_path) == made
    growing.abandon()  # too late: it is in use
    opened = ChromaSearch(made)
    assert opened.search(VECTORS[3], EVERYTHING, 1)[0][0] == ROWS[3][0]
    opened.close()


def test_one_that_is_abandoned_leaves_nothing(tmp_path: Path) -> None:
    growing = Growing(tmp_path)
    growing.add(ROWS, VECTORS)
    growing.abandon()
    assert current(tmp_path) is None
    assert list(tmp_path.glob("gen-*")) == []


def test_what_goes_wrong_while_it_grows_is_told_at_the_end_and_leaves_nothing(tmp_path: Path) -> None:
    growing = Growing(tmp_path)
    growing.add(ROWS[:2], VECTORS[:2])
    growing.add(ROWS[2:4], np.zeros((2, 3), np.float32))  # another dimension: Chroma refuses it
    growing.add(ROWS[4:], VECTORS[4:])
    with pytest.raises(Exception, match="dimension"):
        growing.finish(1)
    assert current(tmp_path) is None
    assert list(tmp_path.glob("gen-*")) == []


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "verslagen"
    made.mkdir()
    for day in range(1, 6):
        (made / f"{day}.md").write_text(TEXT.format(day=day))
    return made


def test_a_first_reading_builds_no_second_time(home: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object) -> None:
        raise AssertionError("the folder that grew should have been used")

    monkeypatch.setattr(ingest, "build", never)
    summary = index_paths(home, ThemeEncoder(), [folder])
    made = current(chroma_root(home))
    assert made is not None
    assert made.passages == summary.passages == 5
    store = Store(store_path(home))
    assert made.version == store.version
    store.close()


def test_one_that_lacks_a_passage_is_not_used(home: Path, folder: Path) -> None:
    index_paths(home, ThemeEncoder(), [folder])
    store = Store(store_path(home), create=True)
    growing = Growing(chroma_root(home))
    rows, matrix = store.vectors()
    passages = store.passages()
    growing.add([(int(row), passages[int(row)], ()) for row in rows[:3]], matrix[:3])
    refresh_chroma(home, store, force=True, growing=growing)
    growing.abandon()
    store.close()
    made = current(chroma_root(home))
    assert made is not None
    assert made.passages == 5
    assert list(chroma_root(home).glob("gen-*")) == [made.folder]


def test_a_reading_that_breaks_off_leaves_no_folder(home: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stops(step: str, done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        index_paths(home, ThemeEncoder(), [folder], progress=stops)
    assert list(chroma_root(home).glob("gen-*")) == []
    assert index_paths(home, ThemeEncoder(), [folder]).passages == 5
