"""`lovp ledger`: decisions, promises and announced items with their quotes."""

import argparse
from typing import TYPE_CHECKING

from index.errors import UsageError
from index.records import EVERYTHING, Scope
from index.settings import Settings
from ui.cli_output import dumped
from ui.cli_scope import scope_from_options

if TYPE_CHECKING:
    from index.ledger_status import Item

_KINDS = {
    "besluit": "besluit",
    "besluiten": "besluit",
    "toezegging": "toezegging",
    "toezeggingen": "toezegging",
    "aankondiging": "aankondiging",
    "aankondigingen": "aankondiging",
}
_STATES = ("open", "gedaan", "onbekend")


def show_ledger(settings: Settings, options: argparse.Namespace) -> int:
    """Prints it as text, JSON or CSV; the exit code.

    Raises:
        UsageError: an unknown kind or status, a date that is none, a period the wrong way round, or two formats at once.
    """
    if options.json and options.csv:
        raise UsageError("Kies: --json of --csv, niet allebei.")
    kind, status = _kind(options.kind), _status(options.status)
    scope = scope_from_options(options) or EVERYTHING
    if scope.since is not None and scope.until is not None and scope.since > scope.until:
        raise UsageError("De periode eindigt voordat hij begint. Draai --since en --until om.")
    from index.ledger_status import read_ledger
    from index.search import store_path
    from index.store import Store
    from ui import render_ledger

    store = Store(store_path(settings.home))
    try:
        items = [item for item in read_ledger(store) if _fits(item, kind, status, scope)]
    finally:
        store.close()
    if options.csv:
        print(render_ledger.ledger_csv(items), end="")
    else:
        print(dumped(render_ledger.ledger_json(items)) if options.json else render_ledger.ledger_text(items))
    return 0


def _kind(given: str | None) -> str | None:
    if given is None:
        return None
    kind = _KINDS.get(given.strip().lower())
    if kind is None:
        raise UsageError(f"‘{given}’ is geen soort. Kies uit: besluit, toezegging of aankondiging.")
    return kind


def _status(given: str | None) -> str | None:
    if given is None:
        return None
    if given.strip().lower() not in _STATES:
        raise UsageError(f"‘{given}’ is geen status. Kies uit: open, gedaan of onbekend.")
    return given.strip().lower()


def _fits(item: "Item", kind: str | None, status: str | None, scope: Scope) -> bool:
    if (kind is not None and item.entry.kind != kind) or (status is not None and item.status != status):
        return False
    if scope.since is None and scope.until is None:
        return True
    return item.date is not None and (scope.since or item.date) <= item.date <= (scope.until or item.date)
