"""Files into the index: only what changed, one transaction a record, and no file that stops the others."""

import hashlib
import logging
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter
from typing import Literal, Protocol

import numpy as np
from filelock import FileLock, Timeout
from numpy.typing import NDArray

from index import vectors
from index.embedding import Encoder
from index.files import IngestError, files_under
from index.parse import document_to_record
from index.passage import context, record_to_passages
from index.readers import READERS, UnreadableError, read_file
from index.recipe import Recipe
from index.records import Passage, Record
from index.rows import FileState
from index.search import chroma_root, store_path
from index.store import Store

_log = logging.getLogger(__name__)
_LOCK_SECONDS = 10  # how long a second writer waits for the first


class Progress(Protocol):
    """Told how far a step is: its name in Dutch, how many are done, how many there are."""

    def __call__(self, step: str, done: int, total: int) -> None:
        """Called after each item."""


def silent(step: str, done: int, total: int) -> None:
    """Progress that nobody looks at."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that was not read, and why (Dutch)."""

    path: str
    reason: str


Outcome = Literal["new", "changed", "unchanged"] | Skipped


@dataclass(frozen=True, slots=True)
class Summary:
    """What an indexing run did: files counted by what became of them; `passages` is what the whole index then holds."""

    new: int
    changed: int
    unchanged: int
    removed: int
    skipped: tuple[Skipped, ...]
    passages: int
    seconds: float


def index_paths(
    home: Path,
    encoder: Encoder,
    paths: Sequence[Path],
    *,
    prune: bool = False,
    rebuild: bool = False,
    progress: Progress = silent,
) -> Summary:
    """Reads files and folders into the index under `home`.

    Args:
        home: the folder that holds everything; made when it isn't there.
        encoder: makes the vectors.
        paths: files and folders; folders are searched through and through.
        prune: also remove records whose files under `paths` are gone.
        rebuild: make passages, words and vectors of all records again, with this encoder.
        progress: told how far it is.

    Returns:
        Counts of files; `passages` is what the whole index holds afterwards.

    Raises:
        IngestError: a path that isn't there, folders without records, or another writer at work.
        RecipeError: the index was made with another encoder, and `rebuild` is off.
        StoreError: the index can't be written.
    """
    start = perf_counter()
    files = list(files_under(paths))
    if not files and not rebuild and not prune:
        raise IngestError(
            f"Geen verslagen gevonden in {', '.join(map(str, paths))}. "
            f"Gelezen worden: {', '.join(sorted(suffix[1:] for suffix in READERS))}."
        )
    store = Store(store_path(home), create=True)
    try:
        with FileLock(home / "lock", timeout=_LOCK_SECONDS):
            _use_recipe(store, encoder, rebuild, progress)
            outcomes = _read_all(store, encoder, files, progress)
            removed = _prune(store, paths, {str(path) for path in files}) if prune else 0
            passages = sum(store.passage_counts().values())
            refresh_chroma(home, store, progress)
    except Timeout as error:
        raise IngestError(
            "Er wordt al ingelezen door een ander proces. Wacht tot dat klaar is en probeer het opnieuw."
        ) from error
    finally:
        store.close()
    return Summary(
        new=outcomes.count("new"),
        changed=outcomes.count("changed"),
        unchanged=outcomes.count("unchanged"),
        removed=removed,
        skipped=tuple(outcome for outcome in outcomes if isinstance(outcome, Skipped)),
        passages=passages,
        seconds=round(perf_counter() - start, 3),
    )


def _use_recipe(store: Store, encoder: Encoder, rebuild: bool, progress: Progress) -> None:
    """Makes sure that the store is of this encoder's recipe, or refuses."""
    recipe = Recipe(encoder.name, encoder.dimension)
    if rebuild:
        _rebuild(store, encoder, recipe, progress)
    store.check_recipe(recipe)
    if store.recipe is None:
        with store.transaction():
            store.use_recipe(recipe)


def _read_all(store: Store, encoder: Encoder, files: Sequence[Path], progress: Progress) -> list[Outcome]:
    known = store.files()
    outcomes = []
    for done, path in enumerate(files, 1):
        outcomes.append(_index_file(store, encoder, path, known.get(str(path))))
        progress("Verslagen lezen", done, len(files))
    return outcomes


def _index_file(store: Store, encoder: Encoder, path: Path, known: FileState | None) -> Outcome:
    try:
        sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    except PermissionError:
        return Skipped(str(path), "geen leesrechten op dit bestand")
    except OSError:
        return Skipped(str(path), "het bestand is niet te lezen")
    if known is not None and known.sha256 == sha256:
        return "unchanged" if known.reason is None else Skipped(str(path), known.reason)
    try:
        record = document_to_record(read_file(path), path.stem)
    except UnreadableError as error:
        return _skip(store, path, sha256, str(error), known)
    except Exception:  # one odd file must not stop the others, whatever its format's library raises
        _log.exception("kan %s niet lezen", path)
        return _skip(store, path, sha256, "het bestand kon niet worden gelezen; is het beschadigd?", known)
    twin = store.record_with_text(_text_hash(record))
    own = known is not None and known.record_id == twin and store.places(twin or "") == [str(path)]
    if twin is None or own:  # its own: other white space or headings make other sections of the same words
        _put(store, encoder, _with_free_id(store, record, known), path, sha256, known)
    else:
        with store.transaction():
            store.put_file(str(path), FileState(sha256, twin, None))
            _drop_orphan(store, known, twin)
    return "new" if known is None or known.record_id is None else "changed"


