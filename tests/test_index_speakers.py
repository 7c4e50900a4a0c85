"""A turn is given to a speaker only where the record says so, and ends where someone else may be speaking."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.parse import SPEAKER_CHARS, document_to_record
from index.readers.document import Document
from index.records import Span
from index.sentences import sentences
from index.speakers import find_turns, opens_with_speaker

TITLE = "Verslag overleg 4 juli 2022"


def turns(text: str) -> list[tuple[str, str]]:
    return [(turn.speaker, turn.span.of(text)) for turn in find_turns(text, Span(0, len(text)))]


@pytest.mark.parametrize(
    ("sentence", "speaker"),
    [
        ("De Minister wees erop dat er geld is.", "Minister"),
        ("De minister zegt dat er geld is.", "Minister"),
        ("De PG gaf aan het punt te herkennen.", "PG"),
        ("De DG beaamt dat er overleg komt.", "DG"),
        ("De Korpschef lichtte toe dat het druk is.", "Korpschef"),
        ("De Korpschef heeft aangegeven dat het kan.", "Korpschef"),
        ("De Staatssecretaris vult aan dat het anders ligt.", "Staatssecretaris"),
        ("De regioburgemeesters benadrukten dat het anders moet.", "Regioburgemeesters"),
        ("De Minister van Justitie en Veiligheid vertelde wat er speelt.", "Minister van Justitie en Veiligheid"),
        ("De directeur-generaal (DG) legde uit wat er speelt.", "DG"),
        ("De voorzitter van het College van procureurs-generaal (PG) herkent het punt.", "PG"),
        ("Volgens de Korpschef is het druk.", "Korpschef"),
        ("Minister: dat klopt niet.", "Minister"),
        ("*Minister:* dat klopt niet.", "Minister"),
        ("De heer Bakker (BZK) merkt op dat het klopt.", "de heer Bakker"),
        ("Mevrouw De Vries licht het plan toe.", "mevrouw De Vries"),
    ],
)
def test_a_sentence_whose_subject_says_something_opens_a_turn(sentence: str, speaker: str) -> None:
    """Trap 38."""
    assert opens_with_speaker(sentence) == speaker


@pytest.mark.parametrize(
    "sentence",
    [
        "De Minister en de Korpschef gaven aan dat het kan.",
        "De rest moet de Korpschef vinden in het budget.",
        "Aan de Minister is gevraagd wat er speelt.",
        "De brief van de Minister meldt dat het kan.",
        "Het LOVP stemt in met de nota.",
        "De Ministerraad zegt dat het kan.",
        "Afgesproken is dat de PG het meldt.",
        "De Politiechef gaf een presentatie.",
    ],
)
def test_a_sentence_that_leaves_it_open_is_nobodys(sentence: str) -> None:
    """Trap 38."""
    assert opens_with_speaker(sentence) is None


def test_a_turn_goes_on_to_the_end_of_its_paragraph() -> None:
    text = "De Minister wees erop dat er haast is. Het geld komt in het voorjaar.\n\nDe wijk merkt dat."
    assert turns(text) == [("Minister", "De Minister wees erop dat er haast is. Het geld komt in het voorjaar.")]


@pytest.mark.parametrize(
    "behind",
    [
        "De Korpschef is tevreden.",
        "Afgesproken is dat het terugkomt.",
        "Er is ingestemd met de nota.",
        "Besloten wordt tot uitstel.",
        "Het LOVP gaat akkoord.",
        "De leden zijn het eens.",
        "Men heeft zorgen.",
        "In een brief vragen de regioburgemeesters om geld.",
        "De vakbonden vinden dat te laat.",
        "De vakbonden vrezen voor de opleiding.",
        "Vluchtelingenhulp vreest drukte.",
        "De raad van Utrecht betwijfelt dat.",
        "Utrecht meldt een tekort.",
        "De raad van Utrecht vindt dat te laat.",
        "Het plan wijst uit dat het kan.",
        "Gevraagd is of dat kan.",
        "- een los punt",
    ],
)
def test_a_turn_ends_where_someone_else_acts_or_something_is_decided(behind: str) -> None:
    said = "De Minister wees erop dat er haast is."
    assert turns(f"{said} {behind} Het geld komt later.") == [("Minister", said)]


@pytest.mark.parametrize(
    "behind", ["Daarbij wijst hij op de kosten.", "Dit stelt hoge eisen.", "Verder meldt hij een tekort."]
)
def test_a_turn_goes_on_where_he_himself_says_more(behind: str) -> None:
    said = "De Minister wees erop dat er haast is."
    assert turns(f"{said} {behind}") == [("Minister", f"{said} {behind}")]


def test_a_body_speaks_too() -> None:
    text = "De burgemeester noemde het ernstig. Het OM wijst op de opdrachtgevers. Volgens de VNG is er geld nodig."
    assert [speaker for speaker, _ in turns(text)] == ["Burgemeester", "OM", "VNG"]


def test_another_speaker_takes_over() -> None:
    text = "De Minister wees op de haast. De PG gaf aan dat te zien. Hij kijkt uit naar het plan."
    assert turns(text) == [
        ("Minister", "De Minister wees op de haast."),
        ("PG", "De PG gaf aan dat te zien. Hij kijkt uit naar het plan."),
    ]


def test_after_thanks_a_turn_goes_on_with_the_speaker_only() -> None:
    text = "De Minister bedankte het LOVP. Hij ziet haast. Het geld komt in het voorjaar."
    assert turns(text) == [("Minister", "De Minister bedankte het LOVP. Hij ziet haast.")]


PIECES = st.sampled_from(
    [
        "De Minister zegt dat het kan. ",
        "De PG vraagt geld. ",
        "Hij wacht. ",
        "Er is besloten. ",
        "\n\n",
        "Het kan. ",
        "- punt\n",
        "é",
    ]
)


@given(st.lists(PIECES, max_size=20).map("".join))
def test_turns_are_whole_sentences_in_order(text: str) -> None:
    begins = {span.start for span in sentences(text)}
    ends = {span.end for span in sentences(text)}
    end = 0
    for turn in find_turns(text, Span(0, len(text))):
        assert end <= turn.span.start < turn.span.end
        assert turn.span.start in begins
        assert turn.span.end in ends
        end = turn.span.end


def test_a_paragraph_of_one_speaker_is_a_section_when_it_is_long_enough() -> None:
    long = "De Minister wees erop dat er haast is. " + "Het geld komt in het voorjaar. " * 9
    text = f"{TITLE}\n\nWapens\n\nHet ging over wapens.\n\n{long.strip()}\n\nDe PG gaf aan dat te zien."
    assert len(long) > SPEAKER_CHARS
    record = document_to_record(Document(text), "stuk")
    assert [(s.topic, s.speaker) for s in record.sections] == [
        ("Wapens", None),
        ("Wapens", "Minister"),
        ("Wapens", None),
    ]
    assert record.sections[1].span.of(text).strip() == long.strip()


def test_in_the_real_record_nobody_gets_the_words_of_another(real_record: Path) -> None:
    text = real_record.read_text("utf-8")
    said = {turn.speaker: " ".join(turn.span.of(text).split()) for turn in find_turns(text, Span(0, len(text)))}
    assert {"Minister", "PG", "DG", "Korpschef", "Staatssecretaris", "Regioburgemeesters", "Politiechef"} >= {*said}
    assert "stemt in" not in " ".join(said.values())
    assert all("Er is ingestemd" not in words for words in said.values())


def test_a_speech_on_one_line_behind_a_label_is_of_one_speaker() -> None:
    """Someone who says "ik" may speak of others; a summary behind a label has other subjects, and ends at them."""
    speech = "De heer Bakker (Zuid): Ik mis de boetes. De burgemeester zei dat er tien zijn. Hoeveel zijn het er?"
    other = "Burgemeester Smit: Het zijn er acht."
    assert turns(f"{speech}\n{other}") == [("de heer Bakker", speech), ("Burgemeester Smit", other)]
    assert turns("Minister: Het geld is er. De burgemeester vindt dat goed.")[0] == (
        "Minister",
        "Minister: Het geld is er.",
    )
