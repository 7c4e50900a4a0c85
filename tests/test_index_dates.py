"""Dates as Dutch minutes write them are found where they stand; what is no date is not made into one."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.dates import MONTHS, find_dates, meeting_dates, written

DAYS = st.dates(date(1900, 1, 1), date(2099, 12, 31))
MEETING = date(2019, 10, 28)


@pytest.mark.parametrize(
    "text",
    [
        "28 oktober 2019",
        "28 Oktober 2019",
        "28 OKTOBER 2019",
        "28 okt. 2019",
        "28 okt 2019",
        "28e oktober 2019",
        "28ste oktober 2019",
        "28\noktober\n2019",
        "28-10-2019",
        "28/10/2019",
        "28.10.2019",
        "28_10_2019",
        "2019-10-28",
        "2019_10_28",
        "20191028",
    ],
)
def test_a_full_date_is_read_in_every_way_it_is_written(text: str) -> None:
    (found,) = find_dates(f"LOVP van {text}, Den Haag")
    assert found.span.of(f"LOVP van {text}, Den Haag") == text
    assert found.exact == found.first == found.last == MEETING


@given(DAYS)
def test_every_day_is_found_as_it_is_written_in_words_and_in_digits(day: date) -> None:
    for text in (written(day), day.isoformat(), f"{day.day}-{day.month}-{day.year}", f"{day:%Y%m%d}"):
        assert meeting_dates(text) == (day,)


def test_a_date_is_written_in_dutch_without_a_zero_in_front() -> None:
    assert written(date(2021, 3, 1)) == "1 maart 2021"


@pytest.mark.parametrize(
    "text",
    ["31 februari 2020", "29 februari 2021", "31-04-2020", "26-26-2026", "2020-13-01", "00-00-2020", "32 mei 2021"],
)
def test_an_impossible_date_is_left_out(text: str) -> None:
    assert meeting_dates(text) == ()
    assert all(found.day is None for found in find_dates(text))


@pytest.mark.parametrize("text", ["21-1-20256", "120191028", "zaak 2019102812", "overmaart 2020", "1 maartse 2020"])
def test_digits_or_letters_that_run_on_make_no_date(text: str) -> None:
    assert find_dates(text) == []


@pytest.mark.parametrize("text", ["5-4/2024", "2024-4/5", "5.4-2024"])
def test_a_date_has_one_kind_of_mark_between_its_parts(text: str) -> None:
    assert meeting_dates(text) == ()


def test_a_leap_day_is_a_day() -> None:
    assert meeting_dates("29 februari 2020") == (date(2020, 2, 29),)


def test_a_month_of_a_year_runs_from_its_first_day_to_its_last() -> None:
    (found,) = find_dates("in februari 2020")
    assert (found.exact, found.first, found.last) == (None, date(2020, 2, 1), date(2020, 2, 29))
    (found,) = find_dates("in december 2021")
    assert (found.first, found.last) == (date(2021, 12, 1), date(2021, 12, 31))


@given(st.integers(1900, 2099), st.integers(1, 12))
def test_the_last_day_of_a_month_lies_before_the_first_of_the_next(year: int, month: int) -> None:
    (found,) = find_dates(f"{MONTHS[month - 1]} {year}")
    assert found.last is not None
    assert (found.last + timedelta(days=1)).day == 1
    assert (found.last.year, found.last.month) == (year, month)


def test_a_date_without_a_year_is_no_day_yet() -> None:
    (found,) = find_dates("op 12 december")
    assert (found.day, found.month, found.year) == (12, 12, None)
    assert found.exact is found.first is found.last is None


def test_a_short_month_alone_is_too_little_and_a_long_one_is_not() -> None:
    assert find_dates("Jan sprak, de mrt en de sep ook") == []
    assert [found.month for found in find_dates("in februari")] == [2]


def test_dates_come_in_the_order_of_the_text() -> None:
    text = "2019-10-28, 5 mei 2020 en 01-02-2018"
    assert [found.exact for found in find_dates(text)] == [MEETING, date(2020, 5, 5), date(2018, 2, 1)]


def test_a_meeting_date_takes_the_year_of_a_later_one() -> None:
    title = "Korte terugkoppeling LOVP 23 november en 29 november 2021"
    assert meeting_dates(title) == (date(2021, 11, 23), date(2021, 11, 29))


def test_a_year_is_not_taken_from_an_earlier_date() -> None:
    assert meeting_dates("5 december 2021 en 6 december") == (date(2021, 12, 5),)


def test_a_day_that_the_borrowed_year_does_not_have_is_left_out() -> None:
    assert meeting_dates("29 februari en 1 maart 2021") == (date(2021, 3, 1),)


def test_the_same_date_twice_is_one_meeting() -> None:
    assert meeting_dates("2019-10-28 Terugkoppeling LOVP 28 oktober 2019") == (MEETING,)


def test_text_without_dates_has_none() -> None:
    assert meeting_dates("") == meeting_dates("Verslag van mei 2021") == ()


def test_two_days_of_one_month_are_both_of_the_meeting() -> None:
    """Trap 5."""
    assert meeting_dates("Verslag heidag 3 en 4 juli 2022") == (date(2022, 7, 3), date(2022, 7, 4))


@pytest.mark.parametrize(
    "title", ["Verslag week 3 - 4 juli 2022", "Verslag overleg 3 - 4 juli 2022", "Besluiten week 3-4 juli 2022"]
)
def test_a_number_before_a_date_is_no_day_of_its_month(title: str) -> None:
    """A wrong date files every sentence under a meeting that was not."""
    assert meeting_dates(title) == (date(2022, 7, 4),)


def test_a_month_in_english_is_read_behind_a_day() -> None:
    """Trap 28: minutes of a meeting with foreigners; alone "may" and "march" are other words."""
    assert meeting_dates("Verslag overleg, 4 July 2022") == (date(2022, 7, 4),)
    assert find_dates("It may be said on the march.") == []


@pytest.mark.parametrize("text", ["28/10/19", "28-10-19", "28.10.19"])
def test_a_year_of_two_figures_is_one_in_a_question_and_not_in_a_record(text: str) -> None:
    assert find_dates(f"op {text}") == []
    (found,) = find_dates(f"op {text}?", short_years=True)
    assert found.exact == MEETING


@pytest.mark.parametrize("text", ["32/10/19", "1-2/19", "28/10/19/3", "nr 128-10-19"])
def test_other_figures_are_no_short_date(text: str) -> None:
    assert find_dates(text, short_years=True) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("uiterlijk op vijftien december", (15, 12, None)),
        ("op één september", (1, 9, None)),
        ("op zeven oktober tweeduizend vierentwintig", (7, 10, 2024)),
        ("eenentwintig mei 2020", (21, 5, 2020)),
        ("drieëntwintig juni", (23, 6, None)),
        ("een juni zonder regen", (None, 6, None)),  # an article, no day
    ],
)
def test_a_day_and_a_year_may_be_written_in_words(text: str, found: tuple[int | None, int, int | None]) -> None:
    (date_,) = find_dates(text)
    assert (date_.day, date_.month, date_.year) == found
