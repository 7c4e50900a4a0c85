"""ZIP files and mails for the zoo of `zoo.py`: bombs, climbers, locked members, boxes in boxes, and broken mail."""

import stat
import zipfile
from collections.abc import Callable
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path

from zoo import OLE, READ, Odd, of
from zoo_documents import made, zipped


def _nested(words: str, depth: int) -> bytes:
    content = zipped({"verslag.txt": words})
    for _ in range(depth - 1):
        content = zipped({"in.zip": content})
    return content


def _linked(words: str) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        link = zipfile.ZipInfo("wachtwoorden.txt")
        link.create_system = 3
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr("verslag.txt", words)
    return buffer.getvalue()


def _locked(words: str) -> bytes:
    """A ZIP whose one member says that it is encrypted."""
    content = bytearray(zipped({"verslag.txt": words}))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + place] |= 1
    return bytes(content)


def _twins(words: str) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("verslag.txt", words)
        archive.NameToInfo.clear()  # zipfile warns of a name that it knows
        archive.writestr("verslag.txt", words.replace("burgemeester", "minister"))
    return buffer.getvalue()


def _lying(_: str) -> bytes:
    """A ZIP whose directory says that 50 MB is 10 bytes."""
    content = bytearray(zipped({"verslag.txt": b"woord " * 9_000_000}))
    for mark, place in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = content.index(mark) + place
        content[at : at + 4] = (10).to_bytes(4, "little")
    return bytes(content)


def _flipped(words: str) -> bytes:
    content = bytearray(zipped({"verslag.txt": words * 50}))
    content[60] ^= 0xFF
    return bytes(content)


def mail(words: str, change: Callable[[EmailMessage], object] = lambda message: None) -> bytes:
    """A mail with these words."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@example.org", "b@example.org", "Verslag LOVP 4 juli 2022"
    message.set_content(words)
    change(message)
    return message.as_bytes()


def _many(message: EmailMessage) -> None:
    for number in range(2_500):
        message.add_attachment(b"x", maintype="application", subtype="octet-stream", filename=f"{number}.bin")


def _twin_attachments(words: str) -> bytes:
    def attach(message: EmailMessage) -> None:
        for name in ("burgemeester", "minister"):
            text = words.replace("burgemeester", name).encode()
            message.add_attachment(text, maintype="text", subtype="plain", filename="verslag.txt")

    return mail("Zie de bijlagen.", attach)


def _deep_mail(words: str) -> bytes:
    parts = b"".join(
        b'Content-Type: multipart/mixed; boundary="%d"\r\n\r\n--%d\r\n' % (number, number) for number in range(3_000)
    )
    head = b"From: a@example.org\r\nSubject: Diep\r\nMIME-Version: 1.0\r\n"
    return head + parts + b"Content-Type: text/plain\r\n\r\n" + words.encode()


_FIXED = "/tmp/vast pad van de dierentuin.txt"  # noqa: S108 - a path that an archive names, and that nothing may write
PACKED = [
    Odd("bom.zip", "ZIP dat tot 100 MB uitpakt", "zipbom",
        lambda p, _: p.write_bytes(zipped({"verslag.txt": b" " * (100 << 20)}))),
    Odd("veel.zip", "ZIP met 3.000 bestanden", "te veel onderdelen",
        lambda p, _: p.write_bytes(zipped({f"{number}.txt": "x" for number in range(3_000)}))),
    Odd("leugen.zip", "ZIP dat over zijn grootte liegt", "beschadigd", made(_lying), "!/verslag.txt"),
    Odd("diep.zip", "ZIP in ZIP, vijf diep", "te veel archieven in elkaar", made(lambda w: _nested(w, 5)),
        "!/in.zip!/in.zip!/in.zip"),
    Odd("twee diep.zip", "ZIP in ZIP, twee diep", READ, made(lambda w: _nested(w, 2)), "!/in.zip!/verslag.txt"),
    Odd("klimt.zip", "ZIP dat buiten zijn map wil schrijven", READ,
        made(lambda w: zipped({"../../../ontsnapt.txt": w})), "!/ontsnapt.txt"),
    Odd("vast pad.zip", "ZIP met een vast pad", READ, made(lambda w: zipped({_FIXED: w})), f"!{_FIXED}"),
    Odd("link.zip", "ZIP met een verwijzing erin", "een verwijzing", made(_linked), "!/wachtwoorden.txt"),
    Odd("slot.zip", "ZIP met een wachtwoord", "wachtwoord", made(_locked), "!/verslag.txt"),
    Odd("dubbel.zip", "ZIP met twee bestanden van één naam", READ, made(_twins), "!/verslag.txt"),
    Odd("naamloos.zip", "ZIP met een bestand zonder naam", READ,
        made(lambda w: zipped({"a.txt": w}).replace(b"a.txt", b"\0.txt")), "!/naamloos"),
    Odd("stuk.zip", "ZIP met een kapot bestand erin", "beschadigd", made(_flipped), "!/verslag.txt"),
    Odd("half.zip", "ZIP waarvan het einde ontbreekt", "geen (heel) ZIP-bestand",
        made(lambda w: zipped({"verslag.txt": w * 50})[:90])),
    Odd("leeg.zip", "ZIP zonder bestanden", "het ZIP-bestand is leeg", lambda p, _: p.write_bytes(zipped({}))),
    Odd("ruis in zip.zip", "ZIP met ruis erin", "binaire inhoud",
        lambda p, _: p.write_bytes(zipped({"ruis.txt": bytes(range(256)) * 20})), "!/ruis.txt"),
    Odd("ruis.eml", "mail van ruis", "geen (heel)", of(bytes(range(256)) * 40)),
    Odd("kop.eml", "mail zonder inhoud", "geen tekst", of(b"From: a@b.nl\nSubject: x\nMIME-Version: 1.0\n\n")),
    Odd("bijlagen.eml", "mail met 2.500 bijlagen", "te veel bijlagen of te lang", made(lambda w: mail(w, _many))),
    Odd("tweeling.eml", "mail met twee bestanden van één naam", READ, made(_twin_attachments), "!/verslag.txt"),
    Odd("zz verdwijnt.zip", "ZIP die verdwijnt terwijl er gelezen wordt", "niet te lezen of liep vast",
        made(lambda w: zipped({"a.txt": w}))),
    Odd("diep.eml", "mail met 3.000 geneste delen", "geen (heel) e-mailbericht", made(_deep_mail)),
    Odd("vreemd.eml", "mail in een onbekende codering", READ,
        made(lambda w: mail(w).replace(b"utf-8", b"klingon-8")), "!/Verslag LOVP 4 juli 2022.txt"),
    Odd("ruis.msg", "bericht van Outlook van ruis", "geen (heel)",
        of(OLE + bytes(range(256)) * 40)),
    Odd("tekst.msg", "tekst met de naam van een bericht van Outlook", "geen (heel)", of("zomaar tekst")),
]  # fmt: skip


def written_outside(folder: Path) -> list[Path]:
    """What the archives above would have written if they could."""
    return [path for path in (folder.parent / "ontsnapt.txt", Path(_FIXED)) if path.exists()]
