"""`lovp ledger`: decisions, promises and announced items with their quotes."""

import argparse

from index.settings import Settings


def show_ledger(settings: Settings, options: argparse.Namespace) -> int:
    """Prints it; the exit code."""
    raise NotImplementedError
