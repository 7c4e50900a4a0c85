"""A document as a Word file, with real styles, numbers and links, so that screen readers and tables of contents can use it.

python-docx writes it, from the empty document that it brings along. Of that go the picture of the page, the list of
books, the second set of styles and what program made it, which nobody asked for; paper, language and colours become
Dutch and ours. A text becomes text of XML and nothing else: no field, no picture, no macro, no template from elsewhere;
the only addresses are those of our own records.

Paragraphs name their style by its id and are put before the last element: looking both up took most of the time.
"""

import re
import zipfile
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import docx
from docx.document import Document as File
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE as RELATION
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Cm, Pt, RGBColor, Twips
from docx.styles.style import BaseStyle, ParagraphStyle
from docx.text.paragraph import Paragraph

from ui import web_text, web_text_export
from ui.export import Block, Document, Part, Remark, Source

_ACCENT = RGBColor.from_string("154273")
_GREY = RGBColor.from_string("595959")  # 7 to 1 on white
_SANS, _SERIF = "Calibri", "Cambria"  # of the empty document; where they are missing Word takes what is like them
_LANGUAGE = "nl-NL"
_INDENT = 567  # twentieths of a point, 1 cm: how far the words of a source stand from their number
_LINK = "Link"  # a style of our own: the empty document has none for links
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, 2.2
_UNASKED = (
    "/thumbnail",
    "/customXml",
    "/stylesWithEffects",
    "/extended-properties",
)  # how the types of relations to them end


def word(document: Document) -> bytes:
    """A document as the bytes of a .docx file."""
    file = docx.Document()
    _strip(file)
    _set_up(file, document)
    _paragraph(file, "Title", document.title)
    _paragraph(file, "Caption", document.made)
    for number, part in enumerate(document.parts, 1):
        _part(file, number, part)
    _paragraph(file, "Caption", document.origin)
    packed = BytesIO()
    file.save(packed)
    return _dated(packed, document.at)


def _text(text: str) -> str:
    return _FORBIDDEN.sub("", text)


def _strip(file: File) -> None:
    for rels in (file.part.package.rels, file.part.rels):
        for name in [name for name, rel in rels.items() if rel.reltype.endswith(_UNASKED)]:
            del rels[name]


def _set_up(file: File, document: Document) -> None:
    properties = file.core_properties
    properties.title = _text(document.title)
    properties.author = properties.last_modified_by = web_text.NAME
    properties.comments = _text(document.origin)
    properties.language = _LANGUAGE
    properties.created = properties.modified = document.at.astimezone(UTC).replace(
        tzinfo=None
    )  # as python-docx writes it
    section = file.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(2.5)
    for language in [
        *file.styles.element.iter(qn("w:lang")),
        *file.settings.element.iter(qn("w:themeFontLang")),
    ]:
        language.set(qn("w:val"), _LANGUAGE)
    _style(file, "Normal", size=11)
    _style(file, "Title", size=22, colour=_ACCENT, after=4)
    _edge(file.styles["Title"], None)
    _style(file, "Heading 1", size=15, colour=_ACCENT, before=24, after=6)
    _style(file, "Heading 2", size=12, colour=_ACCENT, before=14, after=4)
    _style(file, "Caption", size=10, colour=_GREY, bold=False, after=6)
    _style(file, "List Number", size=11, before=8, after=3).paragraph_format.keep_with_next = True
    _style(file, "Quote", size=11, font=_SERIF, after=4).paragraph_format.left_indent = Twips(_INDENT + 160)
    _edge(file.styles["Quote"], _ACCENT)
    _bracketed(file)
    link = file.styles.add_style(_LINK, WD_STYLE_TYPE.CHARACTER)
    link.font.color.rgb, link.font.underline = _ACCENT, True
    _footer(file)


def _style(
    file: File,
    name: str,
    *,
    size: int,
    colour: RGBColor | None = None,
    font: str = _SANS,
    bold: bool | None = None,
    before: int = 0,
    after: int = 8,
) -> ParagraphStyle:
    style = file.styles[name]
    assert isinstance(style, ParagraphStyle)  # noqa: S101  # for the types: all of these are
    style.font.size, style.font.bold, style.font.italic = Pt(size), bold, False if name == "Quote" else None
    style.font.color.rgb = colour
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for kind in ("ascii", "hAnsi", "cs"):
        fonts.attrib.pop(qn(f"w:{kind}Theme"), None)
        fonts.set(qn(f"w:{kind}"), font)
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
    return style


def _edge(style: BaseStyle, colour: RGBColor | None) -> None:
    """A line left of the paragraphs of a style, instead of any line that they had."""
    properties = style.element.get_or_add_pPr()
    for old in properties.findall(qn("w:pBdr")):
        properties.remove(old)
    if colour is not None:
        edge = _element("w:pBdr")
        edge.append(_element("w:left", val="single", sz="12", space="8", color=str(colour)))
        properties.insert_element_before(
            edge, "w:spacing", "w:ind", "w:contextualSpacing"
        )  # in the order of the schema


