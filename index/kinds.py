"""What a record is and how it stands: minutes or an agenda, adopted or a draft, of a meeting that was held or called off.

The title says what it is, else the file's name, else its shape. "Agenda en verslag" is a report; an agenda without times and
with sentences about what was said is one too.
"""

import re
from collections.abc import Sequence
from datetime import date
from itertools import islice

from index.dates import base_name, find_dates
from index.head import Head
from index.records import Note, NoteKind, RecordKind, Section, SectionKind, Span
from index.sentences import sentences

_BY_NAME = (
    (RecordKind.NEWSLETTER, re.compile(r"\bnieuwsbrief\b", re.IGNORECASE)),
    (RecordKind.RECORD, re.compile(r"\bterugkoppeling\b", re.IGNORECASE)),
    (
        RecordKind.DECISIONS,
        re.compile(r"\b(?:\w*besluitenlijst|lijst van besluiten|besluitenoverzicht)\b", re.IGNORECASE),
    ),
    (
        RecordKind.MINUTES,
        re.compile(r"\b(?:concept|vergader|raads|kort\s?|beknopt\s?)?(?:verslag|notulen)\b", re.IGNORECASE),
    ),
    (
        RecordKind.AGENDA,
        re.compile(r"\b(?:concept|vergader|raads)?agenda\b|\btijdplan\b|\bagendapunten\b", re.IGNORECASE),
    ),
)
_HAPPENED = re.compile(
    r"\b(?:is|zijn|was|waren|heeft|hebben|werd|werden)\s+(?:\S+\s+){0,8}?(?:ge|be|ver|her|toege|aange|inge|vast)\w+[dtn]\b|"
    r"\b(?:gaf|gaven|zei|zeiden|stelde|meldde|vroeg(?:en)?|wees|wezen|lichtte|besloot|besprak(?:en)?|opende|sloot|dankte|stemde|had|hadden)\b",
    re.IGNORECASE,
)
_PLANNED = re.compile(r"^\s*(?:\d{1,2}[a-z]?[.)]?\s+\S|\d{1,2}[.:]\d\d\b|[-•*]\s)", re.MULTILINE)
_TIMES = re.compile(r"\b\d{1,2}[.:]\d\d\s*(?:uur|u\b|[-–])", re.IGNORECASE)
_DRAFT = re.compile(
    r"\bconcept(?:verslag|notulen|besluitenlijst|agenda|versie|terugkoppeling)?\b|\bdraft\b|\bv(?:ersie\s*)?0\.\d",
    re.IGNORECASE,
)
_DRAFT_LINE = re.compile(
    r"^(?:status|versie)\s*[:|]\s*(?:concept|draft|v?0\.\d)|^[\W_]*concept(?:verslag|notulen)?[\W_]*$", re.IGNORECASE
)
_ADOPTED = re.compile(
    r"^(?:status\s*[:|]\s*(?:vastgesteld|definitief)|[\W_]*(?:definitief|vastgesteld)[\W_]*$)|\bAldus vastgesteld\b",
    re.IGNORECASE | re.MULTILINE,
)
_OFF = re.compile(
    r"\b(?:niet\s+(?:is\s+|zijn\s+)?door(?:gegaan|gaan)|(?:ging|gaat|gingen)\s+niet\s+door|vervallen|geannuleerd|afgelast|"
    r"niet\s+(?:heeft\s+|hebben\s+)?plaatsgevonden|(?:vond|vonden|vindt)\s+niet\s+plaats|niet\s+gehouden)\b",
    re.IGNORECASE,
)
_MEETING = re.compile(
    r"\b(?:LOVP|Landelijk Overleg Veiligheid en Politie|overleg|vergadering|bijeenkomst)\b", re.IGNORECASE
)
_OTHER_MEETING = re.compile(
    r"\b(?:vorige?|vorig|volgende?|eerstvolgende?|eerdere?|extra|voor)\s+(?:LOVP|overleg|vergadering|bijeenkomst)\b|"
    r"\bagendapunt\b|\bin (?:de )?plaats van\b",
    re.IGNORECASE,
)
_SHORT = 900  # characters; a record of a meeting that wasn't held has little to tell
_FIRST = 4  # sentences in which it says so


