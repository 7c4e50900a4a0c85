"""Headings are known by layout or by mark, numbered as printed; what only looks like one stays text."""

from datetime import date

import pytest

from index.parse import OPENING_TOPIC, document_to_record
from index.readers.document import Document, Heading
from index.records import Record, Span

TITLE = "Verslag LOVP 4 juli 2022"
PROSE = "De Minister lichtte het besluit toe. De burgemeesters waren tevreden."


def parsed(text: str, *marked: str, pages: tuple[int, ...] = ()) -> Record:
    """The record of a text in which the lines `marked` are headings; "### x" is one of level 3."""
    headings = []
    for words in marked:
        level = len(words) - len(words.lstrip("#")) or 2
        start = text.index(words.lstrip("# "))
        headings.append(Heading(Span(start, start + len(words.lstrip("# "))), level))
    return document_to_record(Document(text, pages, tuple(headings)), "stuk")


def topics(record: Record) -> list[str]:
    return list(record.topics)


def wrapped(times: int) -> str:
    line = "De burgemeesters herinnerden de Minister eraan dat zij zo niet samen aan het werk willen in de "
    other = "regio. Zij vroegen in het licht van de aanpak van de zware criminaliteit om meer samenwerking. "
    return "\n".join([line, other] * times)


def test_a_heading_has_no_number_colon_or_empty_line() -> None:
    """Trap 1."""
    record = parsed(f" {TITLE} \n\nWapens \n{wrapped(2)}\nGeld \n{wrapped(2)}")
    assert topics(record) == ["Wapens", "Geld"]


def test_a_heading_just_behind_a_page_break_needs_no_empty_line() -> None:
    """Trap 10."""
    text = f"{TITLE}\n\nWapens\n{wrapped(2)}\n Voorgenomen besluit \n{wrapped(1)}"
    assert topics(parsed(text, pages=(0, text.index(" Voorgenomen")))) == ["Wapens", "Voorgenomen besluit"]


def test_a_running_header_with_a_page_number_is_no_heading() -> None:
    """Trap 15."""
    header = "Besluitenlijst Raad 11 juli 2023  Blz. "
    record = parsed(f"{TITLE}\n\nWapens\n{PROSE}\n\n{header}1\n\n{PROSE}\n\n{header}2\n\n{PROSE}")
    assert topics(record) == ["Wapens"]
    assert "Blz." not in "".join(s.span.of(record.text) for s in record.sections)


def test_a_heading_may_close_with_an_abbreviation() -> None:
    """Trap 26."""
    assert topics(parsed(f"{TITLE}\n\n1. Geld\n\n{PROSE}\n\n2. W.v.t.t.k.\n\n{PROSE}")) == ["1. Geld", "2. W.v.t.t.k."]


@pytest.mark.parametrize(
    "heading",
    [
        "1.  Opening",
        "01. Opening",
        "1) Opening",
        "2a Opening",
        "5  Behandeling",
        "10a Geld",
        "1 Welkom_",
        "_2 Event Zuid_",
    ],
)
def test_a_number_is_kept_as_printed(heading: str) -> None:
    """Trap 39."""
    record = parsed(f"{TITLE}\n\n{heading}\n\n{PROSE}\n")
    assert topics(record) == [" ".join(heading.split()).strip("_")]


def test_numbers_that_start_again_or_are_left_out_are_not_mended() -> None:
    """Trap 39."""
    text = f"{TITLE}\n\n1. Opening\n\n{PROSE}\n\n3. Geld\n\n{PROSE}\n\n1. Wapens\n\n{PROSE}"
    assert topics(parsed(text)) == ["1. Opening", "3. Geld", "1. Wapens"]


def test_a_number_at_the_start_of_a_wrapped_line_is_no_heading() -> None:
    """Trap 40."""
    text = (
        f"{TITLE}\n\nWapens\nDe Korpschef lichtte toe dat er een aantal oorzaken aan ten grondslag ligt: 1. het aantal\n"
        "2. Verdringing binnen de teams (veel capaciteit gaat naar de registratie van zaken); 3. de\n"
        "concurrentie op de opsporing is groot, want daarbij wordt niet altijd voorrang gegeven aan\n"
        "4. Het hoge ziekteverzuim."
    )
    assert topics(parsed(text)) == ["Wapens"]


def test_numbered_points_of_a_decision_are_no_headings() -> None:
    """Trap 40."""
    text = f"{TITLE}\n\nWapens\n{PROSE}\n1. Instemmen met de nota\n2. Kennis nemen van de brief\n{PROSE}"
    assert topics(parsed(text)) == ["Wapens"]


