"""The conversations that a browser keeps, in a real Chromium over the real page."""

import json
from collections.abc import Iterator
from datetime import datetime
from importlib import resources
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect
from test_browser import HERE, IDLE, OUTLINE, TASER, chromium, folder, profile, put, tab, url

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

SIGNED_IN = """new MutationObserver((_, watcher) => {
    document.documentElement.dataset.user = "anna:x"; watcher.disconnect(); }).observe(document, {childList: true})"""


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
    tab.locator(".example, .exchange").first.wait_for()
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
    expect(tab.locator(".log")).to_have_attribute("aria-live", "off")  # it isn't read aloud whole
    ask(tab, "En in 2021?")
    expect(tab.locator(".exchange").last.locator(".remark").first).to_contain_text("taser in 2021?")
    expect(tab.locator(".log")).to_have_attribute("aria-live", "polite")
    assert [len(said) for said in asked(tab)] == [3]
    tab.locator(".marker").first.click()
    expect(tab.locator(".pane mark")).to_contain_text("2020 en 2021")


def _at(tab: Page) -> Any:
    return datetime.fromisoformat(kept(tab)[0]["conversation"]["exchanges"][0]["at"])


def test_an_answer_that_came_back_can_be_judged_but_not_kept_with_proof(tab: Page) -> None:
    ask(tab, TASER)
    again(tab)
    tab.get_by_role("button", name=web_text.GOOD).click()
    expect(tab.locator(".thanks")).to_have_text(web_text.JUDGED_GOOD)
    tab.locator(".exchange details:has(.keep) summary").click()
    tab.get_by_role("button", name=web_text.KEEP).click()
    expect(tab.get_by_text(text.NO_PROOF)).to_be_visible()


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


def test_keeping_can_be_switched_off_which_deletes_what_was_kept(tab: Page) -> None:
    ask(tab, TASER)
    panel(tab)
    switch = tab.get_by_role("switch", name=text.KEEP)
    expect(switch).to_be_checked()
    switch.click()
    expect(switch).to_be_checked()  # until one is sure
    tab.get_by_role("button", name=text.OFF_SURE).click()
    expect(switch).not_to_be_checked()
    expect(switch).to_be_focused()
    tab.keyboard.press("Escape")
    put(tab, BODYCAMS)
    tab.wait_for_timeout(300)
    assert kept(tab) == []
    again(tab)
    expect(tab.locator(".exchange")).to_have_count(0)
    panel(tab)
    switch.click()
    expect(switch).to_be_checked()
    tab.keyboard.press("Escape")
    ask(tab, BODYCAMS)
    assert asked(tab) == [[BODYCAMS]]


def test_users_of_one_computer_see_their_own_conversations(tab: Page) -> None:
    ask(tab, TASER)
    tab.add_init_script(SIGNED_IN)
    again(tab)
    expect(tab.locator(".exchange")).to_have_count(0)
    ask(tab, BODYCAMS)
    assert {one["key"].rpartition(":")[0] for one in kept(tab)} == {"lovp:gesprek:", "lovp:gesprek:anna%3Ax"}
    panel(tab)
    expect(rows(tab).locator(".title")).to_have_text([BODYCAMS])
    tab.get_by_role("button", name=text.CLEAR).click()
    tab.get_by_role("button", name=text.CLEAR_SURE, exact=True).click()
    assert asked(tab) == [[TASER]]  # another's stays


