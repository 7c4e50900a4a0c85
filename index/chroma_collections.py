"""The collections of a store on a Chroma server: each version its own, built beside the one in use, and named in the store itself.

A name is used once and nobody can guess it, so two stores never share a collection, also when one began as a copy of the other or
comes from a backup. It stands in the store before the collection is there, and goes along with every published copy: who
reads a version asks for its collection, and searches exactly until that one is there and finished.
"""

import json
import logging
import re
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import numpy as np
from numpy.typing import NDArray

from index.chroma_address import Address, ChromaServerError
from index.files import IngestError
from index.filling import stored
from index.progress import Progress
from index.records import Passage
from index.store import Store
from index.vectors import add_nodes, load_libraries, node

if TYPE_CHECKING:
    from index.chroma_server import ChromaServer

_log = logging.getLogger(__name__)
_BATCH = 150  # passages a request; Chroma's insert rate levels off there (its own single-node figures)
_BUILDING = 60.0  # seconds that an answer may take when a collection is filled
_KEY = "collections"
NAME = re.compile(r"lovp-[0-9a-f]{16}-\d{1,18}")
_PUBLISHED = 2  # published versions whose collections are kept


@dataclass(frozen=True, slots=True)
class Named:
    """A collection by its name: the version of the store that it was made of, and whether that version was published."""

    name: str
    version: int
    published: bool = False


def named(store: Store) -> list[Named]:
    """The collections that the store has on a server, or had, or will have; the last one last."""
    try:
        told = json.loads(store.noted(_KEY) or "[]")
        found = [Named(one["name"], one["version"], one["published"] is True) for one in told]
    except (ValueError, KeyError, TypeError, RecursionError):
        return []
    return [one for one in found if NAME.fullmatch(str(one.name)) and type(one.version) is int]


def name_of(store: Store, version: int) -> str | None:
    """The collection of this version, None when there is none."""
    return next((one.name for one in reversed(named(store)) if one.version == version), None)


def mark_published(store: Store) -> None:
    """Notes that the collection of the version of now is published, so that it stays for those who read that copy."""
    with store.transaction():
        version = store.version
        _note(store, [replace(one, published=one.published or one.version == version) for one in named(store)])


def refresh(
    address: Address,
    store: Store,
    progress: Callable[[int, int], None] = lambda done, total: None,
    *,
    force: bool = False,
) -> None:
    """Builds the collection of the version of now, when it isn't on the server already, and removes those that nobody reads.

    Args:
        address: the server.
        store: the truth to build from; the caller holds the writer's lock.
        progress: told how many passages are in, of how many.
        force: build a new one whatever the one in use looks like.

    Raises:
        ChromaServerError: the server can't be used, or the collection failed its check; what was there stays.
        Exception: many kinds, of Chroma and of the connection.
    """
    server = _opened(address)
    try:
        version = store.version
        name = name_of(store, version)
        if force or name is None or not _is_whole(server, name, store):
            name = f"lovp-{uuid4().hex[:16]}-{version}"
            with store.transaction():
                _note(store, [*named(store), Named(name, version)])
            _build(server, name, store, progress)
        _sweep(server, store, name)
    finally:
        server.close()


def refresh_server(address: Address, store: Store, progress: Progress, *, force: bool = False) -> None:
    """As `refresh`, after records were read in.

    Raises:
        IngestError: it can't be built; the records are in.
    """
    try:
        refresh(address, store, lambda done, total: progress("Zoekindex bouwen", done, total), force=force)
    except Exception as error:  # Chroma raises many kinds, and so does a connection
        why = f"{error} " if isinstance(error, ChromaServerError) else ""
        if not why:
            _log.exception("kan de zoekindex op de server niet bouwen")
        raise IngestError(
            f"De verslagen zijn ingelezen, maar de zoekindex op de Chroma-server kon niet worden gebouwd. {why}Tot die er is "
            "wordt exact gezocht. Probeer het opnieuw met: lovp doctor --repair"
        ) from error


