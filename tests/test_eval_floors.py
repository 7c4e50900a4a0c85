"""What is below its floor never passes, floors only rise by themselves, and a run can be read afterwards."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import pytest

from assistant.answer import Answer, Citation, Question, Turn
from eval.facts import KnownFact
from eval.floors import (
    Floors,
    FloorsError,
    changed,
    gate,
    pin,
    read_floors,
    write_floors,
)
from eval.labels import LABELS
from eval.run import Report, run
from eval.table import lines, missed, table
from index.records import Passage, Span

TEXT = "Het stroomstootwapen is betaald voor 2020 en 2021."
MEETING = date(2019, 10, 28)
YEARS = KnownFact("jaren", "Voor welke jaren?", facts=(re.compile("2020 en 2021"),), record=(MEETING,))
MONTH = KnownFact("maand", "Welke maand?", facts=(re.compile("september"),), record=(date(2020, 2, 10),))
ABSENT = KnownFact("bodycams", "Welke afspraken over bodycams?", abstain=True)


def quoting(message: str, history: Sequence[Turn] = ()) -> Answer:
    """Whatever is asked, the same record."""
    span = Span(0, len(TEXT))
    passage = Passage("taser:0-50", "taser", "LOVP", MEETING, "Wapen", None, None, span, TEXT)
    return Answer(f"{TEXT} [1]", (Citation(1, passage, span, TEXT),), True, None, Question(message))


def declining(message: str, history: Sequence[Turn] = ()) -> Answer:
    return Answer("Dat staat niet in de verslagen.", (), False, None, Question(message))


def honest(message: str, history: Sequence[Turn]) -> Answer:
    return quoting(message) if "jaren" in message else declining(message)


def broken(message: str, history: Sequence[Turn]) -> Answer:
    if "jaren" in message:
        raise RuntimeError("de index is stuk")
    return declining(message)


GOOD = run([YEARS, ABSENT], honest)
BROKEN = run([YEARS, ABSENT], broken)  # half right, one crash
STUBBORN = run([YEARS, MONTH, ABSENT], quoting)


def floors(least: Mapping[str, float], most: Mapping[str, float] | None = None) -> Floors:
    return Floors("f" * 64, "r" * 64, least, most or {})


def test_the_gate_lets_through_what_just_reaches_its_floor() -> None:
    assert gate(BROKEN.measures, floors({"right": 0.5}, {"crashes": 1})) == []


def test_the_gate_names_what_is_below_its_floor_or_above_its_ceiling() -> None:
    assert gate(BROKEN.measures, floors({"right": 0.8, "correct_refusal": 1.0}, {"crashes": 0})) == [
        "Goed beantwoord of terecht geweigerd: 50,0% is lager dan de ondergrens van 80,0%.",
        "Vastgelopen vragen: 1 is hoger dan de bovengrens van 0.",
    ]


def test_a_floor_that_nothing_was_measured_for_is_not_reached() -> None:
    report = run([YEARS], honest)
    assert gate(report.measures, floors({"correct_refusal": 0.5})) == [
        "Terecht geweigerd: niet gemeten, terwijl er een grens van 50,0% geldt."
    ]
    assert gate(Report(()).measures, floors({}, {"crashes": 0})) != []


def test_pinning_raises_floors_and_lowers_ceilings_to_what_was_reached() -> None:
    pinned = pin(floors({"right": 0.5}, {"over_refusal": 0.4, "latency_p95_ms": 2000}), GOOD.measures, "a", "b")
    assert pinned == Floors("a", "b", {"right": 1.0}, {"over_refusal": 0.0, "latency_p95_ms": 2000})


def test_pinning_never_lowers_a_floor_unless_told_to() -> None:
    before = floors({"right": 0.9}, {"over_refusal": 0.1})
    assert pin(before, STUBBORN.measures, "a", "b").floors == {"right": 0.9}
    assert pin(before, BROKEN.measures, "a", "b").ceilings == {"over_refusal": 0.1}


@pytest.mark.parametrize("report", [GOOD, BROKEN, STUBBORN])
def test_a_run_passes_the_floors_that_were_pinned_on_it(report: Report) -> None:
    before = floors({"right": 0.9, "fact_recall": 0.9}, {"over_refusal": 0.1, "false_answer": 0.0})
    after = pin(before, report.measures, "a", "b", lower=True)
    assert gate(report.measures, after) == []
    assert after.floors["right"] in (1.0, 0.5, 0.333)


def test_pinning_leaves_a_measure_that_was_not_scored() -> None:
    pinned = pin(floors({"correct_refusal": 0.5}), run([YEARS], honest).measures, "a", "b", lower=True)
    assert pinned.floors == {"correct_refusal": 0.5}


def test_floors_are_read_back_as_they_were_written(tmp_path: Path) -> None:
    kept = {"een": floors({"right": 0.8}, {"crashes": 0}), "twee": floors({})}
    write_floors(kept, tmp_path / "floors.json")
    assert read_floors(tmp_path / "floors.json") == kept


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        '{"facts": "", "records": "", "floors": {}, "ceilings": {}}',
        '{"een": {"facts": "", "records": "", "floors": {}}}',
        '{"een": {"facts": "", "records": "", "floors": {"rihgt": 0.5}, "ceilings": {}}}',
        '{"een": {"facts": "", "records": "", "floors": {"right": "0.5"}, "ceilings": {}}}',
        '{"een": {"facts": "", "records": "", "floors": {"right": true}, "ceilings": {}}}',
        '{"een": {"facts": "", "records": "", "floors": {"right": NaN}, "ceilings": {}}}',
        '{"een": {"facts": null, "records": "", "floors": {}, "ceilings": {}}}',
    ],
)
def test_floors_with_a_mistake_are_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "floors.json").write_text(content, "utf-8")
    with pytest.raises(FloorsError):
        read_floors(tmp_path / "floors.json")


def test_changed_facts_or_records_are_told_apart() -> None:
    pinned = floors({})
    assert changed(pinned, "f" * 64, "r" * 64) == []
    (told,) = changed(pinned, "a" * 64, "r" * 64)
    assert told.startswith("De feiten zijn veranderd (nu aaaaaaaaaaaa, vastgelegd ffffffffffff)")
    assert changed(pinned, "f" * 64, "b" * 64)[0].startswith("De verslagen zijn veranderd")


def test_the_table_shows_value_limit_and_whether_it_is_reached() -> None:
    rows = {row.label: row for row in table(BROKEN, floors({"right": 0.8}, {"crashes": 2}))}
    right, crashes, recall = (rows[LABELS[name]] for name in ("right", "crashes", "fact_recall"))
    assert (right.value, right.limit, right.ok, right.scored) == ("50,0%", "≥ 80,0%", False, "2")
    assert (crashes.value, crashes.limit, crashes.ok) == ("1", "≤ 2", True)
    assert (recall.value, recall.limit, recall.ok, recall.scored) == ("0,0%", "", None, "1 (1 n.v.t.)")


def test_a_limit_on_what_was_not_measured_is_not_reached_in_the_table() -> None:
    row = next(one for one in table(BROKEN, floors({"quote_faithfulness": 0.0})) if one.limit)
    assert (row.value, row.ok) == ("niet gemeten", False)


def test_the_plain_table_lines_up_and_marks_what_is_not_good_enough() -> None:
    told = lines(BROKEN, floors({"right": 0.8}, {"crashes": 0}))
    column = told[0].index("Waarde")
    assert all(line[column - 2 : column] == "  " for line in told)
    assert "TE LAAG" in told[1]
    assert next(line for line in told if "TE HOOG" in line).startswith("Vastgelopen vragen")
    assert len(told) == 1 + sum(measure.value is not None for measure in BROKEN.measures)


def test_what_went_wrong_is_told_with_what_was_seen() -> None:
    month, bodycams = missed(STUBBORN)
    assert month.splitlines() == [
        "maand: Welke maand?",
        "  mist feiten (0,0% gevonden); haalt de juiste vindplaats niet aan",
        f"  {TEXT} [1]",
    ]
    assert "beantwoord, terwijl de verslagen het niet zeggen" in bodycams
    assert "RuntimeError: de index is stuk" in missed(BROKEN)[0]
    assert "geweigerd, terwijl de verslagen het wel zeggen" in missed(run([YEARS], declining))[0]
    assert missed(GOOD) == []


def test_of_a_set_that_nothing_is_tuned_on_only_the_name_and_the_reason_are_told() -> None:
    assert missed(STUBBORN, hidden=True) == [
        "maand: mist feiten (0,0% gevonden); haalt de juiste vindplaats niet aan",
        "bodycams: beantwoord, terwijl de verslagen het niet zeggen",
    ]


def test_what_is_forbidden_is_the_reason_when_it_is_said() -> None:
    banned = KnownFact("jaren", "Voor welke jaren?", facts=YEARS.facts, forbidden=(re.compile("stroomstoot"),))
    (told,) = missed(run([banned], quoting))
    assert told.splitlines()[1] == "  zegt wat er niet in mag staan"


def test_a_set_that_is_pinned_for_the_first_time_gets_what_it_reached() -> None:
    pinned = pin(None, BROKEN.measures, "a", "b")
    assert (pinned.floors["right"], pinned.ceilings["crashes"]) == (0.5, 1)
    assert "quote_faithfulness" not in pinned.floors  # nothing was scored
    assert gate(BROKEN.measures, pinned) == []
