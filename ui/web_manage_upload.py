"""Files that a browser sends, written to disk as they come, and nothing of them kept when the sending goes wrong.

The body is never whole in memory, and is refused as soon as it is larger than it may be. What is wrong with one file is told of
that file; what is wrong with the whole (too large, broken off) leaves nothing behind.
"""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import anyio
import anyio.to_thread
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from index.errors import UserError
from index.personal import blot
from ui import web_text_manage
from ui.manage import Became, Line
from ui.uploads import Incoming, UploadRefusedError, safe_name
from ui.web_origin import header

MOST_FILES = 200
FILES, REPLACE = "bestanden", "vervang"  # the fields of the form
_SLACK = 1 << 20  # bytes of names and boundaries around the files
_LONGEST_FIELD = 1_000  # bytes
_MOST_PARTS = MOST_FILES + 20
_PATIENCE = 60.0  # seconds in which some bytes must come

Receive = Callable[[], Any]


class BodyRefusedError(UserError):
    """The whole is refused: with which HTTP status, and why (Dutch)."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status = status


class Sent:
    """Holds what was sent: files that are whole and on disk, still without their place, those that were refused, and fields."""

    def __init__(self) -> None:
        """Nothing yet."""
        self.files: list[Incoming] = []
        self.refused: list[Line] = []
        self.fields: dict[str, str] = {}

    def drop(self) -> None:
        """Forgets the files that have no place yet."""
        for one in self.files:
            one.drop()


async def receive_files(scope: Any, receive: Receive, folder: Path, megabytes: int) -> Sent:
    """Takes in the body of a request.

    Args:
        scope: of the request.
        receive: gives its body, as ASGI says.
        folder: where the files will lie.
        megabytes: how large they may be together.

    Raises:
        BodyRefusedError: nothing was kept.
        ui.uploads.StorageError: the same, as the disk can't take it.
    """
    length = header(scope, "content-length") or ""
    if length.isdecimal() and int(length[:20]) > (megabytes << 20) + _SLACK:
        raise BodyRefusedError(413, web_text_manage.too_large(megabytes))
    body = _Body(folder, header(scope, "content-type") or "", megabytes)
    try:
        while True:
            with anyio.fail_after(_PATIENCE):
                message = await receive()
            if message["type"] != "http.request":  # it has gone
                raise BodyRefusedError(400, web_text_manage.BROKEN_FORM)
            if message.get("body"):
                await anyio.to_thread.run_sync(body.write, message["body"])
            if not message.get("more_body"):
                break
        return body.whole()
    except BaseException as error:
        body.sent.drop()
        if isinstance(error, TimeoutError):
            raise BodyRefusedError(408, web_text_manage.TOO_SLOW) from error
        raise


class _Body:
    """The body so far; it is written by one thread at a time."""

    def __init__(self, folder: Path, content_type: str, megabytes: int) -> None:
        self.sent = Sent()
        self._folder, self._megabytes = folder, megabytes
        self._bytes = self._parts = self._read = 0
        self._ended = False
        self._name = self._value = b""  # of the header that is being read
        self._disposition = b""
        self._file: Incoming | None = None
        self._field: str | None = None
        self._text = b""
        kind, options = parse_options_header(content_type)
        boundary = options.get(b"boundary", b"")
        if kind != b"multipart/form-data" or not boundary:
            raise BodyRefusedError(400, web_text_manage.UNREADABLE_REQUEST)
        try:
            self._parser = MultipartParser(
                boundary,
                {
                    "on_part_begin": self._part,
                    "on_header_field": self._header_name,
                    "on_header_value": self._header_value,
                    "on_header_end": self._header,
                    "on_headers_finished": self._headers,
                    "on_part_data": self._data,
                    "on_part_end": self._part_end,
                    "on_end": self._end,
                },
            )
        except FormParserError as error:
            raise BodyRefusedError(400, web_text_manage.UNREADABLE_REQUEST) from error

    def write(self, data: bytes) -> None:
        self._read += len(data)
        if self._read > (self._megabytes << 20) + _SLACK:
            raise BodyRefusedError(413, web_text_manage.too_large(self._megabytes))
        try:
            self._parser.write(data)
        except FormParserError as error:
            raise BodyRefusedError(400, web_text_manage.BROKEN_FORM) from error

    def whole(self) -> Sent:
        if not self._ended:
            raise BodyRefusedError(400, web_text_manage.BROKEN_FORM)
        return self.sent

    def _part(self) -> None:
        self._parts += 1
        if self._parts > _MOST_PARTS:
            raise BodyRefusedError(413, web_text_manage.too_many(MOST_FILES))
        self._disposition, self._file, self._field, self._text = b"", None, None, b""

    def _header_name(self, data: bytes, start: int, end: int) -> None:
        self._name += data[start:end]

    def _header_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _header(self) -> None:
        if self._name.lower() == b"content-disposition":
            self._disposition = self._value
        self._name = self._value = b""

    def _headers(self) -> None:
        _, options = parse_options_header(self._disposition)
        named = options.get(b"filename")
        if named is None:
            self._field = options.get(b"name", b"").decode("utf-8", "replace")
        elif named:  # a form in which no file was chosen sends one without a name
            self._open(_told_name(named))

    def _open(self, name: str) -> None:
        if len(self.sent.files) + len(self.sent.refused) >= MOST_FILES:
            raise BodyRefusedError(413, web_text_manage.too_many(MOST_FILES))
        try:
            self._file = Incoming(self._folder, safe_name(name))
        except UploadRefusedError as error:
            self.sent.refused.append(Line(_shown(name), Became.REFUSED, str(error)))
            return
        self.sent.files.append(self._file)

    def _data(self, data: bytes, start: int, end: int) -> None:
        self._bytes += end - start
        if self._bytes > self._megabytes << 20:
            raise BodyRefusedError(413, web_text_manage.too_large(self._megabytes))
        if self._file is not None:
            self._file.write(data[start:end])
        elif self._field is not None and len(self._text) < _LONGEST_FIELD:
            self._text += data[start:end]

    def _part_end(self) -> None:
        if self._field is not None:
            self.sent.fields[self._field] = self._text[:_LONGEST_FIELD].decode("utf-8", "replace")
        if self._file is None:
            return
        self._file.finish()
        if not self._file.size:
            self._file.drop()
            self.sent.files.remove(self._file)
            self.sent.refused.append(Line(_shown(self._file.name), Became.REFUSED, web_text_manage.EMPTY_FILE))

    def _end(self) -> None:
        self._ended = True


def _told_name(named: bytes) -> str:
    """The name as the user has it: browsers write these three signs otherwise (WHATWG HTML, multipart form data)."""
    name = named.decode("utf-8", "replace")
    return name.replace("%22", '"').replace("%0D", "\r").replace("%0A", "\n")


def _shown(name: str) -> str:
    """A name that is no good, as far as it can be shown."""
    plain = "".join(char for char in os.path.basename(name.replace("\\", "/")) if char.isprintable())  # noqa: PTH119  # no path
    return blot(plain[:80] or "?")
