"""`lovp backup` and `lovp restore`: everything in one file, and back."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.plain import plain_line
from index.settings import Settings
from ui.cli_output import dumped, progress_bar

if TYPE_CHECKING:
    from index.backup import Kept
    from index.backup_manifest import Manifest

SKIPPED = 3  # exit code: files could not go in
_RESTORING = "terugzetten"  # in the home folder, while a backup is put back
_SHOWN = 5  # names that are told; the rest is counted
_NAMES = {  # of a count: for one, and for more
    "records": ("verslag", "verslagen"),
    "passages": ("passage", "passages"),
    "feedback": ("beoordeling", "beoordelingen"),
    "slack": ("vraag uit Slack", "vragen uit Slack"),
    "users": ("gebruiker", "gebruikers"),
    "added": ("toegevoegd bestand", "toegevoegde bestanden"),
    "runs": ("meting", "metingen"),
}


def backup_arguments(options: Any) -> None:
    """The arguments of `lovp backup`."""
    options.add_argument("file", type=Path, metavar="BESTAND", help="waar de reservekopie komt, bijvoorbeeld lovp.zip")
    options.add_argument("--force", action="store_true", help="vervang het bestand als het er al is")
    options.add_argument("--json", action="store_true", help="toon de uitkomst als JSON")


def restore_arguments(options: Any) -> None:
    """The arguments of `lovp restore`."""
    options.add_argument("file", type=Path, metavar="BESTAND", help="de reservekopie")
    options.add_argument("--check", action="store_true", help="kijk de reservekopie alleen na")
    options.add_argument("--force", action="store_true", help="ook als er al gegevens staan; die worden gewist")
    options.add_argument("--json", action="store_true", help="toon de uitkomst als JSON")


def make_backup(settings: Settings, options: argparse.Namespace) -> int:
    """Makes a backup of the home folder; the exit code."""
    from index.backup import back_up

    with progress_bar() as progress:
        kept = back_up(settings.home, options.file, force=options.force, progress=progress)
    if options.json:
        print(
            dumped(
                {"file": str(kept.file), "bytes": kept.size, **_told(kept.manifest)}
                | {"left_out": [{"path": path, "reason": reason} for path, reason in kept.left_out]}
                | {"changed": list(kept.unlike), "unknown": list(kept.unknown)}
            )
        )
    else:
        print(_made(kept))
    return SKIPPED if kept.left_out else 0


def restore_backup(settings: Settings, options: argparse.Namespace) -> int:
    """Puts a backup back, or only goes over it; the exit code."""
    from index.backup_restore import check, restore

    if options.check:
        with progress_bar() as progress:
            manifest = check(options.file, progress)
        print(dumped(_told(manifest)) if options.json else f"De reservekopie is heel: {_holds(manifest)}.")
        return 0
    with progress_bar() as progress:
        found = restore(settings.home, options.file, force=options.force, progress=progress)
        notes = [*_chroma_made(settings, progress), *_unfit(settings)]
    if options.json:
        print(dumped({**_told(found.manifest), "returned": list(found.returned), "notes": notes}))
        return 0
    print(f"Teruggezet in {settings.home}: {_holds(found.manifest)}.")
    if found.returned:
        print(
            f"Let op, dit stond er net niet en nu weer wel: {_counted(len(found.returned), 'records')} "
            f"({_some(found.returned)}). Wat weg moest blijven, verwijdert u opnieuw met: lovp records remove ID"
        )
    for note in notes:
        print(note)
    return 0


def finish_restore(settings: Settings) -> None:
    """Finishes what a restore that was killed began; costs nothing when there is nothing to finish."""
    if not (settings.home / _RESTORING).is_dir():
        return
    from index.backup_restore import finish

    if finish(settings.home):
        print("De reservekopie die half was teruggezet, is nu helemaal teruggezet.", file=sys.stderr)


def _chroma_made(settings: Settings, progress: Any) -> list[str]:
    """Makes the search index from the records that came back; until then exact search gives the same answers."""
    from contextlib import closing

    from index.chroma_address import address_in
    from index.chroma_collections import drop_older
    from index.errors import UserError
    from index.ingest import refresh_chroma, writing
    from index.search import store_path
    from index.store import Store

    if not store_path(settings.home).is_file():
        return []
    server = address_in(settings)
    try:
        with closing(Store(store_path(settings.home))) as store, writing(settings.home):
            refresh_chroma(settings.home, store, progress, server=server)
            if server is not None:
                drop_older(server, store)  # what was there before is gone here too
    except UserError:
        return [
            "De zoekindex (Chroma) kon nog niet worden gemaakt; tot dan wordt exact gezocht. Maak hem met: lovp doctor --repair"
        ]
    return []


def _unfit(settings: Settings) -> list[str]:
    """What is to be done before questions can be asked (Dutch), when the encoder of now is another."""
    from index.errors import UserError
    from index.search import open_index, store_path

    if not store_path(settings.home).is_file():
        return []
    try:
        open_index(settings).close()
    except UserError as error:
        return [str(error)]
    return []


def _told(manifest: "Manifest") -> dict[str, Any]:
    return {"created": manifest.created.isoformat(), "program": manifest.program, **manifest.counts}


def _made(kept: "Kept") -> str:
    size = f"{max(1, round(kept.size / 1_000_000))} MB"
    lines = [f"Reservekopie gemaakt en nagelezen: {kept.file} ({size}) met {_holds(kept.manifest)}."]
    lines += [f"Niet meegekomen: {plain_line(path)} ({reason})." for path, reason in kept.left_out]
    if kept.unlike:
        lines.append(f"Niet meer zoals ze zijn ingelezen, of weg: {_some(kept.unlike)}.")
    if kept.unknown:
        lines.append(f"In de map staat ook iets dat niet van lovp is, en niet is meegekomen: {_some(kept.unknown)}.")
    lines.append(
        "In dit bestand staan persoonsgegevens en wachtwoord-hashes. Bewaar het versleuteld, op een andere plek."
    )
    return "\n".join(lines)


def _holds(manifest: "Manifest") -> str:
    """What a backup holds, and of when."""
    counts = [_counted(number, name) for name, number in manifest.counts.items() if number]
    made = manifest.created.astimezone()
    return f"{', '.join(counts) or 'geen verslagen'}; gemaakt op {made:%d-%m-%Y} om {made:%H:%M} uur"


def _counted(number: int, name: str) -> str:
    return f"{number} {_NAMES[name][number != 1]}"


def _some(names: tuple[str, ...]) -> str:
    more = len(names) - _SHOWN
    shown = ", ".join(map(plain_line, names[:_SHOWN]))
    return f"{shown} en nog {more}" if more > 0 else shown
