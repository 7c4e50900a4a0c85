r"""A document as CommonMark, in which nothing that anyone wrote can become a link, an image, a heading, a tag or a list.

Three things see to that: every text stands on one line of its own paragraph, every sign that Markdown or a well-known extension of
it reads as more than itself has a backslash before it (CommonMark 0.31, 2.4: "any ASCII punctuation character may be
backslash-escaped"), and what could start a list at the head of a line has one too. A point, a dash or a colon stays bare where it
is only punctuation, so that the text reads well without being shown.
"""

import re

from ui import web_text, web_text_export
from ui.export import Block, Document, Part, Remark, Source

_ALWAYS = re.compile(r"[\\`*_{}\[\]<>#+=|~!$&^@\"']")
_SOMETIMES = re.compile(
    r"(?<!\w)-|-(?!\w)"  # a list, a line, a dash of two
    r"|\.(?=[^\W\d_]|\.)|(?<=\.)\."  # www.x.nl, and an ellipsis of three
    r"|:(?!\s|$)|/(?=/)|(?<=/)/"  # https://, and a smiley by name
    r"|\((?=\w{1,2}\))|(?<=,),|(?<=\?)\?"  # (c), and commas that some make one of
)
_NUMBERED = re.compile(r"(\d+)([.)])")  # at the head of a line


def markdown(document: Document) -> bytes:
    """A document as a UTF-8 file of CommonMark, its lines ending in line feeds."""
    blocks = [f"# {escaped(document.title)}", document.made]
    for part in document.parts:
        blocks += _part(part)
    blocks += ["---", escaped(document.origin)]
    return ("\n\n".join(blocks) + "\n").encode()


def escaped(text: str) -> str:
    """A text of one line as it is written to be read literally, at the head of a line too."""
    signs = _ALWAYS.sub(r"\\\g<0>", text)
    signs = _SOMETIMES.sub(r"\\\g<0>", signs)
    number = _NUMBERED.match(signs)
    return f"{number[1]}\\{signs[number.end(1) :]}" if number else signs


def _part(part: Part) -> list[str]:
    blocks = [f"## {escaped(part.heading)}", *map(_remark, part.before)]
    if part.short:
        blocks.append(_remark(Remark(web_text.SHORT.strip(), part.short)))
    blocks += _text(part.blocks)
    blocks += map(_remark, part.after)
    if part.sources:
        blocks += [f"### {escaped(part.sources_title)}", *map(_source, part.sources)]
    return blocks


def _remark(remark: Remark) -> str:
    return f"**{escaped(remark.label)}** {escaped(remark.text)}"


def _text(blocks: tuple[Block, ...]) -> list[str]:
    """Paragraphs, and items of one list without blank lines between them."""
    lines: list[str] = []
    listed = False
    for block in blocks:
        words = escaped("".join(one.text for one in block.words).replace("\N{NO-BREAK SPACE}", " "))
        if block.item and listed:
            lines[-1] += f"\n- {words}"
        else:
            lines.append(f"- {words}" if block.item else words)
        listed = block.item
    return lines


def _source(source: Source) -> str:
    number = f"{source.n}. "
    indent = " " * len(number)  # what belongs to an item stands under its first word
    lines = [number + escaped(source.place)]
    if source.title != source.place:
        lines[0] += "\\"
        lines.append(indent + escaped(source.title))
    lines += ["", f"{indent}> “{escaped(source.quote)}”"]
    if source.link:
        lines += ["", f"{indent}[{web_text_export.READ}](<{source.link.replace('&', '&amp;')}>)"]
    return "\n".join(lines)
