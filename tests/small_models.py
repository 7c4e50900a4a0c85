"""Small sentence-transformers models that a test makes and saves, whose vectors one can work out by hand."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

WORDS = ["[UNK]", "taser", "wijk", "drugs", "query", "passage"]  # the number of each is its place


def save_static(
    folder: Path,
    prompts: Mapping[str, str] | None = None,
    default: str | None = None,
    means: Mapping[str, str] | None = None,
) -> Path:
    """A model whose vectors are the mean of a row of the unit matrix a word; in `means` words get the row of another word."""
    import torch

    _save_tokenizer(folder)
    module = "sentence_transformers.sentence_transformer.modules.static_embedding.StaticEmbedding"
    _write(folder / "modules.json", [{"idx": 0, "name": "0", "path": "", "type": module}])
    rows = torch.eye(len(WORDS))
    for word, other in (means or {}).items():
        rows[WORDS.index(word)] = torch.eye(len(WORDS))[WORDS.index(other)]
    torch.save({"embedding.weight": rows}, folder / "pytorch_model.bin")
    if prompts is not None:
        _write(folder / "config_sentence_transformers.json", {"prompts": prompts, "default_prompt_name": default})
    return folder


def save_bert(folder: Path, *, labels: int = 0, dtype: str = "float32") -> Path:
    """A model of the Bert kind with fixed weights: a sentence-transformers model, or with `labels` a CrossEncoder."""
    import torch
    from transformers import BertConfig, BertForSequenceClassification, BertModel

    _save_tokenizer(folder)
    torch.manual_seed(7)
    config = BertConfig(
        vocab_size=len(WORDS),
        hidden_size=8,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=8,
        max_position_embeddings=64,
        pad_token_id=0,
    )
    if labels:
        config.num_labels = labels
        model: Any = BertForSequenceClassification(config)
    else:
        model = BertModel(config)
        kinds = "sentence_transformers.models"
        _write(
            folder / "modules.json",
            [
                {"idx": 0, "name": "0", "path": "", "type": f"{kinds}.Transformer"},
                {"idx": 1, "name": "1", "path": "1_Pooling", "type": f"{kinds}.Pooling"},
            ],
        )
        (folder / "1_Pooling").mkdir()
        _write(folder / "1_Pooling" / "config.json", {"word_embedding_dimension": 8, "pooling_mode_mean_tokens": True})
    model.to(getattr(torch, dtype)).save_pretrained(folder)
    return folder


def save_onnx(path: Path, rows: NDArray[np.generic], scale: float | None = None) -> None:
    """An ONNX file that gives each token its row; with `scale` the rows are whole numbers of eight bits times that scale.

    ONNX's own package is not installed, so the message is written out: https://onnx.ai/onnx/intro/concepts.html and onnx.proto.
    """
    weights = [_tensor("rows", rows)]
    nodes = [_node("Gather", ["rows" if scale is None else "wide", "input_ids"], "last_hidden_state")]
    if scale is not None:
        weights.append(_tensor("scale", np.array(scale, np.float32)))
        nodes.insert(0, _node("DequantizeLinear", ["rows", "scale"], "wide"))
    graph = b"".join(_field(1, node) for node in nodes) + _field(2, b"klein")
    graph += b"".join(_field(5, weight) for weight in weights)
    graph += b"".join(_field(11, _value(name, 7, ["b", "s"])) for name in ("input_ids", "attention_mask"))
    graph += _field(12, _value("last_hidden_state", 1, ["b", "s", "d"]))
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(_field(1, 8) + _field(7, graph) + _field(8, _field(2, 17)))


def _save_tokenizer(folder: Path) -> None:
    folder.mkdir(parents=True)
    tokenizer = {
        "version": "1.0",
        "added_tokens": [],
        "pre_tokenizer": {"type": "Whitespace"},
        "model": {"type": "WordLevel", "vocab": {word: n for n, word in enumerate(WORDS)}, "unk_token": "[UNK]"},
    }
    _write(folder / "tokenizer.json", tokenizer)
    kept = {"tokenizer_class": "PreTrainedTokenizerFast", "pad_token": "[UNK]", "unk_token": "[UNK]"}
    _write(folder / "tokenizer_config.json", {**kept, "model_max_length": 64})


def _write(path: Path, content: object) -> None:
    path.write_text(json.dumps(content), "utf-8")


def _field(number: int, value: bytes | int) -> bytes:
    """A field of a protocol-buffers message."""
    if isinstance(value, int):
        return _varint(number << 3) + _varint(value)
    return _varint(number << 3 | 2) + _varint(len(value)) + value


def _varint(value: int) -> bytes:
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    return bytes([*out, value])


def _tensor(name: str, rows: NDArray[np.generic]) -> bytes:
    kind = {"float32": 1, "int8": 3}[str(rows.dtype)]
    dims = b"".join(_field(1, size) for size in rows.shape)
    return dims + _field(2, kind) + _field(8, name.encode()) + _field(9, rows.tobytes())


def _node(kind: str, inputs: Sequence[str], output: str) -> bytes:
    return b"".join(_field(1, name.encode()) for name in inputs) + _field(2, output.encode()) + _field(4, kind.encode())


def _value(name: str, kind: int, sizes: Sequence[str]) -> bytes:
    shape = b"".join(_field(1, _field(2, size.encode())) for size in sizes)
    return _field(1, name.encode()) + _field(2, _field(1, _field(1, kind) + _field(2, shape)))
