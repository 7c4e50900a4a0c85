"""The retrieval benchmark: what is gold, what is scored, and that a worse search scores worse."""

import shutil
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import yaml

from assistant.question import Understood
from eval.distractors import records
from eval.facts import parse_facts
from eval.found import Found, ours, plain_bm25, run, scores, standalone
from eval.gold import Case, Unit, facts_to_cases
from eval.ranking import Interval
from eval.retrieval import main
from eval.retrieval_bench import mixed
from eval.retrieval_report import Table, as_markdown, change, figure, told
from index.ingest import examples
from index.passage import record_to_passages
from index.search import Index
from index.stages import ALL, Stage

FACT = {
    "id": "taser",
    "question": "Wat is er op 28 oktober 2019 gezegd over de bezuiniging?",
    "facts": [r"144 miljoen"],
    "evidence": r"\b144 miljoen",
    "record": "2019-10-28",
}
NOT_HELD = {
    "id": "vervallen",
    "question": "Wat is er besproken op het LOVP van 20 juni 2022?",
    "facts": ["niet doorgegaan"],
    "record": "2022-06-20",
}


def case_of(index: Index, entry: Mapping[str, object]) -> Case:
    """The case of one fact, as the benchmark asks it."""
    passages = list(index.store.passages().values())
    (case,) = standalone(index, facts_to_cases(parse_facts([dict(entry)]), passages, index.store.record_days()))
    return case


def test_gold_is_of_the_named_meeting_and_has_the_evidence(example_index: Index) -> None:
    passages = list(example_index.store.passages().values())
    (case,) = facts_to_cases(parse_facts([FACT]), passages, example_index.store.record_days())
    gold = [passage for passage in passages if passage.id in case.passages]
    assert gold
    assert all("144 miljoen" in passage.text and passage.date == date(2019, 10, 28) for passage in gold)
    texts = {record.id: record.text for record in example_index.store.records()}
    assert case.sentences
    assert all("144 miljoen" in texts[key][start:end] for key, start, end in case.sentences)


def test_a_fact_without_a_gold_passage_is_not_scored(example_index: Index) -> None:
    nowhere = {**FACT, "evidence": "eenhoorn", "facts": ["eenhoorn"], "question": "Waar is de eenhoorn?"}
    cases = facts_to_cases(
        parse_facts([nowhere]), list(example_index.store.passages().values()), example_index.store.record_days()
    )
    (row,) = run(cases, ours(example_index))
    assert row.scores == {}
    assert figure([row], "hit@1") is None
    assert told(None) == "–"


def test_only_a_passage_without_a_meeting_in_the_named_period_is_wrong(example_index: Index) -> None:
    case = case_of(example_index, FACT)
    assert case.windows == ((date(2019, 10, 28), date(2019, 10, 28)),)
    elsewhere, there = (date(2019, 6, 24),), (date(2019, 6, 24), date(2019, 10, 28))
    told_ = scores(case, Found(("x", "y"), (elsewhere, there)))
    assert told_["verkeerde vergadering"] == 0.5
    assert told_["verkeerde eerst"] == 1.0
    assert told_["hit@1"] == 0.0
    assert "zin hit@1" not in told_
    month = replace(case, windows=((date(2019, 10, 1), date(2019, 10, 31)),))
    told_ = scores(month, Found(("afleider", "x"), ((date(2019, 10, 3),), elsewhere)))
    assert (told_["verkeerde vergadering"], told_["verkeerde eerst"]) == (0.5, 0.0)
    assert "verkeerde eerst" not in scores(case, Found((), (), ()))  # it found nothing, so nothing wrong either
    assert "verkeerde eerst" not in scores(replace(case, windows=()), Found(("x",), (elsewhere,)))


@pytest.mark.parametrize(
    ("question", "windows"),
    [
        ("Wat is er in 2021 over tasers besproken?", ((date(2021, 1, 1), date(2021, 12, 31)),)),  # a year with meetings
        ("Wat is er in 2018 over tasers besproken?", ()),  # one without
        ("Kan de csv-indicator in 2020 doorlopen?", ()),  # a year that the text is about
        ("Wat is de taser?", ()),
    ],
)
def test_a_question_names_a_meeting_when_it_is_read_so_and_there_is_one(
    example_index: Index, question: str, windows: tuple[tuple[date, date], ...]
) -> None:
    assert case_of(example_index, {**FACT, "question": question}).windows == windows


def test_a_question_that_names_nothing_but_a_meeting_gets_how_its_topics_open(example_index: Index) -> None:
    case = case_of(example_index, NOT_HELD)
    found = ours(example_index)(case)
    told_ = scores(case, found)
    assert set(found.days) == {(date(2022, 6, 20),)}
    assert told_["recall@10"] == 1.0
    assert told_["verkeerde vergadering"] == 0.0
    assert found.sentences == tuple(sorted(found.sentences or ()))
    held = replace(case, question="Wat is er besproken op het LOVP van 25 mei 2020?")
    there = {p.id: p.topic for p in example_index.store.passages().values() if p.date == date(2020, 5, 25)}
    assert [there[key] for key in ours(example_index)(held).passages] == list(dict.fromkeys(there.values()))


