"""One reader per document format: a file becomes text, with the pages and headings that its format knows."""

from collections.abc import Callable
from pathlib import Path

from index.readers.document import Document, UnreadableError


def _pdf(path: Path) -> Document:
    from index.readers.pdf import read_pdf

    return read_pdf(path)


def _word(path: Path) -> Document:
    from index.readers.word import read_word

    return read_word(path)


def _html(path: Path) -> Document:
    from index.readers.html import read_html

    return read_html(path)


def _markdown(path: Path) -> Document:
    from index.readers.markdown import read_markdown

    return read_markdown(path)


def _plain(path: Path) -> Document:
    from index.readers.plain import read_plain

    return read_plain(path)


# The libraries behind the readers are slow to import, so each is imported when the first such file comes by.
READERS: dict[str, Callable[[Path], Document]] = {
    ".txt": _plain,
    ".md": _markdown,
    ".markdown": _markdown,
    ".html": _html,
    ".htm": _html,
    ".docx": _word,
    ".pdf": _pdf,
}

_NOT_RECORDS = {"readme", "leesmij", "lees mij", "license", "licence", "licentie", "changelog"}


def read_file(path: Path) -> Document:
    """The text of a file by the reader for its ending.

    Raises:
        UnreadableError: an unknown ending, an empty file, no permission, or contents the reader can't make sense of.
    """
    if path.stem.lower() in _NOT_RECORDS:
        raise UnreadableError("dit is een leesmij- of licentiebestand, geen verslag")
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        known = ", ".join(sorted(suffix[1:] for suffix in READERS))
        raise UnreadableError(f"bestandssoort {path.suffix or '(geen)'} wordt niet gelezen; wel: {known}")
    try:
        if path.stat().st_size == 0:
            raise UnreadableError("het bestand is leeg")
        document = reader(path)
    except PermissionError as error:
        raise UnreadableError("geen leesrechten op dit bestand") from error
    except OSError as error:
        raise UnreadableError(f"het bestand is niet te lezen ({error.strerror or 'fout van het systeem'})") from error
    if not any(char.isalpha() for char in document.text):
        raise UnreadableError("het bestand bevat geen tekst")
    return document


__all__ = ["READERS", "Document", "UnreadableError", "read_file"]
