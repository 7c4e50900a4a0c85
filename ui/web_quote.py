"""Words of a record on a page, to the letter, with the link to where they stand; and the days that a form asks for."""

from collections.abc import Sequence
from datetime import date
from urllib.parse import urlencode

from markupsafe import Markup

from assistant.phrases_meetings import no_date
from index.errors import UsageError
from index.records import EVERYTHING, Scope, Span
from ui import web_text_rooms
from ui.cli_scope import scope_from_json
from ui.web_pages import Asked
from ui.web_place import place_at


def quoted(record_id: str, span: Span, words: str, link: str, about: str) -> Markup:
    """A quote and a link to it.

    Args:
        record_id: the record.
        span: where in its text the words stand.
        words: the words, to the letter.
        link: what the link says.
        about: what it says besides that to who hears it alone.
    """
    return Markup('<q>{}</q> <a class="cite place" href="{}" data-turn="">{}<span class="unseen">{}</span></a>').format(
        words, place_at(record_id, span, words).address, link, about
    )


def period(asked: Asked) -> Scope:
    """The meetings from the day "van" to the day "tot"; each may be a month or a year, and may be left out.

    Raises:
        UsageError: one of them is no date.
    """
    scope = Scope(_edge(asked.get("van"), first=True), _edge(asked.get("tot"), first=False))
    return EVERYTHING if scope == EVERYTHING else scope


def _edge(text: str, *, first: bool) -> date | None:
    if not text:
        return None
    try:
        scope = scope_from_json({"since": text, "until": text})
    except UsageError:
        scope = None
    if scope is None:
        raise UsageError(no_date(text))
    return scope.since if first else scope.until


def day_fields(scope: Scope, since: str, until: str) -> Markup:
    """The two fields of a period in a form, with their labels; not of the kind that a browser shows in its own language."""
    return Markup("").join(
        Markup(
            '<div class="day"><label>{}<input name="{}" value="{}" placeholder="{}" autocomplete="off"></label></div>'
        ).format(label, name, f"{day:%d-%m-%Y}" if day else "", web_text_rooms.A_DAY)
        for label, name, day in ((since, "van", scope.since), (until, "tot", scope.until))
    )


def linked_topics(title: str, topics: Sequence[str]) -> Markup:
    """Topics as links to their timelines, under a heading."""
    items = Markup("").join(
        Markup('<li><a href="/tijdlijn?{}">{}</a></li>').format(urlencode({"onderwerp": topic}), topic)
        for topic in topics
    )
    return Markup('<h3>{}</h3><ul class="at-hand">{}</ul>').format(title, items) if topics else Markup("")
