"""Words are kept with the passage and sentence where they stand, and counted; nothing that is typed upsets the search."""

import sqlite3
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import lexical
from index.dutch import capital_key, tokens
from index.lexical import Lexicon, rarity

TEXTS = {
    1: ("Het OM vraagt om de taser. D66/PvdA stemden in met 12.625 moties.", "Wapens"),
    2: ("De politie gaat om de tafel met de burgemeester van de minister van Defensie.", "Wijk"),
    3: ("Zij zegde een analyse toe. De S taatssecretaris telt 7,1 miljoen geïnformeerde BOA’s.", "Mensenhandel"),
    4: ("Over dit onderwerp is niets besproken.", "Taser en wapens\nDe PG"),
}


def table(*texts: tuple[int, str, str]) -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:")
    lexical.create(connection)
    lexical.add(connection, [row for row, _, _ in texts], [lexical.columns(text, above) for _, text, above in texts])
    return connection


@pytest.fixture
def connection() -> Iterator[sqlite3.Connection]:
    made = table(*((row, text, above) for row, (text, above) in TEXTS.items()))
    yield made
    made.close()


def rows(connection: sqlite3.Connection, word: str, column: str = "words") -> list[int]:
    return [int(row) for row in Lexicon(connection).rows(word, column)]


def test_a_word_is_found_in_the_column_where_it_stands(connection: sqlite3.Connection) -> None:
    assert rows(connection, "taser") == [1]
    assert rows(connection, "taser", "above") == [4]
    assert rows(connection, "toezeggen") == [3]  # the whole verb of "zegde ... toe"
    assert rows(connection, "12625") == [1]


def test_a_decimal_is_one_word(connection: sqlite3.Connection) -> None:
    assert rows(connection, "7,1") == [3]
    assert rows(connection, "7") == rows(connection, "1") == []


def test_an_abbreviation_is_found_as_itself_and_as_a_word(connection: sqlite3.Connection) -> None:
    assert rows(connection, "om", "capitals") == [1]
    assert rows(connection, "om") == [1, 2]
    assert rows(connection, "boa", "capitals") == [3]
    assert rows(connection, "pg", "capitals") == [4]  # above the passage too


def test_the_words_of_a_passage_come_back_sentence_by_sentence(connection: sqlite3.Connection) -> None:
    (own,) = Lexicon(connection).words([1]).values()
    assert own.sentences[0] == ("het", "OM", "vraagt", "om", "de", "taser")
    assert own.sentences[1][-3:] == ("met", "12625", "moties")
    assert own.above == (("wapens",),)
    assert Lexicon(connection).words([4])[4].above == (("taser", "en", "wapens"), ("de", "PG"))
    assert Lexicon(connection).words([99]) == {}


def test_more_rows_are_read_than_sqlite_takes_at_once() -> None:
    many = table(*((row, f"De wijk {row}.", "") for row in range(1, 702)))
    assert sorted(Lexicon(many).words(range(1, 800))) == list(range(1, 702))
    many.close()


def test_words_are_counted_by_passage_in_the_text_or_above_it(connection: sqlite3.Connection) -> None:
    documents, known = Lexicon(connection).known()
    counted = {one.word: one.passages for one in known}
    assert documents == len(TEXTS)
    assert counted["taser"] == 2
    assert counted["de"] == 4
    assert counted["om"] == 2
    assert counted[capital_key("om")] == 1
    (motions,) = [one for one in known if one.word == "moties"]
    assert "motie" in motions.forms
    assert next(one for one in known if one.word == "de").forms == ()  # it says nothing, so it has no other forms


def test_what_is_removed_is_counted_no_more(connection: sqlite3.Connection) -> None:
    lexical.remove(connection, [1, 99])
    _, known = Lexicon(connection).known()
    counted = {one.word: one.passages for one in known}
    assert rows(connection, "om") == [2]
    assert counted["om"] == 1
    assert capital_key("om") not in counted
    assert "moties" not in counted
    lexical.remove(connection, [2, 3, 4])
    assert Lexicon(connection).known() == (0, [])


@given(st.text(max_size=30))
def test_nothing_that_is_typed_upsets_the_table(typed: str) -> None:
    connection = table((1, typed, typed))
    for token in tokens(typed):
        assert rows(connection, token.folded) in ([], [1])
    lexical.remove(connection, [1])
    assert Lexicon(connection).known() == (0, [])
    connection.close()


@given(st.text(st.characters(max_codepoint=0x24F), max_size=30))
def test_whatever_is_typed_in_latin_letters_finds_the_text_that_says_it(typed: str) -> None:
    connection = table((1, typed, typed))
    for token in tokens(typed):
        assert rows(connection, token.folded) == rows(connection, token.folded, "above") == [1]
        assert any(token.folded in map(str.lower, line) for line in Lexicon(connection).words([1])[1].sentences)
    connection.close()


@pytest.mark.parametrize(
    "typed",
    """D66/PvdA "taser" " NEAR NEAR(taser,wapens) taser* * -taser words:taser AND,OR,NOT ( ^taser {words} ' a.b,c ;-- %
    7,1, taser\0""".split(),
)
def test_the_signs_of_the_search_language_are_words_like_any_other(connection: sqlite3.Connection, typed: str) -> None:
    folded = [token.folded for token in tokens(typed)]
    found = {row for word in folded for row in rows(connection, word)}
    assert found == {row for row, (text, _) in TEXTS.items() if {*folded} & {t.folded for t in tokens(text)}}


def test_a_rare_word_tells_more_and_one_that_stands_everywhere_tells_nothing() -> None:
    assert rarity(100, 1) > rarity(100, 10) > rarity(100, 100) > 0
    assert rarity(100, 100) < 0.01
