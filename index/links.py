"""Records of one meeting that belong together: the draft of an adopted text, the newsletter about it, the same in another format.

The better one is preferred: what only repeats it is never ranked above it and never counts as a second source. Records are
laid side by side by their runs of five words, a fixed fraction of them (Broder 1997, and Manber 1994 for the fraction).
"""

import re
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from index.records import NoteKind, Passage, Record, RecordKind

_RUN = 5  # words
_SHARE = 4  # one run in four is compared; all of them for a passage
_SAME = 0.8  # share of runs in common from which two records are versions of one text
_DRAFT = 0.5  # the same for a draft, of which much may have changed
_REPEATS = 0.5  # share of a passage's runs that stand in the better record from which it only repeats that
_WORD = re.compile(r"\w+")
_VERSION = re.compile(r"\bv(?:ersie)?\.?\s?(\d+(?:\.\d+)*)", re.IGNORECASE)
NEWSLETTER, AGENDA, DRAFT, VERSION = "nieuwsbrief", "agenda", "concept", "andere versie"


@dataclass(frozen=True, slots=True)
class Link:
    """A record that stands behind a better one of the same meeting, and how they are related (Dutch)."""

    record_id: str
    preferred: str
    relation: str


@dataclass(frozen=True, slots=True)
class _Sketch:
    record: Record
    runs: frozenset[int]


def links(records: Sequence[Record]) -> list[Link]:
    """Which records stand behind which better one, by id; each behind one at most, and that one behind none."""
    by_day: dict[date, list[_Sketch]] = defaultdict(list)
    times = Counter(day for record in records for day in record.dates)
    shared = {day for day, records_of_it in times.items() if records_of_it > 1}
    for record in records:
        if shared.intersection(record.dates):
            sketch = _Sketch(record, frozenset(run for run in _runs(record.text) if run % _SHARE == 0))
            for day in record.dates:
                by_day[day].append(sketch)
    found: dict[str, Link] = {}
    for sketches in by_day.values():
        for one, other in combinations(sorted(sketches, key=_rank), 2):
            relation = _relation(one, other)
            if relation and one.record.id not in found and other.record.id not in found:
                found[other.record.id] = Link(other.record.id, one.record.id, relation)
    return [found[key] for key in sorted(found) if found[key].preferred not in found]


def _rank(sketch: _Sketch) -> tuple[object, ...]:
    """Better records first: records before agendas and newsletters, adopted before draft, typed before scanned, longer first."""
    record = sketch.record
    kinds = {RecordKind.NEWSLETTER: 2, RecordKind.AGENDA: 1}
    notes = {note.kind for note in record.notes}
    version = _VERSION.search(record.title)
    number = tuple(-int(part) for part in version[1].split(".")) if version else ()
    return (
        kinds.get(record.kind, 0),
        NoteKind.DRAFT in notes,
        NoteKind.PARTIAL in notes,
        NoteKind.OCR in notes,
        number,
        -len(record.text),
        record.id,
    )


def _relation(better: _Sketch, other: _Sketch) -> str | None:
    """How the second is related to the first, None when both are records in their own right."""
    if other.record.kind is RecordKind.NEWSLETTER and better.record.kind is not RecordKind.NEWSLETTER:
        return NEWSLETTER
    if other.record.kind is RecordKind.AGENDA and better.record.kind is not RecordKind.AGENDA:
        return AGENDA
    if not better.runs or not other.runs:
        return None
    common = len(better.runs & other.runs)
    alike = max(common / len(better.runs), common / len(other.runs))
    drafts = [any(note.kind is NoteKind.DRAFT for note in one.record.notes) for one in (better, other)]
    if drafts == [False, True] and alike >= _DRAFT:
        return DRAFT
    return VERSION if alike >= _SAME else None


def echoes(passages: Iterable[tuple[int, Passage]], found: Sequence[Link], records: Sequence[Record]) -> Iterator[int]:
    """The row numbers of passages that only repeat the better record that theirs stands behind."""
    texts = {record.id: record.text for record in records}
    better = {link.record_id: link.preferred for link in found}
    runs: dict[str, frozenset[int]] = {}
    for row, passage in passages:
        preferred = better.get(passage.record_id)
        if preferred is None:
            continue
        if preferred not in runs:
            runs[preferred] = frozenset(_runs(texts[preferred]))
        own = set(_runs(passage.text))
        if own and len(own & runs[preferred]) / len(own) >= _REPEATS:
            yield row


def _runs(text: str) -> Iterator[int]:
    words = _WORD.findall(text.casefold())
    for i in range(len(words) - _RUN + 1):
        yield zlib.crc32(" ".join(words[i : i + _RUN]).encode())
