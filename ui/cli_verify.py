"""`lovp verify`: a kept answer, gone over again."""

import argparse

from index.settings import Settings


def verify_answer(settings: Settings, options: argparse.Namespace) -> int:
    """Prints it; the exit code."""
    raise NotImplementedError
