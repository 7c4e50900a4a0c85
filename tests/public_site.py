"""A web site on loopback for tests, that answers like the real ones, and like the bad ones: slow, endless, lying, moved."""

import gzip
import os
import ssl
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest

from index.web import Web
from index.web_address import FetchError
from index.web_page import Page, Stamp

for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
    os.environ.pop(name, None)  # a developer's own settings are no part of a test
    os.environ.pop(name.upper(), None)

HTML = "text/html; charset=utf-8"

ARTICLE = """<!DOCTYPE html>
<html lang="nl"><head><meta charset="utf-8"><title>Korte terugkoppeling LOVP 11 april 2022</title></head>
<body>
<div role="dialog">Deze website gebruikt cookies. <a href="/cookies/">Lees meer</a> <button>Akkoord</button></div>
<nav><ul><li><a href="/">Home</a></li><li><a href="/actueel/">Actueel</a></li></ul></nav>
<main><article><h1>Korte terugkoppeling LOVP 11 april 2022</h1>
<p>19 april 2022</p>
<p>Het LOVP sprak over het fundament van de politie en over de norm voor wijkagenten.</p>
<h2>Fundament van de politie</h2>
<p>De 200 miljoen gaat naar het fundament. De financiën zijn geregeld.</p>
<h2>Norm voor wijkagenten</h2><p>De norm is één wijkagent per 5.000 inwoners.</p>
<p><a href="/actueel/?id=844">Lees meer</a></p></article></main>
<footer>Terug naar boven</footer></body></html>
"""


@dataclass(frozen=True)
class Reply:
    """What the site says to one path; `drip` seconds pass between the bytes, `endless` repeats the body for ever."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=lambda: {"Content-Type": "text/html; charset=utf-8"})
    drip: float = 0.0
    slow_headers: bool = False
    endless: bool = False


class Site(ThreadingHTTPServer):
    """Serves what its `pages` hold; remembers what it was asked, with which headers."""

    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.pages: dict[str, Reply | Callable[[Mapping[str, str]], Reply]] = {}
        self.asked: list[tuple[str, Mapping[str, str]]] = []
        self.scheme = "http"
        self.connections = 0

    @property
    def url(self) -> str:
        return f"{self.scheme}://127.0.0.1:{self.server_port}"

    @property
    def paths(self) -> list[str]:
        """What was asked for, in order, the rules of the site left out."""
        return [path for path, _ in self.asked if path != "/robots.txt"]

    def put(self, path: str, body: str | bytes = b"", status: int = 200, **headers: str) -> None:
        """Makes a page; `Content_Type="..."` becomes the header of that name. None is sent unless it is given."""
        data = body.encode() if isinstance(body, str) else body
        self.pages[path] = Reply(data, status, {name.replace("_", "-"): value for name, value in headers.items()})

    def get_request(self) -> Any:
        """The next connection, counted."""
        self.connections += 1
        return super().get_request()

    def handle_error(self, request: object, client_address: object) -> None:
        """Visitors that leave early are no defect of the site."""


class _Handler(BaseHTTPRequestHandler):
    server: Site
    protocol_version = "HTTP/1.1"  # a visitor that wants to may keep its connection

    def do_GET(self) -> None:
        self.server.asked.append((self.path, dict(self.headers)))
        found = self.server.pages.get(self.path, Reply(b"<title>Niet gevonden</title>", 404))
        reply = found(self.headers) if callable(found) else found  # type: ignore[arg-type]  # a Message is read like a Mapping
        if reply.slow_headers:
            self.wfile.write(b"HTTP/1.0 200 OK\r\nX-Slow: ")
            self._drip(b"a" * 10_000, reply.drip)
            self.close_connection = True
            return
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        if reply.endless or reply.drip:
            self.send_header("Connection", "close")  # the answer ends when the connection does
        else:
            self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        if reply.drip:
            self._drip(reply.body, reply.drip)
        else:
            self.wfile.write(reply.body)
        while reply.endless:
            self.wfile.write(reply.body)

    def _drip(self, data: bytes, pause: float) -> None:
        for i in range(len(data)):
            self.wfile.write(data[i : i + 1])
            self.wfile.flush()
            time.sleep(pause)

    def log_message(self, format: str, *args: object) -> None:
        """The visitor's words are no output of a test."""


@contextmanager
def serving(trust: ssl.SSLContext | None = None) -> Iterator[Site]:
    """A site that answers until the block ends; with a certificate over https."""
    site = Site()
    if trust is not None:
        site.socket = trust.wrap_socket(site.socket, server_side=True)
        site.scheme = "https"
    thread = Thread(target=site.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        site.shutdown()
        site.server_close()
        thread.join()


def gzip_bomb(size: int) -> bytes:
    """So many bytes of nothing, packed a thousand times smaller."""
    return gzip.compress(bytes(size))


def fetch(web: Web, address: str, known: Stamp | None = None) -> Page:
    """The page that there has to be."""
    page = web.fetch(address, known)
    assert isinstance(page, Page)
    return page


def reason(web: Web, address: str) -> str:
    """Why an address, that has to be refused, is."""
    with pytest.raises(FetchError) as caught:
        web.fetch(address)
    return str(caught.value)
