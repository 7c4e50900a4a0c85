"""The sets of facts that come along are about records of their own, and hold every fact that is asked."""

from datetime import date
from itertools import combinations
from pathlib import Path

import pytest

from eval.facts import Held, KnownFact, collapsed, held, read_facts
from eval.sets import SETS, FactSet, digest
from index.parse import document_to_record
from index.passage import record_to_passages
from index.readers import read_file
from index.records import Record

NOTE = "Verzonnen verslag voor tests; geen echt overleg."
INVENTED = [one for one in SETS if one.name != "examples"]


def files(of: FactSet) -> list[Path]:
    assert of.records is not None
    return sorted(file for file in of.records.iterdir() if not file.name.startswith((".", "__")))


FILES = [file for one in INVENTED for file in files(one)]


def record(file: Path) -> Record:
    return document_to_record(read_file(file), file.stem)


@pytest.fixture(scope="module", params=SETS, ids=lambda one: one.name)
def asked(request: pytest.FixtureRequest) -> tuple[FactSet, dict[date, Held], tuple[KnownFact, ...]]:
    of: FactSet = request.param
    records = [record(file) for file in files(of)]
    days = held(records, [passage for one in records for passage in record_to_passages(one)])
    return of, days, read_facts(of.facts, days)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_an_invented_record_says_under_its_title_that_it_is_one(file: Path) -> None:
    lines = [line.strip(" *_") for line in record(file).text.splitlines() if line.strip()]
    assert lines[1] == NOTE


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_the_date_in_the_name_of_the_file_is_its_meeting(file: Path) -> None:
    assert record(file).dates == (date.fromisoformat(file.name[:10]),)


def test_every_set_asks_what_the_records_say_and_what_they_do_not(
    asked: tuple[FactSet, dict[date, Held], tuple[KnownFact, ...]],
) -> None:
    of, _, facts = asked
    answerable, absent = (sum(fact.abstain is abstain for fact in facts) for abstain in (False, True))
    least = (190, 90) if of.name == "examples" else (60, 30)
    assert (answerable >= least[0], absent >= least[1]) == (True, True)


def test_every_meeting_is_asked_about(asked: tuple[FactSet, dict[date, Held], tuple[KnownFact, ...]]) -> None:
    _, days, facts = asked
    assert {day for fact in facts for day in fact.record} == days.keys()


def test_every_answerable_fact_asks_for_evidence_in_a_meeting(
    asked: tuple[FactSet, dict[date, Held], tuple[KnownFact, ...]],
) -> None:
    _, _, facts = asked
    assert [fact.id for fact in facts if not fact.abstain and not (fact.evidence and fact.record)] == []


def test_no_question_answers_itself(asked: tuple[FactSet, dict[date, Held], tuple[KnownFact, ...]]) -> None:
    _, _, facts = asked
    echoed = [
        fact.id
        for fact in facts
        if not fact.abstain
        and all(expression.search(collapsed(" ".join((*fact.history, fact.question)))) for expression in fact.facts)
    ]
    assert echoed == []


def test_the_sets_share_no_record_and_one_of_them_is_for_testing_only() -> None:
    texts = {one.name: {record(file).text for file in files(one)} for one in SETS}
    assert [(a, b) for a, b in combinations(texts, 2) if texts[a] & texts[b]] == []
    assert [one.name for one in SETS if one.test] == ["unseen"]


def test_the_digest_of_a_folder_sees_a_changed_byte_a_new_name_and_a_lost_file(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"een")
    (tmp_path / "b.txt").write_bytes(b"twee")
    digests = {digest(tmp_path)}
    (tmp_path / "b.txt").write_bytes(b"twee ")
    digests.add(digest(tmp_path))
    (tmp_path / "b.txt").rename(tmp_path / "c.txt")
    digests.add(digest(tmp_path))
    (tmp_path / "c.txt").unlink()
    digests.add(digest(tmp_path))
    assert len(digests) == 4


def test_the_digest_of_a_folder_overlooks_what_the_system_leaves_behind(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"een")
    before = digest(tmp_path)
    (tmp_path / ".DS_Store").write_bytes(b"x")
    (tmp_path / "~$a.docx").write_bytes(b"x")
    assert digest(tmp_path) == before


def test_the_digest_of_a_file_is_that_of_its_bytes(tmp_path: Path) -> None:
    (tmp_path / "leeg.yaml").write_bytes(b"")
    assert digest(tmp_path / "leeg.yaml").startswith("e3b0c44298fc1c14")
