"""The threat model and the papers for an office speak only of what is there: tests, modules, settings, commands, files."""

import re
from dataclasses import fields
from pathlib import Path

import pytest

from index.settings import Settings
from ui.cli_arguments import parser

ROOT = Path(__file__).resolve().parent.parent
PAPERS = ["security.md", "toegankelijkheid.md", "algoritmeregister.md", "dpia.md", "transparantie.md"]
DUTCH = PAPERS[1:]
# names in LOVP_HOME, and paths of the system, that are in no folder of the project
OF_A_HOME = {"feedback.sqlite", "slack.sqlite", "users.json", "lovp.toml", "facts.yaml", "index.sqlite"}


def read(name: str) -> str:
    return (ROOT / "docs" / name).read_text("utf-8")


@pytest.mark.parametrize("name", PAPERS)
def test_every_test_that_is_named_exists(name: str) -> None:
    for file, _, test in re.findall(r"`(tests/\w+\.py)(::(\w+))?`", read(name)):
        assert (ROOT / file).is_file(), file
        assert not test or f"def {test}(" in (ROOT / file).read_text("utf-8"), f"{file}::{test}"


@pytest.mark.parametrize("name", PAPERS)
def test_every_file_that_is_named_exists(name: str) -> None:
    for path in re.findall(r"`((?:assistant|docs|eval|index|tests|ui)/[\w./-]+\.\w+)`", read(name)):
        assert (ROOT / path).is_file(), path
    for path in re.findall(r"\]\(([\w./-]+\.md)\)", read(name)):
        assert (ROOT / "docs" / path).is_file(), path


@pytest.mark.parametrize("name", PAPERS)
def test_every_setting_that_is_named_exists(name: str) -> None:
    known = {f"LOVP_{one.name.upper()}" for one in fields(Settings)}
    named = set(re.findall(r"LOVP_[A-Z_]+", read(name)))
    assert named <= known, named - known


@pytest.mark.parametrize("name", PAPERS)
def test_every_command_that_is_named_exists(name: str) -> None:
    runs = dict.fromkeys(_commands(), lambda settings, options: 0)
    known = parser(runs).format_help()
    for command in re.findall(r"`lovp ([a-z]+)", read(name)):
        assert re.search(rf"^\s+{command}\b", known, re.MULTILINE), command


def _commands() -> list[str]:
    return re.findall(r'^        "([a-z]+)": ', (ROOT / "ui" / "cli.py").read_text("utf-8"), re.MULTILINE)


@pytest.mark.parametrize("name", DUTCH)
def test_a_paper_is_a_draft_with_fields_to_fill_in(name: str) -> None:
    text = read(name)
    assert "**Concept.**" in text
    assert len(re.findall(r"\[[^\]]+\](?!\()", text)) >= 5
    assert re.search(r"\bje\b|\bjij\b|\bjouw\b", text) is None  # u


def test_every_name_of_owasp_is_answered() -> None:
    names = (
        "Prompt Injection|Sensitive Information Disclosure|Excessive Agency|Supply Chain|Data and Model Poisoning|"
        "Unbounded Consumption|Misinformation|Hidden Context Exposure|Vector and Embedding Weaknesses|Improper Output Handling"
    )
    for number, name in enumerate(names.split("|"), 1):
        assert f"**LLM{number:02} {name}.**" in read("security.md")


def test_the_register_has_the_fields_of_the_standard_within_their_lengths() -> None:
    """The titles and greatest lengths of version 1.0.0 of the publication standard, in its order."""
    titles = """Naam|Korte omschrijving|Organisatie|Thema|Status|Begindatum|Einddatum|Contactgegevens|Link naar publiekspagina
    Publicatiecategorie|Link naar bronregistratie|Doel en impact|Afwegingen|Menselijke tussenkomst|Risicobeheer|Wettelijke basis
    Verwijzingen wettelijke basis|Link naar verwerkingsregister|Verwijzingen impacttoetsen|Toelichting op impacttoetsen|Gegevens
    Verwijzingen gegevensbronnen|Technische werking|Leverancier|Link naar broncode|Taal|Versie publicatiestandaard|Bron-ID
    Zoektermen"""
    longest = {"Naam": 100, "Korte omschrijving": 350, "Leverancier": 200, "Technische werking": 5_000}
    told = dict(re.findall(r"^\| ([A-Z][^|]*?) \| (.+) \|$", read("algoritmeregister.md"), re.MULTILINE))
    assert list(told) == [title for line in titles.splitlines() for title in line.strip().split("|")]
    for title, text in told.items():
        assert len(text) <= longest.get(title, 2_500), title
