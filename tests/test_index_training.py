"""The encoder's training on made-up data of a few lines: licences, pieces, and the same model twice."""

import lzma
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from index.embedding_static import StaticEncoder
from index.training import make
from index.training_bags import lists_to_bags
from index.training_everyday import everyday
from index.training_first import first_rows, on_main_axes
from index.training_forms import forms, inflected
from index.training_sources import Row, free_rows, synonyms
from index.training_words import compound_parts, pieces_to_tokenizer, word_counts
from index.training_wordwise import to_dictionary, wordwise

TOPICS = [
    ("Wapens", "De agent draagt een wapen en een stroomstootwapen."),
    ("Begroting", "Het geld voor volgend jaar is verdeeld over de eenheden."),
    ("Werving", "Nieuwe mensen worden gezocht voor de opleiding."),
]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    kept = {
        "headings-train.tsv.xz": [f"law\t{heading}\t{text}" for heading, text in TOPICS] * 20,
        "words.tsv.xz": ["CC-BY-SA-4.0\tomw\tweapon\twapen", "GPL\tfreedict\tmoney\tgeheimwoord"],
        "pairs.tsv.xz": ["CC-BY-4.0\tmsdocs\tthe weapon\thet wapen"],
        "text.txt.xz": [text for _, text in TOPICS] * 4,
    }
    folder = tmp_path / "data"
    folder.mkdir()
    for name, lines in kept.items():
        (folder / name).write_bytes(lzma.compress("".join(f"{line}\n" for line in lines).encode()))
    return folder


def test_a_row_whose_licence_does_not_let_a_model_be_given_away_is_left_out(data: Path) -> None:
    assert [row.dutch for row in free_rows(data / "words.tsv.xz")] == ["wapen"]


def test_english_of_more_than_fifteen_words_is_left_out(data: Path) -> None:
    lines = [f"CC-BY-4.0\tmsdocs\t{'very ' * words}long\tlang" for words in (14, 15)]
    (data / "pairs.tsv.xz").write_bytes(lzma.compress("".join(f"{line}\n" for line in lines).encode()))
    assert [len(row.english.split()) for row in free_rows(data / "pairs.tsv.xz")] == [15]


def test_words_of_one_sense_and_translations_of_one_word_are_synonyms() -> None:
    glosses = [Row("demo: a march", dutch, "omw-gloss") for dutch in ("betoging", "demonstratie")]
    words = [Row("counter", dutch, "omw") for dutch in ("balie", "loket")]
    many = [Row("set", dutch, "omw") for dutch in ("stel", "zetten", "toestel", "groep")]
    assert synonyms([*words, *many], glosses) == [("balie", "loket"), ("betoging", "demonstratie")]


def test_the_beginning_of_a_compound_is_a_part() -> None:
    counts = word_counts(["beleid"] * 60 + ["veiligheidsbeleid"] * 2)
    assert compound_parts(counts)["veiligheids"] == 1


def test_an_unseen_compound_is_cut_into_its_words() -> None:
    counts = word_counts(["stroom stoot wapen het de"] * 60)
    tokenizer, _ = pieces_to_tokenizer(counts, [], 100)
    assert tokenizer.encode("Stroomstoot-\nwapen").tokens == ["stroom", "stoot", "wapen"]


def test_short_words_that_the_alphabet_happens_to_spell_are_pieces_too() -> None:
    tokenizer, _ = pieces_to_tokenizer(word_counts(["de hij op no"] * 9), [], 100)
    assert tokenizer.encode("De hij op").tokens == ["de", "hij", "op"]


def test_forms_of_a_listed_word_are_pieces_though_nobody_wrote_them() -> None:
    tokenizer, _ = pieces_to_tokenizer(word_counts(["wet"] * 9), ["zingen", "huis"], 100)
    assert tokenizer.encode("zingt huizen").tokens == ["zingt", "huizen"]


@pytest.mark.parametrize(
    ("word", "form"),
    [
        ("zwemmen", "zwemt"),
        ("lopen", "loopt"),
        ("reizen", "reist"),
        ("gooien", "gegooid"),
        ("boot", "boten"),
        ("wit", "witte"),
    ],
)
def test_forms_follow_the_spelling(word: str, form: str) -> None:
    assert form in inflected(word)
    assert forms(inflected(word))[word] == inflected(word)


