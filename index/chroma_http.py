"""What is asked of a Chroma server: over a connection that can't keep anyone waiting, and only of a server that can be trusted.

Chroma has two servers. The one of `chroma run`, in Rust, is used. The one in Python (`chromadb.server.fastapi`) runs code that
anyone who reaches it sends along (CVE-2026-45829, without a release that mends it), so it is refused.
"""

import json
import time
from collections.abc import Iterator

import httpx

from index.chroma_address import Address, ChromaServerError, RefusedServerError

_LARGEST = 64 << 20  # bytes of an answer; that to a question has some tens of thousands
_CONNECT = 1.0  # seconds
_NOT_READY = "De Chroma-server (LOVP_CHROMA_URL) is nog niet klaar om te antwoorden."
_ASKING = 2.0  # seconds that a question may wait; exact search is quicker than that


class _Counted(httpx.SyncByteStream):
    """The bytes of an answer, up to what it may have and how long it may take."""

    def __init__(self, stream: httpx.SyncByteStream, seconds: float) -> None:
        self._stream = stream
        self._until = time.monotonic() + seconds

    def __iter__(self) -> Iterator[bytes]:
        size = 0
        for part in self._stream:
            size += len(part)
            if size > _LARGEST:
                raise httpx.ReadError("an answer that is too large")
            if time.monotonic() > self._until:
                raise httpx.ReadTimeout("an answer that takes too long")
            yield part

    def close(self) -> None:
        self._stream.close()


class _Bounded(httpx.BaseTransport):
    """Answers are no larger and no slower than they may be."""

    def __init__(self, inner: httpx.BaseTransport, seconds: float) -> None:
        self._inner, self._seconds = inner, seconds

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Passes a request on."""
        response = self._inner.handle_request(request)
        if response.headers.get("content-encoding", "identity") != "identity":  # a small one could unpack to a huge one
            response.close()
            raise httpx.ReadError("an answer that is packed")
        if isinstance(response.stream, httpx.SyncByteStream):  # it always is, of a client that isn't asynchronous
            response.stream = _Counted(response.stream, self._seconds)
        return response

    def close(self) -> None:
        self._inner.close()


def connect(address: Address, *, seconds: float = _ASKING) -> httpx.Client:
    """A client that follows no redirection, uses no proxy of the environment, and waits no longer than this for an answer."""
    headers = {"accept-encoding": "identity", "user-agent": "lovp"}
    if address.token:
        headers["authorization"] = f"Bearer {address.token}"
    return httpx.Client(
        base_url=address.url,
        headers=headers,
        timeout=httpx.Timeout(seconds, connect=_CONNECT, pool=_CONNECT),
        # SSL_CERT_FILE counts, for an organisation's own certificates
        transport=_Bounded(httpx.HTTPTransport(limits=httpx.Limits(max_keepalive_connections=8)), seconds),
        trust_env=False,
        follow_redirects=False,
    )


def check(client: httpx.Client) -> None:
    """Makes sure that it is the Rust server that answers, and that it is ready.

    The Rust server tells of its parts at `/api/v2/healthcheck` and has put an end to version 1; the Python server knows no
    such address, and still answers version 1.

    Raises:
        RefusedServerError: another server, or the one in Python.
        ChromaServerError: nobody answers, or it isn't ready.
    """
    health = _asked(client, "/api/v2/healthcheck")
    old = _asked(client, "/api/v1/heartbeat")
    if old.status_code == httpx.codes.OK or old.headers.get("server", "").lower() == "uvicorn":
        raise RefusedServerError(
            "De server op LOVP_CHROMA_URL is de Python-server van Chroma, en die is niet veilig: wie erbij kan, kan er eigen "
            "programma's op uitvoeren. Gebruik de server die start met: chroma run"
        )
    if health.status_code in {httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN}:
        raise ChromaServerError("De server op LOVP_CHROMA_URL laat ons niet toe. Controleer LOVP_CHROMA_TOKEN.")
    if health.status_code >= httpx.codes.INTERNAL_SERVER_ERROR:
        raise ChromaServerError(_NOT_READY)
    try:
        told = json.loads(health.content)
        ready = [told[part] for part in ("is_executor_ready", "is_log_client_ready")]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise RefusedServerError(
            "Op LOVP_CHROMA_URL antwoordt geen Chroma-server zoals die start met: chroma run. Controleer het adres."
        ) from None
    if health.status_code != httpx.codes.OK or ready != [True, True]:
        raise ChromaServerError(_NOT_READY)


def _asked(client: httpx.Client, path: str) -> httpx.Response:
    try:
        return client.get(path)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise ChromaServerError(
            "De Chroma-server (LOVP_CHROMA_URL) antwoordt niet. Controleer het adres, en of de server draait (chroma run)."
        ) from error
