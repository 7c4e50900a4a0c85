"""Entries that may be about something are found by the words table, and none that is about it is passed over."""

from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest
from test_index_search import ENCODER, put
from themes import record_of

from assistant import ledger_near, narrow
from assistant.evidence import hits_to_sentences
from assistant.ledger import _is_about
from assistant.ledger_near import entries_near, read, settled
from assistant.matching import sought
from assistant.narrow import announced, announced_in
from assistant.question import Records, understand
from index.concepts import question_concepts
from index.ledger_clause import EntryKind
from index.ledger_status import read_ledger
from index.records import EVERYTHING, Hit, Scope
from index.search import Index

_TOPICS = ("Wapens", "Vuurwerk", "Veiligheidsagenda", "Capaciteit")
_WHAT = (
    "gezamenlijke analyse van de mensenhandel",
    "brief over het vuurwerk",
    "plan voor de nieuwe wapens",
    "analyse van de wapenhandel",
)
_ACTS = (
    "De minister zegde toe dat er een {} komt.",
    "Besloten is de {} op te stellen.",
    "De {} wordt in het volgende LOVP besproken.",
    "De {} is op 1 augustus verstuurd.",
    "De {} is afgerond.",
    "De {} is besproken.",
    "De {} is nog niet verstuurd.",
)
_SUBJECTS = ("stroomstootwapen", "taser", "capaciteit van de politie", "jaarwisseling", "vuurwerk", "begroting")


def _sentence(chance: Random) -> str:
    return chance.choice(_ACTS).format(chance.choice(_WHAT))


@pytest.mark.parametrize("subject", _SUBJECTS)
@pytest.mark.parametrize("kind", [EntryKind.DECISION, EntryKind.PROMISE, EntryKind.ANNOUNCED])
def test_no_entry_about_the_subject_is_passed_over(example_index: Index, subject: str, kind: EntryKind) -> None:
    concepts = [concept for concept in question_concepts(subject, example_index.vocabulary) if not concept.light]
    ready = sought(concepts)
    everything = [item for item in read_ledger(example_index.store) if item.entry.kind is kind]
    about = [item for item in everything if _is_about(item, ready, len(concepts))]
    near = settled(example_index, read(example_index, entries_near(example_index, kind, concepts, [EVERYTHING])))
    assert [item for item in near if _is_about(item, ready, len(concepts))] == about


def test_entries_elsewhere_are_not_read(example_index: Index) -> None:
    everything = entries_near(example_index, EntryKind.DECISION, [], [EVERYTHING])
    concepts = [c for c in question_concepts("stroomstootwapen", example_index.vocabulary) if not c.light]
    assert len(entries_near(example_index, EntryKind.DECISION, concepts, [EVERYTHING])) < len(everything) / 2
    first = date(2020, 1, 1)
    later = [
        item
        for item in read_ledger(example_index.store)
        if item.entry.kind is EntryKind.DECISION and item.date is not None and item.date >= first
    ]
    within = entries_near(example_index, EntryKind.DECISION, [], [Scope(first, None)])
    assert settled(example_index, read(example_index, within)) == later
    assert 0 < len(later) < len(everything)
    assert ledger_near._kept[example_index].version == example_index.snapshot().version


def test_what_became_of_an_entry_is_the_same_however_it_is_looked_for(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = Random(9)  # noqa: S311 - it makes filler, not secrets
    records = [record_of({"Wapens": " ".join(sent.format(_WHAT[2]) for sent in _ACTS)}, name="zonder dag")]
    for n in range(40):
        told = {
            chance.choice(_TOPICS): " ".join(_sentence(chance) for _ in range(chance.randrange(1, 9))) for _ in "abc"
        }
        day = date(2020, 1, 6) + timedelta(days=chance.randrange(900))
        records.append(record_of(told, day, name=f"verslag-{n}"))
    put(home, *records)
    with Index(home, ENCODER) as index:
        whole = read_ledger(index.store)
        assert sum(item.fulfilled is not None for item in whole) > 20
        for kind in (EntryKind.DECISION, EntryKind.PROMISE, EntryKind.ANNOUNCED):
            of_kind = [item for item in whole if item.entry.kind is kind]
            for kept, many in ((20_000, 200), (0, 10_000), (0, 0)):  # all in memory; each by itself; all at once
                monkeypatch.setattr(ledger_near, "_KEPT", kept)
                monkeypatch.setattr(ledger_near, "_MANY", many)
                ledger_near._kept.clear()
                near = read(index, entries_near(index, kind, [], [EVERYTHING]))
                assert settled(index, near) == of_kind
                assert (near == of_kind) is (kept > 0 or all(item.fulfilled is None for item in of_kind))


def test_what_is_announced_is_read_bit_by_bit_until_there_is_enough(
    example_index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    days, topics = example_index.meetings, example_index.snapshot().topics
    records = Records(example_index.vocabulary, days, topics, date(2024, 1, 1))
    asked = understand("Welke agendapunten zijn aangekondigd?", [], records)
    passages = sorted(example_index.store.passages().values(), key=lambda p: (p.record_id, p.span.start))
    whole = announced(hits_to_sentences([Hit(passage, 0.0) for passage in passages], []))
    assert len(whole) > 3
    assert [s.span for s in announced_in(example_index, asked, [], 10_000)] == [s.span for s in whole]
    monkeypatch.setattr(narrow, "_TOGETHER", 5)
    few = announced_in(example_index, asked, [], 1)
    assert [s.span for s in few] == [s.span for s in whole[: len(few)]]
    assert 1 < len(few) < len(whole)
