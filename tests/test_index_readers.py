"""Each format gives its words in reading order, with the headings and pages it knows; what can't be read says why."""

import zipfile
from pathlib import Path

import docx
import pytest

from index.readers import READERS, Document, UnreadableError, read_file


def read(path: Path, content: str | bytes) -> Document:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_file(path)


def refusal(path: Path) -> str:
    with pytest.raises(UnreadableError) as caught:
        read_file(path)
    return str(caught.value)


def headings(document: Document) -> list[tuple[str, int]]:
    return [(heading.span.of(document.text), heading.level) for heading in document.headings]


@pytest.fixture
def txt(tmp_path: Path) -> Path:
    return tmp_path / "verslag.txt"


def test_plain_text_is_kept_to_the_letter(txt: Path) -> None:
    text = " Titel \n\nDe S taatssecretaris  vult aan. \n\t- één’s\n"
    assert read(txt, text).text == text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_plain_text_is_read_in_the_usual_encodings(txt: Path, encoding: str) -> None:
    text = "De BOA’s zijn geïnformeerd over één miljoen – € 5."
    assert read(txt, text.encode(encoding)).text == text


def test_line_ends_of_windows_and_old_macs_become_one_kind(txt: Path) -> None:
    assert read(txt, b"een\r\ntwee\rdrie\n").text == "een\ntwee\ndrie\n"


def test_a_form_feed_starts_a_page_and_offsets_stay(txt: Path) -> None:
    document = read(txt, "Een zin die\fdoorloopt.\fDerde.\n\f\n")
    assert document.text == "Een zin die\ndoorloopt.\nDerde.\n\n\n"
    assert [document.text[start:][:4] for start in document.pages] == ["Een ", "door", "Derd"]


def test_lines_that_open_with_one_lone_space_start_pages(txt: Path) -> None:
    document = read(txt, " Titel\ntekst\n \ndie doorloopt\n op bladzijde twee\nen eindigt.\n")
    assert [document.text[start:].split("\n")[0] for start in document.pages] == [" Titel", " op bladzijde twee"]


@pytest.mark.parametrize("text", ["Titel\n een inspringing\n", " Titel\n  dieper\n", "Titel\ntekst\n"])
def test_other_indents_are_no_pages(txt: Path, text: str) -> None:
    assert read(txt, text).pages == ()


MARKDOWN = """# Verslag LOVP

Tekst *met* **nadruk**, een [link](https://example.org) en `code`
op twee regels.

## Bewapening

- een
- twee
  1. drie

| Wie | Wat |
|-----|-----|
| PG  | *plan* |

Onderstreept
------------

```
blok
```
"""


def test_markdown_gives_its_words_without_its_marks(tmp_path: Path) -> None:
    document = read(tmp_path / "verslag.md", MARKDOWN)
    assert document.text.split("\n\n") == [
        "Verslag LOVP",
        "Tekst met nadruk, een link en code\nop twee regels.",
        "Bewapening",
        "- een",
        "- twee",
        "1. drie",
        "Wie | Wat",
        "PG | plan",
        "Onderstreept",
        "blok",
    ]
    assert headings(document) == [("Verslag LOVP", 1), ("Bewapening", 2), ("Onderstreept", 2)]


def test_an_empty_item_of_a_list_lends_its_dash_to_nothing(tmp_path: Path) -> None:
    assert read(tmp_path / "verslag.md", "- een\n-\n\nDaarna tekst.").text == "- een\n\nDaarna tekst."


HTML = """<!DOCTYPE html><html><head><title>Venster</title><style>p {}</style></head><body>
<a href="#inhoud">Naar de inhoud</a><nav><ul><li>Menu</li></ul></nav>
<header><p>Logo</p></header><div role="banner"><p>Spandoek</p></div>
<main><article><header><h1>Verslag   LOVP</h1></header>
<p>Op <time>4 juli 2022</time> sprak<br>de <b>minister</b>,
 <a href="/x">lees</a>.</p><!-- stil --><script>alert("x")</script>
<aside><p>Deel dit</p></aside><form><p>Zoek</p></form><p hidden>Verborgen</p>
<h2>Wapens</h2>
<ul><li>een <ul><li>daaronder</li></ul></li><li>twee</li></ul>
<table><tr><th>Wie</th><th>Wat</th></tr><tr><td>PG</td><td><span>plan</span></td></tr></table>
<div>Los <p>alinea</p> achteraf</div>
</article></main><footer><p>Voet</p></footer></body></html>"""


def test_a_web_page_gives_its_article_without_furniture(tmp_path: Path) -> None:
    document = read(tmp_path / "verslag.html", HTML)
    assert document.text.split("\n\n") == [
        "Verslag LOVP",
        "Op 4 juli 2022 sprak\nde minister,\nlees.",
        "Wapens",
        "- een",
        "- daaronder",
        "- twee",
        "Wie | Wat",
        "PG | plan",
        "Los",
        "alinea",
        "achteraf",
    ]
    assert headings(document) == [("Verslag LOVP", 1), ("Wapens", 2)]


