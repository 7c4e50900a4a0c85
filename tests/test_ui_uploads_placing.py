"""The place that a file gets among those that were added: none is lost to another of its name."""

from pathlib import Path

import pytest
from test_ui_uploads import added, come_in, folder, seen

from ui.uploads import StorageError
from ui.uploads_placing import Placed, keep_new, put_back, put_back_left, store, take_place

__all__ = ["folder"]  # the fixture that the tests below use


def test_what_came_in_together_never_replaces_each_other(folder: Path) -> None:
    added(folder, "v.txt", b"0")
    added(folder, "v (2).txt", b"van een ander")
    coming = [
        come_in(folder, f"{n}/{name}", b"%d" % n) for n, name in enumerate(("v.txt", "v.txt", " v.txt.txt", "v?.txt"))
    ]
    coming += [come_in(folder, "w?.txt", b"8"), come_in(folder, "w*.txt", b"9"), come_in(folder, "w|.txt", b"8")]
    stored = store(folder, coming, replace=True)
    for one in stored:
        take_place(folder, one)
        keep_new(folder, one)
    assert [one.placed for one in stored] == [
        Placed.SAME,
        Placed.BESIDE,
        Placed.NEW,
        Placed.NEW,
        Placed.NEW,
        Placed.BESIDE,
        Placed.SAME,
    ]
    assert seen(folder) == {
        "v.txt": b"0",
        "v (2).txt": b"van een ander",
        "v (3).txt": b"1",
        "v.txt.txt": b"2",
        "v_.txt": b"3",
        "w_.txt": b"8",
        "w_ (2).txt": b"9",
    }


def test_of_two_that_may_replace_one_the_second_gets_a_number(folder: Path) -> None:
    added(folder, "v.txt", b"0")
    coming = [come_in(folder, "v.txt", content) for content in (b"1", b"0")]
    for one in store(folder, coming, replace=True):
        take_place(folder, one)
        keep_new(folder, one)
    assert seen(folder) == {"v.txt": b"1", "v (2).txt": b"0"}


def test_the_old_file_stays_until_the_new_one_was_read_and_can_be_put_back(folder: Path) -> None:
    added(folder, "v.txt", b"oud")
    one = come_in(folder, "v.txt", b"nieuw")
    (stored,) = store(folder, [one], replace=True)
    one.drop()
    assert seen(folder) == {"v.txt": b"oud"}
    for _ in range(2):  # again is no error
        take_place(folder, stored)
        assert seen(folder) == {"v.txt": b"nieuw"}
    assert put_back(folder, stored) == "v (2).txt"
    assert seen(folder) == {"v.txt": b"oud", "v (2).txt": b"nieuw"}
    assert put_back(folder, stored) == ""
    assert not [path for path in folder.iterdir() if path.name.startswith((".deel-", ".vorig-"))]


def test_what_waits_to_take_a_place_is_not_taken_for_what_lies_there(folder: Path) -> None:
    added(folder, "v.txt", b"oud")
    store(folder, [come_in(folder, "v.txt", b"nieuw")], replace=True)
    (stored,) = store(folder, [come_in(folder, "v.txt", b"oud")], replace=False, awaited=lambda: {"v.txt"})
    assert (stored.name, stored.placed) == ("v (2).txt", Placed.BESIDE)


def test_nothing_is_kept_of_what_is_not_accepted(folder: Path) -> None:
    def refuses(stored: object) -> None:
        raise StorageError("vol")

    coming = [come_in(folder, name, b"1") for name in ("a.txt", "b.txt")]
    with pytest.raises(StorageError, match="vol"):
        store(folder, coming, replace=True, accept=refuses)
    assert seen(folder) == {}


def test_a_file_in_whose_place_another_was_put_by_a_job_that_is_lost_gets_it_back(folder: Path) -> None:
    added(folder, "a.txt", b"1")
    (stored,) = store(folder, [come_in(folder, "a.txt", b"2")], replace=True)
    take_place(folder, stored)
    put_back_left(folder)
    assert seen(folder) == {"a.txt": b"1", "a (2).txt": b"2"}
