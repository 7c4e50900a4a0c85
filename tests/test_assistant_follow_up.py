"""A follow-up is made to stand on its own in Dutch; what stands on its own is left alone."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.answer import Turn
from assistant.follow_up import Calendar, is_small_talk, standalone
from assistant.question import Records, understand
from index.search import Index
from index.vocabulary import Vocabulary

DRONES = "Wat is er gezegd over drones in het LOVP van oktober 2019?"
TASER = "Voor welke jaren is de financiering van de taser geregeld?"
PROMISE = "Wat heeft de staatssecretaris toegezegd over mensenhandel?"
CUT = "Hoe groot was de bezuiniging op de politie?"
CHIEF = "Wie werd korpschef na Erik Akerboom?"
FORCE = "Wat is er afgesproken over geweldsmiddelen voor agenten?"
FIREWORKS = "Wat is er gezegd over het vuurwerkverbod?"
NORM = "Wat vinden de regioburgemeesters van de norm voor wijkagenten?"
TODAY = date(2024, 5, 15)
SAME = ""  # it stands on its own already

CASES: list[tuple[tuple[str, ...], str, str]] = [
    ((FIREWORKS,), "Is toegezegd dat BOA’s geweldsmiddelen krijgen?", SAME),
    ((FIREWORKS,), "En in 2021?", "Wat is er gezegd over het vuurwerkverbod in 2021?"),
    ((FIREWORKS,), "En in mei 2020?", "Wat is er gezegd over het vuurwerkverbod in mei 2020?"),
    ((FIREWORKS,), "En sinds 2021?", "Wat is er gezegd over het vuurwerkverbod sinds 2021?"),
    ((FIREWORKS,), "En vorig jaar?", "Wat is er gezegd over het vuurwerkverbod vorig jaar?"),
    ((FIREWORKS,), "En in het laatste LOVP?", "Wat is er gezegd over het vuurwerkverbod in het laatste LOVP?"),
    ((DRONES,), "En in het LOVP van mei 2020?", "Wat is er gezegd over drones in het LOVP van mei 2020?"),
    ((DRONES,), "En in mei 2020?", "Wat is er gezegd over drones in het LOVP van mei 2020?"),
    ((DRONES,), "En in de vorige vergadering?", "Wat is er gezegd over drones in de vorige vergadering?"),
    (("Wat is er in 2020 besproken over corona?",), "En in 2021?", "Wat is er in 2021 besproken over corona?"),
    (("Wat is er in mei 2020 besproken over BOA’s?",), "En in oktober 2019?", "Wat is er in oktober 2019 besproken over BOA’s?"),
    (("Wat is er sinds 2021 gezegd over drones?",), "En voor de zomer van 2022?", "Wat is er voor de zomer van 2022 gezegd over drones?"),  # noqa: E501 - a row of the table
    (("Hoeveel geld was er in 2020 voor de politie?",), "En in 2021?", "Hoeveel geld was er in 2021 voor de politie?"),
    ((TASER,), "En voor 2022?", "Hoe zit het voor 2022 met de financiering van de taser?"),
    ((DRONES,), "En daarna?", "Wat is er na 31 oktober 2019 gezegd over drones?"),
    ((DRONES,), "En daarvoor?", "Wat is er vóór 1 oktober 2019 gezegd over drones?"),
    ((FIREWORKS,), "En daarna?", "Wat is er daarna gezegd over het vuurwerkverbod?"),
    ((DRONES,), "En later?", "Wat is er na 31 oktober 2019 gezegd over drones?"),
    ((PROMISE,), "En de korpschef?", "Wat heeft de korpschef toegezegd over mensenhandel?"),
    ((PROMISE,), "En de PG?", "Wat heeft de PG toegezegd over mensenhandel?"),
    ((FIREWORKS,), "En de minister?", "Wat zei de minister over het vuurwerkverbod?"),
    ((NORM,), "En de korpschef?", "Wat vindt de korpschef van de norm voor wijkagenten?"),
    ((PROMISE,), "En wat zei de PG?", "Wat zei de PG over mensenhandel?"),
    ((FIREWORKS,), "Wat vond de korpschef daarvan?", "Wat vond de korpschef van het vuurwerkverbod?"),
    ((FIREWORKS,), "Wat vindt de minister daarvan?", "Wat vindt de minister van het vuurwerkverbod?"),
    ((DRONES,), "Wat zei de korpschef daarover?", "Wat zei de korpschef over drones in het LOVP van oktober 2019?"),
    ((CUT,), "Wat vonden de regioburgemeesters daarvan?", "Wat vonden de regioburgemeesters van de bezuiniging op de politie?"),
    ((FORCE,), "En voor boa's?", "Wat is er afgesproken over geweldsmiddelen voor boa's?"),
    ((FORCE,), "En over corona?", "Wat is er afgesproken over corona?"),
    ((TASER,), "En bij de KMar?", "Hoe zit het bij de KMar met de financiering van de taser?"),
    (("Wie beslist er over de verdeling van agenten tussen de eenheden?",), "En binnen een eenheid?", "Hoe zit het binnen een eenheid met de verdeling van agenten tussen de eenheden?"),  # noqa: E501 - a row of the table
    (("Wat is er besproken in het LOVP van 28 oktober 2019?",), "En wat is daar besloten?", "Wat is er besloten in het LOVP van 28 oktober 2019?"),  # noqa: E501 - a row of the table
    (("Welke besluiten zijn er genomen?",), "En over de taser in 2019?", "Welke besluiten zijn er genomen over de taser in 2019?"),
    ((PROMISE,), "Is die toezegging nagekomen?", "Is de toezegging over mensenhandel nagekomen?"),
    ((FIREWORKS,), "Is dat overzicht verstuurd?", "Is dat overzicht verstuurd, als het gaat om het vuurwerkverbod?"),
    ((PROMISE,), "Wie zei dat?", "Wie zei dat over mensenhandel?"),
    ((DRONES,), "Wie zei dat?", "Wie zei dat over drones in het LOVP van oktober 2019?"),
    ((TASER,), "Hoeveel kostte dat?", "Hoeveel kostte de financiering van de taser?"),
    ((TASER,), "Geldt dat ook voor de KMar?", "Geldt de financiering van de taser ook voor de KMar?"),
    ((TASER,), "Wat kost dat?", "Wat kost de financiering van de taser?"),
    ((CUT,), "Wat betekent dat voor de wijken?", "Wat betekent de bezuiniging op de politie voor de wijken?"),
    ((PROMISE,), "Kun je daar meer over vertellen?", "Wat is er gezegd over mensenhandel?"),
    ((FIREWORKS,), "Vertel daar meer over.", "Wat is er gezegd over het vuurwerkverbod?"),
    ((FIREWORKS,), "Hoe gaat het daarmee?", "Hoe gaat het met het vuurwerkverbod?"),
    ((FIREWORKS,), "Is daar geld voor?", "Is er geld voor het vuurwerkverbod?"),
    ((TASER,), "Wie betaalt dat?", "Wie betaalt de financiering van de taser?"),
    ((TASER,), "En hoeveel krijgt de politie daarvoor van JenV?", "Hoeveel krijgt de politie voor de financiering van de taser van JenV?"),  # noqa: E501 - a row of the table
    ((FIREWORKS,), "Wat is daarover afgesproken?", "Wat is er over het vuurwerkverbod afgesproken?"),
    (("Krijgen boa's geweldsmiddelen?",), "Waarom niet?", "Waarom krijgen boa's geweldsmiddelen niet?"),
    (("Is toegezegd dat boa's wapens krijgen?",), "Waarom niet?", "Waarom is niet toegezegd dat boa's wapens krijgen?"),
    (("Gaat het vuurwerkverbod door?",), "Waarom?", "Waarom gaat het vuurwerkverbod door?"),
    ((TASER,), "Waarom?", "Waarom is de financiering van de taser geregeld?"),
    ((TASER,), "Sinds wanneer?", "Sinds wanneer is de financiering van de taser geregeld?"),
    ((CUT,), "Waarom?", "Waarom was de bezuiniging op de politie zo groot?"),
    ((CHIEF,), "Wanneer was dat?", "Wanneer werd iemand korpschef na Erik Akerboom?"),
    ((FIREWORKS,), "Wanneer was dat?", "Wanneer is er iets gezegd over het vuurwerkverbod?"),
    (("Is het onderzoek naar de sterkteverdeling klaar?",), "Wanneer dan?", "Wanneer is het onderzoek naar de sterkteverdeling klaar?"),  # noqa: E501 - a row of the table
    ((FIREWORKS,), "Door wie?", "Door wie is er iets gezegd over het vuurwerkverbod?"),
    ((PROMISE,), "Wanneer was dat?", "Wanneer was dat, als het gaat om mensenhandel?"),
    ((CHIEF,), "Wie is dat?", "Wie werd korpschef na Erik Akerboom?"),
    ((TASER,), "Hoeveel?", "Hoeveel, als het gaat om de financiering van de taser?"),
    ((TASER, "Hoeveel kostte dat?",), "Waarom?", "Waarom, als het gaat om de financiering van de taser?"),
    ((TASER, "Hoeveel kostte dat?", "Waarom?",), "En wie?", "Wie, als het gaat om de financiering van de taser?"),
    ((DRONES, "Wie zei dat?",), "En in mei 2020?", "Wie zei dat over drones in het LOVP van mei 2020?"),
    ((FIREWORKS, "En de minister?",), "En in 2021?", "Wat zei de minister over het vuurwerkverbod in 2021?"),
    ((FIREWORKS, "En de minister?", "En in 2021?",), "En de korpschef?", "Wat zei de korpschef over het vuurwerkverbod in 2021?"),
    ((TASER, "Dank je wel!",), "Hoeveel kostte dat?", "Hoeveel kostte de financiering van de taser?"),
    ((TASER, FIREWORKS,), "Wie zei dat?", "Wie zei dat over het vuurwerkverbod?"),
    ((TASER, FIREWORKS, "Bedankt",), "En in 2021?", "Wat is er gezegd over het vuurwerkverbod in 2021?"),
    (("Hallo", TASER,), "Waarom?", "Waarom is de financiering van de taser geregeld?"),
    ((TASER,), "Wat is er gezegd over vuurwerk?", SAME),
    ((TASER,), "Waarom is de wijkagent afgeschaft?", SAME),
    ((TASER,), "En wat is er gezegd over drones?", "Wat is er gezegd over drones?"),
    ((TASER,), "En hoe zit dat met bodycams?", "Hoe zit het met bodycams?"),
    ((TASER,), PROMISE, SAME),
    ((TASER,), "Hoeveel wijkagenten zijn er?", SAME),
    ((TASER,), "Is er iets over drones gezegd?", SAME),
    ((TASER,), "Welke oorzaken zijn er voor de achterstand bij cybercrime?", SAME),
    ((TASER,), "Dank je", SAME),
    ((TASER,), "Goedemorgen", SAME),
    ((TASER,), "Wat is er besproken in het laatste LOVP?", SAME),
    ((TASER,), "Wie is de korpschef?", SAME),
    ((DRONES,), "Wat zijn de plannen van de minister?", SAME),
    ((FIREWORKS,), "Wat is het standpunt van de minister over de wijkagent?", SAME),
    ((FIREWORKS,), "Komt het onderzoek naar de sterkteverdeling terug?", SAME),
    ((FIREWORKS,), "Heeft de politie dit jaar genoeg agenten?", SAME),
    (("Wie is de korpschef?",), "En wie was dat daarvoor?", "Wie was daarvoor de korpschef?"),
    ((NORM,), "Wanneer komt er een besluit?", "Wanneer komt er een besluit, als het gaat om de norm voor wijkagenten?"),
    ((PROMISE,), "Hoe maak je mayonaise?", SAME),
    ((PROMISE,), "Wat zijn de gevolgen?", "Wat zijn de gevolgen, als het gaat om mensenhandel?"),
    ((PROMISE,), "Welke oorzaken zijn er?", "Welke oorzaken zijn er, als het gaat om mensenhandel?"),
    ((PROMISE,), "Wat zijn de gevolgen van de bezuiniging?", SAME),
    ((PROMISE,), "Wat eten pinguïns?", SAME),
    ((PROMISE,), "Waarom blaffen honden?", SAME),
    ((PROMISE,), "Wordt cannabis gelegaliseerd?", SAME),
    ((PROMISE,), "Mogen agenten hoofddoekjes dragen?", SAME),
    ((PROMISE,), "Is pizza gezond?", SAME),
    ((DRONES,), "Kregen agenten beschermingsmiddelen?", SAME),
    (("Wat speelt er rond boa's?",), "Krijgen ze wapenstokken?", "Krijgen boa's wapenstokken?"),
    ((PROMISE,), "Wie coördineert?", "Wie coördineert, als het gaat om mensenhandel?"),
    ((PROMISE,), "Wie gaat lobbyen?", "Wie gaat lobbyen, als het gaat om mensenhandel?"),
    ((PROMISE,), "Wie is verantwoordelijk?", "Wie is verantwoordelijk, als het gaat om mensenhandel?"),
    ((PROMISE,), "Is er draagvlak?", "Is er draagvlak, als het gaat om mensenhandel?"),
    ((PROMISE,), "Was iedereen akkoord?", "Was iedereen akkoord, als het gaat om mensenhandel?"),
    ((PROMISE,), "Is het goedgekeurd?", "Is het goedgekeurd, als het gaat om mensenhandel?"),
    ((PROMISE,), "Is dat haalbaar?", "Is dat haalbaar, als het gaat om mensenhandel?"),
    ((PROMISE,), "Wie gaat het uitvoeren?", "Wie gaat het uitvoeren, als het gaat om mensenhandel?"),
    ((PROMISE,), "Werkt het?", "Werkt het, als het gaat om mensenhandel?"),
]  # fmt: skip


@pytest.fixture(scope="module")
def records(example_index: Index) -> Records:
    """The example records, on a day of this test's own."""
    return Records(example_index.vocabulary, example_index.store.meeting_days(), example_index.snapshot().topics, TODAY)


