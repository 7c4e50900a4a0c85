"""Runs of the evaluation suite over a user's own records: they quote those records, so they go when a record goes."""

from pathlib import Path

FOLDER = "eval"  # under the home folder
OWN = "own-"  # what the names of such runs begin with; those over the records that come along begin with their date


def forget_own_runs(home: Path) -> None:
    """Deletes every kept run over own records; which of them quotes the record that went isn't looked into."""
    for path in (home / FOLDER).glob(f"{OWN}*.json"):
        path.unlink(missing_ok=True)
