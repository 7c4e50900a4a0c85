"""One question as it went: what was answered, what each measure says of it, and what was seen, so that a bad number can be read."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from assistant.answer import Answer
from eval.borne import borne
from eval.coverage import Judged
from eval.facts import KnownFact
from eval.measures import (
    Outcome,
    correct_refusal,
    evidence_hit,
    evidence_shown,
    fact_recall,
    has_valid_citations,
    is_faithful,
    no_false_answer,
    no_over_refusal,
    nothing_forbidden,
    on_target,
    quoted_facts,
    right_record,
    said,
    verdict,
)
from eval.ranking import hit_at, ndcg_at, recall_at, reciprocal_rank
from eval.support import Support, support

RANKINGS = ("hit@1", "hit@5", "recall@10", "MRR@10", "nDCG@10")


@dataclass(frozen=True, slots=True)
class Row:
    """One question as it went. `answer` is None when asking it crashed, then `error` says how.

    `recall` is the share of facts that the answer says (None: not scored), `quoted` the share that stands in its quotes;
    `quotes` is the number of citations, `faithful` how many of them are literal, `on_target` how many hold what was asked.
    `shown` is whether the evidence is cited or, under a refusal, quoted as what comes nearest. `valid` is whether markers and
    citations go together, `support` whether they bear out what is said.
    `said` and `borne` count numbers, dates and names: those of the answer, and those of them that stand in what it cites.
    `ranking` has the measures of `RANKINGS` over the passages that were weighed; None where there is no gold passage, or
    where no passages were ranked (a list of promises, a timeline). `opinion` is what a judge model made of it, if one was asked.
    """

    fact: KnownFact
    answer: Answer | None
    error: str | None
    elapsed_ms: float
    verdict: Outcome
    recall: float | None
    evidence: Outcome
    shown: Outcome
    right_record: Outcome
    forbidden: Outcome
    refusal: Outcome
    no_false_answer: Outcome
    no_over_refusal: Outcome
    valid: Outcome
    quotes: int
    faithful: int
    quoted: float | None
    on_target: int
    support: Support
    said: int
    borne: int
    words: int
    ranking: Mapping[str, float] | None = None
    opinion: Outcome = Outcome.NOT_SCORED

    @property
    def judged(self) -> Judged:
        """How sure the answer was and whether it is right; an answer that doesn't say how sure it is is given anyhow."""
        given = self.answer is not None and self.answer.answered
        sure = self.answer.confidence if self.answer is not None else None
        confidence = (1.0 if sure is None else sure) if given else None
        return Judged(confidence, not self.fact.abstain, self.verdict is Outcome.RIGHT)


def judged(
    fact: KnownFact,
    answer: Answer | None,
    error: str | None,
    elapsed_ms: float,
    texts: Mapping[str, str] | None = None,
    gold: Collection[str] = (),
) -> Row:
    """One judged question; without an answer everything that applies to the question is a miss.

    Args:
        fact: what was asked.
        answer: what came back, None when nothing did.
        error: why nothing came back.
        elapsed_ms: how long that took.
        texts: record id to the record's text, to lay quotes beside; quotes of a record that isn't in it are unfaithful.
            When None, quotes are laid beside their passage.
        gold: the ids of the passages that must be found.
    """
    citations = answer.citations if answer is not None else ()
    given = answer is not None and answer.answered
    told = said(answer) if answer is not None and given else ""
    literal = [
        citation
        for citation in citations
        if is_faithful(citation, None if texts is None else texts.get(citation.passage.record_id, ""))
    ]
    named, stands = borne(answer) if answer is not None else (0, 0)
    return Row(
        fact=fact,
        answer=answer,
        error=error,
        elapsed_ms=elapsed_ms,
        verdict=verdict(answer, fact),
        recall=fact_recall(told, fact.facts),
        evidence=evidence_hit(citations, fact),
        shown=evidence_shown(answer, fact),
        right_record=right_record(citations, fact),
        forbidden=nothing_forbidden(answer, fact),
        refusal=correct_refusal(answer, fact),
        no_false_answer=no_false_answer(answer, fact),
        no_over_refusal=no_over_refusal(answer, fact),
        valid=Outcome.RIGHT if answer is not None and has_valid_citations(answer) else Outcome.WRONG,
        quotes=len(citations),
        faithful=len(literal),
        quoted=quoted_facts(literal if given else (), fact),
        on_target=sum(on_target(citation, fact) for citation in literal),
        support=support(answer, {c.n for c in literal}) if answer is not None else Support(0, 0, 0, 0),
        said=named,
        borne=stands,
        words=len(told.split()),
        ranking=_ranking(answer, gold),
    )


def _ranking(answer: Answer | None, gold: Collection[str]) -> Mapping[str, float] | None:
    if not gold or (answer is not None and answer.answered and not answer.seen):
        return None
    found = list(dict.fromkeys(hit.passage.id for hit in answer.seen)) if answer is not None else []
    return {
        "hit@1": hit_at(found, gold, 1),
        "hit@5": hit_at(found, gold, 5),
        "recall@10": recall_at(found, gold, 10),
        "MRR@10": reciprocal_rank(found, gold, 10),
        "nDCG@10": ndcg_at(found, gold, 10),
    }
