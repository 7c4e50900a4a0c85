"""A static encoder gives the same vectors whoever loads it, and int8 loses next to nothing."""

import hashlib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer
from tokenizers.models import Unigram as UnigramModel

import index
from index.embedding import BUILT_IN, ModelEncoder, open_encoder, setting_of
from index.embedding_static import StaticEncoder, Unigram, rows_to_int8, write_model
from index.training_words import pieces_to_tokenizer, word_counts

TEXTS = ["De agent draagt een stroomstootwapen.", "het geld", "☃ agent", "", "BOA’s dragen geen wa-\npen"]
SHIPPED = Path(index.__file__).parent / "model"
ODD = "abcsS'’‘`- \n\r\t_.,\x000123éëÏçñøßœ“”–…·€²½ﬁĳŉǆ\u00ad\u200bК‐´İıſªº§\ud800"


@pytest.fixture(params=["made", "shipped"])
def folder(request: pytest.FixtureRequest, made: Path) -> Path:
    return made if request.param == "made" else SHIPPED


@pytest.fixture
def made(tmp_path: Path) -> Path:
    counts = word_counts(["de agent draagt een stroom stoot wapen het geld boa dragen geen"] * 60)
    tokenizer, pieces = pieces_to_tokenizer(counts, [], 100)
    table = np.sin(np.arange(len(pieces) * 16, dtype=np.float32) ** 1.5).reshape(-1, 16)
    table[0] = 0
    write_model(tmp_path / "model", tokenizer, table)
    return tmp_path / "model"


@pytest.fixture(scope="module")
def shipped() -> StaticEncoder:
    return StaticEncoder(SHIPPED)


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return Tokenizer.from_file(str(SHIPPED / "tokenizer.json"))


@given(st.lists(st.text(st.sampled_from(ODD), max_size=30) | st.text(max_size=30), max_size=3))
def test_words_are_cut_into_the_pieces_that_the_tokenizer_makes_of_the_text(
    shipped: StaticEncoder, tokenizer: Tokenizer, texts: list[str]
) -> None:
    for text in texts:
        whole = text.encode("utf-8", "replace").decode("utf-8")  # half characters are no text to a tokenizer
        assert shipped.pieces(text) == tokenizer.encode(whole, add_special_tokens=False).ids


@given(
    st.dictionaries(st.text("abc", min_size=1, max_size=4), st.floats(-30, 0), min_size=1), st.text("abcd", max_size=12)
)
def test_the_pieces_of_a_word_are_those_of_the_library(scores: dict[str, float], word: str) -> None:
    vocabulary = [("[UNK]", -40.0), *scores.items()]
    expected = Tokenizer(UnigramModel(vocabulary, unk_id=0)).encode(word, add_special_tokens=False).ids
    assert Unigram({"vocab": vocabulary, "unk_id": 0}).pieces(word) == expected


def test_vectors_have_length_one_and_a_text_without_words_gives_zeros(folder: Path) -> None:
    vectors = StaticEncoder(folder).passages(TEXTS)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 1, 1, 0, 1])


def test_no_texts_give_no_rows(folder: Path) -> None:
    encoder = StaticEncoder(folder)
    assert encoder.queries([]).shape == (0, encoder.dimension)


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


def test_its_folder_is_recognised_and_needs_no_pytorch(made: Path) -> None:
    encoder = open_encoder(str(made))
    assert isinstance(encoder, StaticEncoder)
    assert setting_of(encoder) == str(made)
    (made / "config.json").write_text('{"model_type": "bert"}')
    assert isinstance(open_encoder(str(made)), ModelEncoder)


def test_what_ships_is_the_built_in_encoder_and_stays_small() -> None:
    encoder = open_encoder(BUILT_IN)
    assert isinstance(encoder, StaticEncoder)
    assert setting_of(encoder) == BUILT_IN
    assert encoder.name == StaticEncoder(SHIPPED).name
    assert sum(path.stat().st_size for path in SHIPPED.iterdir()) <= 16_000_000
    weights = (SHIPPED / "model.safetensors").read_bytes() + (SHIPPED / "tokenizer.json").read_bytes()
    assert encoder.name.endswith(hashlib.sha256(weights).hexdigest()[:8])
    assert "license: cc-by-sa-4.0" in (SHIPPED / "README.md").read_text("utf-8")


def test_what_ships_knows_what_words_mean() -> None:
    """Words that share no letters to speak of, against a word that has nothing to do with the first."""
    encoder = open_encoder(BUILT_IN)
    near = {"betoging": "demonstratie", "auto": "voertuig", "arts": "dokter", "boete": "straf", "geld": "budget"}
    ones, alike = encoder.queries(list(near)), encoder.passages(list(near.values()))
    likeness = ones @ alike.T
    assert (likeness.argmax(axis=1) == np.arange(len(near))).all()
    assert np.diag(likeness).min() > encoder.noise
