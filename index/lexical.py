"""The words of passages in SQLite's FTS5: in which passages a word stands, and which words a passage has.

FTS5 finds; `index.scoring` ranks. What is kept of a passage are folded words as `index.dutch` spells them, sentence by
sentence, so that nothing is cut into words again when a question is asked. Other forms of a word are not kept with every
passage but once for each word of the records, see `index.vocabulary`.
"""

import json
import math
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from sys import intern

import numpy as np
from numpy.typing import NDArray

from index.dutch import Token, capital_key, is_content, known_tokens, stems
from index.sentences import sentences
from index.sqlite_errors import told_in_dutch

Columns = tuple[str, str, str]  # words (a line a sentence), abbreviations in capitals, what stands above (a line each)
# the row numbers as one text, which is read into an array ten times as fast as rows are
_ROWS = "SELECT group_concat(rowid) FROM (SELECT rowid FROM lexicon WHERE lexicon MATCH ? ORDER BY rowid)"
_TOKENIZER = "ascii tokenchars ',.'"  # words are folded already; "7,1" is one word


@dataclass(frozen=True, slots=True)
class Term:
    """Something to look for: folded words that stand beside each other, and how much a match counts (0 to 1).

    `apart`: they need not stand beside each other, as long as one sentence has them all. `written` is how it is shown to
    people; "" when the folded words will do.
    """

    words: tuple[str, ...]
    weight: float = 1.0
    apart: bool = False
    written: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Known:
    """A word of the records: in how many passages it stands, and its forms (stems and lemma)."""

    word: str
    passages: int
    forms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """The folded words of a passage: of each sentence, and of each line above it; abbreviations are in capitals."""

    sentences: tuple[tuple[str, ...], ...]
    above: tuple[tuple[str, ...], ...]


def create(connection: sqlite3.Connection) -> None:
    """Makes the words table and the list of its words."""
    # no places within a column: which words stand beside each other is seen in the words themselves
    connection.execute(
        f'CREATE VIRTUAL TABLE lexicon USING fts5(words, capitals, above, detail=column, tokenize="{_TOKENIZER}")'
    )
    connection.execute(
        "CREATE TABLE vocabulary (word TEXT PRIMARY KEY, passages INTEGER NOT NULL, forms TEXT NOT NULL) WITHOUT ROWID"
    )


def columns(text: str, context: str) -> Columns:
    """What the words table keeps of a passage: its folded words by sentence, its capitals, and what stands above it."""
    above, capitals_above = _line_by_line(context)
    lines, capitals = _by_sentence(text)
    return lines, " ".join(sorted(capitals | capitals_above)), above


def _by_sentence(text: str) -> tuple[str, frozenset[str]]:
    ends = [span.end for span in sentences(text)]
    lines: list[list[str]] = [[] for _ in range(max(1, len(ends)))]
    capitals = set()
    n = 0
    until = ends[0] if len(ends) > 1 else len(text)
    for token in known_tokens(text):
        start, _, folded, in_capitals, verb, _ = token  # a passage has a hundred: this is where the time goes
        while start >= until:
            n += 1
            until = ends[n] if n + 1 < len(ends) else len(text)
        lines[n].append(_cased(token) if in_capitals else folded)
        if verb:
            lines[n].append(verb)
        if in_capitals:
            capitals.add(folded)
    return "\n".join(map(" ".join, lines)), frozenset(capitals)


@lru_cache(maxsize=4096)
def _line_by_line(context: str) -> tuple[str, frozenset[str]]:
    """The passages of a topic share what stands above them."""
    found = [known_tokens(line) for line in context.split("\n")]
    capitals = frozenset(token.folded for tokens in found for token in tokens if token.capitals)
    return "\n".join(" ".join(map(_cased, tokens)) for tokens in found), capitals


def _cased(token: Token) -> str:
    """A word as it is kept: FTS5 takes capitals for small letters, so these only tell an abbreviation from a word."""
    return token.folded.upper() if token.capitals and token.folded.isascii() else token.folded


