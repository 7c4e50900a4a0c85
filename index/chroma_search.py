"""Passages by meaning from a Chroma server, for as long as it answers; a question never waits for one that has failed.

The server only puts passages forward, by their numbers: what they say is in the store. When it is away, hangs, or lacks the
collection, exact search over the store's vectors answers, and a thread of its own tries the server again after some seconds.
"""

import logging
import threading
import time
from collections import OrderedDict
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from index.chroma_address import Address, RefusedServerError
from index.chroma_collections import name_of
from index.generations import intact
from index.records import EVERYTHING, Scope
from index.store import Store
from index.vectors import ChromaSearch

if TYPE_CHECKING:
    from index.chroma_server import ChromaServer

_log = logging.getLogger(__name__)

_ASKING = 2.0  # seconds that a question waits for the server, once: then it is away
_AGAIN = 5.0  # seconds between tries
_OPENED = 2  # collections: that of the newest version, and that of the one before, which questions may still be asking


class ServerSearch:
    """The server, with what is known of it; safe to use from many threads.

    Attributes:
        answered: the questions that it answered.
        failed: the questions on which it failed.
    """

    def __init__(self, address: Address) -> None:
        """Connects to nothing yet."""
        self.answered = self.failed = 0
        self._address = address
        self._lock = threading.Lock()
        self._server: ChromaServer | None = None
        self._known: OrderedDict[str, UUID] = OrderedDict()
        self._next = float("-inf")  # the moment from which it may be tried again
        self._trying = self._closed = False
        self._told: str | None = None  # what the log says of it already

    def search(
        self, name: str, passages: int, vector: NDArray[np.float32], limit: int
    ) -> list[tuple[int, float]] | None:
        """The nearest passages: (row number, cosine similarity), best first; None when exact search is to answer.

        Args:
            name: the collection.
            passages: how many it must have.
            vector: float32 (dimension,), of length 1.
            limit: at most this many.
        """
        with self._lock:
            server, id = self._server, self._known.get(name)
        if server is None or id is None:
            self._try_soon(name, passages)
            return None
        try:
            found = server.nearest(id, vector, limit)
        except Exception as error:  # Chroma raises many kinds, and so does a connection
            self._lost(server, error)
            return None
        with self._lock:
            self.answered += 1
        return found

    def close(self) -> None:
        """Lets go of the connection."""
        with self._lock:
            self._closed = True
            server, self._server = self._server, None
        if server is not None:
            server.close()

    def _lost(self, server: "ChromaServer", error: Exception) -> None:
        with self._lock:
            self.failed += 1
            if self._server is not server:
                return
            self._server = None
            self._known.clear()
            self._next = time.monotonic() + _AGAIN
        self._tell("de Chroma-server antwoordt niet (%s); er wordt exact gezocht", type(error).__name__)
        server.close()

    def _try_soon(self, name: str, passages: int) -> None:
        """Tries it in a thread of its own, when it's time; whoever asks doesn't wait."""
        with self._lock:
            if self._closed or self._trying or time.monotonic() < self._next:
                return
            self._trying = True
        threading.Thread(target=self._try, args=(name, passages), name="chroma", daemon=True).start()

    def _try(self, name: str, passages: int) -> None:
        try:
            self._open(name, passages)
        except RefusedServerError as error:
            self._tell("%s", str(error))
        except Exception as error:  # as in search
            self._tell("de Chroma-server antwoordt niet (%s); er wordt exact gezocht", type(error).__name__)
        finally:
            with self._lock:
                self._trying = False

    def _open(self, name: str, passages: int) -> None:
        from index.chroma_server import ChromaServer  # a start without a server doesn't wait for its libraries

        with self._lock:
            server, self._next = self._server, time.monotonic() + _AGAIN
        opened = server or ChromaServer(self._address, seconds=_ASKING)
        try:
            found = opened.find(name)
        except BaseException:
            if server is None:
                opened.close()
            else:
                self._forget(server)
            raise
        usable = found is not None and found.finished and found.passages == passages
        with self._lock:
            if self._closed:
                opened.close()
                return
            self._server = opened
            if found is not None and usable:
                self._known[name] = found.id
                while len(self._known) > _OPENED:
                    self._known.popitem(last=False)
                self._next = float("-inf")  # the next version may be tried at once
        if usable:
            self._tell("de zoekindex op de Chroma-server wordt gebruikt: %s", name, level=logging.INFO)
        else:
            self._tell("op de Chroma-server staat nog geen zoekindex van deze verslagen; er wordt exact gezocht")

    def _forget(self, server: "ChromaServer") -> None:
        with self._lock:
            if self._server is server:
                self._server = None
                self._known.clear()
        server.close()

    def _tell(self, message: str, *words: str, level: int = logging.WARNING) -> None:
        """Writes it to the log, unless it is what was written last."""
        told = message % words
        with self._lock:
            if told == self._told:
                return
            self._told = told
        _log.log(level, message, *words)


def chroma_of(
    version: int, passages: int, server: "ServerSearch | None", store: Store, root: Path | None
) -> "ChromaSearch | ServerCollection | None":
    """The Chroma that holds just this version of the store.

    Args:
        version: of the store.
        passages: how many it has.
        server: the server that has the vectors; None when a folder has them.
        store: the store, which names its collections on a server.
        root: where the folders lie; None when there are none of this store.

    Returns:
        None when there is none.
    """
    if server is not None:
        name = name_of(store, version)
        return None if name is None else ServerCollection(server, name, passages)
    generation = None if root is None else intact(root)
    if generation is None or generation.version != version or generation.passages != passages:
        return None
    try:
        return ChromaSearch(generation)
    except Exception:  # Chroma raises many kinds for a damaged file; exact search gives the same answer
        _log.exception("de zoekindex (Chroma) kan niet worden geopend; er wordt exact gezocht")
        return None


class ServerCollection:
    """The collection of one version of the store."""

    def __init__(self, server: ServerSearch, name: str, passages: int) -> None:
        self._server, self._name, self._passages = server, name, passages

    def search(self, vector: NDArray[np.float32], scope: Scope, limit: int) -> list[tuple[int, float]] | None:
        """As `ServerSearch.search`; within bounds exact search answers.

        It is twenty times as quick there as Chroma with a filter on metadata (30,000 passages: 18 and 376 ms), which would seem to
        be away when there are more.
        """
        return None if scope != EVERYTHING else self._server.search(self._name, self._passages, vector, limit)

    def close(self) -> None:
        """Nothing to do: the connection is for all versions."""
