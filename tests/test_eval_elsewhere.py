"""The facts elsewhere are about invented records that say so, and hold every fact that is asked."""

from datetime import date
from pathlib import Path

import pytest

from eval.facts import KnownFact, collapsed, read_facts
from index.parse import document_to_record
from index.readers import read_file
from index.records import Record

ROOT = Path(__file__).parent.parent
FILES = sorted((ROOT / "eval" / "records").iterdir())
NOTE = "Verzonnen verslag voor tests; geen echt overleg."


def record(file: Path) -> Record:
    return document_to_record(read_file(file), file.stem)


@pytest.fixture(scope="module")
def texts() -> dict[date, str]:
    return {day: found.text for found in map(record, FILES) for day in found.dates}


@pytest.fixture(scope="module")
def facts(texts: dict[date, str]) -> tuple[KnownFact, ...]:
    return read_facts(ROOT / "eval" / "facts" / "elsewhere.yaml", texts)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_an_invented_record_says_under_its_title_that_it_is_one(file: Path) -> None:
    lines = [line.strip(" *_") for line in record(file).text.splitlines() if line.strip()]
    assert lines[1] == NOTE


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_the_date_in_the_name_of_the_file_is_its_meeting(file: Path) -> None:
    assert record(file).dates == (date.fromisoformat(file.name[:10]),)


def test_every_fact_stands_in_the_record_it_names(facts: tuple[KnownFact, ...]) -> None:
    assert sum(not fact.abstain for fact in facts) >= 60
    assert sum(fact.abstain for fact in facts) >= 35


def test_every_meeting_is_asked_about(facts: tuple[KnownFact, ...], texts: dict[date, str]) -> None:
    assert {day for fact in facts for day in fact.record} == texts.keys()


def test_every_answerable_fact_asks_for_evidence_in_a_meeting(facts: tuple[KnownFact, ...]) -> None:
    assert [fact.id for fact in facts if not fact.abstain and not (fact.evidence and fact.record)] == []


def test_no_question_answers_itself(facts: tuple[KnownFact, ...]) -> None:
    echoed = [
        fact.id
        for fact in facts
        if not fact.abstain
        and all(expression.search(collapsed(" ".join((*fact.history, fact.question)))) for expression in fact.facts)
    ]
    assert echoed == []
