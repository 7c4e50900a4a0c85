"""The original of a record: the very file that was read and no other, and a page of it as a picture with the words marked."""

import os
import re
import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from markupsafe import Markup
from PIL import Image
from rooms import opened
from zoo_documents import pdf

from index import originals
from index.embedding import BUILT_IN, open_encoder
from index.ingest import index_paths
from index.records import Record, Span
from index.search import Index
from index.sqlite_record_list import RecordFile, listed_records
from ui.web_desk import Desk
from ui.web_original import add_originals, original_link, picture_address, picture_page
from ui.web_pages import Asked
from ui.web_place import Place, place_at
from ui.web_record_page import record_page

LINES = """Verslag LOVP 3 mei {year}
Onderwerp een
De politie krijgt twaalf nieuwe boten die voor het eind van het
jaar varen. De burgemeesters vroegen om een over-
zicht van de kosten.
"""
MARKDOWN = "# Verslag LOVP 3 mei {year}\n\n## Onderwerp een\n\nDe politie krijgt {year} boten.\n"
HTML = "<h1>Verslag LOVP 3 mei 2013</h1><h2>Onderwerp</h2><p>De politie krijgt 13 boten.</p><script>alert(1)</script>"
BSN = "Het nummer is 111222333 van iemand."
WORDS = "De politie krijgt twaalf nieuwe boten die voor het eind van het\njaar varen."
YELLOW = (255, 226, 140)


