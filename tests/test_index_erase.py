"""A record that is removed is gone for good: no file under the home folder holds its words or vectors any more."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from themes import ThemeEncoder

from eval.run_file import keep
from index.ingest import index_paths
from index.removal import remove_record
from index.search import Index, store_path
from index.store import Store

WORD = "Kwikstaartenplan"  # stands in no other record, in no list of words, and in no path
GONE = f"# Verslag LOVP 4 juli 2022\n\n## {WORD}\n\n" + f"De Minister noemde het {WORD} drie keer. " * 60
KEPT = "# Verslag LOVP 26 september 2022\n\n## Drugs\n\nEr is een plan over drugs.\n"
ID = "2022-07-04-verslag-lovp"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of records and beside it the home folder that they were read into; each test takes a copy of the home."""
    folder = tmp_path_factory.mktemp("erase") / "verslagen"
    folder.mkdir()
    home = folder.parent / "home"
    home.mkdir()
    for n in range(5):  # so that the words table and the free pages have a history
        (folder / f"ander {n}.md").write_text(KEPT.replace("26", str(10 + n)) * 20)
    (folder / "weg.md").write_text(GONE)
    index_paths(home, ThemeEncoder(), [folder])
    (folder / "weg.md").write_text(GONE.replace("drie", "vier"))
    index_paths(home, ThemeEncoder(), [folder])
    return folder


@pytest.fixture
def filled(home: Path, made: Path) -> Iterator[Path]:
    shutil.copytree(made.parent / "home", home, dirs_exist_ok=True)
    gone = (made / "weg.md").read_text()
    yield made
    (made / "weg.md").write_text(gone)


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who erases waits half a minute for a reader; here half a second."""
    connect = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda path, **how: connect(path, **{**how, "timeout": 0.5}))


def traces(home: Path, *sought: bytes) -> list[str]:
    """The files that hold one of these, in UTF-8 or UTF-16, capitals or not."""
    return [
        path.relative_to(home).as_posix()
        for path in sorted(home.rglob("*"))
        if path.is_file() and any(one.lower() in path.read_bytes().lower() for one in sought)
    ]


def spellings() -> tuple[bytes, ...]:
    return WORD.encode(), WORD.encode("utf-16-le"), b"kwikstaart"


def test_the_words_are_there_to_begin_with(home: Path, filled: Path) -> None:
    found = traces(home, *spellings())
    assert "lovp.sqlite3" in found
    assert any(path.startswith("chroma/") for path in found)


def erase(home: Path, folder: Path) -> bool:
    removal = remove_record(home, ID)
    return removal is not None and removal.wiped


def prune(home: Path, folder: Path) -> bool:
    (folder / "weg.md").unlink()
    return index_paths(home, ThemeEncoder(), [folder], prune=True).removed == 1


@pytest.mark.parametrize("remove", [erase, prune])
def test_nothing_is_left_in_any_file(home: Path, filled: Path, remove: Callable[[Path, Path], bool]) -> None:
    store = Store(store_path(home))
    rows, vectors = store.vectors()
    own = [vectors[i] for i, row in enumerate(rows) if store.passages([int(row)])[int(row)].record_id == ID]
    store.close()
    assert own
    assert remove(home, filled)
    assert traces(home, *spellings(), str(filled / "weg.md").encode()) == []
    assert traces(home, *{np.asarray(vector, np.float32).tobytes() for vector in own}) == []
    with Index(home, ThemeEncoder()) as index:
        assert index.store.integrity() == []
        assert len(index.store.records()) == 5


@pytest.mark.usefixtures("impatient")
def test_a_reader_that_holds_an_old_moment_is_reported_and_the_rest_is_wiped_later(home: Path, filled: Path) -> None:
    reader = Store(store_path(home))
    with reader.moment():
        assert reader.record(ID) is not None
        assert not erase(home, filled)
        assert reader.record(ID) is not None  # the moment stays whole
    reader.close()
    store = Store(store_path(home), create=True)
    assert store.erase_traces()
    store.close()
    assert traces(home, *spellings()) == []


def test_a_record_that_is_not_there_is_nothing_to_remove(home: Path, filled: Path) -> None:
    assert remove_record(home, "onbekend") is None


def test_runs_over_own_records_go_with_a_record_and_those_over_the_examples_stay(filled: Path, home: Path) -> None:
    own, examples = keep(home, {"answer": WORD}, own=True), keep(home, {"answer": "iets anders"})
    assert remove_record(home, ID) is not None
    assert (own.exists(), examples.exists()) == (False, True)
    keep(home, {"answer": WORD}, own=True)
    (filled / "ander 0.md").unlink()
    index_paths(home, ThemeEncoder(), [filled], prune=True)
    assert list((home / "eval").iterdir()) == [examples]
