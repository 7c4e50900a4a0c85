"""What a question asks for, and which literal words of a sentence are that."""

import pytest

from assistant.direct import Kind, act, actor, asked_for, gives_reason, is_subject, offers, yes_or_no
from index.records import Span

ASKED = {
    Kind.YEAR: (
        "Voor welke jaren is de financiering van de taser geregeld?",
        "In welk jaar stijgt de bezetting weer?",
        "Vanaf welk begrotingsjaar moet er dekking zijn?",
        "Welke jaartallen staan in het besluit?",
    ),
    Kind.DATE: (
        "Wanneer komt het vuurwerkverbod terug?",
        "Op welke datum is de brief gestuurd?",
        "Tot wanneer zijn de hulpofficieren uitgesteld?",
        "Tot hoe lang loopt de proef?",
    ),
    Kind.MEETING: (
        "In welk LOVP is de taser besproken?",
        "Op welke vergadering ging het over drones?",
        "Wanneer is de taser besproken?",
        "Wanneer kwam de Veiligheidsagenda aan de orde?",
    ),
    Kind.AMOUNT: (
        "Hoeveel geld krijgt de politie?",
        "Hoeveel kost de taser?",
        "wat kost de taser",
        "Hoe duur is het stroomstootwapen?",
        "Hoe groot was de bezuiniging op de politie?",
        "Om welk bedrag gaat het?",
        "Hoeveel miljoen gaat naar de basis?",
    ),
    Kind.NUMBER: (
        "Hoeveel fte scheelt het?",
        "Hoeveel wijkagenten komen er?",
        "Hoe vaak komt het LOVP bijeen?",
        "Welk percentage is de bandbreedte?",
    ),
    Kind.EXTENT: ("Hoe lang duurt het?", "Hoe hoog is het ziekteverzuim?", "Hoelang krijgt de politie het niet?"),
    Kind.PERSON: (
        "Wie volgt Akerboom op?",
        "Door wie is de agenda overhandigd?",
        "En wie was de voorzitter?",
        "Welke personen spraken over polarisatie?",
    ),
    Kind.BODY: ("Welke organisaties hebben kritiek?", "Welke gemeente doet mee?", "Welk bedrijf levert de taser?"),
    Kind.REASON: (
        "Waarom blijft mensenhandel achter?",
        "Hoe komt het dat mensenhandel achterblijft?",
        "Wat is de reden van het uitstel?",
    ),
    Kind.YES_NO: (
        "Is de financiering geregeld?",
        "Heeft het LOVP ingestemd?",
        "Krijgen BOA’s wapens?",
        "En is dat al besloten?",
    ),
    Kind.OPEN: (
        "Wat is er afgesproken over vuurwerk?",
        "Welke oorzaken noemde de korpschef?",
        "Hoe reageerden de burgemeesters?",
        "mensenhandel",
        "",
    ),
}


@pytest.mark.parametrize(("kind", "question"), [(kind, one) for kind, questions in ASKED.items() for one in questions])
def test_what_a_question_asks_for_is_read_from_how_it_is_put(kind: Kind, question: str) -> None:
    assert asked_for(question) is kind


def test_no_kind_of_question_is_left_untried() -> None:
    assert set(ASKED) == set(Kind)


def offered(kind: Kind, sentence: str, *matched: str, asked: tuple[str, ...] = ()) -> str | None:
    """What a sentence offers when the words `matched` were found in it."""
    return offers(kind, sentence, [span_of(sentence, word) for word in matched], asked)


def span_of(sentence: str, word: str) -> Span:
    start = sentence.index(word)
    return Span(start, start + len(word))


