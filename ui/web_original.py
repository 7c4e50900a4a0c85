"""The original of a record: the link to it, the file itself, and a page of a PDF as a picture with the quote marked.

A PDF is shown in the browser, in a sandbox where nothing in it can run; any other file is only ever saved, as a page of HTML
from a folder would otherwise speak in the name of this site.
"""

import re
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import quote

from markupsafe import Markup

from index.originals import Fault, NoOriginalError, Opened, open_original, original_of, web_host
from index.page_image import NoPictureError, Picture, Pictures
from index.personal import blot
from index.records import Record, Span
from index.store import Store
from ui import web_text_records as text
from ui.web_desk import Desk
from ui.web_html import one_line
from ui.web_pages import document, notice_page, reader_of
from ui.web_place import Place, find, place_from

if TYPE_CHECKING:
    from fastapi import FastAPI, Request, Response

_PICTURES = Pictures()
_AHEAD = 3  # pages behind the one where a section begins, on which its last words may stand
_CHUNK = 1 << 16  # bytes
_LONGEST_ID = 200  # characters
_PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)
_FILE_HEADERS = {
    "content-security-policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "cache-control": "private, no-store",
}


def original_address(record_id: str, page: int | None = None) -> str:
    """Where the original of a record is, from the root of the site; of a PDF at its page."""
    at = f"#page={page}" if page else ""
    return f"/origineel/{quote(record_id, safe='')}{at}"


def picture_address(place: Place, page: int) -> str:
    """Where the picture of a page with the words of a place marked is, from the root of the site."""
    return f"/origineel/{quote(place.record_id, safe='')}/pagina/{page}.png?plek={place.written}"


def original_link(store: Store, record: Record, page: int | None = None) -> Markup | None:
    """A link to the original, or words that say where it is; None when there is none to speak of.

    Args:
        store: the open store.
        record: the record.
        page: the page at which a PDF is to be opened.
    """
    original = original_of(store, record)
    if original.fault is Fault.ELSEWHERE:
        return outside_link(original.place, text.ON_THE_WEB)
    if original.fault is Fault.INSIDE:
        return Markup("{}").format(text.INSIDE.format(name=blot(original.name)))
    if original.fault is Fault.PRIVATE:
        return Markup("{}").format(text.PRIVATE)
    if original.fault is not None:
        return None
    if original.is_pdf:
        words = text.OPEN_PDF.format(page=text.ON_PAGE.format(page=page) if page else "")
        return Markup('<a href="{}" target="_blank" rel="noopener noreferrer">{}</a>').format(
            original_address(record.id, page), words
        )
    ending = PurePosixPath(original.name).suffix[1:]
    known = f" ({ending.upper()})" if ending.isalnum() and len(ending) < 9 else ""
    return Markup('<a href="{}" download>{}</a>').format(
        original_address(record.id), text.DOWNLOAD.format(ending=known)
    )


def outside_link(address: str, words: str) -> Markup | None:
    """A link to a website that says to which; None when it isn't an address to follow.

    Args:
        address: the web address.
        words: what it says, with {host} where the name of the website comes.
    """
    host = web_host(address)
    if host is None:
        return None
    return Markup('<a href="{}" target="_blank" rel="noopener noreferrer">{}</a>').format(
        address, words.format(host=host)
    )


def picture_page(store: Store, record: Record, span: Span) -> int | None:
    """The page on which a picture of these words may be drawn; None when the original is no PDF that can be opened."""
    section = next((one for one in record.sections if one.span.start <= span.start < one.span.end), None)
    if section is None or section.page is None:
        return None
    original = original_of(store, record)
    return section.page if original.fault is None and original.is_pdf else None


def picture(store: Store, record: Record, span: Span, page: int, ahead: int = _AHEAD) -> Picture:
    """The page on which words of a record stand, looked for from `page` on.

    Raises:
        NoOriginalError: there is no original, or it isn't what was read.
        NoPictureError: it can't be drawn.
    """
    original = original_of(store, record)
    with open_original(original) as opened:
        if not opened.is_pdf:
            raise NoPictureError
        words = one_line(span.of(record.text))
        return _PICTURES.page(opened.file, original.sha256, range(page, page + ahead + 1), words)


def add_originals(site: "FastAPI", desk: Desk) -> None:
    """Serves the originals, and their pages as pictures."""
    from fastapi import Request
    from fastapi.responses import Response, StreamingResponse

    store = desk.index.store

    def whole(request: Request) -> Response:
        record = _record(store, request)
        if record is None:
            return _told(request, text.RECORD_GONE)
        stack = ExitStack()
        try:
            opened = stack.enter_context(open_original(original_of(store, record)))
        except NoOriginalError as error:
            return _told(request, text.NO_ORIGINAL[error.fault] + text.READ_INSTEAD)
        return StreamingResponse(_chunks(stack, opened), headers=_headers(opened))

    def drawn(request: Request) -> Response:
        record = _record(store, request)
        number = request.path_params["page"]
        place = place_from(request.path_params["id"], request.query_params.get("plek", ""))
        span = find(record, place).span if record is not None and place is not None else None
        if record is None or span is None or not re.fullmatch(r"[1-9][0-9]{0,3}", number):
            return _told(request, text.NO_PICTURE)
        try:
            found = picture(store, record, span, int(number), ahead=0)
        except NoOriginalError as error:
            return _told(request, text.NO_ORIGINAL[error.fault] + text.READ_INSTEAD)
        except NoPictureError:
            return _told(request, text.NO_PICTURE)
        return Response(found.png, media_type="image/png", headers=_FILE_HEADERS)

    site.get("/origineel/{id}", include_in_schema=False)(whole)
    site.get("/origineel/{id}/pagina/{page}.png", include_in_schema=False)(drawn)


def _record(store: Store, request: "Request") -> Record | None:
    record_id = request.path_params["id"]
    return store.record(record_id) if len(record_id) <= _LONGEST_ID else None


def _headers(opened: Opened) -> dict[str, str]:
    name = blot(opened.name)
    plain = re.sub(r"[^A-Za-z0-9._ -]+", "_", name)
    kind, shown = ("application/pdf", "inline") if opened.is_pdf else ("application/octet-stream", "attachment")
    named = f"{shown}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='', errors='replace')}"
    return {
        **_FILE_HEADERS,
        "content-type": kind,
        "content-disposition": named,
        "content-length": str(opened.size),
    }


def _chunks(stack: ExitStack, opened: Opened) -> Iterator[bytes]:
    with stack:
        while chunk := opened.file.read(_CHUNK):
            yield chunk


def _told(request: "Request", why: str) -> "Response":
    """The page that says why there is no original to open, or no picture of it."""
    from fastapi.responses import HTMLResponse

    html = document(notice_page(why), request.url.path, reader_of(request))
    return HTMLResponse(str(html), 404, headers={"content-security-policy": _PAGE_POLICY, "cache-control": "no-store"})
