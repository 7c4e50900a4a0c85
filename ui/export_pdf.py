"""A document as a tagged PDF (PDF/UA-1), set by Typst inside this process.

The template is a fixed file; the document goes to it as JSON, so that no text is ever Typst's markup. It is set in a
folder of its own that holds the template alone, with the fonts that Typst brings along, so that it can read nothing else, asks for
no packages and looks the same on every machine. What those fonts don't have (an emoji, Chinese) is shown as □, and said so.

Typst leaves two things behind in a process. It numbers every source that is given as bytes, and has 65,535 numbers: so the
template is given as a file, which keeps its number. And it remembers what it made in its last ten calls, 150 MB for 200
answers each time: so after a document it makes an empty one until that is forgotten. One document is made at a time.
"""

import json
import logging
import re
import unicodedata
from dataclasses import asdict
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from typing import Any

import typst

from ui import web_text, web_text_export
from ui.export import Document, ExportError

log = logging.getLogger(__name__)

_MAKING = Lock()  # Typst takes more at once; this bounds the memory, and no document takes long
_REMEMBERED = 11  # calls, after which typst 0.15 has let go of a document
_TEMPLATE = Path(__file__).with_name("export.typ")
_UNSHOWN = re.compile(  # what isn't surely in the fonts; tests/test_ui_export_pdf.py has every other character set
    "[^\n\u0020-\u007e\u00a0-\u024f\u0250-\u034e\u0386\u0388-\u038a\u038c\u038e-\u03a1\u03a3-\u03ff\u0400-\u0482\u048a-\u04ff"
    "\u1e00-\u1eff\u2010-\u2027\u202f-\u2040\u2070\u2071\u2074-\u208e\u20a0-\u20bf\u2116\u2122\u2126\u2153-\u2184"
    "\u2190-\u21ff\u2200-\u22ff\u2460-\u2473\u25a0-\u25ff\u2610-\u2612\u2713\u2717\ufb00-\ufb04]"
)
_INSTEAD = "□"
_RUN = re.compile(r"\S{31,}")  # thirty of the widest letters fill a line
_CLUSTER = re.compile("[^\u0300-\u036f]?[\u0300-\u036f]*")  # a letter with its accents
_BREAK = "\u200b"  # a place to end a line, without a width


def pdf(document: Document) -> bytes:
    """A document as the bytes of a PDF file.

    Raises:
        ExportError: it could not be made; why is in the log.
    """
    words = {**asdict(document), "at": None, "author": web_text.NAME, "read": web_text_export.READ}
    words["short"] = web_text.SHORT.strip()
    words |= {"page": web_text_export.PAGE, "of": web_text_export.PAGE_OF}
    shown = _shown(words)
    missing = _UNSHOWN.search(unicodedata.normalize("NFC", json.dumps(words, ensure_ascii=False)))
    shown["unshown"] = web_text_export.NOT_SHOWN if missing else None
    for number, part in enumerate(shown["parts"], 1):
        part["number"] = number
    try:
        return _set(json.dumps(shown), int(document.at.timestamp()))
    except BaseException as error:  # a panic in Rust is no Exception
        if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
            raise
        log.error("een pdf-bestand kon niet worden gemaakt: %s: %.200s", type(error).__name__, error)
        raise ExportError(web_text_export.FAILED) from error


def _set(data: str, timestamp: int) -> bytes:
    with TemporaryDirectory(prefix="lovp-") as name, _MAKING:
        folder = Path(name)
        template, empty = folder / _TEMPLATE.name, folder / "empty.typ"
        template.write_bytes(_TEMPLATE.read_bytes())
        empty.touch()
        try:
            return _compiled(template, {"document": data}, timestamp)
        finally:
            for _ in range(_REMEMBERED):
                _compiled(empty, {}, timestamp)


def _compiled(file: Path, inputs: dict[str, str], timestamp: int) -> bytes:
    return typst.compile(
        file,
        root=file.parent,
        package_path=file.parent,
        package_cache_path=file.parent,
        font_paths=_fonts(),
        sys_inputs=inputs,
        format="pdf",
        pdf_standards="ua-1" if inputs else None,
        timestamp=timestamp,
    )


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False)


def _shown(value: Any, key: str = "") -> Any:
    """The same values, their texts (but no address) as the fonts can show them."""
    if isinstance(value, dict):
        return {name: _shown(inside, name) for name, inside in value.items()}
    if isinstance(value, list | tuple):
        return [_shown(inside, key) for inside in value]
    if not isinstance(value, str) or key == "link":
        return value
    text = _UNSHOWN.sub(_INSTEAD, unicodedata.normalize("NFC", value))
    return _RUN.sub(lambda run: _BREAK.join(filter(None, _CLUSTER.findall(run[0]))), text)
