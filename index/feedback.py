"""What someone said of an answer: their own words, and pointers to what was cited, never words of a record.

It is kept in `index.sqlite_feedback`; `assistant.feedback` makes it of an answer.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Face(StrEnum):
    """Where an answer was given."""

    BROWSER = "browser"
    SLACK = "slack"
    TERMINAL = "terminal"


class State(StrEnum):
    """What became of an entry: still a candidate, made into a known fact, or set aside."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Pointer:
    """Where words stand that an answer cited: characters of a record's text, and the hash of what stood there."""

    record_id: str
    start: int
    end: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Feedback:
    """What someone said of an answer.

    `key` tells the answer (and in Slack the user) from every other of that face. `history` are the user's earlier questions.
    `reason` and `remark` go with a bad one; `about` is the number of the source that is meant, from 1 as in `sources`, None for
    the whole answer.
    """

    face: Face
    key: str
    question: str
    history: tuple[str, ...]
    good: bool
    reason: str | None
    remark: str
    answered: bool
    composer: str
    sources: tuple[Pointer, ...]
    about: int | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """Feedback as it is kept: `at` in UTC, `fact` the id of the known fact that it became; its `key` is a hash."""

    id: int
    at: datetime
    state: State
    fact: str | None
    said: Feedback
