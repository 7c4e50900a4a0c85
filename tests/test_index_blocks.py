"""Lists of who was there, who does what and what was planned stand apart from what was said."""

import pytest

from index.blocks import topic_to_kind
from index.parse import OPENING_TOPIC, document_to_record
from index.readers.document import Document, Heading
from index.records import Record, SectionKind, Span

TITLE = "Verslag overleg 4 juli 2022"
PROSE = "De Minister lichtte het besluit toe. De burgemeesters waren tevreden over wat er is besproken."
ATTENDANCE, ACTIONS, AGENDA, TEXT = (SectionKind.ATTENDANCE, SectionKind.ACTIONS, SectionKind.AGENDA, SectionKind.TEXT)


def parsed(text: str, *, tables: tuple[str, ...] = (), marked: tuple[str, ...] = ()) -> Record:
    spans = tuple(Span(text.index(table), text.index(table) + len(table)) for table in tables)
    headings = tuple(Heading(Span(text.index(words), text.index(words) + len(words)), 2) for words in marked)
    return document_to_record(Document(text, (), headings, spans), "stuk")


def blocks(record: Record) -> list[tuple[SectionKind, str, str]]:
    return [(section.kind, section.topic, section.span.of(record.text)) for section in record.sections]


@pytest.mark.parametrize(
    ("printed", "topic"),
    [
        ("Aanwezig: A. Bakker (Zuid), mevrouw De Vries (Noord, vz) en C. Smit (na de lunch)", "Aanwezig"),
        ("Aanwezig (25 personen): A. Bakker (Zuid), B. de Vries (Noord)", "Aanwezig (25 personen)"),
        ("Afwezig met kennisgeving: A. Bakker", "Afwezig met kennisgeving"),
        ("Afgemeld: A. Bakker (Zuid)", "Afgemeld"),
        ("**Aanwezig:** A. Bakker, B. de Vries", "Aanwezig"),
    ],
)
def test_names_behind_a_label_are_attendance(printed: str, topic: str) -> None:
    """Traps 35 and 36."""
    record = parsed(f"{TITLE}\n\n{printed}\n\nWapens\n\n{PROSE}")
    assert blocks(record) == [(ATTENDANCE, topic, printed), (TEXT, "Wapens", PROSE)]


def test_names_in_a_list_under_a_label_are_attendance() -> None:
    """Trap 35."""
    names = "Aanwezig:\n- A. Bakker (Zuid)\n- B. de Vries (tot en met agendapunt 18)\n\nAfwezig:\n- C. Smit"
    record = parsed(f"{TITLE}\n\n{names}\n\n1. Opening\n\n{PROSE}")
    assert [(kind, topic) for kind, topic, _ in blocks(record)] == [
        (ATTENDANCE, "Aanwezig"),
        (ATTENDANCE, "Afwezig"),
        (TEXT, "1. Opening"),
    ]


def test_names_under_a_heading_are_attendance_until_the_text_begins() -> None:
    """Trap 35."""
    record = parsed(f"{TITLE}\n\nDeelnemers\n\nA. Bakker (Zuid)\nB. de Vries (Noord)\n\nWapens\n\n{PROSE}")
    assert blocks(record) == [
        (ATTENDANCE, "Deelnemers", "A. Bakker (Zuid)\nB. de Vries (Noord)"),
        (TEXT, "Wapens", PROSE),
    ]


def test_text_behind_names_without_a_heading_is_no_attendance() -> None:
    """Trap 35."""
    record = parsed(f"{TITLE}\n\nAanwezig\nA. Bakker, B. de Vries\n\n{PROSE}", marked=("Aanwezig",))
    assert blocks(record) == [(ATTENDANCE, "Aanwezig", "A. Bakker, B. de Vries"), (TEXT, OPENING_TOPIC, PROSE)]


def test_names_by_party_with_counts_are_one_block() -> None:
    """Trap 35."""
    names = "VVD (2)\nA. Bakker, B. de Vries\n\nD66 (1)\nC. Smit"
    record = parsed(f"{TITLE}\n\nAanwezig\n{names}\n\n1. Opening\n\n{PROSE}")
    assert blocks(record) == [(ATTENDANCE, "Aanwezig", names), (TEXT, "1. Opening", PROSE)]


