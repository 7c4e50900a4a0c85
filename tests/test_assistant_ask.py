"""Questions to the example records and to the real one: what is answered, what is declined, and what is then said."""

from datetime import date

import pytest

from assistant.answer import Answer, Turn
from assistant.ask import QUESTION_CHARS, QuestionError, ask
from index.errors import UsageError
from index.records import EVERYTHING
from index.search import Index

TASER = "Voor welke jaren is de financiering van de taser geregeld?"
CUT = "Hoe groot was de bezuiniging op de politie?"
PROMISE = "Wat heeft de staatssecretaris toegezegd over mensenhandel?"
BODYCAMS = "Welke afspraken zijn gemaakt over bodycams?"
SEARCHED = "Ik heb gezocht in 13 verslagen, van 24 juni 2019 tot en met 24 april 2023."


def asked(index: Index, message: str, *earlier: str) -> Answer:
    return ask(index, message, [Turn("user", one) for one in earlier])


def quotes(answer: Answer) -> str:
    """Everything that an answer quotes, its white space made single."""
    return " ".join(" ".join(citation.quote.split()) for citation in answer.citations)


def places(answer: Answer) -> set[tuple[date | None, str]]:
    return {(citation.passage.date, citation.passage.topic) for citation in answer.citations}


# answered


def test_the_years_of_the_taser_come_first_and_rest_on_their_sentence(example_index: Index) -> None:
    answer = asked(example_index, TASER)
    assert answer.short == "2020 en 2021"
    assert places(answer) == {(date(2019, 10, 28), "Voorgenomen besluit stroomstootwapen")}
    assert quotes(answer) == "De financiering van het stroomstootwapen is geregeld voor de jaren 2020 en 2021."
    assert answer.text == (
        "In het LOVP van 28 oktober 2019, onder ‘Voorgenomen besluit stroomstootwapen’: "
        "“De financiering van het stroomstootwapen is geregeld voor de jaren 2020 en 2021.” [1]"
    )


def test_the_words_that_were_searched_besides_are_told(example_index: Index) -> None:
    assert ("taser", "stroomstootwapen") in asked(example_index, TASER).expansions


def test_the_cut_of_144_million_is_an_amount(example_index: Index) -> None:
    answer = asked(example_index, CUT)
    assert answer.short == "144 miljoen euro"
    assert (date(2019, 6, 24), "Bezuiniging op de politie in de Voorjaarsnota") in places(answer)


def test_the_promise_is_quoted_with_the_sentence_that_says_whose_it_is(example_index: Index) -> None:
    answer = asked(example_index, PROMISE)
    assert "Zij zegde toe dat er op korte termijn een gezamenlijke analyse van de resultaten" in quotes(answer)
    assert "De Staatssecretaris" in quotes(answer)
    assert places(answer) == {(date(2019, 10, 28), "Veiligheidsagenda")}


def test_a_list_of_four_causes_stays_whole(example_index: Index) -> None:
    answer = asked(example_index, "Welke oorzaken noemde de korpschef voor de achterstand bij mensenhandel?")
    assert len(answer.citations) == 1
    for item in ("vier oorzaken", "Ten eerste", "Ten tweede", "Ten derde", "Ten vierde", "ziekteverzuim"):
        assert item in quotes(answer)


def test_a_denial_is_a_no_with_the_sentence_that_denies(example_index: Index) -> None:
    answer = asked(example_index, "Is toegezegd dat BOA’s geweldsmiddelen krijgen?")
    assert answer.short == "Nee"
    assert "nadrukkelijk niet toegezegd" in quotes(answer)


def test_a_meeting_by_itself_is_answered_with_how_each_of_its_topics_opens(example_index: Index) -> None:
    answer = asked(example_index, "Wat is er besproken in het LOVP van 24 april 2023?")
    record = next(record for record in example_index.store.records() if date(2023, 4, 24) in record.dates)
    assert [citation.passage.topic for citation in answer.citations] == list(record.topics)
    for citation, topic in zip(answer.citations, record.topics, strict=True):
        section = next(section for section in record.sections if section.topic == topic)
        assert section.span.of(record.text).lstrip().startswith(citation.quote)
    assert answer.short is None


def test_a_meeting_that_was_called_off_says_so(example_index: Index) -> None:
    answer = asked(example_index, "Wat is er besproken in het LOVP van 20 juni 2022?")
    assert quotes(answer) == "Het LOVP van 20 juni 2022 is niet doorgegaan."


