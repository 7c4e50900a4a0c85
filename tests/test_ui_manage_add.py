"""What becomes of files that came in: a good file is never lost to a bad one, and everything that was read is named."""

import io
import zipfile

import pytest
from manage_site import WALES, Room, room

from index.errors import UserError
from index.ingest import index_paths
from index.progress import silent
from ui import manage, web_text_manage
from ui.manage import Became, shown_name
from ui.manage_add import read_received
from ui.uploads_placing import Placed, Stored

__all__ = ["room"]  # the fixture that the tests below use

WORDS = "Verslag LOVP {} juni 2024\n\nDieren\nDe burgemeester zag {} in het park.\n"


def packed(*members: tuple[str, str | bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in members:
            archive.writestr(name, content)
    return made.getvalue()


@pytest.mark.parametrize(
    ("name", "good", "bad"),
    [
        ("goed.txt", WORDS.format(1, "een goede das"), b"\x00\x01\x02" * 100),
        ("goed.zip", packed(("in.txt", WORDS.format(2, "een goede bunzing"))), b"PK kapot"),
        ("ook goed.zip", packed(("in.txt", WORDS.format(3, "een goede otter"))), packed(("in.txt", b"\x00\x01" * 99))),
    ],
)
def test_a_file_that_can_not_be_read_takes_no_good_one_away(
    room: Room, name: str, good: str | bytes, bad: bytes
) -> None:
    line = room.report(room.send((name, good))).lines[0]
    report = room.report(room.send((name, bad), replace=True))
    stem, ending = name.split(".")
    assert {one.name.split(" › ")[0]: one.became for one in report.lines} == {f"{stem} (2).{ending}": Became.SKIPPED}
    assert web_text_manage.KEPT_OLD.format(name=name) in report.lines[0].why
    assert (room.folder / name).read_bytes() == (good.encode() if isinstance(good, str) else good)
    assert (room.folder / f"{stem} (2).{ending}").read_bytes() == bad
    assert room.index.store.record(line.record_id) is not None
    if ending == "txt":
        assert room.client.get(f"/beheer/verwijder?bestand={stem} (2).{ending}").status_code == 200
    assert not list(room.folder.glob(".vorig-*")) + list(room.folder.glob(".deel-*"))


def test_one_that_can_be_read_takes_the_place_of_one_that_can_not(room: Room) -> None:
    assert room.became(room.send(("slecht.txt", b"\x00\x01\x02" * 100))) == {"slecht.txt": Became.SKIPPED}
    assert room.became(room.send(("slecht.txt", b"\x00\x01\x03" * 100), replace=True)) == {"slecht.txt": Became.SKIPPED}
    assert room.became(room.send(("slecht.txt", WORDS.format(4, "een wezel")), replace=True)) == {
        "slecht.txt": Became.READ
    }
    assert [name for name in room.names() if name.startswith("slecht")] == ["slecht.txt"]


def test_what_was_replaced_stays_when_reading_goes_wrong_as_a_whole(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.report(room.send(("heel.txt", WORDS.format(5, "een hermelijn"))))

    def fails(*_: object, **__: object) -> None:
        raise UserError("De schijf is vol.")

    with monkeypatch.context() as patch:
        patch.setattr(manage, "index_paths", fails)
        job = room.ended(room.send(("heel.txt", WORDS.format(5, "twee hermelijnen")), replace=True))
    assert job.failed == f"De schijf is vol. {web_text_manage.STILL_THERE}"
    assert "een hermelijn" in (room.folder / "heel.txt").read_text()
    assert "twee hermelijnen" in (room.folder / "heel (2).txt").read_text()
    room.report(room.client.post("/beheer/lees"))


def test_two_files_of_one_name_that_are_sent_together_both_stay(room: Room) -> None:
    first, second = WORDS.format(6, "een eerste ree"), WORDS.format(7, "een tweede ree")
    sent = room.send(("a/dub.txt", first), ("b/dub.txt", second), replace=True)
    assert room.became(sent) == {"dub.txt": Became.READ, "dub (2).txt": Became.READ}
    assert (room.folder / "dub.txt").read_text() == first


def test_what_is_read_along_is_named(room: Room) -> None:
    (room.folder / "gelegd.txt").write_text(WORDS.format(8, "een vos"))
    report = room.report(room.send(("gestuurd.txt", WORDS.format(9, "een haas"))))
    assert [(line.name, line.why) for line in report.lines] == [
        ("gestuurd.txt", ""),
        ("gelegd.txt", web_text_manage.READ_ALONG),
    ]
    assert report.told == "2 gelezen."


def test_what_was_taken_away_before_it_was_read_is_told(room: Room) -> None:
    report = read_received(room.index, [Stored("weg.txt", "weg.txt", Placed.NEW)], silent)
    assert [(line.name, line.became, line.why) for line in report.lines] == [
        ("weg.txt", Became.SKIPPED, web_text_manage.AWAY)
    ]


def test_the_second_try_tells_what_the_first_one_read(room: Room) -> None:
    (room.folder / "eerste.txt").write_text(WORDS.format(10, "een eekhoorn"))
    index_paths(room.home, room.index.encoder, [room.folder])
    one = Stored("eerste.txt", "eerste.txt", Placed.NEW)
    assert [line.became for line in read_received(room.index, [one], silent).lines] == [Became.SAME]
    assert [line.became for line in read_received(room.index, [one], silent, again=True).lines] == [Became.READ]


def test_a_file_in_a_zip_in_a_zip_is_named_without_signs_of_ours() -> None:
    assert shown_name("/map/gemengd.zip!/map/in.zip!/in.md") == "gemengd.zip › map/in.zip › in.md"


def test_the_original_of_a_record_is_there_after_an_upload_that_was_no_good(room: Room) -> None:
    line = room.report(room.send(("bron.txt", WALES.replace("vier", "elf")))).lines[0]
    room.report(room.send(("bron.txt", b"\x00\x01\x02" * 100), replace=True))
    (place,) = room.index.store.catalogue().places(line.record_id)
    assert place == str(room.folder / "bron.txt")
    assert "elf walvissen" in (room.folder / "bron.txt").read_text()
