"""What holds of every answer, whatever is asked: quotes are literal, markers have their citation, nothing is random."""

import re
from collections.abc import Sequence
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answer import Answer, Turn
from assistant.ask import QuestionError, ask
from index.embedding import BUILT_IN, open_encoder
from index.glossary import glossary
from index.ingest import examples
from index.search import Index

MARKER = re.compile(r"\[\d+\]")
OPENINGS = (
    "",
    "Wat is er gezegd over",
    "Welke afspraken zijn gemaakt over",
    "Wat heeft de staatssecretaris toegezegd over",
    "Hoeveel",
    "Hoeveel kost",
    "Welke jaren",
    "Wanneer",
    "Wie",
    "Waarom",
    "Is",
    "En",
    "[2] [1]",
    "in het LOVP van 28 oktober 2019",
    "op 24 april 2023",
    "in mei 2020",
    "in de vergadering van 2021",
    "in het LOVP van maart 2018",
    "2020 en 2021",
)


@cache
def record_words() -> tuple[str, ...]:
    """The words of the example records as they are written, quotes and brackets and all."""
    texts = [path.read_text("utf-8") for path in examples().iterdir() if path.suffix in {".txt", ".md", ".html"}]
    return tuple(sorted({word for text in texts for word in re.sub("<[^>]*>", " ", text).split()}))


@cache
def glossary_words() -> tuple[str, ...]:
    return tuple(" ".join(form.words) for entry in glossary().entries for form in entry.forms)


def messages() -> st.SearchStrategy[str]:
    """Questions that the records may answer, words in any order, and anything that a keyboard can't even make."""
    known = st.sampled_from(record_words()) | st.sampled_from(glossary_words())
    odd = st.text(st.characters(categories=("Cc", "Cf", "Cs", "Co", "Mn", "P", "S", "Z")), min_size=1, max_size=8)
    piece = known | known | st.sampled_from(OPENINGS) | odd | st.text(max_size=8)
    asked = st.tuples(st.sampled_from(OPENINGS), known, known, st.sampled_from(("", "?", " ?!", "\n")))
    return st.one_of(
        asked.map(lambda parts: f"{parts[0]} {parts[1]} {parts[2]}{parts[3]}"),
        st.lists(piece, min_size=1, max_size=9).map(" ".join),
        st.text(max_size=60),
    )


def conversations() -> st.SearchStrategy[list[Turn]]:
    return st.lists(st.builds(Turn, st.sampled_from(("user", "assistant", "system")), messages()), max_size=4)


def shows(message: str) -> bool:
    """Whether there is anything to see in a message."""
    return any(char.isprintable() and not char.isspace() for char in message)


def check(answer: Answer, index: Index) -> None:
    """The invariants, in words of their own: this doesn't ask `assistant.cite` what it thinks."""
    assert answer.answered == bool(answer.citations)
    assert [citation.n for citation in answer.citations] == list(range(1, len(answer.citations) + 1))
    rest = answer.text
    for citation in answer.citations:
        record = index.store.record(citation.passage.record_id)
        assert record is not None
        assert citation.quote == record.text[citation.span.start : citation.span.end] != ""
        assert citation.span.within(citation.passage.span)
        assert citation.passage.text == record.text[citation.passage.span.start : citation.passage.span.end]
        # the quote stands in the text right before its own marker, and before what comes after it
        before, shown, rest = rest.partition(f"“{' '.join(citation.quote.split())}” [{citation.n}]")
        assert shown
        assert not MARKER.search(before)
    assert not MARKER.search(rest)
    assert answer.text.strip()
    if answer.short is not None and answer.short not in {"Ja", "Nee"}:
        day = answer.citations[0].passage.date
        literal = " ".join(" ".join(citation.quote.split()) for citation in answer.citations)
        assert answer.short in literal or (day and str(day.year) in answer.short)


@given(message=messages(), history=conversations())
def test_every_answer_rests_on_literal_quotes_or_declines(
    example_index: Index, message: str, history: Sequence[Turn]
) -> None:
    if not shows(message):
        with pytest.raises(QuestionError, match="Stel een vraag"):
            ask(example_index, message, history)
    else:  # nothing else is raised; an odd question is declined
        check(ask(example_index, message, history), example_index)


@given(message=messages().filter(shows), history=conversations())
def test_the_same_question_twice_gives_the_same_answer(
    example_index: Index, message: str, history: Sequence[Turn]
) -> None:
    assert ask(example_index, message, history) == ask(example_index, message, history)


QUESTIONS = (
    "Voor welke jaren is de financiering van de taser geregeld?",
    "Wat is er gezegd over mensenhandel?",
    "Wat is er besproken in het LOVP van 24 april 2023?",
    "Welke afspraken zijn gemaakt over bodycams?",
    "Hoeveel geld is er voor de politie?",
)


def test_an_index_opened_anew_gives_the_same_answers(example_index: Index) -> None:
    with Index(example_index.home, open_encoder(BUILT_IN)) as anew:
        assert [ask(anew, one) for one in QUESTIONS] == [ask(example_index, one) for one in QUESTIONS]


def test_what_was_asked_before_by_others_changes_nothing(example_index: Index) -> None:
    first = ask(example_index, QUESTIONS[0])
    for other in QUESTIONS[1:]:
        ask(example_index, other, [Turn("user", "Wat is er gezegd over drones?")])
    assert ask(example_index, QUESTIONS[0]) == first


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_invariants_hold_where_there_is_an_answer(example_index: Index, question: str) -> None:
    """So that the property above can't hold for want of answers."""
    answer = ask(example_index, question)
    check(answer, example_index)
    assert answer.answered == ("bodycams" not in question)
