"""Scans and photos are read with Tesseract, with a note that says so; without it, the reason says what to install."""

import os
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont
from reportlab.pdfgen.canvas import Canvas

from index.limits import Limits
from index.readers import UnreadableError, ocr, read_file
from index.records import NoteKind

needs_tesseract = pytest.mark.skipif(
    bool(ocr.missing()) and "CI" not in os.environ, reason=f"NIET GEDRAAID, OCR ontbreekt: {ocr.missing()}"
)
LINES = ["De burgemeester vraagt aandacht", "voor de inzet van de politie", "tijdens de jaarwisseling."]


def picture(lines: list[str], size: tuple[int, int] = (1400, 500)) -> Image.Image:
    image = Image.new("L", size, 255)
    font = ImageFont.load_default(48)
    for i, line in enumerate(lines):
        ImageDraw.Draw(image).text((60, 60 + 90 * i), line, 0, font)
    return image


def scan(canvas: Canvas, image: Image.Image, folder: Path) -> None:
    """A page that is one picture."""
    paper = Image.new("L", (1400, 1980), 255)
    paper.paste(image, (0, 0))
    file = folder / f"bladzijde {canvas.getPageNumber()}.png"  # reportlab draws a file that it knows by name only once
    paper.save(file)
    canvas.drawImage(str(file), 0, 0, 595, 842)
    canvas.showPage()


