"""The conversations that a browser keeps, in a real Chromium over the real page."""

import json
from collections.abc import Iterator
from datetime import datetime
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from test_browser import IDLE, OUTLINE, TASER, chromium, folder, profile, put, tab, url

from index.sqlite_feedback import feedback_path
from ui import web_text
from ui import web_text_history as text

__all__ = ["chromium", "folder", "profile", "tab", "url"]  # the fixtures that the tests below use

pytestmark = pytest.mark.browser

BODYCAMS = "Welke afspraken zijn gemaakt over bodycams?"
MEETING = "Wat is er in oktober 2019 besproken?"
AXE = (resources.files("axe_playwright_python") / "axe.min.js").read_text("utf-8")
WRONG = """async () => (await axe.run(document, {runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"], preload: false}))
    .violations.flatMap((rule) => rule.nodes.map((node) => `${rule.id}: ${node.target} ${node.failureSummary}`))"""
KEPT = """() => Object.entries(localStorage).filter(([key]) => key.startsWith("lovp:gesprek:"))
    .map(([key, value]) => ({key, ...JSON.parse(value)})).sort((a, b) => b.saved - a.saved)"""
FILL = """(length) => { for (let n = 0; n < 2; n++) { // until not even one more character fits
    for (let size = length; size >= 1; size = Math.floor(size / 2)) {
        try { while (true) localStorage.setItem("vulling" + Math.random(), "x".repeat(size)); } catch { /* full */ } } } }"""


@pytest.fixture(autouse=True)
def nothing_kept(tab: Page) -> Iterator[None]:
    tab.evaluate("() => { localStorage.clear(); performance.setResourceTimingBufferSize(5_000); }")
    tab.wait_for_function(IDLE)
    yield
    if not tab.is_closed():
        tab.evaluate("localStorage.clear()")


def kept(tab: Page) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = tab.evaluate(KEPT)
    return found


def asked(tab: Page) -> list[list[str]]:
    """The questions of every conversation that is kept, the newest first."""
    return [[said["asked"] for said in one["conversation"]["exchanges"]] for one in kept(tab)]


def ask(tab: Page, question: str) -> None:
    """Asks, and waits until the answer is kept."""
    before = json.dumps(asked(tab))
    put(tab, question)
    tab.wait_for_function(
        f"(before) => JSON.stringify(({KEPT})().map((one) => one.conversation)) !== before", arg=before
    )


def new(tab: Page) -> None:
    tab.get_by_role("button", name=web_text.NEW).click()
    expect(tab.locator(".exchange")).to_have_count(0)


def panel(tab: Page) -> Locator:
    tab.get_by_role("button", name=text.OPEN, exact=True).click()
    found = tab.get_by_role("dialog", name=text.TITLE)
    expect(found).to_be_visible()
    return found


def rows(tab: Page) -> Locator:
    return tab.locator(".history .list li")


def again(tab: Page) -> None:
    tab.wait_for_function(IDLE)
    tab.reload()
    tab.locator(".example:visible, .exchange").first.wait_for()
    tab.wait_for_function(IDLE)


def test_loading_the_page_again_brings_the_conversation_back_and_it_goes_on(tab: Page) -> None:
    ask(tab, TASER)
    ask(tab, "Wat vindt de korpschef daarvan?")
    said = tab.locator(".exchange .sources").all_inner_texts()
    again(tab)
    expect(tab.locator(".exchange")).to_have_count(2)
    assert tab.locator(".exchange .sources").all_inner_texts() == said
    expect(tab.locator(".asked-on")).to_have_text(text.asked_on(_at(tab)))  # once: they are of one day
    expect(tab.locator(".history-notice [role=status]")).to_have_text("Bewaard gesprek geopend, met 2 vragen.")
    expect(tab.locator(".heard")).to_be_empty()  # it isn't read aloud whole
    ask(tab, "En in 2021?")
    expect(tab.locator(".exchange").last.locator(".remark").first).to_contain_text("taser in 2021?")
    expect(tab.locator(".heard")).to_contain_text(web_text.SEARCHING)
    assert [len(said) for said in asked(tab)] == [3]
    tab.locator(".marker").first.click()
    expect(tab.locator(".pane mark")).to_contain_text("2020 en 2021")


def _at(tab: Page) -> Any:
    return datetime.fromisoformat(kept(tab)[0]["conversation"]["exchanges"][0]["at"])


