"""The MCP server over HTTP: one address, /mcp, added to the site of the browser face or served by itself.

Every request stands alone (no sessions), because no tool ever speaks unasked; so a client's going away leaves nothing behind.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping
from contextlib import asynccontextmanager
from typing import Any, cast
from urllib.parse import urlsplit

from fastapi import FastAPI
from fastapi.responses import JSONResponse
from mcp.server.transport_security import TransportSecuritySettings

from index.settings import Settings
from ui import web_text_api
from ui.access import OPEN, Access
from ui.limits import Limits
from ui.mcp_server import server
from ui.service import Service
from ui.sessions import Sessions
from ui.users import Users
from ui.web_access import BARE, Guard
from ui.web_api_error import error_body
from ui.web_api_route import MOST_BYTES
from ui.web_health import Health, add_health
from ui.web_mcp_told import InDutch

PATH = "/mcp"
_HERE = ("127.0.0.1", "localhost", "[::1]")

_Scope = MutableMapping[str, Any]
_Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
_Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
_App = Callable[[_Scope, _Receive, _Send], Awaitable[None]]


def add_mcp(site: FastAPI, service: Service, limits: Limits, access: Access) -> None:
    """Adds /mcp to a site, before anything that takes every path that is left; the site can be started once.

    Args:
        site: has the guard of `ui.web_access` around it.
        service: the records at hand.
        limits: shared with the other faces of the site.
        access: the way in that is in force.
    """
    tools = server(service, limits)
    tools.streamable_http_app(
        streamable_http_path=PATH,
        json_response=True,
        stateless_http=True,
        max_request_body_size=MOST_BYTES,
        transport_security=security(access),
    )  # makes the session manager; its routes are not used, as they know more methods than we need
    manager = tools.session_manager
    # an ASGI application may stand where a function of a request may; the types only know the function
    site.add_route(PATH, cast(Any, InDutch(manager.handle_request)), include_in_schema=False)
    inner = site.router.lifespan_context

    @asynccontextmanager
    async def lifespan(app: Any) -> AsyncIterator[Any]:
        async with inner(app) as state, manager.run():
            yield state

    site.router.lifespan_context = lifespan


def mcp_site(service: Service, settings: Settings, access: Access) -> FastAPI:
    """A site with nothing but /mcp, behind the guard."""
    site = FastAPI(title=web_text_api.NAME, docs_url=None, redoc_url=None, openapi_url=None)
    site.add_middleware(_Bare)
    site.add_middleware(Guard, access=access, users=Users(settings.home), sessions=Sessions())
    add_mcp(site, service, Limits(settings.questions_per_minute, settings.questions_at_once), access)

    add_health(site, Health(service.index))

    def elsewhere() -> JSONResponse:
        return JSONResponse(error_body(404, web_text_api.ONLY_MCP), 404)

    site.add_api_route(
        "/{rest:path}", elsewhere, methods=["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"], include_in_schema=False
    )
    return site


def security(access: Access) -> TransportSecuritySettings:
    """Which names the MCP library lets a request be sent to, and from pages of which sites: a second door behind the guard.

    Where users sign in at an address that wasn't set, any name may lead here and the guard alone decides.
    """
    hosts = [form for host in _HERE for form in (host, f"{host}:*")]
    origins = [f"{scheme}://{host}" for host in hosts for scheme in ("http", "https")]
    if access.public_url:
        parts = urlsplit(access.public_url)
        hosts.append(parts.netloc)
        origins.append(f"{parts.scheme}://{parts.netloc}")
    known = access.way is OPEN or bool(access.public_url)
    return TransportSecuritySettings(
        enable_dns_rebinding_protection=known, allowed_hosts=hosts, allowed_origins=origins
    )


class _Bare:
    """Adds to every reply what keeps a browser from taking it for a page."""

    def __init__(self, inner: _App) -> None:
        self._inner = inner

    async def __call__(self, scope: _Scope, receive: _Receive, send: _Send) -> None:
        async def send_on(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                said = {name.lower() for name, _ in message["headers"]}
                added = [(name.encode(), value.encode()) for name, value in BARE.items() if name.encode() not in said]
                message = {**message, "headers": [*message["headers"], *added]}
            await send(message)

        await self._inner(scope, receive, send_on)
