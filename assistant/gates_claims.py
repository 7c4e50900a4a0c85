"""What a model wrote, cut into claims: each a sentence with the sources that it names and the words that it quotes."""

import re
from dataclasses import dataclass

from index.sentences import sentences

MARKER = re.compile(r"\s*[\[【]\s*(\d{1,4}(?:\s*[,;&]\s*\d{1,4})*)\s*[\]】]")
THOUGHT = re.compile(r"<think(?:ing)?>.*?(?:</think(?:ing)?>|$)", re.DOTALL | re.IGNORECASE)
_QUOTES = re.compile(
    r"[“„‟][^“”„‟\n]*[”“]|«[^«»\n]*»|\"[^\"\n]*\"|(?<![\w’'])[‘‚][^‘\n]*?’(?!\w)|(?<![\w'])'[^'\n]+(?:'\w[^'\n]*)*'(?!\w)"
)
_STOP = re.compile(r"[.!?…](?=.*\S)", re.DOTALL)
_ITEM = re.compile(r"^\s*(?:[-–—•·▪◦*#>\uf0b7]+|\(?\d{1,2}[.)])\s+")
_STAR = re.compile(r"(?<!\w)(\*{1,3}|_{1,3})(?=\S)(.+?)(?<=\S)\1(?!\w)")


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words between quotation marks, and the sources named behind them."""

    text: str
    cited: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence with its markers, the same without them, the sources in order of naming, and what it quotes.

    `own` is the sentence less its quotes; `line` counts the lines of the answer.
    """

    text: str
    said: str
    own: str
    cited: tuple[int, ...]
    quotes: tuple[Quoted, ...]
    line: int = 0


def claims(text: str) -> list[Claim]:
    """The claims of an answer in order; [] for a blank one.

    What a model thinks aloud between <think> and </think> is no part of its answer. A marker behind the full stop belongs to
    the sentence before it; quoted words are never cut.
    """
    found = []
    for n, line in enumerate(THOUGHT.sub(" ", text).splitlines()):
        clean = _STAR.sub(r"\2", _ITEM.sub("", line)).strip()
        found += [_claim(piece, n) for piece in _pieces(clean)]
    return found


def _pieces(line: str) -> list[str]:
    hidden = _QUOTES.sub(lambda quote: _STOP.sub(",", quote[0][:-1]) + quote[0][-1], line)
    cuts = [line[span.start : span.end] for span in sentences(hidden)]
    pieces: list[str] = []
    for cut in cuts:
        opening = re.match(rf"(?:{MARKER.pattern})+", cut)
        if opening and pieces and not MARKER.search(pieces[-1]):
            pieces[-1] += f" {opening[0].strip()}"
            cut = cut[opening.end() :].lstrip(" .,;")
        if cut.strip():
            pieces.append(cut.strip())
    return pieces


def _claim(text: str, line: int) -> Claim:
    markers = [(match.start(), numbers_of(match)) for match in MARKER.finditer(text)]
    cited = tuple(dict.fromkeys(n for _, group in markers for n in group))
    quotes = []
    for quote in _QUOTES.finditer(text):
        behind = [(at, group) for at, group in markers if at >= quote.end()]
        near = [n for at, group in behind if _together(text, behind[0][0], at) for n in group]
        quotes.append(Quoted(quote[0][1:-1].strip(), tuple(near) or cited))
    own = MARKER.sub("", _QUOTES.sub(" ; ", text))
    return Claim(text, " ".join(MARKER.sub("", text).split()), " ".join(own.split()), cited, tuple(quotes), line)


def _together(text: str, first: int, at: int) -> bool:
    """Whether nothing but markers stands between two places."""
    return not MARKER.sub("", text[first:at]).strip(" ,")


def numbers_of(marker: re.Match[str]) -> list[int]:
    """The sources of one marker: "[1, 2]" names two."""
    return [int(n) for n in re.findall(r"\d+", marker[1])]
