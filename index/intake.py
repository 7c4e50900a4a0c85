"""What was read goes into the store: a batch at a time, each batch encoded at once and kept in one transaction.

Nothing that was good is lost: a file that turns bad keeps the record it had, and the same text in two files is one record
with two places.
"""

import hashlib
import re
import shutil
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from time import perf_counter
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from index.embedding import Encoder
from index.filling import Placed
from index.generations import Growing
from index.passage import encoded, passage_id
from index.places import INSIDE, inside
from index.reading import Reading
from index.records import Record
from index.rows import READER_VERSION, FileState
from index.store import Store

_BATCH = 512  # passages; an encoder is fast on many at once, and a transaction waits for the disk once
_ALIKE = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-"})
_HYPHENATED = re.compile(r"(?<=[a-z])-\n(?=[a-z])")


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that was not read, and why (Dutch)."""

    path: str
    reason: str


Outcome = Literal["new", "changed", "unchanged"] | Skipped


@dataclass(frozen=True, slots=True)
class _Pending:
    reading: Reading
    record: Record
    text_hash: str
    path: str
    state: FileState
    known: FileState | None


class Intake:
    """Takes readings into an open store whose writer's lock the caller holds; `flush` keeps what is waiting."""

    def __init__(self, store: Store, encoder: Encoder, growing: Growing | None = None) -> None:
        """Reads what is known of files.

        Args:
            store: the open store.
            encoder: makes the vectors that don't come with the readings.
            growing: a Chroma generation that gets every passage too, when it began empty as the store did.
        """
        self._store = store
        self._encoder = encoder
        self._growing = growing
        self._known: Mapping[str, FileState] = store.catalogue().files()
        self._members: dict[str, list[str]] = {}
        for place in self._known:
            container, within, _ = place.partition(INSIDE)
            if within:
                self._members.setdefault(container, []).append(place)
        self._pending: list[_Pending] = []
        self._waiting = 0  # passages
        self.seconds = [0.0, 0.0]  # spent on vectors and on the store
        self.gone = 0  # records removed because the ZIP or mail that held them no longer does

    def unchanged(self, path: str, sha256: str) -> list[Outcome] | None:
        """What there is to say of a file that is as it was; None when it must be read.

        A file that was skipped is read again when the program reads more than it did then.
        """
        known = self._known.get(path)
        if known is None or known.sha256 != sha256:
            return None
        states = {place: self._known[place] for place in [path, *self._members.get(path, ())]}
        if any(state.reader != _reader(state.reason) for state in states.values()):
            return None
        return [
            "unchanged" if state.reason is None else Skipped(place, state.reason)
            for place, state in states.items()
            if state.reason is not None or state.record_id is not None
        ]

    def stamp(self, path: str) -> str | None:
        """What was kept of a page's version; None when it must be read whatever its server says."""
        known = self._known.get(path)
        return known.stamp if known is not None and known.reader == _reader(known.reason) else None

    def take(self, path: str, sha256: str, readings: Sequence[Reading], stamp: str | None = None) -> list[Outcome]:
        """Takes in what a file held; what is new is kept at the latest by the next `flush`."""
        whole = not any(reading.member == "" and reading.reason for reading in readings)
        outcomes = [
            self._take_one(
                inside(path, reading.member) if reading.member else path,
                reading,
                reading.sha256 if reading.member else sha256,
                None if reading.member else stamp,
            )
            for reading in readings
        ]
        if whole and all(reading.member for reading in readings):  # a ZIP or mail
            self.flush()
            places = {inside(path, reading.member) for reading in readings}
            with self._store.transaction():
                self._store.catalogue().put_file(path, FileState(sha256, None, None, _reader(None), stamp))
                for place in self._members.get(path, ()):
                    if place not in places:
                        self.gone += self.forget(place, self._known[place])
        return outcomes

    def _take_one(self, path: str, reading: Reading, sha256: str, stamp: str | None) -> Outcome:
        known = self._known.get(path)
        if reading.record is None:
            return self.skip(path, reading.reason or "", sha256, stamp)
        text_hash = hash_of_text(reading.record)
        if any(text_hash == one.text_hash or reading.record.id == one.record.id for one in self._pending):
            self.flush()
        twin = self._store.record_with_text(text_hash)
        places = self._store.catalogue().places(twin) if twin else []
        own = known is not None and known.record_id == twin and places == [path]
        if twin is not None and not own:
            with self._store.transaction():
                self._store.catalogue().put_file(path, FileState(sha256, twin, None, _reader(None), stamp))
                self._drop_orphan(known, twin)
            return _outcome(known, twin, sha256)
        # its own: other white space or headings make other sections of the same words
        record = self._with_free_id(reading.record, text_hash, known)
        state = FileState(sha256, record.id, None, _reader(None), stamp)
        if own and self._store.record(record.id) == record:
            with self._store.transaction():
                self._store.catalogue().put_file(path, state)
            return _outcome(known, record.id, sha256)
        self._pending.append(_Pending(reading, record, text_hash, path, state, known))
        self._waiting += len(reading.passages)
        if self._waiting >= _BATCH:
            self.flush()
        return "new" if known is None or known.record_id is None else "changed"

    def skip(self, path: str, reason: str, sha256: str = "", stamp: str | None = None) -> Skipped:
        """Notes a file that could not be read. A record it had before stays: a broken copy must not wipe out a good one."""
        known = self._known.get(path)
        if known is None or known.record_id is None:
            with self._store.transaction():
                self._store.catalogue().put_file(path, FileState(sha256, None, reason, _reader(reason), stamp))
        return Skipped(path, reason)

    def flush(self) -> None:
        """Keeps everything that is waiting."""
        if not self._pending:
            return
        pending, self._pending, self._waiting = self._pending, [], 0
        start = perf_counter()
        vectors = self._vectors(pending)
        made = perf_counter()
        placed: list[Placed] = []
        with self._store.transaction():
            for one in pending:
                passages = [
                    replace(passage, id=passage_id(one.record.id, passage.span), record_id=one.record.id)
                    for passage in one.reading.passages
                ]
                own = vectors[len(placed) : len(placed) + len(passages)]
                rows = self._store.put(one.record, one.text_hash, passages, own, one.reading.words, one.reading.found)
                placed += [(row, passage, one.record.dates) for row, passage in zip(rows, passages, strict=True)]
                self._store.catalogue().put_file(one.path, one.state)
                self._drop_orphan(one.known, one.record.id)
        if self._growing is not None:
            self._growing.add(placed, vectors)
        self.seconds[0] += made - start
        self.seconds[1] += perf_counter() - made

    def _vectors(self, pending: Sequence[_Pending]) -> NDArray[np.float32]:
        """The vectors of all passages: those that came with the readings, or else made here."""
        readings = [one.reading for one in pending]
        if all(reading.vectors for reading in readings):
            numbers = np.frombuffer(b"".join(reading.vectors for reading in readings), np.float32)
            return numbers.reshape(-1, self._encoder.dimension)
        return self._encoder.passages([encoded(passage) for reading in readings for passage in reading.passages])

    def _with_free_id(self, record: Record, text_hash: str, known: FileState | None) -> Record:
        """The record under an id that no other file's record has."""
        taken = self._store.record(record.id) is not None
        own = known is not None and known.record_id == record.id
        if not taken or (own and len(self._store.catalogue().places(record.id)) == 1):
            return record
        return replace(record, id=f"{record.id}-{text_hash[:6]}")

    def _drop_orphan(self, known: FileState | None, now: str) -> None:
        """Removes the record that a changed file held before, when no other file holds it."""
        before = known.record_id if known is not None else None
        if before is not None and before != now and not self._store.catalogue().places(before):
            self._store.remove(before)

    def forget_page(self, path: str) -> bool:
        """Forgets a page that is gone; False when it wasn't known."""
        known = self._known.get(path)
        if known is None:
            return False
        with self._store.transaction():
            self.gone += self.forget(path, known)
        return True

    def forget(self, path: str, state: FileState) -> bool:
        """Forgets a file that is gone, and its record when no other file holds it; inside a transaction.

        Returns:
            Whether the file had a record.
        """
        self._store.catalogue().forget_file(path)
        if state.record_id is not None and not self._store.catalogue().places(state.record_id):
            self._store.remove(state.record_id)
        return state.record_id is not None


def _outcome(known: FileState | None, record_id: str, sha256: str) -> Outcome:
    """What to say of a file whose record was there already."""
    if known is None or known.record_id is None:
        return "new"
    return "unchanged" if (known.record_id, known.sha256) == (record_id, sha256) else "changed"


def _reader(reason: str | None) -> int:
    """The version of reading that a file is noted with; a skipped one is read again when OCR has come."""
    return 2 * READER_VERSION + (reason is not None and _has_ocr())


@cache
def _has_ocr() -> bool:
    return shutil.which("tesseract") is not None


def hash_of_text(record: Record) -> str:
    """The same for texts that differ in white space, hyphenated line ends and the shape of quotes and dashes only."""
    text = _HYPHENATED.sub("", unicodedata.normalize("NFC", record.text).translate(_ALIKE))
    return hashlib.sha256(" ".join(text.split()).encode("utf-8", "surrogatepass")).hexdigest()
