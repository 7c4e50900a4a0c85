"""The HTTP API: the operations of `ui.service` under /api/v1, as JSON, with an OpenAPI description of just these routes.

What a request names that the API doesn't know is refused, never passed over: a filter that is silently ignored gives an answer to
another question.
"""

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.openapi.utils import get_openapi
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute
from pydantic import BaseModel, ConfigDict, Field

from assistant.answer import PartKind
from index.ledger import Status
from index.records import Scope
from ui import service as operations
from ui import service_records as reading
from ui import service_types as shapes
from ui import service_types_records as record_shapes
from ui import web_text_api
from ui.limits import Limits
from ui.service import Service
from ui.web_api_error import body_at
from ui.web_api_openai import chat_routes
from ui.web_api_route import route_class

if TYPE_CHECKING:
    from fastapi import FastAPI

VERSION = "1.0"  # of the API
MOST_TURNS = 200  # earlier questions in one request; the newest twenty count
_METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
Day = Annotated[str, Field(max_length=60)]
Name = Annotated[str, Field(max_length=200)]
Position = Annotated[int, Field(ge=0, le=1_000_000_000)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class _Bounds(_Strict):
    since: Day | None = None
    until: Day | None = None

    def scope(self) -> Scope | None:
        return operations.bounds(**self.model_dump(include={"since", "until", "topic", "speaker"}))


class AskScope(_Bounds):
    """The bounds of a question; `parts` and `note` may stand in it, so that the scope of an answer can be given back."""

    topic: Name | None = None
    speaker: Name | None = None
    parts: list[Any] = Field([], max_length=50)
    note: str | None = None


class Asked(_Strict):
    """A question, the user's earlier ones, and what bounds it."""

    question: str
    history: list[str] = Field([], max_length=MOST_TURNS)
    scope: AskScope | None = None
    without: list[PartKind] = Field([], max_length=10)


class Searched(_Bounds):
    """Words to look for."""

    q: str
    k: int = Field(5, ge=1, le=operations.MOST_HITS)
    topic: Name | None = None


class Window(_Strict):
    """A stretch of text."""

    start: Position = 0
    end: Position | None = None


class Listed(_Bounds):
    """What the ledger is narrowed to."""

    kind: operations.LedgerKind | None = None
    status: Status | None = None


class OverTime(_Bounds):
    """A topic over the meetings."""

    topic: Name


class Two(_Strict):
    """Two meetings."""

    first: Day
    second: Day


class Refused(BaseModel):
    """Why a request is refused, in Dutch."""

    error: str


def add_api(site: "FastAPI", service: Service, limits: Limits) -> None:
    """Adds the API to a site, before anything that takes every path that is left.

    Args:
        site: has the guard of `ui.web_access` around it.
        service: the records at hand.
        limits: shared with the other faces of the site.
    """
    routes = [_routes(service, limits), chat_routes(service, limits)]
    for router in routes:
        site.include_router(router)

    @cache  # made when it is first asked for: it takes a quarter of a second
    def described() -> dict[str, Any]:
        made = get_openapi(title=web_text_api.NAME, version=VERSION, routes=routes[0].routes)
        made["components"]["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
        return made | {"security": [{"token": []}, {}]}  # {}: where nobody signs in, or a proxy does it, there is none

    def openapi() -> dict[str, Any]:
        return described()

    def elsewhere(request: Request) -> JSONResponse:
        path = request.scope["path"]
        allowed = ", ".join(_methods(routes, path))
        if allowed:
            said = web_text_api.NO_SUCH_METHOD.format(allowed=allowed)
            return JSONResponse(body_at(path, 405, said), 405, {"allow": allowed})
        return JSONResponse(body_at(path, 404, web_text_api.NO_SUCH_ADDRESS), 404)

    site.add_api_route("/api/openapi.json", openapi, include_in_schema=False)
    for prefix in ("/api", "/v1"):
        site.add_api_route(prefix + "/{rest:path}", elsewhere, methods=_METHODS, include_in_schema=False)


def _methods(routers: Sequence[APIRouter], path: str) -> list[str]:
    """The methods that an address of ours knows, [] when it is none."""
    routes = [route for router in routers for route in router.routes if isinstance(route, APIRoute)]
    found = {method for route in routes if route.path_regex.match(path) for method in route.methods or ()}
    return sorted(found | ({"HEAD"} if "GET" in found else set()))


def _routes(service: Service, limits: Limits) -> APIRouter:
    refusals: dict[int | str, dict[str, Any]] = {
        code: {"model": Refused} for code in (400, 401, 403, 405, 413, 415, 421, 422, 429, 500, 503)
    }
    routes = APIRouter(prefix="/api/v1", route_class=route_class(limits), responses=refusals)
    absent: dict[int | str, dict[str, Any]] = {404: {"model": Refused}}

    @routes.post("/ask")
    def ask(asked: Asked) -> shapes.Answered:
        """Answers a question, with a literal quote for each [n]; what isn't found is no error."""
        scope = asked.scope.scope() if asked.scope is not None else None
        return operations.ask(service, asked.question, asked.history, scope=scope, without=asked.without)

    @routes.get("/search")
    def search(asked: Annotated[Searched, Query()]) -> list[shapes.Found]:
        """Passages that fit words, best first."""
        return operations.search(service, asked.q, asked.k, asked.scope())

    @routes.get("/records")
    def records() -> list[record_shapes.Listed]:
        """All records, by date."""
        return reading.records(service)

    @routes.get("/records/{record_id}", responses=absent)
    def record(record_id: str) -> record_shapes.Described:
        """A record without its text: its sections, and what to know about how it was read."""
        return reading.record(service, record_id)

    @routes.get("/records/{record_id}/text", responses=absent)
    def text(record_id: str, window: Annotated[Window, Query()]) -> record_shapes.Text:
        """Part of the text of a record, in the positions of the citations; at most 20,000 characters."""
        return reading.text(service, record_id, window.start, window.end)

    @routes.get("/ledger")
    def ledger(asked: Annotated[Listed, Query()]) -> list[shapes.Entry]:
        """Decisions, promises and announced items, by meeting."""
        return operations.ledger(service, asked.kind, asked.status, asked.scope())

    @routes.get("/timeline")
    def timeline(asked: Annotated[OverTime, Query()]) -> shapes.Timeline:
        """What each meeting says about a topic, in order of date."""
        scope = operations.bounds(asked.since, asked.until)
        return operations.over_time(service, asked.topic, scope)

    @routes.get("/compare")
    def compare(asked: Annotated[Two, Query()]) -> shapes.Comparison:
        """Two meetings side by side."""
        return operations.comparison(service, asked.first, asked.second)

    @routes.get("/gaps")
    def gaps() -> list[record_shapes.Gap]:
        """What is missing or not well read."""
        return reading.missing(service)

    return routes
