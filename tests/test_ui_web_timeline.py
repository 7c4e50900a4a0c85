"""The timeline in the browser: a picture with its figures, literal words in order, and what isn't there said as it is."""

import re
from collections.abc import Iterator
from datetime import date
from html import unescape
from pathlib import Path

import pytest
from rooms import (
    EVIL,
    HOSTILE,
    HOSTILE_LATER,
    Seen,
    assert_harmless,
    assert_literal,
    assert_tied,
    desk_over,
    drawn,
    indexed,
    opened,
)

from assistant.meetings import meetings
from index.dates import written
from index.search import Index
from ui.web_pages import Asked
from ui.web_plot import Band, Point, Speaks, bands_svg, timeline_svg
from ui.web_timeline import PATH, timeline_page, topics_at_hand

ROOT = Path(__file__).resolve().parent.parent
TOPIC = "bewaken en beveiligen"


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    home = tmp_path_factory.mktemp("kwaad") / "home"
    with opened(indexed(home, {"eerst.md": HOSTILE, "later.md": HOSTILE_LATER})) as index:
        yield index


@pytest.fixture(scope="module")
def youth(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    texts = {file.name: file.read_text("utf-8") for file in (ROOT / "eval" / "youth_records").iterdir()}
    with opened(indexed(tmp_path_factory.mktemp("jeugd") / "home", texts)) as index:
        yield index


def line(index: Index, **values: str) -> Seen:
    return drawn(timeline_page(desk_over(index)), PATH, **values)


def test_every_meeting_is_in_the_picture_and_in_the_table_with_the_same_figure(example_index: Index) -> None:
    seen = line(example_index, onderwerp=TOPIC)
    held = meetings(example_index).held
    signs = [given["class"] for given in seen.with_tag("circle")]
    shown = [signs.count(kind) - 1 for kind in ("about", "silent")]  # one of each explains what it means
    assert sum(shown) == len(held)
    assert shown[0] == 4
    for day in held:
        assert written(day) in seen.line
    assert "Vier vergaderingen gaan over het onderwerp" in seen.line
    assert "19 april 2021" in seen.line  # a meeting without a record
    assert seen.line.count("gaat erover") == 4


def test_the_words_are_literal_and_in_order_of_date(example_index: Index, youth: Index) -> None:
    for index, topic in (
        (example_index, TOPIC),
        (example_index, "mensenhandel"),
        (youth, "jeugdzorg"),
        (youth, "groepsaanpak"),
    ):
        seen = line(index, onderwerp=topic)
        assert assert_literal(seen, index) >= 2
        days = [address.split("/")[2][:10] for _, address in seen.quotes]
        assert days == sorted(days)


def test_each_other_meeting_is_named_for_what_it_is(youth: Index) -> None:
    seen = line(youth, onderwerp="jeugdzorg")
    rest = seen.line.partition("De andere vergaderingen")[2]
    assert "Noemen het alleen zijdelings 15 november 2021; 13 juni 2022; 19 mei 2025" in re.sub(
        r"(zijdelings|gevonden|van)(?=\d|tussen)", r"\1 ", rest
    )
    assert "Geen verslag van" in rest
    assert "tussen 1 september 2022 en 30 september 2022" in rest


def test_a_period_bounds_the_picture_and_the_words(example_index: Index) -> None:
    seen = line(example_index, onderwerp=TOPIC, van="2020-01-01", tot="2020")
    assert {address.split("/")[2][:4] for _, address in seen.quotes} == {"2020"}
    assert "28 oktober 2019" not in seen.line
    filled = [given["value"] for given in seen.with_tag("input") if given["name"] in {"van", "tot"}]
    assert filled == ["2020-01-01", "2020"]  # as it was typed


def test_a_later_meeting_that_gives_another_value_is_told_with_its_words(hostile: Index) -> None:
    seen = line(hostile, onderwerp="drones")
    assert "Later gewijzigd: in het LOVP van 26 september 2022" in seen.line
    assert "De verslagen noemen verschillende bedragen." in seen.line
    assert sum("7 miljoen" in quote for quote, _ in seen.quotes) == 3
    assert assert_literal(seen, hostile) == 5


def test_without_a_topic_the_ones_at_hand_are_links_to_their_lines(example_index: Index) -> None:
    seen = line(example_index)
    links = [given["href"] for given in seen.with_tag("a") if given["href"].startswith(f"{PATH}?")]
    assert links[0] == f"{PATH}?onderwerp=Bewaken+en+beveiligen"
    assert len(links) == 12
    offered = [given["value"] for given in seen.with_tag("option")]
    assert "Inleiding" not in offered
    assert offered == list(topics_at_hand(example_index))
    assert not seen.with_tag("svg")


def test_a_topic_that_no_record_has_gets_an_honest_answer(example_index: Index) -> None:
    seen = line(example_index, onderwerp="kernfusie")
    assert "Over ‘kernfusie’ staat niets in de verslagen." in seen.line
    assert not seen.quotes
    outside = line(example_index, onderwerp="stroomstootwapen", van="2022")
    assert "In deze periode heb ik niets gevonden over ‘stroomstootwapen’." in outside.line


@pytest.mark.parametrize(
    ("values", "told", "wrong"),
    [
        ({"onderwerp": "x" * 201}, "Het onderwerp is te lang", ["onderwerp"]),
        ({"onderwerp": "taser", "van": "gisteren misschien"}, "is geen datum", ["van"]),
        ({"onderwerp": "taser", "van": "2022", "tot": "2021"}, "De periode eindigt voordat hij begint", ["van", "tot"]),
    ],
)
def test_what_can_not_be_asked_is_told_above_the_form_that_keeps_it(
    example_index: Index, values: dict[str, str], told: str, wrong: list[str]
) -> None:
    seen = line(example_index, **values)
    assert told in seen.line
    assert_tied(seen, wrong, values)
    assert timeline_page(desk_over(example_index))(Asked(PATH, values)).status == 400


@pytest.mark.parametrize(
    "topic", ["wapens", "drones", EVIL, "[1]", "javascript:alert(1)", '"><svg onload=alert(1)>', "‘’“”"]
)
def test_words_of_records_and_topics_stay_words(hostile: Index, topic: str) -> None:
    seen = line(hostile, onderwerp=topic)
    assert_harmless(seen)
    assert_literal(seen, hostile)
    assert topic in {given["value"] for given in seen.with_tag("input") if given.get("name") == "onderwerp"}
    assert_harmless(line(hostile))


def test_an_index_without_records_says_so_kindly(tmp_path: Path) -> None:
    with opened(indexed(tmp_path / "home", {})) as index:
        for values in ({}, {"onderwerp": "taser"}):
            assert "Er zijn nog geen verslagen ingelezen" in line(index, **values).line


def test_a_picture_has_a_name_and_nothing_that_is_read_twice_or_that_the_policy_forbids(example_index: Index) -> None:
    page = str(timeline_page(desk_over(example_index))(Asked(PATH, {"onderwerp": TOPIC})).body)
    svg = page[page.index('<svg class="plot" width') : page.index("</svg>")]
    assert 'role="img"' in svg
    named = re.search(r'aria-labelledby="(\S+)"', svg)
    assert named is not None
    assert f'<title id="{named[1]}">‘bewaken en beveiligen’ door de vergaderingen heen</title>' in unescape(svg)
    assert "<desc" not in svg  # the caption tells it
    assert "style=" not in page
    assert "url(" not in page


@pytest.mark.parametrize("days", [1, 2, 400, 9000])
def test_a_picture_of_any_length_stays_within_its_frame(days: int) -> None:
    first = date(2001, 1, 1)
    points = [
        Point(first, first, Speaks.ABOUT, 3),
        Point(
            date.fromordinal(first.toordinal() + days - 1),
            date.fromordinal(first.toordinal() + days - 1),
            Speaks.SILENT,
        ),
    ]
    svg = str(timeline_svg("x", "t", points, "zinnen"))
    assert all(0 <= float(number) <= 100 for number in re.findall(r'="(-?[\d.]+)%"', svg))
    assert svg.count('class="tick" x="') <= 10


def test_bars_of_nothing_are_left_out() -> None:
    svg = str(bands_svg("x", "t", [("één", [Band(0, 0, "alone", "0"), Band(0, 1, "same", "2")])]))
    assert svg.count("<rect") == 1
