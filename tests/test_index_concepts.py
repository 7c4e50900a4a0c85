"""What a question names is found under its other names, in compounds and despite a slip; what only asks weighs little."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.concepts import PARTS, RAREST, SPELLING, Concept, question_concepts
from index.dutch import capital_key
from index.lexical import Term
from index.vocabulary import Vocabulary

VOCABULARY = Vocabulary.of(
    20,
    {
        "agent": 1,
        "blijft": 3,
        "capaciteit": 5,
        "defensie": 1,
        "drugs": 4,
        "essen": 2,
        "henk": 1,
        "minister": 9,
        "om": 20,
        "politie": 18,
        "politieagenten": 4,
        "politiechef": 2,
        "stroomstootwapen": 3,
        "structureel": 2,
        "vuurwerkverbod": 2,
        "wijk": 6,
        "wijken": 2,
    },
)


def concepts(question: str) -> dict[str, Concept]:
    return {concept.asked: concept for concept in question_concepts(question, VOCABULARY)}


def words(concept: Concept) -> set[str]:
    return {" ".join(term.words) for term in concept.terms}


def test_a_thing_is_looked_for_under_its_other_names_the_asked_one_first() -> None:
    taser = concepts("Komt de taser er?")["taser"]
    assert taser.terms[0] == Term(("taser",))
    assert "stroomstootwapen" in words(taser)
    assert "stroomstootwapen" in taser.others
    assert taser.known


def test_a_misspelled_name_is_looked_for_under_all_names_of_what_it_misspells() -> None:
    tazer = concepts("Wat is er met de tazer?")["tazer"]
    assert {"taser", "stroomstootwapen"} <= words(tazer)
    assert tazer.known
    assert max(term.weight for term in tazer.terms[1:]) == SPELLING < 1


def test_a_misspelled_word_is_looked_for_as_the_nearest_word_of_the_records() -> None:
    assert "vuurwerkverbod" in words(concepts("Komt er een vuurwerkverbot?")["vuurwerkverbot"])


def test_a_word_that_the_records_know_is_not_taken_for_a_slip() -> None:
    assert words(concepts("Gaat het over drugs?")["drugs"]) == {"drugs"}


def test_a_word_is_found_in_its_compounds() -> None:
    agents = concepts("Hoeveel agenten zijn er?")["agenten"]
    (compound,) = [term for term in agents.terms if term.words == ("politieagenten",)]
    assert 0 < compound.weight < 1


def test_an_unknown_compound_is_found_in_its_parts() -> None:
    capacity = concepts("Wat kost de politiecapaciteit?")["politiecapaciteit"]
    assert {"politie", "capaciteit"} <= words(capacity)


def test_an_office_is_one_concept_and_not_the_office_alone() -> None:
    found = concepts("Wat zei de minister van Defensie?")
    assert "minister van Defensie" in found
    assert found["minister van Defensie"].terms[0].words == ("minister", "van", "defensie")
    assert "minister" not in words(found["minister van Defensie"])


def test_a_year_behind_an_office_is_no_part_of_it() -> None:
    assert {"minister", "2020"} <= concepts("Wat zei de minister van 2020?").keys()


def test_a_name_is_one_concept_that_is_found_by_its_surname_too() -> None:
    name = concepts("Wat zei Henk van Essen?")["Henk van Essen"]
    assert name.terms[0].words == ("henk", "van", "essen")
    assert ("essen",) in [term.words for term in name.terms]
    assert "henk" not in words(name)


def test_the_first_word_of_a_question_opens_no_name() -> None:
    assert "Drugs Amsterdam" not in concepts("Drugs Amsterdam?")


def test_alternatives_are_one_concept_found_under_either() -> None:
    either = concepts("Is het geld blijvend of eenmalig?")["blijvend of eenmalig"]
    assert {"blijvend", "eenmalig", "structureel"} <= words(either)
    assert either.known
    assert not {"blijvend", "eenmalig"} & concepts("Is het geld blijvend of eenmalig?").keys()


def test_an_abbreviation_is_not_the_word_with_its_letters() -> None:
    (prosecution,) = [c for c in question_concepts("Wat deed het OM?", VOCABULARY) if c.asked == "OM"]
    assert prosecution.terms[0].words == (capital_key("om"),)
    assert "openbaar ministerie" in words(prosecution)
    assert "om" not in words(prosecution)
    assert question_concepts("om", VOCABULARY) == []


def test_words_that_only_ask_are_light() -> None:
    found = concepts("Hoeveel agenten heeft de politie afgesproken?")
    assert found["Hoeveel"].light
    assert found["Hoeveel"].weight < found["agenten"].weight
    assert not found["agenten"].light


def test_a_rare_word_weighs_more_than_a_common_one() -> None:
    found = concepts("Wat doet de minister voor de drugs?")
    assert found["drugs"].weight > found["minister"].weight


def test_a_number_has_one_spelling_and_must_be_found() -> None:
    (written,) = concepts("Waren er 5.000?").values()
    (typed,) = concepts("Waren er 5000?").values()
    assert written.terms == typed.terms == (Term(("5000",)),)
    assert written.number
    assert written.strict


def test_a_small_number_is_found_in_words_and_the_other_way_round() -> None:
    assert words(concepts("Waren er 3 drugs?")["3"]) == {"3", "drie"}
    assert {"3", "drie"} <= words(concepts("Waren er drie drugs?")["drie"])


def test_the_number_one_is_not_looked_for_as_the_article() -> None:
    assert words(concepts("Was er 1 agent?")["1"]) == {"1"}
    assert "één" not in concepts("Was er één agent?")


def test_a_year_is_strict_and_a_digit_is_not() -> None:
    found = concepts("Waren er in 2020 nog 3 agenten?")
    assert found["2020"].strict
    assert not found["3"].strict


def test_a_verb_that_stands_apart_is_one_concept() -> None:
    found = concepts("Wat zegde de minister toe?")
    assert "toezeggen" in words(found["zegde"])
    assert "toe" not in found


def test_a_word_asked_twice_is_one_concept() -> None:
    assert [c.asked for c in question_concepts("drugs, drugs en Drugs", VOCABULARY)] == ["drugs"]


@pytest.mark.parametrize("text", ["", "?", "de het een", "wat is dat"])
def test_a_question_that_names_nothing_has_no_concepts(text: str) -> None:
    assert question_concepts(text, VOCABULARY) == []


@pytest.mark.parametrize("vocabulary", [VOCABULARY, Vocabulary.of(0, {})])
@given(st.text(max_size=40))
def test_any_text_gives_concepts_with_terms_to_look_for(vocabulary: Vocabulary, text: str) -> None:
    found = question_concepts(text, vocabulary)
    assert found == question_concepts(text, vocabulary)
    for concept in found:
        assert concept.terms
        assert all(term.words and all(term.words) and 0 < term.weight <= 1 for term in concept.terms)
        assert concept.weight >= 0  # a word that only asks, and that no record has, counts for nothing
        assert concept.asked in text or " of " in concept.asked


def test_a_phrase_is_as_rare_as_its_rarest_word_in_any_form() -> None:
    assert VOCABULARY.frequency(Term(("wijk",))) == 8  # with "wijken"
    assert VOCABULARY.frequency(Term(("minister", "wijk"))) == 8
    assert VOCABULARY.frequency(Term(("onbekend",))) == 0
    assert VOCABULARY.frequency(Term(("om",))) == VOCABULARY.documents


def test_a_compound_is_also_looked_for_as_its_parts_in_one_sentence() -> None:
    vocabulary = Vocabulary.of(9, {"jacht": 2, "verbod": 3})
    ban = next(c for c in question_concepts("Komt het jachtverbod er?", vocabulary) if c.asked == "jachtverbod")
    assert Term(("jacht", "verbod"), PARTS, apart=True) in ban.terms
    assert ban.known


def test_a_word_weighs_the_same_in_few_records_as_in_many_when_it_is_as_rare() -> None:
    few, many = Vocabulary.of(20, {"jacht": 1, "politie": 18}), Vocabulary.of(5000, {"jacht": 1, "politie": 4500})
    for vocabulary in (few, many):
        weights = {
            c.asked: c.weight for c in question_concepts("Hoe staat het met de jacht en de politie?", vocabulary)
        }
        assert weights["jacht"] == RAREST
        assert weights["politie"] == 1.0
