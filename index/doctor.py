"""A check-up of the installation and the index; what can be made again from the truth is repaired on request."""

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

from index import generations
from index.embedding import Encoder, described, open_encoder
from index.embedding_reranker import open_reranker
from index.errors import UserError
from index.ingest import refresh_chroma, writing
from index.progress import Progress, silent
from index.recipe import Recipe
from index.search import chroma_root, store_path
from index.settings import Settings
from index.store import MEND, Store

_PACKAGES = (
    "llama-index-core",
    "llama-index-vector-stores-chroma",
    "chromadb",
    "sentence-transformers",
    "gradio",
)


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at: whether it is good, and what was seen (Dutch)."""

    good: bool
    text: str


def examine(settings: Settings, *, repair: bool = False, progress: Progress = silent) -> Iterator[Check]:
    """Looks at everything in turn, so that each check shows as it is done.

    Args:
        settings: where the index is and which encoder it should have.
        repair: make the Chroma folder again when it is missing, stale or damaged, and wipe what removed records left.
        progress: told how far a repair is.
    """
    supported = (3, 11) <= sys.version_info[:2] <= (3, 13)
    yield Check(supported, f"Python {sys.version.split()[0]} (nodig: 3.11 tot en met 3.13)")
    for name in _PACKAGES:
        try:
            yield Check(True, f"{name} {version(name)}")
        except PackageNotFoundError:
            yield Check(False, f"{name} ontbreekt; installeer opnieuw met: make chat")
    folder = settings.home if settings.home.exists() else settings.home.parent
    yield Check(os.access(folder, os.W_OK), f"map {settings.home} is beschrijfbaar")
    encoder: Encoder | None = None
    try:
        encoder = open_encoder(settings.encoder)
        for told in described(encoder):
            yield Check(True, told)
    except UserError as error:
        yield Check(False, str(error))
    try:
        reranker = open_reranker(settings.reranker)
        if reranker is not None:
            yield Check(True, f"reranker {reranker.name}")
    except UserError as error:
        yield Check(False, str(error))
    try:
        store = Store(store_path(settings.home))
    except UserError as error:
        yield Check(False, str(error))
        return
    try:
        damage = store.integrity()
        if damage:
            yield Check(False, f"verslagen (SQLite): {'; '.join(damage)}. {MEND}")
            return  # nothing below can be trusted, and reading it may fail
        yield from _examine_store(store, encoder)
        if repair:
            try:
                with writing(settings.home):
                    refresh_chroma(settings.home, store, progress, force=bool(_chroma_faults(settings, store)))
                    store.erase_traces()
            except UserError as error:
                yield Check(False, str(error))
        faults = _chroma_faults(settings, store)
        yield Check(not faults, f"zoekindex (Chroma): {'; '.join(faults) or 'heel en bij de tijd'}")
        if faults and not repair:
            yield Check(False, "herstel de zoekindex met: lovp doctor --repair (tot dan wordt exact gezocht)")
    finally:
        store.close()


def _examine_store(store: Store, encoder: Encoder | None) -> Iterator[Check]:
    counts = store.passage_counts()
    yield Check(True, f"verslagen (SQLite): {len(counts)} verslagen, {sum(counts.values())} passages; heel")
    broken = [record.id for record in store.records() if not record.text.strip()]
    yield Check(not broken, f"teksten: {', '.join(broken) or 'alle verslagen hebben tekst'}")
    if encoder is not None:
        try:
            store.check_recipe(Recipe(encoder.name, encoder.dimension))
            yield Check(True, "de index past bij de encoder")
        except UserError as error:
            yield Check(False, str(error))


def _chroma_faults(settings: Settings, store: Store) -> list[str]:
    """What is wrong with the Chroma folder, in Dutch; [] when nothing is."""
    generation = generations.current(chroma_root(settings.home))
    if generation is None:
        return ["er is geen hele zoekindex"]
    if generation.version != store.version:
        return ["de zoekindex loopt achter op de verslagen"]
    problem = generations.probe(generation.folder, generation.passages)
    return [problem] if problem else []
