"""What removed records leave behind is wiped, and when that breaks off it is still due and done the next time.

They leave words in free pages, in the words table and in the log; and they stand in runs of the evaluation over own records and
in an index that a kill left half made.
"""

from pathlib import Path

from index.rebuild import forget_broken_off
from index.runs import forget_own_runs
from index.store import Store

_DUE = "sporen"  # noted in the store


def leave(store: Store, removed: int) -> None:
    """Notes that something was removed; inside the transaction that removed it."""
    if removed:
        store.note(_DUE, "te wissen")


def are_left(store: Store) -> bool:
    """Whether something was removed that was not wiped since."""
    return bool(store.noted(_DUE))


def wipe(home: Path, store: Store) -> bool:
    """Wipes them from every file but those of Chroma, which are made anew whenever records changed.

    Returns:
        False when a reader still holds some; they stay due.
    """
    forget_broken_off(home)
    forget_own_runs(home)
    wiped = store.erase_traces()
    if wiped and are_left(store):
        with store.transaction():
            store.note(_DUE, "")
    return wiped