@dataclass(frozen=True)
class Room:
    """A site over records in a folder that a test may spoil."""

    folder: Path
    index: Index
    client: TestClient

    def record(self, year: int) -> Record:
        found = next(one.id for one in listed_records(self.index.store) if one.dates and one.dates[0].year == year)
        record = self.index.store.record(found)
        assert record is not None
        return record

    def get(self, year: int, more: str = "") -> Any:
        return self.client.get(f"/origineel/{self.record(year).id}{more}")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with records of many formats, and a home folder into which they were read."""
    place = tmp_path_factory.mktemp("origineel")
    folder = place / "verslagen"
    folder.mkdir()
    (folder / "éé n.pdf").write_bytes(pdf(LINES.format(year=2011)))
    (folder / "twee.md").write_text(MARKDOWN.format(year=2012), "utf-8")
    (folder / "drie.html").write_text(HTML, "utf-8")
    (folder / "nummer.md").write_text(MARKDOWN.format(year=2014) + BSN, "utf-8")
    (folder / "text.pdf.md").write_text(MARKDOWN.format(year=2016), "utf-8")
    with zipfile.ZipFile(folder / "stukken.zip", "w") as packed:
        packed.writestr("binnen.md", MARKDOWN.format(year=2015))
    index_paths(place / "home", open_encoder(BUILT_IN), [folder])
    return place


@pytest.fixture
def room(made: Path, tmp_path: Path) -> Iterator[Room]:
    """As it was read, at the place that it was read from, each time anew."""
    kept = Path(shutil.copytree(made, tmp_path / "kept"))
    with opened(made / "home") as index:
        site, desk = FastAPI(), cast(Desk, SimpleNamespace(index=index))
        add_originals(site, desk)
        with TestClient(site) as client:
            yield Room(made / "verslagen", index, client)
    shutil.rmtree(made / "verslagen", ignore_errors=True)
    shutil.copytree(kept / "verslagen", made / "verslagen")


def place(record: Record, words: str) -> Place:
    start = record.text.index(words)
    return place_at(record.id, Span(start, start + len(words)), words)


def test_a_pdf_is_shown_in_a_sandbox_and_is_the_file(room: Room) -> None:
    got = room.get(2011)
    assert got.status_code == 200
    assert got.content == (room.folder / "éé n.pdf").read_bytes()
    assert got.headers["content-type"] == "application/pdf"
    assert got.headers["content-disposition"] == "inline; filename=\"_ n.pdf\"; filename*=UTF-8''%C3%A9%C3%A9%20n.pdf"
    assert got.headers["content-security-policy"].startswith("sandbox; default-src 'none'")
    assert got.headers["x-content-type-options"] == "nosniff"
    assert got.headers["content-length"] == str(len(got.content))


@pytest.mark.parametrize(("year", "name"), [(2012, "twee.md"), (2013, "drie.html"), (2016, "text.pdf.md")])
def test_any_other_file_is_only_saved(room: Room, year: int, name: str) -> None:
    got = room.get(year)
    assert got.status_code == 200
    assert got.content == (room.folder / name).read_bytes()
    assert got.headers["content-type"] == "application/octet-stream"
    assert got.headers["content-disposition"].startswith("attachment;")
    assert got.headers["x-content-type-options"] == "nosniff"


def refused(got: Any, why: str) -> None:
    assert got.status_code == 404
    assert got.headers["content-type"].startswith("text/html")
    assert why in got.text
    assert "boten" not in got.text


def test_a_file_that_was_changed_is_not_given(room: Room) -> None:
    path = room.folder / "twee.md"
    path.write_text(path.read_text("utf-8").replace("krijgt", "verkoopt"), "utf-8")
    refused(room.get(2012), "gewijzigd sinds het is ingelezen")


def test_a_file_that_is_gone_is_told(room: Room) -> None:
    (room.folder / "twee.md").unlink()
    refused(room.get(2012), "staat er niet meer")
    assert original_link(room.index.store, room.record(2012)) is None


@pytest.mark.parametrize("same", [True, False])
def test_a_link_in_its_place_is_not_followed(room: Room, tmp_path: Path, same: bool) -> None:
    path, other = room.folder / "twee.md", tmp_path / "geheim.txt"
    other.write_bytes(path.read_bytes() if same else b"geheim")
    path.unlink()
    path.symlink_to(other)
    refused(room.get(2012), "iets anders dan een gewoon bestand")


def test_a_pipe_or_folder_in_its_place_is_not_waited_for(room: Room) -> None:
    (room.folder / "twee.md").unlink()
    os.mkfifo(room.folder / "twee.md")
    refused(room.get(2012), "iets anders dan een gewoon bestand")
    (room.folder / "twee.md").unlink()
    (room.folder / "twee.md").mkdir()
    refused(room.get(2012), "iets anders dan een gewoon bestand")


def test_a_file_that_grew_past_what_is_read_is_not_even_hashed(room: Room) -> None:
    with (room.folder / "twee.md").open("ab") as file:
        file.truncate(101 << 20)
    refused(room.get(2012), "gewijzigd sinds het is ingelezen")


def test_a_file_in_a_zip_is_told_and_not_given(room: Room) -> None:
    refused(room.get(2015), "zit in een ander bestand")
    told = original_link(room.index.store, room.record(2015))
    assert told == Markup("Het origineel zit in het bestand stukken.zip en is hier niet los te openen.")


def test_a_file_with_personal_numbers_that_were_blotted_out_is_not_given(room: Room) -> None:
    record = room.record(2014)
    assert "111222333" not in record.text
    refused(room.get(2014), "persoonsnummers")
    told = original_link(room.index.store, record)
    assert told is not None
    assert "<a" not in told


SHAPES = [
    *("..%2f..%2fetc%2fpasswd", "%2e%2e%2f%2e%2e%2fetc%2fpasswd", "..%252f..%252fetc%252fpasswd", "%2fetc%2fpasswd"),
    *("..%5c..%5cetc%5cpasswd", "%00", "x%00.pdf", "file:%2f%2f%2fetc%2fpasswd", "C:%5cWindows%5cwin.ini", "a" * 5_000),
    *("....%2f%2f....%2f%2fetc/passwd", "%c0%ae%c0%ae%2fetc%2fpasswd", ".", "%ff", "{FOLDER}%2ftwee.md", "twee.md"),
]


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("more", ["", "/pagina/1.png?plek=0-5.0123456789abc1"])
def test_no_shape_of_an_address_reaches_another_file(room: Room, shape: str, more: str) -> None:
    asked = shape.replace("{FOLDER}", str(room.folder).replace("/", "%2f"))
    got = room.client.get(f"/origineel/{asked}{more}")
    assert got.status_code == 404
    assert "root:" not in got.text
    assert "boten" not in got.text


@pytest.mark.parametrize("page", ["0", "-1", "1e3", "99999", "..%2f1", "%00", "²"])
def test_no_shape_of_a_page_is_drawn(room: Room, page: str) -> None:
    here = place(room.record(2011), "De politie krijgt")
    assert room.get(2011, f"/pagina/{page}.png?plek={here.written}").status_code == 404


def test_the_link_to_a_pdf_opens_it_at_its_page(room: Room) -> None:
    record = room.record(2011)
    link = original_link(room.index.store, record, 2)
    assert link is not None
    assert f'href="/origineel/{record.id}#page=2" target="_blank" rel="noopener noreferrer"' in link
    assert "PDF, pagina 2 (nieuw tabblad)" in link
    other = original_link(room.index.store, room.record(2013), 2)
    assert other is not None
    assert "Download het origineel (HTML)" in other
    assert " download>" in other


def test_a_record_from_the_web_is_opened_there(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    record = room.record(2012)
    found = (RecordFile('https://voorbeeld.nl/"><b>', "0"),)
    monkeypatch.setattr(originals, "files_of", lambda *_: found)
    link = original_link(room.index.store, record)
    assert link is not None
    assert link.startswith(
        '<a href="https://voorbeeld.nl/&#34;&gt;&lt;b&gt;" target="_blank" rel="noopener noreferrer">'
    )
    assert "op voorbeeld.nl (nieuw tabblad)" in link
    refused(room.get(2012), "komt van een website")


def yellow(png: bytes) -> tuple[Image.Image, int]:
    """The picture, and how many of its points are marked."""
    image = Image.open(BytesIO(png)).convert("RGB")
    return image, sum(count for count, colour in image.getcolors(1 << 24) or [] if colour == YELLOW)


def test_a_page_is_a_picture_with_the_words_marked(room: Room) -> None:
    record = room.record(2011)
    here = place(record, WORDS)
    assert picture_page(room.index.store, record, here.span) == 1
    got = room.client.get(picture_address(here, 1))
    assert got.status_code == 200
    assert got.headers["content-type"] == "image/png"
    assert got.headers["x-content-type-options"] == "nosniff"
    image, marked = yellow(got.content)
    assert image.width <= 1_400
    boxes = ImageBoxes(image)
    assert marked > 5_000
    assert len(boxes.lines) == 2  # the words stand on two lines
    assert boxes.widths[0] > boxes.widths[1]


class ImageBoxes:
    """The lines of a picture on which something is marked, and how wide."""

    def __init__(self, image: Image.Image) -> None:
        rows = [
            {x for x in range(image.width) if image.getpixel((x, y)) == YELLOW} for y in range(0, image.height // 3, 4)
        ]
        self.lines: list[set[int]] = []
        for before, row in zip([set[int](), *rows], rows, strict=False):
            if row and not before:
                self.lines.append(set())
            if row:
                self.lines[-1] |= row
        self.widths = [max(line) - min(line) for line in self.lines]


def test_the_page_of_a_record_tells_what_its_picture_shows(room: Room) -> None:
    record = room.record(2011)
    here = place(record, WORDS)
    draw = record_page(cast(Desk, SimpleNamespace(index=room.index)))
    without = str(draw(Asked("/x", {"id": record.id, "plek": here.written})).body)
    assert f'href="/verslag/{record.id}?plek={here.written}&amp;beeld=1"' in without.replace("&beeld", "&amp;beeld")
    assert "<img" not in without
    html = str(draw(Asked("/x", {"id": record.id, "plek": here.written, "beeld": "1"})).body)
    found = re.search(r'<img src="([^"]+)" alt="([^"]+)">', html)
    assert found is not None
    assert found[1] == picture_address(here, 1)
    assert found[2] == "Beeld van pagina 1"  # the caption tells the rest, once
    assert html.count("Pagina 1 van de PDF van dit verslag; de aangehaalde woorden zijn gemarkeerd.") == 1
    (room.folder / "éé n.pdf").write_bytes(b"%PDF-1.4 anders")
    html = str(draw(Asked("/x", {"id": record.id, "plek": here.written, "beeld": "1"})).body)
    assert "<img" not in html
    assert "gewijzigd sinds het is ingelezen" in html