@pytest.fixture
def no_tesseract(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr("pytesseract.pytesseract.tesseract_cmd", "/bestaat/niet/tesseract")
    ocr.missing.cache_clear()
    yield
    monkeypatch.undo()
    ocr.missing.cache_clear()


@needs_tesseract
@pytest.mark.parametrize("suffix", [".png", ".jpg", ".tiff"])
def test_a_photo_of_text_is_read_with_a_note(tmp_path: Path, suffix: str) -> None:
    """Trap 56."""
    picture(LINES).save(tmp_path / f"foto{suffix}")
    document = read_file(tmp_path / f"foto{suffix}")
    assert document.text.split() == " ".join(LINES).split()
    assert document.pages == (0,)
    [note] = document.notes
    assert note.kind == NoteKind.OCR
    assert "% zeker; controleer citaten bij het origineel" in note.text


@needs_tesseract
def test_each_picture_of_a_tiff_is_a_page(tmp_path: Path) -> None:
    picture(LINES).save(tmp_path / "scan.tif", save_all=True, append_images=[picture(["Tweede bladzijde hier"])])
    document = read_file(tmp_path / "scan.tif")
    assert [document.text[start:].split()[0] for start in document.pages] == ["De", "Tweede"]


@needs_tesseract
def test_a_photo_that_lies_on_its_side_is_turned_as_the_camera_says(tmp_path: Path) -> None:
    image = picture(LINES).rotate(90, expand=True)
    exif = Image.Exif()
    exif[0x0112] = 6  # turn a quarter to the right
    image.save(tmp_path / "foto.jpg", exif=exif)
    assert read_file(tmp_path / "foto.jpg").text.split() == " ".join(LINES).split()


@needs_tesseract
def test_a_scanned_pdf_is_read_page_by_page(tmp_path: Path) -> None:
    """Trap 54."""
    canvas = Canvas(str(tmp_path / "scan.pdf"))
    scan(canvas, picture(LINES), tmp_path)
    scan(canvas, picture(["Tweede bladzijde hier"]), tmp_path)
    canvas.save()
    document = read_file(tmp_path / "scan.pdf")
    assert [document.text[start:].split()[0] for start in document.pages] == ["De", "Tweede"]
    assert [note.kind for note in document.notes] == [NoteKind.OCR]
    assert document.notes[0].text.startswith("gelezen met tekstherkenning (OCR)")


def mixed(folder: Path) -> Path:
    canvas = Canvas(str(folder / "deels.pdf"))
    canvas.drawString(60, 700, "Deze bladzijde heeft gewone letters in plaats van beeld.")
    canvas.showPage()
    scan(canvas, picture(LINES), folder)
    canvas.drawString(60, 700, "Ook deze bladzijde heeft gewone letters.")
    canvas.save()
    return folder / "deels.pdf"


@needs_tesseract
def test_only_the_scanned_pages_of_a_pdf_are_read_by_ocr(tmp_path: Path) -> None:
    document = read_file(mixed(tmp_path))
    assert [document.text[start:].split()[0] for start in document.pages] == ["Deze", "De", "Ook"]
    assert [note.text.split(" gelezen")[0] for note in document.notes] == ["bladzijde 2"]


@pytest.mark.usefixtures("no_tesseract")
def test_without_tesseract_the_scanned_pages_are_named(tmp_path: Path) -> None:
    document = read_file(mixed(tmp_path))
    [note] = document.notes
    assert note.kind == NoteKind.PARTIAL
    assert note.text.startswith("bladzijde 2 niet gelezen: een scan;")
    assert len(document.pages) == 3


@pytest.mark.usefixtures("no_tesseract")
def test_without_tesseract_a_scan_says_what_to_install(tmp_path: Path) -> None:
    """Trap 54."""
    canvas = Canvas(str(tmp_path / "scan.pdf"))
    scan(canvas, picture(LINES), tmp_path)
    canvas.save()
    picture(LINES).save(tmp_path / "foto.png")
    for name in ("scan.pdf", "foto.png"):
        with pytest.raises(UnreadableError, match="tesseract-ocr tesseract-ocr-nld"):
            read_file(tmp_path / name)


def test_tesseract_without_dutch_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A small real program stands in for a Tesseract that only has English."""
    program = tmp_path / "tesseract"
    program.write_text('#!/bin/sh\necho "List of available languages (1):"\necho eng\n')
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setattr("pytesseract.pytesseract.tesseract_cmd", str(program))
    ocr.missing.cache_clear()
    try:
        assert "geen Nederlands" in ocr.missing()
    finally:
        monkeypatch.undo()
        ocr.missing.cache_clear()


@needs_tesseract
@pytest.mark.parametrize("image", [Image.effect_noise((900, 700), 90), picture(["1 % 4 & 7 = 9 x", "3 < 5 > 2 + 8 k"])])
def test_a_picture_without_words_is_no_text(tmp_path: Path, image: Image.Image) -> None:
    image.save(tmp_path / "foto.png")
    with pytest.raises(UnreadableError, match="geen leesbare tekst"):
        read_file(tmp_path / "foto.png")


@needs_tesseract
def test_a_page_that_takes_too_long_is_given_up(tmp_path: Path) -> None:
    picture(LINES * 3, (2400, 1200)).save(tmp_path / "foto.png")
    with pytest.raises(UnreadableError, match="tekstherkenning duurt te lang"):
        read_file(tmp_path / "foto.png", Limits(ocr_seconds=0.01))


@needs_tesseract
def test_a_picture_that_unpacks_to_gigabytes_is_refused(tmp_path: Path) -> None:
    Image.new("1", (20_000, 20_000)).save(tmp_path / "bom.png")
    assert (tmp_path / "bom.png").stat().st_size < 1 << 20
    with pytest.raises(UnreadableError, match="te groot"):
        read_file(tmp_path / "bom.png")


@needs_tesseract
def test_half_a_picture_is_refused(tmp_path: Path) -> None:
    picture(LINES).save(tmp_path / "foto.png")
    (tmp_path / "foto.png").write_bytes((tmp_path / "foto.png").read_bytes()[:400])
    with pytest.raises(UnreadableError, match="geen \\(hele\\) afbeelding"):
        read_file(tmp_path / "foto.png")


def test_tesseract_is_on_the_machine_where_the_project_is_checked() -> None:
    if "CI" in os.environ:
        assert shutil.which("tesseract")
        assert ocr.missing() == ""
