"""Entries that may be about something are found by the words table, and none that is about it is passed over."""

from datetime import date

import pytest

from assistant import ledger_near, narrow
from assistant.evidence import hits_to_sentences
from assistant.ledger import _is_about
from assistant.ledger_near import items_near
from assistant.matching import sought
from assistant.narrow import announced, announced_in
from assistant.question import Records, understand
from index.concepts import question_concepts
from index.ledger_clause import EntryKind
from index.ledger_status import read_ledger
from index.records import Hit
from index.search import Index

_SUBJECTS = ("stroomstootwapen", "taser", "capaciteit van de politie", "jaarwisseling", "vuurwerk", "begroting")


@pytest.mark.parametrize("subject", _SUBJECTS)
@pytest.mark.parametrize("kind", [EntryKind.DECISION, EntryKind.PROMISE, EntryKind.ANNOUNCED])
def test_no_entry_about_the_subject_is_passed_over(example_index: Index, subject: str, kind: EntryKind) -> None:
    concepts = [concept for concept in question_concepts(subject, example_index.vocabulary) if not concept.light]
    ready = sought(concepts)
    everything = [item for item in read_ledger(example_index.store) if item.entry.kind is kind]
    about = [item for item in everything if _is_about(item, ready, len(concepts))]
    near = items_near(example_index, kind, concepts)
    assert [item for item in near if _is_about(item, ready, len(concepts))] == about


def test_entries_elsewhere_are_not_read(example_index: Index) -> None:
    everything = items_near(example_index, EntryKind.DECISION, [])
    concepts = [c for c in question_concepts("stroomstootwapen", example_index.vocabulary) if not c.light]
    assert len(items_near(example_index, EntryKind.DECISION, concepts)) < len(everything) / 2
    assert everything == [item for item in read_ledger(example_index.store) if item.entry.kind is EntryKind.DECISION]
    assert ledger_near._kept[example_index].version == example_index.snapshot().version


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
