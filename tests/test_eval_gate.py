"""The gate sees what gets worse: a passage that went missing, a digit that changed, a stemmer that is off; and names the facts."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import yaml
from conftest import Lovp, Run

from eval import suite
from eval.floors import read_floors, write_floors
from eval.sets import SETS, digest
from index.ingest import index_paths

RECORD = "2019-10-28"
Gated = Callable[[Callable[[str], str]], Run]


@pytest.fixture
def gated(lovp: Lovp, tmp_path: Path, examples_home: Path, monkeypatch: pytest.MonkeyPatch) -> Gated:
    """Pins floors on facts about one record as it is, and runs the gate over that record with a change in its text.

    What the floors were pinned on doesn't change: it is reading that goes wrong.
    """
    facts, floors = tmp_path / "facts.yaml", tmp_path / "floors.json"
    known = yaml.safe_load(SETS[0].facts.read_text("utf-8"))
    asked = [one for one in known if RECORD in str(one.get("record")) and "2020 en" in str(one)]
    facts.write_text(yaml.safe_dump(asked, allow_unicode=True), "utf-8")
    write_floors({}, floors)
    monkeypatch.setattr(suite, "SETS", (replace(SETS[0], facts=facts),))
    monkeypatch.setattr(suite, "read_floors", lambda: read_floors(floors))
    monkeypatch.setattr(suite, "write_floors", lambda kept: write_floors(kept, floors))

    def read_before(home: Path, *_: object, **__: object) -> None:
        shutil.copytree(examples_home, home, dirs_exist_ok=True)

    def run(change: Callable[[str], str]) -> Run:
        monkeypatch.setattr(suite, "index_paths", read_before)
        assert lovp("eval", "--jobs", "1", "--pin").code == 0
        changed = tmp_path / "veranderd"
        shutil.copytree(SETS[0].records or Path(), changed)
        (file,) = changed.glob(f"{RECORD}*.txt")
        file.write_text(change(file.read_text("utf-8")), "utf-8")
        monkeypatch.setattr(suite, "index_paths", lambda home, encoder, *_, **__: index_paths(home, encoder, [changed]))
        monkeypatch.setattr(suite, "held", lambda *_: None)  # the facts are still right: it is reading that isn't
        return lovp("eval", "--jobs", "1")

    return run


def test_an_unchanged_index_passes_the_floors_that_were_pinned_on_it(gated: Gated) -> None:
    found = gated(lambda text: text)
    assert found.code == 0, found.out


def test_a_passage_that_went_missing_is_seen_and_its_facts_are_named(gated: Gated) -> None:
    def dropped(text: str) -> str:
        start = text.index("Voorgenomen besluit stroomstootwapen")
        return text[:start] + text[text.index("\n\n", text.index("2020 en 2021", start)) :]

    found = gated(dropped)
    assert found.code == 1
    assert "lager dan de ondergrens" in found.out
    assert "taser" in named(found)


def test_a_digit_that_changed_is_seen_and_its_facts_are_named(gated: Gated) -> None:
    found = gated(lambda text: text.replace("2020 en 2021", "2020 en 2022"))
    assert found.code == 1
    assert "Feiten in het antwoord" in found.out.rpartition("\n\n")[2]
    assert "taser" in named(found)


def named(found: Run) -> str:
    """The ids of the facts that a run tells went wrong."""
    return " ".join(line.partition(":")[0] for line in found.out.splitlines() if line and not line.startswith(" "))


STEMMERS_OFF = """
import shutil
import sys
from dataclasses import replace
from pathlib import Path
from index import dutch
dutch._stemmers.both = ()
dutch.lemma = lambda folded: folded
from eval import suite
from eval.floors import read_floors
facts, floors, home = map(Path, sys.argv[1:])
suite.SETS = (replace(suite.SETS[0], facts=facts),)
suite.read_floors = lambda: read_floors(floors)
suite.index_paths = lambda to, *_, **__: shutil.copytree(home, to, dirs_exist_ok=True)
from ui.cli import main
sys.exit(main(["eval", "--jobs", "1"]))
"""


def test_a_stemmer_that_is_off_is_seen_and_its_facts_are_named(
    lovp: Lovp, tmp_path: Path, examples_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    facts, floors = tmp_path / "facts.yaml", tmp_path / "floors.json"
    known = yaml.safe_load(SETS[0].facts.read_text("utf-8"))
    facts.write_text(yaml.safe_dump(known[::5], allow_unicode=True), "utf-8")
    write_floors({}, floors)
    with monkeypatch.context() as whole:
        whole.setattr(suite, "SETS", (replace(SETS[0], facts=facts),))
        whole.setattr(suite, "read_floors", lambda: read_floors(floors))
        whole.setattr(suite, "write_floors", lambda kept: write_floors(kept, floors))
        whole.setattr(suite, "index_paths", lambda to, *_, **__: shutil.copytree(examples_home, to, dirs_exist_ok=True))
        assert lovp("eval", "--jobs", "1", "--pin").code == 0
    command = [sys.executable, "-c", STEMMERS_OFF, str(facts), str(floors), str(examples_home)]
    run = subprocess.run(command, capture_output=True, text=True, cwd=Path(__file__).parent.parent)
    assert run.returncode == 1, run.stderr
    assert "lager dan de ondergrens" in run.stdout
    assert len(named(Run(1, run.stdout, "")).split()) > 5


# pinning


@pytest.fixture
def two_facts(tmp_path: Path, examples_home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file of floors for two facts, one of which goes wrong."""
    facts, floors = tmp_path / "facts.yaml", tmp_path / "floors.json"
    facts.write_text(
        "- {id: taser, question: 'Voor welke jaren is de financiering van de taser geregeld?', facts: ['2020 en 2021'],"
        f" record: '{date(2019, 10, 28)}'}}\n- {{id: mis, question: 'Wat is de norm voor wijkagenten?', abstain: true}}\n",
        "utf-8",
    )

    def read_before(home: Path, *_: object, **__: object) -> None:
        shutil.copytree(examples_home, home, dirs_exist_ok=True)

    monkeypatch.setattr(suite, "SETS", (replace(SETS[0], facts=facts),))
    monkeypatch.setattr(suite, "index_paths", read_before)
    monkeypatch.setattr(suite, "read_floors", lambda: read_floors(floors))
    monkeypatch.setattr(suite, "write_floors", lambda kept: write_floors(kept, floors))
    block = {
        "facts": digest(facts),
        "records": digest(SETS[0].records or Path()),
        "floors": {"right": 0.9},
        "ceilings": {"false_answer": 0.0},
    }
    floors.write_text(json.dumps({"examples": block}), "utf-8")
    return floors


