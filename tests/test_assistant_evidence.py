"""What a sentence is worth to a question: by itself, under its topic, behind the sentences before it."""

import re
from collections.abc import Sequence
from datetime import date

import pytest

from assistant.evidence import IN_PARAGRAPH, IN_PASSAGE, IN_TOPIC, MEETING_YEAR, SAME_SUBJECT, Sentence, leans
from assistant.evidence import hits_to_sentences as to_sentences
from assistant.matching import matches
from index.concepts import Concept, question_concepts
from index.dutch import fold
from index.records import Hit, Passage, Span
from index.vocabulary import Vocabulary


def passage(text: str, topic: str = "Overig", day: date | None = date(2021, 5, 3), start: int = 100) -> Passage:
    """A passage that stands at `start` of its record."""
    span = Span(start, start + len(text))
    return Passage(f"boten:{start}-{span.end}", "boten", "Verslag over boten", day, topic, None, 1, span, text)


def concepts(question: str, *texts: str) -> list[Concept]:
    """What a question names, to records that hold just these texts."""
    words = {fold(word) for text in texts for word in re.findall(r"\w+", text)}
    return question_concepts(question, Vocabulary.of(20, dict.fromkeys(words, 1)))


def weighed(question: str, *passages: Passage) -> list[Sentence]:
    known = concepts(question, *(f"{one.topic} {one.text}" for one in passages))
    return to_sentences([Hit(one, 1.0) for one in passages], known)


def worth(question: str, sentence: str, one: Passage) -> float:
    """What the one thing that a question names is worth in the sentence of the passage that starts so."""
    (found,) = [found for found in weighed(question, one) if found.text.startswith(sentence)]
    return found.covers.get(0, 0.0)


def test_a_sentence_knows_where_it_stands_in_the_record() -> None:
    text = "De haven blijft\nopen. De boten varen uit."
    found = weighed("de haven", passage(text, start=100), passage("Nog een haven.", start=300))
    assert [sentence.text for sentence in found] == ["De haven blijft\nopen.", "De boten varen uit.", "Nog een haven."]
    assert [sentence.span for sentence in found] == [Span(100, 121), Span(122, 141), Span(300, 314)]
    assert [sentence.rank for sentence in found] == [0, 0, 1]


def test_a_word_in_the_sentence_itself_counts_in_full() -> None:
    (found,) = weighed("de haven", passage("De haven blijft open."))
    assert found.covers == {0: 1.0}
    assert found.coverage == found.own_coverage == 1.0
    assert found.matched == [Span(3, 8)]


def test_a_word_in_the_topic_counts_a_little_less() -> None:
    assert worth("de haven", "Die blijft", passage("Die blijft open.", topic="De haven")) == IN_TOPIC


def test_a_word_in_a_sentence_before_counts_less_with_every_sentence_further() -> None:
    one = passage("De haven blijft open. Boten varen uit. Paarden draven rond.")
    assert worth("de haven", "Boten", one) == pytest.approx(IN_PARAGRAPH)
    assert worth("de haven", "Paarden", one) == pytest.approx(IN_PARAGRAPH * 0.9)


@pytest.mark.parametrize(
    "sentence", ["Die kost veel.", "Daar liggen boten.", "Het kost veel geld.", "Wij vinden deze haak."]
)
def test_a_sentence_that_points_back_is_about_the_one_before(sentence: str) -> None:
    assert worth("de haven", sentence, passage(f"De haven blijft open. {sentence}")) == pytest.approx(SAME_SUBJECT)


def test_a_sentence_behind_a_blank_line_is_not_about_the_one_before() -> None:
    one = passage("De haven blijft open.\n \nDie kost veel.")
    assert worth("de haven", "Die", one) == pytest.approx(IN_PASSAGE)


def test_a_sentence_is_not_about_the_one_behind_it() -> None:
    assert worth("de haven", "Die", passage("Die kost veel. De haven blijft open.")) == pytest.approx(IN_PASSAGE)


@pytest.mark.parametrize(
    ("year", "text", "worth_"),
    [
        ("2020", "De boten voeren vorig jaar uit.", MEETING_YEAR),
        ("2021", "De boten voeren vorig jaar uit.", 0.0),
        ("2022", "De boten varen volgend jaar uit.", MEETING_YEAR),
        ("2021", "De boten varen dit jaar uit.", MEETING_YEAR),
        ("2020", "De boten voeren vorig jaar uit, anders dan in 2019.", 0.0),
    ],
)
def test_vorig_jaar_is_the_year_before_the_meeting(year: str, text: str, worth_: float) -> None:
    assert worth(year, "De boten", passage(text)) == worth_


