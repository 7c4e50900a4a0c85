"""The tables of an index that an older version made become those of now, and nothing in them is lost."""

import sqlite3
from datetime import date
from pathlib import Path

import pytest
from old_schemas import OLD
from test_index_store import put
from themes import ThemeEncoder, record_of

from index.ingest import index_paths
from index.recipe import RecipeError, StoreError
from index.records import Record, RecordKind, Section, Span
from index.rows import FileState
from index.search import Index, search, store_path
from index.store import Store


def made(path: Path, statements: str) -> Path:
    """A file with these tables."""
    with sqlite3.connect(path) as connection:
        connection.executescript(statements)
    connection.close()
    return path


@pytest.mark.parametrize("version", OLD)
def test_an_index_of_an_older_version_is_brought_up_to_date_by_the_writer(version: str, tmp_path: Path) -> None:
    path = made(tmp_path / "lovp.sqlite3", OLD[version])
    with pytest.raises(StoreError, match=r"oudere versie.*lovp index --rebuild"):
        Store(path)
    store = Store(path, create=True)
    kept = store.record("oud")
    assert kept == Record(
        "oud",
        "Oud verslag",
        (date(2022, 7, 4),),
        RecordKind.RECORD,
        "oud.txt",
        "De taser komt er.",
        (Section("Wapens", None, 1, Span(0, 17)),),
    )
    assert store.version == 7
    assert store.catalogue().files() == {"/oud.txt": FileState("y", "oud", None, reader=0)}  # so it is read again
    assert [passage.text for passage in store.passages().values()] == ["De taser komt er."]
    assert (store.catalogue().links(), store.catalogue().explained()) == ({}, {})
    found = store.seals().damage()
    assert (found.records, found.made) == ((), ())
    store.close()
    reopened = Store(path)  # a reader may open it now
    assert reopened.record("oud") == kept
    reopened.close()


def columns_of(path: Path) -> dict[str, list[str]]:
    """The columns of each table, as they are after the writer opened it."""
    Store(path, create=True).close()
    with sqlite3.connect(path) as opened:
        tables = [row[0] for row in opened.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
        found = {table: [row[1] for row in opened.execute(f"PRAGMA table_info({table})")] for table in tables}
        bound = {table: opened.execute(f"PRAGMA foreign_key_list({table})").fetchall() for table in tables}
    opened.close()
    return {table: [*sorted(names), repr(bound[table])] for table, names in found.items()}


@pytest.mark.parametrize("version", OLD)
def test_tables_that_were_brought_up_to_date_are_those_of_a_new_index(version: str, tmp_path: Path) -> None:
    assert columns_of(made(tmp_path / "oud.sqlite3", OLD[version])) == columns_of(tmp_path / "nieuw.sqlite3")


@pytest.mark.parametrize("version", OLD)
def test_the_command_that_the_message_names_makes_it_a_whole_index(version: str, home: Path) -> None:
    made(store_path(home), OLD[version])
    index_paths(home, ThemeEncoder(), [], rebuild=True)
    with Index(home, ThemeEncoder()) as index:
        assert [hit.passage.text for hit in search(index, "taser")] == ["De taser komt er."]
        assert index.store.seals().damage() == type(index.store.seals().damage())()


def test_an_index_of_the_version_before_gets_its_ledger_from_the_records_it_has(tmp_path: Path) -> None:
    path = tmp_path / "lovp.sqlite3"
    store = Store(path, create=True)
    put(store, record_of({"Wapens": "Besloten is te wachten."}, date(2022, 7, 4), name="oud"))
    kept = store.catalogue().entries()
    store.close()
    made(path, "DROP TABLE ledger; DROP TABLE seals; UPDATE meta SET value = '3' WHERE key = 'schema';")
    store = Store(path, create=True)
    assert [entry.kind for entry in kept] == ["besluit"]
    assert store.catalogue().entries() == kept
    assert store.lexicon().rows("wachten", "words")  # the words stay
    store.close()


def test_words_of_an_older_kind_are_refused_with_the_command_that_makes_them_anew(home: Path) -> None:
    made(store_path(home), OLD["1"])
    Store(store_path(home), create=True).close()
    with pytest.raises(RecipeError, match=r"woordvormen.*lovp index --rebuild"):
        Index(home, ThemeEncoder())


def test_an_index_of_a_newer_version_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "lovp.sqlite3"
    Store(path, create=True).close()
    made(path, "UPDATE meta SET value = value + 1 WHERE key = 'schema'; PRAGMA wal_checkpoint(TRUNCATE);")
    before = path.read_bytes()
    for create in (False, True):
        with pytest.raises(StoreError, match=r"nieuwere versie van dit programma. Werk lovp bij.$"):
            Store(path, create=create)
    assert path.read_bytes() == before


def test_a_version_that_is_none_says_that_the_file_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / "lovp.sqlite3"
    Store(path, create=True).close()
    made(path, "UPDATE meta SET value = 'x' WHERE key = 'schema'")
    with pytest.raises(StoreError, match=r"beschadigd.*reservekopie"):
        Store(path)