def test_an_answer_that_came_back_can_be_judged_but_not_kept_with_proof(tab: Page, folder: Path) -> None:
    ask(tab, TASER)
    again(tab)
    tab.get_by_role("button", name=web_text.GOOD).click()
    expect(tab.locator(".thanks")).to_have_text(web_text.JUDGED_GOOD)
    tab.locator(".exchange details:has(.keep) summary").click()
    tab.get_by_role("button", name=web_text.KEEP).click()
    expect(tab.get_by_text(text.NO_PROOF)).to_be_visible()
    feedback_path(folder).unlink()


def test_another_tab_begins_anew_and_a_new_conversation_leaves_the_old_one(tab: Page, url: str) -> None:
    ask(tab, TASER)
    new(tab)
    again(tab)
    expect(tab.locator(".exchange")).to_have_count(0)
    ask(tab, BODYCAMS)
    assert asked(tab) == [[BODYCAMS], [TASER]]
    other = tab.context.new_page()
    other.goto(url)
    other.locator(".example").first.wait_for()
    panel(other)
    expect(rows(other).locator(".title")).to_have_text([BODYCAMS, TASER])
    ask(tab, "En over de taser?")  # the list of the other tab follows
    expect(rows(other).first.locator(".when")).to_contain_text("2 vragen")
    other.close()


def test_two_tabs_with_one_conversation_lose_nothing(tab: Page, url: str) -> None:
    ask(tab, TASER)
    other = tab.context.new_page()
    other.goto(url)
    panel(other)
    rows(other).first.locator(".open").click()
    expect(other.locator(".exchange")).to_have_count(1)
    ask(tab, BODYCAMS)
    ask(other, MEETING)
    assert asked(tab) == [[TASER, MEETING], [TASER, BODYCAMS]]
    expect(other.locator(".history-notice")).to_contain_text(f"dit gesprek heet nu: {TASER} (2)")
    panel(tab)
    expect(rows(tab).locator(".title")).to_have_text([f"{TASER} (2)", TASER])
    other.close()


def test_a_kept_conversation_is_opened_by_keyboard_alone(tab: Page) -> None:
    ask(tab, TASER)
    new(tab)
    ask(tab, BODYCAMS)
    button = tab.get_by_role("button", name=text.OPEN, exact=True)
    button.focus()
    tab.keyboard.press("Enter")
    expect(tab.locator("#history-title")).to_be_focused()
    for expected in (".shut", "#history-search", ".open"):
        tab.keyboard.press("Tab")
        assert tab.evaluate("(what) => document.activeElement.matches(what)", expected)
        assert tab.evaluate(OUTLINE) == "3px"
    tab.keyboard.press("Escape")
    expect(tab.get_by_role("dialog")).to_have_count(0)
    expect(button).to_be_focused()
    tab.keyboard.press("Enter")
    for _ in range(6):
        tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.textContent").startswith(TASER)
    tab.keyboard.press("Enter")
    expect(tab.locator(".question")).to_contain_text(TASER)
    expect(tab.locator(".log")).to_be_focused()
    assert len(kept(tab)) == 2


def test_the_focus_stays_in_the_panel(tab: Page) -> None:
    ask(tab, TASER)
    panel(tab)
    for _ in range(25):
        tab.keyboard.press("Tab")
        assert tab.evaluate(
            "document.activeElement === document.body || Boolean(document.activeElement.closest('dialog'))"
        )


def test_searching_looks_in_questions_and_answers_and_says_how_many(tab: Page) -> None:
    for question in (TASER, BODYCAMS, MEETING):
        ask(tab, question)
        new(tab)
    panel(tab)
    expect(tab.locator(".history .count")).to_have_text("3 gesprekken")
    search = tab.get_by_label(text.SEARCH)
    search.fill("BÓDYCAMS")
    expect(rows(tab).locator(".title")).to_have_text([BODYCAMS])
    expect(tab.locator(".history .count")).to_have_text("1 van 3 gesprekken gevonden")
    search.fill("stroomstootwapen geregeld")  # words of an answer
    expect(rows(tab).locator(".title").last).to_have_text(TASER)
    search.fill("dit staat nergens")
    expect(rows(tab)).to_have_count(0)
    expect(tab.locator(".history .count")).to_have_text("0 van 3 gesprekken gevonden")