def test_a_year_stands_in_the_sentence_or_is_that_of_the_meeting() -> None:
    one = passage("De haven is van 2019. Die blijft open.")
    assert worth("2019", "De haven", one) == 1.0
    assert worth("2019", "Die", one) == 0.0
    assert worth("2021", "De boten", passage("De boten varen uit.")) == MEETING_YEAR
    assert worth("2022", "De boten", passage("De boten varen uit.")) == 0.0
    assert worth("2021", "De boten", passage("De boten varen uit.", day=None)) == 0.0


def test_coverage_is_the_share_of_the_question_that_is_covered() -> None:
    text = "De haven blijft open. De boten varen uit. Een paard draaft."
    found = weighed("de haven en de boten", passage(text))
    assert [sentence.own_coverage for sentence in found] == pytest.approx([0.5, 0.5, 0.0])
    assert found[0].coverage < found[1].coverage  # the second stands behind the one about the haven
    assert all(0.0 <= sentence.own_coverage <= sentence.coverage <= 1.0 for sentence in found)


def test_a_question_that_names_nothing_covers_nothing() -> None:
    (found,) = weighed("", passage("De haven blijft open."))
    assert (found.coverage, found.own_coverage, found.matched) == (0.0, 0.0, [])


def test_no_hits_give_no_sentences() -> None:
    assert to_sentences([], concepts("de haven")) == []


@pytest.mark.parametrize(
    "text", ["Zij varen uit.", "Dit is nieuw.", "Daarover is overleg nodig.", "Ten tweede is er wind."]
)
def test_a_sentence_that_leans_on_the_one_before(text: str) -> None:
    assert leans(text)


@pytest.mark.parametrize(
    "text", ["De haven is dicht.", "Daarnaast is er wind.", "Het plan is klaar.", "Zijn er boten?", ""]
)
def test_a_sentence_that_stands_by_itself(text: str) -> None:
    assert not leans(text)


def subjects(question: str, text: str) -> list[bool]:
    """By sentence of a text, whether the one that is asked for is its subject or speaker."""
    return [0 in sentence.opens_with for sentence in weighed(question, passage(text))]


def test_who_opens_a_sentence_is_its_subject_until_another_one_is() -> None:
    text = "De Korpschef noemde boten. Hij is tevreden. De Minister is dat niet. Hij denkt daar heel anders over dan de Korpschef."
    assert subjects("korpschef", text) == [True, True, False, False]


def test_who_a_sentence_goes_by_is_its_speaker() -> None:
    assert subjects("korpschef", "Er varen al lang boten in de haven, volgens de Korpschef.") == [True]
    assert subjects("korpschef", "Er varen al lang boten in de haven van de Korpschef.") == [False]


# where the words of a question stand


def found_in(text: str, question: str, *records: str) -> dict[str, tuple[str, float]]:
    """By the word asked: the words of the text it was found in, and what they are worth."""
    known: Sequence[Concept] = concepts(question, text, *records)
    return {known[n].asked: (match.span.of(text), match.worth) for n, match in matches(text, known).items()}


def test_a_word_is_found_in_another_form_in_capitals_and_with_accents() -> None:
    assert found_in("De WAPENS zijn gecoördineerd.", "wapen gecoordineerd") == {
        "wapen": ("WAPENS", 1.0),
        "gecoordineerd": ("gecoördineerd", 1.0),
    }


def test_another_name_is_found_word_for_word() -> None:
    assert found_in("Het stroomstootwapen komt.", "taser")["taser"][0] == "stroomstootwapen"
    assert found_in("De Landelijke Eenheid helpt.", "LE")["LE"][0] == "Landelijke Eenheid"


@pytest.mark.parametrize("part", ["capaciteit", "politie"])
def test_a_compound_counts_for_less_than_the_word_itself(part: str) -> None:
    text = "De politiecapaciteit daalt."
    place, value = found_in(text, part)[part]
    assert place == "politiecapaciteit"
    assert 0 < value < 1
    assert found_in(f"{text} Meer {part} helpt.", part)[part] == (part, 1.0)


def test_what_is_not_there_is_left_out() -> None:
    assert found_in("De haven blijft open.", "paarden") == {}
    assert found_in("", "haven") == {}
