"""The methods of Slack's Web API that the bot uses, as functions on a workspace.

Each takes the arguments of the call and gives the answer; `Refused` carries Slack's word for what is wrong.
"""

from collections.abc import Callable

from slack_blocks import TOO_LONG, problems, view_problems
from slack_state import APP, BOT, BOT_ID, CHANNELS, TEAM, USERS, Json, Message, Refused, Workspace

TEXT_CHARS, MARKDOWN_CHARS = 40_000, 12_000
_CHUNKS = {"markdown_text": "text", "blocks": "blocks", "task_update": "id", "plan_update": "title"}


def do(workspace: Workspace, method: str, told: Json) -> Json:
    """Does what a method does."""
    found = METHODS.get(method)
    if found is None:
        return {"ok": False, "error": "unknown_method", "req_method": method}
    with workspace.lock:
        try:
            return {"ok": True, **found(workspace, told)}
        except Refused as error:
            return error.answer


def check_blocks(blocks: object, most: int = 50) -> list[Json]:
    """The blocks when Slack would take them."""
    if blocks is None:
        return []
    wrong = problems(blocks, most)
    if wrong == [TOO_LONG]:
        raise Refused(TOO_LONG)
    if wrong:
        raise Refused("invalid_blocks", *wrong)
    return blocks if isinstance(blocks, list) else []


def check_text(told: Json) -> str:
    """The text of a message when it isn't too long."""
    text = told.get("text") or ""
    if not isinstance(text, str):
        raise Refused("invalid_arguments", "text: must be a string")
    if len(text) > TEXT_CHARS:
        raise Refused("msg_too_long")
    return text


def _channel(told: Json, name: str = "channel", *, member: bool = True) -> str:
    channel = told.get(name)
    if not isinstance(channel, str) or channel not in CHANNELS:
        raise Refused("channel_not_found")
    if member and CHANNELS[channel].get("is_member") is False:
        raise Refused("not_in_channel")
    return channel


def _ours(workspace: Workspace, told: Json, why: str) -> Message:
    message = workspace.message(_channel(told), str(told.get("ts")))
    if message is None:
        raise Refused("message_not_found")
    if message.user != BOT:
        raise Refused(why)
    return message


def _content(told: Json) -> Json:
    text, blocks = check_text(told), check_blocks(told.get("blocks"))
    if not text and not blocks:
        raise Refused("no_text")
    return {"text": text, "blocks": blocks}


def _auth_test(workspace: Workspace, told: Json) -> Json:
    named = {"url": "https://lovp-test.slack.com/", "team": "LOVP", "user": "lovp", "app_id": APP, "app_name": "LOVP"}
    return {**named, "team_id": TEAM, "user_id": BOT, "bot_id": BOT_ID, "is_enterprise_install": False}


def _connections_open(workspace: Workspace, told: Json) -> Json:
    ticket = f"ticket-{workspace.number()}"
    workspace.tickets.add(ticket)
    return {"url": f"{workspace.ws_url}/link/?ticket={ticket}&app_id={APP}"}


def _users_info(workspace: Workspace, told: Json) -> Json:
    user = told.get("user")
    if user not in USERS:
        raise Refused("user_not_found")
    flags = {"deleted": False, "is_bot": user == BOT, "is_restricted": False, "is_ultra_restricted": False}
    named = {"id": user, "team_id": USERS[user], "name": user.lower(), "tz": "Europe/Amsterdam", **flags}
    return {"user": named | ({"is_stranger": True} if USERS[user] != TEAM else {})}


def _conversations_info(workspace: Workspace, told: Json) -> Json:
    channel = _channel(told, member=False)
    flags = dict.fromkeys(("is_channel", "is_group", "is_im", "is_private", "is_ext_shared", "is_archived"), False)
    return {"channel": {"id": channel, "context_team_id": TEAM, **flags, **CHANNELS[channel]}}


