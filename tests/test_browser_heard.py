"""What a screen reader hears of the page: all that is added inside its live regions, in a real Chromium."""

from collections import Counter
from typing import Any

import pytest
from example_site import DRAFT, DRAFTED, SLOW
from playwright.sync_api import Page, expect
from test_browser import TASER, chromium, folder, profile, put, tab, url

from ui import web_text

__all__ = ["chromium", "folder", "profile", "tab", "url"]  # the fixtures that the tests below use

pytestmark = pytest.mark.browser

LISTEN = """() => {
    window.told = [];
    const live = (one) => {
        const region = one.closest("[aria-live], [role=status], [role=alert], [role=log]");
        return region && region.getAttribute("aria-live") !== "off" && region;
    };
    new MutationObserver((changes) => {
        for (const { target, addedNodes, type } of changes) {
            const element = target.nodeType === Node.TEXT_NODE ? target.parentElement : target;
            if (!element || !live(element)) continue;
            for (const node of type === "characterData" ? [target] : addedNodes)
                if (node.textContent.trim()) told.push(node.textContent.trim());
        }
    }).observe(document.body, { childList: true, subtree: true, characterData: true }); }"""


def heard(tab: Page) -> list[str]:
    found: list[Any] = tab.evaluate("told")
    return [str(words) for words in found]


def sentences(tab: Page) -> list[str]:
    return [words.strip() for words in tab.locator(".exchange").last.locator(".sentence").all_inner_texts()]


@pytest.mark.parametrize("question", [TASER, "Wat is er besproken over fundament van de politie?", DRAFTED])
def test_the_answer_and_each_of_its_sentences_are_heard_once(tab: Page, question: str) -> None:
    tab.evaluate(LISTEN)
    put(tab, question)
    tab.wait_for_timeout(300)
    told = [" ".join(words.split()) for words in heard(tab)]
    wanted = [" ".join(words.split()) for words in sentences(tab)]
    assert len(wanted) >= 1
    assert [words for words in told if words in wanted] == wanted
    assert max(Counter(told).values()) == 1
    shorts = tab.locator(".short").all_text_contents()
    searching = {web_text.SEARCHING, web_text.searching(2)}
    assert set(told) - {*wanted, *shorts} <= searching  # no button, no remark, no draft
    assert not [words for words in told if DRAFT.strip() in words]
    expect(tab.locator(".log")).to_have_attribute("aria-busy", "false")


def test_a_second_answer_is_heard_too_and_what_went_wrong(tab: Page) -> None:
    put(tab, TASER)
    tab.evaluate(LISTEN)
    put(tab, TASER)
    assert [words for words in heard(tab) if "2020 en 2021" in words]
    tab.evaluate("told.length = 0")
    put(tab, "x" * 2_500)
    assert [words for words in heard(tab) if "2500" in words]


def test_the_conversation_says_that_it_is_busy(tab: Page) -> None:
    tab.get_by_label(web_text.QUESTION).fill(SLOW)
    tab.keyboard.press("Enter")
    expect(tab.locator(".log")).to_have_attribute("aria-busy", "true")
    expect(tab.locator(".heard")).to_have_text(web_text.SEARCHING)
    tab.get_by_role("button", name=web_text.STOP).click()
    expect(tab.locator(".log")).to_have_attribute("aria-busy", "false")
    expect(tab.locator(".heard")).to_contain_text(web_text.STOPPED)


def test_what_is_there_of_an_answer_is_not_drawn_anew_when_it_is_whole(tab: Page) -> None:
    """Or a link in it would lose the focus."""
    put(tab, TASER)
    tab.get_by_label(web_text.QUESTION).fill("Wat is er besproken over fundament van de politie?")
    tab.evaluate(
        """() => {
        window.kept = null;
        new MutationObserver(() => {
            const whole = document.querySelector(".exchange:nth-of-type(2) .copy");
            if (!whole) window.kept ||= document.querySelector(".exchange:nth-of-type(2) .marker");
        }).observe(document.querySelector("#conversation"), { childList: true, subtree: true }); }"""
    )
    tab.keyboard.press("Enter")
    expect(tab.locator(".exchange")).to_have_count(2)
    expect(tab.locator(".exchange").last.locator(".copy")).to_be_visible()
    assert tab.evaluate("window.kept.isConnected")


def test_copying_is_heard(tab: Page) -> None:
    put(tab, TASER)
    tab.evaluate(LISTEN)
    tab.locator(".copy").click()
    expect(tab.locator(".done")).to_have_text(web_text.COPIED)
    assert heard(tab) == [web_text.COPIED]
    tab.locator(".share").click()
    expect(tab.locator(".done")).to_have_text(web_text.SHARED)
