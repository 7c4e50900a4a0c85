"""What a user says of an answer, and the view on quality, in a real Chromium over the real page."""

import json
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Locator, Page, expect
from test_browser import HERE, TASER, chromium, folder, profile, put, tab, url

from index.feedback import Entry
from index.sqlite_feedback import feedback_entries, feedback_path
from ui import web_text

__all__ = ["chromium", "folder", "profile", "tab", "url"]  # the fixtures that the tests below use

pytestmark = pytest.mark.browser

BODYCAMS = "Welke afspraken zijn gemaakt over bodycams?"


@pytest.fixture(autouse=True)
def nothing_said(folder: Path) -> Iterator[None]:
    yield
    feedback_path(folder).unlink(missing_ok=True)


def kept(folder: Path) -> Entry:
    (entry,) = feedback_entries(folder)
    return entry


def thanked(tab: Page, words: str) -> None:
    """What is said stands under the answer, and is announced."""
    expect(tab.locator(".thanks").first).to_have_text(words)
    expect(tab.locator("[role=status][data-key]")).to_have_text(words)


def button(tab: Page, name: str) -> Locator:
    return tab.get_by_role("button", name=name, exact=True)


def faint(tab: Page) -> object:
    """The texts that don't stand out enough (WCAG 2.1 AA 1.4.3)."""
    tab.wait_for_timeout(300)  # until what fades in is there
    return tab.evaluate((HERE / "contrast.js").read_text())


def test_a_wrong_answer_is_told_of_by_keyboard_alone(tab: Page, folder: Path) -> None:
    put(tab, TASER)
    bad = button(tab, web_text.BAD)
    bad.focus()
    tab.keyboard.press("Enter")
    expect(bad).to_have_attribute("aria-expanded", "true")
    expect(tab.get_by_label(web_text.reason("klopt niet"), exact=True).and_(tab.locator("input"))).to_be_focused()
    for key in ("ArrowDown", "ArrowDown", "ArrowDown", "Tab", "ArrowDown", "Tab"):
        tab.keyboard.press(key)
    expect(tab.get_by_label(web_text.REMARK)).to_be_focused()
    expect(tab.get_by_text(web_text.REMARK_KEPT)).to_be_visible()
    tab.keyboard.type("Het bedrag ontbreekt.\nEn 2022?")
    tab.keyboard.press("Tab")
    tab.keyboard.press("Enter")
    thanked(tab, web_text.JUDGED_BAD)
    expect(bad).to_have_attribute("aria-pressed", "true")
    expect(bad).to_be_focused()  # the form went, and the focus not with it
    said = kept(folder).said
    assert (said.question, said.good, said.reason, said.about) == (TASER, False, "onvolledig", 1)
    assert said.remark == "Het bedrag ontbreekt.\nEn 2022?"


def test_a_mind_can_be_kept_to_oneself_changed_and_taken_back(tab: Page, folder: Path) -> None:
    put(tab, TASER)
    for escapes in (True, False):
        button(tab, web_text.BAD).click()
        if escapes:
            tab.keyboard.press("Escape")
        else:
            button(tab, web_text.CANCEL).click()
        expect(tab.locator("form.why")).to_be_hidden()
        expect(button(tab, web_text.BAD)).to_be_focused()
    assert feedback_entries(folder) == []
    button(tab, web_text.GOOD).click()
    thanked(tab, web_text.JUDGED_GOOD)
    assert kept(folder).said.good
    button(tab, web_text.BAD).click()
    button(tab, web_text.JUDGE).click()
    thanked(tab, web_text.JUDGED_BAD)
    expect(button(tab, web_text.GOOD)).to_have_attribute("aria-pressed", "false")
    assert not kept(folder).said.good
    button(tab, web_text.BAD).click()
    button(tab, web_text.WITHDRAW).click()
    thanked(tab, web_text.WITHDRAWN)
    assert feedback_entries(folder) == []
    expect(button(tab, web_text.BAD)).to_have_attribute("aria-pressed", "false")


