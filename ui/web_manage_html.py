"""The page on which records are managed: what can be added, what happens, what there is, and how it goes away.

Everything works without a script. What changes by itself stands in one part, which the script fetches again (the part "stand");
the form above it keeps what was chosen in it.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

from markupsafe import Markup

from index.dates import written
from index.records import Record
from index.search import Index
from ui import web_text_manage as text
from ui.jobs import Standing
from ui.manage import shown_name
from ui.uploads import READ, folder_at, lies_here, read_mark
from ui.web_manage_jobs_html import (
    ADD,
    FILE,
    LOST,
    MAKE_AGAIN,
    PATH,
    READ_AGAIN,
    RECORD,
    REMOVE,
    TASK,
    busy_html,
    days,
    ended_html,
    latest,
    table_html,
    told_without,
)
from ui.web_manage_upload import FILES, MOST_FILES, REPLACE
from ui.web_place import record_address

_SHOWN = 200  # records in the list at once
_EMPTY = Markup("")


@dataclass(frozen=True, slots=True)
class Held:
    """What there is to manage: records with how many passages each has, and files that were skipped, with the reason.

    Of a skipped file `mine` is the name by which it can be removed, "" when it lies elsewhere.
    """

    records: tuple[tuple[Record, int], ...]
    skipped: tuple[tuple[str, str, str], ...]  # name, reason, mine
    unread: bool
    files: Mapping[str, str] = field(default_factory=dict)  # by record id, where another has the same title and days


def held(index: Index, standing: Standing) -> Held:
    """What there is now."""
    folder = folder_at(index.home)
    counts = index.store.passage_counts()
    records = tuple((record, counts.get(record.id, 0)) for record in reversed(index.store.records()))
    alike = Counter((record.title, record.dates) for record, _ in records)
    twins = [record.id for record, _ in records if alike[record.title, record.dates] > 1]
    places = index.store.catalogue().places
    files = {one: ", ".join(dict.fromkeys(map(shown_name, places(one)))) for one in twins}
    skipped = []
    for place, reason in index.store.catalogue().skipped():
        path = lies_here(folder, place)
        skipped.append((shown_name(place), reason, str(path.relative_to(folder)) if path else ""))
    busy = standing.running is not None or bool(standing.waiting)
    return Held(records, tuple(skipped), bool(read_mark(folder)) and not busy, files)


def manage_html(there: Held, standing: Standing, sought: str, megabytes: int) -> Markup:
    """The whole page."""
    return Markup(
        '<section class="room manage" data-task="{}" data-page="{}" data-sought="{}" data-latest="{}" {}>'
        '<h2 tabindex="-1">{}</h2><p class="lead">{}</p><h3>{}</h3>{}<h3 id="taken" tabindex="-1">{}</h3>{}{}'
        '<div class="stand">{}</div></section>'
    ).format(
        TASK,
        PATH,
        sought,
        latest(standing),
        told_without(),
        text.TITLE,
        text.ABOUT,
        text.ADD,
        _upload(megabytes),
        text.NOW,
        LOST,
        busy_html(standing),
        stand_html(there, standing, sought),
    )


def _upload(megabytes: int) -> Markup:
    return Markup(
        '<form class="upload" method="post" action="{}" enctype="multipart/form-data" data-sending="{}" '
        'data-failed="{}" data-none="{}" data-chosen="{}" '
        'data-most="{}" data-bytes="{}" data-many="{}" data-large="{}"><div class="drop"><label for="beheer-bestanden">{}</label>'
        '<input type="file" id="beheer-bestanden" name="{}" multiple required accept="{}" aria-describedby="beheer-mag">'
        '<p class="chosen" role="status" hidden>{}</p>'
        '<p class="small" id="beheer-mag">{} <span class="drag" hidden>{}</span></p></div>'
        '<div class="tick"><input type="checkbox" id="beheer-vervang" name="{}" value="ja" aria-describedby="beheer-hoe">'
        '<label for="beheer-vervang">{}</label></div><p class="small" id="beheer-hoe">{}</p>'
        '<p class="wrong notice" role="alert" hidden></p>'
        '<button type="submit" class="first">{}</button></form>'
    ).format(
        ADD,
        text.SENDING,
        text.SEND_FAILED,
        text.CHOSEN_NONE,
        text.CHOSEN,
        MOST_FILES,
        megabytes << 20,
        text.too_many(MOST_FILES),
        text.too_large(megabytes),
        text.FILES,
        FILES,
        ",".join(sorted(READ)),
        text.NOTHING_CHOSEN,
        text.limits(READ, megabytes, MOST_FILES),
        text.DRAG,
        REPLACE,
        text.REPLACE,
        text.REPLACE_HOW,
        text.SEND,
    )


def stand_html(there: Held, standing: Standing, sought: str) -> Markup:
    """What changes when a job ends."""
    unread = (
        Markup('<div class="notice"><p>{}</p>{}</div>').format(text.UNREAD, _button(READ_AGAIN, text.READ_AGAIN))
        if there.unread
        else _EMPTY
    )
    trouble = Markup('<p class="notice">{}</p>').format(standing.trouble) if standing.trouble else _EMPTY
    return Markup("").join(
        [trouble, unread, ended_html(standing.ended), _records(there, sought), _skipped(there), _upkeep()]
    )


def _button(action: str, words: str) -> Markup:
    return Markup(
        '<form method="post" action="{}"><p class="wrong notice" role="alert" hidden></p>'
        '<button type="submit">{}</button></form>'
    ).format(action, words)


def _records(there: Held, sought: str) -> Markup:
    total = text.holding(len(there.records), sum(passages for _, passages in there.records))
    wanted = [(record, count) for record, count in there.records if _fits(record, sought)]
    rows = Markup("").join(
        Markup(
            '<tr><th scope="row"><a href="{}">{}</a>{}</th><td data-head="{}">{}</td>'
            '<td data-head="{}">{}</td>'
            '<td><a class="button" href="{}?{}" aria-label="{}">{}</a></td></tr>'
        ).format(
            record_address(record.id),
            record.title,
            Markup('<br><span class="small">{}</span>').format(there.files[record.id])
            if record.id in there.files
            else "",
            text.MEETING,
            days(record.dates),
            text.PASSAGES,
            count,
            REMOVE,
            urlencode({RECORD: record.id}),
            text.remove_this(" ".join(filter(None, (record.title, there.files.get(record.id))))),
            text.REMOVE,
        )
        for record, count in wanted[:_SHOWN]
    )
    search = Markup(
        '<form class="filter" method="get" action="{}" role="search"><div><label for="beheer-zoek">{}</label>'
        '<input id="beheer-zoek" name="zoek" value="{}" maxlength="100"></div><div class="actions">'
        '<button type="submit">{}</button>{}</div></form>'
    ).format(
        PATH,
        text.SEARCH,
        sought,
        text.SEARCH_DO,
        Markup('<a class="button" href="{}">{}</a>').format(PATH, text.SEARCH_ALL) if sought else "",
    )
    if wanted:
        table = table_html(text.RECORDS, (text.RECORD, text.MEETING, text.PASSAGES, text.ACTION), rows)
    else:
        table = Markup("<p>{}</p>").format(text.NONE_FOUND if there.records else text.NO_RECORDS)
    more = Markup('<p class="small">{}</p>').format(text.more(_SHOWN, len(wanted))) if len(wanted) > _SHOWN else _EMPTY
    found = Markup('<p tabindex="-1" data-focus="">{}</p>').format(text.found(len(wanted))) if sought else _EMPTY
    return Markup("<h3>{}</h3><p>{}</p>{}{}{}{}").format(text.RECORDS, total, search, found, table, more)


def _fits(record: Record, sought: str) -> bool:
    words = f"{record.title} {' '.join(f'{day.isoformat()} {written(day)}' for day in record.dates)}".casefold()
    return all(word in words for word in sought.casefold().split())


def _skipped(there: Held) -> Markup:
    if not there.skipped:
        return Markup("<h3>{}</h3><p>{}</p>").format(text.SKIPPED, text.NONE_SKIPPED)
    rows = Markup("").join(
        Markup('<tr><th scope="row">{}</th><td>{}</td><td>{}</td></tr>').format(
            name,
            reason,
            Markup('<a class="button" href="{}?{}" aria-label="{}">{}</a>').format(
                REMOVE, urlencode({FILE: mine}), text.remove_this(name), text.REMOVE
            )
            if mine
            else text.ELSEWHERE,
        )
        for name, reason, mine in there.skipped
    )
    return Markup("<h3>{}</h3>{}").format(
        text.SKIPPED, table_html(text.SKIPPED, (text.FILE, text.REASON, text.ACTION), rows)
    )


def _upkeep() -> Markup:
    return Markup('<h3>{}</h3><div class="upkeep"><div><p>{}</p>{}</div><div><p>{}</p>{}</div></div>').format(
        text.UPKEEP,
        text.READ_AGAIN_HOW,
        _button(READ_AGAIN, text.READ_AGAIN),
        text.MAKE_AGAIN_HOW,
        _button(MAKE_AGAIN, text.MAKE_AGAIN),
    )
