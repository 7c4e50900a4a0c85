"""The source of a citation in a real Chromium: its place in the history, low screens, and when it can't be fetched."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, Route, ViewportSize, expect
from test_browser import TASER, chromium, folder, profile, put, tab, url

from ui import web_text, web_text_records
from ui.web_views import VIEWS

__all__ = ["chromium", "folder", "profile", "tab", "url"]  # the fixtures that the tests below use

pytestmark = pytest.mark.browser

WIDE: ViewportSize = {"width": 1280, "height": 800}
NARROW: ViewportSize = {"width": 390, "height": 844}
SIZES = pytest.mark.parametrize("size", [WIDE, NARROW], ids=["breed", "smal"])
PLACE = "() => [history.length, Boolean(history.state?.source)]"


@pytest.fixture
def answered(tab: Page) -> Iterator[Page]:
    put(tab, TASER)
    yield tab
    tab.set_viewport_size(WIDE)


def marker(tab: Page) -> Locator:
    return tab.locator(".marker").first


def opened(tab: Page) -> Locator:
    marker(tab).click()
    tab.locator(".pane mark").wait_for()
    return tab.locator(".pane")


def closed(tab: Page) -> None:
    expect(tab.locator(".pane")).to_have_count(0)
    expect(marker(tab)).to_be_focused()
    assert not tab.evaluate("document.querySelector('#chat').inert")


@SIZES
@pytest.mark.parametrize("what", ["proxy", "leeg"])
def test_a_source_that_can_not_be_fetched_is_told_in_its_pane(answered: Page, size: ViewportSize, what: str) -> None:
    answered.set_viewport_size(size)

    def other(route: Route) -> None:  # a proxy's page, or an answer that is no source
        html = "<html><body><h1>502 Bad Gateway</h1></body></html>"
        route.fulfill(status=200 if what == "leeg" else 203, body=html, content_type="text/html")

    answered.route("**/verslag/**", other)
    marker(answered).click()
    pane = answered.locator(".pane")
    expect(pane).to_contain_text(web_text_records.NOT_FETCHED)
    expect(pane).to_be_focused()
    expect(answered.get_by_text("502")).to_have_count(0)
    answered.keyboard.press("Escape")
    closed(answered)


@SIZES
def test_without_a_network_the_source_says_so_and_closes(answered: Page, size: ViewportSize) -> None:
    answered.set_viewport_size(size)
    answered.evaluate("() => { window.fetch = () => Promise.reject(new TypeError('Failed to fetch')); }")
    marker(answered).click()
    expect(answered.locator(".pane")).to_contain_text(web_text_records.NOT_FETCHED)
    answered.get_by_role("button", name=web_text.CLOSE).click()
    closed(answered)


@SIZES
def test_going_back_closes_the_source_and_closing_leaves_nothing_to_go_back_to(
    answered: Page, size: ViewportSize
) -> None:
    answered.set_viewport_size(size)
    length, _ = answered.evaluate(PLACE)
    for way in ("back", "Escape", "close", "back"):
        opened(answered)
        assert answered.evaluate(PLACE) == [length + 1, True]
        if way == "back":
            answered.evaluate("history.back()")
        elif way == "Escape":
            answered.keyboard.press("Escape")
        else:
            answered.get_by_role("button", name=web_text.CLOSE).click()
        closed(answered)
        answered.wait_for_function("!history.state?.source")
        assert answered.evaluate(PLACE) == [length + 1, False]  # what lies ahead goes with the next
    answered.evaluate("history.forward()")
    expect(answered.locator(".pane mark")).to_be_visible()


@SIZES
def test_from_a_source_to_its_record_and_back_again(answered: Page, size: ViewportSize) -> None:
    answered.set_viewport_size(size)
    words = opened(answered).locator("mark").inner_text()
    answered.get_by_role("link", name=web_text.WHOLE_RECORD).press("Enter")
    record = answered.locator(".fetched.view-verslagen")
    expect(record.locator("mark").first).to_be_in_viewport()
    expect(record.locator("[tabindex]:has(mark)").first).to_be_focused()  # and not the body
    expect(answered.locator(".pane")).to_have_count(0)
    answered.evaluate("history.back()")
    expect(answered.locator(".pane mark")).to_have_text(words)
    expect(answered.locator(".pane")).to_be_focused()
    answered.evaluate("history.back()")
    closed(answered)
    assert answered.url.split("#")[-1] in {"chat", answered.url}


def test_the_views_take_the_source_away_and_bring_it_back(answered: Page) -> None:
    opened(answered)
    answered.get_by_role("link", name=web_text.LEDGER, exact=True).click()
    expect(answered.locator(".pane")).to_have_count(0)
    answered.locator(".ledger a.cite").first.press("Enter")
    expect(answered.locator(".pane mark")).to_be_visible()
    for _ in range(2):
        answered.evaluate("history.back()")
        answered.wait_for_timeout(300)
    expect(answered.locator(".pane mark")).to_contain_text("2020 en 2021")  # of the chat
    answered.keyboard.press("Escape")
    closed(answered)


def test_loading_the_page_again_leaves_the_source_where_it_was(answered: Page) -> None:
    opened(answered)
    answered.reload()
    expect(answered.locator(".exchange")).to_have_count(1)
    expect(answered.locator(".pane mark")).to_contain_text("2020 en 2021")
    answered.evaluate("history.back()")
    expect(answered.locator(".pane")).to_have_count(0)


def test_who_goes_through_the_sources_stays_at_the_button(tab: Page) -> None:
    put(tab, "Wat is er gezegd over het stroomstootwapen?")
    places = tab.locator(".sources .place")
    last = places.count()
    places.first.press("Enter")
    onward, back = (tab.get_by_role("button", name=name) for name in (web_text.NEXT, web_text.PREVIOUS))
    for n in range(2, last + 1):
        onward.press("Enter")
        expect(tab.locator(".pane .count")).to_have_text(f"Bron {n} van {last}")
        expect(onward if n < last else back).to_be_focused()
        expect(tab.locator(".done")).to_have_text(f"Bron {n} van {last}: {places.nth(n - 1).inner_text()}")
    tab.evaluate("history.back()")
    expect(tab.locator(".pane")).to_have_count(0)  # all steps are one place in the history
    expect(places.nth(last - 1)).to_be_focused()


@pytest.mark.parametrize("size", [(320, 256), (341, 192), (844, 390)])
def test_on_a_low_screen_the_words_can_be_read_and_the_source_closed(answered: Page, size: tuple[int, int]) -> None:
    answered.set_viewport_size({"width": size[0], "height": size[1]})
    pane = opened(answered)
    box = pane.locator("mark").bounding_box()
    assert box is not None
    assert 0 <= box["y"] < size[1] / 2
    expect(answered.get_by_role("button", name=web_text.CLOSE)).to_be_in_viewport(ratio=1)
    for _ in range(8):
        answered.keyboard.press("PageDown")
    answered.wait_for_function("document.querySelector('.pane').scrollTop > 300")
    answered.keyboard.press("Escape")
    closed(answered)
    ask = answered.locator("#ask").evaluate("(one) => getComputedStyle(one).position")
    assert ask == "static"  # or it would take most of the screen


@pytest.mark.parametrize("view", [view.name for view in VIEWS[1:] if not view.hidden])  # the chat is where it begins
def test_no_view_makes_going_back_longer(answered: Page, view: str) -> None:
    length, _ = answered.evaluate(PLACE)
    answered.locator(f'.views a[href="#{view}"]').click()
    answered.wait_for_timeout(700)
    assert answered.evaluate(PLACE) == [length + 1, False]
    answered.evaluate("history.back()")
    expect(answered.locator("#desk")).to_be_visible()
    assert answered.evaluate("document.activeElement !== document.body")
