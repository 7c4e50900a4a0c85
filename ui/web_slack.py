"""`/slack/events`: where Slack's requests come in, beside the chat in the browser or by itself."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import anyio.to_thread

from ui.web_access import SLACK
from ui.web_health import Health, add_health
from ui.web_server import address, listen, serve_on

if TYPE_CHECKING:
    from fastapi import FastAPI

    from ui.slack.requests import Answer

_LONGEST = 1_000_000  # bytes; Slack sends far less


def add_events(site: "FastAPI", answer: "Answer") -> None:
    """Serves Slack's requests at `SLACK`; each is checked by its signature, so that it needs no user."""
    from fastapi import Request, Response

    async def events(request: Request) -> Response:
        body = bytearray()
        async for part in request.stream():
            body += part
            if len(body) > _LONGEST:
                return Response(status_code=413)
        headers = {name.lower(): value for name, value in request.headers.items()}
        found = await anyio.to_thread.run_sync(answer, bytes(body), headers)
        return Response(found.body, found.status, media_type=found.content_type)

    site.post(SLACK, include_in_schema=False, response_model=None)(events)


def serve_events(
    answer: "Answer", host: str, port: int, ready: Callable[[str], None], health: Health | None = None
) -> None:
    """Serves Slack's requests and nothing else, until Ctrl+C or a signal to end.

    Args:
        answer: of `ui.slack.requests.answering`.
        host: the address to listen on.
        port: the port; 0 takes a free one.
        ready: told the address once it listens.
        health: told at /healthz, when there is one.

    Raises:
        CannotListenError: the address can't be used.
    """
    from fastapi import FastAPI

    with listen(host, port) as listening:
        site = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
        add_events(site, answer)
        if health is not None:
            add_health(site, health)
        ready(address(listening) + SLACK)
        serve_on(listening, site)
