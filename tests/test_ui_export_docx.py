"""A conversation as a Word file: read back by our own reader, and its XML looked at."""

import re
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from lxml import etree
from test_ui_export import HOSTILE, NOW, everything, filled_with, link, quotes, real

from index.readers.word import read_word
from index.search import Index
from ui import web_text
from ui.export import Format, document, exported
from ui.export_docx import word
from ui.web_chat import Exchange

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
RELATION_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def made(*exchanges: Exchange, now: datetime = NOW) -> bytes:
    return exported(exchanges, Format.WORD, link=link, now=now).data


def part(data: bytes, name: str = "word/document.xml") -> etree._Element:
    with zipfile.ZipFile(BytesIO(data)) as file:
        return etree.fromstring(file.read(name))


def words(element: etree._Element) -> str:
    return "".join(text.text or "" for text in element.iter(f"{W}t"))


def styled(data: bytes) -> list[tuple[str, str]]:
    """The paragraphs, each as its style's id ("" for a plain one) and its words."""
    found = []
    for paragraph in part(data).iter(f"{W}p"):
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        found.append(("" if style is None else style.get(f"{W}val"), words(paragraph)))
    return found


def addresses(data: bytes) -> dict[str, str]:
    """The relations of the text to what is outside the file: their ids and targets."""
    return {r.get("Id"): r.get("Target") for r in part(data, "word/_rels/document.xml.rels") if r.get("TargetMode")}


def test_our_own_reader_finds_title_headings_and_every_quote(example_index: Index, tmp_path: Path) -> None:
    exchanges = real(example_index)
    file = tmp_path / "gesprek.docx"
    file.write_bytes(made(*exchanges))
    text = " ".join(read_word(file).text.split())
    assert [quote for quote in quotes(exchanges) if f"“{quote}”" not in text] == []
    assert text.startswith("Gesprek met de LOVP-assistent Gemaakt op 29 november 2026 om 14.05 uur")
    assert text.endswith(web_text.COPY_ORIGIN)
    assert "[1] 28 oktober 2019 · Voorgenomen besluit stroomstootwapen · pagina 3" in text


def test_each_paragraph_has_its_own_style_and_none_is_empty() -> None:
    found = styled(made(*everything()))
    assert [style for style, _ in found if style] == [
        "Title",
        "Caption",
        *("Heading1", "ListBullet", "ListBullet", "Heading2", *["ListNumber", "Quote"] * 2),
        *("Heading1", "Heading2", "ListNumber", "Quote"),
        *["Heading1"] * 2,
        "Caption",
    ]
    assert [style for style, text in found if not text.strip()] == []


def test_every_style_that_is_named_is_in_the_file() -> None:
    data = made(*everything())
    known = {style.get(f"{W}styleId") for style in part(data, "word/styles.xml").iter(f"{W}style")}
    used = {one.get(f"{W}val") for tag in ("pStyle", "rStyle") for one in part(data).iter(f"{W}{tag}")}
    assert {"Title", "Quote", "ListNumber", "Link"} <= used <= known


def test_the_sources_of_each_answer_count_from_one_as_their_markers() -> None:
    data = made(*everything())
    numbering = part(data, "word/numbering.xml")
    lists = [one.find(f"{W}numPr/{W}numId") for one in part(data).iter(f"{W}pPr")]
    ids = [one.get(f"{W}val") for one in lists if one is not None]
    assert [ids[0] == ids[1], ids[1] == ids[2]] == [True, False]
    for number in ids:
        [num] = [one for one in numbering.iter(f"{W}num") if one.get(f"{W}numId") == number]
        assert num.find(f"{W}lvlOverride/{W}startOverride").get(f"{W}val") == "1"
        kind = num.find(f"{W}abstractNumId").get(f"{W}val")
        [shape] = [one for one in numbering.iter(f"{W}abstractNum") if one.get(f"{W}abstractNumId") == kind]
        assert shape.find(f"{W}lvl/{W}lvlText").get(f"{W}val") == "[%1]"