def test_a_name_can_be_given_and_stays(tab: Page) -> None:
    ask(tab, TASER)
    panel(tab)
    row = rows(tab).first
    row.locator(".rename").click()
    field = tab.get_by_label(text.NAME)
    expect(field).to_be_focused()
    field.fill("Mis")
    tab.keyboard.press("Escape")
    expect(field).to_have_count(0)
    expect(tab.get_by_role("dialog")).to_be_visible()  # Escape went no further
    expect(row.locator(".rename")).to_be_focused()
    tab.keyboard.press("Enter")
    field.fill("Over de <b>taser</b>")
    tab.keyboard.press("Enter")
    expect(row.locator(".title")).to_have_text("Over de <b>taser</b>")
    expect(tab.locator(".history .told")).to_contain_text("De naam is gewijzigd.")
    expect(row.locator(".rename")).to_be_focused()
    tab.keyboard.press("Escape")
    ask(tab, "En in 2021?")
    again(tab)
    panel(tab)
    expect(row.locator(".title")).to_have_text("Over de <b>taser</b>")
    row.locator(".rename").click()
    field.fill(" ")
    tab.keyboard.press("Enter")
    expect(row.locator(".title")).to_have_text(TASER)


def test_what_is_deleted_is_gone_and_can_be_put_back(tab: Page) -> None:
    ask(tab, BODYCAMS)
    new(tab)
    ask(tab, TASER)
    panel(tab)
    rows(tab).nth(1).locator(".delete").focus()
    tab.keyboard.press("Enter")
    assert asked(tab) == [[TASER]]  # at once, and not when the time to undo is over
    expect(tab.locator(".history .told [role=status]")).to_have_text("Gesprek gewist.")
    expect(tab.get_by_role("button", name=text.UNDO)).to_be_focused()
    tab.keyboard.press("Enter")
    assert asked(tab) == [[TASER], [BODYCAMS]]
    expect(rows(tab).nth(1).locator(".open")).to_be_focused()


def test_deleting_what_is_open_clears_the_page_and_undoing_brings_it_back(tab: Page) -> None:
    ask(tab, TASER)
    panel(tab)
    rows(tab).first.locator(".delete").click()
    expect(tab.locator(".exchange")).to_have_count(0)
    tab.get_by_role("button", name=text.UNDO).click()
    expect(tab.locator(".question")).to_contain_text(TASER)
    tab.keyboard.press("Escape")
    ask(tab, BODYCAMS)
    assert asked(tab) == [[TASER, BODYCAMS]]


def test_a_deletion_cannot_be_undone_for_ever(chromium: Browser, url: str) -> None:
    context = chromium.new_context()  # a clock is that of a whole context
    page = context.new_page()
    page.clock.install()
    page.goto(url)
    page.locator(".example").first.wait_for()
    page.evaluate("""localStorage["lovp:gesprek::x"] = '{"conversation": {"exchanges": [{"asked": "Wat?"}]}}'""")
    panel(page)
    rows(page).first.locator(".delete").click()
    undo = page.get_by_role("button", name=text.UNDO)
    page.clock.run_for(11_000)
    expect(undo).to_be_visible()  # the focus is on it
    page.get_by_role("button", name=text.CLOSE).first.focus()
    page.mouse.move(5, 5)
    page.clock.run_for(11_000)
    expect(undo).to_be_hidden()
    context.close()


def test_all_can_be_deleted_when_one_is_sure(tab: Page) -> None:
    ask(tab, TASER)
    new(tab)
    ask(tab, BODYCAMS)
    panel(tab)
    clear = tab.get_by_role("button", name=text.CLEAR)
    clear.click()
    expect(tab.get_by_role("group").filter(has_text="alle 2 bewaarde gesprekken")).to_be_visible()
    expect(tab.locator(".history .confirm .no")).to_be_focused()
    tab.keyboard.press("Escape")
    expect(clear).to_be_focused()
    assert len(kept(tab)) == 2
    clear.click()
    tab.get_by_role("button", name=text.CLEAR_SURE, exact=True).click()
    assert kept(tab) == []
    expect(tab.locator(".exchange")).to_have_count(0)
    expect(tab.locator(".history .told")).to_contain_text("Alle bewaarde gesprekken zijn gewist.")
    expect(tab.locator(".history .count")).to_have_text("Er zijn nog geen bewaarde gesprekken.")
