"""The arithmetic of the public tests: rank correlation with ties, and the place of the right passage."""

import lzma
from pathlib import Path

import numpy as np
import pytest

from eval.encoder import beside_english, places, public, spearman
from index.embedding import NgramEncoder


def test_spearman_looks_at_ranks_and_gives_ties_their_mean() -> None:
    one = np.array([1, 2, 3, 4], np.float32)
    assert spearman(one, np.array([10, 20, 300, 4000], np.float32)) == pytest.approx(1)
    assert spearman(one, one[::-1].copy()) == pytest.approx(-1)
    # ranks 1, 2.5, 2.5, 4 beside 1, 2, 3, 4: by hand 4.5 / sqrt(4.5 * 5)
    assert spearman(np.array([1, 2, 2, 9], np.float32), one) == pytest.approx(4.5 / (4.5 * 5) ** 0.5)


def test_a_query_is_placed_behind_what_is_nearer_than_its_own_passage() -> None:
    queries = np.array([[1, 0], [0, 1], [1, 0]], np.float32)
    passages = np.array([[1, 0], [0.6, 0.8], [0, 1]], np.float32)
    assert places(queries, passages).tolist() == [1, 2, 3]


def test_all_tests_are_read_and_scored(tmp_path: Path) -> None:
    pairs = ["de wapens\thet wapen\t4.5", "de fiets\teen huis\t1", "geld\tgelden\t4"]
    for name in ("sick-nl", "stsb-nl"):
        (tmp_path / f"{name}-test.tsv.xz").write_bytes(lzma.compress("".join(f"{row}\n" for row in pairs).encode()))
    heads = ["wapens\tover wapens", "geld\tover geld"]
    (tmp_path / "headings-test.tsv.xz").write_bytes(lzma.compress("".join(f"{row}\n" for row in heads).encode()))
    made = public(NgramEncoder(), tmp_path)
    assert made["headings MRR"] == 1
    assert 0.4 < made["SICK-NL"] == made["STSb-NL"] <= 1


def test_dutch_is_set_beside_the_english_that_it_translates(tmp_path: Path) -> None:
    def ntrex(dutch: list[str], english: list[str]) -> float:
        rows = "".join(f"{one}\t{other}\n" for one, other in zip(dutch, english, strict=True))
        (tmp_path / "ntrex-test.tsv.xz").write_bytes(lzma.compress(rows.encode()))
        return beside_english(NgramEncoder(), NgramEncoder(), tmp_path)

    by_twos = ["wapen", "wapens", "fiets", "fietsen", "boom", "bomen"]  # alike, not, alike, not, alike
    assert ntrex(by_twos, by_twos) == pytest.approx(1)
    assert ntrex(by_twos, ["tree", "weapon", "weapons", "bicycle", "bicycles", "house"]) < -0.5
