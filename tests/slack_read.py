"""What people read in the Slack of the tests: the quotes and the places of answers, out of the blocks that were posted."""

import logging
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest
from slack_bot import connected
from slack_server import Slack
from slack_socket import Delivery
from slack_state import Json, Message
from slack_talk import as_message, mention, pressed

from assistant.answer import Answer, Citation, Turn
from assistant.stream import answered
from index.search import Index
from ui.slack.bot import Bot
from ui.web_place import place_of

_PIECE = re.compile(r"(“?)(.*?)(”\s?((?:\[\d+\])*))?", re.DOTALL)

TASER = "Voor welke jaren is het stroomstootwapen gefinancierd?"
CUTS = "Hoe groot was de bezuiniging op de politie?"
NOTE = "Het jaartal ontbreekt volgens onze eigen lijst."
SECRET = (TASER, CUTS, NOTE, "stroomstootwapen", "xoxb-test", "xapp-test")
BOLT_FAILS = "Failed to run a request listener"  # before it came to one of ours


class Talk(NamedTuple):
    """The bot, the Slack it is in, and the folder with its questions and what was said of answers."""

    slack: Slack
    bot: Bot
    home: Path

    def tell(self, *payloads: Json) -> list[Delivery]:
        """Slack tells these; everything is acknowledged and done when this returns."""
        told = [self.slack.send(payload) for payload in payloads]
        for one in told:
            assert one.acked.wait(3), "not acknowledged within 3 seconds"
        assert self.bot.workers.idle(10)
        return told

    def answers(self, payload: Json) -> list[Message]:
        """The messages in the thread of the question that this payload told of, after the question."""
        said = payload["event"]
        thread = said.get("thread_ts") or said["ts"]
        return [m for m in self.slack.answers(said["channel"], thread) if float(m.ts) > float(said["ts"])]

    def words(self, messages: Iterable[Message]) -> str:
        """Every word of some messages."""
        return "\n".join(self.slack.words(message) for message in messages)

    def whispered(self) -> list[str]:
        """What was said to one person alone, in order."""
        return [self.slack.words(message) for message in self.slack.workspace.ephemeral]

    def refused(self) -> list[tuple[str, str]]:
        """The calls that Slack refused, with its word for why."""
        return [(call.method, call.error) for call in self.slack.calls if call.error or call.status != 200]


@contextmanager
def talking(index: Index, home: Path, **changes: object) -> Iterator[Talk]:
    """The bot, connected to a Slack of its own, with these settings changed."""
    with Slack() as slack, connected(slack, index, home, **changes) as bot:
        yield Talk(slack, bot, home)
        assert not slack.workspace.status, "it still says that it searches"
        assert not [message for message in slack.workspace.said if message.streaming], "a message still grows"


@contextmanager
def left_together() -> Iterator[Callable[[AbstractContextManager[Talk]], None]]:
    """What leaves a conversation in the background, as a client of Slack takes seconds to close; all are left at the end."""
    with ThreadPoolExecutor(32) as pool:
        left: list[Future[bool | None]] = []
        yield lambda one: left.append(pool.submit(one.__exit__, None, None, None))
        for one in left:
            one.result(30)


def browser(index: Index, asked: Sequence[str]) -> Answer:
    """The browser's answer to the last of these questions, after the others."""
    *before, last = asked
    return answered(index, last, [Turn("user", said) for said in before], model=None)


def sources(answer: Answer) -> tuple[Citation, ...]:
    """What an answer shows of the records: what it cites, or what came nearest."""
    return answer.citations or answer.nearest


def one_line(text: str) -> str:
    """Words with every white space as one space."""
    return " ".join(text.split())


def quotes(messages: Iterable[Message]) -> list[str]:
    """The literal quotes, whole, also those that go on in the next message; each as often as it stands there."""
    found: list[str] = []
    for element in _elements(messages, "rich_text_quote"):
        piece = _PIECE.fullmatch("".join(part.get("text", "") for part in element["elements"]))
        assert piece is not None
        if piece[1]:
            found.append(piece[2])
        else:
            found[-1] += piece[2]
    return [one_line(quote) for quote in found]


def places(messages: Iterable[Message]) -> dict[int, str]:
    """Where the sources stand: by their number the address that their button opens."""
    buttons = [b for b in _elements(messages, "button") if b["action_id"].startswith("toon-")]
    found = [(int(b["text"]["text"].split("]")[0].removeprefix("[")), b["value"]) for b in buttons]
    return dict(found)


def as_cited(answer: Answer) -> tuple[set[str], dict[int, str]]:
    """The quotes and places that an answer must show."""
    found = sources(answer)
    return {one_line(one.quote) for one in found}, {one.n: place_of(one).address for one in found}


def as_posted(messages: Sequence[Message]) -> tuple[set[str], dict[int, str]]:
    """The quotes and places that messages show."""
    return set(quotes(messages)), places(messages)


def _elements(messages: Iterable[Message], kind: str) -> Iterator[Json]:
    for message in messages:
        for block in message.blocks:
            yield from (one for one in block.get("elements", []) if one.get("type") == kind)


Leave = Callable[[AbstractContextManager[Talk]], None]
Start = Callable[..., Talk]


@pytest.fixture(scope="module")
def leave() -> Iterator[Leave]:
    """Leaves conversations, all together."""
    with left_together() as found:
        yield found


@pytest.fixture
def start(example_index: Index, tmp_path: Path, leave: Leave, caplog: pytest.LogCaptureFixture) -> Iterator[Start]:
    """Starts the bot over the example records; afterwards no log holds what was asked, whatever its level."""
    caplog.set_level(logging.DEBUG)
    here: list[AbstractContextManager[Talk]] = []

    def started(**changes: object) -> Talk:
        here.append(talking(example_index, tmp_path, **changes))
        return here[-1].__enter__()

    yield started
    for one in here:
        leave(one)
    ours = [record for record in caplog.get_records("call") if not record.name.startswith("websockets")]  # the server's
    assert [r for r in ours if r.levelno >= logging.ERROR and not r.getMessage().startswith(BOLT_FAILS)] == []
    logged = "\n".join(f"{record.getMessage()} {record.exc_info} {record.args}" for record in ours)
    assert [word for word in SECRET if word in logged] == []


@pytest.fixture
def talk(start: Start) -> Talk:
    """The bot as it is set at first."""
    return start()


def ask(talk: Talk, said: str = TASER, channel: str = "C1") -> Message:
    """The answer to a mention, told of as Slack does."""
    asked = mention(talk.slack, said, channel=channel)
    talk.tell(asked, as_message(talk.slack, asked))
    (answer,) = talk.answers(asked)
    return answer


def judge(talk: Talk, answer: Message, side: str, user: str = "U1") -> None:
    """Somebody presses one of the two buttons below an answer."""
    (buttons,) = [
        e for block in answer.blocks for e in block.get("elements", []) if e.get("type") == "feedback_buttons"
    ]
    talk.tell(pressed(talk.slack, answer, "oordeel", buttons[side]["value"], user))


def view(talk: Talk) -> Json:
    """The window that was opened last."""
    return list(talk.slack.workspace.views.values())[-1]
