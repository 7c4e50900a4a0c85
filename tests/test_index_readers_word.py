"""Word documents come out as printed: in order, with their numbers, without what was deleted or hidden."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.document import Document as Word
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Pt, RGBColor

from index.readers import Document, UnreadableError, read_file

W = nsdecls("w")
Save = Callable[[Word], Document]


@pytest.fixture
def word() -> Word:
    return docx.Document()


@pytest.fixture
def saved(tmp_path: Path) -> Save:
    def save(document: Word) -> Document:
        document.save(str(tmp_path / "verslag.docx"))
        return read_file(tmp_path / "verslag.docx")

    return save


def put(word: Word, xml: str) -> None:
    """Adds raw XML at the end of the body."""
    word.element.body.insert(len(word.element.body) - 1, parse_xml(xml.replace(">", f" {W}>", 1)))


def headings(document: Document) -> list[tuple[str, int]]:
    return [(heading.span.of(document.text), heading.level) for heading in document.headings]


def style(word: Word, name: str, base: str = "Normal") -> str:
    made = word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    made.base_style = word.styles[base]
    return name


@pytest.mark.parametrize("name", ["Agendapunt", "Paragraaftitel", "Kop 2", "kop2", "heading 2"])
def test_styles_of_dutch_templates_mark_headings(word: Word, saved: Save, name: str) -> None:
    """Trap 41."""
    if name not in {"Kop 2", "heading 2"}:
        style(word, name)
    else:
        word.styles["Heading 2"].name = name
    word.add_paragraph("Bewapening", style=word.styles[name])
    word.add_paragraph("Daarover is gesproken.")
    assert headings(saved(word)) == [("Bewapening", 2)]


def test_a_style_takes_its_outline_level_from_the_style_it_is_based_on(word: Word, saved: Save) -> None:
    """Trap 41."""
    basis = word.styles[style(word, "Huisstijl onderwerp")]
    basis.element.get_or_add_pPr().append(parse_xml(f'<w:outlineLvl w:val="1" {W}/>'))
    word.add_paragraph("Drugs", style=style(word, "Onderwerp smal", "Huisstijl onderwerp"))
    assert headings(saved(word)) == [("Drugs", 2)]


def test_a_style_on_body_text_makes_no_heading(word: Word, saved: Save) -> None:
    """Trap 41: in one real file the running text carries the heading's style."""
    text = "De regio's zetten dit jaar " + "en ook het volgende jaar " * 5 + "meer mensen in"
    word.add_paragraph(text, style=style(word, "Agendapunt"))
    assert headings(saved(word)) == []


def test_a_document_that_is_bold_all_over_has_no_headings_by_look(word: Word, saved: Save) -> None:
    for number in range(20):
        word.add_paragraph().add_run(f"Vette regel nummer {number} over de veiligheid in de regio").bold = True
    assert headings(saved(word)) == []


NUMBERING = f"""<w:abstractNum w:abstractNumId="70" {W}>
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:pStyle w:val="Agendapunt"/><w:lvlText w:val="%1."/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%1%2"/></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="4"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%3)"/></w:lvl>
<w:lvl w:ilvl="3"><w:numFmt w:val="bullet"/><w:lvlText w:val="\uf0b7"/></w:lvl></w:abstractNum>"""
NUMBERING = NUMBERING.replace('w:val="%1%2"', 'w:val="%1%2"')


def numbered(word: Word, *items: tuple[str, int], list_id: str = "70") -> None:
    for text, level in items:
        properties = word.add_paragraph(text)._p.get_or_add_pPr()
        properties.append(parse_xml(f'<w:numPr {W}><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>'))


@pytest.fixture
def listed(word: Word) -> Word:
    numbering = word.part.numbering_part.element
    numbering.insert(0, parse_xml(NUMBERING))
    numbering.append(parse_xml(f'<w:num w:numId="70" {W}><w:abstractNumId w:val="70"/></w:num>'))
    restart = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    numbering.append(parse_xml(f'<w:num w:numId="71" {W}><w:abstractNumId w:val="70"/>{restart}</w:num>'))
    return word


def test_list_numbers_stand_in_the_text_as_printed(listed: Word, saved: Save) -> None:
    """Traps 39 and 41: Word keeps "1." and "2a" in numbering.xml, not in the text."""
    numbered(listed, ("Opening", 0), ("Bewapening", 0), ("pepperspray", 1), ("taser", 1), ("pilot", 2), ("vervolg", 2))
    numbered(listed, ("punt", 3), ("Sluiting", 0), ("rondvraag", 1))
    assert saved(listed).text.split("\n\n") == [
        "1. Opening",
        "2. Bewapening",
        "2a pepperspray",
        "2b taser",
        "IV) pilot",
        "V) vervolg",
        "- punt",
        "3. Sluiting",
        "3a rondvraag",
    ]


