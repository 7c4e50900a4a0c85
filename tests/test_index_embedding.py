"""Encoders make vectors of length 1 that are the same every time, without a network, and say in Dutch what is wrong."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from small_models import WORDS, save_static

from index.embedding import BUILT_IN, LETTERS, Encoder, EncoderError, open_encoder, setting_of
from index.embedding_ngrams import texts_to_vectors

TEXTS = ["De taser komt er in 2020.", "BOA’s en geïnformeerde agenten", "", "de het een", "7,1 miljoen", "x" * 3000]

PLACES = [6, 34, 91, 129, 143, 218, 233, 378, 390, 420, 487, 510]  # where the letters of "taser" land
VALUES = [  # and what each adds
    *(-0.196116, 0.196116, -0.679366, -0.196116, 0.196116, 0.196116),
    *(-0.392232, 0.196116, 0.196116, -0.196116, 0.196116, -0.196116),
]


@pytest.fixture(scope="module", params=[BUILT_IN, LETTERS])
def own(request: pytest.FixtureRequest) -> Encoder:
    """The encoders that need no model from elsewhere."""
    setting: str = request.param
    return open_encoder(setting)


@pytest.fixture
def save_model(tmp_path: Path) -> Callable[[str], Path]:
    """Writes a sentence-transformers model under a name."""
    return lambda name: save_static(tmp_path / name)


def of_length_one(vectors: NDArray[np.float32]) -> bool:
    return bool(np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-6))


def test_questions_and_passages_have_the_same_vectors(own: Encoder) -> None:
    asked, kept = own.queries(TEXTS), own.passages(TEXTS)
    assert asked.shape == kept.shape == (len(TEXTS), own.dimension)
    assert asked.dtype == kept.dtype == np.float32
    assert np.allclose(asked, kept, atol=1e-6)


def test_sentence_transformers_makes_the_vectors_of_the_letter_sequences() -> None:
    from sentence_transformers import SentenceTransformer

    from index.embedding_module import HashedNgrams

    model = SentenceTransformer(modules=[HashedNgrams()], device="cpu")
    made = model.encode(TEXTS, normalize_embeddings=True, convert_to_numpy=True)
    assert np.allclose(made, texts_to_vectors(TEXTS), atol=1e-6)


def test_they_wait_for_no_pytorch(own: Encoder) -> None:
    setting = setting_of(own)
    asked = f"from index.embedding import *; import sys; open_encoder({setting!r}).passages(['a']); print('torch' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert run.stdout == "False\n"


def test_a_text_without_words_has_a_vector_of_zeros(own: Encoder) -> None:
    for vectors in (own.queries(TEXTS), own.passages(TEXTS)):
        assert [bool(vector.any()) for vector in vectors][:3] == [True, True, False]
        assert of_length_one(vectors[[0, 1, 4, 5]])


def test_words_that_only_bind_have_no_letter_sequences() -> None:
    assert not texts_to_vectors(["de het een"]).any()


def test_no_texts_give_no_vectors_of_the_right_width(own: Encoder) -> None:
    assert own.queries([]).shape == own.passages([]).shape == (0, own.dimension)


def test_they_say_their_name_and_dimension(own: Encoder) -> None:
    assert str(own.dimension) in own.name


@given(st.lists(st.text(max_size=40), max_size=4))
def test_every_text_gives_the_same_vector_of_length_one_or_zeros(texts: list[str]) -> None:
    vectors = texts_to_vectors(texts)
    assert np.array_equal(vectors, texts_to_vectors(texts))
    for text, vector in zip(texts, vectors, strict=True):
        assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-5) or not vector.any()
        assert np.array_equal(texts_to_vectors([text])[0], vector)  # whatever stands beside it


def test_vectors_are_the_same_on_every_machine() -> None:
    """Worked out once; another number here is another encoder, so raise its version."""
    (vector,) = texts_to_vectors(["taser"])
    places = np.flatnonzero(vector)
    assert places.tolist() == PLACES
    assert vector[places].tolist() == pytest.approx(VALUES, abs=1e-6)


def test_words_with_letters_in_common_are_near_and_others_are_not() -> None:
    mayor, misspelled, mayors, drugs = texts_to_vectors(
        ["burgemeester", "burgermeester", "regioburgemeesters", "drugs"]
    )
    assert mayor @ misspelled > 0.2
    assert mayor @ mayors > 0.2
    assert abs(mayor @ drugs) < 0.1


def test_a_word_said_twice_counts_for_more_but_not_for_double() -> None:
    taser, once, twice, both = texts_to_vectors(["taser", "taser wijk", "taser taser wijk", "taser taser wijk wijk"])
    assert 0.65 < taser @ once < taser @ twice < 0.89  # 1 to the square root of 2; double would be 2 to that of 5
    assert np.allclose(once, both, atol=1e-6)


def test_case_and_accents_make_no_difference() -> None:
    one, other = texts_to_vectors(["Coördinatie", "COORDINATIE"])
    assert np.array_equal(one, other)


def test_a_model_is_opened_from_its_folder_without_a_network(save_model: Callable[[str], Path]) -> None:
    model = open_encoder(str(save_model("klein")))
    assert (model.name.partition("@")[0], model.dimension) == ("klein", len(WORDS))
    vectors = model.passages(["taser wijk", "drugs"])
    assert vectors.dtype == np.float32
    assert vectors == pytest.approx(np.array([[0, 2**-0.5, 2**-0.5, 0, 0, 0], [0, 0, 0, 1, 0, 0]]), abs=1e-6)
    assert np.array_equal(model.queries(["taser wijk", "drugs"]), vectors)
    assert model.queries([]).shape == (0, len(WORDS))


@pytest.mark.parametrize("name", ["multilingual-E5-small", "mijn-e5"])
def test_a_model_that_was_trained_with_prefixes_gets_them(save_model: Callable[[str], Path], name: str) -> None:
    model = open_encoder(str(save_model(name)))
    (asked,) = model.queries(["taser"])
    (kept,) = model.passages(["taser"])
    assert [bool(asked[WORDS.index(word)]) for word in ("taser", "query", "passage")] == [True, True, False]
    assert [bool(kept[WORDS.index(word)]) for word in ("taser", "query", "passage")] == [True, False, True]


@pytest.mark.parametrize("make", [False, True])
def test_a_model_that_is_not_there_is_a_dutch_error_that_says_what_to_do(tmp_path: Path, make: bool) -> None:
    if make:
        (tmp_path / "model").mkdir()
        (tmp_path / "model" / "modules.json").write_text("kapot")
    name = str(tmp_path / "model") if make else "niemand/bestaat-niet"
    with pytest.raises(EncoderError) as caught:
        open_encoder(name)
    assert f"Het model {name!r} kan niet worden geladen" in str(caught.value)
    assert f"LOVP_ENCODER={BUILT_IN}" in str(caught.value)


def test_no_model_is_fetched_even_when_the_library_was_imported_online(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", False)
    with pytest.raises(EncoderError):  # and the fixture no_network sees that nothing was asked for
        open_encoder("niemand/bestaat-niet")


def test_another_model_under_the_same_name_has_another_revision(save_model: Callable[[str], Path]) -> None:
    folder = save_model("klein")
    before = open_encoder(str(folder)).name
    assert open_encoder(str(folder)).name == before
    readme = folder / "README.md"
    readme.write_text("een andere versie", "utf-8")
    assert open_encoder(str(folder)).name != before
