"""A conversation as a PDF: every word of it in it, nothing run, nothing fetched, tagged, and the same each time."""

import logging
import re
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pdfplumber
import pypdfium2  # type: ignore[import-untyped]  # it comes without types
import pytest
import typst
from boats import RECORD, answer, cite
from pdfminer.pdftypes import PDFObjRef, PDFStream, resolve1
from test_ui_export import HOSTILE, NOW, everything, filled_with, link, quotes, real

from index.search import Index
from ui import export_pdf, web_text, web_text_export
from ui.export import ExportError, Format, exported
from ui.web_chat import Exchange


def made(*exchanges: Exchange, now: datetime = NOW) -> bytes:
    return exported(exchanges, Format.PDF, link=link, now=now).data


def pages(data: bytes) -> list[str]:
    """The words of each page, without our line ends."""
    document = pypdfium2.PdfDocument(data)
    try:
        return [" ".join(page.get_textpage().get_text_range().replace("\ufffe", "").split()) for page in document]
    finally:
        document.close()


def words(data: bytes) -> str:
    """All words without white space and the places where a long word may break, and without the foot of each page."""
    foot = re.compile(r"LOVP-assistent pagina \d+ van \d+$")
    return squeezed("".join(foot.sub("", page) for page in pages(data)))


def squeezed(text: str) -> str:
    return re.sub(r"[\s\u200b]", "", text)


def objects(data: bytes) -> list[dict[str, Any]]:
    """Every dictionary in the file."""
    found: list[dict[str, Any]] = []

    def walk(value: Any) -> None:
        if isinstance(value, dict):
            found.append(value)
            for inside in value.values():
                walk(inside)
        elif isinstance(value, list):
            for inside in value:
                walk(inside)
        elif isinstance(value, PDFStream):
            walk(value.attrs)

    with pdfplumber.open(BytesIO(data)) as file:
        for table in file.doc.xrefs:
            for number in table.get_objids():
                walk(file.doc.getobj(number))
    return found


def catalog(data: bytes) -> dict[str, Any]:
    with pdfplumber.open(BytesIO(data)) as file:
        return {key: value if key == "StructTreeRoot" else resolve1(value) for key, value in file.doc.catalog.items()}


def names(data: bytes, key: str) -> list[str]:
    """The values of a key that are names, over all dictionaries."""
    values = [one[key] for one in objects(data) if key in one and not isinstance(one[key], PDFObjRef)]
    return [value.name for value in values if hasattr(value, "name") and isinstance(value.name, str)]


def test_title_moment_and_every_quote_are_in_it(example_index: Index) -> None:
    exchanges = real(example_index)
    shown = words(made(*exchanges))
    assert shown.startswith(squeezed("Gesprek met de LOVP-assistent Gemaakt op 29 november 2026 om 14.05 uur Vraag 1:"))
    assert [quote for quote in quotes(exchanges) if squeezed(f"“{quote}”") not in shown] == []
    assert shown.endswith(squeezed(web_text.COPY_ORIGIN))


def test_every_page_tells_its_number(example_index: Index) -> None:
    found = pages(made(*real(example_index)))
    assert len(found) == 4
    for number, page in enumerate(found, 1):
        assert page.endswith(f"LOVP-assistent pagina {number} van 4")
    assert len(pages(made(*everything()[:1]))) == 1


def test_a_page_is_a4() -> None:
    with pdfplumber.open(BytesIO(made(*everything()))) as file:
        assert {(round(page.width), round(page.height)) for page in file.pages} == {(595, 842)}


def test_it_is_tagged_dutch_and_says_that_it_is_pdf_ua() -> None:
    data = made(*everything())
    found = catalog(data)
    assert str(found["Lang"], "ascii").lower().startswith("nl")
    assert found["MarkInfo"]["Marked"] is True
    assert found["ViewerPreferences"]["DisplayDocTitle"] is True
    assert b"<pdfuaid:part>1</pdfuaid:part>" in found["Metadata"].get_data()
    tags = names(data, "S")
    assert {"Title", "H1", "H2", "P", "L", "LI", "Lbl", "BlockQuote", "Link"} <= {*tags}
    assert [tags.count(tag) for tag in ("H1", "H2", "BlockQuote")] == [4, 2, 3]
    assert all("StructParents" in one for one in objects(data) if getattr(one.get("Type"), "name", "") == "Page")


