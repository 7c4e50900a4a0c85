"""Text as a reader sees it: without the characters that steer a screen, or that only a machine reads.

Records, questions and models are data. A quote is kept to the letter where programs read it (JSON, spans); where it is shown to
people or given to a model, it goes through `plain` first. What goes: control characters (an escape sequence loses the
escape, so that the rest is harmless text), marks that turn the direction of reading, signs without width, tag
characters, variation selectors, fillers, halves of pairs, and private or unassigned code points (Unicode TR 36 and TR 55).
"""

import re
import unicodedata
from functools import cache

_SAFE = re.compile("[\n\t\x20-\x7e\u00a1-\u00ac\u00ae-\u024f\u2010-\u2027\u2030-\u205e\u20ac]*")
_IGNORABLE = re.compile(  # of Default_Ignorable_Code_Point, those whose category says that they are shown
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)
_MARKS = re.compile("([\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{2})[^\\W\\d_]?")
_PILED = re.compile("((?P<m>[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]){3})")
