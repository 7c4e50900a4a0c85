"""Signing in to the real site in a real Chromium: who may ask, who may manage, and what programs may with a token."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from conftest import ROOT
from playwright.sync_api import Browser, Page, expect
from test_browser import IDLE, TASER, chromium, put

from ui import web_text, web_text_access, web_text_manage
from ui.users import add_token, add_user, remove_user

__all__ = ["chromium"]  # the fixture that the tests below use

pytestmark = pytest.mark.browser

PASSWORD = "een lang genoeg wachtwoord"  # noqa: S105 - of a user who is made here


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, examples_home: Path) -> Path:
    """A home folder with the examples, somebody who may ask, and somebody who may manage."""
    home = Path(shutil.copytree(examples_home, tmp_path_factory.mktemp("rechten") / "home"))
    add_user(home, "vraag", PASSWORD)
    add_user(home, "beheer", PASSWORD, manage=True)
    return home


@pytest.fixture(scope="module")
def url(folder: Path) -> Iterator[str]:
    """The real site over that folder."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("LOVP_")}
    environment |= {"PYTHONPATH": str(ROOT), "LOVP_HOME": str(folder)}
    command = [sys.executable, "-m", "ui.cli", "web", "--no-browser", "--port", "0"]
    with subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        try:
            found = re.search(r"http://127\.0\.0\.1:\d+", server.stdout.readline())
            assert found is not None
            yield found[0]
        finally:
            server.terminate()


@pytest.fixture
def tab(chromium: Browser, url: str) -> Iterator[Page]:
    """A browser that is new here."""
    context = chromium.new_context(base_url=url, locale="en-US")
    context.set_default_timeout(15_000)
    page = context.new_page()
    elsewhere: list[str] = []
    page.on(
        "request", lambda sent: None if sent.url.startswith((url, "data:", "blob:")) else elsewhere.append(sent.url)
    )
    yield page
    context.close()
    assert elsewhere == []


def sign_in(tab: Page, name: str) -> None:
    tab.goto("/")
    tab.get_by_label(web_text_access.NAME).fill(name)
    tab.get_by_label(web_text_access.PASSWORD).fill(PASSWORD)
    tab.keyboard.press("Enter")
    tab.locator(".example").first.wait_for()
    tab.wait_for_function(IDLE)


def test_who_may_ask_asks_and_sees_nothing_of_managing(tab: Page, url: str) -> None:
    sign_in(tab, "vraag")
    put(tab, TASER)
    expect(tab.locator(".short")).to_contain_text("2020 en 2021")
    expect(tab.get_by_text(web_text_access.SIGNED_IN.format(name="vraag"))).to_be_visible()
    expect(tab.get_by_role("link", name=web_text.MANAGE)).to_be_hidden()
    refused = tab.goto("/beheer")
    assert refused is not None
    assert refused.status == 403
    tab.goto("/verslagen")
    expect(tab.get_by_role("link", name=web_text.MANAGE)).to_have_count(0)


def test_who_may_manage_adds_a_record_and_asks_about_it_at_once(tab: Page, tmp_path: Path) -> None:
    sign_in(tab, "beheer")
    tab.get_by_role("link", name=web_text.MANAGE).click()
    record = tmp_path / "2024-02-05 Verslag.txt"
    words = "De voorzitter meldde dat de proef met zonnepanelen op politiebureaus 340.000 euro kost."
    record.write_text(f"Verslag LOVP 5 februari 2024\n\nZonnepanelen\n{words}\n", "utf-8")
    tab.locator("input[type=file]").set_input_files([record])
    tab.get_by_role("button", name=web_text_manage.SEND).click()
    expect(tab.locator("#rooms").get_by_role("link", name="Verslag LOVP 5 februari 2024").first).to_be_visible(
        timeout=30_000
    )
    tab.get_by_role("link", name=web_text.CHAT, exact=True).click()
    put(tab, "Hoeveel kost de proef met zonnepanelen?")
    expect(tab.locator(".short")).to_contain_text("340.000 euro")


def test_signing_out_shuts_the_door(tab: Page) -> None:
    sign_in(tab, "vraag")
    tab.get_by_role("button", name=web_text_access.SIGN_OUT).click()
    expect(tab.get_by_label(web_text_access.NAME)).to_be_visible()
    tab.goto("/tijdlijn")
    assert "/aanmelden?verder=" in tab.url


def test_a_view_that_is_asked_for_after_signing_out_leads_to_signing_in(tab: Page) -> None:
    sign_in(tab, "vraag")
    tab.context.clear_cookies()
    tab.get_by_role("link", name=web_text.TIMELINE).click()
    expect(tab.get_by_label(web_text_access.NAME)).to_be_visible()


def test_a_program_asks_with_a_token_and_not_without(url: str, folder: Path) -> None:
    asked = {"question": TASER}
    token = add_token(folder, "vraag")
    with httpx.Client(base_url=url) as client:
        assert client.post("/api/v1/ask", json=asked).status_code == 401
        said = client.post("/api/v1/ask", json=asked, headers={"authorization": f"Bearer {token}"})
        assert said.json()["short"] == "2020 en 2021"
        assert said.json()["citations"][0]["url"].startswith(f"{url}/verslag/2019-10-28-")
        assert client.get("/beheer", headers={"authorization": f"Bearer {token}"}).status_code in {303, 401}
        for shape in ("/gradio_api/file=/etc/passwd", "/gradio_api/queue/join", "/config", "/theme.css", "//config"):
            assert client.get(shape).status_code == 401, shape


def test_a_user_who_is_removed_is_out_at_once(tab: Page, folder: Path, url: str) -> None:
    add_user(folder, "tijdelijk", PASSWORD)
    sign_in(tab, "tijdelijk")
    remove_user(folder, "tijdelijk")
    tab.goto("/")
    expect(tab.get_by_label(web_text_access.NAME)).to_be_visible()