def test_case_accents_and_apostrophes_make_no_difference() -> None:
    tokenizer, _ = pieces_to_tokenizer(word_counts(["boa cafe"] * 9), [], 100)
    assert tokenizer.encode("BOA’s, Café").tokens == ["boa", "cafe"]


def test_the_same_data_makes_the_same_model(data: Path, tmp_path: Path) -> None:
    for name in ("one", "other"):
        make(data, tmp_path / name, steps=5, size=120)
    assert StaticEncoder(tmp_path / "one").name == StaticEncoder(tmp_path / "other").name


def test_a_heading_finds_its_paragraph_after_training(data: Path, tmp_path: Path) -> None:
    make(data, tmp_path / "model", steps=15, size=120)
    encoder = StaticEncoder(tmp_path / "model")
    alike = encoder.queries([heading for heading, _ in TOPICS]) @ encoder.passages([text for _, text in TOPICS]).T
    assert alike.argmax(axis=1).tolist() == [0, 1, 2]


def test_dutch_words_lie_as_the_teacher_lays_their_english(data: Path, tmp_path: Path) -> None:
    english = {"gun": "pistool", "rifle": "geweer", "loan": "lening", "credit": "krediet"}
    lines = [f"CC-BY-SA-4.0\tomw\t{word}\t{dutch}\n" for word, dutch in english.items()]
    (data / "words.tsv.xz").write_bytes(lzma.compress("".join(lines * 3).encode()))

    def teacher(texts: Sequence[str]) -> NDArray[np.float32]:
        made = 0.01 * np.random.default_rng(4).standard_normal((len(texts), 300))
        for vector, text in zip(made, texts, strict=True):
            vector[int(text in {"loan", "credit"})] += 1  # weapons one way, money another
        return made.astype(np.float32)

    make(data, tmp_path / "model", teacher, steps=12, size=120, plain=0)
    gun, rifle, loan = StaticEncoder(tmp_path / "model").passages(["pistool", "geweer", "lening"])
    assert gun @ rifle > 0.5 > 0 > gun @ loan


def test_a_compound_starts_from_its_parts_and_a_form_from_its_stem() -> None:
    pieces = ["[UNK]", "fiets", "bel", "fietsbel", "fietsen", "xyz"]
    first = first_rows(pieces, lists_to_bags([[1], [2]]), np.eye(2, dtype=np.float32), 2, seed=1)
    assert first[3] == pytest.approx([0.5**0.5, 0.5**0.5])
    assert first[4].tolist() == first[1].tolist() == [1, 0]
    assert np.linalg.norm(first[5]) == pytest.approx(0.5)


def test_english_that_nobody_translated_is_said_in_dutch_words() -> None:
    dictionary = to_dictionary([("to play", [4], 1.0), ("dog", [7], 3.0), ("dog", [8], 0.0), ("ball", [9], 1.0)])
    lesson = wordwise(dictionary, ["a dog", "dogs played balls", "one dog wept"], np.eye(3, dtype=np.float32), 8)
    assert lesson is not None
    said = [piece for seed in range(9) for piece in lesson.draw(np.random.default_rng(seed))[0][0].ids.tolist()]
    assert set(said) == {4, 7, 9}
    assert lesson.wanted.tolist() == [1]


def test_main_axes_keep_who_is_near_whom() -> None:
    far = np.array([[1, 0, 0], [0.9, 0.1, 0], [-1, 0, 0], [0, -1, 0]], np.float32)
    turned = on_main_axes(far, 2)
    assert turned.shape == (4, 2)
    assert (turned @ turned[0]).argsort()[-2:].tolist() == [1, 0]


def test_plain_sentences_say_the_same_in_both_languages_and_are_drawn_alike_each_time() -> None:
    drawn = everyday(300, 4)
    assert drawn == everyday(300, 4)
    assert len({(row.english, row.dutch) for row in drawn}) == 300
    assert not any(mark in f"{row.english}{row.dutch}" for row in drawn for mark in "{}_=/")
    dogs = [row for row in everyday(3_000, 4) if " dog " in row.english]
    assert dogs
    assert all("hond" in row.dutch for row in dogs)
