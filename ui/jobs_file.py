"""The line of jobs on disk: what was asked and is not done yet, and what came of the last jobs that have ended.

It is one file in the home folder, for all processes that work there: replaced in one step, by one of them at a time, and on disk
before anybody hears that a job was accepted. It holds no more than is needed to do a job again and to tell what came of it. What
was erased for good is named nowhere in it: of an erasure that is done only that it was, and the lines of earlier jobs about it go.
"""

import json
import logging
import os
import secrets
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from filelock import FileLock

from index.generations import sync
from ui import web_text_manage
from ui.manage import Became, Line, Report
from ui.uploads import disk_told
from ui.uploads_placing import Placed, Stored

log = logging.getLogger(__name__)

FILE, ASIDE = "taken.json", "taken-opzij.json"  # in LOVP_HOME
_VERSION = 1
_LOCK_SECONDS = 30
_LARGEST = 20_000_000  # bytes


class Kind(StrEnum):
    """What a job does."""

    ADD = "add"
    READ_AGAIN = "read-again"
    MAKE_AGAIN = "make-again"
    REMOVE_RECORD = "remove-record"
    REMOVE_FILE = "remove-file"


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be done: `what` is the id of a record or the name of an added file, `stored` are files that came in."""

    kind: Kind
    what: str = ""
    stored: tuple[Stored, ...] = ()

    @property
    def erases(self) -> bool:
        """Whether what it is about may be named nowhere once it is done."""
        return self.kind in {Kind.REMOVE_RECORD, Kind.REMOVE_FILE}


@dataclass(frozen=True, slots=True)
class Job:
    """What is done, who asked for it, how far it is, and what came of it.

    Attributes:
        number: 1 for the first.
        task: what is to be done.
        who: the name of the user who asked.
        at: when it was asked, and when it has ended: when it ended.
        tries: how often it was begun.
        step: the step it is at, "" before the first.
        done: how much of that step is done,
        total: of how much; 0 when that isn't known.
        lines: what was known about each file before it began.
        report: what came of it; None as long as it has not ended, or when it failed.
        failed: why it failed (Dutch), "" when it didn't.
    """

    number: int
    task: Task
    who: str
    at: datetime
    tries: int = 0
    step: str = ""
    done: int = 0
    total: int = 0
    lines: tuple[Line, ...] = ()
    report: Report | None = None
    failed: str = ""

    @property
    def title(self) -> str:
        """What it does (Dutch)."""
        return web_text_manage.JOBS[self.task.kind.name]


@dataclass(frozen=True, slots=True)
class Kept:
    """The number that was given out last, the jobs that wait, the next one first, and those that have ended, the newest last."""

    last: int = 0
    waiting: tuple[Job, ...] = ()
    ended: tuple[Job, ...] = ()

    def awaited(self, folder: Path) -> tuple[set[str], set[str]]:
        """The names of added files that are still to be read, and those in whose place a file waits to be put."""
        stored = [one for job in self.waiting for one in job.task.stored]
        waits = {one.name for one in stored if one.part and (folder / one.part).exists()}
        return {one.name for one in stored} - waits, waits

    def parts(self) -> set[str]:
        """The hidden names under which files wait."""
        return {one.part for job in self.waiting for one in job.task.stored} - {""}


class _UnusableError(ValueError):
    """The file makes no sense, or is of a newer version."""


def read_kept(home: Path) -> Kept:
    """What is kept; nothing when it can't be read, as no page may fail by it."""
    try:
        return _read(home / FILE)
    except (OSError, _UnusableError):
        return Kept()


def change(home: Path, changed: Callable[[Kept], Kept]) -> Kept:
    """Changes what is kept, one process at a time; when this returns it is on disk.

    A file that makes no sense, or is of a newer version, is set aside.

    Raises:
        StorageError: the disk can't take it; what was kept stays.
    """
    file = home / FILE
    with disk_told(), FileLock(home / "taken.lock", timeout=_LOCK_SECONDS, mode=0o600):
        try:
            before = _read(file)
        except _UnusableError as error:
            log.error(
                "beheer: %s is niet te gebruiken (%s) en is opzijgezet als %s", file, error, ASIDE
            )  # no defect of ours
            file.replace(home / ASIDE)
            before = Kept()
        after = changed(before)
        if after != before:
            _write(file, after)
    return after


def forget(home: Path, erased: Collection[str]) -> None:
    """Lets nothing be told any more of what was erased. Raises StorageError."""
    if (home / FILE).exists():
        change(home, lambda kept: replace(kept, ended=without(kept.ended, lambda line: not names(line, erased))))
    if erased:
        with disk_told():  # nobody knows what it names
            (home / ASIDE).unlink(missing_ok=True)


