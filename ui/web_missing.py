"""What isn't there: meetings without a record, thin years, records that are not wholly sure, and files that were skipped."""

import threading
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass

from markupsafe import Markup

from index.gaps import Gap, gaps
from index.sqlite_record_list import listed_records
from index.store import Store
from ui import web_text_records as text
from ui.web_desk import Desk
from ui.web_html import one_line
from ui.web_pages import Asked, Draw, Page
from ui.web_place import place_at, record_address
from ui.web_records import PATH

MOST = 1_000  # records; every sentence of each is read, some 2 seconds of the processor for a million characters
_PATIENCE = 4.0  # seconds that a page waits for it


@dataclass(frozen=True, slots=True)
class Told:
    """A gap with the literal words that tell of it and the link to those, "" when no sentence tells; `title` is of its record."""

    gap: Gap
    quote: str
    address: str
    title: str


class Gaps:
    """Holds what the records lack, for one version of the store: told anew in the background when the records have changed."""

    def __init__(self, store: Store) -> None:
        """Reads nothing yet."""
        self._store = store
        self._lock = threading.Lock()
        self._work: tuple[int, Future[tuple[Told, ...]]] | None = None

    def now(self, patience: float = _PATIENCE) -> tuple[Told, ...] | None:
        """What the records lack; None when that isn't known within `patience` seconds."""
        version = self._store.version
        with self._lock:
            if self._work is None or (self._work[0] != version and self._work[1].done()):
                self._work = version, Future()
                threading.Thread(target=self._find, args=(self._work[1],), daemon=True).start()
            made, work = self._work
        try:
            found = work.result(patience)
        except TimeoutError:
            return None
        return found if made == version else None

    def _find(self, work: "Future[tuple[Told, ...]]") -> None:
        try:
            work.set_result(told(self._store))
        except BaseException as error:  # whoever waits for it must hear
            work.set_exception(error)


def told(store: Store) -> tuple[Told, ...]:
    """What the records of a store lack, by date; the files that were skipped left out."""
    records = store.records()
    by_id = {record.id: record for record in records}
    found = []
    for gap in gaps(records):
        record = by_id.get(gap.record_id or "")
        quote = address = ""
        if record is not None and gap.quote is not None:
            quote = gap.quote.of(record.text)
            address = place_at(record.id, gap.quote, quote).address
        elif record is not None:
            address = record_address(record.id)
        found.append(Told(gap, quote, address, text.read_record(record.dates[0] if record and record.dates else None)))
    return tuple(found)


def missing_page(desk: Desk) -> Draw:
    """Draws what isn't there; of skipped files only how many, as a name may tell what is not for everyone."""
    kept = Gaps(desk.index.store)

    def draw(asked: Asked) -> Page:
        if len(listed_records(desk.index.store)) > MOST:
            found = _notice(text.MISSING_TOO_MANY.format(most=text.number(MOST)))
        else:
            known = kept.now()
            found = _notice(text.MISSING_BUSY) if known is None else _groups(known)
        skipped = desk.index.store.catalogue().skipped()
        if skipped:
            found += Markup("<h3>{}</h3><p>{} {}</p>").format(
                text.SKIPPED, text.skipped(len(skipped)), text.SKIPPED_WHO
            )
        body = Markup(
            '<section class="room listing"><h2 tabindex="-1">{}</h2><p class="lead">{}</p>{}<p><a href="{}">{}</a></p></section>'
        ).format(text.MISSING, text.MISSING_LEAD, found, PATH, text.BACK_TO_LIST)
        return Page(text.MISSING, body)

    return draw


def _groups(found: Sequence[Told]) -> Markup:
    if not found:
        return _notice(text.MISSING_NONE)
    parts = []
    for kinds, title in text.GAPS:
        of_kind = [one for one in found if one.gap.kind in kinds]
        if of_kind:
            items = Markup("").join(map(_item, of_kind))
            parts.append(Markup('<h3>{}</h3><ul class="gaps">{}</ul>').format(title, items))
    return Markup("").join(parts)


def _item(one: Told) -> Markup:
    if one.quote:
        told_by = Markup('<p><q>{}</q> <a class="cite place" href="{}" data-turn="">{}</a></p>').format(
            one_line(one.quote), one.address, one.title
        )
    elif one.address:
        told_by = Markup('<p><a href="{}">{}</a></p>').format(one.address, text.READ_RECORD)
    else:
        told_by = Markup("")
    return Markup("<li><p>{}</p>{}</li>").format(one.gap.text, told_by)


def _notice(words: str) -> Markup:
    return Markup('<p class="notice">{}</p>').format(words)
