"""What stands around the quotes: the short answer and where it stands, who speaks, what is needed to understand it."""

from datetime import date

import pytest

from assistant.answer import Answer, Question
from assistant.ask import ask
from assistant.evidence import hits_to_sentences
from assistant.extract import compose
from index.concepts import question_concepts
from index.dutch import tokens
from index.records import Hit, Passage, Span
from index.search import Index
from index.vocabulary import Vocabulary

DAY = date(2021, 5, 3)


def composed(question: str, text: str, topic: str = "Haven") -> Answer | None:
    """The answer that one passage gives to a question, with all words of it known."""
    words = {token.folded for token in tokens(f"{text} {topic} {question}")}
    concepts = question_concepts(question, Vocabulary.of(20, dict.fromkeys(words, 1)))
    passage = Passage("v:0-1", "v", "LOVP 3 mei 2021", DAY, topic, None, None, Span(0, len(text)), text)
    return compose(Question(question), concepts, hits_to_sentences([Hit(passage, 1.0)], concepts))


def answer(question: str, text: str, topic: str = "Haven") -> Answer:
    found = composed(question, text, topic)
    assert found is not None
    return found


def marked(found: Answer, text: str) -> str | None:
    """The words of the text at the mark."""
    return None if found.mark is None else " ".join(found.mark.span.of(text).split())


@pytest.mark.parametrize(
    ("question", "text", "short"),
    [
        ("Voor welke jaren is de sluis betaald?", "De sluis is betaald voor 2020\nen 2021.", "2020 en 2021"),
        (
            "Wie moet de aanvraag voor de sluis indienen?",
            "De aanvraag voor de sluis moet door de Minister worden ingediend.",
            "de Minister",
        ),
        ("In welke stad was de storm bij de sluis?", "De storm bij de sluis was in Rotterdam.", "Rotterdam"),
        (
            "Welke maatregelen zijn er voor de sluis?",
            "Er zijn drie maatregelen voor de sluis: meer toezicht, hogere boetes en langere hekken.",
            "meer toezicht, hogere boetes en langere hekken",
        ),
        (
            "Wanneer kan het vraagstuk van de sluis aan de orde komen?",
            "Het vraagstuk van de sluis kan pas in het najaar aan de orde komen.",
            "het najaar",
        ),
        (
            "Hoeveel geld reserveert de haven voor de sluis?",
            "De haven reserveert 5 miljoen voor de sluis en ontvangt zij 3 miljoen van het Rijk.",
            "5 miljoen",
        ),
        (
            "Wanneer gaat het plan voor de sluis naar de raad?",
            "Het plan voor de sluis gaat vóór het zomerreces naar de raad.",
            "vóór het zomerreces",
        ),
        (
            "Wat heeft de bouw van de sluis gekost?",
            "De bouw van de sluis heeft 7 miljoen gekost en duurde drie jaar.",
            "7 miljoen",
        ),
        (
            "Is er besloten om de sluis te bouwen?",
            "De Minister dankt voor de steun aan het voorgenomen besluit om de sluis te bouwen.",
            "voorgenomen besluit",
        ),
    ],
)
def test_the_short_answer_stands_where_its_mark_says(question: str, text: str, short: str | None) -> None:
    found = answer(question, text)
    if short is not None or found.short is not None:
        assert found.short == short
        assert marked(found, text) == short


@pytest.mark.parametrize(
    ("question", "text", "short"),
    [
        (
            "Is de haven om instemming gevraagd?",
            "Ook is de haven niet om instemming gevraagd om de sluis te bouwen.",
            "Nee",
        ),
        ("Is toegezegd dat de haven een sluis krijgt?", "Er is niet toegezegd dat de haven een sluis krijgt.", "Nee"),
        ("Krijgt de haven een sluis?", "De haven krijgt een sluis.", "Ja"),
        ("Krijgt de haven een sluis?", "De haven herhaalt zijn verzoek: de haven krijgt een sluis.", None),
        ("Krijgt de haven een sluis?", "Het is het plan dat de haven een sluis krijgt, hoopt de wethouder.", None),
        ("Blijft de haven open of gaat hij dicht?", "De haven blijft open en gaat niet dicht.", None),
    ],
)
def test_yes_and_no_are_said_only_outright_and_have_no_mark(question: str, text: str, short: str | None) -> None:
    found = answer(question, text)
    assert found.short == short
    assert found.mark is None


def test_who_speaks_is_named_where_the_quote_does_not(example_index: Index) -> None:
    found = ask(example_index, "Waar moet het geld uit de motie naartoe volgens de PG?")
    first = found.citations[0]
    assert first.speaker == "PG"
    assert "(aan het woord: PG)" in found.text or "PG" in first.quote


def test_a_speaker_that_the_quote_names_is_not_named_twice() -> None:
    found = answer("Wat zei de minister over de sluis?", "De Minister zei dat de sluis er komt.")
    assert found.citations[0].speaker == "Minister"
    assert "aan het woord" not in found.text


