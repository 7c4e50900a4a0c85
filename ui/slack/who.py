"""Who asks, as a payload of Slack tells it, and whether they may.

A payload is believed only as far as its ids look like ids. What isn't told counts against the sender: in a channel that is shared
with another organisation, someone whose workspace isn't told is from outside.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from index.inbox import Way
from index.settings import Settings, listed
from ui.slack import text_who

_SLACKBOT = "USLACKBOT"
# Messages that a person wrote; every other subtype is Slack's own or an app's.
_OF_A_PERSON = {None, "file_share", "me_message", "thread_broadcast"}
_CHANGES = {"message_changed": "message", "message_deleted": "previous_message"}  # where the message itself stands
ALL_DIRECT = "D"  # in the list of channels: every conversation with us alone


@dataclass(frozen=True, slots=True)
class Sender:
    """Somebody who sends us something.

    Attributes:
        team: the workspace that we are installed in, "" when it isn't told.
        channel: where; "" for a window, which belongs to no channel.
        user: who.
        user_team: the workspace of the sender, "" when it isn't told.
        external_channel: whether the channel is shared with another organisation.
        way: how it was sent; a button or a window is as a command: only who uses it sees what comes of it.
        private: in a closed channel or a group conversation; also when the payload doesn't tell which kind it is.
        kind_told: whether the payload tells which kind of channel it is; an `app_mention` does not, the `message` beside it does.
        enterprise: the organisation that we are installed in, "" when there is none.
    """

    team: str
    channel: str
    user: str
    user_team: str
    external_channel: bool
    way: Way
    private: bool
    kind_told: bool = True
    enterprise: str = ""

    @property
    def external(self) -> bool:
        """Whether the sender is of another organisation, as far as can be told."""
        return self.external_channel and (not self.user_team or self.user_team not in {self.team, self.enterprise})


def sender_of(body: Mapping[str, Any]) -> Sender | None:
    """Who sent a payload: an event, a command, the use of a button or a window.

    None when it was no person: an app, Slackbot, ourselves, a message of Slack's own about a channel; or when it can't be told.
    """
    event = body.get("event")
    if isinstance(event, Mapping):
        return _of_event(body, event)
    if isinstance(body.get("command"), str):
        return _of_command(body)
    return _of_window(body)


def allowed(settings: Settings, sender: Sender) -> str | None:
    """None when the sender may ask; else why not, in Dutch, or "" when nothing is to be said.

    Nothing is said to who didn't address us, and where the kind of channel decides but isn't told.
    """
    why = _refusal(settings, sender)
    return "" if why and sender.way is Way.THREAD else why


def _refusal(settings: Settings, sender: Sender) -> str | None:
    users, teams, channels = (
        set(listed(value)) for value in (settings.slack_users, settings.slack_teams, settings.slack_channels)
    )
    if sender.external and not settings.slack_external:
        return text_who.NOT_FROM_OUTSIDE
    ours = (
        {sender.user_team or sender.team} if sender.external else {sender.user_team or sender.team, sender.enterprise}
    )
    if teams and not teams & ours:
        return text_who.NOT_THIS_TEAM
    if users and sender.user not in users:
        return text_who.NOT_THIS_USER
    direct = sender.channel.startswith("D")
    if channels and sender.channel and sender.channel not in channels and not (direct and ALL_DIRECT in channels):
        return text_who.NOT_DIRECT if direct else text_who.NOT_THIS_CHANNEL
    if sender.private and not settings.slack_private:
        return text_who.NOT_IN_PRIVATE if sender.kind_told else ""
    return None


def _id(value: Any, first: str) -> str:
    """An id that starts with one of these letters, or "": what looks otherwise is none."""
    return value if isinstance(value, str) and re.fullmatch(rf"[{first}][A-Z0-9]{{1,30}}", value) else ""


def _part(value: Any, name: str) -> Any:
    return value.get(name) if isinstance(value, Mapping) else None


def _of_event(body: Mapping[str, Any], event: Mapping[str, Any]) -> Sender | None:
    changed = _CHANGES.get(event["subtype"]) if isinstance(event.get("subtype"), str) else None
    said = event.get(changed) if changed else event
    if not isinstance(said, Mapping) or not _by_a_person(said):
        return None
    opened = event.get("assistant_thread")
    user = _id(said.get("user"), "UW") or _id(_part(opened, "user_id"), "UW")
    channel = _id(event.get("channel"), "CGD") or _id(_part(opened, "channel_id"), "CGD")
    installed = body.get("authorizations")
    ours = installed[0] if isinstance(installed, list) and installed else None
    if not user or not channel or user == _SLACKBOT or user == _part(ours, "user_id"):
        return None
    team = _id(_part(ours, "team_id"), "TE") or _id(body.get("team_id"), "TE")
    theirs = (said.get("user_team"), said.get("source_team"), _part(said.get("user_profile"), "team"), said.get("team"))
    user_team = next(filter(None, (_id(value, "TE") for value in theirs)), "")
    kind = event.get("channel_type") if channel[0] == "C" else {"D": "im", "G": "group"}[channel[0]]
    kind = kind if isinstance(kind, str) else ""
    direct = kind in {"im", "app_home"}
    return Sender(
        team,
        channel,
        user,
        user_team,
        _external(body.get("is_ext_shared_channel"), team, user_team),
        _way(event.get("type"), said.get("text"), direct, _part(ours, "user_id")),
        private=not direct and kind != "channel",
        kind_told=kind in {"im", "app_home", "channel", "group", "mpim"},
        enterprise=_id(_part(ours, "enterprise_id"), "E"),
    )


def _by_a_person(said: Mapping[str, Any]) -> bool:
    subtype = said.get("subtype")
    person = subtype is None or (isinstance(subtype, str) and subtype in _OF_A_PERSON)
    return person and not said.get("bot_id") and not said.get("bot_profile") and not said.get("hidden")


def _way(kind: Any, text: Any, direct: bool, ourselves: Any) -> Way:
    if direct:
        return Way.DIRECT
    named = isinstance(text, str) and bool(_id(ourselves, "UW")) and re.search(rf"<@{ourselves}(?:\|[^>]*)?>", text)
    return Way.MENTION if kind == "app_mention" or named else Way.THREAD


def _external(told: Any, team: str, user_team: str) -> bool:
    """Whether a channel is shared outside; when that isn't told, a sender of another workspace makes it so."""
    return told if isinstance(told, bool) else bool(team and user_team and team != user_team)


