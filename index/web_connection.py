"""One request to one site: to a checked address, with a bound on its time and on its size, packed and unpacked.

Cookies aren't kept, and connections aren't reused: two sites at one address would share one that only the first has
proved to own.
"""

import os
import socket
import ssl
import time
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from http.cookiejar import CookieJar, DefaultCookiePolicy
from threading import Timer
from typing import Any

import httpx

from index.web_address import FetchError, UnreachableError

_CONNECT, _READ = 10.0, 20.0  # seconds for one connection, and for one sign of life
_TOO_SLOW = "de site antwoordt te langzaam"
_BROKEN = "het antwoord van de site brak af of is onbegrijpelijk"


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back from `url`: names of `headers` in any case; `data` unpacked, empty when the status is not 200."""

    url: httpx.URL
    status: int
    headers: Mapping[str, str]
    data: bytes


class Deadline:
    """When everything for one page has to be done; waiting for a site's turn doesn't count."""

    def __init__(self, seconds: float) -> None:
        self._at = time.monotonic() + seconds

    def extend(self, seconds: float) -> None:
        """Moves it, for time that didn't count."""
        self._at += seconds

    def left(self) -> float:
        """Seconds left, more than 0.

        Raises:
            FetchError: it has passed.
        """
        left = self._at - time.monotonic()
        if left <= 0:
            raise FetchError(_TOO_SLOW)
        return left


@dataclass(frozen=True, slots=True)
class Demands:
    """What one request asks and accepts."""

    headers: Mapping[str, str]
    size: int  # bytes, unpacked
    cut: bool = False  # an answer past its size is cut off there, not refused
    check: Callable[[Mapping[str, str]], None] | None = None  # looks at the headers before the body is read


class Connections:
    """Makes the requests; open for a run."""

    def __init__(self, user_agent: str) -> None:
        """Opens nothing yet."""
        self._user_agent = user_agent
        self._clients: dict[str | None, httpx.Client] = {}

    def close(self) -> None:
        """Closes all connections."""
        for client in self._clients.values():
            client.close()

    def get(self, url: httpx.URL, addresses: Sequence[str], demands: Demands, deadline: Deadline) -> Answer:
        """The answer of the first of a host's addresses where somebody is.

        Raises:
            UnreachableError: nobody is there, or nobody who can prove to be that site.
            FetchError: the answer is too slow, too large or broken.
        """
        for address in addresses[:-1]:
            try:
                return self._get(url, url.copy_with(host=address), None, demands, deadline)
            except _NobodyError:
                continue  # one of a site's addresses may be out of order, or of a network that doesn't work here
        return self._get(url, url.copy_with(host=addresses[-1]), None, demands, deadline)

    def get_through(self, proxy: str, url: httpx.URL, demands: Demands, deadline: Deadline) -> Answer:
        """The same through a proxy, which looks up the host itself."""
        return self._get(url, url, proxy, demands, deadline)

    def _get(
        self, url: httpx.URL, target: httpx.URL, proxy: str | None, demands: Demands, deadline: Deadline
    ) -> Answer:
        cutoff = _Cutoff(deadline.left())
        request = self._client(proxy).build_request(
            "GET",
            target,
            headers={**demands.headers, "Host": url.netloc.decode("ascii")},
            extensions={"sni_hostname": url.raw_host.decode("ascii"), "trace": cutoff.trace},
            timeout=httpx.Timeout(min(_READ, deadline.left()), connect=min(_CONNECT, deadline.left())),
        )
        data = b""
        with _in_dutch(url, cutoff), cutoff, closing(self._client(proxy).send(request, stream=True)) as response:
            if response.status_code == 200:
                if demands.check is not None:
                    demands.check(response.headers)
                data = _unpacked(response, demands)
        if cutoff.over:  # an answer that ends when the connection does looks whole
            raise FetchError(_TOO_SLOW)
        return Answer(url, response.status_code, response.headers, data)

    def _client(self, proxy: str | None) -> httpx.Client:
        if proxy not in self._clients:
            self._clients[proxy] = httpx.Client(
                verify=_trust(os.environ.get("SSL_CERT_FILE"), os.environ.get("SSL_CERT_DIR")),
                proxy=proxy,
                trust_env=False,  # what it would do with a proxy is decided in index.web
                headers={
                    "User-Agent": self._user_agent,
                    "Accept": "text/html, application/pdf, text/plain;q=0.9, */*;q=0.5",
                    "Accept-Language": "nl",
                    "Accept-Encoding": "gzip",  # the one that is unpacked here, with a bound
                },
                cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
                limits=httpx.Limits(max_keepalive_connections=0),
            )
        return self._clients[proxy]


