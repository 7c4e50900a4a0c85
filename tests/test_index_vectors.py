"""A Chroma generation holds what SQLite holds, answers as exact search does, and is not trusted when it is damaged."""

import json
import shutil
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import chromadb
import numpy as np
import pytest
from chromadb.config import Settings
from numpy.typing import NDArray
from themes import unit_rows

from index import probing
from index.exact import ExactSearch
from index.generations import Generation, build, current
from index.passage import passage_id
from index.probing import probe
from index.records import EVERYTHING, Passage, Scope, Span
from index.vectors import ChromaSearch

SIZE = 1050  # Chroma keeps up to a thousand vectors in its log, and writes files of its graph only past that
FIRST = date(2021, 1, 4)


def spread_rows(n: int) -> NDArray[np.float32]:
    """Vectors of length 1, spread evenly: sines of multiples of the row's number that never fall together."""
    waves = np.sin(np.outer(np.arange(1, n + 1), np.sqrt([2, 3, 5, 7, 11, 13, 17, 19])))
    return unit_rows(waves.tolist(), 8)


def days(n: int) -> tuple[date, ...]:
    """One meeting a week; every tenth record has none, every seventh a second one four days before."""
    day = FIRST + timedelta(weeks=n % 200)
    return () if n % 10 == 0 else (day, day - timedelta(days=4)) if n % 7 == 0 else (day,)


def passage(n: int) -> Passage:
    span = Span(100 * n, 100 * n + 50)
    return Passage(
        id=passage_id(f"verslag-{n}", span),
        record_id=f"verslag-{n}",
        title=f"Verslag {n}",
        date=days(n)[0] if days(n) else None,
        topic="Wapens" if n % 3 else "Wijk",
        speaker="De PG" if n % 5 == 0 else None,
        page=n if n % 2 else None,
        span=span,
        text=f"Dit is passage één van verslag {n}.",
    )


ROWS = [(10 + n, passage(n), days(n)) for n in range(1, SIZE + 1)]
VECTORS = spread_rows(len(ROWS))
EXACT = ExactSearch(np.array([row for row, _, _ in ROWS], np.int64), VECTORS)


@pytest.fixture(scope="module")
def generation(tmp_path_factory: pytest.TempPathFactory) -> Generation:
    return build(tmp_path_factory.mktemp("vectors") / "chroma", 7, SIZE, [(ROWS, VECTORS)])


@pytest.fixture
def search(generation: Generation) -> Iterator[ChromaSearch]:
    opened = ChromaSearch(generation)
    yield opened
    opened.close()


@pytest.fixture
def copy(generation: Generation, tmp_path: Path) -> Generation:
    shutil.copytree(generation.folder.parent, tmp_path / "chroma")
    found = current(tmp_path / "chroma")
    assert found is not None
    return found


def in_view(scope: Scope) -> NDArray[np.bool_]:
    since, until = scope.since or date.min, scope.until or date.max
    dated = scope.since is not None or scope.until is not None
    return np.array(
        [
            (not dated or any(since <= day <= until for day in days))
            and scope.topic in (None, passage.topic)
            and scope.speaker in (None, passage.speaker)
            for _, passage, days in ROWS
        ]
    )


def test_a_generation_is_the_one_in_use_once_it_is_built(generation: Generation) -> None:
    assert current(generation.folder.parent) == generation
    assert (generation.version, generation.passages) == (7, len(ROWS))


