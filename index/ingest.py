"""Files into the index: only what changed, one transaction a record, and no file that stops the others."""

import hashlib
import logging
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from filelock import FileLock, Timeout

from index import traces
from index.child import read_all
from index.chroma_address import Address
from index.chroma_collections import refresh_server
from index.embedding import BUILT_IN, Encoder, setting_of
from index.files import IngestError, files_under
from index.filling import stored
from index.generations import Growing, build, current
from index.intake import Intake, Outcome, Skipped
from index.linking import relink
from index.moved import settle_moved
from index.places import container_of
from index.progress import Progress, silent
from index.readers import SUFFIXES
from index.readers.container import CONTAINERS
from index.reading import Job
from index.rebuild import rebuilt_beside
from index.recipe import Recipe
from index.search import chroma_root, store_path
from index.sqlite_copy import copy_database
from index.sqlite_errors import disk_told
from index.store import Store
from index.web import Web
from index.web_intake import read_pages

_log = logging.getLogger(__name__)
_MANY = 100  # files that are worth a process of their own for Chroma
_LOCK_SECONDS = 10  # how long a second writer waits for the first

# Given the recipe of the index in use and the home of the new one; it raises a UserError to refuse.
Approve = Callable[[Recipe, Path], None]


@dataclass(frozen=True, slots=True)
class Summary:
    """What an indexing run did: files counted by what became of them; `passages` is what the whole index then holds.

    `stages` are the seconds of each stage, by its Dutch name; those of reading add up over processes that work side by side.
    """

    new: int
    changed: int
    unchanged: int
    removed: int
    skipped: tuple[Skipped, ...]
    passages: int
    seconds: float
    stages: tuple[tuple[str, float], ...] = ()


def index_paths(
    home: Path,
    encoder: Encoder,
    paths: Sequence[Path],
    *,
    pages: Sequence[str] = (),
    web: Web | None = None,
    prune: bool = False,
    rebuild: bool = False,
    approve: Approve | None = None,
    server: Address | None = None,
    progress: Progress = silent,
) -> Summary:
    """Reads files, folders and web pages into the index under `home`.

    Args:
        home: the folder that holds everything; made when it isn't there.
        encoder: makes the vectors.
        paths: files and folders; folders are searched through and through.
        pages: web addresses.
        web: who fetches them; a careful visitor with the usual limits when None.
        prune: also remove records whose files under `paths` are gone, and pages that the site says are gone.
        rebuild: make passages, words and vectors of all records again, with this encoder; the old index answers until then.
        approve: asked before the new index takes the place of one of another encoder; what it raises leaves the old one.
        server: a Chroma server that gets the vectors, in place of a folder under `home`.
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
    if not files and not pages and not rebuild and not prune:
        raise IngestError(
            f"Geen verslagen gevonden in {', '.join(map(str, paths))}. "
            f"Gelezen worden: {', '.join(sorted(suffix[1:] for suffix in SUFFIXES | CONTAINERS))}."
        )
    store = Store(store_path(home), create=True)
    growing: Growing | None = None
    try:
        with writing(home):
            _use_recipe(store, encoder, rebuild, approve, progress)
            settle_moved(home, store)
            growing = (
                Growing(chroma_root(home), beside=len(files) >= _MANY)
                if server is None and not store.passage_counts()
                else None
            )
            intake = Intake(store, encoder, growing)
            clock = [0.0, 0.0, 0.0, 0.0]
            outcomes = list(_read_files(intake, encoder, files, clock, progress))
            if pages:
                outcomes += read_pages(intake, pages, web or Web(), prune=prune, progress=progress)
            with store.transaction():  # the last records and how all go together: a kill leaves both or neither
                intake.flush()
                removed = intake.gone + (_prune(store, intake, paths, {str(path) for path in files}) if prune else 0)
                traces.leave(store, removed)
                relink(store)
            passages = sum(store.passage_counts().values())
            built = perf_counter()
            refresh_chroma(home, store, progress, growing=growing, server=server)
            if traces.are_left(store):
                traces.wipe(home, store)
    finally:
        if growing is not None:
            growing.abandon()  # nothing to do when it was finished
        store.close()
    stages = dict(zip(("lezen", "begrijpen", "woorden", "vectoren"), clock, strict=True))
    stages["vectoren"] += intake.seconds[0]
    stages |= {"opslaan": intake.seconds[1], "zoekindex": perf_counter() - built}
    return Summary(
        new=outcomes.count("new"),
        changed=outcomes.count("changed"),
        unchanged=outcomes.count("unchanged"),
        removed=removed,
        skipped=tuple(outcome for outcome in outcomes if isinstance(outcome, Skipped)),
        passages=passages,
        seconds=round(perf_counter() - start, 3),
        stages=tuple((name, round(seconds, 3)) for name, seconds in stages.items()),
    )


@contextmanager
def writing(home: Path) -> Iterator[None]:
    """Holds the lock of the one writer.

    Raises:
        IngestError: another process holds it.
    """
    try:
        with disk_told(home), FileLock(home / "lock", timeout=_LOCK_SECONDS):
            yield
    except Timeout as error:
        raise IngestError(
            "Er wordt al ingelezen door een ander proces. Wacht tot dat klaar is en probeer het opnieuw."
        ) from error


def _use_recipe(store: Store, encoder: Encoder, rebuild: bool, approve: Approve | None, progress: Progress) -> None:
    """Makes sure that the store is of this encoder's recipe, or refuses."""
    recipe = Recipe(encoder.name, encoder.dimension, opened_as=setting_of(encoder))
    kept = store.recipe
    if rebuild and kept is not None and store.passage_counts():
        with rebuilt_beside(store, encoder, recipe, relink, progress) as beside:
            if approve is not None and (kept.encoder, kept.dimension) != (recipe.encoder, recipe.dimension):
                approve(kept, beside)
            copy_database(store_path(beside), store.path)
    elif rebuild or kept is None:
        with store.transaction():
            store.use_recipe(recipe)
    store.check_recipe(recipe)