def test_a_paragraph_in_the_style_of_a_heading_is_text() -> None:
    """Trap 41."""
    body = (
        "De Minister lichtte het voorstel uitgebreid toe en ging in op vragen van de leden. Daarna is het vastgesteld."
    )
    record = parsed(f"{TITLE}\n\nWapens\n\n{body}\n\n{PROSE}", "Wapens", body)
    assert topics(record) == ["Wapens"]
    assert body in record.sections[0].span.of(record.text)


def test_the_nearest_heading_of_any_level_is_the_topic() -> None:
    """Traps 41 and 42."""
    text = f"{TITLE}\n\nVeiligheid\n\nWapens\n\n{PROSE}\n\nGeld\n\n{PROSE}"
    assert topics(parsed(text, "## Veiligheid", "### Wapens", "### Geld")) == ["Wapens", "Geld"]


def test_a_heading_that_comes_twice_is_one_topic_in_two_places() -> None:
    """Trap 42."""
    record = parsed(f"{TITLE}\n\nGeld\n\n{PROSE}\n\nWapens\n\n{PROSE}\n\nGeld\n\n{PROSE}")
    assert topics(record) == ["Geld", "Wapens"]
    assert [s.topic for s in record.sections] == ["Geld", "Wapens", "Geld"]


def test_a_document_of_headings_only_keeps_its_text() -> None:
    """Trap 51."""
    text = f"{TITLE}\n\nOpening\n\nGeld"
    record = parsed(text, "Opening", "Geld")
    assert [(s.topic, s.span.of(text)) for s in record.sections] == [(OPENING_TOPIC, "Opening\n\nGeld")]


def test_a_list_of_votes_is_no_heading() -> None:
    """Trap 49."""
    text = f"{TITLE}\n\nWapens\n{PROSE}\n\nTegen stemden de fracties van Noord en Zuid\n\n{PROSE}"
    assert topics(parsed(text)) == ["Wapens"]


def test_the_line_of_adoption_is_no_heading() -> None:
    """Trap 48."""
    text = f"{TITLE}\n\nWapens\n{PROSE}\n\nAldus vastgesteld in de vergadering van 5 september 2022\n\n{PROSE}"
    assert (topics(parsed(text)), parsed(text).dates) == (["Wapens"], (date(2022, 7, 4),))


def test_a_name_behind_a_full_line_and_an_empty_one_is_no_heading() -> None:
    """Trap 12."""
    full = "Op de agenda stonden verder nog de samenwerking, de voortgang en het werk van de heer Van den "
    lines = [*wrapped(3).split("\n"), full, "Jansen"]
    text = f"{TITLE}\n\nWapens\n\n" + "\n\n".join(lines) + f"\n\n{PROSE}"
    assert topics(parsed(text)) == ["Wapens"]


def test_a_very_long_list_of_short_lines_is_read() -> None:
    assert parsed(f"{TITLE}\n\n" + "Wapens\n\n" * 3000).sections != ()


def test_a_question_right_above_the_text_that_answers_it_is_a_heading() -> None:
    """A question inside running text stays text."""
    text = f"{TITLE}\n\nHoeveel wapens zijn er?\n{PROSE}\n\nWie betaalt dat?\n{PROSE} Wie weet het?\nNiemand wist het."
    assert topics(parsed(text)) == ["Hoeveel wapens zijn er?", "Wie betaalt dat?"]


def test_capitals_with_a_colon_are_a_heading() -> None:
    """What stands below a colon in small letters is a list or a quote, unless the line is short and right above prose."""
    text = f"{TITLE}\n\nWAPENS:\n{PROSE}\nFINANCIËN:\n{PROSE}\n\nVolgende keer:\n{PROSE}\n\n"
    text += "De raad stelt deze voorwaarden:\n- Licht"
    assert topics(parsed(text)) == ["WAPENS:", "FINANCIËN:", "Volgende keer:"]


@pytest.mark.parametrize(
    "label", ["Besluit: akkoord", "Actie Bakker: nota maken", "Voor: Zuid", "Tegen (5): Noord", "BESLUIT: akkoord"]
)
def test_a_label_inside_a_topic_is_no_heading(label: str) -> None:
    """What stands below it would else be told under the vote instead of under its topic."""
    record = parsed(f"{TITLE}\n\nWapens\n{PROSE}\n{label}\n{PROSE}\n\nGeld\n{PROSE}")
    assert topics(record) == ["Wapens", "Geld"]


