"""What one does with a question in a real Chromium: set bounds, put it otherwise, share it, save it, and go through its sources."""

import re
import zipfile
from pathlib import Path

import pdfplumber
import pytest
from playwright.sync_api import Page, expect
from test_browser import TASER, chromium, folder, profile, put, tab, url

from ui import web_text

__all__ = ["chromium", "folder", "profile", "tab", "url"]  # the fixtures that the tests below use

pytestmark = pytest.mark.browser


def test_bounds_are_set_hold_for_every_question_and_are_taken_away(tab: Page) -> None:
    opener = tab.get_by_role("button", name=web_text.NARROW)
    opener.click()
    expect(tab.get_by_label(web_text.MEETING)).to_be_focused()
    tab.get_by_label(web_text.MEETING).select_option("2019-10-28")
    tab.get_by_role("button", name=web_text.NARROW_SET, exact=True).click()
    expect(tab.locator(".narrow .scope")).to_contain_text("28 oktober 2019")
    expect(opener).to_be_focused()
    put(tab, "Wat is er gezegd over het stroomstootwapen?")
    places = tab.locator(".sources .place").all_inner_texts()
    assert {place[:15] for place in places} == {"28 oktober 2019"}
    expect(tab.locator(".exchange .scope")).to_contain_text("28 oktober 2019")
    tab.locator(".narrow .without").click()
    expect(tab.locator(".narrow .scope")).to_have_count(0)
    put(tab, "Wat is er gezegd over het stroomstootwapen?")
    expect(tab.locator(".exchange").last.locator(".scope")).to_have_count(0)


def test_a_long_conversation_sends_no_more_for_a_question_than_a_short_one(tab: Page) -> None:
    """But for what the browser keeps of it: that is the conversation, once, when the answer is there."""
    sent: list[int] = []
    network = tab.context.new_cdp_session(tab)
    network.send("Network.enable")
    network.on("Network.dataReceived", lambda data: sent.append(data["dataLength"]))
    told = []
    for _ in range(6):
        sent.clear()
        put(tab, TASER)
        tab.wait_for_timeout(200)
        told.append(sum(sent))
    drawn = len(tab.locator(".exchange").first.evaluate("(one) => one.outerHTML"))
    assert told[5] - told[1] < 4 * drawn  # with the whole conversation at each step it would be some twenty


def test_what_was_lost_of_a_conversation_on_the_way_is_asked_for(tab: Page) -> None:
    put(tab, TASER)
    put(tab, "Wat is er gezegd over bodycams?")
    before = tab.locator(".log").inner_html()
    with tab.expect_request("**/queue/join**"):
        tab.evaluate(
            """() => { // a step that goes on from an exchange that never came
                let step;
                const told = Object.assign(document.createElement("div"), { innerHTML: '<i data-first="9" data-parts="[]"></i>' });
                lovp.steps(told, (_, callback) => (step = callback));
                step(); }"""
        )
    put(tab, TASER)
    expect(tab.locator(".exchange")).to_have_count(3)
    assert tab.locator(".log").inner_html().startswith(before[:2000])


def test_bounds_come_back_with_the_conversation_and_come_along_with_a_link(tab: Page, url: str) -> None:
    tab.get_by_role("button", name=web_text.NARROW).click()
    tab.get_by_label(web_text.MEETING).select_option("2019-10-28")
    tab.get_by_role("button", name=web_text.NARROW_SET, exact=True).click()
    expect(tab.locator(".narrow .scope")).to_contain_text("28 oktober 2019")
    put(tab, "Wat is er gezegd over het stroomstootwapen?")
    link = tab.locator(".share").get_attribute("data-link")
    tab.reload()
    expect(tab.locator(".exchange")).to_have_count(1)
    expect(tab.locator(".narrow .scope")).to_contain_text("28 oktober 2019")
    put(tab, "Wat is er gezegd over mensenhandel?")
    expect(tab.locator(".exchange").last.locator(".scope")).to_contain_text("28 oktober 2019")
    tab.locator(".narrow .without").click()
    expect(tab.locator(".narrow .scope")).to_have_count(0)
    tab.goto("about:blank")
    tab.goto(f"{url}/#{link}")
    expect(tab.locator(".exchange .copy")).to_be_visible()
    expect(tab.locator(".narrow .scope")).to_contain_text("28 oktober 2019")


def test_what_is_copied_has_the_address_of_each_source(tab: Page, url: str) -> None:
    tab.context.grant_permissions(["clipboard-read", "clipboard-write"])
    put(tab, TASER)
    tab.locator(".copy").click()
    expect(tab.locator(".copy")).to_have_text(web_text.COPIED)
    address = tab.locator(".sources .place").first.get_attribute("href")
    assert f"\n    {url}{address}\n" in tab.evaluate("navigator.clipboard.readText()")


