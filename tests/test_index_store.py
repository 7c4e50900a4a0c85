"""The store keeps records as they are, changes wholly or not at all, and says in Dutch when its file is no index."""

import re
import sqlite3
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from themes import ThemeEncoder, record_of

from index.lexical import columns
from index.passage import context, record_to_passages
from index.recipe import IndexMissingError, StoreError
from index.records import Note, NoteKind, Record, RecordKind, Section, SectionKind, Span
from index.rows import FileState
from index.store import Store

JULY, SEPTEMBER = date(2022, 7, 4), date(2022, 9, 26)
TEXT = "De één vraagt om een taser.\n\nDe BOA’s \U0001f6a8 krijgen geen geld."
RECORD = record_of({"Wapens": TEXT, "Wijk": "De wijk is veilig."}, JULY, date(2022, 7, 1), name="juli", page=2)
OTHER = record_of({"Drugs": "Er is een plan over drugs."}, name="anders", speaker="De PG")


def put_inside(store: Store, record: Record, sha256: str = "") -> NDArray[np.float32]:
    passages = record_to_passages(record)
    vectors = ThemeEncoder().passages([passage.text for passage in passages])
    words = [columns(passage.text, context(passage)) for passage in passages]
    store.put(record, sha256 or record.id, passages, vectors, words)
    return vectors


def put(store: Store, record: Record, sha256: str = "") -> NDArray[np.float32]:
    with store.transaction():
        return put_inside(store, record, sha256)


def found(store: Store, word: str) -> list[str]:
    passages = store.passages()
    return [passages[int(row)].record_id for row in store.lexicon().rows(word, "words")]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store(tmp_path / "home" / "lovp.sqlite3", create=True)
    yield opened
    opened.close()


def test_a_record_is_read_back_as_it_was_put(store: Store) -> None:
    put(store, RECORD)
    put(store, OTHER)
    assert store.record("juli") == RECORD
    assert store.record("anders") == OTHER
    assert store.record("weg") is None


def test_passages_are_read_back_as_they_were_cut(store: Store) -> None:
    for record in (RECORD, OTHER):
        put(store, record)
    kept = store.passages()
    assert list(kept.values()) == [*record_to_passages(RECORD), *record_to_passages(OTHER)]
    last = max(kept)
    assert store.passages([last, 999]) == {last: kept[last]}
    assert store.passages([]) == {}


def test_vectors_are_read_back_to_the_bit_in_the_order_of_their_rows(store: Store) -> None:
    vectors = np.vstack([put(store, RECORD), put(store, OTHER)])
    rows, kept = store.vectors()
    assert rows.tolist() == list(store.passages())
    assert kept.dtype == np.float32
    assert np.array_equal(kept, vectors)


def test_an_empty_store_has_nothing_and_says_so_in_shape(store: Store) -> None:
    rows, vectors = store.vectors()
    assert (rows.shape, vectors.shape) == ((0,), (0, 0))
    assert (store.records(), store.passages(), store.meeting_days(), store.recipe) == ([], {}, [], None)
    assert store.integrity() == []


def test_putting_a_record_again_replaces_all_that_was_made_of_it(store: Store) -> None:
    put(store, RECORD)
    put(store, record_of({"Drugs": "Er is een plan."}, JULY, name="juli"))
    assert store.passage_counts() == {"juli": 1}
    assert [passage.text for passage in store.passages().values()] == ["Er is een plan."]
    assert (found(store, "taser"), found(store, "plan")) == ([], ["juli"])
    assert store.integrity() == []


def test_a_removed_record_leaves_nothing_behind(store: Store) -> None:
    put(store, RECORD)
    put(store, OTHER)
    with store.transaction():
        assert store.remove("juli")
        assert not store.remove("juli")
    assert [record.id for record in store.records()] == ["anders"]
    assert store.passage_counts() == {"anders": 1}
    assert found(store, "taser") == []
    assert store.integrity() == []
    with sqlite3.connect(store.path) as connection:
        assert connection.execute("SELECT count(*) FROM sections WHERE record_id = 'juli'").fetchone() == (0,)


def test_a_transaction_that_fails_leaves_nothing(store: Store) -> None:
    put(store, OTHER)
    before = store.version, store.records(), store.passages(), store.catalogue().files()

    def half_a_change() -> None:
        with store.transaction():
            put_inside(store, RECORD)
            store.catalogue().put_file("/a.txt", FileState("x", "juli", None))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        half_a_change()
    assert (store.version, store.records(), store.passages(), store.catalogue().files()) == before
    assert found(store, "taser") == []
    put(store, RECORD)  # and the next one works
    assert store.record("juli") == RECORD


def test_a_record_with_too_few_vectors_is_refused_whole(store: Store) -> None:
    with pytest.raises(ValueError, match="shorter"), store.transaction():
        store.put(RECORD, "x", record_to_passages(RECORD), np.ones((1, 8), np.float32), [("", "", "")] * 2)
    assert store.records() == []


def test_a_statement_that_sqlite_refuses_is_a_store_error_in_dutch(store: Store) -> None:
    with pytest.raises(StoreError, match="De index"), store.transaction():
        store.put(replace(RECORD, title=None), "x", [], np.zeros((0, 8), np.float32), [])  # type: ignore[arg-type]  # on purpose
    assert store.records() == []


def test_the_version_counts_changes_of_records_only(store: Store) -> None:
    assert store.version == 0
    put(store, RECORD)
    one = store.version
    put(store, RECORD)
    two = store.version
    with store.transaction():
        store.catalogue().put_file("/a.txt", FileState("x", "juli", None))
        store.remove("weg")
    assert 0 < one < two == store.version
    with store.transaction():
        store.remove("juli")
    assert store.version > two


