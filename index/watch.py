"""Watches folders and files, so that the index follows them by itself."""

import logging
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from watchfiles import Change
from watchfiles import watch as changes_in

from index.errors import UserError

_log = logging.getLogger(__name__)
_TICK = 200  # milliseconds between looks at `stop` and at the watched folders themselves
_MISSING = 1.0  # seconds between looks for a folder that isn't there
_TEMPORARY = (".tmp", ".temp", ".swp", ".swo", ".swx", ".part", ".partial", ".crdownload", ".download", ".bak", "~")
_VIM_PROBE = "4913"  # vim makes and removes a file of this name to see whether it may


def watch(
    paths: Sequence[Path],
    on_change: Callable[[], None],
    stop: threading.Event,
    *,
    quiet: float = 0.5,
    longest: float = 5.0,
    retry: float = 60.0,
) -> None:
    """Calls `on_change` at the start and after each change under `paths`, until `stop` is set.

    What changes while `on_change` runs is not lost: it is called again. A folder that is moved away or removed is waited for.
    On a network drive the system may not tell of changes; with WATCHFILES_FORCE_POLLING=true they are looked for.

    Args:
        paths: folders, through and through, and files.
        on_change: reads what changed. When it fails that is logged, and it is tried again after `retry`.
        stop: ends the watching, within a second when nothing runs.
        quiet: seconds without a change before it is called, so that files which are copied together are read together.
        longest: seconds after which it is called even when changes keep coming.
        retry: seconds after which a failed call is repeated.
    """
    while not stop.is_set():
        if all(path.exists() for path in paths):
            try:
                _watch_once(paths, on_change, stop, quiet, longest, retry)
            except FileNotFoundError:  # it went just now
                stop.wait(_MISSING)
        else:
            stop.wait(_MISSING)


def _watch_once(
    paths: Sequence[Path],
    on_change: Callable[[], None],
    stop: threading.Event,
    quiet: float,
    longest: float,
    retry: float,
) -> None:
    """Watches until `stop`, or until one of the paths is no longer the file or folder it was."""
    roots = {str(path.absolute()) for path in paths}
    were = _identities(paths)
    due: float | None = 0.0  # the first call comes when the watching has begun: what changes from then on is seen
    changes: Iterator[set[tuple[Change, str]]] = changes_in(
        *paths,
        watch_filter=lambda _, path: path in roots or not is_temporary(Path(path)),
        debounce=max(1, round(longest * 1000)),
        step=max(1, round(quiet * 1000)),
        stop_event=stop,
        rust_timeout=_TICK,
        yield_on_timeout=True,
    )
    for changed in changes:
        replaced = any(path in roots and change is not Change.modified for change, path in changed)
        if replaced or _identities(paths) != were:
            return
        if changed or (due is not None and time.monotonic() >= due):
            due = None if _succeeds(on_change) else time.monotonic() + retry


def _succeeds(on_change: Callable[[], None]) -> bool:
    try:
        on_change()
    except UserError as error:
        _log.error("bijwerken is niet gelukt: %s", error)
        return False
    except Exception:  # whatever goes wrong with one change, the next one counts again
        _log.exception("bijwerken is niet gelukt")
        return False
    return True


def _identities(paths: Sequence[Path]) -> list[tuple[int, int] | None]:
    """What tells a file or folder from another one put in its place; None for one that isn't there."""
    found: list[tuple[int, int] | None] = []
    for path in paths:
        try:
            status = path.stat()
            found.append((status.st_dev, status.st_ino))
        except OSError:
            found.append(None)
    return found


def is_temporary(path: Path) -> bool:
    """Whether a file is the passing work of an editor, an office program or a download."""
    name = path.name.lower()
    return name.startswith((".", "~$", "#")) or name.endswith(_TEMPORARY) or name == _VIM_PROBE
