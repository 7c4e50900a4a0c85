"""What a question is and what an answer is: text that exists only where citations allow it."""

from dataclasses import dataclass
from enum import StrEnum

from index.records import EVERYTHING, Passage, Scope, Span


@dataclass(frozen=True, slots=True)
class Turn:
    """One earlier message of the conversation; `role` is "user" or "assistant"."""

    role: str
    text: str


class PartKind(StrEnum):
    """What a part of a scope narrows; its value names it to `ask`, which can leave it out."""

    PERIOD = "period"
    SPEAKER = "speaker"
    ACT = "kind"  # promises, agreements, announced agenda items
    TOPIC = "topic"


@dataclass(frozen=True, slots=True)
class ScopePart:
    """One way in which a question is narrowed, to be shown and to be removed.

    `value` is for programs ("2021-01-01/2021-12-31", "toezegging"), `label` is Dutch for people, `words` are those of the
    question that gave it: "" when the user set it apart from the question.
    """

    kind: PartKind
    value: str
    label: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """A question that stands on its own, and the meetings it asks about.

    `scope` is the outer bound of what was searched; `parts` say it piece by piece. `note` is what a reader should know of how
    the question was read, in Dutch, None when there is nothing to tell.
    """

    text: str
    scope: Scope = EVERYTHING
    parts: tuple[ScopePart, ...] = ()
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Citation:
    """The place that allows a statement: `quote` is exactly `record.text[span.start:span.end]`.

    The span counts characters in the record's text, not in the passage's.
    """

    n: int
    passage: Passage
    span: Span
    quote: str


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer and what it rests on.

    `text` carries the markers [1]..[m]; each has exactly one citation, numbered in order of first use.
    `answered` is False when the records don't say; then there are no citations and `text` says so.
    `short` is the direct answer ("2020 en 2021"), None where the question has none.
    `question` is the question that was answered, made to stand on its own.
    `expansions` are the words that were searched besides those of the question: (asked, searched too).
    """

    text: str
    citations: tuple[Citation, ...]
    answered: bool
    short: str | None
    question: Question
    expansions: tuple[tuple[str, str], ...] = ()
    composer: str = "extractive"
