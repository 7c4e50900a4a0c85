"""Two runs side by side name what went wrong and what was mended, and call a change beyond chance only when it is."""

from collections.abc import Mapping
from typing import Any

from eval.compare import as_json, compare, lines


def row(name: str, verdict: str = "right", group: str = "a", **rest: Any) -> dict[str, Any]:
    made = {
        "id": name,
        "question": f"Vraag {name}?",
        "group": group,
        "verdict": verdict,
        "reasons": [] if verdict == "right" else ["mist feiten"],
        "recall": 1.0 if verdict == "right" else 0.0,
        "evidence": "not scored",
        "right_record": verdict,
        "quoted": None,
        "ranking": {"MRR@10": 1.0},
        "abstain": False,
        "answered": True,
        "words": 30,
        "elapsed_ms": 5.0,
    }
    return made | rest


def run(*rows: Mapping[str, Any], name: str = "examples", facts: str = "f", records: str = "r") -> dict[str, Any]:
    return {"sets": [{"name": name, "title": "Voorbeelden", "facts": facts, "records": records, "rows": list(rows)}]}


def test_questions_that_went_wrong_and_that_were_mended_are_named() -> None:
    (change,) = compare(run(row("a"), row("b", "wrong"), row("c")), run(row("a", "wrong"), row("b"), row("c")))
    assert [one["id"] for one in change.failing] == ["a"]
    assert [one["id"] for one in change.fixed] == ["b"]
    told = lines([change])
    assert "    a: Vraag a? (mist feiten)" in told
    assert "    b: Vraag b?" in told


def test_only_questions_of_both_runs_count_and_the_others_are_named() -> None:
    (change,) = compare(run(row("a"), row("weg", "wrong")), run(row("a"), row("nieuw", "wrong")))
    assert (change.gone, change.added, change.asked) == (("weg",), ("nieuw",), 1)
    assert change.figures["right"].mean == 0.0
    assert "  Vervallen: weg" in lines([change])


def test_a_change_in_every_record_is_beyond_chance_and_one_in_a_single_record_is_not() -> None:
    names = [str(n) for n in range(12)]
    before = run(*(row(name, "wrong", group=name) for name in names))
    (all_better,) = compare(before, run(*(row(name, group=name) for name in names)))
    (one_better,) = compare(before, run(row("0", group="0"), *(row(name, "wrong", group=name) for name in names[1:])))
    assert figure(all_better).endswith("n = 12: beter")
    assert figure(one_better).endswith("n = 12: geen aantoonbaar verschil")
    (worse,) = compare(run(*(row(name, group=name) for name in names)), before)
    assert figure(worse).startswith("-100,0 procentpunt")
    assert figure(worse).endswith("slechter")


def figure(change: Any) -> str:
    told = next(line for line in lines([change]) if "Goed beantwoord" in line)
    return told.partition("geweigerd")[2].strip()


def test_slower_answers_are_worse_though_the_figure_is_higher() -> None:
    names = [str(n) for n in range(12)]
    slow = run(*(row(name, group=name, elapsed_ms=50.0) for name in names))
    told = lines(compare(run(*(row(name, group=name) for name in names)), slow))
    time = next(line for line in told if "Antwoordtijd" in line)
    assert "+45 ms" in time
    assert time.endswith("slechter")


def test_a_crash_where_an_answer_should_be_declined_is_no_refusal() -> None:
    declined = row("a", abstain=True, answered=False)
    (change,) = compare(run(declined), run(row("a", "wrong", abstain=True, answered=None)))
    assert change.figures["false_answer"].mean == 1.0


def test_other_facts_or_records_are_said() -> None:
    (change,) = compare(run(row("a")), run(row("a"), facts="g", records="s"))
    assert len(change.notes) == 2
    assert compare(run(row("a")), run(row("a"), name="anders")) == []
    assert lines([]) == ["Deze metingen hebben geen feiten gemeen."]


def test_of_a_hidden_set_only_the_ids_are_told() -> None:
    told = "\n".join(lines(compare(run(row("a")), run(row("a", "wrong"))), frozenset({"examples"})))
    assert "    a" in told
    assert "Vraag a" not in told


def test_the_changes_as_data_hold_ids_and_figures() -> None:
    (found,) = as_json(compare(run(row("a")), run(row("a", "wrong"))))
    assert found["failing"] == ["a"]
    assert found["figures"]["right"] == {"change": -1.0, "low": -1.0, "high": -1.0, "count": 1}
