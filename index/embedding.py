"""Encoders behind one seam of two verbs, because a good model treats questions and passages differently.

Vectors are made by sentence-transformers, whatever the model. Only the built-in encoder takes a short cut: its arithmetic is
plain numpy, so nobody waits five seconds for PyTorch to ask a question or read a file in (a test holds the short cut and its
module of sentence-transformers, `index.embedding_module`, to the same vectors).
"""

import hashlib
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from index.embedding_ngrams import DIMENSION, texts_to_vectors
from index.errors import UserError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

BUILT_IN = "ingebouwd"
_NGRAMS = f"letterreeksen-{DIMENSION}-v1"  # the name and revision that the recipe keeps
# Models trained with a prefix lose quality without it, silently; by a part of their name (from their model cards).
_PREFIXES = {
    "e5": ("query: ", "passage: "),
    "-trm-nl": ("query: ", "passage: "),
    "arctic-embed": ("query: ", ""),
}


class EncoderError(UserError):
    """The encoder that was asked for can't be used; the message is Dutch and says what to do."""


class Encoder(Protocol):
    """Makes vectors; those of two encoders can't be compared."""

    @property
    def name(self) -> str:
        """Name and revision, as the recipe keeps it."""

    @property
    def dimension(self) -> int:
        """Numbers a vector."""

    @property
    def noise(self) -> float:
        """The cosine similarity up to which two texts may be alike by chance."""

    def queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of questions: float32 (n, dimension), rows of length 1."""

    def passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of passages: float32 (n, dimension), rows of length 1."""


def open_encoder(name: str) -> Encoder:
    """The encoder that the setting names: the built-in one, or a sentence-transformers model by name or folder.

    Nothing is loaded yet, except what is needed to know a model's dimension.

    Raises:
        EncoderError: the model isn't there or can't be loaded.
    """
    return NgramEncoder() if name == BUILT_IN else ModelEncoder(name)


class NgramEncoder:
    """The encoder that ships, see `index.embedding_ngrams`."""

    name = _NGRAMS
    dimension = DIMENSION
    noise = 0.1  # unrelated words over the example records: nearest passage 0.04 to 0.15, the thirtieth below 0.02

    def queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of questions: float32 (n, dimension), rows of length 1."""
        return texts_to_vectors(texts)

    def passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of passages: float32 (n, dimension), rows of length 1."""
        return texts_to_vectors(texts)


class ModelEncoder:
    """Any sentence-transformers model; it is loaded at once, because the index must know its dimension."""

    noise = 0.0  # differs by model; a model's own space has no floor that we know

    def __init__(self, name: str) -> None:
        _silence()
        from sentence_transformers import SentenceTransformer

        local = Path(name).expanduser()
        try:
            # never code from a model's own folder: a model is data
            self._model = SentenceTransformer(
                str(local) if local.is_dir() else name, trust_remote_code=False, local_files_only=_offline()
            )
        except Exception as error:  # huggingface_hub and transformers raise some twenty kinds; all mean the same here
            raise EncoderError(
                f"Het model {name!r} kan niet worden geladen. Geef een map met een sentence-transformers-model, of de naam van "
                f"een model dat op deze computer staat. Of zet LOVP_ENCODER={BUILT_IN}."
            ) from error
        dimension = self._model.get_embedding_dimension()
        if not dimension:
            raise EncoderError(f"Het model {name!r} zegt niet hoe lang zijn vectoren zijn; kies een ander model.")
        plain = local.resolve().name if local.is_dir() else name
        self.name = f"{plain}@{_folder_revision(local) if local.is_dir() else _hub_revision(self._model)}"
        self.dimension = int(dimension)
        self._query, self._passage = next((p for part, p in _PREFIXES.items() if part in plain.lower()), ("", ""))

    def queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of questions: float32 (n, dimension), rows of length 1."""
        return _encode(self._model, texts, self._query)

    def passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of passages: float32 (n, dimension), rows of length 1."""
        return _encode(self._model, texts, self._passage)


def _folder_revision(folder: Path) -> str:
    """What tells one model from another under the same name: a hash over its files' names, sizes and first megabytes."""
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        digest.update(f"{path.relative_to(folder).as_posix()} {path.stat().st_size}\n".encode())
        with path.open("rb") as opened:
            digest.update(opened.read(1 << 20))
    return digest.hexdigest()[:8]


def _hub_revision(model: "SentenceTransformer") -> str:
    """The commit of a model that came from a hub; "onbekend" when it doesn't tell."""
    config = getattr(getattr(model[0], "auto_model", None), "config", None)
    return str(getattr(config, "_commit_hash", None) or "onbekend")[:8]


def _encode(model: "SentenceTransformer", texts: Sequence[str], prefix: str) -> NDArray[np.float32]:
    if not texts:
        return np.zeros((0, int(model.get_embedding_dimension() or 0)), np.float32)
    vectors = model.encode(
        [prefix + text for text in texts],
        normalize_embeddings=True,
        convert_to_numpy=True,
        show_progress_bar=False,
    )
    return np.asarray(vectors, np.float32)


def _silence() -> None:
    """No telemetry, no progress bars of a library, no threads that fork warns about."""
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")
    os.environ.setdefault("DO_NOT_TRACK", "1")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    os.environ.setdefault("HF_HUB_OFFLINE", "1" if _offline() else "0")


def _offline() -> bool:
    """A model must open without a network; fetching one is asked for with HF_HUB_OFFLINE=0.

    Huggingface's library reads that variable when it is first imported, by whatever comes first, so each call says it too.
    """
    return os.environ.get("HF_HUB_OFFLINE", "1").upper() in {"1", "ON", "YES", "TRUE"}
