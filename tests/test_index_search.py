"""A question finds the passages that say it, by words and by meaning, within its scope, and the same ones every time."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from themes import ThemeEncoder, VowelEncoder, record_of

from index import probing
from index import search as module
from index.ingest import index_paths, refresh_chroma
from index.lexical import columns
from index.passage import context, record_to_passages
from index.recipe import IndexMissingError, Recipe, RecipeError
from index.records import EVERYTHING, Record, Scope
from index.search import Index, open_index, opening_passages, search, store_path
from index.settings import Settings
from index.stages import ALL, Stage
from index.store import Store

ENCODER = ThemeEncoder()
RECORDS = [
    record_of(
        {
            "Voorgenomen besluit": "De minister voert het stroomstootwapen in. Voor 2020 en 2021 is het geregeld.",
            "Wijk": "De wijkagenten blijven in de wijk.",
        },
        date(2019, 10, 28),
        name="oktober",
    ),
    record_of({"Vuurwerk": "Er komt een verbod op vuurwerk."}, date(2021, 11, 23), date(2021, 11, 29), name="dubbel"),
    record_of({"Drugs": "Er is geld voor de aanpak van drugs."}, date(2022, 2, 14), name="drugs", speaker="De PG"),
    record_of({"Wijk": "In de wijk is jeugd op straat, ook in 2021."}, name="zonder datum"),
]


def put(home: Path, *records: Record) -> None:
    store = Store(store_path(home), create=True)
    with store.transaction():
        store.use_recipe(Recipe(ENCODER.name, ENCODER.dimension))
        for record in records:
            passages = record_to_passages(record)
            texts = [f"{context(passage)}\n{passage.text}" for passage in passages]
            words = [columns(passage.text, context(passage)) for passage in passages]
            store.put(record, record.id, passages, ENCODER.passages(texts), words)
    store.close()


@pytest.fixture
def index(home: Path) -> Iterator[Index]:
    put(home, *RECORDS)
    with Index(home, ENCODER) as opened:
        yield opened


def found(index: Index, text: str, scope: Scope = EVERYTHING) -> list[str]:
    return [hit.passage.record_id for hit in search(index, text, scope)]


def test_everyday_words_find_the_official_sentence(index: Index) -> None:
    best = search(index, "Komt de taser er?")[0]
    assert best.passage.text.startswith("De minister voert het stroomstootwapen in.")
    assert (best.passage.date, best.passage.topic) == (date(2019, 10, 28), "Voorgenomen besluit")


def test_meaning_adds_to_words_and_finds_what_has_none_of_them(index: Index) -> None:
    both = {hit.passage.record_id: hit.score for hit in search(index, "drugs")}
    words = {hit.passage.record_id: hit.score for hit in search(index, "drugs", stages=ALL - {Stage.MEANING})}
    near = {hit.passage.record_id: hit.score for hit in search(index, "drugs", stages=ALL - {Stage.WORDS})}
    assert max(both, key=both.__getitem__) == "drugs"
    assert both["drugs"] == pytest.approx(words["drugs"] + near["drugs"])
    assert 0 < near["drugs"] <= ENCODER.weight + 1e-6
    assert words.keys() < near.keys() == both.keys()


def test_hits_come_best_first_and_at_most_so_many(index: Index) -> None:
    hits = search(index, "drugs in de wijk en vuurwerk")
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert len(hits) > 2
    assert search(index, "drugs in de wijk en vuurwerk", limit=2) == hits[:2]


@pytest.mark.parametrize("text", ["", "?!", "  ", "…"])
def test_a_question_without_a_word_finds_nothing(index: Index, text: str) -> None:
    assert search(index, text) == []


def test_likeness_that_is_mere_chance_finds_nothing(home: Path, index: Index) -> None:
    class Careful(ThemeEncoder):
        noise = 0.999
        alike = 2.0

    assert found(index, "xylofoon") != []  # by the eighth number only
    with Index(home, Careful()) as careful:
        assert found(careful, "xylofoon") == []
        assert found(careful, "drugs") == ["drugs"]


def test_the_same_question_gives_the_same_hits_every_time(home: Path, index: Index) -> None:
    question = "Wat is er in de wijk afgesproken over geld en drugs?"
    first = search(index, question)
    assert first
    assert all(search(index, question) == first for _ in range(5))
    with Index(home, ThemeEncoder()) as again:
        assert search(again, question) == first


def test_a_reranker_has_the_last_word_on_the_first_hits(home: Path, index: Index) -> None:
    class Backwards:
        name = "achterstevoren"

        def scores(self, question: str, texts: Sequence[str]) -> NDArray[np.float32]:
            assert question == "drugs in de wijk"
            return np.arange(len(texts), dtype=np.float32)

    plain = search(index, "drugs in de wijk")
    with Index(home, ENCODER, Backwards()) as reranked:
        again = search(reranked, "drugs in de wijk")
        assert [hit.passage for hit in again] == [hit.passage for hit in reversed(plain)]
        assert search(reranked, "drugs in de wijk", limit=1)[0].passage == plain[-1].passage
        assert search(reranked, "") == []


def test_an_open_index_that_was_made_anew_with_another_encoder_is_refused(home: Path, index: Index) -> None:
    assert found(index, "drugs")
    writer = Store(store_path(home))
    with writer.transaction():
        writer.use_recipe(Recipe("andere", 8))
        writer.remove("drugs")
    writer.close()
    with pytest.raises(RecipeError, match="andere"):
        search(index, "drugs")


def test_many_threads_get_the_same_hits(index: Index) -> None:
    questions = ["taser", "drugs", "vuurwerk", "wijk"] * 5
    alone = [search(index, question) for question in questions]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda question: search(index, question), questions)) == alone


@pytest.mark.parametrize(
    ("scope", "records"),
    [
        (Scope(since=date(2022, 1, 1)), {"drugs"}),
        (Scope(until=date(2019, 12, 31)), {"oktober"}),
        (Scope(since=date(2019, 10, 28), until=date(2019, 10, 28)), {"oktober"}),
        (Scope(since=date(2021, 11, 29)), {"dubbel", "drugs"}),
        (Scope(since=date(2021, 11, 24), until=date(2021, 11, 28)), set()),
        (Scope(since=date(2021, 11, 29), until=date(2021, 11, 29)), {"dubbel"}),
        (Scope(since=date(2021, 11, 23), until=date(2021, 11, 23)), {"dubbel"}),
        (Scope(since=date(2023, 1, 1)), set()),
        (Scope(speaker="De PG"), {"drugs"}),
        (Scope(topic="Wijk"), {"oktober", "zonder datum"}),
        (Scope(topic="Wijk", until=date(2020, 1, 1)), {"oktober"}),
        (EVERYTHING, {"oktober", "dubbel", "drugs", "zonder datum"}),
    ],
    ids=lambda value: str(sorted(value)) if isinstance(value, set) else str(value),
)
@pytest.mark.parametrize("chroma", [False, True])
def test_only_meetings_in_scope_are_found(
    home: Path, index: Index, scope: Scope, records: set[str], chroma: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if chroma:
        use_chroma(home, index, monkeypatch)
    assert {*found(index, "drugs vuurwerk wijk minister", scope)} == records
    assert (index.snapshot().chroma is not None) == chroma


def use_chroma(home: Path, index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets Chroma answer, though the index is small; its new folder is believed unseen."""
    monkeypatch.setattr(probing, "probe", lambda folder, passages: None)
    monkeypatch.setattr(module, "EXACT_BELOW", 1)
    refresh_chroma(home, index.store)


