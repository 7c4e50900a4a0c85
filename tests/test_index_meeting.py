"""What a record is, when its meeting was and how it stands, from places that disagree, leave things out or tell of others."""

from datetime import date

import pytest

from index.dates import base_name, impossible_dates, name_dates
from index.parse import document_to_record
from index.readers.document import Document
from index.records import NoteKind, Record, RecordKind, SectionKind

PROSE = "De Minister lichtte het besluit toe. De burgemeesters waren tevreden over wat er is besproken."
HELD = date(2022, 7, 4)


def parsed(text: str, name: str = "stuk", folder: str = "") -> Record:
    return document_to_record(Document(text), name, folder)


def notes(record: Record, kind: NoteKind = NoteKind.DATE) -> list[str]:
    return [note.text for note in record.notes if note.kind is kind]


def test_a_bare_date_under_the_title_is_that_of_publication() -> None:
    """Trap 2."""
    record = parsed(f"Korte terugkoppeling LOVP 4 juli 2022\n12 juli 2022\n\nHet ging over geld.\n\nWapens\n\n{PROSE}")
    assert (record.dates, notes(record)) == ((HELD,), [])


def test_a_newsletter_has_the_dates_of_the_meetings_that_it_tells_about() -> None:
    """Trap 3."""
    text = "Nieuwsbrief Bureau Regioburgemeesters november 2019\n\nHet LOVP van 28 oktober ging over wapens.\n\n"
    record = parsed(f"{text}Het volgende LOVP is op 2 november 2019.\n\n{PROSE}")
    assert (record.kind, record.dates) == (RecordKind.NEWSLETTER, (date(2019, 10, 28),))


def test_a_newsletter_that_names_no_meeting_has_no_date() -> None:
    """Trap 3."""
    assert parsed(f"Nieuwsbrief Bureau Regioburgemeesters mei 2021\n\nOp 3 mei 2021 was er taart. {PROSE}").dates == ()


@pytest.mark.parametrize(
    "sentence",
    [
        "Het LOVP van 4 juli 2022 is niet doorgegaan.",
        "De vergadering van 4 juli is vervallen.",
        "Dit overleg is geannuleerd.",
        "Het LOVP ging niet door.",
        "Het LOVP van juli heeft niet plaatsgevonden.",
    ],
)
def test_a_record_of_a_meeting_that_was_not_held_says_so(sentence: str) -> None:
    """Trap 4."""
    assert notes(parsed(f"Terugkoppeling LOVP 4 juli 2022\n\n{sentence}"), NoteKind.CANCELLED)


@pytest.mark.parametrize(
    "sentence",
    [
        "Het LOVP van 30 mei 2022 is niet doorgegaan.",
        "Dit overleg kwam in de plaats van het LOVP van eind mei, dat is vervallen.",
        "Het vorige LOVP is vervallen.",
        "Agendapunt 3 is vervallen.",
    ],
)
def test_another_meeting_that_was_not_held_is_not_this_one(sentence: str) -> None:
    """Trap 4."""
    assert not notes(parsed(f"Terugkoppeling LOVP 4 juli 2022\n\n{sentence} {PROSE}"), NoteKind.CANCELLED)


def test_two_meetings_in_a_title_share_the_year_of_the_last() -> None:
    """Trap 5."""
    record = parsed(f"Korte terugkoppeling LOVP 29 november en extra LOVP 23 november 2021\n\n{PROSE}")
    assert record.dates == (date(2021, 11, 29), date(2021, 11, 23))


@pytest.mark.parametrize(
    "label", ["Vergaderdatum", "Datum vergadering", "Datum van het overleg", "dd", "Vergadering d.d."]
)
def test_the_label_of_the_meeting_wins_from_the_date_of_the_document(label: str) -> None:
    """Traps 19 and 30."""
    record = parsed(f"Verslag overleg\nDatum: 12-7-2022\n{label}: 4 juli 2022\n\n{PROSE}")
    assert (record.dates, notes(record)) == ((HELD,), [])


def test_a_label_in_a_cover_table_counts() -> None:
    """Trap 41."""
    assert parsed(f"Verslag overleg\n\nVergaderdatum | 4 juli 2022\n\nNotulist | A. Bakker\n\n{PROSE}").dates == (HELD,)


def test_datum_is_the_meetings_when_nothing_else_tells() -> None:
    """Trap 30."""
    assert parsed(f"Verslag overleg\nDatum: 4 juli 2022\n\n{PROSE}").dates == (HELD,)


