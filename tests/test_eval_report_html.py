"""The report as a page: the verdict and the figures, nothing that acts or is fetched, and little to tell is told well."""

import re
from collections.abc import Mapping
from copy import deepcopy
from html import unescape
from importlib import resources
from itertools import pairwise
from typing import Any

import pytest
from bs4 import BeautifulSoup
from report_runs import Run, a_run, cells, measure, one, one_set, page, row, rows

from eval.labels import LABELS, written
from eval.report_html import report_html

EVIL = "<img src=https://example.org/x onerror=alert(1)></script><script>alert(2)</script>\x1b[31m\u202e&amp;"


def test_the_verdict_comes_first_and_says_that_all_is_reached() -> None:
    soup = page(a_run())
    assert one(soup, "h1").get_text(" ") == "Kwaliteit van de antwoorden 28 november 2026"
    assert one(soup, ".verdict").get_text(strip=True).endswith("Goed: alle 2 grenzen zijn gehaald.")
    assert "11 van de 15 goed (73,3%), 4 niet" in one(soup, ".sets li").get_text()
    assert one(soup, "html")["lang"] == "nl"


def test_limits_that_are_not_reached_are_named_with_the_failing_set_first() -> None:
    low = one_set("tweede", floors={"right": 0.8, "citation_recall": 0.9}, ceilings={"false_answer": 0.01})
    soup = page(a_run(one_set("eerste"), low, gate={"code": 1, "told": []}))
    assert "van de 5 grenzen zijn er 3 niet gehaald" in one(soup, ".verdict").get_text()
    assert [link.get_text() for link in soup.select(".sets > li > a")] == ["Vragen van tweede", "Vragen van eerste"]
    assert [line.get_text() for line in soup.select(".missed li")] == [
        "Goed beantwoord of terecht geweigerd: 73,3% is te laag; de grens is ten minste 80,0%.",
        "Beweringen die hun bron dekt: niet gemeten; de grens is ten minste 90,0%.",
        "Ten onrechte beantwoord: 5,0% is te hoog; de grens is ten hoogste 1,0%.",
    ]


def test_changed_facts_are_no_good_news_although_every_figure_is_high_enough() -> None:
    soup = page(a_run(gate={"code": 2, "told": ["De feiten zijn veranderd."]}))
    assert "Niet te beoordelen" in one(soup, ".verdict").get_text()
    assert one(soup, ".notices").get_text() == "De feiten zijn veranderd."


def test_every_measure_has_its_interval_its_limit_and_a_word() -> None:
    found = {line[0]: line[1:] for line in cells(one(page(a_run()), ".measures")) if len(line) > 1}
    assert found[LABELS["right"]] == ["73,3%", "✓ goed", "51,2% tot 87,4%", "ten minste 70,0%", "15"]
    assert found[LABELS["evidence"]][1:4] == ["–", "80,0% tot 100,0%", "geen"]
    assert found["een-nieuwe-maat"][0] == "25,0%"  # nobody gave it a label yet
    worse = one_set(floors={"right": 0.74}, ceilings={"false_answer": 0.04, "latency_p95_ms": 30})
    words = {line[0]: line[2] for line in cells(one(page(a_run(worse)), ".measures")) if len(line) > 1}
    assert (words[LABELS["right"]], words[LABELS["false_answer"]]) == ("▼ te laag", "▲ te hoog")
    assert words[LABELS["latency_p95_ms"]] == "✓ goed"


def test_every_link_leads_to_a_place_and_every_place_is_there_once() -> None:
    same = [row("a b", "x", "fout"), row("a-b", "x", "fout"), row("a/b", "x", "fout")]
    soup = page(a_run(one_set(asked=rows() + same), one_set("ander", "test")), a_run(at="2026-11-01T00:00:00+00:00"))
    ids = [place["id"] for place in soup.select("[id]")]
    assert len(ids) == len(set(ids))
    named = {word for place in soup.select("[aria-labelledby]") for word in str(place["aria-labelledby"]).split()}
    assert named | {str(link["href"])[1:] for link in soup.select("a")} <= set(ids)