def _bracketed(file: File) -> None:
    """Numbers of sources are written as their markers are: [1]."""
    level = _list_kind(file).find(qn("w:lvl"))
    level.find(qn("w:lvlText")).set(qn("w:val"), "[%1]")
    properties = level.find(qn("w:pPr"))
    properties.find(f"{qn('w:tabs')}/{qn('w:tab')}").set(qn("w:pos"), str(_INDENT))
    for side in ("left", "hanging"):
        properties.find(qn("w:ind")).set(qn(f"w:{side}"), str(_INDENT))


def _footer(file: File) -> None:
    """ "pagina 1 van 3", counted by Word."""
    paragraph = file.sections[0].footer.paragraphs[0]
    for words, count in ((f"{web_text_export.PAGE} ", "PAGE"), (f" {web_text_export.PAGE_OF} ", "NUMPAGES")):
        paragraph.add_run(words)
        field = _element("w:fldSimple", instr=f" {count} ")
        run = paragraph.add_run("1")._r
        field.append(run)
        paragraph._p.append(field)


def _part(file: File, number: int, part: Part) -> None:
    _paragraph(file, "Heading1", part.heading)
    for remark in part.before:
        _remark(file, remark)
    if part.short:
        _remark(file, Remark(web_text.SHORT.strip(), part.short))
    marks = {source.n for source in part.sources}
    for block in part.blocks:
        _block(file, number, block, marks)
    for remark in part.after:
        _remark(file, remark)
    if part.sources:
        _paragraph(file, "Heading2", part.sources_title)
        numbered = _numbering(file, part.sources[0].n)
        for source in part.sources:
            _source(file, number, source, numbered)


def _paragraph(file: File, style_id: str | None, text: str = "") -> Paragraph:
    element: Any = OxmlElement("w:p")
    if style_id is not None:
        element.style = style_id
    file.element.body[-1].addprevious(element)  # the last is what page it is all on
    paragraph = Paragraph(element, file._body)
    if text:
        paragraph.add_run(_text(text))
    return paragraph


def _remark(file: File, remark: Remark) -> None:
    paragraph = _paragraph(file, None)
    paragraph.add_run(_text(remark.label)).bold = True
    paragraph.add_run(f" {_text(remark.text)}")


def _block(file: File, number: int, block: Block, marks: set[int]) -> None:
    paragraph = _paragraph(file, "ListBullet" if block.item else None)
    for words in block.words:
        if words.n in marks:
            _link(file, paragraph, words.text, anchor=f"bron_{number}_{words.n}")
        else:
            paragraph.add_run(_text(words.text))


def _list_kind(file: File) -> Any:
    """The definition of the numbers of List Number."""
    numbering = file.part.numbering_part.element
    kind = numbering.num_having_numId(file.styles["List Number"].element.pPr.numPr.numId.val).abstractNumId.val
    return next(one for one in numbering.iter(qn("w:abstractNum")) if one.get(qn("w:abstractNumId")) == str(kind))


def _numbering(file: File, start: int) -> int:
    """The number of a new list, which counts from `start`: without it the second answer's sources would count on."""
    num = file.part.numbering_part.element.add_num(int(_list_kind(file).get(qn("w:abstractNumId"))))
    num.add_lvlOverride(ilvl=0).add_startOverride(start)
    return int(num.numId)


def _source(file: File, number: int, source: Source, numbered: int) -> None:
    place = _paragraph(file, "ListNumber")
    listed = place._p.get_or_add_pPr().get_or_add_numPr()
    listed.get_or_add_ilvl().val, listed.get_or_add_numId().val = 0, numbered
    mark = str(number * 1_000 + source.n)
    place._p.append(_element("w:bookmarkStart", id=mark, name=f"bron_{number}_{source.n}"))
    place.add_run(_text(source.place)).bold = True
    place._p.append(_element("w:bookmarkEnd", id=mark))
    if source.title != source.place:
        place.add_run().add_break()
        place.add_run(_text(source.title))
    _paragraph(file, "Quote", f"“{source.quote}”")
    if source.link:
        paragraph = _paragraph(file, None)
        paragraph.paragraph_format.left_indent = Twips(_INDENT)
        _link(file, paragraph, web_text_export.READ, to=source.link)


def _link(file: File, paragraph: Paragraph, text: str, *, to: str | None = None, anchor: str | None = None) -> None:
    """A link to a web page, or to a place in this file."""
    link = _element("w:hyperlink", **({"anchor": anchor} if anchor else {}))
    if to:
        link.set(qn("r:id"), file.part.relate_to(to, RELATION.HYPERLINK, is_external=True))
    run = paragraph.add_run(_text(text))._r
    run.style = _LINK
    link.append(run)
    paragraph._p.append(link)


def _element(tag: str, **attributes: str) -> BaseOxmlElement:
    element = OxmlElement(tag)
    for key, value in attributes.items():
        element.set(qn(f"w:{key}"), value)
    return element


def _dated(packed: BytesIO, at: datetime) -> bytes:
    """The same archive with the document's own time on every file in it, so that the same document gives the same bytes."""
    again = BytesIO()
    with zipfile.ZipFile(packed) as old, zipfile.ZipFile(again, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, at.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(name))
    return again.getvalue()
