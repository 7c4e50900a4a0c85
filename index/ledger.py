"""The ledger of a record: what was decided, promised and announced in it, each with the words that say so.

Everything in an entry is a place in the record's text: the quote, and who, what, to whom and by when. What the record doesn't
say is None. Whether a promise was kept is not in the record that makes it, see `index.ledger_status`.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from index import ledger_who as whose
from index.dates import find_dates
from index.ledger_acts import acts_of, may_act, opens_list
from index.ledger_clause import Act, EntryKind
from index.ledger_list import BLANK, ITEM, Row, rows_of
from index.ledger_what import doer, label_who, what
from index.records import Record, RecordKind, Section, SectionKind, Span
from index.sentences import sentences
from index.speakers import find_turns

_LONGEST = 900  # characters of one quote
_WITH_WHO = 600  # characters of one that begins where it is said who speaks
_BACK = 3  # sentences that are looked back for whom "zij" means
_THEN = re.compile(r"\b(?:in|op|sinds)\s+(?:\d{1,2}\s+)?(?:[a-z]+\s+)?(?:19|20)\d\d\b", re.IGNORECASE)
_SILENT = frozenset({SectionKind.ATTENDANCE, SectionKind.AGENDA})


class Status(StrEnum):
    """What became of an entry; the values are what a user sees and asks for."""

    OPEN = "open"
    DONE = "gedaan"
    UNKNOWN = "onbekend"


@dataclass(frozen=True, slots=True)
class Entry:
    """One decision, promise or announced item, or (kind "afronding") the statement that something is done.

    All spans count in the record's text; those of `what`, `to_whom` and `by_when` lie inside `span`, that of `who` may stand a
    sentence or two before it ("Zij zegde toe"). `status` is what the record itself says. `speaker` is in whose turn of
    speaking it stands, where the entry itself names nobody. `row`: it is a row of a list, which later records repeat with its
    state of then. Of an "afronding" `what` is the word that says so.
    """

    kind: EntryKind
    record_id: str
    topic: str
    page: int | None
    speaker: str | None
    span: Span
    who: Span | None = None
    what: Span | None = None
    to_whom: Span | None = None
    by_when: Span | None = None
    status: Status = Status.UNKNOWN
    row: bool = False


def record_to_entries(record: Record) -> list[Entry]:
    """The entries of a record, in the order of its text; [] when it decides, promises and announces nothing."""
    if record.kind is RecordKind.AGENDA:
        return []
    found: dict[tuple[EntryKind, Span], Entry] = {}
    for section in record.sections:
        if section.kind not in _SILENT:
            for entry in _section(record, section):
                found.setdefault((entry.kind, entry.span), entry)
    return sorted(found.values(), key=lambda entry: (entry.span.start, entry.span.end))


def _section(record: Record, section: Section) -> Iterator[Entry]:
    words = section.span.of(record.text)
    rows = rows_of(record.text, section) if section.kind is SectionKind.ACTIONS or " | " in words else []
    yield from (_of_row(record, section, row) for row in rows)
    if may_act(words):
        for entry in _told(record, section, [row.span for row in rows]):
            unsaid = entry.who is None and entry.kind in (EntryKind.PROMISE, EntryKind.ANNOUNCED)
            turn = _speaker(record.text, section, entry) if unsaid else None
            yield replace(entry, speaker=turn or section.speaker)


def _speaker(text: str, section: Section, entry: Entry) -> str | None:
    """In whose turn an entry stands: a turn ends with its paragraph, so that is what is looked at."""
    last = entry.span.end - 1
    start = max((gap.end() for gap in BLANK.finditer(text, section.span.start, last)), default=section.span.start)
    gap = BLANK.search(text, entry.span.end, section.span.end)
    turns = find_turns(text, Span(start, gap.start() if gap else section.span.end))
    return next((turn.speaker for turn in turns if turn.span.start <= last < turn.span.end), None)


def _of_row(record: Record, section: Section, row: Row) -> Entry:
    status = Status.DONE if row.done else Status.OPEN if row.open else Status.UNKNOWN
    kind = EntryKind.DECISION if row.decision else EntryKind.PROMISE
    return Entry(
        kind,
        record.id,
        section.topic,
        section.page,
        None,
        row.span,
        row.who,
        row.what,
        None,
        row.by_when,
        status,
        row=True,
    )


def _told(record: Record, section: Section, taken: Sequence[Span]) -> Iterator[Entry]:
    """What running text says."""
    text = record.text
    spans = sentences(text, section.span)
    skip = -1
    for i, span in enumerate(spans):
        if span.start < skip or any(span.overlaps(other) for other in taken) or " | " in span.of(text):
            continue
        opened = opens_list(span.of(text)) if text[span.end - 1] in ":*" else None
        if opened is not None:
            items = _items(text, spans, i + 1)
            if items:
                skip = items[-1].end
                yield from _list_entries(record, section, span, opened, items)
                continue
        for act in acts_of(span.of(text)):
            if act.kind in (EntryKind.DECISION, EntryKind.PROMISE) and _is_earlier(span.of(text), act, record.dates):
                continue
            yield _entry(record, section, spans, i, act)


def _is_earlier(words: str, act: Act, meetings: Sequence[date]) -> bool:
    """Whether a sentence tells of an earlier time: its verb goes with a date of before the meeting."""
    then = None if act.label or not meetings else _THEN.search(words, 0, act.verb.end)
    told = [found.last for found in find_dates(then[0]) if found.last is not None] if then else []
    return bool(told) and max(told) < min(meetings)


def _items(text: str, spans: Sequence[Span], first: int) -> list[Span]:
    """The items of a list that begins at sentence `first`; or the one sentence there, when nothing parts it from its label."""
    found = []
    for i in range(first, len(spans)):
        if not ITEM.match(spans[i].of(text)):
            break
        found.append(spans[i])
    if found or first >= len(spans) or BLANK.search(text, spans[first - 1].end, spans[first].start):
        return found
    return [spans[first]]


def _list_entries(record: Record, section: Section, opening: Span, act: Act, items: Sequence[Span]) -> Iterator[Entry]:
    """A list of decisions: one entry while it can be quoted whole, else one for each item."""
    words = opening.of(record.text)
    who = whose.starts_with_who(words) or whose.nearest_who(words, act.verb)
    if items[-1].end - opening.start <= _LONGEST:
        yield Entry(
            act.kind, record.id, section.topic, section.page, None, Span(opening.start, items[-1].end), _at(opening, who),
            Span(items[0].start, items[-1].end),
        )  # fmt: skip
        return
    for item in items:
        yield Entry(act.kind, record.id, section.topic, section.page, None, item, what=item)


def _entry(record: Record, section: Section, spans: Sequence[Span], i: int, act: Act) -> Entry:
    text = record.text
    span = spans[i]
    words = span.of(text)
    who = label_who(words, act) if act.label else doer(words, act)
    whole, at_who = span, _at(span, who)
    if whose.leans(words) and not act.label:
        before = [k for k in range(max(0, i - _BACK), i) if not BLANK.search(text, spans[k].end, span.start)]
        person = _person(text, [spans[k] for k in before], words) if whose.SHE.match(words) else None
        if person is not None:
            at_who = person
        if person is not None and span.end - (start := _opening(spans, person).start) <= _WITH_WHO:
            whole = Span(start, span.end)
        elif before and span.end - spans[i - 1].start <= _LONGEST and (person is None or whose.points_back(words)):
            whole = Span(spans[i - 1].start, span.end)
    when = whose.by_when(words)
    return Entry(
        act.kind, record.id, section.topic, section.page, None, whole, at_who, _at(span, what(words, act, who)),
        _at(span, whose.to_whom(words, who)), _at(span, when),
    )  # fmt: skip


def _opening(spans: Sequence[Span], inside: Span) -> Span:
    return next(span for span in spans if inside.within(span))


def _person(text: str, before: Sequence[Span], words: str) -> Span | None:
    """Whom "zij" or "hij" means: the one with whom a sentence before opens; None when that isn't plain."""
    plural = whose.is_plural_she(words)
    for span in reversed(before):
        sentence = span.of(text)
        found = whose.starts_with_who(sentence)
        if found is not None:
            return _shift(span, found) if plural is whose.is_plural(found.of(sentence)) else None
        if whose.names_someone(sentence):
            return None
    return None


def _shift(outer: Span, inner: Span) -> Span:
    return Span(outer.start + inner.start, outer.start + inner.end)


def _at(outer: Span, inner: Span | None) -> Span | None:
    return None if inner is None else _shift(outer, inner)
