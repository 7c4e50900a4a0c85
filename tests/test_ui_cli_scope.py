"""The flags and JSON keys that bound what is searched; what they can't mean is told in Dutch."""

import json

import pytest
from conftest import Lovp

QUESTION = "Wat is er gezegd over polarisatie?"


@pytest.mark.parametrize(
    ("flags", "since", "until"),
    [
        (["--since", "2022"], "2022-01-01", None),
        (["--until", "2022-06"], None, "2022-06-30"),
        (["--since", "2021", "--until", "14-2-2022"], "2021-01-01", "2022-02-14"),
        (["--since", "november 2021"], "2021-11-01", None),
        (["--until", "2022-02-14"], None, "2022-02-14"),
    ],
)
def test_dates_may_be_years_months_or_days(
    filled: Lovp, flags: list[str], since: str | None, until: str | None
) -> None:
    found = filled("ask", QUESTION, "--json", *flags).json
    assert (found["scope"]["since"], found["scope"]["until"]) == (since, until)
    assert all((since or "") <= citation["date"] <= (until or "9") for citation in found["citations"])
    assert [part["kind"] for part in found["scope"]["parts"]] == ["period"]


@pytest.mark.parametrize(
    ("flags", "said"),
    [
        (["--since", "gisteren"], "‘gisteren’ is geen datum voor since"),
        (["--since", "2021-13"], "is geen datum"),
        (["--until", ""], "is geen datum voor until"),
        (["--since", "2022", "--until", "2021"], "Draai de datums om"),
        (["--topic", "bodycams"], "geen agendapunt ‘bodycams’"),
        (["--topic", " "], "topic is leeg"),
        (["--speaker", "paus"], "geen spreker ‘paus’"),
        (["--since", "2021", "--all-meetings"], "Kies: --since of --all-meetings"),
    ],
)
def test_a_bound_that_cannot_be_is_told_and_is_no_everything(filled: Lovp, flags: list[str], said: str) -> None:
    found = filled("ask", QUESTION, *flags)
    assert (found.code, found.out) == (2, "")
    assert said in found.err


def test_all_meetings_are_searched_when_that_is_asked(filled: Lovp) -> None:
    message = "Wat is er gezegd over drones in het LOVP van mei 2020?"
    assert not filled("ask", message, "--json").json["answered"]
    found = filled("ask", message, "--json", "--all-meetings").json
    assert found["answered"]
    assert found["standalone"] == "Wat is er gezegd over drones?"


def test_what_narrows_an_answer_is_shown(filled: Lovp) -> None:
    out = filled("ask", "Wat is er in 2022 gezegd over polarisatie?", "--topic", "inleiding").out
    assert "Beperkt tot: LOVP in 2022; agendapunt ‘inleiding’" in out


def test_a_line_of_json_may_carry_its_scope_and_an_answers_scope_can_be_given_back(filled: Lovp) -> None:
    first = filled("ask", QUESTION, "--json", "--since", "2022").json
    given = json.dumps({"question": QUESTION, "scope": first["scope"]})
    (again,) = filled("ask", "-", "--json", given=given).lines
    assert again["citations"] == first["citations"]
    assert again["scope"] == first["scope"]


@pytest.mark.parametrize("scope", ['"2021"', '{"since": 2021}', '{"sinds": "2021"}', '{"since": "ooit"}', "[]"])
def test_a_scope_that_is_none_is_an_error_of_its_own_line(filled: Lovp, scope: str) -> None:
    found = filled("ask", "-", "--json", given=f'{{"question": "{QUESTION}", "scope": {scope}}}')
    assert found.code == 2
    assert found.lines[0]["citations"] == []
    assert "error" in found.lines[0]


def test_a_search_keeps_to_its_bounds(filled: Lovp) -> None:
    hits = filled("search", "politie", "--since", "2022", "--until", "2022-04", "--json").json
    assert hits
    assert all("2022-01-01" <= hit["date"] <= "2022-04-30" for hit in hits)
    hits = filled("search", "politie", "--topic", "veiligheidsagenda", "--json").json
    assert {hit["topic"] for hit in hits} == {"Veiligheidsagenda"}
    assert filled("search", "politie", "--topic", "bodycams").code == 2
