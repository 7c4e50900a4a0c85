"""A record as a page: its text to be read, at the place that an address tells, with its topics and what it belongs with."""

import re
from collections.abc import Sequence

from markupsafe import Markup

from index.errors import UserError
from index.originals import NoOriginalError
from index.page_image import NoPictureError
from index.records import Record, Span
from index.sqlite_record_list import Listed, entries_of, listed_records
from index.store import Store
from ui import web_text
from ui import web_text_records as text
from ui.web_desk import Desk
from ui.web_html import one_line
from ui.web_original import original_link, outside_link, picture, picture_address, picture_page
from ui.web_pages import Asked, Draw, NotFound, Page
from ui.web_place import Found, Place, find, place_at, place_from, record_address
from ui.web_record import Block, blocks, notice_pane, record_html, source_pane, where

PANE = "bron"  # the part of the page that stands beside an answer
_MARKED = "verslag-woorden"  # the id of the block in which the marked words begin
_DAY = re.compile(r"\d{4}-\d\d-\d\d")  # with which the id of a record begins
_WHOLE = 0.98  # share of the letters from which words are marked wholly


def record_page(desk: Desk) -> Draw:
    """Draws the page of the record `id`.

    With `plek` the words there are marked, with `beeld` the page of the PDF that they are on is shown, and the part "bron" is the
    pane beside a chat.
    """
    store = desk.index.store

    def draw(asked: Asked) -> Page:
        place = place_from(asked.get("id"), asked.get("plek"))
        record = store.record(asked.get("id")) or _under_another_name(store, place)
        if asked.part == PANE:
            return Page(web_text.SOURCE, _pane(store, record, place))
        if record is None:
            raise NotFound(text.RECORD_GONE)
        if asked.get("plek") and place is None:
            raise UserError(web_text.NO_PLACE)
        found = find(record, place) if place is not None else Found(None)
        here = place_at(record.id, found.span, found.span.of(record.text)) if found.span else None
        every = listed_records(store)
        anchors, topics, marked = _contents(record, found.span)
        parts = [
            Markup('<p class="kind">{}</p><h2 tabindex="-1">{}</h2>').format(web_text.KINDS[record.kind], record.title),
            Markup('<p class="where">{}</p>').format(where(record, found.span) or text.NO_DATE),
            _notices(record, place, found, every),
            _links(store, record, here, marked),
            _picture(store, record, here) if asked.get("beeld") else Markup(""),
            topics,
            _entries(store, record),
            Markup('<h3 class="unseen">{}</h3><div class="reading">{}</div>').format(
                web_text.RECORD_TEXT, record_html(record, found.span, anchors)
            ),
            _beside(record, every),
        ]
        return Page(record.title, Markup('<article class="room paper">{}</article>').format(Markup("").join(parts)))

    return draw


def _under_another_name(store: Store, place: Place | None) -> Record | None:
    """The record of the same day that has the words of a place now: with another title it has another id."""
    day = _DAY.match(place.record_id) if place is not None else None
    if place is None or day is None:
        return None
    of_day = sorted(key for key, days in store.record_days().items() if day[0] in {one.isoformat() for one in days})
    return next((record for key in of_day if (record := store.record(key)) and find(record, place).span), None)


def _pane(store: Store, record: Record | None, place: Place | None) -> Markup:
    """What stands beside an answer: the record at the place, and the way to the file that it was read from."""
    if place is None:
        return notice_pane(web_text.NO_PLACE)
    page = _page_at(record, place.span) if record else None
    return source_pane(record, place, original_link(store, record, page) if record else None)


def _notices(record: Record, place: Place | None, found: Found, every: Sequence[Listed]) -> Markup:
    """What a reader should know before reading."""
    notices = [text.RECORD_RENAMED] if place is not None and place.record_id != record.id else []
    notices += [text.RECORD_CHANGED] if place is not None and found.span is None else []
    notices += [text.RECORD_MOVED] if found.moved else []
    notices += [web_text.note(note.text) for note in record.notes]
    told = Markup("").join(Markup('<p class="notice">{}</p>').format(notice) for notice in notices)
    this = next((one for one in every if one.id == record.id), None)
    better = next((one for one in every if this is not None and one.id == this.preferred), None)
    if this is None or better is None:
        return told
    return told + Markup('<p class="notice">{}<a href="{}">{}</a></p>').format(
        text.STANDS_BEHIND.format(relation=this.relation), record_address(better.id), better.title
    )


def _links(store: Store, record: Record, here: Place | None, marked: str) -> Markup:
    """Where the record came from, and the ways to the marked words."""
    page = _page_at(record, here.span) if here else None
    links = [original_link(store, record, page)]
    source = outside_link(record.source, text.SOURCE_HOST)
    if source is not None and source != links[0]:
        links.append(Markup("{}{}").format(text.SOURCE, source))
    if here is not None:
        links.append(Markup('<a href="{}#{}">{}</a>').format(_address(here), marked, text.MARKED_HERE))
        links.append(Markup('<a href="{}">{}</a>').format(here.address, text.PERMANENT))
        drawn = picture_page(store, record, here.span)
        if drawn is not None:
            links.append(Markup('<a href="{}&beeld=1">{}</a>').format(_address(here), text.PICTURE.format(page=drawn)))
    return Markup('<ul class="links">{}</ul>').format(
        Markup("").join(Markup("<li>{}</li>").format(link) for link in links if link is not None)
    )