def test_a_bound_that_no_record_has_is_told_and_the_form_stays(tab: Page) -> None:
    tab.get_by_role("button", name=web_text.NARROW).click()
    tab.get_by_label(web_text.TOPIC).fill("Ruimtevaart")
    tab.get_by_label(web_text.TOPIC).press("Enter")
    expect(tab.get_by_role("alert").filter(has_text=web_text.NO_SUCH_TOPIC)).to_be_visible()
    tab.keyboard.press("Escape")
    expect(tab.locator("#narrow-form")).to_be_hidden()


def test_a_question_is_put_otherwise_by_keyboard_and_hears_the_same_conversation(tab: Page) -> None:
    put(tab, "Wat is er gezegd over bodycams?")
    put(tab, TASER)
    button = tab.locator(".change").last
    button.focus()
    tab.keyboard.press("Enter")
    area = tab.locator(".changing textarea").last
    expect(area).to_be_focused()
    assert area.input_value() == TASER
    tab.keyboard.press("Escape")
    expect(button).to_be_focused()
    tab.keyboard.press("Enter")
    area.fill("Hoeveel kost het stroomstootwapen?")
    tab.keyboard.press("Enter")
    expect(tab.locator(".exchange")).to_have_count(3)
    expect(tab.locator(".exchange").last.locator(".short")).to_contain_text("miljoen")
    expect(tab.locator(".exchange").nth(1).locator(".short")).to_contain_text("2020 en 2021")  # nothing is lost


def test_asking_again_gives_the_same_answer(tab: Page) -> None:
    put(tab, TASER)
    tab.get_by_role("button", name=web_text.RETRY).click()
    expect(tab.locator(".short")).to_have_count(2)
    assert len(set(tab.locator(".short").all_inner_texts())) == 1


def test_a_link_opens_the_same_answer_in_another_tab(tab: Page, url: str) -> None:
    put(tab, TASER)
    tab.get_by_role("button", name=web_text.SHARE).click()
    expect(tab.get_by_text(web_text.SHARED)).to_be_visible()
    link = tab.evaluate("navigator.clipboard.readText()")
    assert link.startswith(f"{url}/#vraag=")
    other = tab.context.new_page()
    other.goto(link)
    expect(other.locator(".short")).to_contain_text("2020 en 2021")
    expect(other.get_by_text(web_text.SHARED_SAME)).to_be_visible()
    assert other.url == f"{url}/#chat"
    other.goto("about:blank")
    other.goto(link[:-16] + "0" * 16)
    expect(other.get_by_text(web_text.SHARED_OTHER)).to_be_visible()
    other.close()


def test_an_answer_and_a_conversation_are_saved_as_files_that_open(tab: Page, tmp_path: Path) -> None:
    put(tab, TASER)
    quote = tab.locator(".sources q").first.inner_text().strip("“”")
    put(tab, "Wat is er gezegd over bodycams?")
    read = {"docx": _word, "pdf": _pdf, "md": _text}
    tab.locator(".save summary").first.click()
    for whole in (False, True):
        for kind, name in web_text.FORMATS.items():
            group = tab.locator(".save").first.get_by_role(
                "group", name=web_text.SAVE_ALL if whole else web_text.SAVE_ONE
            )
            with tab.expect_download() as kept:
                group.get_by_role("button", name=name).click()
            path = tmp_path / kept.value.suggested_filename
            kept.value.save_as(path)
            assert path.suffix == f".{kind}"
            text = " ".join(read[kind](path).split())
            assert quote in text, kind
            assert ("bodycams?" in text) == whole, kind
            path.unlink()


def _text(path: Path) -> str:
    return path.read_text("utf-8")


def _word(path: Path) -> str:
    xml = zipfile.ZipFile(path).read("word/document.xml").decode()
    return re.sub(r"<[^>]+>", "", re.sub(r"</w:p>", "\n", xml))


def _pdf(path: Path) -> str:
    with pdfplumber.open(path) as pdf:
        return "\n".join(page.extract_text() for page in pdf.pages)


def test_the_sources_of_an_answer_are_gone_through_by_keyboard(tab: Page, url: str) -> None:
    put(tab, "Wat is er gezegd over het stroomstootwapen?")
    places = tab.locator(".sources .place")
    assert places.count() >= 2
    places.first.focus()
    tab.keyboard.press("Enter")
    pane = tab.locator(".pane")
    expect(pane.locator(".count")).to_have_text(f"Bron 1 van {places.count()}")
    expect(pane.get_by_role("button", name=web_text.PREVIOUS)).to_be_disabled()
    first = pane.locator("mark").first.inner_text()
    tab.get_by_role("button", name=web_text.NEXT).press("Enter")
    expect(pane.locator(".count")).to_have_text(f"Bron 2 van {places.count()}")
    expect(pane.locator("mark").first).to_be_in_viewport()
    assert pane.locator("mark").first.inner_text() != first
    tab.keyboard.press("Escape")
    expect(places.nth(1)).to_be_focused()
    link = places.first.get_attribute("href")
    page = tab.context.new_page()  # the same link by itself: a permanent one
    page.goto(f"{url}{link}")
    expect(page.locator("mark").first).to_be_in_viewport()
    assert page.locator("mark").first.inner_text() == first
    page.close()
