"""Files that are added in the browser: their names, their place, and that nothing is ever half or lost."""

import errno
import os
import resource
import signal
import stat
import unicodedata
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui import web_text_manage
from ui.uploads import (
    LONGEST,
    READ,
    Incoming,
    StorageError,
    UploadRefusedError,
    clear_mark,
    erase,
    folder_of,
    lies_here,
    read_mark,
    safe_name,
    sweep,
)
from ui.uploads_placing import Placed, keep_new, store, take_place

HOSTILE = st.one_of(
    st.text(),
    st.text("./\\:\x00\u202e\ufeff \n\té́a", max_size=400),
    st.sampled_from(["../../", "C:\\", "con", "NUL.", "..", ".", "~$", "😀" * 90, "́", "\ud800"]),
)
ENDINGS = st.sampled_from(sorted(READ) + [ending.upper() for ending in sorted(READ)])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return folder_of(tmp_path)


def come_in(folder: Path, name: str, content: bytes) -> Incoming:
    one = Incoming(folder, safe_name(name))
    one.write(content)
    one.finish()
    return one


def added(folder: Path, name: str, content: bytes, *, replace: bool = False) -> tuple[str, Placed]:
    (stored,) = store(folder, [come_in(folder, name, content)], replace=replace)
    if stored.placed is Placed.REPLACES:
        take_place(folder, stored)
        keep_new(folder, stored)
    return stored.name, stored.placed


def seen(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if not path.name.startswith(".")}


@given(HOSTILE, HOSTILE, ENDINGS)
def test_whatever_a_file_is_called_its_name_is_one_that_can_be_kept(before: str, after: str, ending: str) -> None:
    name = safe_name(f"{before}{after}x{ending}")
    assert Path(name).name == name
    assert not name.startswith((".", " "))
    assert name.isprintable()
    assert name == unicodedata.normalize("NFC", name)
    assert len(name) <= LONGEST
    assert len(name.encode()) < 255
    assert Path(name).suffix.lower() == ending.lower()
    assert safe_name(name) == name
    assert name.partition(".")[0].upper() not in {"CON", "NUL", "PRN", "AUX"}


@given(HOSTILE)
def test_what_ends_as_nothing_that_is_read_is_refused_in_dutch(name: str) -> None:
    with pytest.raises(UploadRefusedError, match="wel: docm, docx"):
        safe_name(f"{name}.exe")


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../x.pdf", "x.pdf"),
        ("C:\\stukken\\verslag.docx", "verslag.docx"),
        (".verborgen.txt", "verborgen.txt"),
        ("CON.txt", "_CON.txt"),
        ("verslag\u202etxt.pdf", "verslagtxt.pdf"),
        ("e\u0301e\u0301n  verslag .txt", "één verslag.txt"),
        ('wat? "dit".md', "wat_ _dit_.md"),
        ("😀.txt", "😀.txt"),
        ("Verslag 28 oktober 2019.PDF", "Verslag 28 oktober 2019.PDF"),
    ],
)
def test_a_name_is_kept_as_far_as_it_can_be(given: str, kept: str) -> None:
    assert safe_name(given) == kept


@pytest.mark.parametrize("name", ["virus.exe", "CON", "", "..", ".pdf", "x.pdf.exe", "/", "x.pdf/"])
def test_a_name_that_says_of_no_readable_file_is_refused(name: str) -> None:
    with pytest.raises(UploadRefusedError):
        safe_name(name)


def test_a_long_name_keeps_its_ending() -> None:
    assert safe_name("a" * 300 + ".docx") == "a" * (LONGEST - 5) + ".docx"


def test_the_folder_and_its_files_are_for_the_owner_alone(folder: Path) -> None:
    added(folder, "a.txt", b"x")
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / "a.txt").stat().st_mode) == 0o600


def test_no_file_is_lost_to_another_of_its_name(folder: Path) -> None:
    assert added(folder, "a.txt", b"1") == ("a.txt", Placed.NEW)
    assert added(folder, "a.txt", b"1") == ("a.txt", Placed.SAME)
    assert added(folder, "a.txt", b"2") == ("a (2).txt", Placed.BESIDE)
    assert added(folder, "a.txt", b"2") == ("a (2).txt", Placed.SAME)
    assert added(folder, "a.txt", b"3", replace=True) == ("a.txt", Placed.REPLACES)
    assert seen(folder) == {"a.txt": b"3", "a (2).txt": b"2"}
    assert not list(folder.glob(".deel-*"))


