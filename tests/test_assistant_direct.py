"""Which literal words of a sentence answer a question: only those that can't be mistaken."""

import re

import pytest

from assistant.choose import short
from assistant.direct import candidates, subject
from assistant.evidence import hits_to_sentences
from assistant.verdict import denies_promise, gives_reason, yes_or_no
from assistant.wanted import question_to_wanted
from index.concepts import question_concepts
from index.dutch import fold
from index.records import Hit, Passage, Span
from index.vocabulary import Vocabulary


def answers(question: str, sentence: str) -> tuple[list[str], str | None]:
    """The words of a sentence that may answer a question, and those that are its short answer."""
    words = {fold(word) for word in re.findall(r"\w+", f"{sentence} {question}")}
    concepts = question_concepts(question, Vocabulary.of(20, dict.fromkeys(words, 1)))
    span = Span(0, len(sentence))
    passage = Passage("verslag:0-1", "verslag", "Verslag", None, "Overig", None, None, span, sentence)
    (found,) = hits_to_sentences([Hit(passage, 1.0)], concepts)
    wanted = question_to_wanted(question, concepts)
    counted = None if wanted.counted is None else found.own.get(wanted.counted)
    literal = candidates(wanted, sentence, found.matched, counted.span if counted else None)
    best = short(wanted, found)
    return [one.of(sentence) for one in literal], None if best is None else " ".join(best.of(sentence).split())


def span_of(sentence: str, word: str) -> Span:
    start = sentence.index(word)
    return Span(start, start + len(word))