def _read_files(
    intake: Intake, encoder: Encoder, files: Sequence[Path], clock: list[float], progress: Progress
) -> Iterator[Outcome]:
    """Takes in every file that is not as it was; `clock` adds up the seconds of reading, understanding, words and vectors."""
    asked: list[tuple[str, str]] = []
    done = 0
    for path in files:
        sha256, reason = _hash(path)
        known = [intake.skip(_written(path), reason)] if reason else intake.unchanged(str(path), sha256)
        if known is None:
            asked.append((str(path), sha256))
        else:
            done += 1
            yield from known
    if done:
        progress("Verslagen lezen", done, len(files))
    if not asked:
        return
    built_in = setting_of(encoder) == BUILT_IN
    if not built_in:
        threading.Thread(target=_load, args=(encoder,), daemon=True).start()
    jobs = (Job(path, Path(path).stem, Path(path).parent.name, vectors=built_in) for path, _ in asked)
    for (place, sha256), readings in zip(asked, read_all(jobs), strict=True):
        for reading in readings:
            clock[:] = (spent + seconds for spent, seconds in zip(clock, reading.seconds, strict=True))
        yield from intake.take(place, sha256, readings)
        done += 1
        progress("Verslagen lezen", done, len(files))


def _load(encoder: Encoder) -> None:
    """Loads the model while the files are read."""
    try:
        encoder.passages([""])
    except Exception:  # whatever is wrong with it is said when it is needed
        _log.info("vooraf laden is niet gelukt", exc_info=True)


def _hash(path: Path) -> tuple[str, str]:
    """The hash of a file's bytes, or why it has none (Dutch)."""
    if str(path) != _written(path):
        return "", "de naam bevat onleesbare tekens; geef het bestand of de map een andere naam"
    try:
        if not path.is_file():  # a pipe or device never ends
            return "", "dit is geen gewoon bestand"
        with path.open("rb") as opened:
            return hashlib.file_digest(opened, "sha256").hexdigest(), ""
    except PermissionError:
        return "", "geen leesrechten op dit bestand"
    except OSError:
        return "", "het bestand is niet te lezen"


def _written(path: Path) -> str:
    """The path as text that can be kept and printed; bytes in it that are no UTF-8 become "\ufffd"."""
    return os.fsencode(path).decode("utf-8", "replace")


def _prune(store: Store, intake: Intake, paths: Sequence[Path], present: set[str]) -> int:
    roots = [str(Path(os.path.abspath(path.expanduser()))) for path in paths]  # noqa: PTH100 - as in index.files
    removed = 0
    for place, state in store.catalogue().files().items():
        path = container_of(place)
        inside = any(path == root or path.startswith(root.rstrip(os.sep) + os.sep) for root in roots)
        if inside and path not in present:
            with store.transaction():
                removed += intake.forget(place, state)
    return removed


def refresh_chroma(
    home: Path,
    store: Store,
    progress: Progress = silent,
    *,
    force: bool = False,
    growing: Growing | None = None,
    server: Address | None = None,
) -> None:
    """Builds a new Chroma generation when the one in use is missing, cut short or of another version of the store.

    Args:
        store: the truth to build from; the caller holds the writer's lock.
        force: build one whatever the one in use looks like.
        growing: one that grew while the passages were read; used when it has just those of the store.
        server: a Chroma server that gets them, in place of a folder.
    """
    if server is not None:
        return refresh_server(server, store, progress, force=force)
    generation = current(chroma_root(home))
    version = store.version
    if not force and generation is not None and generation.version == version:
        return None
    rows: list[int] = store.labels().rows.tolist()
    step: Callable[[int], None] = lambda done: progress("Zoekindex bouwen", done, len(rows))  # noqa: E731 - used twice
    try:
        if growing is not None and growing.rows == rows:
            growing.finish(version, step)
            return None
        if growing is not None:
            growing.abandon()  # before another is begun: where it opens its folder it sweeps away what isn't in use
        build(chroma_root(home), version, len(rows), stored(store, rows), step)
    except Exception as error:  # Chroma raises many kinds; the records are in, and exact search answers meanwhile
        _log.exception("kan de zoekindex niet bouwen")
        raise IngestError(
            "De verslagen zijn ingelezen, maar de zoekindex (Chroma) kon niet worden gebouwd. Tot die er is wordt exact "
            "gezocht. Probeer het opnieuw met: lovp doctor --repair"
        ) from error


def examples() -> Path:
    """The folder with the example records that come along."""
    return Path(__file__).with_name("examples")
