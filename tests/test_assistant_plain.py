"""What is left of a text where it is shown: no character that steers a screen, and every word that a reader needs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.plain import name, plain, plain_line


@pytest.mark.parametrize(
    "text",
    [
        "",
        "De korpschef: € 5 mln. – “ja”, zei hij; BOA’s krijgen\n\tgeen geweldsmiddelen…",
        "É, ë, ç, ŵ, œ en e\u0301 (los accent)",
        "5\u00a0miljoen",  # a space that keeps words together is a space
        "Привет, 你好, 👍",
    ],
)
def test_what_people_write_stays_as_it_is(text: str) -> None:
    assert plain(text) == text


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("\x1b[31mrood\x1b[0m\x07\x00", "[31mrood[0m"),
        ("\x9b31m", "31m"),
        ("de \u202eneemt\u202c af\u2066\u2069\u200e\u200f\u061c", "de neemt af"),
        ("ge\u200bh\u200ce\u200di\u2060m\ufeff\u00ad", "geheim"),
        ("a\U000e0041\U000e007f\ufe0f\U000e0100\u034f\u115f\u3164b", "ab"),
        ("half \ud83d teken", "half  teken"),
        ("\ue000\uffff", ""),
        ("een\r\ntwee\rdrie\u2028vier\x0bvijf", "een\ntwee\ndrie\nvier\nvijf"),
        ("K" + "\u0301" * 40 + "anarie", "K\u0301\u0301anarie"),
    ],
)
def test_what_only_a_machine_reads_goes(text: str, left: str) -> None:
    assert plain(text) == left


@given(st.text())
def test_once_is_enough_and_nothing_is_added(text: str) -> None:
    once = plain(text)
    assert plain(once) == once
    assert set(once) <= set(text) | {"\n"}
    assert all(char in "\n\t" or char.isprintable() or char.isspace() for char in once)


def test_on_one_line_no_line_end_is_left() -> None:
    assert plain_line(" een\n twee\u2029\x1b[2J drie ") == "een twee [2J drie"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Bewapening BOA’s", "Bewapening BOA’s"),
        ("Stand van zaken [7] [2]", "Stand van zaken (7) (2)"),
        ("De taser’: “De minister treedt af.” [1]", "De taser': 'De minister treedt af.' (1)"),
        ("‘Zorg en veiligheid’", "'Zorg en veiligheid'"),
        ("een\ntwee", "een twee"),
        ("lang " * 100, "lang " * 39 + "lang…"),
    ],
)
def test_a_name_can_not_pass_for_a_quote_or_a_marker(text: str, named: str) -> None:
    assert name(text) == named
