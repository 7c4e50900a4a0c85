"""A record, or all that a file held, erased for good from every file under the home folder."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from index import traces
from index.chroma_address import Address
from index.chroma_collections import drop_older
from index.errors import UserError
from index.ingest import refresh_chroma, writing
from index.linking import relink
from index.moved import settle_moved
from index.places import container_of
from index.progress import Progress, silent
from index.search import store_path
from index.store import Store

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Removal:
    """What came of erasing; once there is one, the records are gone, also when what should follow did not go well.

    Attributes:
        places: the files that are forgotten.
        records: the ids of the records that are gone.
        wiped: whether nothing of them is left in the records' file; a reader may still hold some.
        searched: whether the search index was made again without them.
        trouble: why nothing could be wiped (Dutch); "" when it could, or when that is not for users.
    """

    places: tuple[str, ...]
    records: tuple[str, ...]
    wiped: bool
    searched: bool = True
    trouble: str = ""


def _nothing() -> None:
    """Done before the record goes."""


def remove_record(
    home: Path,
    record_id: str,
    *,
    server: Address | None = None,
    first: Callable[[], None] = _nothing,
    progress: Progress = silent,
) -> Removal | None:
    """Erases a record for good: its text, passages, words and vectors, and what these leave in free pages and old folders.

    Its files stay where they are, and are read in again when they are asked for.

    Args:
        home: the folder that holds everything.
        record_id: of the record; also of one that is gone, as what it left may still have to be wiped.
        server: a Chroma server that has its vectors.
        first: done before it goes, while nobody else can write.
        progress: told how far the search index is.

    Returns:
        None when it isn't there.

    Raises:
        StoreError: it could not be erased; the record is still there.
        IngestError: another process is writing.
    """
    removal = _remove(home, lambda store: (store.catalogue().places(record_id), [record_id]), server, first, progress)
    return removal if removal.records else None


def remove_file(
    home: Path,
    path: Path,
    *,
    server: Address | None = None,
    first: Callable[[], None] = _nothing,
    progress: Progress = silent,
) -> Removal:
    """Forgets a file, and erases for good every record that no other file holds; raises as `remove_record` does."""

    def held(store: Store) -> tuple[list[str], list[str]]:
        known = store.catalogue().files()
        places = [place for place in known if container_of(place) == str(path)]
        return places, [*dict.fromkeys(found for place in places if (found := known[place].record_id))]

    return _remove(home, held, server, first, progress)


def _remove(
    home: Path,
    choose: Callable[[Store], tuple[list[str], list[str]]],
    server: Address | None,
    first: Callable[[], None],
    progress: Progress,
) -> Removal:
    """Forgets the places that are chosen, and erases those of the chosen records that have none left."""
    store = Store(store_path(home), create=True)
    try:
        with writing(home):
            settle_moved(home, store)
            first()
            with store.transaction():
                places, records = choose(store)
                for place in places:
                    store.catalogue().forget_file(place)
                gone = [key for key in records if not store.catalogue().places(key) and store.remove(key)]
                traces.leave(store, len(gone))
                relink(store)
            wiped = searched = True
            trouble = ""
            try:
                wiped = traces.wipe(home, store) if gone or traces.are_left(store) else True
            except (UserError, OSError) as error:
                _log.warning("wat verwijderde verslagen achterlieten, is nog niet gewist", exc_info=True)
                wiped, trouble = False, str(error) if isinstance(error, UserError) else ""
            try:
                refresh_chroma(home, store, progress, server=server)
                if server is not None:
                    drop_older(server, store)
            except UserError:  # it is a line in the log already
                searched = False
    finally:
        store.close()
    return Removal(tuple(places), tuple(gone), wiped, searched, trouble)
