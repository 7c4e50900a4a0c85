"""A Dutch encoder is made here: `python -m index.training DATA OUT [TEACHER]`, seeded, on two cores.

DATA holds the xz files; OUT becomes the model's folder; TEACHER is the folder of an English sentence-transformers model whose
vectors of the dictionary's English words the Dutch words start from. Only sources that may be given away under CC BY-SA 4.0
are read, and never a test file. `LOVP_ENCODER=OUT` then uses it.

The steps: a vocabulary of whole words and compound parts (`index.training_words`), a first vector for each piece, training
(`index.embedding_training`), and rows of int8 with one scale each.
"""

import argparse
import lzma
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.embedding_static import write_model
from index.embedding_training import Pairs, teacher_vectors, train
from index.training_words import piece_counts, pieces_to_tokenizer, word_counts

FREE = frozenset(
    {"CC-BY-SA-4.0", "CC-BY-SA-3.0", "CC-BY-4.0", "MPL-2.0", "Unicode"}
)  # LGPL, GPL, GFDL and "mixed" stay out
DIMENSION = 256
SEED = 10
_GLOSSARY = Path(__file__).parent / "glossary.toml"  # of our own making
_TEXT_EVERY = 4  # one sentence in four is enough to count words
_PARAGRAPH = 400  # characters of a paragraph that are trained on
_SMOOTH = 1e-3  # of smoothed inverse frequency, Arora et al. 2017


def free_rows(path: Path) -> Iterator[tuple[str, str]]:
    """English and Dutch out of a file of (licence, source, English, Dutch), as far as its licence lets a model be given away."""
    for row in _rows(path):
        if len(row) == 4 and row[0] in FREE:
            yield row[2], row[3]


def headings(path: Path) -> list[tuple[str, str]]:
    """Heading and paragraph, cut off at 400 characters, out of a file of (source, heading, paragraph)."""
    return [(row[1], row[2][:_PARAGRAPH]) for row in _rows(path) if len(row) == 3]


def weights(counts: NDArray[np.float64]) -> NDArray[np.float32]:
    """Smoothed inverse frequency of pieces: float32 (n,), near 1 for a rare piece and near 0 for "de"."""
    return np.asarray(_SMOOTH / (_SMOOTH + counts / max(1.0, counts.sum())), np.float32)


def make(data: Path, out: Path, teacher: Path | None = None, epochs: int = 2, size: int = 38_000) -> None:
    """Makes a model from the files in `data` and writes it to the folder `out`; equal data gives an equal model.

    Without a teacher the first vectors are drawn at random from the seed, and only headings teach.

    Raises:
        OSError: a file of `data` is missing, or `out` can't be written.
    """
    titled = headings(data / "headings-train.tsv.xz")
    words = list(free_rows(data / "words.tsv.xz"))
    pairs = list(free_rows(data / "pairs.tsv.xz"))
    lines = _lines(data / "text.txt.xz", _TEXT_EVERY)
    counted = word_counts(lines)
    counted.update(word_counts(dutch for _, dutch in words))
    counted.update(word_counts(f"{heading} {paragraph}" for heading, paragraph in titled))
    tokenizer, pieces = pieces_to_tokenizer(counted, [dutch for _, dutch in words], size)
    sif = weights(piece_counts(tokenizer, [paragraph for _, paragraph in titled], len(pieces)))
    english: dict[str, NDArray[np.float32]] = {}
    if teacher is not None:
        known = sorted({word for word, _ in words})
        english = dict(zip(known, teacher_vectors(teacher, known, DIMENSION), strict=True))
    table = train(
        tokenizer,
        sif,
        Pairs(headings=[*titled, *_own()], words=words, sentences=pairs),
        english,
        DIMENSION,
        SEED,
        epochs,
    )
    write_model(out, tokenizer, table)


def _own() -> list[tuple[str, str]]:
    """Names of one thing out of our own word list, each beside each, often enough to be learned."""
    entries = tomllib.loads(_GLOSSARY.read_text("utf-8"))
    named = [entry["forms"] for kind in ("same", "near") for entry in entries.get(kind, [])]
    return [(one, other) for forms in named for one in forms for other in forms if one != other] * 4


def _rows(path: Path) -> Iterator[list[str]]:
    return (line.rstrip("\n").split("\t") for line in _lines(path))


def _lines(path: Path, every: int = 1) -> Iterator[str]:
    with lzma.open(path, "rt", encoding="utf-8", newline="\n") as opened:
        yield from (line for n, line in enumerate(opened) if n % every == 0)


def main(arguments: Sequence[str] | None = None) -> None:
    """Reads the arguments and makes the model."""
    parser = argparse.ArgumentParser(description="Maak de Nederlandse encoder")
    parser.add_argument("data", type=Path, help="map met de xz-bestanden")
    parser.add_argument("out", type=Path, help="map waarin het model komt")
    parser.add_argument("teacher", type=Path, nargs="?", help="map van een Engels sentence-transformers-model")
    asked = parser.parse_args(arguments)
    make(asked.data, asked.out, asked.teacher)


if __name__ == "__main__":
    main()
