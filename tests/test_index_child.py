"""Files are read by processes that a bad file may take down: the file gets a reason, the others are read."""

import json
import signal
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from index import child
from index.child import Child, read_all
from index.embedding import BUILT_IN, open_encoder
from index.ingest import examples
from index.limits import LIMITS, Limits
from index.passage import encoded
from index.reading import BROKEN, TOO_LARGE, Job, Reading
from index.reading_process import read

GOOD = "# Verslag LOVP 4 juli 2022\n\n## Wapens\n\nDe taser komt er. Dat kost geld.\n"
# What a reading process runs in place of our own module: it answers as the test wants, over the same pipes.
FAKE = """
import json, os, signal, sys, time
for line in sys.stdin:
    job = json.loads(line)
    what = job["name"]
    if what == "stuk":
        os.kill(os.getpid(), signal.SIGSEGV)
    if what == "vol":
        os.kill(os.getpid(), signal.SIGABRT)
    if what == "traag":
        time.sleep(60)
    if what == "versleten":
        os._exit(0)
    answer = {"member": job["member"], "sha256": "x", "record": None, "passages": [], "words": [], "vectors": "",
              "reason": what, "seconds": [0, 0, 0, 0]}
    sys.stdout.write("{" if what == "onzin" else json.dumps(answer))
    sys.stdout.write("\\n\\n")
    sys.stdout.flush()
    if what == "daarna weg":
        os._exit(1)
"""


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> Child:
    monkeypatch.setattr(child, "_START", FAKE)
    return Child(Limits(seconds=0.5))


def reasons(readings: list[Reading]) -> list[str | None]:
    return [reading.reason for reading in readings]


@pytest.fixture
def good(tmp_path: Path) -> Path:
    path = tmp_path / "goed.md"
    path.write_text(GOOD)
    return path


def test_a_file_read_elsewhere_is_what_it_is_when_read_here(good: Path) -> None:
    job = Job(str(good), "goed", "map")
    here = [replace(reading, seconds=(0.0, 0.0, 0.0, 0.0)) for reading in read(job)]
    there = [replace(reading, seconds=(0.0, 0.0, 0.0, 0.0)) for (reading,) in read_all([job])]
    assert there == here
    assert there[0].record is not None
    assert [passage.text for passage in there[0].passages] == ["De taser komt er. Dat kost geld."]


def test_readings_come_in_the_order_of_the_files_however_long_each_takes(tmp_path: Path) -> None:
    for n in range(20):
        (tmp_path / f"{n}.md").write_text(GOOD.replace("taser", f"taser{n}") * (1 + 200 * (n % 3 == 0)))
    jobs = [Job(str(tmp_path / f"{n}.md"), str(n)) for n in range(20)]
    found = [readings[0].record for readings in read_all(jobs, processes=2)]
    assert all(record is not None and f"taser{n}" in record.text for n, record in enumerate(found))


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("stuk", "het lezen van dit bestand liep vast; is het beschadigd?"),
        ("vol", TOO_LARGE),
        ("onzin", BROKEN),
        ("versleten", "het lezen van dit bestand liep vast; is het beschadigd?"),
    ],
)
def test_a_file_that_ends_the_process_has_a_reason_and_the_next_is_read(fake: Child, name: str, reason: str) -> None:
    try:
        assert reasons(fake.read(Job("a", "eerst"))) == ["eerst"]
        assert reasons(fake.read(Job("b", name, "", "lid"))) == [reason]
        assert reasons(fake.read(Job("c", "daarna"))) == ["daarna"]
    finally:
        fake.close()


def test_a_file_that_takes_too_long_is_given_up(fake: Child) -> None:
    start = time.monotonic()
    try:
        (reason,) = reasons(fake.read(Job("a.txt", "traag")))
    finally:
        fake.close()
    assert reason is not None
    assert reason.startswith("het lezen duurde te lang")
    assert time.monotonic() - start < 10


def test_a_process_that_was_worn_out_by_the_file_before_is_not_held_against_the_next(fake: Child) -> None:
    try:
        assert reasons(fake.read(Job("a", "daarna weg"))) == ["daarna weg"]
        assert reasons(fake.read(Job("b", "goed"))) == ["goed"]
    finally:
        fake.close()


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="only Linux tells a process how much it has")
def test_a_file_that_asks_too_much_memory_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # the real process, with a reader that asks 4 GB for a file of that name
    greedy = "import index.reading_process as r\nreal = r.read_file\n" + (
        "def read_file(path, limits):\n"
        "    x = bytearray(4 << 30) if path.stem == 'gulzig' else b''\n"
        "    return real(path, limits)\n"
        "r.read_file = read_file\nr.main()"
    )
    monkeypatch.setattr(child, "_START", greedy)
    for name in ("gulzig", "goed"):
        (tmp_path / f"{name}.md").write_text(GOOD)
    jobs = [Job(str(tmp_path / f"{name}.md"), name) for name in ("gulzig", "goed")]
    found = list(read_all(jobs, processes=1))
    assert reasons(found[0]) == [TOO_LARGE]
    assert found[1][0].record is not None


