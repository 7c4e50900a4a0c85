"""From a record to its passages: cut at topics and sentences first, at size second.

The passages of a section lie against each other without a gap, so together they are the section to the letter.
"""

import re
from collections.abc import Iterator

from index.legible import legible
from index.records import Passage, Record, Section, Span
from index.sentences import sentences

PASSAGE_CHARS = 700  # about so long a passage is; part of the recipe
_AT_PARAGRAPH = 0.6 * PASSAGE_CHARS  # past this it is closed where a paragraph ends,
_AT_SENTENCE = 1.6 * PASSAGE_CHARS  # past this where a sentence ends
_STUB = 0.3 * PASSAGE_CHARS  # less than this isn't left behind as a passage of its own
_GAP = re.compile(r"[^\S\n]+\n|\n[^\S\n]+")  # spaces around line ends
_LONGEST = 4 * PASSAGE_CHARS  # a text without sentence ends is cut here, at a space when there is one


def record_to_passages(record: Record) -> list[Passage]:
    """The passages of a record in order; [] for a record without sections."""
    return [_passage(record, section, span) for section in record.sections for span in _spans(record.text, section)]


def passage_id(record_id: str, span: Span) -> str:
    """The id of the passage at `span`: where it stands, not what it says."""
    return f"{record_id}:{span.start}-{span.end}"


def _spans(text: str, section: Section) -> Iterator[Span]:
    start = section.span.start
    begins = [sentence.start for sentence in sentences(text, section.span)][1:]
    for begin in [*begins, section.span.end]:
        while begin - start > _LONGEST:
            space = text.rfind(" ", start + PASSAGE_CHARS, start + _LONGEST)
            cut = space + 1 if space > start else start + _LONGEST
            yield Span(start, cut)
            start = cut
        paragraph_ends = "\n\n" in _GAP.sub("\n", text[max(start, begin - 40) : begin])
        long_enough = begin - start >= (_AT_PARAGRAPH if paragraph_ends else _AT_SENTENCE)
        if begin == section.span.end or (long_enough and section.span.end - begin >= _STUB):
            yield Span(start, begin)
            start = begin


def _passage(record: Record, section: Section, span: Span) -> Passage:
    return Passage(
        id=passage_id(record.id, span),
        record_id=record.id,
        title=record.title,
        date=record.dates[0] if record.dates else None,
        topic=section.topic,
        speaker=section.speaker,
        page=section.page,
        span=span,
        text=span.of(record.text),
    )


def context(passage: Passage) -> str:
    """What stands above a passage: its record, topic and speaker; searched along with it, never quoted."""
    return "\n".join(line for line in (passage.title, passage.topic, passage.speaker) if line)


def encoded(passage: Passage) -> str:
    """What an encoder is given of a passage: its text with broken words made whole, in its context.

    A sentence about "it" stands under a topic that says what.
    """
    return f"{context(passage)}\n{legible(passage.text)}"
