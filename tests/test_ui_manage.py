"""What is done with records by those who may: erased, made again, and read while others ask."""

import logging
import zipfile
from pathlib import Path

import pytest
from manage_site import WALES, Room, room

from assistant.ask import ask
from index.ingest import writing
from ui.manage import Became

__all__ = ["room"]  # the fixture that the tests below use


def test_a_record_that_is_removed_is_gone_with_its_file(room: Room, caplog: pytest.LogCaptureFixture) -> None:
    words = "Verslag LOVP 4 november 2024\n\nVogels\nDe officier hoorde dertien uilen op het dak.\n"
    line = room.report(room.send(("uilen.txt", words))).lines[0]
    question = "Hoeveel uilen hoorde de officier?"
    assert "dertien" in ask(room.index, question).text
    sure = room.client.get("/beheer/verwijder", params={"verslag": line.record_id}, headers={"accept": "text/html"})
    assert "het bestand uilen.txt zelf" in sure.text
    assert (room.folder / "uilen.txt").exists()  # looking changes nothing
    with caplog.at_level(logging.INFO):
        report = room.report(room.client.post("/beheer/verwijder", data={"verslag": line.record_id}))
    assert [(one.name, one.became) for one in report.lines] == [("uilen.txt", Became.ERASED)]
    assert not (room.folder / "uilen.txt").exists()
    assert not ask(room.index, question).answered
    assert b"dertien uilen" not in (room.home / "lovp.sqlite3").read_bytes()
    assert f"anna verwijdert het verslag {line.record_id}" in caplog.text
    assert "dertien" not in caplog.text
    room.report(room.client.post("/beheer/lees"))
    assert not ask(room.index, question).answered  # and it doesn't come back
    assert room.client.post("/beheer/verwijder", data={"verslag": line.record_id}).status_code == 404


def test_a_record_from_elsewhere_goes_and_its_file_stays(room: Room) -> None:
    record = room.index.store.records()[0]
    (place,) = room.index.store.catalogue().places(record.id)
    page = room.client.get("/beheer/verwijder", params={"verslag": record.id}, headers={"accept": "text/html"}).text
    assert "niet hier is toegevoegd" in page
    report = room.report(room.client.post("/beheer/verwijder", data={"verslag": record.id}))
    assert [one.became for one in report.lines] == [Became.LEFT]
    assert Path(place).is_file()
    assert room.index.store.record(record.id) is None
    again = room.report(room.client.post("/beheer/lees"))
    assert [(one.name, one.became) for one in again.lines if one.record_id == record.id] == []


def test_a_file_with_several_records_stays_until_it_is_removed_itself(room: Room, tmp_path: Path) -> None:
    packed = tmp_path / "twee.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        for name, day, what in (("a", "2 december 2024", "kikkers"), ("b", "9 december 2024", "padden")):
            archive.writestr(
                f"{name}.txt", f"Verslag LOVP {day}\n\nDieren\nDe korpschef telde zeven {what} op straat.\n"
            )
    first, second = room.report(room.send(("twee.zip", packed.read_bytes()))).lines
    report = room.report(room.client.post("/beheer/verwijder", data={"verslag": first.record_id}))
    assert [(one.name, one.became) for one in report.lines] == [("twee.zip", Became.LEFT)]
    assert room.index.store.record(second.record_id) is not None
    room.report(room.client.post("/beheer/verwijder", data={"bestand": "twee.zip"}))
    assert room.index.store.record(second.record_id) is None
    assert "twee.zip" not in room.names()
    assert not [place for place in room.index.store.catalogue().files() if "twee.zip" in place]


@pytest.mark.parametrize("name", ["../lovp.sqlite3", "/etc/passwd", ".slot", ".", "", "bestaat niet.txt", "../../x"])
def test_no_other_file_can_be_removed(room: Room, name: str) -> None:
    assert room.client.post("/beheer/verwijder", data={"bestand": name}).status_code == 404
    assert (room.home / "lovp.sqlite3").exists()


def test_the_index_is_made_again_and_answers_as_before(room: Room) -> None:
    question = "Voor welke jaren is de financiering van de taser geregeld?"
    before = ask(room.index, question).text
    report = room.report(room.client.post("/beheer/index"))
    assert report.told.startswith("De index is opnieuw gemaakt, met ")
    assert ask(room.index, question).text == before


def test_a_question_during_a_job_is_answered_and_progress_is_told(room: Room) -> None:
    with writing(room.home):  # another process reads in
        number = room.send(("wachten.txt", WALES.replace("vier", "acht"))).json()["job"]
        task = room.client.get("/beheer/taak").json()
        assert task["doing"].startswith("Ontvangen bestanden lezen")
        assert ask(room.index, "Voor welke jaren is de financiering van de taser geregeld?").answered
        other = room.send(("ook wachten.txt", WALES.replace("vier", "negen"))).json()["job"]
        assert room.client.get("/beheer/taak").json()["waiting"] == "Daarna nog 1 taak."
    assert room.jobs.wait(number, 60).report is not None
    last = room.jobs.wait(other, 60)
    assert last.report is not None
    assert [line.name for line in last.report.lines] == ["ook wachten.txt"]
    assert room.client.get("/beheer/taak").json()["latest"] == other
