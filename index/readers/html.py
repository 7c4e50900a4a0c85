"""Web pages: the words of the article, without navigation, footers, forms, share links and hidden text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString

from index.readers.bounds import check_text
from index.readers.document import Document, UnreadableError, Writer
from index.readers.html_furniture import is_furniture_line, remove_furniture
from index.readers.plain import decode
from index.readers.word_styles import written
from index.records import Note, NoteKind

_SOURCE = 6  # characters of markup that one of text may take
# What runs along in a line of words; every other tag begins a block of its own.
_INLINE = frozenset(
    "a abbr b bdi bdo big cite code data del dfn em font i img ins kbd label mark picture q s samp small source span "
    "strong sub sup time tt u var wbr".split()
)
_HEADINGS = ["h1", "h2", "h3", "h4", "h5", "h6"]
_BOLD_LENGTH = 100  # characters; a paragraph in bold is no heading
_LONG_CELL = 1_000  # characters; a table with such cells is there for the layout
_DEEPEST = 250  # tags within tags; real pages have some 30
_TOO_DEEP = "de webpagina is te diep genest om te lezen"
_SEPARATOR = re.compile(r"\s+(?:[|–—·»]|-)\s+")  # between the title of a page and the name of its site
_LETTERS = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}


@dataclass(frozen=True, slots=True)
class _Block:
    text: str
    level: int = 0
    rows: tuple[tuple[str, ...], ...] = ()  # of a table, then the text is ""


def read_html(path: Path) -> Document:
    """The article of a web page, one block a heading, paragraph, list item or table row.

    Raises:
        UnreadableError: the page holds no text, or far too much.
    """
    data = path.read_bytes()
    declared = data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")) or re.search(
        rb"<meta[^>]{1,200}charset|<\?xml[^>]{1,100}encoding", data[:4096], re.IGNORECASE
    )
    writer = Writer()
    write_html(writer, data if declared else decode(data))
    return writer.document()


def write_html(writer: Writer, source: str | bytes) -> None:
    """Adds the article of a page to a document; its title first, unless something was written already.

    Raises:
        UnreadableError: the page holds no text, or far too much.
    """
    check_text(source if isinstance(source, str) else source.decode("latin-1"), _SOURCE)
    try:
        try:
            soup = BeautifulSoup(source, "lxml")
        except ValueError:  # the encoding that it names is no name at all
            soup = BeautifulSoup(source if isinstance(source, str) else decode(source), "lxml")
        _check_depth(soup)
        hidden = remove_furniture(soup)
        body = _article(soup)
        if body is None:
            raise UnreadableError("de webpagina bevat geen tekst")
        for line_break in body.find_all("br"):
            line_break.replace_with("\n")
        blocks = [
            block for block in _blocks(body, _with_blocks(body)) if block.rows or not is_furniture_line(block.text)
        ]
    except RecursionError as error:
        raise UnreadableError(_TOO_DEEP) from error
    for block in _titled(blocks, _title(soup, body)) if not writer.pieces else blocks:
        if block.rows:
            writer.table(block.rows)
        else:
            writer.add(block.text, block.level)
    if hidden:
        writer.notes.append(Note(NoteKind.PARTIAL, "tekst die op de webpagina niet te zien is, is weggelaten"))


def _article(soup: BeautifulSoup) -> Tag | None:
    """The article, when it holds at least half of the words of the page; else its main part, else all of it."""
    whole = next((tag for tag in (soup.find("main"), soup.find(role="main"), soup.body) if isinstance(tag, Tag)), None)
    if whole is None:
        return None
    articles = soup.find_all("article")
    largest = max(articles, key=lambda tag: len(tag.get_text()), default=None)
    if largest is not None and (len(articles) == 1 or 2 * len(largest.get_text()) >= len(whole.get_text())):
        return largest
    return whole


def _title(soup: BeautifulSoup, body: Tag) -> str:
    """What the page is called: its first heading of the highest level, else its title without the name of the site."""
    top = body.find("h1") or soup.find("h1")
    if isinstance(top, Tag) and top.get_text(strip=True):
        return " ".join(top.get_text(" ").split())
    title = " ".join(soup.title.get_text().split()) if soup.title is not None else ""
    parts = list(_SEPARATOR.finditer(title))
    for part in reversed(parts):
        if not re.search(r"\d", title[part.end() :]) and re.search(r"\w", title[: part.start()]):
            title = title[: part.start()]
    return title


def _titled(blocks: list[_Block], title: str) -> list[_Block]:
    """The blocks with the title among the first of them, as a heading of level 1."""
    if not title or not blocks or any(block.level == 1 for block in blocks):
        return blocks
    for i, block in enumerate(blocks[:6]):
        if " ".join(block.text.split()).casefold() == title.casefold():
            return [*blocks[:i], _Block(block.text, 1), *blocks[i + 1 :]]
    return [_Block(title, 1), *blocks]


def _blocks(tag: Tag, parted: frozenset[int], bullet: str = "") -> Iterator[_Block]:
    """The blocks of a tag in order; words that stand beside a block in the same tag are a block of their own."""
    if tag.name == "table" and (rows := _data_rows(tag, parted)):
        yield _Block("", rows=rows)
        return
    level = int(tag.name[1]) if tag.name in _HEADINGS else 0
    words: list[tuple[str, bool]] = []
    number = _first_number(tag)
    for child in [*tag.children, None]:
        if child is None or (isinstance(child, Tag) and id(child) in parted):
            for block in _paragraph(words, level, tag.name):
                yield _Block(bullet + block.text, block.level, block.rows)
                bullet = ""
            words = []
            if child is not None:
                own = ""
                if child.name == "li":
                    own = f"{_numbered(tag, child, number)} " if tag.name == "ol" else "- "
                    number = _value(child, number) + 1
                for block in _blocks(child, parted, own or bullet):
                    yield block
                    bullet = ""
        elif isinstance(child, Tag):
            words += _inline(child, child.name in {"b", "strong"})
        elif type(child) is NavigableString:  # its subclasses are comments and declarations
            words.append((str(child), False))


def _inline(tag: Tag, bold: bool) -> Iterator[tuple[str, bool]]:
    for child in tag.children:
        if isinstance(child, Tag):
            yield from _inline(child, bold or child.name in {"b", "strong"})
        elif type(child) is NavigableString:
            yield str(child), bold


def _paragraph(words: list[tuple[str, bool]], level: int, name: str) -> list[_Block]:
    """A block of words; a first line that is all bold is a heading above the rest."""
    text = _one_line_each("".join(piece for piece, _ in words))
    if not text:
        return []
    if level or name not in {"p", "div", "section", "article", "body", "main", "span"}:
        return [_Block(text, level)]
    bold, count = "", 0
    for piece, is_bold in words:
        if not is_bold and piece.strip():
            break
        bold += piece
        count += 1
    head = _one_line_each(bold)
    if not head or len(head) > _BOLD_LENGTH or head[-1] in ".;,":
        return [_Block(text)]
    rest = "".join(piece for piece, _ in words[count:])
    if head == text:
        return [_Block(text, 2)]
    if not (bold.rstrip(" \t").endswith("\n") or rest.lstrip(" \t").startswith("\n")):
        return [_Block(text)]  # bold words at the start of a sentence
    return [_Block(head, 2), _Block(_one_line_each(rest))]


def _first_number(tag: Tag) -> int:
    start = str(tag.get("start") or "1")
    return int(start) if start.isdecimal() and len(start) < 7 else 1


def _value(item: Tag, number: int) -> int:
    value = str(item.get("value") or "")
    return int(value) if value.isdecimal() and len(value) < 7 else number


def _numbered(ordered: Tag, item: Tag, number: int) -> str:
    """The number that a browser prints before an item."""
    return written(_value(item, number), _LETTERS.get(str(ordered.get("type")), "decimal")) + "."


def _data_rows(table: Tag, parted: frozenset[int]) -> tuple[tuple[str, ...], ...]:
    """The rows of a table of data; () for one that lays out headings, long text or other tables."""
    if table.get("role") == "presentation" or table.find(["table", *_HEADINGS]):
        return ()
    rows: list[tuple[str, ...]] = []
    reaches: dict[int, int] = {}  # columns that a cell from above still fills, and for how many rows
    widest = 0
    for row in table.find_all("tr"):
        cells: list[str] = []
        for cell in row.find_all(["td", "th"], recursive=False):
            while reaches.get(len(cells), 0):
                reaches[len(cells)] -= 1
                cells.append("")
            down = str(cell.get("rowspan") or "1")
            if down.isdecimal() and int(down[:4]) > 1:
                reaches[len(cells)] = int(down[:4]) - 1
            blocks = [block for block in _blocks(cell, parted) if block.text]
            cells.append("\n".join(block.text for block in blocks))
        if any(len(cell) > _LONG_CELL for cell in cells):
            return ()
        widest = max(widest, len(cells))
        rows.append(tuple(cells))
    return tuple(rows) if widest > 1 else ()


def _with_blocks(body: Tag) -> frozenset[int]:
    """The identities of the tags that begin a block of their own, or hold one that does."""
    found: set[int] = set()
    for tag in body.find_all(True):
        holder: Tag | None = tag if tag.name not in _INLINE else None
        while holder is not None and id(holder) not in found:
            found.add(id(holder))
            holder = holder.parent
    return frozenset(found)


def _check_depth(soup: BeautifulSoup) -> None:
    """Refuses a page nested deeper than any writer of pages does.

    Raises:
        UnreadableError: it is.
    """
    depths = {id(soup): 0}
    for tag in soup.find_all(True):
        depth = depths.get(id(tag.parent), 0) + 1
        depths[id(tag)] = depth
        if depth > _DEEPEST:
            raise UnreadableError(_TOO_DEEP)


def _one_line_each(words: str) -> str:
    """Without the white space that a browser doesn't show; line breaks stay."""
    return "\n".join(" ".join(line.split()) for line in words.split("\n") if line.strip())
