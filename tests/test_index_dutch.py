"""One spelling of "word": what differs in case, accents, apostrophes or form only is found all the same."""

import unicodedata
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.dutch import capital_key, fold, is_compound_of, is_content, parts, stems, tokens

WORDS = st.text(alphabet="abcdefghijklmnopqrstuvwxyzàáâäçèéêëìíîïñòóôöùúûü", min_size=1, max_size=15)
TEXTS = st.one_of(
    st.text(max_size=60),
    st.lists(st.sampled_from([*"aAéZ019 .,'’´`&-\n\u00ad\u0301", "S ta", " te ", "aan", "toe", "OM", "’s"])).map(
        "".join
    ),
)


def folded(text: str) -> list[str]:
    return [token.folded for token in tokens(text)]


def verbs(text: str) -> list[str]:
    return [token.verb for token in tokens(text) if token.verb]


@given(st.text(max_size=20))
def test_folding_twice_changes_nothing(word: str) -> None:
    assert fold(fold(word)) == fold(word)


@given(WORDS)
def test_a_word_in_capitals_without_accents_or_with_loose_ones_has_the_same_keys(word: str) -> None:
    keys = tokens(word)[0].keys
    bare = "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))
    assert tokens(bare)[0].keys == keys
    assert tokens(unicodedata.normalize("NFD", word))[0].keys == keys
    assert tokens(word.title())[0].keys == keys
    assert keys <= tokens(word.upper())[0].keys <= keys | {capital_key(fold(word))}


@given(TEXTS)
def test_tokens_stand_in_order_do_not_overlap_and_are_never_empty(text: str) -> None:
    end = 0
    for token in tokens(text):
        assert end <= token.start < token.end <= len(text)
        assert token.folded
        end = token.end


@pytest.mark.parametrize("word", ["BOA’s", "BOA's", "boa‘s", "Boa`s", "BOA´s", "boa"])
def test_every_apostrophe_folds_away_with_the_s_behind_it(word: str) -> None:
    assert folded(word) == ["boa"]


@pytest.mark.parametrize(
    ("word", "plain"),
    [
        ("coördinatie", "coordinatie"),
        ("coo\u0308rdinatie", "coordinatie"),
        ("GEÏNFORMEERD", "geinformeerd"),
        ("één", "een"),
        ("B&B", "benb"),
        ("soft\u00adhyphen", "softhyphen"),
        ("\ufb01nanciën", "financien"),
        ("COVID", "covid"),
    ],
)
def test_accents_ligatures_and_invisible_hyphens_fold_away(word: str, plain: str) -> None:
    assert folded(word) == [plain]


def test_a_gap_behind_a_capital_is_closed_and_its_token_covers_it() -> None:
    text = "De S taatssecretaris vult aan."
    token = tokens(text)[1]
    assert token.folded == "staatssecretaris"
    assert text[token.start : token.end] == "S taatssecretaris"


def test_the_polite_u_and_a_lone_letter_before_a_capital_are_no_gap() -> None:
    assert folded("U weet dat plan B Nederland helpt") == ["u", "weet", "dat", "plan", "b", "nederland", "helpt"]


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("12.625", "12625"),
        ("12625", "12625"),
        ("5.000", "5000"),
        ("1.234.567", "1234567"),
        ("7,1", "7,1"),
        ("12.625,50", "12625,50"),
        ("144", "144"),
        ("8,665%", "8,665"),
        ("€45.000", "45000"),
        ("3.5", "3.5"),
    ],
)
def test_numbers_have_one_spelling_and_decimals_stay(written: str, kept: str) -> None:
    assert folded(f"het is {written}.") == ["het", "is", kept]


def test_an_abbreviation_is_kept_apart_from_the_word_with_its_letters() -> None:
    big, small = tokens("OM om")
    assert big.keys - small.keys == {capital_key("om")}
    assert not tokens("Om")[0].capitals


def test_a_plural_of_an_abbreviation_is_that_abbreviation() -> None:
    assert capital_key("boa") in tokens("BOA’s")[0].keys
    assert capital_key("boa") not in tokens("boa's")[0].keys


