"""Signing in and out: a page without script, with the same words and the same time for a wrong name and a wrong password.

The guard has already refused a form that was sent from another website. How often one may be wrong is bounded, and so is how
many passwords are looked at together: each takes 32 MB and a tenth of a second.
"""

import logging
from typing import Any
from urllib.parse import parse_qs

import anyio
import anyio.to_thread
from fastapi import FastAPI, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from markupsafe import Markup

from ui import web_text_access
from ui.access import SIGN_OUT, USERS, Access, User, is_loopback
from ui.limits import TooManyError
from ui.metrics import SignInEvent
from ui.sessions import LONGEST, Sessions
from ui.sign_in_events import tell
from ui.sign_in_locks import Locks, device_of, device_token
from ui.users import Account, Users, UsersError, key_of
from ui.web_access import SIGN_IN, cookie_name, local_path, session_token, way_now
from ui.web_plain_page import HEADERS, plain_page, refusal_page

log = logging.getLogger(__name__)

_LARGEST_FORM = 8_000  # bytes
_PATIENCE = 10.0  # seconds for the form to come in
_AT_ONCE = 2  # passwords that are looked at together
_WAITING = 20  # passwords that may wait for that
_DEVICE = "lovp_device"  # the cookie of a browser in which somebody signed in before
_DEVICE_SECONDS = 180 * 24 * 3600


class SignIn:
    """Holds what signing in needs: who there are, who is in, and who tried in vain."""

    def __init__(self, access: Access, users: Users, sessions: Sessions, locks: Locks | None = None) -> None:
        """Signs nobody in yet.

        Args:
            access: the way in.
            users: who there are.
            sessions: where who signs in is put.
            locks: bounds how often a password may be wrong; as usual when None.
        """
        self._access, self._users, self._sessions = access, users, sessions
        self._locks = locks or Locks()
        self._limiter: anyio.CapacityLimiter | None = None
        self._looking = 0  # passwords that are looked at or wait for that

    async def show(self, request: Request) -> Response:
        """The page with the form; straight on when nobody has to sign in here."""
        onward = local_path(request.query_params.get("verder", "/"))
        try:
            needless = way_now(self._access, self._users) is not USERS
        except UsersError as error:
            return _closed(error)
        return RedirectResponse(onward, 303) if needless else _page(200, onward)

    async def enter(self, request: Request) -> Response:
        """Signs somebody in whose name and password fit."""
        form = await _form_of(request)
        if form is None:
            return _page(400, "/", wrong=web_text_access.UNREADABLE)
        name, onward = form.get("naam", "").strip(), local_path(form.get("verder", "/"))
        try:
            if way_now(self._access, self._users) is not USERS:
                return RedirectResponse(onward, 303)
            account = await self._account(request, name, form.get("wachtwoord", ""))
        except TooManyError as error:
            tell(SignInEvent.REFUSED, None)
            response = _page(429, onward, name, str(error))
            response.headers["retry-after"] = str(error.wait)
            return response
        except UsersError as error:
            return _closed(error)
        if account is None:
            return _page(401, onward, name, web_text_access.WRONG)
        self._end(request)
        response = RedirectResponse(onward, 303)
        token = self._sessions.begin(account)
        response.set_cookie(_DEVICE, device_token(account), _DEVICE_SECONDS, **self._cookie(SIGN_IN))
        response.set_cookie(cookie_name(self._access), token, int(LONGEST), **self._cookie())
        tell(SignInEvent.SIGNED_IN, account.user.name)
        return response

    async def leave(self, request: Request) -> Response:
        """Signs out."""
        self._end(request)
        onward = self._access.way_out if self._access.way_out not in {"", SIGN_OUT} else SIGN_IN
        response = RedirectResponse(onward, 303)
        response.delete_cookie(cookie_name(self._access), **self._cookie())
        return response

    async def _account(self, request: Request, name: str, password: str) -> Account | None:
        """Whose name and password these are; raises TooManyError when there were too many."""
        if self._limiter is None:  # made here: it belongs to the loop that runs
            self._limiter = anyio.CapacityLimiter(_AT_ONCE)
        if self._looking >= _AT_ONCE + _WAITING:
            raise TooManyError(web_text_access.BUSY, 60)
        known, peer = self._users.named(name), _peer(request, self._access)
        tried = self._locks.begin(key_of(name), peer, device_of(request.cookies.get(_DEVICE, ""), known))
        self._looking += 1
        try:
            found = await anyio.to_thread.run_sync(self._users.signed_in, name, password, limiter=self._limiter)
        finally:
            self._looking -= 1
        if found is not None:
            tried.right()
            return found
        name_known = known.user.name if known is not None else None
        tell(SignInEvent.FAILED, name_known, peer)
        if tried.last:
            tell(SignInEvent.LOCKED, name_known, peer)
        return None

    def _end(self, request: Request) -> None:
        token = session_token(request.scope, self._access)
        if not token:
            return
        try:
            account = self._sessions.account(token, self._users)
        except UsersError:  # it ends all the same
            account = None
        self._sessions.end(token)
        if account is not None:
            tell(SignInEvent.SIGNED_OUT, account.user.name)

    def _cookie(self, path: str = "/") -> dict[str, Any]:
        return {"path": path, "secure": self._access.secure, "httponly": True, "samesite": "lax"}


