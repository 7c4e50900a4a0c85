"""The ledger in the browser: narrowed, in order, to the letter, and the same choice as a file."""

import csv
import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
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

from index.ledger import Status
from index.ledger_status import read_ledger
from index.search import Index
from ui import web_ledger, web_text_rooms
from ui.access import ANYONE
from ui.render_ledger import count
from ui.web_ledger import CSV_PATH, PATH, add_ledger_csv, ledger_page
from ui.web_pages import Asked, add_pages

ACTS = """# Verslag LOVP {day}

## Onderwerp {n}

Het LOVP stemde ermee in dat plan {n} wordt uitgevoerd. De korpschef zegde toe dat cijfer {n} in juni komt.
"""


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    home = tmp_path_factory.mktemp("kwaad") / "home"
    with opened(indexed(home, {"eerst.md": HOSTILE, "later.md": HOSTILE_LATER})) as index:
        yield index


def table(index: Index, **values: str) -> Seen:
    return drawn(ledger_page(desk_over(index)), PATH, **values)


def rows(seen: Seen) -> int:
    return len(seen.with_tag("tr")) - 1 if seen.with_tag("table") else 0


def test_every_entry_is_a_row_and_every_quote_is_literal(example_index: Index) -> None:
    seen = table(example_index)
    items = read_ledger(example_index.store)
    assert rows(seen) == len(items) > 5
    assert assert_literal(seen, example_index) == len(items) + sum(item.fulfilled is not None for item in items)
    for item in items:
        assert " ".join((item.who or "").split()) in seen.line
        assert " ".join((item.by_when or "").split()) in seen.line


@pytest.mark.parametrize(
    ("values", "fits"),
    [
        ({"soort": "besluit"}, lambda item: item.entry.kind == "besluit"),
        ({"van": "2020-01-01", "tot": "2020-12-31"}, lambda item: item.date.year == 2020),
        ({"van": "2021"}, lambda item: item.date >= date(2021, 1, 1)),
        ({"woord": "MENSENHANDEL"}, lambda item: "mensenhandel" in item.quote.lower()),
        ({"woord": "afpakken  notitie"}, lambda item: "afpakken" in item.quote and "notitie" in item.quote),
        ({"soort": "toezegging", "woord": "veiligheidsagenda"}, lambda item: item.entry.kind == "toezegging"),
    ],
)
def test_a_choice_leaves_exactly_what_fits(example_index: Index, values: dict[str, str], fits: object) -> None:
    every = read_ledger(example_index.store)
    assert callable(fits)
    wanted = sum(1 for item in every if fits(item))
    assert 0 < wanted < len(every)
    assert rows(table(example_index, **values)) == wanted


def test_accents_and_case_make_no_difference_to_a_word(hostile: Index) -> None:
    assert rows(table(hostile, woord="WÁPENS lijst")) == rows(table(hostile, woord="wapens lijst")) > 0


@pytest.mark.parametrize(
    ("values", "told", "wrong"),
    [
        ({"soort": "motie"}, "‘motie’ is geen soort", ["soort"]),
        ({"status": "dicht"}, "‘dicht’ is geen status", ["status"]),
        ({"van": "ooit", "soort": "besluit"}, "‘ooit’ is geen datum", ["van"]),
        ({"tot": "nooit", "van": "2021"}, "‘nooit’ is geen datum", ["tot"]),
        ({"van": "2022", "tot": "2021"}, "De periode eindigt voordat hij begint", ["van", "tot"]),
        ({"volgorde": "omgekeerd"}, "‘omgekeerd’ is geen volgorde", ["volgorde"]),
        ({"pagina": "99"}, "Pagina ‘99’ is er niet", []),
        ({"pagina": "-1"}, "Pagina ‘-1’ is er niet", []),
        ({"pagina": "9" * 400}, "is er niet", []),
    ],
)
def test_what_is_wrong_is_told_above_the_form_that_keeps_it(
    example_index: Index, values: dict[str, str], told: str, wrong: list[str]
) -> None:
    seen = table(example_index, woord="drones", **values)
    assert told in seen.line
    assert rows(seen) == 0
    assert_tied(seen, wrong, {"woord": "drones", **values})
    page = ledger_page(desk_over(example_index))(Asked(PATH, values))
    assert page.status == 400
    assert str(page.body).index('class="notice"') < str(page.body).index("<form")


def test_the_newest_comes_first_unless_another_order_is_chosen(example_index: Index) -> None:
    heads = ["24 april 2023", "1 maart 2021", "10 februari 2020", "28 oktober 2019"]

    def order(**values: str) -> list[int]:
        line = table(example_index, **values).line.partition("Overleg Soort")[2] or table(example_index, **values).line
        return [line.find(head) for head in heads if head in line]

    assert order() == sorted(order())
    assert order(volgorde="oudste") == sorted(order(volgorde="oudste"), reverse=True)
    by_who = table(example_index, volgorde="wie", soort="besluit").line
    assert by_who.rindex("Het LOVP") < by_who.rindex("niet genoemd")


