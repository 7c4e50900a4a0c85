"""The report in a real Chromium: it asks for nothing, can be read by everyone (axe-core), fits a phone, and prints whole.

The page is opened from a file, as people will. A request or a line in the console fails the test that made it.
"""

from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import Literal

import pypdfium2  # type: ignore[import-untyped]  # comes without types
import pytest
from playwright.sync_api import Browser, Page, expect
from report_runs import a_run, one_set, row, rows
from test_browser import OUTLINE, chromium

from eval.report_html import report_html

__all__ = ["chromium"]  # the fixture that the tests below use

pytestmark = pytest.mark.browser

EVIL = "</style></script><script>alert(1)</script><img src='https://example.org/x' onerror='alert(2)'>"
AXE = (resources.files("axe_playwright_python") / "axe.min.js").read_text("utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
TOO = [
    "heading-order",
    "landmark-unique",
    "page-has-heading-one",
    "region",
]  # no part of WCAG, but of what makes a page easy
OPEN_ALL = "document.querySelectorAll('details').forEach(one => { one.open = true })"
FOUND = """async ([tags, rules]) => (await axe.run(document, {
    runOnly: tags, rules: Object.fromEntries(rules.map((rule) => [rule, {enabled: true}])),
    preload: false, resultTypes: ["violations"],
})).violations
    .flatMap((rule) => rule.nodes.map((node) => `${rule.id}: ${node.target} ${node.failureSummary}`))"""


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report with a limit that isn't reached, both kinds of sets, a history with a break, and words that would rather be code."""
    asked = [*rows(), row("kwaad", "waar", EVIL, question=EVIL, answer=f"{EVIL} [1]", history=[EVIL])]
    asked[-1]["wanted"][0]["text"] = EVIL + "lang" * 60
    run = a_run(one_set(asked=asked, floors={"right": 0.8}), one_set("toets", "test", rows()[:5]))
    history = [
        a_run(one_set(facts="0" * 64) if day < 3 else one_set(), at=f"2026-11-0{day}T08:00:00+00:00")
        for day in range(1, 5)
    ]
    path = tmp_path_factory.mktemp("report") / "rapport.html"
    path.write_text(report_html(run, history), "utf-8")
    return path


@pytest.fixture
def tab(chromium: Browser, report: Path) -> Iterator[Page]:
    """The report in a tab of its own, watched from the first byte."""
    page = chromium.new_page(viewport={"width": 1280, "height": 800})
    page.set_default_timeout(10_000)
    asked: list[str] = []
    wrong: list[str] = []
    page.on("request", lambda sent: asked.append(sent.url))
    page.on("console", lambda line: wrong.append(line.text))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("dialog", lambda dialog: wrong.append(dialog.message))
    page.goto(report.as_uri())
    yield page
    page.close()
    assert (asked, wrong) == ([report.as_uri()], [])


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_wrong(tab: Page, scheme: Literal["light", "dark"]) -> None:
    tab.emulate_media(color_scheme=scheme)
    tab.evaluate(OPEN_ALL)
    tab.evaluate(AXE)
    assert tab.evaluate(FOUND, [RULES, TOO]) == []
    tab.set_viewport_size({"width": 390, "height": 800})
    assert tab.evaluate(FOUND, [RULES, []]) == []


def test_axe_would_see_a_picture_without_a_name_and_words_too_faint(tab: Page) -> None:
    tab.evaluate(AXE)
    tab.evaluate(
        """() => {
        document.querySelector("#s2 svg[role=img]").removeAttribute("aria-labelledby");
        document.querySelector("#s2 svg[role=img] title").remove();
        document.querySelector("h1").style.color = "#ddd";
        document.querySelector(".set").remove();  // fewer words to look at
    }"""
    )
    found = {line.partition(":")[0] for line in tab.evaluate(FOUND, [RULES, []])}
    assert found == {"svg-img-alt", "color-contrast"}


def test_a_phone_needs_no_sideways_scrolling(tab: Page) -> None:
    tab.set_viewport_size({"width": 320, "height": 800})
    tab.evaluate(OPEN_ALL)
    assert tab.evaluate("document.documentElement.scrollWidth") <= 320
    wanted, given = tab.locator(".wanted").first.bounding_box(), tab.locator(".given").first.bounding_box()
    assert wanted is not None
    assert given is not None
    assert given["y"] >= wanted["y"] + wanted["height"]  # under each other


def test_words_of_a_run_stay_words_and_the_answer_stands_beside_the_evidence(tab: Page) -> None:
    expect(tab.locator(".miss h5", has_text="onerror='alert(2)'")).to_have_count(1)
    assert tab.locator("img, script").count() == 0
    wanted, given = tab.locator(".wanted").first.bounding_box(), tab.locator(".given").first.bounding_box()
    assert wanted is not None
    assert given is not None
    assert (wanted["y"], wanted["x"] + wanted["width"]) == pytest.approx((given["y"], given["x"]), abs=1)


def test_the_keyboard_gets_everywhere_and_shows_where_it_is(tab: Page) -> None:
    tab.keyboard.press("Tab")
    expect(tab.locator(".skip")).to_be_in_viewport()
    tab.keyboard.press("Enter")
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.matches('main .scroll')")  # the first table can be scrolled by keys
    assert tab.evaluate(OUTLINE) == "3px"
    link = tab.locator(".toc ol a").first
    link.focus()
    tab.keyboard.press("Enter")
    expect(tab.locator(".miss:target")).to_be_in_viewport()
    expect(tab.locator(".miss:target h5")).to_have_text(link.inner_text())


def test_printing_opens_what_is_closed(tab: Page) -> None:
    assert tab.locator("details.figures dl").first.is_hidden()
    with pypdfium2.PdfDocument(tab.pdf(format="A4")) as printed:
        words = " ".join(page.get_textpage().get_text_range() for page in printed)
    assert "Zekerheid" in words
    assert "Toon als tabel" not in words
    assert "Waarvan fout" in words
