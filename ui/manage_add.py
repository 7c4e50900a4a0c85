"""Files that came in are read, and each is told of; one that replaces another gets its place only when it can be read."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from index.files import files_under
from index.ingest import writing
from index.personal import blot
from index.places import container_of
from index.progress import Progress
from index.rows import FileState
from index.search import Index, store_path
from index.store import Store
from ui import web_text_manage
from ui.manage import Became, Line, Reading, Report, lines_of, read_files, shown_name, wait_for_turn
from ui.uploads import StorageError, clear_mark, folder_of, read_mark
from ui.uploads_placing import Placed, Stored, keep_new, put_back, take_place


def read_received(index: Index, stored: Sequence[Stored], progress: Progress, *, again: bool = False) -> Report:
    """Reads what is new or changed in the folder of added files.

    Args:
        index: the open index.
        stored: the files to tell of; of others only what was read along with them is told.
        progress: told how far it is.
        again: an earlier try was broken off.

    Raises:
        UserError: they could not be read; what they were to replace has its place again.
    """
    folder = folder_of(index.home)
    mark = read_mark(folder)
    wait_for_turn(index.home, progress)
    if again:
        _forget_skipped(index.home, {str(folder / one.name) for one in stored})
    replacing = [one for one in stored if one.placed is Placed.REPLACES]
    for one in replacing:
        take_place(folder, one)
    try:
        reading = _read(index, folder, progress)
    except Exception:
        for one in replacing:
            with suppress(StorageError):
                put_back(folder, one)
        raise
    aside: dict[str, str] = {}  # what could not be read, by the name that it had to give back
    for one in replacing:
        path = str(folder / one.name)
        if _was_good(reading.before, path) and not _is_good(reading, path):
            aside[one.name] = put_back(folder, one) or one.name
        else:
            keep_new(folder, one)
    if any(name != beside for name, beside in aside.items()):
        reading = replace(_read(index, folder, progress), before=reading.before)
    clear_mark(folder, mark)
    lines = [*_lines(index, folder, stored, reading, aside, again=again)]
    return Report(web_text_manage.read_told(lines), tuple(lines))


def _read(index: Index, folder: Path, progress: Progress) -> Reading:
    if not list(files_under([folder])):
        known = index.store.catalogue().files()
        return Reading(known, known, {})
    return read_files(index, [folder], progress)


def _states(known: Mapping[str, FileState], path: str) -> list[FileState]:
    return [state for place, state in known.items() if container_of(place) == path]


def _was_good(known: Mapping[str, FileState], path: str) -> bool:
    """Whether a file held a record; one of which nothing is known may have."""
    states = _states(known, path)
    return not states or any(state.record_id is not None for state in states)


def _is_good(reading: Reading, path: str) -> bool:
    """Whether something was read from a file; what could not be read may have kept the record that it had."""
    return path not in reading.reasons and any(
        state.record_id is not None and place not in reading.reasons and container_of(place) == path
        for place, state in reading.after.items()
    )


def _lines(
    index: Index, folder: Path, stored: Sequence[Stored], reading: Reading, aside: Mapping[str, str], *, again: bool
) -> Iterator[Line]:
    mine = {str(folder / aside.get(one.name, one.name)): one for one in stored}
    ours = [place for place in {*reading.after, *reading.reasons} if container_of(place) in mine]
    for place, line in lines_of(index, reading, ours):
        one = mine[container_of(place)]
        if again and line.became is Became.SAME and one.placed is not Placed.SAME:  # the earlier try had read it
            line = replace(line, became=Became.CHANGED if one.placed is Placed.REPLACES else Became.READ)
        yield _with(line, _remark(one, line, aside))
    for path, one in mine.items():
        if not _states(reading.after, path) and not Path(path).exists():
            yield Line(shown_name(one.name), Became.SKIPPED, web_text_manage.AWAY)
    known = {str(folder / name) for name in aside}
    others = [place for place in reading.after if reading.changed(place) and container_of(place) not in {*mine, *known}]
    for _, line in lines_of(index, reading, others):
        yield _with(line, web_text_manage.READ_ALONG)


def _with(line: Line, remark: str) -> Line:
    return replace(line, why="; ".join(filter(None, [remark, line.why])))


def _remark(one: Stored, line: Line, aside: Mapping[str, str]) -> str:
    """What there is to say of how a file was kept; "" when it was kept under its own name."""
    if one.placed is Placed.BESIDE:
        return web_text_manage.SET_ASIDE.format(name=blot(one.asked))
    if one.name in aside and aside[one.name] != one.name:
        return web_text_manage.KEPT_OLD.format(name=blot(one.name))
    return web_text_manage.TOOK_PLACE if one.placed is Placed.REPLACES and line.became is Became.CHANGED else ""


def _forget_skipped(home: Path, paths: Iterable[str]) -> None:
    """Lets files be tried anew of which reading failed: it may have failed because it was broken off."""
    store = Store(store_path(home), create=True)
    try:
        with writing(home), store.transaction():
            for place, state in store.catalogue().files().items():
                if state.reason and state.record_id is None and container_of(place) in paths:
                    store.catalogue().forget_file(container_of(place))
                    store.catalogue().forget_file(place)
    finally:
        store.close()
