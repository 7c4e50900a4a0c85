"""A record as a page: all of it to be read, with its topics, the marked words, and the way to what belongs with it."""

import re
from collections.abc import Iterator
from dataclasses import replace
from types import SimpleNamespace
from typing import cast

import pytest
from boats import RECORD as BOATS
from boats import TEXT, cite
from rooms import EVIL, HOSTILE, HOSTILE_LATER, Seen, assert_harmless, drawn, indexed, opened

from index.errors import UserError
from index.records import Note, NoteKind, Record, Span
from index.search import Index
from index.sqlite_record_list import listed_records
from ui import web_text
from ui.web_desk import Desk
from ui.web_pages import Asked, NotFound
from ui.web_place import Place, place_at, place_of
from ui.web_record import blocks, record_html
from ui.web_record_page import record_page

PDF = "2021-03-01-korte-terugkoppeling-lovp"


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    home = tmp_path_factory.mktemp("kwaad") / "home"
    with opened(indexed(home, {"eerst.md": HOSTILE, "later.md": HOSTILE_LATER})) as index:
        yield index


def over(index: Index) -> Desk:
    return cast(Desk, SimpleNamespace(index=index))  # all that this page reads of it


def shown(index: Index, record_id: str, **values: str) -> Seen:
    return drawn(record_page(over(index)), f"/verslag/{record_id}", id=record_id, **values)


def record_of(index: Index, record_id: str) -> Record:
    record = index.store.record(record_id)
    assert record is not None
    return record


def place(record: Record, words: str) -> Place:
    start = record.text.index(words)
    return place_at(record.id, Span(start, start + len(words)), words)


def test_all_words_of_every_record_are_there(example_index: Index) -> None:
    for record in example_index.store.records():
        seen = shown(example_index, record.id)
        shown_words = seen.line
        without_pages = re.sub(r"pagina \d+ ", "", shown_words)  # the number of a page stands where that page begins
        for block in blocks(record):
            for line in block.lines:
                assert " ".join(line.of(record.text).split()) in without_pages
        assert record.title in shown_words
        assert web_text.meetings(record.dates) in shown_words
        assert_headings(seen)


