"""What became of an entry is "gedaan" only with words of a later meeting that say so about the same thing."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from test_index_store import put
from themes import record_of

from index.ledger import Status
from index.ledger_status import Item, read_ledger
from index.store import Store

FIRST, LATER = date(2022, 7, 4), date(2022, 9, 26)
PROMISE = "De minister zegde toe dat er een gezamenlijke analyse van de mensenhandel komt."
DONE = "De gezamenlijke analyse van de mensenhandel is op 1 augustus verstuurd."


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store(tmp_path / "lovp.sqlite3", create=True)
    yield opened
    opened.close()


def promised(
    store: Store, later: str, topic: str = "Veiligheidsagenda", day: date = LATER, promise: str = PROMISE
) -> Item:
    put(store, record_of({"Veiligheidsagenda": promise}, FIRST, name="eerst"))
    put(store, record_of({topic: later}, day, name="later"))
    return next(item for item in read_ledger(store) if item.entry.record_id == "eerst")


def test_a_promise_is_kept_when_a_later_record_says_so(store: Store) -> None:
    item = promised(store, DONE)
    assert item.status is Status.DONE
    assert item.fulfilled is not None
    assert (item.fulfilled.record_id, item.fulfilled.date) == ("later", LATER)
    record = store.record("later")
    assert record is not None
    assert item.fulfilled.span.of(record.text) == item.fulfilled.quote == DONE


@pytest.mark.parametrize(
    "later",
    [
        "De gezamenlijke analyse van de mensenhandel is nog niet verstuurd.",
        "De gezamenlijke analyse van de mensenhandel wordt morgen verstuurd.",
        "Gevraagd is of de gezamenlijke analyse van de mensenhandel is verstuurd.",
        "De gezamenlijke analyse van de mensenhandel is deels verstuurd.",
        "Zodra de gezamenlijke analyse van de mensenhandel is verstuurd, volgt meer.",
        "De analyse van de wapenhandel is verstuurd.",  # another
        "De gezamenlijke analyse van de mensenhandel is besproken.",  # spoken of, which is not what was promised
        "Er is een brief verstuurd.",
        "De gezamenlijke analyse is verstuurd.",  # of what?
    ],
)
def test_less_than_that_is_unknown(store: Store, later: str) -> None:
    item = promised(store, later)
    assert (item.status, item.fulfilled) == (Status.UNKNOWN, None)


def test_another_topic_an_earlier_meeting_or_the_same_one_tells_nothing(store: Store) -> None:
    assert promised(store, DONE, topic="Vuurwerk").status is Status.UNKNOWN
    assert promised(store, DONE, day=date(2022, 1, 1)).status is Status.UNKNOWN
    assert promised(store, DONE, day=FIRST).status is Status.UNKNOWN


def test_what_was_announced_is_done_when_it_was_discussed(store: Store) -> None:
    announced = "De aantallen van de csv-indicator worden in het volgende LOVP besproken."
    item = promised(store, "De aantallen van de csv-indicator zijn besproken.", promise=announced)
    assert (item.entry.kind, item.status) == ("aankondiging", Status.DONE)


def test_what_became_of_it_goes_when_the_record_that_says_so_goes(store: Store) -> None:
    assert promised(store, DONE).status is Status.DONE
    with store.transaction():
        store.remove("later")
    (item,) = read_ledger(store)
    assert (item.status, item.fulfilled) == (Status.UNKNOWN, None)


def test_the_newest_list_of_actions_tells_the_state(store: Store) -> None:
    head = "Nr | Actie | Wie | Status\n"
    item = promised(
        store,
        f"{head}1 | Handleiding bijwerken | Frank | Gereed",
        promise=f"{head}1 | Handleiding bijwerken | Frank | Open",
    )
    assert item.status is Status.DONE
    assert item.fulfilled is not None
    assert item.fulfilled.quote == "1 | Handleiding bijwerken | Frank | Gereed"


def test_entries_of_a_record_that_stands_behind_a_better_one_are_left_out(store: Store) -> None:
    put(store, record_of({"Veiligheidsagenda": PROMISE}, FIRST, name="verslag"))
    put(store, record_of({"Veiligheidsagenda": PROMISE}, FIRST, name="nieuwsbrief"))
    assert len(read_ledger(store)) == 2
    store.put_links([("nieuwsbrief", "verslag", "nieuwsbrief")], [])
    assert [item.entry.record_id for item in read_ledger(store)] == ["verslag"]


def test_entries_go_with_their_record_and_come_anew_with_a_changed_one(store: Store) -> None:
    put(store, record_of({"Wapens": PROMISE}, FIRST, name="eerst"))
    put(store, record_of({"Wapens": "Besloten is te wachten."}, FIRST, name="eerst"))
    assert [entry.kind for entry in store.catalogue().entries()] == ["besluit"]
    with store.transaction():
        store.remove("eerst")
    assert store.catalogue().entries() == []
