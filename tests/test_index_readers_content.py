"""A file is read by what it is; what isn't read says what it is and what to do; nothing blocks and nothing crashes."""

import os
import random
import socket
import time
import zipfile
from io import BytesIO
from pathlib import Path

import docx
import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from index.limits import Limits
from index.readers import READERS, SUFFIXES, UnreadableError, read_file

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def refusal(path: Path, limits: Limits | None = None) -> str:
    with pytest.raises(UnreadableError) as caught:
        read_file(path, limits or Limits())
    return str(caught.value)


def written(path: Path, content: bytes | str) -> Path:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def pdf(path: Path) -> Path:
    canvas = Canvas(str(path))
    canvas.drawString(60, 700, "De korpschef lichtte de planning toe.")
    canvas.save()
    return path


def word(path: Path) -> Path:
    document = docx.Document()
    document.add_paragraph("De burgemeester vroeg om een plan.")
    with path.open("wb") as file:
        document.save(file)
    return path


@pytest.mark.parametrize("name", ["verslag.docx", "verslag.txt", "verslag", "verslag.odt", "Verslag overleg 1.0."])
def test_a_pdf_is_read_whatever_its_name_says(tmp_path: Path, name: str) -> None:
    """Traps 54 and 57."""
    assert read_file(pdf(tmp_path / name)).text == "De korpschef lichtte de planning toe."


@pytest.mark.parametrize("name", ["verslag.pdf", "verslag.txt", "verslag.html", "verslag"])
def test_a_word_document_is_read_whatever_its_name_says(tmp_path: Path, name: str) -> None:
    assert read_file(word(tmp_path / name)).text == "De burgemeester vroeg om een plan."


def test_a_web_page_called_txt_is_read_as_a_page(tmp_path: Path) -> None:
    page = "\n<!DOCTYPE html>\n<html><body><nav>Menu</nav><p>Er komt een plan.</p></body></html>"
    assert read_file(written(tmp_path / "verslag.txt", page)).text == "Er komt een plan."


@pytest.mark.parametrize("name", ["verslag", "verslag 5.2", "Besluiten 12 mei 2021"])
def test_text_without_an_ending_is_read(tmp_path: Path, name: str) -> None:
    """Trap 56."""
    assert read_file(written(tmp_path / name, "Besloten is te wachten.")).text == "Besloten is te wachten."


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("brief.doc", OLE + "WordDocument".encode("utf-16-le"), "sla het op als .docx"),
        ("brief.docx", OLE + "WordDocument".encode("utf-16-le"), "geen docx-bestand maar een oud Word-document"),
        ("brief.docx", OLE + "EncryptedPackage".encode("utf-16-le"), "wachtwoord"),
        ("lijst.xls", OLE + "Workbook".encode("utf-16-le"), "een rekenblad"),
        ("brief.rtf", rb"{\rtf1\ansi Tekst.}", "een RTF-document"),
        ("brief.txt", rb"{\rtf1\ansi Tekst.}", "geen txt-bestand maar een RTF-document"),
        ("~$verslag.docx", b"\x05Naam", "tijdelijk bestand van Office"),
        (".DS_Store", b"\0\0\0\1Bud1", "hulpbestand van het besturingssysteem"),
        ("verslag.pdf", b"version https://git-lfs.github.com/spec/v1\noid sha256:1\nsize 9\n", "git lfs pull"),
        (
            "verslag.docx",
            b"version https://git-lfs.github.com/spec/v1\noid sha256:1\nsize 9\n",
            "verwijzing van Git LFS",
        ),
        ("film.mp4", b"\0\0\0\x18ftypmp42" + bytes(50), "bestandssoort .mp4 wordt niet gelezen; wel: docm, docx"),
        ("verslag.txt", " \n\t\n ", "geen tekst"),
        ("verslag.md", b"\xef\xbb\xbf\n", "geen tekst"),
    ],
)
def test_what_is_not_read_says_what_it_is_and_what_to_do(tmp_path: Path, name: str, content: bytes, says: str) -> None:
    """Traps 53 and 56."""
    assert says in refusal(written(tmp_path / name, content))


def test_a_spreadsheet_inside_a_zip_is_named(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "lijst.docx", "w") as archive:
        archive.writestr("xl/workbook.xml", "<x/>")
    assert "een rekenblad" in refusal(tmp_path / "lijst.docx")


def test_a_picture_called_pdf_is_taken_for_a_picture(tmp_path: Path) -> None:
    Image.new("L", (40, 40), 255).save(tmp_path / "foto.pdf", "PNG")
    assert "afbeelding" in refusal(tmp_path / "foto.pdf")


