"""A text that explains an abbreviation teaches it; brackets that hold something else teach nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.abbreviations import abbreviations
from index.concepts import question_concepts
from index.glossary import glossary
from index.stages import ALL, Stage
from index.vocabulary import Vocabulary


@pytest.mark.parametrize(
    ("text", "short", "long"),
    [
        ("De Koninklijke Marechaussee (KMar) helpt.", "KMar", "Koninklijke Marechaussee"),
        ("het Team Digitale Recherche (TDR)", "TDR", "Team Digitale Recherche"),
        (
            "de afdeling Toezicht, Handhaving en Vergunningen (ATHV)",
            "ATHV",
            "afdeling Toezicht, Handhaving en Vergunningen",
        ),
        ("het Ministerie van Volksgezondheid, Welzijn en Sport (VWS)", "VWS", "Volksgezondheid, Welzijn en Sport"),
        ("een real time\nintelligence center (hierna: RTIC) komt", "RTIC", "real time intelligence center"),
        (
            "Het RIEC (Regionaal Informatie- en Expertisecentrum) werkt.",
            "RIEC",
            "Regionaal Informatie- en Expertisecentrum",
        ),
        ("de VNG (de Vereniging van Nederlandse Gemeenten)", "VNG", "Vereniging van Nederlandse Gemeenten"),
    ],
)
def test_an_abbreviation_is_learned_from_the_words_beside_it(text: str, short: str, long: str) -> None:
    assert abbreviations(text) == [(short, long)]


@pytest.mark.parametrize(
    "text",
    [
        "De politie (zie bijlage) komt.",
        "De burgemeester (PvdA) is er.",
        "De minister (MP) sprak.",
        "Het is koud. (KM)",
        "Koning. Marechaussee (KM)",
        "een (OM)",
        "De Koninklijke Grote Marechaussee (KM) helpt.",
        "",
        "(((((",
        "De heer K. Jansen (KJ) opent.",
    ],
)
def test_other_brackets_teach_nothing(text: str) -> None:
    assert abbreviations(text) == []


@given(st.text(alphabet="KMar (Koninklijke Marechaussee)\n.,-", max_size=120))
def test_what_is_learned_stands_in_the_text(text: str) -> None:
    plain = " ".join(text.split())
    assert all(short in text and long in plain for short, long in abbreviations(text))


def asked(question: str, explained: dict[tuple[str, str], int], without: Stage | None = None) -> set[str]:
    vocabulary = Vocabulary.of(9, {"recherche": 2}, glossary().extended(explained))
    stages = ALL - {without} if without else ALL
    return {other for concept in question_concepts(question, vocabulary, stages) for other in concept.others}


def test_a_question_finds_what_the_records_taught_under_both_names() -> None:
    explained = {("TDR", "Team Digitale Recherche"): 1}
    assert "Team Digitale Recherche" in asked("Wat doet de TDR?", explained)
    assert "TDR" in asked("Wat doet het team digitale recherche?", explained)
    assert asked("Wat doet de TDR?", explained, Stage.LEARNED) == set()


def test_what_most_records_say_goes_before_a_slip() -> None:
    explained = {("TDR", "Team Digitale Recherche"): 5, ("TDR", "Tijdelijke Deling Regels"): 1}
    assert asked("Wat doet de TDR?", explained) == {"Team Digitale Recherche"}


def test_what_the_glossary_has_already_is_not_learned_again() -> None:
    assert glossary().extended({("OM", "Openbaar Ministerie"): 3}) is glossary()
