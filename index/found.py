"""What a record explains, decides, promises and announces: looked for once, when it is read."""

from dataclasses import dataclass

from index.abbreviations import abbreviations
from index.ledger import Entry, record_to_entries
from index.records import Record


@dataclass(frozen=True, slots=True)
class Found:
    """The abbreviations (short, long) that a record explains, and its entries of the ledger, both in the order of its text."""

    explained: tuple[tuple[str, str], ...] = ()
    entries: tuple[Entry, ...] = ()


def record_to_found(record: Record) -> Found:
    """What a record explains and does."""
    return Found(tuple(abbreviations(record.text)), tuple(record_to_entries(record)))
