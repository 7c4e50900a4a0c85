"""Sentences end where a reader of Dutch ends them, whatever the layout did to the text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.records import Span
from index.sentences import sentences

PIECES = st.sampled_from(
    [
        *"aAbZéÉ019.!?…:;,()\"'”’-\n\t\xa0\x1c\u2028",
        *("\n\n", " \n \n", "\n2) ", "\n- ", "\uf0b7 ", "1. ", "mln.", "o.a.", " enz. ", "art. 19", "J. de"),
        *(" De minister ", " politie ", "S taat"),
    ]
)
TEXTS = st.one_of(st.text(max_size=80), st.lists(PIECES, max_size=30).map("".join))


def cut(text: str) -> list[str]:
    return [span.of(text) for span in sentences(text)]


def white_space(text: str) -> bool:
    return not text or text.isspace()


@given(TEXTS)
def test_sentences_stand_in_order_do_not_overlap_and_leave_out_white_space_only(text: str) -> None:
    end = 0
    for span in sentences(text):
        assert end <= span.start < span.end
        assert white_space(text[end : span.start])
        assert span.of(text) == span.of(text).strip()
        end = span.end
    assert white_space(text[end:])


@given(TEXTS, st.integers(0, 80), st.integers(0, 80))
def test_sentences_of_a_part_cover_that_part_and_nothing_outside_it(text: str, one: int, other: int) -> None:
    part = Span(min(one, other, len(text)), min(max(one, other), len(text)))
    found = sentences(text, part)
    assert all(span.within(part) for span in found)
    assert "".join("".join(span.of(text) for span in found).split()) == "".join(part.of(text).split())


@given(TEXTS, st.integers(0, 80), st.integers(0, 80))
def test_a_part_is_cut_without_a_look_at_the_text_outside_it(text: str, one: int, other: int) -> None:
    part = Span(min(one, other, len(text)), min(max(one, other), len(text)))
    alone = [Span(span.start + part.start, span.end + part.start) for span in sentences(part.of(text))]
    assert sentences(text, part) == alone


@pytest.mark.parametrize("text", ["", " ", "\n \n\n", "\t\xa0"])
def test_blank_text_has_no_sentences(text: str) -> None:
    assert sentences(text) == []


def test_a_full_stop_a_question_mark_and_an_exclamation_mark_end_a_sentence() -> None:
    assert cut("Dit is er een. Is dat zo? Ja! Klaar…") == ["Dit is er een.", "Is dat zo?", "Ja!", "Klaar…"]


@pytest.mark.parametrize(
    "sentence",
    [
        "De Politie reserveert 5 mln. structureel en 5 mln. incidenteel.",
        "Aanwezig waren o.a. de PG en dhr. Jansen.",
        "Het besluit is o.b.v. art. 19 genomen.",
        "Dit geldt i.v.m. de Wet d.d. 6 maart jl. voor iedereen.",
        "De heer H.M.F. Bruls sprak met mr. De Vries.",
        "J. de Vries en A.B. Bakker kwamen.",
        "Zie nr. 3 en blz. 12.",
        "Mevr. Halsema kwam evt. later.",
    ],
)
def test_an_abbreviation_or_an_initial_ends_no_sentence(sentence: str) -> None:
    assert cut(f"{sentence} Daarna volgde de rest.") == [sentence, "Daarna volgde de rest."]


@pytest.mark.parametrize("word", ["mln.", "enz.", "jl.", "e.d.", "n.v.t."])
def test_an_abbreviation_ends_a_sentence_when_a_word_follows_that_opens_one(word: str) -> None:
    assert cut(f"Het gaat om 5 {word} De rest volgt.") == [f"Het gaat om 5 {word}", "De rest volgt."]


def test_an_abbreviation_before_a_name_goes_on() -> None:
    assert cut("Er is 5 mln. Europees geld.") == ["Er is 5 mln. Europees geld."]


def test_a_number_inside_a_list_in_a_sentence_does_not_cut_it() -> None:
    text = "Er zijn oorzaken: 1. De afhandeling van aanvragen; 2. verdringing; 3. de concurrentie. Dat was het."
    assert cut(text) == [text[: -len(" Dat was het.")], "Dat was het."]


def test_a_part_that_opens_with_a_list_number_is_not_cut_behind_it() -> None:
    text = "Oorzaken\n1. De afhandeling van aanvragen. Dat was het."
    opening = text.index("1.")
    assert [span.of(text) for span in sentences(text, Span(opening, len(text)))] == [
        "1. De afhandeling van aanvragen.",
        "Dat was het.",
    ]


def test_a_year_at_the_end_closes_its_sentence() -> None:
    assert cut("Dat was in 2021. De rest volgt.") == ["Dat was in 2021.", "De rest volgt."]


def test_a_thousand_point_and_a_dotted_date_do_not_cut() -> None:
    assert cut("Er zijn 12.625 zaken op 28.10.2019 geteld. Klaar.") == [
        "Er zijn 12.625 zaken op 28.10.2019 geteld.",
        "Klaar.",
    ]


def test_a_stop_before_a_small_letter_does_not_cut() -> None:
    assert cut("De afk. hier is onbekend. Klaar.") == ["De afk. hier is onbekend.", "Klaar."]


def test_closing_quotes_and_brackets_belong_to_the_sentence() -> None:
    assert cut("Hij zei: “Ja.” (Dat was zo.) Toen niet.") == ["Hij zei: “Ja.”", "(Dat was zo.)", "Toen niet."]


def test_a_hard_wrap_is_part_of_the_sentence() -> None:
    assert cut("De minister lichtte de gemaakte \nprocesafspraken toe. Klaar.") == [
        "De minister lichtte de gemaakte \nprocesafspraken toe.",
        "Klaar.",
    ]


def test_a_blank_line_ends_a_paragraph_without_a_full_stop() -> None:
    assert cut("Bewapening van agenten\n\nDe minister sprak.") == ["Bewapening van agenten", "De minister sprak."]


def test_an_empty_line_behind_every_printed_line_does_not_cut() -> None:
    text = "Zij koppelde \n\ntevens terug uit de gesprekken over de \n\nSamenwerking. Dat was goed."
    assert cut(text) == [text[: text.index(" Dat")], "Dat was goed."]


def test_a_full_printed_line_that_just_stops_goes_on_behind_an_empty_line() -> None:
    line = "Op de agenda stonden verder nog de voortgang van het programma, de samenwerking en de heer"
    assert cut(f"{line}\n\nJansen van de eenheid. Klaar.") == [f"{line}\n\nJansen van de eenheid.", "Klaar."]


def test_an_unfinished_line_that_ends_in_a_preposition_goes_on() -> None:
    assert cut("Er is gesproken over\n\nGeorganiseerde criminaliteit.") == [
        "Er is gesproken over\n\nGeorganiseerde criminaliteit."
    ]


def test_a_finished_line_above_a_blank_one_ends_even_before_a_small_letter() -> None:
    assert cut("Dat was het.\n\nde rest volgt.") == ["Dat was het.", "de rest volgt."]


def test_each_item_of_a_list_is_a_sentence() -> None:
    assert cut("Besproken is:\n- het geld\n- de wijk\n  • de jeugd\n1. een\n2) twee\na) drie\n\uf0b7 vier") == [
        "Besproken is:",
        "- het geld",
        "- de wijk",
        "• de jeugd",
        "1. een",
        "2) twee",
        "a) drie",
        "\uf0b7 vier",
    ]


def test_a_line_that_wraps_on_a_hyphen_inside_a_word_is_no_item() -> None:
    assert cut("Zaken-\n-magazijn is open.") == ["Zaken-\n-magazijn is open."]


def test_text_without_an_end_is_one_sentence() -> None:
    assert cut("  zomaar wat woorden ") == ["zomaar wat woorden"]


def test_the_row_of_a_table_is_one_sentence() -> None:
    """Trap 46."""
    text = "1 | Nota maken. Zie bijlage. | Bakker\n\nrest | Bellen | De Vries\n\nKlaar. Einde."
    assert cut(text) == ["1 | Nota maken. Zie bijlage. | Bakker", "rest | Bellen | De Vries", "Klaar.", "Einde."]


def test_a_label_on_a_line_of_its_own_begins_a_sentence() -> None:
    """A decision and the action below it are quoted apart, though neither has a full stop."""
    text = "Besluit: verslag akkoord\nActie Bakker: nota maken\nactie: dit loopt door"
    assert [span.of(text) for span in sentences(text)] == [
        "Besluit: verslag akkoord",
        "Actie Bakker: nota maken\nactie: dit loopt door",
    ]
