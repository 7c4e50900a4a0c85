"""`/metrics` on a port of its own, for Prometheus: not on the port of the site, where a proxy would let the world at it.

Behind a proxy every request seems to come from this computer, so that an address says nothing there. A port that no proxy knows
can't be reached by accident. On top of that only the addresses that are set may read it, and nothing that came through a proxy
or from a web page. `/healthz` is there too, for a process that has no site, such as the bot in Slack.
"""

import ipaddress
import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from index.search import Index
from index.settings import Settings, listed
from ui import web_text_operation as text
from ui.access import is_loopback, plain_address
from ui.metrics import following, page
from ui.web_health import PATH as HEALTH
from ui.web_health import Health
from ui.web_server import PortInUse, listen

PATH = "/metrics"
_LOOK = 0.2  # seconds between looks whether to stop
_SECONDS = 10  # in which a request must have come in
_NAME = re.compile(r"(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9_.-]+)(?::[0-9]{1,5})?")
_PASSED_ON = ("forwarded", "via", "x-real-ip", "origin", "referer")  # a proxy, or a browser that a page sent here


@contextmanager
def metrics_served(settings: Settings, index: Index, health: Health) -> Iterator[str | None]:
    """Serves the counts as long as the block runs, at the address that it gives; at none when no port is set.

    Raises:
        CannotListenError: the address can't be used.
    """
    if not settings.metrics_port:
        yield None
        return
    try:
        listening = listen(settings.metrics_host, settings.metrics_port)
    except PortInUse as error:
        told = text.METRICS_IN_USE.format(port=settings.metrics_port, host=settings.metrics_host)
        raise PortInUse(told) from error
    server = _Server(settings.metrics_addresses, health, listening.getsockname())
    server.socket.close()
    server.socket = listening
    thread = threading.Thread(target=server.serve_forever, args=(_LOOK,), name="tellingen", daemon=True)
    try:
        with following(index):
            thread.start()
            yield f"http://{settings.metrics_host}:{settings.metrics_port}{PATH}"
            server.shutdown()
    finally:
        server.server_close()


class _Server(ThreadingHTTPServer):
    """Knows who may read, and what is told."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, addresses: str, health: Health, place: Any) -> None:
        super().__init__(place[:2], _Handler, bind_and_activate=False)
        self.readers = tuple(ipaddress.ip_network(one, strict=False) for one in listed(addresses))
        self.health = health

    def may_read(self, peer: str) -> bool:
        """Whether an address is one of those that were set."""
        try:
            address = ipaddress.ip_address(plain_address(peer))
        except ValueError:
            return False
        return any(address in network for network in self.readers)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A reader that goes away is no event."""


class _Handler(BaseHTTPRequestHandler):
    """Answers one request and closes the connection."""

    server: _Server
    timeout = _SECONDS
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:  # named by the library
        path = self.path.partition("?")[0]
        if not self.server.may_read(str(self.client_address[0])):
            self._tell(403, text.NOT_YOU)
        elif self._passed_on() or not self._is_for_us():
            self._tell(403, text.NOT_THROUGH_A_PROXY)
        elif path == PATH:
            body, kind = page(self.headers.get("accept", ""))
            self._send(200, body, kind)
        elif path == HEALTH:
            status, told = self.server.health.told()
            self._send(status, json.dumps(told, ensure_ascii=False).encode(), "application/json")
        else:
            self._tell(404, text.NO_SUCH_PAGE)

    do_HEAD = do_GET  # noqa: N815  # named by the library

    def _passed_on(self) -> bool:
        return any(name.lower() in _PASSED_ON or name.lower().startswith("x-forwarded") for name in self.headers)

    def _is_for_us(self) -> bool:
        """Whether the name that was asked for can't be one that a hostile page made to lead here: a number, or a bare name."""
        hosts = self.headers.get_all("host") or []
        found = _NAME.fullmatch(hosts[0]) if len(hosts) == 1 else None
        if found is None:
            return False
        host = found[1].strip("[]")
        try:
            ipaddress.ip_address(host)
        except ValueError:
            return is_loopback(host) or "." not in host
        return True

    def _tell(self, status: int, words: str) -> None:
        self._send(status, words.encode(), "text/plain; charset=utf-8")

    def _send(self, status: int, body: bytes, kind: str) -> None:
        self.close_connection = True
        self.send_response(status)
        headers = {
            "content-type": kind,
            "content-length": str(len(body)),
            "cache-control": "no-store",
            "x-content-type-options": "nosniff",
            "connection": "close",
        }
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Refuses what is no request, without repeating any of it."""
        self.request_version = "HTTP/1.1"
        self.command = getattr(self, "command", None) or "GET"
        self._tell(code, text.UNUSABLE_REQUEST)

    def version_string(self) -> str:
        """Not which program this is, nor of which version."""
        return "lovp"

    def log_message(self, format: str, *args: Any) -> None:
        """Who reads the counts is no event."""