def test_what_is_done_says_so_in_the_words_of_the_later_record(hostile: Index) -> None:
    seen = table(hostile, status="gedaan")
    assert rows(seen) == 1
    assert "Gedaan, volgens het verslag van 26 september 2022" in seen.line
    assert any("is in augustus verstuurd" in quote for quote, _ in seen.quotes)
    assert assert_literal(seen, hostile) == 2


def test_words_of_records_and_of_the_form_stay_words(hostile: Index) -> None:
    seen = table(hostile)
    assert_harmless(seen)
    assert EVIL in seen.line
    assert assert_literal(seen, hostile) >= 3
    typed = table(hostile, woord=f'"><script>{EVIL}')
    assert_harmless(typed)
    assert "voldoen" in typed.line


def test_the_table_keeps_its_roles_when_a_phone_shows_its_rows_as_blocks(example_index: Index) -> None:
    seen = table(example_index)
    roles = {
        tag: {given.get("role") for given in seen.with_tag(tag)} for tag in ("table", "tr", "td", "tbody", "thead")
    }
    assert roles == {"table": {"table"}, "tr": {"row"}, "td": {"cell"}, "tbody": {"rowgroup"}, "thead": {"rowgroup"}}
    assert {given["role"] for given in seen.with_tag("th")} == {"columnheader", "rowheader"}


def test_a_hundred_rows_make_a_page_and_links_keep_the_choice(
    example_index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(web_ledger, "A_PAGE", 4)
    first, last = table(example_index, soort="besluit"), table(example_index, soort="besluit", pagina="2")
    amount = sum(item.entry.kind == "besluit" for item in read_ledger(example_index.store))
    assert (rows(first), rows(last)) == (4, amount - 4)
    assert f"{PATH}?soort=besluit&pagina=2" in [given.get("href") for given in first.with_tag("a")]
    assert f"{PATH}?soort=besluit" in [given.get("href") for given in last.with_tag("a")]
    assert web_ledger.A_PAGE == 4
    assert not set(first.quotes) & set(last.quotes)


def test_an_index_without_records_says_so_kindly(tmp_path: Path) -> None:
    with opened(indexed(tmp_path / "home", {})) as index:
        seen = table(index)
        assert "Er zijn nog geen verslagen ingelezen" in seen.line
        assert not seen.with_tag("table")


class Guarded:
    """Lets everyone pass, as the guard does on an address that only this computer reaches."""

    def __init__(self, inner: Any) -> None:
        self._inner = inner

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        scope.setdefault("state", {})["user"] = ANYONE
        await self._inner(scope, receive, send)


@pytest.fixture
def client(example_index: Index) -> Iterator[TestClient]:
    site, desk = FastAPI(), desk_over(example_index)
    site.add_middleware(Guarded)
    add_pages(site, {PATH: ledger_page(desk)})
    add_ledger_csv(site, desk)
    with TestClient(site) as opened_client:
        yield opened_client


def test_the_file_holds_what_the_page_chooses_in_its_order(client: TestClient, example_index: Index) -> None:
    page = client.get(PATH, params={"soort": "besluit", "volgorde": "oudste"})
    assert page.status_code == 200
    assert f'href="{CSV_PATH}?soort=besluit&amp;volgorde=oudste" download' in page.text
    got = client.get(CSV_PATH, params={"soort": "besluit", "volgorde": "oudste"})
    assert got.headers["content-type"] == "text/csv; charset=utf-8"
    assert got.headers["content-disposition"] == 'attachment; filename="lovp-toezeggingen-en-besluiten.csv"'
    assert got.content.startswith(b"\xef\xbb\xbf")
    lines = list(csv.DictReader(io.StringIO(got.text.removeprefix("\ufeff")), delimiter=";"))
    wanted = [item for item in read_ledger(example_index.store) if item.entry.kind == "besluit"]
    assert [line["datum"] for line in lines] == [item.date.isoformat() for item in wanted if item.date]
    assert [line["citaat"] for line in lines] == [" ".join(item.quote.split()) for item in wanted]


def test_a_file_of_an_unknown_kind_is_refused_in_dutch(client: TestClient) -> None:
    got = client.get(CSV_PATH, params={"soort": "<b>"})
    assert got.status_code == 400
    assert got.headers["content-type"].startswith("text/plain")
    assert "is geen soort" in got.text
    assert client.get(PATH, params={"soort": "<b>"}).status_code == 400


def test_one_row_is_no_every_row_and_unknown_is_explained_only_where_it_is(example_index: Index) -> None:
    assert web_text_rooms.shown(1, 1, 1) == "De enige regel"
    assert web_text_rooms.shown(1, 2, 2) == "Alle 2 regels"
    items = read_ledger(example_index.store)
    assert "Status ‘onbekend’" in count(items)
    assert "onbekend" not in count([item for item in items if item.status is not Status.UNKNOWN])
