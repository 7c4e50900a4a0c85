"""The gate: an answer leaves only if every marker has its citation and every quote stands in its record, to the letter."""

import re
from collections.abc import Callable

from assistant.answer import Answer

_MARKER = re.compile(r"\[(\d+)\]")


def faults(answer: Answer, text_of: Callable[[str], str | None]) -> list[str]:
    """What is wrong with the citations of an answer; [] when nothing is.

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
    for citation in answer.citations:
        text = text_of(citation.passage.record_id)
        if text is None:
            found.append(f"citation {citation.n} is of a record that is not there")
        elif not citation.quote.strip() or citation.quote != citation.span.of(text):
            found.append(f"citation {citation.n} is not literal")
        elif f"“{' '.join(citation.quote.split())}” [{citation.n}]" not in answer.text:
            found.append(f"citation {citation.n} does not stand behind its quote")
        elif citation.passage.span.of(text) != citation.passage.text:
            found.append(f"citation {citation.n} has a passage that is not literal")
    return found


def _without_quotes(answer: Answer) -> str:
    """The text less its quotes: a record may hold "[3]" itself."""
    text = answer.text
    for citation in answer.citations:
        text = text.replace(" ".join(citation.quote.split()), "")
    return text
