"""The guard: every request passes it, and none reaches the site without a user but for the few addresses listed here.

In this order: was it sent to an address of ours, from a page of ours, by whom, and may they do that. What isn't known is
refused. The user is put on the request, where `ui.access.user_of` reads it.
"""

import base64
import binascii
import json
import logging
import unicodedata
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, unquote

from ui import web_text_access
from ui.access import ANYONE, OPEN, PROXY, SIGN_OUT, USERS, Access, Right, User, Way, user_of
from ui.sessions import Sessions
from ui.users import Users, UsersError, is_name, key_of
from ui.web_api_error import body_at
from ui.web_origin import as_sent, from_elsewhere, header, is_ours, place_of, values
from ui.web_plain_page import HEADERS, refusal_page

log = logging.getLogger(__name__)

SIGN_IN = "/aanmelden"
HEALTH = "/healthz"
SLACK = "/slack/events"  # checked by its signature; there only with `lovp web --slack`
WITHOUT_USER = frozenset({SIGN_IN, HEALTH, SLACK, "/stijl.css", "/favicon.ico"})  # exactly these
NEEDS = (("/beheer", Right.MANAGE),)  # this address and all below it; everything else needs Right.ASK
FOR_PROGRAMS = ("/api", "/mcp", "/v1")  # these and all below them also take a token
BARE = {
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cache-control": "no-store",
}
_LONGEST_ONWARD = 2_000  # characters
_LONGEST_PROXY_NAME = 254  # an e-mail address

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a request goes no further: the status and what to say; `sign_in` when signing in would help."""

    status: int
    why: str
    sign_in: bool = False


class Guard:
    """Holds the door of the site: ASGI, for HTTP and websockets alike."""

    def __init__(self, inner: App, access: Access, users: Users, sessions: Sessions) -> None:
        """Guards `inner`.

        Args:
            inner: the site.
            access: the way in at the start.
            users: who there are.
            sessions: who is signed in.
        """
        self._inner = inner
        self._access = access
        self._users = users
        self._sessions = sessions

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a request on with its user, or refuses it."""
        if scope["type"] == "lifespan":
            await self._inner(scope, receive, send)
            return
        try:
            passed = self._checked(scope)
        except UsersError as error:
            log.error("%s", error)
            passed = Refusal(503, web_text_access.CANNOT_NOW)
        if not isinstance(passed, Refusal):
            await self._inner(passed, *self._watched(scope, receive, _kept_private(send)))
        elif scope["type"] == "http":
            await _refuse(scope, send, passed)
        else:
            await send(
                {"type": "websocket.close", "code": 1008, "reason": ""}
            )  # before it was accepted: HTTP status 403

    def _watched(self, scope: Scope, receive: Receive, send: Send) -> tuple[Receive, Send]:
        """The ways in and out of a request that passed: a stream of events ends at the first one after its user signed out or went.

        A request is looked at when it comes in, and such a stream goes on for as long as its page is open.
        """
        streams = ended = False

        async def receive_on() -> Message:
            return {"type": "http.disconnect"} if ended else await receive()

        async def send_on(message: Message) -> None:
            nonlocal streams, ended
            if message["type"] == "http.response.start":
                kinds = [value for name, value in message.get("headers", ()) if name.lower() == b"content-type"]
                streams = any(kind.lower().startswith(b"text/event-stream") for kind in kinds)
            elif streams and not ended and message["type"] == "http.response.body" and message.get("more_body"):
                ended = not self._passes(scope)
                if ended:
                    await send({"type": "http.response.body", "body": b""})
            if not ended:
                await send(message)

        return receive_on, send_on

    def _passes(self, scope: Scope) -> bool:
        try:
            return not isinstance(self._checked(scope), Refusal)
        except UsersError:
            return False

    def _checked(self, scope: Scope) -> Scope | Refusal:
        """The request with its user, or why not."""
        way = way_now(self._access, self._users)
        healthy = scope["path"] == HEALTH and way is not OPEN and scope.get("method") in {"GET", "HEAD"}
        place = place_of(scope, self._access)
        if place is None or not (healthy or is_ours(scope, self._access, way)):
            return Refusal(421, web_text_access.WRONG_HOST)
        if from_elsewhere(scope, place):
            return Refusal(403, web_text_access.WRONG_ORIGIN)
        state = {key: value for key, value in (scope.get("state") or {}).items() if key != "user"}
        if scope["type"] == "http" and scope["path"] in WITHOUT_USER and not scope.get("root_path"):
            return as_sent({**scope, "state": state}, place)
        user = self._user(scope, way)
        if isinstance(user, Refusal):
            return user
        if not user.may(needed(scope["path"])):
            return Refusal(
                403, web_text_access.MAY_NOT.format(name=user.name) if user.name else web_text_access.MAY_NOT_OPEN
            )
        return as_sent({**scope, "state": {**state, "user": user}}, place)

    def _user(self, scope: Scope, way: Way) -> User | Refusal:
        if way is OPEN:
            return ANYONE
        if way is PROXY:
            return self._named_by_proxy(scope)
        for_program = is_under(scope["path"], FOR_PROGRAMS)
        if for_program and values(scope, "authorization"):
            account = self._with_token(header(scope, "authorization") or "")
        else:
            token = session_token(scope, self._access)
            account = self._sessions.account(token, self._users) if token else None
        why = web_text_access.PROGRAM_MUST_SIGN_IN if for_program else web_text_access.MUST_SIGN_IN
        return account.user if account else Refusal(401, why, sign_in=True)

    def _named_by_proxy(self, scope: Scope) -> User | Refusal:
        client = scope.get("client")
        if not client or not self._access.is_proxy(client[0]):
            return Refusal(403, web_text_access.NOT_THE_PROXY)
        name = (header(scope, self._access.proxy_header) or "").strip()  # two of them: one may not be the proxy's
        if not is_name(name, _LONGEST_PROXY_NAME) or "\N{REPLACEMENT CHARACTER}" in name:
            return Refusal(401, web_text_access.MUST_COME_BY_PROXY)
        # however it is capitalised; but a proxy may tell apart what only looks the same, such as letters of another width
        manages = key_of(name) in self._access.managers and unicodedata.is_normalized("NFKC", name)
        rights = frozenset(Right) if manages else frozenset({Right.ASK})
        return User(name, rights, self._access.way_out)

    def _with_token(self, said: str) -> Any:
        """The account of an API token, sent as `Bearer TOKEN` or as `Basic` with the token for a password."""
        kind, _, rest = said.strip().partition(" ")
        if kind.lower() == "bearer":
            return self._users.with_token(rest.strip())
        if kind.lower() != "basic":
            return None
        try:
            name, colon, token = base64.b64decode(rest.strip(), validate=True).decode("utf-8").partition(":")
        except (binascii.Error, ValueError):
            return None
        account = self._users.with_token(token)
        return account if colon and account is not None and account is self._users.named(name) else None


