"""What is in the question box outlives the page, in a real Chromium: it loads itself anew when a server that was lost is back."""

import json

import pytest
from example_site import SLOW
from playwright.sync_api import Page, expect
from test_browser import IDLE, TASER, chromium, folder, profile, put, tab, url

from ui import web_text

__all__ = ["chromium", "folder", "profile", "tab", "url"]  # the fixtures that the tests below use

pytestmark = pytest.mark.browser

KEPT = "Object.entries(sessionStorage).filter(([key]) => key.startsWith('lovp:vraag:'))"
HALF = "Wat is er gezegd over "


def loaded_again(tab: Page) -> None:
    tab.wait_for_function(IDLE)
    tab.reload()
    tab.locator(".example:visible, .exchange").first.wait_for()


def test_what_was_typed_is_there_when_the_page_is_loaded_again(tab: Page) -> None:
    put(tab, TASER)
    box = tab.get_by_label(web_text.QUESTION)
    box.fill(HALF)
    loaded_again(tab)
    expect(box).to_have_value(HALF)
    expect(tab.locator(".exchange")).to_have_count(1)
    tab.wait_for_function(IDLE)
    box.press("End")
    tab.keyboard.type("bodycams?")
    tab.keyboard.press("Enter")  # what was put back is asked as if it were typed
    expect(tab.locator(".exchange").last.locator(".question")).to_contain_text(f"{HALF}bodycams?")
    expect(tab.locator(".exchange").last.locator(".copy")).to_be_visible()
    tab.wait_for_function(f"{KEPT}.length === 0")  # once answered it is gone
    loaded_again(tab)
    expect(tab.locator(".exchange")).to_have_count(2)
    expect(box).to_have_value("")


def test_a_question_without_an_answer_is_back_in_the_box(tab: Page, url: str) -> None:
    page = tab.context.new_page()  # what is cut off writes in the console
    page.goto(url)
    page.locator(".example").first.wait_for()
    page.wait_for_function(IDLE)
    box = page.get_by_label(web_text.QUESTION)
    box.fill(SLOW)
    page.keyboard.press("Enter")
    expect(page.locator(".exchange.pending")).to_have_count(1)
    expect(box).to_have_value("")
    page.wait_for_timeout(100)
    page.reload()
    expect(box).to_have_value(SLOW)
    page.close()


def test_it_is_of_one_user_and_goes_with_a_new_conversation(tab: Page) -> None:
    put(tab, TASER)
    box = tab.get_by_label(web_text.QUESTION)
    tab.evaluate("sessionStorage.setItem('lovp:vraag:een%20ander', 'Geheim?')")
    box.fill(HALF)
    assert json.loads(tab.evaluate(f"JSON.stringify({KEPT}.map(([key]) => key).sort())")) == [
        "lovp:vraag:",
        "lovp:vraag:een%20ander",
    ]
    tab.get_by_role("button", name=web_text.NEW).click()
    expect(tab.locator(".exchange")).to_have_count(0)
    loaded_again(tab)
    expect(tab.locator(".example").first).to_be_visible()
    tab.wait_for_timeout(300)
    expect(box).to_have_value("")


def test_what_is_typed_while_a_question_is_on_its_way_stays_and_that_it_is_on_its_way_is_told(tab: Page) -> None:
    network = tab.context.new_cdp_session(tab)
    network.send("Network.enable")
    slow = {"offline": False, "latency": 1500, "downloadThroughput": -1, "uploadThroughput": -1}
    network.send("Network.emulateNetworkConditions", slow)
    box, hint = tab.get_by_label(web_text.QUESTION), tab.locator("#hint")
    box.fill(TASER)
    tab.keyboard.press("Enter")
    expect(hint).to_have_text(web_text.SENDING)
    expect(box).to_have_attribute("aria-invalid", "false")
    box.fill(HALF)
    expect(tab.locator(".exchange .question")).to_contain_text(TASER)
    expect(hint).to_be_empty()
    expect(tab.locator(".exchange .copy")).to_be_visible()
    expect(box).to_have_value(HALF)


def test_bounds_are_of_the_tab_also_before_anything_is_asked_and_after_one_was_taken_away(tab: Page) -> None:
    chips = tab.locator(".narrow .scope")
    tab.get_by_role("button", name=web_text.NARROW).click()
    tab.get_by_label(web_text.SPEAKER).select_option("Minister")
    tab.get_by_role("button", name=web_text.NARROW_SET, exact=True).click()
    expect(chips).to_contain_text("Minister")
    loaded_again(tab)
    expect(chips).to_contain_text("Minister")
    put(tab, "Wat is er gezegd over geld?")
    tab.locator(".narrow .without").click()
    expect(chips).to_have_count(0)
    loaded_again(tab)
    expect(tab.locator(".exchange")).to_have_count(1)
    expect(tab.locator(".narrow .open")).to_be_visible()
    expect(chips).to_have_count(0)
