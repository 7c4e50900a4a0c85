"""The connection to a language model: one address, a bounded time and a bounded amount, and only the headers that we send."""

import ssl
from collections.abc import Iterator
from functools import cache
from time import monotonic

import httpx

_CONNECT = 5.0  # seconds; whoever is there answers at once
_SENT = frozenset(
    ("accept", "content-type", "content-length", "host")
)  # of the headers of the client, those that go out


@cache
def _trusted() -> ssl.SSLContext:
    """Whom an address with https may be; read once, for that takes longer (37 ms) than all else that we do for an answer."""
    return httpx.create_ssl_context(trust_env=False)


class TooMuchError(httpx.TransportError):
    """A reply that is longer than any answer, or packed so that its length can't be told."""


class Connection(httpx.BaseTransport):
    """Carries the requests of one answer.

    The client's own headers (about the machine, and those that it takes from the environment) stay behind, and the key is
    added here, so that no library has it. No proxy is used and no redirect followed.
    """

    def __init__(self, key: str, deadline: float, most: int) -> None:
        """`deadline` is a moment of `time.monotonic`; `most` is in bytes of one reply."""
        self._key = key
        self._deadline = deadline
        self._most = most
        self._inner = httpx.HTTPTransport(verify=_trusted(), trust_env=False)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """One request; its reply comes piece by piece and ends with an error at the deadline or past the amount."""
        left = self._deadline - monotonic()
        if left <= 0:
            raise httpx.ReadTimeout("the time is up")
        sent = {name: value for name, value in request.headers.items() if name.lower() in _SENT}
        sent["accept-encoding"] = "identity"
        if self._key:
            sent["authorization"] = f"Bearer {self._key}"
        timeouts = {"connect": min(_CONNECT, left), "read": left, "write": left, "pool": left}
        own = httpx.Request(
            request.method, request.url, headers=sent, content=request.read(), extensions={"timeout": timeouts}
        )
        response = self._inner.handle_request(own)
        if response.headers.get("content-encoding", "identity") != "identity":
            response.close()
            raise TooMuchError("a packed reply")
        assert isinstance(response.stream, httpx.SyncByteStream)  # noqa: S101 - what a transport of httpx always gives
        return httpx.Response(
            response.status_code, headers=response.headers, stream=_Bounded(response.stream, self._deadline, self._most)
        )

    def close(self) -> None:
        """Ends what is under way."""
        self._inner.close()


class _Bounded(httpx.SyncByteStream):
    def __init__(self, stream: httpx.SyncByteStream, deadline: float, most: int) -> None:
        self._stream = stream
        self._deadline = deadline
        self._most = most

    def __iter__(self) -> Iterator[bytes]:
        length = 0
        for piece in self._stream:
            length += len(piece)
            if length > self._most:
                raise TooMuchError("too long a reply")
            if monotonic() > self._deadline:
                raise httpx.ReadTimeout("the time is up")
            yield piece

    def close(self) -> None:
        self._stream.close()


def client(connection: Connection) -> httpx.Client:
    """A client that uses that connection alone; nothing of the environment is read."""
    return httpx.Client(transport=connection, trust_env=False, follow_redirects=False)
