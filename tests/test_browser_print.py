"""What comes out of the printer, in a real Chromium: the words and their marks, and nothing that is there to be clicked."""

from collections.abc import Iterator

import pypdfium2  # type: ignore[import-untyped]  # comes without types
import pytest
from playwright.sync_api import Page
from test_browser import TASER, chromium, folder, profile, put, tab, url

from ui import web_text, web_text_history, web_text_rooms

__all__ = ["chromium", "folder", "profile", "tab", "url"]  # the fixtures that the tests below use

pytestmark = pytest.mark.browser

CLICKED = (
    web_text.SEND + "\n",
    web_text.NEW,
    web_text.NARROW,
    web_text.COPY,
    web_text.RETRY,
    web_text.QUALITY,
    web_text.AUTOMATED[:40],
    web_text_history.OPEN,
    web_text_rooms.SHOW + " ",
    web_text_rooms.AS_CSV,
)
MARKED = (255, 226, 140)  # as in web_colours.css
ROOMS = {
    "toezeggingen": "toezeggingen",
    "verslagen": "verslagen",
    "tijdlijn": "tijdlijn?onderwerp=stroomstootwapen",
    "vergelijk": "vergelijk?eerste=2019-06-24&tweede=2019-10-28",
}


def printed(tab: Page) -> Iterator[tuple[str, set[tuple[int, int, int]]]]:
    """The pages on paper: the words of each, and its colours."""
    with pypdfium2.PdfDocument(tab.pdf(format="A4")) as paper:
        for page in paper:
            text = page.get_textpage().get_text_range().replace("\r\n", "\n").replace("\ufffe", "")
            picture = page.render(scale=1).to_pil().convert("RGB")
            yield text, {colour for _, colour in picture.getcolors(1 << 20)}


def nothing_to_click(words: str) -> None:
    assert not [one for one in CLICKED if one in words]


@pytest.mark.parametrize("source", [False, True])
def test_a_conversation_is_printed_with_its_marks_and_without_buttons(tab: Page, source: bool) -> None:
    tab.emulate_media(color_scheme="dark")
    put(tab, TASER)
    put(tab, "Wat is er besproken over fundament van de politie?")
    if source:
        tab.locator(".marker").first.click()
        tab.locator(".pane mark").wait_for()
    pages = list(printed(tab))
    assert len(pages) <= 2
    words = "".join(text for text, _ in pages)
    for wanted in (TASER, "2020 en 2021", web_text.SOURCES, "200 miljoen euro"):
        assert wanted in words
    nothing_to_click(words)
    assert web_text.WHOLE_RECORD not in words
    assert MARKED in pages[0][1]
    assert all(text.strip() for text, _ in pages)  # no empty page
    tab.emulate_media(color_scheme="light")


@pytest.mark.parametrize("room", ROOMS)
def test_a_view_is_printed_without_its_form(tab: Page, room: str) -> None:
    tab.evaluate("(hash) => { location.hash = hash; }", ROOMS[room])
    tab.locator(f".fetched.view-{room} h2").wait_for()
    pages = list(printed(tab))
    words = "".join(text for text, _ in pages)
    nothing_to_click(words)
    assert all(text.strip() for text, _ in pages)
    if room == "toezeggingen":
        # a column so narrow that it breaks words would give many more pages
        assert len(pages) <= 5
        for whole in ("Veiligheidsagenda", "Aankondiging", "Onbekend", "strafrechtelijk"):
            assert whole in words
        assert words.count(web_text_rooms.STATUS) >= len(pages) - 1  # the heads of the columns are on each page
