"""Where Dutch sentences begin and end, on text as it really stands: wrapped, with abbreviations and lists.

A full stop ends a sentence unless it belongs to an abbreviation, an initial or a list number. A blank line ends
one too, unless the text before it is plainly unfinished and the text behind it plainly goes on: some layouts
put an empty line behind every printed line.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from index.records import Span
from index.wordlists import word_list

_NEVER_LAST = word_list("never_last")
_SOMETIMES_LAST = word_list("sometimes_last")
_OPENERS = word_list("openers")
_MIDWAY = frozenset(
    """aan bij dat de deze die dit door een en het in met naar of om onder op over te tot uit van voor""".split()
)
_KEPT = 200_000  # characters; longer texts are cut again each time, so that little stays in memory
_CELLS = " | "  # parts the cells of a row of a table
_STOP = re.compile(r"[.!?…]+[\"'”’»)\]]*(?=\s|$)")
_LAST_TOKEN = re.compile(r"[^\s(\[\"'“‘«]+$")
_BLANK = re.compile(r"\n[^\S\n]*\n\s*")
_ITEM = re.compile(r"\n[^\S\n]*(?=(?:[-–—•·▪◦*\uf0b7]|\(?\d{1,2}[.)]|[a-z]\))[^\S\n]+\S)")
_LABELS = "|".join(sorted((word.capitalize() for word in word_list("labels")), key=len, reverse=True))
_LABELLED = re.compile(
    rf"\n[^\S\n]*(?=(?:{_LABELS})(?:[^\S\n]+[^\W\d][\w’'-]*){{0,2}}:\s)"
)  # "Besluit: ...", on a line of its own
_FOLLOWING = re.compile(r"\s*[\"'“‘«(\[]*(\w*)")
_LIST_NUMBER = re.compile(r"(?:^|\n\s*|[:;,(]\s*)(?:\d{1,2}[a-z]?|[a-z]|[ivx]{1,4})\.$")
_INITIALS = re.compile(r"^(?:[A-Z]|[A-Z]\.(?:[A-Z]\.)*[A-Z]?)\.?$")


def sentences(text: str, span: Span | None = None) -> list[Span]:
    """The sentences of `text` (of its part `span`, when given) in order, without the white space around them.

    Args:
        text: any text; offsets in the result count its characters.
        span: the part to cut; nothing outside it is looked at.

    Returns:
        Spans that never overlap and leave out white space only; empty for blank text.
    """
    whole = span or Span(0, len(text))
    return list(_known(text, whole) if len(text) <= _KEPT else _cut(text, whole))


def _cut(text: str, whole: Span) -> tuple[Span, ...]:
    ends = [whole.start, *_ends(text, whole)]
    pieces = (_trimmed(text, start, end) for start, end in pairwise(ends))
    return tuple(piece for piece in pieces if piece is not None)


@lru_cache(maxsize=256)
def _known(text: str, whole: Span) -> tuple[Span, ...]:
    """As `_cut`, kept for a while: who speaks, passages and decisions are all looked for in the same sections."""
    return _cut(text, whole)


def _ends(text: str, whole: Span) -> Iterator[int]:
    """Offsets just behind each sentence, the end of the text included."""
    ends = {whole.end}
    has_rows = text.find(_CELLS, whole.start, whole.end) >= 0
    for stop in _STOP.finditer(text, whole.start, whole.end):
        if has_rows and _in_row(text, stop.start(), whole):
            continue  # the row of a table is quoted whole
        if _ends_sentence(text, stop, whole):
            ends.add(stop.end())
    if text.find("\n", whole.start, whole.end) >= 0:
        ends.update(_ends_at_lines(text, whole))
    yield from sorted(ends)


def _ends_at_lines(text: str, whole: Span) -> Iterator[int]:
    """Offsets where a line end closes a sentence: at a blank line, before an item of a list, before a label."""
    for blank in _BLANK.finditer(text, whole.start, whole.end):
        if not _goes_on(text, blank, whole):
            yield blank.start()
    for border in (_ITEM, _LABELLED):
        yield from (found.start() for found in border.finditer(text, whole.start, whole.end))


def _ends_sentence(text: str, stop: re.Match[str], whole: Span) -> bool:
    following = _FOLLOWING.match(text, stop.end(), whole.end)
    word = following[1] if following else ""
    if word and word[0].islower() and "\n\n" not in text[stop.end() : following.start(1) if following else None]:
        return False
    if stop[0][0] != "." or stop[0].startswith(".."):
        return True
    before = _LAST_TOKEN.search(text, max(whole.start, stop.start() - 30), stop.start())
    token = before[0] if before else ""
    if token in _NEVER_LAST or token.lower() in _NEVER_LAST:
        return not word
    if token in _SOMETIMES_LAST or token.lower() in _SOMETIMES_LAST:
        return not word or word in _OPENERS
    if _INITIALS.match(token):
        return not word or (len(token) > 1 and word in _OPENERS)
    # "oorzaken: 1. De afhandeling": a number that opens a list item, not one that closes a sentence ("in 2021.")
    return not _LIST_NUMBER.search(text[max(whole.start, stop.start() - 6) : stop.start() + 1]) or not word


def _in_row(text: str, at: int, whole: Span) -> bool:
    """Whether offset `at` stands in the row of a table: a line whose cells are parted so."""
    start = max(whole.start, text.rfind("\n", 0, at) + 1)
    end = text.find("\n", at, whole.end)
    return _CELLS in text[start : end if end >= 0 else whole.end]


def _goes_on(text: str, blank: re.Match[str], whole: Span) -> bool:
    line = text[max(whole.start, text.rfind("\n", 0, blank.start()) + 1) : blank.start()].rstrip()
    after = text[blank.end() : blank.end() + 1]
    if not line or _CELLS in line or line[-1] in '.!?…:;"”’)':
        return False
    if after.islower() or line.rsplit(None, 1)[-1].lower() in _MIDWAY:
        return True
    # a full printed line that just stops was broken by the paper, whatever the next one starts with
    return after.isupper() and 70 <= len(line) <= 130


def _trimmed(text: str, start: int, end: int) -> Span | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end) if end > start else None
