"""From what Slack tells to questions in the inbox: what is a question to the bot, and what is none of its business.

All of it comes from outside. What isn't understood is passed over; what is a question is on disk when these functions return.
"""

from collections.abc import Mapping
from typing import Any

from index.inbox import Asked, Way
from ui.slack import text
from ui.slack.addressed import is_for_us
from ui.slack.calls import now
from ui.slack.desk import MOST_WAITING, SlackDesk
from ui.slack.post import whisper
from ui.slack.sharing import KEY_END
from ui.slack.who import Sender, allowed, sender_of
from ui.slack.written import as_typed, mentions

Body = Mapping[str, Any]


def hear(desk: SlackDesk, body: Body) -> None:
    """Takes in an event about a message: one that is new, changed or gone; a mention is told of twice, and counts once."""
    event = _mapping(body.get("event"))
    match event.get("subtype"):
        case "message_changed":
            _changed(desk, body, event)
        case "message_deleted":
            key = _key(body, event.get("channel"), event.get("deleted_ts"))
            if desk.inbox.withdrawn(key, _event(body)):
                desk.wake()
        case None | "file_share" | "thread_broadcast" | "me_message":
            _new(desk, body, event)


def take_command(desk: SlackDesk, body: Body) -> str:
    """Takes in `/lovp vraag ...`; gives what to tell the asker at once."""
    said = as_typed(_text(body.get("text")), desk.me.user)
    first, _, rest = said.partition(" ")
    question = rest.strip() if first.lower() == "vraag" else said
    if not question or question.lower() in {"help", "hulp", "?"}:
        return text.COMMAND_HELP
    sender = sender_of(body)
    if sender is None:
        return text.SORRY
    refusal = allowed(desk.settings, sender)
    if refusal is not None:
        return refusal or text.SORRY
    if desk.inbox.waiting() >= MOST_WAITING:
        return text.BUSY
    trigger = _text(body.get("trigger_id")) or _text(body.get("response_url"))
    asked = _commanded(body, sender, f"{sender.team}/{sender.channel}/opdracht/{trigger}", question, Way.COMMAND)
    if desk.inbox.put(asked, f"opdracht {trigger}"):
        desk.wake()
    return text.STILL_SEARCHING


def share(desk: SlackDesk, body: Body, key: str, question: str) -> str:
    """Puts an answer to a command where the whole channel sees it, once however often it is asked; gives what to tell."""
    sender = sender_of(body)
    if sender is None:
        return text.SORRY
    refusal = allowed(desk.settings, sender)
    if refusal is not None:
        return refusal or text.SORRY
    asked = _commanded(body, sender, key + KEY_END, question, Way.SHARE)
    if not desk.inbox.put(asked, asked.key):
        return text.ALREADY_SHARED
    desk.wake()
    return text.SHARE_LATER


def _commanded(body: Body, sender: Sender, key: str, question: str, way: Way) -> Asked:
    """A question that stands in no message."""
    return Asked(
        key=key,
        team=sender.team,
        channel=sender.channel,
        user=sender.user,
        ts="",
        thread="",
        text=question,
        way=way,
        private=sender.private,
        respond=_text(body.get("response_url")),
        at=now(),
    )


def _new(desk: SlackDesk, body: Body, event: Body) -> None:
    sender = sender_of(body)
    if sender is None or sender.user == desk.me.user:
        return
    said, ts = _text(event.get("text")), _text(event.get("ts"))
    thread = _text(event.get("thread_ts")) or ts
    way = _way(desk, sender, event, said, thread)
    if way is None or not ts:
        return
    refusal = allowed(desk.settings, sender)
    asked = Asked(
        key=_key(body, sender.channel, ts),
        team=sender.team,
        channel=sender.channel,
        user=sender.user,
        ts=ts,
        thread=thread,
        text=as_typed(said, desk.me.user),
        way=way,
        private=sender.private,
        at=now(),
    )
    if refusal is not None or desk.inbox.waiting() >= MOST_WAITING:
        words = text.BUSY if refusal is None else refusal
        if words and way is not Way.THREAD and desk.inbox.note(f"nee {asked.key}"):
            whisper(desk, asked, words)
        return
    if desk.inbox.put(asked, _event(body)):
        desk.wake()
    elif sender.kind_told and not asked.private:
        desk.inbox.opened(asked.key, asked.text)  # a mention doesn't tell where it was; the message beside it does


def _way(desk: SlackDesk, sender: Sender, event: Body, said: str, thread: str) -> Way | None:
    """How a message is a question to us; None when it is none."""
    if event.get("channel_type") == "im" or sender.channel.startswith("D"):
        return Way.DIRECT
    named = mentions(said)
    if desk.me.user in named:
        return Way.MENTION
    if not _text(event.get("thread_ts")) or not desk.inbox.began(sender.team, sender.channel, thread):
        return None
    people = desk.inbox.heard(sender.team, sender.channel, thread, sender.user)
    if people > 1 and not desk.inbox.began(sender.team, sender.channel, thread, sender.user):
        return None  # who never asked us anything here talks to the others
    return Way.THREAD if is_for_us(as_typed(said, desk.me.user), mentioned=named, people=people) else None


def _changed(desk: SlackDesk, body: Body, event: Body) -> None:
    message = _mapping(event.get("message"))
    if message.get("bot_id") or message.get("user") == desk.me.user:
        return
    key = _key(body, event.get("channel"), message.get("ts"))
    if message.get("subtype") == "tombstone":  # deleted, with answers below it
        gone = desk.inbox.withdrawn(key, _event(body))
    else:
        words = as_typed(_text(message.get("text")), desk.me.user)
        gone = desk.inbox.changed(key, words, _event(body))
    if gone:
        desk.wake()


def _key(body: Body, channel: object, ts: object) -> str:
    return f"{_text(body.get('team_id'))}/{_text(channel)}/{_text(ts)}"


def _event(body: Body) -> str:
    return _text(body.get("event_id"))


def _mapping(value: object) -> Body:
    return value if isinstance(value, dict) else {}


def _text(value: object) -> str:
    return value[:40_000] if isinstance(value, str) else ""
