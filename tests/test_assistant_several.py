"""Which questions go over several meetings, what their subject is, and what is answered or left to the ordinary search."""

from collections.abc import Iterator
from datetime import date

import merendam
import pytest

from assistant.answer import Answer, Refusal
from assistant.cite import faults
from assistant.meetings_asked import Over, asked_over
from assistant.question import Records, understand
from assistant.several import several
from index.embedding import BUILT_IN, open_encoder
from index.records import Scope
from index.search import Index

TODAY = date(2024, 1, 15)
DAYS = [date(2019, 10, 28), date(2020, 2, 10), date(2020, 5, 25), date(2021, 3, 1)]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    """The minutes of Merendam, open to be asked."""
    with Index(merendam.indexed(tmp_path_factory.mktemp("merendam")), open_encoder(BUILT_IN)) as opened:
        yield opened


def asked(index: Index, message: str, scope: Scope | None = None) -> Answer | None:
    records = Records(index.vocabulary, index.store.meeting_days(), index.snapshot().topics, TODAY)
    return several(index, understand(message, (), records, scope=scope), TODAY)


# which questions


@pytest.mark.parametrize(
    ("question", "over", "subject"),
    [
        ("Hoe ontwikkelde het dossier stroomstootwapen zich?", Over.TIMELINE, "stroomstootwapen"),
        ("Hoe heeft de aanpak van ondermijning zich ontwikkeld?", Over.TIMELINE, "aanpak van ondermijning"),
        ("Geef een tijdlijn van bewaken en beveiligen", Over.TIMELINE, "bewaken en beveiligen"),
        ("Maak een chronologisch overzicht van het vuurwerkverbod.", Over.TIMELINE, "vuurwerkverbod"),
        ("Hoe is het met de wijkagenten gegaan door de jaren heen?", Over.TIMELINE, "wijkagenten"),
        ("Hoe is het verder gegaan met de bodycams?", Over.TIMELINE, "bodycams"),
        ("Wat is er sinds 2019 gezegd over cybercrime, per vergadering?", Over.TIMELINE, "cybercrime"),
        ("Hoe veranderde het oordeel over de verdeling in de loop der jaren?", Over.TIMELINE, "oordeel over de verdeling"),
        ("Hoe is het in de loop der jaren met de taser gegaan?", Over.TIMELINE, "taser"),
        ("Wat is er achtereenvolgens over polarisatie besproken?", Over.TIMELINE, "polarisatie"),
        ("Zet op een rij wat er over de Veiligheidsagenda is gezegd", Over.TIMELINE, "Veiligheidsagenda"),
        ("Welke bedragen zijn er in de loop der tijd genoemd voor de taser?", Over.TIMELINE, "taser"),
        ("Wat was de stand per 1 januari 2021 van het stroomstootwapen?", Over.AS_OF, "stroomstootwapen"),
        ("Wat wist het LOVP op 1 maart 2020 over het vuurwerkverbod?", Over.AS_OF, "vuurwerkverbod"),
        ("Hoe stond het begin 2021 met de wijkagenten?", Over.AS_OF, "wijkagenten"),
        ("Wat is het verschil tussen het LOVP van 28 oktober 2019 en dat van 10 februari 2020?", Over.COMPARE, ""),
        ("Vergelijk het LOVP van oktober 2019 met dat van mei 2020 over boa's", Over.COMPARE, "boa's"),
        ("Welke onderwerpen uit het LOVP van 28 oktober 2019 kwamen terug in dat van mei 2020?", Over.COMPARE, ""),
        ("Wat is het verschil tussen oktober 2019 en mei 2020 op het gebied van boa's?", Over.COMPARE, "boa's"),
        ("Wat is er veranderd sinds het vorige overleg?", Over.COMPARE, ""),
        ("Vergelijk de laatste twee vergaderingen", Over.COMPARE, ""),
        ("Spreken de verslagen elkaar tegen over de kosten van de taser?", Over.CONTRADICTION, "kosten van de taser"),
    ],
)  # fmt: skip
def test_a_question_over_several_meetings_and_its_subject_are_recognised(
    question: str, over: Over, subject: str
) -> None:
    found = asked_over(question, DAYS, TODAY)
    assert found is not None
    assert (found.over, found.subject) == (over, subject)


@pytest.mark.parametrize(
    "question",
    [
        "Voor welke jaren is de financiering van de taser geregeld?",
        "Wat is de stand van zaken rond de Veiligheidsagenda?",
        "Wat was de stand van zaken in het LOVP van 28 oktober 2019?",
        "Wat is het verschil tussen een boa en een agent?",
        "Hoeveel kost het stroomstootwapen per jaar?",
        "Welke ontwikkelagenda is besproken?",
        "Wat zei de korpschef over de ontwikkeling van ICT?",
        "Hoe verliep de jaarwisseling?",
        "Hoe groot is het personeelsverloop?",
        "Wat is er in 2021 besproken over bodycams?",
    ],
)
def test_another_question_is_left_to_the_ordinary_search(question: str) -> None:
    assert asked_over(question, DAYS, TODAY) is None


def test_a_period_in_the_question_bounds_the_timeline() -> None:
    found = asked_over("Geef een tijdlijn van bodycams sinds 2020", DAYS, TODAY)
    assert found is not None
    assert (found.subject, found.windows) == ("bodycams", ((date(2020, 1, 1), None),))


