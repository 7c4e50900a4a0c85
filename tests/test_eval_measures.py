"""Each measure says right to what is right, and is not taken in by what only looks right."""

import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answer import Answer, Citation, Question
from eval.facts import KnownFact
from eval.measures import (
    Outcome,
    correct_refusal,
    evidence_hit,
    fact_recall,
    has_valid_citations,
    is_faithful,
    no_false_answer,
    no_over_refusal,
    on_target,
    percentile,
    quoted_facts,
    said,
    verdict,
)
from index.records import Passage, Span

RECORD = "LOVP 28 oktober 2019\n\nHet wapen is betaald voor\n2020 en 2021. De rest hangt af van de aanbesteding."
PASSAGE_SPAN = Span(RECORD.index("Het wapen"), len(RECORD))
MEETING = date(2019, 10, 28)


def cite(quote: str, n: int = 1, day: date | None = MEETING) -> Citation:
    start = RECORD.index(quote)
    passage = Passage(
        id=f"r:{PASSAGE_SPAN.start}-{PASSAGE_SPAN.end}",
        record_id="r",
        title="LOVP",
        date=day,
        topic="Wapen",
        speaker=None,
        page=None,
        span=PASSAGE_SPAN,
        text=PASSAGE_SPAN.of(RECORD),
    )
    return Citation(n, passage, Span(start, start + len(quote)), quote)


def answer(text: str, *citations: Citation, short: str | None = None, answered: bool | None = None) -> Answer:
    return Answer(text, citations, bool(citations) if answered is None else answered, short, Question("?"))


def patterns(*expressions: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(expression, re.IGNORECASE) for expression in expressions)


YEARS = KnownFact(
    id="jaren",
    question="Welke jaren?",
    facts=patterns(r"\b2020\b", r"\b2021\b"),
    evidence=patterns("betaald voor 2020")[0],
    record=(MEETING,),
)
ABSENT = KnownFact(id="bodycams", question="Bodycams?", abstain=True)
GOOD = answer("Het wapen is betaald voor 2020 en 2021. [1]", cite("betaald voor\n2020 en 2021"))
DECLINED = answer("Dat staat niet in de verslagen.")


def test_half_of_the_facts_is_half() -> None:
    assert fact_recall("alleen 2020", YEARS.facts) == 0.5
    assert fact_recall("", YEARS.facts) == 0.0


def test_no_facts_to_find_is_not_scored() -> None:
    assert fact_recall("2020", ()) is None


def test_the_number_of_a_source_is_no_fact() -> None:
    assert fact_recall(said(answer("De politie krijgt geld [5].", cite("Het wapen"))), patterns(r"\b5\b")) == 0.0


def test_a_marker_inside_a_phrase_does_not_break_it() -> None:
    assert said(answer("voor 2020 [1]\nen 2021", cite("2020"), short="Ja,")) == "Ja, voor 2020 en 2021"


def test_the_direct_answer_counts_as_said() -> None:
    assert fact_recall(said(answer("Zie de bron [1].", cite("2020"), short="2020 en 2021")), YEARS.facts) == 1.0


def test_evidence_is_found_across_a_line_break() -> None:
    assert evidence_hit(GOOD.citations, YEARS) is Outcome.RIGHT


def test_the_right_words_out_of_another_meeting_are_no_evidence() -> None:
    assert evidence_hit([cite("2020 en 2021", day=date(2020, 2, 10))], YEARS) is Outcome.WRONG
    assert evidence_hit([cite("2020 en 2021", day=None)], YEARS) is Outcome.WRONG


def test_words_and_meeting_must_come_from_one_and_the_same_passage() -> None:
    elsewhere = cite("2020 en 2021", day=date(2020, 2, 10))
    other_words = replace(cite("2020"), passage=replace(cite("2020").passage, text="Over iets anders."))
    assert evidence_hit([elsewhere, other_words], YEARS) is Outcome.WRONG


def test_a_quote_is_on_target_only_by_its_own_words() -> None:
    assert on_target(cite("betaald voor\n2020"), YEARS)  # the evidence
    assert on_target(cite("en 2021."), YEARS)  # one of the facts
    assert not on_target(cite("De rest hangt af"), YEARS)  # though its passage has the evidence


def test_the_right_words_of_another_meeting_or_for_an_absent_fact_are_not_on_target() -> None:
    assert not on_target(cite("betaald voor\n2020", day=date(2020, 2, 10)), YEARS)
    assert not on_target(cite("betaald voor\n2020"), ABSENT)
    assert on_target(cite("betaald voor\n2020", day=None), replace(YEARS, record=()))


def test_facts_are_quoted_only_when_they_stand_in_a_quote() -> None:
    assert quoted_facts([cite("2020"), cite("2021", 2)], YEARS) == 1.0
    assert quoted_facts([cite("De rest hangt af")], YEARS) == 0.0
    assert quoted_facts((), YEARS) == 0.0
    assert quoted_facts((), ABSENT) is None


def test_any_of_the_meetings_of_a_record_will_do() -> None:
    fact = replace(YEARS, record=(date(2019, 10, 1), MEETING))
    assert evidence_hit(GOOD.citations, fact) is Outcome.RIGHT


def test_no_citations_is_no_evidence_but_a_fact_that_asks_for_none_is_not_scored() -> None:
    assert evidence_hit((), YEARS) is Outcome.WRONG
    assert evidence_hit((), replace(YEARS, evidence=None, record=())) is Outcome.NOT_SCORED
    assert evidence_hit(GOOD.citations, ABSENT) is Outcome.NOT_SCORED


def test_a_literal_quote_is_faithful_with_and_without_the_record() -> None:
    assert is_faithful(cite("betaald voor\n2020"), RECORD)
    assert is_faithful(cite("betaald voor\n2020"))


