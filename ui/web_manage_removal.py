"""The page that asks whether a record or a file is to go, and says what goes with it and what stays."""

from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlencode

from markupsafe import Markup

from index.records import Record
from ui import web_text_manage as text
from ui.manage import shown_name
from ui.manage_erase import Erasure
from ui.web_manage_jobs_html import FILE, LOST, PATH, RECORD, REMOVE, days, told_without
from ui.web_place import record_address


def remove_record_html(going: Erasure) -> Markup:
    """Asks whether a record is to go, and says what goes with it."""
    record = going.record
    what = Markup('<a href="{}">{}</a> ({})').format(record_address(record.id), record.title, days(record.dates))
    goes = [text.GOES_INDEX, *(text.goes_file(shown_name(str(path))) for path in going.files), text.GOES_RUNS]
    stays = [text.stays_shared(shown_name(str(path))) for path in going.shared]
    stays += [text.stays_elsewhere(shown_name(place)) for place in going.elsewhere]
    links = Markup("").join(
        Markup('<p><a href="{}?{}">{}</a></p>').format(
            REMOVE, urlencode({FILE: path.name}), text.remove_this(shown_name(str(path)))
        )
        for path in going.shared
    )
    return _sure(text.REMOVE_RECORD, text.SURE_RECORD, what, goes, stays, RECORD, record.id, links)


def remove_file_html(path: Path, name: str, records: Sequence[Record]) -> Markup:
    """Asks whether a file is to go, and says what goes with it."""
    goes = [text.goes_file(shown_name(str(path))), *(text.goes_record(record.title) for record in records)]
    what = Markup("{}").format(shown_name(str(path)))
    return _sure(text.REMOVE_FILE, text.SURE_FILE, what, goes + ([text.GOES_RUNS] if records else []), [], FILE, name)


def _sure(
    title: str,
    question: str,
    what: Markup,
    goes: Sequence[str],
    stays: Sequence[str],
    field: str,
    value: str,
    links: Markup | str = "",
) -> Markup:
    listed = [
        Markup("").join(Markup("<li>{}.</li>").format(one) for one in some)
        for some in (goes, [*stays, text.STAYS_ANSWERS, text.STAYS_FACTS])
    ]
    return Markup(
        '<section class="room manage" {}><h2 tabindex="-1">{}</h2><p>{}</p><p><strong>{}</strong></p>'
        "<h3>{}</h3><ul>{}</ul>"
        '<h3>{}</h3><ul>{}</ul>{}<p class="notice">{}</p><form class="sure" method="post" action="{}">'
        '<input type="hidden" name="{}" value="{}"><p class="wrong notice" role="alert" hidden></p>{}'
        '<button type="submit" class="gone">{}</button> '
        '<a class="button" href="{}">{}</a></form></section>'
    ).format(
        told_without(),
        title,
        question,
        what,
        text.GOES.rstrip(":"),
        listed[0],
        text.STAYS.rstrip(":"),
        listed[1],
        links,
        text.NO_WAY_BACK,
        REMOVE,
        field,
        value,
        LOST,
        text.FOR_GOOD,
        PATH,
        text.KEEP,
    )
