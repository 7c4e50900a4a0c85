"""What each job that is asked on the page Beheer does."""

import logging
from collections.abc import Collection
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path

from index.errors import UserError
from index.ingest import writing
from index.moved import moved_files, settle_moved
from index.progress import Progress
from index.search import Index, store_path
from index.store import Store
from ui import web_text_manage
from ui.jobs_file import Job, Kind, read_kept
from ui.manage import Report, make_again, read_in, shown_name
from ui.manage_add import read_received
from ui.manage_erase import Held, erase_file, erase_record
from ui.uploads import alone, disk_told, folder_at, sweep
from ui.uploads_placing import put_back_left

log = logging.getLogger(__name__)


class Tasks:
    """Does them on an open index."""

    def __init__(self, index: Index) -> None:
        """Does nothing yet."""
        self._index = index
        self._held = Held(index.home, index.store, index.server)

    def do(self, job: Job, progress: Progress) -> Report:
        """Does one; what an earlier try did is no error. Raises UserError."""
        task = job.task
        if task.kind is Kind.ADD:
            return self._add(job, progress)
        if task.kind is Kind.READ_AGAIN:
            return read_in(self._index, progress)
        if task.kind is Kind.MAKE_AGAIN:
            return make_again(self._index, progress)
        erases = erase_record if task.kind is Kind.REMOVE_RECORD else erase_file
        return erases(self._held, task.what, progress, self._awaited)

    def known(self) -> Collection[str]:
        """The ids of all records, and what the files that are known are called."""
        return {*self._index.store.record_days(), *map(shown_name, self._index.store.catalogue().files())}

    def _awaited(self) -> Collection[str]:
        return read_kept(self._index.home).awaited(folder_at(self._index.home))[0]

    def _add(self, job: Job, progress: Progress) -> Report:
        try:
            report = read_received(self._index, job.task.stored, progress, again=job.tries > 1)
        except UserError as error:
            raise UserError(f"{error} {web_text_manage.STILL_THERE}") from error
        return replace(report, told=web_text_manage.read_told([*job.lines, *report.lines]))


def settle(index: Index) -> None:
    """Notes where added files lie now, when the home folder was moved since they were read."""
    if not moved_files(index.home, index.store):
        return
    try:
        with closing(Store(store_path(index.home), create=True)) as store, writing(index.home):
            log.info("beheer: de map is verplaatst; %d bestanden staan nu hier", settle_moved(index.home, store))
    except UserError as error:  # the next who writes does it
        log.warning("beheer: de map is verplaatst; dat is nog niet verwerkt: %s", error)


def tidy(home: Path) -> None:
    """Clears up what transfers and jobs that were broken off left among the added files, but for what a job still needs."""
    folder = folder_at(home)
    if not folder.is_dir():
        return
    with suppress(UserError):
        with disk_told(), alone(folder):  # what is accepted is in the line before this is let go
            kept = read_kept(home)
            sweep(folder, kept.parts())
        if not kept.waiting:
            put_back_left(folder)