def test_a_question_that_was_understood_before_is_found_the_same(example_index: Index) -> None:
    known: dict[str, Understood] = {}
    cases = [case_of(example_index, FACT), case_of(example_index, NOT_HELD)]
    for stages in (ALL, ALL - {Stage.MEANING}):
        fresh, again = ours(example_index, stages), ours(example_index, stages, known)
        assert [fresh(case) for case in cases] == [again(case) for case in cases]
    assert {case.question for case in cases} <= known.keys()


def test_among_distractors_the_records_keep_their_passages(
    example_index: Index, examples_home: Path, tmp_path: Path
) -> None:
    into = mixed(examples_home, tmp_path / "among", example_index.encoder, 40)
    with Index(into, example_index.encoder) as among:
        own, all_of_them = example_index.store.passages(), among.store.passages()
    assert own.keys() < all_of_them.keys()
    assert len(all_of_them) - len(own) == 40


def test_finding_nothing_is_a_miss_and_no_zero_that_goes_uncounted(example_index: Index) -> None:
    (case,) = facts_to_cases(
        parse_facts([FACT]), list(example_index.store.passages().values()), example_index.store.record_days()
    )
    told_ = scores(case, Found((), (), ()))
    assert told_["recall@10"] == told_["zin hit@1"] == 0.0


def test_a_change_is_paired(example_index: Index) -> None:
    cases = facts_to_cases(
        parse_facts([FACT]), list(example_index.store.passages().values()), example_index.store.record_days()
    )
    good = run(cases, ours(example_index))
    bad = run(cases, lambda case: Found((), (), ()))
    lost = change(good, bad, "recall@10")
    assert lost is not None
    assert lost.mean == -good[0].scores["recall@10"] < 0


def test_plain_bm25_prefers_the_rarer_word() -> None:
    units = [Unit("a", (), "de politie en de politie"), Unit("b", (), "de taser"), Unit("c", (), "de politie")]
    (case,) = facts_to_cases(parse_facts([{"id": "x", "question": "politie taser", "facts": ["z"]}]), [], {})
    found = plain_bm25(units)(case)
    assert found.passages == ("b", "a", "c")  # the rarer word, then the one that has the other twice
    assert plain_bm25(units)(replace(case, question="eenhoorn")).passages == ()


def test_distractors_are_the_same_each_time_and_cut_into_passages() -> None:
    made, again = list(records(40)), list(records(40))
    assert made == again
    assert sum(len(record_to_passages(record)) for record in made) >= 40
    assert not any("politie" in record.text for record in made)


def test_a_table_becomes_markdown() -> None:
    text = as_markdown([Table("Kop", "Uitleg.", ("a", "b"), (("1|2", "3"),))])
    assert "## Kop" in text
    assert "| 1/2 | 3 |" in text


def test_an_interval_is_written_in_dutch() -> None:
    assert told(figure([], "hit@1")) == "–"
    assert told(Interval(0.5, 0.25, 0.75, 12), count=True) == "0,500 [0,250; 0,750] (n = 12)"
    assert told(Interval(-0.0001, -0.5, 0.0, 3), sign=True) == "+0,000 [-0,500; +0,000]"  # no minus before a zero


def test_the_report_has_each_table_and_no_path_of_this_machine(tmp_path: Path) -> None:
    folder, facts, report = tmp_path / "verslagen", tmp_path / "feiten.yaml", tmp_path / "rapport.md"
    folder.mkdir()
    shutil.copy(next(file for file in examples().iterdir() if file.name.startswith("2019-10-28")), folder)
    facts.write_text(yaml.safe_dump([FACT]), "utf-8")
    given = ["--records", str(folder), "--facts", str(facts), "--distractors", "20", "--sample", "2"]
    main([*given, "--markdown", str(report)])
    text = report.read_text("utf-8")
    headings = [line.removeprefix("## ") for line in text.splitlines() if line.startswith("## ")]
    assert headings == [
        "Hoe dit te lezen",
        "Doelen",
        "Tussen 20 afleiders",
        "Wat de afleiders kosten",
        "Zonder afleiders",
        "Dezelfde vragen, anders gesteld",
        "Wat elk onderdeel oplevert",
    ]
    assert str(tmp_path) not in text
    assert "`python -m eval.retrieval --facts --records --distractors 20 --sample 2`" in text
    assert "| maat | LOVP | LlamaIndex | gewone BM25 |" in text
    assert "1 vragen en 2 varianten" in text
    earned = [line.split(" | ")[0] for line in text.split("oplevert")[-1].splitlines() if line.startswith("| ")]
    assert {"| alles aan", "| alleen woorden", "| alleen betekenis", "| gewone BM25"} <= set(earned)
    assert {f"| zonder {s.value}" for s in Stage if s not in {Stage.WORDS, Stage.MEANING}} <= set(earned)
