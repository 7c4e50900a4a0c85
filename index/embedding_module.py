"""The letter-sequence encoder as a module of sentence-transformers, so that its tools can save, load and run it."""

from typing import Any

import torch
from sentence_transformers.base.modules.input_module import InputModule

from index.embedding_ngrams import DIMENSION, texts_to_vectors


class HashedNgrams(InputModule):
    """Texts to vectors of length 1 without weights; see `index.embedding_ngrams`."""

    config_keys: list[str] = ["dimension"]  # noqa: RUF012 - the base class declares it so
    modalities = ["text"]  # noqa: RUF012 - the base class declares it so

    def __init__(self, dimension: int = DIMENSION) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # the base has no types here
        self.dimension = dimension

    def preprocess(self, inputs: Any, prompt: str | None = None, **_: Any) -> dict[str, torch.Tensor]:
        """The features of a batch: the vectors themselves, since there is nothing to train."""
        texts = [f"{prompt}{text}" for text in inputs] if prompt else inputs
        return {"vectors": torch.from_numpy(texts_to_vectors(texts, self.dimension))}

    def forward(self, features: dict[str, torch.Tensor], **_: Any) -> dict[str, torch.Tensor]:
        """Hands the vectors on under the name that sentence-transformers looks for."""
        features["sentence_embedding"] = features["vectors"]
        return features

    def get_embedding_dimension(self) -> int:
        """Numbers a vector."""
        return self.dimension

    def save(self, output_path: str, *args: Any, **kwargs: Any) -> None:
        """Writes the configuration; there are no weights."""
        self.save_config(output_path)
