"""A model gets the prefixes it was trained with, by the first source that knows them, and never by a name that fits by chance."""

import json
import re
from pathlib import Path

import numpy as np
import pytest
from conftest import ROOT
from numpy.typing import NDArray
from small_models import WORDS, save_bert, save_onnx, save_static

from index.embedding import EncoderError, ModelEncoder, described, open_encoder
from index.embedding_models import Claims, KnownModel, folder_claims, known_model, known_models, prefixes, recognised

E5 = ("query: ", "passage: ")


def words_of(vector: NDArray[np.float32]) -> set[str]:
    return {word for word, value in zip(WORDS, vector, strict=True) if value > 0}


def asked(claims: Claims, dimension: int = 384) -> tuple[str, str]:
    found = prefixes(claims, recognised(claims, dimension))
    return found.query, found.passage


@pytest.mark.parametrize("model", known_models(), ids=lambda model: model.name)
def test_a_known_model_is_known_by_its_whole_name_and_its_folder(model: KnownModel) -> None:
    name = model.name
    assert known_model(name) is known_model(name.upper()) is known_model(name.partition("/")[2]) is model
    assert known_model(f"{name}-2") is None
    assert known_model("iemand/" + name.partition("/")[2]) is None


@pytest.mark.parametrize(
    ("claims", "expected"),
    [
        (Claims(("clips/e5-small-trm-nl",), prompts={"query": "vraag "}), E5),  # the table goes before all
        (Claims(("iemand/model",), prompts={"query": "v ", "document": "d "}), ("v ", "d ")),
        (Claims(("iemand/model",), prompts={"query": "v ", "passage": "p "}), ("v ", "p ")),
        (Claims(("iemand/mijn-e5-nl",), prompts={"query": "v "}), ("v ", "")),  # its own word goes before its name
        (Claims(("iemand/model",), "intfloat/multilingual-e5-small"), E5),
        (Claims(("iemand/model",), "intfloat/multilingual-e5-large"), E5),
        (Claims(("iemand/mijn-E5_nl",)), E5),
        (Claims(("iemand/e5-large-instruct",)), ("", "")),
        (Claims(("iemand/note5-klein",)), ("", "")),  # e5 inside another word
        (Claims(("e5/klein",)), ("", "")),  # the owner's name says nothing
        (Claims(("iemand/stt-trm-nl",)), E5),
        (Claims(("iemand/arctic-embed-v2.0-klein",)), ("query: ", "")),
        (Claims(("iemand/model",)), ("", "")),
    ],
)
def test_the_first_source_that_knows_says_the_prefixes(claims: Claims, expected: tuple[str, str]) -> None:
    assert asked(claims) == expected


def test_a_namesake_with_vectors_of_another_length_is_another_model() -> None:
    assert recognised(Claims(("bge-m3",)), 1024) is known_model("BAAI/bge-m3")
    assert recognised(Claims(("bge-m3",)), 8) is None


def test_a_folder_says_what_it_is_by_its_place_its_configuration_and_its_card(tmp_path: Path) -> None:
    folder = tmp_path / "models--BAAI--bge-m3" / "snapshots" / "5617a9f6"
    folder.mkdir(parents=True)
    (folder / "config.json").write_text(json.dumps({"_name_or_path": "iemand/anders"}))
    (folder / "README.md").write_text("---\nlicense: mit\nbase_model:\n- xlm/roberta\n---\nTekst\nlicense: geen\n")
    claims = folder_claims(folder, {})
    assert claims == Claims(("BAAI/bge-m3", "iemand/anders"), "xlm/roberta", "mit", {})
    (folder / "config.json").write_text("kapot")
    (folder / "README.md").write_bytes(b"\xff")
    assert folder_claims(folder, {}) == Claims(("BAAI/bge-m3",), "", "", {})


def test_what_a_model_says_of_itself_goes_before_each_text(tmp_path: Path) -> None:
    model = open_encoder(str(save_static(tmp_path / "model", {"query": "query ", "document": "passage "})))
    assert words_of(model.queries(["taser"])[0]) == {"query", "taser"}
    assert words_of(model.passages(["taser"])[0]) == {"passage", "taser"}
    assert described(model)[1].endswith('"query ", voor een passage "passage " (het model zegt het zelf)')


