"""Two meetings side by side: which topics go on, which are new and which don't come back, each with literal words."""

from collections.abc import Sequence
from datetime import date

from markupsafe import Markup

from assistant.compare import Comparison, Pair, Spoken, compare
from assistant.meetings import meetings, one_meeting
from assistant.phrases_meetings import CHOOSE_TWO, FORMAL, NOTHING_SHARED, both, heading, no_date
from assistant.plain import name
from index.dates import written
from index.errors import UsageError
from index.search import Index
from ui import web_text, web_text_rooms
from ui.web_desk import Desk
from ui.web_pages import Asked, Draw, Page, options
from ui.web_plot import Band, bands_svg
from ui.web_quote import quoted

PATH = "/vergelijk"


def compare_page(desk: Desk) -> Draw:
    """Draws the comparison of the meetings of two days (eerste, tweede), each as 2019-10-28; without them only the choice."""

    def draw(asked: Asked) -> Page:
        index = desk.index
        held = meetings(index).held
        given = [asked.get("eerste"), asked.get("tweede")]
        days = [_day(text) for text in given if text]
        if len(held) < 2:
            text = web_text_rooms.ONE_MEETING if held else web_text_rooms.EMPTY
            return _page(Markup('<p class="notice">{}</p>').format(text))
        form = _form(held, given)
        if not days:
            return _page(form)
        notice = _notice(index, days)
        if notice is not None:  # told beside the form, in which it can be mended
            return _page(form + Markup('<p class="notice" tabindex="-1" data-focus="">{}</p>').format(notice))
        return _page(form + _compared(compare(index, days[0], days[1])))

    return draw


def _page(inside: Markup) -> Page:
    body = Markup('<section class="room compare"><h2 tabindex="-1">{}</h2><p class="lead">{}</p>{}</section>')
    return Page(web_text.COMPARE, body.format(web_text.COMPARE, web_text_rooms.COMPARE_ABOUT, inside))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(no_date(text)) from None


def _notice(index: Index, days: Sequence[date]) -> str | None:
    """Why these days can't be compared, in Dutch; None when they can."""
    for day in days:
        found = one_meeting(index, day, day)
        if isinstance(found, str):
            return found
    return CHOOSE_TWO if len(set(days)) < 2 else None


def _form(held: Sequence[date], given: Sequence[str]) -> Markup:
    choices = [("", web_text_rooms.CHOOSE), *((day.isoformat(), written(day)) for day in reversed(held))]
    selects = Markup("").join(
        Markup('<div><label>{}<select name="{}" required>{}</select></label></div>').format(
            label, key, options(choices, chosen)
        )
        for label, key, chosen in zip(
            (web_text_rooms.ONE_OF_TWO, web_text_rooms.OTHER_OF_TWO), ("eerste", "tweede"), given, strict=True
        )
    )
    return Markup(
        '<form class="filter" method="get" action="{}">{}<div class="actions"><button class="first">{}</button></div></form>'
    ).format(PATH, selects, web_text_rooms.DO_COMPARE)


def _compared(found: Comparison) -> Markup:
    first, second = written(found.first), written(found.second)
    continued = Markup("").join(_pair(pair, found) for pair in found.continued)
    return Markup("").join(
        [
            _figure(found),
            _group(web_text_rooms.BOTH, len(found.continued), continued or Markup("<p>{}</p>").format(NOTHING_SHARED)),
            _group(web_text_rooms.only_on(second), len(found.new), _topics(found.new)),
            _group(web_text_rooms.not_on(first, second), len(found.dropped), _topics(found.dropped)),
            Markup('<p class="small">{}</p>').format(
                f"{web_text_rooms.MATCHED} {FORMAL if found.formal else ''}".strip()
            ),
        ]
    )


def _group(title: str, amount: int, inside: Markup) -> Markup:
    return Markup("<h3>{}</h3>{}").format(
        f"{title} ({amount})", inside or Markup("<p>{}</p>").format(web_text_rooms.NO_TOPICS)
    )


def _pair(pair: Pair, found: Comparison) -> Markup:
    """A topic of both, the words of the one beside those of the other."""
    sides = Markup("").join(
        Markup('<div><p class="when">{}</p><p>{}</p></div>').format(written(day), _quote(spoken, day))
        for day, spoken in ((found.first, pair.first), (found.second, pair.second))
    )
    return Markup('<div class="pair"><h4>{}</h4><div class="sides">{}</div></div>').format(
        both(pair.first.topic, pair.second.topic), sides
    )


def _topics(spoken: Sequence[Spoken]) -> Markup:
    return Markup("").join(
        Markup('<div class="pair"><h4>{}</h4><p>{}</p></div>').format(
            f"‘{name(heading(one.topic))}’", _quote(one, one.place.passage.date)
        )
        for one in spoken
    )


def _quote(one: Spoken, day: date | None) -> Markup:
    passage = one.place.passage
    about = web_text_rooms.place(written(day) if day else passage.title, one.topic, passage.page)
    return quoted(passage.record_id, one.place.span, one.place.quote, web_text_rooms.READ, about)


def _figure(found: Comparison) -> Markup:
    """How many topics each meeting has and how many are the same: as bars of which the shared part lies under each other."""
    dropped, shared, new = len(found.dropped), len(found.continued), len(found.new)
    whole = max(dropped + shared + new, 1)
    first, second = written(found.first), written(found.second)
    title = web_text_rooms.compare_title(first, second)
    says = web_text_rooms.compare_says(dropped, shared, new)
    one = [
        Band(0, dropped / whole, "alone", str(dropped)),
        Band(dropped / whole, (dropped + shared) / whole, "same", str(shared)),
    ]
    other = [
        Band(dropped / whole, (dropped + shared) / whole, "same", str(shared)),
        Band((dropped + shared) / whole, 1, "alone", str(new)),
    ]
    rows = Markup("").join(
        Markup('<tr><th scope="row">{}</th><td class="number">{}</td></tr>').format(words, amount)
        for words, amount in (
            (web_text_rooms.BOTH, shared),
            (web_text_rooms.only_on(second), new),
            (web_text_rooms.not_on(first, second), dropped),
        )
    )
    return Markup(
        '<figure class="bands">{}<figcaption tabindex="-1" data-focus="">{}</figcaption></figure>'
        '<div class="scroll counts"><table><caption>{}</caption>'
        '<thead><tr><th scope="col">{}</th><th scope="col" class="number">{}</th></tr></thead><tbody>{}</tbody></table></div>'
    ).format(
        bands_svg("vergelijk-beeld", title, [(first, one), (second, other)]),
        says,
        web_text_rooms.COUNTED_TOPICS,
        web_text_rooms.WHERE,
        web_text_rooms.AMOUNT_OF_TOPICS,
        rows,
    )