@cache  # reading the authorities takes a tenth of a second
def _trust(file: str | None, folder: str | None) -> ssl.SSLContext:
    """Who vouches for sites: certifi's authorities and the system's, since an office has one of its own."""
    context = httpx.create_ssl_context(trust_env=False)
    context.load_default_certs()  # these two variables of OpenSSL say where else the system's are
    return context


class _NobodyError(UnreachableError):
    """Nobody answers at one address."""


class _Cutoff:
    """Ends a connection at its time. A timeout of httpx begins anew with each byte, so that a drip could last for ever."""

    def __init__(self, seconds: float) -> None:
        self.over = False
        self._socket: socket.socket | None = None
        self._timer = Timer(seconds, self._end)
        self._timer.daemon = True

    def trace(self, event: str, info: Mapping[str, Any]) -> None:
        """Told by httpcore of each step; takes hold of the connection."""
        if event.endswith(("connect_tcp.complete", "start_tls.complete")):
            self._socket = info["return_value"].get_extra_info("socket")

    def __enter__(self) -> None:
        self._timer.start()

    def __exit__(self, *error: object) -> None:
        self._timer.cancel()

    def _end(self) -> None:
        self.over = True
        if self._socket is not None:
            with suppress(OSError):  # it had ended already
                socket.socket.shutdown(self._socket, socket.SHUT_RDWR)


@contextmanager
def _in_dutch(url: httpx.URL, cutoff: _Cutoff) -> Iterator[None]:
    """What goes wrong with a connection, as a reason to skip the page."""
    try:
        yield
    except (httpx.HTTPError, zlib.error) as error:
        if cutoff.over:
            raise FetchError(_TOO_SLOW) from error
        cause: BaseException | None = error
        while cause is not None and not isinstance(cause, ssl.SSLError):
            cause = cause.__cause__ or cause.__context__
        if isinstance(cause, ssl.SSLCertVerificationError):
            raise UnreachableError(f"het certificaat van de site {url.host} is niet te vertrouwen") from error
        if cause is not None:
            raise UnreachableError(f"er is geen beveiligde verbinding mogelijk met de site {url.host}") from error
        if isinstance(error, httpx.ConnectError | httpx.ConnectTimeout):
            raise _NobodyError(f"er is geen verbinding mogelijk met de site {url.host}") from error
        raise FetchError(_TOO_SLOW if isinstance(error, httpx.TimeoutException) else _BROKEN) from error


def _unpacked(response: httpx.Response, demands: Demands) -> bytes:
    packing = response.headers.get("Content-Encoding", "identity").strip().lower()
    if packing not in {"identity", "", "gzip", "x-gzip"}:
        raise FetchError(f"de site gebruikt een onbekende inpakking ({packing[:20]})")
    unpacker = zlib.decompressobj(wbits=31) if "gzip" in packing else None  # 31: with the header of gzip
    data = bytearray()
    for packed in response.iter_raw(1 << 16):
        data += packed if unpacker is None else unpacker.decompress(packed, demands.size + 1 - len(data))
        if len(data) > demands.size:
            if demands.cut:
                return bytes(data[: demands.size])
            raise FetchError(f"het bestand is te groot (meer dan {demands.size / (1 << 20):.0f} MB)")
        if unpacker is not None and unpacker.eof:
            break
    if unpacker is not None and not unpacker.eof:
        raise FetchError(_BROKEN)
    return bytes(data)
