"""`lovp timeline` and `lovp compare`: a topic over the meetings, and two meetings side by side."""

import argparse

from index.settings import Settings


def show_timeline(settings: Settings, options: argparse.Namespace) -> int:
    """Prints it; the exit code."""
    raise NotImplementedError


def show_comparison(settings: Settings, options: argparse.Namespace) -> int:
    """Prints it; the exit code."""
    raise NotImplementedError
