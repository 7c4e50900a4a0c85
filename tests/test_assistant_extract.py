"""The extractive composer on small texts: which sentences are quoted, with what around them, in which order."""

import re
from dataclasses import replace
from datetime import date

import pytest

from assistant.answer import Answer, Question
from assistant.choose import enough
from assistant.cite import faults
from assistant.evidence import hits_to_sentences
from assistant.extract import all_acts, compose, overview
from index.concepts import Concept, question_concepts
from index.dutch import fold
from index.records import Hit, Passage, Span
from index.vocabulary import Vocabulary

MAY, JUNE = date(2021, 5, 3), date(2021, 6, 7)


def passage(text: str, topic: str = "Overig", day: date | None = MAY, start: int = 0) -> Passage:
    span = Span(start, start + len(text))
    record = day.isoformat() if day else "brief"
    return Passage(f"{record}:{start}-{span.end}", record, f"LOVP {record}", day, topic, None, 1, span, text)


def concepts(question: str, passages: tuple[Passage, ...]) -> list[Concept]:
    words = {fold(word) for one in passages for word in re.findall(r"\w+", f"{one.topic} {one.text}")}
    return question_concepts(question, Vocabulary.of(20, dict.fromkeys(words, 1)))


def composed(question: str, *passages: Passage) -> Answer | None:
    known = concepts(question, passages)
    return compose(Question(question), known, hits_to_sentences([Hit(one, 1.0) for one in passages], known))


def answer(question: str, *passages: Passage) -> Answer:
    """The answer that must be there; the gate must let it pass."""
    found = composed(question, *passages)
    assert found is not None
    texts: dict[str, str] = {}
    for one in sorted(passages, key=lambda one: one.span.start):
        texts[one.record_id] = texts.get(one.record_id, "").ljust(one.span.start) + one.text
    assert faults(found, texts.get) == []
    return found


def quotes(question: str, *passages: Passage) -> list[str]:
    return [citation.quote for citation in answer(question, *passages).citations]


# whether there is an answer


def test_no_passages_give_no_answer() -> None:
    assert composed("Wat is er gezegd over de haven?") is None


def test_a_question_that_names_nothing_has_no_answer() -> None:
    assert composed("Wat is het?", passage("Het is zo. De haven blijft open.")) is None


def test_less_than_enough_of_the_question_is_no_answer() -> None:
    assert (
        composed("Mogen paarden, honden en katten door de haven naar de stal?", passage("De haven blijft open."))
        is None
    )


def test_another_year_is_no_answer() -> None:
    text = "De haven krijgt in 2022 een sluis."
    assert composed("Krijgt de haven in 2022 een sluis?", passage(text)) is not None
    assert composed("Krijgt de haven in 2025 een sluis?", passage(text)) is None


def test_what_is_asked_after_which_must_be_there() -> None:
    one = passage("De haven van de politie krijgt een nieuwe sluis.")
    assert composed("Welke sluis krijgt de haven van de politie?", one) is not None
    assert composed("Welke paarden krijgt de haven van de politie?", one) is None


def test_what_a_follow_up_adds_must_be_there() -> None:
    one = passage("De haven van de politie krijgt een nieuwe sluis.")
    assert composed("En de sluis (over haven van de politie)?", one) is not None
    assert composed("En de paarden (over haven van de politie)?", one) is None


@pytest.mark.parametrize(
    ("question", "without", "offering", "short"),
    [
        (
            "Voor welke jaren is de sluis betaald?",
            "De sluis is betaald.",
            "De sluis is betaald voor 2020 en 2021.",
            "2020 en 2021",
        ),
        (
            "Hoeveel kost de sluis?",
            "De sluis kost veel geld.",
            "De sluis kost 5 mln. structureel.",
            "5 mln. structureel",
        ),
        ("Hoeveel boten varen uit?", "De boten varen uit.", "Er varen 12 boten uit.", "12 boten"),
        ("Waarom blijft de haven open?", "De haven blijft open.", "De haven blijft open omdat er boten zijn.", None),
    ],
)
def test_a_question_after_a_year_an_amount_a_number_or_a_reason_takes_no_less(
    question: str, without: str, offering: str, short: str | None
) -> None:
    assert composed(question, passage(without)) is None
    found = answer(question, passage(f"{without} {offering}"))
    assert [citation.quote for citation in found.citations] == [offering]
    assert found.short == short


