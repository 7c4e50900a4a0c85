"""What goes wrong in the protocol of /mcp, told in Dutch: the library has the shape and the codes, its words are English."""

import json
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from ui import web_text_api as words
from ui.web_api_route import MOST_BYTES

_Scope = MutableMapping[str, Any]
_Message = MutableMapping[str, Any]
_Receive = Callable[[], Awaitable[_Message]]
_Send = Callable[[_Message], Awaitable[None]]
_App = Callable[[_Scope, _Receive, _Send], Awaitable[None]]

_PARSE_ERROR, _INVALID_REQUEST, _NO_METHOD, _INVALID_PARAMS = -32700, -32600, -32601, -32602
_OF_STATUS = {
    405: words.NO_SUCH_METHOD.format(allowed="POST"),
    406: words.NOT_ACCEPTABLE,
    413: words.TOO_LARGE.format(most=MOST_BYTES),
    415: words.NOT_JSON,
    500: words.SORRY,
}
_OF_CODE = {_PARSE_ERROR: words.NO_JSON, _NO_METHOD: words.NO_RPC_METHOD, _INVALID_PARAMS: words.WRONG_RPC_VALUES}


class InDutch:
    """ASGI: passes on what a client posts, and tells in Dutch what the library refuses.

    There is no stream to open and no session to end, so no method but POST.
    """

    def __init__(self, inner: _App) -> None:
        """Stands before the library."""
        self._inner = inner

    async def __call__(self, scope: _Scope, receive: _Receive, send: _Send) -> None:
        """Passes a request on, and its reply back."""
        if scope["method"] != "POST":
            headers = [(b"content-type", b"application/json"), (b"allow", b"POST")]
            for message in _refusal({"status": 405, "headers": headers}, b""):
                await send(message)
            return
        held: list[_Message] = []

        async def send_on(message: _Message) -> None:
            held.append(message)
            if message["type"] != "http.response.body" or message.get("more_body"):
                return
            start, body = held[0], b"".join(one.get("body", b"") for one in held[1:])
            for one in _refusal(start, body) if start["status"] >= 400 or _error_in(body) is not None else held:
                await send(one)
            held.clear()

        await self._inner(scope, receive, send_on)


def _error_in(body: bytes) -> dict[str, Any] | None:
    """The error of JSON-RPC that a reply is; None when it is none."""
    try:
        found = json.loads(body)
    except ValueError:
        return None
    error = found.get("error") if isinstance(found, dict) else None
    return found if isinstance(error, dict) and isinstance(error.get("code"), int) else None


def _refusal(start: _Message, body: bytes) -> list[_Message]:
    """The same refusal in Dutch: id and code as the library has them, its words and what it adds to them not."""
    status = start["status"]
    found = _error_in(body) or {"jsonrpc": "2.0", "id": None, "error": {"code": _INVALID_REQUEST}}
    code = found["error"]["code"]
    if status == 400 and b"Content-Type" in body:
        said = words.NOT_JSON
    elif status == 400 and code == _INVALID_PARAMS:  # so it calls what has not the shape of a request
        said = words.NO_RPC
    else:
        said = _OF_STATUS.get(status) or _OF_CODE.get(code, words.UNUSABLE)
    told = json.dumps(found | {"error": {"code": code, "message": said}}, ensure_ascii=False).encode()
    gone = {b"content-length", b"content-type"}
    kept = [(name, value) for name, value in start["headers"] if name.lower() not in gone]
    own = [(b"content-type", b"application/json"), (b"content-length", str(len(told)).encode())]
    return [
        {"type": "http.response.start", "status": status, "headers": [*kept, *own]},
        {"type": "http.response.body", "body": told},
    ]
