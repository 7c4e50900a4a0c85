"""A Dutch encoder is made here: `python -m index.training DATA OUT [TEACHER]`, seeded, on two cores.

DATA holds the xz files; OUT becomes the model's folder; TEACHER is the folder of an English sentence-transformers model, whose
vectors of English words and sentences their Dutch translations are drawn to. Only sources that may be given away under
CC BY-SA 4.0 are read, and never a test file (`index.training_sources`). `LOVP_ENCODER=OUT` then uses it.

The steps: a vocabulary of whole words and compound parts (`index.training_words`), a first vector for each piece
(`index.training_first`), lessons (`index.training_lessons`, `index.training_wordwise`, `index.training_everyday`), and rows of
int8 with one scale each.
"""

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from index.dutch import fold
from index.embedding_static import write_model
from index.training_bags import Bags, joined, lists_to_bags, to_bags
from index.training_everyday import everyday
from index.training_first import first_rows, on_main_axes, weights
from index.training_forms import forms
from index.training_lessons import Lesson, Taught, Together, learn
from index.training_sources import Row, free_rows, glossary_pairs, headings, sentences, synonyms
from index.training_words import piece_counts, pieces_to_tokenizer, word_counts
from index.training_wordwise import to_dictionary, wordwise

Teacher = Callable[[Sequence[str]], NDArray[np.float32]]  # English texts to vectors: float32 (n, dimension)

DIMENSION = 256
SEED = 10
_RATE, _LAST_RATE = 0.005, 0.003  # of Adam, on rows of length about 1 at most
_LAST = 0.4  # steps with plain sentences, as a share of those before: a few hundred words must not outweigh all others
_BATCH = 384  # of each lesson
_SHORT = 6  # pieces: a shorter sentence says too little of the next
_FORMS = 6  # inflected words that a translation of their lemma also counts for
_OPENINGS = (
    "wat is er gezegd over", "wat is er afgesproken over", "wat staat er over", "hoe zit het met", "hoe staat het met",
    "wie gaat er over", "wie zegt iets over", "wanneer kwam dit ter sprake:", "waarom gaat het over", "welke regels zijn er voor",
    "hoeveel", "wat wordt er gedaan aan", "is er iets bekend over", "kun je uitleggen", "ik wil weten hoe het gaat met",
)  # fmt: skip  # of questions, for what they ask about counts and they don't
_PLAIN = 24_000  # sentences of our own making
_WIKTIONARY = 4.0  # it lists the usual translations; a wordnet lists all of a sense


def make(
    data: Path, out: Path, teacher: Teacher | None = None, steps: int = 3000, size: int = 54_000, plain: int = _PLAIN
) -> None:
    """Makes a model from the files in `data` and writes it to the folder `out`; equal data gives an equal model.

    `plain` sentences of our own making are learnt too. Without a teacher the first vectors are drawn at random from the seed,
    and only Dutch texts teach.

    Raises:
        OSError: a file of `data` is missing, or `out` can't be written.
    """
    titled = headings(data / "headings-train.tsv.xz")
    words, pairs = free_rows(data / "words.tsv.xz"), free_rows(data / "pairs.tsv.xz")
    lines = list(sentences(data / "text.txt.xz"))
    counted = word_counts(lines[::2])
    counted.update(word_counts(row.dutch for row in [*words, *pairs]))
    counted.update(word_counts(f"{heading} {paragraph}" for heading, paragraph in titled))
    listed = [row.dutch for row in [*words, *(row for row in pairs if row.is_gloss)]]
    tokenizer, pieces = pieces_to_tokenizer(counted, listed, size)
    seen = [f"{heading} {paragraph}" for heading, paragraph in titled] + [row.dutch for row in pairs]
    sif = weights(piece_counts(tokenizer, seen, len(pieces)))
    lessons: list[Lesson] = [
        _titles(tokenizer, titled),
        _synonyms(tokenizer, [*synonyms(words, pairs), *glossary_pairs()]),
        *_neighbours(tokenizer, lines),
    ]
    last: list[Lesson] = []
    if teacher is None:
        none = np.zeros((0, DIMENSION), np.float32)
        table = first_rows(pieces, lists_to_bags([]), none, DIMENSION, SEED)
    else:
        taught, last, table = _taught(tokenizer, pieces, words, pairs, counted, everyday(plain, SEED), teacher)
        lessons += taught
    table *= sif[:, None]
    learn(table, lessons, _RATE, steps, SEED)
    if last:
        learn(table, [*lessons, *last], _LAST_RATE, int(_LAST * steps), SEED + 1)
    table[0] = 0  # what no piece covers says nothing
    write_model(out, tokenizer, table)