def test_records_come_by_date_and_those_without_one_last(store: Store) -> None:
    for name, days in (("b", [SEPTEMBER]), ("zonder", []), ("c", [JULY, SEPTEMBER]), ("a", [SEPTEMBER])):
        put(store, record_of({"Wijk": "De wijk."}, *days, name=name))
    assert [record.id for record in store.records()] == ["c", "a", "b", "zonder"]
    assert store.meeting_days() == [JULY, SEPTEMBER]


def test_labels_name_topic_and_speaker_of_each_passage(store: Store) -> None:
    put(store, OTHER)
    put(store, RECORD)
    labels = store.labels()
    assert (labels.records[0], labels.topics[0], labels.speakers[0]) == ("anders", "Drugs", "De PG")
    assert [labels.records[n] for n in labels.record_of] == ["anders", *["juli"] * (len(labels.rows) - 1)]
    assert len(set(labels.topics)) == len(labels.topics)
    assert [labels.starts[0]] == [passage.span.start for passage in store.passages_of(["anders"]).values()]


def test_a_text_that_is_there_already_is_known_by_its_hash(store: Store) -> None:
    put(store, RECORD, "abc")
    assert store.record_with_text("abc") == "juli"
    assert store.record_with_text("def") is None


def test_a_reader_in_another_thread_does_not_wait_and_sees_only_what_is_finished(store: Store) -> None:
    put(store, OTHER)
    seen: list[list[str]] = []

    def read() -> None:
        seen.append([record.id for record in store.records()])

    with store.transaction():
        store.remove("anders")
        thread = threading.Thread(target=read)
        thread.start()
        thread.join(5)
        assert seen == [["anders"]]
    read()
    assert seen[-1] == []


def test_a_moment_is_one_state_of_the_store_whatever_a_writer_does(store: Store) -> None:
    put(store, RECORD)
    writer = Store(store.path)
    with store.moment():
        rows, _ = store.vectors()
        with writer.transaction():
            writer.remove("juli")
        assert store.labels().rows.tolist() == rows.tolist()
    writer.close()
    assert store.labels().rows.tolist() == []


def test_opening_for_writing_does_not_wait_for_another_writer(store: Store) -> None:
    with store.transaction():
        other = Store(store.path, create=True)
        assert other.version == 0
        other.close()


def test_words_that_went_missing_are_reported(store: Store) -> None:
    put(store, RECORD)
    with sqlite3.connect(store.path) as connection:
        connection.execute("DELETE FROM lexicon WHERE rowid = (SELECT max(rowid) FROM lexicon)")
    assert store.integrity() == ["2 passages, maar 1 daarvan met woorden"]


def test_no_file_is_an_index_that_is_not_there_yet(tmp_path: Path) -> None:
    with pytest.raises(IndexMissingError, match="lovp index MAP"):
        Store(tmp_path / "lovp.sqlite3")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "content", [b"", b"Dit is geen database, maar een brief. " * 30, b"SQLite format 3\0" + b"\xff" * 4096]
)
def test_a_file_that_is_no_index_is_a_store_error_that_says_what_to_do(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "lovp.sqlite3"
    path.write_bytes(content)
    with pytest.raises(StoreError, match=re.escape(str(path))) as caught:
        Store(path)
    assert "geen bruikbare index" in str(caught.value)
    assert "lovp index MAP" in str(caught.value)
    assert path.read_bytes() == content


def test_a_database_of_another_program_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "lovp.sqlite3"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE notes (text)")
    before = path.read_bytes()
    with pytest.raises(StoreError, match="geen bruikbare index"):
        Store(path)
    assert path.read_bytes() == before


def test_an_index_of_another_version_is_refused(store: Store) -> None:
    with sqlite3.connect(store.path) as connection:
        connection.execute("UPDATE meta SET value = '99' WHERE key = 'schema'")
    with pytest.raises(StoreError, match="nieuwere versie"):
        Store(store.path)


def test_damage_inside_the_file_is_reported_and_raises_nothing(store: Store) -> None:
    for n in range(40):
        put(store, record_of({"Wijk": f"De wijk {n} is veilig. " * 40}, JULY, name=f"r{n}"))
    store.close()
    with sqlite3.connect(store.path) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    data = bytearray(store.path.read_bytes())
    data[-40_960:] = b"\xff" * 40_960
    store.path.write_bytes(data)
    damaged = Store(store.path)
    assert damaged.integrity() != []
    damaged.close()


def test_a_home_that_cannot_be_made_is_a_store_error(tmp_path: Path) -> None:
    (tmp_path / "bestand").write_text("in de weg")
    with pytest.raises(StoreError, match="kan niet worden gemaakt"):
        Store(tmp_path / "bestand" / "home" / "lovp.sqlite3", create=True)


def test_a_section_without_speaker_or_page_stays_without(store: Store) -> None:
    record = replace(RECORD, sections=(Section("Wapens", None, None, Span(0, 10)),))
    put(store, record)
    assert store.record("juli") == record


def test_notes_and_kinds_of_sections_are_read_back(store: Store) -> None:
    section = replace(RECORD.sections[0], kind=SectionKind.ATTENDANCE)
    noted = replace(
        RECORD,
        kind=RecordKind.MINUTES,
        sections=(section, *RECORD.sections[1:]),
        notes=(Note(NoteKind.OCR, "gelezen met OCR"), Note(NoteKind.DATE, "datum uit de naam")),
    )
    put(store, noted)
    assert store.record("juli") == noted