@pytest.mark.parametrize(
    "written",
    [
        "4 juli 2022",
        "4 Juli 2022",
        "4e juli 2022",
        "4-7-2022",
        "4.7.2022",
        "2022-07-04",
        "20220704",
        "2022_07_04",
        "4_juli_2022",
    ],
)
def test_a_name_dates_a_record_in_every_way_of_writing(written: str) -> None:
    """Trap 28."""
    assert parsed(f"Verslag overleg\n\n{PROSE}", f"verslag_{written}_v2").dates == (HELD,)


def test_a_label_dates_a_record_with_strokes_in_the_date() -> None:
    """Trap 28."""
    assert parsed(f"Verslag overleg\nVergaderdatum: 04/07/2022\n\n{PROSE}").dates == (HELD,)


def test_name_and_label_that_disagree_are_both_told() -> None:
    """Trap 30."""
    record = parsed(f"Verslag overleg\nVergaderdatum: 22-03-2018\n\n{PROSE}", "verslag 22 maart 2019")
    assert record.dates == (date(2018, 3, 22),)
    (told,) = notes(record)
    assert "het label voor de vergaderdatum noemt 22 maart 2018, de bestandsnaam noemt 22 maart 2019" in told
    assert told.endswith("Aangehouden is 22 maart 2018.")


def test_the_first_date_of_the_text_does_not_win_from_the_name() -> None:
    """Trap 30."""
    text = f"Verslag overleg\n\nDe brief van 1 mei 2022 moet uiterlijk 30 juni 2022 zijn beantwoord. {PROSE}"
    assert parsed(text, "2022-07-04 verslag").dates == (HELD,)


@pytest.mark.parametrize("name", ["verslag 26-26-2026", "verslag 21-1-20256", "2026-13-40"])
def test_a_date_that_cannot_be_is_told_and_never_mended(name: str) -> None:
    """Trap 31."""
    record = parsed(f"Verslag overleg\n\n{PROSE}", name)
    assert record.dates == ()
    assert notes(record) == [f"In de bestandsnaam staat een datum die niet bestaat: {name.split()[-1]}."]


def test_a_date_is_never_made_from_two_folders() -> None:
    """Trap 31."""
    assert name_dates("2024-10-24/2024-4-25") == (date(2024, 4, 25),)
    assert name_dates("10-24/2024-4") == name_dates("10/24/2024-1") == ()
    assert base_name("map/verslag_van_maart") == "verslag van maart"
    assert impossible_dates("26-26-2026/2024-4-25") == []


def test_the_folders_date_is_not_the_meetings() -> None:
    """Trap 32."""
    record = parsed(f"Verslag overleg 6 maart 2024\n\n{PROSE}", "verslag", "2024-05-29")
    assert (record.dates, notes(record)) == ((date(2024, 3, 6),), [])


def test_the_folders_date_alone_is_a_guess() -> None:
    """Trap 32."""
    record = parsed(f"Verslag overleg\n\n{PROSE}", "verslag", "2024-05-29")
    assert record.dates == (date(2024, 5, 29),)
    assert "alleen de map" in notes(record)[0]


def test_a_day_of_difference_is_told() -> None:
    """Trap 33."""
    record = parsed(f"Verslag 8 november 2018\n\n{PROSE}", "2018_11_09 verslag")
    assert record.dates == (date(2018, 11, 8),)
    assert "9 november 2018" in notes(record)[0]


def test_a_year_that_is_left_out_comes_from_the_folder_and_is_told() -> None:
    """Trap 34."""
    record = parsed(f"Verslag overleg\n\n{PROSE}", "verslag 5 februari", "2021")
    assert record.dates == (date(2021, 2, 5),)
    assert "noemt geen jaar" in notes(record)[0]


def test_without_any_date_there_is_none() -> None:
    """Trap 34."""
    record = parsed(f"Verslag overleg\n\n{PROSE}", "verslag 5 februari")
    assert (record.dates, record.notes) == ((), ())


def test_the_first_date_in_the_text_is_a_guess_that_is_told() -> None:
    """Trap 34."""
    record = parsed(f"Verslag overleg\n\nHet ging op 4 juli 2022 over geld. {PROSE}")
    assert record.dates == (HELD,)
    assert "aanname" in notes(record)[0]


