"""One file becomes records, passages and words; this runs in a process of its own, which a bad file may take down."""

import hashlib
import json
import os
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from time import perf_counter

from index.embedding import BUILT_IN, Encoder, open_encoder
from index.found import record_to_found
from index.lexical import columns
from index.limits import LIMITS, Limits
from index.parse import OPENING_TOPIC, document_to_record
from index.passage import context, encoded, record_to_passages
from index.personal import blot, without_bsn, without_contacts
from index.places import INSIDE
from index.readers import UnreadableError, read_file
from index.readers.container import CONTAINERS, Refused, unpack
from index.readers.content import Kind, kind_of
from index.reading import BROKEN, TOO_LARGE, Job, Reading
from index.records import Record, Section, SectionKind

_YIELDS = 5  # who answers questions goes first, and so do the one writer and who fills Chroma, for whom reading waits


def read(job: Job, limits: Limits = LIMITS) -> Iterator[Reading]:
    """What a file holds: one reading, or for a ZIP or mail one for each file in it, however deep.

    Args:
        job: the file.
        limits: how much it may ask.

    Raises:
        MemoryError: it asks more memory than this process may have.
    """
    yield from _read(Path(job.path), job, limits, 0)


def _read(path: Path, job: Job, limits: Limits, depth: int) -> Iterator[Reading]:
    if not _is_container(path):
        yield _read_one(path, job, limits)
        return
    try:
        sha256 = _hash(path)
    except OSError:  # it has gone since it was found
        yield Reading(job.member, "", reason="het bestand is niet te lezen")
        return
    if depth >= limits.depth:
        yield Reading(job.member, sha256, reason=f"er zitten te veel archieven in elkaar (meer dan {limits.depth})")
        return
    with tempfile.TemporaryDirectory() as folder:
        try:
            members = unpack(path, Path(folder), limits)
        except UnreadableError as error:
            yield Reading(job.member, sha256, reason=str(error))
            return
        except MemoryError:
            raise
        except Exception as error:  # as for a document: its library may raise anything
            yield _broken(job, sha256, error)
            return
        for member in members:
            place = f"{job.member}{INSIDE}{member.name}" if job.member else member.name
            if isinstance(member, Refused):
                yield Reading(place, sha256, reason=member.reason)
            else:
                within = Path(member.name)
                inner = Job(str(member.path), within.stem, within.parent.name or job.name, place)
                yield from _read(member.path, inner, limits, depth + 1)


def _is_container(path: Path) -> bool:
    """Whether a file is a ZIP or mail, or should be one by its ending and holds nothing else that is known."""
    suffix = path.suffix.lower()
    if suffix not in CONTAINERS:
        return False
    try:
        kind = kind_of(path)
    except (OSError, UnreadableError):
        return False  # reading it says why
    by_ending = {Kind.BINARY} if suffix == ".zip" else {Kind.TEXT, Kind.HTML}
    return kind in {Kind.ZIP, Kind.MAIL, Kind.MSG, *by_ending}


def _read_one(path: Path, job: Job, limits: Limits) -> Reading:
    sha256 = ""
    try:
        start = perf_counter()
        document = read_file(path, limits)
        sha256 = _hash(path)
        opened = perf_counter()
        record = _without_contacts(document_to_record(without_bsn(document), blot(job.name), blot(job.folder)))
        passages, found = record_to_passages(record), record_to_found(record)
        understood = perf_counter()
        words = tuple(columns(passage.text, context(passage)) for passage in passages)
        worded = perf_counter()
        vectors = _encoder().passages([encoded(passage) for passage in passages]).tobytes() if job.vectors else b""
        seconds = opened - start, understood - opened, worded - understood, perf_counter() - worded
        if not passages:
            return Reading(job.member, sha256, reason="het bestand bevat geen tekst van een vergadering")
        return Reading(job.member, sha256, record, tuple(passages), words, found, vectors, seconds=seconds)
    except UnreadableError as error:
        return Reading(job.member, sha256, reason=str(error))
    except MemoryError:
        raise
    except Exception as error:  # one odd file must not stop the others, whatever its format's library raises
        return _broken(job, sha256, error)


@cache
def _encoder() -> Encoder:
    return open_encoder(BUILT_IN)


def _broken(job: Job, sha256: str, error: Exception) -> Reading:
    print(f"{job.path}: {type(error).__name__}: {error}", file=sys.stderr)
    return Reading(job.member, sha256, reason=BROKEN)


def _without_contacts(record: Record) -> Record:
    """The record without the addresses and numbers at its head and in its lists of who were there: those are no passages."""
    kept: list[Section] = []
    for section in record.sections:
        holds_contacts = section.kind is SectionKind.ATTENDANCE or section.topic == OPENING_TOPIC
        kept += without_contacts(section, record.text) if holds_contacts else [section]
    return replace(record, sections=tuple(kept))


def _hash(path: Path) -> str:
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def main() -> None:
    """Answers files until there are no more: for each a line a reading, then an empty line."""
    out = os.fdopen(os.dup(1), "w", encoding="utf-8", errors="surrogatepass")
    os.dup2(2, 1)  # what a library prints is no answer
    _limit_memory(LIMITS)
    if hasattr(os, "nice"):  # not on Windows
        os.nice(_YIELDS)
    for line in sys.stdin.buffer:
        job = Job(**json.loads(line))
        _limit_seconds(LIMITS)
        try:
            for reading in read(job):
                out.write(reading.to_json() + "\n")
                out.flush()  # what was read is not lost with this process
                _limit_seconds(LIMITS)  # each file in a ZIP or mail has its own time
        except MemoryError:
            out.write(Reading(job.member, "", reason=TOO_LARGE).to_json() + "\n\n")
            out.flush()
            return  # the next file gets a process that has its memory back
        out.write("\n")
        out.flush()


def _limit_memory(limits: Limits) -> None:
    """Lets this process have no more memory than what it has now and `limits.memory`, where the system can be told so."""
    try:
        import resource

        now = int(Path("/proc/self/statm").read_text("ascii").split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (now + limits.memory, resource.RLIM_INFINITY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_FSIZE, (limits.unpacked, limits.unpacked))
    except (ImportError, OSError, ValueError):
        return  # not Linux: the clock still guards


def _limit_seconds(limits: Limits) -> None:
    """Lets the system end this process when a file keeps it busy too long."""
    try:
        import resource

        used = resource.getrusage(resource.RUSAGE_SELF)
        spent = used.ru_utime + used.ru_stime
        _, hard = resource.getrlimit(resource.RLIMIT_CPU)
        resource.setrlimit(resource.RLIMIT_CPU, (int(spent + limits.seconds) + 1, hard))
    except (ImportError, OSError, ValueError):
        return
