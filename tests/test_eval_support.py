"""A statement is supported by what its own citations say, and by nothing else; what only looks cited is caught."""

from dataclasses import replace
from datetime import date

import pytest

from assistant.answer import Answer, Citation, Mark, Question
from eval.support import Support, statements, support
from eval.tokens import told
from index.records import Passage, Span

MEETING, LATER = date(2019, 10, 28), date(2020, 2, 10)
TASER = "Het stroomstootwapen kost 7,1 miljoen euro en is betaald voor 2020 en 2021."
BOA = "Minister De Vries zegde op 3 maart toe dat twaalf BOA’s in Utrecht niet worden bewapend."
FIREWORKS = "Het vuurwerkverbod komt in september terug, zo meldde de korpschef."


def cite(n: int, quote: str, day: date = MEETING, topic: str = "Wapens", speaker: str | None = None) -> Citation:
    passage = Passage(f"r{day}:0", f"r{day}", "LOVP", day, topic, None, None, Span(0, len(quote)), quote)
    return Citation(n, passage, Span(0, len(quote)), quote, speaker)


def answer(text: str, *citations: Citation, short: str | None = None, mark: Mark | None = None) -> Answer:
    return Answer(text, citations, True, short, Question("?"), mark=mark)


def counts(text: str, *citations: Citation) -> tuple[int, int, int, int]:
    found = support(replace(answer(text, *citations), composer="llm:klein"))
    return found.statements, found.supported, found.cited, found.precise


def test_a_literal_quote_under_its_own_meeting_and_topic_is_supported() -> None:
    text = f"In het LOVP van 28 oktober 2019, onder ‘Wapens’: “{TASER}” [1] “{BOA}” [2]"
    assert counts(text, cite(1, TASER), cite(2, BOA)) == (2, 2, 2, 2)


@pytest.mark.parametrize(
    "introduction",
    [
        "In het LOVP van 29 oktober 2019, onder ‘Wapens’:",  # another day
        "In het LOVP van 28 oktober 2020, onder ‘Wapens’:",  # another year
        "In het LOVP van 28 oktober 2019, onder ‘Vuurwerk’:",  # another topic
        "In het LOVP van 28 oktober 2019, onder ‘Wapens’ (aan het woord: Jansen):",  # somebody who said nothing
    ],
)
def test_a_quote_under_another_meeting_topic_or_speaker_is_not(introduction: str) -> None:
    assert counts(f"{introduction} “{TASER}” [1]", cite(1, TASER)) == (1, 0, 1, 0)


def test_the_second_quote_of_a_line_is_under_the_same_introduction() -> None:
    text = f"In het LOVP van 28 oktober 2019, onder ‘Wapens’: “{TASER}” [1] “{FIREWORKS}” [2]"
    assert counts(text, cite(1, TASER), cite(2, FIREWORKS, LATER)) == (2, 1, 2, 1)


def test_a_topic_with_a_full_stop_ends_no_statement() -> None:
    text = f"In het LOVP van 28 oktober 2019, onder ‘3. Wapens’: “{TASER}” [1]"
    assert counts(text, cite(1, TASER, topic="3. Wapens")) == (1, 1, 1, 1)


def test_swapped_citations_support_nothing() -> None:
    text = f"“{TASER}” [1] “{FIREWORKS}” [2]"
    assert counts(text, cite(1, TASER), cite(2, FIREWORKS)) == (2, 2, 2, 2)
    assert counts(text, cite(1, FIREWORKS), cite(2, TASER)) == (2, 0, 2, 0)


@pytest.mark.parametrize(
    "sentence",
    [
        "Het stroomstootwapen kost 7,2 miljoen euro [1].",
        "Het stroomstootwapen kost 7,1 miljard euro [1].",
        "Het stroomstootwapen is betaald voor 2022 [1].",
        "Het stroomstootwapen is betaald voor 2020 en Utrecht [1].",
        "Volgens Jansen is het stroomstootwapen betaald voor 2020 [1].",
        "Het stroomstootwapen is niet betaald voor 2020 [1].",
        "Er komen meer wijkagenten op straat [1].",
    ],
)
def test_a_sentence_with_another_number_name_denial_or_subject_is_not_supported(sentence: str) -> None:
    assert counts(sentence, cite(1, TASER)) == (1, 0, 1, 0)


@pytest.mark.parametrize(
    "sentence",
    [
        "Het stroomstootwapen kost 7,1 mln. euro [1].",
        "De kosten van het stroomstootwapen zijn betaald voor 2020 [1].",
        "Het stroomstootwapen is betaald voor 2020. [1]",
    ],
)
def test_a_sentence_in_other_words_is_supported(sentence: str) -> None:
    assert counts(sentence, cite(1, TASER)) == (1, 1, 1, 1)


def test_numbers_in_words_and_digits_are_equal_and_so_is_a_date_with_the_year_of_its_meeting() -> None:
    assert counts("Op 3 maart 2019 zegde De Vries toe dat 12 BOA's niet worden bewapend [1].", cite(1, BOA))[1] == 1
    assert counts("Op 3 maart 2021 zegde De Vries toe dat 12 BOA's niet worden bewapend [1].", cite(1, BOA))[1] == 0
    assert counts("Op 4 maart zegde De Vries toe dat 12 BOA's niet worden bewapend [1].", cite(1, BOA))[1] == 0


