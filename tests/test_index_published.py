"""A published copy is whole, tells nothing of the machine it was made on, and is turned to without a restart."""

import gc
import json
import shutil
import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest

from index import published as module
from index.embedding import BUILT_IN, open_encoder
from index.ingest import examples, index_paths
from index.published import Copies, Copy, PublishError, faults, publish, refuse_here
from index.recipe import IndexMissingError, StoreError
from index.search import Index, open_store, search, store_path
from index.settings import Settings
from index.sqlite_published import copy_published
from index.store import Store

RECORD = """Bestuurlijke terugkoppeling LOVP 3 maart 2025

Geluidskanon
Het LOVP heeft besloten dat de politie vanaf 1 mei 2025 een geluidskanon mag inzetten bij rellen in Zwolle.
"""


@pytest.fixture
def writer(examples_home: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(examples_home, tmp_path / "writer"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "gepubliceerd"


@pytest.fixture(autouse=True)
def looks_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_LOOK", 0.0)


def published(home: Path, folder: Path, *, drop_older: bool = False) -> Copy:
    return publish(folder, lambda target: copy_published(store_path(home), target), drop_older=drop_older)


def add(home: Path, name: str = "geluidskanon") -> None:
    record = home.parent / f"{name}.txt"
    record.write_text(RECORD.replace("Geluidskanon", name))
    index_paths(home, open_encoder(BUILT_IN), [record])


def test_a_copy_holds_the_same_records_passages_vectors_and_words(writer: Path, folder: Path) -> None:
    copy = published(writer, folder)
    one, other = Store(store_path(writer)), Store(Copies(folder))
    assert other.version == one.version == copy.version
    assert other.records() == one.records()
    assert other.passages() == one.passages()
    assert (other.vectors()[1] == one.vectors()[1]).all()
    assert other.lexicon().known() == one.lexicon().known()
    assert other.integrity() == [] == faults(copy)
    one.close()
    other.close()


def test_a_copy_answers_as_the_store_does(writer: Path, folder: Path, tmp_path: Path) -> None:
    published(writer, folder)
    with Index(writer, open_encoder(BUILT_IN)) as one, Index(tmp_path, one.encoder, published=folder) as other:
        assert search(other, "financiering van de taser") == search(one, "financiering van de taser") != []
        assert (other.home, other.store.path.parent) == (tmp_path, folder)


def test_no_place_on_the_writers_disk_is_in_a_copy(writer: Path, folder: Path) -> None:
    store = Store(store_path(writer))
    state = next(iter(store.catalogue().files().values()))
    with store.transaction():
        for path in ("/srv/geheim/a/verslag.pdf", "/srv/geheim/b/verslag.pdf", "1/verslag.pdf", "C:\\geheim\\x.docx"):
            store.catalogue().put_file(path, state)
        store.catalogue().put_file("/srv/geheim/stukken.zip!/map/verslag.pdf", state)
        store.catalogue().put_file("https://voorbeeld.nl/lovp.pdf", state)
    store.close()
    copy = published(writer, folder)
    bytes_ = copy.path.read_bytes()
    assert b"geheim" not in bytes_
    assert str(examples().parent).encode() not in bytes_
    kept = open_store(Settings(home=writer, published=folder))
    places = kept.catalogue().files()
    kept.close()
    names = [place.partition("/")[2] for place in places]
    assert names.count("verslag.pdf") == 3
    assert names.count("stukken.zip!/map/verslag.pdf") == 1
    assert "https://voorbeeld.nl/lovp.pdf" in places
    assert "x.docx" in names


def test_a_copy_is_opened_without_a_right_to_write_and_leaves_nothing_beside_it(writer: Path, folder: Path) -> None:
    copy = published(writer, folder)
    copy.path.chmod(0o444)
    folder.chmod(0o555)
    try:
        store = Store(Copies(folder))
        assert store.records()
        with pytest.raises(StoreError), store.transaction():
            store.remove(store.records()[0].id)
        store.close()
        assert sorted(path.name for path in folder.iterdir()) == ["CURRENT", copy.path.name]
    finally:
        folder.chmod(0o755)


def test_a_new_copy_is_turned_to_and_the_old_one_goes_on_for_who_reads_it(writer: Path, folder: Path) -> None:
    published(writer, folder)
    store = Store(Copies(folder))
    with store.moment():
        before = len(store.records())
        lexicon = store.lexicon()
        add(writer)
        published(writer, folder, drop_older=True)  # the file that is open is removed
        assert len(store.records()) == before
        assert store.version < Store(store_path(writer)).version
    assert store.version == Store(store_path(writer)).version
    assert len(store.records()) == before + 1
    assert lexicon.known()  # by the connection to the copy from before, which this still holds
    store.close()


def test_each_thread_turns_to_the_new_copy_by_itself(writer: Path, folder: Path) -> None:
    published(writer, folder)
    store = Store(Copies(folder))
    seen: list[int] = []
    go, done = threading.Event(), threading.Event()

    def read() -> None:
        seen.append(len(store.records()))
        done.set()
        go.wait(10)
        seen.append(store.version and len(store.records()))

    thread = threading.Thread(target=read)
    thread.start()
    assert done.wait(10)
    add(writer)
    published(writer, folder)
    go.set()
    thread.join()
    assert seen == [13, 14]
    store.close()


def test_the_copy_from_before_stays_and_older_ones_go(writer: Path, folder: Path) -> None:
    first = published(writer, folder)
    second = published(writer, folder)
    assert first.path.exists()
    third = published(writer, folder)
    assert sorted(folder.glob("*.sqlite3")) == sorted([second.path, third.path])
    fourth = published(writer, folder, drop_older=True)
    assert list(folder.glob("*.sqlite3")) == [fourth.path]


@pytest.mark.parametrize("harm", ["cut", "gone", "no-json", "other-name", "link", "huge"])
def test_a_copy_that_did_not_arrive_whole_is_not_turned_to(writer: Path, folder: Path, harm: str) -> None:
    first = published(writer, folder)
    copies = Copies(folder)
    assert copies.newest() == first.path
    second = published(writer, folder)
    current = folder / "CURRENT"
    told = json.loads(current.read_text())
    match harm:
        case "cut":
            second.path.write_bytes(second.path.read_bytes()[:-4096])
        case "gone":
            second.path.unlink()
        case "no-json":
            current.write_text("[" * 900)
        case "other-name":
            current.write_text(json.dumps({**told, "file": "../writer/lovp.sqlite3"}))
        case "link":
            current.write_text(json.dumps({**told, "bytes": "veel"}))
        case "huge":
            current.write_text(json.dumps({**told, "x": "y" * 5000}))
    assert copies.newest() == first.path
    with pytest.raises(IndexMissingError, match="lovp publish MAP"):
        Copies(folder).newest()


def test_a_copy_of_another_release_is_not_turned_to(
    writer: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = published(writer, folder)
    copies = Copies(folder)
    assert copies.newest() == first.path
    monkeypatch.setattr(module, "VERSION", first.schema + 1)
    published(writer, folder)
    assert copies.newest() == first.path
    with pytest.raises(StoreError, match="op alle machines dezelfde versie"):
        Copies(folder).newest()


def test_a_folder_that_is_away_for_a_moment_stops_nobody(writer: Path, folder: Path) -> None:
    published(writer, folder)
    store = Store(Copies(folder))
    assert store.records()
    folder.rename(folder.with_name("weg"))
    assert store.version
    assert store.records()
    folder.with_name("weg").rename(folder)
    add(writer)
    published(writer, folder)
    assert store.version
    assert len(store.records()) == 14
    store.close()


def test_a_copy_that_is_not_whole_is_never_told_of(writer: Path, folder: Path) -> None:
    first = published(writer, folder)
    with closing(sqlite3.connect(store_path(writer))) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("DELETE FROM passages WHERE rowid = (SELECT min(rowid) FROM passages)")  # its words stay
        connection.commit()
    with pytest.raises(StoreError, match="niet heel"):
        published(writer, folder)
    assert Copies(folder).newest() == first.path
    assert len(list(folder.iterdir())) == 2


def test_bytes_that_changed_on_the_way_are_told(writer: Path, folder: Path) -> None:
    copy = published(writer, folder)
    turned = bytearray(copy.path.read_bytes())
    turned[-100] ^= 1
    copy.path.write_bytes(turned)
    assert faults(copy) == [f"{copy.path.name} heeft niet de inhoud die gepubliceerd is; zet de map opnieuw over"]


def test_a_folder_that_can_not_be_written_is_told_in_dutch(writer: Path, tmp_path: Path) -> None:
    (tmp_path / "bestand").write_text("")
    with pytest.raises(PublishError, match="kan niet worden gepubliceerd"):
        published(writer, tmp_path / "bestand")


def test_a_change_on_a_machine_that_reads_a_copy_is_refused_with_where_to_do_it(folder: Path) -> None:
    refuse_here(None)
    with pytest.raises(PublishError, match="Doe het op de machine waar de verslagen worden ingelezen"):
        refuse_here(folder)


def test_a_connection_does_not_outlive_its_thread(writer: Path) -> None:
    store = Store(store_path(writer))
    for _ in range(5):
        thread = threading.Thread(target=store.records)
        thread.start()
        thread.join()
    gc.collect()
    assert len(store._connections._open) == 1
    store.close()