def test_a_models_default_prefix_is_not_put_before_passages(tmp_path: Path) -> None:
    model = open_encoder(str(save_static(tmp_path / "model", {"query": "query "}, default="query")))
    assert words_of(model.queries(["taser"])[0]) == {"query", "taser"}
    assert words_of(model.passages(["taser"])[0]) == {"taser"}


def test_a_model_of_which_no_prefix_is_known_is_told_of(tmp_path: Path) -> None:
    model = open_encoder(str(save_static(tmp_path / "model")))
    assert described(model)[1].startswith("let op: van deze encoder is niet bekend")


def test_vectors_can_be_cut_off_and_keep_length_one(tmp_path: Path) -> None:
    folder = save_static(tmp_path / "model")
    model, cut = open_encoder(str(folder)), open_encoder(f"{folder}#3")
    assert (cut.dimension, cut.name) == (3, f"{model.name}#3")
    assert cut.passages(["taser drugs"])[0] == pytest.approx([0, 1, 0])  # the fourth number is cut off
    assert cut.queries([]).shape == (0, 3)


@pytest.mark.parametrize("option", ["99", "0", "snel", "onnx,", ""])
def test_an_option_that_cannot_be_is_refused(tmp_path: Path, option: str) -> None:
    folder = save_static(tmp_path / "model")
    with pytest.raises(EncoderError, match=r"kan niet\.|is onbekend"):
        open_encoder(f"{folder}#{option}")


def test_a_folder_with_a_hash_in_its_name_is_a_folder(tmp_path: Path) -> None:
    assert open_encoder(str(save_static(tmp_path / "model#3"))).dimension == len(WORDS)


def test_a_model_without_an_onnx_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match="heeft geen ONNX-bestand"):
        open_encoder(f"{save_bert(tmp_path / 'model')}#onnx")


def test_an_onnx_file_makes_the_vectors_and_one_of_eight_bits_goes_first(tmp_path: Path) -> None:
    folder = save_bert(tmp_path / "model")
    plain = open_encoder(str(folder))
    rows = np.eye(len(WORDS), 8, dtype=np.float32)
    save_onnx(folder / "onnx" / "model.onnx", rows)
    whole = open_encoder(f"{folder}#onnx")
    assert whole.name.endswith("#onnx")
    assert whole.name.partition("#")[0] != plain.name
    assert whole.passages(["taser wijk"])[0] == pytest.approx([0, 2**-0.5, 2**-0.5, 0, 0, 0, 0, 0], abs=1e-6)
    assert not np.allclose(plain.passages(["taser wijk"]), whole.passages(["taser wijk"]), atol=0.1)
    save_onnx(folder / "onnx" / "model_qint8_avx512_vnni.onnx", np.rint(rows[::-1] * 127).astype(np.int8), 1 / 127)
    small = open_encoder(f"{folder}#onnx")
    assert small.passages(["taser wijk"])[0] == pytest.approx([0, 0, 0, 2**-0.5, 2**-0.5, 0, 0, 0], abs=1e-6)
    assert small.name != whole.name


def test_a_model_saved_in_sixteen_bits_gives_vectors_of_thirty_two(tmp_path: Path) -> None:
    half = open_encoder(str(save_bert(tmp_path / "model", dtype="bfloat16")))
    assert isinstance(half, ModelEncoder)
    assert half.passages(["taser"]).dtype == np.float32
    assert str(half._model.dtype) == "torch.float32"


def test_the_order_of_the_texts_and_what_stands_beside_them_make_no_difference(tmp_path: Path) -> None:
    model = open_encoder(str(save_bert(tmp_path / "model")))
    texts = ["taser " * n for n in range(1, 40)]
    together = model.passages(texts)
    assert np.allclose(together[::-1], model.passages(texts[::-1]), atol=1e-6)
    assert np.allclose(together[5], model.passages([texts[5]])[0], atol=1e-5)


def test_the_table_in_the_readme_is_that_of_the_known_models() -> None:
    rows = re.findall(r"^\| `([^`/]+/[^`/]+)` \|(.*)\|$", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE)
    cells = {name: [cell.strip().strip("`") for cell in re.split(r"(?<!\\)\|", rest)] for name, rest in rows}
    written = {name: tuple(cell.replace("\\|", "|") for cell in found) for name, found in cells.items()}
    assert written == {
        model.name: (
            model.query.rstrip() or "-",
            model.passage.rstrip() or "-",
            str(model.dimension),
            str(model.tokens),
            str(model.megabytes),
            model.licence,
            str(model.ndcg),
        )
        for model in known_models()
    }
