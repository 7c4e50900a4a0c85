"""One place where characters are made clean for all formats, with the places that point into the text moved along.

What a reader of the source doesn't see goes: soft hyphens, zero-width, bidirectional, tag and control characters, which
break words and can hide instructions for a language model. Loose accents are joined to their letter, no-break spaces become
spaces, bullets of symbol fonts "•". UTF-8 that was once read as a code page of Windows ("Ã©", "Ć«") is turned back where
nothing else can be meant.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import replace
from itertools import accumulate

from index.readers.document import Document, Heading
from index.records import Note, NoteKind, Span

_ACCENTS = "\u0300-\u036f"
_INVISIBLE = (
    "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff"
)
_SPACES = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
_ODD = re.compile(
    rf"[^\n{_ACCENTS}\uf000-\uf0ffﬀ-ﬆ{_SPACES}{_INVISIBLE}](?:[{_INVISIBLE}]*[{_ACCENTS}])+"  # a letter with loose accents
    rf"|\u00ad(?=\n)|[{_INVISIBLE}]+|[{_SPACES}]|[\x0b\x85\u2028\u2029]|[\u2010\u2011]|[ﬀ-ﬆ]|[\uf000-\uf0ff]|[\ud800-\udfff]"
)
_BREAKS = "\x0b\x85\u2028\u2029"
_BULLET = "\u2022"

# UTF-8 read as the code page of western (1252) or Baltic (1257) Windows; bytes without a character there stay themselves.
_PAGES = [
    {bytes([byte]).decode(page, errors="ignore") or chr(byte): byte for byte in range(0x80, 0x100)}
    for page in ("cp1252", "cp1257")
]
_MENDED = re.compile(
    "[\u00a0-\u00ff\u0152\u0153\u0160\u0161\u017d\u017e\u0178\u2010-\u2026\u2030\u2039\u203a\u20ac\u2122]+"
)
# Read twice: as 1257, then written as Latin-2 and read as UTF-8. C3 AB ("ë") so becomes C6 AB. None of these is Dutch.
_TWICE = {chr(0x180 + ord(letter) - 0xC0): letter for letter in "ëïéèüöäçáóíêôûúîâ"}
_TWICE_INSIDE = re.compile(rf"(?<=[A-Za-z])[{''.join(_TWICE)}]|[{''.join(_TWICE)}](?=[a-z]{{2}})")
_MAYBE_MOJIBAKE = re.compile(rf"[ÂÃâĀĆā{''.join(_TWICE)}]")

_Edit = tuple[int, int, str]  # characters start up to end become these


def clean(document: Document) -> Document:
    """The document with clean characters; itself when there is nothing to do."""
    mended = _edited(document, _mojibake(document.text)) if _MAYBE_MOJIBAKE.search(document.text) else document
    if mended is not document:
        mended = replace(mended, notes=(*mended.notes, _mended_note(document.text)))
    if mended.text.isascii() and not re.search(r"[\x00-\x08\x0b\x0e-\x1f\x7f]", mended.text):
        return mended
    return _edited(mended, [(m.start(), m.end(), _plain(m)) for m in _ODD.finditer(mended.text)])


def _plain(match: re.Match[str]) -> str:
    """What an odd piece of text becomes."""
    piece, text = match[0], match.string
    if piece in _LIGATURES:
        return _LIGATURES[piece]
    if piece in _BREAKS:
        return "\n"
    if piece == "\u00ad" and text[match.end() : match.end() + 1] == "\n":
        return "-" if text[match.start() - 1 : match.start()].isalpha() else ""  # printed at the end of a line
    if piece in "\u2010\u2011":
        return "-"
    if "\ud800" <= piece <= "\udfff":
        return "\ufffd"  # half a character, which nothing can keep
    if len(piece) == 1 and "\uf000" <= piece <= "\uf0ff":
        return _symbol(piece, text, match.start())
    if len(piece) == 1 and piece.isspace():
        return " "
    return unicodedata.normalize("NFC", re.sub(f"[{_INVISIBLE}]", "", piece))


def _symbol(piece: str, text: str, start: int) -> str:
    """A character of a symbol font: a dash, a bullet where a line begins, else a known letter or a bullet."""
    code = ord(piece) - 0xF000
    if code == 0x2D:
        return "-"
    if code == 0x20:
        return " "
    return piece if text[:start].rpartition("\n")[2].strip() and code not in {0xB7, 0xA7, 0xD8, 0xFC, 0x76} else _BULLET


def _mojibake(text: str) -> list[_Edit]:
    edits: dict[int, _Edit] = {}
    for page in _PAGES:
        # two bytes for a letter, three for quotes and the euro sign; only what gives western European characters
        first = "".join(char for char, byte in page.items() if byte in {0xC2, 0xC3, 0xC5, 0xE2})
        later = re.escape("".join(char for char, byte in page.items() if byte < 0xC0))
        for match in re.finditer(f"[{first}][{later}]{{1,2}}", text):
            for end in (match.end(), match.start() + 2):
                good = _decoded(text[match.start() : end], page)
                if good:
                    edits.setdefault(match.start(), (match.start(), end, good))
                    break
    for match in re.finditer("â¬", text):
        edits.setdefault(match.start(), (match.start(), match.end(), "€"))  # its middle byte was lost as a control
    for match in _TWICE_INSIDE.finditer(text):
        edits.setdefault(match.start(), (match.start(), match.end(), _TWICE[match[0]]))
    return [edits[start] for start in sorted(edits)]


def _decoded(piece: str, page: dict[str, int]) -> str:
    try:
        good = bytes(page[char] for char in piece).decode("utf-8")
    except (KeyError, UnicodeDecodeError):
        return ""
    return good if len(good) == 1 and _MENDED.fullmatch(good) else ""


def _mended_note(text: str) -> Note:
    edits = _mojibake(text)
    start, end, good = next((edit for edit in edits if not edit[2].isspace()), edits[0])
    places = f"{len(edits)} plaatsen" if len(edits) > 1 else "1 plaats"
    return Note(
        NoteKind.REPAIRED,
        f"op {places} zijn verkeerd opgeslagen tekens hersteld, zoals “{text[start:end]}” tot “{good}”; "
        "vergelijk bij twijfel met het origineel",
    )


def _edited(document: Document, edits: list[_Edit]) -> Document:
    """The document with pieces of its text replaced, and every place in it moved along."""
    if not edits:
        return document
    pieces, last = [], 0
    for start, end, new in edits:
        pieces += [document.text[last:start], new]
        last = end
    pieces.append(document.text[last:])
    move = _mover(edits)
    return replace(
        document,
        text="".join(pieces),
        pages=tuple(move(page) for page in document.pages),
        headings=tuple(
            Heading(span, heading.level) for heading in document.headings if (span := _moved(heading.span, move))
        ),
        tables=tuple(span for table in document.tables if (span := _moved(table, move))),
    )


def _moved(span: Span, move: Callable[[int], int]) -> Span | None:
    start, end = move(span.start), move(span.end)
    return Span(start, end) if start < end else None


def _mover(edits: list[_Edit]) -> Callable[[int], int]:
    """From a place in the old text to the same place in the new; inside an edit, where its replacement starts."""
    starts = [start for start, _, _ in edits]
    shifts = [0, *accumulate(len(new) - (end - start) for start, end, new in edits)]

    def move(offset: int) -> int:
        i = bisect_right(starts, offset - 1)  # edits that start before it
        if i and offset < edits[i - 1][1]:
            return edits[i - 1][0] + shifts[i - 1]
        return offset + shifts[i]

    return move