OFFERED = (
    # years: a pair, a list and a range stay whole
    (Kind.YEAR, "De financiering is geregeld voor 2020 en 2021.", "financiering", "2020 en 2021"),
    (Kind.YEAR, "Er is dekking nodig voor 2022, 2023 en 2024.", "dekking", "2022, 2023 en 2024"),
    (Kind.YEAR, "Dit geldt van 2020 tot en met 2025.", "geldt", "2020 tot en met 2025"),
    (Kind.YEAR, "Dit geldt voor 2019–2022.", "geldt", "2019–2022"),
    (Kind.YEAR, "In 2018 was er niets; het plan loopt tot in 2021.", "loopt", "2021"),
    (Kind.YEAR, "De financiering is geregeld voor 144 agenten.", "financiering", None),
    # amounts: with their currency, their scale and how lasting they are
    (
        Kind.AMOUNT,
        "De politie reserveert vanaf 2021 5 mln. structureel in de begroting.",
        "reserveert",
        "5 mln. structureel",
    ),
    (Kind.AMOUNT, "De kosten zijn € 12.625 miljoen per jaar.", "kosten", "€ 12.625 miljoen"),
    (Kind.AMOUNT, "Het gaat om EUR 7,1 miljoen.", "gaat", "EUR 7,1 miljoen"),
    (Kind.AMOUNT, "Een taser kost €45.000 per stuk.", "kost", "€45.000"),
    (Kind.AMOUNT, "Een taser kost 45.000 euro.", "kost", "45.000 euro"),
    (Kind.AMOUNT, "De politie krijgt incidenteel 5 miljoen\neuro.", "krijgt", "5 miljoen euro"),
    (
        Kind.AMOUNT,
        "De bezuiniging van 144 miljoen euro telt 111 miljoen en 33 miljoen.",
        "bezuiniging",
        "144 miljoen euro",
    ),
    (Kind.AMOUNT, "Er werken 144 agenten in 2021.", "agenten", None),
    # numbers: with the noun that was asked for
    (Kind.NUMBER, "Voluit gaat het dan om 135 fte.", "fte", "135 fte"),
    (Kind.NUMBER, "De norm is één wijkagent per 5.000 inwoners.", "inwoners", "5.000 inwoners"),
    (Kind.NUMBER, "De korpschef noemde vier nieuwe oorzaken.", "oorzaken", "vier nieuwe oorzaken"),
    (Kind.NUMBER, "Zij beginnen met een bandbreedte van 2%.", "bandbreedte", "2%"),
    (Kind.NUMBER, "Er zijn oorzaken: 1. de aanvragen; 2. verdringing.", "oorzaken", None),  # numbers of a list
    (Kind.NUMBER, "1. Oorzaken zijn er genoeg.", "Oorzaken", None),
    (Kind.NUMBER, "In 2019 waren er agenten tekort.", "agenten", None),  # a year
    (Kind.NUMBER, "Er is 5 miljoen euro voor agenten.", "agenten", None),  # an amount
    (Kind.NUMBER, "Op 12 plaatsen was er geen woord over de nieuwe wijkagenten.", "wijkagenten", None),  # too far off
    # dates: whole, without their year, or relative
    (Kind.DATE, "Zij hebben op 27 juni 2019 een brief gestuurd.", "brief", "27 juni 2019"),
    (Kind.DATE, "Het plan wordt op 19 april besproken.", "plan", "19 april"),
    (Kind.DATE, "Dit onderwerp komt in september terug.", "onderwerp", "september"),
    (Kind.DATE, "De maatregelen volgen voor de zomer.", "maatregelen", "voor de zomer"),
    (Kind.DATE, "Medio februari 2020 verschijnt een rapport.", "rapport", "Medio februari 2020"),
    (Kind.DATE, "Het plan komt in het volgende LOVP.", "plan", "het volgende LOVP"),
    (Kind.DATE, "Er komt op korte termijn een analyse.", "analyse", "op korte termijn"),
    (Kind.DATE, "De hulpofficieren zijn uitgesteld tot 2025.", "uitgesteld", "2025"),
    (Kind.DATE, "Een planning is er nog niet.", "planning", None),
    # people and bodies: names, not roles and not the capital that opens a sentence
    (Kind.PERSON, "Femke Halsema overhandigde de agenda.", "agenda", "Femke Halsema"),
    (Kind.PERSON, "De agenda is van Gerrit van der Burg.", "agenda", "Gerrit van der Burg"),
    (Kind.PERSON, "Na de moord op advocaat Wiersum steeg de dreiging.", "moord", "Wiersum"),
    (Kind.PERSON, "De Tweede Kamer kreeg een brief.", "brief", None),
    (Kind.PERSON, "Burgemeesters kregen een brief.", "brief", None),
    (Kind.BODY, "Het ministerie van OCW is erbij betrokken.", "betrokken", "OCW"),
    (Kind.BODY, "Het LOVP is erbij betrokken.", "betrokken", None),
    # how long, how high
    (Kind.EXTENT, "Het duurt naar verwachting tot 2023.", "duurt", "2023"),
    (Kind.EXTENT, "Het verzuim is 7,1 procent.", "verzuim", "7,1 procent"),
)


