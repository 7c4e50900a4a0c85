"""The blocks that minutes carry along: who was there, who does what, what was planned.

A block opens with its label ("Aanwezig:", a heading "Actielijst", the header of a table) and goes on as long as its lines look
like the block, so that sixty names don't stand under a topic that they have nothing to do with.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from index.head import is_front_matter
from index.headings import BULLET, NUMBER, heading_to_topic, looks_like_heading
from index.lines import Line
from index.readers.document import Document
from index.records import SectionKind, Span

_HOW = (
    r"mede|tevens|ook|digitaal|niet|tijdelijk|verder|eveneens|"
    r"(?:met|zonder)\s+(?:bericht(?:geving)?|kennisgeving)(?:\s+van\s+verhindering)?"
)
_PRESENT = (
    rf"(?:(?:{_HOW})\s+)?(?:aanwezig(?:en|heid)?|afwezig(?:en)?|afgemeld(?:en)?|afmelding(?:en)?|deelnemers(?:lijst)?|"
    r"genodigden|presentie(?:lijst)?|verhinderd|bericht van verhindering|met kennisgeving|leden|(?:aan|rond de|om de) tafel|"
    r"(?:[^\W\d]+\s+){1,4}(?:aan|af)wezig(?=\s*:))"  # "Van het college aanwezig:"
)
_ATTENDANCE = re.compile(
    rf"^[*_#\s]*(?:{NUMBER.pattern[1:]})?({_PRESENT}(?:\s+(?:zijn|waren|namens|van|met|zonder|bij|is)\b[^:|.]{{0,50}})?)\s*"
    r"(\([^)]{0,60}\))?[*_\s]*(?P<mark>[:|]|$)[*_\s]*",
    re.IGNORECASE,
)
_CHAIR = re.compile(
    r"^[*_]*(voorzitter|notulist|secretaris|griffier|verslag(?:legging)?|notulen)[*_]*\s*[:|]\s*", re.IGNORECASE
)
_PART = re.compile(r"^(?:leden|voorzitter|secretaris|griffier|notulist|deelnemers|genodigden)\s*:\s*\S", re.IGNORECASE)
_NAME_CELLS = re.compile(
    r"^(?:naam|achternaam|voornaam|organisatie|functie|departement|leden|rol|partij|fractie|aanwezig\w*|afwezig\w*|namens|eenheid)$",
    re.IGNORECASE,
)
_ACTION_CELL = re.compile(r"^(?:actie(?:punt)?(?:en)?|toezegging(?:en)?|afspra(?:ak|ken))$", re.IGNORECASE)
_OWNER_CELL = re.compile(
    r"^(?:wie|eigenaar|actiehouder|trekker|verantwoordelijke?|door|status|wanneer|gereed|deadline|termijn|datum)$",
    re.IGNORECASE,
)
_ACTIONS = re.compile(
    r"^(?:overzicht (?:van )?|lijst (?:van |met )?|openstaande |nieuwe |bijlage:? )?"
    r"(?:actie(?:punten|lijst|s)?(?:lijst)?|toezeggingen(?:lijst)?|actie- en besluitenlijst)$",
    re.IGNORECASE,
)
_AGENDA = re.compile(r"^(?:concept)?(?:agenda|agendapunten|dagorde|programma)$", re.IGNORECASE)
_CHECK_BOX = re.compile(r"^(?:[-*]\s*)?(?:\[[ xX]?\]|☐|☑|☒)\s")
_PREFIXES = frozenset(
    "van de der den het ten ter en namens vd vden v/d t ministerie vz lid mevrouw dhr mevr mw heer".split()
)
_NAMED = re.compile(r"\b(?:dhr|mw|mevr|drs|mr|ir|prof)\.|\b(?:de heer|mevrouw)\s+[A-Z]", re.IGNORECASE)
_LONG = 8  # words; shorter lines are too short to be called prose


@dataclass(frozen=True, slots=True)
class Block:
    """A block: its topic as printed, its text, and the heading above it when that stands on a line of its own."""

    kind: SectionKind
    topic: str
    span: Span
    heading: Span | None = None


def topic_to_kind(topic: str) -> SectionKind:
    """What the text under a heading is, by the words of the heading alone."""
    number = NUMBER.match(topic)
    words = topic[number.end() if number else 0 :].strip().rstrip(":")
    return SectionKind.ACTIONS if _ACTIONS.match(words) else SectionKind.TEXT


def find_blocks(document: Document, lines: Sequence[Line], body: int, marked: Collection[int] = ()) -> list[Block]:
    """The blocks of attendance, actions in tables or check boxes, and agendas, in order and without overlap.

    Args:
        document: the text with its tables.
        lines: all its lines.
        body: the number of the first line below the head.
        marked: offsets where headings start that the format marks.
    """
    found = []
    i = body
    while i < len(lines):
        block, behind = _block_at(document, lines, i, marked)
        if block is not None:
            found.append(block)
        i = max(behind, i + 1)
    return found


def _block_at(document: Document, lines: Sequence[Line], i: int, marked: Collection[int]) -> tuple[Block | None, int]:
    line = lines[i]
    table = next((span for span in document.tables if span.start <= line.start < span.end), None)
    label = _ATTENDANCE.match(line.text)
    if label and (label["mark"] or "") != "":
        return _labelled(lines, i, label, marked)
    if label and i + 1 < len(lines) and _opens_names(lines, i + 1):
        end = _names_end(lines, i + 1, marked)
        if end > i + 1:
            return _block(lines, i + 1, end, SectionKind.ATTENDANCE, heading_to_topic(line.text), line.span), end
    chair = _CHAIR.match(line.text)
    if chair and _is_names(line.text[chair.end() :]) and len(line.text.split()) <= 12 and _near_names(lines, i):
        return Block(SectionKind.ATTENDANCE, chair[1], line.span), i + 1
    if table is not None and line.start == table.start:
        kind = _table_kind(line.text)
        behind = next((k for k in range(i, len(lines)) if lines[k].start >= table.end), len(lines))
        if kind is not None:
            return _block(lines, i, behind, kind, line.text), behind
    if _CHECK_BOX.match(line.text):
        behind = next((k for k in range(i, len(lines)) if not _CHECK_BOX.match(lines[k].text)), len(lines))
        return _block(lines, i, behind, SectionKind.ACTIONS, ""), behind
    if _AGENDA.match(line.text.strip("*_# :")):
        end = _agenda_end(lines, i + 1, marked)
        if end - i > 2:
            topic = heading_to_topic(line.text.rstrip(": "))
            return _block(lines, i + 1, end, SectionKind.AGENDA, topic, line.span), end
    return None, i + 1


def _block(
    lines: Sequence[Line], first: int, behind: int, kind: SectionKind, topic: str, heading: Span | None = None
) -> Block:
    return Block(kind, " ".join(topic.split()), Span(lines[first].start, lines[behind - 1].end), heading)


def _labelled(lines: Sequence[Line], i: int, label: re.Match[str], marked: Collection[int]) -> tuple[Block | None, int]:
    """A block whose label closes with a colon or a cell border: names behind it, below it, or both."""
    topic = re.sub(r"^[*_#\s]+|[*_\s]+$", "", label[0].rstrip("*_ :|"))
    rest = lines[i].text[label.end() :]
    if rest and not _is_names(rest):
        return None, i + 1
    if not rest and not (i + 1 < len(lines) and _opens_names(lines, i + 1)):
        return None, i + 1
    if label["mark"] == "|":
        return Block(SectionKind.ATTENDANCE, topic, lines[i].span), i + 1
    end = _names_end(lines, i + 1, marked, inline=bool(rest))
    return _block(lines, i, end, SectionKind.ATTENDANCE, topic), end


def _opens_names(lines: Sequence[Line], i: int) -> bool:
    """Whether names stand on line `i`: not under a label of another kind, nor in a sentence."""
    paragraph = " ".join(_paragraph(lines, i))
    return _is_names(lines[i].text) and (_is_names(paragraph) or bool(BULLET.match(lines[i].text)))


def _paragraph(lines: Sequence[Line], i: int) -> Iterator[str]:
    yield lines[i].text
    for line in lines[i + 1 :]:
        if line.after_blank:
            return
        yield line.text


def _names_end(lines: Sequence[Line], i: int, marked: Collection[int], *, inline: bool = False) -> int:
    """The number of the first line that is no part of a list of names that goes on at line `i`."""
    begin = i
    # "Afwezig", and right below it "Leden: ...": then those are the members who weren't there
    parts = not inline and i < len(lines) and _is_part_label(lines[i])
    while i < len(lines):
        line = lines[i]
        label = _ATTENDANCE.match(line.text) or _CHAIR.match(line.text)
        if line.start in marked or (label and not (parts and _is_part_label(line))) or is_front_matter(line):
            break
        first = i == begin and not line.after_blank  # right below its label: that is no heading of what follows
        if not _is_names(line.text) or (not first and _heads_prose(lines, i)) or _numbered(line.text):
            break
        if inline and line.after_blank and not BULLET.match(line.text) and not _is_unfinished(lines[i - 1].text):
            break
        i += 1
    return i


def _is_part_label(line: Line) -> bool:
    return not line.after_blank and _PART.match(line.text) is not None


def _is_unfinished(text: str) -> bool:
    """Whether a line of names plainly goes on below, whatever parts it from there."""
    return text[-1] in ",;" or text.split()[-1].lower() in _PREFIXES


def _numbered(text: str) -> bool:
    return bool(NUMBER.match(text)) and not re.match(r"^\(?\d{1,2}\)\s", text) and "|" not in text


def _heads_prose(lines: Sequence[Line], i: int) -> bool:
    """Whether line `i` looks like a heading over running text, which no name does."""
    if i + 1 >= len(lines) or not looks_like_heading(lines[i].text) or "," in lines[i].text:
        return False
    closes = lines[i + 1].after_blank and not lines[i].after_blank  # the last of a list, parted from what follows
    if closes or _NAMED.search(lines[i].text) or _numbered(lines[i + 1].text):
        return False
    following = " ".join(islice(_paragraph(lines, i + 1), 3))
    return not _is_names(following)


def _near_names(lines: Sequence[Line], i: int) -> bool:
    """Whether another label of attendance stands beside line `i`."""
    beside = [lines[k].text for k in (i - 2, i - 1, i + 1, i + 2) if 0 <= k < len(lines)]
    return any(_ATTENDANCE.match(text) or _CHAIR.match(text) for text in beside)


def _is_names(text: str) -> bool:
    """Whether words read as names and organisations rather than as a sentence."""
    words: list[str] = re.findall(r"[^\W\d_][\w’'.-]*", re.sub(r"\([^)]*\)", " ", text))
    telling = [word for word in words if word.rstrip(".").lower() not in _PREFIXES]
    if not telling:
        return bool(words) or not text.strip() or "(" in text
    capitals = sum(word[0].isupper() for word in telling)
    parted = len(words) < _LONG or any(mark in text for mark in (*",;|(", "   "))
    return capitals / len(telling) >= (0.5 if parted else 0.7)


def _table_kind(header: str) -> SectionKind | None:
    """What a table holds, by the cells of its first row; None when it is neither."""
    cells = [cell.strip(" *_.:") for cell in header.split("|")]
    if any(_ACTION_CELL.match(cell) for cell in cells) and any(_OWNER_CELL.match(cell) for cell in cells):
        return SectionKind.ACTIONS
    if sum(bool(_NAME_CELLS.match(cell)) for cell in cells) >= 2:
        return SectionKind.ATTENDANCE
    return None


def _agenda_end(lines: Sequence[Line], i: int, marked: Collection[int]) -> int:
    """The number of the first line behind a list of planned items: its numbers go up, and no text stands below them."""
    last = 0
    while i < len(lines):
        line = lines[i]
        number = NUMBER.match(line.text)
        item = number is not None or bool(BULLET.match(line.text)) or bool(re.match(r"^\d{1,2}[.:]\d\d\b", line.text))
        if line.start in marked or not item or len(line.text.split()) > 16:
            break
        if number is not None:
            if int(number[1]) < last or (int(number[1]) == last and last == 1):
                break
            last = int(number[1])
        i += 1
    return i
