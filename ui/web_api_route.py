"""A request to the API is bounded before it is read, and every refusal is Dutch and says what to do.

A name that the route doesn't know is refused too: passing over a filter gives an answer to another question.
"""

import json
from collections import Counter
from collections.abc import Callable, Coroutine, Set
from typing import Any

from fastapi import HTTPException, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute
from pydantic import BaseModel

from ui import logs, web_text_api
from ui.access import Right, user_of
from ui.limits import Limits, TooManyError
from ui.metrics import Face, count_limited
from ui.service_refusal import Refused, ShapeError, asker, check_text, refused
from ui.web_api_error import error_body

MOST_BYTES = 64 * 1024  # of a body: twenty questions of the greatest length fit, also when every sign is escaped
_OF_STATUS = {
    413: web_text_api.TOO_LARGE.format(most=MOST_BYTES),
    415: web_text_api.NOT_JSON,
    403: web_text_api.NOT_ALLOWED,
}

Told = Callable[[int, str], dict[str, Any]]
"""A status and a Dutch sentence, to the body of a refusal."""


def route_class(limits: Limits, told: Told = error_body) -> type[APIRoute]:
    """The class of the routes of an API that counts its requests with these limits, and refuses in this shape."""

    class Route(APIRoute):
        """A route that reads no more than it may, and whose every refusal is told in Dutch."""

        def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
            handle = super().get_route_handler()
            known = _query_names(self)

            async def bounded(request: Request) -> Response:
                with logs.request() as number:
                    reply = await answered(request)
                reply.headers["x-request-id"] = number  # what it is called in the log
                return reply

            async def answered(request: Request) -> Response:
                try:
                    if not user_of(request.scope).may(Right.ASK):
                        raise HTTPException(403)
                    _check_query(request, known)
                    whole = await _read(request) if request.method == "POST" else request
                    with limits.admitted(asker(request.scope)):
                        return await handle(whole)
                except Exception as error:  # whatever it is, the reader gets Dutch
                    if isinstance(error, TooManyError):
                        count_limited(Face.API)
                    return _refusal(error, told)

            return bounded

    return Route


def _query_names(route: APIRoute) -> set[str]:
    """The names that the query of a route may have."""
    names: set[str] = set()
    for field in route.dependant.query_params:
        kind = field.field_info.annotation
        names |= kind.model_fields.keys() if isinstance(kind, type) and issubclass(kind, BaseModel) else {field.alias}
    return names


def _check_query(request: Request, known: Set[str]) -> None:
    """Refuses a name that is unknown, or given twice: it, or one of the two, would be ignored."""
    times = Counter(name for name, _ in request.query_params.multi_items())
    for name in times:
        if name not in known:
            raise ShapeError(web_text_api.unknown(name, sorted(known)))
        if times[name] > 1:
            raise ShapeError(web_text_api.TWICE.format(name=web_text_api.shown(name)))


async def _read(request: Request) -> Request:
    """The request with its body read, no further than is allowed, and known to be JSON."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise HTTPException(415)  # a form of another site can't send this without asking first
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > MOST_BYTES:
            raise HTTPException(413)
    try:
        check_text(json.loads(body, object_pairs_hook=_each_once))
    except (ValueError, RecursionError) as error:
        raise ShapeError(web_text_api.NO_JSON) from error

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    return Request(request.scope, receive)


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object of JSON of which no key is there twice: one of the two would be ignored."""
    found = dict(pairs)
    if len(found) < len(pairs):
        name, _ = Counter(name for name, _ in pairs).most_common(1)[0]
        raise ShapeError(web_text_api.TWICE.format(name=web_text_api.shown(name)))
    return found


def _refusal(error: Exception, told: Told) -> Response:
    if isinstance(error, RequestValidationError):
        found = Refused(400, web_text_api.wrong(error.errors()))
    elif isinstance(error, HTTPException):
        found = Refused(error.status_code, _OF_STATUS.get(error.status_code, web_text_api.UNUSABLE))
    else:
        found = refused(error)
    headers = {"retry-after": str(found.wait)} if found.wait is not None else None
    return JSONResponse(told(found.status, found.message), found.status, headers)
