"""What a site answered: a page or document to be read, with what tells next time whether it changed; or why it can't be read."""

import codecs
import hashlib
import io
import re
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import Message
from email.utils import parsedate_to_datetime
from html import unescape
from pathlib import Path
from urllib.parse import unquote, urlsplit

from index.web_address import FetchError, GoneError

_SUFFIXES = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "application/pdf": ".pdf",
    "application/x-pdf": ".pdf",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.oasis.opendocument.text": ".odt",
}
# Servers that don't know what they have say one of these; the content tells.
_UNTOLD = {"", "application/octet-stream", "binary/octet-stream", "application/force-download", "application/download"}
_UNTOLD |= {"application/zip", "application/x-zip-compressed", "application/msword"}
# What a header may call the letters. Others (utf-7, punycode) are no charset of a web page.
_CHARSETS = {"utf-8", "utf-16", "utf-16-le", "utf-16-be", "iso8859-15", "cp1250", "cp1252", "cp1257", "mac-roman"}
_LOGIN = re.compile(r"\b(log-?in|inloggen|aanmelden|sign-?in|sso|auth|oauth2?|saml2?|adfs|idp)\b", re.IGNORECASE)
_LOGIN_TITLE = re.compile(r"\s*(inloggen|log ?in|aanmelden|sign ?in)\b", re.IGNORECASE)
_PASSWORD = re.compile(rb"<input\b[^<>]{0,500}\btype\s*=\s*[\"']?password\b", re.IGNORECASE)
_MISSING_TITLE = re.compile(r"\s*(404\b|(de )?pagina (is )?niet gevonden|page not found)", re.IGNORECASE)
_TITLE = re.compile(rb"<title\b[^<>]{0,200}>([^<]{0,500})", re.IGNORECASE)
_HEAD = 1 << 16  # bytes in which a page shows what it is


@dataclass(frozen=True, slots=True)
class Stamp:
    """What is kept of a page to ask next time only for what changed.

    `url` is where the page was found after redirects; the site's own marks go with that address only. `sha256` is of the
    bytes as sent (unpacked).
    """

    url: str
    etag: str | None
    last_modified: str | None
    sha256: str


@dataclass(frozen=True, slots=True)
class Page:
    """What was found at an address.

    `address` is the key of the page that was asked for and `found` of the page it led to (both `canonical`); `stamp.url` is the
    address that a reader can open. `data` is ready for the reader of `suffix`. `stem` is a file name without suffix.
    """

    address: str
    found: str
    suffix: str
    stem: str
    data: bytes
    stamp: Stamp


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The page is as it was; `stamp` is what to keep now (a site may have renewed its marks)."""

    address: str
    stamp: Stamp


@contextmanager
def page_file(page: Page) -> Iterator[Path]:
    """The page as a file with the suffix that its reader goes by, in a folder of its own, until the block ends."""
    with tempfile.TemporaryDirectory(prefix="lovp-") as folder:
        path = Path(folder, page.stem + page.suffix)
        path.write_bytes(page.data)
        yield path


def refusal(status: int, headers: Mapping[str, str]) -> FetchError:
    """Why an answer other than a page is none, by its HTTP status."""
    if status in {404, 410}:
        return GoneError(f"de pagina bestaat niet {'meer ' if status == 410 else ''}(foutcode {status})")
    if status in {401, 403, 407}:
        return FetchError(f"de site geeft geen toegang; misschien moet er worden ingelogd (foutcode {status})")
    if status == 429:
        seconds = retry_after(headers)
        later = "later" if seconds is None else f"over {seconds:.0f} seconden"
        return FetchError(f"de site vindt dat er te vaak wordt gevraagd; probeer het {later} opnieuw (foutcode 429)")
    if status == 451:
        return FetchError("de site mag deze pagina niet tonen (foutcode 451)")
    if status >= 500:
        return FetchError(f"de site heeft een storing; probeer het later opnieuw (foutcode {status})")
    return FetchError(f"de site gaf geen pagina terug (foutcode {status})")


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds that the site asks to wait; None when it doesn't say."""
    said = headers.get("Retry-After", "").strip()
    if said.isascii() and said.isdigit():
        return float(said[:9])
    try:
        moment = parsedate_to_datetime(said)
        return max(0.0, (moment - datetime.now(UTC)).total_seconds())
    except (TypeError, ValueError, OverflowError):
        return None


def check_type(headers: Mapping[str, str]) -> None:
    """Refuses what can't be a record by what the site calls it, before it is downloaded.

    Raises:
        FetchError: a kind that isn't read.
    """
    kind = _told(headers).get_content_type() if headers.get("Content-Type") else ""
    if kind not in _SUFFIXES and kind not in _UNTOLD:
        raise FetchError(f"het adres geeft een bestand van de soort {kind}; dat wordt niet gelezen")


