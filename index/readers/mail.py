"""Mails saved as .eml or .msg: the subject as title, then the words of the message; attachments are files of their own.

The day on which a mail was sent is no meeting date, so it is not read into the text.
"""

import email
import email.errors
import email.policy
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage, MIMEPart
from html import escape
from pathlib import Path
from typing import Any

from index.readers.bounds import check_text
from index.readers.document import Document, UnreadableError, Writer
from index.readers.html import write_html
from index.readers.plain import decode

_DAMAGED_MESSAGE = "het bestand is geen (heel) Outlook-bericht"


@dataclass(frozen=True, slots=True)
class Words:
    """What a mail says: its subject, and its text or page headed by that; "" when it says nothing itself.

    `ending` is that of the file that `text` would be: ".txt" or ".html".
    """

    subject: str
    text: str
    ending: str


def read_mail(path: Path) -> Document:
    """The words of an .eml file: its plain text, or else its web page.

    Raises:
        UnreadableError: no mail, or one without words of its own.
    """
    return _document(words(path, outlook=False))


def read_message(path: Path) -> Document:
    """The words of an Outlook .msg file.

    Raises:
        UnreadableError: no such file, or one without words of its own.
    """
    return _document(words(path, outlook=True))


def words(path: Path, outlook: bool) -> Words:
    """What a mail says itself.

    Raises:
        UnreadableError: the mail can't be read.
    """
    if outlook:
        message = _outlook(path)
        try:
            subject, text = str(message.subject), message.body or ""
            html = "" if text.strip() else message.html_body or ""
        except MemoryError:
            raise
        except Exception as error:  # oxmsg raises whatever its bytes lead it into
            raise UnreadableError(_DAMAGED_MESSAGE) from error
    else:
        mail = _message(path)
        subject = _subject(mail)
        text, html = _body(mail)
    subject = " ".join(subject.split())
    if text.strip():
        plain = text.replace("\r\n", "\n").replace("\r", "\n").strip("\n")
        return Words(subject, f"{subject}\n\n{plain}\n".lstrip("\n"), ".txt")
    return Words(subject, f"<h1>{escape(subject)}</h1>\n{html}" if html.strip() else "", ".html")


def _body(mail: EmailMessage) -> tuple[str, str]:
    """Its plain text, else its page."""
    for kind in ("plain", "html"):
        part = mail.get_body((kind,))
        content = _content(part) if part is not None else ""
        if content.strip():
            return (content, "") if kind == "plain" else ("", content)
    return "", ""


def attachments(path: Path, outlook: bool) -> Iterator[tuple[str, bytes]]:
    """Name and contents of each attachment of a mail.

    Raises:
        UnreadableError: the mail can't be read.
    """
    if outlook:
        message = _outlook(path)
        try:
            found = [(attachment.file_name or "", attachment.file_bytes) for attachment in message.attachments]
        except MemoryError:
            raise
        except Exception as error:  # as above
            raise UnreadableError(_DAMAGED_MESSAGE) from error
        yield from ((name, data) for name, data in found if data)
    else:
        yield from _mail_attachments(_message(path))


def _document(own: Words) -> Document:
    if not own.text:
        raise UnreadableError("het bericht zelf heeft geen tekst; lees de bijlagen apart in")
    writer = Writer()
    if own.ending == ".html":
        write_html(writer, own.text)
    else:
        subject, _, text = own.text.partition("\n\n") if own.subject else ("", "", own.text)
        writer.add(subject, 1)
        for block in check_text(text).split("\n\n"):
            writer.add(block)
    return writer.document()


def _message(path: Path) -> EmailMessage:
    try:
        message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    except (email.errors.MessageError, ValueError, LookupError, RecursionError) as error:
        raise UnreadableError("het bestand is geen (heel) e-mailbericht") from error
    if not message.keys():
        raise UnreadableError("het bestand is geen (heel) e-mailbericht")
    return message


def _subject(message: EmailMessage) -> str:
    try:
        return str(message.get("subject", ""))
    except Exception:  # the parser of headers has many ways to fail on hostile ones
        return ""


def _content(part: MIMEPart) -> str:
    try:
        return str(part.get_content())
    except (LookupError, UnicodeError, KeyError, ValueError):  # an unknown character set, or none that fits
        data = part.get_payload(decode=True)
        return decode(data) if isinstance(data, bytes) else ""


def _mail_attachments(message: EmailMessage) -> Iterator[tuple[str, bytes]]:
    for part in message.iter_attachments():
        inner: Any = part.get_payload(0) if part.get_content_type() == "message/rfc822" else None
        if inner is not None:
            yield f"{' '.join(str(inner.get('subject', '')).split()) or 'bericht'}.eml", inner.as_bytes()
            continue
        data = part.get_payload(decode=True)
        inline = part.get_content_maintype() == "image" and part.get_content_disposition() != "attachment"
        if isinstance(data, bytes) and data and not inline:  # pictures inside are logos
            yield part.get_filename() or "", data


def _outlook(path: Path) -> Any:
    from oxmsg import Message

    try:
        return Message.load(str(path))
    except MemoryError:
        raise
    except Exception as error:  # as above
        raise UnreadableError(_DAMAGED_MESSAGE) from error
