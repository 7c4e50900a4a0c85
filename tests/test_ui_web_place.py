"""A permanent link to words: it finds them again wherever they came to stand, and never finds others."""

from dataclasses import replace

import pytest
from boats import RECORD, TEXT, cite
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from index.records import Span
from ui.web_place import Found, Place, digest_of, find, place_at, place_from, place_of, record_address

GAPS = st.sampled_from([" ", "\n", "\r\n", "  ", "\n\n", "\t", "\N{NO-BREAK SPACE}", " \n "])
WORDS = st.text(st.characters(categories=["L", "N", "P"]), min_size=1, max_size=8)
TEXTS = st.lists(WORDS, min_size=1, max_size=12)


def laid(words: list[str], gaps: list[str]) -> str:
    return "".join(word + gap for word, gap in zip(words, gaps, strict=True))


def plain(text: str) -> str:
    return " ".join(text.split())


def place(text: str, first: int, last: int, gaps: list[str]) -> Place:
    """The place of the words from the first up to the last in a text that was laid out so."""
    pieces = text.split()
    start = sum(len(word) + len(gap) for word, gap in zip(pieces[:first], gaps, strict=False))
    end = start + sum(len(word) + len(gap) for word, gap in zip(pieces[first:last], gaps[first:], strict=False))
    words = text[start:end].rstrip()
    return place_at("r", Span(start, start + len(words)), words)


def test_a_quote_is_found_where_it_stands() -> None:
    citation = cite(1, "De burgemeesters zijn tevreden.")
    assert find(RECORD, place_of(citation)) == Found(citation.span)


def test_the_address_tells_the_place_and_nothing_else() -> None:
    here = place_of(cite(1, "De stal blijft."))
    path, _, written = here.address.partition("#")
    assert path == "/verslag/2021-05-03-verslag"
    assert place_from(RECORD.id, written) == here
    assert record_address("a/../b?c#d") == "/verslag/a%2F..%2Fb%3Fc%23d"


NO_PLACES = [
    *("", "5-5.0123456789abc", "9-5.0123456789abc", "1-2", "1-2.xyz", "1-2.0123456789abc ", "-1-2.0123456789abc"),
    *(
        "1-2.0123456789ABC",
        "1-2.0123456789abc\n",
        "٣-٤.0123456789abc",
        "1-2." + "0" * 40,
        "1" * 12 + "-2.0123456789abc",
    ),
]


@pytest.mark.parametrize("written", NO_PLACES)
def test_what_is_no_place_is_none(written: str) -> None:
    assert place_from("r", written) is None


@settings(max_examples=60)
@given(st.data(), TEXTS)
def test_after_reading_in_again_the_words_are_found_at_the_same_words(data: st.DataObject, words: list[str]) -> None:
    before = data.draw(st.lists(GAPS, min_size=len(words), max_size=len(words)))
    text = laid(words, before)
    first = data.draw(st.integers(0, len(words) - 1))
    last = data.draw(st.integers(first + 1, len(words)))
    here = place(text, first, last, before)
    extra = data.draw(TEXTS)
    after = data.draw(st.lists(GAPS, min_size=len(words) + len(extra), max_size=len(words) + len(extra)))
    again = replace(RECORD, text=laid([*extra, *words], after))
    found = find(again, here)
    assert found.span is not None
    assert plain(found.span.of(again.text)) == plain(" ".join(words[first:last]))
    assert found.span.of(again.text) == found.span.of(again.text).strip()


@settings(max_examples=60)
@given(st.data(), TEXTS)
def test_changed_words_are_never_found(data: st.DataObject, words: list[str]) -> None:
    text = " ".join(words)
    gaps = [" "] * len(words)
    first = data.draw(st.integers(0, len(words) - 1))
    last = data.draw(st.integers(first + 1, len(words)))
    here = place(text, first, last, gaps)
    changed = data.draw(st.integers(first, last - 1))
    other = data.draw(WORDS)
    again = " ".join([*words[:changed], other, *words[changed + 1 :]])
    assume(" ".join(words[first:last]) not in again)
    assert find(replace(RECORD, text=again), here) == Found(None)


def test_of_the_same_words_twice_those_nearest_to_where_they_were_are_found() -> None:
    words = "De stal blijft."
    here = place_of(cite(1, words))
    twice = replace(RECORD, text=f"{words} {TEXT}")
    found = find(twice, here)
    assert found.moved
    assert found.span is not None
    assert found.span.start == twice.text.rindex(words)


def test_words_inside_another_word_are_not_those_words() -> None:
    here = place_at("r", Span(0, 6), "de pol")
    again = replace(RECORD, text="Ooit zei rode politie iets: aarde polder.")
    assert find(again, here) == Found(None)


def test_a_place_that_claims_much_costs_little() -> None:
    long = replace(RECORD, text="a b " * 300_000)
    claimed = Place("r", Span(1, 900_000), "0" * 12 + f"{900_000:x}")
    assert find(long, claimed) == Found(None)


@given(st.text(max_size=60))
def test_whatever_stands_in_an_address_is_no_error(written: str) -> None:
    here = place_from("r", written)
    assert here is None or (here.written.isascii() and find(RECORD, here).span is None)


def test_half_a_character_has_a_hash_too() -> None:
    assert digest_of("a\ud800") == digest_of("a\ud800")
