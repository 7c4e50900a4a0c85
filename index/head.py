"""What stands above the text of a record: its title, and the lines that tell about the document rather than the meeting.

A letterhead may stand over the title. The lines below it that carry a label ("Datum:", "Ons kenmerk") or a bare date are no text
of the meeting either. They are kept apart, for the date is voted on with them.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.dates import find_dates, meeting_dates
from index.lines import ENDS_TEXT, Line, one_line
from index.readers.document import Document
from index.records import Span

_FRONT_LABEL = re.compile(
    r"^(?:bron|datum|vergaderdatum|datum (?:van (?:de )?)?(?:vergadering|overleg|bijeenkomst)|datum overleg|gepubliceerd|"
    r"publicatiedatum|geplaatst|vastgesteld|status|versie|"
    r"(?:ons |uw )?kenmerk|zaaknummer|locatie|plaats|tijd|tijdstip|aanvang|voorbeeldverslag|inlichtingen bij|contactpersoon|"
    r"telefoon|tel|t|fax|e-?mail|e|postbus|postadres|bezoekadres|bijlagen?|opsteller|auteur|aan|van|betreft|blad|"
    r"rubricering|classificatie|dit verslag is|aan dit verslag kunnen|disclaimer)\b\.?\s*(?:op\b|nog\b|geen\b|niet\b|[:,(|+\d]|$)",
    re.IGNORECASE,
)
_LABEL_ALONE = re.compile(r"^(?:van|aan|plaats|tijd|t|e)\b", re.IGNORECASE)
_WITH_COLON = re.compile(r"^[\w\s]{1,30}\s*[:|]")
_DRAFT_LINE = re.compile(
    r"^[\W_]*(?:concept(?:verslag|notulen)?|draft|vertrouwelijk|definitief|vastgesteld)[\W_]*$", re.IGNORECASE
)
_HELD = re.compile(
    r"^(?:(?:vergadering|bijeenkomst|overleg)\s+(?:van|op|d\.?d\.?)|(?:(?:vergadering|bijeenkomst|overleg)\s+)?gehouden\s+op|d\.?d\.?)\s",
    re.IGNORECASE,
)
_TITLE_WORD = re.compile(
    r"\b(?:\w*verslag|notulen|terugkoppeling|\w*besluitenlijst|nieuwsbrief|(?:concept)?agenda|lovp)\b", re.IGNORECASE
)
_LETTERHEAD = 25  # lines in which the title is looked for
_TITLE_LENGTH = 150  # characters
_PROSE = 60  # characters; a line that is longer and ends like a sentence is text


@dataclass(frozen=True, slots=True)
class Head:
    """The title, where it stands (None when the file's name is the title), the lines about the document, and the number of
    the first line of text."""

    title: str
    title_span: Span | None
    front: tuple[Line, ...]
    body: int


def find_head(document: Document, lines: Sequence[Line], name: str) -> Head:
    """The head of a document.

    Args:
        document: text with the headings its format knows.
        lines: its lines.
        name: the file's name; the title of a text that has none.
    """
    title, span, first, body = _title(document, lines, name)
    front = list(lines[:first])
    while body < len(lines) and is_front_matter(lines[body]):
        front.append(lines[body])
        body += 1
    return Head(title, span, tuple(front), body)


def _title(document: Document, lines: Sequence[Line], name: str) -> tuple[str, Span | None, int, int]:
    """The title, where it stands, the number of its first line and of the first one behind it."""
    top = next((heading for heading in document.headings if heading.level == 1), None)
    if top is not None:
        first = next((i for i, line in enumerate(lines) if line.end > top.span.start), len(lines))
        behind = next((i for i, line in enumerate(lines) if line.start >= top.span.end), len(lines))
        if behind <= 6:  # a title stands at the top; further down it is a topic with the wrong style
            return one_line(top.span.of(document.text)), top.span, first, behind
    at = _title_line(lines)
    if at is None:
        return name, None, 0, 0
    return one_line(lines[at].text), lines[at].span, at, at + 1


def _title_line(lines: Sequence[Line]) -> int | None:
    """The line that is the title: the first, or below a letterhead the first that names a kind of record."""
    if not lines or not _could_be_title(lines[0].text):
        return None
    if _TITLE_WORD.search(lines[0].text):
        return 0
    for i, line in enumerate(lines[:_LETTERHEAD]):
        if len(line.text) > _PROSE and ENDS_TEXT.search(line.text) and not meeting_dates(line.text):
            break
        named = _TITLE_WORD.search(line.text)
        if named and named.start() <= 20 and _could_be_title(line.text) and not _is_label(line.text):
            bare = named[0] == line.text.strip("*_# :") and bool(
                meeting_dates(lines[0].text)
            )  # a heading in a dated pack
            return i if not bare and all(_is_letterhead(above.text) for above in lines[1:i]) else 0
    return None if is_front_matter(lines[0]) and not find_dates(lines[0].text) else 0


def _could_be_title(text: str) -> bool:
    return len(text) <= _TITLE_LENGTH and (not ENDS_TEXT.search(text) or bool(meeting_dates(text)))


def _is_letterhead(text: str) -> bool:
    """Whether a line can stand over a title: short, and no sentence."""
    return len(text) <= _PROSE and not re.search(r"[a-z]{3}[.!?]$", text)


def _is_label(text: str) -> bool:
    if not _FRONT_LABEL.match(text):
        return False
    # "Van de vergadering" is no label, "Van: de griffier" is
    return not _LABEL_ALONE.match(text) or bool(_WITH_COLON.match(text))


def is_front_matter(line: Line) -> bool:
    """Whether a line under the title tells about the document: a labelled line, or a bare date."""
    if _is_label(line.text) or _DRAFT_LINE.match(line.text):
        return True
    dates = find_dates(line.text)
    if (
        _HELD.match(line.text)
        and any(found.exact for found in dates)
        and len(line.text) <= _PROSE + 30
        and not ENDS_TEXT.search(line.text)
    ):
        return True
    if len(dates) != 1 or len(line.text) >= 40:
        return False
    return len(line.text) - (dates[0].span.end - dates[0].span.start) <= 12
