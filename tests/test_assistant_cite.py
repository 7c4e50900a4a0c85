"""The gate before an answer leaves: what is not literal, not numbered or not there does not pass."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from assistant.answer import Answer, Citation, Question, Refusal
from assistant.cite import faults
from index.records import Passage, Span

TEXT = "Er komen 12 boten. Zie ook [3] in de bijlage.\nDe haven blijft\nopen. De haven is oud."


def passage(record_id: str = "boten", text: str = TEXT) -> Passage:
    span = Span(0, len(text))
    return Passage(f"{record_id}:0-{span.end}", record_id, record_id, date(2021, 5, 3), "Boten", None, 1, span, text)


def cite(n: int, quote: str) -> Citation:
    start = TEXT.index(quote)
    return Citation(n, passage(), Span(start, start + len(quote)), quote)


BOATS = cite(1, "Er komen 12 boten.")
HARBOUR = cite(2, "De haven blijft\nopen.")
SOUND = Answer(
    "In het LOVP: “Er komen 12 boten.” [1] “De haven blijft open.” [2]",
    (BOATS, HARBOUR),
    True,
    None,
    Question("Hoeveel boten komen er?"),
)


def found(answer: Answer) -> list[str]:
    return faults(answer, {"boten": TEXT}.get)


def text(new: str) -> Answer:
    return replace(SOUND, text=new)


def citations(*new: Citation) -> Answer:
    return replace(SOUND, citations=new)


def test_a_sound_answer_has_no_faults() -> None:
    assert found(SOUND) == []


def test_a_marker_may_come_back_once_it_has_been_used() -> None:
    assert found(text("“Er komen 12 boten.” [1] “De haven blijft open.” [2] Zie [1].")) == []


def test_a_marker_inside_a_quote_is_the_records_own() -> None:
    reference = cite(1, "Zie ook [3] in de bijlage.")
    answer = Answer("“Zie ook [3] in de bijlage.” [1]", (reference,), True, None, Question("Waar staat het?"))
    assert found(answer) == []
    assert found(replace(answer, text=f"{answer.text} Zie [3].")) != []


def test_an_answer_that_declines_needs_no_citation() -> None:
    assert found(Answer("Dat kan ik niet vinden.", (), False, None, Question("Hoeveel boten?"))) == []


BROKEN: dict[str, Callable[[], Answer]] = {
    "a changed quote": lambda: citations(replace(BOATS, quote="Er komen 13 boten."), HARBOUR),
    "a quote with its line end made a space": lambda: citations(BOATS, replace(HARBOUR, quote="De haven blijft open.")),
    "a changed span": lambda: citations(replace(BOATS, span=Span(1, 19)), HARBOUR),
    "a span past the end of the record": lambda: citations(replace(BOATS, span=Span(500, 518)), HARBOUR),
    "swapped numbers": lambda: citations(replace(BOATS, n=2), replace(HARBOUR, n=1)),
    "swapped citations": lambda: citations(HARBOUR, BOATS),
    "quotes on each other's places": lambda: citations(
        replace(BOATS, span=HARBOUR.span), replace(HARBOUR, span=BOATS.span)
    ),
    "a missing marker": lambda: text("“Er komen 12 boten.” [1] “De haven blijft open.”"),
    "a marker without a citation": lambda: text(f"{SOUND.text} En [3]."),
    "a citation twice": lambda: citations(BOATS, HARBOUR, HARBOUR),
    "two citations under one number": lambda: citations(BOATS, replace(HARBOUR, n=1)),
    "markers in another order": lambda: text("“De haven blijft open.” [2] “Er komen 12 boten.” [1]"),
    "numbers that start at two": lambda: replace(SOUND, text="“De haven blijft open.” [2]", citations=(HARBOUR,)),
    "a number left out": lambda: replace(
        SOUND, text="“Er komen 12 boten.” [1] “De haven is oud.” [3]", citations=(BOATS, cite(3, "De haven is oud."))
    ),
    "an answer without any citation": lambda: replace(SOUND, text="Er komen 12 boten.", citations=()),
    "a blank quote": lambda: citations(BOATS, replace(HARBOUR, span=Span(18, 19), quote=" ")),
    "an empty quote": lambda: citations(BOATS, replace(HARBOUR, span=Span(4, 4), quote="")),
    "a record that is not there": lambda: citations(BOATS, replace(HARBOUR, passage=passage("paarden"))),
    "a passage that is not literal": lambda: citations(BOATS, replace(HARBOUR, passage=passage(text=TEXT.upper()))),
}


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN)
def test_what_is_broken_does_not_pass(broken: Callable[[], Answer]) -> None:
    assert found(broken()) != []


def test_a_declining_text_with_a_marker_does_not_pass() -> None:
    assert found(Answer("Dat staat er niet [1].", (), False, None, Question("Hoeveel boten?"))) != []


def test_a_quote_that_the_text_does_not_show_is_no_excuse_for_a_marker_in_it() -> None:
    """Only a quote that is shown takes its brackets along; a quote elsewhere in the record does not."""
    assert found(text(f"{SOUND.text} Zie ook [3] in de haven.")) != []


def test_every_fault_is_named() -> None:
    broken = citations(replace(BOATS, quote="Er komen 13 boten."), replace(HARBOUR, passage=passage("paarden")))
    assert len(found(broken)) == 2
    assert "1" in found(broken)[0]
    assert "2" in found(broken)[1]


def test_a_marker_behind_the_quote_of_another_does_not_pass() -> None:
    assert found(citations(replace(HARBOUR, n=1), replace(BOATS, n=2))) != []


WORDED = replace(SOUND, text="Er komen 12 boten [1]. De haven blijft open [2].", composer="llm:proef", short=None)


def test_a_models_answer_passes_when_its_sentences_do() -> None:
    assert found(WORDED) == []
    assert found(replace(WORDED, text="“Er komen 12 boten.” [1] “De haven blijft open.” [2]")) == []


WORSE = {
    "another number": "Er komen 13 boten [1]. De haven blijft open [2].",
    "a quote that isn't literal": "“Er komen twaalf boten.” [1] De haven blijft open [2].",
    "denied": "Er komen 12 boten [1]. De haven blijft niet open [2].",
    "a sentence without a source": "Er komen 12 boten [1]. De haven blijft open [2]. Dat is mooi.",
    "a marker too many": "Er komen 12 boten [1]. De haven blijft open [2] [3].",
    "a marker too few": "Er komen 12 boten [1].",
    "in another order": "De haven blijft open [2]. Er komen 12 boten [1].",
}


@pytest.mark.parametrize("worse", WORSE.values(), ids=WORSE)
def test_a_models_answer_goes_through_the_gates_again(worse: str) -> None:
    assert found(replace(WORDED, text=worse)) != []


def test_a_models_sentence_is_no_quote_of_ours() -> None:
    """The answer in quotes must show each quote; "llm:..." is what lets a sentence stand beside it."""
    assert found(replace(WORDED, composer="extractive")) != []


def test_a_models_answer_with_a_citation_that_is_not_literal_does_not_pass() -> None:
    assert found(replace(WORDED, citations=(replace(BOATS, quote="Er komen 13 boten."), HARBOUR))) != []


def test_the_nearest_places_are_literal_and_numbered_as_well() -> None:
    declined = Answer("Dat staat er niet.", (), False, None, Question("Hoeveel?"), refusal=Refusal.MENTIONED)
    assert found(replace(declined, nearest=(BOATS, HARBOUR))) == []
    assert found(replace(declined, nearest=(HARBOUR,))) != []
    assert found(replace(declined, nearest=(replace(BOATS, quote="Er komen 13 boten."),))) != []
    assert found(replace(declined, nearest=(replace(BOATS, passage=passage("paarden")),))) != []
