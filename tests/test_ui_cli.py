"""The command `lovp` as it is used: in this process, over a home folder of its own, and twice as a real program."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import Lovp

from index.ingest import examples
from ui.render import NOTICE

ROOT = Path(__file__).resolve().parent.parent
TASER = "Voor welke jaren is de financiering van de taser geregeld?"
RECORD = "2019-10-28-bestuurlijke-terugkoppeling-lovp"
CALLED_OFF = "2022-06-20-korte-terugkoppeling-lovp"
NOTE = "Bestuurlijke terugkoppeling LOVP 5 april 2024\n\nDrones\nDe Korpschef is tevreden over de drones.\n"
ANSWER = {
    "question", "standalone", "answered", "answer", "short", "citations", "scope", "expansions", "composer", "elapsed_ms",
    "mark", "explanations", "refusal", "nearest", "notice", "withheld", "confidence",
}  # fmt: skip
CITATION = {
    "n", "record_id", "title", "date", "topic", "speaker", "page", "start", "end", "quote", "passage",
}  # fmt: skip


def program(*arguments: str, home: Path, given: bytes = b"", **environment: str) -> subprocess.CompletedProcess[bytes]:
    """`lovp` as a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "ui.cli", *arguments],
        input=given,
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT), "LOVP_HOME": str(home), **environment},
        timeout=60,
    )


# ask


def test_an_answer_shows_its_short_answer_its_source_and_that_it_is_automated(filled: Lovp) -> None:
    found = filled("ask", TASER)
    assert (found.code, found.err) == (0, "")
    assert found.out.startswith("2020 en 2021\n\nIn het LOVP van 28 oktober 2019, onder ‘Voorgenomen besluit")
    assert "[1] Bestuurlijke terugkoppeling LOVP 28 oktober 2019, onder ‘Voorgenomen" in found.out
    assert found.out.endswith(f"{NOTICE}\n")


def test_what_is_not_in_the_records_is_no_error(filled: Lovp) -> None:
    found = filled("ask", "Welke afspraken zijn gemaakt over bodycams?")
    assert found.code == 0
    assert "Dat kan ik niet vinden in de verslagen." in found.out


@pytest.mark.parametrize(
    "question", [TASER, "Wat is er besproken in het LOVP van 24 april 2023?", "Hoeveel kost een paard?"]
)
def test_an_answer_as_json_has_the_keys_of_the_contract(filled: Lovp, question: str) -> None:
    found = filled("ask", question, "--json").json
    assert found.keys() == ANSWER
    assert all(citation.keys() == CITATION for citation in found["citations"])
    assert found["question"] == question
    assert found["answered"] == bool(found["citations"]) == ("paard" not in question)


def test_every_quote_stands_at_its_place_in_the_text_that_is_shown(filled: Lovp) -> None:
    """In records that were read from txt, html and docx."""
    seen = set()
    for question in (
        TASER,
        "Wat is er besproken in het LOVP van 24 april 2023?",
        "Aan wie draagt Erik Akerboom zijn functie over?",
    ):
        for citation in filled("ask", question, "--json").json["citations"]:
            text = filled("records", "show", citation["record_id"], "--text").out
            assert text[citation["start"] : citation["end"]] == citation["quote"]
            assert citation["passage"] in text
            seen.add(citation["record_id"])
    assert {record[:4] for record in seen} == {"2019", "2020", "2023"}


@pytest.mark.parametrize(
    ("question", "said"), [("", "Stel een vraag"), (" \n", "Stel een vraag"), ("a" * 10_000, "10000 tekens")]
)
def test_a_question_that_is_none_is_said_in_dutch(filled: Lovp, question: str, said: str) -> None:
    found = filled("ask", question)
    assert (found.code, found.out) == (2, "")
    assert said in found.err


def test_the_text_of_a_record_is_shown_to_the_letter(filled: Lovp) -> None:
    (file,) = examples().glob("2019-10-28*.txt")
    assert filled("records", "show", RECORD, "--text").out == file.read_text("utf-8")


