"""A record or an added file is erased for good: what goes with it, what stays, and what became of each.

The files go first: a record that is left can be erased again, a file that is left would be read again. What is gone already is no
error, so that an erasure that was broken off can be done once more.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from index.chroma_address import Address
from index.errors import UserError
from index.files import files_under
from index.places import container_of
from index.progress import Progress
from index.records import Record
from index.removal import Removal, remove_file, remove_record
from index.rows import FileState
from index.store import Store
from ui import web_text_manage
from ui.manage import Became, Line, RecordGoneError, Report, shown_name, wait_for_turn
from ui.uploads import alone, before_of, disk_told, erase, folder_at, lies_here

Awaited = Callable[[], Collection[str]]


def _nothing() -> Collection[str]:
    """No file is still to be read."""
    return ()


@dataclass(frozen=True, slots=True)
class Erasure:
    """What goes when a record is erased: files of ours, files of ours that stay as they hold more, and places elsewhere."""

    record: Record
    files: tuple[Path, ...]
    shared: tuple[Path, ...]
    elsewhere: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Held:
    """Where records are kept: the home folder, the open store, and the Chroma server that has the vectors, if any."""

    home: Path
    store: Store
    server: Address | None = None


def erasure(held: Held, record_id: str) -> Erasure:
    """What goes when a record is erased.

    Raises:
        RecordGoneError: there is no such record.
    """
    record = held.store.record(record_id)
    if record is None:
        raise RecordGoneError(web_text_manage.RECORD_GONE)
    folder = folder_at(held.home)
    places = held.store.catalogue().places(record_id)
    known = held.store.catalogue().files()
    ours = {path: None for place in places if (path := lies_here(folder, place)) is not None}
    shared = [path for path in ours if any(state.record_id not in {None, record_id} for state in _states(known, path))]
    return Erasure(
        record,
        tuple(path for path in ours if path not in shared),
        tuple(shared),
        tuple(place for place in places if lies_here(folder, place) is None and _is_there(place)),
    )


def _is_there(place: str) -> bool:
    return "://" in place or Path(container_of(place)).exists()


def erase_record(held: Held, record_id: str, progress: Progress, awaited: Awaited = _nothing) -> Report:
    """Erases a record for good, and the added files that hold nothing else.

    Args:
        held: where it is kept.
        record_id: of the record; one that is gone already is no error.
        progress: told how far it is.
        awaited: gives the names of added files that are still to be read: they came in after this was asked, and stay.

    Raises:
        UserError: it could not be erased, or not whole; the message says what is done.
    """
    wait_for_turn(held.home, progress)
    progress(web_text_manage.ERASING, 0, 1)
    try:
        going = erasure(held, record_id)
    except RecordGoneError:
        remove_record(held.home, record_id, server=held.server, progress=progress)  # wipes what it may have left
        return Report(web_text_manage.GONE_ALREADY, nameless=web_text_manage.GONE_ALREADY)
    first = _First(folder_at(held.home), going.files, awaited)
    with first.told():
        removal = remove_record(held.home, record_id, server=held.server, first=first, progress=progress)
    progress(web_text_manage.ERASING, 1, 1)
    lines = [*first.lines]
    lines += [Line(shown_name(str(path)), Became.LEFT, web_text_manage.HOLDS_MORE) for path in going.shared]
    lines += [Line(shown_name(place), Became.LEFT, web_text_manage.LIES_ELSEWHERE) for place in going.elsewhere]
    names = {record_id, going.record.title, *(shown_name(place) for place in (removal.places if removal else ()))}
    return _report(going.record.title, removal, lines, names)


def added_file(held: Held, name: str) -> Path:
    """The added file of this name: one that lies in the folder, or is known to have lain there.

    Raises:
        RecordGoneError: there is none.
    """
    folder = folder_at(held.home)
    known = {lies_here(folder, place) for place in held.store.catalogue().files()}
    there = set(files_under([folder])) if folder.is_dir() else set()  # without hidden ones
    for path in {*known, *there} - {None}:
        if path is not None and str(path.relative_to(folder)) == name:
            return path
    raise RecordGoneError(web_text_manage.FILE_GONE)


def records_in(held: Held, path: Path) -> list[Record]:
    """The records that a file holds."""
    ids = dict.fromkeys(state.record_id for state in _states(held.store.catalogue().files(), path) if state.record_id)
    return [record for record in map(held.store.record, ids) if record is not None]


def erase_file(held: Held, name: str, progress: Progress, awaited: Awaited = _nothing) -> Report:
    """Erases an added file, and for good every record that no other file holds; as `erase_record` for the rest."""
    wait_for_turn(held.home, progress)
    progress(web_text_manage.ERASING, 0, 1)
    try:
        path = added_file(held, name)
    except RecordGoneError:
        remove_file(held.home, folder_at(held.home) / name, server=held.server, progress=progress)
        return Report(web_text_manage.GONE_ALREADY, nameless=web_text_manage.GONE_ALREADY)
    records = records_in(held, path)
    first = _First(folder_at(held.home), (path,), awaited)
    with first.told():
        removal = remove_file(held.home, path, server=held.server, first=first, progress=progress)
    gone = [record for record in records if record.id in removal.records]
    lines = [*first.lines]
    lines += [Line(record.title, Became.ERASED if record in gone else Became.LEFT) for record in records]
    names = {shown_name(place) for place in (str(path), *removal.places)}
    return _report(
        shown_name(str(path)), removal, lines, names | {word for one in gone for word in (one.id, one.title)}
    )


def _report(what: str, removal: Removal | None, lines: Iterable[Line], names: Iterable[str]) -> Report:
    left = web_text_manage.left_told(removal.wiped, removal.searched, removal.trouble) if removal is not None else ""
    return Report(
        f"{web_text_manage.erased_told(what)}{left}",
        tuple(lines),
        f"{web_text_manage.ERASED_NAMELESS}{left}",
        frozenset(names),
    )


class _First:
    """Erases files just before their record goes, and remembers which."""

    def __init__(self, folder: Path, files: Collection[Path], awaited: Awaited) -> None:
        self.lines: list[Line] = []
        self._folder, self._files, self._awaited = folder, files, awaited

    def __call__(self) -> None:
        if not self._files:
            return
        with disk_told(), alone(self._folder):  # so that nothing comes in meanwhile
            spared = self._awaited()
            going = [path for path in self._files if str(path.relative_to(self._folder)) not in spared]
            erase([*going, *(before_of(path) for path in self._files)])
        for path in self._files:
            name, again = shown_name(str(path)), web_text_manage.CAME_IN_AGAIN
            self.lines.append(Line(name, Became.ERASED) if path in going else Line(name, Became.LEFT, again))

    @contextmanager
    def told(self) -> Iterator[None]:
        """Adds what was erased before it went wrong to what went wrong."""
        try:
            yield
        except UserError as error:
            gone = [line.name for line in self.lines if line.became is Became.ERASED]
            if not gone:
                raise
            raise UserError(web_text_manage.partly_erased(gone, str(error))) from error


def _states(known: Mapping[str, FileState], path: Path) -> list[FileState]:
    return [state for place, state in known.items() if container_of(place) == str(path)]