@pytest.mark.parametrize(("kind", "sentence", "matched", "expected"), OFFERED)
def test_a_sentence_offers_its_literal_words_of_that_kind(
    kind: Kind, sentence: str, matched: str, expected: str | None
) -> None:
    assert offered(kind, sentence, matched) == expected


@pytest.mark.parametrize("kind", [Kind.OPEN, Kind.YES_NO, Kind.REASON, Kind.MEETING])
def test_a_question_without_a_short_answer_is_offered_none(kind: Kind) -> None:
    assert offered(kind, "In 2020 kreeg Femke Halsema op 1 mei 5 miljoen euro.", "kreeg") is None


def test_words_of_the_question_are_no_answer_to_it() -> None:
    sentence = "De bezuiniging van 144 miljoen telt 111 miljoen en 33 miljoen."
    assert offered(Kind.AMOUNT, sentence, "bezuiniging") == "144 miljoen"
    assert offered(Kind.AMOUNT, sentence, "bezuiniging", asked=("144", "miljoen")) == "111 miljoen"


def test_of_two_amounts_the_one_nearest_to_what_was_asked_is_taken() -> None:
    sentence = "De politie reserveert 5 miljoen en ontvangt 7 miljoen van het ministerie."
    assert offered(Kind.AMOUNT, sentence, "reserveert") == "5 miljoen"
    assert offered(Kind.AMOUNT, sentence, "ontvangt") == "7 miljoen"


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
    ("text", "expected"),
    [
        ("Wat heeft de minister beloofd?", "toezegging"),
        ("Zij zegde toe dat er een analyse komt.", "toezegging"),
        ("Wat is er afgesproken over vuurwerk?", "afspraak"),
        ("Het LOVP stemde ermee in.", "afspraak"),
        ("Het LOVP ging akkoord met de doelstellingen.", "afspraak"),
        ("Er is een besloten deel ingelast.", None),
        ("Hij sprak over drones.", None),
        ("", None),
    ],
)
def test_an_agreement_and_a_promise_are_told_apart(text: str, expected: str | None) -> None:
    assert act(text) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Wat zei de korpschef over drones?", "de korpschef"),
        ("Wat vinden de regioburgemeesters van de bezuiniging?", "de regioburgemeesters"),
        ("Hoe reageerde de Minister?", "de Minister"),
        ("Welke toezegging deed de staatssecretaris?", "de staatssecretaris"),
        ("Wat heeft de minister aan de korpschef gevraagd?", "de minister"),
        ("Wat is er besloten?", None),
        ("Is de korpschef tevreden?", None),
    ],
)
def test_whose_words_or_deeds_are_asked_for(question: str, expected: str | None) -> None:
    assert actor(question) == expected


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
    assert is_subject(sentence) == expected


def test_a_reason_is_given_in_so_many_words_or_not_at_all() -> None:
    assert gives_reason("Dat komt doordat sociale media sneller zijn.")
    assert not gives_reason("Mensenhandel blijft achter.")


@pytest.mark.xfail(strict=True, reason="index.dates takes the full stop behind a month that is not cut short")
def test_the_end_of_the_sentence_is_no_part_of_a_date() -> None:
    assert offered(Kind.DATE, "Het besluit valt in september.", "besluit") == "september"