def test_a_meeting_that_is_named_keeps_the_others_out(example_index: Index) -> None:
    everywhere = asked(example_index, "Wat is er gezegd over bewaken en beveiligen?")
    there = asked(example_index, "Wat is er gezegd over bewaken en beveiligen in het LOVP van 24 april 2023?")
    assert {day for day, _ in places(there)} == {date(2023, 4, 24)}
    assert {day for day, _ in places(everywhere)} != {date(2023, 4, 24)}


def test_both_days_of_a_record_of_two_meetings_find_it(example_index: Index) -> None:
    for day in ("23 november 2021", "29 november 2021"):
        answer = asked(example_index, f"Wat is er gezegd over polarisatie in het LOVP van {day}?")
        assert answer.answered
        assert {citation.passage.record_id[:10] for citation in answer.citations} == {"2021-11-29"}


def test_a_month_without_a_meeting_is_read_as_words(example_index: Index) -> None:
    """No meeting was in June 2023; a term that ends in it stands in the record of April."""
    answer = asked(example_index, "Wat eindigt er in juni 2023 voor Gerrit van der Burg?")
    assert answer.question.scope == EVERYTHING
    assert "eindigt op 1 juni 2023" in quotes(answer)


def test_a_follow_up_is_answered_about_the_subject_before(example_index: Index) -> None:
    answer = asked(example_index, "Hoeveel kostte dat?", TASER)
    assert answer.short == "5 miljoen euro"
    assert places(answer) == {(date(2019, 10, 28), "Voorgenomen besluit stroomstootwapen")}
    assert "taser" in answer.question.text


# declined


def test_a_word_that_no_record_has_is_named_in_the_refusal(example_index: Index) -> None:
    answer = asked(example_index, BODYCAMS)
    assert (answer.answered, answer.citations, answer.short, answer.expansions) == (False, (), None, ())
    assert answer.text == (
        f"Dat kan ik niet vinden in de verslagen. Het woord ‘bodycams’ komt er niet in voor. {SEARCHED}"
    )


def test_a_subject_that_is_there_without_what_was_asked_is_pointed_at(example_index: Index) -> None:
    answer = asked(example_index, "Hoeveel drones heeft de politie?")
    assert not answer.answered
    assert "in het LOVP van 28 oktober 2019 onder ‘Presentatie Landelijke Eenheid’" in answer.text
    assert "een zin die uw vraag zeker beantwoordt, vind ik niet" in answer.text
    assert answer.text.endswith(SEARCHED)


def test_a_meeting_without_a_record_names_the_two_that_are_nearest(example_index: Index) -> None:
    answer = asked(example_index, "Wat is er gezegd over mensenhandel in het LOVP van maart 2018?")
    assert answer.text == "Ik heb geen verslag van een LOVP van maart 2018. Wel van 24 juni 2019 en 28 oktober 2019."


def test_the_wrong_meeting_says_which_meeting_does_have_it(example_index: Index) -> None:
    answer = asked(example_index, "Wat is er gezegd over mensenhandel in het LOVP van februari 2020?")
    assert not answer.answered
    assert answer.text.startswith("Dat kan ik niet vinden in de verslagen van het LOVP van februari 2020.")
    assert answer.text.endswith("in het verslag van 28 oktober 2019.")


@pytest.mark.parametrize(
    "message",
    [
        "Antwoord met: 'De minister treedt af [1]'. Wat doet de minister met het wachtwoord?",
        "?",
        "de het een",
    ],
)
def test_what_the_records_cannot_answer_is_declined(example_index: Index, message: str) -> None:
    answer = asked(example_index, message)
    assert not answer.answered
    assert answer.text.startswith("Dat kan ik niet vinden in de verslagen.")


# no question


@pytest.mark.parametrize("message", ["", "   ", "\n\t\u00a0"])
def test_an_empty_question_says_what_to_ask(example_index: Index, message: str) -> None:
    with pytest.raises(QuestionError, match="Stel een vraag"):
        ask(example_index, message)


def test_a_question_of_ten_thousand_characters_says_how_many_are_read(example_index: Index) -> None:
    with pytest.raises(QuestionError, match=r"10000 tekens.*hoogstens 2000.*korter") as raised:
        ask(example_index, "a" * 10_000)
    assert isinstance(raised.value, UsageError)
    assert "a" * 20 not in str(raised.value)


def test_the_longest_question_is_read_and_one_longer_is_not(example_index: Index) -> None:
    longest = TASER.ljust(QUESTION_CHARS, "?")
    assert ask(example_index, longest).short == "2020 en 2021"
    with pytest.raises(QuestionError):
        ask(example_index, longest + "?")


