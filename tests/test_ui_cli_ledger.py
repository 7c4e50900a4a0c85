"""`lovp ledger` in its three forms: what it shows, what it leaves out, and what it refuses."""

import csv
import io
import shutil
from pathlib import Path

import pytest
from conftest import Lovp

from index.embedding import BUILT_IN, open_encoder
from index.ingest import index_paths

MINUTES = """# Verslag LOVP 4 juli 2022

## Wapens

De minister zegde toe dat er een gezamenlijke analyse van de wapens komt.

Besluit: =HYPERLINK("http://x.nl") blijft buiten beschouwing.

## Actielijst

| Actie | Wie | Status |
|---|---|---|
| +31 bellen met de bonden | @jan | Open |
"""
LATER = """# Verslag LOVP 26 september 2022

## Wapens

De gezamenlijke analyse van de wapens is in augustus verstuurd.

De aantallen worden in het volgende LOVP besproken.
"""


@pytest.fixture(scope="module")
def told_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder, home = tmp_path_factory.mktemp("verslagen"), tmp_path_factory.mktemp("home")
    (folder / "eerst.md").write_text(MINUTES)
    (folder / "later.md").write_text(LATER)
    index_paths(home, open_encoder(BUILT_IN), [folder])
    return home


@pytest.fixture
def told(lovp: Lovp, home: Path, told_home: Path) -> Lovp:
    shutil.copytree(told_home, home, dirs_exist_ok=True)
    return lovp


def test_the_ledger_as_text_goes_by_meeting_and_says_what_became_of_it(told: Lovp) -> None:
    shown = told("ledger")
    assert shown.code == 0
    assert shown.out.startswith("Verslag LOVP 4 juli 2022\n\n  Toezegging (gedaan), onder ‘Wapens’")
    assert "    “De minister zegde toe dat er een gezamenlijke analyse van de wapens komt.”\n" in shown.out
    assert "Wie: De minister; Wat: een gezamenlijke analyse van de wapens komt" in shown.out
    assert (
        "Gedaan, volgens het verslag van 26 september 2022: "
        "“De gezamenlijke analyse van de wapens is in augustus verstuurd.”" in shown.out
    )
    assert "\n  Besluit, onder ‘Wapens’" in shown.out  # of a decision nobody asks whether it is open
    assert "1 besluit, 2 toezeggingen, 1 aankondiging." in shown.out


def test_the_ledger_as_json_has_places_in_the_text_of_the_record(told: Lovp) -> None:
    entries = told("ledger", "--json").json
    assert [entry["kind"] for entry in entries] == ["toezegging", "besluit", "toezegging", "aankondiging"]
    for entry in entries:
        text = told("records", "show", entry["record_id"], "--text").out
        assert text[entry["start"] : entry["end"]] == entry["quote"]
    first = entries[0]
    assert (first["date"], first["topic"], first["status"]) == ("2022-07-04", "Wapens", "gedaan")
    assert (first["who"], first["to_whom"], first["by_when"]) == ("De minister", None, None)
    done = first["fulfilled"]
    assert told("records", "show", done["record_id"], "--text").out[done["start"] : done["end"]] == done["quote"]
    assert done["date"] == "2022-09-26"
    assert entries[1]["fulfilled"] is None


def test_the_ledger_as_csv_opens_in_a_spreadsheet_and_holds_no_formula(told: Lovp) -> None:
    shown = told("ledger", "--csv").out
    assert shown.startswith("\ufeffsoort;datum;")
    rows = list(csv.DictReader(io.StringIO(shown.removeprefix("\ufeff")), delimiter=";"))
    assert len(rows) == 4
    assert rows[1]["wat"] == '\'=HYPERLINK("http://x.nl") blijft buiten beschouwing'
    assert rows[2]["wat"] == "'+31 bellen met de bonden"
    assert rows[2]["wie"] == "'@jan"
    assert rows[0]["gedaan: citaat"].startswith("De gezamenlijke analyse")


@pytest.mark.parametrize(
    ("flags", "kinds"),
    [
        (("--kind", "besluit"), ["besluit"]),
        (("--kind", "Toezeggingen"), ["toezegging", "toezegging"]),
        (("--status", "gedaan"), ["toezegging"]),
        (("--status", "open"), ["toezegging"]),
        (("--since", "2022-08"), ["aankondiging"]),
        (("--until", "4-7-2022", "--kind", "toezegging", "--status", "open"), ["toezegging"]),
        (("--since", "2023"), []),
    ],
)
def test_flags_leave_out_the_rest(told: Lovp, flags: tuple[str, ...], kinds: list[str]) -> None:
    assert [entry["kind"] for entry in told("ledger", "--json", *flags).json] == kinds


def test_nothing_found_is_said_and_is_no_error(told: Lovp) -> None:
    shown = told("ledger", "--since", "2023")
    assert shown.code == 0
    assert shown.out.startswith("Niets gevonden")


@pytest.mark.parametrize(
    ("flags", "said"),
    [
        (("--kind", "motie"), "‘motie’ is geen soort. Kies uit: besluit, toezegging of aankondiging."),
        (("--status", "dicht"), "‘dicht’ is geen status. Kies uit: open, gedaan of onbekend."),
        (("--since", "2020-13"), "‘2020-13’ is geen datum"),
        (("--since", "2022", "--until", "2021"), "De periode eindigt voordat hij begint."),
        (("--json", "--csv"), "Kies: --json of --csv, niet allebei."),
    ],
)
def test_a_flag_that_makes_no_sense_is_refused_in_dutch(told: Lovp, flags: tuple[str, ...], said: str) -> None:
    shown = told("ledger", *flags)
    assert shown.code == 2
    assert said in shown.err
    assert shown.out == ""


def test_without_an_index_it_says_how_to_make_one(lovp: Lovp) -> None:
    shown = lovp("ledger")
    assert shown.code == 1
    assert "lovp index MAP" in shown.err


def test_what_a_record_has_to_steer_a_screen_or_end_a_name_is_not_printed(
    lovp: Lovp, home: Path, tmp_path: Path
) -> None:
    (tmp_path / "scherm.md").write_text(
        "# Verslag LOVP 5 juli 2022\n\n## Taser’: “Nee.” [1]\n\nBesluit: de proef gaat \x1b[31mdoor\u202e in alle regio's.\n"
    )
    index_paths(home, open_encoder(BUILT_IN), [tmp_path])
    for form in ([], ["--csv"]):
        shown = lovp("ledger", *form).out
        assert "door" in shown
        assert not {"\x1b", "\u202e"} & set(shown)
    assert "onder ‘Taser': 'Nee.' (1)’" in lovp("ledger").out