def assert_headings(seen: Seen) -> None:
    levels = [int(tag[1]) for tag, _ in seen.tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels[:2] == [1, 2]
    assert set(levels[2:]) <= {3}


def test_every_topic_leads_to_its_heading(example_index: Index) -> None:
    for record in example_index.store.records():
        html = str(record_page(over(example_index))(Asked("/x", {"id": record.id})).body)
        ways = re.findall(r'<li><a href="([^"]+)#([^"]*)">([^<]+)</a>', html)
        listed = [topic for path, _, topic in ways if path == f"/verslag/{record.id}"]
        assert listed == ([*record.topics] if len(record.topics) > 1 else [])
        ids = re.findall(r' id="([^"]+)"', html)
        assert len(ids) == len(set(ids))
        for _, name, topic in ways:
            assert ids.count(name) == 1
            headed = re.search(rf'<h3 id="{name}" tabindex="-1">(.*?)</h3>', html)
            assert headed is None or topic in re.sub("<[^>]+>", "", headed[1])
        if record.id == PDF:
            assert len([name for _, name, _ in ways if f'<h3 id="{name}"' in html]) == 6


def test_pages_are_named(example_index: Index) -> None:
    seen = shown(example_index, PDF)
    assert "ICT in eigen beheer pagina 2" in seen.line
    assert "pagina 2 Op de agenda stond" in seen.line


def test_marked_words_are_the_words_of_the_place(example_index: Index) -> None:
    record = record_of(example_index, PDF)
    words = "Het wordt op 19 april besproken."
    here = place(record, words)
    html = str(record_page(over(example_index))(Asked("/x", {"id": PDF, "plek": here.written})).body)
    assert re.findall("<mark>(.*?)</mark>", html) == [words]
    assert f'href="{here.address}"' in html
    assert f'href="/verslag/{PDF}?plek={here.written}#verslag-woorden"' in html
    assert html.count('id="verslag-woorden"') == 1
    assert "pagina 1" in html
    assert "De tekst is gewijzigd" not in html


def test_words_that_moved_are_marked_and_told_of(example_index: Index) -> None:
    record = record_of(example_index, PDF)
    words = "Het wordt op 19 april besproken."
    here = place_at(PDF, Span(3, 3 + len(words)), words)
    html = str(record_page(over(example_index))(Asked("/x", {"id": PDF, "plek": here.written})).body)
    assert "opnieuw ingelezen sinds deze koppeling is gemaakt" in html
    assert f'href="{place(record, words).address}"' in html
    assert re.findall("<mark>(.*?)</mark>", html) == [words]


def test_words_that_changed_are_told_of_and_nothing_is_marked(example_index: Index) -> None:
    here = place_at(PDF, Span(3, 30), "Het wordt op 20 april besproken.")
    html = str(record_page(over(example_index))(Asked("/x", {"id": PDF, "plek": here.written})).body)
    assert "De tekst is gewijzigd sinds deze koppeling is gemaakt" in html
    assert "<mark>" not in html


def test_the_pane_of_the_chat_is_still_a_part_of_the_page(example_index: Index) -> None:
    here = place(record_of(example_index, PDF), "Het wordt op 19 april besproken.")
    pane = record_page(over(example_index))(Asked("/x", {"id": PDF, "plek": here.written}, "bron")).body
    assert pane.startswith('<section class="pane"')
    gone = record_page(over(example_index))(Asked("/x", {"id": "weg", "plek": here.written}, "bron")).body
    assert web_text.RECORD_GONE in str(gone)


def test_a_record_that_was_read_in_again_with_another_title_is_found_by_its_words(example_index: Index) -> None:
    """Its id comes from its day and title, and a link outlives a title."""
    words = "Het wordt op 19 april besproken."
    here = place(record_of(example_index, PDF), words)
    old = "2021-03-01-verslag-zoals-het-eerst-heette"
    html = str(record_page(over(example_index))(Asked("/x", {"id": old, "plek": here.written})).body)
    assert "onder een andere titel" in html
    assert f'href="{here.address}"' in html
    assert re.findall("<mark>(.*?)</mark>", html) == [words]
    pane = str(record_page(over(example_index))(Asked("/x", {"id": old, "plek": here.written}, "bron")).body)
    assert "onder een andere titel" in pane
    assert words in pane
    for record_id, other in ((old, "Deze woorden staan nergens."), ("2021-03-02-verslag", words)):  # or of another day
        there = place_at(record_id, here.span, other)
        with pytest.raises(NotFound):
            shown(example_index, record_id, plek=there.written)


@pytest.mark.parametrize("record_id", ["weg", "", "../x", "%", "a" * 5_000, "'; DROP TABLE records"])
def test_a_record_that_is_not_there_is_not_found(example_index: Index, record_id: str) -> None:
    with pytest.raises(NotFound, match="Zoek het op in de lijst"):
        shown(example_index, record_id)


def test_an_address_that_tells_no_place_is_told(example_index: Index) -> None:
    with pytest.raises(UserError, match="wijst geen plaats"):
        shown(example_index, PDF, plek="<script>")


def test_the_meetings_before_and_after_are_named(example_index: Index) -> None:
    every = [one.id for one in listed_records(example_index.store)]
    for n, record_id in enumerate(every):
        ways = [one.get("href") for one in shown(example_index, record_id).with_tag("a")]
        around = [f"/verslag/{one}" for one in (every[n - 1 : n] if n else []) + every[n + 1 : n + 2]]
        assert [way for way in ways if way in {f"/verslag/{one}" for one in every}] == around


def test_what_was_decided_and_promised_stands_with_a_link_to_its_words(example_index: Index) -> None:
    entries = [one for one in example_index.store.catalogue().entries() if one.record_id == PDF]
    entries = [one for one in entries if one.kind != "afronding"]
    record = record_of(example_index, PDF)
    seen = shown(example_index, PDF)
    assert len(entries) > 0
    assert f"Besluiten en toezeggingen in dit verslag ({len(entries)})" in seen.line
    assert [quote for quote, _ in seen.quotes] == [" ".join(one.span.of(record.text).split()) for one in entries]
    assert [way for _, way in seen.quotes] == [
        place_at(PDF, one.span, one.span.of(record.text)).address for one in entries
    ]


def test_the_source_on_the_web_is_named_by_its_host(example_index: Index) -> None:
    seen = shown(example_index, PDF)
    outside = [one for one in seen.with_tag("a") if one.get("href", "").startswith("http")]
    assert [(one["target"], one["rel"]) for one in outside] == [("_blank", "noopener noreferrer")]
    assert "Herkomst: regioburgemeesters.nl (nieuw tabblad)" in seen.line


def test_words_of_a_record_stay_words(hostile: Index) -> None:
    for one in listed_records(hostile.store):
        seen = shown(hostile, one.id)
        assert EVIL in seen.line
        assert_harmless(seen)


def test_what_to_know_of_a_record_is_told(hostile: Index) -> None:
    record = hostile.store.records()[0]
    noted = replace(record, notes=(Note(NoteKind.OCR, "<i>gelezen</i> met tekstherkenning"),))
    store = SimpleNamespace(**{name: getattr(hostile.store, name) for name in ("path", "version", "catalogue")})
    store.record = lambda record_id: noted if record_id == record.id else None
    seen = drawn(record_page(over(cast(Index, SimpleNamespace(store=store)))), "/x", id=record.id)
    assert "Let op: <i>gelezen</i> met tekstherkenning." in seen.line


def test_without_a_script_the_marked_words_can_be_gone_to(example_index: Index) -> None:
    record = record_of(example_index, PDF)
    topic = record.sections[0]
    first = topic.span.of(record.text).split(". ")[0]
    here = place(record, first)
    html = str(record_page(over(example_index))(Asked("/x", {"id": PDF, "plek": here.written})).body)
    name = re.search(rf'plek={re.escape(here.written)}#([^"]+)"', html)
    assert name is not None
    assert re.search(rf'<(?:p|h3)[^>]* id="{name[1]}"[^>]*>(?:(?!</p>).)*<mark>', html)


def test_ids_of_blocks_change_nothing_else() -> None:
    span = place_of(cite(1, "De stal blijft.")).span
    start = blocks(BOATS)[-1].lines[0].start
    with_id = str(record_html(BOATS, span, {start: 'een"<b>'}))
    assert ' id="een&#34;&lt;b&gt;" tabindex="-1"' in with_id
    assert with_id.replace(' id="een&#34;&lt;b&gt;" tabindex="-1"', "") == str(record_html(BOATS, span))
    assert TEXT[start:].startswith("- De stal")