def test_a_sentence_without_a_marker_is_a_statement_without_support() -> None:
    text = "De politie krijgt nieuwe auto's. Het stroomstootwapen is betaald voor 2020 [1]."
    assert counts(text, cite(1, TASER)) == (2, 1, 1, 1)


def test_what_we_say_of_our_own_search_is_no_statement_of_an_extractive_answer() -> None:
    text = f"Over ‘wapens’, in drie vergaderingen:\n\n“{TASER}” [1]\n\nIn één vergadering daarna komt het niet voor."
    ours = answer(text, cite(1, TASER))
    assert support(ours) == Support(1, 1, 1, 1)
    assert support(replace(ours, composer="llm:klein")).statements == 3


def test_a_heading_may_be_named_without_its_number_but_not_by_another_word() -> None:
    numbered = cite(1, TASER, topic="3. Wapens en munitie")
    for named, counted in (("Wapens en munitie", 1), ("munitie", 1), ("Wapens", 0), ("4. Wapens en munitie", 0)):
        assert counts(f"28 oktober 2019, onder ‘{named}’: “{TASER}” [1]", numbered)[1] == counted


def test_a_marker_that_no_citation_has_supports_nothing_and_counts_as_cited() -> None:
    assert counts(f"“{TASER}” [2]", cite(1, TASER)) == (1, 0, 1, 0)
    assert counts(f"“{TASER}” [1][9]", cite(1, TASER)) == (1, 0, 2, 0)


def test_of_two_citations_the_idle_one_is_imprecise() -> None:
    assert counts("Het stroomstootwapen is betaald voor 2020 [1][2].", cite(1, TASER), cite(2, FIREWORKS)) == (
        1,
        1,
        2,
        1,
    )


def test_two_citations_that_need_each_other_are_both_precise() -> None:
    text = "Het stroomstootwapen is betaald voor 2020 en het vuurwerkverbod komt in september terug [1] [2]."
    assert counts(text, cite(1, TASER), cite(2, FIREWORKS, LATER)) == (1, 1, 2, 2)


def test_a_quote_that_no_citation_has_is_not_supported() -> None:
    assert counts(f"“{TASER.replace('2021', '2022')}” [1]", cite(1, TASER)) == (1, 0, 1, 0)
    assert counts("“betaald voor 2020 en 2021. Het vuurwerkverbod” [1][2]", cite(1, TASER), cite(2, FIREWORKS))[1] == 0


def test_a_citation_whose_quote_is_not_in_its_record_bears_out_nothing() -> None:
    given = answer(f"“{TASER}” [1] “{BOA}” [2]", cite(1, TASER), cite(2, BOA))
    assert support(given, sound={2}) == Support(2, 1, 2, 1)
    assert support(given, sound=()) == Support(2, 0, 2, 0)


def test_markers_and_quotation_marks_inside_a_quote_are_the_records_own() -> None:
    strange = "De brief [3] noemt het “blauw” van 2020. Zie ook [7]."
    assert counts(f"In het LOVP van 28 oktober 2019, onder ‘Wapens’: “{strange}” [1]", cite(1, strange)) == (1, 1, 1, 1)


def test_the_direct_answer_is_a_statement_of_the_citation_it_is_marked_in() -> None:
    cited = (cite(1, TASER), cite(2, FIREWORKS, LATER))
    text = f"“{TASER}” [1] “{FIREWORKS}” [2]"
    right = answer(text, *cited, short="7,1 miljoen euro", mark=Mark(1, Span(26, 42)))
    assert support(right) == Support(3, 3, 3, 3)
    assert support(replace(right, mark=Mark(2, Span(0, 1)))) == Support(3, 2, 3, 2)
    assert support(replace(right, short="8,1 miljoen euro")).supported == 2


def test_meeting_days_are_borne_out_by_the_meetings_and_yes_is_no_statement() -> None:
    text = f"“{TASER}” [1] “{FIREWORKS}” [2]"
    days = answer(text, cite(1, TASER), cite(2, FIREWORKS, LATER), short="28 oktober 2019 en 10 februari 2020")
    assert support(days) == Support(3, 3, 4, 4)
    assert support(replace(days, short="28 oktober 2019 en 11 februari 2020")).supported == 2
    assert len(statements(replace(days, short="Ja"))) == 2


def test_an_answer_that_declines_says_nothing() -> None:
    assert support(replace(answer("Dat kan ik niet vinden."), answered=False)) == Support(0, 0, 0, 0)


def test_what_a_text_tells_is_read_the_dutch_way() -> None:
    found = told("Minister Yeşilgöz gaf op 28-10-2019 twaalf agenten 1.234,5 mln. euro, niet meer.")
    assert found.numbers == {12, 1_234_500_000}
    assert found.dates == {(28, 10, 2019)}
    assert found.names == {"yesilgoz"}
    assert found.denies
    assert not told("").any