def add(connection: sqlite3.Connection, rows: Sequence[int], words: Sequence[Columns]) -> None:
    """Adds the words of passages under their row numbers."""
    connection.executemany(
        "INSERT INTO lexicon (rowid, words, capitals, above) VALUES (?, ?, ?, ?)",
        ((row, *own) for row, own in zip(rows, words, strict=True)),
    )
    connection.executemany(
        "INSERT INTO vocabulary VALUES (?, ?, ?) ON CONFLICT (word) DO UPDATE SET passages = passages + excluded.passages",
        ((word, count, _forms(word)) for word, count in sorted(_counted(words).items())),
    )


def remove(connection: sqlite3.Connection, rows: Iterable[int]) -> None:
    """Removes the words of these passages; words that stand nowhere any more are gone from the list too."""
    kept = [(row, own) for row, own in _kept(connection, rows)]
    connection.executemany(
        "UPDATE vocabulary SET passages = passages - ? WHERE word = ?",
        ((count, word) for word, count in _counted([own for _, own in kept]).items()),
    )
    connection.execute("DELETE FROM vocabulary WHERE passages <= 0")
    connection.executemany("DELETE FROM lexicon WHERE rowid = ?", [(row,) for row, _ in kept])


def _kept(connection: sqlite3.Connection, rows: Iterable[int]) -> Iterator[tuple[int, Columns]]:
    for row, words, capitals, above in connection.execute(
        "SELECT rowid, words, capitals, above FROM lexicon WHERE rowid IN (SELECT value FROM json_each(?))",
        (json.dumps(list(rows)),),
    ):
        yield row, (words, capitals, above)


def _counted(words: Iterable[Columns]) -> Counter[str]:
    """In how many of these passages each word stands; abbreviations in capitals count as such besides."""
    counted: Counter[str] = Counter()
    for own, capitals, above in words:
        counted.update({*own.lower().split(), *above.lower().split(), *map(capital_key, capitals.split())})
    return counted


@lru_cache(maxsize=200_000)
def _forms(word: str) -> str:
    return " ".join(sorted(stems(word))) if is_content(word) else ""


def compact(connection: sqlite3.Connection) -> None:
    """Writes the words table anew, without what was removed: until then FTS5 only marks words as gone."""
    connection.execute("INSERT INTO lexicon (lexicon) VALUES ('optimize')")


def count(connection: sqlite3.Connection) -> int:
    """The number of passages whose words are kept."""
    (rows,) = connection.execute("SELECT count(*) FROM lexicon").fetchone()
    return int(rows)


@told_in_dutch
class Lexicon:
    """The words table, open for reading."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def rows(self, word: str, column: str) -> NDArray[np.int64]:
        """The row numbers, in order, of the passages that have a word in a column (words, capitals or above)."""
        (found,) = self._connection.execute(_ROWS, (f'{column} : "{word}"',)).fetchone()
        return np.fromstring(found, np.int64, sep=",") if found else np.zeros(0, np.int64)

    def words(self, rows: Iterable[int]) -> dict[int, Words]:
        """The words of passages, by their row number; rows that aren't there are left out."""
        return {row: Words(_lines(own), _lines(above)) for row, (own, _, above) in _kept(self._connection, rows)}

    def known(self) -> tuple[int, list[Known]]:
        """The number of passages, and the words of the records."""
        rows = self._connection.execute("SELECT word, passages, forms FROM vocabulary")
        return count(self._connection), [Known(word, passages, tuple(forms.split())) for word, passages, forms in rows]


def _lines(kept: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(map(intern, line.split(" "))) for line in kept.split("\n") if line)


def rarity(documents: int, frequency: int) -> float:
    """How telling a word is: the idf of BM25, from 0 (everywhere) up (Robertson and Sparck Jones 1976)."""
    return math.log(1 + (documents - frequency + 0.5) / (frequency + 0.5))
