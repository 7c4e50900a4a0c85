"""A file's text becomes a record: its title, meeting dates, topics and pages, with every sentence under the right one."""

import re
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.parse import OPENING_TOPIC, document_to_record
from index.readers import Document, read_file
from index.readers.document import Heading
from index.records import Record, Span
from index.sentences import sentences

TITLE = "Korte terugkoppeling LOVP 4 juli 2022"
PROSE = "De Minister lichtte het besluit toe. De burgemeesters waren tevreden."


def parsed(text: str, name: str = "verslag", pages: tuple[int, ...] = ()) -> Record:
    return document_to_record(Document(text, pages), name)


def topics(record: Record) -> list[tuple[str, str]]:
    return [(section.topic, section.span.of(record.text)) for section in record.sections]


@pytest.fixture
def real(real_record: Path) -> Record:
    return document_to_record(read_file(real_record), real_record.stem)


def test_the_real_record_has_its_title_date_and_six_topics_in_order(real: Record) -> None:
    assert real.title == "Bestuurlijke terugkoppeling LOVP 28 oktober 2019"
    assert real.dates == (date(2019, 10, 28),)
    assert real.id == "2019-10-28-bestuurlijke-terugkoppeling-lovp"
    assert real.kind == "record"
    assert real.topics == (
        "Bewapening BOA’s",
        "Intensivering bewaken en beveiligen",
        "Kamermoties, Politiecapaciteit en Strategische personeelsplanning",
        "Veiligheidsagenda",
        "Voorgenomen besluit stroomstootwapen",
        "Presentatie Landelijke Eenheid",
    )


@pytest.mark.parametrize(
    ("words", "topic", "page"),
    [
        ("Voor 2020", "Voorgenomen besluit stroomstootwapen", 3),
        ("144 miljoen", "Kamermoties, Politiecapaciteit en Strategische personeelsplanning", 1),
        ("De S taatssecretaris vult aan", "Veiligheidsagenda", 2),
        ("csv-indicator", "Veiligheidsagenda", 2),
        ("Een tijdspad", "Bewapening BOA’s", 1),
        ("onderbezetting van de bureaus", "Kamermoties, Politiecapaciteit en Strategische personeelsplanning", 1),
        ("Waarom krijgen we in de Kamer", "Kamermoties, Politiecapaciteit en Strategische personeelsplanning", 2),
        ("tevens terug uit de bestuurlijke", "Presentatie Landelijke Eenheid", 3),
    ],
)
def test_a_sentence_of_the_real_record_stands_under_its_topic_and_page(
    real: Record, words: str, topic: str, page: int
) -> None:
    (section,) = [section for section in real.sections if words in section.span.of(real.text)]
    assert (section.topic, section.page) == (topic, page)


def test_the_real_record_is_whole_but_for_its_title_and_headings(real: Record, real_record: Path) -> None:
    assert real.text == real_record.read_text("utf-8")
    left = real.text
    for section in reversed(real.sections):
        left = left[: section.span.start] + left[section.span.end :]
    assert re.sub(r"\s+", " ", left).strip() == " ".join([real.title, *real.topics])


def test_a_heading_needs_no_blank_line_above_it() -> None:
    record = parsed(f"{TITLE}\n\nWapens\n{PROSE}\nGeld\nEr is 5 mln. nodig.\n")
    assert topics(record) == [("Wapens", PROSE), ("Geld", "Er is 5 mln. nodig.")]


def test_a_heading_in_wrapped_text_is_known_by_its_broken_line() -> None:
    wrapped = (
        "De burgemeesters herinnerden de Minister eraan dat zij zo niet samen aan het werk willen in de\n"
        "regio. Zij vroegen in het licht van de aanpak van de zware criminaliteit om samenwerking tussen\n"
        "Politie en Justitie, omdat de basisteams in de wijken van het land het werk niet alleen aankunnen.\n"
        "De Minister zegde dat toe.\n"
    )
    record = parsed(f"{TITLE}\n\n{wrapped}Wapens\n{wrapped}")
    assert [topic for topic, _ in topics(record)] == [OPENING_TOPIC, "Wapens"]


def test_a_page_break_inside_a_sentence_leaves_it_whole_on_the_page_where_it_begins() -> None:
    text = f"{TITLE}\nEen zin op de eerste pagina. Deze zin loopt\ndoor op de tweede. Nieuwe zin."
    record = parsed(text, pages=(0, text.index("door")))
    assert [(section.page, section.span.of(text)) for section in record.sections] == [
        (1, "Een zin op de eerste pagina. Deze zin loopt\ndoor op de tweede. "),
        (2, "Nieuwe zin."),
    ]


def test_a_page_that_holds_no_sentence_of_its_own_makes_no_section() -> None:
    text = f"{TITLE}\nEen zin die \nheel \nlang doorloopt."
    record = parsed(text, pages=(0, text.index("heel"), text.index("lang")))
    assert [section.page for section in record.sections] == [1]


def test_text_without_pages_has_none() -> None:
    assert [section.page for section in parsed(f"{TITLE}\n\n{PROSE}").sections] == [None]


def test_lines_under_the_title_about_the_document_are_no_text_of_the_meeting() -> None:
    record = parsed(
        f"{TITLE}\nVoorbeeldverslag, in eigen woorden.\nBron: https://example.org/a\nStatus: vastgesteld\n"
        f"Gepubliceerd op 12 juli 2022\n\n{PROSE}"
    )
    assert topics(record) == [(OPENING_TOPIC, PROSE)]
    assert record.source == "https://example.org/a"


