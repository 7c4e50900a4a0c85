"""What a question is and what an answer is: text that exists only where citations allow it."""

from dataclasses import dataclass
from enum import StrEnum

from index.records import EVERYTHING, Hit, Passage, Scope, Span


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

    The span counts characters in the record's text, not in the passage's. `speaker` is who says the quoted words, as far as
    the record tells.
    """

    n: int
    passage: Passage
    span: Span
    quote: str
    speaker: str | None = None


class Refusal(StrEnum):
    """Why a question is not answered."""

    NOTHING = "nothing"  # the records have nothing about it
    MENTIONED = "mentioned"  # they speak of it, but don't say what was asked
    OUTSIDE = (
        "outside"  # what was asked lies outside the period, topic or speaker in view, or outside the records at hand
    )


@dataclass(frozen=True, slots=True)
class Mark:
    """Where the short answer stands: in the quote of citation `n`, at `span` in the record's text."""

    n: int
    span: Span


@dataclass(frozen=True, slots=True)
class Explanation:
    """What we, not the record, say of words in the quote of citation `n`: "eind dit jaar" is "eind 2019"."""

    n: int
    words: str
    meaning: str


class Fault(StrEnum):
    """Why a sentence of a model is withheld."""

    UNCITED = "zonder bron"
    INVENTED = "verzonnen"
    JOINED = "samengeplakt"
    MISATTRIBUTED = "verkeerd toegeschreven"
    NUMBER = "getal niet in bron"


@dataclass(frozen=True, slots=True)
class Withheld:
    """A sentence of a model that the records don't bear out; `why` tells in Dutch what is wrong with it."""

    text: str
    fault: Fault
    why: str


@dataclass(frozen=True, slots=True)
class Draft:
    """What a model has written so far, before it was checked; `found` is how many quotes it was given."""

    text: str
    found: int = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer and what it rests on.

    `text` carries the markers [1]..[m]; each has exactly one citation, numbered in order of first use.
    `answered` is False when the records don't say; then there are no citations, `text` says so, `refusal` why, and
    `nearest` are the places that come nearest, numbered from 1 (none when nothing does).
    `short` is the direct answer ("2020 en 2021"), None where the question has none; `mark` is where it stands literally, None for
    "Ja" and "Nee".
    `question` is the question that was answered, made to stand on its own.
    `expansions` are the words that were searched besides those of the question: (asked, searched too).
    `composer` is "extractive" or "llm:NAME"; `withheld` are sentences of that model that didn't pass, and `notice` tells in
    Dutch that something went otherwise than asked, such as a model that didn't answer.
    `confidence` is how sure it is that the quoted words answer (0 to 1), None where that isn't estimated.
    `seen` are the passages that were weighed, best first.
    """

    text: str
    citations: tuple[Citation, ...]
    answered: bool
    short: str | None
    question: Question
    expansions: tuple[tuple[str, str], ...] = ()
    composer: str = "extractive"
    mark: Mark | None = None
    explanations: tuple[Explanation, ...] = ()
    refusal: Refusal | None = None
    nearest: tuple[Citation, ...] = ()
    notice: str | None = None
    withheld: tuple[Withheld, ...] = ()
    confidence: float | None = None
    seen: tuple[Hit, ...] = ()
