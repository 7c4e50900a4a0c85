"""A record erased for good, from every file under the home folder."""

from dataclasses import dataclass
from pathlib import Path

from index import traces
from index.chroma_address import Address
from index.chroma_collections import drop_older
from index.ingest import refresh_chroma, writing
from index.linking import relink
from index.search import store_path
from index.store import Store


@dataclass(frozen=True, slots=True)
class Removal:
    """A record that was erased: the files it came from, and whether nothing of it is left (a reader may still hold some)."""

    places: tuple[str, ...]
    wiped: bool


def remove_record(home: Path, record_id: str, *, server: Address | None = None) -> Removal | None:
    """Erases a record for good: its text, passages, words and vectors, and what these leave in free pages and old folders.

    Its files stay where they are, and are read in again when they are asked for.

    Returns:
        None when it isn't there.
    """
    store = Store(store_path(home), create=True)
    try:
        with writing(home):
            places = store.catalogue().places(record_id)
            with store.transaction():
                for path in places:
                    store.catalogue().forget_file(path)
                gone = store.remove(record_id)
                traces.leave(store, gone)
                relink(store)
            wiped = traces.wipe(home, store)
            refresh_chroma(home, store, server=server)
            if server is not None:
                drop_older(server, store)
    finally:
        store.close()
    return Removal(tuple(places), wiped) if gone else None