def test_a_date_is_preferred_and_not_demanded() -> None:
    without = passage("Het besluit over de sluis valt later.")
    assert answer("Wanneer valt het besluit over de sluis?", without).short is None
    both = passage("Het besluit over de sluis valt later. Het besluit over de sluis valt in september al.")
    assert answer("Wanneer valt het besluit over de sluis?", both).short == "september"


@pytest.mark.parametrize(
    ("question", "text", "short"),
    [
        ("Is de sluis doorgeschoven?", "De sluis is doorgeschoven.", "Ja"),
        ("Is de sluis doorgeschoven?", "De sluis is niet doorgeschoven.", "Nee"),
        ("Is de sluis doorgeschoven?", "De sluis is misschien doorgeschoven.", None),
        ("Is de sluis in de haven doorgeschoven?", "De sluis is doorgeschoven.", None),  # nobody said which sluis
        ("Wanneer is de sluis besproken?", "De sluis is besproken.", "3 mei 2021"),
        ("Wat is er gezegd over de sluis?", "De sluis kostte in 2020 5 miljoen euro.", None),
    ],
)
def test_the_short_answer_is_of_the_kind_that_was_asked_for(question: str, text: str, short: str | None) -> None:
    assert answer(question, passage(text)).short == short


def test_a_number_that_must_be_there_and_is_not_is_not_enough() -> None:
    one = passage("De bezuiniging op de haven is 33 miljoen.")
    for asked, expected in (("33", True), ("48", False)):
        known = concepts(f"de bezuiniging van {asked} miljoen op de haven", (one,))
        (sentence,) = hits_to_sentences([Hit(one, 1.0)], known)
        assert enough(sentence, known) is expected


# which sentences


def test_a_promise_goes_before_what_was_only_said() -> None:
    text = "De Minister sprak over de sluis. De Minister heeft een onderzoek naar de sluis toegezegd."
    assert quotes("Wat heeft de minister toegezegd over de sluis?", passage(text)) == [text.split(". ")[1]]


def test_the_one_who_was_asked_about_goes_before_another() -> None:
    text = "De Minister vindt de sluis goed. De Korpschef vindt de sluis slecht."
    assert quotes("Wat vindt de korpschef van de sluis?", passage(text)) == ["De Korpschef vindt de sluis slecht."]
    assert quotes("Wat vindt de minister van de sluis?", passage(text)) == ["De Minister vindt de sluis goed."]


def test_nobody_elses_words_will_do_when_somebodys_are_asked_for() -> None:
    text = "De Minister vindt de sluis goed, zei hij gisteren tegen de aanwezige Korpschef."
    assert composed("Wat vindt de korpschef van de sluis?", passage(text)) is None
    assert composed("Wat vindt de minister van de sluis?", passage(text)) is not None


def test_a_question_in_the_minutes_is_no_answer() -> None:
    text = "Komt er een sluis in de haven? Er komt een sluis in de haven."
    assert quotes("Komt er een sluis in de haven?", passage(text)) == ["Er komt een sluis in de haven."]


def test_at_most_four_places_are_quoted() -> None:
    text = " ".join(f"De haven krijgt een sluis van {stuff}." for stuff in ("hout", "steen", "staal", "glas", "klei"))
    assert len(quotes("Wat is er gezegd over de sluis in de haven?", passage(text))) == 4


# what stands around them


def test_a_sentence_that_leans_takes_along_the_one_before_to_the_letter() -> None:
    text = "De Minister sprak over de\nhaven. Zij zegde een sluis toe. De boten varen uit."
    assert quotes("Wat is er toegezegd over de sluis?", passage(text, start=40)) == [text[: text.index(" De boten")]]


def test_a_list_is_quoted_from_its_announcement_to_its_last_item() -> None:
    text = (
        "Er zijn drie redenen voor de sluis. Ten eerste is er hoog water. Ten tweede is er wind. Tot slot is er tij. "
        "De boten varen uit."
    )
    assert quotes("Welke redenen zijn er voor de sluis?", passage(text)) == [text.removesuffix(" De boten varen uit.")]


def test_a_list_does_not_begin_halfway() -> None:
    text = "De sluis heeft redenen: 1. het water. Dat is hoog; 2. de wind op de haven; 3. het tij."
    assert quotes("Wat is er gezegd over de wind op de haven?", passage(text)) == [text]


def test_a_quote_does_not_grow_past_what_is_readable() -> None:
    text = "De sluis heeft vier delen. " + " ".join(
        f"Ten {n}de is er een deel {'x' * 250}." for n in ("eerst", "twee", "der", "vier")
    )
    (quote,) = quotes("Welke delen heeft de sluis?", passage(text))
    assert len(quote) <= 900
    assert quote.endswith(".")


