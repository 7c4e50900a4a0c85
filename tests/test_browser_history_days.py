"""A browser that forgets conversations by itself: the script that keeps them, in a real Chromium, with the panel around it."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from test_browser import chromium

from ui import web_text_history as text
from ui.web_history_panel import history_frame

__all__ = ["chromium"]  # the fixture that the tests below use

pytestmark = pytest.mark.browser

SCRIPT = (Path(__file__).parents[1] / "ui" / "web_history.js").read_text("utf-8")
URL = "http://127.0.0.1:9/"  # nothing is fetched from there: the page is given in its place
PUT = """([name, days]) => localStorage.setItem(`lovp:gesprek::${name}`, JSON.stringify(
    {title: name, saved: Date.now() - days * 86_400_000, conversation: {v: 1, exchanges: [{asked: name, at: null}]}}))"""
KEPT = """() => Object.keys(localStorage).filter((key) => key.startsWith("lovp:gesprek:"))
    .map((key) => key.split(":").pop()).sort()"""
START = """() => window.lovpHistory.panel(document.body, () => {})"""


def opened(chromium: Browser, days: int, kept: dict[str, float], more: str = "() => {}") -> tuple[Page, Any]:
    """A page whose browser kept conversations of so many days ago; and what it keeps once the panel is there."""
    page = chromium.new_page()
    html = f"<!doctype html><html lang=nl><body>{history_frame(days)}<script>{SCRIPT}</script></body></html>"
    page.route(f"{URL}**", lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8"))
    page.goto(URL)
    for one in kept.items():
        page.evaluate(PUT, list(one))
    page.evaluate(more)
    page.evaluate(START)
    return page, page.evaluate(KEPT)


AGES = {"vandaag": 0, "net": 29.9, "oud": 30.1, "heel oud": 400}


def test_what_nobody_went_on_with_is_gone_when_the_page_is_opened(chromium: Browser) -> None:
    page, kept = opened(chromium, 30, AGES)
    assert kept == ["net", "vandaag"]
    page.evaluate(PUT, ["verlopen", 31])
    page.get_by_role("button", name=text.OPEN, exact=True).click()  # a page that stays open for weeks
    assert page.locator(".list li .title").all_inner_texts() == ["vandaag", "net"]
    assert "waar u 30 dagen niet mee verdergaat" in page.locator(".about").inner_text()
    page.close()


def test_without_days_all_is_kept(chromium: Browser) -> None:
    page, kept = opened(chromium, 0, AGES)
    assert kept == sorted(AGES)
    page.get_by_role("button", name=text.OPEN, exact=True).click()
    assert page.locator(".about").inner_text() == text.ABOUT
    page.close()


def test_what_cannot_be_read_or_is_of_another_user_or_another_program_stays(chromium: Browser) -> None:
    more = """() => { localStorage.setItem("lovp:gesprek::stuk", "{"); localStorage.setItem("iets", "anders");
        localStorage.setItem("lovp:gesprek::later", JSON.stringify({saved: Date.now() + 8e10, conversation: {}}));
        localStorage.setItem("lovp:gesprek:jan:van Jan", JSON.stringify({saved: 1, conversation: {}})); }"""
    page, kept = opened(chromium, 1, {"oud": 2}, more)
    assert kept == ["later", "stuk", "van Jan"]
    assert page.evaluate("() => localStorage.getItem('iets')") == "anders"
    page.close()
