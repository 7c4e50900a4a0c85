"""Damaged files by the thousand: each must give a record that is sound or a reason, and nothing may reach who asked.

`python tests/fuzz_reading.py --minutes 10` tries as many as fit and prints a table; what ended a reading process or found
no reason of its own is kept under test-results/fuzz. A short round of the same is `test_index_fuzz.py`.
"""

import argparse
import random
import shutil
import sys
import tempfile
import time
import traceback
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import hypothesis
from fuzz_seeds import mutant, seeds
from hypothesis import strategies as st

from index import child
from index.child import read_all
from index.limits import Limits
from index.parse import document_to_record
from index.passage import record_to_passages
from index.personal import has_bsn, without_bsn
from index.places import INSIDE
from index.readers.document import Document, Heading
from index.reading import BROKEN, TOO_LARGE, Job, Reading
from index.records import Passage, Record, Span

KEPT = Path(__file__).resolve().parent.parent / "test-results" / "fuzz"
LIMITS = Limits(seconds=8.0, ocr_seconds=8.0, memory=400 << 20, size=8 << 20, pages=60, unpacked=30 << 20, members=60)
_DEATHS = ("het lezen van dit bestand liep vast", "het lezen duurde te lang", TOO_LARGE)
_RARE = {".png": 0.1, ".jpg": 0.1, ".tif": 0.1}  # of the share of the others: reading letters from a picture is slow
# The real reading process with smaller limits, whose complaints go to a file.
_START = """
import os, sys, dataclasses
os.dup2(os.open({log!r}, os.O_WRONLY | os.O_APPEND | os.O_CREAT), 2)
import index.limits as l
l.LIMITS = l.Limits(**{limits!r})
import index.reading_process as r
r.main()
"""


@dataclass(slots=True)
class Tally:
    """What came of the files, by ending, and what needs a look."""

    outcomes: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    unnamed: Counter[str] = field(default_factory=Counter)  # the exceptions behind reasons that name nothing
    deaths: list[str] = field(default_factory=list)
    unsound: list[str] = field(default_factory=list)
    crashes: list[str] = field(default_factory=list)

    @property
    def files(self) -> int:
        return sum(counts.total() for counts in self.outcomes.values())

    def lines(self) -> Iterator[str]:
        """The table, as text."""
        columns = ["record", "reden", "BROKEN", "proces weg"]
        yield f"{'soort':8}{'bestanden':>10}" + "".join(f"{name:>12}" for name in columns)
        for ending, counts in sorted(self.outcomes.items()):
            yield f"{ending:8}{counts.total():>10}" + "".join(f"{counts[name]:>12}" for name in columns)
        yield f"{'samen':8}{self.files:>10}" + "".join(
            f"{sum(counts[name] for counts in self.outcomes.values()):>12}" for name in columns
        )
        yield f"fouten buiten het leesproces: {len(self.crashes)}; records die niet kloppen: {len(self.unsound)}"
        yield from self.crashes + self.unsound + self.deaths
        yield from (f"{count:6}  {what}" for what, count in self.unnamed.most_common(40))


def flaws(record: Record, passages: list[Passage]) -> Iterator[str]:
    """What is wrong with a record and its passages; nothing when they are sound."""
    end = 0
    for section in record.sections:
        if not end <= section.span.start < section.span.end <= len(record.text):
            yield f"a section at {section.span} behind {end} in {len(record.text)} characters"
        end = section.span.end
    rest = list(passages)
    for section in record.sections:
        at = section.span.start
        while rest and at < section.span.end and rest[0].span.start == at and rest[0].span.end <= section.span.end:
            at = rest.pop(0).span.end
        if at != section.span.end:
            yield f"the passages of the section at {section.span} stop at {at}"
    if rest:
        yield f"{len(rest)} passages outside the sections"
    if len({passage.id for passage in passages}) != len(passages):
        yield "two passages of one id"
    if any(passage.text != passage.span.of(record.text) for passage in passages):
        yield "a passage that is not what the record says"
    if any(has_bsn(text) for text in (record.text, record.title, record.source, *record.topics)):
        yield "a citizen service number"
    try:
        "".join((record.id, record.title, record.source, record.text, *record.topics)).encode()
    except UnicodeEncodeError:
        yield "half a character"
    if any(not date(1900, 1, 1) <= day <= date(2100, 1, 1) for day in record.dates):
        yield f"meetings at {record.dates}"


def jobs(folder: Path, chance: random.Random) -> Iterator[Job]:
    """Damaged files without end; who has read one removes it."""
    found = seeds()
    weights = [_RARE.get(ending, 1.0) for ending in found]
    for number in range(10_000_000):
        ending = chance.choices(list(found), weights)[0]
        path = folder / f"{number}{ending}"
        path.write_bytes(mutant(found, ending, chance))
        yield Job(str(path), f"verslag {number}", "map")