def _address(here: Place) -> str:
    """The page with the words of a place marked, as it is asked of the server."""
    return f"{record_address(here.record_id)}?plek={here.written}"


def _page_at(record: Record, span: Span) -> int | None:
    return next((one.page for one in record.sections if one.span.start <= span.start < one.span.end), None)


def _picture(store: Store, record: Record, here: Place | None) -> Markup:
    """The page of the PDF that the marked words are on; the words themselves stand beside it as text."""
    page = picture_page(store, record, here.span) if here is not None else None
    if here is None or page is None:
        return Markup('<p class="notice">{}</p>').format(text.NO_PICTURE)
    try:
        drawn = picture(store, record, here.span, page)
    except NoOriginalError as error:
        return Markup('<p class="notice">{}</p>').format(text.NO_ORIGINAL[error.fault])
    except NoPictureError:
        return Markup('<p class="notice">{}</p>').format(text.NO_PICTURE)
    marked = text.PICTURE_MARKED if drawn.marked >= _WHOLE else text.PICTURE_PARTLY
    told = text.PICTURE_ALT.format(page=drawn.page, marked=marked if drawn.marked else text.PICTURE_UNMARKED)
    return Markup(
        '<h3>{}</h3><figure class="picture"><figcaption>{} {}<q><mark>{}</mark></q></figcaption><img src="{}" alt="{}"></figure>'
    ).format(
        text.PICTURE_TITLE.format(page=drawn.page),
        told,
        text.PICTURE_WORDS,
        one_line(here.span.of(record.text)),
        picture_address(here, drawn.page),
        text.PICTURE_NAME.format(page=drawn.page),  # what it shows is told in the caption
    )


def _contents(record: Record, mark: Span | None) -> tuple[dict[int, str], Markup, str]:
    """The ids of blocks by where they start, the list of topics with links to those, and the id of the one with the mark."""
    laid = blocks(record)
    anchors: dict[int, str] = {}
    items = []
    for n, topic in enumerate(record.topics, 1):
        section = next(one for one in record.sections if one.topic == topic)
        start = _start_of(laid, section.span.start)
        name = anchors.setdefault(start, f"verslag-onderwerp-{n}") if start is not None else ""
        page = Markup(' <span class="small">{}</span>').format(web_text.page(section.page)) if section.page else ""
        items.append(Markup('<li><a href="{}#{}">{}</a>{}</li>').format(record_address(record.id), name, topic, page))
    marked = ""
    start = _block_at(laid, mark.start) if mark is not None else None
    if start is not None:
        marked = anchors.setdefault(start, _MARKED)
    listed = Markup(
        '<nav class="topics" aria-labelledby="verslag-onderwerpen"><h3 id="verslag-onderwerpen">{}</h3><ol>{}</ol></nav>'
    )
    topics = listed.format(text.TOPICS, Markup("").join(items)) if len(items) > 1 else Markup("")
    return anchors, topics, marked


def _start_of(laid: Sequence[Block], start: int) -> int | None:
    """Where the heading of a section starts: the block just before it when that is one, or else its first block."""
    at = next((n for n, block in enumerate(laid) if block.lines[-1].end > start), None)
    if at is None:
        return None
    headed = at > 0 and laid[at - 1].kind == "heading"
    return laid[at - 1 if headed else at].lines[0].start


def _block_at(laid: Sequence[Block], start: int) -> int | None:
    """Where the block starts in which some words begin."""
    return next((block.lines[0].start for block in laid if block.lines[-1].end > start), None)


def _entries(store: Store, record: Record) -> Markup:
    """What the record decided, promised and announced, each with the link to its words."""
    entries = [entry for entry in entries_of(store, record.id) if entry.kind in text.ENTRIES]
    if not entries:
        return Markup("")
    items = Markup("").join(
        Markup(
            '<li><span class="tag">{}</span> <q>{}</q> <a class="cite place" href="{}" data-turn="">{}</a></li>'
        ).format(
            text.ENTRIES[entry.kind],
            one_line(entry.span.of(record.text)),
            place_at(record.id, entry.span, entry.span.of(record.text)).address,
            text.in_text(entry.topic, entry.page),
        )
        for entry in entries
    )
    more = Markup('<p class="small">{}<a href="/toezeggingen">{}</a>.</p>').format(text.LEDGER_MORE, web_text.LEDGER)
    return Markup('<details class="entries"><summary>{}</summary><ul>{}</ul>{}</details>').format(
        text.entries_title(len(entries)), items, more
    )


def _beside(record: Record, every: Sequence[Listed]) -> Markup:
    """The ways to the meetings before and after this one, and to other records of the same meeting."""
    days = set(record.dates)
    same = [one for one in every if one.id != record.id and days.intersection(one.dates)]
    main = [one for one in every if one.dates and one.preferred is None]
    before = [one for one in main if days and one.dates[0] < min(days)][-1:]
    after = [one for one in main if days and one.dates[0] > max(days)][:1]
    ways = [(text.SAME_MEETING, same), (text.BEFORE, before), (text.AFTER, after)]
    items = Markup("").join(
        Markup('<li>{}<a href="{}">{}</a></li>').format(label, record_address(one.id), one.title)
        for label, found in ways
        for one in found
    )
    back = Markup('<p><a href="/verslagen">{}</a></p>').format(text.BACK_TO_LIST)
    if not items:
        return back
    return Markup(
        '<nav class="beside" aria-labelledby="verslag-andere"><h3 id="verslag-andere">{}</h3><ul>{}</ul></nav>{}'
    ).format(text.BESIDE, items, back)
