"""The traps of real minutes that title, headings, blocks and sentences must get through; docs/layout-traps.md lists all."""

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.parse import document_to_layout, document_to_record
from index.readers.document import Document, Heading
from index.records import Record, SectionKind, Span
from index.sentences import sentences

ROOT = Path(__file__).parent.parent
TRAPS = ROOT / "docs" / "layout-traps.md"
TITLE = "Verslag LOVP 4 juli 2022"
PROSE = "De Minister lichtte het besluit toe. De burgemeesters waren tevreden."


def parsed(text: str, *marked: str, name: str = "stuk", pages: tuple[int, ...] = ()) -> Record:
    """The record of a text in which the lines `marked` are headings; "### x" is one of level 3."""
    headings = []
    for words in marked:
        level = len(words) - len(words.lstrip("#")) or 2
        start = text.index(words.lstrip("# "))
        headings.append(Heading(Span(start, start + len(words.lstrip("# "))), level))
    return document_to_record(Document(text, pages, tuple(headings)), name)


def topics(record: Record) -> list[str]:
    return list(record.topics)


def cut(text: str) -> list[str]:
    return [" ".join(span.of(text).split()) for span in sentences(text)]


def wrapped(times: int) -> str:
    line = "De burgemeesters herinnerden de Minister eraan dat zij zo niet samen aan het werk willen in de "
    other = "regio. Zij vroegen in het licht van de aanpak van de zware criminaliteit om meer samenwerking. "
    return "\n".join([line, other] * times)


def test_hard_wraps_with_trailing_spaces_are_joined() -> None:
    """Trap 8."""
    assert len(cut(wrapped(1))) == 2
    assert cut(wrapped(1))[0].endswith("werk willen in de regio.")


def test_a_page_break_inside_a_sentence_does_not_cut_it() -> None:
    """Trap 9."""
    sentence = "Hoe voorkomen we dat intussen het werk gaat afkalven door \n onderbezetting van bureaus?"
    text = f"{TITLE}\n\nWapens\n{wrapped(2)}\n{sentence}"
    record = parsed(text, pages=(0, text.index(" onderbezetting")))
    assert topics(record) == ["Wapens"]
    assert any("door \n onderbezetting" in s.span.of(text) for s in record.sections)


def test_a_line_with_one_space_parts_paragraphs_as_an_empty_one_does() -> None:
    """Trap 11."""
    assert cut("Een kop\n \nDe minister sprak.") == cut("Een kop\n\nDe minister sprak.")


def test_an_empty_line_behind_every_line_makes_no_headings_of_them() -> None:
    """Trap 12."""
    lines = [
        *wrapped(3).split("\n"),
        "Op de agenda stonden verder de samenwerking, de voortgang en het werk van de heer ",
        "Jansen van de eenheid.",
    ]
    text = f"{TITLE}\n\nWapens\n\n" + "\n\n".join(lines) + f"\n\nGeld\n\n{PROSE}"
    assert topics(parsed(text)) == ["Wapens", "Geld"]


def test_a_long_run_of_empty_lines_is_no_border() -> None:
    """Trap 13."""
    text = (
        f"{TITLE}\n\nWapens\n{wrapped(2)}\nEr is lang gesproken over de \n"
        + " \n\n" * 15
        + f"inzet van mensen. {PROSE}"
    )
    record = parsed(text)
    assert topics(record) == ["Wapens"]
    assert any("Er is lang gesproken over de inzet van mensen." in one for one in cut(text))


def test_a_form_feed_ends_no_word_and_no_sentence() -> None:
    """Trap 14."""
    text = f"{TITLE}\n\nWapens\n{wrapped(2)}\nEr is gesproken over de\n\finzet van mensen."
    assert topics(parsed(text, pages=(0, text.index("\f")))) == ["Wapens"]
    assert cut(text)[-1] == "Er is gesproken over de inzet van mensen."


def test_a_mark_of_a_page_between_two_sentences_is_left_out_and_inside_one_stays() -> None:
    """Trap 15: a sentence that lost its middle would be no literal quote, so there the mark is quoted along."""
    between = parsed(f"{TITLE}\n\nWapens\n{PROSE}\nPagina 2 van 4\n{PROSE}\n")
    assert [s.span.of(between.text) for s in between.sections] == [PROSE, PROSE]
    inside = parsed(f"{TITLE}\n\nWapens\nEr is gesproken over de\nPagina 2 van 4\ninzet van mensen.\n")
    assert inside.sections[0].span.of(inside.text).endswith("de\nPagina 2 van 4\ninzet van mensen.")


def test_a_page_count_that_the_text_prints_is_not_believed() -> None:
    """Trap 16."""
    record = parsed(f"{TITLE}\nBlad 1 van 2\n\nWapens\n{PROSE}\n2 van 3\n{PROSE}")
    assert {s.page for s in record.sections} == {None}


