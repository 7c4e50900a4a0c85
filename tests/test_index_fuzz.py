"""A short round of `fuzz_reading.py`: damaged files of every format give a sound record or a reason, and nothing else."""

from dataclasses import replace
from pathlib import Path

import pytest
from fuzz_reading import Tally, check_document, documents, flaws, fuzz
from fuzz_seeds import WORDS, seeds
from hypothesis import given

from index.readers.document import Document
from index.reading import Job
from index.reading_process import read
from index.records import Span

FILES = 150


@pytest.fixture(scope="module")
def tally() -> Tally:
    return fuzz(2026, files=FILES)


def test_no_damaged_file_reaches_who_asked(tally: Tally) -> None:
    assert tally.crashes == []
    assert tally.files == FILES


def test_a_record_of_a_damaged_file_is_sound(tally: Tally) -> None:
    assert tally.unsound == []
    assert sum(counts["record"] for counts in tally.outcomes.values()) > FILES // 5


def test_damage_has_a_reason_of_its_own(tally: Tally) -> None:
    assert tally.unnamed.total() == 0, tally.unnamed
    assert sum(counts["reden"] for counts in tally.outcomes.values()) > FILES // 5


@given(documents())
def test_whatever_a_reader_gives_becomes_a_sound_record(document: Document) -> None:
    check_document(document)


@pytest.mark.parametrize("ending", sorted(seeds()))
def test_what_is_damaged_was_sound(tmp_path: Path, ending: str) -> None:
    if ending in {".png", ".jpg", ".tif"}:
        pytest.skip("whether a picture is read depends on Tesseract, which is not on every machine")
    for number, seed in enumerate(seeds()[ending]):
        path = tmp_path / f"{number}{ending}"
        path.write_bytes(seed)
        readings = list(read(Job(str(path), "verslag")))
        assert [reading.reason for reading in readings] == [None] * len(readings) != []


def test_a_record_that_is_not_sound_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "verslag.txt"
    path.write_text(WORDS)
    (reading,) = read(Job(str(path), "verslag"))
    assert reading.record is not None
    record, passages = reading.record, list(reading.passages)
    assert list(flaws(record, passages)) == []
    section = replace(record.sections[-1], span=Span(0, len(record.text) + 1))
    for wrong, of in [
        (replace(record, sections=(*record.sections[:-1], section)), passages),
        (record, passages[1:]),
        (record, [*passages, passages[0]]),
        (record, [replace(passages[0], text="anders"), *passages[1:]]),
        (replace(record, source="BSN 123456782"), passages),
        (replace(record, title="half \ud800"), passages),
    ]:
        assert list(flaws(wrong, of)) != []
