"""Rerankers read a question and a passage together: better than comparing vectors, and some hundred times slower.

So only the first passages that were found are read again, and only when a reranker is set (`LOVP_RERANKER`).
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index.embedding_loading import offline, silence
from index.errors import UserError
from index.records import Hit

RERANKED = 20  # passages that are read again; a model of 568 million weights takes seconds for more on a processor
_BATCH = 16  # pairs at a time


class RerankerError(UserError):
    """The reranker that was asked for can't be used; the message is Dutch and says what to do."""


class Reranker(Protocol):
    """Says how well texts answer a question; higher is better, and only the order means anything."""

    @property
    def name(self) -> str:
        """What it is called."""

    def scores(self, question: str, texts: Sequence[str]) -> NDArray[np.float32]:
        """A score a text: float32 (len(texts),)."""


def open_reranker(name: str) -> Reranker | None:
    """The reranker that the setting names: a CrossEncoder of sentence-transformers by name or folder, None for "".

    Raises:
        RerankerError: the model isn't there or is no reranker.
    """
    return ModelReranker(name) if name else None


class ModelReranker:
    """A CrossEncoder; it is loaded at once, so that what is wrong with it is said before a question is asked."""

    def __init__(self, name: str) -> None:
        silence()
        from sentence_transformers import CrossEncoder

        local = Path(name).expanduser()
        try:
            # never code from a model's own folder: a model is data
            self._model = CrossEncoder(
                str(local) if local.is_dir() else name,
                trust_remote_code=False,
                local_files_only=offline(),
                model_kwargs={"dtype": "float32"},
            )
            labels = int(self._model.num_labels)
        except Exception as error:  # huggingface_hub and transformers raise some twenty kinds; all mean the same here
            raise RerankerError(
                f"De reranker {name!r} kan niet worden geladen. Geef een map met een CrossEncoder, of de naam van een model "
                "dat op deze computer staat, zoals BAAI/bge-reranker-v2-m3. Of haal de instelling weg (LOVP_RERANKER)."
            ) from error
        if labels != 1:
            raise RerankerError(
                f"Het model {name!r} geeft {labels} getallen per tekst, geen volgorde; kies een reranker (LOVP_RERANKER)."
            )
        self.name = local.resolve().name if local.is_dir() else name

    def scores(self, question: str, texts: Sequence[str]) -> NDArray[np.float32]:
        """A score a text: float32 (len(texts),)."""
        if not texts:
            return np.zeros(0, np.float32)
        pairs = [(question, text) for text in texts]
        return np.asarray(self._model.predict(pairs, batch_size=_BATCH, show_progress_bar=False), np.float32)


def rerank(reranker: Reranker, question: str, hits: Sequence[Hit], most: int = RERANKED) -> list[Hit]:
    """The hits, of which the first `most` are put in the order of the reranker; equal scores keep their order.

    The scores stay where they are, since those of a reranker can't be compared with those of a search: the best passage gets
    the highest of them.
    """
    first = list(hits[:most])
    scores = reranker.scores(question, [hit.passage.text for hit in first])
    order = np.argsort(-scores, kind="stable")
    return [Hit(first[n].passage, hit.score) for n, hit in zip(order, first, strict=True)] + list(hits[most:])
