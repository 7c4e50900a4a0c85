"""Static encoders as `index.training` makes them: a vector a word or part of a compound, and a text is their mean.

A folder of one loads in model2vec and in sentence-transformers too (tests hold the three to the same vectors); here numpy and the
tokenizer do, because they load sooner. Rows are int8 with one scale each, in the tensors "embeddings" and "weights".
"""

import hashlib
import json
import threading
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file, save_file
from tokenizers import Tokenizer

_BATCH = 1024  # texts at a time


class StaticEncoder:
    """A static encoder from a folder; it is read when the first text comes, and texts without words give zeros."""

    weight = 0.1  # measured as for the built-in encoder
    noise = 0.2  # unrelated questions over the example records: nearest passage 0.05 to 0.24

    def __init__(self, folder: Path) -> None:
        self.setting = str(folder)
        self._folder = folder
        config = json.loads((folder / "config.json").read_text("utf-8"))
        self.dimension = int(config["hidden_dim"])
        self.name = f"statisch-{self.dimension}@{config['revision']}"
        self._lock = threading.Lock()

    @cached_property
    def _opened(self) -> tuple[Tokenizer, NDArray[np.int8], NDArray[np.float32]]:
        tensors = load_file(self._folder / "model.safetensors")
        return Tokenizer.from_file(str(self._folder / "tokenizer.json")), tensors["embeddings"], tensors["weights"]

    def queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of questions: float32 (n, dimension), rows of length 1."""
        return self._vectors(texts)

    def passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of passages: float32 (n, dimension), rows of length 1."""
        return self._vectors(texts)

    def _vectors(self, texts: Sequence[str]) -> NDArray[np.float32]:
        with self._lock:
            tokenizer, rows, scales = self._opened
        vectors = np.zeros((len(texts), self.dimension), np.float32)
        for start in range(0, len(texts), _BATCH):
            encoded = tokenizer.encode_batch_fast(list(texts[start : start + _BATCH]), add_special_tokens=False)
            for n, encoding in enumerate(encoded, start):
                ids = encoding.ids
                if ids:
                    vectors[n] = scales[ids] @ rows[ids].astype(np.float32)
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        return np.asarray(vectors / np.where(lengths > 0, lengths, 1), np.float32)


def rows_to_int8(table: NDArray[np.float32]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Rows as int8 (n, dimension) and a scale for each, float32 (n,); an error of at most half a scale a number."""
    scales = np.abs(table).max(axis=1) / 127
    whole = np.rint(table / np.where(scales > 0, scales, 1)[:, None])
    return whole.astype(np.int8), scales.astype(np.float32)


def write_model(folder: Path, tokenizer: Tokenizer, table: NDArray[np.float32]) -> None:
    """Writes a model: the tokenizer, the int8 rows of `table` (float32, a row per piece), and what loaders want to know."""
    folder.mkdir(parents=True, exist_ok=True)
    rows, scales = rows_to_int8(table)
    save_file({"embeddings": rows, "weights": scales}, folder / "model.safetensors")
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    digest = hashlib.sha256((folder / "model.safetensors").read_bytes() + (folder / "tokenizer.json").read_bytes())
    config = {
        "model_type": "model2vec",
        "architectures": ["StaticModel"],
        "hidden_dim": table.shape[1],
        "normalize": True,
        "max_length": None,
        "embedding_dtype": "int8",
        "revision": digest.hexdigest()[:8],
    }
    modules = [("0", ".", "StaticEmbedding"), ("1", "1_Normalize", "Normalize")]
    listed = [
        {"idx": n, "name": name, "path": path, "type": f"sentence_transformers.models.{kind}"}
        for n, (name, path, kind) in enumerate(modules)
    ]
    (folder / "config.json").write_text(json.dumps(config, indent=2) + "\n", "utf-8")
    (folder / "modules.json").write_text(json.dumps(listed, indent=2) + "\n", "utf-8")
