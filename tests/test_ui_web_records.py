"""The list of records, and what is missing: chosen from, counted, in order, and quick with thousands."""

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from time import process_time
from types import SimpleNamespace
from typing import cast

import pytest
from rooms import EVIL, HOSTILE, HOSTILE_LATER, Seen, assert_harmless, assert_literal, drawn, indexed, opened

from index.gaps import gaps
from index.search import Index
from index.sqlite_record_list import Listed, entries_of, files_of, listed_records, plain_words
from ui import web_missing, web_records
from ui.web_desk import Desk
from ui.web_missing import Gaps, missing_page
from ui.web_pages import NotFound
from ui.web_records import PATH, record_list

DRAFT = """# Concept verslag LOVP {day}

## Onderwerp één

Het LOVP stemde ermee in dat plan 1 wordt uitgevoerd.
"""


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    home = tmp_path_factory.mktemp("kwaad") / "home"
    files = {"eerst.md": HOSTILE, "later.md": HOSTILE_LATER, "leeg.txt": "", "geheim.xyz": "x"}
    with opened(indexed(home, files)) as index:
        yield index


def over(index: Index) -> Desk:
    return cast(Desk, SimpleNamespace(index=index))  # all that these pages read of it


def listed(index: Index, **values: str) -> Seen:
    return drawn(record_list(over(index)), PATH, **values)


def titles(seen: Seen, index: Index) -> list[str]:
    """The ids of the records in the list, in order."""
    known = {one.id for one in listed_records(index.store)}
    paths = [given.get("href", "").removeprefix("/verslag/") for given in seen.with_tag("a")]
    return [path for path in paths if path in known]


def test_all_records_are_there_newest_first_under_their_year(example_index: Index) -> None:
    seen = listed(example_index)
    found = titles(seen, example_index)
    assert len(found) == 13
    assert found == sorted(found, reverse=True)
    assert "13 verslagen" in seen.line
    assert [given["id"] for given in seen.with_tag("h3")] == [f"verslagen-jaar-{y}" for y in range(2023, 2018, -1)]
    assert titles(listed(example_index, volgorde="oudste"), example_index) == found[::-1]


def test_an_item_tells_its_day_kind_and_topics(example_index: Index) -> None:
    seen = listed(example_index, woord="arbeidsmarktstrategie")
    assert "1 van 13 verslagen" in seen.line
    assert "24 april 2023Korte terugkoppeling LOVP 24 april 2023Verslag · 7 onderwerpen: Inleiding;" in seen.line
    assert "en nog 1" in seen.line


@pytest.mark.parametrize(
    ("asked", "amount"),
    [
        ({"van": "2022"}, 5),
        ({"tot": "2019"}, 2),
        ({"van": "2020-04", "tot": "2020-05"}, 2),
        ({"van": "28-10-2019", "tot": "28-10-2019"}, 1),
        ({"soort": "newsletter"}, 0),
        ({"woord": "POLITIE"}, 6),
        ({"woord": "financien"}, 1),  # as it is typed without the diaeresis
        ({"woord": "korte  politie"}, 4),
        ({"woord": "zebra"}, 0),
        ({"woord": "%"}, 0),
    ],
)
def test_the_list_is_narrowed_by_what_is_asked(example_index: Index, asked: dict[str, str], amount: int) -> None:
    seen = listed(example_index, **asked)
    every = listed_records(example_index.store)
    assert len(titles(seen, example_index)) == amount
    assert f"{amount} van {len(every)} verslagen" in seen.line
    if "woord" in asked:
        by_hand = [one for one in every if all(w in one.plain for w in plain_words(asked["woord"]).split())]
        assert len(by_hand) == amount
    assert "Toon alles" in seen.words


def test_what_was_asked_stays_in_the_form(example_index: Index) -> None:
    seen = listed(example_index, van="2021", woord='"><b>x', soort="minutes", volgorde="oudste")
    given = {one["name"]: one["value"] for one in seen.with_tag("input")}
    assert given == {"van": "2021", "tot": "", "woord": '"><b>x'}
    assert [one["value"] for one in seen.with_tag("option") if "selected" in one] == ["minutes", "oudste"]
    labelled = {one["for"] for one in seen.with_tag("label")}
    assert labelled == {one["id"] for tag in ("input", "select") for one in seen.with_tag(tag)}
    assert_harmless(seen)


@pytest.mark.parametrize("asked", [{"van": "gisterenx"}, {"tot": "31-02-2020"}, {"van": "2022", "tot": "2021"}])
def test_a_date_that_is_none_is_told_and_stays_to_be_mended(example_index: Index, asked: dict[str, str]) -> None:
    seen = listed(example_index, **asked)
    assert [given["role"] for given in seen.with_tag("p") if "role" in given] == ["alert"]
    assert titles(seen, example_index) == []
    assert {one["name"]: one["value"] for one in seen.with_tag("input")}.items() >= asked.items()


@pytest.mark.parametrize("asked", [{"soort": "<b>"}, {"volgorde": "x"}])
def test_a_choice_that_is_not_in_the_list_is_told(example_index: Index, asked: dict[str, str]) -> None:
    assert "is er niet" in listed(example_index, **asked).line