def test_nothing_from_a_run_becomes_a_tag_or_steers_a_screen() -> None:
    def poisoned(value: Any) -> Any:
        if isinstance(value, str):
            return value if value in {"wrong", "right", "development"} else EVIL
        if isinstance(value, Mapping):
            return {key: poisoned(inside) for key, inside in value.items()}
        return [poisoned(inside) for inside in value] if isinstance(value, list) else value

    run = poisoned(a_run())
    run["sets"][0]["rows"][0]["citations"][0]["quote"] = f"elders {EVIL}"
    run["sets"][0]["measures"][EVIL] = measure(0.5)
    run["versions"][EVIL] = "1"
    text = report_html(run, [run | {"at": "2026-01-01"}])
    soup = BeautifulSoup(text, "html.parser")
    assert soup.select("script, img, link, iframe, object, embed, form, [onerror], [style], [src]") == []
    assert all(str(link["href"]).startswith("#") for link in soup.select("[href]"))
    assert re.findall("[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e]", text) == []
    assert "<img src=https://example.org/x onerror=alert(1)>" in soup.get_text()  # it is there, as text


def test_the_page_may_only_use_its_own_style() -> None:
    soup = page(a_run())
    policy = str(one(soup, "meta[http-equiv='Content-Security-Policy']")["content"])
    assert re.fullmatch(r"default-src 'none'; style-src 'sha256-[\w+/]+='; base-uri 'none'; form-action 'none'", policy)
    style = one(soup, "style").string or ""
    assert style == resources.files("eval").joinpath("report.css").read_text("utf-8")
    assert not re.search(r"url\(|@import|</", style)


EMPTY: dict[str, Run] = {
    "no sets": {"sets": []},
    "no questions": {"sets": [one_set(asked=[], measures={}, floors={}, ceilings={})]},
    "all right": {"sets": [one_set(asked=[row("a", "x"), row("b", "y")])]},
    "no floors": {"sets": [one_set(floors={}, ceilings={})]},
    "nothing scored": {
        "sets": [one_set(measures={"right": measure(None, scored=0)}, asked=[row("a", "x", verdict="not scored")])]
    },
    "no curve": {"sets": [one_set(curve={"points": [], "answerable": 0, "unanswerable": 0, "area": None})]},
    "nothing known": dict.fromkeys(("commit", "changed", "seconds", "versions", "machine", "recipe", "judge", "jobs")),
    "no tags": {"sets": [one_set(asked=[row("a", "", "fout")])]},
    "all crashed": {"sets": [one_set(asked=[rows()[3]])]},
    "instant": {"sets": [one_set(asked=[row("a", "x", elapsed_ms=0.0)])]},
    "a strange time": {"at": "gisteren"},
}


@pytest.mark.parametrize("what", EMPTY)
def test_a_run_with_little_in_it_is_still_a_good_page(what: str) -> None:
    run = a_run(**deepcopy(EMPTY[what]))
    soup = page(run, a_run(at="2026-11-01T00:00:00+00:00"))
    text = soup.get_text(" ")
    assert not re.search(r"\b(None|nan|True|False)\b", text)
    assert one(soup, "main").get_text(strip=True)
    assert [heading.name for heading in soup.select("h1")] == ["h1"]


def test_headings_go_down_one_level_at_a_time() -> None:
    levels = [
        int(heading.name[1]) for heading in page(a_run(), a_run(at="2026-11-01")).select("h1, h2, h3, h4, h5, h6")
    ]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_figures_on_the_page_are_those_of_the_run() -> None:
    run = a_run()
    text = unescape(report_html(run))
    for name, value in run["sets"][0]["measures"].items():
        assert written(name, value["value"]) in text
