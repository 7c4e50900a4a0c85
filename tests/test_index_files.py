"""The files to read are those that were named and those under the folders that were named, and nothing hidden."""

from pathlib import Path

import pytest
from themes import ThemeEncoder

from index.files import IngestError, files_under
from index.ingest import index_paths


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("b.txt", "2022/a.md", ".DS_Store", ".git/config.txt", "2022/.verborgen/c.txt"):
        path = tmp_path / "verslagen" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("Verslag.")
    return tmp_path / "verslagen"


def test_files_come_once_and_in_a_fixed_order(folder: Path) -> None:
    inside = [folder / "2022" / "a.md", folder / "b.txt"]
    assert list(files_under([folder, folder / "b.txt", folder])) == inside
    assert list(files_under([folder / "b.txt", folder])) == inside[::-1]


def test_a_hidden_file_is_read_only_when_it_is_named_itself(folder: Path) -> None:
    assert list(files_under([folder / ".git" / "config.txt"])) == [folder / ".git" / "config.txt"]
    assert folder / ".git" / "config.txt" not in list(files_under([folder]))


def test_a_path_is_made_absolute_and_stays_as_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder.parent / "verwijzing").symlink_to(folder)
    monkeypatch.chdir(folder)
    assert list(files_under([Path("b.txt")])) == [folder / "b.txt"]
    assert list(files_under([Path("../verwijzing/b.txt")])) == [folder.parent / "verwijzing" / "b.txt"]


def test_a_path_in_the_users_own_folder_may_open_with_a_tilde(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(folder))
    assert list(files_under([Path("~/b.txt")])) == [folder / "b.txt"]


def test_a_path_that_is_not_there_is_a_dutch_error_that_names_it(home: Path, folder: Path) -> None:
    with pytest.raises(IngestError, match=r"weg\.txt bestaat niet\. Geef een bestand of een map"):
        index_paths(home, ThemeEncoder(), [folder, folder / "weg.txt"])
    assert list(home.iterdir()) == []


def test_a_folder_without_records_is_a_dutch_error_that_says_what_is_read(home: Path, folder: Path) -> None:
    (folder / "leeg" / ".alleen verborgen").mkdir(parents=True)
    with pytest.raises(IngestError, match=r"Geen verslagen gevonden in .*leeg\..* docx, eml, .* pdf, .* txt, .*zip"):
        index_paths(home, ThemeEncoder(), [folder / "leeg"])
    assert list(home.iterdir()) == []
