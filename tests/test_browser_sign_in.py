"""Signing in in a real Chromium: by keyboard alone, for everyone (axe-core), on a phone, in the dark, from our own page only."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT
from guarded import GOOD
from playwright.sync_api import Browser, Page, expect, sync_playwright

from ui import users as users_of_home
from ui.users import add_user

pytestmark = pytest.mark.browser

FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-sync".split()
)
AXE = (resources.files("axe_playwright_python") / "axe.min.js").read_text("utf-8")
WRONG = """async () => (await axe.run(document, {runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]}))
    .violations.map(one => [one.id, one.nodes.map(node => node.html)])"""


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    names = ("chromium", "chromium-browser", "google-chrome")
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    if path is None:
        pytest.skip("Chromium ontbreekt")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A site with one user, Jan."""
    home, empty = tmp_path_factory.mktemp("bewaakt"), tmp_path_factory.mktemp("open")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(users_of_home, "_N", 2**5)
        add_user(home, "Jan", GOOD)
    program = [sys.executable, str(Path(__file__).with_name("guarded_site.py")), str(home), str(empty)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(program, stdout=subprocess.PIPE, text=True, env=environment) as server:
        assert server.stdout is not None
        try:
            yield f"http://127.0.0.1:{server.stdout.readline().split()[0]}"
        finally:
            server.kill()


@pytest.fixture
def tab(chromium: Browser, url: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A browser that is new here; what it complains of fails the test."""
    how: dict[str, Any] = getattr(request, "param", {})
    context = chromium.new_context(base_url=url, bypass_csp=bool(how), **how)  # axe is put into the page
    context.set_default_timeout(60_000)
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("request", lambda asked: said.append(asked.url) if not asked.url.startswith((url, "data:")) else None)
    yield page
    context.close()
    assert [text for text in said if not text.startswith("Failed to load resource")] == []  # 401, 403


def test_one_signs_in_by_keyboard_and_comes_where_one_was_going(tab: Page) -> None:
    tab.goto("/theme.css?a=b")
    assert tab.url.endswith("/aanmelden?verder=%2Ftheme.css%3Fa%3Db")
    expect(tab.get_by_role("heading", level=1)).to_have_text("Aanmelden")
    expect(tab.get_by_label("Naam")).to_be_focused()
    tab.keyboard.type("jan")
    tab.keyboard.press("Tab")
    tab.keyboard.type("een verkeerd wachtwoord")
    tab.keyboard.press("Enter")
    expect(tab.get_by_role("alert")).to_contain_text("De naam of het wachtwoord klopt niet.")
    expect(tab.get_by_label("Naam")).to_have_value("jan")
    expect(tab.get_by_label("Wachtwoord")).to_be_focused()
    tab.keyboard.type(GOOD)
    tab.keyboard.press("Tab")
    expect(tab.get_by_role("button", name="Aanmelden")).to_be_focused()
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/theme.css?a=b")
    assert {(one["name"], one["httpOnly"], one["sameSite"], one["path"]) for one in tab.context.cookies()} == {
        ("lovp_session", True, "Lax", "/"),
        ("lovp_device", True, "Lax", "/aanmelden"),
    }


def test_what_stands_behind_the_hash_is_not_lost_by_signing_in(tab: Page) -> None:
    tab.goto("/theme.css#vraag=Wat+is+er+besproken&antwoord=0123456789abcdef")
    for password in ("een verkeerd wachtwoord", GOOD):
        assert tab.url.endswith("#vraag=Wat+is+er+besproken&antwoord=0123456789abcdef")
        tab.get_by_label("Naam").fill("Jan")
        tab.get_by_label("Wachtwoord").fill(password)
        tab.keyboard.press("Enter")
        expect(tab.get_by_role("alert")).to_have_count(int(password != GOOD))
    assert "/theme.css#vraag=Wat+is+er+besproken&antwoord=0123456789abcdef" in tab.url


@pytest.mark.parametrize(
    "tab",
    [
        {"color_scheme": "light"},
        {"color_scheme": "dark"},
        {"color_scheme": "light", "viewport": {"width": 320, "height": 640}},
        {"color_scheme": "dark", "viewport": {"width": 320, "height": 640}},
    ],
    indirect=True,
)
def test_everyone_can_read_the_page_also_when_something_is_wrong(tab: Page, tmp_path: Path) -> None:
    for at in ("/aanmelden", None, "/beheer"):
        if at:
            tab.goto(at)
        else:
            tab.get_by_label("Naam").fill("Jan")
            tab.get_by_label("Wachtwoord").fill("verkeerd")
            tab.get_by_role("button").click()
            expect(tab.get_by_role("alert")).to_be_visible()
            tab.get_by_label("Wachtwoord").fill(GOOD)
        tab.evaluate(AXE)
        assert tab.evaluate(WRONG) == []
        assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth")
        if folder := os.environ.get("SHOTS"):
            width = tab.evaluate("innerWidth")
            dark = tab.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
            tab.screenshot(path=f"{folder}/sign-in-{width}-{dark}-{(at or 'wrong').strip('/')}.png")
        if at is None:
            tab.get_by_role("button").click()
            tab.wait_for_url("**/")


def test_another_website_can_not_sign_anyone_in_or_ask_anything(tab: Page, url: str) -> None:
    form = f'<form method="post" action="{url}/aanmelden"><input name="naam" value="Jan"><input name="wachtwoord" value="{GOOD}">'
    tab.goto(f"data:text/html,{form}<button>Gratis</button></form>")
    tab.get_by_role("button").click()
    expect(tab.get_by_text("Dit verzoek kwam van een andere website.")).to_be_visible()
    assert tab.context.cookies() == []