def add_sign_in(site: FastAPI, sign_in: SignIn) -> None:
    """Serves `/aanmelden` and `/afmelden`; the site must stand behind a `Guard` with the same users and sessions."""
    site.add_api_route(SIGN_IN, sign_in.show, methods=["GET"], response_model=None)
    site.add_api_route(SIGN_IN, sign_in.enter, methods=["POST"], response_model=None)
    site.add_api_route(SIGN_OUT, sign_in.leave, methods=["POST"], response_model=None)


def sign_out_form(user: User) -> Markup:
    """Who is signed in, with the way to sign out; for the top of a page of ours."""
    return Markup('<form class="signed-in" method="post" action="{}"><span>{}</span> {}</form>').format(
        SIGN_OUT, web_text_access.SIGNED_IN.format(name=user.name), sign_out_button(user.way_out)
    )


def sign_out_button(way_out: str) -> Markup:
    """What signs out at an address: a button of a form of ours, a link to where the proxy does it, or nothing."""
    if way_out == SIGN_OUT:
        return Markup('<button type="submit">{}</button>').format(web_text_access.SIGN_OUT)
    return Markup('<a href="{}">{}</a>').format(way_out, web_text_access.SIGN_OUT) if way_out else Markup("")


async def _form_of(request: Request) -> dict[str, str] | None:
    """The fields of a form, the first of each name; None when it is none, or too large or too slow."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/x-www-form-urlencoded":
        return None
    body, more = b"", True
    with anyio.move_on_after(_PATIENCE):
        while more:
            message = await request.receive()
            if message["type"] != "http.request":
                return None
            body += message.get("body", b"")
            more = message.get("more_body", False)
            if len(body) > _LARGEST_FORM:
                return None
    if more:
        return None
    try:
        fields = parse_qs(body.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=10)
    except ValueError:
        return None
    return {name: found[0] for name, found in fields.items()}


def _peer(request: Request, access: Access) -> str:
    """The address that a request came from; "" when that says nothing about who, as of a proxy."""
    peer = request.client.host if request.client else ""
    return "" if is_loopback(peer) or access.is_proxy(peer) else peer


def _page(status: int, onward: str, name: str = "", wrong: str = "") -> Response:
    alert = Markup('<p class="wrong" role="alert" id="wrong">{}</p>').format(wrong) if wrong else Markup("")
    told = Markup(' aria-describedby="wrong"') if wrong else Markup("")
    first, second = (Markup(""), Markup(" autofocus")) if name else (Markup(" autofocus"), Markup(""))
    inside = Markup(
        # without an action it goes to its own address, with what stands behind the #: a browser takes that along to where it ends
        '<p class="about">{}</p>{}<form method="post"><input type="hidden" name="verder" value="{}">'
        '<label for="naam">{}</label><input id="naam" name="naam" value="{}" maxlength="64" autocomplete="username" '
        'autocapitalize="none" spellcheck="false" required{}{}>'
        '<label for="wachtwoord">{}</label><input id="wachtwoord" name="wachtwoord" type="password" maxlength="256" '
        'autocomplete="current-password" required{}{}>'
        '<button type="submit">{}</button></form><p class="forgotten">{}</p>'
    ).format(
        web_text_access.SIGN_IN_HOW,
        alert,
        onward,
        web_text_access.NAME,
        name[:64],
        told,
        first,
        web_text_access.PASSWORD,
        told,
        second,
        web_text_access.SIGN_IN,
        web_text_access.FORGOTTEN,
    )
    title = web_text_access.SIGN_IN_WRONG if wrong else web_text_access.SIGN_IN
    return HTMLResponse(plain_page(web_text_access.SIGN_IN, inside, title), status, headers=HEADERS)


def _closed(error: UsersError) -> Response:
    log.error("%s", error)
    return HTMLResponse(refusal_page(web_text_access.CANNOT_NOW), 503, headers=HEADERS)
