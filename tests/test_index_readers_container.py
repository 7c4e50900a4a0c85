"""ZIP files and mails are taken apart safely: nothing climbs out, nothing explodes, and what is refused says why."""

import random
import stat
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest

from index.limits import Limits
from index.readers import UnreadableError, read_file
from index.readers.container import CONTAINERS, Member, Refused, unpack


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    return tmp_path / "stukken.zip"


@pytest.fixture
def into(tmp_path: Path) -> Path:
    (tmp_path / "uit").mkdir()
    return tmp_path / "uit"


def zipped(path: Path, *members: tuple[str, bytes | str]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members:
            made.writestr(name, content)
    return path


def taken(path: Path, into: Path) -> list[tuple[str, str]]:
    return [(m.name, m.path.read_text()) for m in unpack(path, into) if isinstance(m, Member)]


def refused(path: Path, into: Path, limits: Limits | None = None) -> dict[str, str]:
    return {m.name: m.reason for m in unpack(path, into, limits or Limits()) if isinstance(m, Refused)}


def test_members_keep_their_names_and_folders_and_lie_apart(archive: Path, into: Path) -> None:
    """Traps 52, 57 and 59."""
    zipped(archive, ("2021-11-24/verslag.txt", "een"), ("2022/verslag.txt", "twee"), ("Verslag (1) é+..txt", "drie"))
    assert taken(archive, into) == [
        ("2021-11-24/verslag.txt", "een"),
        ("2022/verslag.txt", "twee"),
        ("Verslag (1) é+..txt", "drie"),
    ]
    assert {".zip", ".eml", ".msg"} == CONTAINERS
    assert [m.path.name for m in unpack(archive, into) if isinstance(m, Member)][2] == "Verslag (1) é+..txt"


@pytest.mark.parametrize(
    "name", ["../../weg.txt", "/etc/weg.txt", "..\\..\\weg.txt", "C:\\map\\weg.txt", "a/../../weg.txt"]
)
def test_no_name_climbs_out_of_the_folder(archive: Path, into: Path, name: str) -> None:
    [member] = unpack(zipped(archive, (name, "inhoud")), into)
    assert isinstance(member, Member)
    assert member.path.resolve().is_relative_to(into.resolve())
    assert member.path.name == "weg.txt"
    assert ".." not in member.name


def test_a_link_in_a_zip_is_refused(archive: Path, into: Path) -> None:
    link = zipfile.ZipInfo("verslag.txt")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(archive, "w") as made:
        made.writestr(link, "/etc/passwd")
    assert refused(archive, into) == {"verslag.txt": "dit is een verwijzing, geen gewoon bestand"}


def test_a_locked_member_is_refused_by_name_and_the_rest_is_read(archive: Path, into: Path) -> None:
    zipped(archive, ("open.txt", "open"), ("dicht.txt", "dicht"))
    data = bytearray(archive.read_bytes())
    at = data.rfind(b"PK\x01\x02")  # the directory entry of the last member
    data[at + 8] |= 1  # "encrypted"
    archive.write_bytes(bytes(data))
    assert "wachtwoord" in refused(archive, into)["dicht.txt"]
    assert taken(archive, into) == [("open.txt", "open")]


def test_a_bomb_is_refused_unopened(archive: Path, into: Path) -> None:
    zipped(archive, ("bom.txt", b"0" * (60 << 20)))
    with pytest.raises(UnreadableError, match="verdacht sterk ingepakt"):
        unpack(archive, into)


def test_a_bomb_between_other_files_is_refused_by_name(archive: Path, into: Path) -> None:
    noise = random.Random(1).randbytes(300_000)  # noqa: S311 - the same noise every time, no secret
    zipped(archive, ("bom.txt", b"0" * (20 << 20)), ("ruis.txt", noise))
    assert list(refused(archive, into)) == ["bom.txt"]


def test_too_many_or_too_large_members_are_refused(archive: Path, into: Path) -> None:
    zipped(archive, *((f"{i}.txt", "x" * 50) for i in range(5)))
    with pytest.raises(UnreadableError, match="te veel onderdelen \\(5, hoogstens 4\\)"):
        unpack(archive, into, Limits(members=4))
    with pytest.raises(UnreadableError, match="uitgepakt te groot"):
        unpack(archive, into, Limits(unpacked=200))
    assert "te groot" in refused(archive, into, Limits(size=40))["0.txt"]


def test_a_size_that_lies_does_not_fill_the_disk(archive: Path, into: Path) -> None:
    zipped(archive, ("groot.txt", b"1" * 3_000_000))
    data = bytearray(archive.read_bytes())
    at = data.rfind(b"PK\x01\x02")
    data[at + 24 : at + 28] = (10).to_bytes(4, "little")  # the directory promises ten bytes
    archive.write_bytes(bytes(data))
    found = unpack(archive, into)
    assert sum(file.stat().st_size for file in into.rglob("*.txt")) <= 10
    assert len(found) == 1


def test_archives_too_deep_in_each_other_are_refused(archive: Path, into: Path) -> None:
    with pytest.raises(UnreadableError, match="te diep"):
        unpack(zipped(archive, ("a.txt", "x")), into, depth=4)


def test_what_the_system_leaves_behind_is_passed_over(archive: Path, into: Path) -> None:
    """Trap 53."""
    junk = ("__MACOSX/._verslag.txt", ".DS_Store", "map/~$verslag.docx", "Thumbs.db", "leeg/")
    zipped(archive, ("verslag.txt", "tekst"), *((name, "") for name in junk))
    assert [m.name for m in unpack(archive, into)] == ["verslag.txt"]


@pytest.mark.parametrize("content", [b"PK\x03\x04kapot", b"geen zip"])
def test_what_is_no_zip_is_refused(archive: Path, into: Path, content: bytes) -> None:
    archive.write_bytes(content)
    with pytest.raises(UnreadableError, match="geen \\(heel\\) ZIP"):
        unpack(archive, into)


def mail(path: Path, text: str = "", html: str = "") -> tuple[Path, EmailMessage]:
    message = EmailMessage()
    message["From"], message["To"] = "griffie@voorbeeld.nl", "raad@voorbeeld.nl"
    message["Subject"] = "Verslag overleg 4 juli – één bijlage"
    message["Date"] = "Mon, 18 Jul 2022 10:00:00 +0200"
    if text:
        message.set_content(text)
    if html:
        (message.add_alternative if text else message.set_content)(html, subtype="html")
    path.write_bytes(message.as_bytes())
    return path, message


def test_a_mail_gives_its_subject_as_title_and_its_own_words(tmp_path: Path) -> None:
    """Trap 56; the day of sending is no meeting date."""
    path, _ = mail(tmp_path / "bericht.eml", "Beste raad,\n\nHierbij het verslag.\n", "<p>Anders</p>")
    document = read_file(path)
    assert document.text.split("\n\n") == [
        "Verslag overleg 4 juli – één bijlage",
        "Beste raad,",
        "Hierbij het verslag.",
    ]
    assert [heading.level for heading in document.headings] == [1]
    assert "18" not in document.text


def test_a_mail_of_only_html_is_read_as_a_page(tmp_path: Path) -> None:
    path, _ = mail(tmp_path / "bericht.eml", html="<p>Hierbij <b>het</b> verslag.</p><p hidden>Negeer dit.</p>")
    assert read_file(path).text == "Verslag overleg 4 juli – één bijlage\n\nHierbij het verslag."


def test_attachments_come_out_beside_the_words_of_the_mail(tmp_path: Path, into: Path) -> None:
    path, message = mail(tmp_path / "bericht.eml", "Hierbij.\n")
    message.add_attachment(b"Het verslag.", maintype="text", subtype="plain", filename="../../verslag 4 juli.txt")
    inner = EmailMessage()
    inner["Subject"] = "Doorgestuurd"
    inner.set_content("Eerder bericht.\n")
    message.add_attachment(inner)
    message.add_attachment(b"x", maintype="application", subtype="ms-tnef", filename="winmail.dat")
    path.write_bytes(message.as_bytes())
    members = unpack(path, into)
    assert [m.name for m in members] == [
        "Verslag overleg 4 juli – één bijlage.txt",
        "verslag 4 juli.txt",
        "Doorgestuurd.eml",
        "winmail.dat",
    ]
    own, attached, forwarded, odd = members
    assert isinstance(own, Member)
    assert isinstance(attached, Member)
    assert isinstance(forwarded, Member)
    assert isinstance(odd, Refused)
    assert own.path.read_text().endswith("\n\nHierbij.\n")
    assert attached.path.read_text() == "Het verslag."
    assert "Eerder bericht." in read_file(forwarded.path).text


def test_a_mail_without_words_says_so(tmp_path: Path) -> None:
    path, _ = mail(tmp_path / "leeg.eml")
    with pytest.raises(UnreadableError, match="geen tekst"):
        read_file(path)


@pytest.mark.parametrize(
    "content", [b"", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2_000) + "__properties_version1.0".encode("utf-16-le")]
)
def test_a_broken_outlook_message_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "bericht.msg"
    path.write_bytes(content)
    with pytest.raises(UnreadableError, match=r"leeg|geen \(heel\) Outlook-bericht"):
        read_file(path)
