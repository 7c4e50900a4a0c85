"""What isn't there: meetings that the records speak of but that have no record, thin years, and records read in part.

A mention is resolved against the meeting in whose record it stands: "19 april" is the nearest one, after it where the sentence
looks ahead and before it where the sentence looks back. A meeting that was called off is not missing.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from index.dates import MONTHS, Found, find_dates, written
from index.kinds import called_off
from index.records import Note, NoteKind, Record, RecordKind, Span
from index.sentences import sentences

MEETINGS_A_YEAR = 4  # article 19 Politiewet 2012: at least so many
_NEXT_DAYS = 183  # within half a year a next meeting should have its record
_LOVP = r"(?:LOVP|Landelijk Overleg Veiligheid en Politie)"
_BEFORE_DATE = re.compile(
    rf"\b{_LOVP}\s*(?:\([^)]*\)\s*)?(?:(?:is|was|vindt|vond|volgt|komt|staat)\s+(?:(?:gepland|bijeen|plaats)\s+)?)?"
    rf"(?:van|op|d\.?d\.?|in)\s+(?:(begin|medio|half|eind|einde)\s+)?(?:de maand\s+)?$"
)
# "Het verslag van 13 maart wordt vastgesteld": of a meeting before this one
_MINUTES_OF = re.compile(
    r"\b(?:verslag|notulen|besluitenlijst)\s+(?:van\s+de\s+vergadering\s+)?(?:van|d\.?d\.?)\s+$", re.IGNORECASE
)
_APPROVED = re.compile(r"\b(?:vastgesteld|vast\s+te\s+stellen|goedgekeurd|gearresteerd)\b", re.IGNORECASE)
# "in de vergadering van september": of one to come, where something comes back
_IN_MEETING_OF = re.compile(
    r"\b(?:in|op|tijdens|naar)\s+(?:de|het)\s+(?:vergadering|overleg|bijeenkomst)\s+van\s+(?:(begin|medio|half|eind|einde)\s+)?$",
    re.IGNORECASE,
)
_NEXT = re.compile(rf"\b(?:(?:eerst)?volgende?|komende?|aanstaande?)\s+{_LOVP}\b", re.IGNORECASE)
_AHEAD = re.compile(
    r"\b(?:volgende?|komende?|wordt|worden|zal|zullen|komt|komen|vindt|volgt|volgen|terugkomt|terugkomen|uiterlijk)\b",
    re.IGNORECASE,
)
_BACK = re.compile(
    r"\b(?:vorige?|eerdere?|eerder|jl|afgelopen|was|waren|werd|werden|vond|stond|kwam|heeft|hebben|is)\b", re.IGNORECASE
)
_RETURNS = re.compile(
    r"\b(?:besproken|behandeld|geagendeerd|aan de orde|aan bod|terugkom\w*|terug)\b|\bvergadert\b", re.IGNORECASE
)
_ANNOUNCED_BEFORE = re.compile(r"\b(?:op|in)\s+(?:(begin|medio|half|eind|einde)\s+)?$", re.IGNORECASE)
_PARTS = {"begin": (1, 10), "medio": (10, 20), "half": (10, 20), "eind": (20, 31), "einde": (20, 31)}


class GapKind(StrEnum):
    """What is missing or unsure."""

    MENTIONED = "mentioned"  # a meeting that a record speaks of, without a record
    EXPECTED = "expected"  # a year with fewer meetings than the law asks for
    PARTIAL = "partial"  # a record that could be read in part
    OCR = "ocr"  # a record whose words come from a picture
    DATE = "date"  # a record whose date is a guess or in dispute
    DRAFT = "draft"  # a record of which there is a draft only
    SKIPPED = "skipped"  # a file that could not be read


_OF_NOTES = {
    NoteKind.PARTIAL: GapKind.PARTIAL,
    NoteKind.OCR: GapKind.OCR,
    NoteKind.DATE: GapKind.DATE,
    NoteKind.DRAFT: GapKind.DRAFT,
}


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that isn't there, between two days (both included; None when no day is known), told in Dutch.

    `quote` is the literal sentence that tells, in the text of the record `record_id`; None when no sentence does.
    """

    kind: GapKind
    day: date | None
    until: date | None
    record_id: str | None
    quote: Span | None
    text: str