def drop_older(address: Address, store: Store) -> None:
    """Removes all collections of the store but that of the version of now.

    Raises:
        ChromaServerError: that is not done; a next time does it.
    """
    try:
        server = _opened(address)
        try:
            name = name_of(store, store.version)
            _drop(server, store, [one.name for one in named(store) if one.name != name])
        finally:
            server.close()
    except Exception as error:  # Chroma raises many kinds, and so does a connection
        why = f" {error}" if isinstance(error, ChromaServerError) else ""
        raise ChromaServerError(
            f"Op de Chroma-server staat nog een oudere zoekindex, met wat gewist is.{why} Verwijder die met: "
            "lovp publish MAP --drop-older"
        ) from error


def server_faults(address: Address, store: Store) -> list[str]:
    """What is wrong with the collection of the version of now, or with the server, in Dutch; [] when nothing is."""
    try:
        server = _opened(address)
        try:
            name = name_of(store, store.version)
            whole = name is not None and _is_whole(server, name, store)
        finally:
            server.close()
    except ChromaServerError as error:
        return [str(error)]
    except Exception:  # Chroma raises many kinds, and so does a connection
        _log.exception("de Chroma-server antwoordt niet goed")
        return ["de Chroma-server geeft geen bruikbaar antwoord"]
    return [] if whole else ["op de Chroma-server staat geen hele zoekindex van deze verslagen"]


def _opened(address: Address) -> "ChromaServer":
    from index.chroma_server import ChromaServer  # a start without a server doesn't wait for its libraries

    return ChromaServer(address, seconds=_BUILDING)


def _is_whole(server: "ChromaServer", name: str, store: Store) -> bool:
    found = server.find(name)
    passages = sum(store.passage_counts().values())
    if found is None or not found.finished or found.passages != passages:
        return False
    return server.filling(found).fault(passages) is None


def _build(server: "ChromaServer", name: str, store: Store, progress: Callable[[int, int], None]) -> None:
    load_libraries()
    rows: list[int] = store.labels().rows.tolist()
    filling = server.create(name)
    added: Future[None] | None = None
    with ThreadPoolExecutor(1) as adding:  # the server works on one batch while the next is made
        for done, (batch, vectors) in enumerate(stored(store, rows, _BATCH)):
            nodes = _nodes(batch, vectors)
            if added is not None:
                added.result()
                progress(done * _BATCH, len(rows))
            added = adding.submit(add_nodes, filling, nodes)
        if added is not None:
            added.result()
    progress(len(rows), len(rows))
    problem = filling.fault(len(rows))
    if problem is not None:
        raise ChromaServerError(f"De zoekindex op de Chroma-server is niet goed: {problem}.")
    filling.finish(len(rows))


def _nodes(batch: Sequence[tuple[int, Passage, Sequence[date]]], vectors: NDArray[np.float32]) -> list[Any]:
    made = [node(*one, vector) for one, vector in zip(batch, vectors, strict=True)]
    for one, (row, _, _) in zip(made, batch, strict=True):
        one.id_ = str(row)  # so that an answer to a question needs no more than ids
    return made


def _sweep(server: "ChromaServer", store: Store, name: str) -> None:
    """Keeps the one in use, the one before it, and those of the last versions that were published."""
    every = named(store)
    version = next(one.version for one in every if one.name == name)
    before = [one.name for one in every if one.version != version][-1:]
    published = [one.name for one in every if one.published][-_PUBLISHED:]
    _drop(server, store, [one.name for one in every if one.name not in {name, *before, *published}])


def _drop(server: "ChromaServer", store: Store, names: Sequence[str]) -> None:
    for name in names:
        server.remove(name)
    with store.transaction():
        _note(store, [one for one in named(store) if one.name not in names])


def _note(store: Store, every: Sequence[Named]) -> None:
    kept = json.dumps([asdict(one) for one in every])
    if kept != (store.noted(_KEY) or "[]"):
        store.note(_KEY, kept)