@pytest.mark.skipif(not hasattr(signal, "SIGXCPU"), reason="this system has no limit on processor time")
def test_a_file_that_keeps_the_processor_busy_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    busy = "import index.reading_process as r, dataclasses\nr.LIMITS = dataclasses.replace(r.LIMITS, seconds=1)\n" + (
        "def read_file(path, limits):\n    while True: pass\nr.read_file = read_file\nr.main()"
    )
    monkeypatch.setattr(child, "_START", busy)
    (tmp_path / "a.md").write_text(GOOD)
    start = time.monotonic()
    ((reading,),) = read_all([Job(str(tmp_path / "a.md"), "a")], processes=1)
    assert reading.reason is not None
    assert reading.reason.startswith("het lezen duurde te lang")
    assert time.monotonic() - start < 30


def test_a_reader_that_breaks_is_a_reason(good: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(path: Path, limits: Limits) -> None:
        raise RecursionError

    monkeypatch.setattr("index.reading_process.read_file", breaks)
    (reading,) = read(Job(str(good), "goed"), LIMITS)
    assert reading.reason == BROKEN


def test_what_a_library_prints_is_no_answer(good: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chatty = "import index.reading_process as r\nreal = r.read_file\n" + (
        "def read_file(path, limits):\n    print('hallo'); import os; os.write(1, b'hallo')\n    return real(path, limits)\n"
        "r.read_file = read_file\nr.main()"
    )
    monkeypatch.setattr(child, "_START", chatty)
    ((reading,),) = read_all([Job(str(good), "goed")], processes=1)
    assert reading.record is not None


@pytest.mark.parametrize(
    "change",
    [
        ("text", "kort"),  # sections and passages then lie outside the text
        ("dates", ["gisteren"]),
        ("kind", "roman"),
        ("notes", [{"kind": "x", "text": "y"}]),
    ],
)
def test_an_answer_that_does_not_fit_together_is_refused(good: Path, change: tuple[str, object]) -> None:
    (reading,) = read(Job(str(good), "goed"))
    kept = json.loads(reading.to_json())
    assert Reading.from_json(json.dumps(kept)) == reading
    kept["record"][change[0]] = change[1]
    with pytest.raises(ValueError, match=r"."):
        Reading.from_json(json.dumps(kept))


_PLACE = [0, 4, "[false, null, null, null, null]"]


@pytest.mark.parametrize(
    "entry",
    [
        ["besluit", "Wapens", None, None, "onbekend", 0, 10**7, _PLACE[2]],  # outside the text
        ["besluit", "Wapens", None, None, "onbekend", 0.5, 4, _PLACE[2]],
        ["besluit", "Wapens", None, None, "onbekend", 0, 4, "[false, [3, 2], null, null, null]"],
        ["besluit", "Wapens", -1, None, "onbekend", *_PLACE],
        ["besluit", "Wapens", None, {}, "onbekend", *_PLACE],
        ["roman", "Wapens", None, None, "onbekend", *_PLACE],
        ["besluit", "Wapens", None, None, "vergeten", *_PLACE],
        ["besluit", "Wapens", None, None, "onbekend", 0, 4, "geen JSON"],
        [],
    ],
)
def test_an_entry_that_the_record_can_not_have_is_refused(good: Path, entry: list[object]) -> None:
    (reading,) = read(Job(str(good), "goed"))
    kept = json.loads(reading.to_json())
    kept["found"][1] = [["besluit", "Wapens", None, None, "onbekend", *_PLACE]]
    assert len(Reading.from_json(json.dumps(kept)).found.entries) == 1
    kept["found"][1] = [entry]
    with pytest.raises((ValueError, TypeError), match=r"."):
        Reading.from_json(json.dumps(kept))


HEADED = """Verslag LOVP 4 juli 2022
Vragen over dit verslag: griffie@voorbeeld.nl of 070-123 45 67.

Aanwezig
- A. de Vries (politie), a.devries@voorbeeld.nl, 06-12345678
- B. Bakker (OM)

Wapens
Het meldpunt is te bereiken op 0800 1234 567. De PG noemde zaak 123456782.
"""


def test_addresses_and_numbers_at_the_head_and_in_attendance_lists_are_in_no_passage(tmp_path: Path) -> None:
    path = tmp_path / "verslag.txt"
    path.write_text(HEADED)
    (reading,) = read(Job(str(path), "verslag"))
    assert reading.record is not None
    passages = "\n".join(passage.text for passage in reading.passages)
    for hidden in ("griffie@", "070-123", "a.devries@", "06-1234"):
        assert hidden not in passages
        assert hidden in reading.record.text  # the record itself keeps what it says
    texts = [passage.text for passage in reading.passages]
    assert "A. de Vries (politie)" in texts  # without the comma behind it
    assert "of" not in texts
    assert "B. Bakker (OM)" in passages
    assert "0800 1234 567" in passages  # what a meeting speaks of is no header
    assert "@" not in " ".join(word for columns in reading.words for word in columns)


def test_a_citizen_service_number_is_nowhere_in_what_is_read(tmp_path: Path) -> None:
    path = tmp_path / "verslag 123456782.txt"
    path.write_text(HEADED)
    (reading,) = read(Job(str(path), path.stem, "map 123456782"))
    assert "123456782" not in reading.to_json()
    assert reading.record is not None
    assert "zaak █████████." in reading.record.text


def test_the_vectors_that_come_with_a_reading_are_those_of_the_encoder() -> None:
    for path in sorted(examples().iterdir()):
        if path.suffix in {".txt", ".md", ".html", ".docx", ".pdf"}:
            (reading,) = read(Job(str(path), path.stem, vectors=True))
            made = open_encoder(BUILT_IN).passages([encoded(passage) for passage in reading.passages])
            assert np.allclose(np.frombuffer(reading.vectors, np.float32).reshape(made.shape), made, atol=1e-6)
