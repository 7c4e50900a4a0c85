"""What is kept in memory of a store: scopes and openings as arithmetic, vectors only when exact search is asked."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from index import search as module
from index.embedding import BUILT_IN, open_encoder
from index.exact import ExactLater
from index.ingest import index_paths
from index.records import EVERYTHING, Scope
from index.search import Index, opening_passages, search, store_path
from index.snapshot import Snapshot
from index.store import Store


@pytest.fixture
def snapshot(example_index: Index) -> Snapshot:
    """Of the example records."""
    return example_index.snapshot()


def test_every_passage_has_the_record_topic_speaker_and_start_that_the_store_says(
    example_index: Index, snapshot: Snapshot
) -> None:
    passages = example_index.store.passages()
    assert list(passages) == snapshot.rows.tolist()
    for place, passage in enumerate(passages.values()):
        assert snapshot.record_ids[snapshot.record_of[place]] == passage.record_id
        assert snapshot.topics[snapshot.topic_of[place]] == passage.topic
        assert snapshot.speakers[snapshot.speaker_of[place]] == passage.speaker
        assert snapshot.starts[place] == passage.span.start
    assert snapshot.records == len({passage.record_id for passage in passages.values()})


def test_a_scope_leaves_the_passages_that_fit_it(example_index: Index, snapshot: Snapshot) -> None:
    passages = list(example_index.store.passages().values())
    days = example_index.store.record_days()
    topic = passages[len(passages) // 2].topic
    bounds = (date(2019, 1, 1), date(2019, 12, 31))
    for scope in (Scope(*bounds), Scope(topic=topic), Scope(*bounds, topic=topic), Scope(speaker="Niemand")):
        allowed = snapshot.in_scope(scope)
        assert allowed is not None
        for passage, inside in zip(passages, allowed.tolist(), strict=True):
            in_time = scope.since is None or any(bounds[0] <= day <= bounds[1] for day in days[passage.record_id])
            fits = in_time and (scope.topic is None or passage.topic == scope.topic) and scope.speaker is None
            assert inside == fits
    assert snapshot.in_scope(EVERYTHING) is None


def test_of_very_many_openings_those_of_the_first_records_are_given(example_index: Index) -> None:
    whole = opening_passages(example_index, EVERYTHING)
    few = opening_passages(example_index, EVERYTHING, 5)
    wanted = sorted(whole, key=lambda hit: (hit.passage.record_id, hit.passage.span.start))[:5]
    assert sorted(hit.passage.id for hit in few) == sorted(hit.passage.id for hit in wanted)


def test_where_chroma_answers_no_vectors_are_read_until_it_fails(
    examples_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Index(examples_home, open_encoder(BUILT_IN)) as exact:
        wanted = [hit.passage.id for hit in search(exact, "stroomstootwapen")]
    monkeypatch.setattr(module, "EXACT_BELOW", 1)
    with Index(examples_home, open_encoder(BUILT_IN)) as index:
        kept = index.snapshot()
        assert kept.chroma is not None
        search(index, "stroomstootwapen")
        assert isinstance(kept.exact, ExactLater)
        assert not kept.exact.is_read

        def fails(*_: object) -> None:
            raise RuntimeError("stuk")

        monkeypatch.setattr(kept.chroma, "search", fails)
        assert [hit.passage.id for hit in search(index, "stroomstootwapen")] == wanted
        assert kept.exact.is_read


def test_vectors_that_are_read_later_lie_beside_the_rows_of_then(
    tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("een", "twee"):
        (tmp_path / f"{name}.txt").write_text(f"Verslag {name}\n\nDrugs\nHet gaat over drugs en nummer {name}.\n")
    index_paths(home, open_encoder(BUILT_IN), [tmp_path / "een.txt", tmp_path / "twee.txt"])
    monkeypatch.setattr(module, "EXACT_BELOW", 1)
    with Index(home, open_encoder(BUILT_IN)) as index:
        kept = index.snapshot()
        before = index.store.vectors()[1]
        gone = kept.record_ids[kept.record_of[0]]
        writer = Store(store_path(home))
        with writer.transaction():
            assert writer.remove(gone)
        writer.close()
        near = kept.exact.search(before[1], None, 5)
    assert near[0][0] == kept.rows[1]
    assert near[0][1] == pytest.approx(1.0)
    assert dict(near)[int(kept.rows[0])] == 0.0
    assert np.count_nonzero(before) > 0


def test_in_a_narrow_scope_the_nearest_are_those_of_exact_search(
    examples_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scope = Scope(date(2019, 1, 1), date(2019, 12, 31))
    with Index(examples_home, open_encoder(BUILT_IN)) as exact:
        wanted = search(exact, "stroomstootwapen", scope)
        assert wanted
    monkeypatch.setattr(module, "EXACT_BELOW", 1)
    with Index(examples_home, open_encoder(BUILT_IN)) as index:
        for most in (5_000, 1):  # compared one by one; by Chroma's own filter
            monkeypatch.setattr(module, "_FEW", most)
            found = search(index, "stroomstootwapen", scope)
            assert [hit.passage.id for hit in found] == [hit.passage.id for hit in wanted]
            assert [hit.score for hit in found] == pytest.approx([hit.score for hit in wanted], abs=1e-5)
        kept = index.snapshot().exact
        assert isinstance(kept, ExactLater)
        assert not kept.is_read


def test_who_is_inside_a_moment_stays_at_it_and_others_go_on(tmp_path: Path, home: Path) -> None:
    for name in ("een", "twee"):
        (tmp_path / f"{name}.txt").write_text(f"Verslag {name}\n\nDrugs\nHet gaat over drugs en nummer {name}.\n")
    index_paths(home, open_encoder(BUILT_IN), [tmp_path / "een.txt"])
    with Index(home, open_encoder(BUILT_IN)) as index, ThreadPoolExecutor(1) as other:
        with index.moment():
            before = index.snapshot()
            index_paths(home, open_encoder(BUILT_IN), [tmp_path / "twee.txt"])
            after = other.submit(index.snapshot).result()
            assert (before.records, after.records) == (1, 2)
            assert len(search(index, "drugs")) == 1
            assert index.snapshot() is before
            assert len(other.submit(search, index, "drugs").result()) == 2
            assert other.submit(index.snapshot).result() is after
        assert index.snapshot() is after
