"""What a search must find for each known fact: the passages with its evidence, and the sentences in them that say it.

A passage is gold when it is of a meeting that the fact names (of any, when it names none) and matches the evidence, or all
of the facts when there is no evidence. In it a sentence is gold when it matches the evidence by itself, else when it matches
every fact pattern. A fact whose evidence runs over sentences none of which says it all is not scored by sentence, and one
without a gold passage not at all.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.period import Window
from eval.facts import KnownFact, collapsed
from index.records import Passage
from index.sentences import sentences

Place = tuple[str, int, int]  # record id, start, end
_ENGLISH = frozenset({"english", "engels"})


@dataclass(frozen=True, slots=True)
class Unit:
    """A piece of text that can be found: its id, the meetings of its record, and what it says."""

    id: str
    days: tuple[date, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Case:
    """A question with what must be found. `group` is the record it is about; `fact` is what it was made from.

    `windows` are the days of the meetings that the question names, so nothing of another day may come up; () when it names
    none. Reading them takes the whole question, so `eval.found.standalone` fills them in.
    """

    question: str
    history: tuple[str, ...]
    fact: KnownFact
    group: str
    passages: frozenset[str]
    sentences: frozenset[Place]
    english: bool
    windows: tuple[Window, ...] = ()


def facts_to_cases(
    facts: Sequence[KnownFact], passages: Sequence[Passage], days: Mapping[str, tuple[date, ...]]
) -> list[Case]:
    """A case for each fact that the records answer, also when nothing is gold.

    Args:
        facts: those that must be declined are left out.
        passages: all that are in the index.
        days: the meetings of each record.
    """
    units = [Unit(passage.id, days[passage.record_id], passage.text) for passage in passages]
    by_id = {passage.id: passage for passage in passages}
    cases = []
    for fact in facts:
        if fact.abstain:
            continue
        gold = matching(fact, units)
        cases.append(
            Case(
                question=fact.question,
                history=fact.history,
                fact=fact,
                group=",".join(day.isoformat() for day in fact.record) or fact.id,
                passages=gold,
                sentences=frozenset(place for key in sorted(gold) for place in _sentences(fact, by_id[key])),
                english=not _ENGLISH.isdisjoint(fact.tags),
            )
        )
    return cases


def matching(fact: KnownFact, units: Sequence[Unit]) -> frozenset[str]:
    """The ids of the units that are gold for a fact."""
    return frozenset(
        unit.id
        for unit in units
        if (not fact.record or not set(unit.days).isdisjoint(fact.record)) and _says(fact, collapsed(unit.text))
    )


def _says(fact: KnownFact, text: str) -> bool:
    if fact.evidence is not None:
        return fact.evidence.search(text) is not None
    return all(pattern.search(text) for pattern in fact.facts)


def _sentences(fact: KnownFact, passage: Passage) -> list[Place]:
    told = [(span, collapsed(span.of(passage.text))) for span in sentences(passage.text)]
    literal = [span for span, text in told if fact.evidence is not None and fact.evidence.search(text)]
    spans = literal or [span for span, text in told if all(pattern.search(text) for pattern in fact.facts)]
    start = passage.span.start
    return [(passage.record_id, start + span.start, start + span.end) for span in spans]
