"""Answers put into a thread, so that there is one of each whatever happens in between.

Each message is noted as soon as it is there. One that may be there without being noted, because the process ended or Slack's
answer was lost, is looked for in the thread before another is made; what is found is filled anew.
"""

import logging
from collections.abc import Callable, Sequence
from itertools import chain
from typing import Any

from index.inbox import Asked, Entry, Way
from ui.slack.blocks import Message
from ui.slack.calls import RefusedError, UnsureError
from ui.slack.desk import SlackDesk

log = logging.getLogger(__name__)

_TRIES = 4  # of making one message
_LOOKED_AT = 1_000  # messages of a thread that are looked at, the most that Slack gives at once
_PIECES = 4  # times that a message grows while it streams
_GONE = {"message_not_found", "cant_update_message", "edit_window_closed"}
_PLAIN = {"unfurl_links": False, "unfurl_media": False}

Noted = Callable[[Sequence[str]], None]
"""Keeps which messages an answer consists of, as each is made."""


def put_up(desk: SlackDesk, entry: Entry, messages: Sequence[Message], noted: Noted) -> None:
    """Makes the answer to a question in its thread consist of these messages, whatever stands there of it already.

    Args:
        desk: the bot.
        entry: the question, with the messages of its answer so far.
        messages: the whole answer; none takes it away.
        noted: told after each message.

    Raises:
        RefusedError: Slack won't have it.
        UnsureError: Slack can't be reached, or is broken.
    """
    asked, replies = entry.asked, list(entry.replies)
    if entry.resumed and len(replies) < len(messages):
        replies += _orphans(desk, asked, replies)
        noted(replies)
    for place, message in enumerate(messages):
        if place < len(replies):
            replies[place] = _filled(desk, entry, replies[place], message)
            noted(replies)
        else:
            made = _made(desk, asked, message, replies, noted, stream=place == 0 and asked.way is not Way.SHARE)
            replies = [*replies[:place], made]
            noted(replies)
    for extra in replies[len(messages) :]:
        take_away(desk, asked.channel, extra)
    noted(replies[: len(messages)])


def take_away(desk: SlackDesk, channel: str, ts: str) -> None:
    """Deletes a message of ours; one that is gone already is fine."""
    try:
        desk.call("chat.delete", twice=True, channel=channel, ts=ts)
    except RefusedError as error:
        if error.error not in _GONE:
            raise


def messages_in(desk: SlackDesk, asked: Asked) -> list[dict[str, Any]]:
    """What stands in the thread of a question, as Slack tells it.

    Raises:
        RefusedError: there is no such thread, or it may not be read.
        UnsureError: Slack can't be reached.
    """
    found = desk.call("conversations.replies", twice=True, channel=asked.channel, ts=asked.thread, limit=_LOOKED_AT)
    told = found.get("messages")
    return [one for one in told if isinstance(one, dict)] if isinstance(told, list) else []


def status(desk: SlackDesk, asked: Asked, words: str) -> None:
    """Says under the question what is being done, "" for nothing more; without it an answer is as good, so it may fail."""
    if not asked.thread:
        return
    try:
        desk.call(
            "assistant.threads.setStatus",
            patient=False,
            channel_id=asked.channel,
            thread_ts=asked.thread,
            status=words,
        )
    except (RefusedError, UnsureError):
        log.debug("Slack toont geen stand van zaken")


def whisper(desk: SlackDesk, asked: Asked, words: str) -> None:
    """Says something to who asked alone; it may fail, as with someone who isn't in the channel."""
    try:
        desk.call(
            "chat.postEphemeral",
            patient=False,
            channel=asked.channel,
            user=asked.user,
            thread_ts=asked.thread if asked.thread != asked.ts else None,
            text=words,
        )
    except (RefusedError, UnsureError) as error:
        log.info("Slack: een bericht aan de vrager kwam niet aan (%s)", error)


def _filled(desk: SlackDesk, entry: Entry, ts: str, message: Message) -> str:
    """The message with new content; made anew when it is no longer there. Gives where it stands now."""
    channel = entry.asked.channel
    if entry.resumed:  # it may still be streaming
        _stopped(desk, channel, ts)
    try:
        _update(desk, channel, ts, message)
    except RefusedError as error:
        if error.error not in _GONE:
            raise
        return _posted(desk, entry.asked, message, [ts])
    return ts