def _titles(tokenizer: Tokenizer, titled: Sequence[tuple[str, str]]) -> Together:
    numbers: dict[str, int] = {}
    kind = [numbers.setdefault(heading.lower(), len(numbers)) for heading, _ in titled]
    return Together(
        to_bags(tokenizer, [heading for heading, _ in titled]),
        to_bags(tokenizer, [paragraph for _, paragraph in titled]),
        np.array(kind, np.int32),
        _BATCH,
        openings=to_bags(tokenizer, _OPENINGS),
    )


def _synonyms(tokenizer: Tokenizer, alike: Sequence[tuple[str, str]]) -> Together:
    ones, others = (to_bags(tokenizer, [pair[side] for pair in alike]) for side in (0, 1))
    return Together(ones, others, np.arange(len(alike), dtype=np.int32), _BATCH // 2, weight=0.5)


def _neighbours(tokenizer: Tokenizer, lines: Sequence[str]) -> list[Together]:
    """Sentences of laws and manuals, each with the one that follows it; [] when none are long enough."""
    cut = to_bags(tokenizer, [line[:400] for line in lines])
    long = np.diff(cut.starts) >= _SHORT
    rows = np.flatnonzero(long[:-1] & long[1:])
    kind = np.arange(len(rows), dtype=np.int32)
    return [Together(cut.take(rows), cut.take(rows + 1), kind, _BATCH, weight=0.5)] if len(rows) else []


def _taught(
    tokenizer: Tokenizer,
    pieces: Sequence[str],
    words: Sequence[Row],
    pairs: Sequence[Row],
    counted: dict[str, int],
    plain: Sequence[Row],
    teacher: Teacher,
) -> tuple[list[Lesson], list[Lesson], NDArray[np.float32]]:
    """Lessons from the teacher's vectors of English, those that come last, and the first vectors of pieces."""
    listed_in = sorted({row.english for row in [*words, *pairs]})
    english = [*listed_in, *sorted({row.english for row in plain}.difference(listed_in))]
    vectors = on_main_axes(teacher(english), DIMENSION, of=len(listed_in))
    place = {text: n for n, text in enumerate(english)}
    inflected = forms(pieces)
    lessons: list[Lesson] = []
    last: list[Lesson] = []
    known: list[tuple[Bags, NDArray[np.int32]]] = []
    for rows, single in (
        (words, True),
        ([row for row in pairs if row.is_gloss], True),
        ([row for row in pairs if not row.is_gloss], False),
        (plain, False),
    ):
        said = [(row.english, row.dutch) for row in rows]
        if single:
            said += [(row.english, form) for row in rows for form in inflected.get(fold(row.dutch), ())[:_FORMS]]
        texts = to_bags(tokenizer, [dutch for _, dutch in said])
        wanted = np.array([place[text] for text, _ in said], np.int32)
        if said:
            (last if rows is plain else lessons).append(Taught(texts, wanted, vectors, _BATCH))
        if single:
            known.append((texts, wanted))
    first = first_rows(
        pieces,
        joined([texts for texts, _ in known]),
        vectors[np.concatenate([rows for _, rows in known])],
        DIMENSION,
        SEED,
    )
    listed = []
    for row in words:
        for share, form in ((1.0, row.dutch), *((0.7, one) for one in inflected.get(fold(row.dutch), ())[:_FORMS])):
            weight = share * (1 + counted.get(fold(form), 0)) ** 0.35 * (_WIKTIONARY if row.source == "wikt" else 1)
            listed.append((row.english, tokenizer.encode(form, add_special_tokens=False).ids, weight))
    free = wordwise(to_dictionary(listed), listed_in, vectors, _BATCH)
    return [*lessons, *([free] if free else [])], last, first


def _sentence_transformer(folder: Path) -> Teacher:
    """What the model in a folder makes of texts.

    Raises:
        OSError: there is no model in `folder`, when it is asked.
    """
    from index.embedding_training import teacher_vectors  # brings PyTorch

    return lambda texts: teacher_vectors(folder, texts)


def main(arguments: Sequence[str] | None = None) -> None:
    """Reads the arguments and makes the model."""
    parser = argparse.ArgumentParser(description="Maak de Nederlandse encoder")
    parser.add_argument("data", type=Path, help="map met de xz-bestanden")
    parser.add_argument("out", type=Path, help="map waarin het model komt")
    parser.add_argument("teacher", type=Path, nargs="?", help="map van een Engels sentence-transformers-model")
    asked = parser.parse_args(arguments)
    make(asked.data, asked.out, _sentence_transformer(asked.teacher) if asked.teacher else None)


if __name__ == "__main__":
    main()