SHORT = (
    # years: a pair, a list and a range stay whole
    ("Voor welke jaren is dat geregeld?", "Het is geregeld voor 2020 en 2021.", "2020 en 2021"),
    ("Voor welke jaren is dekking nodig?", "Er is dekking nodig voor 2022, 2023 en 2024.", "2022, 2023 en 2024"),
    ("Voor welke jaren geldt dit?", "Dit geldt van 2020 tot en met 2025.", "2020 tot en met 2025"),
    ("Voor welke jaren geldt dit?", "Dit geldt voor 2019–2022.", "2019–2022"),
    ("Vanaf welk jaar loopt het plan?", "In 2018 was er niets; het plan loopt vanaf 2021.", "2021"),
    ("Voor welke jaren geldt dit?", "Dit geldt voor 144 agenten.", None),
    # amounts: with their currency, their scale and how lasting they are
    ("Hoeveel reserveert de politie?", "De politie reserveert 5 mln. structureel.", "5 mln. structureel"),
    ("Hoe hoog zijn de kosten?", "De kosten zijn € 12.625 miljoen per jaar.", "€ 12.625 miljoen"),
    ("Om welk bedrag gaat het?", "Het gaat om EUR 7,1 miljoen.", "EUR 7,1 miljoen"),
    ("Wat kost een taser?", "Een taser kost €45.000 per stuk.", "€45.000"),
    ("Hoeveel kost een taser?", "Een taser kost 45.000 euro.", "45.000 euro"),
    ("Hoeveel geld krijgt de politie?", "De politie krijgt 5 miljoen\neuro.", "5 miljoen euro"),
    ("Hoeveel geld is er?", "Er is 10 miljoen aan structurele middelen.", "10 miljoen"),
    ("Hoeveel geld krijgt de politie?", "De politie krijgt in 2021 144 agenten.", None),
    # numbers: with the noun that was asked for
    ("Hoeveel fte scheelt het?", "Voluit gaat het dan om 135 fte.", "135 fte"),
    ("Hoeveel inwoners heeft een wijkagent?", "De norm is één wijkagent per 5.000 inwoners.", "5.000 inwoners"),
    ("Hoeveel oorzaken zijn er?", "De korpschef noemde vier nieuwe oorzaken.", "vier nieuwe oorzaken"),
    ("Hoeveel oorzaken zijn er?", "De oorzaken zijn: 1. de aanvragen; 2. verdringing.", None),  # numbers of a list
    ("Hoeveel oorzaken zijn er?", "Er zijn oorzaken als 1. de aanvragen en 2. verdringing.", None),
    ("Hoeveel oorzaken zijn er?", "1. Oorzaken zijn er genoeg.", None),
    ("Hoeveel agenten zijn er tekort?", "In 2019 waren er agenten tekort.", None),  # a year
    ("Hoeveel agenten komen er?", "Er is 5 miljoen euro voor agenten.", None),  # an amount
    ("Hoeveel agenten komen er?", "Op 12 mei 2021 komen er agenten bij.", None),  # part of a date
    ("Hoeveel agenten komen er?", "Op 12 plaatsen was er geen woord over de agenten.", None),  # too far off
    # dates: whole, without their year, or relative
    ("Wanneer is de brief gestuurd?", "Op 27 juni 2019 is de brief gestuurd.", "27 juni 2019"),
    ("Op welke dag wordt het plan besproken?", "Het plan wordt op 19 april besproken.", "19 april"),
    ("Wanneer komt het onderwerp terug?", "Het onderwerp komt in september terug.", "september"),
    ("Wanneer valt het besluit?", "Het besluit valt in september.", "september"),
    ("Wanneer volgen de maatregelen?", "De maatregelen volgen voor de zomer.", "voor de zomer"),
    ("Wanneer volgen de maatregelen?", "De maatregelen volgen vóór de zomer.", "vóór de zomer"),
    ("Wanneer verschijnt het rapport?", "Medio februari 2020 verschijnt het rapport.", "Medio februari 2020"),
    ("Wanneer komt het plan?", "Het plan komt in het volgende LOVP.", "het volgende LOVP"),
    ("Wanneer komt de analyse?", "De analyse komt op korte termijn.", "op korte termijn"),
    ("Tot wanneer zijn zij uitgesteld?", "De hulpofficieren zijn uitgesteld tot 2025.", "2025"),
    ("Op welke datum komt het plan?", "Het plan komt in 2025.", None),  # no day
    ("Hoe laat begint het overleg?", "Het overleg begint om 10.30 uur.", "10.30 uur"),
    # people: names, no roles, and not the capital that opens a sentence
    ("Wie overhandigde de agenda?", "Femke Halsema overhandigde de agenda.", "Femke Halsema"),
    ("Wie kreeg de agenda?", "De agenda ging naar Gerrit van der Burg, die hem ook kreeg.", "Gerrit van der Burg"),
    ("Van wie is de agenda?", "De agenda is van Gerrit van der Burg.", "Gerrit van der Burg"),
    ("Wie ging in op de agenda?", "Van Eck ging in op de agenda.", "Van Eck"),
    ("Wie is vermoord?", "Na de moord op advocaat Wiersum, die is vermoord, steeg de dreiging.", "Wiersum"),
    ("Wie overhandigde de agenda?", "De Korpschef overhandigde de agenda.", "De Korpschef"),
    ("Wie kreeg de brief?", "Burgemeesters kregen de brief.", None),
    ("Wie was de korpschef?", "Korpschef Henk van Essen sprak met Femke Halsema.", "Henk van Essen"),
    ("Wie is de korpschef?", "Korpschef Henk van Essen sprak met Femke Halsema.", None),  # perhaps no longer
    # how long, how high
    ("Hoe lang duurt het?", "Het duurt zes jaar.", "zes jaar"),
    ("Hoe hoog is het verzuim?", "Het verzuim is 7,1 procent.", "7,1 procent"),
    # questions that have no short answer
    ("Waarom kreeg Femke Halsema geld?", "Femke Halsema kreeg in 2020 geld omdat er 5 miljoen was.", None),
    ("Wat kreeg Femke Halsema?", "Femke Halsema kreeg in 2020 5 miljoen euro.", None),
)


@pytest.mark.parametrize(("question", "sentence", "expected"), SHORT)
def test_the_short_answer_is_the_literal_words_that_were_asked_for(
    question: str, sentence: str, expected: str | None
) -> None:
    assert answers(question, sentence)[1] == expected


def test_what_can_be_mistaken_is_no_short_answer() -> None:
    sentence = "De bezuiniging is 144 miljoen euro, en de korting 33 miljoen euro."
    found, best = answers("Hoeveel geld kost het?", sentence)
    assert found == ["144 miljoen euro", "33 miljoen euro"]
    assert best is None