def test_a_timeline_up_to_a_month_has_that_month_too() -> None:
    found = asked_over("Hoe ontwikkelden de kosten zich van november 2020 tot juni 2021?", DAYS, TODAY)
    assert found is not None
    assert found.windows == ((date(2020, 11, 1), date(2021, 6, 30)),)


# answers


def test_a_timeline_is_answered_with_the_names_that_were_followed(index: Index) -> None:
    answer = asked(index, "Geef een tijdlijn van de hangjongeren")
    assert answer is not None
    assert ("hangjongeren", "Jongerenaanpak Vogelbuurt") in answer.expansions
    assert answer.text.startswith(
        "Over ‘hangjongeren’, van 9 maart 2021 tot en met 15 november 2022, in drie vergaderingen:"
    )


def test_a_period_set_by_hand_bounds_the_timeline(index: Index) -> None:
    answer = asked(index, "Geef een tijdlijn van cameratoezicht", Scope(since=date(2022, 1, 1)))
    assert answer is not None
    assert min(citation.passage.date or date.min for citation in answer.citations) == date(2022, 4, 5)


def test_how_one_thing_went_is_no_timeline_when_one_meeting_tells(index: Index) -> None:
    assert asked(index, "Hoe is het gegaan met de bedrijventerreinen?") is None
    answer = asked(index, "Geef een tijdlijn van de bedrijventerreinen")
    assert answer is not None
    assert "staat alleen iets in het verslag van 12 oktober 2021" in answer.text


def test_a_word_that_says_nothing_of_the_subject_need_not_stand_in_a_record(index: Index) -> None:
    answer = asked(index, "Hoe evolueerde het standpunt over het cameratoezicht?")
    assert answer is not None
    assert len(answer.citations) == 4


def test_a_subject_that_the_records_do_not_have_is_left_to_the_ordinary_search(index: Index) -> None:
    assert asked(index, "Geef een tijdlijn van de zeppelins") is None


def test_differing_amounts_are_laid_side_by_side(index: Index) -> None:
    answer = asked(index, "Noemen de verslagen verschillende bedragen voor het cameratoezicht?")
    assert answer is not None
    assert answer.text.startswith("De verslagen noemen verschillende bedragen.")
    assert [citation.quote.rpartition(" euro")[0][-7:] for citation in answer.citations] == [
        "180.000",
        "235.000",
        "260.000",
    ]


def test_records_that_agree_are_not_said_to_contradict(index: Index) -> None:
    assert asked(index, "Spreken de verslagen elkaar tegen over de kermis?") is None


@pytest.mark.parametrize(
    ("question", "told"),
    [
        (
            "Vergelijk het LOVP van 9 maart 2021 met dat van 1 april 2021",
            "Ik heb geen verslag van een LOVP van 1 april 2021. Wel van 9 maart 2021 en 12 oktober 2021.",
        ),
        (
            "Vergelijk het LOVP van 9 maart 2021 met dat van juni 2020",
            "Ik heb geen verslag van een LOVP in juni 2020. Wel van 9 maart 2021 en 12 oktober 2021.",
        ),
        (
            "Wat is het verschil tussen de vergadering van 9 maart 2021 en die van maart 2021?",
            "Kies twee verschillende vergaderingen om te vergelijken.",
        ),
    ],
)
def test_a_meeting_that_is_not_there_is_declined_with_those_that_are_near(
    index: Index, question: str, told: str
) -> None:
    answer = asked(index, question)
    assert answer is not None
    assert (answer.answered, answer.refusal, answer.text) == (False, Refusal.OUTSIDE, told)


def test_a_meeting_that_was_called_off_is_not_compared(example_index: Index) -> None:
    answer = asked(example_index, "Vergelijk het LOVP van 20 juni 2022 met dat van 26 september 2022")
    assert answer is not None
    assert answer.text == "Het LOVP van 20 juni 2022 is niet doorgegaan. Er is dus niets om te vergelijken."


@pytest.mark.parametrize(
    "question",
    [
        "Wat wist het overleg op 12 oktober 2021 over de kermis?",
        "Vergelijk het LOVP van 9 maart 2021 met dat van 12 oktober 2021",
    ],
)
def test_the_dates_of_a_stand_or_comparison_do_not_narrow_the_question(index: Index, question: str) -> None:
    answer = asked(index, question)
    assert answer is not None
    assert (answer.question.parts, answer.question.scope) == ((), Scope())


def test_the_same_question_gives_the_same_answer(index: Index) -> None:
    question = "Wat was de stand per 1 april 2021 van het cameratoezicht?"
    assert asked(index, question) == asked(index, question)


@pytest.mark.parametrize(
    "question",
    [
        "Hoe ontwikkelde het cameratoezicht zich?",
        "Wat was de stand per 1 april 2021 van het cameratoezicht?",
        "Vergelijk de laatste twee vergaderingen",
        "Zijn er tegenstrijdigheden over de opvang van Oekraïners?",
    ],
)
def test_every_answer_passes_the_gate(index: Index, question: str) -> None:
    answer = asked(index, question)
    assert answer is not None
    assert faults(answer, lambda key: record.text if (record := index.store.record(key)) else None) == []
