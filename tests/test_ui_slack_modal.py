"""The window that "Toon in verslag" opens: the words in their record as it is now, or why they aren't there."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from types import SimpleNamespace
from typing import Any, cast

import pytest
from boats import RECORD, TEXT, cite
from slack_blocks import view_problems

from assistant.ask import ask
from index.records import Record, Section, Span
from index.search import Index
from ui import web_text
from ui.slack.modal import passage_view
from ui.web_place import place_at, place_of

QUOTE = "De politie krijgt 12 nieuwe boten, die voor het \neind van het jaar varen."
ADDRESS = place_of(cite(1, QUOTE)).address


def index_of(*records: Record) -> Index:
    """An index that holds these records, as far as the window asks."""
    by_id = {record.id: record for record in records}
    return cast(Index, SimpleNamespace(store=SimpleNamespace(record=by_id.get)))


def texts(view: dict[str, Any], kind: str = "") -> Iterator[str]:
    for block in view["blocks"]:
        for part in block.get("elements", ()):
            if kind in part["type"]:
                yield "".join(element["text"] for element in part["elements"])


def assert_a_view(view: dict[str, Any]) -> str:
    """Within Slack's limits; gives all that it says."""
    assert view_problems(view) == []
    assert view["type"] == "modal"
    assert 0 < len(view["title"]["text"]) <= 24
    assert view["close"] == {"type": "plain_text", "text": "Sluiten", "emoji": False}
    assert 0 < len(view["blocks"]) <= 100
    written = json.dumps(view)
    assert len(written) < 250_000
    assert "mrkdwn" not in written
    for block in view["blocks"]:
        assert block["type"] in {"rich_text", "divider"}
        for part in block.get("elements", ()):
            assert part["elements"]
            assert all(0 < len(element["text"]) <= 3_000 for element in part["elements"])
    return "\n".join(texts(view))


def test_the_words_are_marked_in_their_context() -> None:
    view = passage_view(index_of(RECORD), ADDRESS, site="https://lovp.example/")
    said = assert_a_view(view)
    assert list(texts(view, "quote")) == [" ".join(QUOTE.split())]
    assert said.index("Gepubliceerd op") < said.index("De politie krijgt") < said.index("De kosten zijn per jaar")
    assert "Verslag · Overleg van 3 mei 2021 · Voertuigen en <b>banden</b> · pagina 1" in said
    assert f"https://lovp.example{ADDRESS}" in json.dumps(view)
    assert said.count("12 nieuwe boten") == 1


def test_without_a_public_address_there_is_no_link() -> None:
    assert '"link"' not in json.dumps(passage_view(index_of(RECORD), ADDRESS))


@pytest.mark.parametrize(
    "address",
    [
        "",
        "/verslag/x",
        "/verslag/x#1-2",
        "https://evil.example/verslag/x#1-2.0123456789ab5",
        "/verslag/../x#1-2.0123456789ab5",
        "/verslag/x#5-2.0123456789ab5",
        "/verslag/" + "x" * 3_000 + "#1-2.0123456789ab5",
        ADDRESS + "\n",
        None,
        7,
    ],
)
def test_what_is_no_address_of_ours_gives_a_notice(address: object) -> None:
    assert assert_a_view(passage_view(index_of(RECORD), cast(str, address))) == web_text.NO_PLACE


def test_a_record_that_is_gone_gives_a_notice() -> None:
    assert assert_a_view(passage_view(index_of(), ADDRESS)) == web_text.RECORD_GONE


def test_words_that_were_changed_are_not_marked_and_words_that_moved_are() -> None:
    changed = replace(RECORD, text=TEXT.replace("12 nieuwe", "13 nieuwe"))
    view = passage_view(index_of(changed), ADDRESS)
    assert web_text.RECORD_CHANGED in assert_a_view(view)
    assert list(texts(view, "quote")) == []
    before = "Er ging iets aan vooraf.\n"
    sections = tuple(
        replace(s, span=Span(s.span.start + len(before), s.span.end + len(before))) for s in RECORD.sections
    )
    moved = passage_view(index_of(replace(RECORD, text=before + TEXT, sections=sections)), ADDRESS)
    assert web_text.RECORD_MOVED in assert_a_view(moved)
    assert list(texts(moved, "quote")) == [" ".join(QUOTE.split())]


def long_record(text: str) -> Record:
    whole = Section("Lang", None, 1, Span(0, len(text)))
    return replace(RECORD, text=text, sections=(whole,), dates=(date(2021, 5, 3),), title="T" * 5_000)


@pytest.mark.parametrize("around", ["Dit is een zin die iets zegt. " * 400, "woord " * 3_000, "x" * 9_000 + " "])
def test_context_is_cut_at_sentences_or_words_with_an_ellipsis(around: str) -> None:
    text = around + "Hier staat het citaat. " + around.strip()
    start = text.index("Hier staat")
    record = long_record(text)
    view = passage_view(
        index_of(record), place_at(record.id, Span(start, start + 22), text[start : start + 22]).address
    )
    said = assert_a_view(view)
    assert list(texts(view, "quote")) == ["Hier staat het citaat."]
    assert len(said) < 4_500
    if " " in around.strip():
        assert "Ervoor:\n… " in said
        assert said.rstrip().endswith(" …")
        assert "Ervoor:\n… Dit is" in said or "Ervoor:\n… woord" in said  # no half word


@pytest.mark.parametrize("length", [8_000, 200_000])
def test_a_quote_of_any_length_stays_within_a_view(length: int) -> None:
    text = '"Zo" is het. ' * (length // 13)
    record = long_record(text)
    view = passage_view(index_of(record), place_at(record.id, Span(0, len(text)), text).address)
    said = assert_a_view(view)
    quoted = "".join(texts(view, "quote"))
    assert text.startswith(quoted.rstrip("… ").rstrip())
    assert ("te lang" in said) == (length > 60_000)


def test_the_title_of_a_record_can_be_the_quote() -> None:
    words = "Korte terugkoppeling LOVP 3 mei 2021"
    view = passage_view(index_of(RECORD), place_at(RECORD.id, Span(0, len(words)), words).address)
    assert list(texts(view, "quote")) == [words]


def test_every_source_of_a_real_answer_opens_at_its_words(example_index: Index) -> None:
    for question in ("Wanneer komt het besluit?", "Wat is er besproken over werkdruk?"):
        for citation in ask(example_index, question).citations:
            view = passage_view(example_index, place_of(citation).address)
            assert_a_view(view)
            assert list(texts(view, "quote")) == [" ".join(citation.quote.split())]
