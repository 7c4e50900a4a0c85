"""Collections on a Chroma server, spoken to by Chroma's own client, of which nothing is used that the server could misuse.

Chroma's `Client` asks without a limit of time, and makes the embedding functions that a collection's configuration names: a server
could so choose what runs here. Below it lies a plain translation of calls into requests (`ServerAPI`); that is what is used, over
a connection of our own, and what a server says of configuration and schema is never read.
"""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from index.chroma_address import Address
from index.chroma_http import check, connect

_FINISHED, _PASSAGES = "lovp_finished", "lovp_passages"
_PLACE = {"tenant": "default_tenant", "database": "default_database"}


@dataclass(frozen=True, slots=True)
class Found:
    """A collection on the server: whether it was finished, and how many passages it has then."""

    id: UUID
    finished: bool
    passages: int


class ChromaServer:
    """An open connection; safe to use from many threads."""

    def __init__(self, address: Address, *, seconds: float) -> None:
        """Connects, and makes sure what the server is.

        Args:
            address: where it is.
            seconds: that an answer may take.

        Raises:
            ChromaServerError: it can't be used.
        """
        client = connect(address, seconds=seconds)
        try:
            check(client)
            self._api = _api(address)
        except BaseException:
            client.close()
            raise
        self._client = client
        self._api._session.close()
        self._api._session = client  # with limits, and without those headers and proxies that the environment names

    def close(self) -> None:
        """Lets go of the connection."""
        self._client.close()

    def find(self, name: str) -> Found | None:
        """The collection of this name, None when there is none."""
        from chromadb.errors import NotFoundError

        try:
            told = self._api.get_collection(name=name, **_PLACE)
        except NotFoundError:
            return None
        said: Mapping[str, Any] = told.metadata or {}
        passages = said.get(_PASSAGES)
        return Found(
            told.id, said.get(_FINISHED) is True and type(passages) is int, passages if type(passages) is int else 0
        )

    def names(self) -> list[str]:
        """The names of all collections."""
        return [told.name for told in self._api.list_collections(**_PLACE)]

    def create(self, name: str) -> "Filling":
        """A new collection, to be filled and finished."""
        # the cosine as distance, without an embedding function: the vectors are ours
        told = self._api.create_collection(
            name=name, configuration={"hnsw": {"space": "cosine"}}, metadata={_FINISHED: False}, **_PLACE
        )
        return Filling(self._api, told.id)

    def filling(self, found: Found) -> "Filling":
        """A collection that is there, to look at."""
        return Filling(self._api, found.id)

    def remove(self, name: str) -> None:
        """Removes a collection; nothing happens when there is none."""
        from chromadb.errors import NotFoundError

        try:
            self._api.delete_collection(name=name, **_PLACE)
        except NotFoundError:
            return

    def nearest(self, id: UUID, vector: NDArray[np.float32], limit: int) -> list[tuple[int, float]]:
        """The nearest passages: (row number, cosine similarity), best first; the ids in the collection are the row numbers.

        Raises:
            ValueError: the server answers what is no answer.
            Exception: many kinds, of Chroma and of the connection.
        """
        told = self._api._query(
            collection_id=id,
            query_embeddings=[vector],
            n_results=limit,
            include=["distances"],
            **_PLACE,
        )
        (ids,), (distances,) = told["ids"], told["distances"]
        scores = [_likeness(distance) for distance in distances]
        rows = [_row(id) for id in ids]
        return sorted(zip(rows, scores, strict=True), key=lambda item: (-item[1], item[0]))[:limit]


class Filling:
    """A collection that is being filled; `add` is what LlamaIndex's vector store needs of one."""

    def __init__(self, api: Any, id: UUID) -> None:
        self._api, self._id = api, id

    def add(
        self,
        ids: Sequence[str],
        embeddings: Sequence[Sequence[float]],
        metadatas: Sequence[Mapping[str, Any]],
        documents: Sequence[str],
    ) -> None:
        """Adds passages: vectors of length 1, and a value for each of the others."""
        vectors = [np.array(vector, np.float32) for vector in embeddings]
        self._api._add(
            ids=ids,
            collection_id=self._id,
            embeddings=vectors,
            metadatas=metadatas,
            documents=documents,
            **_PLACE,
        )

    def fault(self, passages: int) -> str | None:
        """What is wrong with it, None when it has this many passages and finds them."""
        count = self._api._count(collection_id=self._id, **_PLACE)
        if count != passages:
            return f"{count} passages in plaats van {passages}"
        near: list[bool] = []
        for start in sorted({0, passages // 2, max(0, passages - 5)}) if passages else ():
            some = self._api._get(collection_id=self._id, limit=5, offset=start, include=["embeddings"], **_PLACE)
            asked = [np.array(vector, np.float32) for vector in some["embeddings"] or ()]
            found = self._api._query(
                collection_id=self._id, query_embeddings=asked, n_results=1, include=["distances"], **_PLACE
            )
            near += [distances[0] <= 1e-3 for distances in found["distances"] or ()]
        # as in probing.probe: among many equal passages a few can't be reached
        return "de passages worden niet teruggevonden" if passages and sum(near) <= len(near) / 2 else None

    def finish(self, passages: int) -> None:
        """Says that it is whole; from now on it may be asked."""
        self._api._modify(id=self._id, new_metadata={_FINISHED: True, _PASSAGES: passages}, **_PLACE)


def _api(address: Address) -> Any:
    """Chroma's calls as requests to a server; it has asked nothing yet."""
    from chromadb.api.fastapi import FastAPI  # what speaks to a server is named after it
    from chromadb.config import Settings, System

    return System(
        Settings(
            _env_file=None,  # type: ignore[call-arg]  # of pydantic; a file that happens to lie here sets nothing
            chroma_api_impl="chromadb.api.fastapi.FastAPI",
            chroma_server_host=address.url,
            chroma_server_http_port=80,  # not used, as the address says its own
            chroma_server_ssl_enabled=address.url.startswith("https:"),
            chroma_server_ssl_verify=None,
            chroma_client_auth_provider=None,
            chroma_server_headers={},
            anonymized_telemetry=False,
        )
    ).instance(FastAPI)


def _likeness(distance: Any) -> float:
    if not isinstance(distance, int | float) or not math.isfinite(distance) or not -0.01 <= distance <= 2.01:
        raise ValueError("a distance that is none")
    return 1.0 - float(distance)


def _row(id: Any) -> int:
    if not isinstance(id, str) or not re.fullmatch(r"[0-9]{1,18}", id):
        raise ValueError("a passage without its number")
    return int(id)
