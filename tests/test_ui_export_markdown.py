"""A conversation as Markdown: whatever anyone wrote stays text, and reads back to the letter."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token
from test_ui_export import HOSTILE, NOW, everything, filled_with, link, quotes, real

from assistant.plain import plain_line
from index.search import Index
from ui import web_text
from ui.export import Format, exported
from ui.export_markdown import escaped
from ui.web_chat import Exchange


def markdown(*exchanges: Exchange) -> str:
    return exported(exchanges, Format.MARKDOWN, link=link, now=NOW).data.decode()


def tokens(text: str) -> list[Token]:
    """What a reader of Markdown makes of it, with the extensions that most have, and typographic replacements."""
    reader = MarkdownIt("js-default", {"typographer": True, "html": True}).enable(["replacements", "smartquotes"])
    return [inside for token in reader.parse(text) for inside in (token, *(token.children or []))]


def read(text: str) -> str:
    """The words that Markdown shows."""
    return "".join(token.content for token in tokens(text) if token.type in {"text", "code_inline", "html_inline"})


def test_the_same_conversation_gives_the_same_markdown_with_every_quote(example_index: Index) -> None:
    exchanges = real(example_index)
    assert markdown(*exchanges) == markdown(*exchanges)
    shown = read(markdown(*exchanges))
    assert len(quotes(exchanges)) > 10
    assert [quote for quote in quotes(exchanges) if f"“{quote}”" not in shown] == []
    assert shown.endswith(web_text.COPY_ORIGIN)


def test_markdown_has_headings_in_order_numbers_and_our_own_links() -> None:
    found = tokens(markdown(*everything()))
    assert [token.tag for token in found if token.type == "heading_open"] == ["h1", "h2", "h3", "h2", "h3", "h2", "h2"]
    assert [token.info for token in found if token.type == "list_item_open" and token.info] == ["1", "2", "1"]
    said = everything()[0].answer
    assert said is not None
    assert [token.attrs["href"] for token in found if token.type == "link_open"][:2] == [
        link(c) for c in said.citations
    ]


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_that_anyone_wrote_becomes_more_than_text(text: str) -> None:
    found, harmless = tokens(markdown(*filled_with(text))), tokens(markdown(*filled_with("qqq")))
    assert [one.type for one in found if one.type != "text"] == [one.type for one in harmless if one.type != "text"]
    assert {one.attrs["href"] for one in found if one.type == "link_open"} == {
        "https://lovp.example/verslag/2021-05-03-verslag?a=1&b=2#0"
    }
    assert read(markdown(*filled_with(text))).count(text) == read(markdown(*filled_with("qqq"))).count("qqq")


@given(st.text(st.sampled_from("ab1 \\`*_{}[]()<>#+-.!|~=:&;\"'/$^@%?,é“"), max_size=20))
@example("a&amp;b")
@example("1.")
@example("0) ---")
@example("a...b--c(c)")
def test_any_text_is_read_back_to_the_letter(text: str) -> None:
    line = plain_line(text)
    found = tokens(escaped(line))
    assert [token.type for token in found if token.block] == (
        ["paragraph_open", "inline", "paragraph_close"] if line else []
    )
    assert {token.type for token in found if not token.block} <= {"text"}
    assert read(escaped(line)) == line


def test_addresses_are_broken_for_readers_that_link_bare_ones() -> None:
    assert escaped("https://x.nl www.x.nl a@x.nl") == "https\\:\\/\\/x\\.nl www\\.x\\.nl a\\@x\\.nl"