def test_text_without_any_paragraph_tag_is_read(tmp_path: Path) -> None:
    document = read(tmp_path / "verslag.htm", "<section>Eerst <b>dit</b><br><br>en dan dat</section>")
    assert document.text == "Eerst dit\nen dan dat"


def test_a_page_laid_out_in_a_table_keeps_its_paragraphs(tmp_path: Path) -> None:
    page = "<table><tr><td>Zijkant</td><td><h2>Wapens</h2><p>Een.</p><p>Twee.</p></td></tr></table>"
    document = read(tmp_path / "verslag.html", page)
    assert document.text.split("\n\n") == ["Zijkant", "Wapens", "Een.", "Twee."]
    assert headings(document) == [("Wapens", 2)]


def test_a_web_page_in_windows_letters_is_read_as_it_says(tmp_path: Path) -> None:
    page = '<html><head><meta charset="windows-1252"></head><body><p>Coördinatie – één</p></body></html>'
    assert read(tmp_path / "verslag.html", page.encode("cp1252")).text == "Coördinatie – één"


@pytest.fixture
def word(tmp_path: Path) -> Path:
    document = docx.Document()
    document.add_heading("Verslag LOVP", 0)
    document.add_paragraph("Voor de tabel.")
    table = document.add_table(2, 2)
    for cell, text in zip([*table.rows[0].cells, *table.rows[1].cells], ["Wie", "Wat", "", ""], strict=True):
        cell.text = text
    table.cell(1, 0).merge(table.cell(1, 1)).text = "samen"
    document.add_heading("Bewapening", 2)
    document.add_paragraph("Na de tabel.")
    document.add_paragraph().add_run("Vet kopje").bold = True
    document.add_paragraph("Een hele zin in de stijl van een kop.", style="Heading 2")
    mixed = document.add_paragraph("Besluit: ")
    mixed.add_run("akkoord").bold = True
    path = tmp_path / "verslag.docx"
    document.save(str(path))
    return path


def test_a_word_document_keeps_paragraphs_and_tables_in_order(word: Path) -> None:
    assert read_file(word).text.split("\n\n") == [
        "Verslag LOVP",
        "Voor de tabel.",
        "Wie | Wat",
        "samen",
        "Bewapening",
        "Na de tabel.",
        "Vet kopje",
        "Een hele zin in de stijl van een kop.",
        "Besluit: akkoord",
    ]


def test_headings_of_a_word_document_are_short_lines_in_a_heading_style_or_wholly_bold(word: Path) -> None:
    assert headings(read_file(word)) == [("Verslag LOVP", 1), ("Bewapening", 2), ("Vet kopje", 2)]


def test_a_word_document_that_is_no_zip_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "verslag.docx"
    path.write_text("geen zip")
    assert refusal(path) == "het bestand is geen (heel) Word-document"


def test_a_zip_that_is_no_word_document_and_a_broken_one_are_refused(tmp_path: Path, word: Path) -> None:
    other = tmp_path / "ander.docx"
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("brief.txt", "geen Word")
    assert "geen (heel) Word-document" in refusal(other)
    with zipfile.ZipFile(word) as good, zipfile.ZipFile(other, "w") as archive:
        for name in good.namelist():
            archive.writestr(name, b"<w:kapot" if name == "word/document.xml" else good.read(name))
    assert "geen (heel) Word-document" in refusal(other)
    other.write_bytes(word.read_bytes()[:5000])
    assert "geen (heel) Word-document" in refusal(other)


@pytest.mark.parametrize("suffix", sorted(READERS))
def test_an_empty_file_is_refused_whatever_its_format(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"verslag{suffix}"
    path.touch()
    assert refusal(path) == "het bestand is leeg"


@pytest.mark.parametrize("suffix", [".txt", ".md"])
def test_binary_noise_is_no_text(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"verslag{suffix}"
    path.write_bytes(b"\x01\x02" + bytes(range(256)) * 4)
    assert refusal(path) == "het bestand bevat geen tekst (binaire inhoud)"


@pytest.mark.parametrize("name", ["verslag.xlsx", "verslag.pages", "verslag.txt.bak"])
def test_another_ending_is_refused_with_those_that_are_read(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text("Tekst.")
    assert "wordt niet gelezen" in refusal(path)
    assert "docm, docx, eml, htm, html" in refusal(path)


def test_the_ending_counts_in_capitals_too(tmp_path: Path) -> None:
    assert read(tmp_path / "VERSLAG.TXT", "Tekst.").text == "Tekst."


def test_a_file_without_a_letter_holds_no_text(txt: Path) -> None:
    txt.write_text("1 2 3 -- \n")
    assert refusal(txt) == "het bestand bevat geen tekst"


def test_a_readme_is_no_record(tmp_path: Path) -> None:
    path = tmp_path / "README.md"
    path.write_text("# Hoe dit werkt")
    assert "geen verslag" in refusal(path)


def test_a_file_that_is_gone_is_refused_in_dutch(tmp_path: Path) -> None:
    assert "niet te lezen" in refusal(tmp_path / "weg.txt")
