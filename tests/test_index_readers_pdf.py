"""PDF files come out as printed: lines, true pages, headings by their type, without running headers and footers."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from index.readers import Document, UnreadableError, read_file

BOLD = "Helvetica-Bold"
STEP = 14  # points between lines
Line = str | tuple[str, str, int] | None  # None leaves a line out


def write_pdf(
    path: Path, pages: Sequence[Sequence[Line]], footer: str = "", encrypt: StandardEncryption | None = None
) -> Path:
    canvas = Canvas(str(path), encrypt=encrypt)
    for number, lines in enumerate(pages, 1):
        height = 780
        for line in lines:
            text, font, size = (line, "Helvetica", 11) if isinstance(line, str) else line or ("", "Helvetica", 11)
            canvas.setFont(font, size)
            canvas.drawString(60, height, text)
            height -= STEP
        canvas.setFont("Helvetica", 9)
        canvas.drawString(60, 40, footer.format(number))
        canvas.showPage()
    canvas.save()
    return path


@pytest.fixture
def document(tmp_path: Path) -> Document:
    pages: list[list[Line]] = [
        [
            ("Korte terugkoppeling LOVP 4 juli 2022", BOLD, 14),
            None,
            ("Legitimatie", BOLD, 11),
            "De politie toonde een pas. Dat duurde",
            "lang en ging goed, zodat er in",
        ],
        [
            "juli verder is gegaan. Nieuwe zin.",
            None,
            ("Trainen en oefenen", BOLD, 11),
            ("van agenten", BOLD, 11),
            "Er wordt getraind.",
        ],
        ["Er zijn 2022 deelnemers.", "Klaar."],
    ]
    return read_file(write_pdf(tmp_path / "verslag.pdf", pages, "LOVP 4 juli 2022 - pagina {} van 3"))


def test_lines_stand_as_printed_with_an_empty_line_where_the_paper_has_one(document: Document) -> None:
    assert document.text.split("\n") == [
        "Korte terugkoppeling LOVP 4 juli 2022",
        "",
        "Legitimatie",
        "De politie toonde een pas. Dat duurde",
        "lang en ging goed, zodat er in",
        "juli verder is gegaan. Nieuwe zin.",
        "",
        "Trainen en oefenen",
        "van agenten",
        "Er wordt getraind.",
        "Er zijn 2022 deelnemers.",
        "Klaar.",
    ]


def test_pages_start_where_the_paper_starts_them(document: Document) -> None:
    starts = [document.text[start:].split("\n")[0] for start in document.pages]
    assert starts == [
        "Korte terugkoppeling LOVP 4 juli 2022",
        "juli verder is gegaan. Nieuwe zin.",
        "Er zijn 2022 deelnemers.",
    ]


def test_larger_or_bold_lines_are_headings_and_two_in_a_row_are_one(document: Document) -> None:
    assert [(heading.span.of(document.text), heading.level) for heading in document.headings] == [
        ("Korte terugkoppeling LOVP 4 juli 2022", 1),
        ("Legitimatie", 2),
        ("Trainen en oefenen\nvan agenten", 2),
    ]


@pytest.mark.parametrize("footer", ["Verslag LOVP, blad {}", "Pagina {} van 2", "{}", "blz. {}"])
def test_a_running_footer_is_left_out(tmp_path: Path, footer: str) -> None:
    path = write_pdf(tmp_path / "verslag.pdf", [["Een zin.", "Nog een.", "En."], ["Andere zin.", "Slot."]], footer)
    assert read_file(path).text == "Een zin.\nNog een.\nEn.\nAndere zin.\nSlot."


def test_a_line_in_the_middle_of_every_page_is_no_furniture(tmp_path: Path) -> None:
    pages = [["Een.", "Twee.", "Het LOVP stemt in.", "Vier.", "Vijf."], ["A.", "B.", "Het LOVP stemt in.", "D.", "E."]]
    assert read_file(write_pdf(tmp_path / "verslag.pdf", pages)).text.count("Het LOVP stemt in.") == 2


def test_a_locked_pdf_says_so(tmp_path: Path) -> None:
    path = write_pdf(tmp_path / "dicht.pdf", [["Geheim."]], encrypt=StandardEncryption("wachtwoord", strength=128))
    with pytest.raises(UnreadableError, match="beveiligd met een wachtwoord"):
        read_file(path)


def test_a_pdf_that_only_forbids_printing_is_read(tmp_path: Path) -> None:
    lock = StandardEncryption("", ownerPassword="x", canPrint=0, strength=128)
    assert read_file(write_pdf(tmp_path / "open.pdf", [["Openbaar."]], encrypt=lock)).text == "Openbaar."


def test_a_scan_without_text_says_so(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "scan.pdf"))
    canvas.rect(50, 50, 300, 500, fill=1)
    canvas.showPage()
    canvas.save()
    with pytest.raises(UnreadableError, match="scan"):
        read_file(tmp_path / "scan.pdf")


@pytest.mark.parametrize("kept", [0.02, 0.5, 0.98])
def test_half_a_pdf_is_refused(tmp_path: Path, kept: float) -> None:
    path = write_pdf(tmp_path / "half.pdf", [["Een zin."]])
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * kept)])
    with pytest.raises(UnreadableError, match="geen \\(hele\\) PDF"):
        read_file(path)


def test_text_under_the_name_of_a_pdf_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "nep.pdf"
    path.write_text("Dit is geen PDF, maar gewone tekst.")
    with pytest.raises(UnreadableError, match="geen \\(hele\\) PDF"):
        read_file(path)
