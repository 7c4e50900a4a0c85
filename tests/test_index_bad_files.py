"""A folder full of bad and odd files next to good records: nothing stops, nothing good is lost, every skip says why in Dutch.

The kinds stand in `zoo.py`, `zoo_documents.py` and `zoo_packed.py`; `python tests/test_index_bad_files.py` prints them as a table.
"""

import os
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import zoo
import zoo_documents
import zoo_packed
from themes import ThemeEncoder
from zoo import PASSED_OVER, READ, Odd, minutes

from index import child
from index.ingest import Summary, index_paths
from index.rows import FileState
from index.search import store_path
from index.store import Store

ODD: list[Odd] = [
    *zoo.TEXTS,
    *zoo.NAMES,
    *zoo.THINGS,
    *zoo_documents.PDFS,
    *zoo_documents.DOCUMENTS,
    *zoo_packed.PACKED,
]
GOOD = {
    "goed.txt": zoo.text(),
    "goed.md": zoo.text(),
    "goed.html": zoo.page(""),
    "goed.docx": zoo_documents.made(zoo_documents.word),
    "goed.odt": zoo_documents.made(zoo_documents.odt),
    "goed.pdf": zoo_documents.made(zoo_documents.pdf),
    "goed.eml": zoo_documents.made(zoo_packed.mail),
}
# The real reading process, which gives up sooner: bombs take all the time and memory that they are given.
IMPATIENT = """
import dataclasses, index.reading_process as r
r.LIMITS = dataclasses.replace(r.LIMITS, seconds=5, memory=512 << 20)
r.main()
"""
ENGLISH = re.compile(r"Error|Exception|Traceback|\b(?:the|not|invalid|unexpected|such|file|of file|levels)\b|0x|<class")


@dataclass(frozen=True, slots=True)
class Run:
    """What became of the zoo: the summaries of the runs, what is known of each place, and the texts of the records."""

    folder: Path
    first: Summary
    again: Summary
    third: Summary
    seconds: float  # of the third
    files: dict[str, FileState]
    texts: tuple[str, ...]
    homeless: tuple[str, ...]  # records that no file holds

    def place(self, odd: Odd) -> str:
        return os.fsencode(f"{self.folder / odd.name}{odd.inside}").decode("utf-8", "replace")


def lay_down(folder: Path) -> None:
    """Makes the zoo, in the order of its table."""
    for name, make in GOOD.items():
        make(folder / name, minutes(f"het goede van {name}"))
    for odd in ODD:
        odd.make(folder / odd.name, minutes(odd.what))


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    base = tmp_path_factory.mktemp("zoo")
    folder, home = base / "verslagen", base / "home"
    folder.mkdir()
    lay_down(folder)

    def meanwhile(step: str, done: int, total: int) -> None:
        """When the files are known, one at the end of the folder goes and another grows."""
        if (folder / "zz verdwijnt.txt").exists():
            (folder / "zz verdwijnt.txt").unlink()
            (folder / "zz verdwijnt.zip").unlink()
            with (folder / "zz groeit.txt").open("a") as file:
                file.write("Er kwam nog een zin bij.\n")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(child, "_START", IMPATIENT)
        first = index_paths(home, ThemeEncoder(), [folder], progress=meanwhile)
        again = index_paths(home, ThemeEncoder(), [folder])
        start = time.monotonic()
        third = index_paths(home, ThemeEncoder(), [folder])
        seconds = time.monotonic() - start
    store = Store(store_path(home))
    assert store.integrity() == []
    files, records = store.catalogue().files(), store.records()
    homeless = tuple(record.id for record in records if not store.catalogue().places(record.id))
    store.close()
    yield Run(folder, first, again, third, seconds, files, tuple(record.text for record in records), homeless)
    (folder / "dicht.txt").chmod(0o600)


def reasons(summary: Summary) -> dict[str, str]:
    return {skipped.path: skipped.reason for skipped in summary.skipped}


def test_what_becomes_of_each_kind_is_what_the_table_says(run: Run) -> None:
    """One test over all kinds: reading them takes most of a minute, and tests apart would be spread over processes."""
    assert [told for odd in ODD if (told := _otherwise(run, odd)) is not None] == []


def _otherwise(run: Run, odd: Odd) -> object:
    """What became of a file where the table says otherwise, None where it is as the table says."""
    if odd.name == "dicht.txt" and os.geteuid() == 0:
        return None  # root may read everything
    place, said = run.place(odd), reasons(run.first)
    state, reason = run.files.get(place), said.get(place)
    if odd.outcome == PASSED_OVER:
        good = state is None and reason is None
    elif odd.outcome == READ:
        times = 2 if "twee bestanden van één naam" in odd.what else 1
        good = reason is None and state is not None and state.record_id is not None
        good = good and sum(odd.what in text for text in run.texts) == times
    else:
        good = reason is not None and any(words in reason for words in odd.outcome.split(" of "))
    return None if good else (odd.name, odd.outcome, state, reason)


def test_the_good_records_among_them_are_read(run: Run) -> None:
    assert {name: sum(f"het goede van {name}" in text for text in run.texts) for name in GOOD} == dict.fromkeys(GOOD, 1)


def test_nothing_is_skipped_but_what_the_table_says(run: Run) -> None:
    told = {run.place(odd) for odd in ODD if odd.outcome not in {READ, PASSED_OVER}}
    assert set(reasons(run.first)) <= told


def test_every_reason_is_a_dutch_phrase_and_no_text_of_an_exception(run: Run) -> None:
    wrong = {path: reason for path, reason in reasons(run.first).items() if ENGLISH.search(reason) or len(reason) < 15}
    assert wrong == {}


def test_a_second_run_says_the_same_and_a_third_takes_no_time(run: Run) -> None:
    gone = {str(run.folder / f"zz verdwijnt{ending}") for ending in (".txt", ".zip")}
    assert gone < set(reasons(run.first))
    before = {path: reason for path, reason in reasons(run.first).items() if path not in gone}
    assert reasons(run.again) == reasons(run.third) == before
    assert (run.again.new, run.again.changed, run.again.removed) == (0, 1, 0)
    assert (run.third.new, run.third.changed, run.third.removed) == (0, 0, 0)
    assert run.third.unchanged == run.first.new
    assert run.seconds < 2


def test_every_record_has_a_file_that_holds_it(run: Run) -> None:
    assert run.homeless == ()


def test_nothing_is_written_outside_the_folder_that_archives_are_unpacked_in(run: Run) -> None:
    assert zoo_packed.written_outside(run.folder) == []


if __name__ == "__main__":
    for kind in ODD:
        print(f"| {kind.what} | {ascii(kind.name) if not kind.name.isprintable() else kind.name} | {kind.outcome} |")
