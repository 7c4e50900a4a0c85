"""Pages beside the chat: each a function of what was asked, shown as a document of its own and as a part of the one page.

Every page has an address that can be kept and works without a script. Inside the page of the chat the same address is fetched with
`deel=1`, which gives the part between the header and the end alone, and web_pages.js puts it where its view is; so a conversation
is still there when one comes back to it.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from markupsafe import Markup

from index.errors import UserError
from ui import web_text
from ui.access import ANYONE, Right, User, user_of
from ui.web_html import shown_plain
from ui.web_views import VIEWS, links_between

if TYPE_CHECKING:
    from fastapi import FastAPI, Request, Response

log = logging.getLogger(__name__)

STYLES = ("web_colours.css", "web_pages.css", "web_records.css", "web_rooms.css", "web_manage.css")
PART = "deel"  # the parameter that asks for a part of a page: "1" for its middle, or what the page itself knows
_HERE = Path(__file__).parent
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; frame-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
_LONGEST = 2_000  # characters of one value that is asked


class NotFound(UserError):  # noqa: N818  # named for the reader's situation
    """There is no such page; the message is Dutch and says what is not there."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page: `title` for the tab of the browser, and `body`, whose first heading is an h2; `status` is 400 for a form to mend."""

    title: str
    body: Markup
    status: int = 200


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of a page: its address as the site knows it, and the values that go with it, each once.

    `part` is "" for the whole page, "1" for its middle, or a part that the page itself knows.
    """

    path: str
    values: Mapping[str, str]
    part: str = ""

    def get(self, name: str) -> str:
        """A value without white space around it; "" when it isn't given."""
        return self.values.get(name, "").strip()


Draw = Callable[[Asked], Page]
"""Draws a page; called from several threads at once. A `UserError` is shown as it is; `NotFound` with status 404."""


def add_pages(site: "FastAPI", pages: Mapping[str, Draw]) -> None:
    """Serves pages by their paths, such as "/verslagen" or "/verslag/{id}" (the id is among the values then)."""
    from fastapi import Request, Response

    def page(draw: Draw) -> Callable[[Request], Response]:
        def shown(request: Request) -> Response:
            return _response(request, draw)

        return shown

    def file(text: str, kind: str) -> Callable[[], Response]:
        def shown() -> Response:
            return Response(text, media_type=kind, headers={"cache-control": "no-cache"})

        return shown

    for path, draw in pages.items():
        site.get(path, include_in_schema=False)(page(draw))
    style = "".join((_HERE / name).read_text("utf-8") for name in STYLES)
    site.get("/stijl.css", include_in_schema=False)(file(style, "text/css"))
    script = "".join((_HERE / name).read_text("utf-8") for name in ("web_menu.js", "web_alone.js"))
    site.get("/pagina.js", include_in_schema=False)(file(script, "text/javascript"))


def _response(request: "Request", draw: Draw) -> "Response":
    from fastapi.responses import HTMLResponse

    given = [(name, value[:_LONGEST]) for name, value in request.query_params.multi_items()]
    values = {name: value.replace("\x00", "") for name, value in [*given, *request.path_params.items()]}
    asked = Asked(request.url.path, values, values.pop(PART, ""))
    try:
        page = draw(asked)
        status = page.status
    except UserError as error:
        status = 404 if isinstance(error, NotFound) else 400
        page = notice_page(str(error))
    except Exception:
        log.exception("een pagina in de browser kon niet worden getoond")
        status, page = 500, notice_page(web_text.SORRY)
    html = page.body if asked.part else document(page, asked.path, reader_of(request))
    return HTMLResponse(
        shown_plain(html).encode(errors="replace"),
        200 if asked.part else status,  # a part tells in a header, as a browser writes a failure in its console
        headers={
            "content-security-policy": POLICY,
            "cache-control": "no-store",
            "x-page-title": quote(page.title),
            "x-page-status": str(status),
        },
    )


def reader_of(request: "Request") -> User:
    """Whose page it is; nobody's in particular where no guard stands before the site, as in a test."""
    try:
        return user_of(request.scope)
    except PermissionError:
        return ANYONE


def notice_page(notice: str) -> Page:
    """A page that has nothing but something to tell."""
    body = Markup('<section class="room"><h2 tabindex="-1">{}</h2><p class="notice">{}</p></section>')
    return Page(web_text.NOTE_TITLE, body.format(web_text.NOTE_TITLE, notice))


def document(page: Page, path: str, user: User = ANYONE) -> Markup:
    """A page as a document of its own, with the way to the others that this user may see at its top."""
    from ui.web_sign_in import sign_out_form

    links = Markup("").join(
        Markup('<li><a href="{}"{}>{}</a></li>').format(
            view.path, Markup(' aria-current="page"') if view.holds(path) else "", view.label
        )
        for view in VIEWS
        if not view.hidden or user.may(Right.MANAGE)
    )
    leave = sign_out_form(user) if user.name else Markup("")
    return Markup(
        '<!doctype html><html lang="nl"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        '<title>{} – {}</title><link rel="icon" type="image/svg+xml" href="/favicon.ico"><link rel="stylesheet" href="/stijl.css">'
        '<script src="/pagina.js" defer></script></head><body class="alone"><a class="skip" href="#inhoud">{}</a>'
        '<div class="top"><header class="masthead"><h1 class="name"><a href="/">{}</a></h1>{}</header>'
        '{}</div><main id="inhoud" tabindex="-1">{}</main></body></html>'
    ).format(page.title, web_text.NAME, web_text.SKIP, web_text.NAME, leave, links_between(links), page.body)


def options(choices: Sequence[tuple[str, str]], chosen: str) -> Markup:
    """The options of a select: (value, words), with the one that is chosen."""
    return Markup("").join(
        Markup('<option value="{}"{}>{}</option>').format(value, Markup(" selected") if value == chosen else "", words)
        for value, words in choices
    )
