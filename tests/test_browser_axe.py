"""Every view of the site and every state of the chat, as axe-core reads it: no violation of WCAG 2.1 A or AA.

Light on a wide screen, and dark at 320 pixels, where nothing may need sideways scrolling: that is what zooming a screen of 1280
pixels to 400 % comes down to.
"""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from test_browser import ENGLISH, TASER, chromium, folder, profile, put, tab, url
from test_browser_report import AXE, FOUND, RULES, TOO

from ui import web_text, web_text_history
from ui.web_views import VIEWS

__all__ = ["chromium", "folder", "profile", "tab", "url"]  # the fixtures that the tests below use

pytestmark = pytest.mark.browser

STILL = """() => { // nothing fades in, and colours change at once
    const sheet = new CSSStyleSheet();
    sheet.replaceSync("*, ::before, ::after { transition: none !important; animation: none !important; }");
    document.adoptedStyleSheets.push(sheet); }"""
CONTROLS = """() => [...document.querySelectorAll("button, a, label, summary, [aria-label], [title], [placeholder]")]
    .filter((one) => one.checkVisibility())
    .flatMap((one) => [one.innerText, ...["aria-label", "title", "placeholder"].map((name) => one.getAttribute(name))])"""
WIDE = """() => [...document.querySelectorAll("body *")].filter((one) => {
    const box = one.getBoundingClientRect();
    const apart = one.closest(".scroll, .unseen, .skip") || getComputedStyle(one).position === "fixed";
    return box.width && box.right > innerWidth + 1 && !apart;
}).map((one) => one.outerHTML.slice(0, 120))"""


def _answer(tab: Page) -> None:
    put(tab, TASER)


def _declined(tab: Page) -> None:
    put(tab, "Wat is het salaris van de korpschef?")


def _refused(tab: Page) -> None:
    put(tab, "x" * 2_001)


def _source(tab: Page) -> None:
    put(tab, TASER)
    tab.locator(".marker").first.click()
    tab.locator(".pane mark").wait_for()


def _bounds(tab: Page) -> None:
    tab.get_by_role("button", name=web_text.NARROW).click()
    tab.get_by_label(web_text.TOPIC).fill("Ruimtevaart")
    tab.keyboard.press("Enter")
    tab.locator("#narrow-form .notice").wait_for()


def _forms(tab: Page) -> None:
    put(tab, TASER)
    tab.locator(".change").click()
    tab.locator(".save summary").click()
    tab.locator(".thumbs .bad").click()


def _earlier(tab: Page) -> None:
    put(tab, TASER)
    tab.get_by_role("button", name=web_text_history.OPEN).click()
    tab.get_by_role("dialog").wait_for()


STATES: dict[str, Callable[[Page], None]] = {
    "welkom": lambda tab: None,
    "antwoord": _answer,
    "niet gevonden": _declined,
    "niet te vragen": _refused,
    "bron": _source,
    "beperken": _bounds,
    "formulieren": _forms,
    "gesprekken": _earlier,
}
PAGES = {
    "verslagen": "#verslagen",
    "verslag": "#verslag/2019-10-28-bestuurlijke-terugkoppeling-lovp",
    "toezeggingen": "#toezeggingen",
    "tijdlijn": "#tijdlijn",
    "tijdlijn taser": "#tijdlijn?onderwerp=stroomstootwapen",
    "tijdlijn niets": "#tijdlijn?onderwerp=ruimtevaart",
    "vergelijk": "#vergelijk",
    "vergelijk twee": "#vergelijk?eerste=2019-06-24&tweede=2019-10-28",
    "over": "#over",
    "kwaliteit": "#kwaliteit",
    "fout in adres": "#verslag/bestaat-niet",
}


@pytest.mark.parametrize("state", STATES)
def test_no_state_of_the_chat_has_a_violation(tab: Page, state: str) -> None:
    STATES[state](tab)
    _look(tab)


@pytest.mark.parametrize("name", PAGES)
def test_no_view_has_a_violation(tab: Page, url: str, name: str) -> None:
    address = PAGES[name]
    tab.evaluate("(hash) => { location.hash = hash; }", address)
    view = address[1:].split("/")[0].split("?")[0].replace("verslag", "verslagen").replace("verslagenen", "verslagen")
    place = tab.locator("#quality" if view == "kwaliteit" else f".fetched.view-{view}")
    expect(place).to_be_visible()
    if view != "kwaliteit":
        expect(place).to_have_attribute("aria-busy", "false")
        expect(place.locator("h2").first).to_be_visible()
    _look(tab)


@pytest.mark.parametrize("name", [name for name in PAGES if name not in {"kwaliteit", "fout in adres"}])
def test_no_page_by_itself_has_a_violation(tab: Page, url: str, name: str) -> None:
    tab.goto(f"{url}/{PAGES[name][1:]}")
    expect(tab.locator("h2").first).to_be_visible()
    _look(tab, dark=False)  # the colours are those of the views


def test_every_view_is_looked_at() -> None:
    looked = {address[1:].split("/")[0].split("?")[0] for address in PAGES.values()} | {"chat", "beheer"}
    assert {view.name for view in VIEWS} <= looked


def _look(tab: Page, *, dark: bool = True) -> None:
    said = "\n".join(words for words in tab.evaluate(CONTROLS) if words)
    assert not ENGLISH.findall(said), said
    tab.evaluate(STILL)
    tab.evaluate(AXE)
    tab.emulate_media(color_scheme="light")
    assert tab.evaluate(FOUND, [RULES, TOO]) == []
    tab.set_viewport_size({"width": 320, "height": 800})
    assert tab.evaluate("document.documentElement.scrollWidth") <= 320
    assert tab.evaluate(WIDE) == []
    if dark:
        tab.emulate_media(color_scheme="dark")
        tab.evaluate("document.body.classList.add('dark')")
        assert tab.evaluate(FOUND, [RULES, TOO]) == []