def test_an_abbreviation_never_collides_with_a_word_of_the_language() -> None:
    assert capital_key("om") not in tokens("om")[0].keys | tokens("omhoofd")[0].keys


@pytest.mark.parametrize(
    "sentence",
    [
        "Zij zegde een analyse toe.",
        "Hij zegt toe en gaat weg.",
        "De minister zegde op korte termijn een gezamenlijke analyse toe, zo bleek.",
    ],
)
def test_a_verb_that_stands_apart_is_found_whole(sentence: str) -> None:
    assert "toezeggen" in verbs(sentence)
    keys = frozenset().union(*(token.keys for token in tokens(sentence)))
    assert "toezeggen" in keys


def test_it_is_no_form_of_the_verb_without_its_part() -> None:
    verb = tokens("Akerboom draagt zijn functie over.")[1]
    assert {"draagt", "overdragen"} <= verb.keys
    assert "dragen" not in verb.keys
    assert "dragen" in tokens("Akerboom draagt een pet.")[1].keys


def test_the_part_that_stands_apart_is_marked() -> None:
    assert [token.folded for token in tokens("Zij vult dat later aan.") if token.loose] == ["aan"]


@pytest.mark.parametrize("sentence", ["Zij zegde niets. Het is mooi toe.", "Hij kwam naar het huis op de heuvel."])
def test_a_preposition_or_another_sentence_makes_no_verb(sentence: str) -> None:
    assert verbs(sentence) == []


def test_a_verb_split_by_te_is_one_word() -> None:
    assert folded("om dit aan te passen")[-1] == "aanpassen"
    assert folded("om dit te passen")[-1] == "passen"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("wapen", "wapens"),
        ("motie", "moties"),
        ("bespreken", "besproken"),
        ("afspraak", "afspraken"),
        ("burgemeester", "burgemeesters"),
        ("huis", "huizen"),
        ("gebruik", "gebruikt"),
        ("gemeente", "gemeenten"),
        ("gemeld", "melden"),
    ],
)
def test_forms_of_one_word_share_a_stem(one: str, other: str) -> None:
    assert not stems(one).isdisjoint(stems(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("wapen", "wagen"),
        ("politie", "politiek"),
        ("2020", "2021"),
        ("gebied", "bieden"),
        ("gemeenten", "menen"),
        ("gezag", "zag"),
    ],
)
def test_different_words_share_none(one: str, other: str) -> None:
    assert stems(one).isdisjoint(stems(other))


def test_numbers_and_short_words_stay_whole() -> None:
    assert stems("2020") == {"2020"}
    assert stems("boa") == {"boa"}


def test_stems_are_the_same_in_every_thread() -> None:
    words = [f"bespreking{n}en" for n in range(200)]  # made up, so that no answer is kept from before
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda _: [stems(word) for word in words], range(8)))
    assert all(found == together[0] for found in together)
    stems.cache_clear()
    assert [stems(word) for word in words] == together[0]


def test_a_word_that_says_nothing_is_no_content() -> None:
    assert [word for word in ("de", "het", "van", "x", "taser", "7") if is_content(word)] == ["taser", "7"]


@pytest.mark.parametrize(
    ("compound", "split"),
    [
        ("politiecapaciteit", ("politie", "capaciteit")),
        ("veiligheidsagenda", ("veiligheid", "agenda")),
        ("stroomstootwapen", ("stroom", "stoot", "wapen")),
        ("politie", ()),
        ("politiecapaciteiten", ()),
    ],
)
def test_a_compound_falls_into_words_that_are_known(compound: str, split: tuple[str, ...]) -> None:
    assert parts(compound, {"politie", "capaciteit", "veiligheid", "agenda", "stroom", "stoot", "wapen"}) == split


def test_a_compound_opens_or_closes_with_its_part() -> None:
    assert is_compound_of("politieagenten", "agenten")
    assert is_compound_of("politieagenten", "politie")
    assert not is_compound_of("politieagenten", "tieag")
    assert not is_compound_of("agenten", "agent")  # a plural is no compound
    assert not is_compound_of("cola", "la")
