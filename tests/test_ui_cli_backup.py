"""`lovp backup` and `lovp restore`: everything in one file, everything removed, and the same answers again."""

import json
import shutil
import stat
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from conftest import Lovp

from index.backup_manifest import others
from index.feedback import Face, Feedback
from index.generations import current
from index.search import chroma_root, store_path
from index.sqlite_feedback import feedback_entries, keep_feedback
from index.store import Store
from ui.users import Users

QUESTIONS = (
    "Voor welke jaren is de financiering van de taser geregeld?",
    "Welke toezeggingen zijn in 2022 gedaan over werving?",
    "Wat kost een kilo appels?",
)
PASSWORD = "vier woorden achter elkaar"  # noqa: S105  # of a user who is made up here


def answers(lovp: Lovp) -> list[Any]:
    found = lovp("ask", "-", "--json", given="\n".join(QUESTIONS)).lines
    return [{key: value for key, value in one.items() if key != "elapsed_ms"} for one in found]


def seen(lovp: Lovp) -> list[Any]:
    commands = (
        ["records", "--json"],
        ["ledger", "--json"],
        ["records", "--gaps", "--json"],
        ["user", "list", "--json"],
    )
    return [lovp(*command).json for command in commands]


def test_from_reading_in_to_putting_back_every_answer_is_the_same(
    filled: Lovp, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "lovp.zip"
    assert filled("index", "--examples", "--json").json["unchanged"] == 13  # they are in
    assert filled("user", "add", "Jan", "--manage", given=PASSWORD).code == 0
    keep_feedback(home, Feedback(Face.TERMINAL, "a", QUESTIONS[0], (), False, None, "2021", True, "extractive", ()))
    before, shown = answers(filled), seen(filled)
    assert others(home) == []  # everything that lies there is known
    made = filled("backup", file)
    assert (made.code, made.err) == (0, "")
    assert f"Reservekopie gemaakt en nagelezen: {file}" in made.out
    assert "13 verslagen" in made.out
    assert "1 beoordeling, 1 gebruiker" in made.out
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    shutil.rmtree(home)
    assert filled("records").code == 1
    assert "De reservekopie is heel: 13 verslagen" in filled("restore", "--check", file).out
    monkeypatch.setenv("LOVP_HOME", str(tmp_path / "elders"))
    back = filled("restore", file, "--json")
    assert (back.code, back.err, back.json["records"], back.json["returned"]) == (0, "", 13, [])
    assert back.json["notes"] == []
    assert answers(filled) == before
    assert seen(filled) == shown
    assert [one.said.remark for one in feedback_entries(tmp_path / "elders")] == ["2021"]
    assert Users(tmp_path / "elders").signed_in("jan", PASSWORD) is not None
    made_again = current(chroma_root(tmp_path / "elders"))
    with closing(Store(store_path(tmp_path / "elders"))) as store:
        assert made_again is not None
        assert (made_again.version, made_again.passages) == (store.version, back.json["passages"])


def test_what_comes_back_that_was_removed_is_told(filled: Lovp, home: Path, tmp_path: Path) -> None:
    """Who erased a record for good must know that an older backup brings it back."""
    file = tmp_path / "lovp.zip"
    assert filled("backup", file).code == 0
    gone = filled("records", "--json").json[0]["id"]
    assert filled("records", "remove", gone).code == 0
    refused = filled("restore", file)
    assert (refused.code, refused.out) == (2, "")
    assert "--force" in refused.err
    assert gone not in {one["id"] for one in filled("records", "--json").json}
    back = filled("restore", file, "--force")
    assert back.code == 0
    assert f"1 verslag ({gone})" in back.out
    assert gone in {one["id"] for one in filled("records", "--json").json}


def test_as_json_a_backup_says_what_is_in_it(filled: Lovp, home: Path, tmp_path: Path) -> None:
    (home / "verslagen").mkdir()
    (home / "verslagen" / "weg.md").symlink_to("/dev/null")
    (home / "notities.txt").touch()
    found = filled("backup", tmp_path / "lovp.zip", "--json")
    assert found.code == 3
    told = found.json
    assert (told["records"], told["file"], told["bytes"]) == (
        13, str(tmp_path / "lovp.zip"), (tmp_path / "lovp.zip").stat().st_size,
    )  # fmt: skip
    assert told["left_out"] == [{"path": "verslagen/weg.md", "reason": "dit is geen gewoon bestand"}]
    assert told["unknown"] == ["notities.txt"]
    text = filled("backup", tmp_path / "lovp.zip", "--force").out
    assert "Niet meegekomen: verslagen/weg.md (dit is geen gewoon bestand)." in text
    assert "notities.txt" in text
    checked = filled("restore", "--check", "--json", tmp_path / "lovp.zip").json
    assert checked == {key: told[key] for key in checked} | {"created": checked["created"]}


@pytest.mark.parametrize("command", ["backup", "restore"])
def test_without_a_file_it_says_what_is_missing(lovp: Lovp, command: str) -> None:
    found = lovp(command)
    assert (found.code, found.out) == (2, "")
    assert "er ontbreekt: BESTAND" in found.err
    assert "BESTAND" in lovp(command, "--help").out


def test_what_is_no_backup_is_said_in_dutch(filled: Lovp, home: Path, tmp_path: Path) -> None:
    (tmp_path / "iets.zip").write_text("geen zip")
    before = {path: path.stat().st_mtime_ns for path in home.rglob("*")}
    for arguments in (["--check"], ["--force"]):
        found = filled("restore", tmp_path / "iets.zip", *arguments)
        assert (found.code, found.out) == (1, "")
        assert "beschadigd of niet heel" in found.err
    assert {path: path.stat().st_mtime_ns for path in home.rglob("*")} == before


def test_the_next_command_finishes_what_a_killed_restore_began(filled: Lovp, home: Path, tmp_path: Path) -> None:
    """What a kill leaves once it counts; test_index_backup_kills.py makes it with real kills."""
    fresh = home / "terugzetten" / "nieuw"
    fresh.mkdir(parents=True)
    (fresh / "facts.yaml").write_text("[]\n")
    (home / "terugzetten" / "lijst.json").write_text(json.dumps({"put": ["facts.yaml"], "away": ["chroma"]}))
    found = filled("records", "--json")
    assert (found.code, len(found.json)) == (0, 13)
    assert "nu helemaal teruggezet" in found.err
    assert (home / "facts.yaml").read_text() == "[]\n"
    assert not (home / "terugzetten").exists()
    assert not (home / "chroma").exists()
    assert filled("records", "--json").err == ""