def names(line: Line, erased: Collection[str]) -> bool:
    """Whether a line is about something that was erased, by its id, title or name, or names it in passing."""
    return bool({line.name, line.record_id, line.title} - {""} & {*erased}) or any(
        one in line.why for one in erased if one
    )


def without(jobs: Collection[Job], keeps: Callable[[Line], bool]) -> tuple[Job, ...]:
    """The same jobs, with the lines that may be kept."""
    return tuple(
        replace(
            job,
            lines=tuple(filter(keeps, job.lines)),
            report=job.report and replace(job.report, lines=tuple(filter(keeps, job.report.lines))),
        )
        for job in jobs
    )


def nameless(job: Job) -> Job:
    """What may stay on disk of a job that has ended."""
    if not job.task.erases:
        return replace(job, task=Task(job.task.kind))
    report = job.report and Report(job.report.nameless or web_text_manage.ERASED_NAMELESS)
    failed = job.failed and web_text_manage.ERASING_FAILED
    return replace(job, task=Task(job.task.kind), lines=(), report=report, failed=failed)


def _read(file: Path) -> Kept:
    try:
        with file.open("rb") as opened:
            content = opened.read(_LARGEST + 1)
    except FileNotFoundError:
        return Kept()
    try:
        told = json.loads(content)
        if told["version"] != _VERSION:
            raise _UnusableError("van een nieuwere versie")
        jobs = {name: tuple(map(_job, told[name])) for name in ("waiting", "ended")}
        return Kept(_number(told["last"]), **jobs)
    except _UnusableError:
        raise
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise _UnusableError("beschadigd") from error


def _write(file: Path, kept: Kept) -> None:
    told = {
        "version": _VERSION,
        "last": kept.last,
        "waiting": [_told(job) for job in kept.waiting],
        "ended": [_told(nameless(job)) for job in kept.ended],
    }
    fresh = file.with_name(f".{FILE}.{secrets.token_hex(8)}")
    try:
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as out:
            json.dump(told, out, ensure_ascii=True, indent=1)
            out.flush()
            os.fsync(out.fileno())
        fresh.replace(file)
        sync(file.parent)
    finally:
        with suppress(FileNotFoundError):
            fresh.unlink()


def _told(job: Job) -> dict[str, Any]:
    report = job.report
    return {
        "number": job.number,
        "kind": job.task.kind.value,
        "what": job.task.what,
        "stored": [
            {"asked": one.asked, "name": one.name, "placed": one.placed.value, "part": one.part}
            for one in job.task.stored
        ],
        "who": job.who,
        "at": job.at.isoformat(),
        "tries": job.tries,
        "lines": [_told_line(line) for line in job.lines],
        "report": report and {"told": report.told, "lines": [_told_line(line) for line in report.lines]},
        "failed": job.failed,
    }


def _told_line(line: Line) -> dict[str, Any]:
    return {
        "name": line.name,
        "became": line.became.value,
        "why": line.why,
        "record_id": line.record_id,
        "title": line.title,
        "dates": [day.isoformat() for day in line.dates],
        "passages": line.passages,
    }


def _job(told: Mapping[str, Any]) -> Job:
    stored = tuple(
        Stored(_text(one["asked"]), _name(one["name"]), Placed(one["placed"]), _name(one["part"]))
        for one in told["stored"]
    )
    at = datetime.fromisoformat(told["at"])
    if at.tzinfo is None:
        raise ValueError("a moment without a zone")
    report = told["report"] and Report(_text(told["report"]["told"]), tuple(map(_line, told["report"]["lines"])))
    return Job(
        _number(told["number"]),
        Task(Kind(told["kind"]), _text(told["what"]), stored),
        _text(told["who"]),
        at.astimezone(),
        _number(told["tries"]),
        lines=tuple(map(_line, told["lines"])),
        report=report or None,
        failed=_text(told["failed"]),
    )


def _line(told: Mapping[str, Any]) -> Line:
    name, why, record_id, title = (_text(told[key]) for key in ("name", "why", "record_id", "title"))
    dates = tuple(map(date.fromisoformat, told["dates"]))
    return Line(name, Became(told["became"]), why, record_id, title, dates, _number(told["passages"]))


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("no text")
    return value


def _name(value: object) -> str:
    """A name in the folder: the file may have been written on, and no name in it may lead out."""
    if Path(_text(value)).name != value:
        raise ValueError("no name")
    return _text(value)


def _number(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise TypeError("no number")
    return value
