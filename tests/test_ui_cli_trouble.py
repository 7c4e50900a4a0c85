"""What `lovp` says when the index is missing, of another make or damaged, and when answers get worse: Dutch, and what to do."""

import json
import re
import shutil
import socket
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from conftest import Lovp

from eval import suite
from eval.floors import FLOORS, read_floors
from eval.sets import SETS, digest
from index.search import store_path
from index.store import Store
from ui import cli

TASER = "Voor welke jaren is de financiering van de taser geregeld?"
USES = (["ask", TASER], ["ask", "-"], ["search", "taser"], ["records"], ["records", "show", "x"])


# no index, another index, a damaged index


@pytest.mark.parametrize("arguments", USES)
def test_without_an_index_it_says_how_to_make_one(lovp: Lovp, arguments: list[str]) -> None:
    found = lovp(*arguments)
    assert (found.code, found.out) == (1, "")
    assert found.err == "Er zijn nog geen verslagen ingelezen. Lees ze in met: lovp index MAP\n"


def of_another_make(home: Path) -> None:
    store = Store(store_path(home))
    kept = store.recipe
    assert kept is not None
    with store.transaction():
        store.use_recipe(replace(kept, encoder="ander-model", passage_chars=300))
    store.close()


@pytest.mark.parametrize("arguments", [["ask", TASER], ["search", "taser"], ["index", "--examples"]])
def test_an_index_made_in_another_way_is_refused_with_the_command_that_mends_it(
    filled: Lovp, home: Path, arguments: list[str]
) -> None:
    of_another_make(home)
    found = filled(*arguments)
    assert (found.code, found.out) == (1, "")
    assert "encoder: ander-model in de index" in found.err
    assert "passagelengte: 300 in de index" in found.err
    assert "lovp index --rebuild" in found.err
    assert len(filled("records", "--json").json) == 13


def test_a_rebuild_mends_an_index_made_in_another_way(filled: Lovp, home: Path) -> None:
    before = filled("ask", TASER, "--json").json
    of_another_make(home)
    assert filled("index", "--rebuild").code == 0
    assert filled("ask", TASER, "--json").json | {"elapsed_ms": 0} == before | {"elapsed_ms": 0}