@pytest.mark.parametrize(
    "words",
    [
        "Aldus vastgesteld in de vergadering van 17 juni 2014.",
        "Het verslag van de vergadering van 6 maart 2014 is akkoord.",
    ],
)
def test_a_date_of_adoption_or_of_an_earlier_meeting_is_not_the_meetings(words: str) -> None:
    """Traps 47 and 48."""
    assert parsed(f"Verslag overleg\n\n{words} {PROSE}").dates == ()
    assert parsed(f"Verslag overleg 3 juni 2014\n\n{words} {PROSE}").dates == (date(2014, 6, 3),)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Conceptverslag overleg 4 juli 2022", "stuk"),
        ("Verslag overleg 4 juli 2022", "verslag_concept"),
        ("Verslag overleg", "verslag v0.1"),
    ],
)
def test_a_draft_is_marked_as_one(title: str, name: str) -> None:
    """Trap 47."""
    assert notes(parsed(f"{title}\n\n{PROSE}", name), NoteKind.DRAFT)


@pytest.mark.parametrize(
    "text",
    [f"Verslag overleg\nStatus: vastgesteld\n\n{PROSE}", f"Verslag overleg\n\nDe conceptwet is besproken. {PROSE}"],
)
def test_what_is_adopted_or_only_speaks_of_a_draft_is_none(text: str) -> None:
    """Trap 47."""
    assert not notes(parsed(text, "verslag v2"), NoteKind.DRAFT)


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Korte terugkoppeling LOVP 4 juli 2022", RecordKind.RECORD),
        ("Notulen overleg 4 juli 2022", RecordKind.MINUTES),
        ("Verslag van het overleg", RecordKind.MINUTES),
        ("Besluitenlijst raad 4 juli 2022", RecordKind.DECISIONS),
        ("Nieuwsbrief juli 2022", RecordKind.NEWSLETTER),
        ("Agenda en verslag overleg 4 juli 2022", RecordKind.MINUTES),
        ("Veiligheidsagenda 2023", RecordKind.RECORD),
    ],
)
def test_the_title_says_what_a_record_is(title: str, kind: RecordKind) -> None:
    """Traps 51 and 55."""
    assert parsed(f"{title}\n\nWapens\n\n{PROSE}").kind is kind


def test_the_name_says_it_when_the_title_does_not() -> None:
    """Trap 55."""
    assert parsed(f"Overleg keten\n\n{PROSE}", "besluitenlijst_2022").kind is RecordKind.DECISIONS


def test_an_agenda_is_what_was_planned() -> None:
    """Trap 51."""
    record = parsed("Agenda overleg 4 juli 2022\n\n1. Opening\n2. Geld voor de wijk\n3. Sluiting\n")
    assert record.kind is RecordKind.AGENDA
    assert {section.kind for section in record.sections} == {SectionKind.AGENDA}


def test_a_list_with_times_is_an_agenda_by_its_shape() -> None:
    """Trap 51."""
    text = "Overleg keten 4 juli 2022\n\n10.00 uur Opening\n10.15 uur Geld voor de wijk\n11.00 uur Sluiting\n"
    assert parsed(text).kind is RecordKind.AGENDA


def test_an_agenda_that_tells_what_was_said_is_minutes() -> None:
    """Trap 51."""
    assert (
        parsed(f"Agenda overleg 4 juli 2022\n\nWapens\n\n{PROSE} Er is ingestemd met de nota.").kind
        is RecordKind.MINUTES
    )


@pytest.mark.parametrize("line", ["gehouden op 4/7/2022 te Baarn", "Vergadering gehouden op maandag 4 juli 2022"])
def test_a_line_that_says_when_it_was_held_dates_a_record(line: str) -> None:
    """Trap 28."""
    record = parsed(f"Notulen van het dagelijks bestuur\n{line}\n\nWapens\n\n{PROSE}")
    assert (record.dates, notes(record), record.topics) == ((HELD,), [], ("Wapens",))


def test_a_line_of_the_meeting_and_its_date_is_no_topic() -> None:
    """The table of decisions below it would else be told under that date."""
    record = parsed(f"Besluitenlijst college van Zuid\nVergadering d.d. 4 juli 2022\n\n{PROSE}")
    assert (record.dates, record.topics) == ((HELD,), ("Inleiding",))


def test_the_agenda_in_a_dated_pack_is_not_its_title() -> None:
    """Trap 59."""
    record = parsed(
        f"Raadsvergadering 4 juli 2022 - stukken\n\nAGENDA\n1. Opening\n2. Geld\n3. Sluiting\n\nGELD\n{PROSE}"
    )
    assert (record.title, record.topics) == ("Raadsvergadering 4 juli 2022 - stukken", ("AGENDA", "GELD"))


def test_the_line_of_adoption_under_the_title_is_no_topic() -> None:
    """Trap 48."""
    record = parsed(
        f"Verslag commissie\nVastgesteld op 12 juli 2022\n\nDe commissie vergaderde op 4 juli 2022 in Zuid.\n\n{PROSE}"
    )
    assert (record.dates, record.topics) == ((HELD,), ("Inleiding",))
