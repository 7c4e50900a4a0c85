"""What a question wants, by how it is put."""

import pytest

from assistant.kind import Kind, asked_for
from assistant.wanted import Wanted, act, question_to_wanted
from index.concepts import question_concepts
from index.search import Index

ASKED = {
    Kind.YEAR: (
        "Voor welke jaren is de financiering van de taser geregeld?",
        "In welk jaar stijgt de bezetting weer?",
        "Vanaf welk begrotingsjaar moet er dekking zijn?",
        "Welke jaartallen staan in het besluit?",
    ),
    Kind.DATE: (
        "Wanneer komt het vuurwerkverbod terug?",
        "Tot wanneer zijn de hulpofficieren uitgesteld?",
        "Tot hoe lang loopt de proef?",
    ),
    Kind.DAY: ("Op welke datum is de brief gestuurd?", "Welke dag was het debat?"),
    Kind.TIME: ("Hoe laat begint het overleg?", "Op welk tijdstip is dat?"),
    Kind.DURATION: ("Hoe lang duurt het?", "Hoelang krijgt de politie het niet?"),
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
    Kind.EXTENT: ("Hoe hoog is het ziekteverzuim?", "Hoe ver is het plan?"),
    Kind.PERSON: (
        "Wie volgt Akerboom op?",
        "Door wie is de agenda overhandigd?",
        "En wie was de voorzitter?",
        "Hoe heet de korpschef?",
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
    Kind.PLACE: (
        "Waar is de steiger beschadigd?",
        "In welke stad was de storm?",
        "Where was the storm?",
    ),
    Kind.LIST: (
        "Welke oorzaken noemde de korpschef?",
        "Welke vier maatregelen zijn er genomen?",
        "Noem de maatregelen tegen de storm.",
    ),
    Kind.OPEN: (
        "Waar hangt de prijs van af?",
        "Waar moet dat geld vandaan komen?",
        "Met wie is dat besproken?",
        "Blijft de haven open of gaat hij dicht?",
        "Wat is er afgesproken over vuurwerk?",
        "Hoe reageerden de burgemeesters?",
        "Is de bezuiniging blijvend of eenmalig?",  # no yes and no no
        "mensenhandel",
        "",
    ),
}


@pytest.mark.parametrize(("kind", "question"), [(kind, one) for kind, questions in ASKED.items() for one in questions])
def test_what_a_question_asks_for_is_read_from_how_it_is_put(kind: Kind, question: str) -> None:
    assert asked_for(question) is kind


def test_no_kind_of_question_is_left_untried() -> None:
    assert set(ASKED) == set(Kind)


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


def wanted(index: Index, question: str) -> tuple[Wanted, dict[int | None, str]]:
    """What a question to the example records wants, and the words of its concepts by their number."""
    concepts = question_concepts(question, index.vocabulary)
    return question_to_wanted(question, concepts), {n: concept.asked for n, concept in enumerate(concepts)}


@pytest.mark.parametrize(
    ("question", "speaker"),
    [
        ("Wat zei de korpschef over drones?", "korpschef"),
        ("Wat vinden de regioburgemeesters van de bezuiniging?", "regioburgemeesters"),
        ("Hoe reageerde de Minister?", "Minister"),
        ("Wat heeft de staatssecretaris toegezegd over mensenhandel?", "staatssecretaris"),
        ("Wat was de reactie van de burgemeesters?", "burgemeesters"),
        ("Wat vroeg mevrouw Halsema?", "Halsema"),
        ("Wat heeft de staatssecretaris?", None),
        ("Wat is er besloten over drones?", None),
        ("Is de korpschef tevreden?", None),
    ],
)
def test_whose_words_are_asked_for(example_index: Index, question: str, speaker: str | None) -> None:
    found, asked = wanted(example_index, question)
    assert asked.get(found.speaker) == speaker


@pytest.mark.parametrize(
    ("question", "doer"),
    [
        ("Wat doet de korpschef om meer mensen in te zetten?", "korpschef"),
        ("Komt er volgens de DG een regeling?", "DG"),
        ("Wat is er besloten over drones?", None),
    ],
)
def test_whose_deeds_and_views_are_asked_for(example_index: Index, question: str, doer: str | None) -> None:
    found, asked = wanted(example_index, question)
    assert asked.get(found.doer) == doer


@pytest.mark.parametrize(
    ("question", "required"),
    [
        ("Welke salarisverhoging krijgt de politie?", {"salarisverhoging"}),
        ("Wat is de norm voor wijkagenten?", {"norm"}),
        ("Hoeveel wijkagenten komen er in Rotterdam?", {"wijkagenten"}),
        ("Is er een vuurwerkverbod in Rotterdam?", {"vuurwerkverbod"}),
        ("En het vuurwerk (over de bezuiniging op de politie)?", {"vuurwerk"}),
        ("Hoeveel geld krijgt de politie?", set()),  # money has many names
        ("Hoe groot was de bezuiniging op de politie?", set()),
    ],
)
def test_what_an_answer_cannot_do_without(example_index: Index, question: str, required: set[str]) -> None:
    found, asked = wanted(example_index, question)
    assert {asked[n] for n in found.required} == required


@pytest.mark.parametrize(
    ("question", "counted"),
    [
        ("Hoeveel wijkagenten krijgt de politie?", "wijkagenten"),
        ("Hoeveel extra wijkagenten krijgt de politie?", "wijkagenten"),
        ("Wat is er gezegd over wijkagenten?", None),
    ],
)
def test_what_is_counted_is_the_noun_behind_how_many(example_index: Index, question: str, counted: str | None) -> None:
    found, asked = wanted(example_index, question)
    assert asked.get(found.counted) == counted


def test_who_holds_an_office_is_another_question_than_who_did_something(example_index: Index) -> None:
    assert wanted(example_index, "Wie is de nieuwe korpschef?")[0].names_role
    assert not wanted(example_index, "Wie volgt de korpschef op?")[0].names_role


def test_the_words_of_the_question_are_known_as_such(example_index: Index) -> None:
    assert {"bezuiniging", "144", "miljoen"} <= wanted(example_index, "Is de bezuiniging van 144 miljoen nieuw?")[
        0
    ].asked
