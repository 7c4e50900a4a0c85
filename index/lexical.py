"""The words of passages in SQLite's FTS5, ranked by BM25 over weighted columns.

Each column holds terms made by `index.dutch`, so building and asking spell alike: the folded words of a passage and the stems
of each, and the same of what stands above it (title, topic, speaker).
"""

import math
import sqlite3
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from index.dutch import capital_key, is_content, known_tokens, stems
from index.sqlite_errors import told_in_dutch

Columns = tuple[str, str, str, str]  # words, stems, above, above_stems
_COLUMNS = ("words", "stems", "above", "above_stems")
_WEIGHTS = (
    2.0,
    1.0,
    1.0,
    1.0,
)  # a word as asked counts most; the topic above a passage says what it is about
_SEARCH = (
    f"SELECT rowid, -bm25(lexicon, {', '.join(map(str, _WEIGHTS))}) FROM lexicon "  # noqa: S608 - numbers of our own
    "WHERE lexicon MATCH ? ORDER BY 2 DESC, 1 LIMIT ?"
)
_TOKENIZER = "unicode61 remove_diacritics 0 tokenchars ',.'"  # "7,1" is one term


@dataclass(frozen=True, slots=True)
class Term:
    """Something to look for: folded words that stand beside each other, and how much a match counts (0 to 1)."""

    words: tuple[str, ...]
    weight: float = 1.0


def create(connection: sqlite3.Connection) -> None:
    """Makes the words table and the view of its vocabulary."""
    columns = ", ".join(_COLUMNS)
    connection.execute(f'CREATE VIRTUAL TABLE lexicon USING fts5({columns}, tokenize="{_TOKENIZER}")')
    connection.execute("CREATE VIRTUAL TABLE vocabulary USING fts5vocab('lexicon', 'col')")


def columns(text: str, context: str) -> Columns:
    """What the words table keeps of a passage: the folded words and stems of its text, and of what stands above it."""
    return *_both(text), *_above(context)


def add(connection: sqlite3.Connection, row: int, words: Columns) -> None:
    """Adds the words of a passage under its row number."""
    connection.execute(
        "INSERT INTO lexicon (rowid, words, stems, above, above_stems) VALUES (?, ?, ?, ?, ?)", (row, *words)
    )


def compact(connection: sqlite3.Connection) -> None:
    """Writes the words table anew, without what was removed: until then FTS5 only marks words as gone."""
    connection.execute("INSERT INTO lexicon (lexicon) VALUES ('optimize')")


def remove(connection: sqlite3.Connection, rows: Iterable[int]) -> None:
    """Removes the words of these passages."""
    connection.executemany("DELETE FROM lexicon WHERE rowid = ?", [(row,) for row in rows])


def count(connection: sqlite3.Connection) -> int:
    """The number of passages whose words are kept."""
    (rows,) = connection.execute("SELECT count(*) FROM lexicon").fetchone()
    return int(rows)


def _both(text: str) -> tuple[str, str]:
    """The folded words of a text, and the stems of those that say something."""
    folded, keys = [], []
    for token in known_tokens(text):
        for word in (token.folded, token.verb) if token.verb else (token.folded,):
            folded.append(word)
            keys.append(_stems(word))
        if token.capitals:
            keys.append(capital_key(token.folded))
    return " ".join(folded), " ".join(filter(None, keys))


@lru_cache(maxsize=4096)
def _above(context: str) -> tuple[str, str]:
    """As `_both`; the passages of a topic share what stands above them."""
    return _both(context)


@lru_cache(maxsize=200_000)
def _stems(word: str) -> str:
    return " ".join(sorted(stems(word))) if is_content(word) else ""


@told_in_dutch
class Words:
    """The words table, open for searching."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def search(
        self, terms: Sequence[Term], limit: int, allowed: Container[int] | None = None
    ) -> list[tuple[int, float]]:
        """The passages that match any term, best first.

        Args:
            terms: what to look for; a term of more words must stand as a phrase.
            limit: at most this many.
            allowed: the row numbers in scope; None for all.

        Returns:
            (row number, score), higher is better; ties by row number. [] when nothing matches.
        """
        # FTS5 has no weights a term, so each weight is a search of its own and the scores add up.
        scores: dict[int, float] = {}
        for weight in sorted({term.weight for term in terms}, reverse=True):
            query = " OR ".join(_query(term) for term in terms if term.weight == weight)
            for row, score in self._connection.execute(
                _SEARCH,
                (query, 4 * limit if allowed is None else -1),
            ):
                if allowed is None or row in allowed:
                    scores[row] = scores.get(row, 0.0) + weight * score
        return sorted(scores.items(), key=lambda item: (-item[1], item[0]))[:limit]

    def frequencies(self) -> tuple[int, dict[str, int]]:
        """The number of passages, and in how many of them each folded word stands, in the text or above it."""
        rows = self._connection.execute(
            "SELECT term, max(doc) FROM vocabulary WHERE col IN ('words', 'above') GROUP BY term"
        )
        return count(self._connection), dict(rows)


def rarity(documents: int, frequency: int) -> float:
    """How telling a word is: the idf of BM25, from 0 (everywhere) up (Robertson and Sparck Jones 1976)."""
    return math.log(1 + (documents - frequency + 0.5) / (frequency + 0.5))


def _query(term: Term) -> str:
    exact = " ".join(term.words)
    if len(term.words) > 1:
        return f'{{words above}} : "{exact}"'
    # a key of capitals is no word: it has no stems, and stands in the other columns only
    alike = " OR ".join(f'"{stem}"' for stem in sorted(stems(term.words[0]) | {exact}))
    return f'({{words above}} : "{exact}" OR {{stems above_stems}} : ({alike}))'
