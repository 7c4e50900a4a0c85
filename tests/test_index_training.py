"""The encoder's training on made-up data of a few lines: licences, pieces, and the same model twice."""

import lzma
from pathlib import Path

import numpy as np
import pytest

from index.embedding_static import StaticEncoder
from index.embedding_training import on_main_axes
from index.training import free_rows, make
from index.training_words import compound_parts, pieces_to_tokenizer, word_counts

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
    assert list(free_rows(data / "words.tsv.xz")) == [("weapon", "wapen")]


def test_the_beginning_of_a_compound_is_a_part() -> None:
    counts = word_counts(["beleid"] * 60 + ["veiligheidsbeleid"] * 2)
    assert compound_parts(counts)["veiligheids"] == 1


def test_an_unseen_compound_is_cut_into_its_words() -> None:
    counts = word_counts(["stroom stoot wapen het de"] * 60)
    tokenizer, _ = pieces_to_tokenizer(counts, [], 100)
    assert tokenizer.encode("Stroomstoot-\nwapen").tokens == ["stroom", "stoot", "wapen"]


def test_case_accents_and_apostrophes_make_no_difference() -> None:
    tokenizer, _ = pieces_to_tokenizer(word_counts(["boa cafe"] * 9), [], 100)
    assert tokenizer.encode("BOA’s, Café").tokens == ["boa", "cafe"]


def test_the_same_data_makes_the_same_model(data: Path, tmp_path: Path) -> None:
    for name in ("one", "other"):
        make(data, tmp_path / name, epochs=2, size=120)
    assert StaticEncoder(tmp_path / "one").name == StaticEncoder(tmp_path / "other").name


def test_a_heading_finds_its_paragraph_after_training(data: Path, tmp_path: Path) -> None:
    make(data, tmp_path / "model", epochs=30, size=120)
    encoder = StaticEncoder(tmp_path / "model")
    alike = encoder.queries([heading for heading, _ in TOPICS]) @ encoder.passages([text for _, text in TOPICS]).T
    assert alike.argmax(axis=1).tolist() == [0, 1, 2]


def test_main_axes_keep_who_is_near_whom() -> None:
    far = np.array([[1, 0, 0], [0.9, 0.1, 0], [-1, 0, 0], [0, -1, 0]], np.float32)
    turned = on_main_axes(far, 2)
    assert turned.shape == (4, 2)
    assert (turned @ turned[0]).argsort()[-2:].tolist() == [1, 0]