def test_pipes_sockets_folders_and_devices_are_refused_without_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pijp.txt")
    (tmp_path / "map.txt").mkdir()
    (tmp_path / "niets.txt").symlink_to("/dev/zero")
    here = Path.cwd()
    os.chdir(tmp_path)  # the path of a socket may be no longer than 100 characters
    try:
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind("stek.txt")
            for name in ("pijp.txt", "map.txt", "niets.txt", "stek.txt"):
                assert refusal(Path(name)) == "dit is geen gewoon bestand"
    finally:
        os.chdir(here)


def test_a_file_over_the_limit_is_refused_by_its_size(tmp_path: Path) -> None:
    path = written(tmp_path / "verslag.txt", "woord " * 500_000)
    assert refusal(path, Limits(size=1 << 20)) == "het bestand is te groot (2,9 MB, hoogstens 1 MB)"


def test_too_many_characters_are_refused_with_advice(tmp_path: Path) -> None:
    path = written(tmp_path / "verslag.md", "woord " * 1_000)
    assert "te veel tekst (6.000 tekens, hoogstens 5.000); splits" in refusal(path, Limits(characters=5_000))


@pytest.mark.parametrize("suffix", [".txt", ".md"])
def test_one_endless_word_is_refused_at_once(tmp_path: Path, suffix: str) -> None:
    path = written(tmp_path / f"verslag{suffix}", "a" * 4_900_000)
    start = time.monotonic()
    assert "zonder spatie" in refusal(path)
    assert time.monotonic() - start < 2.0


def test_too_many_pages_are_refused(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "dik.pdf"))
    for _ in range(6):
        canvas.drawString(60, 700, "Bladzijde met tekst.")
        canvas.showPage()
    canvas.save()
    assert "te veel bladzijden (6, hoogstens 5)" in refusal(tmp_path / "dik.pdf", Limits(pages=5))


def test_time_that_is_up_is_told(tmp_path: Path) -> None:
    assert "duurt te lang" in refusal(pdf(tmp_path / "traag.pdf"), Limits(seconds=-1.0))


def test_the_endings_that_are_read_are_the_readers() -> None:
    assert SUFFIXES == READERS.keys() >= {".pdf", ".docx", ".docm", ".odt", ".eml", ".msg", ".mdown", ".tiff"}


def zipped(bomb: bytes, name: str = "word/document.xml") -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, bomb)
    return buffer.getvalue()


def test_a_zip_bomb_called_word_is_refused_unopened(tmp_path: Path) -> None:
    path = written(tmp_path / "bom.docx", zipped(b" " * (80 << 20)))
    start = time.monotonic()
    assert "verdacht sterk ingepakt" in refusal(path)
    assert time.monotonic() - start < 1.0
    assert "uitgepakt te groot (80 MB" in refusal(path, Limits(unpacked=1 << 20))


ENTITIES = """<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "haha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c SYSTEM "file:///etc/hostname">]>
<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r>
<w:t>{}</w:t></w:r></w:p></w:body></w:document>"""


@pytest.mark.parametrize("entity", ["&b;", "&c;"])
def test_a_document_that_declares_entities_is_refused(tmp_path: Path, entity: str) -> None:
    path = written(tmp_path / "entiteit.docx", zipped(ENTITIES.format(entity).encode()))
    assert "(DTD)" in refusal(path)


def text_or_reason(path: Path) -> str:
    try:
        return f"{read_file(path).text} is tekst"
    except UnreadableError as error:
        return str(error)


STARTS = {
    ".pdf": b"%PDF-1.7\n",
    ".docx": b"PK\x03\x04",
    ".odt": b"PK\x03\x04",
    ".msg": OLE,
    ".eml": b"From: a@b.nl\nSubject: x\nMIME-Version: 1.0\n",
    ".html": b"<html><body>",
    ".png": b"\x89PNG\r\n\x1a\n",
    ".jpg": b"\xff\xd8\xff",
    ".tif": b"II*\0",
}


@pytest.mark.parametrize("suffix", sorted(READERS))
def test_noise_never_gives_another_error_than_a_reason(tmp_path: Path, suffix: str) -> None:
    chance = random.Random(suffix)  # noqa: S311 - the same noise every time, no secret
    for _ in range(8):
        noise = STARTS.get(suffix, b"") + chance.randbytes(chance.randrange(1, 3_000))
        path = written(tmp_path / f"ruis{suffix}", noise)
        assert len(text_or_reason(path)) > 10


@pytest.mark.parametrize("make", [pdf, word])
def test_a_document_with_flipped_bytes_gives_text_or_a_reason(tmp_path: Path, make) -> None:  # type: ignore[no-untyped-def]  # either maker above
    whole = make(tmp_path / f"heel.{make.__name__}").read_bytes()
    chance = random.Random(1)  # noqa: S311 - the same flips every time, no secret
    for _ in range(25):
        broken = bytearray(whole)
        for _ in range(chance.randrange(1, 40)):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        path = written(tmp_path / "kapot.pdf", bytes(broken))
        assert len(text_or_reason(path)) > 10