# ask -


def test_every_line_in_gives_one_line_out_and_a_bad_one_stops_no_other(filled: Lovp) -> None:
    given = [
        TASER,
        '{"question": "Hoeveel kostte dat?", "history": ["' + TASER + '"]}',
        "{geen json",
        '{"vraag": "Hoeveel?"}',
        '{"question": 5}',
        '{"question": "Hoeveel?", "history": "taser"}',
        '{"a":' * 50_000,
        "a" * 10_000,
        '{"question": "  "}',
        "",
        "[1]",
        '{"question": "Hoe groot was de bezuiniging op de politie?"}',
    ]
    found = filled("ask", "-", "--json", given="\n".join(given))
    assert found.code == 2
    assert [line["short"] for line in found.lines] == [
        "2020 en 2021",
        "5 miljoen euro",
        *[None] * 8,
        "144 miljoen euro",
    ]
    assert found.lines[1]["standalone"] == "Hoeveel kostte de financiering van de taser?"
    wrong = [line for line in found.lines if "error" in line]
    assert [line["question"] for line in wrong] == [*given[2:8], "  "]
    assert all(line.keys() == ANSWER | {"error"} for line in wrong)
    for line, reason in zip(
        wrong,
        ["geen geldige JSON", "geen vraag", "geen vraag", "lijst", "JSON", "tekens", "Stel een vraag"],
        strict=True,
    ):
        assert reason in line["error"]
        assert "Expecting" not in line["error"]


def test_lines_that_can_all_be_used_exit_with_nothing_wrong(filled: Lovp) -> None:
    found = filled("ask", "-", "--json", given=f"{TASER}\n\nWat is er gezegd over drones?")
    assert (found.code, len(found.lines)) == (0, 2)
    assert filled("ask", "-", given="").code == 0


def test_lines_are_answered_as_text_too(filled: Lovp) -> None:
    found = filled("ask", "-", given=f"{TASER}\n{'a' * 3000}\nWat is er gezegd over drones?\n")
    assert found.code == 2
    assert found.out.startswith(f"Vraag: {TASER}\n2020 en 2021\n")
    assert "Uw vraag is 3000 tekens lang" in found.out
    assert "drones en encryptie" in found.out


def test_bytes_that_are_no_text_stop_no_other_line(filled: Lovp) -> None:
    given = b"drones \xff\xfe\n" + rb'{"question": "drones \ud800"}' + f"\n{TASER}\n".encode()
    found = filled("ask", "-", "--json", given=given)
    assert [line["answered"] for line in found.lines] == [True, True, True]


# index


def test_reading_a_folder_says_what_became_of_each_file(lovp: Lovp, tmp_path: Path) -> None:
    folder = tmp_path / "verslagen"
    folder.mkdir()
    (folder / "2024-04-05 LOVP.txt").write_text(NOTE, "utf-8")
    (folder / "leeg.txt").write_text("", "utf-8")
    (folder / "stuk.pdf").write_bytes(b"%PDF-1.4 geen pdf")
    (folder / "weg.md").write_text(NOTE.replace("5 april", "6 mei"), "utf-8")
    found = lovp("index", folder, "--json")
    assert found.code == 3
    assert found.json.keys() == {"new", "changed", "unchanged", "removed", "skipped", "passages", "seconds"}
    assert (found.json["new"], found.json["passages"]) == (2, 2)
    skipped = {Path(one.pop("path")).name: one.pop("reason") for one in found.json["skipped"]}
    assert skipped.keys() == {"leeg.txt", "stuk.pdf"}
    assert all(skipped.values())

    (folder / "2024-04-05 LOVP.txt").write_text(NOTE.replace("tevreden", "blij"), "utf-8")
    (folder / "weg.md").unlink()
    again = lovp("index", folder, "--prune")
    assert again.code == 3
    assert "Nieuw: 0, gewijzigd: 1, ongewijzigd: 0, verwijderd: 1, overgeslagen: 2." in again.out
    assert [one["dates"] for one in lovp("records", "--json").json] == [["2024-04-05"]]
    assert "blij over de drones" in lovp("ask", "Wat is er gezegd over drones?").out


