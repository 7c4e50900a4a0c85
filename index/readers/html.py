"""Web pages: the words of the article, without navigation, footers and forms."""

from pathlib import Path

from bs4 import BeautifulSoup, Tag

from index.readers.document import Document, UnreadableError, Writer

_FURNITURE = [
    "nav",
    "header",
    "footer",
    "aside",
    "form",
    "script",
    "style",
    "noscript",
    "template",
    "button",
    "iframe",
    "svg",
]
_FURNITURE_ROLES = {"navigation", "banner", "contentinfo", "search", "complementary", "dialog"}
_BLOCKS = [
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "p",
    "li",
    "dt",
    "dd",
    "tr",
    "blockquote",
    "pre",
    "time",
    "div",
]


def read_html(path: Path) -> Document:
    """The article of a web page, one block a heading, paragraph, list item or table row.

    Raises:
        UnreadableError: the page holds no text.
    """
    soup = BeautifulSoup(path.read_bytes(), "lxml")
    for tag in soup.find_all(
        lambda t: t.name in _FURNITURE or t.get("role") in _FURNITURE_ROLES or t.has_attr("hidden")
    ):
        if not tag.decomposed and not (tag.name == "header" and tag.find("h1")):
            tag.decompose()
    body = soup.find("article") or soup.find("main") or soup.body
    if not isinstance(body, Tag):
        raise UnreadableError("de webpagina bevat geen tekst")
    writer = Writer()
    for block in body.find_all(_BLOCKS):
        if block.find(_BLOCKS) is not None:
            continue  # its own blocks come by themselves
        level = int(block.name[1]) if block.name[0] == "h" and block.name[1:].isdigit() else 0
        cells = block.find_all(["td", "th"]) if block.name == "tr" else []
        words = " | ".join(_words(cell) for cell in cells) if cells else _words(block)
        writer.add(f"- {words}" if block.name == "li" and words else words, level)
    return writer.document()


def _words(tag: Tag) -> str:
    for line_break in tag.find_all("br"):
        line_break.replace_with("\n")
    return "\n".join(" ".join(line.split()) for line in tag.get_text().split("\n") if line.strip())
