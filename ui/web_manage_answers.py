"""How a request to manage is let in and answered: for a script in JSON, for a browser without one as a page.

Every address looks again whether its user may manage, though the guard did. What changes something wants to see that one of our
pages sent it: an Origin or a Sec-Fetch-Site that says so, not just none that says otherwise.
"""

import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, quote

from markupsafe import Markup

from index.errors import UserError
from ui import web_text_manage as text
from ui.access import ANYONE, Right, User, user_of
from ui.jobs import TooManyJobsError
from ui.manage import RecordGoneError
from ui.uploads import StorageError
from ui.web_html import shown_plain
from ui.web_manage_jobs_html import PATH, lines_html
from ui.web_manage_upload import BodyRefusedError, Sent
from ui.web_origin import header, values
from ui.web_pages import PART, Page, document

if TYPE_CHECKING:
    from fastapi import Request, Response

log = logging.getLogger(__name__)

SCRIPT = "/beheer.js"
_LARGEST_FORM = 8_000  # bytes
_HEADERS = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; "
        "form-action 'self'; frame-ancestors 'none'"
    ),
    "referrer-policy": "same-origin",  # under no-referrer a form is sent with the origin "null"
    "x-content-type-options": "nosniff",
    "cache-control": "no-store",
}
Answer = Callable[["Request", User], Awaitable["Response"]]


class RefusedError(UserError):
    """What was asked can't be done: the HTTP status, and why (Dutch)."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status = status


def guarded(answer: Answer, *, changes: bool) -> Any:
    """The answer for those who may manage, and a refusal in Dutch for everyone else and for what goes wrong."""
    from fastapi import Request, Response

    async def answered(request: Request) -> Response:
        try:
            user = _manager(request.scope)
            if changes and not from_here(request.scope):
                raise RefusedError(403, text.NOT_FROM_HERE)
            return await answer(request, user)
        except (RefusedError, BodyRefusedError) as error:
            return _refused(request, error.status, str(error))
        except UserError as error:
            return _refused(request, _status(error), str(error))
        except Exception:
            log.exception("beheer: een verzoek ging mis")
            return _refused(request, 500, text.SORRY)

    return answered


def _status(error: UserError) -> int:
    by_kind: Mapping[type[UserError], int] = {RecordGoneError: 404, StorageError: 507, TooManyJobsError: 503}
    return next((status for kind, status in by_kind.items() if isinstance(error, kind)), 400)


def _manager(scope: Mapping[str, Any]) -> User:
    try:
        user = user_of(scope)
    except PermissionError:
        raise RefusedError(403, text.MAY_NOT) from None
    if not user.may(Right.MANAGE):
        raise RefusedError(403, text.MAY_NOT)
    return user


def from_here(scope: Mapping[str, Any]) -> bool:
    """Whether a browser says that one of our own pages sent this; the guard has made the Host header ours."""
    origins, sites = values(scope, "origin"), values(scope, "sec-fetch-site")
    host = header(scope, "host") or ""
    own = origins in ([f"http://{host}"], [f"https://{host}"]) and host != ""
    if sites:
        return sites == ["same-origin"] and (own or origins in ([], ["null"]))
    return own


async def form_of(request: "Request") -> dict[str, str]:
    """The fields of a small form."""
    body = b""
    while True:
        message = await request.receive()
        body += message.get("body", b"")
        if message["type"] != "http.request" or len(body) > _LARGEST_FORM:
            raise RefusedError(400, text.UNREADABLE_REQUEST)
        if not message.get("more_body"):
            break
    try:
        fields = parse_qs(body.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=10)
    except ValueError:
        raise RefusedError(400, text.UNREADABLE_REQUEST) from None
    return {name: found[0] for name, found in fields.items()}


def _wants_json(request: "Request") -> bool:
    return "application/json" in (header(request.scope, "accept") or "")


def begun(request: "Request", number: int, said: str = "") -> "Response":
    """That a job is in line; `said` is what can be said already."""
    from fastapi.responses import JSONResponse, RedirectResponse

    if _wants_json(request):
        return JSONResponse({"job": number, "said": said}, 202, headers={"cache-control": "no-store"})
    return RedirectResponse(f"{PATH}#taken", 303, headers={"cache-control": "no-store"})


def none_kept(request: "Request", sent: Sent) -> "Response":
    """That all files were refused, and why each was."""
    from fastapi.responses import JSONResponse

    if _wants_json(request):
        files = [{"name": line.name, "error": line.why} for line in sent.refused]
        return JSONResponse({"error": text.NOTHING_KEPT, "files": files}, 400, headers={"cache-control": "no-store"})
    return _notice(400, text.NOTHING_KEPT, lines_html(sent.refused))


def _refused(request: "Request", status: int, why: str) -> "Response":
    from fastapi.responses import JSONResponse

    if _wants_json(request):
        return JSONResponse({"error": why}, status, headers={"cache-control": "no-store"})
    return _notice(status, why, part=request.query_params.get(PART, ""))


def _notice(status: int, why: str, more: Markup | str = "", part: str = "") -> "Response":
    body = Markup(
        '<section class="room manage"><h2 tabindex="-1">{}</h2><p class="notice" role="alert">{}</p>{}'
        '<p><a class="button" href="{}">{}</a></p></section>'
    ).format(text.TITLE, why, more, PATH, text.BACK)
    return shown_page(Page(text.TITLE, body), part, status=status)


def shown_page(page: Page, part: str, user: User = ANYONE, status: int = 200) -> "Response":
    """A page as a document of its own, or a part of one as it is."""
    from fastapi.responses import HTMLResponse

    script = Markup('<script src="{}" defer></script>').format(SCRIPT)
    html = page.body if part else document(Page(page.title, page.body + script), PATH, user)
    headers = {**_HEADERS, "x-page-title": quote(page.title)}
    return HTMLResponse(shown_plain(html).encode(errors="replace"), status, headers=headers)