def test_a_list_that_restarts_counts_from_one_again(listed: Word, saved: Save) -> None:
    numbered(listed, ("een", 0), ("twee", 0))
    numbered(listed, ("weer een", 0), ("weer twee", 0), list_id="71")
    assert saved(listed).text.split("\n\n") == ["1. een", "2. twee", "1. weer een", "2. weer twee"]


def test_a_heading_numbered_by_its_style_gets_its_number(listed: Word, saved: Save) -> None:
    name = style(listed, "Agendapunt")
    number = f'<w:numPr {W}><w:numId w:val="70"/></w:numPr>'
    listed.styles[name].element.get_or_add_pPr().append(parse_xml(number))
    listed.add_paragraph("Opening", style=name)
    listed.add_paragraph("Drugs", style=name)
    assert headings(saved(listed)) == [("1. Opening", 2), ("2. Drugs", 2)]


def test_what_was_deleted_is_out_and_what_was_inserted_is_in(word: Word, saved: Save) -> None:
    put(
        word,
        "<w:p><w:r><w:t xml:space='preserve'>Het voorstel is </w:t></w:r><w:del w:id='1'><w:r><w:delText>afgewezen"
        "</w:delText></w:r></w:del><w:ins w:id='2'><w:r><w:t>aangenomen</w:t></w:r></w:ins><w:moveFrom w:id='3'><w:r>"
        "<w:t>, elders gezegd</w:t></w:r></w:moveFrom><w:r><w:t>.</w:t></w:r></w:p>",
    )
    assert saved(word).text == "Het voorstel is aangenomen."


def test_comments_hidden_and_unseen_text_stay_out(word: Word, saved: Save) -> None:
    """D4: what nobody sees on paper may be meant for a language model."""
    paragraph = word.add_paragraph("Zichtbaar")
    paragraph.add_run(" verborgen").font.hidden = True
    paragraph.add_run(" wit").font.color.rgb = RGBColor(255, 255, 255)
    paragraph.add_run(" minuscuul").font.size = Pt(1)
    word.add_comment(paragraph.runs, text="Klopt dit wel?", author="AB", initials="AB")
    assert saved(word).text == "Zichtbaar"


def test_white_words_in_a_coloured_cell_are_read(word: Word, saved: Save) -> None:
    table = word.add_table(1, 2)
    for cell, text in zip(table.rows[0].cells, ("Actie", "Wie"), strict=True):
        cell.paragraphs[0].add_run(text).font.color.rgb = RGBColor(255, 255, 255)
        cell._tc.get_or_add_tcPr().append(parse_xml(f'<w:shd w:val="clear" w:fill="154273" {W}/>'))
    assert saved(word).text == "Actie | Wie"


def test_content_controls_and_text_boxes_are_read_once_in_their_place(word: Word, saved: Save) -> None:
    put(word, "<w:sdt><w:sdtContent><w:p><w:r><w:t>In een besturingselement.</w:t></w:r></w:p></w:sdtContent></w:sdt>")
    box = "<w:txbxContent><w:p><w:r><w:t>In een kader.</w:t></w:r></w:p></w:txbxContent>"
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    put(
        word,
        f"<w:p><w:r><w:t>Ervoor.</w:t></w:r><w:r><mc:AlternateContent {mc}><mc:Choice Requires='wps'><w:drawing>{box}"
        f"</w:drawing></mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>",
    )
    word.add_paragraph("Erna.")
    assert saved(word).text.split("\n\n") == ["In een besturingselement.", "Ervoor.", "In een kader.", "Erna."]