def _of_command(body: Mapping[str, Any]) -> Sender | None:
    user, channel, team = (
        _id(body.get("user_id"), "UW"),
        _id(body.get("channel_id"), "CGD"),
        _id(body.get("team_id"), "TE"),
    )
    if not user or not channel or not team or user == _SLACKBOT or body.get("bot_id"):
        return None
    return Sender(
        team,
        channel,
        user,
        team,
        False,  # a command is there only for people of the workspace that installed it
        Way.COMMAND,
        *_closed(channel, body.get("channel_name")),
        enterprise=_id(body.get("enterprise_id"), "E"),
    )


def _of_window(body: Mapping[str, Any]) -> Sender | None:
    """Of `block_actions`, `view_submission` and their like."""
    by, at = body.get("user"), body.get("channel")
    user = _id(_part(by, "id"), "UW")
    if not user or user == _SLACKBOT:
        return None
    channel = _id(_part(at, "id"), "CGD") or _id(_part(body.get("container"), "channel_id"), "CGD")
    user_team = _id(_part(by, "team_id"), "TE")
    team = _id(_part(body.get("team"), "id"), "TE") or user_team
    private, kind_told = _closed(channel, _part(at, "name"))
    return Sender(
        team,
        channel,
        user,
        user_team,
        _external(body.get("is_ext_shared_channel"), team, user_team),
        Way.COMMAND,
        private,
        kind_told,
        _id(_part(body.get("enterprise"), "id"), "E"),
    )


def _closed(channel: str, name: Any) -> tuple[bool, bool]:
    """Whether a command or button was used in a closed channel, and whether that is told: by its name, in Slack's words."""
    if not channel or channel[0] == "D":
        return False, True
    private = channel[0] == "G" or name == "privategroup" or (isinstance(name, str) and name.startswith("mpdm-"))
    return private or not isinstance(name, str), private or isinstance(name, str)