def test_any_chroma_opens_the_collection_and_finds_text_vectors_and_metadata(copy: Generation) -> None:
    client = chromadb.PersistentClient(str(copy.folder), Settings(anonymized_telemetry=False))
    collection = client.get_collection("lovp", embedding_function=None)
    assert collection.configuration_json["hnsw"]["space"] == "cosine"
    assert collection.count() == len(ROWS)
    wanted = {passage.id: n for n, (_, passage, _) in enumerate(ROWS)}
    kept = collection.get(ids=list(wanted), include=["embeddings", "documents", "metadatas"])
    assert kept["embeddings"] is not None
    for key, vector in zip(kept["ids"], kept["embeddings"], strict=True):
        assert np.allclose(vector, VECTORS[wanted[key]], atol=1e-6)
    one = collection.get(ids=[ROWS[14][1].id])
    assert one["documents"] == ["Dit is passage één van verslag 15."]
    assert one["metadatas"] is not None
    said = {key: value for key, value in one["metadatas"][0].items() if not key.startswith("_")}
    assert {
        "row": 25,
        "record_id": "verslag-15",
        "title": "Verslag 15",
        "date": "2021-04-19",
        "day": 20210419,
        "last_day": 20210419,
        "topic": "Wijk",
        "speaker": "De PG",
        "page": 15,
        "start": 1500,
        "end": 1550,
    }.items() <= said.items()
    client.close()  # type: ignore[attr-defined]  # typed as the interface, which has no close()


SCOPES = [
    EVERYTHING,
    Scope(since=date(2022, 1, 1), until=date(2022, 12, 31)),
    Scope(since=date(2023, 1, 1)),
    Scope(until=date(2021, 6, 1)),
    Scope(since=days(7)[1], until=days(7)[1]),
    Scope(topic="Wijk"),
    Scope(speaker="De PG", until=date(2022, 6, 1)),
    Scope(topic="bestaat niet"),
]


@pytest.mark.parametrize("scope", SCOPES, ids=str)
def test_chroma_and_exact_search_give_the_same_passages_and_scores(search: ChromaSearch, scope: Scope) -> None:
    for question in spread_rows(SIZE + 100)[SIZE::20]:
        exact = EXACT.search(question, None if scope == EVERYTHING else in_view(scope), 12)
        found = search.search(question, scope, 12)
        assert [row for row, _ in found] == [row for row, _ in exact]
        assert [score for _, score in found] == pytest.approx([score for _, score in exact], abs=1e-5)


def test_exact_search_gives_the_nearest_first_and_ties_by_row() -> None:
    exact = ExactSearch(np.array([4, 2, 9], np.int64), np.array([[1, 0], [1, 0], [0, 1]], np.float32))
    question = np.array([1, 0], np.float32)
    assert exact.search(question, None, 10) == [(2, 1.0), (4, 1.0), (9, 0.0)]
    assert exact.search(question, None, 1) == [(2, 1.0)]
    assert exact.search(question, np.array([True, False, True]), 10) == [(4, 1.0), (9, 0.0)]
    assert exact.search(question, np.zeros(3, np.bool_), 10) == []


def test_exact_search_over_nothing_finds_nothing() -> None:
    empty = ExactSearch(np.zeros(0, np.int64), np.zeros((0, 0), np.float32))
    assert empty.search(np.ones(8, np.float32), None, 10) == []


def test_no_folder_and_no_pointer_are_no_generation(tmp_path: Path, copy: Generation) -> None:
    assert current(tmp_path / "weg") is None
    (copy.folder.parent / "CURRENT").unlink()
    assert current(copy.folder.parent) is None


@pytest.mark.parametrize("pointer", ["", "gen-weg", "\n", "../.."])
def test_a_pointer_to_nothing_is_no_generation(copy: Generation, pointer: str) -> None:
    (copy.folder.parent / "CURRENT").write_text(pointer)
    assert current(copy.folder.parent) is None


@pytest.mark.parametrize("pattern", ["chroma.sqlite3", "*/data_level0.bin", "*/header.bin", "manifest.json"])
def test_a_file_cut_short_or_gone_makes_the_generation_not_whole(copy: Generation, pattern: str) -> None:
    (path,) = copy.folder.glob(pattern)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    assert current(copy.folder.parent) is None
    path.unlink()
    assert current(copy.folder.parent) is None


def test_the_probe_passes_a_good_folder(copy: Generation) -> None:
    assert probe(copy.folder, copy.passages) is None


