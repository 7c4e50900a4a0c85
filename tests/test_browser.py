"""The chat end to end: the real page over the example records, served on loopback, in a real Chromium.

Every tab is watched: a request to another address than our own, or an error in the console, fails the test that made it.
"""

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Literal

import httpx
import pytest
from conftest import Site
from example_site import BREAK, SECRET, SLOW
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from ui import web_text

pytestmark = pytest.mark.browser

HERE = Path(__file__).parent
IDLE = """() => {
    const last = (name) => Math.max(0, ...performance.getEntriesByType("resource")
        .filter((one) => one.name.includes(name)).map((one) => one.responseEnd));
    return last("/queue/data") > last("/queue/join"); }"""  # nothing is on its way: cut off, Gradio writes in the console
TASER = "Voor welke jaren is de financiering van de taser geregeld?"
ALONE = "--disable-background-networking --disable-component-update --disable-sync"
FLAGS = f"--no-sandbox --disable-gpu --disable-quic --no-first-run {ALONE}".split()
OUTLINE = "getComputedStyle(document.activeElement).outlineWidth"
ENGLISH = re.compile(
    r"(?i)\b(loading|submit|built with|settings|use via api|clear|close|send|stop generating|copy|error|textbox|"
    r"waiting|processing|chatbot|share|undo|retry|untitled|gradio)\b"
)


@pytest.fixture
def folder(site: Site) -> Path:
    """The home folder of the page."""
    return site.folder


@pytest.fixture
def url(site: Site) -> str:
    """Where the page is."""
    return site.url


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    names = ("chromium", "chromium-browser", "google-chrome")
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    if path is None:
        missing = "Chromium ontbreekt; zet het neer met `apt-get install chromium`, of zeg in CHROMIUM waar het staat"
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def profile(chromium: Browser) -> Iterator[BrowserContext]:
    """Someone whose browser speaks English."""
    context = chromium.new_context(locale="en-US", viewport={"width": 1280, "height": 800})
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    context.set_default_timeout(10_000)
    yield context
    context.close()


