"""`lovp verify` over files: what it prints, and its exit code."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from conftest import Lovp

from assistant.account import account, digest
from assistant.ask import ask
from index.search import Index

TASER = "Voor welke jaren is de financiering van de taser geregeld?"
RECORD = "2019-10-28-bestuurlijke-terugkoppeling-lovp"
NOW = datetime(2026, 11, 24, 21, 0, tzinfo=UTC)


def told(index: Index, message: str = TASER) -> dict[str, Any]:
    answer = ask(index, message, today=NOW.astimezone().date())
    return account(index, message, (), answer, now=NOW)


@pytest.fixture
def file(example_index: Index, tmp_path: Path) -> Path:
    path = tmp_path / "antwoord.json"
    path.write_text(json.dumps(told(example_index), ensure_ascii=False, indent=2), "utf-8")
    return path


def test_a_good_file_is_good_line_by_line(filled: Lovp, file: Path) -> None:
    found = filled("verify", file)
    assert (found.code, found.err) == (0, "")
    lines = found.out.splitlines()
    assert lines[:2] == [f"Vraag: {TASER}", "Antwoord van: 2026-11-24 21:00:00 (UTC)"]
    assert lines[3] == "goed Het bestand is ongewijzigd sinds het gemaakt is."
    assert all(line.startswith("goed ") for line in lines[3:-2])
    assert lines[-1] == "Alles klopt."


def test_a_record_that_went_is_wrong_in_the_report_and_in_the_exit_code(filled: Lovp, file: Path) -> None:
    filled("records", "remove", RECORD)
    found = filled("verify", file)
    assert found.code == 1
    assert (
        "FOUT Citaat [1]: het verslag ‘Bestuurlijke terugkoppeling LOVP 28 oktober 2019’ is er niet meer." in found.out
    )
    assert found.out.endswith("Niet alles klopt.\n")


def test_a_changed_file_is_the_reason_that_its_answer_differs(filled: Lovp, file: Path) -> None:
    file.write_text(file.read_text("utf-8").replace('"short": "2020 en 2021"', '"short": "2020 en 2022"'), "utf-8")
    found = filled("verify", str(file))
    assert found.code == 1
    assert "FOUT Het bestand is gewijzigd sinds het gemaakt is" in found.out
    assert "Reden: het bestand zelf is gewijzigd." in found.out


def test_as_json_every_finding_is_told(filled: Lovp, file: Path) -> None:
    found = filled("verify", file, "--json").json
    assert found.keys() == {"question", "time", "good", "findings"}
    assert found["good"] is True
    assert {one["check"] for one in found["findings"]} >= {"hash", "markers", "quote", "record", "replay"}


def test_without_an_index_the_file_alone_is_gone_over_and_that_is_said(lovp: Lovp, file: Path) -> None:
    found = lovp("verify", file)
    assert found.code == 0
    assert "-    De verslagen zijn niet nagegaan: er is hier geen index." in found.out
    assert found.out.endswith("Wat nagegaan kon worden, klopt.\n")
    file.write_text(file.read_text("utf-8").replace("2020 en 2021", "2020 en 2022"), "utf-8")
    assert lovp("verify", file).code == 1


def test_an_index_that_cannot_be_used_is_named(filled: Lovp, file: Path, home: Path) -> None:
    (home / "lovp.sqlite3").write_bytes(b"geen index" * 500)
    found = filled("verify", file)
    assert found.code == 0
    assert "De verslagen zijn niet nagegaan. Het bestand" in found.out


@pytest.mark.parametrize(("text", "said"), [("{", "geen geldige JSON"), ("{}", "geen bewaard antwoord")])
def test_a_file_that_cannot_be_used_exits_with_two(lovp: Lovp, tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "stuk.json").write_text(text, "utf-8")
    found = lovp("verify", tmp_path / "stuk.json")
    assert (found.code, found.out) == (2, "")
    assert said in found.err
    assert lovp("verify", tmp_path / "weg.json").code == 2


def test_nothing_in_a_file_steers_the_terminal(filled: Lovp, example_index: Index, tmp_path: Path) -> None:
    evil = told(example_index)
    evil["question"] = "\x1b[2J\x1b]0;weg\x07 taser \u202eregeling"
    evil["citations"][0]["title"] = "\x1b[31mrood\nFOUT"
    path = tmp_path / "kwaad.json"
    path.write_text(json.dumps({**evil, "sha256": digest(evil)}), "utf-8")
    found = filled("verify", path)
    assert found.code == 1
    assert "‘[31mrood FOUT’" in found.out
    assert not {"\x1b", "\x07", "\u202e"} & set(found.out)


def test_a_file_that_is_not_there_and_a_folder_are_named_in_dutch(lovp: Lovp, tmp_path: Path) -> None:
    gone, folder = lovp("verify", str(tmp_path / "weg.json")), lovp("verify", str(tmp_path))
    assert "weg.json kan niet worden gelezen (dat bestand is er niet)." in gone.err
    assert "kan niet worden gelezen (het is een map)." in folder.err
    assert gone.code == folder.code == 2