def test_a_table_of_names_is_attendance() -> None:
    """Trap 35."""
    table = "Achternaam | Voornaam | Organisatie\n\nBakker | Anna | Zuid"
    record = parsed(f"{TITLE}\n\n{table}\n\nWapens\n\n{PROSE}", tables=(table,))
    assert blocks(record)[0] == (ATTENDANCE, "Achternaam | Voornaam | Organisatie", table)


def test_a_cell_of_the_cover_table_is_attendance() -> None:
    """Traps 35 and 41."""
    table = "Vergaderdatum | 4 juli 2022\n\nAanwezig | A. Bakker, B. de Vries\n\nAfwezig | C. Smit"
    record = parsed(f"{TITLE}\n\n{table}\n\nWapens\n\n{PROSE}", tables=(table,))
    assert [(kind, topic) for kind, topic, _ in blocks(record)] == [
        (ATTENDANCE, "Aanwezig"),
        (ATTENDANCE, "Afwezig"),
        (TEXT, "Wapens"),
    ]


def test_those_invited_who_were_not_there_are_apart_from_those_who_were() -> None:
    """Trap 36."""
    record = parsed(f"{TITLE}\n\nAanwezig: A. Bakker\nAfwezig: B. de Vries\n\nWapens\n\n{PROSE}")
    assert blocks(record)[:2] == [
        (ATTENDANCE, "Aanwezig", "Aanwezig: A. Bakker"),
        (ATTENDANCE, "Afwezig", "Afwezig: B. de Vries"),
    ]


def test_a_sentence_with_the_word_is_no_attendance() -> None:
    """Trap 35."""
    record = parsed(
        f"{TITLE}\n\nWapens\n\nAanwezig: dat was het woord dat de meeste vragen opriep bij de leden.\n\n{PROSE}"
    )
    assert {kind for kind, _, _ in blocks(record)} == {TEXT}


def test_names_are_not_made_one_when_they_are_written_in_two_ways() -> None:
    """Trap 37."""
    record = parsed(f"{TITLE}\n\nAanwezig: J. van der Berg, Jan vd Berg\n\nWapens\n\n{PROSE}")
    assert blocks(record)[0][2] == "Aanwezig: J. van der Berg, Jan vd Berg"


def test_a_table_of_actions_is_a_block_inside_its_topic() -> None:
    """Trap 46."""
    table = "Nr | Actie | Eigenaar | Status\n\nMrt25/13 | Nota maken | Bakker | O"
    record = parsed(f"{TITLE}\n\nWapens\n\n{PROSE}\n\n{table}\n\n{PROSE}", tables=(table,))
    assert blocks(record) == [
        (TEXT, "Wapens", PROSE),
        (ACTIONS, "Nr | Actie | Eigenaar | Status", table),
        (TEXT, "Wapens", PROSE),
    ]


@pytest.mark.parametrize(
    "heading", ["Actielijst", "Actiepunten", "7. Actielijst", "Overzicht actiepunten", "Toezeggingen"]
)
def test_what_stands_under_a_heading_of_actions_is_a_list_of_actions(heading: str) -> None:
    """Trap 46."""
    record = parsed(f"{TITLE}\n\nWapens\n\n{PROSE}\n\n{heading}\n\nBakker maakt een nota.\n\nGereed\n")
    assert [(kind, topic) for kind, topic, _ in blocks(record)] == [(TEXT, "Wapens"), (ACTIONS, heading)]


def test_check_boxes_are_actions_under_their_topic() -> None:
    """Trap 46."""
    record = parsed(f"{TITLE}\n\nWapens\n\n{PROSE}\n\n[ ] Bakker: nota maken\n[x] De Vries: bellen")
    assert blocks(record)[1] == (ACTIONS, "Wapens", "[ ] Bakker: nota maken\n[x] De Vries: bellen")


def test_a_heading_that_speaks_of_actions_is_text() -> None:
    """Trap 46."""
    assert topic_to_kind("Actieplan discriminatie") is topic_to_kind("Acties van boeren") is TEXT


def test_a_list_of_planned_items_is_an_agenda_and_ends_where_the_numbers_start_again() -> None:
    """Trap 51."""
    record = parsed(
        f"{TITLE}\n\nAgenda\n1. Opening\n2. Wapens\n3. Sluiting\n\n1. Opening\n\n{PROSE}\n\n2. Wapens\n\n{PROSE}"
    )
    assert blocks(record) == [
        (AGENDA, "Agenda", "1. Opening\n2. Wapens\n3. Sluiting"),
        (TEXT, "1. Opening", PROSE),
        (TEXT, "2. Wapens", PROSE),
    ]


