"""The list of records: newest first and by year, narrowed by period, kind and words, a hundred on a page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from urllib.parse import urlencode

from markupsafe import Markup

from index.errors import UsageError
from index.records import RecordKind
from index.sqlite_record_list import Listed, listed_records, plain_words
from ui import web_text
from ui import web_text_records as text
from ui.web_desk import Desk
from ui.web_fields import FieldError, Wrong, notice_above, tied, wrong_from
from ui.web_pages import Asked, Draw, NotFound, Page, options
from ui.web_place import record_address
from ui.web_quote import period

PATH = "/verslagen"
_A_PAGE = 100  # records
_TOPICS = 6  # of a record that are named
_NOTHING, _WELL = Markup(""), Wrong()
_ASKS = ("van", "tot", "soort", "woord", "volgorde")


@dataclass(frozen=True, slots=True)
class _Choice:
    """What is wanted of the list; `page` counts from 1."""

    since: date | None
    until: date | None
    kind: RecordKind | None
    words: tuple[str, ...]
    oldest_first: bool
    page: int

    def fits(self, one: Listed) -> bool:
        if self.kind is not None and one.kind is not self.kind:
            return False
        if (self.since or self.until) and not any(
            (self.since or day) <= day <= (self.until or day) for day in one.dates
        ):
            return False
        return all(word in one.plain for word in self.words)


def record_list(desk: Desk) -> Draw:
    """Draws the list, of what `van`, `tot`, `soort` and `woord` leave, in the order `volgorde`, the page `pagina` of it."""

    def draw(asked: Asked) -> Page:
        every = listed_records(desk.index.store)
        try:
            choice = _choice(asked)
        except UsageError as error:
            return _page(asked, wrong=wrong_from(error))
        fitting = [one for one in every if choice.fits(one)]
        pages = max(1, -(-len(fitting) // _A_PAGE))
        if choice.page > pages:
            raise NotFound(text.NO_PAGE_OF_LIST)
        shown = _ordered(fitting, choice.oldest_first)[(choice.page - 1) * _A_PAGE : choice.page * _A_PAGE]
        titles = {one.id: one.title for one in every} if any(one.preferred for one in shown) else {}
        counted = Markup('<p class="count" tabindex="-1"{}>{}</p>').format(
            Markup(' data-focus=""') if any(map(asked.get, _ASKS)) else "", text.count(len(fitting), len(every))
        )
        if shown:
            by_year = groupby(shown, key=lambda one: one.day.year if one.day else None)
            listed = Markup("").join(
                Markup('<section aria-labelledby="{}"><h3 id="{}">{}</h3><ul class="records">{}</ul></section>').format(
                    f"verslagen-jaar-{year or 0}",
                    f"verslagen-jaar-{year or 0}",
                    year or text.UNDATED,
                    Markup("").join(_item(one, titles) for one in group),
                )
                for year, group in by_year
            )
        else:
            listed = Markup('<p class="notice">{}</p>').format(text.NONE_FITS if every else text.NONE_YET)
        return _page(asked, counted + listed + _steps(asked, choice.page, pages))

    return draw


def _choice(asked: Asked) -> _Choice:
    """What was asked for.

    Raises:
        UsageError: a date, kind, order or page that is none.
    """
    scope = period(asked)
    kind, order, page = asked.get("soort"), asked.get("volgorde"), asked.get("pagina") or "1"
    if kind and kind not in [*RecordKind]:
        raise FieldError(text.NO_KIND, "soort")
    if order and order not in {text.NEWEST, text.OLDEST}:
        raise FieldError(text.NO_ORDER, "volgorde")
    if not (page.isascii() and page.isdecimal() and len(page) < 7 and int(page) > 0):
        raise NotFound(text.NO_PAGE_OF_LIST)
    words = tuple(plain_words(asked.get("woord")).split())
    return _Choice(scope.since, scope.until, RecordKind(kind) if kind else None, words, order == text.OLDEST, int(page))


def _ordered(found: Sequence[Listed], oldest_first: bool) -> list[Listed]:
    """By date; of one meeting the better record first, and those without a date last, whichever way."""
    dated = [one for one in found if one.dates]
    if not oldest_first:
        dated.sort(key=lambda one: one.dates[0], reverse=True)  # a stable sort: those of one day stay in order
    return [*dated, *(one for one in found if not one.dates)]


def _page(asked: Asked, below: Markup = _NOTHING, wrong: Wrong = _WELL) -> Page:
    body = Markup(
        '<section class="room listing"><h2 tabindex="-1">{}</h2><p class="lead">{}</p>{}{}<p><a href="{}">{}</a></p>{}</section>'
    ).format(
        web_text.RECORDS,
        text.LIST_LEAD,
        notice_above(wrong, "verslagen"),
        _form(asked, wrong),
        f"{PATH}/ontbreekt",
        text.MISSING,
        below,
    )
    return Page(web_text.RECORDS, body, 400 if wrong.told else 200)


def _form(asked: Asked, wrong: Wrong) -> Markup:
    field = Markup(
        '<div class="{}"><label for="verslagen-{}">{}</label>'
        '<input id="verslagen-{}" name="{}" value="{}" autocomplete="off"{}></div>'
    )
    choose = Markup('<div><label for="verslagen-{}">{}</label><select id="verslagen-{}" name="{}"{}>{}</select></div>')

    def filled(name: str, label: str, kind: str, described: str = "") -> Markup:
        return field.format(kind, name, label, name, name, asked.get(name), tied(wrong, "verslagen", name, described))

    def chosen_of(name: str, label: str, choices: Sequence[tuple[str, str]]) -> Markup:
        return choose.format(name, label, name, name, tied(wrong, "verslagen", name), options(choices, asked.get(name)))

    fields = [
        filled("van", text.SINCE, "day", "verslagen-periode"),
        filled("tot", text.UNTIL, "day", "verslagen-periode"),
        chosen_of("soort", text.KIND, text.kinds()),
        chosen_of("volgorde", text.ORDER, text.ORDERS),
        filled("woord", text.WORDS, "word"),
    ]
    chosen = any(map(asked.get, _ASKS))
    again = Markup('<a class="button" href="{}">{}</a>').format(PATH, text.ALL_AGAIN) if chosen else Markup("")
    return Markup(
        '<form class="filter" method="get" action="{}">{}<div class="actions"><button type="submit" class="first">{}</button>{}'
        '</div><p class="small" id="verslagen-periode">{}</p></form>'
    ).format(PATH, Markup("").join(fields), text.SHOW, again, text.PERIOD_EXAMPLE)


def _item(one: Listed, titles: dict[str, str]) -> Markup:
    tags = [text.TAGS[kind] for kind in dict.fromkeys(note.kind for note in one.notes) if kind in text.TAGS]
    tagged = Markup("").join(Markup(' <span class="tag">{}</span>').format(tag) for tag in tags)
    behind = Markup("")
    if one.preferred in titles:
        behind = Markup('<p class="small">{}<a href="{}">{}</a></p>').format(
            text.STANDS_BEHIND.format(relation=one.relation), record_address(one.preferred or ""), titles[one.preferred]
        )
    return Markup(
        '<li><p class="when">{}</p><div><p><a href="{}">{}</a>{}</p><p class="small">{} · {}</p>{}</div></li>'
    ).format(
        text.days(one.dates),
        record_address(one.id),
        one.title,
        tagged,
        web_text.KINDS[one.kind],
        text.topics_in_short(one.topics, _TOPICS),
        behind,
    )


def _steps(asked: Asked, page: int, pages: int) -> Markup:
    """The ways to the pages of the list before and behind this one; nothing when there is one."""
    if pages == 1:
        return Markup("")
    kept = {name: asked.get(name) for name in _ASKS if asked.get(name)}

    def way(to: int, label: str) -> Markup:
        if not 1 <= to <= pages:
            return Markup("")
        return Markup('<a class="button" href="{}">{}</a>').format(
            f"{PATH}?{urlencode({**kept, 'pagina': str(to)})}", label
        )

    return Markup('<nav class="pages" aria-label="{}">{}<span>{}</span>{}</nav>').format(
        text.PAGES, way(page - 1, text.EARLIER_PAGE), text.page_of_list(page, pages), way(page + 1, text.LATER_PAGE)
    )