def test_a_sentence_that_only_announces_takes_along_what_follows() -> None:
    text = "De politiechef ziet dat anders bij de sluis. Zij denkt dat de boten te groot zijn. De haven is leeg."
    found = answer("Hoe denkt de politiechef over de sluis?", text)
    assert found.citations[0].quote.endswith("boten te groot zijn.")


def test_what_is_not_yet_settled_is_quoted_with_it() -> None:
    text = "De haven mag 10 miljoen gebruiken voor de sluis. Daarover is nog politiek overleg nodig. De boten varen."
    found = answer("Mag de haven 10 miljoen gebruiken voor de sluis?", text)
    assert found.citations[0].quote.endswith("nog politiek overleg nodig.")


def test_one_item_of_a_list_does_not_drag_the_others_along() -> None:
    text = "- De sluis uitwerken (De Wit, najaar)\n- Een notitie over boten (Mulder)\n- Een brief aan de Kamer (Bos)"
    found = answer("Wie werkt de sluis uit?", text, topic="Actielijst")
    assert [citation.quote for citation in found.citations] == ["De sluis uitwerken (De Wit, najaar)"]


def test_a_comparison_is_answered_by_a_comparison() -> None:
    assert composed("Is de sluis beter dan de haven?", "De sluis ligt bij de haven.") is None
    assert composed("Is de sluis beter dan de haven?", "De sluis is beter dan de haven.") is not None


def test_the_speaker_alone_is_no_answer() -> None:
    assert composed("Wat vond de minister van de sluis?", "De Minister overhandigde een agenda.", "Opening") is None


def of_known(question: str, text: str, *known: str) -> Answer | None:
    """The answer of one passage, where only these words stand in the records."""
    concepts = question_concepts(question, Vocabulary.of(20, dict.fromkeys(known, 1)))
    passage = Passage("v:0-1", "v", "LOVP", DAY, "Storm", None, None, Span(0, len(text)), text)
    return compose(Question(question), concepts, hits_to_sentences([Hit(passage, 1.0)], concepts))


def test_a_measure_of_what_no_record_has_is_not_given() -> None:
    text = "De storm in de haven van Noord was 3 meter groot."
    known = ("storm", "haven", "noord", "groot", "meter")
    assert of_known("Hoe groot was de storm in de haven van Noord?", text, *known) is not None
    assert of_known("Hoe groot was de schade van de storm in de haven van Noord?", text, *known) is None


def test_what_is_named_by_name_must_be_there() -> None:
    text = "De oude sluis bij de haven is kapot."
    assert composed("Is de oude sluis bij de haven kapot?", text) is not None
    assert composed("Is de oude sluis van Rotterdam bij de haven kapot?", text) is None


def test_what_was_said_goes_before_a_list_of_actions() -> None:
    text = "De sluis in de haven is in drie varianten onderzocht."
    words = {token.folded for token in tokens(f"{text} Actielijst Haven")}
    concepts = question_concepts("Welke varianten zijn er voor de sluis?", Vocabulary.of(20, dict.fromkeys(words, 1)))
    hits = [
        Hit(Passage(f"v:{n}-1", "v", "LOVP", DAY, topic, None, None, Span(n, n + len(text)), text), 1.0)
        for n, topic in ((0, "Actielijst"), (100, "Haven"))
    ]
    found = compose(Question("Welke varianten zijn er voor de sluis?"), concepts, hits_to_sentences(hits, concepts))
    assert found is not None
    assert [citation.passage.topic for citation in found.citations] == ["Haven"]


def test_the_same_question_a_hundred_times_gives_the_same_answer(example_index: Index) -> None:
    asked = "Welke vier oorzaken noemde de korpschef voor mensenhandel?"
    first = ask(example_index, asked)
    assert all(ask(example_index, asked) == first for _ in range(99))


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        (
            "De wethouder heeft het plan voor de sluis gepresenteerd. Er komen twee kolken en een brug.",
            "De wethouder heeft het plan voor de sluis gepresenteerd. Er komen twee kolken en een brug.",
        ),
        (
            "De sluis wordt volgens plan verdiept. Daarvan merkt de scheepvaart weinig. De brug blijft open.",
            "De sluis wordt volgens plan verdiept. Daarvan merkt de scheepvaart weinig.",
        ),
        (
            "De sluis wordt volgens plan verdiept.\n\nDaarvan merkt de scheepvaart weinig.",
            "De sluis wordt volgens plan verdiept.",
        ),
        ("De sluis wordt volgens plan verdiept. De brug blijft open.", "De sluis wordt volgens plan verdiept."),
    ],
)
def test_a_quote_takes_along_what_leans_on_it_and_what_it_presents(text: str, quote: str) -> None:
    (citation,) = answer("Wat is het plan voor de sluis?", text).citations
    assert citation.quote == quote


@pytest.mark.parametrize(
    "text",
    [
        "De sluis bleef dicht, daar het onderzoek nog niet klaar was.",
        "De sluis bleef dicht, gelet op de kosten van het herstel.",
        "De sluis bleef dicht; de havenmeester schreef dat toe aan roest.",
    ],
)
def test_a_reason_may_be_put_in_other_words_than_omdat(text: str) -> None:
    assert answer("Waarom bleef de sluis dicht?", text).answered