def test_links_go_to_our_records_and_markers_to_their_source() -> None:
    data = made(*everything())
    outside = addresses(data)
    links = list(part(data).iter(f"{W}hyperlink"))
    shown = [(words(one), outside[one.get(RELATION_ID)]) for one in links if one.get(RELATION_ID)]
    said, declined = everything()[0].answer, everything()[1].answer
    assert said is not None
    assert declined is not None
    assert [target for _, target in shown] == [link(one) for one in (*said.citations, *declined.nearest)]
    assert set(outside.values()) == {target for _, target in shown}
    marks = {one.get(f"{W}name") for one in part(data).iter(f"{W}bookmarkStart")}
    inside = [one.get(f"{W}anchor") for one in links if one.get(f"{W}anchor")]
    assert inside == ["bron_1_1", "bron_1_2"]
    assert {*inside} <= marks


def test_without_addresses_there_are_no_links_outside() -> None:
    assert addresses(exported(everything(), Format.WORD, link=None, now=NOW).data) == {}


def test_nothing_else_is_in_the_file_or_fetched_from_elsewhere() -> None:
    with zipfile.ZipFile(BytesIO(made(*everything()))) as file:
        assert {name for name in file.namelist() if not re.fullmatch(r"word/[a-zA-Z]+\.xml", name)} == {
            "[Content_Types].xml",
            "_rels/.rels",
            "docProps/core.xml",
            "word/_rels/document.xml.rels",
            "word/footer1.xml",
            "word/theme/theme1.xml",
        }
        everything_else = [name for name in file.namelist() if name.endswith(".rels") and "document" not in name]
        assert [name for name in everything_else if b"TargetMode" in file.read(name)] == []
        assert not re.search(
            rb"attachedTemplate|vbaProject|altChunk|oleObject", b"".join(map(file.read, file.namelist()))
        )


def test_the_only_fields_are_the_page_numbers() -> None:
    data = made(*filled_with("{ INCLUDETEXT evil } =1+1"))
    footer = part(data, "word/footer1.xml")
    assert words(footer) == "pagina 1 van 1"
    assert [one.get(f"{W}instr") for one in footer.iter(f"{W}fldSimple")] == [" PAGE ", " NUMPAGES "]
    assert [one.tag for one in part(data).iter(f"{W}fldSimple", f"{W}instrText", f"{W}fldChar")] == []


def test_language_and_properties_are_dutch_and_ours() -> None:
    data = made(*everything())
    core = {etree.QName(one).localname: one.text for one in part(data, "docProps/core.xml")}
    assert core["title"] == "Gesprek met de LOVP-assistent"
    assert core["creator"] == core["lastModifiedBy"] == "LOVP-assistent"
    assert core["description"] == web_text.COPY_ORIGIN
    assert core["language"] == "nl-NL"
    assert core["created"] == core["modified"] == "2026-11-29T13:05:00Z"
    languages = {one.get(f"{W}val") for one in part(data, "word/styles.xml").iter(f"{W}lang")}
    assert languages == {"nl-NL"}


@pytest.mark.parametrize("text", [*HOSTILE, "</w:t><w:p/>", "]]>", "{{x}} ${x} %1"])
def test_every_text_comes_out_to_the_letter(text: str) -> None:
    found, harmless = styled(made(*filled_with(text))), styled(made(*filled_with("qqq")))
    assert [style for style, _ in found] == [style for style, _ in harmless]
    assert [said for _, said in found] == [said.replace("qqq", text) for _, said in harmless]


def test_what_xml_forbids_is_left_out_and_the_rest_stays() -> None:
    data = made(Exchange("a\x00b\x0bc\ufffe\U0001f600é", notice="x\x1f\ud800y"))
    assert [said for _, said in styled(data)][2:4] == ["Vraag: ab c\U0001f600é", "Geen antwoord: xy"]
    unclean = replace(document(everything(), link=link, now=NOW), title="a\x00b\uffff", made="c\x0c\U0001f600")
    assert [said for _, said in styled(word(unclean))][:2] == ["ab", "c\U0001f600"]


def test_the_same_conversation_and_moment_give_the_same_bytes() -> None:
    assert made(*everything()) == made(*everything())
    assert made(*everything()) != made(*everything(), now=datetime(2026, 11, 29, 13, 6, tzinfo=UTC))
    with zipfile.ZipFile(BytesIO(made(*everything()))) as file:
        assert {entry.date_time for entry in file.infolist()} == {(2026, 11, 29, 14, 5, 0)}


def test_a_file_of_many_answers_counts_each_of_its_marks_once() -> None:
    data = made(*[replace(one, asked=f"Vraag {n}") for n in range(20) for one in everything()])
    ids = [one.get(f"{W}id") for one in part(data).iter(f"{W}bookmarkStart")]
    assert len(ids) == 60 == len({*ids})
