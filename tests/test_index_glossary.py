"""Every entry of the glossary can be used: its forms parse, none claims two meanings, abbreviations need capitals."""

from collections import Counter
from datetime import date

import pytest

from index.dutch import is_content
from index.glossary import NEAR, SAME, Entry, Form, glossary, same_word

FORMS = [(entry, form) for entry in glossary().entries for form in entry.forms]


def used(text: str) -> list[str]:
    return [use.form.written for use in glossary().uses(text)]


@pytest.mark.parametrize(("entry", "form"), FORMS, ids=[form.written for _, form in FORMS])
def test_every_form_parses_and_is_found_as_it_is_written(entry: Entry, form: Form) -> None:
    assert form.words
    assert form.abbreviation or any(is_content(word) for word in form.words)
    found = [use for use in glossary().uses(f"Wat is {form.written}?") if (use.entry, use.form) == (entry, form)]
    assert [(use.first, use.end) for use in found] == [(2, 2 + len(form.words))]


def test_no_form_is_a_name_of_two_things() -> None:
    names = Counter(form.words for entry, form in FORMS if entry.weight == SAME)
    assert [words for words, times in names.items() if times > 1] == []


def test_no_entry_says_the_same_twice_and_each_says_more_than_one_thing() -> None:
    for entry in glossary().entries:
        assert len({form.words for form in entry.forms}) == len(entry.forms) > 1


def test_another_name_counts_more_than_a_word_that_lies_near() -> None:
    assert {entry.weight for entry in glossary().entries} == {SAME, NEAR}
    assert 1 > SAME > NEAR > 0


def test_a_form_is_found_in_the_plural_and_in_another_case() -> None:
    assert used("Krijgen agenten STROOMSTOOTWAPENS?").count("stroomstootwapen") == 1


def test_the_longest_form_comes_first() -> None:
    assert used("de minister van Justitie en Veiligheid sprak")[:2] == [
        "minister van Justitie en Veiligheid",
        "minister van Justitie",
    ]


@pytest.mark.parametrize("text", ["Hij doet dat om 10 uur.", "om te winnen", "Ik lees le Monde."])
def test_an_abbreviation_is_not_the_word_with_its_letters(text: str) -> None:
    assert not {"OM", "LE"} & {*used(text)}


def test_an_abbreviation_is_found_in_capitals_also_with_an_apostrophe() -> None:
    assert "OM" in used("Wat vindt het OM?")
    assert "PG" in used("Wat vinden de PG’s?")


def test_who_types_without_capitals_is_understood_where_it_can_mean_nothing_else() -> None:
    assert "PG" in used("wat zei de pg")
    assert "PG" not in used("Wat zei de pg?")


def test_a_form_of_more_words_must_stand_as_one() -> None:
    assert "Openbaar Ministerie" in used("het Openbaar Ministerie")
    assert "Openbaar Ministerie" not in used("het openbaar en het ministerie")


def test_forms_of_one_word_are_that_word() -> None:
    assert same_word("wapens", "wapen")
    assert not same_word("wapen", "wagen")


def test_text_without_forms_has_none() -> None:
    assert used("") == used("xylofoon") == []


def test_a_name_that_was_held_for_a_while_says_when() -> None:
    (use,) = glossary().uses("Wat doet VenJ?")
    shown = {form.written: form.shown for form in use.entry.forms}
    assert shown["VenJ"] == "VenJ (naam van 14 oktober 2010 tot en met 25 oktober 2017)"
    assert shown["JenV"] == "JenV (naam sinds 26 oktober 2017)"
    assert Form("KLPD", ("klpd",), until=date(2012, 12, 31)).shown == "KLPD (naam tot en met 31 december 2012)"
    assert Form("taser", ("taser",)).shown == "taser"
