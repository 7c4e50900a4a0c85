"""Which lines are headings: those that the format marks, or else those that the layout shows.

A line is a heading when it was broken off on purpose (the next word would still have fitted on it), opens like a title, ends
without punctuation, stands at the border of a sentence, and running text follows. No blank line is asked for, because in
real minutes there often is none; nor is one trusted, because some layouts put one behind every line. A question, capitals with a
colon, the first part of an item and the items of every meeting ("Rondvraag") are headings on easier terms; a label inside a topic
("Besluit: ...") never is one.
"""

import re
from collections.abc import Collection, Sequence

from index.dates import find_dates
from index.lines import ENDS_TEXT, Line, broken_by_paper, wrap_width
from index.readers.document import Document
from index.records import Span
from index.wordlists import word_list

_HEADING_LENGTH = 100  # characters
_HEADING_WORDS = 14
_MARKED_LENGTH = 200  # characters; what a format marks as a heading may be longer, but not a paragraph
BULLET = re.compile(r"^(?:[-–—•·▪◦*\uf0b7]\s|\(?\d{1,2}\)\s|\[[ xX]\]\s)")
NUMBER = re.compile(r"^(?:agendapunt\s+)?\(?(\d{1,2})[a-z]?(?:\.\d{1,2})*[.):]?\s+(?=\S)", re.IGNORECASE)
_ITEM_NUMBER = re.compile(r"^\(?([A-Z](?:\.?\d{1,2})?|\d{1,2}[a-z]?(?:\.\d{1,2})*)[.):]?\s+(?=\S)")
_NEXT_MEETING = re.compile(r"^(?:datum )?(?:eerst)?volgende? (?:vergadering|overleg|bijeenkomst)$", re.IGNORECASE)
_HEADINGS_IN_A_ROW = 50  # more than that are a list
_MARKUP = "_*# "
_STOP = re.compile(r"[.!?](?=\s|$)")
_SENTENCE_END = re.compile(r"[a-zà-ÿ)”\"’]{2}[.!?](?:\s|$)")
_NEVER = re.compile(
    r"https?://|www\.|\S@\S|\s\|\s|\d{1,2}[.:]\d\d\s*(?:uur|[-–])|^aldus\b|\bstem(?:den|men|de)\b|^(?:tegen|voor)\b.*\bfracties?\b",
    re.IGNORECASE,
)
_LABELS = "|".join(sorted(word_list("labels"), key=len, reverse=True))
_LABEL = re.compile(  # "Besluit:", "Tegen (5):", "Actie De Vries:"
    rf"^[*_]*(?:(?:{_LABELS})|(?:actie|reactie|toezegging|stemverklaring)(?:\s+(?-i:[A-Z])[\w’'-]*){{1,2}})\s*(?:\([^)]*\)\s*)?:",
    re.IGNORECASE,
)
_STANDING = word_list("standing_items")
_LISTS = word_list("action_lists")
_CAPITALS = 5  # letters; "VVD" and "PVDA" head no topic
_COLON_WORDS = 4  # longer lines with a colon lead in a list or a quote
_ABBREVIATION = re.compile(r"(\S+)\.$")
_ABBREVIATIONS = word_list("never_last") | word_list("sometimes_last")


def marked_headings(document: Document, start: int) -> list[Span]:
    """The topic headings that the format marks from offset `start` on, of every level; [] when there are none.

    A paragraph of text that carries a heading's style is left out: it is text.
    """
    found = []
    for heading in document.headings:
        words = heading.span.of(document.text)
        if heading.span.start >= start and words.strip() and not _is_paragraph(words):
            found.append(heading.span)
    return found


def _is_paragraph(text: str) -> bool:
    stripped = text.strip()
    long = len(stripped) > _MARKED_LENGTH or len(stripped.split()) > 2 * _HEADING_WORDS
    sentence = bool(_SENTENCE_END.search(stripped)) and len(stripped.split()) > _HEADING_WORDS // 2
    return long or (sentence and stripped[-1] in ".!") or (sentence and len(stripped.split()) > _HEADING_WORDS)


def heading_to_topic(text: str) -> str:
    """A heading as a topic: on one line, numbered as printed, without marks of bold and italics."""
    return " ".join(text.split()).strip(_MARKUP) or " ".join(text.split())


def layout_headings(lines: Sequence[Line], body: int, taken: Collection[int] = ()) -> list[Span]:
    """The topic headings that the layout shows.

    Args:
        lines: all lines of the text.
        body: the number of the first line below the head.
        taken: offsets of lines that are something else already.
    """
    width = wrap_width(lines)
    found = []
    for i in range(body, len(lines) - 1):
        top = i if i > body and lines[i - 1].start in taken and _is_apart(lines[i - 1], lines[i], width) else body
        if lines[i].start not in taken and is_heading(lines, i, top, width) and _text_follows(lines, i, top, width):
            found.append(lines[i].span)
    return found


def _is_apart(above: Line, line: Line, width: float) -> bool:
    """Whether a line behind a list of names or actions is plainly no part of it."""
    return line.after_blank or NUMBER.match(line.text) is not None or not broken_by_paper(above, line, width)


def is_heading(lines: Sequence[Line], i: int, body: int, width: float) -> bool:
    """Whether line `i` (not the last one) looks like a heading by itself and by the lines around it."""
    line, following = lines[i], lines[i + 1]
    words = line.text.rstrip(":? ") if _opens_paragraph(line, following) else line.text
    if not looks_like_heading(words) or _LABEL.match(line.text) or following.text[0].islower():
        return False
    above = lines[i - 1] if i > body else None
    if _in_numbered_list(lines, i, body):
        return False
    if above is not None and not ENDS_TEXT.search(above.text) and not _parted(above, line, width):
        below = _is_part(above.text, line.text) or _is_plainly_one(above, line, width)
        return below and not broken_by_paper(line, following, width)
    return not broken_by_paper(line, following, width)


