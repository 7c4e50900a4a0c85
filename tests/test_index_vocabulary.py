"""The words of the records are counted in all their forms, and their compounds found from both ends."""

from hypothesis import given
from hypothesis import strategies as st

from index.dutch import is_compound_of
from index.lexical import Term
from index.vocabulary import Vocabulary

VOCABULARY = Vocabulary.of(20, {"om": 20, "politie": 18, "politiechef": 2, "wijk": 6, "wijken": 2, "wijkpolitie": 1})


def test_a_word_is_counted_in_all_its_forms_but_never_past_the_number_of_passages() -> None:
    assert VOCABULARY.frequency(Term(("wijk",))) == VOCABULARY.frequency(Term(("wijken",))) == 8
    assert VOCABULARY.frequency(Term(("onbekend",))) == 0
    assert Vocabulary.of(5, {"wijk": 4, "wijken": 3}).frequency(Term(("wijk",))) == 5


def test_a_phrase_is_as_rare_as_its_rarest_word() -> None:
    assert VOCABULARY.frequency(Term(("om", "wijk", "politiechef"))) == 2


def test_compounds_are_found_from_both_ends() -> None:
    assert VOCABULARY.compounds_of("politie") == {"politiechef", "wijkpolitie"}
    assert VOCABULARY.compounds_of("chef") == {"politiechef"}
    assert VOCABULARY.compounds_of("agent") == set()


WORDS = st.text(alphabet="abc", min_size=1, max_size=12)


@given(st.lists(WORDS, max_size=30, unique=True), WORDS, WORDS)
def test_what_is_made_of_two_words_is_a_compound_of_both(known: list[str], one: str, other: str) -> None:
    vocabulary = Vocabulary.of(9, dict.fromkeys([*known, one, other, one + other], 1))
    for part in (one, other):
        found = vocabulary.compounds_of(part)
        assert found <= {word for word in vocabulary.frequencies if is_compound_of(word, part)}
        if min(len(one), len(other)) >= 4:
            assert one + other in found


def test_an_empty_index_knows_no_words() -> None:
    empty = Vocabulary.of(0, {})
    assert empty.frequency(Term(("wijk",))) == 0
    assert empty.compounds_of("wijk") == set()


def test_a_compound_falls_apart_into_words_only() -> None:
    vocabulary = Vocabulary.of(
        9, dict.fromkeys("jacht verbod burgemeester burgemeesters onder zoek voor stel gingen toezegging".split(), 1)
    )
    assert vocabulary.parts_of("jachtverbod") == ("jacht", "verbod")
    for whole in ("burgemeesters", "onderzoek", "voorstel", "toezeggingen", "jacht"):
        assert vocabulary.parts_of(whole) == ()
