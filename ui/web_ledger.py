"""Decisions, promises and announced items as a table that can be narrowed and sorted; the same choice as a CSV file."""

import threading
from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from markupsafe import Markup

from assistant.phrases_meetings import heading
from index.dates import written
from index.errors import UsageError, UserError
from index.ledger import Status
from index.ledger_status import Item, read_ledger
from ui import web_text, web_text_rooms
from ui.ledger_choice import Choice, choice_from, chosen_items
from ui.render_ledger import count, ledger_csv
from ui.web_desk import Desk
from ui.web_fields import FieldError, Wrong, day_fields, notice_above, tied, wrong_from
from ui.web_pages import Asked, Draw, Page, options
from ui.web_quote import period, quoted

if TYPE_CHECKING:
    from fastapi import FastAPI

PATH, CSV_PATH = "/toezeggingen", "/toezeggingen.csv"
A_PAGE = 100  # entries
_NAME = "toezeggingen"  # of the form
_WELL = Wrong()
_reading = threading.Lock()
_ORDERS: dict[str, tuple[str, Callable[[Item], tuple[str, ...]]]] = {
    "nieuwste": (web_text_rooms.NEWEST, lambda item: ()),
    "oudste": (web_text_rooms.OLDEST, lambda item: ()),
    "soort": (web_text_rooms.BY_KIND, lambda item: (item.entry.kind,)),
    "wie": (web_text_rooms.BY_WHO, lambda item: ("" if item.who else "\U0010ffff", (item.who or "").casefold())),
}


def ledger_page(desk: Desk) -> Draw:
    """Draws the ledger; what is asked narrows it (soort, status, van, tot, woord) and puts it in order (volgorde, pagina)."""

    def draw(asked: Asked) -> Page:
        if not desk.index.snapshot().records:
            return _page(Markup('<p class="notice">{}</p>').format(web_text_rooms.EMPTY))
        try:
            choice, order = _choice(asked), _order(asked)
            found = _sorted(chosen_items(_ledger(desk), choice), order)
            number = _number(asked.get("pagina"), len(found))
        except UsageError as error:
            wrong = wrong_from(error)
            return _page(notice_above(wrong, _NAME) + _form(asked, wrong), 400)
        if not found:
            notice = Markup('<p class="notice" tabindex="-1" data-focus="">{}</p>').format(web_text_rooms.NO_ENTRIES)
            return _page(_form(asked) + notice)
        shown = found[(number - 1) * A_PAGE : number * A_PAGE]
        parts = [
            _form(asked),
            _counted(found, choice, order),
            _table(shown, number, len(found)),
            _pages(choice, order, number, len(found)),
        ]
        return _page(Markup("").join(parts))

    return draw


def _page(inside: Markup, status: int = 200) -> Page:
    body = Markup('<section class="room ledger"><h2 tabindex="-1">{}</h2><p class="lead">{}</p>{}</section>')
    return Page(web_text.LEDGER, body.format(web_text.LEDGER, web_text_rooms.LEDGER_ABOUT, inside), status)


def add_ledger_csv(site: "FastAPI", desk: Desk) -> None:
    """Serves the entries that a page of the ledger chooses as a CSV file."""
    from fastapi import Request
    from fastapi.responses import PlainTextResponse, Response

    def shown(request: Request) -> Response:
        values = {name: value.replace("\x00", "") for name, value in request.query_params.multi_items()}
        asked = Asked(request.url.path, values)
        try:
            found = _sorted(chosen_items(_ledger(desk), _choice(asked)), _order(asked))
        except UserError as error:
            return PlainTextResponse(str(error), 400)
        return Response(
            ledger_csv(found).encode(errors="replace"),
            media_type="text/csv; charset=utf-8",
            headers={
                "content-disposition": f'attachment; filename="{web_text_rooms.CSV_NAME}"',
                "cache-control": "no-store",
            },
        )

    site.get(CSV_PATH, include_in_schema=False)(shown)


