"""What an encoder is worth on public tests: `python -m eval.encoder DATA [MODEL...]`, a folder or name each, or "ingebouwd".

With `--english MODEL` NTREX is measured too: whether Dutch sentences lie as that model lays their English.

What it is worth on our own questions is measured by `python -m eval.retrieval --encoder MODEL`.
"""

import argparse
import lzma
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.embedding import BUILT_IN, Encoder, open_encoder


def spearman(one: NDArray[np.float32], other: NDArray[np.float32]) -> float:
    """Rank correlation of two rows of numbers, ties at their mean rank."""
    return float(np.corrcoef(_ranks(one), _ranks(other))[0, 1])


def _ranks(values: NDArray[np.float32]) -> NDArray[np.float64]:
    _, places, counts = np.unique(values, return_inverse=True, return_counts=True)
    means: NDArray[np.float64] = np.cumsum(counts) - (counts - 1) / 2
    return means[places]


def places(queries: NDArray[np.float32], passages: NDArray[np.float32]) -> NDArray[np.int64]:
    """At which place, from 1, each query finds the passage of the same row."""
    alike = queries @ passages.T
    return np.asarray((alike > np.diag(alike)[:, None]).sum(axis=1) + 1, np.int64)


def public(encoder: Encoder, data: Path) -> dict[str, float]:
    """Spearman on SICK-NL and STSb-NL, and MRR of headings that look for their paragraph.

    Raises:
        OSError: a test file isn't in `data`.
    """
    made: dict[str, float] = {}
    for name in ("sick-nl", "stsb-nl"):
        rows = _rows(data / f"{name}-test.tsv.xz")
        one, other = (encoder.passages([row[side] for row in rows]) for side in (0, 1))
        made[name] = spearman((one * other).sum(axis=1), np.array([row[2] for row in rows], np.float32))
    rows = _rows(data / "headings-test.tsv.xz")
    found = places(encoder.queries([row[0] for row in rows]), encoder.passages([row[1] for row in rows]))
    made["headings MRR"] = float((1 / found).mean())
    return made


def beside_english(encoder: Encoder, english: Encoder, data: Path) -> float:
    """Spearman on NTREX: news sentences and the next one, as alike in Dutch as the English encoder finds their originals.

    Raises:
        OSError: the test file isn't in `data`.
    """
    rows = _rows(data / "ntrex-test.tsv.xz")
    alike = []
    for side, reader in ((0, encoder), (1, english)):
        vectors = reader.passages([row[side] for row in rows])
        alike.append((vectors[:-1] * vectors[1:]).sum(axis=1))
    return spearman(alike[0], alike[1])


def speed(encoder: Encoder, data: Path) -> float:
    """Passages of 60 words that are made into vectors in a second."""
    words = " ".join(row[1] for row in _rows(data / "headings-test.tsv.xz")).split()
    texts = [" ".join(words[start : start + 60]) for start in range(0, len(words) - 60, 20)]
    encoder.passages(texts[:1])
    start = time.perf_counter()
    encoder.passages(texts)
    return len(texts) / (time.perf_counter() - start)


def _rows(path: Path) -> list[list[str]]:
    with lzma.open(path, "rt", encoding="utf-8", newline="\n") as opened:
        return [line.rstrip("\n").split("\t") for line in opened]


def main(arguments: Sequence[str] | None = None) -> None:
    """Prints the figures of each model, a line a figure."""
    parser = argparse.ArgumentParser(description="Meet encoders")
    parser.add_argument("data", type=Path, help="map met de toetsbestanden")
    parser.add_argument("models", nargs="*", default=[BUILT_IN], help="mappen of namen van modellen")
    parser.add_argument("--english", help="Engels model, om op NTREX mee te vergelijken")
    asked = parser.parse_args(arguments)
    english = open_encoder(asked.english) if asked.english else None
    for model in asked.models:
        start = time.perf_counter()
        encoder = open_encoder(model)
        encoder.queries(["taser"])
        print(f"== {encoder.name}, open in {1000 * (time.perf_counter() - start):.0f} ms")
        for name, figure in public(encoder, asked.data).items():
            print(f"{name:<20} {figure:.3f}")
        if english is not None:
            print(f"{'ntrex':<20} {beside_english(encoder, english, asked.data):.3f}")
        print(f"passages a second    {speed(encoder, asked.data):.0f}", flush=True)


if __name__ == "__main__":
    main()
