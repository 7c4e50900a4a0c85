"""The gate: an answer leaves only if every marker has its citation and every quote stands in its record, to the letter."""

import re
from collections.abc import Callable
from itertools import chain

from assistant.answer import Answer, Citation
from assistant.gates import checked

_MARKER = re.compile(r"\[(\d+)\]")
EXTRACTIVE = "extractive"


def faults(answer: Answer, text_of: Callable[[str], str | None]) -> list[str]:
    """What is wrong with the citations of an answer; [] when nothing is.

    In an answer in quotes each citation stands behind its quote; in one that a model worded each sentence passes the gates with the
    passages that it cites.

    Args:
        answer: the answer to check.
        text_of: the text of a record by its id, None when there is no such record.
    """
    found = []
    markers = list(dict.fromkeys(int(n) for n in _MARKER.findall(_without_quotes(answer))))
    if markers != list(range(1, len(markers) + 1)):
        found.append(f"markers {markers} are not numbered in order of first use")
    if [citation.n for citation in answer.citations] != markers:
        found.append(f"citations {[c.n for c in answer.citations]} do not match markers {markers}")
    if answer.answered and not answer.citations:
        found.append("an answer without a citation")
    if [near.n for near in answer.nearest] != list(range(1, len(answer.nearest) + 1)):
        found.append("the nearest places are not numbered from 1")
    for citation in answer.citations:
        wrong = _literal(citation, text_of)
        if wrong is None and answer.composer == EXTRACTIVE and _shown(citation) not in answer.text:
            wrong = "does not stand behind its quote"
        found += [f"citation {citation.n} {wrong}"] if wrong else []
    found += [f"nearest place {near.n} {wrong}" for near in answer.nearest if (wrong := _literal(near, text_of))]
    if answer.composer != EXTRACTIVE and not found:
        passages = [citation.passage for citation in answer.citations]
        found += [
            f"a sentence is {fault.fault.value}: {claim.text}"
            for claim, fault in checked(answer.text, passages)
            if fault
        ]
    return found


def _literal(citation: Citation, text_of: Callable[[str], str | None]) -> str | None:
    """What is wrong with a citation by itself."""
    text = text_of(citation.passage.record_id)
    if text is None:
        return "is of a record that is not there"
    if not citation.quote.strip() or citation.quote != citation.span.of(text):
        return "is not literal"
    if citation.passage.span.of(text) != citation.passage.text:
        return "has a passage that is not literal"
    return None


def _shown(citation: Citation) -> str:
    return f"“{' '.join(citation.quote.split())}” [{citation.n}]"


def _without_quotes(answer: Answer) -> str:
    """The text less its quotes: a record may hold "[3]" itself."""
    text = answer.text
    for citation in chain(answer.citations, answer.nearest):
        text = text.replace(" ".join(citation.quote.split()), "")
    return text
