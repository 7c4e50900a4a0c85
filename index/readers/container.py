"""Files that hold files: what lies in a ZIP, or hangs on a mail, is laid in a folder under safe names."""

import posixpath
import stat
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from index.limits import LIMITS, Limits
from index.readers.bounds import megabytes, within
from index.readers.content import Kind, kind_of
from index.readers.document import UnreadableError
from index.readers.package import BROKEN_ZIP, check_zip

CONTAINERS = frozenset({".zip", ".eml", ".msg"})
_JUNK_FOLDERS = {"__macosx"}
_JUNK_FILES = {".ds_store", "thumbs.db", "desktop.ini"}
_SMALL = 1 << 20  # bytes; below it no ratio is a bomb
_STEP = 1 << 20  # bytes unpacked at once


@dataclass(frozen=True, slots=True)
class Member:
    """A file from a container: its name there, with its folders, and where it lies now."""

    name: str
    path: Path


@dataclass(frozen=True, slots=True)
class Refused:
    """A file in a container that was not taken out, and why (Dutch)."""

    name: str
    reason: str


def unpack(path: Path, into: Path, limits: Limits = LIMITS, depth: int = 1) -> list[Member | Refused]:
    """Takes the files out of a ZIP or mail; what the system or Office leaves behind is passed over in silence.

    Args:
        path: a file whose ending is one of `CONTAINERS`.
        into: an empty folder; each member gets a folder of its own in it, and keeps its name for its date.
        limits: how many members, how large together, how deep.
        depth: how many containers deep this one lies, itself included.

    Returns:
        The members in the order in which they stand, never none; a mail's own words are its first.

    Raises:
        UnreadableError: no whole container, or too much of something.
    """
    if depth > limits.depth:
        raise UnreadableError(f"dit bestand zit te diep verpakt (meer dan {limits.depth} keer); pak het eerst uit")
    with within(limits):
        try:
            kind = kind_of(path)
            is_mail = kind in {Kind.MAIL, Kind.TEXT, Kind.HTML, Kind.MSG} and path.suffix.lower() != ".zip"
            members = list(_from_mail(path, into, kind, limits) if is_mail else _from_zip(path, into, limits))
            if not members:
                raise UnreadableError("er zit geen tekst in het bericht" if is_mail else "het ZIP-bestand is leeg")
            return list(_told_apart(members))
        except OSError as error:
            raise UnreadableError("het bestand is niet te lezen") from error


def _told_apart(members: Iterable[Member | Refused]) -> Iterator[Member | Refused]:
    """The members under names that no two share: "verslag.txt", "verslag (2).txt"."""
    times: Counter[str] = Counter()
    taken: set[str] = set()
    for member in members:
        place, name = PurePosixPath(member.name), member.name
        while name in taken:
            times[member.name] += 1
            name = str(place.with_name(f"{place.stem} ({times[member.name] + 1}){place.suffix}"))
        taken.add(name)
        yield replace(member, name=name)


def _from_zip(path: Path, into: Path, limits: Limits) -> Iterator[Member | Refused]:
    try:
        with zipfile.ZipFile(path) as archive:
            check_zip(archive)
            left = limits.unpacked
            for number, info in enumerate(archive.infolist(), 1):
                name = _readable(info)
                if info.filename.endswith("/") or _is_junk(name):
                    continue
                reason = _refusal(info, limits)
                if reason:
                    yield Refused(name, reason)
                    continue
                place = _place(into, number, name)
                try:
                    left -= _extract(archive, info, place, left)
                except BROKEN_ZIP:
                    place.unlink(missing_ok=True)
                    yield Refused(name, "dit bestand in de ZIP is beschadigd of op een onbekende manier ingepakt")
                    continue
                yield Member(name, place)
    except BROKEN_ZIP as error:
        raise UnreadableError("het bestand is geen (heel) ZIP-bestand") from error


