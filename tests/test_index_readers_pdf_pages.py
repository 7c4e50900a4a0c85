"""What pages of a PDF repeat is left out, what they say is not; tables and columns come out in reading order."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import SimpleDocTemplate, Table, TableStyle

from index.readers import Document, read_file
from index.records import NoteKind

WIDTH, HEIGHT = A4
PROSE = ["De burgemeesters spraken lang over", "de inzet van de politie. Daarna", "gaf de minister een toelichting."]


def body(page: int) -> list[str]:
    return [f"Op deze plek, {'abcdefghij'[page]}, begint tekst.", *PROSE, f"En zo eindigt deel {'abcdefghij'[page]}."]


def pdf(
    path: Path, pages: Sequence[Sequence[str]], top: Sequence[str] = (), foot: Sequence[str] = (), size: int = 11
) -> Document:
    """Pages with text from 100 points below the top, and a line above and below it."""
    canvas = Canvas(str(path), pagesize=A4)
    for number, lines in enumerate(pages):
        for text, height in ((top, HEIGHT - 40), (foot, 40)):
            if text and text[number]:
                canvas.setFont("Helvetica", size)
                canvas.drawString(60, height, text[number])
        canvas.setFont("Helvetica", 11)
        for i, line in enumerate(lines):
            canvas.drawString(60, HEIGHT - 100 - 14 * i, line)
        canvas.showPage()
    canvas.save()
    return read_file(path)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "verslag.pdf"


BODY4 = [body(page) for page in range(4)]
PLAIN4 = "\n".join(line for lines in BODY4 for line in lines)


@pytest.mark.parametrize(
    "foot",
    [
        ["1", "2", "3", "4"],
        ["- 7 -", "- 8 -", "- 9 -", "- 10 -"],
        ["Pagina 1 van 4", "Pagina 2 van 4", "Pagina 3 van 4", "Pagina 4 van 4"],
        ["blz. 1", "blz. 2", "blz. 3", "blz. 4"],
        ["1/4", "2/4", "3/4", "4/4"],
        ["Besluitenlijst raad 1", "Besluitenlijst raad 2", "Besluitenlijst raad 3", "Besluitenlijst raad 4"],
        ["", "Vertrouwelijk", "Vertrouwelijk", "Vertrouwelijk"],  # not on the first page
        ["links 1", "2 rechts", "links 3", "4 rechts"],  # odd and even pages have their own
        ["[SLG440649.doc]", "", "", ""],
    ],
)
def test_what_runs_along_at_the_foot_is_left_out(path: Path, foot: list[str]) -> None:
    """Trap 15."""
    assert pdf(path, BODY4, foot=foot).text == PLAIN4


@pytest.mark.parametrize("top", [["Ministerie van Zaken"] * 4, ["Besluitvorming/F060"] * 4])
def test_what_runs_along_at_the_top_is_left_out(path: Path, top: list[str]) -> None:
    """Trap 15."""
    assert pdf(path, BODY4, top=top).text == PLAIN4


def test_a_header_on_two_pages_is_left_out(path: Path) -> None:
    assert pdf(path, BODY4[:2], top=["Ministerie van Zaken"] * 2).text == "\n".join(BODY4[0] + BODY4[1])


def test_a_title_that_runs_along_stays_on_the_first_page(path: Path) -> None:
    document = pdf(path, BODY4, top=["Verslag van het overleg 4 juli 2022"] * 4)
    assert document.text.replace("\n\n", "\n") == f"Verslag van het overleg 4 juli 2022\n{PLAIN4}"


def test_a_title_in_large_type_stays_though_small_type_repeats_it(path: Path) -> None:
    canvas = Canvas(str(path), pagesize=A4)
    for page in range(3):
        canvas.setFont("Helvetica", 16 if page == 0 else 8)
        canvas.drawString(60, HEIGHT - 40, "Bewaken in de regio")
        canvas.setFont("Helvetica", 11)
        for i, line in enumerate(body(page)):
            canvas.drawString(60, HEIGHT - 100 - 14 * i, line)
        canvas.showPage()
    canvas.save()
    document = read_file(path)
    assert document.text.count("Bewaken in de regio") == 1
    assert [(h.span.of(document.text), h.level) for h in document.headings] == [("Bewaken in de regio", 1)]


def test_a_sentence_that_two_pages_share_stays_on_both(path: Path) -> None:
    pages = [["Eerst dit.", "Het overleg stemt in.", "Dan dat."], ["Weer iets.", "Het overleg stemt in.", "Slot hier."]]
    assert pdf(path, pages).text.count("Het overleg stemt in.") == 2
    first = [["Het overleg stemt in.", "Dan dat.", "En dit ook."], ["Het overleg stemt in.", "Slot hier.", "Klaar."]]
    assert pdf(path, first).text.count("Het overleg stemt in.") == 2


def test_a_number_that_counts_no_pages_stays(path: Path) -> None:
    """Trap 40."""
    assert pdf(path, [[*BODY4[0], "144"], [*BODY4[1], "75"]]).text.split("\n")[-1] == "75"


def test_pages_count_from_the_paper_also_when_one_is_blank(path: Path) -> None:
    """Trap 16: the place in the file counts, whatever number is printed."""
    document = pdf(path, [["Een."], [], ["Drie."]], foot=["Blad 11", "Blad 12", "Blad 13"])
    assert [document.text[start:] for start in document.pages][0::2] == ["Een.\nDrie.", "Drie."]
    assert len(document.pages) == 3


def test_a_gap_behind_a_capital_stays_literal(path: Path) -> None:
    """Trap 20."""
    assert "De S taatssecretaris vult aan." in pdf(path, [["De S taatssecretaris vult aan."]]).text


def test_a_ruled_table_gives_rows_of_cells_in_their_place(path: Path) -> None:
    """Traps 46 and 61."""
    rows = [["Nr", "Actie", "Eigenaar"], ["1", "Brief sturen aan\nde Kamer", "DG"], ["2", "Plan maken", ""]]
    table = Table(rows, colWidths=[40, 150, 80], style=TableStyle([("GRID", (0, 0), (-1, -1), 0.5, "black")]))
    SimpleDocTemplate(str(path)).build([table])
    document = read_file(path)
    assert document.text == "Nr | Actie | Eigenaar\n\n1 | Brief sturen aan de Kamer | DG\n\n2 | Plan maken"
    assert [span.of(document.text) for span in document.tables] == [document.text]


def test_a_cell_over_two_rows_keeps_the_columns_in_line(path: Path) -> None:
    rows = [["Thema", "Actie", "Wie"], ["Drugs", "Brief", "DG"], ["", "Nota", "PG"]]
    style = TableStyle([("GRID", (0, 0), (-1, -1), 0.5, "black"), ("SPAN", (0, 1), (0, 2))])
    SimpleDocTemplate(str(path)).build([Table(rows, colWidths=[60, 100, 80], style=style)])
    assert read_file(path).text.split("\n\n") == ["Thema | Actie | Wie", "Drugs | Brief | DG", "| Nota | PG"]


def test_a_flattened_table_stays_a_block_in_reading_order(path: Path) -> None:
    """Trap 61."""
    assert pdf(path, [["Doel", "Aantal 2021", "12", "15", "De aantallen stegen."]]).text.split("\n") == [
        "Doel",
        "Aantal 2021",
        "12",
        "15",
        "De aantallen stegen.",
    ]


def test_two_columns_are_read_one_after_the_other(path: Path) -> None:
    """Trap 18."""
    left = [f"linker regel {letter} over de inzet van politie" for letter in "abcdefgh"]
    right = [f"rechter regel {letter} over geld van het rijk" for letter in "abcdefgh"]
    canvas = Canvas(str(path), pagesize=A4)
    canvas.setFont("Helvetica", 10)
    canvas.drawString(
        60, 780, "Deze regel loopt boven de twee kolommen over de hele breedte van het papier door, tot het eind"
    )
    for i in range(8):
        canvas.drawString(60, 740 - 13 * i, left[i])
        canvas.drawString(320, 740 - 13 * i, right[i])
    canvas.save()
    assert read_file(path).text.split("\n")[-16:] == left + right


def test_a_list_of_names_and_roles_side_by_side_stays_row_by_row(path: Path) -> None:
    """Trap 35."""
    canvas = Canvas(str(path), pagesize=A4)
    for i in range(8):
        canvas.drawString(60, 740 - 13 * i, f"Naam {i}")
        canvas.drawString(320, 740 - 13 * i, f"Rol {i}")
    canvas.save()
    assert read_file(path).text.split("\n") == [f"Naam {i} Rol {i}" for i in range(8)]


def test_a_paragraph_in_bold_is_no_heading(path: Path) -> None:
    canvas = Canvas(str(path), pagesize=A4)
    canvas.setFont("Helvetica-Bold", 11)
    for i, line in enumerate(
        ["Deze alinea is helemaal vet gezet en", "gaat over meer regels door, zoals", "nadruk doet."]
    ):
        canvas.drawString(60, 740 - 14 * i, line)
    canvas.setFont("Helvetica", 11)
    for i, line in enumerate(body(0) * 3):
        canvas.drawString(60, 660 - 14 * i, line)
    canvas.save()
    assert read_file(path).headings == ()


def test_words_that_the_paper_does_not_show_are_left_out_and_noted(path: Path) -> None:
    """D4: text for machines only may be an instruction."""
    canvas = Canvas(str(path), pagesize=A4)
    canvas.drawString(60, 700, "Zichtbaar.")
    canvas.setFillGray(1)
    canvas.drawString(60, 650, "Wit.")
    canvas.setFillGray(0)
    canvas.drawString(60, HEIGHT + 50, "Naast het papier.")
    canvas.setFont("Helvetica", 1)
    canvas.drawString(60, 600, "Minuscuul.")
    canvas.setFillGray(0.2)
    canvas.rect(50, 540, 200, 30, fill=1)
    canvas.setFillGray(1)
    canvas.setFont("Helvetica", 11)
    canvas.drawString(60, 550, "Wit op donker.")
    canvas.save()
    document = read_file(path)
    assert document.text == "Zichtbaar.\n\nWit op donker."
    assert [note.kind for note in document.notes] == [NoteKind.PARTIAL]


def test_bold_made_by_printing_twice_is_read_once(path: Path) -> None:
    canvas = Canvas(str(path), pagesize=A4)
    for shift in (0.0, 0.3):
        canvas.drawString(60 + shift, 700, "Alle vooronderstellingen")
    canvas.save()
    assert read_file(path).text == "Alle vooronderstellingen"


def test_slides_saved_as_pdf_give_their_words_page_by_page(tmp_path: Path) -> None:
    """Trap 55."""
    canvas = Canvas(str(tmp_path / "dia.pdf"), pagesize=(960, 540))
    for title in ("Stand van zaken", "Planning"):
        canvas.setFont("Helvetica-Bold", 40)
        canvas.drawString(60, 460, title)
        canvas.setFont("Helvetica", 20)
        for i in range(4):
            canvas.drawString(80, 380 - 40 * i, f"punt over {title.lower()} {'abcd'[i]}")
        canvas.showPage()
    canvas.save()
    document = read_file(tmp_path / "dia.pdf")
    assert [h.span.of(document.text) for h in document.headings] == ["Stand van zaken", "Planning"]
    assert len(document.pages) == 2
