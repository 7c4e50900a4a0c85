"""Passages by meaning: a Chroma collection, written through LlamaIndex's vector store and read as Chroma's own.

Any tool of either opens it. Reading it as Chroma's own spares whoever asks the three seconds of importing LlamaIndex.

Below `EXACT_BELOW` passages exact search is at least as fast as Chroma's graph and misses nothing, so it is what answers.
"""

from collections.abc import Sequence
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from index.records import Passage, Scope

if TYPE_CHECKING:
    from llama_index.vector_stores.chroma import ChromaVectorStore

    from index.generations import Generation

COLLECTION = "lovp"
EXACT_BELOW = 50_000  # passages; measured, see DECISIONS.md


def load_libraries() -> None:
    """Imports what a build needs, some three seconds; in one thread, for LlamaIndex can't be imported by two at once."""
    import chromadb  # noqa: F401 - for what importing it does
    from llama_index.core.schema import TextNode  # noqa: F401 - as above
    from llama_index.vector_stores.chroma import ChromaVectorStore  # noqa: F401 - as above


class Collection:
    """An open Chroma folder, as LlamaIndex's vector store and as Chroma's own collection."""

    def __init__(self, folder: Path, *, create: bool = False) -> None:
        import chromadb
        from chromadb.config import Settings

        # PersistentClient is typed as the interface without close(), what it gives has it
        self._client: Any = chromadb.PersistentClient(str(folder), Settings(anonymized_telemetry=False))
        if create:
            # our own vectors only: the default function would fetch an English model
            self.own = self._client.create_collection(
                COLLECTION, embedding_function=None, configuration={"hnsw": {"space": "cosine"}}
            )
        else:
            self.own = self._client.get_collection(COLLECTION, embedding_function=None)

    @cached_property
    def store(self) -> "ChromaVectorStore":
        """The same as LlamaIndex's vector store."""
        from llama_index.vector_stores.chroma import ChromaVectorStore

        return ChromaVectorStore(chroma_collection=self.own)

    def close(self) -> None:
        """Lets go of the folder."""
        self._client.close()


def node(row: int, passage: Passage, days: Sequence[date], vector: NDArray[np.float32]) -> Any:
    from llama_index.core.schema import NodeRelationship, RelatedNodeInfo, TextNode

    metadata = {
        "row": row,
        "record_id": passage.record_id,
        "title": passage.title,
        "date": passage.date.isoformat() if passage.date else "",
        "day": _number(min(days)) if days else 0,
        "last_day": _number(max(days)) if days else 0,
        "topic": passage.topic,
        "speaker": passage.speaker or "",
        "page": passage.page or 0,
        "start": passage.span.start,
        "end": passage.span.end,
    }
    return TextNode(
        id_=passage.id,
        text=passage.text,
        embedding=vector.tolist(),
        metadata=metadata,
        excluded_embed_metadata_keys=list(metadata),
        excluded_llm_metadata_keys=["row", "day", "last_day", "start", "end"],
        relationships={NodeRelationship.SOURCE: RelatedNodeInfo(node_id=passage.record_id)},
    )


def _number(day: date) -> int:
    """A day as a number that Chroma can compare: 20191028."""
    return day.year * 10_000 + day.month * 100 + day.day


def add_nodes(collection: Any, nodes: Sequence[Any]) -> None:
    """Adds nodes to a collection through LlamaIndex's vector store; of the collection only its `add` is used."""
    from llama_index.vector_stores.chroma import ChromaVectorStore

    ChromaVectorStore(chroma_collection=collection).add(list(nodes))


def within(
    found: Sequence[tuple[int, float]], rows: NDArray[np.int64], allowed: NDArray[np.bool_] | None
) -> list[tuple[int, float]]:
    """What was found, as far as those rows are there and may be shown.

    Args:
        found: row numbers with their likeness.
        rows: the row numbers that there are, in order.
        allowed: which of them are in scope; None for all.
    """
    places = np.searchsorted(rows, np.array([row for row, _ in found], np.int64))
    return [
        one
        for one, place in zip(found, places.tolist(), strict=True)
        if place < len(rows) and rows[place] == one[0] and (allowed is None or allowed[place])
    ]


class ChromaSearch:
    """An open generation."""

    def __init__(self, generation: "Generation") -> None:
        self.generation = generation
        self._collection = Collection(generation.folder)

    def close(self) -> None:
        """Lets go of the folder."""
        self._collection.close()

    def search(self, vector: NDArray[np.float32], scope: Scope, limit: int) -> list[tuple[int, float]]:
        """The nearest passages in scope: (row number, cosine similarity), best first."""
        found: Any = self._collection.own.query(
            query_embeddings=[vector.tolist()],
            n_results=limit,
            where=where(scope),
            include=["metadatas", "distances"],
        )
        rows = [int(metadata["row"]) for metadata in found["metadatas"][0]]
        scores = [1.0 - float(distance) for distance in found["distances"][0]]
        return sorted(zip(rows, scores, strict=True), key=lambda item: (-item[1], item[0]))


def where(scope: Scope) -> dict[str, Any] | None:
    """A scope in Chroma's own words; None when everything is in view.

    A record of two meetings is in view when either is, one without a date never.
    """
    legs: list[dict[str, Any]] = [
        {key: value} for key, value in (("topic", scope.topic), ("speaker", scope.speaker)) if value is not None
    ]
    if scope.since is not None or scope.until is not None:
        sides = ({"$gte": _number(scope.since or date.min)}, {"$lte": _number(scope.until or date.max)})
        either = [{"$and": [{key: side} for side in sides]} for key in ("day", "last_day")]
        legs.append({"$or": either})
    return (legs[0] if len(legs) == 1 else {"$and": legs}) if legs else None