def _is_plainly_one(above: Line, line: Line, width: float) -> bool:
    """Whether a line below a short one without a full stop ("Geen") is a heading by its words or its capitals alone."""
    if broken_by_paper(above, line, width) or above.text.isupper() or not looks_like_heading(line.text.rstrip(": ")):
        return False
    return _in_capitals(line) or _stands_alone(line.text, _STANDING)


def _in_capitals(line: Line) -> bool:
    """Whether a line is in capitals and longer than the name of a party."""
    return line.text.isupper() and sum(map(str.isalpha, line.text)) >= _CAPITALS


def _opens_paragraph(line: Line, following: Line) -> bool:
    """Whether a question, or a few words with a colon, stand by themselves right above the text that they head."""
    if line.text[-1] == "?":
        return line.after_blank and not following.after_blank and len(_STOP.findall(line.text)) == 1
    if line.text[-1] != ":" or BULLET.match(following.text):
        return False
    short = len(line.text.split()) <= _COLON_WORDS and bool(ENDS_TEXT.search(following.text))
    return _in_capitals(line) or (short and line.after_blank and not following.after_blank)


def _is_part(upper: str, lower: str) -> bool:
    """Whether two lines are numbered as an item and its first part: "2" and "2.1", "B." and "B1."."""
    above, below = _ITEM_NUMBER.match(upper.strip(_MARKUP)), _ITEM_NUMBER.match(lower.strip(_MARKUP))
    if not above or not below or not below[1].startswith(above[1]):
        return False
    rest = below[1][len(above[1]) :]
    return bool(re.match(r"\.\d|[a-z]$", rest) if above[1][-1].isdigit() else re.match(r"\.?\d", rest))


def _parted(above: Line, line: Line, width: float) -> bool:
    """Whether an empty line parts the two on purpose; behind a full line it can be a matter of layout only."""
    full = broken_by_paper(above, line, width) and len(above.text) > _HEADING_LENGTH / 2
    return line.after_blank and not full


def looks_like_heading(printed: str) -> bool:
    """Whether the words of a line are those of a heading: short, with a capital or a number, without end punctuation."""
    text = printed.strip(_MARKUP)
    if not text or len(text) > _HEADING_LENGTH or len(text.split()) > _HEADING_WORDS or _NEVER.search(text):
        return False
    number = NUMBER.match(text)
    if text[-1] in ".,;:!?…" and not (number and _closes_with_abbreviation(text)):
        return False
    if _LABEL.match(text):
        return False
    words = text[number.end() :] if number else text
    if not words or not (words[0].isupper() or words[0].isdigit() or words[0] in "\"'“‘("):
        return False
    if not any(c.isalpha() for c in words) or _is_bare_date(text):
        return False
    return not BULLET.match(printed) or bool(re.match(r"^\(?\d{1,2}\)\s", printed))


def _closes_with_abbreviation(text: str) -> bool:
    last = _ABBREVIATION.search(text)
    return bool(last) and last is not None and (last[1] in _ABBREVIATIONS or last[1].lower() in _ABBREVIATIONS)


def _is_bare_date(text: str) -> bool:
    dates = find_dates(text)
    return len(dates) == 1 and len(text) - (dates[0].span.end - dates[0].span.start) <= 3


def _in_numbered_list(lines: Sequence[Line], i: int, body: int) -> bool:
    """Whether line `i` is one of numbered lines that stand against each other: a list, not a row of headings."""
    here = NUMBER.match(lines[i].text)
    if here is None:
        return False
    if re.match(r"^\(?\d{1,2}\)\s", lines[i].text) and not lines[i].after_blank:
        return True  # "1)" numbers a list, unless it stands apart
    above = NUMBER.match(lines[i - 1].text) if i > body and not lines[i].after_blank else None
    below = NUMBER.match(lines[i + 1].text) if i + 1 < len(lines) and not lines[i + 1].after_blank else None
    if i > body and _is_part(lines[i - 1].text, lines[i].text):
        above = None
    if i + 1 < len(lines) and _is_part(lines[i].text, lines[i + 1].text):
        below = None
    return any(other is not None and abs(int(other[1]) - int(here[1])) <= 1 for other in (above, below))


def _stands_alone(printed: str, items: frozenset[str]) -> bool:
    """Whether a line is one of the items that head a topic whatever stands below."""
    number = NUMBER.match(printed)
    words = printed[number.end() if number else 0 :].strip(f"{_MARKUP}:.")
    return words.lower() in items or (items is _STANDING and _NEXT_MEETING.match(words) is not None)


def _text_follows(lines: Sequence[Line], i: int, body: int, width: float) -> bool:
    """Whether running text stands under line `i`; a heading over a heading counts when a blank line parts them."""
    if _stands_alone(lines[i].text, _LISTS):
        return True
    for _ in range(_HEADINGS_IN_A_ROW):
        if i + 1 >= len(lines) - 1 or not is_heading(lines, i + 1, body, width):
            break
        apart = lines[i + 1].after_blank and lines[i].after_blank
        if not apart and not _is_part(lines[i].text, lines[i + 1].text):
            return False
        i += 1
    following = lines[i + 1]
    if _stands_alone(lines[i].text, _STANDING):
        return True
    if ENDS_TEXT.search(following.text) or len(following.text) > 60 or BULLET.match(following.text):
        return True
    paragraph = " ".join(line.text for line in lines[i + 1 : i + 4])
    return bool(re.search(r"[.!?](?:\s|$)", paragraph))
