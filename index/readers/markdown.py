"""Markdown: headings are known, emphasis, links and HTML become the words they show, front matter gives the title."""

import re
from pathlib import Path

from bs4 import BeautifulSoup
from markdown_it import MarkdownIt
from markdown_it.token import Token

from index.readers.bounds import check_text
from index.readers.document import Document, Writer
from index.readers.html import write_html
from index.readers.plain import decode

_FRONT = re.compile(r"\A---[ \t]*\n(?:[^\n]*\n){0,200}?(?:---|\.\.\.)[ \t]*(?:\n|\Z)")
_FRONT_FIELD = re.compile(r"^(title|titel|date|datum|vergaderdatum)[ \t]*:[ \t]*(.+)$", re.IGNORECASE | re.MULTILINE)
_BOLD_LENGTH = 100  # characters; a paragraph in bold is no heading


def read_markdown(path: Path) -> Document:
    """The words of a Markdown file, one block a paragraph, list item or table row.

    Of front matter only a title and a date are kept, the title when the text has no heading of its own level.

    Raises:
        UnreadableError: the bytes are no text, or far too many.
    """
    text = check_text(decode(path.read_bytes()))
    tokens = MarkdownIt("commonmark").enable("table")
    front = _FRONT.match(text)
    body = tokens.parse(text[front.end() :] if front else text)
    writer = Writer()
    if front:
        _add_front(writer, front[0], body)
    _add_blocks(writer, body)
    return writer.document()


def _add_front(writer: Writer, front: str, body: list[Token]) -> None:
    """The title and the date that front matter names: the title as a heading, the date as a line with its label."""
    titled = any(token.type == "heading_open" and token.tag == "h1" for token in body)
    fields = {match[1].lower(): match for match in _FRONT_FIELD.finditer(front)}
    title = fields.get("title") or fields.get("titel")
    if title and not titled:
        writer.add(title[2].strip().strip("\"'"), 1)
    for name in ("vergaderdatum", "datum", "date"):
        if name in fields:
            writer.add(fields[name][0].strip())
            return


def _add_blocks(writer: Writer, tokens: list[Token]) -> None:
    level = 0
    bullets: list[str] = []
    lists = 0  # that we are in; there a bold line is no heading
    rows: list[list[str]] = []
    in_row = False
    for token in tokens:
        match token.type:
            case "heading_open":
                level = int(token.tag[1])
            case "heading_close":
                level = 0
            case "ordered_list_open" | "bullet_list_open":
                lists += 1
            case "ordered_list_close" | "bullet_list_close":
                lists -= 1
            case "list_item_open":
                bullets.append(f"{token.info}{token.markup} " if token.info else "- ")
            case "list_item_close":
                bullets.clear()  # of an item without words of its own
            case "table_open":
                rows = []
            case "table_close":
                writer.table(rows)
            case "tr_open":
                rows.append([])
                in_row = True
            case "tr_close":
                in_row = False
            case "inline" if in_row:
                rows[-1].append(_words(token))
            case "inline":
                words = _words(token)
                if bullets:
                    words = bullets.pop() + words
                    writer.add(words, level)
                else:
                    writer.add(words, 2 if not level and not lists and _is_bold_line(token, words) else level)
            case "fence" | "code_block":
                writer.add(token.content)
            case "html_block":
                _add_html(writer, token.content)


def _add_html(writer: Writer, source: str) -> None:
    """The words of HTML between the paragraphs; a comment has none."""
    soup = BeautifulSoup(source, "lxml")
    if soup.get_text(strip=True):
        write_html(writer, source)


def _is_bold_line(token: Token, words: str) -> bool:
    """Whether a paragraph is one short bold line, as a heading is written by those who don't know Markdown's."""
    children = [child for child in token.children or () if child.type != "text" or child.content.strip()]
    if len(children) < 3 or children[0].type != "strong_open" or children[-1].type != "strong_close":
        return False
    whole = sum(child.type == "strong_open" for child in children) == 1
    return whole and len(words) <= _BOLD_LENGTH and "\n" not in words and words.rstrip()[-1:] not in {".", ";", ","}


def _words(token: Token) -> str:
    pieces = []
    for child in token.children or ():
        if child.type in {"softbreak", "hardbreak"} or (
            child.type == "html_inline" and child.content.lower().startswith("<br")
        ):
            pieces.append("\n")
        elif child.type in {"text", "code_inline"}:
            pieces.append(child.content)
    return "".join(pieces)
