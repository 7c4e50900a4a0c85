"""What is done with the records by those who may: read in and made again; each a job that tells what became of every file."""

import logging
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
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


def read_in(index: Index, shown: Mapping[Path, str] | None, progress: Progress) -> Report:
    """Reads what is new or changed in the folder of added files.

    Args:
        index: the open index.
        shown: the files to tell of, each with a remark of its own ("" for none); None: read also the other files that were read
            before, and tell what is new, changed or skipped.
        progress: told how far it is.
    """
    folder = folder_of(index.home)
    mark = read_mark(folder)
    before = index.store.catalogue().files()
    paths = [folder] if shown is not None else [folder, *_elsewhere(before, folder)]
    if not list(files_under(paths)):
        clear_mark(folder, mark)
        return Report(web_text_manage.NOTHING_TO_READ)
    wait_for_turn(index.home, progress)
    summary = index_paths(index.home, index.encoder, paths, server=index.server, progress=progress)
    clear_mark(folder, mark)
    reasons = {one.path: one.reason for one in summary.skipped}
    lines = _lines(
        index, before, reasons, None if shown is None else {str(path): remark for path, remark in shown.items()}
    )
    return Report(web_text_manage.read_told(lines), tuple(lines))


def _elsewhere(known: Mapping[str, FileState], folder: Path) -> list[Path]:
    """The files elsewhere that were read before and are still there."""
    paths = dict.fromkeys(container_of(place) for place in known if "://" not in place)
    return [Path(path) for path in paths if lies_here(folder, path) is None and Path(path).is_file()]


def _lines(
    index: Index, before: Mapping[str, FileState], reasons: Mapping[str, str], shown: Mapping[str, str] | None
) -> list[Line]:
    after = index.store.catalogue().files()
    counts = index.store.passage_counts()
    lines: list[Line] = []
    for place in sorted({*after, *reasons}):
        if (container_of(place) in shown) if shown is not None else _news(place, before, after, reasons):
            found = _line(index, place, before.get(place), after.get(place), reasons.get(place, ""), counts)
            remark = shown.get(place, "") if shown is not None else ""
            lines += (replace(one, why="; ".join(filter(None, [remark, one.why]))) for one in found)
    return lines


def _news(
    place: str, before: Mapping[str, FileState], after: Mapping[str, FileState], reasons: Mapping[str, str]
) -> bool:
    was, now = before.get(place), after.get(place)
    changed = now is not None and (was is None or (was.sha256, was.record_id) != (now.sha256, now.record_id))
    return place in reasons or changed


def _line(
    index: Index, place: str, was: FileState | None, now: FileState | None, reason: str, counts: Mapping[str, int]
) -> Iterator[Line]:
    name = shown_name(place)
    if reason or (now is not None and now.reason):
        why = reason or (now.reason or "" if now is not None else "")
        had = was is not None and was.record_id is not None
        yield Line(name, Became.SKIPPED, f"{why}. {web_text_manage.OLD_STAYS}" if had else why)
        return
    record = index.store.record(now.record_id) if now is not None and now.record_id is not None else None
    if record is None or now is None:  # a ZIP or mail itself: the files in it have lines of their own
        return
    known = (was.sha256, was.record_id) if was is not None and was.record_id is not None else None
    became = Became.READ if known is None else Became.SAME if known == (now.sha256, record.id) else Became.CHANGED
    others = [shown_name(other) for other in index.store.catalogue().places(record.id) if other != place]
    why = web_text_manage.same_text(others) if others else ""
    yield Line(name, became, why, record.id, record.title, record.dates, counts.get(record.id, 0))


def shown_name(place: str) -> str:
    """What a file is called on the page: without its folder, and without citizen service numbers."""
    container, within, member = place.partition(INSIDE)
    name = container if "://" in container else Path(container).name
    return blot(f"{name} › {member}" if within else name)


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
