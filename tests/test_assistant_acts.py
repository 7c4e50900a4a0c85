"""Questions for promises and decisions: which sentences count as one, and what the reader is told when none does."""

from assistant.answer import Answer
from assistant.ask import ask
from index.search import Index


def asked(index: Index, message: str) -> Answer:
    return ask(index, message)


def quotes(answer: Answer) -> str:
    return " ".join(" ".join(citation.quote.split()) for citation in answer.citations)


def test_what_was_denied_is_no_promise_but_does_answer_whether_it_was_promised(example_index: Index) -> None:
    listed = asked(example_index, "Welke toezeggingen zijn er in 2019 gedaan?")
    assert "Zij zegde toe" in quotes(listed)
    assert "niet toegezegd" not in quotes(listed)
    assert asked(example_index, "Is er toegezegd dat boa’s geweldsmiddelen krijgen?").short == "Nee"


def test_a_promise_about_something_else_is_no_answer(example_index: Index) -> None:
    assert not asked(example_index, "Welke toezeggingen zijn gedaan over werving?").answered


def test_an_answer_that_is_not_put_as_an_agreement_says_so(example_index: Index) -> None:
    loose = asked(example_index, "Welke afspraken zijn er gemaakt over wijkagenten?").question
    assert [part.value for part in loose.parts] == []
    assert "niet met zoveel woorden" in (loose.note or "")
    strict = asked(example_index, "Welke besluiten zijn er genomen over afpakken?").question
    assert [part.value for part in strict.parts] == ["afspraak"]
    assert strict.note is None


def test_who_takes_an_office_is_not_answered_by_what_its_holder_said(example_index: Index) -> None:
    assert not asked(example_index, "Wie wordt de nieuwe minister?").answered


def test_a_topic_ends_where_the_period_begins(example_index: Index) -> None:
    question = asked(example_index, "Wat zei de korpschef onder het agendapunt Veiligheidsagenda in 2019?").question
    assert {part.kind: part.label for part in question.parts} == {
        "period": "LOVP in 2019",
        "topic": "agendapunt ‘Veiligheidsagenda’",
        "speaker": "spreker: korpschef",
    }


def test_without_its_speaker_a_question_with_a_period_is_still_dutch(example_index: Index) -> None:
    question = "Wat zei de korpschef in 2020 over de taser?"
    assert ask(example_index, question, without=["speaker"]).question.text == "Wat is er gezegd in 2020 over de taser?"