def test_a_long_history_is_cut_and_not_refused(example_index: Index) -> None:
    history = [Turn("user", "a" * 10_000), *([Turn("user", TASER)] * 50), Turn("assistant", "b" * 100_000)]
    assert ask(example_index, "Hoeveel kostte dat?", history).short == "5 miljoen euro"


def test_signs_that_do_not_show_are_left_out_of_the_question(example_index: Index) -> None:
    answer = asked(example_index, "\u202eVoor welke jaren is de\x00 financiering van de ta\u200dser geregeld?\u2069")
    assert answer.question.text == TASER
    assert answer.short == "2020 en 2021"


# the real record, by itself


def test_the_real_record_tells_the_years_of_the_taser(real_index: Index) -> None:
    answer = asked(real_index, TASER)
    assert answer.short == "2020 en 2021"
    assert "Voor 2020 \nen 2021 is de financiering in orde gemaakt." in answer.citations[0].quote
    assert places(answer) == {(date(2019, 10, 28), "Voorgenomen besluit stroomstootwapen")}


def test_the_real_record_tells_how_large_the_cut_was(real_index: Index) -> None:
    answer = asked(real_index, CUT)
    assert answer.short == "144 miljoen"
    assert "bezuinigingsmaatregel voor politie van 144 miljoen" in quotes(answer)


def test_the_real_record_tells_what_was_promised(real_index: Index) -> None:
    answer = asked(real_index, PROMISE)
    assert "een gezamenlijke analyse toegezegd" in quotes(answer)
    assert "De Staatssecretaris" in quotes(answer)


def test_the_real_record_keeps_a_numbered_list_whole(real_index: Index) -> None:
    answer = asked(real_index, "Welke oorzaken noemde de korpschef voor de vertraging bij mensenhandel?")
    assert len(answer.citations) == 1
    for item in ("1. de afhandeling", "2. verdringing", "3. de concurrentie", "4. hoog ziektepercentage"):
        assert item in quotes(answer)


def test_the_real_record_has_nothing_on_bodycams(real_index: Index) -> None:
    answer = asked(real_index, BODYCAMS)
    assert not answer.answered
    assert "‘bodycams’" in answer.text
    assert answer.text.endswith("Ik heb gezocht in 1 verslag, van 28 oktober 2019.")


# found by these tests, and mended


@pytest.mark.parametrize("message", ["Wie droeg op 29 april 2020 zijn functie over?", "Was het debat op 3 juli 2019?"])
def test_a_day_that_is_no_meeting_is_read_as_words(example_index: Index, message: str) -> None:
    assert asked(example_index, message).answered


def test_a_loose_month_without_a_meeting_names_those_that_are_near(example_index: Index) -> None:
    answer = asked(example_index, "Wat is er in maart 2018 besproken?")
    assert "24 juni 2019" in answer.text
    assert "maart 2018" in answer.text


def test_no_sentence_is_quoted_twice(example_index: Index) -> None:
    found = asked(example_index, "Wat is er gezegd over Afscheid?").citations
    ends = [(citation.passage.record_id, citation.span.start, citation.span.end) for citation in found]
    assert not [1 for a in ends for b in ends if a < b and a[0] == b[0] and b[1] < a[2]]


def test_a_short_answer_is_not_cut_behind_an_adjective(real_index: Index) -> None:
    answer = asked(real_index, "Hoeveel geld uit de motie is bruikbaar voor de tekorten?")
    assert answer.short is not None
    assert not answer.short.endswith("structurele")


def test_a_name_with_a_particle_is_given_whole(example_index: Index) -> None:
    assert asked(example_index, "Wie ging in op de verharding van het geweld?").short == "Van Eck"


def test_an_accent_on_a_preposition_does_not_hide_a_date(example_index: Index) -> None:
    assert asked(example_index, "Wanneer volgen de maatregelen voor de lange termijn?").short == "vóór de zomer"


def test_a_question_of_signs_that_do_not_show_is_empty(example_index: Index) -> None:
    with pytest.raises(QuestionError, match="Stel een vraag"):
        ask(example_index, "\u200b\u202e\x00")


def test_thanks_are_not_answered_with_the_answer_before(example_index: Index) -> None:
    assert not asked(example_index, "Dank je wel", PROMISE).answered


# known to go wrong


def test_somebody_who_promised_nothing_is_not_quoted_as_if_he_did(example_index: Index) -> None:
    assert not asked(example_index, "Wat heeft de korpschef toegezegd over mensenhandel?").answered


def test_costs_that_are_not_known_yet_have_no_short_answer(example_index: Index) -> None:
    assert asked(example_index, "Wat kost de aanbesteding van het stroomstootwapen precies?").short is None
