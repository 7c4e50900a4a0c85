"""The bot as a whole: started over an open index, connected to Slack, and stopped so that what it began is finished."""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_bolt.error import BoltError
from slack_sdk import WebClient

from assistant.model import Model
from index.errors import UserError
from index.search import Index
from index.settings import Settings
from index.sqlite_inbox import Inbox
from ui.limits import Limits
from ui.slack import text
from ui.slack.answering import answer_entry, gave_up
from ui.slack.app import bolt_app
from ui.slack.calls import RefusedError, UnsureError, call, slack_client
from ui.slack.desk import Me, SlackDesk
from ui.slack.workers import Workers
from ui.web_text_operation import SLACK_LOST

log = logging.getLogger(__name__)

_AT_ONCE = 1_000  # questions of one user that may run at once: workers bound that already
_FINISHING = 25.0  # seconds in which what runs is finished when the bot stops
_AGAIN = 0.1  # seconds after which a connection that hasn't closed is told again
_BUFFER = 65_536  # bytes; the library goes a call deeper for each buffer of a message, and breaks on a few large ones
_PING = 1.0  # seconds between signs of life; a connection that broke is noticed after a few of them
_WORKERS = 4


class SlackError(UserError):
    """The bot can't start, or can't reach Slack; the message is Dutch."""


@dataclass(frozen=True, slots=True)
class Bot:
    """A bot that works: what it is in Slack, and what takes in requests over HTTP."""

    desk: SlackDesk
    app: App
    workers: Workers
    connected: Callable[[], bool]

    def trouble(self) -> str | None:
        """What keeps it from hearing questions, in Dutch; None when nothing does."""
        return None if self.connected() else SLACK_LOST


@contextmanager
def running(
    settings: Settings,
    index: Index,
    model: Model | None,
    examples: Callable[[], tuple[str, ...]],
    *,
    http: bool,
) -> Iterator[Bot]:
    """A bot that answers as long as the block runs.

    Args:
        settings: with the tokens.
        index: the open index.
        model: words answers; None for quotes alone.
        examples: questions that get an answer.
        http: whether requests come over HTTP, which the caller serves with `Bot.app`; otherwise it connects by Socket Mode.

    Raises:
        SlackError: a token is refused, or Slack can't be reached.
    """
    with Inbox(settings.home) as inbox:
        yield from _running(settings, index, model, examples, inbox, http=http)


def _running(
    settings: Settings,
    index: Index,
    model: Model | None,
    examples: Callable[[], tuple[str, ...]],
    inbox: Inbox,
    *,
    http: bool,
) -> Iterator[Bot]:
    stopping = threading.Event()
    client = slack_client(settings.slack_bot_token, settings.slack_api_url)
    me = _who_am_i(_told(client, stopping))
    limits = Limits(settings.questions_per_minute, _AT_ONCE)
    woken: list[Workers] = []
    desk = SlackDesk(index, settings, model, inbox, limits, client, me, lambda: woken[0].wake(), examples, stopping)
    workers = Workers(inbox, lambda entry: answer_entry(desk, entry), lambda entry: gave_up(desk, entry), _WORKERS)
    woken.append(workers)
    try:
        app = bolt_app(desk, settings.slack_signing_secret if http else "")
    except BoltError as error:
        raise SlackError(text.NOT_REACHED) from error
    inbox.recover()
    connection = None if http else _connected(app, settings, client)
    workers.start()
    try:
        yield Bot(desk, app, workers, connection.client.is_connected if connection is not None else _always)
    finally:
        if connection is not None:  # first, so that nothing new comes in; what isn't acknowledged Slack sends again
            _close(connection)
        impatient = threading.Timer(_FINISHING * 0.8, stopping.set)  # then nobody waits for Slack any longer
        impatient.start()
        workers.stop(_FINISHING)
        impatient.cancel()
        stopping.set()


def _always() -> bool:
    """Over HTTP Slack comes to us: there is no connection to lose."""
    return True


def _told(client: WebClient, stopping: threading.Event) -> dict[str, object]:
    """What Slack says of the bot's token."""
    try:
        return call(client, stopping, "auth.test", twice=True)
    except RefusedError as error:
        raise SlackError(text.NOT_AUTHORISED.format(error=error.error)) from error
    except UnsureError as error:
        raise SlackError(text.NOT_REACHED) from error


def _who_am_i(told: dict[str, object]) -> Me:
    names = (str(told.get(name) or "") for name in ("user_id", "bot_id", "team_id", "user", "team"))
    return Me(*names)


def _connected(app: App, settings: Settings, client: WebClient) -> SocketModeHandler:
    handler = SocketModeHandler(
        app,
        settings.slack_app_token,
        logger=app.logger,
        web_client=client,
        ping_interval=_PING,
        receive_buffer_size=_BUFFER,
    )
    try:
        handler.connect()  # type: ignore[no-untyped-call]  # the library has no types here
    except Exception as error:
        _close(handler)
        word = getattr(getattr(error, "response", None), "data", {})
        if isinstance(word, dict) and word.get("error"):
            raise SlackError(text.APP_NOT_AUTHORISED.format(error=word["error"])) from error
        raise SlackError(text.NOT_REACHED) from error
    return handler


def _close(connection: SocketModeHandler) -> None:
    """Ends a connection, and waits for that no longer than what is under way may take.

    The library's reader takes a connection up by noting that it hasn't ended. When it does so just after `close` noted that it has,
    it reads on, and `close` alone would wait for it for ever; so it is told again.
    """
    closing = threading.Thread(target=connection.close, daemon=True)
    closing.start()
    until = time.monotonic() + _FINISHING
    while closing.is_alive() and time.monotonic() < until:
        closing.join(_AGAIN)
        connection.client.current_session_state.terminated = True