def test_the_probe_misses_a_passage(copy: Generation) -> None:
    assert "niet bruikbaar (code 3)" in (probe(copy.folder, copy.passages + 1) or "")


def test_the_probe_outlives_a_folder_that_kills_the_process_that_opens_it(copy: Generation) -> None:
    (path,) = copy.folder.glob("*/link_lists.bin")
    path.write_bytes(bytes(path.stat().st_size))
    assert current(copy.folder.parent) is not None  # the sizes are as they were
    assert "niet bruikbaar (code -" in (probe(copy.folder, copy.passages) or "")  # minus: a signal


def test_the_probe_reports_overwritten_bytes(copy: Generation) -> None:
    path = copy.folder / "chroma.sqlite3"
    path.write_bytes(path.read_bytes()[:8192] + b"\xff" * (path.stat().st_size - 8192))
    assert current(copy.folder.parent) is not None
    assert "niet bruikbaar" in (probe(copy.folder, copy.passages) or "")


def test_the_probe_reports_files_cut_short(copy: Generation) -> None:
    (path,) = copy.folder.glob("*/data_level0.bin")
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    assert "niet bruikbaar" in (probe(copy.folder, copy.passages) or "")


@pytest.mark.skipif(sys.platform != "linux", reason="the tests try folders with the probe itself here")
def test_the_probe_that_is_kept_from_test_to_test_says_what_the_probe_says(copy: Generation) -> None:
    assert probing.probe is not probe
    for passages in (copy.passages, copy.passages + 1, copy.passages):
        assert probing.probe(copy.folder, passages) == probe(copy.folder, passages)
    (path,) = copy.folder.glob("*/link_lists.bin")
    path.write_bytes(bytes(path.stat().st_size))
    assert probing.probe(copy.folder, copy.passages) == probe(copy.folder, copy.passages)


def test_a_build_that_breaks_off_leaves_the_old_generation_in_use(copy: Generation) -> None:
    def power_cut(done: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build(copy.folder.parent, 8, SIZE, [(ROWS, VECTORS)], power_cut)
    assert current(copy.folder.parent) == copy
    opened = ChromaSearch(copy)
    assert opened.search(VECTORS[3], EVERYTHING, 1)[0][0] == ROWS[3][0]
    opened.close()


def test_a_build_that_fails_its_check_leaves_the_old_generation_in_use(
    copy: Generation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(probing, "probe", lambda folder, passages: "kapot")
    with pytest.raises(RuntimeError, match="kapot"):
        build(copy.folder.parent, 8, SIZE, [(ROWS, VECTORS)])
    assert current(copy.folder.parent) == copy
    assert list(copy.folder.parent.glob("gen-*")) == [copy.folder]


def test_a_new_generation_replaces_the_old_one_and_sweeps_it_away(
    copy: Generation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(probing, "probe", lambda folder, passages: None)  # has its own tests above
    root = copy.folder.parent
    (root / "gen-00000003-halfgebouwd").mkdir()
    told: list[int] = []
    fresh = build(root, 8, 151, [(ROWS[:150], VECTORS[:150]), (ROWS[150:151], VECTORS[150:151])], told.append)
    assert told[-1] == 151
    assert current(root) == fresh == Generation(fresh.folder, 8, 151)
    assert list(root.glob("gen-*")) == [fresh.folder]


def test_a_manifest_lists_every_file_of_the_folder(copy: Generation) -> None:
    manifest = json.loads((copy.folder / "manifest.json").read_text())
    files = {path.relative_to(copy.folder).as_posix() for path in copy.folder.rglob("*") if path.is_file()}
    assert manifest["files"].keys() == files - {"manifest.json"}


def test_an_empty_index_has_a_generation_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(probing, "probe", lambda folder, passages: None)
    empty = build(tmp_path / "chroma", 1, 0, [])
    opened = ChromaSearch(empty)
    assert opened.search(VECTORS[0], EVERYTHING, 5) == []
    opened.close()
