"""Two meetings in the browser: three groups of topics with literal words, and a kind word when they can't be compared."""

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest
from rooms import EVIL, HOSTILE, HOSTILE_LATER, Seen, assert_harmless, assert_literal, desk_over, drawn, indexed, opened

from assistant.compare import compare
from assistant.meetings import meetings
from index.dates import written
from index.errors import UsageError
from index.search import Index
from ui.web_compare import PATH, compare_page


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    home = tmp_path_factory.mktemp("kwaad") / "home"
    with opened(indexed(home, {"eerst.md": HOSTILE, "later.md": HOSTILE_LATER})) as index:
        yield index


def side_by_side(index: Index, first: str = "", second: str = "") -> Seen:
    return drawn(compare_page(desk_over(index)), PATH, eerste=first, tweede=second)


def test_at_first_nothing_is_chosen_and_every_meeting_can_be(example_index: Index) -> None:
    seen = side_by_side(example_index)
    held = [day.isoformat() for day in reversed(meetings(example_index).held)]
    assert [given["value"] for given in seen.with_tag("option")] == ["", *held] * 2
    assert [given["value"] for given in seen.with_tag("option") if "selected" in given] == ["", ""]
    assert not seen.quotes


def test_all_topics_are_shown_with_literal_words_and_the_counts_agree(example_index: Index) -> None:
    for first, second in itertools.islice(itertools.pairwise(meetings(example_index).held), 3):
        found = compare(example_index, first, second)
        seen = side_by_side(example_index, first.isoformat(), second.isoformat())
        amounts = [len(found.continued), len(found.new), len(found.dropped)]
        assert assert_literal(seen, example_index) == 2 * amounts[0] + amounts[1] + amounts[2]
        assert f"In beide vergaderingen ({amounts[0]})" in seen.line
        assert f"Nieuw op {written(second)} ({amounts[1]})" in seen.line
        assert f"Wel op {written(first)}, niet meer op {written(second)} ({amounts[2]})" in seen.line


def test_the_earlier_meeting_comes_first_whichever_is_chosen_first(example_index: Index) -> None:
    one = side_by_side(example_index, "2019-10-28", "2020-02-10")
    other = side_by_side(example_index, "2020-02-10", "2019-10-28")
    assert one.quotes == other.quotes
    chosen = [given["value"] for given in other.with_tag("option") if "selected" in given]
    assert chosen == ["2020-02-10", "2019-10-28"]


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        ("2019-10-28", "2019-10-28", "Kies twee verschillende vergaderingen"),
        ("2019-10-28", "", "Kies twee verschillende vergaderingen"),
        ("2019-10-28", "2019-10-29", "Ik heb geen verslag van een LOVP van 29 oktober 2019. Wel van"),
        ("1800-01-01", "2019-10-28", "Ik heb geen verslag van een LOVP van 1 januari 1800."),
    ],
)
def test_what_can_not_be_compared_is_told_beside_the_choice(
    example_index: Index, first: str, second: str, told: str
) -> None:
    seen = side_by_side(example_index, first, second)
    assert told in seen.line
    assert not seen.quotes
    assert seen.with_tag("select")
    assert [
        given for given in seen.with_tag("p") if "data-focus" in given
    ]  # a page inside the chat takes the focus there


@pytest.mark.parametrize("text", ["morgen", "2019-13-01", EVIL, "9" * 500])
def test_what_is_no_date_is_refused(example_index: Index, text: str) -> None:
    with pytest.raises(UsageError, match="is geen datum"):
        side_by_side(example_index, text, "2019-10-28")


def test_words_of_records_stay_words(hostile: Index) -> None:
    seen = side_by_side(hostile, "2022-07-04", "2022-09-26")
    assert_harmless(seen)
    assert assert_literal(seen, hostile) >= 2
    assert "<b>vet</b>" in seen.line


def test_no_or_one_record_is_told_kindly(tmp_path: Path) -> None:
    with opened(indexed(tmp_path / "leeg", {})) as index:
        assert "Er zijn nog geen verslagen ingelezen" in side_by_side(index).line
    with opened(indexed(tmp_path / "een", {"eerst.md": HOSTILE})) as index:
        assert "Om te vergelijken zijn er twee nodig" in side_by_side(index).line
