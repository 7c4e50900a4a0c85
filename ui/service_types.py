"""The shapes that programs get, one for each operation: those of the command line's JSON, each place with its link besides.

They are checked when they are made: a key that the command line has and these don't know is a defect that a test sees.
"""

from datetime import date as Day  # noqa: N812  # `date` is the name of a field of nearly every shape

from pydantic import BaseModel, ConfigDict

from assistant.answer import Fault, PartKind, Refusal
from index.ledger import Status
from index.ledger_clause import EntryKind


class Shape(BaseModel):
    """What all have in common: they know all their keys, and don't change."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Cited(Shape):
    """A literal quote and where it stands: the record's text has it at [start:end]."""

    n: int
    record_id: str
    title: str
    date: Day | None
    topic: str
    speaker: str | None
    page: int | None
    start: int
    end: int
    quote: str
    passage: str
    url: str | None


class ScopePart(Shape):
    """One way in which a question was narrowed; `words` are those of the question that did it."""

    kind: PartKind
    value: str
    label: str
    words: str


class ScopeUsed(Shape):
    """What was searched."""

    since: Day | None
    until: Day | None
    topic: str | None
    speaker: str | None
    parts: list[ScopePart]
    note: str | None


class Expansion(Shape):
    """A word that was searched besides one of the question."""

    asked: str
    searched: str


class Mark(Shape):
    """Where the short answer stands: in the quote of citation `n`."""

    n: int
    start: int
    end: int


class Explanation(Shape):
    """What we say of words in the quote of citation `n`; the record doesn't."""

    n: int
    words: str
    meaning: str


class Withheld(Shape):
    """A sentence of a language model that was left out, and why."""

    text: str
    fault: Fault
    why: str


class Answered(Shape):
    """An answer in which each [n] has one citation; `answered` is false when the records don't say."""

    question: str
    standalone: str
    answered: bool
    answer: str
    short: str | None
    citations: list[Cited]
    scope: ScopeUsed
    expansions: list[Expansion]
    composer: str
    elapsed_ms: float
    mark: Mark | None
    explanations: list[Explanation]
    refusal: Refusal | None
    nearest: list[Cited]
    notice: str | None
    withheld: list[Withheld]
    confidence: float | None


class Found(Shape):
    """A passage that was found; a higher score is better, within one search."""

    rank: int
    score: float
    passage_id: str
    record_id: str
    title: str
    date: Day | None
    topic: str
    speaker: str | None
    page: int | None
    start: int
    end: int
    text: str
    url: str | None


class Fulfilled(Shape):
    """Where it is said that it was done."""

    record_id: str
    date: Day | None
    start: int
    end: int
    quote: str
    url: str | None


class Entry(Shape):
    """A decision, promise or announced item."""

    kind: EntryKind
    date: Day | None
    record_id: str
    title: str
    topic: str
    page: int | None
    speaker: str | None
    who: str | None
    what: str | None
    to_whom: str | None
    by_when: str | None
    status: Status
    start: int
    end: int
    quote: str
    fulfilled: Fulfilled | None
    url: str | None


class Quoted(Shape):
    """A literal quote; `n` is its number in the text of the answer, null for one that the text leaves out."""

    n: int | None
    record_id: str
    date: Day | None
    topic: str
    speaker: str | None
    page: int | None
    start: int
    end: int
    quote: str
    url: str | None


class Moment(Shape):
    """What one meeting says about a topic."""

    date: Day
    title: str
    topic: str
    worth: float
    quotes: list[Quoted]


class Absent(Shape):
    """A meeting that a record speaks of, of which there is no record."""

    date: Day | None
    until: Day | None
    record_id: str | None
    text: str


class Timeline(Shape):
    """A topic over the meetings; `silent` are those that don't speak of it."""

    topic: str
    names: list[str]
    answered: bool
    answer: str
    moments: list[Moment]
    silent: list[Day]
    aside: list[Day]
    left_out: list[Day]
    missing: list[Absent]
    elapsed_ms: float


class Spoken(Shape):
    """A topic of a meeting, with a quote."""

    topic: str
    quote: Quoted


class Pair(Shape):
    """A topic that is in both meetings."""

    first: Spoken
    second: Spoken
    likeness: float


class Comparison(Shape):
    """Two meetings side by side."""

    first: Day
    second: Day
    answered: bool
    answer: str
    continued: list[Pair]
    new: list[Spoken]
    dropped: list[Spoken]
    elapsed_ms: float
