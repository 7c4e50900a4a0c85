"""A reranker puts the first passages in its own order, opens from a folder without a network, and says in Dutch what is wrong."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from small_models import save_bert, save_static

from index.embedding_reranker import RerankerError, open_reranker, rerank
from index.records import Hit, Passage, Span


class LengthReranker:
    """The longer the text, the better; it remembers what it was asked."""

    name = "lengte"

    def __init__(self) -> None:
        self.asked: list[tuple[str, list[str]]] = []

    def scores(self, question: str, texts: Sequence[str]) -> NDArray[np.float32]:
        self.asked.append((question, list(texts)))
        return np.array([len(text) for text in texts], np.float32)


def hits(*texts: str) -> list[Hit]:
    return [
        Hit(Passage(f"v:{n}", "v", "V", None, "T", None, None, Span(0, len(text)), text), 1 / (n + 1))
        for n, text in enumerate(texts)
    ]


def test_the_first_passages_are_put_in_the_order_of_the_reranker_and_the_scores_stay_in_place() -> None:
    reranker, found = LengthReranker(), hits("a", "bbb", "cc", "dddd")
    again = rerank(reranker, "vraag", found, most=3)
    assert [hit.passage.text for hit in again] == ["bbb", "cc", "a", "dddd"]
    assert [hit.score for hit in again] == [hit.score for hit in found]
    assert reranker.asked == [("vraag", ["a", "bbb", "cc"])]


def test_passages_that_are_as_good_keep_their_order() -> None:
    assert [hit.passage.text for hit in rerank(LengthReranker(), "x", hits("b", "a", "c"))] == ["b", "a", "c"]


def test_nothing_found_stays_nothing() -> None:
    assert rerank(LengthReranker(), "x", []) == []


def test_without_a_setting_there_is_no_reranker() -> None:
    assert open_reranker("") is None


def test_a_cross_encoder_is_opened_from_its_folder_without_a_network(tmp_path: Path) -> None:
    reranker = open_reranker(str(save_bert(tmp_path / "volgorde", labels=1)))
    assert reranker is not None
    assert reranker.name == "volgorde"
    texts = ["taser", "wijk drugs", "taser wijk " * 40]  # the last is longer than the model reads
    scores = reranker.scores("taser", texts)
    assert scores.dtype == np.float32
    assert scores.shape == (3,)
    assert len(set(scores.tolist())) == 3
    assert reranker.scores("taser", texts[::-1]) == pytest.approx(scores[::-1], abs=1e-5)
    assert reranker.scores("taser", []).shape == (0,)


def test_a_reranker_that_is_not_there_is_a_dutch_error_that_says_what_to_do() -> None:
    with pytest.raises(RerankerError, match=r"'niemand/bestaat-niet' kan niet worden geladen.*LOVP_RERANKER"):
        open_reranker("niemand/bestaat-niet")


def test_a_model_that_gives_more_than_an_order_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RerankerError, match="geeft 3 getallen per tekst"):
        open_reranker(str(save_bert(tmp_path / "model", labels=3)))
    with pytest.raises(RerankerError):
        open_reranker(str(save_static(tmp_path / "geen")))