def understood(records: Records, message: str, *earlier: str) -> str:
    return understand(message, [Turn("user", one) for one in earlier], records).question.text


@pytest.mark.parametrize(("earlier", "message", "expected"), CASES)
def test_a_follow_up_takes_from_the_question_before_what_it_leaves_out(
    records: Records, earlier: tuple[str, ...], message: str, expected: str
) -> None:
    assert understood(records, message, *earlier) == (expected or message)


@pytest.mark.parametrize(("earlier", "message", "expected"), CASES)
def test_what_was_made_to_stand_on_its_own_is_understood_the_same_by_itself(
    records: Records, earlier: tuple[str, ...], message: str, expected: str
) -> None:
    followed = understand(message, [Turn("user", one) for one in earlier], records)
    assert understand(followed.question.text, [], records) == followed


@pytest.mark.parametrize("message", ["En de minister?", "Waarom?", "En in 2021?", "Wie zei dat?", "Dank je"])
def test_a_follow_up_of_nothing_or_of_thanks_is_left_alone(records: Records, message: str) -> None:
    assert understood(records, message) == message
    assert understood(records, message, "Dank je wel!", "Hallo") == message


@pytest.mark.parametrize("text", ["Dank je", "Bedankt!", "Hartelijk dank", "Goedemorgen", "ok", "Top, dank u wel"])
def test_thanks_and_greetings_ask_nothing(text: str) -> None:
    assert is_small_talk(text)


@pytest.mark.parametrize("text", ["Prima, en de minister?", "Wat is er?", "Dag van de wijkagent, wat is dat?", TASER])
def test_a_question_is_no_small_talk(text: str) -> None:
    assert not is_small_talk(text)


WORDS = st.sampled_from(
    "En Maar Waarom Wie zei dat daarvan de minister korpschef in 2021 over drones voor boa's niet ? Hoeveel kostte het LOVP "
    "van mei 2020 daarna Wat is er dit die taser , het laatste sinds als om gaat".split()
)
MESSAGES = st.lists(WORDS | st.text(max_size=5), max_size=10).map(" ".join)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
@given(before=MESSAGES | st.sampled_from([DRONES, TASER, PROMISE, CUT, CHIEF]), message=MESSAGES)
def test_no_turns_at_all_make_it_crash_and_once_is_enough(records: Records, before: str, message: str) -> None:
    once = understood(records, message, before)
    assert understood(records, once) == once


@given(before=st.text(max_size=20), message=st.text(max_size=20))
def test_without_any_records_nothing_crashes(before: str, message: str) -> None:
    empty = Vocabulary.of(0, {})
    made = standalone(before, message, empty, Calendar([], TODAY))
    assert isinstance(made, str)
