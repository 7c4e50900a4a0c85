"""The benchmark: its made-up minutes are the same every time, and its figures come out whole at a small size."""

import json
from itertools import pairwise
from pathlib import Path

import pytest

from eval import bench, bench_sizes
from eval.bench_corpus import PER_RECORD, fill, made, questions
from eval.bench_figures import Figure, number
from eval.bench_report import write
from eval.bench_size import measure
from index.passage import record_to_passages
from index.search import store_path
from index.store import Store

_SMALL = 400  # passages


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of a few hundred made-up passages."""
    home = tmp_path_factory.mktemp("bench")
    assert fill(home, _SMALL, processes=1) >= _SMALL
    return home


def test_a_record_is_made_from_its_number_alone_and_cut_into_as_many_passages_as_it_says() -> None:
    assert made(7) == made(7) != made(8)
    assert len(record_to_passages(made(7))) == PER_RECORD


def test_names_keep_coming_as_the_minutes_grow() -> None:
    seen = [len({word for n in range(count) for word in made(n).text.split()}) for count in (5, 10, 20)]
    assert all(more > fewer for fewer, more in pairwise(seen))
    assert len(set(questions(40))) > 30


def test_filling_goes_on_where_it_was(small: Path) -> None:
    held = fill(small, _SMALL, processes=1)
    assert fill(small, held + 1, processes=1) == held + PER_RECORD
    store = Store(store_path(small))
    assert store.record("proef-0") == made(0)
    store.close()


def test_a_size_is_measured_whole(small: Path) -> None:
    one = measure(small, askers=(1, 2), seconds=0.1)
    assert one.passages >= _SMALL
    assert one.questions > 300
    assert one.found == tuple(sorted(one.found))
    assert one.answered == tuple(sorted(one.answered))
    assert set(one.per_second) == {"1", "2"}
    assert one.peak >= one.resident > 50
    assert one.store_bytes > 2048  # the vector alone
    assert not one.chroma


def test_the_command_prints_writes_and_keeps_what_it_did_not_measure(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    one = measure(small, askers=(1, 8, 32), seconds=0.05)
    monkeypatch.setattr(bench_sizes, "_measured", lambda home: one)
    report, figures = tmp_path / "performance.md", tmp_path / "figures.json"
    write(report, ["een machine"], {"start": [Figure("lovp ask, koud", 1.5, "s", "≤ 3", True)]})
    arguments = ["--part", "omvang", "--sizes", "300", "--keep", str(tmp_path)]
    (tmp_path / "300").symlink_to(small)
    assert bench.main([*arguments, "--json", str(figures), "--markdown", str(report)]) == 0
    assert "passages: antwoord, p50" in capsys.readouterr().out
    assert {part: len(found) > 8 for part, found in json.loads(figures.read_text())["figures"].items()} == {
        "omvang": True
    }
    written = report.read_text("utf-8")
    assert written.index("lovp ask, koud | 1,50 s | ≤ 3 | gehaald") < written.index("## Naar omvang")


def test_a_goal_that_is_missed_is_told_by_the_exit_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench, "starting", lambda base: iter([Figure("traag", 9.0, "s", "≤ 3", False)]))
    assert bench.main(["--part", "start"]) == 1


def test_numbers_are_written_in_dutch() -> None:
    assert [number(value) for value in (0.5, 12.0, 1234.5, 1_000_000.0)] == ["0,50", "12", "1.234", "1.000.000"]
