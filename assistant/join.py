"""Two questions in one message: cut apart, and their answers put together under one numbering."""

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant import phrases
from assistant.answer import Answer, Citation, Question
from assistant.letter import without_courtesies
from assistant.relative_time import explanations

_MOST = 3  # questions in one message
_WH = r"wie|wanneer|welke?|hoe(?:veel|lang)?"
_ASKS = rf"(?:wat|waar|waarom|waardoor|{_WH}|(?:voor|in|op|tot|vanaf|met|aan|van|door|om)\s+(?:{_WH}))"
_CUT = re.compile(rf"(?<=[?!])\s+(?=\S)|,?\s+en\s+(?=(?:{_ASKS})\b)", re.IGNORECASE)
_OPENS = re.compile(rf"^(?:en\s+)?{_ASKS}\b", re.IGNORECASE)
_SHORTEST = 8  # characters of a question


def questions(message: str) -> list[str]:
    """The questions in a message, in order, each with a capital and a question mark; the message itself when it holds one."""
    pieces = without_courtesies(message)
    if 1 < len(pieces) <= _MOST:
        return [f"{piece[0].upper()}{piece[1:].rstrip('?;. ')}?" for piece in pieces]
    message = pieces[0] if len(pieces) == 1 else message
    found = [piece.strip() for piece in _CUT.split(message) if len(piece.strip()) >= _SHORTEST]
    asked = [piece for piece in found if _OPENS.match(piece) or piece.endswith("?")]
    if len(asked) < 2 or len(asked) != len(found) or len(asked) > _MOST:
        return [message]
    return [f"{piece[0].upper()}{piece[1:].rstrip('?')}?" for piece in asked]


def joined(question: Question, answers: Sequence[Answer]) -> Answer:
    """One answer to all: the parts that are answered with their quotes under one numbering, the others named as not found.

    Args:
        question: the whole message.
        answers: of each question in it, in order; at least one is answered.
    """
    lines: list[str] = []
    citations: list[Citation] = []
    for answer in answers:
        if not answer.answered:
            lines.append(phrases.part_not_found(answer.question.text))
            continue
        if all(_number(citation, citations) <= len(citations) for citation in answer.citations):
            continue  # the same words answer this too
        text = answer.text
        for citation in answer.citations:
            number = _number(citation, citations)
            if number > len(citations):
                citations.append(replace(citation, n=number))
            shown = " ".join(citation.quote.split())
            text = text.replace(f"“{shown}” [{citation.n}]", f"“{shown}” [\x00{number}]")
        lines.append(text.replace("[\x00", "["))
    return Answer(
        "\n\n".join(lines),
        tuple(citations),
        True,
        None,
        question,
        expansions=tuple(dict.fromkeys(pair for answer in answers for pair in answer.expansions)),
        explanations=explanations(citations),
        confidence=min((answer.confidence for answer in answers if answer.confidence is not None), default=None),
        seen=tuple({hit.passage.id: hit for answer in answers for hit in answer.seen}.values()),
    )


def _number(citation: Citation, citations: Sequence[Citation]) -> int:
    """The number of a place among those that were quoted before; the next one when it is new."""
    same = (one.n for one in citations if one.passage.id == citation.passage.id and one.span == citation.span)
    return next(same, len(citations) + 1)