def test_a_letterhead_stands_above_the_title() -> None:
    """Trap 19."""
    text = (
        "Ministerie van Voorbeelden\nPostbus 12\n2500 AB Den Haag\nInlichtingen bij\nA. Bakker\nDatum 7-4-2025\n\n"
        f"Verslag overleg keten\nVergaderdatum 19 maart 2025\n\nWapens\n{PROSE}"
    )
    record = parsed(text)
    assert (record.title, record.dates) == ("Verslag overleg keten", (date(2025, 3, 19),))
    assert topics(record) == ["Wapens"]


@pytest.mark.parametrize(
    "sentence",
    [
        "Er is 5 mln. structureel en 10 mln. incidenteel.",
        "De heer H.M.F. Bakker sprak o.b.v. art. 19 van de wet.",
        "In het verslag d.d. 6 maart jl. staat nr. 4 niet.",
    ],
)
def test_an_abbreviation_cuts_no_sentence(sentence: str) -> None:
    """Traps 25 and 26."""
    assert cut(f"{sentence} Daarna volgde de rest.") == [sentence, "Daarna volgde de rest."]


def test_cells_on_lines_of_their_own_stay_one_block() -> None:
    """Trap 61: which value goes with which year can't be told, so nothing is told apart."""
    cells = "Doel\n\n2021\n\n2022\n\n12,5%\n\n14%"
    record = parsed(f"{TITLE}\n\nCijfers\n\n{PROSE}\n\n{cells}")
    (section,) = record.sections
    assert section.span.of(record.text).endswith(cells)


BLOCKS = st.sampled_from(
    [
        *(
            "Wapens",
            "1. Geld",
            "Geld en wijk",
            PROSE,
            "Aanwezig: Bakker (Zuid), De Vries (Noord)",
            "Aanwezig",
            "Afwezig:",
        ),
        *("A. Bakker (Zuid)", "- B. de Vries", "Pagina 2 van 4", "Actiepunten", "[ ] Bakker: nota maken", "Agenda"),
        *(
            "2. Mededelingen",
            "3. Sluiting",
            "Datum: 4 juli 2022",
            "Nr | Actie | Wie",
            "1 | Nota | Bakker",
            "- punt",
            "\f",
            "de rest",
        ),
        *("Minister: dat klopt.", "Besluit:", "", " ", "\n", "x" * 170),
    ]
)


@given(st.lists(BLOCKS, max_size=25), st.lists(st.integers(0, 24), max_size=5), st.sampled_from(["\n", "\n\n"]))
def test_no_word_of_the_text_is_lost_or_stands_in_two_places(
    blocks: list[str], marked: list[int], between: str
) -> None:
    """Traps 8 to 15, 35 to 46: title, front lines, headings, marks and sections share the text out."""
    text = between.join([TITLE, *blocks])
    starts = [len(between.join([TITLE, *blocks[:i]])) + len(between) for i in range(len(blocks))]
    headings = [
        Heading(Span(starts[i], starts[i] + len(blocks[i])), 2 + i % 2)
        for i in sorted(set(marked))
        if i < len(blocks) and blocks[i].strip()
    ]
    tables = [Span(start, start + len(block)) for start, block in zip(starts, blocks, strict=True) if " | " in block]
    found = document_to_layout(Document(text, (), tuple(headings), tuple(tables)), "stuk")
    spans = [*found.front, *found.headings, *found.marks, *(section.span for section in found.sections)]
    if found.head.title_span is not None:
        spans.append(found.head.title_span)
    taken = [0] * len(text)
    for span in spans:
        for i in range(span.start, span.end):
            taken[i] += 1
    assert [text[i : i + 30] for i in range(len(text)) if not text[i].isspace() and taken[i] != 1] == []


def test_the_table_of_traps_has_each_number_once_and_names_tests_that_exist() -> None:
    rows = re.findall(r"^\| (\d+) \|(.*)\|$", TRAPS.read_text("utf-8"), re.MULTILINE)
    assert [int(number) for number, _ in rows] == list(range(1, 63))
    source = "\n".join(file.read_text("utf-8") for file in (ROOT / "tests").glob("test_*.py"))
    named = re.findall(r"`(test_\w+)`", TRAPS.read_text("utf-8"))
    assert named
    assert [name for name in named if f"def {name}(" not in source] == []
    assert [number for number, row in rows if "`test_" not in row and "not handled" not in row] == []


def test_topics_of_kinds_other_than_text_are_kept_apart() -> None:
    """Trap 35."""
    record = parsed(f"{TITLE}\n\nAanwezig: A. Bakker (Zuid), B. de Vries (Noord)\n\nWapens\n{PROSE}")
    assert [(s.topic, s.kind) for s in record.sections] == [
        ("Aanwezig", SectionKind.ATTENDANCE),
        ("Wapens", SectionKind.TEXT),
    ]
