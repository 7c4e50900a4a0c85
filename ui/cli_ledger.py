"""`lovp ledger`: decisions, promises and announced items with their quotes."""

import argparse

from index.errors import UsageError
from index.records import EVERYTHING
from index.settings import Settings
from ui.cli_output import dumped
from ui.cli_scope import scope_from_options


def show_ledger(settings: Settings, options: argparse.Namespace) -> int:
    """Prints it as text, JSON or CSV; the exit code.

    Raises:
        UsageError: an unknown kind or status, a date that is none, a period the wrong way round, or two formats at once.
    """
    if options.json and options.csv:
        raise UsageError("Kies: --json of --csv, niet allebei.")
    from ui.ledger_choice import choice_from, chosen_items

    choice = choice_from(options.kind, options.status, scope_from_options(options) or EVERYTHING)
    from index.ledger_status import read_ledger
    from index.search import open_store
    from ui import render_ledger

    store = open_store(settings)
    try:
        items = chosen_items(read_ledger(store), choice)
    finally:
        store.close()
    if options.csv:
        print(render_ledger.ledger_csv(items), end="")
    else:
        print(dumped(render_ledger.ledger_json(items)) if options.json else render_ledger.ledger_text(items))
    return 0
