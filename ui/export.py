"""A conversation as a document to keep: the same words in the same order, whatever kind of file they are put in.

The kinds of file differ in how they are written, not in what they say. So that is settled here, once: `document` takes
exchanges and gives plain values, in which every text is one line without characters that steer a screen; `exported`
has them written. A model's words that were withheld, and drafts that were not checked, are in none of them.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from assistant.answer import Answer, Citation
from assistant.plain import plain, plain_line
from index.dates import written
from index.errors import UserError
from ui import web_text, web_text_export
from ui.web_chat import Exchange
from ui.web_marked import HELD, held

Link = Callable[[Citation], str | None]  # the permanent address of the place a citation points at, None without one

MOST_EXCHANGES = 100  # of one file; so many, with 450 sources, take about a second to make, as PDF or for Word
_HEADING = 160  # characters of a question that are its heading; a longer one follows whole
_LINK = re.compile(r"https?://[A-Za-z0-9.:\[\]-]+/[!-~]*")
_UNSAFE = re.compile(r"[\"'<>\\^`{|}()]")  # what an address never needs bare, and a file could stumble over
_MARKER = re.compile(r"\[(\d+)\]")
_HERE = ZoneInfo("Europe/Amsterdam")  # of the meetings and their readers, wherever the server is


class ExportError(UserError):
    """A conversation that can't become a file."""


class Format(StrEnum):
    """A kind of file; its value is how the file's name ends."""

    MARKDOWN = "md"
    WORD = "docx"
    PDF = "pdf"

    @property
    def media_type(self) -> str:
        """What a browser is told that the file is."""
        return _MEDIA_TYPES[self]


_MEDIA_TYPES = {
    Format.MARKDOWN: "text/markdown; charset=utf-8",
    Format.WORD: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Format.PDF: "application/pdf",
}


