"""The best answer to every known question, whether or not the assistant would dare to give it: what calibration learns from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from assistant.answer import Answer, Question, Turn
from assistant.ask import ask
from assistant.choose import choose, ranked
from assistant.confidence import features
from assistant.evidence import Sentence, hits_to_sentences
from assistant.extract import Quote, answer_of, compose, widened
from assistant.narrow import by_speaker
from assistant.question import Records, Understood, understand
from assistant.wanted import Wanted, question_to_wanted
from eval.facts import KnownFact
from eval.measures import Outcome, evidence_hit, fact_recall, said, verdict
from index.concepts import Concept, question_concepts
from index.search import Index

_PASSAGES = 24  # passages whose sentences are weighed, as the assistant does


@dataclass(frozen=True, slots=True)
class Candidate:
    """The best answer to a known question; `values` are its features.

    `values` is None where no sentences were weighed: an overview or list that is given anyhow (`fits`), or a question that a
    rule declines or nothing is found for. `fits` is whether the rules let it through. `right` is whether it is a good answer as
    a whole, `useful` whether it at least cites the evidence or says one of the facts. `group` is the meeting that the question
    is about or, when the records don't answer it, the one that would be quoted, behind the name of its corpus.
    """

    fact: KnownFact
    values: Mapping[str, float] | None
    fits: bool
    right: bool
    useful: bool
    group: str


def candidates_of(index: Index, facts: Sequence[KnownFact], corpus: str, today: date) -> list[Candidate]:
    """A candidate for every fact, in order.

    Args:
        index: the open index of the records that the facts are about.
        facts: the known facts.
        corpus: a name for those records.
        today: what "vorig jaar" counts from.
    """
    records = Records(index.vocabulary, index.store.meeting_days(), index.snapshot().topics, today)
    return [_candidate(index, fact, corpus, records) for fact in facts]


def _candidate(index: Index, fact: KnownFact, corpus: str, records: Records) -> Candidate:
    history = [Turn("user", question) for question in fact.history]
    given = ask(index, fact.question, history, today=records.today)
    if not given.seen:
        return _fixed(fact, given, corpus)
    asked = understand(fact.question, history, records, scope=None, without=())
    weighed = _weighed(index, asked, given)
    if given.answered and not weighed.chosen and asked.asked_period is not None:
        weighed = _weighed(index, asked.as_words(), given)
    if given.answered and not weighed.chosen:
        return _fixed(fact, given, corpus)  # a list of acts, or an answer about several meetings
    found = weighed.found
    best = weighed.chosen[:1] or ranked(weighed.question.text, weighed.concepts, found)[:1]
    if not best or not best[0].coverage:
        return _fixed(fact, given, corpus)
    # one that was too unsure to give is judged as it would have been given
    composed = compose(weighed.question, weighed.concepts, found) if weighed.chosen and not given.answered else given
    answer = composed or given
    if not answer.answered:
        answer = answer_of(weighed.question, [Quote(best[0], widened(best[0], found))])
    useful = (fact_recall(said(answer), fact.facts) or 0.0) > 0 or evidence_hit(answer.citations, fact) is Outcome.RIGHT
    return Candidate(
        fact,
        features(weighed.wanted, weighed.concepts, best[0], found),
        bool(weighed.chosen),
        not fact.abstain and verdict(answer, fact) is Outcome.RIGHT,
        not fact.abstain and useful,
        _group(fact, corpus, best[0]),
    )


def _fixed(fact: KnownFact, given: Answer, corpus: str) -> Candidate:
    right = not fact.abstain and verdict(given, fact) is Outcome.RIGHT
    return Candidate(fact, None, given.answered, right, right, _group(fact, corpus, None))


@dataclass(frozen=True, slots=True)
class _Weighed:
    """A question as it was read, the sentences that were weighed for it, and those that the rules let through."""

    question: Question
    wanted: Wanted
    concepts: Sequence[Concept]
    found: Sequence[Sentence]
    chosen: Sequence[Sentence]


def _weighed(index: Index, asked: Understood, given: Answer) -> _Weighed:
    concepts = question_concepts(asked.subject, index.vocabulary)
    question = replace(asked.question, text=asked.reading)
    wanted = question_to_wanted(question.text, concepts)
    found = hits_to_sentences(given.seen, concepts)
    if asked.speaker is not None:
        found = by_speaker(index, asked, concepts, _PASSAGES)
    return _Weighed(question, wanted, concepts, found, choose(wanted, concepts, found))


def _group(fact: KnownFact, corpus: str, best: Sentence | None) -> str:
    if fact.record:
        return f"{corpus}/{fact.record[0]}"
    return f"{corpus}/{best.passage.date}" if best is not None else f"{corpus}/{fact.id}"
