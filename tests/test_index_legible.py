"""Words that paper and PDFs broke are whole for a search, while what stands in the record stays as it is."""

import pytest

from index.dutch import tokens
from index.legible import legible


@pytest.mark.parametrize(
    ("printed", "whole"),
    [
        ("ver-\ngadering", "vergadering"),
        ("burgemees- \n\n ters", "burgemeesters"),
        ("OM-\ncapaciteit", "OM-capaciteit"),
        ("Noord-\nHolland", "Noord-Holland"),
        ("wijk-\nen basisteams", "wijk- en basisteams"),
        ("politie\u00adcapaciteit", "politiecapaciteit"),
    ],
)
def test_a_hyphen_at_a_line_end_goes_unless_it_is_the_words_own(printed: str, whole: str) -> None:
    """Trap 17."""
    assert legible(printed) == whole


def test_a_word_in_two_lines_is_found_as_one_and_keeps_its_place() -> None:
    """Trap 17."""
    text = "de ver-\ngadering sprak"
    assert [(one.folded, text[one.start : one.end]) for one in tokens(text)][1] == ("vergadering", "ver-\ngadering")
    assert [one.folded for one in tokens("OM-\ncapaciteit")] == ["om", "capaciteit"]


@pytest.mark.parametrize(
    ("printed", "whole"),
    [
        ("De S taatssecretaris", "De Staatssecretaris"),
        ("dat is ve rwerkt", "dat is verwerkt"),
        ("een i ntroductie", "een introductie"),
        ("A kkoord", "Akkoord"),
    ],
)
def test_a_gap_inside_a_word_is_mended_for_search(printed: str, whole: str) -> None:
    """Trap 20."""
    assert legible(printed) == whole
    assert [t.folded for t in tokens(printed)] == [t.folded for t in tokens(whole)]


@pytest.mark.parametrize("printed", ["als u ziet", "U ziet", "de wet van de stad", "nr 5 agenten", "met en zonder"])
def test_two_words_stay_two(printed: str) -> None:
    """Trap 20."""
    assert legible(printed) == printed
    assert len(tokens(printed)) == len(printed.split())


def test_a_loose_accent_is_joined_to_its_letter() -> None:
    """Trap 22."""
    assert legible("coo\u0308rdinatie") == "coördinatie"


def test_an_address_over_two_lines_is_whole_and_gives_no_words() -> None:
    """Trap 50."""
    text = "Zie https://voorbeeld.nl/lange-\nnaam/verslag.pdf daar, of mail a@voorbeeld.nl."
    assert "https://voorbeeld.nl/lange-naam/verslag.pdf" in legible(text)
    assert [one.folded for one in tokens(text)] == ["zie", "daar", "of", "mail"]
