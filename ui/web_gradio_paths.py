"""Of all that Gradio serves only what the page uses is reachable: a door that nobody needs is a door that nobody watches.

Gradio has addresses for files, uploads, runs, sign-in, sharing a state by link (it writes what stands on a page to disk), a list of
its functions and monitoring; each had a hole at some time. They answer as if they weren't there.
"""

import json
import re
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from typing import Any

from ui import web_text_access
from ui.access import user_of
from ui.web_gradio_calls import Pages, call_of, fits, page_of
from ui.web_origin import header

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

    def __init__(
        self, inner: Callable[[_Scope, _Receive, _Send], Awaitable[None]], functions: Mapping[int, int]
    ) -> None:
        """Guards Gradio.

        Args:
            inner: the site.
            functions: how many inputs each function of the page has, by its number.
        """
        self._inner = inner
        self._functions = functions
        self._pages = Pages()

    async def __call__(self, scope: _Scope, receive: _Receive, send: _Send) -> None:
        """Passes a request on, or says that there is nothing."""
        path = scope.get("path", "")
        if scope["type"] == "http" and any(len(part.encode("utf-8", "replace")) > _LONGEST for part in path.split("/")):
            await _refuse(send, 404)  # no file has such a name, and who looks whether it has one breaks off
        elif scope["type"] != "http" or not (OF_GRADIO.fullmatch(path) or path in {"/", "/config", "/config/"}):
            await self._inner(scope, receive, send)
        elif not OF_GRADIO.fullmatch(path):
            await self._inner({**scope, "query_string": b""}, receive, send)
        elif not USED.fullmatch(path):
            await _refuse(send, 404)
        else:
            await self._used(scope, receive, send)

    async def _used(self, scope: _Scope, receive: _Receive, send: _Send) -> None:
        path, call = scope["path"], None
        if scope["method"] == "POST":
            body = await _whole(receive)
            if body is None:
                await _refuse(send, 413)
                return
            call, receive = call_of(body), _again(body, receive)
            if not _says_json(scope) or not fits(path, call, self._functions):
                await _refuse(send, 400, web_text_access.NOT_OF_THE_PAGE)
                return
        page = page_of(path, scope["query_string"], call)
        if page is None:
            await _refuse(send, 400, web_text_access.NOT_OF_THE_PAGE)
        elif page and not self._pages.admit(page, _name(scope)):
            await _refuse(send, 403, web_text_access.PAGE_OF_ANOTHER)
        else:
            await self._inner(scope, receive, send)


def _name(scope: _Scope) -> str:
    try:
        return user_of(scope).name
    except PermissionError:  # a site without a guard, as a test may have
        return ""


def _says_json(scope: _Scope) -> bool:
    return (header(scope, "content-type") or "").partition(";")[0].strip().lower() == "application/json"


async def _refuse(send: _Send, status: int, why: str = "") -> None:
    body = json.dumps({"error": why}, ensure_ascii=False).encode() if why else b""
    headers = [(b"content-length", str(len(body)).encode()), *([(b"content-type", b"application/json")] if why else [])]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


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


def _again(body: bytes, receive: _Receive) -> _Receive:
    """Gives the body that was read, and then what comes after it."""
    left = [body]

    async def given() -> MutableMapping[str, Any]:
        return {"type": "http.request", "body": left.pop(), "more_body": False} if left else await receive()

    return given