def limits(floors: Path) -> tuple[float, float]:
    kept = read_floors(floors)["examples"]
    return kept.floors["right"], kept.ceilings["false_answer"]


def test_pinning_what_got_worse_leaves_the_floor_and_the_gate_red(lovp: Lovp, two_facts: Path) -> None:
    assert lovp("eval", "--jobs", "1", "--pin").code == 1
    assert limits(two_facts) == (0.9, 0.0)


def test_a_floor_is_lowered_only_in_so_many_words(lovp: Lovp, two_facts: Path) -> None:
    assert lovp("eval", "--jobs", "1", "--pin", "--allow-regression").code == 0
    assert limits(two_facts) == (0.5, 1.0)
    assert lovp("eval", "--jobs", "1").code == 0


def test_changed_facts_are_refused_until_they_are_pinned(lovp: Lovp, two_facts: Path) -> None:
    facts = two_facts.with_name("facts.yaml")
    kept = facts.read_text("utf-8").partition("- {id: mis")[0]
    facts.write_text(f"{kept}- {{id: weg, question: 'Welke afspraken zijn er over bodycams?', abstain: true}}", "utf-8")
    assert lovp("eval", "--jobs", "1").code == 2
    assert lovp("eval", "--jobs", "1", "--pin").code == 0
    assert lovp("eval", "--jobs", "1").code == 0
    assert limits(two_facts) == (1.0, 0.0)
