"""The check-up finds what is wrong, says it in Dutch, and makes again what can be made from the records."""

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock
from small_models import save_bert, save_static
from themes import ThemeEncoder, VowelEncoder

from index import doctor, generations, ingest, probing
from index.doctor import examine
from index.errors import UserError
from index.ingest import index_paths
from index.search import chroma_root, store_path
from index.settings import Settings

HEALTHY = "zoekindex (Chroma): heel en bij de tijd"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A healthy home, made once; each test gets a copy."""
    folder = tmp_path_factory.mktemp("doctor")
    for n in range(30):
        lines = "\n".join(f"De wijk {n} vraagt om een taser, om geld en om agenten met nummer {k}." for k in range(20))
        (folder / f"{n}.txt").write_text(f"Verslag LOVP {n + 1} mei 2021\n\nWijk\n{lines}\n")
    index_paths(folder / "home", ThemeEncoder(), sorted(folder.glob("*.txt")))
    return folder / "home"


@pytest.fixture
def home(home: Path, made: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(made, home, dirs_exist_ok=True)
    monkeypatch.setattr(doctor, "open_encoder", lambda name: ThemeEncoder())
    return home


@pytest.fixture
def checked(home: Path) -> Callable[..., list[tuple[bool, str]]]:
    def run(*, repair: bool = False) -> list[tuple[bool, str]]:
        return [(check.good, check.text) for check in examine(Settings(home), repair=repair)]

    return run


@pytest.fixture
def quick_probe(monkeypatch: pytest.MonkeyPatch) -> None:
    """The Chroma folder is believed unseen, where a test is about something else."""
    monkeypatch.setattr(probing, "probe", lambda folder, passages: None)


Checked = Callable[..., list[tuple[bool, str]]]


def bad(checks: list[tuple[bool, str]]) -> list[str]:
    return [text for good, text in checks if not good]


def test_a_healthy_index_is_good_all_over(checked: Checked) -> None:
    checks = checked()
    assert bad(checks) == []
    texts = [text for _, text in checks]
    assert HEALTHY in texts
    assert any(text.startswith("verslagen (SQLite): 30 verslagen,") for text in texts)
    assert "de index past bij de encoder" in texts
    assert any(text.startswith("Python 3.") for text in texts)
    assert any(text.startswith("chromadb ") for text in texts)


def test_a_missing_chroma_folder_is_reported_and_made_again(home: Path, checked: Checked) -> None:
    shutil.rmtree(chroma_root(home))
    faults = bad(checked())
    assert faults[0] == "zoekindex (Chroma): er is geen hele zoekindex"
    assert "lovp doctor --repair" in faults[1]
    assert bad(checked(repair=True)) == []
    generation = generations.current(chroma_root(home))
    assert generation is not None
    assert generation.passages == 30


def test_a_damaged_chroma_folder_is_reported(home: Path, checked: Checked) -> None:
    generation = generations.current(chroma_root(home))
    assert generation is not None
    path = generation.folder / "chroma.sqlite3"
    path.write_bytes(path.read_bytes()[:8192] + b"\xff" * (path.stat().st_size - 8192))
    assert "niet bruikbaar" in bad(checked())[0]


def test_a_chroma_folder_that_lags_behind_is_reported(home: Path, checked: Checked) -> None:
    with sqlite3.connect(store_path(home)) as connection:
        connection.execute("UPDATE meta SET value = value + 1 WHERE key = 'version'")
    assert bad(checked())[0] == "zoekindex (Chroma): de zoekindex loopt achter op de verslagen"


def test_a_repair_waits_for_no_writer_for_ever(home: Path, checked: Checked, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ingest, "_LOCK_SECONDS", 0.05)
    shutil.rmtree(chroma_root(home))
    with FileLock(home / "lock"):
        assert "door een ander proces" in bad(checked(repair=True))[0]


def test_a_damaged_store_is_reported_and_the_check_up_ends_there(home: Path, checked: Checked) -> None:
    with sqlite3.connect(store_path(home)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    data = bytearray(store_path(home).read_bytes())
    data[16_384:] = b"\xff" * (len(data) - 16_384)
    store_path(home).write_bytes(data)
    checks = checked(repair=True)
    (fault,) = bad(checks)
    assert "reservekopie" in fault
    assert checks[-1] == (False, fault)


def test_no_index_yet_says_how_to_make_one(home: Path, checked: Checked) -> None:
    shutil.rmtree(home)
    home.mkdir()
    assert bad(checked()) == ["Er zijn nog geen verslagen ingelezen. Lees ze in met: lovp index MAP"]


@pytest.mark.usefixtures("quick_probe")
def test_another_encoder_than_the_index_was_made_with_is_reported(
    checked: Checked, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctor, "open_encoder", lambda name: VowelEncoder())
    (fault,) = bad(checked())
    assert "lovp index --rebuild" in fault


@pytest.mark.usefixtures("quick_probe")
def test_an_encoder_that_cannot_be_opened_is_reported_and_the_rest_is_still_looked_at(
    checked: Checked, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuses(name: str) -> None:
        raise UserError("Het model is er niet.")

    monkeypatch.setattr(doctor, "open_encoder", refuses)
    checks = checked()
    assert bad(checks) == ["Het model is er niet."]
    assert (True, HEALTHY) in checks


@pytest.mark.usefixtures("quick_probe")
def test_the_encoder_and_the_reranker_are_told_of(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    monkeypatch.setattr(probing, "probe", lambda folder, passages: None)
    folder, reranker = save_static(tmp_path / "mijn-e5"), save_bert(tmp_path / "volgorde", labels=1)
    checks = [check.text for check in examine(Settings(home, str(folder), reranker=str(reranker)))]
    assert any(text.startswith("encoder mijn-e5@") and text.endswith("licentie onbekend") for text in checks)
    assert 'voor een vraag zet de encoder "query: ", voor een passage "passage: " (naar de naam: e5)' in checks
    assert "reranker volgorde" in checks
    missing = [check for check in examine(Settings(home, str(folder), reranker="niemand/x")) if not check.good]
    assert "De reranker 'niemand/x' kan niet worden geladen" in missing[0].text


@pytest.mark.usefixtures("quick_probe")
def test_a_package_that_is_missing_is_reported(checked: Checked, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "_PACKAGES", ("chromadb", "bestaat-vast-niet"))
    assert bad(checked()) == ["bestaat-vast-niet ontbreekt; installeer opnieuw met: make chat"]
