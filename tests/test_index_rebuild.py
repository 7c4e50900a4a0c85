"""An index is made again beside the old one, which answers until the new one takes over, and stays when that goes wrong."""

import subprocess
import sys
from pathlib import Path

import pytest
from themes import ThemeEncoder, VowelEncoder

from index import ingest, probing
from index.embedding import Encoder
from index.files import IngestError
from index.ingest import index_paths
from index.recipe import Recipe
from index.search import Index, search, store_path
from index.sqlite_copy import copy_database
from index.store import Store


@pytest.fixture
def home(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home with two records by the encoder of themes."""
    monkeypatch.setattr(probing, "probe", lambda folder, passages: None)
    folder = tmp_path / "verslagen"
    folder.mkdir()
    (folder / "taser.txt").write_text("Verslag LOVP 4 juli 2022\n\nWapens\nDe taser komt er. Dat kost geld.\n")
    (folder / "drugs.md").write_text("# Verslag LOVP 26 september 2022\n\n## Drugs\n\nEr is een plan over drugs.\n")
    index_paths(home, ThemeEncoder(), [folder])
    return home


def texts(home: Path, encoder: Encoder | None = None) -> list[str]:
    with Index(home, encoder or ThemeEncoder()) as index:
        return [passage.text for passage in index.store.passages().values()]


def test_the_old_index_answers_until_the_new_one_is_whole_and_an_open_reader_goes_along(home: Path) -> None:
    reader = Store(store_path(home))
    seen: list[tuple[str, str]] = []

    def looked(old: Recipe, beside: Path) -> None:
        with Index(beside, VowelEncoder()) as index:
            seen.append((search(index, "taser")[0].passage.topic, old.encoder))
        assert reader.recipe == old
        assert "De taser komt er. Dat kost geld." in texts(home)

    version = reader.version
    (home / "wissel").mkdir()
    (home / "wissel" / "lovp.sqlite3").write_text("van een rebuild die werd afgebroken")
    index_paths(home, VowelEncoder(), [], rebuild=True, approve=looked)
    assert seen == [("Wapens", "themas-v1")]
    assert reader.recipe == Recipe("klinkers-v1", 4)
    assert reader.version > version
    assert reader.integrity() == []
    assert not (home / "wissel").exists()
    reader.close()


def test_a_new_index_that_is_not_approved_leaves_the_old_one(home: Path) -> None:
    def refuse(old: Recipe, beside: Path) -> None:
        raise IngestError("nee")

    before = store_path(home).read_bytes()
    with pytest.raises(IngestError, match="nee"):
        index_paths(home, VowelEncoder(), [], rebuild=True, approve=refuse)
    assert store_path(home).read_bytes() == before
    assert len(texts(home)) == 2
    assert not (home / "wissel").exists()
    index_paths(home, ThemeEncoder(), [], rebuild=True, approve=refuse)  # the same encoder needs nobody's approval


def test_a_kill_while_the_new_index_takes_over_leaves_the_old_one(home: Path) -> None:
    before = texts(home)
    index_paths(home.with_name("ander"), VowelEncoder(), [ingest.examples()])
    killed = (  # what copy_database does, but killed after the first page
        "import os, sqlite3, sys; a, b = map(sqlite3.connect, sys.argv[1:]);"
        "a.backup(b, pages=1, progress=lambda *_: os._exit(9))"
    )
    files = [store_path(home.with_name("ander")), store_path(home)]
    assert subprocess.run([sys.executable, "-c", killed, *files], check=False).returncode == 9
    assert texts(home) == before
    copy_database(*files)
    assert len(texts(home, VowelEncoder())) > 10
