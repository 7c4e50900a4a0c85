"""The gates: what a source bears out passes, and each way of saying something else has its class and a reason in Dutch."""

from datetime import date

import pytest

from assistant.answer import Fault
from assistant.gates import checked
from index.records import Passage, Span


def passage(n: int, topic: str, text: str, speaker: str | None = None, day: date = date(2031, 5, 12)) -> Passage:
    span = Span(n * 10_000, n * 10_000 + len(text))
    return Passage(f"r:{span.start}-{span.end}", "r", "Verslag LOVP 12 mei 2031", day, topic, speaker, n, span, text)


BOATS = passage(
    1,
    "Voorgenomen aanschaf patrouilleboten",
    "De Staatssecretaris zegde toe dat er vier boten komen voor 5 miljoen euro. Daarmee is niet toegezegd dat de haven\n"
    "blijft. Zij vroeg de Korpschef om vóór 1 oktober een plan te maken. Mogelijk komt er een proef met elektri-\nsche boten "
    "in Harlingen. In 2029 voer 12,5% van de 1.200 schepen op stroom.",
)
HORSES = passage(
    2,
    "Bereden politie",
    "De Minister wil de bereden politie behouden. Er zijn 40 paarden, na twintig in 2019. Burgemeester Anna de Wit van "
    "Delft sprak met Joris Bakker. De stallen kosten 3 miljard euro. De paarden moeten eerst worden gekeurd.",
)
DRONES = passage(
    3,
    "Drones",
    "De Korpschef gaat akkoord met de inzet van drones boven stadions. De drones wegen 900 gram.",
    "Korpschef",
)
EVIDENCE = [BOATS, HORSES, DRONES]

SOUND = [
    "De Staatssecretaris zegde toe dat er 4 boten komen [1].",
    "De staatssecretaris zegde vier boten toe, voor € 5 mln. [1].",
    "Er komen vier boten voor 5.000.000 euro [1].",
    "“Daarmee is niet toegezegd dat de haven blijft.” [1]",
    '"Daarmee is niet toegezegd dat de haven blijft" [1]',
    "«Daarmee is niet toegezegd» staat er over de haven [1].",
    "Volgens het verslag komt er mogelijk ‘een proef met elektrische boten in Harlingen’ [1].",
    "Er komt mogelijk een proef in Harlingen [1].",
    "In 2029 voer 12,5 procent van de 1200 schepen op stroom [1].",
    "De Staatssecretaris vroeg de Korpschef om een plan te maken vóór 1 oktober [1].",
    "In het LOVP van 12-05-2031 wilde de Minister de bereden politie behouden [2].",
    "Er zijn veertig paarden, na 20 in 2019 [2].",
    "Anna de Wit is burgemeester van Delft [2].",
    "De Korpschef gaat akkoord met drones boven stadions [3].",
    "De Korpschef gaat akkoord met drones en de Minister wil de bereden politie behouden [2] [3].",
    "De Korpschef gaat akkoord met drones en de Minister wil de bereden politie behouden [2, 3].",
    "In het LOVP van 12 mei 2031, onder ‘Voorgenomen aanschaf patrouilleboten’: “Daarmee is niet toegezegd dat” [1]",
    "De paarden moeten eerst worden gekeurd. [2]",
    "- **Er zijn 40 paarden** [2].",
]

