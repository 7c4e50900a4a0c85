"""One reader per document format: a file becomes text, with the pages, headings and tables that its format knows."""

import re
import stat
from collections.abc import Callable
from pathlib import Path

from index.limits import LIMITS, Limits
from index.readers.bounds import check_text, megabytes, within
from index.readers.characters import clean
from index.readers.content import ADVICE, READABLE, Kind, kind_of
from index.readers.document import Document, UnreadableError

Reader = Callable[[Path], Document]


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


def _odt(path: Path) -> Document:
    from index.readers.odt import read_odt

    return read_odt(path)


def _mail(path: Path) -> Document:
    from index.readers.mail import read_mail

    return read_mail(path)


def _message(path: Path) -> Document:
    from index.readers.mail import read_message

    return read_message(path)


def _picture(path: Path) -> Document:
    from index.readers.ocr import read_picture

    return read_picture(path)


# The libraries behind the readers are slow to import, so each is imported when the first such file comes by.
READERS: dict[str, Reader] = {
    ".txt": _plain,
    ".md": _markdown,
    ".markdown": _markdown,
    ".mdown": _markdown,
    ".html": _html,
    ".htm": _html,
    ".xhtml": _html,
    ".docx": _word,
    ".docm": _word,
    ".odt": _odt,
    ".pdf": _pdf,
    ".eml": _mail,
    ".msg": _message,
    ".png": _picture,
    ".jpg": _picture,
    ".jpeg": _picture,
    ".tif": _picture,
    ".tiff": _picture,
}
SUFFIXES = frozenset(READERS)

_BY_KIND: dict[Kind, Reader] = {
    Kind.PDF: _pdf,
    Kind.WORD: _word,
    Kind.ODT: _odt,
    Kind.MSG: _message,
    Kind.MAIL: _mail,
    Kind.HTML: _html,
    Kind.PICTURE: _picture,
    Kind.TEXT: _plain,
}
# What may stand under an ending without surprise; a reader for text makes the best of any text.
_EXPECTED: dict[str, frozenset[Kind]] = {
    ".pdf": frozenset({Kind.PDF}),
    ".docx": frozenset({Kind.WORD}),
    ".docm": frozenset({Kind.WORD}),
    ".odt": frozenset({Kind.ODT}),
    ".msg": frozenset({Kind.MSG}),
    ".eml": frozenset({Kind.MAIL, Kind.TEXT, Kind.HTML}),
    ".html": frozenset({Kind.HTML, Kind.TEXT, Kind.MAIL}),
    ".htm": frozenset({Kind.HTML, Kind.TEXT, Kind.MAIL}),
    ".xhtml": frozenset({Kind.HTML, Kind.TEXT}),
    **dict.fromkeys((".txt", ".md", ".markdown", ".mdown"), frozenset({Kind.TEXT, Kind.MAIL})),
    **dict.fromkeys((".png", ".jpg", ".jpeg", ".tif", ".tiff"), frozenset({Kind.PICTURE})),
}
_NOT_RECORDS = {"readme", "leesmij", "lees mij", "license", "licence", "licentie", "changelog"}
_SYSTEM_FILES = {".ds_store", "thumbs.db", "desktop.ini"}
_ENDING = re.compile(r"\.[A-Za-z][A-Za-z0-9]{0,9}")  # the ".2" of "verslag 5.2" is none


def read_file(path: Path, limits: Limits = LIMITS) -> Document:
    """The text of a file, by the reader for its ending or, where the ending lies, for what it is.

    Args:
        path: a file; anything else (a pipe, a device) is refused without being opened.
        limits: what reading it may cost.

    Raises:
        UnreadableError: the reason in Dutch why it isn't read.
    """
    _check_name(path)
    try:
        state = path.stat()
        if not stat.S_ISREG(state.st_mode):
            raise UnreadableError("dit is geen gewoon bestand")
        if state.st_size == 0:
            raise UnreadableError("het bestand is leeg")
        if state.st_size > limits.size:
            raise UnreadableError(
                f"het bestand is te groot ({megabytes(state.st_size)}, hoogstens {megabytes(limits.size)})"
            )
        reader = _reader(path)
        with within(limits):
            document = clean(reader(path))
            check_text(document.text)
    except PermissionError as error:
        raise UnreadableError("geen leesrechten op dit bestand") from error
    except OSError as error:
        raise UnreadableError("het bestand is niet te lezen") from error
    if not any(char.isalpha() for char in document.text):
        raise UnreadableError("het bestand bevat geen tekst")
    return document


def _check_name(path: Path) -> None:
    if path.name.startswith("~$"):
        raise UnreadableError("dit is een tijdelijk bestand van Office dat er staat zolang het document open is")
    if path.name.lower() in _SYSTEM_FILES or path.name.startswith("._"):
        raise UnreadableError("dit is een hulpbestand van het besturingssysteem, geen verslag")
    if path.stem.lower() in _NOT_RECORDS:
        raise UnreadableError("dit is een leesmij- of licentiebestand, geen verslag")


def _reader(path: Path) -> Reader:
    """The reader for the ending; for what the file is when its ending says otherwise or says nothing."""
    ending = path.suffix.lower()
    own = READERS.get(ending)
    kind = kind_of(path)
    named = bool(_ENDING.fullmatch(path.suffix))
    if own is not None and (kind in _EXPECTED.get(ending, frozenset(Kind)) or _broken(ending, kind)):
        return own
    if own is None and named and kind in {Kind.TEXT, Kind.BINARY, Kind.HTML, Kind.MAIL, Kind.PICTURE}:
        raise UnreadableError(f"bestandssoort {path.suffix} wordt niet gelezen; wel: {_known()}")
    if kind in READABLE:
        return _BY_KIND[kind]
    if kind is Kind.BINARY:
        raise UnreadableError("het bestand bevat geen tekst (binaire inhoud)")
    what = f"dit is {kind}" if own is None else f"dit is geen {path.suffix[1:]}-bestand maar {kind}"
    raise UnreadableError(f"{what}, dat wordt niet gelezen; {ADVICE[kind]}")


def _broken(ending: str, kind: Kind) -> bool:
    """Whether the file is rather a damaged one of its own format than a whole one of another: its reader says that best."""
    packed = ending in {".docx", ".docm", ".odt"}
    return ending not in {".txt", ".md", ".markdown", ".mdown"} and (
        kind in {Kind.TEXT, Kind.BINARY} or (packed and kind is Kind.ZIP)
    )


def _known() -> str:
    return ", ".join(sorted(suffix[1:] for suffix in READERS))


__all__ = ["READERS", "SUFFIXES", "Document", "UnreadableError", "read_file"]