HOSTILE = {
    "geen json": "<img src=x onerror=alert(1)>",
    "null": "null",
    "een getal": "7",
    "leeg": '{"conversation":{"exchanges":[]}}',
    "vreemd": '{"conversation":{"exchanges":[null]},"saved":1e300,"title":{}}',
    "diep": "[" * 10_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_cannot_be_read_is_told_of_and_can_be_deleted(tab: Page, name: str) -> None:
    tab.evaluate(
        "(value) => { localStorage['lovp:gesprek::x'] = value; sessionStorage['lovp:tab:'] = 'x'; }", HOSTILE[name]
    )
    again(tab)
    expect(tab.locator(".history-notice")).to_contain_text("beschadigd")
    expect(tab.locator(".example").first).to_be_visible()
    panel(tab)
    expect(rows(tab).locator(".title")).to_have_text(["Onleesbaar gesprek"])
    expect(rows(tab).locator(".open")).to_be_disabled()
    rows(tab).locator(".delete").click()
    expect(rows(tab)).to_have_count(0)


EVIL = "<img src=https://example.org/x onerror=alert(1)>"
FORGED: list[Any] = [
    {"v": 1, "exchanges": [{"asked": EVIL}]},
    {"v": 2, "exchanges": [{"asked": EVIL, "notice": EVIL}]},
    {"v": 1, "exchanges": [{"asked": "?", "answer": {"text": EVIL}}]},
    {"v": 1, "exchanges": [{"asked": "?", "notice": "x" * 1_100_000}]},
]


@pytest.mark.parametrize("forged", FORGED, ids=range(len(FORGED)))
def test_what_someone_made_up_is_refused_in_dutch_and_the_page_goes_on(tab: Page, forged: Any) -> None:
    value = json.dumps({"title": EVIL, "saved": 10**12, "conversation": forged})
    tab.evaluate("(value) => { localStorage['lovp:gesprek::x'] = value; sessionStorage['lovp:tab:'] = 'x'; }", value)
    again(tab)
    expect(tab.locator(".history-notice")).to_contain_text("kan niet worden geopend")
    expect(tab.locator(".example").first).to_be_visible()
    ask(tab, TASER)
    panel(tab)
    expect(rows(tab).locator(".title")).to_have_text([TASER, EVIL])
    assert tab.locator(".history img").count() == 0
    rows(tab).last.locator(".open").click()
    expect(tab.locator(".history-notice")).to_contain_text("kan niet worden geopend")
    expect(tab.locator(".question")).to_contain_text(TASER)  # what was open stays
    tab.locator(".history-notice .seen").click()
    expect(tab.locator(".history-notice")).to_be_hidden()


def test_words_that_someone_made_up_stay_words(tab: Page) -> None:
    forged = {"v": 1, "exchanges": [{"asked": EVIL, "notice": EVIL}]}
    value = json.dumps({"saved": 10**12, "conversation": forged})
    tab.evaluate("(value) => { localStorage['lovp:gesprek::x'] = value; sessionStorage['lovp:tab:'] = 'x'; }", value)
    again(tab)
    expect(tab.locator(".question")).to_contain_text(EVIL)
    expect(tab.locator(".notice")).to_contain_text([EVIL])
    assert tab.locator("#conversation img").count() == 0


@pytest.mark.parametrize(
    "broken", ["get localStorage() { throw new DOMException('nee', 'SecurityError') }", "localStorage: null"]
)
def test_a_browser_that_keeps_nothing_works_and_says_so(tab: Page, broken: str) -> None:
    what = "get" if broken.startswith("get") else "value"
    body = "() { throw new DOMException('nee', 'SecurityError'); }" if what == "get" else ": null"
    for name in ("localStorage", "sessionStorage"):
        tab.add_init_script(f"Object.defineProperty(window, '{name}', {{ {what}{body} }});")
    again(tab)
    put(tab, TASER)
    panel(tab)
    expect(tab.get_by_text(text.BLOCKED)).to_be_visible()
    expect(tab.get_by_role("switch")).to_be_disabled()
    tab.keyboard.press("Escape")
    new(tab)
    tab.evaluate("delete window.localStorage")  # for what tidies up
    tab.goto("about:blank")
    tab.close()


def test_when_the_browser_is_full_one_chooses_whether_the_oldest_go(tab: Page) -> None:
    for question in (BODYCAMS, MEETING):
        ask(tab, question)
        new(tab)
    tab.evaluate(FILL, 100_000)
    put(tab, TASER)
    notice = tab.locator(".history-notice")
    expect(notice).to_contain_text("vol")
    drop = notice.get_by_role("button", name="Wis het oudste gesprek")
    assert asked(tab) == [[MEETING], [BODYCAMS]]  # nothing goes by itself
    drop.or_(notice.get_by_role("button", name="Wis de 2 oudste gesprekken")).click()
    expect(notice).to_contain_text("gewist")
    assert [TASER] in asked(tab)
    assert [BODYCAMS] not in asked(tab)


def test_a_full_browser_with_nothing_to_drop_says_so(tab: Page) -> None:
    tab.evaluate(FILL, 100_000)
    put(tab, TASER)
    expect(tab.locator(".history-notice")).to_contain_text("wordt niet bewaard")
    assert kept(tab) == []


def test_a_conversation_that_is_open_elsewhere_is_not_dropped(tab: Page, url: str) -> None:
    ask(tab, BODYCAMS)  # the oldest, and open here
    other = tab.context.new_page()
    other.goto(url)
    other.locator(".example").first.wait_for()
    ask(other, MEETING)
    new(other)
    other.evaluate(FILL, 100_000)
    put(other, TASER)
    other.locator(".history-notice .drop").click()
    expect(other.locator(".history-notice")).to_contain_text("gewist")
    assert asked(other) == [[TASER], [BODYCAMS]]
    other.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 320])
def test_the_panel_can_be_read_and_touched_by_everyone(tab: Page, width: int, scheme: Literal["light", "dark"]) -> None:
    tab.set_viewport_size({"width": width, "height": 800})
    tab.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    again(tab)
    ask(tab, TASER)
    again(tab)
    tab.locator(".exchange").first.wait_for()
    dialog = panel(tab)
    rows(tab).first.locator(".rename").click()
    tab.get_by_role("button", name=text.CLEAR).click()
    tab.evaluate(AXE)
    assert tab.evaluate(WRONG) == []
    assert tab.evaluate((HERE / "contrast.js").read_text()) == []
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    assert dialog.evaluate("(dialog) => dialog.scrollWidth <= dialog.clientWidth")
    sizes = dialog.locator("button:visible, input:visible").evaluate_all(
        "(all) => all.map((e) => [e.offsetHeight, e.offsetWidth])"
    )
    assert min(min(size) for size in sizes) >= 20  # the box of the switch; its label makes it larger
    heights = dialog.locator("button:visible, label.switch").evaluate_all("(all) => all.map((e) => e.offsetHeight)")
    assert min(heights) >= 40


def test_two_contexts_share_nothing(tab: Page, url: str, profile: BrowserContext) -> None:
    ask(tab, TASER)
    assert profile.browser is not None
    stranger = profile.browser.new_context()
    page = stranger.new_page()
    page.goto(url)
    page.locator(".example").first.wait_for()
    page.get_by_role("button", name=text.OPEN, exact=True).click()
    expect(page.locator(".history .count")).to_have_text(
        "Er zijn nog geen bewaarde gesprekken."
    )  # nothing is on the server
    stranger.close()