def _readable(info: zipfile.ZipInfo) -> str:
    """A member's name in slashes, without climbing; names of old programs are in code page 850, not 437."""
    name = info.filename
    if not info.flag_bits & 0x800 and not name.isascii():
        try:
            name = name.encode("cp437").decode("utf-8")
        except UnicodeError:
            name = name.encode("cp437", errors="replace").decode("cp850", errors="replace")
    parts = [part for part in name.replace("\\", "/").split("/") if part not in {"", ".", ".."}]
    return posixpath.join(*parts) if parts else "naamloos"


def _is_junk(name: str) -> bool:
    *folders, file = name.lower().split("/")
    return bool(_JUNK_FOLDERS.intersection(folders)) or file in _JUNK_FILES or file.startswith(("._", "~$"))


def _refusal(info: zipfile.ZipInfo, limits: Limits) -> str:
    """Why a member stays where it is; "" when it may come out."""
    mode = info.external_attr >> 16
    if info.flag_bits & 0x1:
        return "dit bestand in de ZIP is beveiligd met een wachtwoord; pak het uit en lees het daarna in"
    if stat.S_IFMT(mode) not in {0, stat.S_IFREG}:
        return "dit is een verwijzing, geen gewoon bestand"
    if info.file_size > limits.size:
        return f"het bestand is te groot ({megabytes(info.file_size)}, hoogstens {megabytes(limits.size)})"
    if info.file_size > _SMALL and info.file_size > limits.ratio * max(info.compress_size, 1):
        return "het bestand is verdacht sterk ingepakt (een zipbom?) en wordt niet geopend"
    return ""


def _extract(archive: zipfile.ZipFile, info: zipfile.ZipInfo, place: Path, left: int) -> int:
    """Writes a member, at most `left` bytes of it whatever the directory promised; returns how many."""
    written = 0
    with archive.open(info) as source, place.open("wb") as target:
        while piece := source.read(_STEP):
            written += len(piece)
            if written > left:
                raise UnreadableError("het ZIP-bestand is uitgepakt te groot")
            target.write(piece)
    return written


def _place(into: Path, number: int, name: str) -> Path:
    """A path of our making: a numbered folder, and the member's own name shorn of what a file system may choke on."""
    folder = into / f"{number:04d}"
    folder.mkdir(parents=True, exist_ok=True)
    file = "".join(char if char.isprintable() and char not in '<>:"|?*\\/' else "_" for char in name.rpartition("/")[2])
    stem, dot, ending = file.rpartition(".")
    short = f"{(stem or ending)[:50]}{dot}{ending[:10]}" if len(file.encode()) > 200 else file
    return folder / (short.strip() or "naamloos")


def _from_mail(path: Path, into: Path, kind: Kind, limits: Limits) -> Iterator[Member | Refused]:
    from index.readers.mail import attachments, words  # its libraries are only needed for mail

    left = limits.unpacked
    own = words(path, kind is Kind.MSG)
    if own.text:
        place = _place(into, 0, _plain_name(f"{own.subject or path.stem}{own.ending}", 0))
        place.write_text(own.text, encoding="utf-8")
        yield Member(place.name, place)
    for number, (name, data) in enumerate(attachments(path, kind is Kind.MSG), 1):
        if number > limits.members:
            raise UnreadableError(f"het bericht heeft te veel bijlagen (meer dan {limits.members})")
        plain = _plain_name(name, number)
        if _is_junk(plain):
            continue
        left -= len(data)
        if left < 0:
            raise UnreadableError("de bijlagen zijn samen te groot")
        if plain.lower().endswith("winmail.dat"):
            yield Refused(plain, "dit is een bijlage die alleen Outlook kan openen; sla het bericht daar op als .msg")
        elif len(data) > limits.size:
            yield Refused(plain, f"de bijlage is te groot ({megabytes(len(data))}, hoogstens {megabytes(limits.size)})")
        else:
            place = _place(into, number, plain)
            place.write_bytes(data)
            yield Member(plain, place)


def _plain_name(name: str, number: int) -> str:
    name = " ".join(name.replace("\\", "/").rpartition("/")[2].split()).strip(". ")
    return name or f"bijlage {number}"
