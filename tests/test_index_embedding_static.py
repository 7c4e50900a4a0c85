"""A static encoder gives the same vectors whoever loads it, and int8 loses next to nothing."""

from pathlib import Path

import numpy as np
import pytest

from index.embedding import ModelEncoder, open_encoder, setting_of
from index.embedding_static import StaticEncoder, rows_to_int8, write_model
from index.training_words import pieces_to_tokenizer, word_counts

TEXTS = ["De agent draagt een stroomstootwapen.", "het geld", "☃ agent", "", "BOA’s dragen geen wa-\npen"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    counts = word_counts(["de agent draagt een stroom stoot wapen het geld boa dragen geen"] * 60)
    tokenizer, pieces = pieces_to_tokenizer(counts, [], 100)
    table = np.sin(np.arange(len(pieces) * 16, dtype=np.float32) ** 1.5).reshape(-1, 16)
    table[0] = 0
    write_model(tmp_path / "model", tokenizer, table)
    return tmp_path / "model"


def test_vectors_have_length_one_and_a_text_without_words_gives_zeros(folder: Path) -> None:
    vectors = StaticEncoder(folder).passages(TEXTS)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 1, 1, 0, 1])


def test_no_texts_give_no_rows(folder: Path) -> None:
    assert StaticEncoder(folder).queries([]).shape == (0, 16)


def test_int8_is_at_most_half_a_scale_off() -> None:
    table = np.array([[1.0, -0.5, 0.003], [0, 0, 0], [-20, 7, 1]], np.float32)
    rows, scales = rows_to_int8(table)
    assert (np.abs(rows * scales[:, None] - table) <= scales[:, None] / 2 + 1e-6).all()


def test_sentence_transformers_gives_the_same_vectors(folder: Path) -> None:
    from sentence_transformers import SentenceTransformer

    made = SentenceTransformer(str(folder), device="cpu", local_files_only=True).encode(TEXTS, show_progress_bar=False)
    assert np.abs(made - StaticEncoder(folder).passages(TEXTS)).max() < 1e-4


def test_model2vec_gives_the_same_vectors(folder: Path) -> None:
    model2vec = pytest.importorskip("model2vec", reason="model2vec komt met de extra test")
    made = model2vec.StaticModel.from_pretrained(folder).encode(TEXTS)
    assert np.abs(made - StaticEncoder(folder).passages(TEXTS)).max() < 1e-4


def test_another_model_has_another_name(folder: Path, tmp_path: Path) -> None:
    tokenizer, pieces = pieces_to_tokenizer(word_counts(["agent"]), [], 50)
    write_model(tmp_path / "other", tokenizer, np.ones((len(pieces), 16), np.float32))
    assert StaticEncoder(tmp_path / "other").name != StaticEncoder(folder).name


def test_its_folder_is_recognised_and_needs_no_pytorch(folder: Path, tmp_path: Path) -> None:
    encoder = open_encoder(str(folder))
    assert isinstance(encoder, StaticEncoder)
    assert setting_of(encoder) == str(folder)
    (tmp_path / "model" / "config.json").write_text('{"model_type": "bert"}')
    assert isinstance(open_encoder(str(folder)), ModelEncoder)
