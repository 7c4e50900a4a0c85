"""A home folder that was moved: what was added in the browser is still its own, and is found, read and erased there."""

import shutil
import zipfile
from pathlib import Path

import pytest
from conftest import Lovp
from fastapi import FastAPI
from manage_site import Managed

from index.embedding import BUILT_IN, open_encoder
from index.ingest import index_paths
from index.moved import moved_files, settle_moved
from index.search import Index, store_path
from index.settings import Settings
from index.store import Store
from ui.web_manage import add_manage

WORDS = "Verslag LOVP {} mei 2014\n\nDieren\nDe korpschef telde {} in de haven van Merendam.\n"


@pytest.fixture
def moved(examples_home: Path, tmp_path: Path) -> Path:
    """A home with two added files and one of a folder elsewhere with the same name, that was moved since."""
    before = Path(shutil.copytree(examples_home, tmp_path / "voor"))
    added, elsewhere = before / "verslagen", tmp_path / "elders" / "verslagen"
    for folder in (added, elsewhere):
        folder.mkdir(parents=True)
    (added / "een.txt").write_text(WORDS.format(1, "kreeften"))
    with zipfile.ZipFile(added / "twee.zip", "w") as archive:
        archive.writestr("in.txt", WORDS.format(2, "krabben"))
    (elsewhere / "een.txt").write_text(WORDS.format(3, "garnalen"))
    index_paths(before, open_encoder(BUILT_IN), [added, elsewhere])
    (elsewhere / "een.txt").unlink()
    return before.rename(tmp_path / "na")


def places(home: Path) -> set[str]:
    store = Store(store_path(home))
    try:
        return {place for place in store.catalogue().files() if "/verslagen/" in place}
    finally:
        store.close()


def test_files_of_the_home_get_their_place_and_nothing_else_does(moved: Path, tmp_path: Path) -> None:
    store = Store(store_path(moved), create=True)
    before = {state.record_id for state in store.catalogue().files().values()}
    assert settle_moved(moved, store) == 2
    assert settle_moved(moved, store) == 0
    assert {state.record_id for state in store.catalogue().files().values()} == before
    store.close()
    folder, elsewhere = moved / "verslagen", tmp_path / "elders" / "verslagen"
    assert places(moved) == {
        f"{folder}/een.txt",
        f"{folder}/twee.zip",
        f"{folder}/twee.zip!/in.txt",
        f"{elsewhere}/een.txt",
    }


def test_a_copy_beside_the_one_it_was_copied_from_takes_nothing_over(moved: Path, tmp_path: Path) -> None:
    shutil.copytree(moved, tmp_path / "voor")
    store = Store(store_path(moved), create=True)
    assert moved_files(moved, store) == {}
    store.close()


def test_who_opens_it_to_manage_has_them_as_its_own(moved: Path) -> None:
    with Index(moved, open_encoder(BUILT_IN)) as index:
        add_manage(FastAPI(), Managed(index, Settings(home=moved))).stop()
    assert f"{moved}/verslagen/twee.zip!/in.txt" in places(moved)


def test_reading_in_and_erasing_do_too(moved: Path, lovp: Lovp, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOVP_HOME", str(moved))
    assert "Gewist: het bestand een.txt." in lovp("records", "remove", "2014-05-01-verslag-lovp").out
    assert sorted(path.name for path in (moved / "verslagen").glob("[!.]*")) == ["twee.zip"]
    again = index_paths(moved, open_encoder(BUILT_IN), [moved / "verslagen"])
    assert (again.new, again.changed) == (0, 0)
