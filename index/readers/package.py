"""Word and ODF files are ZIP files of XML: opened within the limits, and read without entities, DTD or network."""

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from lxml import etree

from index.readers.bounds import limits, megabytes
from index.readers.document import UnreadableError

_SMALL = 1 << 20  # bytes; below it no ratio is a bomb
# What zipfile raises for what is no whole ZIP.
BROKEN_ZIP = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OverflowError)


def check_zip(archive: zipfile.ZipFile) -> None:
    """Refuses a ZIP that would unpack to far more than it says it is.

    Raises:
        UnreadableError: too many members, too much when unpacked, or packed impossibly well (a "zip bomb").
    """
    bound = limits()
    members = archive.infolist()
    if len(members) > bound.members:
        raise UnreadableError(f"het bestand bevat te veel onderdelen ({len(members)}, hoogstens {bound.members})")
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    if unpacked > bound.unpacked:
        raise UnreadableError(
            f"het bestand is uitgepakt te groot ({megabytes(unpacked)}, hoogstens {megabytes(bound.unpacked)})"
        )
    if unpacked > _SMALL and unpacked > bound.ratio * max(packed, 1):
        raise UnreadableError("het bestand is verdacht sterk ingepakt (een zipbom?) en wordt niet geopend")


@contextmanager
def opened(path: Path, damaged: str) -> Iterator[zipfile.ZipFile]:
    """A document's ZIP, checked; whatever shows that it isn't whole is told as `damaged`.

    Raises:
        UnreadableError: no whole ZIP, or not within the limits.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            check_zip(archive)
            yield archive
    except (*BROKEN_ZIP, KeyError, etree.LxmlError, RecursionError) as error:
        raise UnreadableError(damaged) from error


def part(archive: zipfile.ZipFile, name: str) -> Any:
    """The root element of an XML part.

    Raises:
        KeyError: there is no such part.
        UnreadableError: it declares entities, which documents never need and attacks do.
        etree.XMLSyntaxError: it isn't XML.
    """
    bound = limits().unpacked
    with archive.open(name) as member:
        data = member.read(bound + 1)
    if len(data) > bound:  # the sizes in the directory were a lie
        raise UnreadableError("het bestand is verdacht sterk ingepakt (een zipbom?) en wordt niet geopend")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    root = etree.fromstring(data, parser)
    if root.getroottree().docinfo.internalDTD is not None:
        raise UnreadableError("het bestand bevat een eigen documenttype (DTD); dat is verdacht en wordt niet gelezen")
    return root


def optional_part(archive: zipfile.ZipFile, name: str) -> Any:
    """As `part`; None when it isn't there or isn't XML, for parts that a document can do without."""
    try:
        return part(archive, name)
    except (KeyError, etree.LxmlError, *BROKEN_ZIP):
        return None


def local(element: Any) -> str:
    """An element's name without its namespace, of which OOXML has a strict and a transitional one; "" for a comment."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: Any, name: str) -> str | None:
    """An attribute by its name without namespace."""
    for key, value in element.attrib.items():
        if key.rpartition("}")[2] == name:
            return str(value)
    return None


def child(element: Any, *names: str) -> Any:
    """The first child of that name, then its child of the next name, and so on; None when one isn't there."""
    for name in names:
        if element is None:
            return None
        element = next((inner for inner in element if local(inner) == name), None)
    return element
