"""The teacher of the Dutch encoder: an English sentence-transformers model, asked for its vectors once, while training."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.embedding_loading import silence

_TOKENS = 64  # of a text that the teacher reads


def teacher_vectors(folder: Path, texts: Sequence[str]) -> NDArray[np.float32]:
    """The teacher's vectors of texts: float32 (n, its dimension), rows of length 1.

    Raises:
        OSError: there is no model in `folder`.
    """
    silence()
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(folder), device="cpu", local_files_only=True, trust_remote_code=False)
    model.max_seq_length = _TOKENS
    made = model.encode(list(texts), batch_size=64, normalize_embeddings=True, show_progress_bar=False)
    return np.asarray(made, np.float32)
