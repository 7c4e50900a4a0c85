"""The page "Over": true to the settings and to the newest measurement, and the manual as it is."""

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from report_runs import a_run
from rooms import EVIL, Seen, assert_harmless, desk_over, drawn, indexed, opened

from index.errors import UsageError
from index.search import Index
from index.settings import read_settings
from ui import web_text_about
from ui.web_about import about_page, newest_figures
from ui.web_manual import FILE, manual_page
from ui.web_manual import PATH as MANUAL
from ui.web_pages import Asked, NotFound

STATEMENT = FILE.with_name("toegankelijkheid.md")


def about(index: Index, **settings: str) -> Seen:
    return drawn(about_page(desk_over(index, **settings)), "/over")


def kept(home: Path, name: str, run: Any) -> None:
    (home / "eval").mkdir(parents=True, exist_ok=True)
    (home / "eval" / f"{name}.json").write_text(json.dumps(run), "utf-8")


def test_it_says_that_it_is_automated_and_what_there_is(example_index: Index) -> None:
    seen = about(example_index)
    assert "U praat met een geautomatiseerd systeem (AI), niet met een mens." in seen.line
    assert "Verslagen13" in seen.line
    assert "24 juni 2019 tot en met 24 april 2023" in seen.line
    assert "vraag de beheerder van deze dienst." in seen.line
    assert MANUAL in [given.get("href") for given in seen.with_tag("a")]
    heads = [tag for tag, _ in seen.tags if tag in {"h1", "h2", "h3", "h4"}]
    assert heads[:2] == ["h1", "h2"]
    assert set(heads[2:]) == {"h3"}


def test_what_it_says_of_a_language_model_is_what_is_set(example_index: Index) -> None:
    without = about(example_index)
    assert web_text_about.NOTHING_SENT in without.line
    assert "Er is geen taalmodel aangesloten." in without.line
    told = about(example_index, model_url="https://model.voorbeeld.nl:8443/v1", model="gemma", model_key="geheim")
    assert "gaan naar het taalmodel op model.voorbeeld.nl." in told.line
    assert "Er is geen taalmodel aangesloten." not in told.line
    assert web_text_about.NOTHING_SENT not in told.line
    assert "gemma (model.voorbeeld.nl)" in told.line
    assert "geheim" not in told.line


@pytest.mark.parametrize(
    ("contact", "link"),
    [("lovp@voorbeeld.nl", "mailto:lovp@voorbeeld.nl"), ("https://voorbeeld.nl/lovp", "https://voorbeeld.nl/lovp")],
)
def test_the_contact_that_is_set_is_a_link(example_index: Index, contact: str, link: str) -> None:
    seen = about(example_index, contact=read_settings({"LOVP_CONTACT": contact}).contact)
    assert link in [given.get("href") for given in seen.with_tag("a")]
    assert "vraag de beheerder van deze dienst" not in seen.line


@pytest.mark.parametrize(
    "contact",
    ["javascript:alert(1)", "http://voorbeeld.nl", "de balie", 'https://x.nl/"><b>', "a@b.nl b", "https://u:w@x.nl"],
)
def test_a_contact_that_is_no_address_is_refused(contact: str) -> None:
    with pytest.raises(UsageError, match="LOVP_CONTACT moet een e-mailadres of een adres met https:// zijn"):
        read_settings({"LOVP_CONTACT": contact})


def test_the_figures_are_those_of_the_newest_run(tmp_path: Path) -> None:
    with opened(indexed(tmp_path / "home", {})) as index:
        assert web_text_about.NO_FIGURES in about(index).line
        old, new = a_run(at="2026-11-01T08:00:00+00:00"), deepcopy(a_run(at="2026-11-02T08:00:00+00:00"))
        new["sets"][0]["measures"]["right"] = {"value": 0.1234, "scored": 4321}
        kept(index.home, "20261101", old)
        kept(index.home, "20261102", new)
        seen = about(index)
        assert "De cijfers van de nieuwste meting van 2 november 2026" in seen.line
        assert "12,3%" in seen.line
        assert "(4321)" in seen.line
        new["sets"][0]["measures"]["right"]["value"] = 0.5678
        kept(index.home, "20261102", {**new, "longer": "so that it has another size"})
        assert "56,8%" in about(index).line


@pytest.mark.parametrize(
    "run",
    [
        {"format": 1, "sets": []},
        {"format": 1, "sets": ["x", {"measures": []}, {"measures": {"right": 1}}]},
        {"format": 1, "sets": [{"measures": {"right": {"value": 1}}}]},
        {"format": 2, "sets": []},
        [],
    ],
)
def test_a_run_without_figures_is_passed_over(tmp_path: Path, run: object) -> None:
    kept(tmp_path, "1", {"format": 1, "at": 7, "sets": [{"measures": {"right": {"value": None, "scored": 3}}}]})
    kept(tmp_path, "2", run)
    found = newest_figures(tmp_path)
    assert found is not None
    assert (found.day, found.rows) == (None, (("onbekend (3)", "onbekend", "–", "–", "–"),))


def test_words_of_a_run_stay_words(tmp_path: Path) -> None:
    with opened(indexed(tmp_path / "home", {})) as index:
        measures = {"right": {"value": 1, "scored": 1}}
        kept(index.home, "1", {"format": 1, "at": EVIL, "sets": [{"title": EVIL, "split": EVIL, "measures": measures}]})
        seen = about(index)
        assert_harmless(seen)
        assert EVIL in seen.line
        assert "Verslagen0" in seen.line


def test_the_manual_is_shown_whole_and_without_marks() -> None:
    seen = drawn(manual_page(), MANUAL)
    assert_harmless(seen)
    text = FILE.read_text("utf-8")
    assert "Handleiding van de LOVP-assistent" in seen.line
    for line in text.splitlines():
        if line.startswith("## "):
            assert line.removeprefix("## ") in seen.line
    assert "`" not in seen.line
    assert "##" not in seen.line
    assert "lovp index MAP" in seen.line


def test_the_little_markdown_that_there_is_becomes_what_it_means(tmp_path: Path) -> None:
    file = tmp_path / "kort.md"
    file.write_text(
        f"# Eén {EVIL}\n\nMet `lovp <b>` en *nadruk*.\n\n- een\n  twee\n- drie\n\n1. vier\n\n```\nx * y *\n```\n",
        "utf-8",
    )
    body = str(manual_page(file)(Asked(MANUAL, {})).body)
    assert "<ul><li>een twee</li><li>drie</li></ul><ol><li>vier</li></ol>" in body
    assert "Met <code>lovp &lt;b&gt;</code> en <em>nadruk</em>." in body
    assert "x * y *\n" in body
    assert_harmless(drawn(manual_page(file), MANUAL))
    with pytest.raises(NotFound, match=r"docs/handleiding\.md"):
        manual_page(tmp_path / "weg.md")(Asked(MANUAL, {}))


def test_the_statement_and_the_page_tell_the_same(example_index: Index) -> None:
    statement = " ".join(STATEMENT.read_text("utf-8").split())
    page = about(example_index).line
    for word in (
        "EN 301 549",
        "WCAG 2.1",
        "axe-core",
        "Chromium",
        "320 pixels",
        "onafhankelijke partij",
        "schermlezer",
    ):
        assert word in statement
        assert word in page
    assert statement.count("[") >= 10  # the fields that an organisation fills in
    assert "status **C" in statement
