"""Markdown: headings are known, emphasis and links become the words they show."""

from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

from index.readers.document import Document, Writer
from index.readers.plain import decode


def read_markdown(path: Path) -> Document:
    """The words of a Markdown file, one block a paragraph, list item or table row.

    Raises:
        UnreadableError: the bytes are no text.
    """
    writer = Writer()
    level = 0
    bullets: list[str] = []
    row: list[str] = []
    in_row = False
    for token in MarkdownIt("commonmark").enable("table").parse(decode(path.read_bytes())):
        match token.type:
            case "heading_open":
                level = int(token.tag[1])
            case "heading_close":
                level = 0
            case "list_item_open":
                bullets.append(f"{token.info}. " if token.info else "- ")
            case "list_item_close":
                bullets.clear()  # of an item without words of its own
            case "tr_open":
                row, in_row = [], True
            case "tr_close":
                writer.add(" | ".join(row))
                in_row = False
            case "inline" if in_row:
                row.append(_words(token))
            case "inline":
                writer.add((bullets.pop() if bullets else "") + _words(token), level)
            case "fence" | "code_block" | "html_block":
                writer.add(token.content if token.type != "html_block" else "")
    return writer.document()


def _words(token: Token) -> str:
    pieces = []
    for child in token.children or ():
        if child.type in {"softbreak", "hardbreak"}:
            pieces.append("\n")
        elif child.type in {"text", "code_inline"}:
            pieces.append(child.content)
    return "".join(pieces)