def _page(told: Json, found: list[Message]) -> Json:
    """A page of messages; the cursor is where the next one begins."""
    limit, at = min(int(told.get("limit") or 100), 999), int(told.get("cursor") or 0)
    low, high = str(told.get("oldest") or "0"), str(told.get("latest") or "9" * 10)
    same = str(told.get("inclusive", "")).lower() in ("1", "true")
    kept = [
        m for m in found if float(low) < float(m.ts) < float(high) or (same and m.ts in (low, high)) or m.ts == m.thread
    ]
    more = len(kept) > at + limit
    answer = {"messages": [m.as_json() for m in kept[at : at + limit]], "has_more": more}
    return answer | ({"response_metadata": {"next_cursor": str(at + limit)}} if more else {})


def _replies(workspace: Workspace, told: Json) -> Json:
    channel, ts = _channel(told), told.get("ts")
    found = [m for m in workspace.said if m.channel == channel and ts in (m.ts, m.thread) and not m.deleted]
    if not found:
        raise Refused("thread_not_found")
    return _page(told, found)


def _history(workspace: Workspace, told: Json) -> Json:
    channel = _channel(told)
    return _page(
        told, [m for m in reversed(workspace.said) if m.channel == channel and not m.deleted and m.thread in ("", m.ts)]
    )


def _post(workspace: Workspace, told: Json) -> Json:
    channel, content = _channel(told), _content(told)
    more: Json = {name: told.get(name) for name in ("unfurl_links", "unfurl_media", "metadata")}
    message = workspace.say(channel, BOT, thread=str(told.get("thread_ts") or ""), **content, **more)
    return {"channel": channel, "ts": message.ts, "message": message.as_json()}


def _update(workspace: Workspace, told: Json) -> Json:
    message = _ours(workspace, told, "cant_update_message")
    if message.streaming:
        raise Refused("streaming_state_conflict")
    content = _content(told)
    message.text, message.blocks = content["text"], content["blocks"]
    message.edited += 1
    return {"channel": message.channel, "ts": message.ts, "text": message.text, "message": message.as_json()}


def _delete(workspace: Workspace, told: Json) -> Json:
    message = _ours(workspace, told, "cant_delete_message")
    message.deleted, message.streaming = True, False
    return {"channel": message.channel, "ts": message.ts}


def _post_ephemeral(workspace: Workspace, told: Json) -> Json:
    channel, user, content = _channel(told), told.get("user"), _content(told)
    if user not in USERS:
        raise Refused("user_not_in_channel")
    thread = str(told.get("thread_ts") or "")
    return {"message_ts": workspace.say(channel, BOT, thread=thread, ephemeral_to=user, **content).ts}


def _grow(message: Message, told: Json, *, must: bool) -> None:
    """Adds what is streamed to a message, all of it or nothing."""
    text, blocks = told.get("markdown_text") or "", []
    chunks = told.get("chunks") or []
    if not isinstance(text, str) or not isinstance(chunks, list):
        raise Refused("invalid_arguments")
    for chunk in chunks:
        if not isinstance(chunk, dict) or _CHUNKS.get(chunk.get("type", ""), "?") not in chunk:
            raise Refused("invalid_chunks")
        if chunk["type"] == "blocks":
            blocks += check_blocks(chunk["blocks"])
        elif chunk["type"] == "markdown_text":
            text += chunk["text"]
    if len(text) > MARKDOWN_CHARS:
        raise Refused("msg_too_long")
    if must and not text and not chunks:
        raise Refused("no_text")
    if blocks:
        check_blocks([*message.blocks, *blocks])
    message.text += text
    message.blocks += blocks


def _start_stream(workspace: Workspace, told: Json) -> Json:
    channel, thread = _channel(told), str(told.get("thread_ts") or "")
    if not CHANNELS[channel].get("is_im"):
        for name in ("recipient_team_id", "recipient_user_id"):
            if not told.get(name):
                raise Refused(f"missing_{name}")
    elif not thread:
        raise Refused("invalid_arguments", "missing required field: thread_ts")
    _grow(Message(channel, "", BOT), told, must=False)  # nothing is said when it's refused
    message = workspace.say(channel, BOT, "", thread=thread, streaming=True)
    _grow(message, told, must=False)
    return {"channel": channel, "ts": message.ts}


def _streaming(workspace: Workspace, told: Json) -> Message:
    message = _ours(workspace, told, "message_not_owned_by_app")
    if not message.streaming:
        raise Refused("message_not_in_streaming_state")
    return message


