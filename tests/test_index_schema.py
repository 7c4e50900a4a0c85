"""The tables of an index that an older version made become those of now, and nothing in them is lost."""

import sqlite3
from datetime import date
from pathlib import Path

import pytest
from test_index_store import put
from themes import record_of

from index.recipe import StoreError
from index.records import Record, RecordKind, Section, Span
from index.rows import FileState
from index.store import Store

VERSION_1 = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE records (
    id TEXT PRIMARY KEY, title TEXT NOT NULL, dates TEXT NOT NULL, kind TEXT NOT NULL, source TEXT NOT NULL,
    text TEXT NOT NULL, text_sha256 TEXT NOT NULL
);
CREATE TABLE files (path TEXT PRIMARY KEY, sha256 TEXT NOT NULL, record_id TEXT, reason TEXT);
CREATE INDEX files_record ON files (record_id);
CREATE TABLE sections (
    record_id TEXT NOT NULL REFERENCES records (id) ON DELETE CASCADE,
    n INTEGER NOT NULL, topic TEXT NOT NULL, speaker TEXT, page INTEGER, start INTEGER NOT NULL, end INTEGER NOT NULL,
    PRIMARY KEY (record_id, n)
);
CREATE TABLE passages (
    rowid INTEGER PRIMARY KEY AUTOINCREMENT,
    record_id TEXT NOT NULL REFERENCES records (id) ON DELETE CASCADE,
    topic TEXT NOT NULL, speaker TEXT, page INTEGER, start INTEGER NOT NULL, end INTEGER NOT NULL, vector BLOB NOT NULL
);
CREATE INDEX passages_record ON passages (record_id);
INSERT INTO meta VALUES ('schema', '1'), ('version', '7');
INSERT INTO records VALUES ('oud', 'Oud verslag', '["2022-07-04"]', 'record', 'oud.txt', 'De taser komt er.', 'x');
INSERT INTO files VALUES ('/oud.txt', 'y', 'oud', NULL);
INSERT INTO sections VALUES ('oud', 0, 'Wapens', NULL, 1, 0, 17);
"""


def test_an_index_of_the_first_version_is_brought_up_to_date_by_the_writer(tmp_path: Path) -> None:
    path = tmp_path / "lovp.sqlite3"
    with sqlite3.connect(path) as connection:
        connection.executescript(VERSION_1)
    connection.close()
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
    assert store.catalogue().links() == {}
    store.close()
    reopened = Store(path)  # a reader may open it now
    assert reopened.record("oud") == kept
    reopened.close()


def test_tables_that_were_brought_up_to_date_are_those_of_a_new_index(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "oud.sqlite3") as connection:
        connection.executescript(VERSION_1)
    connection.close()

    def columns_of(name: str) -> dict[str, list[str]]:
        Store(tmp_path / name, create=True).close()
        with sqlite3.connect(tmp_path / name) as opened:
            tables = [row[0] for row in opened.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            found = {
                t: [row[1] for row in opened.execute(f"PRAGMA table_info({t})")] for t in tables if "lexicon" not in t
            }
        opened.close()
        return {table: names for table, names in found.items() if table != "vocabulary"}

    assert columns_of("oud.sqlite3") == columns_of("nieuw.sqlite3")


def test_an_index_of_the_version_before_gets_its_ledger_from_the_records_it_has(tmp_path: Path) -> None:
    path = tmp_path / "lovp.sqlite3"
    store = Store(path, create=True)
    put(store, record_of({"Wapens": "Besloten is te wachten."}, date(2022, 7, 4), name="oud"))
    kept = store.catalogue().entries()
    store.close()
    with sqlite3.connect(path) as connection:
        connection.execute("DROP TABLE ledger")
        connection.execute("UPDATE meta SET value = '3' WHERE key = 'schema'")
    connection.close()
    with pytest.raises(StoreError, match="oudere versie"):
        Store(path)
    store = Store(path, create=True)
    assert [entry.kind for entry in kept] == ["besluit"]
    assert store.catalogue().entries() == kept
    assert store.lexicon().rows("wachten", "words")  # the words stay
    store.close()
