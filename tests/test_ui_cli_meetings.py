"""`lovp timeline` and `lovp compare`: text, JSON, and what is said when a date or topic can't be used."""

from typing import Any

import merendam
import pytest
from conftest import Lovp


@pytest.fixture
def merendam_lovp(lovp: Lovp, tmp_path: Any) -> Lovp:
    """`lovp` with the minutes of Merendam."""
    lovp("index", merendam.written(tmp_path / "minutes"))
    return lovp


def test_a_timeline_is_printed_with_its_sources(filled: Lovp) -> None:
    run = filled("timeline", "bewaken", "en", "beveiligen")
    assert run.code == 0
    assert run.out.startswith(
        "Over ‘bewaken en beveiligen’, van 28 oktober 2019 tot en met 24 april 2023, in vier vergaderingen:"
    )
    assert "\nBronnen:\n[1] " in run.out


def test_a_timeline_as_json_has_moments_whose_quotes_are_literal(filled: Lovp) -> None:
    found = filled("timeline", "wijkagenten", "--json").json
    assert found["answered"] is True
    dates = [moment["date"] for moment in found["moments"]]
    assert dates == sorted(dates) == ["2022-04-11", "2022-09-26"]
    for n, quote in enumerate((quote for moment in found["moments"] for quote in moment["quotes"]), 1):
        text = filled("records", "show", quote["record_id"], "--text").out
        assert text[quote["start"] : quote["end"]] == quote["quote"]
        assert quote["n"] == n
    assert found["silent"] == ["2023-04-24"]


def test_a_timeline_can_be_bounded(filled: Lovp) -> None:
    found = filled("timeline", "bewaken en beveiligen", "--since", "2020-03", "--until", "2021", "--json").json
    assert [moment["date"] for moment in found["moments"]] == ["2020-05-25"]


def test_nothing_in_a_period_is_not_nothing_at_all(filled: Lovp) -> None:
    run = filled("timeline", "bewaken en beveiligen", "--since", "2030")
    assert run.out.startswith("In deze periode heb ik niets gevonden over ‘bewaken en beveiligen’.")


def test_a_topic_that_is_not_there_is_no_error(filled: Lovp) -> None:
    run = filled("timeline", "zeppelin")
    assert (run.code, run.out.splitlines()[0]) == (0, "Over ‘zeppelin’ staat niets in de verslagen.")
    assert filled("timeline", "zeppelin", "--json").json["moments"] == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("timeline", "taser", "--since", "gisteren"), "‘gisteren’ is geen datum voor since."),
        (("timeline", "taser", "--since", "2021", "--until", "2020"), "De periode eindigt"),
        (("timeline", " "), "Noem een onderwerp"),
        (("compare", "ooit", "2020-02-10"), "‘ooit’ is geen datum."),
        (("compare", "2019-10-28", "2020-03-03"), "Ik heb geen verslag van een LOVP van 3 maart 2020."),
        (("compare", "2019-10-28", "2020"), "Er zijn vier vergaderingen in 2020:"),
        (("compare", "2019-10-28", "2019-10"), "Kies twee verschillende vergaderingen"),
        (("compare", "2022-06-20", "2022-09-26"), "Het LOVP van 20 juni 2022 is niet doorgegaan."),
    ],
)
def test_what_can_not_be_used_is_said_in_dutch(filled: Lovp, arguments: tuple[str, ...], said: str) -> None:
    run = filled(*arguments)
    assert (run.code, run.out) == (2, "")
    assert run.err.startswith(said)


def test_two_meetings_are_printed_side_by_side(merendam_lovp: Lovp) -> None:
    run = merendam_lovp("compare", "2021-10", "9 maart 2021")
    assert run.code == 0
    assert run.out.startswith("Het overleg van 9 maart 2021 en dat van 12 oktober 2021 naast elkaar.\n\nIn beide (2):")
    assert "\nNieuw op 12 oktober 2021 (1):\n" in run.out
    assert "\nAlleen op 9 maart 2021 (1):\n" in run.out


def test_a_comparison_as_json_has_three_lists(merendam_lovp: Lovp) -> None:
    found = merendam_lovp("compare", "2021-03-09", "2021-10-12", "--json").json
    assert [pair["second"]["topic"] for pair in found["continued"]] == [
        "Proef camera's station",
        "Jongerenaanpak Vogelbuurt",
    ]
    assert [one["topic"] for one in found["new"]] == ["Ondermijning op bedrijventerreinen"]
    assert [one["topic"] for one in found["dropped"]] == ["Kermis"]
    assert found["new"][0]["quote"]["quote"].startswith("Op drie bedrijventerreinen")


def test_without_records_both_commands_say_how_to_read_them(lovp: Lovp) -> None:
    for arguments in (("timeline", "taser"), ("compare", "2019-10-28", "2020-02-10")):
        run = lovp(*arguments)
        assert run.code == 1
        assert "lovp index MAP" in run.err
