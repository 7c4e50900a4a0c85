"""Web pages: the words of the article, without navigation, footers and forms."""

from pathlib import Path

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString

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
# What runs along in a line of words; every other tag begins a block of its own.
_INLINE = frozenset(
    "a abbr b bdi bdo big cite code data del dfn em font i img ins kbd label mark picture q s samp small source span "
    "strong sub sup time tt u var wbr".split()
)


def read_html(path: Path) -> Document:
    """The article of a web page, one block a heading, paragraph, list item or table row.

    Raises:
        UnreadableError: the page holds no text.
    """
    soup = BeautifulSoup(path.read_bytes(), "lxml")
    for tag in soup.find_all(
        lambda t: t.name in _FURNITURE or t.get("role") in _FURNITURE_ROLES or t.has_attr("hidden")
    ):
        holds_article = tag.name in {"header", "form"} and tag.find(["h1", "article", "main"])
        if not tag.decomposed and not holds_article:
            tag.decompose()
    body = soup.find("article") or soup.find("main") or soup.body
    if not isinstance(body, Tag):
        raise UnreadableError("de webpagina bevat geen tekst")
    for line_break in body.find_all("br"):
        line_break.replace_with("\n")
    writer = Writer()
    _add(writer, body)
    return writer.document()


def _add(writer: Writer, tag: Tag) -> None:
    """Adds the blocks of a tag in order; words that stand beside a block in the same tag are a block of their own."""
    cells = tag.find_all(["td", "th"], recursive=False) if tag.name == "tr" else []
    if cells and not any(_is_block(inside) for cell in cells for inside in cell.find_all(True)):
        writer.add(" | ".join(_one_line_each(cell.get_text()) for cell in cells))
        return
    level = int(tag.name[1]) if tag.name[0] == "h" and tag.name[1:].isdigit() else 0
    bullet = "- " if tag.name == "li" else ""
    words = ""
    for child in [*tag.children, None]:
        if child is None or (isinstance(child, Tag) and _is_block(child)):
            block = _one_line_each(words)
            if block:
                writer.add(bullet + block, level)
                bullet = ""
            words = ""
            if child is not None:
                _add(writer, child)
        elif isinstance(child, Tag):
            words += child.get_text()
        elif type(child) is NavigableString:  # its subclasses are comments and declarations
            words += child


def _is_block(tag: Tag) -> bool:
    return tag.name not in _INLINE or any(inside.name not in _INLINE for inside in tag.find_all(True))


def _one_line_each(words: str) -> str:
    """Without the white space that a browser doesn't show; line breaks stay."""
    return "\n".join(" ".join(line.split()) for line in words.split("\n") if line.strip())
