"""A number is no direct answer beyond doubt where its sentence holds another that may be the one asked for."""

from datetime import date
from pathlib import Path

import pytest

from assistant.ask import ask
from assistant.rivals import has_rival
from index.embedding import BUILT_IN, open_encoder
from index.ingest import index_paths
from index.search import Index


@pytest.mark.parametrize(
    ("question", "sentence", "answer"),
    [
        (
            "Hoeveel loodsen werden in Limburg gesloten?",
            "In Brabant werden 63 loodsen gesloten, in Limburg 21.",
            "63 loodsen",
        ),
        ("Hoeveel mensen vertrokken er?", "Er vertrokken 1.870 in plaats van 1.600 mensen.", "1.600 mensen"),
        ("Hoeveel fte is de formatie?", "De bezetting is 49.316 fte, tegen een formatie van 51.108 fte.", "49.316 fte"),
        ("Hoeveel boten waren er een jaar eerder?", "Er zijn 2.150 boten, tegen 1.480 een jaar eerder.", "2.150 boten"),
        ("Hoeveel boten voeren er vorig jaar?", "Er varen 700 boten, 150 meer dan vorig jaar.", "700 boten"),
        ("Hoeveel boten voeren er in 2018?", "Er varen 700 boten, 150 meer dan in 2018.", "700 boten"),
        (
            "In hoeveel havens loopt de proef straks?",
            "De proef loopt in 27 havens; in mei komen er 20 bij.",
            "27 havens",
        ),
        ("Hoeveel plekken zijn gevuld?", "Van de 14 open plekken zijn er 9 gevuld.", "14 open plekken"),
        ("Met hoeveel is het aantal boten gestegen?", "Het aantal steeg van 118 in 2020 naar 124 in 2021.", "118"),
    ],
)
def test_another_number_may_be_the_one(question: str, sentence: str, answer: str) -> None:
    assert has_rival(question, sentence, answer)


@pytest.mark.parametrize(
    ("question", "sentence", "answer"),
    [
        ("Hoeveel boten zijn er?", "Het gaat om 7,1 miljoen boten.", "7,1 miljoen boten"),
        (
            "Hoeveel handtekeningen zijn er?",
            "Er ligt een petitie tegen sluiting met 1.140 handtekeningen.",
            "1.140 handtekeningen",
        ),
        (
            "Wat kost de proef?",
            "De proef loopt van 1 januari 2022 tot 1 januari 2023 en kost 85.000 euro.",
            "85.000 euro",
        ),
        ("Hoeveel boten waren er in 2019?", "Er waren 212 boten in 2019, tegen 287 in 2020.", "212 boten"),
        ("Hoeveel boten zijn er volgens punt 3?", "Punt 3, over de haven, telt 40 boten.", "40 boten"),
        ("Met hoeveel is het aantal gestegen?", "Het aantal steeg met 12 boten.", "12 boten"),
        ("Hoeveel boten zijn er?", "Er zijn 51 boten (1) en dat staat in noot [2].", "51 boten"),
    ],
)
def test_the_only_number_is_sure(question: str, sentence: str, answer: str) -> None:
    assert not has_rival(question, sentence, answer)


MEETINGS = {
    "2022-10": "Korte terugkoppeling LOVP 10 oktober 2022\n"
    "\nVervoer\nHet ministerie van VWS heeft nog niet ingestemd met de kosten.\n"
    "\nBureaus\nEr worden geen politiebureaus gesloten zonder instemming van de burgemeester.\n"
    "\nOpleiding\nDe vakbonden vrezen voor de kwaliteit van de opleiding. "
    "De korpschef deelt de zorg over de kwaliteit van de opleiding niet.\n"
    "\nBezetting\nDe onderbezetting is het grootst in Groningen en Zeeland.\n",
    "2023-03": "Korte terugkoppeling LOVP 6 maart 2023\n\nVervoer\nHet ministerie van VWS heeft ingestemd met de kosten.\n",
}


@pytest.mark.parametrize(
    ("question", "quoted"),
    [
        ("Heeft VWS ingestemd met de kosten?", "heeft ingestemd met de kosten"),  # another meeting says otherwise
        ("Worden er politiebureaus gesloten?", "zonder instemming"),  # no bare "Nee" on a condition
        ("Waar is de onderbezetting het grootst?", "Groningen en Zeeland"),  # not half of a list
        ("Wie deelt de zorg over de kwaliteit van de opleiding?", "De korpschef deelt"),  # he doesn't
    ],
)
def test_no_direct_answer_that_the_records_contradict(tmp_path: Path, question: str, quoted: str) -> None:
    for name, text in MEETINGS.items():
        (tmp_path / f"{name}.txt").write_text(text, "utf-8")
    encoder = open_encoder(BUILT_IN)
    index_paths(tmp_path / "home", encoder, sorted(tmp_path.glob("*.txt")))
    with Index(tmp_path / "home", encoder) as index:
        answer = ask(index, question, (), today=date(2024, 1, 1))
    assert answer.short is None
    assert quoted in answer.text
