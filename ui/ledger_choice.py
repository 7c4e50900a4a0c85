"""Which entries of the ledger are shown: of a kind, with a status, of a period, with words in them."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from index.dutch import fold
from index.errors import UsageError
from index.ledger import Status
from index.ledger_clause import EntryKind
from index.ledger_status import Item
from index.records import EVERYTHING, Scope

_KINDS = {
    "besluit": EntryKind.DECISION,
    "besluiten": EntryKind.DECISION,
    "toezegging": EntryKind.PROMISE,
    "toezeggingen": EntryKind.PROMISE,
    "aankondiging": EntryKind.ANNOUNCED,
    "aankondigingen": EntryKind.ANNOUNCED,
}


@dataclass(frozen=True, slots=True)
class Choice:
    """What an entry must be to be shown; None and "" leave that open.

    `words` must all stand in it, each anywhere in a word, whatever its case and accents.
    """

    kind: EntryKind | None = None
    status: Status | None = None
    scope: Scope = EVERYTHING
    words: str = ""


def choice_from(
    kind: str | None = None, status: str | None = None, scope: Scope = EVERYTHING, words: str = ""
) -> Choice:
    """A choice as somebody states it: the kind in the singular or the plural, the status in a word.

    Raises:
        UsageError: there is no such kind or status, or the period ends before it begins.
    """
    if scope.since is not None and scope.until is not None and scope.since > scope.until:
        raise UsageError("De periode eindigt voordat hij begint. Draai de twee datums om.")
    return Choice(
        None if kind is None else _kind(kind),
        None if status is None else _status(status),
        scope,
        " ".join(words.split()),
    )


def _kind(given: str) -> EntryKind:
    kind = _KINDS.get(given.strip().lower())
    if kind is None:
        raise UsageError(f"‘{given}’ is geen soort. Kies uit: besluit, toezegging of aankondiging.")
    return kind


def _status(given: str) -> Status:
    try:
        return Status(given.strip().lower())
    except ValueError:
        raise UsageError(f"‘{given}’ is geen status. Kies uit: open, gedaan of onbekend.") from None


def chosen_items(items: Iterable[Item], choice: Choice) -> list[Item]:
    """The entries that fit, in the same order."""
    words = [fold(word) for word in choice.words.split()]
    return [item for item in items if _fits(item, choice) and all(word in _folded(item) for word in words)]


def _fits(item: Item, choice: Choice) -> bool:
    if choice.kind is not None and item.entry.kind is not choice.kind:
        return False
    if choice.status is not None and item.status is not choice.status:
        return False
    since, until = choice.scope.since, choice.scope.until
    if since is None and until is None:
        return True
    return item.date is not None and (since or item.date) <= item.date <= (until or item.date)


@lru_cache(maxsize=50_000)
def _of_text(text: str) -> str:
    return " ".join(fold(word) for word in text.split())


def _folded(item: Item) -> str:
    """What can be found in an entry: its quote, in which "what" lies, who and topic."""
    return " ".join(_of_text(text) for text in (item.quote, item.who, item.entry.topic) if text)
