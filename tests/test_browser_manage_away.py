"""The page Beheer in a real Chromium when the server doesn't answer, and when its user is signed out: it says what is true."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from manage_site import MANAGER, served, site
from playwright.sync_api import Browser, Page, expect
from test_browser import chromium

from index.embedding import BUILT_IN, open_encoder
from index.ingest import writing
from index.search import Index
from ui import web_text_manage as text
from ui.jobs import Jobs
from ui.manage_tasks import Tasks

__all__ = ["chromium"]  # the fixture that the tests below use

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def place(examples_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """Where the site is, and its home folder; one for all tests here."""
    home = Path(shutil.copytree(examples_home, tmp_path_factory.mktemp("weg") / "home"))
    with Index(home, open_encoder(BUILT_IN)) as index, served(site(home, index, Jobs(home, Tasks(index)))) as url:
        yield url, home


@pytest.fixture
def tab(chromium: Browser, place: tuple[str, Path]) -> Iterator[Page]:
    context = chromium.new_context(extra_http_headers=MANAGER, locale="nl-NL")
    context.set_default_timeout(20_000)
    page = context.new_page()
    page.goto(f"{place[0]}/beheer")
    yield page
    context.close()


def test_a_server_that_is_away_is_told_and_the_page_recovers_with_the_truth(tab: Page, place: tuple[str, Path]) -> None:
    with writing(place[1]):
        tab.get_by_role("button", name=text.READ_AGAIN).first.click()
        expect(tab.locator(".busy")).to_be_visible()
        tab.route("**/beheer/**", lambda route: route.abort())
        expect(tab.locator(".lost")).to_have_text(text.LOST)
        expect(tab.locator(".busy")).to_be_hidden()
        expect(tab.locator(".idle")).to_be_hidden()
        tab.get_by_role("button", name=text.MAKE_AGAIN).click()
        expect(tab.get_by_role("alert").filter(has_text=text.UNSURE)).to_be_visible()
        tab.unroute("**/beheer/**")
        expect(tab.locator(".lost")).to_be_hidden()
        expect(tab.locator(".busy")).to_be_visible()
    expect(tab.locator(".result")).to_contain_text("Opnieuw inlezen: klaar om")
    expect(tab.locator(".busy")).to_be_hidden()
    expect(tab.locator(".idle")).to_be_visible()


def test_who_is_signed_out_sees_a_way_to_sign_in(tab: Page, place: tuple[str, Path]) -> None:
    with writing(place[1]):
        tab.get_by_role("button", name=text.READ_AGAIN).first.click()
        expect(tab.locator(".busy")).to_be_visible()
        tab.context.set_extra_http_headers({})
        expect(tab.locator(".lost")).to_contain_text(text.SIGNED_OUT)
    expect(tab.locator(".busy")).to_be_hidden()
    link = tab.get_by_role("link", name=text.SIGN_IN)
    expect(link).to_be_visible()
    assert link.get_attribute("href") == "/aanmelden?verder=%2Fbeheer"


@pytest.mark.parametrize("how", ["button", "files", "removal"])
def test_whatever_is_asked_by_who_is_signed_out_shows_the_same(tab: Page, how: str) -> None:
    if how == "removal":
        tab.locator("a[aria-label^=Verwijder]").first.click()
        tab.locator("button.gone").wait_for()
    tab.context.set_extra_http_headers({})
    if how == "button":
        tab.get_by_role("button", name=text.MAKE_AGAIN).click()
    elif how == "files":
        tab.locator("input[type=file]").set_input_files({"name": "a.txt", "mimeType": "text/plain", "buffer": b"x"})
        tab.get_by_role("button", name=text.SEND).click()
    else:
        tab.locator("button.gone").click()
    expect(tab.locator(".lost")).to_contain_text(text.SIGNED_OUT)
    expect(tab.get_by_role("link", name=text.SIGN_IN)).to_be_visible()
