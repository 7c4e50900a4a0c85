"""ODF texts come out as printed: headings, list numbers, tables and notes, without what was deleted or hidden."""

import zipfile
from pathlib import Path

import pytest
from odf import table, text
from odf.opendocument import OpenDocumentText
from odf.style import ParagraphProperties, Style, TextProperties

from index.readers import Document, UnreadableError, read_file

SPACES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"'
)


@pytest.fixture
def odt() -> OpenDocumentText:
    return OpenDocumentText()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "verslag.odt"


def saved(document: OpenDocumentText, path: Path) -> Document:
    document.save(str(path))
    return read_file(path)


def raw(path: Path, body: str, manifest: str = "") -> Document:
    """A document of raw XML, for what odfpy can't write."""
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr(
            "content.xml",
            f"<office:document-content {SPACES}><office:body><office:text>{body}</office:text></office:body>"
            "</office:document-content>",
        )
        if manifest:
            archive.writestr("META-INF/manifest.xml", manifest)
    return read_file(path)


def test_headings_paragraphs_and_tables_stand_in_their_order(odt: OpenDocumentText, path: Path) -> None:
    """Traps 41 and 56."""
    bold = Style(name="Vet", family="paragraph")
    bold.addElement(ParagraphProperties())
    bold.addElement(TextProperties(fontweight="bold"))
    odt.automaticstyles.addElement(bold)
    odt.text.addElement(text.H(outlinelevel=1, text="Verslag overleg"))
    odt.text.addElement(text.P(text="Er is gesproken."))
    odt.text.addElement(text.P(stylename=bold, text="Drugs"))
    rows = table.Table()
    for cells in (("Wie", "Wat"), ("DG", "brief")):
        row = table.TableRow()
        for words in cells:
            cell = table.TableCell()
            cell.addElement(text.P(text=words))
            row.addElement(cell)
        rows.addElement(row)
    odt.text.addElement(rows)
    odt.text.addElement(text.H(outlinelevel=2, text="Deze kop is een zin die eindigt met een punt."))
    document = saved(odt, path)
    assert document.text.split("\n\n") == [
        *("Verslag overleg", "Er is gesproken.", "Drugs", "Wie | Wat", "DG | brief"),
        "Deze kop is een zin die eindigt met een punt.",
    ]
    assert [(h.span.of(document.text), h.level) for h in document.headings] == [("Verslag overleg", 1), ("Drugs", 2)]
    assert [span.of(document.text) for span in document.tables] == ["Wie | Wat\n\nDG | brief"]


def test_lists_are_numbered_as_on_paper(odt: OpenDocumentText, path: Path) -> None:
    """Trap 39."""
    style = text.ListStyle(name="Nummers")
    style.addElement(text.ListLevelStyleNumber(level=1, numformat="1", numsuffix="."))
    style.addElement(text.ListLevelStyleNumber(level=2, numformat="a", numsuffix=")", displaylevels=2))
    odt.automaticstyles.addElement(style)

    def item(words: str) -> text.ListItem:
        made = text.ListItem()
        made.addElement(text.P(text=words))
        return made

    numbers = text.List(stylename=style)
    second = item("twee")
    inner = text.List()
    inner.addElement(item("diep"))
    second.addElement(inner)
    for made in (item("een"), second, item("drie")):
        numbers.addElement(made)
    more = text.List(stylename=style, continuenumbering="true")
    more.addElement(item("vier"))
    loose = text.List()
    loose.addElement(item("punt"))
    for made in (numbers, more, loose):
        odt.text.addElement(made)
    assert saved(odt, path).text.split("\n\n") == ["1. een", "2. twee", "2.a) diep", "3. drie", "4. vier", "- punt"]


def test_spaces_tabs_breaks_and_notes_come_out_as_seen(odt: OpenDocumentText, path: Path) -> None:
    paragraph = text.P(text="Aan")
    paragraph.addElement(text.S(c=2))
    paragraph.addText("de")
    paragraph.addElement(text.Tab())
    paragraph.addText("raad")
    paragraph.addElement(text.LineBreak())
    paragraph.addText("en verder")
    note = text.Note(noteclass="footnote")
    note.addElement(text.NoteCitation(text="1"))
    body = text.NoteBody()
    body.addElement(text.P(text="Kamerstuk 29628."))
    note.addElement(body)
    paragraph.addElement(note)
    odt.text.addElement(paragraph)
    odt.text.addElement(text.P(text="Slot."))
    assert saved(odt, path).text == "Aan  de\traad\nen verder\n\nSlot.\n\n1 Kamerstuk 29628."


def test_deletions_comments_and_hidden_text_stay_out(path: Path) -> None:
    document = raw(
        path,
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>geschrapt</text:p></text:deletion>"
        "</text:changed-region></text:tracked-changes><text:p>Dit<text:change text:change-id='a'/> blijft"
        "<office:annotation><text:p>Klopt dit?</text:p></office:annotation><text:hidden-text>stil</text:hidden-text>.</text:p>"
        "<text:table-of-content><text:index-body><text:p>Drugs 3</text:p></text:index-body></text:table-of-content>",
    )
    assert document.text == "Dit blijft."


def test_a_repeated_cell_is_no_bomb(path: Path) -> None:
    space = 'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    many = 'table:number-columns-repeated="2000000000"'
    rows = (
        f"<table:table {space}><table:table-row><table:table-cell {many}/><table:table-cell><text:p>in</text:p></table:table-cell>"
        f"<table:table-cell {many}><text:p>uit</text:p></table:table-cell></table:table-row></table:table>"
    )
    assert raw(path, rows + "<text:p>a<text:s text:c='900000000'/>b</text:p>").text.startswith("| ")
    assert len(read_file(path).text) < 1_000


def test_a_locked_document_says_so(path: Path) -> None:
    with pytest.raises(UnreadableError, match="beveiligd met een wachtwoord"):
        raw(path, "<text:p>x</text:p>", "<m><file-entry><encryption-data/></file-entry></m>")


def test_a_damaged_document_says_so(odt: OpenDocumentText, path: Path) -> None:
    odt.text.addElement(text.P(text="Tekst."))
    odt.save(str(path))
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(UnreadableError, match="geen \\(hele\\) ODF-tekst"):
        read_file(path)
