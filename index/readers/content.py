"""What a file is, told by its contents, whatever its name says."""

import re
import zipfile
import zlib
from enum import StrEnum
from pathlib import Path

from index.readers.document import UnreadableError

_HEAD = 4096  # bytes that are looked at first
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # Word, Excel and Outlook files of before 2007, and locked ones of today
_WORD_PARTS = ("word/document.xml", "word/document2.xml")


class Kind(StrEnum):
    """Kinds of file that are told apart; the value is what a user calls it."""

    PDF = "een PDF"
    WORD = "een Word-document"
    ODT = "een ODF-tekst"
    MSG = "een Outlook-bericht"
    MAIL = "een e-mailbericht"
    HTML = "een webpagina"
    PICTURE = "een afbeelding"
    TEXT = "gewone tekst"
    ZIP = "een ZIP-bestand"
    OLD_WORD = "een oud Word-document (.doc)"
    LOCKED = "een Office-bestand met een wachtwoord"
    RTF = "een RTF-document"
    SHEET = "een rekenblad (spreadsheet)"
    SLIDES = "een presentatie"
    BINARY = "binaire inhoud"


READABLE = frozenset({Kind.PDF, Kind.WORD, Kind.ODT, Kind.MSG, Kind.MAIL, Kind.HTML, Kind.PICTURE, Kind.TEXT})

# What to do with a file that is not read.
ADVICE: dict[Kind, str] = {
    Kind.ZIP: "pak het uit en lees de map in",
    Kind.OLD_WORD: "open het in Word of LibreOffice en sla het op als .docx",
    Kind.LOCKED: "haal het wachtwoord eraf (Bestand, Info, Document beveiligen) en sla het opnieuw op",
    Kind.RTF: "open het in Word of LibreOffice en sla het op als .docx",
    Kind.SHEET: "sla het op als PDF als er een verslag in staat",
    Kind.SLIDES: "sla het op als PDF als er een verslag in staat",
}

_MAGIC: list[tuple[bytes, Kind]] = [
    (b"{\\rtf", Kind.RTF),
    (b"\xff\xd8\xff", Kind.PICTURE),
    (b"\x89PNG\r\n\x1a\n", Kind.PICTURE),
    (b"II*\0", Kind.PICTURE),
    (b"MM\0*", Kind.PICTURE),
    (b"GIF8", Kind.BINARY),
    (b"\x1f\x8b", Kind.BINARY),  # gzip
    (b"7z\xbc\xaf\x27\x1c", Kind.BINARY),
    (b"Rar!\x1a\x07", Kind.BINARY),
    (b"\x7fELF", Kind.BINARY),
    (b"MZ\x90\0", Kind.BINARY),
]
_INSIDE_OLE: list[tuple[str, Kind]] = [
    ("EncryptedPackage", Kind.LOCKED),
    ("__properties_version1.0", Kind.MSG),
    ("WordDocument", Kind.OLD_WORD),
    ("PowerPoint Document", Kind.SLIDES),
    ("Workbook", Kind.SHEET),
]
_HTML_START = re.compile(
    rb"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,2000}?-->\s*){0,9}<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_MAIL_START = re.compile(rb"(?:[A-Za-z][A-Za-z-]{1,40}:[^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*){3,}")
_MAIL_FIELDS = (b"from:", b"received:", b"message-id:", b"mime-version:", b"return-path:", b"subject:", b"date:")
_CONTROLS = bytes([*range(9), *range(14, 27), *range(28, 32)])  # that no text has
_LFS = b"version https://git-lfs.github.com/spec/"


def kind_of(path: Path) -> Kind:
    """What the file holds, from its first bytes and, in a ZIP, the names inside.

    Raises:
        UnreadableError: a pointer of Git LFS, which stands in for the file itself.
        OSError: the file can't be opened.
    """
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if head.startswith(_LFS):
        raise UnreadableError("dit is een verwijzing van Git LFS, niet het bestand zelf; haal het op met: git lfs pull")
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    if b"%PDF-" in head[:1024]:  # Adobe's readers allow junk before it
        return Kind.PDF
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _kind_of_zip(path)
    if head.startswith(_OLE):
        return _kind_of_ole(path)
    return _kind_of_text(head)


def _kind_of_zip(path: Path) -> Kind:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            mimetype = archive.read("mimetype")[:100] if _small(archive, "mimetype") else b""
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, EOFError, zlib.error):
        return Kind.ZIP
    if b"opendocument.text" in mimetype:
        return Kind.ODT
    if b"opendocument.spreadsheet" in mimetype or any(name.startswith("xl/") for name in names):
        return Kind.SHEET
    if b"opendocument.presentation" in mimetype or any(name.startswith("ppt/") for name in names):
        return Kind.SLIDES
    return Kind.WORD if names.intersection(_WORD_PARTS) else Kind.ZIP


def _small(archive: zipfile.ZipFile, name: str) -> bool:
    return name in archive.NameToInfo and archive.getinfo(name).file_size < 200


def _kind_of_ole(path: Path) -> Kind:
    """By the names in its directory, which may lie anywhere in the file."""
    with path.open("rb") as file:
        data = file.read(32 << 20)
    for name, kind in _INSIDE_OLE:
        if name.encode("utf-16-le") in data:
            return kind
    return Kind.BINARY


def _kind_of_text(head: bytes) -> Kind:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Kind.TEXT  # UTF-16
    start = head.removeprefix(b"\xef\xbb\xbf")
    if b"\0" in start or _share_of_controls(start) > 0.1:
        return Kind.BINARY
    if _HTML_START.match(start):
        return Kind.HTML
    fields = _MAIL_START.match(start)
    if fields and sum(b"\n" + name in b"\n" + fields[0].lower() for name in _MAIL_FIELDS) >= 3:
        return Kind.MAIL
    return Kind.TEXT


def _share_of_controls(data: bytes) -> float:
    """How much of it is control characters that no text has."""
    return (len(data) - len(data.translate(None, _CONTROLS))) / max(len(data), 1)
