"""Questions get from a Chroma server what exact search finds, and miss nothing when it is away."""

import json
import shutil
import threading
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import chromadb
import numpy as np
import pytest
from chroma_run import ChromaRun, chroma_run

from index import chroma_search
from index import search as searching
from index.chroma_address import Address
from index.chroma_collections import Named, drop_older, mark_published, named, refresh, server_faults
from index.chroma_search import ServerSearch
from index.chroma_server import ChromaServer
from index.embedding import BUILT_IN, open_encoder
from index.records import EVERYTHING, Scope
from index.search import Index, search, store_path
from index.store import Store
from index.vectors import within

QUESTIONS = ("financiering van de taser", "politiecapaciteit", "wat is er besloten over jeugd")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ChromaRun]:
    with chroma_run(tmp_path_factory.mktemp("chroma") / "server") as running:
        yield running


@pytest.fixture(scope="module")
def address(server: ChromaRun) -> Address:
    return Address(server.url)


@pytest.fixture(scope="module")
def built(examples_home: Path, address: Address, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home whose collection is on the server; who changes it takes a copy."""
    home = Path(shutil.copytree(examples_home, tmp_path_factory.mktemp("built") / "home"))
    store = Store(store_path(home))
    refresh(address, store)
    store.close()
    return home


@pytest.fixture
def copied(built: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(built, tmp_path / "home"))


@pytest.fixture
def index(built: Path, address: Address, monkeypatch: pytest.MonkeyPatch) -> Iterator[Index]:
    monkeypatch.setattr(searching, "EXACT_BELOW", 0)
    monkeypatch.setattr(chroma_search, "_AGAIN", 0.2)
    with Index(built, open_encoder(BUILT_IN), server=address) as opened:
        yield opened


def found(index: Index, question: str, scope: Scope = EVERYTHING) -> list[str]:
    """The passages that answer; their scores differ in the seventh digit, as Chroma counts in another order."""
    return [hit.passage.id for hit in search(index, question, scope)]


def used(index: Index, seconds: float = 20) -> bool:
    """Asks until the server answers; False when it doesn't in this time."""
    assert index._searched is not None
    before, end = index._searched.answered, time.monotonic() + seconds
    while index._searched.answered == before and time.monotonic() < end:
        search(index, QUESTIONS[0])
        time.sleep(0.02)
    return index._searched.answered > before


def test_questions_get_from_the_server_what_exact_search_finds(index: Index, example_index: Index) -> None:
    assert used(index)
    assert index._searched is not None
    before = index._searched.answered
    scopes = [EVERYTHING, Scope(since=date(2020, 1, 1)), Scope(until=date(2021, 6, 1)), Scope(speaker="korpschef")]
    for scope in [*scopes, Scope(topic=next(iter(example_index.store.passages().values())).topic)]:
        for question in QUESTIONS:
            assert found(index, question, scope) == found(example_index, question, scope)
    assert (index._searched.answered, index._searched.failed) == (
        before + len(QUESTIONS),
        0,
    )  # within bounds it isn't asked


def test_any_chroma_client_opens_the_collection_and_finds_the_passages(built: Path, server: ChromaRun) -> None:
    store = Store(store_path(built))
    (one,) = named(store)
    passages = store.passages()
    store.close()
    client = chromadb.HttpClient(port=server.port, settings=chromadb.config.Settings(anonymized_telemetry=False))
    collection = client.get_collection(one.name, embedding_function=None)
    kept = collection.get(include=["metadatas", "documents"])
    assert kept["documents"] is not None
    assert kept["metadatas"] is not None
    there = zip(kept["ids"], kept["documents"], kept["metadatas"], strict=True)
    assert {int(id): (text, told["record_id"]) for id, text, told in there} == {
        row: (passage.text, passage.record_id) for row, passage in passages.items()
    }
    assert collection.metadata == {"lovp_finished": True, "lovp_passages": len(passages)}


def test_a_collection_that_is_there_is_not_built_again_and_one_that_fell_short_is(
    examples_home: Path, tmp_path: Path, address: Address
) -> None:
    store = Store(store_path(Path(shutil.copytree(examples_home, tmp_path / "home"))))
    refresh(address, store)
    before = named(store)
    refresh(address, store)
    assert named(store) == before
    opened = ChromaServer(address, seconds=10)
    one = opened.find(before[0].name)
    assert one is not None
    assert one.finished
    opened._api._modify(
        id=one.id, new_metadata={"lovp_finished": False}, tenant="default_tenant", database="default_database"
    )
    assert server_faults(address, store)
    refresh(address, store)
    (after,) = named(store)
    assert after.name != before[0].name
    assert opened.find(before[0].name) is None  # of the same version, so nobody reads it
    assert server_faults(address, store) == []
    opened.close()
    store.close()


def test_what_readers_of_published_copies_ask_stays_on_the_server(
    examples_home: Path, tmp_path: Path, address: Address
) -> None:
    store = Store(store_path(Path(shutil.copytree(examples_home, tmp_path / "home"))))
    versions = []
    for step in range(5):
        refresh(address, store)
        versions.append(store.version)
        if step == 0:
            mark_published(store)
        with store.transaction():
            store._changed()
    kept = named(store)
    assert [one.version for one in kept] == [
        versions[0],
        versions[3],
        versions[4],
    ]  # published, the one before, the last
    opened = ChromaServer(address, seconds=10)
    assert {one.name for one in kept} <= set(opened.names())
    with store.transaction():
        store.note("version", str(versions[4]))
    drop_older(address, store)
    assert [one.version for one in named(store)] == [versions[4]]
    assert not {one.name for one in kept[:-1]} & set(opened.names())
    opened.close()
    store.close()


def test_a_server_that_is_killed_costs_no_question_and_is_used_again(index: Index, server: ChromaRun) -> None:
    assert used(index)
    expected = [found(index, question) for question in QUESTIONS]
    server.kill()
    assert [found(index, question) for question in QUESTIONS] == expected
    server.start()
    assert used(index)
    assert [found(index, question) for question in QUESTIONS] == expected


def test_a_server_that_hangs_is_waited_for_once(index: Index, server: ChromaRun) -> None:
    assert used(index)
    expected = found(index, QUESTIONS[0])
    server.hang()
    try:
        start = time.monotonic()
        assert found(index, QUESTIONS[0]) == expected
        assert time.monotonic() - start < 10  # two seconds, and what a busy machine adds
        start = time.monotonic()
        assert found(index, QUESTIONS[0]) == expected
        assert time.monotonic() - start < 1.5
    finally:
        server.wake()
    assert used(index)


def test_without_the_collection_exact_search_answers(copied: Path, address: Address, index: Index) -> None:
    store = Store(store_path(copied))
    with store.transaction():
        store.note("collections", json.dumps([{"name": "lovp-0123456789abcdef-13", "version": 13, "published": False}]))
    store.close()
    with Index(copied, index.encoder, server=address) as other:
        assert not used(other, 1.0)
        assert found(other, QUESTIONS[0]) == found(index, QUESTIONS[0])


@pytest.mark.parametrize(
    "kept",
    [
        "",
        "{",
        "[1]",
        '[{"name": "../x", "version": 13, "published": false}]',
        "[" * 5000,
        '[{"name": 5, "version": []}]',
    ],
)
def test_names_that_can_not_be_ours_are_not_asked_for(copied: Path, kept: str) -> None:
    store = Store(store_path(copied))
    assert named(store) == [Named(named(store)[0].name, store.version)]
    with store.transaction():
        store.note("collections", kept)
    assert named(store) == []
    store.close()


def test_rows_that_are_not_there_or_not_in_scope_are_left_out() -> None:
    rows, allowed = np.array([2, 5, 9], np.int64), np.array([True, False, True])
    near = [(9, 0.9), (5, 0.8), (4, 0.7), (2, 0.6), (100, 0.5)]
    assert within(near, rows, None) == [(9, 0.9), (5, 0.8), (2, 0.6)]
    assert within(near, rows, allowed) == [(9, 0.9), (2, 0.6)]
    assert within([], rows, allowed) == []


def test_a_search_that_was_closed_tries_nothing(address: Address) -> None:
    searched = ServerSearch(address)
    searched.close()
    before = set(threading.enumerate())
    assert searched.search("lovp-0123456789abcdef-1", 1, np.zeros(2, np.float32), 3) is None
    assert set(threading.enumerate()) <= before
