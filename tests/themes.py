"""A small index for tests: an encoder whose vectors one can work out by hand, and records made on the spot."""

import re
from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from index.records import Record, Section, Span

THEMES = ("taser", "geld", "wijk", "drugs", "vuurwerk", "jeugd", "corona")


class ThemeEncoder:
    """Counts how often each theme is named; the eighth number is 1 for a text with any letter, then rows get length 1."""

    name = "themas-v1"
    dimension = len(THEMES) + 1
    noise = 0.0
    noise = 0.0

    def queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of questions: float32 (n, 8), rows of length 1; zeros for a text without letters."""
        rows = [
            [*(text.lower().count(theme) for theme in THEMES), int(bool(re.search(r"[a-z]", text)))] for text in texts
        ]
        vectors = np.array(rows, np.float32).reshape(-1, self.dimension)
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        return np.divide(vectors, lengths, out=vectors, where=lengths > 0)

    def passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """The same for passages."""
        return self.queries(texts)


class VowelEncoder:
    """Another encoder, of another dimension: how many of the letters a, e, i and o a text has."""

    name = "klinkers-v1"
    dimension = 4
    noise = 0.0

    def queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of questions: float32 (n, 4), rows of length 1; zeros for a text without those letters."""
        vectors = np.array([[text.lower().count(vowel) for vowel in "aeio"] for text in texts], np.float32)
        vectors = vectors.reshape(-1, self.dimension)
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        return np.divide(vectors, lengths, out=vectors, where=lengths > 0)

    def passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """The same for passages."""
        return self.queries(texts)


def record_of(
    topics: Mapping[str, str],
    *days: date,
    title: str = "Verslag LOVP",
    name: str = "verslag",
    page: int | None = None,
    speaker: str | None = None,
) -> Record:
    """A record whose topics hold these texts; its id is `name`."""
    text = title
    sections = []
    for topic, words in topics.items():
        text += f"\n\n{topic}\n"
        sections.append(Section(topic, speaker, page, Span(len(text), len(text) + len(words))))
        text += words
    return Record(name, title, days, "record", f"{name}.txt", text, tuple(sections))