def test_two_files_of_one_name_in_one_request_both_stay(folder: Path) -> None:
    store(folder, [come_in(folder, "a/v.txt", b"1"), come_in(folder, "b/v.txt", b"2")], replace=False)
    assert sorted(seen(folder).values()) == [b"1", b"2"]


def test_files_of_one_name_that_come_at_once_all_stay(folder: Path) -> None:
    contents = [bytes([n]) for n in range(12)]
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda content: added(folder, "v.txt", content), contents))
    assert sorted(seen(folder).values()) == contents


def test_a_link_that_lies_there_is_never_written_through(folder: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elders.txt"
    elsewhere.write_bytes(b"van een ander")
    (folder / "a.txt").symlink_to(elsewhere)
    assert added(folder, "a.txt", b"1") == ("a (2).txt", Placed.BESIDE)
    assert added(folder, "a.txt", b"1", replace=True) == ("a.txt", Placed.REPLACES)
    assert elsewhere.read_bytes() == b"van een ander"


def test_what_comes_in_has_no_name_yet(folder: Path) -> None:
    one = come_in(folder, "a.txt", b"1")
    assert seen(folder) == {}
    one.drop()
    assert list(folder.iterdir()) == []


@pytest.fixture
def small_disk() -> Iterator[None]:
    """A disk on which no file can be larger than 64 kB, as this process is told."""
    before, handler = resource.getrlimit(resource.RLIMIT_FSIZE), signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 16, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, before)
    signal.signal(signal.SIGXFSZ, handler)


@pytest.mark.usefixtures("small_disk")
def test_a_full_disk_is_told_in_dutch_and_leaves_nothing_half(folder: Path) -> None:
    one = Incoming(folder, "groot.txt")
    with pytest.raises(StorageError, match="De schijf is vol"):
        one.write(b"x" * 200_000)
    one.drop()
    assert list(folder.iterdir()) == []


def test_a_folder_that_is_none_is_told_in_dutch(tmp_path: Path) -> None:
    (tmp_path / "verslagen").write_text("een bestand")
    with pytest.raises(StorageError, match="niet te gebruiken"):
        folder_of(tmp_path)
    assert os.strerror(errno.EEXIST) not in web_text_manage.DISK_REFUSES


def test_the_mark_stays_while_something_came_in_that_was_not_read(folder: Path) -> None:
    added(folder, "a.txt", b"1")
    mark = read_mark(folder)
    assert mark
    added(folder, "b.txt", b"2")  # while the first is being read
    clear_mark(folder, mark)
    assert read_mark(folder)
    clear_mark(folder, read_mark(folder))
    assert read_mark(folder) == ""


def test_only_what_lies_in_the_folder_is_ours(folder: Path, tmp_path: Path) -> None:
    assert lies_here(folder, f"{folder}/a.zip!/b.txt") == folder / "a.zip"
    for place in (f"{tmp_path}/a.txt", f"{folder}x/a.txt", f"{folder}/../a.txt", "https://voorbeeld.nl/a", str(folder)):
        assert lies_here(folder, place) is None


def test_what_was_left_by_a_transfer_that_was_killed_is_swept_and_that_of_now_is_not(folder: Path) -> None:
    now, waits = come_in(folder, "b.txt", b"1"), come_in(folder, "c.txt", b"1")
    left = folder / ".deel-0123456789abcdef"
    left.write_bytes(b"half")
    for path in (left, now.part, waits.part):
        os.utime(path, (0, 0))
    sweep(folder)
    assert (left.exists(), now.part.exists()) == (False, True)
    waits.waits = True
    for one in (now, waits):
        one.drop()
    sweep(folder, {waits.part.name})
    assert (now.part.exists(), waits.part.exists()) == (False, True)
    sweep(folder)
    assert not waits.part.exists()


def test_what_was_kept_of_an_erased_file_goes_too(folder: Path) -> None:
    added(folder, "a.txt", b"1")
    (stored,) = store(folder, [come_in(folder, "a.txt", b"2")], replace=True)
    take_place(folder, stored)
    erase([folder / "a.txt"])
    assert [path.name for path in folder.iterdir() if path.is_file()] == [".ongelezen", ".slot"]


def test_an_erased_file_is_gone_and_erasing_it_again_is_no_error(folder: Path) -> None:
    added(folder, "a.txt", b"1")
    erase([folder / "a.txt"])
    erase([folder / "a.txt"])
    assert seen(folder) == {}