# in which order


def test_the_meeting_of_the_best_answer_comes_first_and_the_others_by_date() -> None:
    best = passage("De haven krijgt een sluis.", "Haven", JUNE)
    other = passage("De haven krijgt een sluis.", "Haven", MAY)
    found = answer("Krijgt de haven een sluis?", best, other)
    assert [citation.passage.date for citation in found.citations] == [JUNE, MAY]
    assert found.text.index("7 juni 2021") < found.text.index("3 mei 2021")


def test_quotes_under_one_topic_share_their_introduction() -> None:
    text = "De haven krijgt een sluis. De haven krijgt een brug. Een paard draaft. De haven krijgt een kade."
    found = answer("Wat krijgt de haven?", passage(text, "Haven"))
    assert found.text == (
        "In het LOVP van 3 mei 2021, onder ‘Haven’: “De haven krijgt een sluis.” [1] "
        "“De haven krijgt een brug.” [2] “De haven krijgt een kade.” [3]"
    )


def test_a_record_without_a_date_is_named_by_its_title() -> None:
    found = answer("Krijgt de haven een sluis?", passage("De haven krijgt een sluis.", day=None))
    assert found.text.startswith("In ‘LOVP brief’, onder ‘Overig’: “De haven")


def test_the_meeting_is_called_lovp_only_when_the_record_does() -> None:
    other = replace(passage("De haven krijgt een sluis."), title="Commissie haven")
    assert answer("Krijgt de haven een sluis?", other).text.startswith(
        "In het overleg van 3 mei 2021, onder ‘Overig’: "
    )


def test_an_overview_has_the_first_sentence_of_each_topic_in_order() -> None:
    parts = (
        passage("De stal is vol. De stal is oud.", "Stal", start=50),
        passage("De haven is dicht. De haven is oud.", "Haven"),
        passage("De haven is diep.", "Haven", start=90),
    )
    found = overview(Question("Wat is er besproken?"), hits_to_sentences([Hit(one, 0.0) for one in parts], []))
    assert found is not None
    assert [citation.quote for citation in found.citations] == ["De haven is dicht.", "De stal is vol."]
    assert found.short is None


def test_an_overview_of_many_topics_stops_at_eight_and_one_of_nothing_is_none() -> None:
    parts = [Hit(passage("De haven is dicht.", f"Topic {n}", start=n * 30), 0.0) for n in range(12)]
    found = overview(Question("Wat is er besproken?"), hits_to_sentences(parts, []))
    assert found is not None
    assert [citation.n for citation in found.citations] == list(range(1, 9))
    assert overview(Question("Wat is er besproken?"), []) is None


def test_agreements_in_general_are_told_newest_first() -> None:
    parts = (
        passage("Afgesproken is een sluis te bouwen. De haven is oud.", "Haven", MAY),
        passage("De boten varen. Afgesproken is een brug te bouwen.", "Boten", JUNE),
    )
    found = all_acts(Question("Welke afspraken zijn gemaakt?"), hits_to_sentences([Hit(one, 0.0) for one in parts], []))
    assert found is not None
    assert [citation.quote for citation in found.citations] == [
        "Afgesproken is een brug te bouwen.",
        "Afgesproken is een sluis te bouwen.",
    ]
    assert all_acts(Question("Welke toezeggingen zijn gedaan?"), hits_to_sentences([Hit(parts[0], 0.0)], [])) is None


@pytest.mark.parametrize(
    "following", ["Maar het geld ontbreekt.", "Dat is echter nog niet zeker.", "Dit is niet besloten."]
)
def test_a_sentence_that_is_taken_back_takes_along_the_one_that_does(following: str) -> None:
    text = f"De haven krijgt een sluis. {following}"
    assert quotes("Krijgt de haven een sluis?", passage(f"{text} De boten varen uit.")) == [text]


def test_two_meetings_that_do_not_agree_give_no_short_answer() -> None:
    old = passage("De sluis van de haven kost 5 miljoen euro.", day=MAY)
    new = passage("De sluis van de haven kost 7 miljoen euro.", day=JUNE)
    assert answer("Hoeveel geld kost de sluis van de haven?", old).short == "5 miljoen euro"
    found = answer("Hoeveel geld kost de sluis van de haven?", old, new)
    assert len(found.citations) == 2
    assert found.short is None
