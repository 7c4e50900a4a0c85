"""The conversations that a browser keeps when something is in the way: content that is hostile, no room, no permission."""

import json
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from test_browser import HERE, TASER, chromium, folder, profile, put, tab, url
from test_browser_history import (
    AXE,
    BODYCAMS,
    FILL,
    MEETING,
    WRONG,
    again,
    ask,
    asked,
    kept,
    new,
    nothing_kept,
    panel,
    rows,
)

from index.embedding import BUILT_IN, open_encoder
from index.ingest import index_paths
from index.removal import remove_file
from ui import web_text_history as text

__all__ = ["chromium", "folder", "nothing_kept", "profile", "tab", "url"]  # the fixtures that the tests below use

pytestmark = pytest.mark.browser

SIGNED_IN = """new MutationObserver((_, watcher) => {
    document.documentElement.dataset.user = "anna:x"; watcher.disconnect(); }).observe(document, {childList: true})"""


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
    "vreemd": '{"conversation":{"exchanges":[null]},"saved":1e300,"title":{}}',
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


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (320, "dark")])
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


def test_a_new_conversation_begins_with_the_records_of_now(tab: Page, folder: Path, tmp_path: Path) -> None:
    about, choice = tab.locator(".masthead p"), tab.locator("option[value='2024-03-04']")
    before = about.inner_text()
    record = tmp_path / "walvissen.txt"
    record.write_text(
        "Korte terugkoppeling LOVP 4 maart 2024\n\nWalvissen\nDe korpschef telde vier walvissen.\n", "utf-8"
    )
    index_paths(folder, open_encoder(BUILT_IN), [record])
    try:
        ask(tab, TASER)
        new(tab)
        expect(about).to_contain_text("tot en met 4 maart 2024")
        expect(choice).to_have_count(3)  # a meeting, from and until
    finally:
        remove_file(folder, record)
    ask(tab, TASER)
    new(tab)
    expect(about).to_have_text(before)
    expect(choice).to_have_count(0)


def test_a_page_that_is_loaded_again_at_another_view_has_no_button_of_the_chat(tab: Page) -> None:
    ask(tab, TASER)
    expect(tab.locator("#new")).to_be_visible()
    tab.evaluate("location.hash = 'over'")
    expect(tab.locator("#new")).to_be_hidden()
    tab.reload()
    tab.locator(".exchange").wait_for(state="attached")
    expect(tab.locator("#new")).to_be_hidden()
    tab.evaluate("location.hash = 'chat'")
    expect(tab.locator("#new")).to_be_visible()
