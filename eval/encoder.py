"""What an encoder is worth on public tests: `python -m eval.encoder DATA [MODEL...]`, a folder or name each, or "ingebouwd".

With `--english MODEL` NTREX is measured too: whether Dutch sentences lie as that model lays their English. With `--report` our own
questions are asked as well (`eval.encoder_task`), and docs/evaluation.md and the card of the built-in model are written.
"""

import argparse
import lzma
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from eval.encoder_report import FIGURES, HEADINGS, SECTION, Measured, card, opening, section
from eval.encoder_task import asked_of, lines_of
from eval.retrieval_report import progress_bar
from eval.sections import replaced
from index.embedding import BUILT_IN, LETTERS, Encoder, model_folder, open_encoder

_NAMES = {"sick-nl": "SICK-NL", "stsb-nl": "STSb-NL"}
_REPORT = Path(__file__).parents[1] / "docs" / "evaluation.md"


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
        made[_NAMES[name]] = spearman((one * other).sum(axis=1), np.array([row[2] for row in rows], np.float32))
    rows = _rows(data / "headings-test.tsv.xz")
    found = places(encoder.queries([row[0] for row in rows]), encoder.passages([row[1] for row in rows]))
    made[HEADINGS] = float((1 / found).mean())
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
    parser.add_argument("models", nargs="*", default=[BUILT_IN, LETTERS], help="mappen of namen van modellen")
    parser.add_argument("--english", help="Engels model, om op NTREX mee te vergelijken")
    parser.add_argument(
        "--report",
        action="store_true",
        help="meet ook op eigen vragen, en schrijf docs/evaluation.md en de kaart van het model",
    )
    asked = parser.parse_args(arguments)
    if asked.report and asked.models[0] != BUILT_IN:
        parser.error(f"--report gaat over het model dat meekomt: noem {BUILT_IN} als eerste")
    english = open_encoder(asked.english) if asked.english else None
    encoders = [open_encoder(model) for model in asked.models]
    measured = []
    for encoder in encoders:
        figures = public(encoder, asked.data)
        if english is not None:
            figures["NTREX"] = beside_english(encoder, english, asked.data)
        measured.append(Measured(encoder.name, figures, speed(encoder, asked.data)))
        print(f"== {encoder.name}")
        for name, figure in figures.items():
            print(f"{name:<20} {figure:.3f}")
        print(f"{'passages a second':<20} {measured[-1].speed:.0f}", flush=True)
    if asked.report:
        _report(encoders, measured)


def _report(encoders: Sequence[Encoder], measured: Sequence[Measured]) -> None:
    folder = model_folder()
    opened = opening(folder)
    with tempfile.TemporaryDirectory(prefix="lovp-encoder-") as base, progress_bar() as progress:
        lines = lines_of(asked_of(encoders, Path(base), progress))
    for path, name, text in (
        (_REPORT, SECTION, section(measured, lines, opened, "python -m eval.encoder DATA --report")),
        (folder / "README.md", FIGURES, card(measured[0], lines, opened, folder)),
    ):
        path.write_text(replaced(path.read_text("utf-8"), name, text), "utf-8")
        print(f"Bijgewerkt: {path}")


if __name__ == "__main__":
    main()
