"""Text in a form that a search understands, where paper and PDFs broke its words; never for quoting.

A hyphen at a line end goes when the joined word is known and it isn't a compound that has one by itself; a gap inside a word goes
when the joined word is known and a part is not; soft hyphens and loose accents go.
"""

import re
import unicodedata

from index.dutch import is_broken, join_at_hyphen

_INVISIBLE = re.compile("[\u00ad\u200b\u200c\u200d\u2060\ufeff]")
_BROKEN = re.compile(r"(?<![^\W\d_])([^\W\d_]+)[-‐\u00ad][^\S\n]*\n\s*([^\W\d_]+)")
_GAP = re.compile(r"(?<![\w'’-])([^\W\d_]{1,4})[ \u00a0]([a-zà-ÿ]{3,})(?![\w'’-])")
_BROKEN_ADDRESS = re.compile(
    r"((?:https?://|www\.)\S*[-/_.=&?])[^\S\n]*\n[^\S\n]*(?=[\w%-]+[/.?=&#-]\S*|[\w%-]+\.\w{2,4}\b)"
)


def legible(text: str) -> str:
    """`text` with broken words made whole, for a search or an encoder.

    Example: "ver-\\ngadering" gives "vergadering", "OM-\\ncapaciteit" gives "OM-capaciteit", "S taatssecretaris" gives
    "Staatssecretaris". Offsets in the result are not those of `text`.
    """
    whole = _BROKEN_ADDRESS.sub(r"\1", unicodedata.normalize("NFC", text))
    whole = _BROKEN.sub(lambda match: join_at_hyphen(match[1], match[2]), whole)
    whole = _INVISIBLE.sub("", whole)
    return _GAP.sub(_mended, whole)


def _mended(match: re.Match[str]) -> str:
    head, tail = match[1], match[2]
    return head + tail if is_broken(head, tail) else match[0]
