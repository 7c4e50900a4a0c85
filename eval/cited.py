"""What another system wrote, as an answer that is judged as ours is: each sentence beside the place where the record has it.

Another system cites a piece of text; we cite a quote inside a passage. So its piece becomes the passage, wherever it stands in the
record, and the sentence before a marker becomes the quote. Markers are numbered anew, because numbering by first use is our rule
and not theirs.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from assistant.answer import Answer, Citation, Question, Refusal
from index.records import Passage, Record, Span

_MARKER = re.compile(r"\s*\[(\d+)\]")


@dataclass(frozen=True, slots=True)
class Piece:
    """What a system cites: a piece of a record, as it was shown to whoever wrote the answer."""

    record: Record
    text: str


def cited(
    question: str, text: str, pieces: Mapping[int, Piece], composer: str, confidence: float | None = None
) -> Answer:
    """An answer out of text with markers.

    A marker that goes with no piece stays in the text without a citation, so that the answer isn't validly cited. A sentence that
    the record doesn't have becomes a quote that isn't literal.

    Args:
        question: what was asked.
        text: sentences, each with its marker behind it.
        pieces: what the markers point at.
        composer: who wrote it.
        confidence: how sure it is, 0 to 1.
    """
    told: list[str] = []
    citations: list[Citation] = []
    start = 0
    for marker in _MARKER.finditer(text):
        said = text[start : marker.start()].strip()
        start = marker.end()
        piece = pieces.get(int(marker[1]))
        if piece is None:
            told.append(f"{said} [{marker[1]}]")
            continue
        n = len(citations) + 1
        citations.append(_citation(n, said, piece))
        told.append(f"{said} [{n}]")
    told.append(text[start:].strip())
    return Answer(
        text=" ".join(part for part in told if part),
        citations=tuple(citations),
        answered=True,
        short=None,
        question=Question(question),
        composer=composer,
        confidence=confidence,
    )


def declined(question: str, text: str, composer: str) -> Answer:
    """An answer that says the records don't tell."""
    return Answer(text, (), False, None, Question(question), composer=composer, refusal=Refusal.NOTHING)


def _citation(n: int, said: str, piece: Piece) -> Citation:
    record = piece.record
    span = where(piece.text, record.text) or Span(0, 0)
    inside = where(said, span.of(record.text))
    place = Span(span.start + inside.start, span.start + inside.end) if inside else Span(span.start, span.start)
    passage = Passage(
        id=f"{record.id}:{span.start}-{span.end}",
        record_id=record.id,
        title=record.title,
        date=record.dates[0] if record.dates else None,
        topic="",
        speaker=None,
        page=None,
        span=span,
        text=span.of(record.text),
    )
    return Citation(n, passage, place, place.of(record.text) if inside else said)


def where(part: str, whole: str) -> Span | None:
    """The first place where `whole` has `part`, whatever white space is between its words; None when it hasn't."""
    words = part.split()
    found = re.search(r"\s+".join(map(re.escape, words)), whole) if words else None
    return Span(*found.span()) if found else None