def _update(desk: SlackDesk, channel: str, ts: str, message: Message) -> None:
    blocks = list(message.blocks)
    desk.call("chat.update", twice=True, channel=channel, ts=ts, text=message.text, blocks=blocks)


def _made(desk: SlackDesk, asked: Asked, message: Message, before: Sequence[str], noted: Noted, *, stream: bool) -> str:
    """A new message, which streams where Slack allows."""
    if stream and asked.thread:
        started = _streamed(desk, asked, message, before, noted)
        if started:
            return started
    return _posted(desk, asked, message, before)


def _streamed(desk: SlackDesk, asked: Asked, message: Message, before: Sequence[str], noted: Noted) -> str:
    """The message as a stream of its groups; "" when Slack won't stream here."""
    groups = [list(group) for group in message.groups] or [list(message.closing)]
    first, rest = groups[0], groups[1:]
    try:
        found = desk.call(
            "chat.startStream",
            patient=False,
            channel=asked.channel,
            thread_ts=asked.thread,
            recipient_user_id=asked.user,
            recipient_team_id=asked.team,
            chunks=[_chunk(first)],
        )
    except RefusedError as error:
        log.debug("Slack: geen stroom hier (%s)", error.error)
        return ""
    except UnsureError:
        orphans = _orphans(desk, asked, before)
        if not orphans:
            return ""
        _stopped(desk, asked.channel, orphans[0])
        _update(desk, asked.channel, orphans[0], message)
        return orphans[0]
    ts = str(found.get("ts", ""))
    noted([*before, ts])
    try:
        for piece in _pieces(rest):
            desk.call("chat.appendStream", channel=asked.channel, ts=ts, chunks=[_chunk(piece)])
        closing = list(message.closing) if message.groups else None
        desk.call("chat.stopStream", channel=asked.channel, ts=ts, blocks=closing)
    except (RefusedError, UnsureError):
        _stopped(desk, asked.channel, ts)
        _update(desk, asked.channel, ts, message)
    return ts


def _posted(desk: SlackDesk, asked: Asked, message: Message, before: Sequence[str]) -> str:
    """The message in one piece."""
    for last in (*[False] * (_TRIES - 1), True):
        try:
            found = desk.call(
                "chat.postMessage",
                channel=asked.channel,
                thread_ts=asked.thread or None,
                text=message.text,
                blocks=list(message.blocks),
                **_PLAIN,
            )
            return str(found.get("ts", ""))
        except UnsureError:
            if orphans := _orphans(desk, asked, before):
                _update(desk, asked.channel, orphans[0], message)
                return orphans[0]
            if last or desk.stopping.wait(1.0):
                raise
    raise UnsureError("chat.postMessage")


def _stopped(desk: SlackDesk, channel: str, ts: str) -> None:
    try:
        desk.call("chat.stopStream", twice=True, channel=channel, ts=ts)
    except (RefusedError, UnsureError):
        log.debug("Slack: het bericht stroomde niet meer")


def _orphans(desk: SlackDesk, asked: Asked, before: Sequence[str]) -> list[str]:
    """Messages of ours after the question, which no answer is known to consist of."""
    if not asked.thread:
        return []
    try:
        there = messages_in(desk, asked)
    except RefusedError:
        return []  # nothing stands there, or it may not be read
    known = {*before, *desk.inbox.known_replies(asked.team, asked.channel, asked.thread)}
    ours = [str(one.get("ts")) for one in there if one.get("user") == desk.me.user and not one.get("subtype")]
    return sorted((ts for ts in ours if ts not in known and _after(ts, asked.ts)), key=float)


def _after(ts: str, question: str) -> bool:
    try:
        return not question or float(ts) > float(question)
    except ValueError:
        return False


def _chunk(blocks: Sequence[dict[str, Any]]) -> dict[str, Any]:
    return {"type": "blocks", "blocks": list(blocks)}


def _pieces(groups: Sequence[list[dict[str, Any]]]) -> list[list[dict[str, Any]]]:
    """Groups joined to a few pieces, so that a long answer costs no more calls than Slack allows."""
    size = -(-len(groups) // _PIECES) or 1
    return [list(chain.from_iterable(groups[at : at + size])) for at in range(0, len(groups), size)]