def record_kind(head: Head, sections: Sequence[Section], text: str, name: str) -> RecordKind:
    """What a record is, by its title, else the file's name, else its shape.

    Args:
        head: what stands above its text.
        sections: its sections.
        text: the whole text.
        name: the file's name.
    """
    for place in (head.title, base_name(name)):
        kind = next((kind for kind, words in _BY_NAME if words.search(place)), None)
        if kind is RecordKind.AGENDA and _reports(sections, text):
            return RecordKind.MINUTES
        if kind is not None:
            return kind
    body = "\n".join(section.span.of(text) for section in sections if section.kind is not SectionKind.ATTENDANCE)
    lines = [line for line in body.splitlines() if line.strip()]
    planned = len(_PLANNED.findall(body))
    if len(lines) >= 3 and planned / len(lines) >= 0.6 and _TIMES.search(text) and not _reports(sections, text):
        return RecordKind.AGENDA
    return RecordKind.RECORD


def _reports(sections: Sequence[Section], text: str) -> bool:
    """Whether it tells what happened: at least two sentences do."""
    told = 0
    for section in sections:
        if section.kind is SectionKind.TEXT:
            told += sum(bool(_HAPPENED.search(span.of(text))) for span in sentences(text, section.span))
    return told >= 2


def notes_on_standing(
    head: Head, sections: Sequence[Section], text: str, name: str, dates: Sequence[date]
) -> list[Note]:
    """What a reader should know about how the record stands: the meeting was called off; this is a draft.

    Args:
        head: what stands above its text.
        sections: its sections.
        text: the whole text.
        name: the file's name.
        dates: the meetings that the record is about.
    """
    notes = []
    if _called_off(head, sections, text, dates):
        notes.append(Note(NoteKind.CANCELLED, "Volgens dit verslag is de vergadering niet doorgegaan."))
    front = [line.text for line in head.front]
    named = _DRAFT.search(base_name(name)) or _DRAFT.search(head.title) or any(map(_DRAFT_LINE.match, front))
    adopted = any(map(_ADOPTED.search, front)) or re.search(r"\bAldus vastgesteld in\b", text)
    if named and not adopted:
        notes.append(Note(NoteKind.DRAFT, "Dit is een concept; de vastgestelde tekst kan anders zijn."))
    return notes


def called_off(sentence: str) -> bool:
    """Whether a sentence says that a meeting was called off, whichever it is."""
    off, meeting = _OFF.search(sentence), _MEETING.search(sentence)
    return bool(off and meeting and meeting.start() < off.start())


def _called_off(head: Head, sections: Sequence[Section], text: str, dates: Sequence[date]) -> bool:
    if _OFF.search(head.title):
        return True
    spoken = [section for section in sections if section.kind in {SectionKind.TEXT, SectionKind.AGENDA}]
    first = islice((span for section in spoken for span in sentences(text, section.span)), _FIRST)
    short = sum(section.span.end - section.span.start for section in spoken) <= _SHORT
    return any(_tells_own_end(span, text, dates, short=short) for span in first)


def _tells_own_end(span: Span, text: str, dates: Sequence[date], *, short: bool) -> bool:
    """Whether a sentence says that the record's own meeting was called off."""
    words = span.of(text)
    off = _OFF.search(words)
    if off is None or not called_off(words):
        return False
    named = find_dates(words[: off.start()])
    if named:  # its own day or month, or else another meeting's
        return any(
            found.month == day.month and found.day in (None, day.day) and found.year in (None, day.year)
            for found in named
            for day in dates
        )
    return short and not _OTHER_MEETING.search(words)
