"""What is read to make the encoder: only sources whose licence lets its weights be given away under CC BY-SA 4.0.

The files are xz, a line a row, with tabs: `words.tsv` and `pairs.tsv` (licence, source, English, Dutch), `headings-train.tsv`
(kind, heading, paragraph) and `text.txt` (a Dutch sentence). No file for testing is ever read here.
"""

import lzma
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

FREE = frozenset(
    {"CC-BY-SA-4.0", "CC-BY-SA-3.0", "CC-BY-4.0", "MPL-2.0", "Unicode"}
)  # LGPL, GPL, GFDL and "mixed" stay out
_GLOSSARY = Path(__file__).parent / "glossary.toml"  # of our own making
_ENGLISH = 15  # words of an English text: a bag of words learns little from longer ones, which take the teacher longest
_TEXT = 450  # characters of a text that are trained on
_SENSE = 8  # words of one sense at most; more is a list of species or places
_SHARED = 3  # words with one English translation at most; more, and the English word has many senses


@dataclass(frozen=True, slots=True)
class Row:
    """An English text and the Dutch one that means the same; `source` says where they stood side by side."""

    english: str
    dutch: str
    source: str

    @property
    def is_gloss(self) -> bool:
        """Whether the English side is a word with what it means: "criminal: someone who has committed a crime"."""
        return "gloss" in self.source


def free_rows(path: Path) -> list[Row]:
    """The rows of `words.tsv` or `pairs.tsv`, as far as their licence lets a model be given away and English is not long.

    Raises:
        OSError: the file is missing.
    """
    rows = (row for row in _rows(path) if len(row) == 4 and row[0] in FREE)
    return [Row(row[2], row[3][:_TEXT], row[1]) for row in rows if len(row[2].split()) <= _ENGLISH]


def headings(path: Path) -> list[tuple[str, str]]:
    """Heading and paragraph, cut off at 450 characters, out of `headings-train.tsv`."""
    return [(row[1], row[2][:_TEXT]) for row in _rows(path) if len(row) == 3]


def sentences(path: Path, every: int = 1) -> Iterator[str]:
    """The sentences of `text.txt`, or one in so many of them."""
    yield from (line for n, line in enumerate(_lines(path)) if n % every == 0)


def synonyms(words: Iterable[Row], glosses: Iterable[Row]) -> list[tuple[str, str]]:
    """Dutch words that stand with one sense of a wordnet, or with one English word that few words translate."""
    senses: dict[str, set[str]] = defaultdict(set)
    shared: dict[str, set[str]] = defaultdict(set)
    for row in glosses:
        if row.source == "omw-gloss":
            senses[row.english.partition(": ")[2]].add(row.dutch)
    for row in words:
        shared[row.english.lower()].add(row.dutch)
    found = {pair for alike in senses.values() if len(alike) <= _SENSE for pair in _by_twos(alike)}
    found |= {pair for alike in shared.values() if len(alike) <= _SHARED for pair in _by_twos(alike)}
    return sorted(found)


def glossary_pairs() -> list[tuple[str, str]]:
    """Names of one thing in our own word list, by twos."""
    entries = tomllib.loads(_GLOSSARY.read_text("utf-8"))
    return [pair for kind in ("same", "near") for entry in entries.get(kind, []) for pair in _by_twos(entry["forms"])]


def _by_twos(alike: Iterable[str]) -> list[tuple[str, str]]:
    ordered: Sequence[str] = sorted(alike)
    return [(one, other) for n, one in enumerate(ordered) for other in ordered[n + 1 :]]


def _rows(path: Path) -> Iterator[list[str]]:
    return (line.split("\t") for line in _lines(path))


def _lines(path: Path) -> Iterator[str]:
    with lzma.open(path, "rt", encoding="utf-8", newline="\n") as opened:
        yield from (line.rstrip("\n") for line in opened)
