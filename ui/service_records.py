"""Records for programs: listed, described, read a stretch at a time, and what is missing among them.

Where files lie on this machine is told nowhere.
"""

from pathlib import PurePath

from index.errors import UsageError
from index.gaps import gaps
from index.records import Record, Span
from index.web_address import is_address
from ui import render_records, web_text_api
from ui import service_types_records as shapes
from ui.service import Service, linked
from ui.web_place import record_address

WINDOW_CHARS = 20_000  # of a record in one call: some ten pages


class NoRecordError(UsageError):
    """There is no record with this id; the message is Dutch and says where the ids are."""


def records(service: Service) -> list[shapes.Listed]:
    """All records, by date."""
    counts = service.index.store.passage_counts()
    return [
        shapes.Listed.model_validate(
            render_records.record_json(record, counts.get(record.id, 0)) | {"url": _page(service, record)}
        )
        for record in service.index.store.records()
    ]


def record(service: Service, record_id: str) -> shapes.Described:
    """A record without its text.

    Raises:
        NoRecordError: there is none.
    """
    found = _record(service, record_id)
    told = render_records.whole_record_json(found, service.index.store.passage_counts().get(found.id, 0), ())
    del told["places"], told["text"]  # where files lie is nobody's business, and the text has a window of its own
    more = {"url": _page(service, found), "characters": len(found.text), "sections": _parts(found)}
    return shapes.Described.model_validate(told | more)


def text(service: Service, record_id: str, start: int = 0, end: int | None = None) -> shapes.Text:
    """The text of a record from `start` up to `end`, which are characters as every citation counts them.

    Args:
        service: the records at hand.
        record_id: which record.
        start: 0 or more, and not behind the end of the text.
        end: at most `WINDOW_CHARS` further; so much when None, and no further than the text goes.

    Raises:
        NoRecordError: there is no such record.
        UsageError: a window that can't be.
    """
    found = _record(service, record_id)
    length = len(found.text)
    until = start + WINDOW_CHARS if end is None else end
    if start < 0 or start > length:
        raise UsageError(web_text_api.no_such_start(start, length))
    if until < start:
        raise UsageError(web_text_api.WRONG_WAY_ROUND)
    if until - start > WINDOW_CHARS:
        raise UsageError(web_text_api.too_wide(WINDOW_CHARS))
    window = Span(start, min(until, length))
    return shapes.Text(
        record_id=found.id,
        title=found.title,
        dates=list(found.dates),
        start=window.start,
        end=window.end,
        next=window.end if window.end < length else None,
        characters=length,
        text=window.of(found.text),
        sections=_parts(found, window),
        url=_page(service, found),
    )


def missing(service: Service) -> list[shapes.Gap]:
    """What is missing or not well read; of a file that couldn't be read its name, not where it lies."""
    found = service.index.store.records()
    skipped = [
        (path if is_address(path) else PurePath(path).name, reason)
        for path, reason in service.index.store.catalogue().skipped()
    ]
    told = render_records.gaps_json(gaps(found, skipped), found)
    return [shapes.Gap.model_validate(linked(service, one)) for one in told]


def _record(service: Service, record_id: str) -> Record:
    found = service.index.store.record(record_id)
    if found is None:
        raise NoRecordError(web_text_api.no_such_record(record_id))
    return found


def _parts(found: Record, window: Span | None = None) -> list[shapes.Part]:
    return [
        shapes.Part(
            topic=section.topic,
            speaker=section.speaker,
            page=section.page,
            kind=section.kind,
            start=section.span.start,
            end=section.span.end,
        )
        for section in found.sections
        if window is None or section.span.overlaps(window)
    ]


def _page(service: Service, found: Record) -> str | None:
    if service.site is not None:
        return service.site + record_address(found.id)
    return found.source if is_address(found.source) else None
