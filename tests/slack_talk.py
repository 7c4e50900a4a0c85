"""What Slack tells a bot when people write, edit, press and submit, as it tells it; what they write is also in the server's state.

Each function gives the payload for `slack.send`; for HTTP, `http_body` and `signed`.
"""

import hashlib
import hmac
import json
import re
import time
from urllib.parse import urlencode

from slack_server import Slack
from slack_state import APP, BOT, CHANNELS, TEAM, USERS, Json, Message

_MARKUP = re.compile(r"(<(?:[@#!]|https?:|mailto:)[^>]*>)")


def mention(slack: Slack, text: str, user: str = "U1", channel: str = "C1", thread: str = "") -> Json:
    """Somebody mentions the bot; Slack sends the same message as an ordinary one too (`as_message`)."""
    message = _said(slack, f"<@{BOT}> {text}", user, channel, thread)
    found = {name: value for name, value in message.items() if name != "channel_type"}
    return event(slack, {**found, "type": "app_mention"})


def dm(slack: Slack, text: str, user: str = "U1", thread: str = "", channel: str = "") -> Json:
    """Somebody writes to the bot alone."""
    return event(slack, _said(slack, text, user, channel or ("D2" if user == "U2" else "D1"), thread))


def channel_message(slack: Slack, text: str, user: str = "U1", channel: str = "C1", thread: str = "") -> Json:
    """Somebody writes in a channel."""
    return event(slack, _said(slack, text, user, channel, thread))


def thread_message(slack: Slack, text: str, thread: str, user: str = "U1", channel: str = "C1") -> Json:
    """Somebody writes in a thread."""
    return channel_message(slack, text, user, channel, thread)


def as_message(slack: Slack, mentioned: Json) -> Json:
    """The ordinary message that Slack sends beside a mention: the same ts, another event."""
    found = mentioned["event"]
    return event(slack, {**found, "type": "message", "channel_type": _kind(found["channel"])})


def edited(slack: Slack, channel: str, ts: str, text: str) -> Json:
    """Somebody changes what they wrote."""
    message = _standing(slack, channel, ts)
    with slack.workspace.lock:
        before = message.as_json()
        message.text, message.blocks, message.edited = _escaped(text), [_typed(text)], message.edited + 1
        after = message.as_json()
    body = {
        "type": "message",
        "subtype": "message_changed",
        "message": after,
        "previous_message": before,
        "hidden": True,
    }
    stamp = slack.workspace.ts()
    return event(slack, {**body, "channel": channel, "ts": stamp, "event_ts": stamp, "channel_type": _kind(channel)})


def deleted(slack: Slack, channel: str, ts: str) -> Json:
    """Somebody deletes what they wrote."""
    message = _standing(slack, channel, ts)
    message.deleted = True
    stamp = slack.workspace.ts()
    body = {"type": "message", "subtype": "message_deleted", "deleted_ts": ts, "previous_message": message.as_json()}
    more = {"channel": channel, "ts": stamp, "event_ts": stamp, "hidden": True, "channel_type": _kind(channel)}
    return event(slack, {**body, **more})


def command(slack: Slack, text: str, user: str = "U1", channel: str = "C1", name: str = "/lovp") -> Json:
    """Somebody types a command."""
    return {
        **_short(slack),
        "team_id": USERS[user],
        "team_domain": "lovp-test",
        "channel_id": channel,
        "channel_name": CHANNELS[channel].get("name", "directmessage"),
        "user_id": user,
        "user_name": user.lower(),
        "command": name,
        "text": text,
        "is_enterprise_install": "false",
        "response_url": f"{slack.url}/respond/{slack.workspace.response_id(channel, user)}",
    }


def pressed(
    slack: Slack, place: Message | Json, action: str, value: str | None = None, user: str = "U1", nth: int = 0
) -> Json:
    """Somebody presses a button in a message, or in a view that was opened.

    Args:
        slack: where it is.
        place: the message or view.
        action: the action_id.
        value: which of two feedback buttons; the button's own when None.
        user: who presses.
        nth: which of the buttons with that action_id, counted from 0.
    """
    shown = place.as_json() if isinstance(place, Message) else place
    found = [
        (block, element)
        for block in shown.get("blocks", [])
        for element in [*block.get("elements", []), block.get("accessory") or {}]
        if element.get("action_id") == action
    ]
    block, element = found[nth]
    pushed = {
        "type": element["type"],
        "action_id": action,
        "block_id": block.get("block_id", "b0"),
        "action_ts": slack.workspace.ts(),
        "text": element.get("text"),
        "value": element.get("value") if value is None else value,
    }
    payload = {
        "type": "block_actions",
        **_who(slack, user),
        "actions": [{k: v for k, v in pushed.items() if v is not None}],
    }
    if not isinstance(place, Message):
        return {**payload, "view": place, "container": {"type": "view", "view_id": place["id"]}}
    container = {
        "type": "message",
        "message_ts": place.ts,
        "channel_id": place.channel,
        "is_ephemeral": bool(place.ephemeral_to),
    }
    if place.thread:
        container["thread_ts"] = place.thread
    address = slack.workspace.response_id(place.channel, user, place)
    more = {"channel": {"id": place.channel, "name": CHANNELS[place.channel].get("name", "directmessage")}}
    seen = {} if place.ephemeral_to else {"message": shown}
    return {**payload, **more, **seen, "container": container, "response_url": f"{slack.url}/respond/{address}"}


def submitted(slack: Slack, view: Json, values: Json, user: str = "U1") -> Json:
    """Somebody sends a form; `values` is by block_id and then action_id, a text or what Slack keeps of an element."""
    state = {
        block: {
            name: {"type": "plain_text_input", "value": value} if isinstance(value, str | None) else value
            for name, value in fields.items()
        }
        for block, fields in values.items()
    }
    return {
        "type": "view_submission",
        **_who(slack, user),
        "view": {**view, "state": {"values": state}},
        "response_urls": [],
    }