def test_the_first_heading_may_stand_right_below_the_names() -> None:
    """A full line of names says nothing about the paper, and needs no empty line to end."""
    names = "Aanwezig: mevrouw De Vries (Zuid), de heer Bakker (Noord), de heer Smit (West)"
    record = parsed(f"{TITLE}\n{names}\n1. Opening\n{PROSE}\n2. Geld\n{PROSE}")
    assert topics(record) == ["Aanwezig", "1. Opening", "2. Geld"]


@pytest.mark.parametrize(
    ("upper", "lower"), [("2 Geld", "2.1 Wapens"), ("B. GELD", "B1. Wapens"), ("2. Geld", "2a. Wapens")]
)
def test_the_first_part_of_an_item_may_stand_right_below_it(upper: str, lower: str) -> None:
    """Its text is not that of the item before."""
    record = parsed(f"{TITLE}\n\n1. Opening\n{PROSE}\n\n{upper}\n{lower}\nDe boot is duur.\n\n3. Sluiting\n{PROSE}")
    assert topics(record) == ["1. Opening", lower, "3. Sluiting"]


def test_a_list_of_actions_and_the_next_meeting_need_no_sentences_below_them() -> None:
    """Else a short line at the end would be told under the last topic."""
    text = f"{TITLE}\n\nWapens\n{PROSE}\n\nActielijst\nBakker - nota - 1 mei\n\nVolgend overleg\n2 oktober 2022, 14 uur"
    assert topics(parsed(text)) == ["Wapens", "Actielijst", "Volgend overleg"]


def test_what_stands_on_top_of_every_page_is_no_heading() -> None:
    """Trap 15."""
    page = f"Overleg kust\n\n{PROSE}\n\n"
    text = f"Overleg kust\n{TITLE}\n\nWapens\n{PROSE}\n\n{page}{page}"
    starts = (0, text.index("Overleg kust", 5), text.rindex("Overleg kust"))
    record = parsed(text, pages=starts)
    assert topics(record) == ["Wapens"]
    assert "kust" not in "".join(section.span.of(text) for section in record.sections)


def test_bare_numbers_that_count_the_pages_are_left_out() -> None:
    """Trap 15; numbers that stand close together number something else."""
    page = "\n".join([PROSE] * 6)
    record = parsed(f"{TITLE}\n\nWapens\n{page}\n\n1\n\n{page}\n\n2\n")
    assert not [line for s in record.sections for line in s.span.of(record.text).split("\n") if line.strip().isdigit()]
    record = parsed(f"{TITLE}\n\nWapens\n{PROSE}\n\n1\n\n{PROSE}\n\n2\n")
    assert [line for s in record.sections for line in s.span.of(record.text).split("\n") if line.strip().isdigit()]


@pytest.mark.parametrize("heading", ["Rondvraag", "RONDVRAAG", "Volgende vergadering", "PERSONEEL"])
def test_a_standing_item_or_capitals_may_stand_below_a_word_without_a_full_stop(heading: str) -> None:
    """Else the text below it would be told under the item before."""
    record = parsed(f"{TITLE}\n\nMededelingen\nGeen\n{heading}\n{PROSE}\n{PROSE}")
    assert topics(record) == ["Mededelingen", heading]


def test_a_heading_with_the_word_of_a_label_and_a_number_stays_a_heading() -> None:
    """A letter that was enclosed is no part of the last item."""
    record = parsed(f"{TITLE}\n\nWapens\n{PROSE}\n\nVoorstel 3: brief aan de minister\n{PROSE}")
    assert topics(record) == ["Wapens", "Voorstel 3: brief aan de minister"]


def test_the_name_of_a_party_in_capitals_is_no_heading() -> None:
    """Trap 49: who voted stands in short lines; what follows is of the same topic."""
    text = f"{TITLE}\n\nWapens\n{PROSE}\nTegen stemden\nVVD\n{PROSE}\n{PROSE}\nPVDA:\n{PROSE}"
    assert topics(parsed(text)) == ["Wapens"]


def test_a_topic_may_begin_with_the_word_of_a_label() -> None:
    """Only a bare label, or one with a name, is of the topic above."""
    record = parsed(f"{TITLE}\n\nWapens\n{PROSE}\n\nKosten inzet politie: stand van zaken\n{PROSE}")
    assert topics(record) == ["Wapens", "Kosten inzet politie: stand van zaken"]
