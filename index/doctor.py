"""A check-up of the installation and the index; what can be made again from the truth is repaired on request."""

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

from index import generations, probing, published, traces
from index.chroma_address import address_in
from index.chroma_collections import server_faults
from index.doctor_files import file_checks
from index.embedding import Encoder, described, open_encoder
from index.embedding_reranker import open_reranker
from index.errors import UserError
from index.ingest import refresh_chroma, writing
from index.linking import linked, relink
from index.mending import mend
from index.progress import Progress, silent
from index.published import Copies
from index.rebuild import was_broken_off
from index.recipe import Recipe
from index.retention import forget_old
from index.search import chroma_root, open_store
from index.settings import Settings
from index.sqlite_seals import Damage
from index.store import MEND, Store

_PACKAGES = (
    "llama-index-core",
    "llama-index-vector-stores-chroma",
    "chromadb",
    "sentence-transformers",
    "gradio",
)
_READ_AGAIN = (
    "Zet een reservekopie terug, of laat ze opnieuw lezen met: lovp doctor --repair, en daarna: lovp index MAP"
)
_BROKEN_OFF = (
    "er werd iets afgebroken, dus er kunnen nog sporen van verwijderde verslagen zijn; is er nu niets bezig, wis ze dan met: "
    "lovp doctor --repair"
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
    if repair:
        try:
            forget_old(settings)
        except UserError as error:
            yield Check(False, str(error))
    yield from (Check(*one) for one in file_checks(settings.home))
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
        server = address_in(settings)
        store = open_store(settings)
    except UserError as error:
        yield Check(False, str(error))
        return
    try:
        damage = store.integrity()
        if damage:
            yield Check(False, f"verslagen (SQLite): {'; '.join(damage)}. {MEND}")
            return  # nothing below can be trusted, and reading it may fail
        if settings.published is not None:
            copy = Copies(settings.published).current()
            wrong = published.faults(copy)
            yield Check(not wrong, f"gepubliceerde kopie: {'; '.join(wrong) or f'versie {copy.version}, heel'}")
        else:
            yield from _examine_seals(settings, store, encoder, repair=repair)
        yield from _examine_store(store, encoder)
        if repair:
            try:
                published.refuse_here(settings.published)
                with writing(settings.home):
                    force = bool(_chroma_faults(settings, store))
                    refresh_chroma(settings.home, store, progress, force=force, server=server)
                    traces.wipe(settings.home, store)
            except UserError as error:
                yield Check(False, str(error))
        if settings.published is not None and server is None:
            return  # exact search is all there is
        faults = _chroma_faults(settings, store)
        yield Check(not faults, f"zoekindex (Chroma): {'; '.join(faults) or 'heel en bij de tijd'}")
        if traces.are_left(store) or was_broken_off(settings.home):
            yield Check(False, _BROKEN_OFF)
        if faults and not repair and settings.published is None:
            yield Check(False, "herstel de zoekindex met: lovp doctor --repair (tot dan wordt exact gezocht)")
    except UserError as error:  # it is damaged in a way that shows only while it is read
        yield Check(False, str(error))
    finally:
        store.close()


def _examine_seals(settings: Settings, store: Store, encoder: Encoder | None, *, repair: bool) -> Iterator[Check]:
    """Whether everything is still what was put there; what was made from records is made again on request."""
    found = store.seals().damage()
    if repair:
        with writing(settings.home):
            if encoder is not None and found != Damage():
                store.check_recipe(Recipe(encoder.name, encoder.dimension))
                mend(store, encoder, found)
                found = store.seals().damage()
            if not found.records:
                relink(store)
    made = ", ".join(found.made) or ("de woordenlijst" if found.words else "")
    if found.records:
        yield Check(False, f"op de schijf veranderd: {', '.join(found.records)}. {_READ_AGAIN}")
    if made:
        yield Check(False, f"op de schijf veranderd: wat gemaakt is van {made}. Herstel het met: lovp doctor --repair")
    if found == Damage():
        yield Check(True, "zegels: alles in de index is nog wat er werd opgeslagen")


def _examine_store(store: Store, encoder: Encoder | None) -> Iterator[Check]:
    counts = store.passage_counts()
    yield Check(True, f"verslagen (SQLite): {len(counts)} verslagen, {sum(counts.values())} passages; heel")
    broken = [record.id for record in store.records() if not record.text.strip()]
    yield Check(not broken, f"teksten: {', '.join(broken) or 'alle verslagen hebben tekst'}")
    links, echoes = linked(store)
    kept = store.catalogue()
    if sorted(links) != [(key, *link) for key, link in kept.links().items()] or {*echoes} != kept.echoes():
        yield Check(False, "de verwijzingen tussen verslagen lopen achter. Herstel ze met: lovp doctor --repair")
    if encoder is not None:
        try:
            store.check_recipe(Recipe(encoder.name, encoder.dimension))
            yield Check(True, "de index past bij de encoder")
        except UserError as error:
            yield Check(False, str(error))


def _chroma_faults(settings: Settings, store: Store) -> list[str]:
    """What is wrong with the Chroma folder, or on the server, in Dutch; [] when nothing is."""
    if (server := address_in(settings)) is not None:
        return server_faults(server, store)
    generation = generations.current(chroma_root(settings.home))
    if generation is None:
        return ["er is geen hele zoekindex"]
    if generation.version > store.version:
        return [
            "de verslagen zijn ouder dan de zoekindex, dus er kan iets verloren zijn. Lees opnieuw in: lovp index MAP"
        ]
    if generation.version != store.version:
        return ["de zoekindex loopt achter op de verslagen"]
    if generations.intact(chroma_root(settings.home)) is None:
        return ["bestanden van de zoekindex zijn veranderd of beschadigd"]
    problem = probing.probe(generation.folder, generation.passages)
    return [problem] if problem else []