def test_a_model_that_is_not_there_is_told(filled: Lovp, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("LOVP_ENCODER", str(tmp_path / "geen-model"))
    found = filled("ask", TASER)
    assert (found.code, found.out) == (1, "")
    assert "kan niet worden geladen" in found.err
    assert "LOVP_ENCODER=ingebouwd" in found.err


@pytest.mark.parametrize("arguments", [*USES, ["index", "--examples"]])
def test_a_file_that_is_no_index_is_told_and_left_as_it_is(lovp: Lovp, home: Path, arguments: list[str]) -> None:
    store_path(home).write_bytes(b"geen database" * 1000)
    found = lovp(*arguments)
    assert (found.code, found.out) == (1, "")
    assert str(store_path(home)) in found.err
    assert "lovp index MAP" in found.err
    assert store_path(home).read_bytes() == b"geen database" * 1000


def with_a_hole(home: Path) -> None:
    """The first pages are whole, so it opens; what was written over shows only when it is read."""
    whole = store_path(home).read_bytes()
    store_path(home).write_bytes(whole[:8192] + b"\xff" * (len(whole) - 8192))
    for suffix in ("-wal", "-shm"):
        Path(f"{store_path(home)}{suffix}").unlink(missing_ok=True)


@pytest.mark.parametrize("arguments", USES)
def test_an_index_with_a_hole_in_it_is_told(filled: Lovp, home: Path, arguments: list[str]) -> None:
    with_a_hole(home)
    found = filled(*arguments, given=TASER)
    assert found.code == 1
    assert "lovp doctor" in found.err


def test_the_doctor_finds_an_index_with_a_hole_in_it(filled: Lovp, home: Path) -> None:
    with_a_hole(home)
    found = filled("doctor")
    assert found.code == 1
    assert "FOUT" in found.out


def test_a_lost_search_index_costs_nothing_and_is_repaired(filled: Lovp, home: Path) -> None:
    before = filled("ask", TASER, "--json").json
    (home / "chroma" / "CURRENT").unlink()
    assert filled("ask", TASER, "--json").json["citations"] == before["citations"]
    ill = filled("doctor")
    assert ill.code == 1
    assert "FOUT  zoekindex (Chroma): er is geen hele zoekindex" in ill.out
    assert "lovp doctor --repair" in ill.out
    healed = filled("doctor", "--repair")
    assert (healed.code, healed.err) == (0, "")
    assert "FOUT" not in healed.out
    assert "goed  verslagen (SQLite): 13 verslagen, 65 passages; heel" in healed.out
    assert "goed  de index past bij de encoder" in healed.out
    assert "goed  zoekindex (Chroma): heel en bij de tijd" in healed.out


def test_the_doctor_finds_an_index_that_is_not_there(lovp: Lovp) -> None:
    found = lovp("doctor")
    assert found.code == 1
    assert "FOUT  Er zijn nog geen verslagen ingelezen." in found.out


def test_a_port_in_use_is_told_with_another_way_out(filled: Lovp) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        found = filled("web", "--no-browser", "--port", str(taken.getsockname()[1]))
    assert found.code == 1
    assert "--port" in found.err


def test_stopping_by_hand_is_no_crash(filled: Lovp, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("index.search.open_index", interrupted)
    found = filled("ask", TASER)
    assert (found.code, found.err) == (130, "Gestopt.\n")


# the known facts


FACTS = """
- {id: taser, question: 'Voor welke jaren is de financiering van de taser geregeld?', facts: ['2020 en 2021'],
   evidence: '2020 en 2021', record: '2019-10-28'}
- {id: bodycams, question: 'Welke afspraken zijn gemaakt over bodycams?', abstain: true}
"""


@pytest.fixture
def floors(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, examples_home: Path) -> Path:
    """A copy of the floors for `lovp eval` to go by; to be quick it asks two facts, of records that were read before."""

    def read_before(home: Path, *_: object, **__: object) -> None:
        shutil.copytree(examples_home, home, dirs_exist_ok=True)

    floors, facts = tmp_path / "floors.json", tmp_path / "facts.yaml"
    floors.write_bytes(FLOORS.read_bytes())
    facts.write_text(FACTS, "utf-8")
    monkeypatch.setattr(suite, "read_floors", lambda: read_floors(floors))
    monkeypatch.setattr(suite, "SETS", (replace(SETS[0], facts=facts),))
    monkeypatch.setattr(suite, "index_paths", read_before)
    return floors


def change(path: Path, key: str, value: Any) -> None:
    kept = json.loads(path.read_text("utf-8"))
    path.write_text(json.dumps({"examples": kept["examples"] | {key: value}}), "utf-8")


def test_the_shipped_facts_reach_their_floors_and_the_outcome_is_kept(lovp: Lovp, tmp_path: Path) -> None:
    found = lovp("eval", "--json", tmp_path / "uit.json")
    assert found.code == 0, found.out
    kept = json.loads((tmp_path / "uit.json").read_text("utf-8"))
    assert [one["name"] for one in kept["sets"]] == [one.name for one in SETS]


def test_a_measure_below_its_floor_exits_with_one(lovp: Lovp, floors: Path) -> None:
    for key, value in {
        "floors": {"right": 1.0},
        "ceilings": {},
        "facts": digest(floors.with_name("facts.yaml")),
    }.items():
        change(
            floors, key, value
        )  # no ceilings: how fast two questions are answered is a matter of what else the machine does
    found = lovp("eval", "--jobs", "1")
    assert found.code == 0, found.out
    change(floors, "floors", {"right": 1.01})
    found = lovp("eval", "--jobs", "1")
    assert found.code == 1
    assert "lager dan de ondergrens" in found.out


def test_facts_that_have_changed_exit_with_two(lovp: Lovp, floors: Path) -> None:
    change(floors, "facts", "0" * 64)
    found = lovp("eval", "--jobs", "1")
    assert found.code == 2
    assert "De feiten zijn veranderd" in found.out
    assert "--pin" in found.out


def test_facts_of_ones_own_are_asked_of_ones_own_records(lovp: Lovp, tmp_path: Path) -> None:
    (tmp_path / "verslag.txt").write_text(
        "Korte terugkoppeling LOVP 5 april 2024\n\nDrones\nDe Korpschef is tevreden over de drones.\n", "utf-8"
    )
    (tmp_path / "feiten.yaml").write_text(
        "- {id: drones, question: 'Is de korpschef tevreden over de drones?', facts: [tevreden],"
        " evidence: drones, record: '2024-04-05'}\n",
        "utf-8",
    )
    found = lovp("eval", "--jobs", "1", "--facts", tmp_path / "feiten.yaml", "--records", tmp_path / "verslag.txt")
    assert found.code == 0
    assert re.search("Goed beantwoord of terecht geweigerd +100,0%", found.out)


def test_a_file_of_facts_that_is_not_there_is_told(filled: Lovp, tmp_path: Path) -> None:
    found = filled("eval", "--facts", tmp_path / "geen.yaml")
    assert (found.code, found.out) == (1, "")
    assert "geen.yaml" in found.err


@pytest.mark.parametrize("command", [["verify"], ["eval", "--facts"], ["backup"], ["restore"]], ids=" ".join)
def test_a_name_too_long_for_a_file_is_told(filled: Lovp, tmp_path: Path, command: list[str]) -> None:
    found = filled(*command, tmp_path / ("naam" * 100))
    assert found.code in {1, 2}
    assert found.err.count("\n") == 1, found.err
    assert "naamnaam" in found.err


def test_a_place_for_the_outcome_that_is_not_there_is_told_before_anything_is_measured(
    filled: Lovp, tmp_path: Path
) -> None:
    found = filled("eval", "--json", tmp_path / "nergens" / "uit.json")
    assert (found.code, found.out) == (2, "")
    assert "nergens is er niet" in found.err


def test_what_the_disk_says_of_a_file_is_told(filled: Lovp, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> int:
        raise OSError(28, "No space left on device", "uit.json")

    monkeypatch.setattr(cli, "_search", full)
    found = filled("search", "taser")
    assert found.code == 1
    assert found.err == "uit.json kan niet worden gelezen of geschreven (No space left on device).\n"
