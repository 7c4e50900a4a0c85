"""Attacks on the page as a real Chromium reads it: nothing is fetched, nothing runs, nothing but our own links is there.

What `tests/attacks.py` reads with a parser of Python's is read here by the parser that counts, with scripts allowed.
"""

import os
import shutil
from pathlib import Path

import pytest
from attacks import CARRIED, CORPUS, EVIDENCE, question, write_records
from playwright.sync_api import Dialog, Route, sync_playwright

from assistant.ask import QUESTION_CHARS, QuestionError, ask
from index.embedding import BUILT_IN, open_encoder
from index.ingest import index_paths
from index.search import Index
from ui.web_chat import Exchange
from ui.web_html import conversation_html
from ui.web_place import place_of
from ui.web_record import source_pane

pytestmark = pytest.mark.browser

STRANGE = (
    "a:not(.cite, .whole), img, script, svg, iframe, object, embed, link, style, form:not(.changing), input, video, audio, base, "
    "meta[http-equiv]"
)
HANDLERS = "[...document.querySelectorAll('*')].flatMap((e) => [...e.attributes].map((a) => a.name)).filter((n) => /^on/.test(n))"


@pytest.fixture(scope="module")
def page_of_attacks(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The answers to all attacks as one page, each with the records that it cites."""
    folder = tmp_path_factory.mktemp("pagina")
    attacks = [*CARRIED, *EVIDENCE]
    write_records(folder / "records", attacks, armed=True)
    encoder = open_encoder(BUILT_IN)
    index_paths(folder / "home", encoder, [folder / "records"])
    parts = []
    with Index(folder / "home", encoder) as index:
        asked = [question(attack) for attack in attacks]
        asked += [attack.text[:QUESTION_CHARS] for attack in CORPUS if attack not in attacks]
        for message in asked:
            try:
                answer = ask(index, message)
            except QuestionError as error:
                parts.append(conversation_html((Exchange(message, notice=str(error), refused=True),)))
                continue
            parts.append(conversation_html((Exchange(message, answer),)))
            parts += [source_pane(index.store.record(c.passage.record_id), place_of(c)) for c in answer.citations]
    return f"<!doctype html><html lang=nl><body>{''.join(parts)}</body></html>"


def test_no_attack_comes_alive_in_a_real_browser(page_of_attacks: str) -> None:
    names = ("chromium", "chromium-browser", "google-chrome")
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    if path is None and not os.environ.get("CI"):
        pytest.skip("Chromium ontbreekt; zet het neer met `apt-get install chromium`")
    assert path is not None, "Chromium ontbreekt"
    fetched: list[str] = []
    alerts: list[str] = []

    def refuse(route: Route) -> None:
        fetched.append(route.request.url)
        route.abort()

    def dismiss(dialog: Dialog) -> None:
        alerts.append(dialog.message)
        dialog.dismiss()

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        tab = browser.new_page()
        tab.route("**/*", refuse)
        tab.on("dialog", dismiss)
        tab.set_content(page_of_attacks)
        tab.wait_for_timeout(200)  # what would run, has run
        strange = tab.evaluate("(s) => [...document.querySelectorAll(s)].map((e) => e.outerHTML)", STRANGE)
        links = tab.evaluate("() => [...document.querySelectorAll('a')].map((a) => a.getAttribute('href'))")
        handlers = tab.evaluate(HANDLERS)
        exchanges = tab.locator(".exchange").count()
        browser.close()
    assert (strange, handlers, fetched, alerts) == ([], [], [], [])
    assert exchanges == len(CORPUS)
    assert all(link.startswith("/verslag/") for link in links)
    assert len(links) > len(CARRIED)


def test_the_page_of_attacks_has_the_attacks_on_it(page_of_attacks: str) -> None:
    assert page_of_attacks.count("&lt;img src=x onerror=alert(1)&gt;") > 3
    assert page_of_attacks.count("KANARIE") > 20
    assert str(Path.home()) not in page_of_attacks
