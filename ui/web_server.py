"""Serving the page: on one address or not at all, Dutch from the first byte, and nothing from elsewhere.

The socket is bound before anything slow is imported: a port in use is known at once, and a browser that comes
early waits instead of failing. The content security policy makes the browser itself refuse every other host.
"""

import contextlib
import errno
import logging
import os
import re
import signal
import socket
import threading
from collections.abc import Awaitable, Callable, MutableMapping
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from index.errors import UserError
from ui import web_text
from ui.access import Right, User, user_of
from ui.sessions import Sessions
from ui.users import Users
from ui.web_access import Guard, username
from ui.web_desk import Desk
from ui.web_gradio import load_gradio
from ui.web_pages import Draw, add_pages
from ui.web_quality import Quality, add_quality

if TYPE_CHECKING:
    from fastapi import FastAPI

_Scope = MutableMapping[str, Any]
_Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
_Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

_HEADERS = {
    # Gradio starts with inline scripts and makes its templates with Function(): hence the two "unsafe" ones
    "content-security-policy": (
        "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; "
        "style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; "
        "frame-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",  # with none at all a browser would call its own forms of origin "null"
}
# Gradio takes the words it says itself, and the lang attribute, from the browser's language: Dutch
_DUTCH = (
    b"<script>Object.defineProperty(navigator, 'language', {get: () => 'nl'});</script>"
    b'<link rel="icon" type="image/svg+xml" href="/favicon.ico">'
)
_PREVIEW = re.compile(rb'<meta\s+(?:property|name)="(?:og|twitter):[^>]*>')  # speaks of Gradio, in English


class CannotListenError(UserError, OSError):
    """The address can't be used; the message is Dutch and says why and what to do."""


class PortInUse(CannotListenError):  # noqa: N818  # named for the reader's situation, as `except PortInUse` reads
    """Another program listens on this port."""


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens on `host` and `port` and nowhere else; port 0 takes a free one.

    Raises:
        PortInUse: another program has it.
        CannotListenError: this computer doesn't have or allow the address.
    """
    if not 0 <= port <= 65535:  # the system would take another, without a word
        raise CannotListenError(web_text.NO_SUCH_PORT.format(port=port))
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except socket.gaierror as error:
        raise CannotListenError(web_text.HOST_UNKNOWN.format(host=host)) from error
    listening = socket.socket(family, kind, protocol)
    try:
        if os.name == "posix":  # elsewhere this option would let two programs share a port
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
        listening.listen(128)
    except OSError as error:
        listening.close()
        raise _refused(error, host, port) from error
    return listening


def _refused(error: OSError, host: str, port: int) -> CannotListenError:
    if error.errno == errno.EADDRINUSE:
        return PortInUse(web_text.PORT_IN_USE.format(host=host, port=port, other=port + 1 if port < 65535 else 7861))
    if error.errno == errno.EACCES:
        return CannotListenError(web_text.PORT_FORBIDDEN.format(port=port))
    if error.errno == errno.EADDRNOTAVAIL:
        return CannotListenError(web_text.HOST_UNKNOWN.format(host=host))
    return CannotListenError(web_text.CANNOT_LISTEN.format(host=host, port=port, reason=error.strerror))


def address(listening: socket.socket) -> str:
    """The web address of a listening socket, as a browser on this computer opens it."""
    host, port = listening.getsockname()[:2]
    if host in {"0.0.0.0", "::"}:  # noqa: S104  # compared with, not bound to
        host = "127.0.0.1"
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"


def app(desk: Desk, add_more: "Callable[[FastAPI], None] | None" = None) -> "FastAPI":
    """The site as an ASGI application: the page with the chat, and beside it the pages that can be kept by their address.

    Of Gradio there are no API pages, no run history, no files and no uploads. `add_more` adds what only some sites have.
    """
    load_gradio()
    import gradio as gr
    from fastapi import FastAPI

    from ui.web_api import add_api
    from ui.web_gradio_paths import OnlyUsed
    from ui.web_head import head
    from ui.web_health import Health, add_health
    from ui.web_ledger import add_ledger_csv
    from ui.web_manage import add_manage
    from ui.web_mcp import add_mcp
    from ui.web_nowhere import Nowhere
    from ui.web_original import add_originals
    from ui.web_page import page
    from ui.web_sign_in import SignIn, add_sign_in
    from ui.web_theme import theme

    users, sessions, blocks = Users(desk.settings.home), Sessions(), page(desk)
    site = FastAPI(title=web_text.NAME, docs_url=None, redoc_url=None, openapi_url=None)
    functions = {number: len(one.inputs) for number, one in blocks.fns.items() if one.fn is not None}
    site.add_middleware(OnlyUsed, functions=functions)
    site.add_middleware(DutchPage)
    site.add_middleware(Nowhere)
    site.add_middleware(Guard, access=desk.access, users=users, sessions=sessions)  # added last, so that it comes first
    # before Gradio, which takes every path that is left
    add_health(site, Health(desk.index))
    add_sign_in(site, SignIn(desk.access, users, sessions))
    add_quality(site, Quality(desk.settings.home).html)
    add_pages(site, pages(desk))
    add_ledger_csv(site, desk)
    add_originals(site, desk)
    site.state.jobs = add_manage(site, desk)
    add_api(site, desk.service, desk.limits)
    add_mcp(site, desk.service, desk.limits, desk.access)
    if add_more is not None:
        add_more(site)
    mounted: FastAPI = gr.mount_gradio_app(
        site,
        blocks,
        path="/",
        auth_dependency=username,
        theme=theme(),
        head=head(),
        app_kwargs={"docs_url": None, "redoc_url": None, "openapi_url": None},
        favicon_path=str(Path(__file__).with_name("web.svg")),
        footer_links=[],
        run_history=False,
        allowed_paths=[],
        show_error=False,
        max_file_size="1kb",
        ssr_mode=False,
        enable_monitoring=False,
        mcp_server=False,
        pwa=False,
    )
    return mounted


def pages(desk: Desk) -> dict[str, Draw]:
    """The pages beside the chat, by their paths."""
    from ui.web_about import about_page
    from ui.web_compare import compare_page
    from ui.web_ledger import ledger_page
    from ui.web_manual import PATH as MANUAL
    from ui.web_manual import manual_page
    from ui.web_missing import missing_page
    from ui.web_record_page import record_page
    from ui.web_records import record_list
    from ui.web_timeline import timeline_page

    return {
        "/verslagen": record_list(desk),
        "/verslagen/ontbreekt": missing_page(desk),
        "/verslag/{id}": record_page(desk),
        "/toezeggingen": ledger_page(desk),
        "/tijdlijn": timeline_page(desk),
        "/vergelijk": compare_page(desk),
        "/over": about_page(desk),
        MANUAL: manual_page(),
    }


def serve_on(listening: socket.socket, site: "FastAPI") -> None:
    """Answers requests until Ctrl+C or a signal to end."""
    import uvicorn

    class Server(uvicorn.Server):
        def handle_exit(self, sig: int, frame: FrameType | None) -> None:
            logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)  # streams cut off here are no error
            super().handle_exit(sig, frame)

    config = uvicorn.Config(
        site,
        log_config=None,  # its lines go where ours go
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,  # a header that a client sends must not choose the address it is taken to come from
        timeout_graceful_shutdown=1,  # seconds; each open page holds a stream that never ends by itself
    )
    main = threading.current_thread() is threading.main_thread()
    # when uvicorn has stopped it raises the signal again: that must not end us before what stands around it is finished
    before = signal.signal(signal.SIGTERM, lambda number, frame: None) if main else None
    try:
        with contextlib.suppress(KeyboardInterrupt):
            Server(config).run(sockets=[listening])
    finally:
        if main:
            signal.signal(signal.SIGTERM, before)


class DutchPage:
    """Makes the page say that it is Dutch, and to whom, before any script runs, and adds our headers to every response."""

    def __init__(self, inner: Callable[[_Scope, _Receive, _Send], Awaitable[None]]) -> None:
        self._inner = inner

    async def __call__(self, scope: _Scope, receive: _Receive, send: _Send) -> None:
        """Passes a request on, and its response back with what is added."""
        if scope["type"] != "http":
            await self._inner(scope, receive, send)
            return
        is_page = scope["method"] == "GET" and scope["path"] == "/"
        held: list[MutableMapping[str, Any]] = []

        async def send_on(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                said = {name for name, _ in message["headers"]}  # a page with a policy of its own keeps it
                added = [
                    (name.encode(), value.encode()) for name, value in _HEADERS.items() if name.encode() not in said
                ]
                message["headers"] = [*message["headers"], *added]
                if is_page:
                    held.append(message)
                    return
            elif held:
                held.append(message)
                if not message.get("more_body"):
                    for changed in _in_dutch(held, _user(scope)):
                        await send(changed)
                return
            await send(message)

        await self._inner(_uncompressed(scope) if is_page else scope, receive, send_on)


def _uncompressed(scope: _Scope) -> _Scope:
    return {**scope, "headers": [header for header in scope["headers"] if header[0] != b"accept-encoding"]}


def _user(scope: _Scope) -> User | None:
    try:
        return user_of(scope)
    except PermissionError:  # a page that is served without a guard, as a test may do
        return None


def _in_dutch(messages: list[MutableMapping[str, Any]], user: User | None) -> list[MutableMapping[str, Any]]:
    start, *bodies = messages
    body = b"".join(part.get("body", b"") for part in bodies)
    body = _PREVIEW.sub(b"", body)
    name, manages = (user.name, "yes" if user.may(Right.MANAGE) else "") if user else ("", "")
    told = Markup('lang="nl" data-user="{}" data-manages="{}"').format(name, manages).encode()
    body = body.replace(b'lang="en"', told, 1).replace(b"<head>", b"<head>" + _DUTCH, 1)
    headers = [header for header in start["headers"] if header[0] != b"content-length"]
    start = {**start, "headers": [*headers, (b"content-length", str(len(body)).encode())]}
    return [start, {"type": "http.response.body", "body": body}]
