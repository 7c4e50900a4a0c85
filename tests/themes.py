"""A small index for tests: encoders whose vectors one can work out by hand, and records made on the spot."""

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from index.records import Record, RecordKind, Section, Span

THEMES = ("taser", "geld", "wijk", "drugs", "vuurwerk", "jeugd", "corona")


class ThemeEncoder:
    """Counts how often each theme is named; the eighth number is 1 for a text with any letter. Rows get length 1."""

    name = "themas-v1"
    dimension = len(THEMES) + 1
    weight = 0.25
    noise = 0.0
    alike = 2.0

    def queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of questions: float32 (n, 8), rows of length 1; zeros for a text without letters."""
        counted = [[*(text.lower().count(theme) for theme in THEMES), any(map(str.isalpha, text))] for text in texts]
        return unit_rows(counted, self.dimension)

    def passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """The same for passages."""
        return self.queries(texts)


class VowelEncoder:
    """Another encoder, of another dimension: how many of the letters a, e, i and o a text has. Rows get length 1."""

    name = "klinkers-v1"
    dimension = 4
    weight = 0.25
    noise = 0.0
    alike = 2.0

    def queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of questions: float32 (n, 4), rows of length 1; zeros for a text without those letters."""
        return unit_rows([[text.lower().count(vowel) for vowel in "aeio"] for text in texts], self.dimension)

    def passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """The same for passages."""
        return self.queries(texts)


def unit_rows(numbers: Sequence[Sequence[float]], dimension: int) -> NDArray[np.float32]:
    """Rows of numbers as float32 (n, dimension), each divided by its length; zeros stay zeros."""
    vectors = np.array(numbers, np.float32).reshape(-1, dimension)
    lengths = np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), np.float32(1e-9))
    return np.asarray(vectors / lengths, np.float32)


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
    return Record(name, title, days, RecordKind.RECORD, f"{name}.txt", text, tuple(sections))