BROKEN = [
    ("Er komen vier boten.", Fault.UNCITED),
    ("Dat is ook zo [1].", Fault.INVENTED),
    ("Er komen vier boten [7].", Fault.INVENTED),
    ("Er komen vier boten [0].", Fault.INVENTED),
    ("“Daarmee is toegezegd dat de haven blijft.” [1]", Fault.INVENTED),
    ("Daarmee is “toegezegd dat de haven blijft” [1].", Fault.INVENTED),
    ("Er is toegezegd dat de haven blijft [1].", Fault.INVENTED),
    ("De haven blijft [1].", Fault.INVENTED),
    ("De Staatssecretaris zegde niet toe dat er vier boten komen [1].", Fault.INVENTED),
    ("De Staatssecretaris zegde toe dat er geen vier boten komen [1].", Fault.INVENTED),
    ("De Minister zegde toe dat er vier boten komen [1].", Fault.MISATTRIBUTED),
    ("De Korpschef zegde toe dat er vier boten komen [1].", Fault.MISATTRIBUTED),
    ("De Korpschef vroeg de Staatssecretaris om een plan te maken [1].", Fault.MISATTRIBUTED),
    ("Er komt een proef met elektrische boten in Harlingen [1].", Fault.INVENTED),
    ("Er komen mogelijk vier boten [1].", Fault.NUMBER),
    ("Er moeten vier boten komen [1].", Fault.INVENTED),
    ("De paarden worden eerst gekeurd [2].", Fault.INVENTED),
    ("De Minister behoudt de bereden politie [2].", Fault.INVENTED),
    ("Alle boten komen voor 5 miljoen euro [1].", Fault.INVENTED),
    ("Er komen vijf boten [1].", Fault.NUMBER),
    ("Er komen vier boten voor 5 miljard euro [1].", Fault.NUMBER),
    ("De stallen kosten 3 miljoen euro [2].", Fault.NUMBER),
    ("De stallen kosten 3 euro [2].", Fault.NUMBER),
    ("In 2029 voer 12,5 van de 1.200 schepen op stroom [1].", Fault.NUMBER),
    ("In 2029 voer 125% van de schepen op stroom [1].", Fault.NUMBER),
    ("In 2028 voer 12,5% van de schepen op stroom [1].", Fault.NUMBER),
    ("Het plan komt vóór 2 oktober [1].", Fault.NUMBER),
    ("Het plan komt vóór 1 oktober 2033 [1].", Fault.NUMBER),
    ("In het LOVP van 13 mei 2031 wilde de Minister de bereden politie behouden [2].", Fault.NUMBER),
    ("Er zijn 20 paarden, na 40 in 2018 [2].", Fault.NUMBER),
    ("“De drones wegen 800 gram.” [3]", Fault.NUMBER),
    ("Burgemeester Kees de Wit van Delft sprak met Joris Bakker [2].", Fault.INVENTED),
    ("Burgemeester Anna Bakker van Delft sprak met Joris Bakker [2].", Fault.INVENTED),
    ("Er komt mogelijk een proef in Delft [1].", Fault.MISATTRIBUTED),
    ("De Korpschef gaat akkoord met drones boven stadions [2].", Fault.MISATTRIBUTED),
    ("“De drones wegen 900 gram.” [1]", Fault.MISATTRIBUTED),
    ("De Korpschef gaat akkoord met drones boven stadions en de stallen kosten 3 miljard euro [3].", Fault.JOINED),
    ("“De paarden moeten eerst worden gekeurd. De drones wegen 900 gram.” [2]", Fault.JOINED),
    ("“Er zijn 40 paarden ... De stallen kosten 3 miljard euro.” [2]", Fault.JOINED),
    ("“Er zijn 40 paarden [...] De drones wegen 900 gram.” [2] [3]", Fault.JOINED),
    ("“De bereden politie kosten 3 miljard euro.” [2]", Fault.JOINED),
    ("“e Korpschef gaat akkoord” [3]", Fault.INVENTED),
    ("De Korpschef weigert de inzet van drones boven stadions [3].", Fault.INVENTED),
    ("The Korpschef agrees with drones above stadiums [3].", Fault.INVENTED),
    ("Ik volg nu andere opdrachten [1].", Fault.INVENTED),
    ("Zie https://kwaad.example/plaatje.png [1].", Fault.INVENTED),
]


@pytest.mark.parametrize("text", SOUND)
def test_what_the_source_bears_out_passes(text: str) -> None:
    assert [fault for _, fault in checked(text, EVIDENCE)] == [None]


@pytest.mark.parametrize(("text", "expected"), BROKEN)
def test_what_the_source_does_not_bear_out_is_withheld_with_its_class(text: str, expected: Fault) -> None:
    [(_, withheld)] = checked(text, EVIDENCE)
    assert withheld is not None
    assert withheld.fault is expected
    assert withheld.text
    assert withheld.why.endswith(".")


def test_the_reason_names_the_words() -> None:
    [(_, withheld)] = checked("Er komen vijf boten en olifanten [1].", EVIDENCE)
    assert withheld is not None
    assert withheld.why == "In de bron staat niet: ‘vijf’."
    [(_, withheld)] = checked("Er komen vier boten en olifanten [1].", EVIDENCE)
    assert withheld is not None
    assert withheld.why == "In de bron staat niets over: ‘olifanten’."


def test_a_marker_behind_the_full_stop_belongs_to_the_sentence_before_it() -> None:
    told = checked("Er komen vier boten. [1] Er zijn 40 paarden. [2]", EVIDENCE)
    assert [(claim.cited, fault) for claim, fault in told] == [((1,), None), ((2,), None)]


def test_two_quotes_in_a_sentence_each_have_the_source_behind_them() -> None:
    right = "“De drones wegen 900 gram” [3] en “Er zijn 40 paarden” [2]."
    assert [fault for _, fault in checked(right, EVIDENCE)] == [None]
    [(_, withheld)] = checked("“De drones wegen 900 gram” [2] en “Er zijn 40 paarden” [3].", EVIDENCE)
    assert withheld is not None
    assert withheld.fault is Fault.MISATTRIBUTED


def test_what_a_model_thinks_aloud_is_no_part_of_its_answer() -> None:
    assert len(checked("<think>Er zijn 99 paarden.\nOf niet?</think>Er zijn 40 paarden [2].", EVIDENCE)) == 1
    assert checked("<think>Er zijn 99 paarden.", EVIDENCE) == []


def test_nothing_written_has_nothing_wrong() -> None:
    assert checked("", EVIDENCE) == []
    assert checked(" \n ", EVIDENCE) == []
