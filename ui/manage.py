"""What is done with the records by those who may: read in and made again; each a job that tells what became of every file."""

import logging
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from pathlib import Path

from index.errors import UserError
from index.files import IngestError, files_under
from index.ingest import index_paths, writing
from index.personal import blot
from index.places import INSIDE, container_of
from index.progress import Progress
from index.rows import FileState
from index.search import Index
from ui import web_text_manage
from ui.uploads import clear_mark, folder_of, lies_here, read_mark

log = logging.getLogger(__name__)

_PATIENCE = 600.0  # seconds that a job waits for another process that writes


class RecordGoneError(UserError):
    """There is no such record or file (any more); the message is Dutch."""


class Became(Enum):
    """What became of a file."""

    READ = "read"
    CHANGED = "changed"
    SAME = "same"
    SKIPPED = "skipped"
    REFUSED = "refused"  # it was not even kept
    ERASED = "erased"
    LEFT = "left"  # it lies elsewhere, or holds more


@dataclass(frozen=True, slots=True)
class Line:
    """What became of one file: its name, why when that needs saying (Dutch), and the record that it holds."""

    name: str
    became: Became
    why: str = ""
    record_id: str = ""
    title: str = ""
    dates: tuple[date, ...] = ()
    passages: int = 0


@dataclass(frozen=True, slots=True)
class Report:
    """What came of a job.

    Attributes:
        told: in one sentence or a few (Dutch).
        lines: of each file.
        nameless: the same as `told` without the name of what was erased, so that it can be kept; "" when nothing was.
        erased: what was erased: ids of records, titles and names of files, which may stand nowhere any more.
    """

    told: str
    lines: tuple[Line, ...] = ()
    nameless: str = ""
    erased: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Reading:
    """What was known of each file before and after reading, by its place, and why files were skipped."""

    before: Mapping[str, FileState]
    after: Mapping[str, FileState]
    reasons: Mapping[str, str]

    def changed(self, place: str) -> bool:
        """Whether it is known now, and in another way than before."""
        was, now = self.before.get(place), self.after.get(place)
        return now is not None and (
            was is None or (was.sha256, was.record_id, was.reason) != (now.sha256, now.record_id, now.reason)
        )


def read_in(index: Index, progress: Progress) -> Report:
    """Reads what is new or changed among the added files and the files elsewhere that were read before; tells what was."""
    folder = folder_of(index.home)
    mark = read_mark(folder)
    paths = [folder, *_elsewhere(index.store.catalogue().files(), folder)]
    if not list(files_under(paths)):
        clear_mark(folder, mark)
        return Report(web_text_manage.NOTHING_TO_READ)
    wait_for_turn(index.home, progress)
    reading = read_files(index, paths, progress)
    clear_mark(folder, mark)
    places = [
        place for place in {*reading.after, *reading.reasons} if place in reading.reasons or reading.changed(place)
    ]
    lines = [line for _, line in lines_of(index, reading, places)]
    return Report(web_text_manage.read_told(lines), tuple(lines))


def read_files(index: Index, paths: Sequence[Path], progress: Progress) -> Reading:
    """Reads files and folders in; raises as `index_paths` does."""
    before = index.store.catalogue().files()
    summary = index_paths(index.home, index.encoder, paths, server=index.server, progress=progress)
    return Reading(before, index.store.catalogue().files(), {one.path: one.reason for one in summary.skipped})


def _elsewhere(known: Mapping[str, FileState], folder: Path) -> list[Path]:
    """The files elsewhere that were read before and are still there."""
    paths = dict.fromkeys(container_of(place) for place in known if "://" not in place)
    return [Path(path) for path in paths if lies_here(folder, path) is None and Path(path).is_file()]


def lines_of(index: Index, reading: Reading, places: Iterable[str]) -> Iterator[tuple[str, Line]]:
    """What became of each of these places, in their order; of a ZIP or mail itself only when it could not be opened."""
    counts = index.store.passage_counts()
    for place in sorted(places):
        line = _line(index, place, reading, counts)
        if line is not None:
            yield place, line


def _line(index: Index, place: str, reading: Reading, counts: Mapping[str, int]) -> Line | None:
    was, now, reason = reading.before.get(place), reading.after.get(place), reading.reasons.get(place, "")
    name = shown_name(place)
    if reason or (now is not None and now.reason):
        why = reason or (now.reason or "" if now is not None else "")
        had = was is not None and was.record_id is not None
        return Line(name, Became.SKIPPED, f"{why}. {web_text_manage.OLD_STAYS}" if had else why)
    record = index.store.record(now.record_id) if now is not None and now.record_id is not None else None
    if record is None or now is None:  # a ZIP or mail itself: the files in it have lines of their own
        return None
    known = (was.sha256, was.record_id) if was is not None and was.record_id is not None else None
    became = Became.READ if known is None else Became.SAME if known == (now.sha256, record.id) else Became.CHANGED
    others = [shown_name(other) for other in index.store.catalogue().places(record.id) if other != place]
    why = web_text_manage.same_text(others) if others else ""
    return Line(name, became, why, record.id, record.title, record.dates, counts.get(record.id, 0))


def shown_name(place: str) -> str:
    """What a file is called on the page: without its folder, and without citizen service numbers."""
    container, *members = place.split(INSIDE)
    name = container if "://" in container else Path(container).name
    return blot(" › ".join([name, *members]))


def make_again(index: Index, progress: Progress) -> Report:
    """Makes passages, words and vectors of all records again; the old index answers until then."""
    wait_for_turn(index.home, progress)
    summary = index_paths(index.home, index.encoder, [], rebuild=True, server=index.server, progress=progress)
    return Report(web_text_manage.made_told(summary.passages, summary.seconds))


def wait_for_turn(home: Path, progress: Progress) -> None:
    """Waits until no other process writes; it may come in between after all, and then what follows raises IngestError.

    Raises:
        IngestError: another process went on too long.
    """
    end = time.monotonic() + _PATIENCE
    while True:
        try:
            with writing(home):
                return
        except IngestError:
            if time.monotonic() > end:
                raise
            progress(web_text_manage.WAITING_FOR_OTHER, 0, 0)