def fuzz(seed: int, *, files: int = 10_000_000, seconds: float = 1e9, keep: Path | None = None) -> Tally:
    """Tries damaged files until there are so many, or so long.

    Args:
        seed: the same one gives the same files.
        files: at most so many.
        seconds: at most so long.
        keep: where files that need a look are kept.
    """
    tally = Tally()
    with tempfile.TemporaryDirectory() as name:
        folder, log = Path(name, "in"), Path(name, "log")
        folder.mkdir()
        limits = {name: getattr(LIMITS, name) for name in LIMITS.__slots__}
        before, child._START = child._START, _START.format(log=str(log), limits=limits)
        start, asked = time.monotonic(), []

        def coming() -> Iterator[Job]:
            for number, job in enumerate(jobs(folder, random.Random(seed))):  # noqa: S311 - the same files every time, no secret
                if number >= files or time.monotonic() - start > seconds:
                    return
                asked.append(Path(job.path))
                yield job

        try:
            for number, readings in enumerate(read_all(coming(), LIMITS, processes=2)):
                _judge(tally, asked[number], readings, keep)
                asked[number].unlink()
        except Exception:  # the very thing that is looked for
            tally.crashes.append(traceback.format_exc())
        finally:
            child._START = before
        if log.exists():
            _count_complaints(tally, log.read_text("utf-8", "replace"))
    return tally


def _judge(tally: Tally, path: Path, readings: list[Reading], keep: Path | None) -> None:
    outcome = "record"
    for reading in readings:
        reason = reading.reason or ""
        if reading.record is not None:
            wrong = list(flaws(reading.record, list(reading.passages)))
            if Reading.from_json(reading.to_json()) != reading:
                wrong.append("another reading comes back from JSON")
            tally.unsound += [f"{path.name}: {flaw}" for flaw in wrong]
            outcome = "ONGELDIG" if wrong else outcome
        elif reason == BROKEN:
            outcome = "BROKEN"
        elif reason.startswith(_DEATHS):
            outcome = "proces weg"
            tally.deaths.append(f"{path.name}: {reason}")
        elif outcome == "record":
            outcome = "reden"
    if any(reading.record is not None for reading in readings) and outcome == "reden":
        outcome = "record"
    tally.outcomes[path.suffix][outcome] += 1
    if keep is not None and outcome in {"BROKEN", "proces weg", "ONGELDIG"} and path.exists():
        keep.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, keep / f"{outcome.replace(' ', '-')}-{path.name}")


def _count_complaints(tally: Tally, log: str) -> None:
    """The lines "path: exception: what it says" that a reading process prints; numbers and names left out."""
    for line in log.splitlines():
        place, parted, said = line.partition(": ")
        ending = Path(place.partition(INSIDE)[0]).suffix
        if parted and place.startswith(tempfile.gettempdir()):
            tally.unnamed[f"{ending} {''.join('#' if char.isdigit() else char for char in said)[:110]}"] += 1


PIECES = st.sampled_from(
    "Verslag LOVP 4 juli 2022|1. Opening|De voorzitter opent de vergadering. Er is 5 mln. nodig|De Minister: ja, dat kan.|"
    "Aanwezig: A. de Vries, B. Jansen|- een punt|| |\t|Pagina 1 van 2|Actielijst|Wie - Wat|BSN 123456782|12 mei 2021|31-02-2022|"
    "\u2028|\ud7ff|x|…|\"'|(a)|[1]|1.1.1|VERSLAG|Agenda|Bron: www.x.nl|é\u0301\u0301|🍵".split("|")
)  # fmt: skip


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """Documents as a reader could give them, of pieces of minutes and of any text."""
    line = st.one_of(
        PIECES, st.lists(PIECES, max_size=6).map(" ".join), st.text(st.characters(codec="utf-8"), max_size=60)
    )
    text = draw(st.sampled_from(["\n", "\n\n"])).join(draw(st.lists(line, max_size=25)))
    places = st.lists(st.integers(0, max(len(text) - 1, 0)), max_size=6, unique=True).map(sorted)
    headings, tables = draw(places), draw(places)

    def spans(starts: list[int]) -> list[Span]:
        ends = [text.find("\n", start) for start in starts]
        found = [Span(start, end if end > start else len(text)) for start, end in zip(starts, ends, strict=True)]
        return [
            span for i, span in enumerate(found) if span.start < span.end and (not i or found[i - 1].end <= span.start)
        ]

    levels = draw(st.integers(1, 6))
    return Document(
        text,
        tuple(draw(st.one_of(st.just([]), places.map(lambda found: sorted({0, *found}))))),
        tuple(Heading(span, levels) for span in spans(headings)),
        tuple(spans(tables)),
    )


def check_document(document: Document) -> None:
    """Fails on a document whose record is not sound."""
    record = document_to_record(without_bsn(document), "verslag", "map")
    passages = record_to_passages(record)
    assert list(flaws(record, passages)) == []
    reading = Reading("", "x", record, tuple(passages), tuple(("", "", "") for _ in passages))
    assert Reading.from_json(reading.to_json()) == reading


def main() -> None:
    """Runs for as long as was asked, and prints what came of it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--documents", type=int, default=5_000)
    chosen = parser.parse_args()
    try:
        settings = hypothesis.settings(max_examples=chosen.documents, deadline=None, database=None)
        settings(hypothesis.given(documents())(check_document))()
        print(f"{chosen.documents} documenten van hypothesis: alle goed")
    except AssertionError:
        traceback.print_exc()
    tally = fuzz(chosen.seed, seconds=60 * chosen.minutes, keep=KEPT)
    print("\n".join(tally.lines()))
    sys.exit(bool(tally.crashes or tally.unsound))


if __name__ == "__main__":
    main()
