"""What is missing is found where the records speak of it, with the sentence that does, and nothing is missed that is there."""

from dataclasses import replace
from datetime import date

import pytest

from index.gaps import Gap, GapKind, gaps
from index.parse import document_to_record
from index.readers.document import Document
from index.records import Note, NoteKind, Record

PROSE = "De Minister lichtte het besluit toe."


def record(day: str, *said: str, title: str = "Terugkoppeling LOVP") -> Record:
    return document_to_record(Document(f"{title} {day}\n\nWapens\n\n{PROSE} {' '.join(said)}"), "stuk")


def mentioned(*records: Record) -> list[Gap]:
    return [gap for gap in gaps(records) if gap.kind is GapKind.MENTIONED]


@pytest.mark.parametrize(
    ("sentence", "first", "last"),
    [
        ("Dit is besproken in het LOVP van 19 april 2021.", date(2021, 4, 19), date(2021, 4, 19)),
        ("Dit komt terug in het LOVP van 19 april.", date(2021, 4, 19), date(2021, 4, 19)),
        ("Dit was besproken in het LOVP van 7 december.", date(2020, 12, 7), date(2020, 12, 7)),
        ("Dit kwam in de plaats van het LOVP van eind september 2020.", date(2020, 9, 20), date(2020, 9, 30)),
        ("Het wordt op 19 april besproken.", date(2021, 4, 19), date(2021, 4, 19)),
        ("Afgesproken is dat dit in september terugkomt.", date(2021, 9, 1), date(2021, 9, 30)),
        ("Dit komt in de vergadering van september 2021 terug.", date(2021, 9, 1), date(2021, 9, 30)),
        ("Het verslag van 7 december 2020 wordt ongewijzigd vastgesteld.", date(2020, 12, 7), date(2020, 12, 7)),
        ("De notulen van 15 juni worden goedgekeurd.", date(2020, 6, 15), date(2020, 6, 15)),
    ],
)
def test_a_meeting_that_is_spoken_of_and_has_no_record_is_missing(sentence: str, first: date, last: date) -> None:
    """Trap 29: what a date means is seen from the meeting in whose record it stands."""
    one = record("1 maart 2021", sentence)
    (gap,) = mentioned(one)
    assert (gap.day, gap.until, gap.record_id) == (first, last, one.id)
    assert gap.quote is not None
    assert gap.quote.of(one.text) == sentence
    assert "1 maart 2021" in gap.text
    assert str(first.year) in gap.text


def test_a_meeting_that_has_a_record_is_not_missing() -> None:
    sentence = "Dit komt terug in het LOVP van 19 april."
    assert mentioned(record("1 maart 2021", sentence), record("19 april 2021")) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "Het LOVP van 1 maart 2021 ging over geld.",
        "De brief van 19 april 2021 is ontvangen.",
        "Het verslag van 19 april 2021 is verstuurd naar de pers.",
        "Op 29 april 2021 draagt hij zijn functie over.",
        "Het LOVP van 30 februari 2021 bestaat niet.",
    ],
)
def test_its_own_meeting_and_other_dates_are_no_missing_meetings(sentence: str) -> None:
    assert mentioned(record("1 maart 2021", sentence)) == []


def test_a_meeting_that_was_called_off_is_not_missing() -> None:
    first = record("10 februari 2020", "Afgesproken is dat dit in september terugkomt.")
    later = record("2 november 2020", "Dit kwam in de plaats van het LOVP van eind september 2020, dat is vervallen.")
    assert mentioned(first) != []
    assert mentioned(first, later) == []


def test_a_next_meeting_without_a_record_in_half_a_year_is_missing() -> None:
    """Trap 29."""
    one = record("1 maart 2021", "Dit komt in het volgende LOVP aan de orde.")
    (gap,) = mentioned(one)
    assert (gap.day, gap.until) == (date(2021, 3, 2), date(2021, 8, 31))
    assert gap.quote is not None
    assert gap.quote.of(one.text) == "Dit komt in het volgende LOVP aan de orde."
    assert mentioned(one, record("31 augustus 2021")) == []
    assert len(mentioned(one, record("1 september 2021"))) == 1


def test_a_newsletter_is_no_record_of_a_meeting() -> None:
    one = record("1 maart 2021", "Dit komt terug in het LOVP van 19 april.")
    news = record("mei 2021", "Het LOVP van 19 april 2021 ging over geld.", title="Nieuwsbrief")
    assert news.dates == (date(2021, 4, 19),)
    assert [gap.record_id for gap in mentioned(one, news)] == [one.id]


def test_a_year_with_fewer_than_four_meetings_is_thin_but_the_last_may_still_run() -> None:
    records = [record(f"1 {month} 2020") for month in ("maart", "mei", "juli")]
    found = gaps([*records, record("1 maart 2022")])
    thin = [gap for gap in found if gap.kind is GapKind.EXPECTED]
    assert [(gap.day, gap.until) for gap in thin] == [
        (date(2020, 1, 1), date(2020, 12, 31)),
        (date(2021, 1, 1), date(2021, 12, 31)),
    ]
    assert "Van 2020 staan 3 vergaderingen in de index" in thin[0].text
    assert "Van 2021 staat geen vergadering in de index" in thin[1].text
    assert [
        g for g in gaps([*records, record("1 oktober 2020"), record("1 maart 2021")]) if g.kind is GapKind.EXPECTED
    ] == []


def test_a_meeting_that_was_not_held_does_not_count_for_its_year() -> None:
    held = [record(f"1 {month} 2020") for month in ("maart", "mei", "juli")]
    off = record("1 oktober 2020", "Het LOVP van 1 oktober 2020 is niet doorgegaan.")
    assert off.notes != ()
    assert [g.kind for g in gaps([*held, off, record("1 maart 2021")])] == [GapKind.EXPECTED]


@pytest.mark.parametrize(
    ("note", "kind"),
    [
        (NoteKind.OCR, GapKind.OCR),
        (NoteKind.PARTIAL, GapKind.PARTIAL),
        (NoteKind.DATE, GapKind.DATE),
        (NoteKind.DRAFT, GapKind.DRAFT),
    ],
)
def test_what_a_reader_should_know_of_a_record_is_in_the_ledger(note: NoteKind, kind: GapKind) -> None:
    """Traps 30, 34, 47 and 54."""
    one = replace(record("1 maart 2021"), notes=(Note(note, "Let op."), Note(NoteKind.REPAIRED, "Hersteld.")))
    assert gaps([one]) == [
        Gap(kind, date(2021, 3, 1), date(2021, 3, 1), one.id, None, "Terugkoppeling LOVP 1 maart 2021: Let op.")
    ]


def test_a_file_that_was_not_read_is_in_the_ledger() -> None:
    """Trap 53."""
    (gap,) = gaps([], [("map/leeg.pdf", "het bestand is leeg")])
    assert (gap.kind, gap.day, gap.text) == (GapKind.SKIPPED, None, "Niet gelezen: map/leeg.pdf (het bestand is leeg).")


def test_the_ledger_goes_by_date_whatever_the_order_of_the_records() -> None:
    records = [
        record("1 maart 2021", "Dit komt terug in het LOVP van 19 april."),
        record("1 maart 2020", "Dit komt in het volgende LOVP aan de orde."),
        record("1 maart 2023"),
    ]
    skipped = [("b.pdf", "leeg"), ("a.pdf", "leeg")]
    found = gaps(records, skipped)
    assert found == gaps(records[::-1], skipped[::-1])
    days = [gap.day or date.max for gap in found]
    assert days == sorted(days)


def test_nothing_is_missing_where_there_is_nothing() -> None:
    assert gaps([]) == []
