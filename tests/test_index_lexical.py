"""Words are found in the text and above it, as asked or in another form, and nothing that is typed upsets the search."""

import sqlite3
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import lexical
from index.dutch import capital_key, tokens
from index.lexical import Term, Words, rarity

TEXTS = {
    1: ("Het OM vraagt om de taser. D66/PvdA stemden in met 12.625 moties.", "Wapens"),
    2: ("De politie gaat om de tafel met de burgemeester van de minister van Defensie.", "Wijk"),
    3: ("Zij zegde een analyse toe. De S taatssecretaris telt 7,1 miljoen geïnformeerde BOA’s.", "Mensenhandel"),
    4: ("Over dit onderwerp is niets besproken.", "Taser en wapens"),
}


@pytest.fixture
def words() -> Iterator[Words]:
    connection = sqlite3.connect(":memory:")
    lexical.create(connection)
    for row, (text, above) in TEXTS.items():
        lexical.add(connection, row, lexical.columns(text, above))
    yield Words(connection)
    connection.close()


def rows(words: Words, *terms: str) -> list[int]:
    return [row for row, _ in words.search([Term(tuple(term.split())) for term in terms], 10)]


def test_a_word_is_found_in_the_text_and_above_it(words: Words) -> None:
    assert sorted(rows(words, "taser")) == [1, 4]


def test_a_word_in_the_text_counts_more_than_one_above_it() -> None:
    connection = sqlite3.connect(":memory:")
    lexical.create(connection)
    for row, above, text in ((1, "Taser", "Wijk"), (2, "Wijk", "Taser"), (3, "Geld", "Drugs")):
        lexical.add(connection, row, lexical.columns(text, above))
    assert rows(Words(connection), "taser") == [2, 1]
    connection.close()


@pytest.mark.parametrize(
    ("term", "row"),
    [("motie", 1), ("bespreken", 4), ("toezeggen", 3), ("staatssecretaris", 3), ("geinformeerd", 3), ("12625", 1)],
)
def test_a_word_is_found_in_its_other_forms(words: Words, term: str, row: int) -> None:
    assert rows(words, term) == [row]


def test_a_decimal_is_one_term(words: Words) -> None:
    assert rows(words, "7,1") == [3]
    assert rows(words, "7") == rows(words, "1") == []


def test_a_phrase_must_stand_as_one(words: Words) -> None:
    assert rows(words, "minister van defensie") == [2]
    assert rows(words, "defensie van minister") == []
    assert rows(words, "taser wapens") == []


def test_an_abbreviation_in_capitals_is_not_the_word_in_small_letters(words: Words) -> None:
    assert rows(words, capital_key("om")) == [1]
    assert sorted(rows(words, "om")) == [1, 2]
    assert rows(words, capital_key("boa")) == [3]


@given(st.text(max_size=30))
def test_nothing_that_is_typed_upsets_the_search(typed: str) -> None:
    connection = sqlite3.connect(":memory:")
    lexical.create(connection)
    lexical.add(connection, 1, lexical.columns(typed, typed))
    assert len(Words(connection).search([Term((token.folded,)) for token in tokens(typed)], 10)) <= 1
    connection.close()


@pytest.mark.parametrize(
    "typed",
    """D66/PvdA "taser" " NEAR NEAR(taser,wapens) taser* * -taser words:taser AND,OR,NOT ( ^taser {words} ' a.b,c ;-- %
    7,1, taser\0""".split(),
)
def test_the_signs_of_the_search_language_are_words_like_any_other(words: Words, typed: str) -> None:
    folded = [token.folded for token in tokens(typed)]
    expected = [
        row for row, (text, above) in TEXTS.items() if {*folded} & {t.folded for t in tokens(text + " " + above)}
    ]
    assert sorted(rows(words, *folded)) == expected
    if folded:
        assert {*rows(words, " ".join(folded))} <= {*expected}


@given(st.text(st.characters(max_codepoint=0x24F), max_size=30))
def test_whatever_is_typed_in_latin_letters_finds_the_text_that_says_it(typed: str) -> None:
    connection = sqlite3.connect(":memory:")
    lexical.create(connection)
    lexical.add(connection, 1, lexical.columns(typed, typed))
    words = Words(connection)
    asked = [Term((token.folded,)) for token in tokens(typed)]
    assert [row for row, _ in words.search(asked, 10)] == ([1] if asked else [])
    connection.close()


def test_no_terms_find_nothing(words: Words) -> None:
    assert words.search([], 10) == []


def test_the_best_comes_first_and_at_most_so_many(words: Words) -> None:
    found = words.search([Term(("taser",)), Term(("wapens",))], 10)
    assert [score for _, score in found] == sorted((score for _, score in found), reverse=True)
    assert all(score > 0 for _, score in found)
    assert words.search([Term(("taser",)), Term(("wapens",))], 1) == found[:1]


def test_a_term_of_less_weight_counts_less(words: Words) -> None:
    whole = dict(words.search([Term(("defensie",))], 10))
    half = dict(words.search([Term(("defensie",), 0.5)], 10))
    both = dict(words.search([Term(("defensie",)), Term(("tafel",), 0.5)], 10))
    assert half == {2: pytest.approx(whole[2] / 2)}
    assert both[2] > whole[2]


def test_only_the_rows_in_scope_are_given_however_many_stand_before_them(words: Words) -> None:
    assert [row for row, _ in words.search([Term(("taser",))], 1, {4})] == [4]
    assert words.search([Term(("taser",))], 10, set()) == []


def test_equal_scores_come_in_the_order_of_the_rows() -> None:
    connection = sqlite3.connect(":memory:")
    lexical.create(connection)
    for row in (5, 3, 9):
        lexical.add(connection, row, lexical.columns("De wijk is veilig.", "Wijk"))
    assert [row for row, _ in Words(connection).search([Term(("veilig",))], 10)] == [3, 5, 9]
    connection.close()


def test_frequencies_count_passages_not_times(words: Words) -> None:
    documents, frequencies = words.frequencies()
    assert documents == len(TEXTS)
    assert frequencies["taser"] == 1  # in the text of one, above another: the most of the two
    assert frequencies["de"] == 3
    assert frequencies["toezeggen"] == 1
    assert capital_key("om") not in frequencies


def test_a_rare_word_tells_more_and_one_that_stands_everywhere_tells_nothing() -> None:
    assert rarity(100, 1) > rarity(100, 10) > rarity(100, 100) > 0
    assert rarity(100, 100) < 0.01
