"""Plain text: decoded as UTF-8, UTF-16 or else Windows-1252, with the page starts that some layouts leave behind."""

import codecs
from pathlib import Path

from index.readers.bounds import check_text
from index.readers.document import Document, UnreadableError


def read_plain(path: Path) -> Document:
    """The text of a .txt file, line ends made equal; nothing else is changed.

    Raises:
        UnreadableError: the bytes are no text, or far too many.
    """
    text = check_text(decode(path.read_bytes()))
    return Document(text.replace("\f", "\n"), _pages(text))


def decode(data: bytes) -> str:
    """Bytes as text: UTF-8 (with or without BOM), UTF-16 with BOM, else Windows-1252.

    Raises:
        UnreadableError: zero bytes inside, as in programs, pictures and archives.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _line_ends(data.decode("utf-16", errors="replace"))
    if b"\0" in data[:65536]:
        raise UnreadableError("het bestand bevat geen tekst (binaire inhoud)")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if error.end >= len(data) and error.start > 0 and error.reason == "unexpected end of data":
            text = data[: error.start].decode("utf-8-sig")  # cut off inside its last character
        else:
            text = data.decode("cp1252", errors="replace")
    return _line_ends(text)


def _line_ends(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _pages(text: str) -> tuple[int, ...]:
    """Where pages start: at form feeds; or, in text taken from a PDF, at lines that open with one lone space.

    The second only when the first line has that space too and no line has more: then it is the trace of a page, no indent.
    """
    if "\f" in text.rstrip("\f\n "):
        return (0, *(i + 1 for i, char in enumerate(text.rstrip("\f\n ")) if char == "\f"))
    starts: list[int] = []
    offset = 0
    for line in text.split("\n"):
        indent = len(line) - len(line.lstrip(" "))
        if line.strip():
            if indent > 1 or (not starts and indent == 0):
                return ()
            if indent == 1:
                starts.append(offset)
        offset += len(line) + 1
    return tuple(starts)