def test_title_author_and_moment_are_its_properties() -> None:
    with pdfplumber.open(BytesIO(made(*everything()))) as file:
        assert file.metadata["Title"] == "Gesprek met de LOVP-assistent"
        assert file.metadata["Author"] == "LOVP-assistent"
        assert file.metadata["CreationDate"] == "D:20261129130500Z"


def test_the_only_actions_are_links_to_our_records() -> None:
    data = made(*everything(), *filled_with("http://evil.nl javascript:alert(1)"))
    found = objects(data)
    targets = [one["URI"].decode() for one in found if "URI" in one and isinstance(one["URI"], bytes)]
    assert len(targets) == 4
    assert all(target.startswith("https://lovp.example/verslag/2021-05-03-verslag?a=1&b=2#") for target in targets)
    keys = {key for one in found for key in one}
    assert not keys & {"JS", "JavaScript", "OpenAction", "AA", "EmbeddedFiles", "AcroForm", "Launch", "RichMedia"}
    assert {*names(data, "S")} & {
        "JavaScript",
        "Launch",
        "GoToR",
        "GoToE",
        "SubmitForm",
        "ImportData",
        "Named",
    } == set()
    assert [one for one in found if getattr(one.get("Subtype"), "name", "") == "Image"] == []


def test_a_marker_leads_to_its_source_in_the_file() -> None:
    annotations = [one for one in objects(made(*everything())) if getattr(one.get("Subtype"), "name", "") == "Link"]
    inside = [one for one in annotations if "Dest" in one or "GoTo" in str(one.get("A"))]
    assert len(inside) >= 2


@pytest.mark.parametrize(
    "text",
    [
        *HOSTILE,
        "#panic()",
        "$x$ $ x $",
        '#image("/etc/passwd") #read("/etc/passwd") #include "export.typ"',
        "\\ \\u{41} \\*",
        "*b* _i_ `r` @ref <label> = kop / term: x // weg /* weg */ ~ --- ... 'a' \"b\"",
        '"; #panic("x") // ',
        '#sys.inputs #import("@preview/x:0.1.0")',
        "{{x}} ${x} %s \\n",
    ],
)
def test_no_text_is_ever_markup(text: str) -> None:
    plain_pdf = words(made(*filled_with("qqq")))
    assert words(made(*filled_with(text))) == plain_pdf.replace("qqq", squeezed(text))


def test_letters_of_europe_come_out_and_others_as_a_box_that_is_told_of() -> None:
    letters = "é ë ï ç ñ “x” ‘y’ – — € £ § ½ Ł ș ğ Ω Ж ≤ → • …"
    shown = words(made(Exchange(letters, notice="ja")))
    assert squeezed(f"Vraag: {letters}") in shown
    assert squeezed(web_text_export.NOT_SHOWN) not in shown
    shown = words(made(Exchange("a □ 😀 漢字 עברית b", notice="ja")))
    assert "Vraag:a□□□□□□□□□b" in shown
    assert shown.endswith(squeezed(web_text_export.NOT_SHOWN))


def test_every_character_that_is_let_through_is_in_the_fonts() -> None:
    every = [chr(code) for code in range(0x20, 0xFFFF) if not 0xD800 <= code <= 0xDFFF]
    through = [char for char in every if not export_pdf._UNSHOWN.match(char) and unicodedata.category(char) != "Cn"]
    assert len(through) > 2_000
    shown = [f"a{char}" if unicodedata.combining(char) else char for char in through]
    text = " ".join(shown)
    said = answer("Ja [1].", cite(1, "De stal blijft."))
    short = replace(said, short=text, question=replace(said.question, text=text))  # bold, and plain
    assert made(Exchange(text, short))  # PDF/UA refuses a character without a shape