@pytest.mark.parametrize(
    "label",
    ["Met kennisgeving afwezig", "Met bericht van verhindering afwezig", "Verder aanwezig", "Eveneens aanwezig"],
)
def test_a_label_may_say_first_how_someone_was_there_or_not(label: str) -> None:
    """Trap 36: else those who were absent would stand among those who were there."""
    record = parsed(f"{TITLE}\n\nAanwezig: A. Bakker, C. Smit\n{label}: B. de Vries\n\nWapens\n\n{PROSE}")
    assert [(kind, topic) for kind, topic, _ in blocks(record)] == [
        (ATTENDANCE, "Aanwezig"),
        (ATTENDANCE, label),
        (TEXT, "Wapens"),
    ]


def test_a_list_of_names_that_is_not_finished_goes_on_behind_an_empty_line() -> None:
    """Trap 12."""
    names = "Aanwezig: mevrouw De Vries (voorzitter), de heer Bakker, de heer Smit en mevrouw\n\nJansen (notulist)"
    record = parsed(f"{TITLE}\n\n{names}\n\nAfwezig: de heer Visser\n\nWapens\n\n{PROSE}")
    assert blocks(record)[0] == (ATTENDANCE, "Aanwezig", names)


def test_names_in_columns_of_spaces_are_attendance() -> None:
    """Trap 35: a text made from a PDF keeps its columns apart with spaces."""
    names = "Naam             Organisatie\nL. Bakker        gemeente Zuid\nB. Smit          jongerenwerk\nC. van der Veen   politie"
    record = parsed(f"{TITLE}\n\nAanwezigen\n{names}\n\nWapens\n\n{PROSE}")
    assert blocks(record)[0] == (ATTENDANCE, "Aanwezigen", names)


def test_the_one_name_under_a_label_is_no_heading_of_what_follows() -> None:
    """Trap 36."""
    record = parsed(f"{TITLE}\n\nAfwezig:\nGGZ: dhr. Visser\n\n1. Wapens\n{PROSE}")
    assert [(kind, topic) for kind, topic, _ in blocks(record)] == [(ATTENDANCE, "Afwezig"), (TEXT, "1. Wapens")]


def test_a_table_under_a_heading_of_actions_is_told_under_that_heading() -> None:
    """Trap 46."""
    table = "Nr | Actie | Wie\n\n1 | Nota maken | Bakker"
    record = parsed(
        f"{TITLE}\n\nWapens\n\n{PROSE}\n\nActiepunten\n\n{table}", tables=(table,), marked=("Wapens", "Actiepunten")
    )
    assert blocks(record)[1:] == [(ACTIONS, "Actiepunten", table)]


def test_the_last_name_of_a_list_is_no_heading_of_the_question_below() -> None:
    """Trap 35."""
    record = parsed(f"{TITLE}\n\nAanwezigen\nL. Bakker\nC. de Vries\n\nWie betaalt dat nu?\n{PROSE}")
    assert blocks(record)[0] == (ATTENDANCE, "Aanwezigen", "L. Bakker\nC. de Vries")


def test_members_right_below_a_label_of_absence_were_not_there() -> None:
    """Trap 36: under "Leden" alone they would be taken for those who were there."""
    names = "Aanwezig\nVoorzitter: A. Bakker\nLeden: B. de Vries, C. Smit\nAfwezig\nLeden: D. Visser"
    record = parsed(f"{TITLE}\n\n{names}\n\nWapens\n\n{PROSE}")
    assert blocks(record)[:2] == [
        (ATTENDANCE, "Aanwezig", "Voorzitter: A. Bakker\nLeden: B. de Vries, C. Smit"),
        (ATTENDANCE, "Afwezig", "Leden: D. Visser"),
    ]


@pytest.mark.parametrize("label", ["Aan tafel", "Met dank afwezig", "Van het college aanwezig"])
def test_words_of_ones_own_before_a_label_of_attendance(label: str) -> None:
    """Trap 35; a sentence in which someone is absent has no colon behind the word."""
    record = parsed(f"{TITLE}\n\n{label}: A. Bakker, B. de Vries\n\nWapens\n\n{PROSE}")
    assert blocks(record)[0] == (ATTENDANCE, label, f"{label}: A. Bakker, B. de Vries")
    assert parsed(f"{TITLE}\n\nWapens\n\nDe wethouder was met vakantie afwezig. {PROSE}").topics == ("Wapens",)