def _append_stream(workspace: Workspace, told: Json) -> Json:
    message = _streaming(workspace, told)
    _grow(message, told, must=True)
    return {"channel": message.channel, "ts": message.ts}


def _stop_stream(workspace: Workspace, told: Json) -> Json:
    message, last = _streaming(workspace, told), check_blocks(told.get("blocks"))
    _grow(message, told, must=False)
    message.blocks += last
    message.streaming = False
    return {"channel": message.channel, "ts": message.ts, "message": message.as_json()}


def _set_status(workspace: Workspace, told: Json) -> Json:
    place = (_channel(told, "channel_id"), str(told.get("thread_ts") or ""))
    status = told.get("status")
    if not isinstance(status, str) or not place[1]:
        raise Refused("invalid_arguments")
    workspace.status.pop(place, None)
    if status:
        workspace.status[place] = status
    return {}


def _set_prompts(workspace: Workspace, told: Json) -> Json:
    prompts = told.get("prompts")
    if not isinstance(prompts, list) or not 0 < len(prompts) <= 4:
        raise Refused("invalid_arguments", "prompts: between 1 and 4 items")
    if not all(isinstance(p, dict) and p.get("title") and p.get("message") for p in prompts):
        raise Refused("invalid_arguments", "prompts: title and message")
    place = (_channel(told, "channel_id"), str(told.get("thread_ts") or ""))
    workspace.prompts[place] = {"title": told.get("title"), "prompts": prompts}
    return {}


def _set_title(workspace: Workspace, told: Json) -> Json:
    workspace.titles[_channel(told, "channel_id"), str(told.get("thread_ts") or "")] = str(told.get("title") or "")
    return {}


def _view(workspace: Workspace, told: Json, name: str) -> Json:
    wrong = view_problems(told.get("view"))
    if wrong:
        raise Refused("invalid_arguments", *wrong)
    more = {"id": name, "root_view_id": name, "team_id": TEAM, "app_id": APP, "bot_id": BOT_ID, "state": {"values": {}}}
    return {**more, "hash": f"{workspace.number()}.hash", **told["view"]}


def _views_open(workspace: Workspace, told: Json) -> Json:
    view = _view(workspace, told, f"V{workspace.number()}")
    wrong = workspace.use_trigger(told.get("trigger_id"))
    if wrong:
        raise Refused(wrong)
    workspace.views[view["id"]] = view
    return {"view": view}


def _views_update(workspace: Workspace, told: Json) -> Json:
    name = told.get("view_id")
    if name not in workspace.views:
        raise Refused("not_found")
    if told.get("hash") not in (None, workspace.views[name]["hash"]):
        raise Refused("hash_conflict")
    workspace.views[name] = _view(workspace, told, name)
    return {"view": workspace.views[name]}


def _views_publish(workspace: Workspace, told: Json) -> Json:
    if told.get("user_id") not in USERS:
        raise Refused("invalid_arguments")
    view = workspace.homes[told["user_id"]] = _view(workspace, told, f"V{workspace.number()}")
    return {"view": view}


METHODS: dict[str, Callable[[Workspace, Json], Json]] = {
    "auth.test": _auth_test,
    "apps.connections.open": _connections_open,
    "bots.info": lambda workspace, told: {"bot": {"id": BOT_ID, "app_id": APP, "user_id": BOT, "name": "lovp"}},
    "team.info": lambda workspace, told: {"team": {"id": TEAM, "name": "LOVP", "domain": "lovp-test"}},
    "users.info": _users_info,
    "conversations.info": _conversations_info,
    "conversations.replies": _replies,
    "conversations.history": _history,
    "chat.postMessage": _post,
    "chat.update": _update,
    "chat.delete": _delete,
    "chat.postEphemeral": _post_ephemeral,
    "chat.startStream": _start_stream,
    "chat.appendStream": _append_stream,
    "chat.stopStream": _stop_stream,
    "assistant.threads.setStatus": _set_status,
    "assistant.threads.setSuggestedPrompts": _set_prompts,
    "assistant.threads.setTitle": _set_title,
    "views.open": _views_open,
    "views.update": _views_update,
    "views.publish": _views_publish,
}
