"""`lovp eval`: every run is kept and can be set beside another; what says nothing together is refused in Dutch."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import Lovp
from scripted_model import Asked, Reply, scripted_model
from small_models import save_static

from eval import suite
from eval.run_file import kept_runs
from eval.sets import SETS, TEST

FACTS = """
- {id: taser, question: 'Voor welke jaren is de financiering van de taser geregeld?', facts: ['2020 en 2021'],
   evidence: '2020 en 2021', record: '2019-10-28', tags: [wanneer]}
- {id: mis, question: 'Wat is de norm voor wijkagenten?', abstain: true}
"""


@pytest.fixture
def quick(lovp: Lovp, tmp_path: Path, examples_home: Path, monkeypatch: pytest.MonkeyPatch) -> Lovp:
    """`lovp` with one set of two facts, one of which goes wrong, over the example records; without floors."""
    facts = tmp_path / "facts.yaml"
    facts.write_text(FACTS, "utf-8")

    def read_before(home: Path, *_: object, **__: object) -> None:
        shutil.copytree(examples_home, home, dirs_exist_ok=True)

    monkeypatch.setattr(suite, "SETS", (replace(SETS[0], facts=facts),))
    monkeypatch.setattr(suite, "read_floors", dict)
    monkeypatch.setattr(suite, "index_paths", read_before)
    return lovp


def test_every_run_is_kept_and_said_where(quick: Lovp, home: Path, tmp_path: Path) -> None:
    found = quick("eval", "--jobs", "1", "--json", tmp_path / "uit.json")
    (kept,) = kept_runs(home)
    assert found.err == f"Bewaard: {kept}\n"
    assert json.loads(kept.read_text("utf-8")) == json.loads((tmp_path / "uit.json").read_text("utf-8"))
    assert "mis: Wat is de norm voor wijkagenten?" in found.out


def test_the_same_run_twice_gives_the_same_figures(quick: Lovp) -> None:
    first, second = (quick("eval", "--jobs", "1", "--json").json["sets"][0] for _ in range(2))
    for one in (first, second):
        one["measures"] = {k: v for k, v in one["measures"].items() if "latency" not in k and k != "memory_mb"}
        for row in one["rows"]:
            del row["elapsed_ms"]
    assert first == second


def test_two_runs_are_compared_by_file_or_as_the_last_two(quick: Lovp, tmp_path: Path) -> None:
    quick("eval", "--jobs", "1", "--json", tmp_path / "een.json")
    quick("eval", "--jobs", "1", "--json", tmp_path / "twee.json")
    found = quick("eval", "--compare", tmp_path / "een.json", tmp_path / "twee.json")
    assert found.code == 0
    assert found.out == quick("eval", "--compare", "vorige", "laatste").out
    assert found.out.startswith("Voorbeeldverslagen: 2 vragen in beide metingen")
    assert json.loads(quick("eval", "--compare", "vorige", "laatste", "--json").out)[0]["asked"] == 2


def test_comparing_with_what_is_not_there_or_no_run_is_told(quick: Lovp, tmp_path: Path) -> None:
    assert "nog geen vorige meting" in quick("eval", "--compare", "vorige", "laatste").err
    (tmp_path / "x.json").write_text("{}", "utf-8")
    found = quick("eval", "--compare", tmp_path / "x.json", tmp_path / "x.json")
    assert found.code == 1
    assert "x.json is geen meting" in found.err


def test_of_a_test_set_the_questions_are_hidden_until_they_are_asked_for(
    quick: Lovp, monkeypatch: pytest.MonkeyPatch
) -> None:
    (one,) = suite.chosen_sets(suite.Plan())
    monkeypatch.setattr(suite, "SETS", (replace(one, split=TEST),))
    assert "wijkagenten" not in quick("eval", "--jobs", "1").out
    assert "wijkagenten" in quick("eval", "--jobs", "1", "--reveal").out


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--facts", "x.yaml", "--set", "examples"], "--set kiest"),
        (["--facts", "x.yaml", "--pin"], "--pin geldt"),
        (["--allow-regression"], "--allow-regression hoort bij --pin"),
        (["--pin", "--model"], "zonder taalmodel"),
        (["--jobs", "-1"], "1 of meer"),
        (["--model"], "geen taalmodel ingesteld"),
        (["--judge"], "geen taalmodel om te oordelen"),
        (["--set", "weg"], "geen verzameling feiten 'weg'"),
        (["--matrix", "ingebouwd", "--html", "x.html"], "--matrix schrijft"),
        (["--compare", "a", "b", "--html", "x.html"], "--compare heeft geen pagina"),
    ],
)
def test_what_says_nothing_together_is_refused(quick: Lovp, arguments: list[str], told: str) -> None:
    found = quick("eval", *arguments)
    assert found.code != 0
    assert told in found.err
    assert found.out == ""


def test_several_encoders_stand_side_by_side_with_what_each_gets_wrong(lovp: Lovp, tmp_path: Path, home: Path) -> None:
    other = save_static(tmp_path / "klein", means={})
    (tmp_path / "verslag.txt").write_text(
        "Verslag LOVP 4 juli 2022\n\nDrones\nDe korpschef wil tien drones.\n", "utf-8"
    )
    facts = "- {id: drones, question: 'Hoeveel drones wil de korpschef?', facts: [tien], record: '2022-07-04'}\n"
    (tmp_path / "feiten.yaml").write_text(
        f"{facts}- {{id: mis, question: 'Wat wil de minister?', abstain: true}}\n", "utf-8"
    )
    own = ("--facts", tmp_path / "feiten.yaml", "--records", tmp_path / "verslag.txt")
    found = lovp("eval", "--jobs", "1", *own, "--matrix", "ingebouwd", other)
    assert found.code == 0
    head = next(line for line in found.out.splitlines() if "Encoder" in line)
    _, first, second = head.split()
    assert (first.partition("@")[0], second.partition("@")[0]) == ("statisch-256", "klein")
    assert f"  {second}, extractive: " in found.out
    assert len(kept_runs(home)) == 2


def test_a_model_that_answers_and_one_that_judges_are_named_in_the_run(
    quick: Lovp, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fair(asked: Asked) -> Reply:
        return Reply(("goed",)) if "<antwoord>" in asked.text else Reply(("",))

    with scripted_model(fair) as server:
        settings = server.settings(home)
        monkeypatch.setenv("LOVP_MODEL_URL", settings.model_url)
        monkeypatch.setenv("LOVP_MODEL", settings.model)
        monkeypatch.setenv("LOVP_JUDGE_URL", settings.model_url)
        monkeypatch.setenv("LOVP_JUDGE", "rechter")
        run = quick("eval", "--jobs", "1", "--model", "--judge", "--json").json
        assert {asked.body["model"] for asked in server.asked} == {settings.model, "rechter"}
    assert (run["composer"], run["judge"]) == (f"llm:{settings.model}", "llm:rechter")
    assert run["sets"][0]["measures"]["judged"]["scored"] == 2
    assert {row["judged"] for row in run["sets"][0]["rows"]} == {"right"}


def test_a_judge_without_a_name_is_told_of_by_its_own_setting(quick: Lovp, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOVP_JUDGE_URL", "http://127.0.0.1:1/v1")
    assert "LOVP_JUDGE niet" in quick("eval", "--judge").err


def test_the_help_names_every_set(lovp: Lovp) -> None:
    told = " ".join(lovp("eval", "--help").out.split())
    assert ", ".join(one.name for one in SETS) in told