def _text_hash(record: Record) -> str:
    """The same for texts that differ in white space only."""
    return hashlib.sha256(" ".join(record.text.split()).encode()).hexdigest()


def _put(store: Store, encoder: Encoder, record: Record, path: Path, sha256: str, known: FileState | None) -> None:
    passages = record_to_passages(record)
    vectors_of_passages = _vectors(encoder, passages)
    with store.transaction():
        store.put(record, _text_hash(record), passages, vectors_of_passages)
        store.put_file(str(path), FileState(sha256, record.id, None))
        _drop_orphan(store, known, record.id)


def _vectors(encoder: Encoder, passages: Sequence[Passage]) -> NDArray[np.float32]:
    """Passages are encoded in their context: a sentence about "it" stands under a topic that says what."""
    return encoder.passages([f"{context(passage)}\n{passage.text}" for passage in passages])


def _skip(store: Store, path: Path, sha256: str, reason: str, known: FileState | None) -> Skipped:
    """Notes a file that has no record. A record it had before stays: a broken copy must not wipe out a good one."""
    if known is None or known.record_id is None:
        with store.transaction():
            store.put_file(str(path), FileState(sha256, None, reason))
    return Skipped(str(path), reason)


def _with_free_id(store: Store, record: Record, known: FileState | None) -> Record:
    """The record under an id that no other file's record has."""
    taken = store.record(record.id) is not None
    if not taken or (known is not None and known.record_id == record.id and len(store.places(record.id)) == 1):
        return record
    return replace(record, id=f"{record.id}-{_text_hash(record)[:6]}")


def _drop_orphan(store: Store, known: FileState | None, now: str) -> None:
    """Removes the record that a changed file held before, when no other file holds it."""
    if (
        known is not None
        and known.record_id is not None
        and known.record_id != now
        and not store.places(known.record_id)
    ):
        store.remove(known.record_id)


def _prune(store: Store, paths: Sequence[Path], present: set[str]) -> int:
    roots = [str(Path(os.path.abspath(path.expanduser()))) for path in paths]  # noqa: PTH100 - as in index.files
    removed = 0
    for path, state in store.files().items():
        inside = any(path == root or path.startswith(root.rstrip(os.sep) + os.sep) for root in roots)
        if inside and path not in present:
            with store.transaction():
                store.forget_file(path)
                if state.record_id is not None and not store.places(state.record_id):
                    store.remove(state.record_id)
            removed += state.record_id is not None
    return removed


def _rebuild(store: Store, encoder: Encoder, recipe: Recipe, progress: Progress) -> None:
    """Cuts and encodes all kept records again, in one transaction: until it is done the old index answers."""
    records = store.records()
    with store.transaction():
        for done, record in enumerate(records, 1):
            passages = record_to_passages(record)
            store.put(record, _text_hash(record), passages, _vectors(encoder, passages))
            progress("Index opnieuw maken", done, len(records))
        store.use_recipe(recipe)


def refresh_chroma(home: Path, store: Store, progress: Progress = silent, *, force: bool = False) -> None:
    """Builds a new Chroma generation when the one in use is missing, cut short or of another version of the store.

    Args:
        home: the folder that holds everything.
        store: the truth to build from; the caller holds the writer's lock.
        progress: told how far it is.
        force: build one whatever the one in use looks like.
    """
    generation = vectors.current(chroma_root(home))
    version = store.version
    if not force and generation is not None and generation.version == version:
        return
    rows, matrix = store.vectors()
    passages = store.passages()
    labels = store.labels()
    ordered = [(int(row), passages[int(row)], labels[int(row)][0]) for row in rows]
    step: Callable[[int], None] = lambda done: progress("Zoekindex bouwen", done, len(ordered))  # noqa: E731 - one line says it
    try:
        vectors.build(chroma_root(home), version, ordered, matrix, step)
    except Exception as error:  # Chroma raises many kinds; the records are in, and exact search answers meanwhile
        _log.exception("kan de zoekindex niet bouwen")
        raise IngestError(
            "De verslagen zijn ingelezen, maar de zoekindex (Chroma) kon niet worden gebouwd. Tot die er is wordt exact "
            "gezocht. Probeer het opnieuw met: lovp doctor --repair"
        ) from error


def examples() -> Path:
    """The folder with the example records that come along."""
    return Path(__file__).with_name("examples")


def remove_record(home: Path, record_id: str) -> bool:
    """Removes a record and all that was made of it; False when it isn't there. Its files may be read in again."""
    store = Store(store_path(home), create=True)
    try:
        with FileLock(home / "lock", timeout=_LOCK_SECONDS):
            with store.transaction():
                for path in store.places(record_id):
                    store.forget_file(path)
                gone = store.remove(record_id)
            refresh_chroma(home, store)
    except Timeout as error:
        raise IngestError(
            "Er wordt ingelezen door een ander proces. Wacht tot dat klaar is en probeer het opnieuw."
        ) from error
    finally:
        store.close()
    return gone
