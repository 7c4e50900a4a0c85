"""What an answer names stands in what it cites, what is forbidden isn't said, and what was ranked is set beside what was sought."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from assistant.answer import Answer, Citation, Question
from eval.borne import borne
from eval.facts import KnownFact
from eval.judged import Row, judged
from eval.measures import Outcome
from eval.summary import summary
from index.records import Hit, Passage, Span

DAY = date(2019, 10, 28)
TEXT = "De minister stelt 30 miljoen euro beschikbaar voor de politie in Utrecht, te besteden voor 1 mei 2020."
SPAN = Span(0, len(TEXT))
PASSAGE = Passage("r:0", "r", "Terugkoppeling LOVP", DAY, "Geld", None, None, SPAN, TEXT)
OTHER = replace(PASSAGE, id="r:9", text="Iets anders.", span=Span(200, 212))


def answer(
    text: str, *, seen: Sequence[Passage] = (PASSAGE,), answered: bool = True, short: str | None = None
) -> Answer:
    citations = (Citation(1, PASSAGE, SPAN, TEXT),) if answered else ()
    hits = tuple(Hit(passage, 1.0) for passage in seen)
    return Answer(text, citations, answered, short, Question("Hoeveel?"), seen=hits)


def row(given: Answer | None, gold: Sequence[str] = (), **rest: object) -> Row:
    fact = KnownFact("geld", "Hoeveel?", facts=(re.compile("30 miljoen"),), record=(DAY,))
    return judged(replace(fact, **rest), given, None if given else "stuk", 1.0, {"r": TEXT}, gold)  # type: ignore[arg-type]  # test data


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        (f"In het LOVP van 28 oktober 2019: “{TEXT}” [1]", (4, 4)),  # 30 million, two dates, Utrecht
        ("Er is 30 miljoen euro voor Utrecht. [1]", (2, 2)),
        ("Er is 31 miljoen euro voor Utrecht. [1]", (2, 1)),
        ("Er is 30 miljoen euro voor Breda. [1]", (2, 1)),
        ("Voor 2 mei 2020 in Utrecht. [1]", (2, 1)),
        ("Het geld komt er. [1]", (0, 0)),
    ],
)
def test_numbers_dates_and_names_are_counted_and_must_be_in_what_is_cited(text: str, counts: tuple[int, int]) -> None:
    assert borne(answer(text)) == counts


def test_the_direct_answer_counts_too_and_a_refusal_names_nothing() -> None:
    assert borne(answer("Er komt geld. [1]", short="31 miljoen")) == (1, 0)
    assert borne(answer("Ik heb gezocht in 6 verslagen van Breda.", answered=False)) == (0, 0)


def test_saying_what_is_forbidden_makes_an_answer_wrong_even_with_every_fact_in_it() -> None:
    banned = (re.compile(r"\b30 miljoen"),)
    said = row(answer(f"“{TEXT}” [1]"), forbidden=banned)
    assert (said.forbidden, said.verdict, said.recall) == (Outcome.WRONG, Outcome.WRONG, 1.0)
    declined = row(answer("Dat staat er niet.", answered=False), forbidden=banned)
    assert declined.forbidden is Outcome.RIGHT
    assert row(None, forbidden=banned).forbidden is Outcome.WRONG
    assert row(answer(f"“{TEXT}” [1]")).forbidden is Outcome.NOT_SCORED


def test_the_first_citation_must_be_of_the_record_that_was_meant() -> None:
    assert row(answer(f"“{TEXT}” [1]")).right_record is Outcome.RIGHT
    assert row(answer(f"“{TEXT}” [1]"), record=(date(2020, 1, 1),)).right_record is Outcome.WRONG
    assert row(answer("Nee.", answered=False)).right_record is Outcome.WRONG
    assert row(answer(f"“{TEXT}” [1]"), record=()).right_record is Outcome.NOT_SCORED


def test_what_was_weighed_is_ranked_against_what_had_to_be_found() -> None:
    found = row(answer("x [1]", seen=(OTHER, PASSAGE)), ["r:0"]).ranking
    assert found is not None
    assert (found["hit@1"], found["recall@10"], found["MRR@10"]) == (0.0, 1.0, 0.5)


def test_a_crash_and_a_refusal_found_nothing_but_a_list_that_was_not_ranked_is_not_scored() -> None:
    for missed in (None, answer("Nee.", seen=(), answered=False)):
        ranking = row(missed, ["r:0"]).ranking
        assert ranking is not None
        assert set(ranking.values()) == {0.0}
    assert row(answer("x [1]", seen=()), ["r:0"]).ranking is None
    assert row(answer("x [1]"), []).ranking is None


def test_a_figure_comes_with_an_interval_that_widens_when_records_differ() -> None:
    good, bad = row(answer(f"“{TEXT}” [1]")), row(answer("Nee.", answered=False))
    rows = [
        replace(one, fact=replace(one.fact, record=(date(2019, 1, n),))) for n, one in enumerate([good, bad] * 4, 1)
    ]
    right = next(measure for measure in summary(rows) if measure.name == "right")
    assert right.value == 0.5
    assert right.low is not None
    assert right.high is not None
    assert right.low < 0.3 < 0.7 < right.high
