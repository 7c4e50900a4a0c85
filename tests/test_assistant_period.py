"""Which meetings a question names, by the rule that the module opens with: tied, loose, or none."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.period import Period, find_period
from assistant.time_unit import find_units
from index.dates import MONTHS
from index.records import EVERYTHING, Scope

TODAY = date(2024, 5, 15)
DAYS = [
    date(2019, 6, 24), date(2019, 10, 28), date(2020, 2, 10), date(2020, 11, 2), date(2021, 3, 1), date(2021, 11, 29),
    date(2022, 2, 14), date(2022, 6, 20), date(2022, 9, 26), date(2023, 4, 24), date(2023, 11, 6),
]  # fmt: skip


def period(text: str) -> Period | None:
    return find_period(text, DAYS, TODAY)


def days(since: str, until: str) -> Scope:
    first, last = (date.fromisoformat(day) if day else None for day in (since, until))
    return Scope(first, last)


TIED = [
    # beside the word for a meeting
    ("Wat is er gezegd over drones in het LOVP van november 2023?", "2023-11-01", "2023-11-30"),
    ("Staat er iets over paarden in het verslag van 6 november 2023?", "2023-11-06", "2023-11-06"),
    ("Welke zorgen leefden er tijdens de vergadering van 24 april 2023?", "2023-04-24", "2023-04-24"),
    ("Hoe liep het overleg van september 2022?", "2022-09-01", "2022-09-30"),
    ("Kwam fietsdiefstal voor in de vergaderingen van 2020?", "2020-01-01", "2020-12-31"),
    ("Kwam fietsdiefstal voor in de vergaderingen sinds 2021?", "2021-01-01", ""),
    ("Wat stond in de notulen van 28-10-2019 over honden?", "2019-10-28", "2019-10-28"),
    ("Wat stond in de notulen van 28/10/19 over honden?", "2019-10-28", "2019-10-28"),
    ("Wat zei het LOVP in 2021 over verkeer?", "2021-01-01", "2021-12-31"),
    ("Waar ging het LOVP 2 november 2020 over?", "2020-11-02", "2020-11-02"),
    ("Wat is er sinds het LOVP van 2 november 2020 veranderd aan de roosters?", "2020-11-02", ""),
    ("Wat kwam er uit de vergaderingen tussen maart 2020 en juni 2021?", "2020-03-01", "2021-06-30"),
    ("Wat meldt het verslag d.d. 14 februari 2022 over verkeer?", "2022-02-14", "2022-02-14"),
    # said or decided, and when
    ("Wat is er in 2021 besproken over verkeer?", "2021-01-01", "2021-12-31"),
    ("Wat is er sinds 2021 besproken over verkeer?", "2021-01-01", ""),
    ("Wat is er gezegd over verkeer sinds maart 2022?", "2022-03-01", ""),
    ("Wat is er vanaf mei 2020 gezegd over paarden?", "2020-05-01", ""),
    ("Wat is er tot en met 2020 gezegd over paarden?", "", "2020-12-31"),
    ("Wat is er t/m juni 2020 gemeld over paarden?", "", "2020-06-30"),
    ("Wat is er tot 2020 gezegd over paarden?", "", "2019-12-31"),
    ("Welke toezeggingen zijn er in 2021 gedaan?", "2021-01-01", "2021-12-31"),
    ("Welke besluiten nam men in 2022?", "2022-01-01", "2022-12-31"),
    ("Wat is er in 2020 en 2021 besproken?", "2020-01-01", "2021-12-31"),
    ("Wat is er van 2019 tot en met 2021 gezegd over handhaving?", "2019-01-01", "2021-12-31"),
    ("Wat is er in de jaren 2019-2021 gezegd over handhaving?", "2019-01-01", "2021-12-31"),
    ("Wat is er tussen maart en juni 2021 aan de orde geweest?", "2021-03-01", "2021-06-30"),
    ("Wat is er in mei en juni 2022 besproken?", "2022-05-01", "2022-06-30"),
    ("Wat is er in de tweede helft van 2022 besproken?", "2022-07-01", "2022-12-31"),
    ("Wat is er in de eerste helft van 2022 gezegd over roosters?", "2022-01-01", "2022-06-30"),
    ("Wat is er in het derde kwartaal van 2022 gemeld?", "2022-07-01", "2022-09-30"),
    ("Wat is er in Q3 2022 gemeld?", "2022-07-01", "2022-09-30"),
    ("Wat zei de korpschef in het najaar van 2023?", "2023-09-01", "2023-11-30"),
    ("Wat zei de korpschef in de zomer van 2022 over roosters?", "2022-06-01", "2022-08-31"),
    ("Wat is er na de zomer van 2022 besproken?", "2022-09-01", ""),
    ("Wat is er vóór de zomer van 2022 besproken in de vergaderingen vóór de zomer van 2022?", "", "2022-06-30"),
    ("Wat is er begin 2021 besproken?", "2021-01-01", "2021-04-30"),
    ("Wat is er eind 2023 gezegd over verkeer?", "2023-09-01", "2023-12-31"),
    ("Wat zei de PG in februari 2020 over zeden?", "2020-02-01", "2020-02-29"),
    ("Wat vroeg de minister van Justitie en Veiligheid op 24 juni 2019?", "2019-06-24", "2019-06-24"),
    ("In 2022, wat is er toen gezegd over honden?", "2022-01-01", "2022-12-31"),
    ("Wat is er over honden in 2020 gezegd?", "2020-01-01", "2020-12-31"),
    ("Hoe vaak is er in 2020 vergaderd?", "2020-01-01", "2020-12-31"),
    # by order, and from today
    ("Wat zei het laatste LOVP over honden?", "2023-11-06", "2023-11-06"),
    ("Wat is er in de vorige vergadering besproken?", "2023-11-06", "2023-11-06"),
    ("Ging het meest recente overleg over geld?", "2023-11-06", "2023-11-06"),
    ("Wat is er in het voorlaatste overleg afgesproken?", "2023-04-24", "2023-04-24"),
    ("Wat is er in de op een na laatste vergadering gezegd?", "2023-04-24", "2023-04-24"),
    ("Wat is er in de laatste twee vergaderingen gezegd?", "2023-04-24", "2023-11-06"),
    ("Wat is er in de laatste 3 bijeenkomsten gezegd?", "2022-09-26", "2023-11-06"),
    ("Waar ging het eerste LOVP van 2022 over?", "2022-02-14", "2022-02-14"),
    ("Waar ging het tweede overleg van 2022 over?", "2022-06-20", "2022-06-20"),
    ("Waar ging het laatste LOVP van 2021 over?", "2021-11-29", "2021-11-29"),
    ("Wat is er de vorige keer besproken?", "2023-11-06", "2023-11-06"),
    ("Wat is er vorig jaar besproken over honden?", "2023-01-01", "2023-12-31"),
    ("Welke toezeggingen zijn er dit jaar gedaan?", "2024-01-01", "2024-12-31"),
    ("Wat is er vorige maand gezegd?", "2024-04-01", "2024-04-30"),
    ("Wat is er de afgelopen twee jaar besproken over honden?", "2022-05-15", "2024-05-15"),
    ("Wat is er afgelopen zomer gezegd?", "2023-06-01", "2023-08-31"),
    ("Wat stond er in het verslag van 6 november jl.?", "2023-11-06", "2023-11-06"),
    ("Wat zei de minister in november vorig jaar?", "2023-11-01", "2023-11-30"),
]  # fmt: skip
LOOSE = [
    ("Wat is er besproken over de kosten in 2021?", "2021-01-01", "2021-12-31"),
    ("Wat is er voor de zomer van 2022 toegezegd?", "", "2022-06-30"),
    ("Wat is er afgesproken vanaf 2022?", "2022-01-01", ""),
    ("Hoeveel meldingen zijn er in 2021 besproken?", "2021-01-01", "2021-12-31"),
    ("Wie trad op 29 april 2020 terug?", "2020-04-29", "2020-04-29"),
    ("Welke taak kreeg de brandweer in mei 2020?", "2020-05-01", "2020-05-31"),
    ("Klopt de brief van 27 juni 2019?", "2019-06-27", "2019-06-27"),
]
NONE = [
    "Hoe is de financiering voor 2021 geregeld?",
    "Wat staat er in de begroting 2022 over paarden?",
    "Is het jaar 2020 moeilijk geweest?",
    "Gaat de regeling per 1 januari 2021 in?",
    "Wat kost het in 2021?",
    "Hoeveel agenten komen er in 2021?",
    "Wat kost het dit jaar?",
    "Wat is er afgesproken over financiering voor 2021?",
    "Wat is er gezegd over 2021?",
    "Duurt het tot 2025?",
    "Sinds 2019 groeit de onderbezetting, hoe kan dat?",
    "Wat komt er in november terug?",
    "Wat gebeurt er op 30 februari 2020?",
    "Welke plannen zijn er voor de zomer?",
    "Hoeveel kosten 2000 extra agenten?",
    "Wanneer is het volgende LOVP?",
    "Wat is de laatste stand van de roosters?",
    "",
]


@pytest.mark.parametrize(("text", "since", "until"), TIED)
def test_a_meeting_that_is_named_says_where_to_look_and_nothing_else_will_do(text: str, since: str, until: str) -> None:
    found = period(text)
    assert found is not None
    assert (found.scope, found.tied) == (days(since, until), True)


@pytest.mark.parametrize(("text", "since", "until"), LOOSE)
def test_a_time_that_may_be_what_the_text_is_about_is_only_tried_as_a_meeting(
    text: str, since: str, until: str
) -> None:
    found = period(text)
    assert found is not None
    assert (found.scope, found.tied) == (days(since, until), False)


@pytest.mark.parametrize("text", NONE)
def test_a_time_that_the_text_is_about_is_no_period(text: str) -> None:
    assert period(text) is None


def test_two_months_apart_leave_out_what_lies_between() -> None:
    found = period("Wat is er in februari 2020 en in november 2020 besproken?")
    assert found is not None
    assert [first and first.month for first, _ in found.windows] == [2, 11]


def test_a_month_without_a_year_is_that_of_every_year_with_a_meeting_then() -> None:
    found = period("Wat is er in het LOVP van november gezegd?")
    assert found is not None
    assert [first and first.year for first, _ in found.windows] == [2020, 2021, 2023]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("het LOVP van 30 februari 2020", "van 30 februari 2020"),
        ("het LOVP van december", "in december"),
        ("het zesde LOVP", None),
    ],
)
def test_a_meeting_that_cannot_be_is_a_period_without_days(text: str, said: str | None) -> None:
    found = period(f"Wat is er gezegd in {text}?")
    if said is None:
        assert found is None
        return
    assert found is not None
    assert (found.windows, found.said, found.scope, found.tied) == ((), said, EVERYTHING, True)


def test_the_first_meeting_of_a_year_without_one_is_no_other_meeting() -> None:
    found = period("Wat is er in het eerste LOVP van 2018 besproken?")
    assert found is not None
    assert found.scope == days("2018-01-01", "2018-12-31")


def test_a_meeting_to_come_is_not_the_last_one() -> None:
    found = find_period("Wat zei het laatste LOVP?", [*DAYS, date(2024, 9, 30)], TODAY)
    assert found is not None
    assert found.scope == days("2023-11-06", "2023-11-06")


def test_what_counts_from_today_says_so() -> None:
    found = period("Wat is er vorig jaar besproken?")
    assert found is not None
    assert found.said == "in 2023 (geteld vanaf 15 mei 2024)"


PIECES = st.sampled_from(
    [*"in op van sinds tot en met vanaf voor na tussen het LOVP laatste vorige vergadering 2021 2020".split(), *MONTHS,
     "28", "besproken", "over", "drones", "gezegd", "zomer", "jl.", "kwartaal", "eerste", "Q2", "jaar", "-", "?", ",", "\ue000"]
)  # fmt: skip


@given(st.lists(PIECES | st.text(max_size=6), max_size=14), st.dates(date(2000, 1, 1), date(2099, 1, 1)))
def test_no_words_at_all_make_it_crash_and_what_it_takes_stands_in_the_question(words: list[str], today: date) -> None:
    text = " ".join(words)
    found = find_period(text, DAYS, today)
    if found is not None:
        assert found.words == " ".join(found.span.of(text).split())
        assert all(since is None or until is None or since <= until for since, until in found.windows)


FILLERS = st.sampled_from(["drones", "de kosten van paarden", "handhaving in de wijk", "verkeer"])
TIMES = st.sampled_from(
    ["in 2021", "sinds maart 2020", "in de vergadering van mei 2020", "op 24 juni 2019", "begin 2022"]
)


@given(FILLERS, TIMES)
def test_what_is_taken_away_are_only_the_words_of_the_period(subject: str, time: str) -> None:
    found = period(f"Wat is er {time} gezegd over {subject}?")
    assert found is not None
    assert found.words == time


@given(st.dates(date(2001, 1, 1), date(2098, 1, 1)), st.text(max_size=30))
def test_a_stretch_of_time_ends_after_it_begins_and_none_overlaps(today: date, text: str) -> None:
    units = find_units(f"{text} vorig jaar, eind 2020 en de winter van 2021", today)
    assert all(a.span.end <= b.span.start for a, b in pairwise(units))
    assert all(unit.first <= unit.last for unit in units if unit.first and unit.last)
