"""Quotes set out as lines: what stands before each is ours, the rest is the record's, and every quote gets its number.

What the answers over several meetings share; one place makes the text, so that each marker has its citation, in order of first use.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answer import Answer, Citation, Question
from assistant.evidence import Sentence, leans
from assistant.relative_time import explanations
from index.records import Passage, Span

_LONGEST = 600  # characters of one quote
_BULLET = re.compile(r"^[-–—•·▪◦*\uf0b7]\s+")
_PARAGRAPH = re.compile(r"\n[^\S\n]*\n")
# "Dat vraagt daardoor meer capaciteit", "Het gaat om 7 miljoen": what it follows from stands before it
_FOLLOWS = re.compile(
    r"\b(?:daardoor|daarom|hierdoor|hierom|daarmee|hiermee|daarvoor|hiervoor|daartoe|hiertoe|daarvan|hiervan|desondanks|"
    r"(?:is|wordt|zijn) dit)\b"
    r"|\b(?:dit|deze)\s+(?:onderwerp|punt|plan|voorstel|rapport|besluit|thema|aanpak|proef|maatregel\w*)\b"
    r"|^(?:Van|Voor|Met|Bij|In|Op|Over)\s+(?:dat|die|deze|dit)\s+(?!jaar|moment|keer|week|maand|periode|tijd|dag|manier|wijze)[a-z]{4}"
    r"|^Het\s+(?:gaat|betreft|wordt|werd|is|was|komt|kwam|zal|zou|kan|moet|heeft|duurt|kost|bevat|blijft)\b"
)


@dataclass(frozen=True, slots=True)
class Place:
    """Words of a record that are quoted: at `span` of its text, inside `passage`; `speaker` is whose words they are."""

    passage: Passage
    span: Span
    speaker: str | None = None

    @property
    def quote(self) -> str:
        """The words, to the letter."""
        return self.passage.text[self.span.start - self.passage.span.start : self.span.end - self.passage.span.start]

    @property
    def shown(self) -> str:
        """The words on one line."""
        return " ".join(self.quote.split())


@dataclass(frozen=True, slots=True)
class Line:
    """A line of an answer: what introduces it, and what it quotes."""

    opening: str
    places: tuple[Place, ...]


def place_of(sentence: Sentence, found: Sequence[Sentence]) -> Place:
    """A sentence as a place to quote, with the ones before it that it can't be understood without.

    Args:
        sentence: what is quoted.
        found: the sentences of its passage, others may be among them.
    """
    inside = sorted((s for s in found if s.passage.id == sentence.passage.id), key=lambda s: s.span.start)
    at = next(i for i, s in enumerate(inside) if s.span == sentence.span)
    first = at
    while (
        first
        and _needs(inside[first], inside[first - 1])
        and sentence.span.end - inside[first - 1].span.start <= _LONGEST
    ):
        first -= 1
    bullet = _BULLET.match(inside[first].text)
    start = inside[first].span.start + (bullet.end() if bullet else 0)
    return Place(sentence.passage, Span(start, sentence.span.end), sentence.speaker)


def _needs(sentence: Sentence, before: Sentence) -> bool:
    """Whether a sentence can't be understood without the one before it, of the same paragraph."""
    passage = sentence.passage
    between = passage.text[before.span.end - passage.span.start : sentence.span.start - passage.span.start]
    return (leans(sentence.text) or bool(_FOLLOWS.search(sentence.text))) and not _PARAGRAPH.search(between)


def lines_to_answer(question: Question, blocks: Sequence[str | Line]) -> Answer:
    """The answer that these lines make, a paragraph each; a place that comes back keeps its number.

    Args:
        question: the question, standing on its own.
        blocks: the lines in order; a text is a line without a quote.
    """
    numbers: dict[tuple[str, Span], int] = {}
    citations: list[Citation] = []
    paragraphs = []
    for block in blocks:
        if isinstance(block, str):
            paragraphs.append(block)
            continue
        parts = [block.opening]
        for place in block.places:
            key = place.passage.record_id, place.span
            if key not in numbers:
                numbers[key] = len(numbers) + 1
                citations.append(Citation(numbers[key], place.passage, place.span, place.quote, place.speaker))
            parts.append(f"“{place.shown}” [{numbers[key]}]")
        paragraphs.append(" ".join(parts))
    text = "\n\n".join(paragraphs)
    return Answer(text, tuple(citations), bool(citations), None, question, explanations=explanations(citations))
