"""Files become records: only what changed is read, nothing stops the others, and nothing that was good is lost."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock
from themes import ThemeEncoder, VowelEncoder

from index import generations, ingest, probing
from index.files import IngestError
from index.ingest import Summary, index_paths
from index.recipe import RecipeError, StoreError
from index.records import Record
from index.removal import remove_record
from index.search import Index, chroma_root, search, store_path
from index.store import Store

TASER = "Verslag LOVP 4 juli 2022\n\nWapens\nDe taser komt er. Dat kost geld.\n"
DRUGS = "# Verslag LOVP 26 september 2022\n\n## Drugs\n\nEr is een plan over drugs.\n"


@pytest.fixture
def quick_probe(monkeypatch: pytest.MonkeyPatch) -> None:
    """New Chroma folders are believed unseen: checking each takes a process and a second; test_index_vectors.py does."""
    monkeypatch.setattr(probing, "probe", lambda folder, passages: None)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "verslagen"
    (made / "2022").mkdir(parents=True)
    (made / "taser.txt").write_text(TASER)
    (made / "2022" / "drugs.md").write_text(DRUGS)
    return made


@pytest.fixture
def read(home: Path, folder: Path, quick_probe: None) -> Callable[..., Summary]:
    """Reads the folder in, or what is named."""

    def run(*paths: Path, prune: bool = False) -> Summary:
        return index_paths(home, ThemeEncoder(), paths or [folder], prune=prune)

    return run


def counts(summary: Summary) -> tuple[int, int, int, int, int]:
    return summary.new, summary.changed, summary.unchanged, summary.removed, len(summary.skipped)


def records(home: Path) -> list[Record]:
    store = Store(store_path(home))
    found = store.records()
    assert store.integrity() == []
    store.close()
    return found


def texts(home: Path) -> list[str]:
    with Index(home, ThemeEncoder()) as index:
        return [passage.text for passage in index.store.passages().values()]


def test_files_are_counted_by_what_became_of_them(read: Callable[..., Summary], folder: Path) -> None:
    summary = read()
    assert counts(summary) == (2, 0, 0, 0, 0)
    assert summary.passages == 2
    assert summary.seconds > 0
    assert counts(read()) == (0, 0, 2, 0, 0)
    (folder / "taser.txt").write_text(TASER.replace("Dat kost geld.", "Dat is gratis."))
    (folder / "derde.txt").write_text("Verslag LOVP 1 mei 2023\n\nDe wijk is veilig.")
    (folder / "brief.xyz").write_text("x")
    summary = read()
    assert counts(summary) == (1, 1, 1, 0, 1)
    assert summary.skipped[0].path == str(folder / "brief.xyz")
    assert ".xyz wordt niet gelezen" in summary.skipped[0].reason


def test_what_was_read_is_built_into_chroma_once(home: Path, folder: Path) -> None:
    index_paths(home, ThemeEncoder(), [folder])
    generation = generations.current(chroma_root(home))
    assert generation is not None
    assert generation.passages == 2
    index_paths(home, ThemeEncoder(), [folder])  # nothing changed, so nothing is built
    assert generations.current(chroma_root(home)) == generation


def test_an_edited_file_replaces_its_passages(home: Path, read: Callable[..., Summary], folder: Path) -> None:
    read()
    (folder / "taser.txt").write_text(TASER.replace("Dat kost geld.", "Dat is gratis."))
    read()
    assert sorted(texts(home)) == ["De taser komt er. Dat is gratis.", "Er is een plan over drugs."]


def test_a_file_whose_layout_alone_is_mended_is_cut_again(
    home: Path, read: Callable[..., Summary], folder: Path
) -> None:
    (folder / "2022" / "drugs.md").write_text(DRUGS.replace("## Drugs\n\n", "Drugs "))
    read()
    assert records(home)[1].topics == ("Inleiding",)
    (folder / "2022" / "drugs.md").write_text(DRUGS)
    assert counts(read()) == (0, 1, 1, 0, 0)
    assert records(home)[1].topics == ("Drugs",)
    assert len(records(home)) == 2


def test_a_file_that_gets_another_date_becomes_another_record(
    home: Path, read: Callable[..., Summary], folder: Path
) -> None:
    read()
    (folder / "taser.txt").write_text(TASER.replace("4 juli", "5 juli"))
    assert counts(read()) == (0, 1, 1, 0, 0)
    assert [record.id for record in records(home)] == ["2022-07-05-verslag-lovp", "2022-09-26-verslag-lovp"]


def test_the_same_text_in_two_files_is_one_record(home: Path, read: Callable[..., Summary], folder: Path) -> None:
    (folder / "kopie.txt").write_text(TASER.replace("\n\n", "\r\n \r\n"), newline="")
    assert counts(read()) == (3, 0, 0, 0, 0)
    assert len(records(home)) == 2
    (folder / "taser.txt").unlink()
    assert counts(read(prune=True)) == (0, 0, 2, 1, 0)
    assert len(records(home)) == 2  # the copy still holds it


def test_two_files_of_one_text_of_which_one_is_edited_are_two_records(
    home: Path, read: Callable[..., Summary], folder: Path
) -> None:
    shutil.copy(folder / "taser.txt", folder / "kopie.txt")
    read()
    (folder / "kopie.txt").write_text(TASER + "En meer.\n")
    read()
    found = [record.text for record in records(home) if "taser" in record.text]
    assert sorted(found) == [TASER, TASER + "En meer.\n"]


def test_two_texts_under_one_title_are_two_records(home: Path, read: Callable[..., Summary], folder: Path) -> None:
    (folder / "deel 2.txt").write_text(TASER.replace("Dat kost geld.", "Dat is het tweede deel."))
    read()
    ids = [record.id for record in records(home) if record.dates[0].month == 7]
    assert len(ids) == 2
    assert "2022-07-04-verslag-lovp" in ids
    (folder / "deel 2.txt").write_text(TASER.replace("Dat kost geld.", "Dat is anders."))
    read()
    assert len(records(home)) == 3
    assert counts(read()) == (0, 0, 3, 0, 0)


def test_a_bad_file_is_a_skip_that_stops_no_other(home: Path, read: Callable[..., Summary], folder: Path) -> None:
    (folder / "a kapot.docx").write_text("geen zip")
    (folder / "b leeg.txt").touch()
    (folder / "c kapot.pdf").write_bytes(b"%PDF-1.4 kapot")
    summary = read()
    assert counts(summary) == (2, 0, 0, 0, 3)
    assert [skip.path for skip in summary.skipped] == [
        str(folder / name) for name in ("a kapot.docx", "b leeg.txt", "c kapot.pdf")
    ]
    assert read().skipped == summary.skipped  # said again, every time
    assert len(records(home)) == 2


def test_a_file_that_turns_bad_keeps_the_record_it_had(home: Path, read: Callable[..., Summary], folder: Path) -> None:
    read()
    (folder / "taser.txt").write_bytes(b"\0\1\2")
    assert counts(read()) == (0, 0, 1, 0, 1)
    assert "De taser komt er. Dat kost geld." in texts(home)
    (folder / "taser.txt").write_text(TASER.replace("komt", "kwam"))
    assert counts(read()) == (0, 1, 1, 0, 0)
    assert "De taser kwam er. Dat kost geld." in texts(home)


def test_a_file_that_was_skipped_and_mended_is_new(read: Callable[..., Summary], folder: Path) -> None:
    (folder / "derde.txt").touch()
    read()
    (folder / "derde.txt").write_text("Verslag LOVP 1 mei 2023\n\nDe wijk is veilig.")
    assert counts(read()) == (1, 0, 2, 0, 0)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_a_skip(read: Callable[..., Summary], folder: Path) -> None:
    (folder / "taser.txt").chmod(0)
    summary = read()
    assert counts(summary) == (1, 0, 0, 0, 1)
    assert summary.skipped[0].reason == "geen leesrechten op dit bestand"


def test_a_file_that_is_gone_stays_until_it_is_pruned(home: Path, read: Callable[..., Summary], folder: Path) -> None:
    read()
    (folder / "taser.txt").unlink()
    assert counts(read()) == (0, 0, 1, 0, 0)
    assert len(records(home)) == 2
    assert counts(read(folder / "2022", prune=True)) == (0, 0, 1, 0, 0)  # gone, but not from there
    assert len(records(home)) == 2
    assert counts(read(prune=True)) == (0, 0, 1, 1, 0)
    assert texts(home) == ["Er is een plan over drugs."]


def test_a_folder_whose_name_starts_alike_is_not_pruned(home: Path, read: Callable[..., Summary], folder: Path) -> None:
    sibling = folder.with_name("verslagen oud")
    shutil.move(folder / "2022", sibling)
    read(folder, sibling)
    shutil.move(sibling, folder.with_name("weg"))
    assert counts(read(prune=True)) == (0, 0, 1, 0, 0)
    assert len(records(home)) == 2


def test_a_second_writer_hears_that_the_first_is_at_work(
    home: Path, read: Callable[..., Summary], monkeypatch: pytest.MonkeyPatch
) -> None:
    read()
    monkeypatch.setattr(ingest, "_LOCK_SECONDS", 0.05)
    writer = Store(store_path(home))
    with FileLock(home / "lock"), writer.transaction():
        with pytest.raises(IngestError, match="door een ander proces"):
            read()
        with pytest.raises(IngestError, match="door een ander proces"):
            remove_record(home, "2022-07-04-verslag-lovp")
    writer.close()
    assert counts(read()) == (0, 0, 2, 0, 0)


def test_another_encoder_is_refused_until_the_index_is_rebuilt(home: Path, read: Callable[..., Summary]) -> None:
    read()
    before = texts(home)
    with pytest.raises(RecipeError, match="lovp index --rebuild"):
        index_paths(home, VowelEncoder(), [home.parent / "verslagen"])
    assert texts(home) == before
    summary = index_paths(home, VowelEncoder(), [], rebuild=True)
    assert (counts(summary), summary.passages) == ((0, 0, 0, 0, 0), 2)
    with pytest.raises(RecipeError):
        Index(home, ThemeEncoder())
    with Index(home, VowelEncoder()) as index:
        assert index.store.vectors()[1].shape == (2, 4)
        assert search(index, "taser")[0].passage.text == before[1]


def test_a_rebuild_that_breaks_off_leaves_the_old_index(home: Path, read: Callable[..., Summary]) -> None:
    class Tired(VowelEncoder):
        def passages(self, texts: object) -> object:  # type: ignore[override]  # it never returns
            raise MemoryError

    read()
    before = texts(home)
    with pytest.raises(MemoryError):
        index_paths(home, Tired(), [], rebuild=True)  # type: ignore[arg-type]  # as above
    assert texts(home) == before


@pytest.mark.usefixtures("quick_probe")
def test_progress_is_told_in_dutch_up_to_the_last_item(home: Path, folder: Path) -> None:
    told: list[tuple[str, int, int]] = []
    index_paths(home, ThemeEncoder(), [folder], progress=lambda *step: told.append(step))
    assert told == [("Verslagen lezen", 1, 2), ("Verslagen lezen", 2, 2), ("Zoekindex bouwen", 2, 2)]


def test_a_removed_record_is_gone_until_its_file_is_read_again(home: Path, read: Callable[..., Summary]) -> None:
    read()
    assert remove_record(home, "2022-07-04-verslag-lovp")
    assert not remove_record(home, "2022-07-04-verslag-lovp")
    assert texts(home) == ["Er is een plan over drugs."]
    assert counts(read()) == (1, 0, 1, 0, 0)


def test_a_home_that_cannot_be_made_is_a_dutch_error(folder: Path) -> None:
    with pytest.raises(StoreError, match="kan niet worden gemaakt"):
        index_paths(folder / "taser.txt" / "home", ThemeEncoder(), [folder])


@pytest.mark.usefixtures("quick_probe")
def test_the_examples_that_come_along_are_read_without_a_skip(home: Path) -> None:
    summary = index_paths(home, ThemeEncoder(), [ingest.examples()])
    assert summary.new >= 12
    assert summary.skipped == ()
