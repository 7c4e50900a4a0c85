"""Which records stand behind a better one of the same meeting, kept in the store in one change."""

from collections import Counter

from index.links import echoes, links
from index.store import Store


def relink(store: Store) -> None:
    """Finds anew which records stand behind a better one of the same meeting."""
    store.put_links(*linked(store))


def linked(store: Store) -> tuple[list[tuple[str, str, str]], list[int]]:
    """The links (record, better one, relation) and echoes as they should be."""
    days = store.record_days()
    times = Counter(day for of_record in days.values() for day in of_record)
    shared = [key for key, of_record in days.items() if any(times[day] > 1 for day in of_record)]
    records = [record for record in map(store.record, shared) if record is not None]
    found = links(records)
    repeating = list(echoes(store.passages_of([link.record_id for link in found]).items(), found, records))
    return [(link.record_id, link.preferred, link.relation) for link in found], repeating