def test_chroma_gives_the_hits_of_exact_search(home: Path, index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    questions = ["taser", "geld voor drugs", "Wat gebeurt er in de wijk met de jeugd?", "vuurwerk of corona"]
    exact = [search(index, question) for question in questions]
    use_chroma(home, index, monkeypatch)
    with Index(home, ENCODER) as other:
        for question, hits in zip(questions, exact, strict=True):
            again = search(other, question)
            assert [hit.passage for hit in again] == [hit.passage for hit in hits]
            assert [hit.score for hit in again] == pytest.approx([hit.score for hit in hits], abs=1e-5)
        assert other.snapshot().chroma is not None


def test_chroma_that_lags_behind_is_not_asked(home: Path, index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    use_chroma(home, index, monkeypatch)
    assert found(index, "geld")[0] == "drugs"
    assert index.snapshot().chroma is not None
    put(home, record_of({"Corona": "Er is corona."}, date(2022, 2, 14), name="drugs"))  # as many passages as before
    assert found(index, "corona")[0] == "drugs"
    assert index.snapshot().chroma is None
    refresh_chroma(home, index.store)
    with Index(home, ENCODER) as other:
        assert found(other, "corona")[0] == "drugs"
        assert other.snapshot().chroma is not None


def test_a_reader_sees_what_is_indexed_while_it_is_open(
    home: Path, index: Index, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(probing, "probe", lambda folder, passages: None)
    assert "2020-04-20-verslag-lovp" not in found(index, "coronacrisis")
    (tmp_path / "corona.txt").write_text("Verslag LOVP 20 april 2020\n\nCorona\nDe coronacrisis duurt voort.")
    index_paths(home, ThemeEncoder(), [tmp_path / "corona.txt"])
    assert found(index, "coronacrisis")[0] == "2020-04-20-verslag-lovp"
    assert index.vocabulary.frequencies["coronacrisis"] == 1
    (tmp_path / "corona.txt").write_text("Verslag LOVP 20 april 2020\n\nCorona\nHet is voorbij met corona.")
    index_paths(home, ThemeEncoder(), [tmp_path / "corona.txt"])
    assert search(index, "corona")[0].passage.text == "Het is voorbij met corona."
    assert "coronacrisis" not in index.vocabulary.frequencies


def test_a_snapshot_is_of_one_moment_though_a_record_goes_meanwhile(
    home: Path, index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    labels = index.store.labels

    def labels_a_little_later() -> object:
        writer = Store(store_path(home))
        with writer.transaction():
            writer.remove("drugs")
        writer.close()
        return labels()

    monkeypatch.setattr(index.store, "labels", labels_a_little_later)
    assert len(index.snapshot().rows) == 5
    monkeypatch.undo()
    assert "drugs" not in found(index, "drugs vuurwerk wijk")
    assert len(index.snapshot().rows) == 4


def test_the_opening_of_each_topic_is_given_in_order(index: Index) -> None:
    topics = [(hit.passage.record_id, hit.passage.topic) for hit in opening_passages(index, EVERYTHING)]
    assert topics == [
        ("oktober", "Voorgenomen besluit"),
        ("oktober", "Wijk"),
        ("dubbel", "Vuurwerk"),
        ("drugs", "Drugs"),
        ("zonder datum", "Wijk"),
    ]
    only = opening_passages(index, Scope(since=date(2022, 1, 1)))
    assert [hit.passage.topic for hit in only] == ["Drugs"]


def test_an_index_of_another_encoder_is_refused(home: Path, index: Index) -> None:
    with pytest.raises(RecipeError, match="themas-v1 in de index, klinkers-v1 gevraagd"):
        Index(home, VowelEncoder())


def test_without_an_index_one_is_told_how_to_make_it_before_a_model_is_loaded(tmp_path: Path) -> None:
    settings = replace(Settings(), home=tmp_path / "leeg", encoder="een model dat er niet is")
    with pytest.raises(IndexMissingError, match="lovp index MAP"):
        open_index(settings)


def test_an_index_without_records_finds_nothing(home: Path) -> None:
    put(home)
    with Index(home, ENCODER) as empty:
        assert search(empty, "taser") == []
        assert search(empty, "taser", Scope(since=date(2020, 1, 1))) == []
        assert opening_passages(empty, EVERYTHING) == []
