"""What an index is by itself: whether everything in it follows from its records, and every record can be found."""

import hashlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from crash_home import wrong
from themes import ThemeEncoder

from index import lexical
from index.errors import UserError
from index.ingest import index_paths
from index.ledger import record_to_entries
from index.links import echoes, links
from index.passage import context, encoded, record_to_passages
from index.recipe import IndexMissingError
from index.records import Record
from index.removal import remove_record
from index.search import Index, search, store_path
from index.store import Store

_LINKS, _ECHOES = "the links are not those of the records", "the echoes are not those of the records"


def act(home: Path, what: str) -> None:
    """Does one thing to a home whose files lie beside it: "index", "rebuild", "repair", or "remove" and the name of a file."""
    what, _, name = what.partition(" ")
    if what == "repair":
        if faults := wrong(home, repair=True):
            raise UserError("; ".join(faults))
    elif what == "remove":
        store = Store(store_path(home))
        (record_id,) = {state.record_id for path, state in store.catalogue().files().items() if Path(path).name == name}
        store.close()
        assert record_id is not None
        remove_record(home, record_id)
    else:
        index_paths(home, ThemeEncoder(), [home.parent / "verslagen"], prune=True, rebuild=what == "rebuild")


def account(home: Path) -> dict[str, Any]:
    """What each file that is in the index held when it was read (a hash), what is wrong inside, and what the check-up finds."""
    try:
        store = Store(store_path(home))
    except IndexMissingError:
        return {"files": {}, "faults": [], "wrong": []}
    try:
        with store.moment():
            files = {Path(path).name: state for path, state in store.catalogue().files().items()}
            faults = [*_faults(store), *(f"{name} has no record" for name, f in files.items() if f.record_id is None)]
            texts = {record.id: record.text for record in store.records()}
            behind = store.catalogue().links().keys()  # what only repeats a better record isn't shown
    finally:
        store.close()
    with Index(home, ThemeEncoder()) as index:
        for name, state in files.items():
            if state.record_id in behind:
                continue
            word = _own_word(texts[state.record_id or ""])
            hits = search(index, word)
            if not hits or word not in hits[0].passage.text:
                faults.append(f"{name} is not found by its own word {word}: {hits[:1]}")
    found = wrong(home)
    if any("verwijzingen" in one for one in found):  # it knows
        faults = [fault for fault in faults if fault not in (_LINKS, _ECHOES)]
    return {"files": {name: f.sha256 for name, f in files.items()}, "faults": faults, "wrong": found}


def own_word(number: int) -> str:
    """A word that stands in one record only: letters, so that no part of it means anything."""
    return "qx" + "".join(chr(ord("a") + int(digit)) for digit in str(number)) + "zq"


def _own_word(text: str) -> str:
    return next(word for word in text.replace(".", " ").split() if word.startswith("qx") and word.endswith("zq"))


def _faults(store: Store) -> Iterator[str]:
    encoder = ThemeEncoder()
    records = store.records()
    rows, vectors = store.vectors()
    place = {int(row): n for n, row in enumerate(rows)}
    all_words = []
    for record in records:
        expected = record_to_passages(record)
        kept = store.passages_of([record.id])
        if list(kept.values()) != expected:
            yield f"{record.id} has other passages than its text"
            continue
        words = [lexical.columns(passage.text, context(passage)) for passage in expected]
        all_words += words
        found = store.lexicon().words(kept)
        if [found.get(row) for row in kept] != [
            lexical.Words(lexical._lines(own), lexical._lines(above)) for own, _, above in words
        ]:
            yield f"{record.id} has other words than its text"
        own = vectors[[place[row] for row in kept]]
        if not np.array_equal(own, encoder.passages([encoded(passage) for passage in expected])):
            yield f"{record.id} has other vectors than its text"
    if Counter({known.word: known.passages for known in store.lexicon().known()[1]}) != lexical._counted(all_words):
        yield "the list of words is not that of the passages"
    if len(rows) != sum(store.passage_counts().values()) or len(rows) != store.lexicon().known()[0]:
        yield "passages and words differ in number"
    if sorted(map(repr, store.catalogue().entries())) != sorted(repr(e) for r in records for e in record_to_entries(r)):
        yield "the ledger is not that of the records"
    yield from _links(store, records)
    yield from store.integrity()


def _links(store: Store, records: list[Record]) -> Iterator[str]:
    days = Counter(day for record in records for day in record.dates)
    shared = [record for record in records if any(days[day] > 1 for day in record.dates)]
    found = links(shared)
    if {link.record_id: (link.preferred, link.relation) for link in found} != store.catalogue().links():
        yield _LINKS
    repeating = echoes(store.passages_of([link.record_id for link in found]).items(), found, shared)
    if set(repeating) != store.catalogue().echoes():
        yield _ECHOES


def hash_of(path: Path) -> str:
    """As the index keeps it of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
