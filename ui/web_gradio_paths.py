"""Of all that Gradio serves only what the page uses is reachable: a door that nobody needs is a door that nobody watches.

Gradio has addresses for files, uploads, runs, sign-in, sharing a state by link (it writes what stands on a page to disk), a list of
its functions and monitoring; each had a hole at some time. They answer as if they weren't there.
"""

import json
import re
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

_Scope = MutableMapping[str, Any]
_Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
_Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

OF_GRADIO = re.compile(
    r"/+(?:gradio_api|login|logout|monitoring|svelte|pwa_icon|manifest\.json|robots\.txt|custom_component)(?:/.*)?",
    re.DOTALL,
)
USED = re.compile(r"/gradio_api/(?:queue/(?:join|data)|heartbeat/\w{1,64}|cancel|reset|app_id)")
MOST_BYTES = (
    16 << 20
)  # of what the page sends at once; the longest conversation that a browser keeps has a fraction of it


_LONGEST = 255  # bytes of a name in a folder


class OnlyUsed:
    """ASGI: passes on what is ours and what is used of Gradio, the page itself without parameters, which are Gradio's only."""

    def __init__(self, inner: Callable[[_Scope, _Receive, _Send], Awaitable[None]]) -> None:
        self._inner = inner

    async def __call__(self, scope: _Scope, receive: _Receive, send: _Send) -> None:
        """Passes a request on, or says that there is nothing."""
        path = scope.get("path", "")
        if scope["type"] == "http" and any(len(part.encode("utf-8", "replace")) > _LONGEST for part in path.split("/")):
            await _refuse(send, 404)  # no file has such a name, and who looks whether it has one breaks off
        elif scope["type"] != "http" or not (OF_GRADIO.fullmatch(path) or path in {"/", "/config", "/config/"}):
            await self._inner(scope, receive, send)
        elif OF_GRADIO.fullmatch(path) and not USED.fullmatch(path):
            await _refuse(send, 404)
        elif scope["method"] == "POST":
            body = await _whole(receive)
            if body is None:
                await _refuse(send, 413)
            elif not _is_json(body):  # the libraries would fail on it
                await _refuse(send, 400)
            else:
                await self._inner(scope, _again(body, receive), send)
        else:
            await self._inner(
                {**scope, "query_string": b""} if path in {"/", "/config", "/config/"} else scope, receive, send
            )


async def _refuse(send: _Send, status: int) -> None:
    await send({"type": "http.response.start", "status": status, "headers": [(b"content-length", b"0")]})
    await send({"type": "http.response.body", "body": b""})


async def _whole(receive: _Receive) -> bytes | None:
    """The body; None when it is larger than it may be, or breaks off."""
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return None
        body += message.get("body", b"")
        if len(body) > MOST_BYTES:
            return None
        if not message.get("more_body"):
            return bytes(body)


def _is_json(body: bytes) -> bool:
    try:
        json.loads(body.decode())
    except (ValueError, RecursionError):
        return False
    return True


def _again(body: bytes, receive: _Receive) -> _Receive:
    """Gives the body that was read, and then what comes after it."""
    left = [body]

    async def given() -> MutableMapping[str, Any]:
        return {"type": "http.request", "body": left.pop(), "more_body": False} if left else await receive()

    return given
