"""What makes an answer good, one pure function a measure; none of them asks a model for its opinion.

A measure has three outcomes: right, wrong, and not scored, for a question to which it doesn't apply. What isn't scored
counts neither for nor against, and is counted apart.
"""

import math
import re
from collections.abc import Sequence
from enum import StrEnum

from assistant.answer import Answer, Citation
from eval.facts import KnownFact, collapsed

_MARKER = re.compile(r"\[(\d+)\]")


class Outcome(StrEnum):
    """How one question came out on one measure."""

    RIGHT = "right"
    WRONG = "wrong"
    NOT_SCORED = "not scored"


def said(answer: Answer) -> str:
    """What an answer tells its reader: the direct answer and the text, without markers, white space made single spaces."""
    return collapsed(f"{answer.short or ''} {_MARKER.sub(' ', answer.text)}")


def fact_recall(text: str, facts: Sequence[re.Pattern[str]]) -> float | None:
    """The share of `facts` that `text` matches; None when there are none (the STR-EM of ALCE, arXiv:2305.14627)."""
    if not facts:
        return None
    return sum(fact.search(text) is not None for fact in facts) / len(facts)


def evidence_hit(citations: Sequence[Citation], fact: KnownFact) -> Outcome:
    """Whether one and the same cited passage matches the evidence and is of a meeting that the fact names.

    Not scored when the fact asks for no evidence and no meeting. No citations is wrong.
    """
    if fact.abstain or (fact.evidence is None and not fact.record):
        return Outcome.NOT_SCORED
    return _outcome(any(_is_evidence(citation, fact) for citation in citations))


def evidence_shown(answer: Answer | None, fact: KnownFact) -> Outcome:
    """Whether the evidence is cited or, under a refusal, among the places that come nearest; scored as `evidence_hit`."""
    return evidence_hit((*answer.citations, *answer.nearest) if answer is not None else (), fact)


def _is_evidence(citation: Citation, fact: KnownFact) -> bool:
    passage = citation.passage
    if fact.record and passage.date not in fact.record:
        return False
    return fact.evidence is None or fact.evidence.search(collapsed(passage.text)) is not None


def right_record(citations: Sequence[Citation], fact: KnownFact) -> Outcome:
    """Whether the first citation is of a meeting that the fact names; not scored when it names none."""
    if fact.abstain or not fact.record:
        return Outcome.NOT_SCORED
    return _outcome(bool(citations) and citations[0].passage.date in fact.record)


def on_target(citation: Citation, fact: KnownFact) -> bool:
    """Whether the quote itself, not the passage around it, holds the evidence or a fact, in a meeting that the fact names.

    Unlike whether it is literal, this isn't true by construction. A quote for a question that has no answer is never on target.
    """
    if fact.abstain or (fact.record and citation.passage.date not in fact.record):
        return False
    quote = collapsed(citation.quote)
    wanted = (*fact.facts, *((fact.evidence,) if fact.evidence else ()))
    return any(pattern.search(quote) for pattern in wanted)


def quoted_facts(citations: Sequence[Citation], fact: KnownFact) -> float | None:
    """The share of the facts that stand in the quotes themselves; None for a fact without any."""
    return fact_recall(" ".join(collapsed(citation.quote) for citation in citations), fact.facts)


def nothing_forbidden(answer: Answer | None, fact: KnownFact) -> Outcome:
    """Whether nothing is said that the fact forbids, such as a figure of another meeting; a crash (None) counts as a miss.

    An answer that declines says nothing, so nothing forbidden either. Not scored when the fact forbids nothing.
    """
    if not fact.forbidden:
        return Outcome.NOT_SCORED
    if answer is None:
        return Outcome.WRONG
    return _outcome(not (answer.answered and any(pattern.search(said(answer)) for pattern in fact.forbidden)))


def is_faithful(citation: Citation, text: str | None = None) -> bool:
    """Whether the quote stands literally where the citation says, inside the cited passage.

    Args:
        citation: an empty quote is never faithful.
        text: the text of the record; when None, the passage's own text is what the quote is laid beside.
    """
    passage, span = citation.passage, citation.span
    if not citation.quote.strip() or span.start < 0 or not span.within(passage.span):
        return False
    if text is None:
        start = span.start - passage.span.start
        return passage.text[start : span.end - passage.span.start] == citation.quote
    return passage.span.of(text) == passage.text and span.of(text) == citation.quote


def has_valid_citations(answer: Answer) -> bool:
    """Whether markers and citations go together one to one, numbered 1..m by first use.

    An answer that answers needs at least one; one that declines must have none.
    """
    used = list(dict.fromkeys(_MARKER.findall(answer.text)))
    wanted = [str(n) for n in range(1, len(answer.citations) + 1)]
    numbered = [str(citation.n) for citation in answer.citations]
    return used == wanted and numbered == wanted and bool(wanted) == answer.answered


def declines(answer: Answer) -> bool:
    """Whether an answer says that the records don't tell, and rests on nothing."""
    return not answer.answered and not answer.citations


def correct_refusal(answer: Answer | None, fact: KnownFact) -> Outcome:
    """Whether a question that the records don't answer is declined; a crash (None) is no refusal."""
    if not fact.abstain:
        return Outcome.NOT_SCORED
    return _outcome(answer is not None and declines(answer))


def no_false_answer(answer: Answer | None, fact: KnownFact) -> Outcome:
    """Whether a question that the records don't answer stays without an answer; a crash (None) counts as a miss."""
    if not fact.abstain:
        return Outcome.NOT_SCORED
    return _outcome(answer is not None and not answer.answered)


def no_over_refusal(answer: Answer | None, fact: KnownFact) -> Outcome:
    """Whether a question that the records answer is answered at all, well or not; a crash (None) counts as a miss."""
    if fact.abstain:
        return Outcome.NOT_SCORED
    return _outcome(answer is not None and answer.answered)


def verdict(answer: Answer | None, fact: KnownFact) -> Outcome:
    """Whether the answer is good as a whole: declines where it must; else says every fact, nothing that is forbidden, and
    cites the evidence.
    """
    if answer is None or nothing_forbidden(answer, fact) is Outcome.WRONG:
        return Outcome.WRONG
    if fact.abstain:
        return correct_refusal(answer, fact)
    complete = answer.answered and fact_recall(said(answer), fact.facts) == 1.0
    return _outcome(complete and evidence_hit(answer.citations, fact) is not Outcome.WRONG)


def percentile(values: Sequence[float], share: float) -> float | None:
    """The value below or at which `share` (0 to 1) of the values lie, by nearest rank; None without values.

    Raises:
        ValueError: `share` outside 0 to 1.
    """
    if not 0 <= share <= 1:
        raise ValueError(f"a percentile is asked as a share of 0 to 1, not {share}")
    ranked = sorted(values)
    return ranked[max(math.ceil(share * len(ranked)), 1) - 1] if ranked else None


def _outcome(right: bool) -> Outcome:
    return Outcome.RIGHT if right else Outcome.WRONG