def way_now(access: Access, users: Users) -> Way:
    """The way that is in force: OPEN is USERS as soon as there is a user, and then until the server stops."""
    return USERS if access.way is OPEN and users.ever() else access.way


def needed(path: str) -> Right:
    """The right that a path asks for; a path that only might be read as one that asks for more, asks for more."""
    for _ in range(4):  # as it is, and as something behind the guard could read it
        plain = "/" + "/".join(_steps(path.casefold().replace("\\", "/")))
        for prefix, right in NEEDS:
            if is_under(plain, (prefix,)):
                return right
        path = unquote(path)
    return Right.ASK


def local_path(text: str) -> str:
    """A path on this site to go on to after signing in; "/" for whatever could lead to another host, or in circles."""
    local = text.startswith("/") and not text.startswith("//") and "\\" not in text and text.isprintable()
    if not local or len(text) > _LONGEST_ONWARD or is_under(text.partition("?")[0], (SIGN_IN, SIGN_OUT)):
        return "/"
    return text


def cookie_name(access: Access) -> str:
    """The name of the session cookie; over https one that no other host can set."""
    return "__Host-lovp_session" if access.secure else "lovp_session"


def session_token(scope: Mapping[str, Any], access: Access) -> str | None:
    """The token in the session cookie; None when there is none, or more than one of that name."""
    name = cookie_name(access)
    pairs = [pair.strip().partition("=") for value in values(scope, "cookie") for pair in value.split(";")]
    found = [value for key, _, value in pairs if key == name]
    return found[0] if len(found) == 1 else None


def username(request: Any) -> str | None:
    """Who asks, for Gradio's `auth_dependency`: a second door behind the guard, shut for what didn't pass it.

    Gradio asks this on every route of its own that does something, and answers 401 on None. It is a plain function on purpose:
    before Gradio 6.24 an asynchronous one let everyone in. When nobody has to sign in, the name is "", which Gradio takes for a
    name, as it only looks for None.

    Args:
        request: a request of FastAPI, or anything with the ASGI `scope`.
    """
    try:
        return user_of(request.scope).name
    except PermissionError:
        return None


def is_under(path: str, prefixes: tuple[str, ...]) -> bool:
    """Whether a path is one of these, or below one."""
    return any(path == prefix or path.startswith(prefix + "/") for prefix in prefixes)


def _steps(path: str) -> list[str]:
    steps: list[str] = []
    for step in path.split("/"):
        if step == "..":
            del steps[-1:]
        elif step not in {"", "."}:
            steps.append(step.partition(";")[0].strip())
    return steps


def _kept_private(send: Send) -> Send:
    """Sends on, with the word to proxies and browsers not to give to others what one user got."""

    async def send_on(message: Message) -> None:
        if message["type"] == "http.response.start" and not any(
            key.lower() == b"cache-control" for key, _ in message.get("headers", ())
        ):
            message = {**message, "headers": [*message.get("headers", ()), (b"cache-control", b"private")]}
        await send(message)

    return send_on


async def _refuse(scope: Scope, send: Send, refusal: Refusal) -> None:
    path, method = scope["path"], scope["method"]
    for_people = "text/html" in (header(scope, "accept") or "") and not is_under(path, FOR_PROGRAMS)
    if refusal.sign_in and for_people and method in {"GET", "HEAD"}:
        query = scope.get("query_string", b"").decode("latin-1")
        onward = local_path(path + ("?" + query if query else ""))
        await _send(
            send, 303, {"location": f"{SIGN_IN}?verder={quote(onward, safe='')}", "cache-control": "no-store"}, ""
        )
    elif for_people:
        await _send(send, refusal.status, HEADERS, refusal_page(refusal.why))
    else:
        headers = {**BARE, "content-type": "application/json"}
        if refusal.sign_in and is_under(path, FOR_PROGRAMS):
            headers["www-authenticate"] = 'Bearer realm="LOVP"'
        await _send(
            send, refusal.status, headers, json.dumps(body_at(path, refusal.status, refusal.why), ensure_ascii=False)
        )


async def _send(send: Send, status: int, headers: Mapping[str, str], text: str) -> None:
    body = text.encode()
    pairs = [(key.encode("latin-1"), value.encode("latin-1")) for key, value in headers.items()]
    length = (b"content-length", str(len(body)).encode())
    await send({"type": "http.response.start", "status": status, "headers": [*pairs, length]})
    await send({"type": "http.response.body", "body": body})
