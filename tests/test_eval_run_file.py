"""A run leaves one whole file with all that was seen; the newest are kept and can be read back."""

import json
import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from assistant.answer import Answer, Citation, Question
from eval import run_file
from eval.facts import KnownFact
from eval.floors import Floors
from eval.gold import facts_to_cases
from eval.run import run
from eval.run_file import RunFileError, history, keep, kept_runs, read_run, write
from eval.run_json import Measured, Wanted, as_run, wanted_of
from eval.sets import FactSet
from index.recipe import Recipe
from index.records import Hit, Passage, Span

DAY = date(2019, 10, 28)
TEXT = "Er is geld. Het stroomstootwapen is betaald voor 2020 en 2021."
SPAN = Span(0, len(TEXT))
PASSAGE = Passage("taser:0-62", "taser", "LOVP", DAY, "Wapen", None, None, SPAN, TEXT)
YEARS = KnownFact("jaren", "Voor welke jaren?", facts=(re.compile("2020 en 2021"),), record=(DAY,), tags=("wanneer",))


def ask(message: str, _history: object) -> Answer:
    if "jaren" not in message:
        raise RuntimeError("stuk")
    citation = Citation(1, PASSAGE, SPAN, TEXT)
    return Answer(f"“{TEXT}” [1]", (citation,), True, "2020 en 2021", Question(message), seen=(Hit(PASSAGE, 1.0),))


def made(code: int = 0) -> dict[str, object]:
    facts = [YEARS, KnownFact("stuk", "Wat breekt er?", abstain=True)]
    wanted = {"jaren": (Wanted("2019-10-28", "Wapen", "..."),)}
    of = FactSet("proef", "Proef", Path("f.yaml"), Path("r"))
    one = Measured(of, run(facts, ask, gold={"jaren": {PASSAGE.id}}), "f" * 64, "r" * 64, wanted)
    floors = {"proef": Floors("f" * 64, "r" * 64, {"right": 0.9}, {"crashes": 0})}
    return as_run(
        [one],
        floors,
        at=datetime(2026, 11, 28, 12, tzinfo=UTC),
        seconds=1.234,
        recipe=Recipe("/thuis/modellen/eigen", 8, opened_as="/thuis/modellen/eigen"),
        composer="extractive",
        judge=None,
        jobs=1,
        code=code,
        told=["Te laag."],
    )


def test_a_run_says_on_what_it_was_measured_and_names_no_folder_of_this_machine() -> None:
    found = json.loads(json.dumps(made()))
    assert found["recipe"]["encoder"] == "eigen"
    assert "/thuis" not in json.dumps(found)
    assert found["versions"]["python"].startswith("3.")
    assert found["versions"]["chromadb"]
    assert found["machine"]["cores"] >= 1
    assert (found["at"], found["seconds"], found["jobs"]) == ("2026-11-28T12:00:00+00:00", 1.23, 1)
    assert found["gate"] == {"code": 0, "told": ["Te laag."]}


def test_in_a_checkout_a_run_says_which_commit() -> None:
    commit = made()["commit"]
    if (Path(__file__).parent.parent / ".git").exists():
        assert re.fullmatch("[0-9a-f]{40}", str(commit))
    else:
        assert commit is None


def test_every_question_is_there_with_what_was_seen_and_a_crash_with_why() -> None:
    (found,) = json.loads(json.dumps(made()))["sets"]
    good, broken = found["rows"]
    assert (good["verdict"], good["short"], good["seen"]) == ("right", "2020 en 2021", ["taser:0-62"])
    assert good["citations"][0]["quote"] == TEXT
    assert good["ranking"]["hit@1"] == 1.0
    assert good["wanted"] == [{"date": "2019-10-28", "topic": "Wapen", "text": "..."}]
    assert (broken["verdict"], broken["answer"], broken["error"]) == ("wrong", None, "RuntimeError: stuk")
    assert found["below"] == [
        "Goed beantwoord of terecht geweigerd: 50,0% is lager dan de ondergrens van 90,0%.",
        "Vastgelopen vragen: 1 is hoger dan de bovengrens van 0.",
    ]
    assert found["measures"]["right"]["value"] == 0.5
    assert found["measures"]["right"]["low"] is not None


def test_what_had_to_be_found_is_the_sentence_that_says_it_or_else_the_passage() -> None:
    days = {"taser": (DAY,)}
    (by_sentence,) = facts_to_cases([YEARS], [PASSAGE], days)
    assert wanted_of(by_sentence, {PASSAGE.id: PASSAGE}) == (
        Wanted("2019-10-28", "Wapen", "Het stroomstootwapen is betaald voor 2020 en 2021."),
    )
    both = KnownFact(
        "x", "y", facts=(re.compile("geld"), re.compile("2021")), evidence=re.compile("geld.*betaald"), record=(DAY,)
    )
    (by_passage,) = facts_to_cases([both], [PASSAGE], days)
    assert wanted_of(by_passage, {PASSAGE.id: PASSAGE})[0].text == TEXT


def test_runs_are_kept_in_order_and_read_back(tmp_path: Path) -> None:
    first, second = keep(tmp_path, made(0)), keep(tmp_path, made(1))
    assert kept_runs(tmp_path) == [first, second]
    assert read_run(second)["gate"]["code"] == 1
    assert [one["gate"]["code"] for one in history(tmp_path)] == [0, 1]
    assert sorted(path.name for path in first.parent.iterdir()) == sorted([first.name, second.name])


def test_the_oldest_runs_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run_file, "KEPT", 2)
    kept = [keep(tmp_path, made(code)) for code in (0, 1, 2)]
    assert kept_runs(tmp_path) == kept[1:]


@pytest.mark.parametrize("content", ["", "{", "[]", '{"format": 1}', '{"format": 2, "sets": []}', "\x00"])
def test_a_file_that_holds_no_run_is_refused_and_passed_over_in_the_history(tmp_path: Path, content: str) -> None:
    whole = keep(tmp_path, made())
    broken = whole.with_name("99999999-000000-000000.json")
    broken.write_text(content, "utf-8")
    with pytest.raises(RunFileError, match=re.escape(broken.name)):
        read_run(broken)
    assert len(history(tmp_path)) == 1


def test_a_write_that_breaks_off_leaves_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "uit.json"
    write(path, {"format": 1, "sets": []})
    with pytest.raises(TypeError):
        write(path, {"format": 1, "sets": [object()]})
    assert read_run(path) == {"format": 1, "sets": []}
