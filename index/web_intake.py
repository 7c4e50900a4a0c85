"""Web pages into the index: fetched one after the other, read like files, known by one address each."""

from collections import deque
from collections.abc import Sequence
from dataclasses import asdict, replace
from json import dumps, loads

from index.child import Child
from index.intake import Intake, Outcome, Skipped
from index.progress import Progress, silent
from index.reading import Job, Reading
from index.sources import SourceKind, links, public_sources
from index.web import Web
from index.web_address import FetchError, GoneError, canonical
from index.web_page import Page, Stamp, Unchanged, page_file


def read_pages(
    intake: Intake, addresses: Sequence[str], web: Web, *, prune: bool = False, progress: Progress = silent
) -> list[Outcome]:
    """Takes in pages and documents; an overview that `sources.toml` names is followed to the records it links to.

    Args:
        intake: takes them in; the caller flushes it.
        addresses: web addresses.
        web: who fetches them.
        prune: forget a page that the site says is gone.
        progress: told how far it is.

    Returns:
        What became of each page, overviews left out.
    """
    overviews = {canonical(source.url) for source in public_sources() if source.kind is SourceKind.OVERVIEW}
    waiting, seen = deque(addresses), set()
    outcomes: list[Outcome] = []
    child = Child()
    try:
        while waiting:
            address = waiting.popleft()
            key = ""
            try:
                key = canonical(address)
                if key in seen:
                    continue
                seen.add(key)
                if key in overviews:
                    page = web.fetch(address)
                    waiting += [link.url for link in links(page.data, page.stamp.url)] if isinstance(page, Page) else []
                else:
                    outcomes += _read_page(intake, web, child, address, key)
            except GoneError as error:
                outcomes += [] if prune and intake.forget_page(key) else [intake.skip(key, str(error))]
            except FetchError as error:
                outcomes.append(intake.skip(key, str(error)) if key else Skipped(address, str(error)))
            progress("Webpagina's lezen", len(seen), len(seen) + len(waiting))
    finally:
        child.close()
    return outcomes


def _read_page(intake: Intake, web: Web, child: Child, address: str, key: str) -> list[Outcome]:
    kept = intake.stamp(key)
    found = web.fetch(address, Stamp(**loads(kept)) if kept else None)
    if isinstance(found, Unchanged):
        return intake.unchanged(key, found.stamp.sha256) or []
    with page_file(found) as path:
        readings = [_from_page(found, reading) for reading in child.read(Job(str(path), found.stem))]
    return intake.take(key, found.stamp.sha256, readings, dumps(asdict(found.stamp)))


def _from_page(page: Page, reading: Reading) -> Reading:
    """The reading with the page as its source, where a reader can open it."""
    return (
        reading if reading.record is None else replace(reading, record=replace(reading.record, source=page.stamp.url))
    )