def _ledger(desk: Desk) -> Sequence[Item]:
    """All entries. They are kept while the records stay what they are; of those who ask at once after that, one reads them."""
    with _reading:
        return read_ledger(desk.index.store)


def _choice(asked: Asked) -> Choice:
    try:
        kind = choice_from(kind=asked.get("soort") or None).kind
    except UsageError as error:
        raise FieldError(str(error), "soort") from None
    try:
        status = choice_from(status=asked.get("status") or None).status
    except UsageError as error:
        raise FieldError(str(error), "status") from None
    return Choice(kind, status, period(asked), " ".join(asked.get("woord").split()))


def _order(asked: Asked) -> str:
    order = asked.get("volgorde") or next(iter(_ORDERS))
    if order not in _ORDERS:
        raise FieldError(web_text_rooms.no_order(order), "volgorde")
    return order


def _sorted(found: Sequence[Item], order: str) -> list[Item]:
    """The entries in that order, and among equals the newest meeting first; as they stand within one, undated ones last."""
    first = date.max if order == "oudste" else date.min
    by_day = sorted(found, key=lambda item: item.date or first, reverse=order != "oudste")
    return sorted(by_day, key=_ORDERS[order][1])


def _number(given: str, amount: int) -> int:
    """Which page is asked."""
    last = max(1, -(-amount // A_PAGE))
    number = int(given or "1") if (given or "1").isdecimal() and len(given) < 9 else 0
    if not 1 <= number <= last:
        raise UsageError(web_text_rooms.no_page(given, last))
    return number


def _address(path: str, choice: Choice, order: str, number: int = 1) -> str:
    values = {
        "soort": choice.kind or "",
        "status": choice.status or "",
        "van": choice.scope.since.isoformat() if choice.scope.since else "",
        "tot": choice.scope.until.isoformat() if choice.scope.until else "",
        "woord": choice.words,
        "volgorde": order if order != next(iter(_ORDERS)) else "",
        "pagina": str(number) if number > 1 else "",
    }
    query = urlencode({name: value for name, value in values.items() if value})
    return f"{path}?{query}" if query else path


def _form(asked: Asked, wrong: Wrong = _WELL) -> Markup:
    """The form, with what was filled in, right or wrong."""
    kinds = [(kind.value, web_text_rooms.KINDS[kind]) for kind in web_text_rooms.KINDS]
    states = [(status.value, web_text_rooms.STATES[status]) for status in Status]
    orders = [(name, words) for name, (words, _) in _ORDERS.items()]
    selects = Markup("").join(
        Markup('<div><label>{}<select name="{}"{}>{}</select></label></div>').format(
            label, name, tied(wrong, _NAME, name), options(every, asked.get(name).lower())
        )
        for label, name, every in (
            (web_text_rooms.KIND, "soort", [("", web_text_rooms.ALL), *kinds]),
            (web_text_rooms.STATUS, "status", [("", web_text_rooms.ALL), *states]),
        )
    )
    return Markup(
        '<form class="filter" method="get" action="{}">'
        '<div class="word"><label>{}<input type="search" name="woord" value="{}" maxlength="200"></label></div>{}{}'
        '<div><label>{}<select name="volgorde"{}>{}</select></label></div>'
        '<div class="actions"><button class="first">{}</button><a class="button" href="{}">{}</a></div></form>'
    ).format(
        PATH,
        web_text_rooms.WORD,
        asked.get("woord"),
        selects,
        day_fields(asked.values, web_text_rooms.SINCE, web_text_rooms.UNTIL, wrong, _NAME),
        web_text_rooms.ORDER,
        tied(wrong, _NAME, "volgorde"),
        options(orders, asked.get("volgorde")),
        web_text_rooms.SHOW,
        PATH,
        web_text_rooms.CLEAR,
    )


def _counted(found: Sequence[Item], choice: Choice, order: str) -> Markup:
    return Markup(
        '<div class="counted"><p tabindex="-1" data-focus="">{}</p><p><a class="button" href="{}" download>{}</a></p></div>'
    ).format(count(found), _address(CSV_PATH, choice, order), web_text_rooms.AS_CSV)


_HEADS = (
    web_text_rooms.MEETING,
    web_text_rooms.KIND,
    web_text_rooms.WHO,
    web_text_rooms.WHAT,
    web_text_rooms.WHEN,
    web_text_rooms.STATUS,
)


def _table(shown: Sequence[Item], number: int, amount: int) -> Markup:
    """The entries, a row each; the roles are said outright, as a phone shows the rows as blocks and would lose them."""
    first = (number - 1) * A_PAGE + 1
    heads = Markup("").join(Markup('<th scope="col" role="columnheader">{}</th>').format(head) for head in _HEADS)
    return Markup(
        '<div class="scroll" tabindex="0" role="region" aria-label="{}"><table role="table"><caption>{}</caption>'
        '<thead role="rowgroup"><tr role="row">{}</tr></thead><tbody role="rowgroup">{}</tbody></table></div>'
    ).format(
        web_text_rooms.ENTRIES,
        web_text_rooms.shown(first, first + len(shown) - 1, amount),
        heads,
        Markup("").join(map(_row, shown)),
    )


def _row(item: Item) -> Markup:
    entry = item.entry
    day = written(item.date) if item.date else web_text_rooms.UNDATED
    about = web_text_rooms.place(day, entry.topic, entry.page)
    quote = quoted(entry.record_id, entry.span, item.quote, web_text_rooms.READ, about)
    what = Markup('<p class="what">{}</p>').format(item.what) if item.what and item.what != item.quote else ""
    cells = (
        Markup('<span class="tag">{}</span>').format(web_text_rooms.KINDS[entry.kind]),
        Markup("{}").format(item.who) if item.who else _nothing(),
        Markup("{}<p>{}</p>").format(what, quote),
        Markup("{}").format(item.by_when) if item.by_when else _nothing(),
        Markup('<span class="tag state-{}">{}</span>{}').format(
            item.status, web_text_rooms.STATES[item.status], _done(item)
        ),
    )
    return Markup('<tr role="row"><th scope="row" role="rowheader">{}<span class="topic">{}</span></th>{}</tr>').format(
        day,
        heading(entry.topic),
        Markup("").join(
            Markup('<td role="cell"{}><span class="head" aria-hidden="true">{}</span><div>{}</div></td>').format(
                Markup(' class="long"') if head == web_text_rooms.WHAT else "", head, cell
            )
            for head, cell in zip(_HEADS[1:], cells, strict=True)
        ),
    )


def _nothing() -> Markup:
    return Markup('<span class="none" aria-hidden="true">–</span><span class="unseen">{}</span>').format(
        web_text_rooms.NOT_SAID
    )


def _done(item: Item) -> Markup:
    """The words that say that it is done, where they aren't those of the entry itself."""
    done = item.fulfilled
    if done is None or (done.record_id, done.span) == (item.entry.record_id, item.entry.span):
        return Markup("")
    day = written(done.date) if done.date else done.title
    return Markup('<p class="done">{}</p>').format(
        quoted(done.record_id, done.span, done.quote, web_text_rooms.done_on(day), "")
    )


def _pages(choice: Choice, order: str, number: int, amount: int) -> Markup:
    last = -(-amount // A_PAGE)
    if last < 2:
        return Markup("")
    ways = ((number - 1, web_text_rooms.BEFORE), (number + 1, web_text_rooms.AFTER))
    links = Markup("").join(
        Markup('<a class="button" href="{}">{}</a>').format(_address(PATH, choice, order, to), words)
        for to, words in ways
        if 1 <= to <= last
    )
    return Markup('<nav class="pages" aria-label="{}">{}<span>{}</span></nav>').format(
        web_text_rooms.PAGES, links, web_text_rooms.page_of(number, last)
    )
