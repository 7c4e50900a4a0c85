"""Erasing for good: what is said when it succeeds in part, and that doing it twice does no harm."""

import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from index import removal
from index.embedding import BUILT_IN, open_encoder
from index.errors import UserError
from index.files import IngestError
from index.ingest import index_paths
from index.progress import silent
from index.recipe import StoreError
from index.search import store_path
from index.sqlite_errors import DiskFullError
from index.store import Store
from ui import web_text_manage as text
from ui.manage import Became
from ui.manage_erase import Held, erase_file, erase_record, erasure
from ui.uploads import folder_of
from ui.web_manage_removal import remove_record_html

WORDS = "Verslag LOVP 4 november 2024\n\nVogels\nDe officier hoorde dertien uilen op het dak.\n"
ID = "2024-11-04-verslag-lovp"


@pytest.fixture
def held(examples_home: Path, tmp_path: Path) -> Iterator[Held]:
    """The examples, with one record that was added."""
    home = Path(shutil.copytree(examples_home, tmp_path / "home"))
    (folder_of(home) / "uilen.txt").write_text(WORDS)
    index_paths(home, open_encoder(BUILT_IN), [home / "verslagen"])
    store = Store(store_path(home), create=True)
    assert store.record(ID) is not None
    yield Held(home, store)
    store.close()


def test_what_is_gone_already_is_no_error(held: Held) -> None:
    assert erase_record(held, ID, silent).lines[0].became is Became.ERASED
    assert erase_record(held, ID, silent).told == text.GONE_ALREADY
    assert erase_file(held, "uilen.txt", silent).told == text.GONE_ALREADY


def test_an_erasure_that_was_broken_off_wipes_the_rest_the_next_time(
    held: Held, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stops(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Store, "erase_traces", stops)
        with pytest.raises(KeyboardInterrupt):
            erase_record(held, ID, silent)
    assert erase_record(held, ID, silent).told == text.GONE_ALREADY
    assert b"dertien uilen" not in b"".join(path.read_bytes() for path in held.home.rglob("*") if path.is_file())


def test_a_disk_that_is_full_is_said_without_english_or_a_path(held: Held) -> None:
    with pytest.raises(StoreError) as caught, held.store.transaction():
        raise sqlite3.OperationalError("database or disk is full")
    assert str(caught.value) == "De schijf is vol. Maak ruimte en probeer het opnieuw."


def test_what_is_not_wiped_yet_is_said_and_the_record_is_gone(held: Held, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> bool:
        raise DiskFullError

    def no_room(*_: object, **__: object) -> None:
        raise IngestError("niet gebouwd")

    monkeypatch.setattr(Store, "erase_traces", full)
    monkeypatch.setattr(removal, "refresh_chroma", no_room)
    report = erase_record(held, ID, silent)
    assert report.told.startswith("Verwijderd: Verslag LOVP 4 november 2024. De laatste resten")
    for words in ("De schijf is vol. Maak ruimte", "(Chroma) is nog niet bijgewerkt", "lovp doctor --repair"):
        assert words in report.told
        assert words in report.nameless
    assert "Verslag LOVP" not in report.nameless
    assert held.store.record(ID) is None


def test_files_that_are_gone_are_named_when_their_record_could_not_be_erased(
    held: Held, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> bool:
        raise DiskFullError

    with monkeypatch.context() as patch:
        patch.setattr(Store, "remove", full)
        with pytest.raises(UserError, match=r"Gewist: uilen\.txt\. Nog niet gewist .* De schijf is vol\. Maak ruimte"):
            erase_record(held, ID, silent)
    assert held.store.record(ID) is not None
    assert erase_record(held, ID, silent).told == "Verwijderd: Verslag LOVP 4 november 2024."


def test_a_file_that_came_in_after_the_erasure_was_asked_stays(held: Held) -> None:
    report = erase_record(held, ID, silent, lambda: {"uilen.txt"})
    assert [(line.became, line.why) for line in report.lines] == [(Became.LEFT, text.CAME_IN_AGAIN)]
    assert (held.home / "verslagen" / "uilen.txt").read_text() == WORDS
    assert held.store.record(ID) is None


def test_who_is_asked_whether_a_record_is_to_go_sees_no_path_of_the_disk(held: Held) -> None:
    record = held.store.records()[0]
    (place,) = held.store.catalogue().places(record.id)
    page = remove_record_html(erasure(held, record.id))
    assert Path(place).name in page
    assert str(Path(place).parent) not in page
