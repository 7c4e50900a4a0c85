"""The runs that are kept: one JSON file each under `LOVP_HOME/eval`, so that they can be compared and their history drawn."""

import contextlib
import json
import os
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from eval.run_json import FORMAT
from index.errors import UserError
from index.runs import FOLDER, OWN

KEPT = 200  # runs; the oldest go


class RunFileError(UserError):
    """A file that holds no run; the message is Dutch and says which."""


def runs_folder(home: Path) -> Path:
    """Where the runs of a home folder are kept."""
    return home / FOLDER


def keep(home: Path, run: Mapping[str, Any], *, own: bool = False) -> Path:
    """Keeps a run whole or not at all, and lets go of the oldest past `KEPT`; returns where it is.

    Args:
        home: the folder that holds everything.
        run: the run as plain data.
        own: whether it is over somebody's own records; such a run goes when one of those records is removed.
    """
    folder = runs_folder(home)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{OWN if own else ''}{datetime.now(UTC):%Y%m%d-%H%M%S-%f}.json"
    write(path, run)
    for old in kept_runs(home)[:-KEPT]:
        old.unlink(missing_ok=True)
    return path


def write(path: Path, run: Mapping[str, Any]) -> None:
    """Writes a run so that a file with that name is always a whole one."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    with beside.open("w", encoding="utf-8") as opened:
        json.dump(run, opened, ensure_ascii=False, indent=1)
        opened.write("\n")
        opened.flush()
        os.fsync(opened.fileno())
    beside.replace(path)


def kept_runs(home: Path) -> list[Path]:
    """The runs that are kept, oldest first."""
    folder = runs_folder(home)
    found = folder.glob("*.json") if folder.is_dir() else ()
    return sorted(found, key=lambda path: path.name.removeprefix(OWN))


def read_run(path: Path) -> dict[str, Any]:
    """The run in a file.

    Raises:
        RunFileError: it can't be read, or holds something else.
    """
    try:
        run = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise RunFileError(f"{path} is niet te lezen als meting: {error}") from error
    if not isinstance(run, dict) or run.get("format") != FORMAT or not isinstance(run.get("sets"), list):
        raise RunFileError(f"{path} is geen meting van lovp eval, of van een andere versie.")
    return run


def history(home: Path) -> list[dict[str, Any]]:
    """The kept runs, oldest first; one that can't be read is passed over."""
    found = []
    for path in kept_runs(home):
        with contextlib.suppress(RunFileError):
            found.append(read_run(path))
    return found