def test_a_skip_says_the_file_and_the_reason(filled: Lovp, tmp_path: Path) -> None:
    (tmp_path / "leeg.txt").write_text("", "utf-8")
    found = filled("index", tmp_path / "leeg.txt")
    assert found.code == 3
    assert f"Overgeslagen: {tmp_path / 'leeg.txt'}: " in found.out
    assert "overgeslagen: 1." in found.out
    assert filled("ask", TASER).code == 0


def test_a_folder_without_records_is_said_and_nothing_is_lost(filled: Lovp, tmp_path: Path) -> None:
    (tmp_path / "leeg").mkdir()
    found = filled("index", tmp_path / "leeg")
    assert (found.code, found.out) == (1, "")
    assert "Geen verslagen gevonden" in found.err
    assert len(filled("records", "--json").json) == 13


# search and records


def test_a_search_gives_the_best_passages_and_no_more_than_asked(filled: Lovp) -> None:
    found = filled("search", "taser", "financiering", "--json", "-k", "2").json
    assert [hit["rank"] for hit in found] == [1, 2]
    assert (found[0]["record_id"], found[0]["topic"]) == (RECORD, "Voorgenomen besluit stroomstootwapen")
    text = filled("records", "show", RECORD, "--text").out
    assert text[found[0]["start"] : found[0]["end"]] == found[0]["text"]
    shown = filled("search", "taser", "-k", "1").out
    assert shown.startswith("1. Bestuurlijke terugkoppeling LOVP 28 oktober 2019, onder ‘Voorgenomen besluit")
    assert "\n2. " not in shown


def test_the_records_are_listed_with_the_keys_of_the_contract(filled: Lovp) -> None:
    found = filled("records", "--json").json
    assert len(found) == 13
    assert all(one.keys() == {"id", "title", "dates", "kind", "topics", "passages", "source"} for one in found)
    assert [one["dates"] for one in found] == sorted(one["dates"] for one in found)
    assert filled("records").out.endswith("\n13 verslagen\n")


def test_a_record_is_shown_and_then_removed_for_good(filled: Lovp) -> None:
    assert filled("records", "show", CALLED_OFF).out.startswith("Korte terugkoppeling LOVP 20 juni 2022\n")
    assert "niet doorgegaan" in filled("records", "show", CALLED_OFF, "--json").json["text"]
    removed = filled("records", "remove", CALLED_OFF)
    assert removed.code == 0
    assert removed.out.startswith(f"Verwijderd: Korte terugkoppeling LOVP 20 juni 2022 ({CALLED_OFF}).")
    assert len(filled("records", "--json").json) == 12
    assert "Ik heb geen verslag" in filled("ask", "Wat is er besproken in het LOVP van 20 juni 2022?").out
    assert filled("records", "remove", CALLED_OFF).code == 2


# as a program


def test_the_program_answers_without_a_network_and_prints_utf_8_to_the_letter(examples_home: Path) -> None:
    """Also where the terminal speaks ASCII only, and with bytes in its arguments that are no text."""
    found = program("ask", "--json", f"{TASER} \udcff", home=examples_home, PYTHONIOENCODING="ascii")
    assert (found.returncode, found.stderr) == (0, b"")
    answer = json.loads(found.stdout)
    assert answer["short"] == "2020 en 2021"
    assert "onder ‘Voorgenomen besluit stroomstootwapen’" in answer["answer"]


def test_a_reader_that_stops_early_is_no_error(examples_home: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "LOVP_HOME": str(examples_home)}
    command = [sys.executable, "-m", "ui.cli", "records", "show", RECORD, "--text"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment) as found:
        assert found.stdout is not None
        assert found.stderr is not None
        found.stdout.close()  # long before there is anything to read
        assert (found.wait(60), found.stderr.read()) == (0, b"")