def test_the_date_of_the_meeting_wins_from_the_date_of_publication() -> None:
    assert parsed(f"{TITLE}\n12 juli 2022\n\n{PROSE}").dates == (date(2022, 7, 4),)
    labelled = f"Verslag LOVP\nDatum: 12 juli 2022\nVergaderdatum: 4 juli 2022\n\n{PROSE}"
    assert parsed(labelled).dates == (date(2022, 7, 4),)


def test_a_title_with_two_dates_is_a_record_of_two_meetings() -> None:
    record = parsed(f"Korte terugkoppeling LOVP 23 november en 29 november 2021\n\n{PROSE}")
    assert record.dates == (date(2021, 11, 23), date(2021, 11, 29))
    assert record.id.startswith("2021-11-23-korte-terugkoppeling-lovp")


def test_the_name_of_the_file_dates_a_record_whose_text_does_not() -> None:
    assert parsed(f"Verslag LOVP\n\n{PROSE}", "2021-03-01 Verslag").dates == (date(2021, 3, 1),)
    assert parsed(f"{TITLE}\n\n{PROSE}", "2021-03-01 Verslag").dates == (date(2022, 7, 4),)


def test_without_any_other_date_the_first_in_the_text_is_taken() -> None:
    assert parsed(f"Verslag LOVP\n\nOp 4 juli 2022 kwam men bijeen, tot 9 juli 2022. {PROSE}").dates == (
        date(2022, 7, 4),
    )


def test_a_record_without_a_date_is_known_by_its_text() -> None:
    one, other = parsed(f"Verslag LOVP\n\n{PROSE}"), parsed(f"Verslag LOVP\n\n{PROSE} En meer.")
    assert one.dates == other.dates == ()
    assert one.id.startswith("verslag-lovp-")
    assert one.id != other.id
    assert one == parsed(f"Verslag LOVP\n\n{PROSE}")


def test_a_newsletter_is_marked_as_one() -> None:
    assert parsed(f"Nieuwsbrief Bureau Regioburgemeesters mei 2021\n\n{PROSE}").kind == "newsletter"
    assert parsed(f"{TITLE}\n\nIn de nieuwsbrief staat meer. {PROSE}").kind == "record"


def test_text_without_headings_stands_under_one_topic() -> None:
    assert topics(parsed(f"{TITLE}\n\n{PROSE}\n\n{PROSE}")) == [(OPENING_TOPIC, f"{PROSE}\n\n{PROSE}")]


def test_text_that_opens_with_a_sentence_takes_its_title_from_the_file() -> None:
    record = parsed(f"{PROSE}\n", "Verslag 4 juli 2022")
    assert (record.title, record.dates) == ("Verslag 4 juli 2022", (date(2022, 7, 4),))
    assert topics(record) == [(OPENING_TOPIC, PROSE)]


def test_a_title_alone_is_a_record_without_sections() -> None:
    assert (parsed(TITLE).title, parsed(TITLE).sections) == (TITLE, ())


def test_an_item_of_a_list_is_no_heading() -> None:
    text = f"{TITLE}\n\nBesluiten\n- Geld\nEr is 5 mln. nodig.\n1) Wijk\nDe wijk krijgt een agent.\n"
    assert [topic for topic, _ in topics(parsed(text))] == ["Besluiten"]


def test_a_heading_over_a_heading_is_no_topic_without_text() -> None:
    record = parsed(f"{TITLE}\n\nVeiligheid\n\nWapens\n\n{PROSE}\n")
    assert topics(record) == [("Wapens", PROSE)]


def test_headings_that_the_format_marks_are_believed() -> None:
    text = f"{TITLE}\n\nwapens, geld\n\n{PROSE}\n\nNiet gemarkeerd\n\n{PROSE}"
    marked = Heading(Span(text.index("wapens"), text.index("wapens") + 12), 2)
    record = document_to_record(Document(text, headings=(Heading(Span(0, len(TITLE)), 1), marked)), "x")
    assert [topic for topic, _ in topics(record)] == ["wapens, geld"]


def test_a_title_that_the_format_marks_may_stand_below_a_line() -> None:
    text = f"Regioburgemeesters\n\n{TITLE}\n\n{PROSE}"
    start = text.index(TITLE)
    record = document_to_record(Document(text, headings=(Heading(Span(start, start + len(TITLE)), 1),)), "x")
    assert record.title == TITLE
    assert topics(record) == [(OPENING_TOPIC, PROSE)]


LINES = st.sampled_from(
    [
        *(
            TITLE,
            PROSE,
            "Wapens",
            "Geld en capaciteit",
            "De zin loopt",
            "gewoon door.",
            "Er is 5 mln. De rest",
            "volgt.",
        ),
        *("- een punt", "1. Opening", "12 juli 2022", "Bron: x", "VERSLAG", "…", "", " ", "\u2028", "x" * 200),
    ]
)


@given(st.lists(LINES, max_size=25), st.lists(st.integers(0, 400), max_size=4))
def test_sections_stand_in_order_inside_the_text_and_cut_no_sentence(lines: list[str], starts: list[int]) -> None:
    text = "\n".join(lines)
    pages = (0, *sorted({start for start in starts if 0 < start < len(text)}))
    record = parsed(text, pages=pages)
    end = 0
    for section in record.sections:
        assert end <= section.span.start < section.span.end <= len(text)
        assert section.span.of(text).strip()
        assert section.topic
        assert section.page == sum(page <= section.span.start for page in pages)
        end = section.span.end
    by_topic = [span for section in record.sections for span in sentences(text, section.span)]
    assert all(one.end <= other.start for one, other in pairwise(by_topic))
    assert parsed(text, pages=pages) == record