@pytest.fixture
def tab(profile: BrowserContext, url: str) -> Iterator[Page]:
    """A tab with a conversation of its own, watched from the first byte."""
    page = profile.new_page()
    elsewhere: list[str] = []
    wrong: list[str] = []
    ours = (url, "data:", "blob:")
    page.on("request", lambda sent: None if sent.url.startswith(ours) else elsewhere.append(sent.url))
    page.on("websocket", lambda opened: elsewhere.append(opened.url))
    page.on("console", lambda line: wrong.append(line.text) if line.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto(url)
    page.locator(".example").first.wait_for()
    page.wait_for_function(IDLE)
    yield page
    page.close()
    assert (elsewhere, wrong) == ([], [])


def put(tab: Page, question: str) -> None:
    """Types a question, sends it, and waits until what came of it is whole."""
    exchanges = tab.locator(".exchange")
    before = exchanges.count()
    tab.get_by_label(web_text.QUESTION).fill(question)
    for _ in range(5):  # for milliseconds behind an answer Gradio passes over an Enter, and leaves what was typed
        tab.keyboard.press("Enter")
        with suppress(AssertionError):
            expect(exchanges).to_have_count(before + 1, timeout=3000)
            break
    expect(exchanges.last.locator(".copy, .notice")).to_be_visible()


def test_the_taser_question_is_answered_and_its_citation_opens_at_the_words(tab: Page) -> None:
    put(tab, TASER)
    expect(tab.locator(".short")).to_contain_text("2020 en 2021")
    quote = tab.locator(".sources q").first.inner_text()
    tab.locator(".marker").first.click()
    mark = tab.locator(".pane mark")
    expect(mark).to_be_in_viewport()
    assert "2020 en 2021" in mark.inner_text()
    assert mark.inner_text() == quote.strip("“”")
    pane = tab.locator(".pane")
    expect(pane).to_be_focused()
    for words in ("28 oktober 2019", "stroomstootwapen", "pagina"):
        expect(pane.locator("header")).to_contain_text(words)
    assert pane.locator("h3").count() >= 6  # the whole record, not the passage
    tab.get_by_role("button", name=web_text.CLOSE).click()
    expect(pane).to_have_count(0)
    expect(tab.locator(".marker").first).to_be_focused()


def test_everything_works_by_keyboard_alone(tab: Page) -> None:
    expect(tab.get_by_label(web_text.QUESTION)).to_be_focused()
    tab.keyboard.type(TASER)
    tab.keyboard.press("Enter")
    tab.locator(".copy").wait_for()
    for _ in range(12):
        tab.keyboard.press("Shift+Tab")
        if tab.evaluate("document.activeElement.matches('.marker')"):
            break
    assert tab.evaluate(OUTLINE) == "3px"  # the focus can be seen
    tab.keyboard.press("Enter")
    expect(tab.locator(".pane")).to_be_focused()
    assert "2020 en 2021" in tab.locator(".pane mark").inner_text()
    tab.keyboard.press("Escape")
    expect(tab.locator(".pane")).to_have_count(0)
    expect(tab.locator(".marker").first).to_be_focused()


def test_the_page_is_dutch_in_an_english_browser(tab: Page) -> None:
    assert tab.evaluate("document.documentElement.lang") == "nl"
    assert tab.title() == web_text.NAME
    expect(tab.get_by_text(web_text.AUTOMATED)).to_be_in_viewport()
    expect(tab.locator(".masthead")).to_contain_text("verslagen van het LOVP, van 24 juni 2019")
    put(tab, TASER)
    tab.locator(".marker").first.click()
    tab.locator(".pane").wait_for()
    said = tab.evaluate(
        """() => [document.body.innerText, ...[...document.querySelectorAll("body *")].flatMap(
            (e) => ["aria-label", "placeholder", "title", "alt"].map((name) => e.getAttribute(name)))].join("\\n")"""
    )
    assert ENGLISH.findall(said) == []
    described = tab.get_by_label(web_text.QUESTION).get_attribute("aria-describedby")
    expect(tab.locator(f"#{described}")).to_have_text(web_text.AUTOMATED)


def test_an_example_is_asked_with_one_click_and_a_new_conversation_begins_clean(tab: Page) -> None:
    example = tab.locator(".example").first
    question = example.inner_text()
    example.click()
    expect(tab.locator(".question")).to_contain_text(question)
    tab.locator(".place").first.click()
    tab.locator(".pane").wait_for()
    tab.get_by_role("button", name=web_text.NEW).click()
    expect(tab.locator(".exchange, .pane")).to_have_count(0)
    expect(tab.locator(".example").first).to_be_visible()
    expect(tab.get_by_label(web_text.QUESTION)).to_be_focused()


def test_a_follow_up_is_understood_from_the_turns_before_it(tab: Page) -> None:
    put(tab, TASER)
    put(tab, "Wat vindt de korpschef daarvan?")
    understood = "Begrepen als: Wat vindt de korpschef van de financiering van de taser?"
    expect(tab.locator(".exchange").last.locator(".remark").first).to_have_text(understood)


@pytest.mark.parametrize("by", ["mouse", "keyboard"])
def test_a_part_of_the_scope_is_removed_and_the_question_asked_again(tab: Page, by: str) -> None:
    put(tab, "Welke toezeggingen zijn in 2022 gedaan over werving?")
    without = tab.get_by_role("button", name=f"{web_text.ASK_WITHOUT}LOVP in 2022", exact=True)
    assert min(without.evaluate("button => [button.offsetWidth, button.offsetHeight]")) >= 24  # pixels, WCAG 2.2 2.5.8
    tab.get_by_label(web_text.QUESTION).fill("half")
    while by == "keyboard" and not without.evaluate("button => button === document.activeElement"):
        tab.keyboard.press("Shift+Tab")
    assert by == "mouse" or tab.evaluate(OUTLINE) == "3px"
    without.click() if by == "mouse" else tab.keyboard.press("Enter")
    last = tab.locator(".exchange").nth(1)
    expect(last.locator(".remark").first).to_have_text("Gevraagd zonder: LOVP in 2022")
    expect(last.locator(".scope li")).to_have_text(["toezeggingen×"])
    expect(last).to_be_focused()  # the next Tab goes on from there
    expect(tab.get_by_label(web_text.QUESTION)).to_have_value("half")


def test_copying_takes_the_sources_along(tab: Page) -> None:
    put(tab, TASER)
    tab.locator(".copy").click()
    expect(tab.locator(".copy")).to_have_text(web_text.COPIED)
    copied = tab.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(f"Vraag: {TASER}")
    for words in ("2020 en 2021", "[1] Bestuurlijke terugkoppeling LOVP 28 oktober 2019", "pagina 3"):
        assert words in copied


def test_questions_that_cannot_be_asked_get_a_reason_and_can_be_mended(tab: Page) -> None:
    box = tab.get_by_label(web_text.QUESTION)
    for pressed in (box, tab.get_by_role("button", name=web_text.SEND, exact=True)):
        box.fill("   ")
        pressed.press("Enter")
        expect(tab.get_by_role("alert")).to_have_text(web_text.EMPTY_QUESTION)
        expect(box).to_be_focused()
        expect(box).to_have_accessible_description(f"{web_text.EMPTY_QUESTION} {web_text.AUTOMATED}")
    box.fill("Wat")
    expect(tab.get_by_role("alert")).to_be_hidden()
    expect(tab.locator(".exchange")).to_have_count(0)
    long = "x" * 2_500
    put(tab, long)
    expect(tab.locator(".exchange .notice").last).to_contain_text("2500")
    expect(tab.get_by_label(web_text.QUESTION)).to_have_value(long)
    put(tab, "Welke afspraken zijn gemaakt over bodycams?")
    expect(tab.locator(".declined")).to_contain_text("kan ik niet vinden")
    expect(tab.get_by_label(web_text.QUESTION)).to_have_value("")


def test_what_goes_wrong_is_told_in_dutch_and_only_the_log_has_the_details(tab: Page, folder: Path) -> None:
    put(tab, BREAK)
    expect(tab.locator(".exchange .notice")).to_have_text(web_text.SORRY)
    assert SECRET not in tab.content()
    assert SECRET in (folder / "log").read_text()


def test_a_slow_answer_can_be_stopped(tab: Page) -> None:
    tab.get_by_label(web_text.QUESTION).fill(SLOW)
    tab.get_by_role("button", name=web_text.SEND).click()
    expect(tab.locator(".searching")).to_have_text(web_text.SEARCHING)
    tab.get_by_role("button", name=web_text.STOP).click()
    expect(tab.locator(".exchange .notice")).to_have_text(web_text.STOPPED)
    put(tab, TASER)
    expect(tab.locator(".short")).to_contain_text("2020 en 2021")


def test_what_is_typed_never_becomes_a_picture_a_link_or_code(tab: Page) -> None:
    evil = "<img src=https://example.org/x onerror=alert(1)> ![x](https://example.org/y) ${1+1} {{value}} taser"
    put(tab, evil)
    expect(tab.locator(".question")).to_contain_text(evil)
    assert tab.locator("#conversation img, #conversation a:not(.cite)").count() == 0


@pytest.mark.parametrize("width", [390, 320])
def test_on_a_phone_the_source_is_a_sheet_over_the_chat(tab: Page, width: int) -> None:
    tab.set_viewport_size({"width": width, "height": 844})
    put(tab, TASER)
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    tab.locator(".marker").first.click()
    expect(tab.locator(".pane mark")).to_be_in_viewport()
    assert tab.locator(".pane").bounding_box()["width"] == width  # type: ignore[index]  # it is on the screen
    assert tab.evaluate("document.querySelector('#chat').inert")
    tab.keyboard.press("Escape")
    expect(tab.locator(".pane")).to_have_count(0)
    assert not tab.evaluate("document.querySelector('#chat').inert")
    expect(tab.locator(".marker").first).to_be_focused()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_all_text_stands_out_enough(tab: Page, scheme: Literal["light", "dark"]) -> None:
    """WCAG 2.1 AA 1.4.3: 4.5 to 1, for large text 3 to 1."""
    tab.emulate_media(color_scheme=scheme)
    tab.reload()
    tab.wait_for_function(f"document.body.classList.contains('dark') === {str(scheme == 'dark').lower()}")
    put(tab, TASER)
    tab.locator(".marker").first.click()
    tab.locator(".pane").wait_for()
    tab.wait_for_timeout(400)  # until what fades in is there
    assert tab.evaluate((HERE / "contrast.js").read_text()) == []


def test_the_page_is_dutch_before_any_script_runs(url: str) -> None:
    page = httpx.get(url, headers={"accept-language": "en", "accept-encoding": "br, gzip"})
    assert re.search(r'<html\s+lang="nl"', page.text)
    assert '"og:' not in page.text
    assert httpx.get(f"{url}/favicon.ico").headers["content-type"] == "image/svg+xml"


def test_the_browser_is_told_to_fetch_nothing_from_elsewhere(url: str) -> None:
    policy = httpx.get(url).headers["content-security-policy"]
    assert {"default-src 'self'", "frame-ancestors 'none'"} <= {rule.strip() for rule in policy.split(";")}
    assert "http" not in policy
    assert "googleapis" not in httpx.get(f"{url}/theme.css").text


def test_no_file_and_no_api_is_offered(url: str) -> None:
    for path in ("/etc/passwd", __file__, "lovp.sqlite3", "../lovp.sqlite3"):
        assert httpx.get(f"{url}/gradio_api/file={path}").status_code in {403, 404}
    closed = ("/docs", "/openapi.json", "/gradio_api/info", "/gradio_api/runs", "/gradio_api/upload")
    assert {httpx.get(url + path).status_code for path in closed} == {404}