@given(st.integers(0, len(RECORD)), st.integers(0, len(RECORD)))
def test_every_piece_of_the_passage_is_faithful_and_nothing_outside_it(start: int, end: int) -> None:
    quoted = replace(cite("2020"), span=Span(start, end), quote=RECORD[start:end])
    inside = PASSAGE_SPAN.start <= start < end and bool(RECORD[start:end].strip())
    assert is_faithful(quoted, RECORD) is is_faithful(quoted) is inside


@pytest.mark.parametrize(
    "quote", ["betaald voor 2020", "Betaald voor\n2020", "betaald voor\n2021", "", " ", "betaald voor\n2020 "]
)
def test_a_quote_that_differs_in_one_character_is_not_faithful(quote: str) -> None:
    assert not is_faithful(replace(cite("betaald voor\n2020"), quote=quote), RECORD)


def test_a_literal_quote_from_another_place_is_not_faithful() -> None:
    moved = replace(cite("2020"), span=Span(PASSAGE_SPAN.start, PASSAGE_SPAN.start + 4))
    assert not is_faithful(moved, RECORD)


def test_a_quote_outside_its_passage_is_not_faithful() -> None:
    assert not is_faithful(cite("oktober 2019"), RECORD)


def test_a_passage_that_is_not_the_records_text_makes_its_quotes_unfaithful() -> None:
    good = cite("2020 en 2021")
    assert not is_faithful(replace(good, passage=replace(good.passage, text="x" * len(good.passage.text))), RECORD)
    assert not is_faithful(good, "")


@pytest.mark.parametrize(
    "text",
    [
        "Zonder verwijzing.",
        "Eén [1].",
        "Een derde [1] [2] [3].",
        "Verkeerde volgorde [2] [1].",
        "Vanaf nul [0] [1].",
        "Samen [1, 2].",
        "Voorloopnul [01] [2].",
        "Gat [1] [3].",
    ],
)
def test_markers_and_citations_go_one_to_one(text: str) -> None:
    assert not has_valid_citations(answer(text, cite("2020"), cite("2021", 2)))


def test_a_source_used_twice_keeps_its_number() -> None:
    assert has_valid_citations(answer("Eén [1], twee [2], weer [1].", cite("2020"), cite("2021", 2)))


def test_two_citations_of_one_number_are_invalid() -> None:
    assert not has_valid_citations(answer("Eén [1].", cite("2020"), cite("2021")))
    assert not has_valid_citations(answer("Eén [1], twee [2].", cite("2020"), cite("2021")))
    assert not has_valid_citations(answer("Eén [1], twee [2].", cite("2020", 2), cite("2021", 1)))


def test_an_answer_without_a_citation_is_invalid_and_so_is_a_refusal_with_one() -> None:
    assert not has_valid_citations(answer("Het is zo.", answered=True))
    assert not has_valid_citations(answer("Niet gevonden [1].", cite("2020"), answered=False))
    assert has_valid_citations(DECLINED)


def test_declining_is_right_only_where_the_records_do_not_say() -> None:
    assert correct_refusal(DECLINED, ABSENT) is Outcome.RIGHT
    assert correct_refusal(DECLINED, YEARS) is Outcome.NOT_SCORED
    assert no_over_refusal(DECLINED, YEARS) is Outcome.WRONG
    assert verdict(DECLINED, ABSENT) is Outcome.RIGHT
    assert verdict(DECLINED, YEARS) is Outcome.WRONG


def test_an_answer_where_the_records_do_not_say_is_false() -> None:
    assert no_false_answer(GOOD, ABSENT) is Outcome.WRONG
    assert no_false_answer(GOOD, YEARS) is Outcome.NOT_SCORED
    assert verdict(GOOD, ABSENT) is Outcome.WRONG


def test_a_refusal_that_brings_sources_is_no_refusal() -> None:
    assert correct_refusal(answer("Niet gevonden [1].", cite("2020"), answered=False), ABSENT) is Outcome.WRONG


@pytest.mark.parametrize("fact", [YEARS, ABSENT])
def test_a_crash_is_a_miss_on_everything_that_applies(fact: KnownFact) -> None:
    judged = [judge(None, fact) for judge in (correct_refusal, no_false_answer, no_over_refusal, verdict)]
    assert Outcome.RIGHT not in judged
    assert verdict(None, fact) is Outcome.WRONG


def test_an_answer_is_right_only_with_every_fact_and_the_evidence() -> None:
    assert verdict(GOOD, YEARS) is Outcome.RIGHT
    assert verdict(answer("Voor 2020. [1]", cite("2020")), YEARS) is Outcome.WRONG
    elsewhere = cite("2020 en 2021", day=date(2022, 4, 11))
    assert verdict(answer("Voor 2020 en 2021. [1]", elsewhere), YEARS) is Outcome.WRONG


def test_facts_that_are_said_while_declining_do_not_make_it_right() -> None:
    assert verdict(replace(GOOD, answered=False), YEARS) is Outcome.WRONG


@pytest.mark.parametrize(("share", "value"), [(0, 1.0), (0.5, 2.0), (0.75, 3.0), (0.76, 4.0), (0.95, 4.0), (1, 4.0)])
def test_a_percentile_is_one_of_the_values_by_nearest_rank(share: float, value: float) -> None:
    assert percentile([4.0, 1.0, 3.0, 2.0], share) == value


def test_no_values_have_no_percentile_and_95_is_not_a_share() -> None:
    assert percentile([], 0.95) is None
    with pytest.raises(ValueError, match="0 to 1"):
        percentile([1.0], 95)
