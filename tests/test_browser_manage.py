"""Managing records in a real Chromium: by keyboard, by dragging, without a script, on a phone, and for everyone (axe-core)."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from manage_site import MANAGER, served, site
from playwright.sync_api import Browser, Page, expect
from test_browser import OUTLINE, chromium
from test_browser_report import AXE, FOUND, RULES

from index.embedding import BUILT_IN, open_encoder
from index.search import Index
from ui import web_text_manage as text
from ui.jobs import Jobs
from ui.manage_tasks import Tasks

__all__ = ["chromium"]  # the fixture that the tests below use

pytestmark = pytest.mark.browser

WORDS = "Verslag LOVP {} april 2024\n\nDieren\nDe korpschef telde {} in de haven.\n"
DROPPED = """([words]) => {
    const box = new DataTransfer();
    box.items.add(new File([words], "gesleept.txt"));
    for (const kind of ["dragover", "drop"])
        document.querySelector(".drop").dispatchEvent(new DragEvent(kind, { dataTransfer: box, bubbles: true, cancelable: true }));
}"""


@pytest.fixture(scope="module")
def place(examples_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the site is, one for all tests here."""
    home = Path(shutil.copytree(examples_home, tmp_path_factory.mktemp("beheer") / "home"))
    with Index(home, open_encoder(BUILT_IN)) as index, served(site(home, index, Jobs(home, Tasks(index)))) as url:
        yield url


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """One that is good, one that is not what it says, and one that is no record at all."""
    contents = {"kwallen.txt": WORDS.format(2, "drie kwallen"), "kapot.pdf": "%PDF-1.4 kapot", "virus.exe": "MZ"}
    for name, content in contents.items():
        (tmp_path / name).write_text(content)
    return [tmp_path / name for name in contents]


def opened(chromium: Browser, place: str, *, script: bool = True) -> Iterator[Page]:
    context = chromium.new_context(
        extra_http_headers=MANAGER, locale="nl-NL", java_script_enabled=script, viewport={"width": 1280, "height": 900}
    )
    context.set_default_timeout(20_000)
    page = context.new_page()
    elsewhere: list[str] = []
    wrong: list[str] = []
    page.on("request", lambda sent: None if sent.url.startswith(place) else elsewhere.append(sent.url))
    # there is no icon here, and of an upload that is refused the browser itself says so
    known = ("/favicon.ico", "/beheer/bestanden")
    page.on("console", lambda line: None if line.location["url"].endswith(known) else wrong.append(line.text))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto(f"{place}/beheer")
    yield page
    context.close()
    assert (elsewhere, wrong) == ([], [])


@pytest.fixture
def tab(chromium: Browser, place: str) -> Iterator[Page]:
    yield from opened(chromium, place)


@pytest.fixture
def plain(chromium: Browser, place: str) -> Iterator[Page]:
    """A browser that runs no script."""
    yield from opened(chromium, place, script=False)


def row(tab: Page, name: str) -> str:
    return " ".join(tab.locator(".result tr", has=tab.locator("th", has_text=name)).inner_text().split())


def press_tab_until(tab: Page, selector: str) -> None:
    for _ in range(60):
        tab.keyboard.press("Tab")
        if tab.evaluate("([wanted]) => document.activeElement.matches(wanted)", [selector]):
            return
    pytest.fail(f"the keyboard doesn't reach {selector}")