@dataclass(frozen=True, slots=True)
class _Mention:
    first: date
    last: date
    record: Record
    quote: Span
    named: str
    off: bool
    announced: bool


def gaps(records: Sequence[Record], skipped: Sequence[tuple[str, str]] = ()) -> list[Gap]:
    """What the records together lack, by date; what has no date comes last.

    Args:
        records: all records of the index.
        skipped: files that could not be read: their path and the reason in Dutch.
    """
    held = {day for record in records if record.kind is not RecordKind.NEWSLETTER for day in record.dates}
    mentions = [mention for record in records if record.dates for mention in _mentions(record)]
    called = [mention for mention in mentions if mention.off]
    found = [
        *(_mentioned(one) for one in mentions if not one.off and not _is_there(one, held, called)),
        *_next_missing(records, held),
        *_thin_years(records),
        *(gap for record in records for gap in _of_notes(record)),
        *(Gap(GapKind.SKIPPED, None, None, None, None, f"Niet gelezen: {path} ({why}).") for path, why in skipped),
    ]
    return sorted(found, key=_order)


def _order(gap: Gap) -> tuple[date, date, str, str, int, str]:
    start = gap.quote.start if gap.quote else -1
    return gap.day or date.max, gap.until or date.max, gap.kind, gap.record_id or "", start, gap.text


def _is_there(mention: _Mention, held: set[date], called: Sequence[_Mention]) -> bool:
    """Whether there is a record of a meeting, or it was called off."""
    if any(mention.first <= day <= mention.last for day in held):
        return True
    return any(off.first <= mention.last and mention.first <= off.last for off in called)


def _mentions(record: Record) -> Iterator[_Mention]:
    """The meetings of the LOVP that a record names by a day or a month, its own left out."""
    for section in record.sections:
        for span in sentences(record.text, section.span):
            words = span.of(record.text)
            off = called_off(words)
            for found in find_dates(words):
                part = _names_meeting(words, found, off=off)
                if part is None:
                    continue
                reach = _reach(found, part, record.dates[0], words)
                if reach and not any(reach[0] <= day <= reach[1] for day in record.dates):
                    announced = _BEFORE_DATE.search(words, 0, found.span.start) is None and not _of_minutes(
                        words, found
                    )
                    yield _Mention(*reach, record, span, _named(found, part), off, announced)


def _names_meeting(words: str, found: Found, *, off: bool) -> str | None:
    """Whether a date is that of a meeting of the LOVP: the part of the month that goes with it, None when it is not."""
    before = _BEFORE_DATE.search(words, 0, found.span.start)
    if before:
        return (before[1] or "").lower()
    if _of_minutes(words, found):
        return ""
    announced = _ANNOUNCED_BEFORE.search(words, 0, found.span.start) or _IN_MEETING_OF.search(
        words, 0, found.span.start
    )
    if announced and not off and _AHEAD.search(words) and _RETURNS.search(words):
        return (announced[1] or "").lower()
    return None


def _of_minutes(words: str, found: Found) -> bool:
    """Whether a date is that of the meeting whose minutes are approved."""
    return bool(_MINUTES_OF.search(words, 0, found.span.start) and _APPROVED.search(words))


