"""Where the focus is and that it can be seen, in a real Chromium: in the chat, between the views, and in forms that go wrong."""

import pytest
from example_site import SLOW
from playwright.sync_api import Page, expect
from test_browser import OUTLINE, TASER, chromium, folder, profile, put, tab, url

from ui import web_text, web_text_records, web_text_rooms
from ui.web_narrow import FIELDS

__all__ = ["chromium", "folder", "profile", "tab", "url"]  # the fixtures that the tests below use

pytestmark = pytest.mark.browser

HIDDEN = """() => { // what has the focus, when nothing of it can be seen
    const one = document.activeElement;
    if (one === document.body || one.closest("#ask")) return null;
    const { left, top, width, height } = one.getBoundingClientRect();
    const seen = [0.1, 0.5, 0.9].flatMap((x) => [0.1, 0.5, 0.9].map((y) => [left + x * width, top + y * height]))
        .filter(([x, y]) => { const found = document.elementFromPoint(x, y); return found && one.contains(found); });
    return seen.length ? null : one.outerHTML.slice(0, 100); }"""
SPACED = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
    p { margin-bottom: 2em !important; }"""  # WCAG 1.4.12
STICKS_OUT = """() => [...document.querySelectorAll("body *")].filter((one) => {
    const box = one.getBoundingClientRect();
    return box.width && box.right > innerWidth + 1 && !one.closest(".scroll, .unseen, .skip") && one.checkVisibility();
}).map((one) => one.outerHTML.slice(0, 120))"""


@pytest.mark.parametrize("size", [(1280, 800), (1280, 720), (390, 844), (844, 390)])
def test_nothing_that_has_the_focus_lies_behind_the_question_box(tab: Page, size: tuple[int, int]) -> None:
    """WCAG 2.2 AA 2.4.11."""
    tab.set_viewport_size({"width": size[0], "height": size[1]})
    for question in (TASER, "Wat is er besproken over fundament van de politie?"):
        put(tab, question)
    tab.wait_for_timeout(1800)  # the page no longer follows the answer
    tab.evaluate("scrollTo(0, 0)")
    tab.locator(".history-open").focus()
    hidden = []
    for key, end in (("Tab", "#ask"), ("Shift+Tab", "#top")):
        for _ in range(60):
            tab.keyboard.press(key)
            hidden.append(tab.evaluate(HIDDEN))
            if tab.evaluate("(end) => Boolean(document.activeElement.closest(end))", end):
                break
    assert [one for one in hidden if one] == []
    assert len(hidden) > 20
    if size[1] < 500:
        return  # there the form is higher than the screen
    tab.get_by_role("button", name=web_text.BAD).last.press("Enter")
    expect(tab.locator(".why").last.get_by_role("button", name=web_text.JUDGE)).to_be_in_viewport()
    tab.wait_for_timeout(300)
    below = tab.evaluate(
        """() => document.querySelector(".why:not([hidden])").getBoundingClientRect().bottom
        - document.querySelector("#ask").getBoundingClientRect().top"""
    )
    assert below <= 24  # the box begins with so many see-through pixels


def test_the_question_box_shows_that_it_has_the_focus(tab: Page) -> None:
    tab.keyboard.press("Tab")
    tab.get_by_label(web_text.QUESTION).focus()
    assert tab.evaluate(OUTLINE) == "3px"
    assert tab.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


@pytest.mark.parametrize("sent", ["Enter", "knop"])
def test_the_focus_goes_along_with_the_button_that_stops(tab: Page, sent: str) -> None:
    box, send = tab.get_by_label(web_text.QUESTION), tab.get_by_role("button", name=web_text.SEND, exact=True)
    stop = tab.get_by_role("button", name=web_text.STOP)
    box.fill(SLOW)
    (box if sent == "Enter" else send).press("Enter")
    expect(stop).to_be_visible()
    expect(send).to_be_hidden()  # it lies under the other, and no Tab stops at it
    if sent == "Enter":
        tab.keyboard.press("Tab")
    expect(stop).to_be_focused()
    tab.keyboard.press("Enter")
    expect(tab.locator(".exchange .notice")).to_have_text(web_text.STOPPED)
    expect(box if sent == "Enter" else send).to_be_focused()


def test_the_skip_link_goes_past_the_top_in_every_view(tab: Page) -> None:
    for view in ("chat", "toezeggingen"):
        tab.evaluate("(view) => { location.hash = view; }", view)
        tab.locator(f".view-{view}[role=main]").wait_for()
        tab.evaluate("document.activeElement.blur()")
        tab.locator("a.skip").focus()
        expect(tab.locator("a.skip")).to_be_in_viewport()
        tab.keyboard.press("Enter")
        expect(tab.locator(f".view-{view}[role=main]")).to_be_focused()
        assert tab.evaluate("location.hash") == f"#{view}"
    assert tab.evaluate("document.querySelectorAll('#views').length") == 1
    expect(tab.get_by_role("banner").get_by_role("navigation")).to_be_visible()
    expect(tab.get_by_role("main")).to_have_count(1)
    expect(tab.get_by_role("main").get_by_role("navigation", name=web_text.VIEWS)).to_have_count(0)


def test_on_a_phone_the_views_stand_behind_a_menu_and_each_opens_at_its_heading(tab: Page) -> None:
    tab.set_viewport_size({"width": 390, "height": 844})
    menu = tab.get_by_role("button", name=web_text.MENU)
    ledger = tab.get_by_role("link", name=web_text.LEDGER)
    expect(ledger).to_be_hidden()
    for way in ("Escape", "beside"):
        menu.press("Enter")
        expect(menu).to_have_attribute("aria-expanded", "true")
        expect(ledger).to_be_visible()
        if way == "Escape":
            tab.keyboard.press("Escape")
            expect(menu).to_be_focused()
        else:
            tab.locator(".masthead").click()
        expect(ledger).to_be_hidden()
    menu.click()
    expect(tab.get_by_role("link", name=web_text.CHAT)).to_have_attribute("aria-current", "page")
    ledger.click()
    expect(ledger).to_be_hidden()
    heading = tab.get_by_role("heading", level=2, name=web_text.LEDGER)
    expect(heading).to_be_focused()
    expect(heading).to_be_in_viewport()
    assert tab.evaluate("scrollY") == 0


def test_what_a_filter_leaves_gets_the_focus_and_so_is_heard(tab: Page) -> None:
    tab.evaluate("location.hash = 'verslagen'")
    room = tab.locator(".fetched.view-verslagen")
    room.get_by_label(web_text_records.WORDS).fill("bodycams")
    tab.keyboard.press("Enter")
    expect(room.locator(".count")).to_contain_text(" van ")
    expect(room.locator(".count")).to_be_focused()
    tab.evaluate("location.hash = 'toezeggingen'")
    room = tab.locator(".fetched.view-toezeggingen")
    room.locator("[name=soort]").select_option("besluit")
    room.get_by_role("button", name=web_text_rooms.SHOW).press("Enter")
    expect(room.locator(".counted p").first).to_be_focused()


@pytest.mark.parametrize("view", ["verslagen", "toezeggingen", "tijdlijn"])
def test_a_wrong_date_is_told_at_its_field_and_nothing_is_lost(tab: Page, view: str) -> None:
    tab.evaluate("(view) => { location.hash = view; }", view)
    room = tab.locator(f".fetched.view-{view}")
    word = room.locator("[name=woord], [name=onderwerp]")
    word.fill("wapens")
    room.locator("[name=tot]").fill("ooit")
    tab.keyboard.press("Enter")
    wrong = room.locator("[name=tot]")
    expect(wrong).to_be_focused()
    expect(wrong).to_have_attribute("aria-invalid", "true")
    assert "‘ooit’ is geen datum" in room.locator(f"#{view}-fout").inner_text()
    assert f"{view}-fout" in str(wrong.get_attribute("aria-describedby"))
    expect(wrong).to_have_value("ooit")
    expect(word).to_have_value("wapens")


def test_a_wrong_bound_has_the_focus_and_says_why(tab: Page) -> None:
    tab.get_by_role("button", name=web_text.NARROW).click()
    topic = tab.get_by_label(web_text.TOPIC)
    topic.fill("Ruimtevaart")
    tab.keyboard.press("Enter")
    expect(topic).to_have_attribute("aria-invalid", "true")
    expect(topic).to_be_focused()
    expect(topic).to_have_accessible_description(web_text.NO_SUCH_TOPIC)
    topic.fill("")
    days = [tab.locator(f"#narrow-{name}") for name in FIELDS[1:3]]
    days[0].select_option("2022-04-11")
    days[1].select_option("2019-06-24")
    tab.get_by_role("button", name=web_text.NARROW_SET, exact=True).press("Enter")
    expect(days[0]).to_be_focused()
    for day in days:
        expect(day).to_have_accessible_description(web_text.WRONG_WAY_ROUND)
    expect(topic).not_to_have_attribute("aria-invalid", "true")


def test_in_colours_of_the_reader_nothing_runs_through_the_box_and_buttons_have_borders(tab: Page) -> None:
    put(tab, TASER)
    tab.emulate_media(forced_colors="active")
    ask, send = (
        "getComputedStyle(document.querySelector('#ask'))",
        "getComputedStyle(document.querySelector('#send'))",
    )
    assert tab.evaluate(f"[{ask}.backgroundImage, {ask}.backgroundColor]") == ["none", "rgb(255, 255, 255)"]
    assert tab.evaluate(f"[{send}.borderTopStyle, {send}.borderTopWidth]") == ["solid", "1px"]
    lines = tab.evaluate(
        "[...document.querySelectorAll('.views a')].map((one) => getComputedStyle(one).borderBottomWidth)"
    )
    assert lines.count("3px") == 1  # of the view that is shown
    tab.emulate_media(forced_colors="none")


def test_with_wide_spacing_or_large_letters_no_word_is_cut_off_or_sticks_out(tab: Page) -> None:
    tab.set_viewport_size({"width": 320, "height": 640})
    put(tab, TASER)
    tab.locator(".save summary").click()
    style = tab.add_style_tag(content=SPACED)
    assert tab.evaluate("document.documentElement.scrollWidth") <= 320
    assert tab.evaluate(STICKS_OUT) == []
    cut = "[...document.querySelectorAll('.sources q')].filter((one) => one.scrollHeight > one.clientHeight + 2).length"
    assert tab.evaluate(cut) == 0
    style.evaluate("(one) => one.remove()")
    tab.set_viewport_size({"width": 390, "height": 844})
    tab.add_style_tag(content="html { font-size: 200% !important; }")
    expect(tab.locator("html.tall")).to_have_count(1)  # the box would take more than half of the screen
    assert tab.evaluate(STICKS_OUT) == []
    tab.locator(".marker").first.click()
    expect(tab.locator(".pane mark")).to_be_in_viewport()
    assert tab.evaluate(STICKS_OUT) == []