def test_tables_keep_their_columns_and_say_merged_cells_once(word: Word, saved: Save) -> None:
    """Traps 35, 41 and 46: cover and action tables stay where they stand."""
    word.add_paragraph("Ervoor.")
    table = word.add_table(4, 3)
    rows = [("Nr", "Actie", "Wie"), ("1", "Brief", "DG"), ("", "Nota", "PG"), ("samen", "", "")]
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    table.cell(1, 0).merge(table.cell(2, 0))
    rest = table.rows[2]._tr.tc_lst[0]  # the covered part of the cell; what is left in it isn't printed
    rest.p_lst[0].append(parse_xml(f"<w:r {W}><w:t>1</w:t></w:r>"))
    table.cell(3, 0).merge(table.cell(3, 2))
    word.add_paragraph("Erna.")
    document = saved(word)
    assert document.text.split("\n\n") == [
        "Ervoor.",
        "Nr | Actie | Wie",
        "1 | Brief | DG",
        "| Nota | PG",
        "samen",
        "Erna.",
    ]
    assert [span.of(document.text).split("\n\n")[0] for span in document.tables] == ["Nr | Actie | Wie"]


def test_minutes_laid_out_in_a_table_keep_their_paragraphs_and_headings(word: Word, saved: Save) -> None:
    cell = word.add_table(1, 1).cell(0, 0)
    cell.paragraphs[0].add_run("Onderwerp").bold = True
    cell.add_paragraph("Er is lang gesproken.")
    nested = cell.add_table(1, 2)
    nested.cell(0, 0).text, nested.cell(0, 1).text = "links", "rechts"
    document = saved(word)
    assert document.text.split("\n\n") == ["Onderwerp", "Er is lang gesproken.", "links | rechts"]
    assert headings(document) == [("Onderwerp", 2)]


def test_breaks_tabs_and_hyphens_come_out_as_seen(word: Word, saved: Save) -> None:
    put(
        word,
        "<w:p><w:r><w:t>Aan</w:t><w:tab/><w:t>de</w:t><w:br/><w:t>e</w:t><w:noBreakHyphen/><w:t>mail af</w:t>"
        "<w:softHyphen/><w:t>spraak</w:t><w:br w:type='page'/><w:sym w:font='Symbol' w:char='F0B7'/></w:r></w:p>",
    )
    assert saved(word).text == "Aan\tde\ne-mail afspraak\n•"


def test_headers_footers_and_the_table_of_contents_stay_out(word: Word, saved: Save) -> None:
    """Trap 15."""
    word.sections[0].header.paragraphs[0].text = "Vertrouwelijk"
    word.sections[0].footer.paragraphs[0].text = "Pagina 1"
    word.add_paragraph("Bewapening 3", style=style(word, "TOC 1"))
    word.add_paragraph("De tekst.")
    assert saved(word).text == "De tekst."


def test_footnotes_stand_at_the_end_with_their_numbers(tmp_path: Path, word: Word) -> None:
    put(
        word,
        "<w:p><w:r><w:t>Er is een brief</w:t></w:r><w:r><w:footnoteReference w:id='7'/></w:r><w:r><w:t>.</w:t></w:r></w:p>",
    )
    word.add_paragraph("Slot.")
    word.save(str(tmp_path / "een.docx"))
    notes = f"<w:footnotes {W}><w:footnote w:id='7'><w:p><w:r><w:t>Kamerstuk 29628.</w:t></w:r></w:p></w:footnote></w:footnotes>"
    with zipfile.ZipFile(tmp_path / "een.docx", "a") as archive:
        archive.writestr("word/footnotes.xml", notes)
    assert read_file(tmp_path / "een.docx").text.split("\n\n") == ["Er is een brief.", "Slot.", "1 Kamerstuk 29628."]


def test_a_document_with_macros_is_read_and_runs_nothing(tmp_path: Path, word: Word) -> None:
    word.add_paragraph("Gewone woorden.")
    word.save(str(tmp_path / "een.docx"))
    with zipfile.ZipFile(tmp_path / "een.docx") as good, zipfile.ZipFile(tmp_path / "twee.docm", "w") as archive:
        for name in good.namelist():
            macro = good.read(name).replace(b"wordprocessingml.document.main", b"ms-word.document.macroEnabled.main")
            archive.writestr(name, macro)
    assert read_file(tmp_path / "twee.docm").text == "Gewone woorden."


def test_tables_nested_absurdly_deep_are_refused(tmp_path: Path, word: Word) -> None:
    word.save(str(tmp_path / "een.docx"))
    deep = (
        f"<w:document {W}><w:body>"
        + "<w:tbl><w:tr><w:tc>" * 400
        + "</w:tc></w:tr></w:tbl>" * 400
        + "</w:body></w:document>"
    )
    with zipfile.ZipFile(tmp_path / "diep.docx", "w") as archive:
        archive.writestr("word/document.xml", deep)
    with pytest.raises(UnreadableError, match="geen \\(heel\\) Word-document"):
        read_file(tmp_path / "diep.docx")