def test_what_is_being_written_survives_the_next_answer(tab: Page, folder: Path) -> None:
    put(tab, BODYCAMS)
    button(tab, web_text.BAD).click()
    expect(tab.get_by_label(web_text.reason("niet gevonden terwijl het er staat"))).to_be_checked()
    tab.get_by_label(web_text.REMARK).fill("Dat staat er wel")
    put(tab, TASER)
    first = tab.locator(".verdict").first
    expect(first.locator("textarea")).to_have_value("Dat staat er wel")
    first.locator("textarea").press("End")
    tab.keyboard.type(", in 2021.")
    first.get_by_role("button", name=web_text.JUDGE).click()
    thanked(tab, web_text.JUDGED_BAD)
    assert kept(folder).said.remark == "Dat staat er wel, in 2021."
    put(tab, "Wat vindt de korpschef daarvan?")
    expect(first.locator(".bad")).to_have_attribute("aria-pressed", "true")
    expect(first.locator(".thanks")).to_have_text(web_text.JUDGED_BAD)
    expect(first.locator("form")).to_be_hidden()


def test_a_failure_is_told_and_loses_no_remark(tab: Page, folder: Path) -> None:
    put(tab, TASER)
    feedback_path(folder).write_bytes(b"geen database, en lang genoeg om dat te zien" * 100)
    button(tab, web_text.BAD).click()
    tab.get_by_label(web_text.REMARK).fill("Bewaar dit.")
    button(tab, web_text.JUDGE).click()
    thanked(tab, web_text.JUDGE_FAILED)
    expect(tab.get_by_label(web_text.REMARK)).to_have_value("Bewaar dit.")
    assert faint(tab) == []
    assert "oordeel in de browser kon niet worden bewaard" in (folder / "log").read_text()
    feedback_path(folder).unlink()
    button(tab, web_text.JUDGE).click()
    thanked(tab, web_text.JUDGED_BAD)
    assert kept(folder).said.remark == "Bewaar dit."


def test_the_form_stands_out_enough_in_the_dark_and_fits_a_phone(tab: Page) -> None:
    tab.emulate_media(color_scheme="dark")
    tab.set_viewport_size({"width": 320, "height": 700})
    tab.reload()
    put(tab, TASER)
    button(tab, web_text.BAD).click()
    button(tab, web_text.JUDGE).click()
    thanked(tab, web_text.JUDGED_BAD)
    button(tab, web_text.BAD).click()
    assert faint(tab) == []
    assert tab.evaluate("document.documentElement.scrollWidth") <= 320


def test_the_view_on_quality_leaves_the_conversation_as_it_was(tab: Page) -> None:
    put(tab, TASER)
    link = tab.get_by_role("link", name=web_text.QUALITY, exact=True)
    link.focus()
    tab.keyboard.press("Enter")
    expect(link).to_have_attribute("aria-current", "page")
    expect(tab.locator("#desk, #new").locator("visible=true")).to_have_count(0)
    expect(tab.frame_locator(f"iframe[title='{web_text.QUALITY_FRAME}']").locator("h1")).to_have_text(
        web_text.NO_REPORT
    )
    assert tab.title() == f"{web_text.QUALITY} – {web_text.NAME}"
    tab.go_back()
    expect(tab.locator(".short")).to_contain_text("2020 en 2021")
    expect(tab.locator("#quality")).to_be_hidden()
    assert tab.title() == web_text.NAME


def test_the_report_has_a_policy_of_its_own_and_passes_over_what_is_broken(url: str, folder: Path) -> None:
    runs = folder / "eval"
    runs.mkdir()
    (runs / "20260101-000000-000000.json").write_text(json.dumps({"format": 1, "sets": "geen"}))
    (runs / "20260102-000000-000000.json").write_text('{"format": 1, "sets": [')
    found = httpx.get(f"{url}/kwaliteit")
    (policy,) = found.headers.get_list("content-security-policy")
    assert {"default-src 'none'", "frame-ancestors 'self'"} <= {rule.strip() for rule in policy.split(";")}
    assert "script-src" not in policy
    assert found.headers["x-content-type-options"] == "nosniff"
    assert web_text.NO_REPORT in found.text
    assert "frame-src 'self'" in httpx.get(url).headers["content-security-policy"]
    assert len([*runs.iterdir()]) == 2  # nothing is cleared away by looking
