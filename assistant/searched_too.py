"""The words that were searched besides those of the question, as a reader is told."""

from collections.abc import Sequence

from assistant.answer import Answer
from index.concepts import COMPOUND, HEAD, PART, PARTS, Concept
from index.dutch import tokens


def searched_too(concepts: Sequence[Concept], answer: Answer) -> tuple[tuple[str, str], ...]:
    """Pairs of (asked, searched too): other names and spellings, and those compounds that the answer rests on."""
    quoted = {
        key
        for citation in answer.citations
        for token in tokens(f"{citation.passage.topic} {citation.quote}")
        for key in token.keys
    }
    return tuple(
        (concept.asked, other)
        for concept in concepts
        if not concept.light
        for other, term in zip(concept.others, concept.terms[1:], strict=True)
        if term.weight not in {COMPOUND, HEAD, PART, PARTS} or term.words[0] in quoted
    )
