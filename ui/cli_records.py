"""The commands that read records in and show what is in: `lovp index`, `lovp watch` and `lovp records`."""

import argparse
import os
import signal
import sys
import threading
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from index.chroma_address import address_in
from index.errors import UsageError
from index.published import refuse_here
from index.settings import Settings
from ui.cli_output import dumped, progress_bar

if TYPE_CHECKING:
    from index.store import Store

SKIPPED = 3  # exit code: files were skipped


def index_files(settings: Settings, options: argparse.Namespace) -> int:
    """Reads files, folders and web pages in."""
    refuse_here(settings.published)
    from index.embedding import open_encoder
    from index.ingest import examples, index_paths
    from index.sources import public_sources
    from index.web import Web
    from index.web_address import is_address
    from ui import render_records
    from ui.switch import FactGate

    paths = [Path(place) for place in options.paths if not is_address(place)]
    paths += [examples()] if options.examples else []
    pages = [place for place in options.paths if is_address(place)]
    pages += [source.url for source in public_sources()] if options.public else []
    if not paths and not pages and not options.rebuild:
        raise UsageError("Geef een bestand of map met verslagen, of lees de voorbeelden in met: lovp index --examples")
    encoder = open_encoder(settings.encoder)
    with progress_bar() as progress, Web(private=settings.private_addresses) as web:
        gate = FactGate(settings, encoder, force=getattr(options, "force", False), progress=progress)
        summary = index_paths(
            settings.home,
            encoder,
            paths,
            pages=pages,
            web=web,
            prune=options.prune,
            rebuild=options.rebuild,
            approve=gate.approve,
            server=address_in(settings),
            progress=progress,
        )
    for line in gate.told:
        print(line, file=sys.stderr if options.json else sys.stdout)
    print(dumped(render_records.summary_json(summary)) if options.json else render_records.summary_text(summary))
    return SKIPPED if summary.skipped else 0


def watch_folders(settings: Settings, options: argparse.Namespace) -> int:
    """Follows folders until it is interrupted."""
    refuse_here(settings.published)
    from index.child import kept_open
    from index.embedding import open_encoder
    from index.files import files_under
    from index.ingest import index_paths
    from index.retention import tidying
    from index.watch import watch
    from ui import render_records

    list(files_under(options.paths))  # a path that isn't there is said at once
    encoder = open_encoder(settings.encoder)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    print(f"Volgt {', '.join(map(str, options.paths))}. Stoppen: Ctrl-C.", flush=True)

    def read() -> None:
        present = [path for path in options.paths if os.path.exists(path)]  # noqa: PTH110 - no error for an odd name
        summary = index_paths(settings.home, encoder, present, prune=True, server=address_in(settings))
        if summary.new or summary.changed or summary.removed or summary.skipped:
            print(render_records.summary_text(summary), flush=True)

    with kept_open(), tidying(settings):
        watch(options.paths, read, stop)
    print("Gestopt.", flush=True)
    return 0


def show_records(settings: Settings, options: argparse.Namespace) -> int:
    """Lists records, files that were skipped and meetings that are missing; shows or erases one record."""
    from index.search import open_store
    from ui import render_records

    if options.action and not options.id:
        raise UsageError(f"Zeg welk verslag: lovp records {options.action} ID. De id's staan in: lovp records")
    if options.action == "remove":
        refuse_here(settings.published)
    store = open_store(settings)
    try:
        if options.action is None:
            print(_listed(store, options))
            return 0
        record = store.record(options.id)
        passages = store.passage_counts().get(options.id, 0)
        places = store.catalogue().places(options.id)
    finally:
        store.close()
    if record is None:
        raise UsageError(f"Er is geen verslag met id {options.id}. De id's staan in: lovp records")
    if options.action == "remove":
        return _removed(settings, record.id)
    if options.text:
        sys.stdout.write(record.text)
    elif options.json:
        print(dumped(render_records.whole_record_json(record, passages, places)))
    else:
        print(f"{render_records.record_text(record, passages, places)}\n\n{record.text}")
    return 0


def _removed(settings: Settings, record_id: str) -> int:
    from index.ingest import writing
    from index.moved import settle_moved
    from index.search import store_path
    from index.store import Store
    from ui import render_records
    from ui.jobs_file import forget, read_kept
    from ui.manage_erase import Held, erase_record, erasure
    from ui.uploads import folder_at

    with closing(Store(store_path(settings.home), create=True)) as store, progress_bar() as progress:
        held = Held(settings.home, store, address_in(settings))
        with writing(settings.home):
            settle_moved(settings.home, store)
        going = erasure(held, record_id)
        report = erase_record(
            held, record_id, progress, lambda: read_kept(settings.home).awaited(folder_at(settings.home))[0]
        )
        forget(settings.home, report.erased)
    print(render_records.removal_text(going, report))
    return 0


def _listed(store: "Store", options: argparse.Namespace) -> str:
    from index.gaps import gaps
    from ui import render_records

    skipped = store.catalogue().skipped()
    if options.skipped:
        return dumped(render_records.skipped_json(skipped)) if options.json else render_records.skipped_text(skipped)
    records = store.records()
    if options.gaps:
        found = gaps(records, skipped)
        return (
            dumped(render_records.gaps_json(found, records))
            if options.json
            else render_records.gaps_text(found, records)
        )
    counts, links = store.passage_counts(), store.catalogue().links()
    if options.json:
        return dumped([render_records.record_json(record, counts.get(record.id, 0)) for record in records])
    return render_records.records_text(records, counts, links)


def index_examples_if_empty(settings: Settings) -> None:
    """Reads the example records into an index that has none, so that there is something to ask."""
    from index.embedding import open_encoder
    from index.ingest import examples, index_paths
    from index.search import store_path
    from index.store import Store

    if settings.published is not None:
        return
    if store_path(settings.home).is_file():
        store = Store(store_path(settings.home))
        try:
            if store.passage_counts():
                return
        finally:
            store.close()
    print("Er zijn nog geen verslagen. De voorbeeldverslagen worden ingelezen.")
    with progress_bar() as progress:
        index_paths(
            settings.home, open_encoder(settings.encoder), [examples()], server=address_in(settings), progress=progress
        )
