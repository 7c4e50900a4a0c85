"""From a question in the inbox to an answer in its thread: the same answer as everywhere, checked before anyone sees it."""

import logging
from collections.abc import Sequence
from urllib.parse import urlsplit

from slack_sdk.webhook import WebhookClient

from assistant.answer import Answer, Turn
from assistant.feedback import given_of
from assistant.stream import steps
from index.errors import UsageError
from index.inbox import Asked, Entry, Given, State, Way
from ui.metrics import Face
from ui.slack import text
from ui.slack.blocks import Message, command_messages, messages, notice_message
from ui.slack.calls import QUIET, RefusedError, UnsureError, now
from ui.slack.desk import SlackDesk
from ui.slack.post import messages_in, put_up, status, take_away, whisper
from ui.slack.sharing import shared_messages
from ui.slack.written import as_typed
from ui.tally import question

log = logging.getLogger(__name__)

_TOO_OLD = 3_600  # seconds after which a question that lay waiting is apologised for instead of answered
_COMMAND_TOO_OLD = 1_700  # the same for a command: Slack takes an answer for half an hour
_NOT_THERE = {"not_in_channel", "channel_not_found"}  # there only the address of the command reaches
_HOOKS = "https://hooks.slack.com/"


def answer_entry(desk: SlackDesk, entry: Entry) -> None:
    """Answers one question, or takes its answer away when the user took the question back.

    Raises:
        RefusedError, UnsureError: Slack won't have the answer; the question is to be tried again later.
    """
    asked = entry.asked
    if entry.state is State.GONE:
        for ts in entry.replies:
            take_away(desk, asked.channel, ts)
        desk.inbox.erase(entry.number)
        return
    if now() - asked.at > (_COMMAND_TOO_OLD if asked.way is Way.COMMAND else _TOO_OLD):
        _apologise(desk, entry, text.TOO_LATE)
        return
    if not asked.text:
        _put(desk, entry, [notice_message(text.GREETING)], None)
        return
    alone = asked.way is not Way.THREAD or desk.inbox.heard(asked.team, asked.channel, asked.thread, asked.user) <= 1
    if alone:
        status(desk, asked, text.SEARCHING)
    try:
        answer = _answered(desk, entry)
    except UsageError as error:
        _put(desk, entry, [notice_message(str(error))] if alone else [], None)
        return
    if not alone and not answer.answered and not entry.replies:
        # people talk to each other here: who has nothing to tell them keeps silent
        desk.inbox.done(entry.number, entry.revision, None)
        return
    _put(desk, entry, shown(desk, asked, answer), given_of(answer))


def shown(desk: SlackDesk, asked: Asked, answer: Answer) -> Sequence[Message]:
    """The messages of an answer, as they are asked for."""
    if asked.way is Way.COMMAND:
        return command_messages(asked.text, answer, asked.key, site=desk.site)
    whole = messages(asked.text, answer, asked.key, site=desk.site)
    return shared_messages(asked, whole) if asked.way is Way.SHARE else whole


def gave_up(desk: SlackDesk, entry: Entry) -> None:
    """Says sorry for a question that could not be answered, again and again; keeps still when even that fails."""
    if entry.state is State.GONE:
        desk.inbox.erase(entry.number)
        return
    try:
        _apologise(desk, entry, text.SORRY)
    except (RefusedError, UnsureError) as error:
        log.warning("Slack: een vraag bleef zonder antwoord (%s)", error)
        desk.inbox.done(entry.number, entry.revision, None)


def earlier(desk: SlackDesk, asked: Asked) -> list[Turn]:
    """The questions before this one, in their thread; of a closed channel Slack alone still has the words."""
    entries = desk.inbox.history(asked)
    if not any(entry.asked.text == "" for entry in entries):
        return [Turn("user", entry.asked.text) for entry in entries]
    words = _words_in(desk, asked)
    texts = [entry.asked.text or words.get(entry.asked.ts, "") for entry in entries]
    return [Turn("user", said) for said in texts if said]


def words_of(desk: SlackDesk, asked: Asked) -> str:
    """What was asked, also when it was erased here; "" when it is nowhere any more."""
    return asked.text or _words_in(desk, asked).get(asked.ts, "")


def _words_in(desk: SlackDesk, asked: Asked) -> dict[str, str]:
    """The messages of people in a thread, as they stand there now."""
    try:
        there = messages_in(desk, asked)
    except (RefusedError, UnsureError):
        return {}
    return {
        str(one.get("ts")): as_typed(str(one.get("text", "")), desk.me.user) for one in there if not one.get("bot_id")
    }


def _answered(desk: SlackDesk, entry: Entry) -> Answer:
    asked = entry.asked
    with (
        question(Face.SLACK, asked.text, f"slack-{entry.number}") as asking,
        desk.limits.admitted(f"slack {asked.team} {asked.user}"),
    ):
        for step in steps(desk.index, asked.text, earlier(desk, asked), model=desk.model):
            if isinstance(step, Answer):
                asking.answer = step
    if asking.answer is None:
        raise RuntimeError("no answer came")
    return asking.answer


def _put(desk: SlackDesk, entry: Entry, whole: Sequence[Message], given: Given | None) -> None:
    """Puts the answer up and keeps that it is done; what was changed or taken back meanwhile waits again."""
    asked = entry.asked
    if asked.way is Way.COMMAND:
        for message in whole:  # after a kill in this loop the asker, and nobody else, sees it a second time
            _respond(desk, asked, message)
    else:
        try:
            put_up(desk, entry, whole, lambda replies: desk.inbox.replied(entry.number, entry.revision, replies))
        except RefusedError as error:
            if asked.way is not Way.SHARE or error.error not in _NOT_THERE:
                raise
            for message in whole:
                _respond(desk, asked, message, "in_channel")
        if not whole or entry.replies or entry.resumed:  # Slack clears it only for a new message
            status(desk, asked, "")
    desk.inbox.done(entry.number, entry.revision, given)


def _apologise(desk: SlackDesk, entry: Entry, words: str) -> None:
    if entry.asked.way is Way.COMMAND:
        whisper(desk, entry.asked, words)
        desk.inbox.done(entry.number, entry.revision, None)
    else:
        _put(desk, entry, [notice_message(words)], None)


def _respond(desk: SlackDesk, asked: Asked, message: Message, seen_by: str = "ephemeral") -> None:
    """Answers a command at the address that Slack gave for it: to who asked alone, or to the whole channel ("in_channel")."""
    if not may_respond(desk, asked.respond):
        raise RefusedError("response_url", "unknown_address")
    hook = WebhookClient(asked.respond, timeout=10, logger=QUIET)
    found = hook.send(
        text=message.text,
        blocks=list(message.blocks),
        response_type=seen_by,
        replace_original=False,
        unfurl_links=False,
        unfurl_media=False,
    )
    if found.status_code >= 500:
        raise UnsureError("response_url")
    if found.status_code != 200:
        raise RefusedError("response_url", f"status_{found.status_code}")


def may_respond(desk: SlackDesk, address: str) -> bool:
    """Whether an address is Slack's own, or that of the server that stands in for it."""
    if desk.settings.slack_api_url:
        return urlsplit(address)[:2] == urlsplit(desk.settings.slack_api_url)[:2]
    return address.startswith(_HOOKS)