@pytest.mark.parametrize("page", ["0", "-1", "2", "x", "1.5", "²", "9" * 50])
def test_a_page_that_is_not_there_is_not_found(example_index: Index, page: str) -> None:
    with pytest.raises(NotFound):
        listed(example_index, pagina=page)


def test_a_long_list_has_pages_that_keep_what_was_asked(example_index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web_records, "_A_PAGE", 5)
    pages = [listed(example_index, van="2019", pagina=str(n)) for n in (1, 2, 3)]
    assert [len(titles(page, example_index)) for page in pages] == [5, 5, 3]
    assert len({one for page in pages for one in titles(page, example_index)}) == 13
    steps = [[one["href"] for one in page.with_tag("a") if "pagina=" in one.get("href", "")] for page in pages]
    assert steps == [[f"{PATH}?van=2019&pagina={n}" for n in around] for around in ([2], [1, 3], [2])]


def test_a_draft_stands_behind_the_adopted_record_and_says_so(tmp_path: Path) -> None:
    adopted = DRAFT.replace("Concept verslag", "Verslag")
    files = {"a.md": DRAFT.format(day="3 mei 2021"), "b.md": adopted.format(day="3 mei 2021")}
    with opened(indexed(tmp_path / "home", files)) as index:
        better, draft = listed_records(index.store)
        assert (better.preferred, draft.preferred, draft.relation) == (None, better.id, "concept")
        seen = listed(index)
        assert titles(seen, index) == [better.id, draft.id, better.id]
        assert "concept" in seen.line


def test_words_of_a_record_stay_words(hostile: Index) -> None:
    seen = listed(hostile)
    assert EVIL in seen.line
    assert_harmless(seen)


def test_an_index_without_records_says_so(tmp_path: Path) -> None:
    with opened(indexed(tmp_path / "home", {})) as index:
        assert "Er zijn nog geen verslagen ingelezen." in listed(index).line
        assert "Er is niets bekend dat ontbreekt." in drawn(missing_page(over(index)), f"{PATH}/x").line


def test_the_list_holds_what_the_records_say(example_index: Index) -> None:
    store = example_index.store
    for one, record in zip(listed_records(store), store.records(), strict=True):
        assert (one.id, one.title, one.dates, one.kind) == (record.id, record.title, record.dates, record.kind)
        assert (one.notes, one.topics) == (record.notes, record.topics)
        assert [file.place for file in files_of(store, record.id)] == store.catalogue().places(record.id)
        assert list(entries_of(store, record.id)) == [
            entry for entry in store.catalogue().entries() if entry.record_id == record.id
        ]


def test_a_removed_record_is_gone_from_the_list(examples_home: Path, tmp_path: Path) -> None:
    home = Path(shutil.copytree(examples_home, tmp_path / "home"))
    with opened(home) as index:
        first = listed_records(index.store)[0]
        with index.store.transaction():
            index.store.remove(first.id)
        assert first.id not in {one.id for one in listed_records(index.store)}
        assert "12 verslagen" in listed(index).line


def test_ten_thousand_records_are_listed_at_once(example_index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = listed_records(example_index.store)
    many = tuple(one for n in range(770) for one in kept)
    monkeypatch.setattr(web_records, "listed_records", lambda _: many)
    start = process_time()
    seen = listed(example_index, woord="politie", pagina="3")
    assert process_time() - start < 0.6  # seconds of the processor; reading it back is most of that
    assert "4.620 van 10.010 verslagen" in seen.line


def test_what_is_missing_is_told_with_the_words_that_tell_it(example_index: Index) -> None:
    seen = drawn(missing_page(over(example_index)), f"{PATH}/ontbreekt")
    assert assert_literal(seen, example_index) == 2
    assert "Het wordt op 19 april besproken." in [quote for quote, _ in seen.quotes]
    assert "Van 2019 staan 2 vergaderingen in de index." in seen.line
    assert "Jaren met weinig vergaderingen" in seen.line


def test_of_skipped_files_only_the_number_is_told(hostile: Index) -> None:
    assert len(hostile.store.catalogue().skipped()) == 2
    seen = drawn(missing_page(over(hostile)), f"{PATH}/ontbreekt")
    assert "2 bestanden zijn overgeslagen bij het inlezen." in seen.line
    assert "geheim" not in seen.line
    assert_harmless(seen)


def test_too_many_records_are_not_gone_through(example_index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web_missing, "MOST", 12)
    monkeypatch.setattr(web_missing, "told", lambda _: pytest.fail("they were gone through"))
    assert "lovp records --gaps" in drawn(missing_page(over(example_index)), f"{PATH}/ontbreekt").line


def test_what_takes_long_is_told_later(example_index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    may, looked = threading.Event(), gaps
    monkeypatch.setattr(web_missing, "gaps", lambda records: may.wait(30) and looked(records))
    kept = Gaps(example_index.store)
    assert kept.now(0.0) is None
    may.set()
    assert len(kept.now(30.0) or ()) == 5


def test_a_listed_record_without_dates_comes_last(example_index: Index) -> None:
    one = listed_records(example_index.store)[0]
    undated = Listed("x", "X", (), one.kind, (), (), None, None, "x")
    assert web_records._ordered([undated, one], oldest_first=False) == [one, undated]
    assert web_records._ordered([undated, one], oldest_first=True) == [one, undated]
