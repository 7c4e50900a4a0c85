"""The commands that read records in and show what is missing: what they print, and what they refuse."""

import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from conftest import Lovp
from public_site import ARTICLE, HTML, serving

from ui.jobs_file import Job, Kind, Task, change, read_kept
from ui.manage import Became, Line, Report

TASER = "# Verslag LOVP 4 juli 2022\n\n## Wapens\n\nDe taser komt er. Het volgende LOVP is op 26 september 2022.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "verslagen"
    made.mkdir()
    (made / "taser.md").write_text(TASER)
    (made / "kapot.pdf").write_bytes(b"%PDF-1.4 kapot")
    return made


def test_files_that_were_skipped_are_listed_with_their_reason(lovp: Lovp, folder: Path) -> None:
    assert lovp("index", folder).code == 3
    shown = lovp("records", "--skipped")
    assert f"{folder / 'kapot.pdf'}: " in shown.out
    assert shown.out.endswith("\n1 bestand overgeslagen\n")
    (one,) = lovp("records", "--skipped", "--json").json
    assert one["path"] == str(folder / "kapot.pdf")
    assert "PDF" in one["reason"]
    (folder / "kapot.pdf").unlink()
    lovp("index", folder, "--prune")
    assert lovp("records", "--skipped").out == "Er zijn geen bestanden overgeslagen.\n"


def test_what_is_missing_is_shown_with_the_words_that_say_so(lovp: Lovp, folder: Path) -> None:
    lovp("index", folder)
    shown = lovp("records", "--gaps").out
    assert "26 september 2022" in shown
    assert "Het volgende LOVP is op 26 september 2022." in shown
    found = lovp("records", "--gaps", "--json").json
    (gap,) = [one for one in found if one["kind"] == "mentioned"]
    assert gap["date"] == "2022-09-26"
    text = lovp("records", "show", gap["record_id"], "--text").out
    assert text[gap["start"] : gap["end"]] == gap["quote"]


def test_one_record_is_shown_with_its_files_and_what_to_know_about_it(lovp: Lovp, folder: Path) -> None:
    (folder / "taser.md").write_text(TASER.replace("# Verslag", "# Conceptverslag"))
    lovp("index", folder)
    (record,) = lovp("records", "--json").json
    whole = lovp("records", "show", record["id"], "--json").json
    assert whole["places"] == [str(folder / "taser.md")]
    assert [note["kind"] for note in whole["notes"]] == ["draft"]
    shown = lovp("records", "show", record["id"]).out
    assert f"bestand:      {folder / 'taser.md'}" in shown
    assert "let op:" in shown


def test_a_removed_record_says_what_is_left_of_it_elsewhere(lovp: Lovp, folder: Path) -> None:
    lovp("index", folder)
    (record,) = lovp("records", "--json").json
    removed = lovp("records", "remove", record["id"])
    assert removed.code == 0
    assert removed.out.startswith("Verwijderd: Verslag LOVP 4 juli 2022 ")
    assert f"{folder / 'taser.md'} staat er nog" in removed.out
    assert lovp("records", "--json").json == []


def test_a_removed_record_takes_along_its_file_that_was_added_in_the_browser(lovp: Lovp, home: Path) -> None:
    added = home / "verslagen"
    added.mkdir(parents=True)
    (added / "toegevoegd.md").write_text("# Verslag LOVP 4 juli 2022\n\n## Wapens\n\nDe taser komt er.\n")
    lovp("index", added)
    (record,) = lovp("records", "--json").json
    line = Line("toegevoegd.md", Became.READ, "", record["id"], record["title"])
    told = Job(1, Task(Kind.ADD), "anna", datetime.now(UTC), report=Report("1 gelezen.", (line,)))
    change(home, lambda kept: replace(kept, ended=(told,)))
    removed = lovp("records", "remove", record["id"])
    assert "Gewist: het bestand toegevoegd.md." in removed.out
    assert list(added.glob("*.md")) == []
    assert [job.report for job in read_kept(home).ended] == [Report("1 gelezen.")]


def test_a_web_page_is_read_when_addresses_of_this_machine_are_allowed(
    lovp: Lovp, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving() as site:
        site.put("/actueel/?id=849", ARTICLE, Content_Type=HTML)
        refused = lovp("index", f"{site.url}/actueel/?id=849")
        assert refused.code == 3
        assert "intern" in refused.out
        assert site.asked == []
        monkeypatch.setenv("LOVP_PRIVATE_ADDRESSES", "ja")
        read = lovp("index", f"{site.url}/actueel/?id=849", "--json")
        assert (read.code, read.json["new"]) == (0, 1)
        (record,) = lovp("records", "--json").json
        assert record["source"] == f"{site.url}/actueel/?id=849"
        assert record["dates"] == ["2022-04-11"]


def test_without_a_network_every_public_page_is_a_skip_with_its_reason(
    lovp: Lovp, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def nowhere(host: str, *_: object, **__: object) -> None:
        asked.append(host)
        raise socket.gaierror(socket.EAI_NONAME, "no such host")

    monkeypatch.setattr(socket, "getaddrinfo", nowhere)
    run = lovp("index", "--public", "--json")
    assert run.code == 3
    skipped = run.json["skipped"]
    assert len(skipped) >= 10
    assert all("regioburgemeesters.nl" in one["path"] for one in skipped)
    assert all(one["reason"] for one in skipped)
    assert set(asked) == {"regioburgemeesters.nl"}


def test_a_folder_is_followed_until_it_is_interrupted(home: Path, folder: Path) -> None:
    (folder / "kapot.pdf").unlink()
    command = [sys.executable, "-m", "ui.cli", "watch", str(folder)]
    environ = {**os.environ, "LOVP_HOME": str(home), "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environ) as watching:
        try:
            assert watching.stdout is not None
            assert watching.stdout.readline().startswith(f"Volgt {folder}")
            assert watching.stdout.readline().startswith("Nieuw: 1,")
            watching.stdout.readline()
            (folder / "drugs.md").write_text(TASER.replace("taser", "drugshond").replace("4 juli", "5 juli"))
            assert watching.stdout.readline().startswith("Nieuw: 1,")
            watching.stdout.readline()
            (folder / "taser.md").unlink()
            assert "verwijderd: 1" in watching.stdout.readline()
            start = time.monotonic()
            watching.send_signal(signal.SIGTERM)
            assert watching.wait(30) == 0
            assert time.monotonic() - start < 10
            assert watching.stdout.read().endswith("Gestopt.\n")
        finally:
            watching.kill()


def test_a_folder_that_is_not_there_is_said_at_once(lovp: Lovp, tmp_path: Path) -> None:
    run = lovp("watch", tmp_path / "weg")
    assert run.code == 1
    assert "bestaat niet" in run.err
