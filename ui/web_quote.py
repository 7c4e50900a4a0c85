"""Words of a record on a page, to the letter, with the link to where they stand; and the days that are asked for."""

from collections.abc import Sequence
from datetime import date
from urllib.parse import urlencode

from markupsafe import Markup

from assistant.phrases_meetings import no_date
from index.errors import UsageError
from index.records import EVERYTHING, Scope, Span
from ui import web_text_rooms
from ui.cli_scope import scope_from_json
from ui.web_fields import FieldError
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
        FieldError: one of them is no date, or the first comes after the last.
    """
    scope = Scope(_edge(asked, "van", first=True), _edge(asked, "tot", first=False))
    if scope.since and scope.until and scope.since > scope.until:
        raise FieldError(web_text_rooms.WRONG_WAY_ROUND, "van", "tot")
    return EVERYTHING if scope == EVERYTHING else scope


def _edge(asked: Asked, name: str, *, first: bool) -> date | None:
    text = asked.get(name)
    if not text:
        return None
    try:
        scope = scope_from_json({"since": text, "until": text})
    except UsageError:
        scope = None
    if scope is None:
        raise FieldError(no_date(text), name)
    return scope.since if first else scope.until


def linked_topics(title: str, topics: Sequence[str]) -> Markup:
    """Topics as links to their timelines, under a heading."""
    items = Markup("").join(
        Markup('<li><a href="/tijdlijn?{}">{}</a></li>').format(urlencode({"onderwerp": topic}), topic)
        for topic in topics
    )
    return Markup('<h3>{}</h3><ul class="at-hand">{}</ul>').format(title, items) if topics else Markup("")
