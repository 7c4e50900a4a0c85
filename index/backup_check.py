"""The databases of a backup, gone over before they are put back: whole, of ours, of a version that is known, and readable.

Of an older version they are brought up to date, as copies, so that nothing is lost when that fails.
"""

import logging
from contextlib import closing, suppress
from pathlib import Path

from index import schema
from index import sqlite_backup as sqlite
from index.backup_manifest import ADDED, DATABASES, FEEDBACK, SLACK, STORE, BackupError, Manifest, UnusableBackupError
from index.progress import Progress, silent
from index.sqlite_feedback import KIND as FEEDBACK_KIND
from index.sqlite_file import Kind, open_file
from index.sqlite_inbox import KIND as SLACK_KIND
from index.store import Store

_log = logging.getLogger(__name__)
_KINDS = {FEEDBACK: FEEDBACK_KIND, SLACK: SLACK_KIND}
_AHEAD = 1_000_000  # versions: those after the backup may be known to a published copy or a Chroma server
_UNUSABLE = "De reservekopie is niet te gebruiken: {name} {why}. Gebruik een andere reservekopie."
_NEWER = (
    "De reservekopie is van een nieuwere versie van lovp: {name} heeft versie {found}, en dit programma kent {known}. "
    "Werk lovp bij en probeer het opnieuw."
)


def checked_copies(manifest: Manifest, folder: Path, scratch: Path, progress: Progress = silent) -> None:
    """Goes over the databases of a backup that were written to a folder, and brings them up to date.

    Args:
        manifest: what the backup says of them.
        folder: where they lie; nobody else has them open.
        scratch: a place for a folder with empty ones of ours, to compare with.
        progress: told how far it is.

    Raises:
        UnusableBackupError: one of them can't be used, or is of a newer version.
    """
    scratch.mkdir(mode=0o700)
    names = [name for name in DATABASES if manifest.of(name)]
    for done, name in enumerate(names, 1):
        progress("Databases nakijken", done - 1, len(names))
        try:
            _check(manifest, folder / name, scratch / name)
        except BackupError:
            raise
        except Exception as error:  # whatever an odd file makes our reading raise, it is no file of ours
            _log.info("de reservekopie is niet te gebruiken", exc_info=True)
            raise UnusableBackupError(_UNUSABLE.format(name=name, why="is niet te lezen")) from error
        progress("Databases nakijken", done, len(names))


def _check(manifest: Manifest, path: Path, like: Path) -> None:
    name = path.name
    if sqlite.damage(path):
        raise UnusableBackupError(_UNUSABLE.format(name=name, why="is beschadigd"))
    if sqlite.has_code(path):
        raise UnusableBackupError(_UNUSABLE.format(name=name, why="is geen bestand van lovp"))
    known = schema.VERSION if name == STORE else _KINDS[name].version
    found = sqlite.held(path).schema if name == STORE else sqlite.tables_version(path)
    if found > known:
        raise UnusableBackupError(_NEWER.format(name=name, found=found, known=known))
    if found < 1 or found != manifest.schemas[name]:
        raise UnusableBackupError(_UNUSABLE.format(name=name, why="heeft een andere versie dan de lijst zegt"))
    if name == STORE:
        _read_through(manifest, path)
    else:
        _open(path, _KINDS[name])
    Store(like, create=True).close() if name == STORE else _open(like, _KINDS[name])
    if sqlite.strange(path, like):
        raise UnusableBackupError(_UNUSABLE.format(name=name, why="is geen bestand van lovp"))


def _read_through(manifest: Manifest, path: Path) -> None:
    """Opens the records, which brings them up to date, and reads each of them."""
    with closing(Store(path, create=True)) as store:
        counts = store.passage_counts()
        read = sum(1 for key in store.record_days() if store.record(key) is not None)
        dimension = store.recipe.dimension if store.recipe is not None else 0
    if sqlite.vector_sizes(path) - {4 * dimension}:
        raise UnusableBackupError(_UNUSABLE.format(name=path.name, why="heeft vectoren die niet kloppen"))
    if (read, sum(counts.values())) != (manifest.counts["records"], manifest.counts["passages"]):
        raise UnusableBackupError(_UNUSABLE.format(name=path.name, why="heeft niet de verslagen die de lijst noemt"))


def _open(path: Path, kind: Kind) -> None:
    open_file(path, kind, 1).close()


def mended(home: Path, fresh: Path, manifest: Manifest) -> None:
    """Makes checked copies fit the home folder that they go to; the caller holds the writer's lock.

    The records get a version that nobody there has seen, and the places of the added files are those of this home folder. Where the
    backup has no verdicts or questions, empty files take the place of those that are there.
    """
    if manifest.of(STORE):
        version = sqlite.held(fresh / STORE).version
        with suppress(sqlite.DatabaseError, ValueError):  # none, or damaged
            version = max(version, sqlite.held(home / STORE).version)
        now = str(home / ADDED)
        before = str(Path(manifest.home) / ADDED) if manifest.home else now
        sqlite.settle(fresh / STORE, version + _AHEAD, before, now)
    for name, kind in _KINDS.items():
        if not (fresh / name).exists() and (home / name).exists():
            _open(fresh / name, kind)
    if manifest.of(SLACK):
        sqlite.reopen_questions(fresh / SLACK)
    for name in DATABASES:
        if (fresh / name).exists():
            sqlite.for_use(fresh / name)
