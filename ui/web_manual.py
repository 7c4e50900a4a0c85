"""The manual (docs/handleiding.md) as a page: the little of Markdown that it uses, every word of it escaped.

An installed copy that came without the file says where it is; nothing else depends on it.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from markupsafe import Markup

from ui import web_text_about
from ui.web_pages import Asked, Draw, NotFound, Page

PATH = "/over/handleiding"
FILE = Path(__file__).parents[1] / "docs" / "handleiding.md"
_INLINE = re.compile(r"`(?P<code>[^`]+)`|\*\*(?P<strong>[^*]+)\*\*|\*(?P<em>[^*\s][^*]*)\*")
_ITEM = re.compile(r"(?:-|(?P<number>\d+)\.)\s+")


def manual_page(file: Path = FILE) -> Draw:
    """Draws the manual as it is now."""

    def draw(asked: Asked) -> Page:
        try:
            text = file.read_text("utf-8")
        except (OSError, UnicodeDecodeError):
            raise NotFound(web_text_about.NO_MANUAL) from None
        body = Markup('<article class="room manual">{}</article>')
        return Page(web_text_about.MANUAL, body.format(Markup("").join(_blocks(text))))

    return draw


def _blocks(text: str) -> Iterator[Markup]:
    """Headings (one level down, as the page has the first), lists, paragraphs and code."""
    parts = re.split(r"^```\w*\n(.*?)^```$", text, flags=re.MULTILINE | re.DOTALL)
    for n, part in enumerate(parts):
        if n % 2:
            yield Markup('<pre tabindex="0"><code>{}</code></pre>').format(part)
            continue
        for block in re.split(r"\n\s*\n", part.strip()):
            if block:
                yield _block(block)


def _block(block: str) -> Markup:
    if block.startswith("#"):
        marks, _, words = block.partition(" ")
        level = min(len(marks) + 1, 4)
        first = Markup(' tabindex="-1"') if level == 2 else ""
        return Markup("<h{}{}>{}</h{}>").format(level, first, _inline(words), level)
    if not _ITEM.match(block):
        return Markup("<p>{}</p>").format(_inline(block))
    tag = "ol" if block[0].isdigit() else "ul"
    items = [_ITEM.sub("", item, count=1) for item in re.split(r"\n(?=(?:-|\d+\.)\s)", block)]
    inside = Markup("").join(Markup("<li>{}</li>").format(_inline(item)) for item in items)
    return Markup("<{}>{}</{}>").format(tag, inside, tag)


def _inline(text: str) -> Markup:
    """Words with their code and emphasis; line ends are spaces."""
    line = " ".join(text.split())
    parts: list[Markup | str] = []
    done = 0
    for match in _INLINE.finditer(line):
        tag = str(match.lastgroup)
        parts += [line[done : match.start()], Markup("<{}>{}</{}>").format(tag, match[tag], tag)]
        done = match.end()
    return Markup("").join([*parts, line[done:]])