def test_of_two_amounts_the_one_that_the_question_points_at_is_taken() -> None:
    lasting = "De politie krijgt 5 mln. structureel en 7 mln. incidenteel."
    assert answers("Hoeveel geld krijgt de politie incidenteel?", lasting)[1] == "7 mln. incidenteel"
    by_year = "De politie krijgt in 2021 5 miljoen, en in een later jaar, namelijk 2024, 7 miljoen."
    assert answers("Hoeveel geld krijgt de politie in 2021?", by_year)[1] == "5 miljoen"
    assert answers("Hoeveel geld krijgt de politie in 2024?", by_year)[1] == "7 miljoen"


def test_words_of_the_question_are_no_answer_to_it() -> None:
    found, best = answers("Is de bezuiniging van 144 miljoen groot, hoeveel geld is het?", "Het is 144 miljoen.")
    assert (found, best) == ([], None)
    found, best = answers("Wie volgt Erik Akerboom op?", "Erik Akerboom geeft het over aan Henk van Essen.")
    assert found == ["Henk van Essen"]


def test_what_somebody_wishes_is_not_yet_so() -> None:
    wish = "De burgemeesters willen dat de politie 5 miljoen euro krijgt."
    assert answers("Hoeveel geld krijgt de politie?", wish)[1] is None
    assert answers("Hoeveel geld willen de burgemeesters dat de politie krijgt?", wish)[1] == "5 miljoen euro"


def test_a_promise_that_is_denied() -> None:
    assert denies_promise("Daarmee is nadrukkelijk niet toegezegd dat zij wapens krijgen.")
    assert denies_promise("Dit is geen toezegging.")
    assert not denies_promise("Er is een analyse toegezegd, maar nog niet klaar.")


VERDICTS = (
    ("De financiering is geregeld.", "geregeld", True),
    ("De financiering is niet geregeld.", "geregeld", False),
    ("Er is nooit iets geregeld.", "geregeld", False),
    ("Daarmee is niet toegezegd dat zij wapens krijgen.", "toegezegd", False),
    ("Daarmee is niet toegezegd dat zij wapens krijgen.", "krijgen", None),  # denied is the promise, not the getting
    ("De indicatoren worden verlengd, zolang er geen nieuwe zijn.", "verlengd", None),
    ("Er zijn geen nieuwe, maar de oude worden verlengd.", "verlengd", None),
    ("Er is een voorgenomen besluit genomen.", "genomen", None),
    ("De regeling is vastgesteld, mits de bonden instemmen.", "vastgesteld", None),
)


@pytest.mark.parametrize(("sentence", "verb", "verdict"), VERDICTS)
def test_yes_and_no_are_said_only_when_the_clause_itself_says_so(
    sentence: str, verb: str, verdict: bool | None
) -> None:
    assert yes_or_no(sentence, span_of(sentence, verb)) is verdict


def test_a_sentence_without_the_verb_that_was_asked_about_affirms_nothing() -> None:
    assert yes_or_no("De financiering is geregeld.", None) is None


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("De Korpschef lichtte dat toe.", "De Korpschef"),
        ("Volgens de DG wordt de regeling uitgewerkt.", "de DG"),
        ("De Politiechef van de\nLandelijke Eenheid sprak.", "De Politiechef van de Landelijke Eenheid"),
        ("Het LOVP stemde ermee in.", "Het LOVP"),
        ("Het LOVP van 20 juni 2022 is niet doorgegaan.", None),  # the meeting, nobody who acts
        ("Zij zegde een analyse toe.", None),
    ],
)
def test_the_role_with_which_a_sentence_opens(sentence: str, expected: str | None) -> None:
    found = subject(sentence)
    assert (found and " ".join(found.of(sentence).split())) == expected


def test_a_reason_is_given_in_so_many_words_or_not_at_all() -> None:
    assert gives_reason("Dat komt doordat sociale media sneller zijn.")
    assert not gives_reason("Mensenhandel blijft achter.")
    assert gives_reason("Dat is bedoeld om de werkdruk te verlagen.")
    assert not gives_reason("Het gaat om 144 miljoen euro.")
