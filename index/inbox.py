"""A question that came in from a chat program elsewhere, such as Slack, and what has become of it.

It is kept in `index.sqlite_inbox` before it is acknowledged, so that a kill loses nothing, and forgotten in time.
"""

from dataclasses import dataclass
from enum import StrEnum

from index.feedback import Pointer

TEXT_CHARS = 40_000  # of a question that are kept: Slack's own limit on a message


class Way(StrEnum):
    """How a question came in."""

    MENTION = "mention"  # the bot was named in a channel
    DIRECT = "direct"  # in a conversation with the bot alone
    THREAD = "thread"  # in a thread where it answered before, without naming it
    COMMAND = "command"  # by a command; only who asks sees the answer
    SHARE = "share"  # no new question: an answer to a command that is to be seen by the whole channel


class State(StrEnum):
    """What is to be done with a question, or was done."""

    WAITING = "waiting"
    WORKING = "working"  # taken by a worker; after a kill it is found so, and waits again
    DONE = "done"
    GONE = "gone"  # the user took the question back: its answer is to be taken away too


@dataclass(frozen=True, slots=True)
class Asked:
    """One question.

    Attributes:
        key: tells it from every other: the same question, told of twice, has the same key.
        team: the workspace.
        channel: where it was asked.
        user: who asked.
        ts: the message that asked, "" for a command.
        thread: the message under which the answer goes (that of the question itself, or the one that opened its thread); "" for a
            command.
        text: what was asked, in plain characters: nothing of the chat program's own notation is left.
        way: how it came in.
        private: asked in a closed channel: the text is erased as soon as it is answered.
        respond: the address at which a command is answered, "" for the others.
        at: when it was received or last changed, in seconds since 1970.
    """

    key: str
    team: str
    channel: str
    user: str
    ts: str
    thread: str
    text: str
    way: Way
    private: bool = False
    respond: str = ""
    at: float = 0.0


@dataclass(frozen=True, slots=True)
class Given:
    """What an answer was: whether it was one, what worded it, and where what it cites (or, declining, came nearest) stands."""

    answered: bool
    composer: str
    sources: tuple[Pointer, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A question as it is kept.

    Attributes:
        number: from 1, in the order of coming in.
        asked: the question; its text is "" once it was erased.
        state: what is to be done.
        revision: 0, and 1 more each time that the user changed it.
        replies: the messages of the answer so far, in order (their ts).
        given: what the answer was; None before it, and where nothing was found to say.
        resumed: whether an earlier process began on it and ended before it was done.
        attempts: how often it was taken since it was asked or changed, 1 the first time; being put back unharmed doesn't count.
    """

    number: int
    asked: Asked
    state: State
    revision: int = 0
    replies: tuple[str, ...] = ()
    given: Given | None = None
    resumed: bool = False
    attempts: int = 0