def _reach(found: Found, part: str, meeting: date, words: str) -> tuple[date, date] | None:
    """The first and the last day that a date can mean, seen from the meeting in whose record it stands."""
    year = found.year if found.year is not None else _year(found, meeting, words)
    if year is None:
        return None
    days = (found.day, found.day) if found.day else _PARTS.get(part, (1, 31))
    last_of_month = (date(year + found.month // 12, found.month % 12 + 1, 1) - timedelta(days=1)).day
    if found.day and found.day > last_of_month:
        return None
    return date(year, found.month, days[0]), date(year, found.month, min(days[1], last_of_month))


def _year(found: Found, meeting: date, words: str) -> int | None:
    """The year that a date leaves out: that of the nearest one, ahead or back where the sentence says so."""
    near = [
        (date(year, found.month, min(found.day or 15, 28)), year)
        for year in (meeting.year - 1, meeting.year, meeting.year + 1)
    ]
    if _of_minutes(words, found):
        near = [(day, year) for day, year in near if day <= meeting]
    elif _AHEAD.search(words) and not re.search(r"\bvorige?\b|\bjl\b", words, re.IGNORECASE):
        near = [(day, year) for day, year in near if day.replace(day=28) >= meeting or (found.day and day >= meeting)]
    elif _BACK.search(words):
        near = [(day, year) for day, year in near if day <= meeting]
    return min(near, key=lambda one: abs((one[0] - meeting).days))[1] if near else None


def _named(found: Found, part: str) -> str:
    month = MONTHS[found.month - 1]
    return f"{found.day} {month}" if found.day else " ".join(filter(None, (part, month)))


def _mentioned(one: _Mention) -> Gap:
    when = written(one.first) if one.first == one.last else f"{one.named} {one.first.year}"
    said = f"zegt dat iets terugkomt in {when}" if one.first != one.last else f"zegt dat iets terugkomt op {when}"
    text = (
        f"Het verslag van {written(one.record.dates[0])} {said if one.announced else f'noemt een LOVP van {when}'}. "
        "Daarvan staat geen verslag in de index."
    )
    return Gap(GapKind.MENTIONED, one.first, one.last, one.record.id, one.quote, text)


def _next_missing(records: Sequence[Record], held: set[date]) -> Iterator[Gap]:
    """Records that speak of the next meeting, where no later record follows within half a year."""
    for record in records:
        if not record.dates:
            continue
        last = max(record.dates)
        until = last + timedelta(days=_NEXT_DAYS)
        if any(last < day <= until for day in held):
            continue
        told = [span for section in record.sections for span in sentences(record.text, section.span)]
        quote = next(
            (span for span in told if _NEXT.search(words := span.of(record.text)) and not _is_dated(words)), None
        )
        if quote is not None:
            text = (
                f"Het verslag van {written(last)} noemt het volgende LOVP. In het half jaar daarna staat er geen verslag "
                "in de index."
            )
            yield Gap(GapKind.MENTIONED, last + timedelta(days=1), until, record.id, quote, text)


def _is_dated(words: str) -> bool:
    """Whether a sentence says when the meeting is that it names; then it is looked for by its date."""
    return any(_names_meeting(words, found, off=False) is not None for found in find_dates(words))


def _thin_years(records: Sequence[Record]) -> Iterator[Gap]:
    """Years from the first record to the last with fewer meetings than the law asks for; the last year may still be running."""
    days = {
        day
        for record in records
        if record.kind not in {RecordKind.NEWSLETTER, RecordKind.AGENDA}
        and not any(note.kind is NoteKind.CANCELLED for note in record.notes)
        for day in record.dates
    }
    if not days:
        return
    for year in range(min(days).year, max(days).year):
        count = sum(day.year == year for day in days)
        if count < MEETINGS_A_YEAR:
            there = {0: "staat geen vergadering", 1: "staat één vergadering"}.get(count, f"staan {count} vergaderingen")
            text = f"Van {year} {there} in de index. Volgens artikel 19 van de Politiewet 2012 zijn er minstens vier per jaar."
            yield Gap(GapKind.EXPECTED, date(year, 1, 1), date(year, 12, 31), None, None, text)


def _of_notes(record: Record) -> Iterator[Gap]:
    day = record.dates[0] if record.dates else None
    for note in record.notes:
        kind = _OF_NOTES.get(note.kind)
        if kind is not None:
            yield Gap(kind, day, day, record.id, None, _told(record, note))


def _told(record: Record, note: Note) -> str:
    return f"{record.title}: {note.text}"
