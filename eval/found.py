"""What a way of searching finds for a question, and the measures of it; our own search with any of its stages off."""

from collections.abc import Callable, Iterable, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from assistant.answer import PartKind, Turn
from assistant.choose import ranked
from assistant.evidence import hits_to_sentences
from assistant.narrow import openings_in, scopes
from assistant.period import Window
from assistant.question import Records, Understood, understand
from assistant.scope_parts import ANNOUNCED
from assistant.wanted import act
from eval.bm25 import bm25
from eval.gold import Case, Place, Unit
from eval.ranking import hit_at, ndcg_at, recall_at, reciprocal_rank
from index.concepts import Concept, question_concepts
from index.records import Hit
from index.search import Index, search_concepts
from index.stages import ALL, Stages

TODAY = date(2026, 1, 1)  # what "vorig jaar" counts from, so that the same questions give the same figures
DEPTH = 24  # passages whose sentences are weighed, as in assistant/ask.py


@dataclass(frozen=True, slots=True)
class Found:
    """Ids of passages, best first, with the meetings of each; and sentences, best first (None: it looks for passages only)."""

    passages: tuple[str, ...]
    days: tuple[tuple[date, ...], ...]
    sentences: tuple[Place, ...] | None = None
    first: str = ""  # the text that came first, to read what went wrong


@dataclass(frozen=True, slots=True)
class Row:
    """One question with what was found; `scores` has each measure that applies to it."""

    case: Case
    found: Found
    scores: Mapping[str, float]


Search = Callable[[Case], Found]
PASSAGE_MEASURES = ("hit@1", "hit@3", "hit@5", "recall@10", "MRR@10", "nDCG@10")
SENTENCE_MEASURES = ("zin hit@1", "zin hit@3", "zin MRR@10")
MEETING_MEASURES = ("verkeerde vergadering", "verkeerde eerst")


def run(cases: Sequence[Case], search: Search, tick: Callable[[], None] = lambda: None) -> list[Row]:
    """Asks every case once; one without a gold passage is asked too, but has no scores for passages."""
    rows = []
    for case in cases:
        found = search(case)
        rows.append(Row(case, found, scores(case, found)))
        tick()
    return rows


def scores(case: Case, found: Found) -> dict[str, float]:
    """The measures that apply: passages when there is a gold one, sentences the same, meetings when one is named."""
    told: dict[str, float] = {}
    if case.passages:
        got, gold = found.passages, case.passages
        told |= {f"hit@{k}": hit_at(got, gold, k) for k in (1, 3, 5)}
        told |= {f"recall@{k}": recall_at(got, gold, k) for k in (5, 10)}
        told["MRR@10"] = reciprocal_rank(got, gold, 10)
        told["nDCG@10"] = ndcg_at(got, gold, 10)
    if case.sentences and found.sentences is not None:
        told |= {f"zin hit@{k}": hit_at(found.sentences, case.sentences, k) for k in (1, 3)}
        told["zin MRR@10"] = reciprocal_rank(found.sentences, case.sentences, 10)
    if case.windows and found.days:
        wrong = [not _meet(days, case.windows) for days in found.days[:10]]
        told["verkeerde vergadering"] = sum(wrong) / len(wrong)
        told["verkeerde eerst"] = float(wrong[0])
    return told


def _meet(days: Iterable[date], windows: Iterable[Window]) -> bool:
    return any((since or day) <= day <= (until or day) for day in days for since, until in windows)


def ours(index: Index, stages: Stages = ALL, known: MutableMapping[str, Understood] | None = None) -> Search:
    """Our own search, as a question in the chat is searched.

    Args:
        index: what is searched.
        stages: the parts of searching that are on.
        known: questions as they were understood in this index; filled along the way, for one that is asked more often.
    """
    days = index.store.record_days()
    records = Records(index.vocabulary, index.store.meeting_days(), index.snapshot().topics, TODAY)

    def search(case: Case) -> Found:
        asked, concepts, hits = asked_to_hits(index, records, case, stages, known)
        sentences = hits_to_sentences(hits, concepts)
        best = sentences if _names_only_where(asked, concepts) else ranked(asked.reading, concepts, sentences)
        return Found(
            tuple(hit.passage.id for hit in hits),
            tuple(days[hit.passage.record_id] for hit in hits),
            tuple((s.passage.record_id, s.span.start, s.span.end) for s in best),
            best[0].text if best else "",
        )

    return search


def asked_to_hits(
    index: Index,
    records: Records,
    case: Case,
    stages: Stages = ALL,
    known: MutableMapping[str, Understood] | None = None,
) -> tuple[Understood, list[Concept], list[Hit]]:
    """The one place where a question is understood and searched: what was asked, its concepts and the passages found.

    A day or month that is no meeting with anything in it is read as what the text is about, and a question that names nothing
    but a meeting gets how each of its topics opens, as `assistant.ask` does.
    """
    known = {} if known is None or case.history else known
    asked = known.get(case.question) or understand(
        case.question, [Turn("user", turn) for turn in case.history], records
    )
    known[case.question] = asked
    concepts, hits = _hits(index, asked, stages)
    if not hits and asked.asked_period is not None and not asked.tied:
        asked = asked.as_words()
        concepts, hits = _hits(index, asked, stages)
    return asked, concepts, hits


def _hits(index: Index, asked: Understood, stages: Stages) -> tuple[list[Concept], list[Hit]]:
    concepts = question_concepts(asked.subject, index.vocabulary, stages)
    if _names_only_where(asked, concepts):
        return concepts, sorted(
            openings_in(index, asked), key=lambda hit: (hit.passage.record_id, hit.passage.span.start)
        )
    found: dict[str, Hit] = {}
    for scope in scopes(asked):
        for hit in search_concepts(index, asked.subject, concepts, scope, DEPTH, stages):
            found.setdefault(hit.passage.id, hit)
    return concepts, sorted(found.values(), key=lambda hit: -hit.score)[:DEPTH]


def _names_only_where(asked: Understood, concepts: Sequence[Concept]) -> bool:
    """Whether no word is left to search by beside the meetings or topics that are named."""
    to_come = any(part.kind is PartKind.ACT and part.value == ANNOUNCED for part in asked.question.parts)
    bounded = asked.windows is not None or asked.topics is not None
    return bounded and not to_come and all(concept.light for concept in concepts) and act(asked.subject) is None


def standalone(index: Index, cases: Iterable[Case]) -> list[Case]:
    """The same cases with follow-ups made to stand on their own, as the chat makes them, and with the meetings they name."""
    records = Records(index.vocabulary, index.store.meeting_days(), index.snapshot().topics, TODAY)
    made = []
    for case in cases:
        asked = understand(case.question, [Turn("user", turn) for turn in case.history], records)
        named = asked.windows if asked.windows and _meet(records.days, asked.windows) else ()
        question = asked.question.text if case.history else case.question
        made.append(replace(case, question=question, history=(), windows=named))
    return made


def plain_bm25(units: Sequence[Unit]) -> Search:
    """BM25 over lower-case words and nothing else: what a search without any Dutch does."""
    ranked = bm25([unit.text for unit in units])

    def search(case: Case) -> Found:
        best = [place for place, _ in ranked(case.question)[:10]]
        return Found(
            tuple(units[i].id for i in best),
            tuple(units[i].days for i in best),
            first=units[best[0]].text if best else "",
        )

    return search
