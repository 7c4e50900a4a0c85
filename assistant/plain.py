"""Text as a reader sees it: without the characters that steer a screen, or that only a machine reads.

Records, questions and models are data. A quote is kept to the letter where programs read it (JSON, spans); where it is shown to
people or given to a model, it goes through `plain` first. What goes: control characters (an escape sequence loses the
escape, so that the rest is harmless text), marks that turn the direction of reading, signs without width, tag
characters, variation selectors, fillers, halves of pairs, and private or unassigned code points (Unicode TR 36, TR 55).
"""

import re
import unicodedata
from functools import lru_cache

_SAFE = re.compile("[\n\t\x20-\x7e\u00a1-\u00ac\u00ae-\u024f\u2010-\u2027\u2030-\u205e\u20ac]*")  # nearly every text
_IGNORABLE = re.compile(  # of Default_Ignorable_Code_Point, those whose category says that they show
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)
_QUOTATION = re.compile(r"[“”„‟«»‘‚‛]|’(?!\w)")  # an apostrophe inside a word stays: BOA’s
_MARKER = re.compile(r"\[(\d+)\]")
_NAME = 200  # characters of a name that are shown; the longest topic of the records has half of it
_MARKS = 2  # accents on one letter; Dutch needs one, piles of them run over other lines


def plain(text: str) -> str:
    """The text that is left to show; line ends, tabs and every kind of space stay.

    What is safe comes back as it is. `plain(plain(text)) == plain(text)`; "" gives "".
    """
    if _SAFE.fullmatch(text):
        return text
    shown: list[str] = []
    marks = 0
    for char in text.replace("\r\n", "\n"):
        seen = _seen(char)
        if not seen:
            continue
        marks = marks + 1 if unicodedata.combining(seen) else 0
        if marks <= _MARKS:
            shown.append(seen)
    return "".join(shown)


def plain_line(text: str) -> str:
    """The same on one line: every run of white space is one space, none at the ends."""
    return " ".join(plain(text).split())


@lru_cache(4096)
def _seen(char: str) -> str:
    """What is shown of one character; "" when nothing is."""
    if char in "\n\t":
        return char
    if char in "\r\v\f\x85\u2028\u2029":  # other ends of a line or page
        return "\n"
    shows = char.isprintable() or unicodedata.category(char) == "Zs"
    return char if shows and not _IGNORABLE.match(char) else ""


def name(text: str) -> str:
    """A topic, title or other name from a record as it stands between ‘ ’ in a sentence of ours.

    On one line, and unable to end that sentence or to pass for more than a name: quotation marks become ', a marker like [3]
    becomes (3), and what is over `_NAME` characters is cut.
    """
    line = _MARKER.sub(r"(\1)", _QUOTATION.sub("'", plain_line(text)))
    return line if len(line) <= _NAME else f"{line[: _NAME - 1].rstrip()}…"
