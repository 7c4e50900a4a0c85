"""What became of promises, decisions and announced items: read from the later records that say so, or unknown.

"Gedaan" takes a quote: a sentence of a later meeting, or of the list of actions itself, that says outright that something was
done and has most of the telling words of what was promised. Less than that is unknown: a promise that is wrongly called kept
does more harm than one that must be looked up.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from itertools import takewhile
from math import ceil
from pathlib import Path

from index.dutch import is_content, known_tokens
from index.ledger import Entry, Status
from index.ledger_clause import EntryKind
from index.records import Span
from index.store import Store

_SHARE = 0.7  # of the telling words of what was promised, that must stand in the sentence that says it is done
_LEAST = 2  # telling words that must be the same
_TREATED = frozenset("besproken behandeld gepresenteerd vastgesteld gekomen".split())
_CARRIED_OUT = frozenset("afgerond uitgevoerd gerealiseerd ingevoerd gestart voltooid gereed afgehandeld klaar".split())
_OF_ACTS = frozenset(
    """toegezegd toezegging toezeggen beloofd afgesproken besloten besluit akkoord volgend volgende lovp overleg vergadering
    orde termijn komt komen terug wordt worden bespreken besproken sturen stuurt voorstel agenda keer""".split()
)
Words = tuple[frozenset[str], ...]  # of each telling word all that it can be found under


@dataclass(frozen=True, slots=True)
class Fulfilled:
    """Where it is said that something was done; `quote` is the record's text at `span`, to the letter."""

    record_id: str
    title: str
    date: date | None
    span: Span
    quote: str


@dataclass(frozen=True, slots=True)
class Item:
    """An entry of the ledger as it is shown: its words, its meeting, what became of it and who says so.

    All texts are literal; those of `who`, `what`, `to_whom` and `by_when` are None where the record doesn't say. `fulfilled` is
    there exactly when `status` is "gedaan".
    """

    entry: Entry
    title: str
    date: date | None
    quote: str
    who: str | None
    what: str | None
    to_whom: str | None
    by_when: str | None
    status: Status
    fulfilled: Fulfilled | None


def read_ledger(store: Store) -> tuple[Item, ...]:
    """All entries of the records that don't stand behind a better one, by meeting and as they stand; undated ones last."""
    return _read(_Opened(store, (store.path, store.path.stat().st_ino, store.version)))


@dataclass(frozen=True, slots=True)
class _Opened:
    """A store at one moment; it equals every other of the same file and version."""

    store: Store = field(compare=False)
    moment: tuple[Path, int, int]


@lru_cache(maxsize=2)
def _read(opened: _Opened) -> tuple[Item, ...]:
    store = opened.store
    with store.moment():
        catalogue = store.catalogue()
        behind = catalogue.links()
        entries = [entry for entry in catalogue.entries() if entry.record_id not in behind]
        heads = catalogue.heads()
    items = [_item(entry, *heads[entry.record_id]) for entry in entries]
    said = [item for item in items if (item.entry.kind is EntryKind.DONE or item.entry.row) and item.date is not None]
    said.sort(key=lambda one: (one.date or date.min, one.entry.record_id, one.entry.span.start), reverse=True)
    places: dict[str, set[int]] = defaultdict(set)
    for n, item in enumerate(said):
        for key in frozenset().union(*_telling(item.quote)):
            places[key].add(n)
    found = [settled_by(item, _near(item, said, places)) for item in items if item.entry.kind is not EntryKind.DONE]
    return tuple(sorted(found, key=lambda i: (i.date or date.max, i.entry.record_id, i.entry.span.start)))


def _item(entry: Entry, title: str, day: date | None, text: str) -> Item:
    def words(span: Span | None) -> str | None:
        return None if span is None else span.of(text)

    own = entry.status is Status.DONE
    quote = entry.span.of(text)
    return Item(
        entry, title, day, quote, words(entry.who), words(entry.what), words(entry.to_whom), words(entry.by_when), entry.status,
        Fulfilled(entry.record_id, title, day, entry.span, quote) if own else None,
    )  # fmt: skip


def read_items(store: Store, which: Sequence[tuple[str, int]]) -> dict[tuple[str, int], Item]:
    """Some entries by their record and their number in it, without what became of them."""
    entries = store.catalogue().entries_at(which)
    heads = store.catalogue().heads({record_id for record_id, _ in entries})
    return {key: _item(entry, *heads[entry.record_id]) for key, entry in entries.items()}


def words_to_settle(item: Item) -> tuple[Words, int]:
    """The telling words of what was promised, and how many of them must stand where it is said to be done.

    No words when there is nothing to look for: too few tell, or it is known to be done, or the meeting isn't known.
    """
    if item.status is Status.DONE or item.date is None or item.what is None:
        return (), 0
    asked = _telling(item.what)
    return (asked, max(_LEAST, ceil(_SHARE * len(asked)))) if len(asked) >= _LEAST else ((), 0)


def _near(item: Item, said: Sequence[Item], places: Mapping[str, set[int]]) -> Iterator[Item]:
    """Of what was said, that which has enough of an entry's words may be among these, in the same order.

    Whatever has enough of them has one of the rarest, of as many as may be missing and one more.
    """
    asked, least = words_to_settle(item)
    every = sorted((frozenset().union(*(places.get(key, ()) for key in keys)) for keys in asked), key=len)
    yield from (said[n] for n in sorted(frozenset().union(*every[: len(asked) - least + 1])))


def settled_by(item: Item, said: Iterable[Item]) -> Item:
    """The entry with what a later record says became of it; the last one that tells counts.

    Args:
        item: the entry.
        said: what may say that something is done, or how far it is, the newest first; no more of it is taken than is needed.
    """
    asked, least = words_to_settle(item)
    if not asked or item.date is None:
        return item
    day = item.date
    later = takewhile(lambda other: other.date is not None and other.date > day, said)
    last = next((one for one in later if _shared(asked, _telling(one.quote)) >= least and _tells(item, one)), None)
    if last is None:
        return item
    if last.entry.kind is not EntryKind.DONE and last.status is not Status.DONE:
        return replace(item, status=last.status)
    place = Fulfilled(last.entry.record_id, last.title, last.date, last.entry.span, last.quote)
    return replace(item, status=Status.DONE, fulfilled=place)


def _tells(item: Item, other: Item) -> bool:
    """Whether a later place about the same words tells what became of an entry."""
    if other.entry.kind is not EntryKind.DONE:
        return item.entry.kind is other.entry.kind
    done = (other.what or "").lower().split()[-1:]
    if item.entry.kind is not EntryKind.ANNOUNCED and _TREATED.intersection(done):
        return False
    if item.entry.kind is EntryKind.DECISION and not _CARRIED_OUT.intersection(done):
        return False
    return _shared(_telling(item.entry.topic), _telling(other.entry.topic)) > 0


def _shared(one: Words, other: Words) -> int:
    """How many words of the one stand in the other."""
    everything = frozenset().union(*other)
    return sum(bool(keys & everything) for keys in one)


@lru_cache(maxsize=8192)
def _telling(text: str) -> Words:
    """The telling words of a text, each once."""
    found = {
        token.folded: token.keys
        for token in known_tokens(text)
        if is_content(token.folded) and token.folded not in _OF_ACTS and not token.folded.isdecimal()
    }
    return tuple(found.values())
