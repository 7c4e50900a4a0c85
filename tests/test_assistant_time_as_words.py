"""A time that has no record is read as words only if the quotes name it, and the thing that is asked about."""

from datetime import date

from assistant.answer import Answer, Citation, Question
from assistant.attempt import Attempt
from assistant.time_as_words import names_subject
from index.concepts import question_concepts
from index.records import Passage, Span
from index.vocabulary import Vocabulary

KNOWN = Vocabulary.of(20, dict.fromkeys(("sluis", "vergadering", "juni", "boten", "besloten"), 1))


def attempted(question: str, quote: str) -> Attempt:
    span = Span(0, len(quote))
    passage = Passage("v:0-1", "v", "LOVP", date(2021, 5, 3), "Sluiting", None, None, span, quote)
    answer = Answer(f"“{quote}” [1]", (Citation(1, passage, span, quote),), True, None, Question(question))
    return Attempt(question_concepts(question, KNOWN), (), answer)


def test_a_quote_that_only_names_the_day_tells_nothing_of_the_thing() -> None:
    asked = "Wat is er op 24 juni 2021 besloten over de sluis?"
    assert not names_subject(attempted(asked, "De volgende vergadering is op 24 juni 2021."))
    assert names_subject(attempted(asked, "Op 24 juni 2021 komt de sluis aan de orde."))


def test_a_question_for_acts_alone_is_not_answered_by_a_day() -> None:
    assert not names_subject(
        attempted("Welke besluiten zijn er in juni 2021 genomen?", "Op 24 juni 2021 varen de boten.")
    )


def test_whether_a_meeting_took_place_names_nothing_else() -> None:
    assert names_subject(attempted("Ging dat in juni 2021 door?", "In juni 2021 was er geen vergadering."))