@pytest.mark.parametrize("text", ["W" * 2_000, "é\u0323" * 999, "a/" * 1_000, "€" * 2_000])
def test_a_question_without_spaces_stays_on_the_paper(text: str) -> None:
    data = made(Exchange(text, replace(answer("Niets."), short=text[:400])))
    with pdfplumber.open(BytesIO(data)) as file:
        assert all(char["x0"] >= 82 and char["x1"] <= 595 - 81 for page in file.pages for char in page.chars)
    assert squeezed(unicodedata.normalize("NFC", text)) in words(data)


def test_the_same_conversation_and_moment_give_the_same_bytes() -> None:
    assert made(*everything()) == made(*everything())
    assert made(*everything()) != made(*everything(), now=datetime(2026, 11, 29, 13, 6, tzinfo=UTC))


def test_two_people_can_keep_their_own_at_once() -> None:
    exchanges = [[Exchange(f"Vraag van {who}", answer("Ja [1].", cite(1, "De stal")))] for who in range(8)]
    alone = [made(*one) for one in exchanges]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda one: made(*one), exchanges * 3))
    assert together == alone * 3


def test_what_goes_wrong_is_told_in_dutch_without_its_inside(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    broken = tmp_path / "export.typ"
    broken.write_text('#panic("geheim")')
    monkeypatch.setattr(export_pdf, "_TEMPLATE", broken)
    with caplog.at_level(logging.ERROR), pytest.raises(ExportError) as error:
        made(*everything())
    assert str(error.value) == web_text_export.FAILED
    assert "TypstError" in caplog.text


def test_a_panic_of_the_typesetter_is_told_too(monkeypatch: pytest.MonkeyPatch) -> None:
    class PanicException(BaseException):
        """What pyo3 raises when Rust panics: no Exception."""

    def panic(*_: object) -> bytes:
        raise PanicException("out of file ids")

    monkeypatch.setattr(export_pdf, "_compiled", panic)
    with pytest.raises(ExportError):
        made(*everything())


def test_stopping_the_program_is_no_failed_export(monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object) -> bytes:
        raise KeyboardInterrupt

    monkeypatch.setattr(export_pdf, "_compiled", stop)
    with pytest.raises(KeyboardInterrupt):
        made(*everything())


def test_a_template_can_read_nothing_beside_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for path in ("/etc/passwd", "../../etc/passwd", str(tmp_path / "geheim")):
        (tmp_path / "geheim").write_text("geheim")
        curious = tmp_path / "export.typ"
        curious.write_text(f'#set document(title: "x")\n#read("{path}")')
        monkeypatch.setattr(export_pdf, "_TEMPLATE", curious)
        with pytest.raises(ExportError):
            made(*everything())


def test_no_template_or_document_stays_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert made(*everything())
    assert list(tmp_path.iterdir()) == []


def test_typst_numbers_what_comes_as_a_file_once() -> None:
    """It numbers every source that comes as bytes, and the 65,536th panics: so ours must come as a file."""
    seen: list[object] = []
    real_compile = typst.compile

    def watched(source: Any, **options: Any) -> Any:
        seen.append(source)
        return real_compile(source, **options)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(typst, "compile", watched)
        made(*everything())
    assert {type(source) for source in seen} == {type(Path())}
    assert {source.name for source in seen if isinstance(source, Path)} == {"export.typ", "empty.typ"}


def test_a_quote_is_whole_when_a_page_ends_in_it() -> None:
    long = "Dit is een zin van het verslag. " * 150
    record = replace(RECORD, text=long + RECORD.text)
    data = made(Exchange("x", answer("Ja [1].", cite(1, long.strip(), replace(record, sections=RECORD.sections)))))
    assert len(pages(data)) > 1
    assert squeezed(f"“{long}”") in words(data)
