"""An index is made again beside the one in use, which answers meanwhile and stays when something goes wrong.

A home of its own takes the new store, so that it can be asked like any other before it takes over; `copy_database` then does
that in one transaction. Chroma is not built beside: it is made from the store afterwards, and exact search answers till then.
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from index.embedding import Encoder
from index.generations import sync
from index.intake import hash_of_text
from index.lexical import columns
from index.passage import context, encoded, record_to_passages
from index.progress import Progress
from index.recipe import Recipe
from index.search import store_path
from index.sqlite_copy import copy_database
from index.store import Store

_FOLDER = "wissel"  # in the home


def was_broken_off(home: Path) -> bool:
    """Whether an index that was being made is still there; it may be in the making, too."""
    return (home / _FOLDER).exists()


def forget_broken_off(home: Path) -> None:
    """Removes what a kill left of an index that was being made: it holds all records, also those that are removed since.

    Raises:
        OSError: it can't be removed, at the second try either.
    """
    if was_broken_off(home):
        shutil.rmtree(home / _FOLDER, ignore_errors=True)
        if was_broken_off(home):
            shutil.rmtree(home / _FOLDER)
        sync(home)


@contextmanager
def rebuilt_beside(
    store: Store, encoder: Encoder, recipe: Recipe, finish: Callable[[Store], None], progress: Progress
) -> Iterator[Path]:
    """A home beside the one in use, with all its records cut and encoded again; gone afterwards, and so is one that a kill left.

    Args:
        store: the one in use; it is only read. The caller holds the writer's lock.
        encoder: makes the vectors.
        recipe: the encoder's.
        finish: what is done with the new store when its passages are in.
        progress: told how far it is.
    """
    beside = store.path.parent / _FOLDER
    forget_broken_off(store.path.parent)
    try:
        beside.mkdir()
        copy_database(store.path, store_path(beside))
        fresh = Store(store_path(beside), create=True)
        try:
            records = fresh.records()
            with fresh.transaction():
                fresh.seals().without_words()
                for done, record in enumerate(records, 1):
                    passages = record_to_passages(record)
                    vectors = encoder.passages([encoded(passage) for passage in passages])
                    words = [columns(passage.text, context(passage)) for passage in passages]
                    fresh.put(record, hash_of_text(record), passages, vectors, words)
                    progress("Index opnieuw maken", done, len(records))
                fresh.use_recipe(recipe)
            finish(fresh)
        finally:
            fresh.close()
        yield beside
    finally:
        forget_broken_off(store.path.parent)
