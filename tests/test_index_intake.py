"""ZIP files and mail are read through, and what belongs to them comes and goes with them."""

import zipfile
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import pytest
from themes import ThemeEncoder

from index import intake, probing
from index.ingest import Summary, index_paths
from index.records import Record
from index.search import store_path
from index.store import Store

TASER = "# Verslag LOVP 4 juli 2022\n\n## Wapens\n\nDe taser komt er. Dat kost geld.\n"
DRUGS = "# Verslag LOVP 26 september 2022\n\n## Drugs\n\nEr is een plan over drugs.\n"


def pack(path: Path, members: dict[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w") as packed:
        for name, content in members.items():
            packed.writestr(name, content)
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "verslagen"
    made.mkdir()
    return made


@pytest.fixture
def read(home: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Summary]:
    monkeypatch.setattr(probing, "probe", lambda folder, passages: None)
    return lambda *, prune=False: index_paths(home, ThemeEncoder(), [folder], prune=prune)


def counts(summary: Summary) -> tuple[int, int, int, int, int]:
    return summary.new, summary.changed, summary.unchanged, summary.removed, len(summary.skipped)


def records(home: Path) -> list[Record]:
    store = Store(store_path(home))
    found = store.records()
    assert store.integrity() == []
    store.close()
    return found


def test_the_files_in_a_zip_are_records_and_what_cannot_be_read_is_named(
    home: Path, read: Callable[..., Summary], folder: Path
) -> None:
    packed = pack(folder / "stukken.zip", {"taser.md": TASER, "2022/drugs.md": DRUGS, "leeg.txt": "", "x.exe": b"MZ"})
    summary = read()
    assert counts(summary) == (2, 0, 0, 0, 2)
    assert {skip.path for skip in summary.skipped} == {f"{packed}!/leeg.txt", f"{packed}!/x.exe"}
    assert [record.id for record in records(home)] == ["2022-07-04-verslag-lovp", "2022-09-26-verslag-lovp"]
    again = read()
    assert counts(again) == (0, 0, 2, 0, 2)
    assert set(again.skipped) == set(summary.skipped)


def test_a_zip_in_a_zip_and_a_mail_with_an_attachment_are_read_through(
    home: Path, read: Callable[..., Summary], folder: Path
) -> None:
    inner = pack(folder.parent / "binnen.zip", {"drugs.md": DRUGS}).read_bytes()
    mail = EmailMessage()
    mail["Subject"], mail["From"] = "Verslag van het LOVP van 4 juli 2022", "griffie@voorbeeld.nl"
    mail.set_content("Hierbij het verslag van het overleg over de wijk. Zie de bijlage voor de tekst.")
    mail.add_attachment(TASER.encode(), maintype="text", subtype="markdown", filename="taser.md")
    pack(folder / "buiten.zip", {"binnen.zip": inner, "post.eml": mail.as_bytes()})
    summary = read()
    texts = [record.text for record in records(home)]
    assert summary.skipped == ()
    assert any("plan over drugs" in text for text in texts)
    assert any("De taser komt er" in text for text in texts)
    assert any("Hierbij het verslag" in text for text in texts)


def test_what_a_zip_no_longer_holds_is_removed(home: Path, read: Callable[..., Summary], folder: Path) -> None:
    pack(folder / "stukken.zip", {"taser.md": TASER, "drugs.md": DRUGS})
    read()
    pack(folder / "stukken.zip", {"taser.md": TASER.replace("komt", "kwam")})
    assert counts(read()) == (0, 1, 0, 1, 0)
    assert ["De taser kwam er" in record.text for record in records(home)] == [True]


def test_a_zip_that_turns_bad_keeps_the_records_it_had(home: Path, read: Callable[..., Summary], folder: Path) -> None:
    packed = pack(folder / "stukken.zip", {"taser.md": TASER})
    read()
    packed.write_bytes(packed.read_bytes()[:40])
    summary = read()
    assert [skip.path for skip in summary.skipped] == [str(packed)]
    assert len(records(home)) == 1
    packed.unlink()
    read(prune=True)
    assert records(home) == []


def test_the_same_record_in_a_zip_and_beside_it_is_one_with_two_places(
    home: Path, read: Callable[..., Summary], folder: Path
) -> None:
    packed = pack(folder / "stukken.zip", {"taser.md": TASER})
    (folder / "taser.md").write_text(TASER)
    read()
    (record,) = records(home)
    store = Store(store_path(home))
    assert store.catalogue().places(record.id) == [f"{packed}!/taser.md", str(folder / "taser.md")]
    store.close()


def test_hyphens_at_line_ends_and_the_shape_of_quotes_make_no_other_record(
    home: Path, read: Callable[..., Summary], folder: Path
) -> None:
    (folder / "a.txt").write_text("Verslag LOVP 4 juli 2022\n\nDe ‘taser’ komt er na de vergadering.\n")
    (folder / "b.txt").write_text("Verslag LOVP 4 juli 2022\n\nDe 'taser' komt er na de verga-\ndering.\n")
    assert counts(read()) == (2, 0, 0, 0, 0)
    assert len(records(home)) == 1


def test_a_file_is_read_again_when_the_program_reads_better(
    home: Path, read: Callable[..., Summary], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "taser.md").write_text(TASER)
    (folder / "leeg.txt").touch()
    read()
    store = Store(store_path(home))
    with store.transaction():  # as an older version left it: without its topic
        store._connection().execute("UPDATE sections SET topic = 'Oud'")
    store.close()
    assert counts(read()) == (0, 0, 1, 0, 1)
    monkeypatch.setattr(intake, "READER_VERSION", 99)
    assert counts(read()) == (0, 1, 0, 0, 1)
    assert records(home)[0].topics == ("Wapens",)
    assert counts(read()) == (0, 0, 1, 0, 1)


def test_a_scan_is_tried_again_when_ocr_has_come(
    read: Callable[..., Summary], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[str] = []
    whole = intake.Intake.take

    def watched(self: intake.Intake, path: str, *rest: object) -> object:
        tried.append(Path(path).name)
        return whole(self, path, *rest)  # type: ignore[arg-type]  # handed on as it came

    monkeypatch.setattr(intake.Intake, "take", watched)
    (folder / "taser.md").write_text(TASER)
    (folder / "leeg.pdf").touch()
    monkeypatch.setattr(intake, "_has_ocr", lambda: False)
    read()
    read()
    assert sorted(tried) == ["leeg.pdf", "taser.md"]
    monkeypatch.setattr(intake, "_has_ocr", lambda: True)
    read()
    assert sorted(tried) == ["leeg.pdf", "leeg.pdf", "taser.md"]