def home_opened(slack: Slack, tab: str = "messages", user: str = "U1", channel: str = "D1") -> Json:
    """Somebody opens the app."""
    return event(slack, {"type": "app_home_opened", "user": user, "channel": channel, "tab": tab})


def thread_started(slack: Slack, user: str = "U1", channel: str = "D1", context: Json | None = None) -> Json:
    """Somebody opens a new conversation in the older assistant."""
    message = slack.workspace.say(channel, BOT, "New Assistant Thread")
    message.thread = message.ts
    thread = {"user_id": user, "context": context or {}, "channel_id": channel, "thread_ts": message.ts}
    return event(slack, {"type": "assistant_thread_started", "assistant_thread": thread})


def context_changed(slack: Slack, thread: str, user: str = "U1", channel: str = "D1", looks_at: str = "C1") -> Json:
    """Somebody looks at another channel beside a conversation in the older assistant."""
    context = {"channel_id": looks_at, "team_id": TEAM, "enterprise_id": None}
    found = {"user_id": user, "context": context, "channel_id": channel, "thread_ts": thread}
    return event(slack, {"type": "assistant_thread_context_changed", "assistant_thread": found})


def event(slack: Slack, body: Json) -> Json:
    """An event in its envelope, with an event_id of its own."""
    channel = str(body.get("channel", ""))
    number = slack.workspace.number()
    return {
        "token": "verification",
        "team_id": TEAM,
        "context_team_id": TEAM,
        "api_app_id": APP,
        "event": {"event_ts": slack.workspace.ts(), **body},
        "type": "event_callback",
        "event_id": f"Ev{number:08d}",
        "event_time": int(time.time()),
        "authorizations": [
            {"enterprise_id": None, "team_id": TEAM, "user_id": BOT, "is_bot": True, "is_enterprise_install": False}
        ],
        "is_ext_shared_channel": bool(CHANNELS.get(channel, {}).get("is_ext_shared")),
        "event_context": f"context-{number}",
    }


def bot_message(slack: Slack, text: str, channel: str = "C1", thread: str = "") -> Json:
    """Another bot (or, by its own bot_id, ours) writes in a channel."""
    body = _said(slack, text, "U2", channel, thread)
    return event(slack, {**body, "subtype": "bot_message", "bot_id": "BOTHER"})


def http_body(payload: Json) -> tuple[bytes, str]:
    """The body and content type with which a payload comes over HTTP."""
    if payload.get("type") in ("event_callback", "url_verification"):
        return json.dumps(payload).encode(), "application/json"
    form = payload if "command" in payload else {"payload": json.dumps(payload)}
    return urlencode(form).encode(), "application/x-www-form-urlencoded"


def signed(body: bytes, secret: str, now: float | None = None) -> dict[str, str]:
    """The headers with which Slack signs a body."""
    stamp = str(int(time.time() if now is None else now))
    digest = hmac.new(secret.encode(), b":".join((b"v0", stamp.encode(), body)), hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={digest}"}


def _said(slack: Slack, text: str, user: str, channel: str, thread: str) -> Json:
    """Puts what somebody wrote in the state, and gives it as an event tells it."""
    workspace = slack.workspace
    message = workspace.say(channel, user, _escaped(text), thread=thread, blocks=[_typed(text)])
    told = {**message.as_json(), "channel": channel, "event_ts": message.ts, "channel_type": _kind(channel)}
    told["client_msg_id"] = f"msg-{workspace.number()}"
    if USERS[user] != TEAM:
        told |= {"user_team": USERS[user], "source_team": USERS[user]}
    parent = workspace.message(channel, thread)
    return told | ({"parent_user_id": parent.user} if parent else {})


def _standing(slack: Slack, channel: str, ts: str) -> Message:
    message = slack.workspace.message(channel, ts)
    if message is None:
        raise LookupError(f"no message {ts} in {channel}")
    return message


def _escaped(text: str) -> str:
    """What somebody types as Slack sends it: & < > escaped, save in what Slack made of mentions and links."""
    parts = _MARKUP.split(text)
    plain = (part.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") for part in parts[::2])
    return "".join(part for pair in zip(plain, [*parts[1::2], ""], strict=True) for part in pair)


def _typed(text: str) -> Json:
    """What somebody types as the block that Slack makes of it."""
    parts: list[Json] = []
    for part in filter(None, _MARKUP.split(text)):
        name = part.strip("<>").partition("|")[0]
        if not _MARKUP.fullmatch(part):
            parts.append({"type": "text", "text": part})
        elif name[0] == "@":
            parts.append({"type": "user", "user_id": name[1:]})
        elif name[0] == "#":
            parts.append({"type": "channel", "channel_id": name[1:]})
        else:
            parts.append({"type": "broadcast", "range": name[1:]} if name[0] == "!" else {"type": "link", "url": name})
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": parts}]}


def _kind(channel: str) -> str:
    about = CHANNELS[channel]
    return "im" if about.get("is_im") else "group" if about.get("is_private") else "channel"


def _short(slack: Slack) -> Json:
    return {"token": "verification", "api_app_id": APP, "trigger_id": slack.workspace.trigger()}


def _who(slack: Slack, user: str) -> Json:
    named = {"id": user, "username": user.lower(), "name": user.lower(), "team_id": USERS[user]}
    team = {"id": TEAM, "domain": "lovp-test"}
    return {**_short(slack), "user": named, "team": team, "enterprise": None, "is_enterprise_install": False}
