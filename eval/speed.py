"""How long a question takes to ranked passages and to an answer, in an index of any size that is filled without files."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from assistant.ask import ask
from eval.distractors import records
from eval.measures import percentile
from index.embedding import Encoder
from index.ingest import examples, index_paths, refresh_chroma, writing
from index.intake import hash_of_text
from index.lexical import columns
from index.passage import context, encoded, record_to_passages
from index.progress import Progress, silent
from index.recipe import Recipe
from index.records import Record
from index.search import Index, search, store_path
from index.store import Store

_TOGETHER = 50  # records a transaction
_WARM_UP = 20  # questions before the clock counts


@dataclass(frozen=True, slots=True)
class Speed:
    """Milliseconds from question to ranked passages, and to a whole answer, over `questions`, at a size in passages."""

    passages: int
    questions: int
    p50: float
    p95: float
    answer_p50: float
    answer_p95: float


def fill(home: Path, encoder: Encoder, made: Iterator[Record], passages: int, progress: Progress = silent) -> None:
    """Adds records to the index under `home` until it holds `passages`, then builds its Chroma folder.

    Goes on where it was broken off: what the index has already is not made again.
    """
    store = Store(store_path(home), create=True)
    try:
        with writing(home):
            recipe = Recipe(encoder.name, encoder.dimension)
            store.check_recipe(recipe)
            if store.recipe is None:
                with store.transaction():
                    store.use_recipe(recipe)
            have, known = sum(store.passage_counts().values()), set(store.passage_counts())
            fresh = (record for record in made if record.id not in known)
            while have < passages and (batch := list(islice(fresh, _TOGETHER))):
                with store.transaction():
                    for record in batch:
                        have += _put(store, encoder, record)
                progress("Index vullen", min(have, passages), passages)
            refresh_chroma(home, store, progress)
    finally:
        store.close()


def _put(store: Store, encoder: Encoder, record: Record) -> int:
    cut = record_to_passages(record)
    vectors = encoder.passages([encoded(passage) for passage in cut])
    words = [columns(passage.text, context(passage)) for passage in cut]
    store.put(record, hash_of_text(record), cut, vectors, words)
    return len(cut)


def measure(home: Path, encoder: Encoder, size: int, questions: Sequence[str], progress: Progress = silent) -> Speed:
    """Fills an index of the example records up to `size` passages with others, and times every question once, warm."""
    index_paths(home, encoder, [examples()])
    fill(home, encoder, records(2 * size), size, progress)
    with Index(home, encoder) as index:
        found = times(lambda question: search(index, question), questions)
        answered = times(lambda question: ask(index, question), questions)
        held = sum(index.store.passage_counts().values())
    halves = [percentile(took, share) or 0.0 for took in (found, answered) for share in (0.5, 0.95)]
    return Speed(held, len(questions), *halves)


def times(run: Callable[[str], object], questions: Sequence[str]) -> list[float]:
    """Milliseconds of each question, after a few that don't count."""
    for question in questions[:_WARM_UP]:
        run(question)
    took = []
    for question in questions:
        start = time.perf_counter()
        run(question)
        took.append((time.perf_counter() - start) * 1000)
    return took
