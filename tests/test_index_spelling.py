"""The nearest known spelling is found for a slip or two, and nothing for a short word or a far one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.spelling import Spelling, _slips

KNOWN = ["taser", "vuurwerkverbod", "burgemeester", "politie", "mensenhandel", "2020", "wijk"]
LETTERS = st.text(alphabet="abcde", min_size=1, max_size=10)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("tazer", "taser"),  # replaced
        ("tasser", "taser"),  # added
        ("poltie", "politie"),  # left out
        ("poiltie", "politie"),  # swapped
        ("vuurwerkverbot", "vuurwerkverbod"),
        ("burgermeesters", "burgemeester"),  # two slips in a long word
        ("menshenandel", "mensenhandel"),
    ],
)
def test_a_slip_finds_the_word_that_was_meant(typed: str, meant: str) -> None:
    assert Spelling(KNOWN).near(typed) == [meant]


@pytest.mark.parametrize("typed", ["tazzer", "poolitieew", "wijc", "aser", "hond", "", "2021"])
def test_what_is_too_far_too_short_or_begins_otherwise_finds_nothing(typed: str) -> None:
    assert Spelling(KNOWN).near(typed) == []


def test_only_the_nearest_are_given_in_a_fixed_order() -> None:
    assert Spelling(["handelaars", "handelaran", "handelaron"]).near("handelaren") == ["handelaran", "handelaron"]
    assert Spelling([]).near("tazer") == []


@given(LETTERS, st.lists(LETTERS, max_size=6))
def test_what_is_near_has_about_the_same_length_and_first_letter(word: str, known: list[str]) -> None:
    found = Spelling(known).near(word)
    assert len(found) <= 3
    assert {*found} <= {*known}
    assert all(other[0] == word[0] and abs(len(other) - len(word)) <= 2 for other in found)


@given(LETTERS.filter(lambda word: len(word) >= 5), LETTERS)
def test_a_word_that_is_known_is_nearest_to_itself(word: str, other: str) -> None:
    assert Spelling([other, word]).near(word) in ([word], [word, word])


@given(LETTERS.filter(lambda word: len(word) >= 6), st.data())
def test_one_letter_left_out_behind_the_first_is_always_found(word: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(1, len(word) - 1))
    assert Spelling([word]).near(word[:at] + word[at + 1 :]) == [word]


@given(LETTERS, st.lists(LETTERS, max_size=30, unique=True))
def test_no_word_that_is_nearest_is_passed_over_for_its_letters(word: str, known: list[str]) -> None:
    allowed = 0 if len(word) < 5 else 1 if len(word) < 9 else 2
    slips = {other: _slips(word, other, allowed) for other in known if other[0] == word[0]}
    least = min(slips.values(), default=allowed + 1)
    nearest = sorted(other for other, count in slips.items() if count == least <= allowed)
    assert Spelling(known).near(word) == (nearest[:3] if allowed else [])