@dataclass(frozen=True, slots=True)
class Export:
    """A file, ready to be handed over."""

    name: str
    media_type: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Remark:
    """A line beside an answer: what kind of remark it is ("Let op:"), and its words."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Words:
    """A run of an answer's text; `n` is the source that it is the marker of ("[1]"), None for all other words."""

    text: str
    n: int | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph of an answer, or an item of a list in it."""

    words: tuple[Words, ...]
    item: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """A place in a record, with its literal words; `place` is its date, topic, speaker and page as far as known."""

    n: int
    place: str
    title: str
    quote: str
    link: str | None


@dataclass(frozen=True, slots=True)
class Part:
    """A question and what came of it. `before` and `after` stand before and behind the answer's words.

    `sources` are what the answer rests on or, when it declines, the places that come nearest; `sources_title` says which.
    """

    heading: str
    before: tuple[Remark, ...]
    short: str | None
    blocks: tuple[Block, ...]
    after: tuple[Remark, ...]
    sources_title: str
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """What stands in a file: `made` says when it was made, `origin` that it comes from an automated system."""

    title: str
    made: str
    at: datetime
    parts: tuple[Part, ...]
    origin: str


def here(at: datetime) -> datetime:
    """A moment as the clock shows it to the readers, wherever the server is."""
    return at.astimezone(_HERE)


def exported(exchanges: Sequence[Exchange], format: Format, *, link: Link | None, now: datetime) -> Export:
    """A file of an answer or a conversation; the same input and `now` give the same bytes.

    Args:
        exchanges: one, or a whole conversation, oldest first.
        format: the kind of file.
        link: gives the permanent address of a citation; None when there are no addresses.
        now: when it is made, with its time zone; it is told in Dutch time, to the minute in the file's name.

    Raises:
        ExportError: there is nothing to export, too much, or the file could not be made.
        ValueError: `now` has no time zone.
    """
    written_out = document(exchanges, link=link, now=now)
    name = web_text_export.NAME_ANSWER if len(exchanges) == 1 else web_text_export.NAME_CONVERSATION
    # each is imported when it is first asked for, so that a page without exports loads no Word and no typesetter
    if format is Format.MARKDOWN:
        from ui.export_markdown import markdown as make
    elif format is Format.WORD:
        from ui.export_docx import word as make
    else:
        from ui.export_pdf import pdf as make
    return Export(f"{name.format(at=written_out.at)}.{format}", format.media_type, make(written_out))


def document(exchanges: Sequence[Exchange], *, link: Link | None, now: datetime) -> Document:
    """What stands in a file of these exchanges; for the arguments and errors, see `exported`."""
    if now.tzinfo is None:
        raise ValueError("now has no time zone")
    if not exchanges:
        raise ExportError(web_text_export.NOTHING_YET)
    if len(exchanges) > MOST_EXCHANGES:
        raise ExportError(web_text_export.TOO_LONG.format(count=len(exchanges), most=MOST_EXCHANGES))
    at = here(now).replace(microsecond=0)
    alone = len(exchanges) == 1
    return Document(
        web_text_export.TITLE_ANSWER if alone else web_text_export.TITLE_CONVERSATION,
        web_text_export.made(at),
        at,
        tuple(_part(None if alone else n, exchange, link, at) for n, exchange in enumerate(exchanges, 1)),
        web_text.COPY_ORIGIN,
    )


def _part(number: int | None, exchange: Exchange, link: Link | None, made: datetime) -> Part:
    question = plain_line(exchange.asked) or web_text.NOTHING_ASKED
    short_question = question if len(question) <= _HEADING else f"{question[:_HEADING].rstrip()} …"
    heading = (web_text_export.QUESTION if number is None else web_text_export.QUESTION_NUMBERED).format(
        n=number, question=short_question
    )
    before = []
    if short_question != question and not exchange.refused:  # who is refused for its length, isn't repeated whole
        before.append(_remark(web_text_export.WHOLE_QUESTION, question))
    if exchange.removed:
        before.append(_remark(web_text.LEFT_OUT, web_text.labels(exchange.removed)))
    answer = exchange.answer
    if answer is None:
        before.append(_remark(web_text_export.NO_ANSWER, exchange.notice or web_text_export.PENDING))
        return Part(heading, tuple(before), None, (), (), web_text.SOURCES, ())
    sources = answer.citations or answer.nearest
    return Part(
        heading,
        (*before, *_before(exchange, answer, made)),
        (plain_line(answer.short) or None) if answer.short else None,
        _blocks(answer),
        _after(answer),
        web_text.SOURCES if answer.citations else web_text.NEAREST,
        tuple(_source(citation, link) for citation in sources),
    )


def _before(exchange: Exchange, answer: Answer, made: datetime) -> list[Remark]:
    remarks = []
    if answer.question.text.strip() != exchange.asked.strip():
        remarks.append(_remark(web_text.UNDERSTOOD, answer.question.text))
    if answer.question.note:
        remarks.append(_remark(web_text.NOTE, answer.question.note))
    if answer.question.parts:
        remarks.append(_remark(web_text.NARROWED, web_text.labels(answer.question.parts)))
    if exchange.at is not None and (at := here(exchange.at)).date() != made.date():
        remarks.append(_remark(web_text_export.ANSWERED_AT, web_text_export.moment(at)))
    return remarks


def _after(answer: Answer) -> tuple[Remark, ...]:
    remarks = []
    if answer.explanations:
        remarks.append(_remark(web_text.EXPLAINED, web_text.explanations(answer)))
    if answer.notice:
        remarks.append(_remark(web_text.NOTE, answer.notice))
    if answer.composer.startswith("llm:"):
        remarks.append(_remark(web_text.NOTE, web_text_export.MODEL))
    return tuple(remarks)


def _remark(label: str, text: str) -> Remark:
    return Remark(label.strip(), plain_line(text))


def _blocks(answer: Answer) -> tuple[Block, ...]:
    """The answer's text: blank lines part paragraphs, lines that open with "- " are items, as on the page."""
    numbers = {citation.n for citation in answer.citations}
    blocks = []
    for paragraph in re.split(r"\n\s*\n", held(answer).strip()):
        for piece in re.split(r"\n(?=[-•] )", paragraph):
            item = re.match(r"[-•] ", piece)
            words = _words(piece[item.end() :] if item else piece, numbers)
            if words:
                blocks.append(Block(words, item is not None))
    return tuple(blocks)


def _words(text: str, numbers: set[int]) -> tuple[Words, ...]:
    line = " ".join(text.split())
    words, done = [], 0
    for match in _MARKER.finditer(line):
        if int(match[1]) in numbers:  # brackets that no citation stands behind are just text
            before = _shown(line[done : match.start()])
            if before.endswith(" "):
                before = before[:-1] + "\N{NO-BREAK SPACE}"  # no marker alone on a line
            words += [Words(before), Words(match[0], int(match[1]))]
            done = match.end()
    words.append(Words(_shown(line[done:])))
    return tuple(one for one in words if one.text)


def _shown(text: str) -> str:
    return re.sub(r"\s+", " ", plain(text.replace(HELD, "[")))


def _source(citation: Citation, link: Link | None) -> Source:
    passage = citation.passage
    parts = [
        written(passage.date) if passage.date else None,
        passage.topic,
        citation.speaker or passage.speaker,
        web_text.page(passage.page) if passage.page else None,
    ]
    place = " · ".join(line for part in parts if part and (line := plain_line(part)))
    title = plain_line(passage.title)
    return Source(
        citation.n, place or title, title, plain_line(citation.quote), _safe(link(citation) if link else None)
    )


def _safe(link: str | None) -> str | None:
    """The address of a web page, whole and without anything odd; None for any other."""
    return link if link and len(link) <= 2_000 and _LINK.fullmatch(link) and not _UNSAFE.search(link) else None
