"""What was asked of an address that isn't there, or with a method that it doesn't know, is told in Dutch, with a way back.

The libraries say it in English, to people too. And where something can be got, its head alone can be asked for as well.
"""

import json
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from markupsafe import Markup

from ui import web_text, web_text_access
from ui.access import ANYONE, user_of
from ui.web_access import FOR_PROGRAMS, is_under
from ui.web_api_error import body_at
from ui.web_gradio_paths import OF_GRADIO
from ui.web_origin import header
from ui.web_pages import POLICY, Page, document

_Scope = MutableMapping[str, Any]
_Message = MutableMapping[str, Any]
_Receive = Callable[[], Awaitable[_Message]]
_Send = Callable[[_Message], Awaitable[None]]
_App = Callable[[_Scope, _Receive, _Send], Awaitable[None]]
_TOLD = {404: web_text_access.NOWHERE, 405: web_text_access.NOT_SO}


class Nowhere:
    """ASGI: answers for addresses that nothing behind it answers for, and gives the head of what can be got."""

    def __init__(self, inner: _App) -> None:
        """Stands before the site, behind the guard."""
        self._inner = inner

    async def __call__(self, scope: _Scope, receive: _Receive, send: _Send) -> None:
        """Passes a request on, and what comes back unless it is a library that knows nothing."""
        if scope["type"] != "http":
            await self._inner(scope, receive, send)
            return
        bare = scope["method"] == "HEAD" and not OF_GRADIO.fullmatch(scope["path"])  # its streams never end
        held: list[_Message] = []

        async def sent(message: _Message) -> None:
            await send({**message, "body": b""} if bare and message["type"] == "http.response.body" else message)

        async def send_on(message: _Message) -> None:
            if message["type"] == "http.response.start" and message["status"] in _TOLD and _may_be_a_librarys(message):
                held.append(message)
            elif held:
                held.append(message)
                if not message.get("more_body"):
                    for one in _told(scope, held):
                        await sent(one)
                    held.clear()
            else:
                await sent(message)

        await self._inner({**scope, "method": "GET"} if bare else scope, receive, send_on)


def _may_be_a_librarys(start: _Message) -> bool:
    kinds = [value for name, value in start["headers"] if name.lower() == b"content-type"]
    return not kinds or kinds[0].startswith((b"application/json", b"text/plain"))


def _told(scope: _Scope, held: list[_Message]) -> list[_Message]:
    """What is held when it is ours, else the same in Dutch."""
    start, *bodies = held
    body = b"".join(part.get("body", b"") for part in bodies)
    if _is_ours(body):
        return held
    for_people = "text/html" in (header(scope, "accept") or "") and not is_under(scope["path"], FOR_PROGRAMS)
    if for_people:
        body = _page(scope, _TOLD[start["status"]]).encode(errors="replace")
        ours = [(b"content-type", b"text/html; charset=utf-8"), (b"content-security-policy", POLICY.encode())]
    else:
        body = json.dumps(body_at(scope["path"], start["status"], _TOLD[start["status"]]), ensure_ascii=False).encode()
        ours = [(b"content-type", b"application/json")]
    ours += [(b"content-length", str(len(body)).encode()), (b"cache-control", b"no-store")]
    replaced = {name for name, _ in ours}
    headers = [(name, value) for name, value in start["headers"] if name.lower() not in replaced]
    return [{**start, "headers": [*headers, *ours]}, {"type": "http.response.body", "body": body}]


def _is_ours(body: bytes) -> bool:
    try:
        found = json.loads(body)
    except ValueError:
        return False
    return isinstance(found, dict) and "error" in found


def _page(scope: _Scope, why: str) -> str:
    try:
        user = user_of(scope)
    except PermissionError:  # a site without a guard, as a test may have
        user = ANYONE
    body = Markup(
        '<section class="room"><h2 tabindex="-1">{}</h2><p class="notice">{}</p><p><a href="/">{}</a></p></section>'
    ).format(web_text.NOTE_TITLE, why, web_text_access.TO_START)
    return str(document(Page(web_text.NOTE_TITLE, body), scope["path"], user))