def test_files_are_added_and_a_record_removed_by_keyboard(tab: Page, files: list[Path]) -> None:
    press_tab_until(tab, "input[type=file]")
    assert tab.evaluate("getComputedStyle(document.querySelector('.drop')).outlineWidth") == "3px"
    tab.locator("input[type=file]").set_input_files(files)
    expect(tab.locator(".chosen")).to_have_text("Gekozen: kwallen.txt, kapot.pdf, virus.exe")
    press_tab_until(tab, ".upload button")
    tab.keyboard.press("Enter")
    expect(tab.locator(".result")).to_be_visible()
    assert "gelezen Verslag LOVP 2 april 2024 2 april 2024, 1 passage" in row(tab, "kwallen.txt")
    assert "overgeslagen" in row(tab, "kapot.pdf")
    assert "niet bewaard" in row(tab, "virus.exe")
    expect(tab.locator(".said")).to_have_text("1 gelezen, 1 overgeslagen, 1 niet bewaard.")
    expect(tab.locator(".chosen")).to_have_text(text.NOTHING_CHOSEN)
    press_tab_until(tab, "a[aria-label='Verwijder Verslag LOVP 2 april 2024']")
    assert tab.evaluate(OUTLINE) == "3px"
    tab.keyboard.press("Enter")
    expect(tab.get_by_role("heading", name=text.REMOVE_RECORD)).to_be_visible()
    expect(tab.locator("main")).to_contain_text("het bestand kwallen.txt zelf")
    press_tab_until(tab, "button.gone")
    tab.keyboard.press("Enter")
    expect(tab.locator(".result")).to_contain_text("Verwijderd: Verslag LOVP 2 april 2024.")
    expect(tab.get_by_role("link", name="Verwijder Verslag LOVP 2 april 2024")).to_have_count(0)


def test_what_is_dragged_is_chosen_and_what_is_too_large_is_never_sent(tab: Page) -> None:
    sent: list[str] = []
    tab.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    tab.evaluate(DROPPED, ["x" * 3_000_000])
    expect(tab.locator(".chosen")).to_have_text("Gekozen: gesleept.txt")
    tab.get_by_role("button", name=text.SEND).click()
    expect(tab.get_by_role("alert")).to_have_text(text.too_large(2))
    assert sent == []
    tab.evaluate(DROPPED, [""])
    tab.get_by_role("button", name=text.SEND).click()
    expect(tab.get_by_role("alert")).to_contain_text("gesleept.txt: het bestand is leeg")
    assert len(sent) == 1


def test_without_a_script_all_of_it_works_too(plain: Page, files: list[Path]) -> None:
    plain.get_by_label(text.FILES).set_input_files(files[0])
    plain.get_by_role("button", name=text.SEND).click()
    again = plain.get_by_role("button", name=text.LOOK_AGAIN)
    for _ in range(100):  # the page still tells of earlier jobs; this one has ended when there is nothing to look for
        if not again.count():
            break
        plain.wait_for_timeout(300)
        again.click()
    expect(plain.locator(".result").first).to_contain_text("kwallen.txt")
    plain.get_by_label(text.SEARCH).fill("april 2024")
    plain.get_by_role("button", name=text.SEARCH_DO).click()
    plain.get_by_role("link", name="Verwijder Verslag LOVP 2 april 2024").click()
    plain.get_by_role("button", name=text.FOR_GOOD).click()
    expect(plain.get_by_role("heading", name=text.TITLE, exact=True)).to_be_visible()


def test_axe_finds_nothing_wrong_on_any_page_and_a_phone_needs_no_sideways_scrolling(
    tab: Page, files: list[Path]
) -> None:
    tab.get_by_label(text.FILES).set_input_files(files[1:])
    tab.get_by_role("button", name=text.SEND).click()
    expect(tab.locator(".result")).to_contain_text("kapot.pdf")
    found: dict[str, object] = {}
    removal = tab.locator("a[aria-label^=Verwijder]").first.get_attribute("href")
    for address in ("/beheer", removal):
        tab.goto(tab.url.partition("/beheer")[0] + str(address))
        tab.evaluate(AXE)
        for scheme, width in (("light", 1280), ("dark", 1280), ("light", 320), ("dark", 320)):
            look(tab, scheme, width)
            if wrong := tab.evaluate(FOUND, [RULES, ["heading-order"]]):
                found[f"{address} {scheme} {width}"] = wrong
        assert tab.evaluate("document.documentElement.scrollWidth") <= 320
    assert found == {}


def look(tab: Page, scheme: str, width: int) -> None:
    chosen: Literal["light", "dark"] = "dark" if scheme == "dark" else "light"
    tab.emulate_media(color_scheme=chosen)
    tab.set_viewport_size({"width": width, "height": 800})