def suffix_and_data(headers: Mapping[str, str], data: bytes, *, moved_to: str | None = None) -> tuple[str, bytes]:
    """The file suffix that fits, and the bytes as its reader reads them: the letters of pages and text in UTF-8.

    Args:
        headers: of the answer; `check_type` has passed them.
        data: the bytes of the answer, unpacked.
        moved_to: the address it came from, when that isn't the one that was asked for.

    Raises:
        FetchError: no record: another kind, a page to log in, a page that says that there is none.
    """
    if not data.strip():
        raise FetchError("het adres geeft een lege pagina")
    told = _told(headers) if headers.get("Content-Type") else Message()
    kind = told.get_content_type() if headers.get("Content-Type") else ""
    said = _SUFFIXES.get(kind)
    suffix = _by_content(data) or said
    if suffix is None:
        raise FetchError(f"het adres geeft een bestand van de soort {kind or 'onbekend'}; dat wordt niet gelezen")
    if suffix == ".html" and said in {".pdf", ".docx", ".odt"}:
        raise FetchError(f"het adres belooft een {said[1:]}-bestand maar geeft een webpagina; moet er worden ingelogd?")
    if suffix == ".txt" and said in {".html", ".md"}:
        suffix = said
    if suffix == ".html" and said == ".txt":
        suffix = ".txt"  # a site that shows the source of a page means it
    if suffix in {".html", ".txt", ".md"}:
        data = _in_utf8(data, told.get_content_charset(), bom=suffix == ".html")
    if suffix == ".html":
        _check_is_article(data, moved_to)
    return suffix, data


def _told(headers: Mapping[str, str]) -> Message:
    message = Message()
    message["Content-Type"] = headers.get("Content-Type", "")
    return message


def _by_content(data: bytes) -> str | None:
    """The suffix that the bytes themselves tell of; None when they could be anything."""
    head = data[:_HEAD].lstrip(codecs.BOM_UTF8 + b" \t\r\n")
    if b"%PDF-" in head[:1024]:
        return ".pdf"
    if data.startswith(b"PK\x03\x04"):
        return _by_members(data)
    if re.match(rb"<!doctype\s+html|<html\b|<\?xml[^>]*>\s*(<!doctype\s+html|<html\b)", head, re.IGNORECASE):
        return ".html"
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return ".txt"
    try:
        text = codecs.getincrementaldecoder("utf-8")().decode(data[:_HEAD])
    except UnicodeDecodeError:
        return None
    return None if "\0" in text else ".txt"


def _by_members(data: bytes) -> str | None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            names = set(packed.namelist())
            if "word/document.xml" in names:
                return ".docx"
            if "mimetype" in names and packed.getinfo("mimetype").file_size < 200:
                kind = packed.read("mimetype").decode("ascii", "replace").strip()
                return ".odt" if _SUFFIXES.get(kind) == ".odt" else None
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError):
        pass
    return None


def _in_utf8(data: bytes, charset: str | None, *, bom: bool) -> bytes:
    """Text in UTF-8; a BOM in front (`bom`) overrules what a page says of itself in a meta tag.

    What is valid UTF-8 is UTF-8, whatever the site says: text in another charset hardly ever is, and many a server calls
    everything ISO-8859-1. Bytes that fit nothing stay as they are, for the reader to guess.
    """
    mark = codecs.BOM_UTF8 if bom else b""
    data = data.removeprefix(codecs.BOM_UTF8)
    for name in ("utf-8", charset, "utf-16" if data[:2] in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE} else None):
        try:
            known = codecs.lookup(name or "").name
            known = "cp1252" if known in {"iso8859-1", "ascii"} else known  # as browsers do
            text = data.decode(known) if known in _CHARSETS else "\0"
        except (LookupError, UnicodeDecodeError, ValueError):
            continue
        if "\0" not in text:
            return mark + text.removeprefix("\ufeff").encode()
    return data


def _check_is_article(data: bytes, moved_to: str | None) -> None:
    match = _TITLE.search(data[:_HEAD])
    title = unescape(match[1].decode("utf-8", "replace")) if match else ""
    if _MISSING_TITLE.match(title):
        raise FetchError("de site zegt dat de pagina niet bestaat")
    asks = _PASSWORD.search(data) is not None
    sent = (
        moved_to is not None and _LOGIN.search(f"{urlsplit(moved_to).hostname} {urlsplit(moved_to).path}") is not None
    )
    if (asks and (sent or _LOGIN_TITLE.match(title))) or (sent and _LOGIN_TITLE.match(title)):
        raise FetchError("voor deze pagina moet worden ingelogd")


def digest(data: bytes) -> str:
    """The SHA-256 of some bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def stem_of(url: str, headers: Mapping[str, str]) -> str:
    """A file name without suffix: the one the site gives to save the file under, else the last part of the address."""
    message = Message()
    message["Content-Disposition"] = headers.get("Content-Disposition", "")
    parts = urlsplit(url)
    name = message.get_filename() or unquote(parts.path.rstrip("/").rpartition("/")[2])
    if name and "." in name and re.fullmatch(r"\.[A-Za-z0-9]{1,8}", name[name.rindex(".") :]):
        name = name[: name.rindex(".")]
    if parts.query and not message.get_filename():
        name = f"{name} {unquote(parts.query)}"
    return re.sub(r"[^\w .()+=-]+", " ", name)[:80].strip(" .") or parts.hostname or "pagina"
