"""`lovp verify`: a kept answer, gone over again, line by line."""

import argparse
from collections.abc import Sequence
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

from index.errors import UserError
from index.settings import Settings
from ui.cli_output import dumped

if TYPE_CHECKING:
    from assistant.replay import Finding
    from index.search import Index

WRONG = 1  # exit code: something isn't as it was
_SAID = {True: "goed ", False: "FOUT ", None: "-    "}


def verify_answer(settings: Settings, options: argparse.Namespace) -> int:
    """Prints what holds of the account in a file and what doesn't, as far as the records are at hand.

    Returns:
        The exit code: 0 when nothing is wrong, 1 when something is.

    Raises:
        AccountError: the file is no account that can be gone over.
    """
    from assistant.account_file import read_account
    from assistant.replay import verify

    told = read_account(options.file)
    with ExitStack() as stack:
        index, why_not = _index(settings)
        if index is not None:
            stack.enter_context(index)
        found = verify(told, index, why_not)
    good = all(finding.good is not False for finding in found)
    print(dumped(_json(told, found, good)) if options.json else _text(told, found, good))
    return 0 if good else WRONG


def _index(settings: Settings) -> tuple["Index | None", str]:
    """The records at hand; None, with the reason in Dutch, when there are none that can be used."""
    from assistant.phrases_verify import NO_INDEX, no_usable_index
    from index.recipe import IndexMissingError
    from index.search import open_index

    try:
        return open_index(settings), ""
    except IndexMissingError:
        return None, NO_INDEX
    except UserError as error:
        return None, no_usable_index(str(error))


def _json(told: dict[str, Any], found: Sequence["Finding"], good: bool) -> dict[str, Any]:
    return {
        "question": told["question"],
        "time": told["time"],
        "good": good,
        "findings": [{"check": one.check, "good": one.good, "text": one.text} for one in found],
    }


def _text(told: dict[str, Any], found: Sequence["Finding"], good: bool) -> str:
    from assistant import phrases_verify as phrases
    from assistant.plain import plain_line

    whole = all(one.good is not None for one in found)
    outcome = phrases.SOME_WRONG if not good else phrases.ALL_GOOD if whole else phrases.ALL_THAT_COULD
    head = [phrases.asked(told["question"]), phrases.made(told["time"])]
    return "\n".join(
        [*map(plain_line, head), "", *(_SAID[one.good] + plain_line(one.text) for one in found), "", outcome]
    )
