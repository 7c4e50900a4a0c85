"""Who asks is told by the payload, as far as it can be believed; and who may not is told why, or nothing at all."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.inbox import Way
from index.settings import Settings
from ui.slack import text_who
from ui.slack.who import Sender, allowed, sender_of

US = "UBOT1"


def event(**parts: Any) -> dict[str, Any]:
    """What Slack sends for a message in a public channel, with these parts of the event changed; `body_...` of the whole."""
    body = {
        "token": "x",
        "team_id": "T1AA",
        "type": "event_callback",
        "event_id": "Ev1",
        "is_ext_shared_channel": False,
        "authorizations": [{"enterprise_id": None, "team_id": "T1AA", "user_id": US, "is_bot": True}],
        **{name[5:]: value for name, value in parts.items() if name.startswith("body_")},
    }
    said = {
        "type": "message",
        "user": "U1AA",
        "text": "Wat is er besloten?",
        "ts": "1.000001",
        "channel": "C1AA",
        "channel_type": "channel",
        "team": "T1AA",
        **{name: value for name, value in parts.items() if not name.startswith("body_")},
    }
    return {**body, "event": {name: value for name, value in said.items() if value is not ...}}


def command(**parts: Any) -> dict[str, Any]:
    return {
        "command": "/lovp",
        "text": "vraag",
        "team_id": "T1AA",
        "channel_id": "C1AA",
        "channel_name": "algemeen",
        "user_id": "U1AA",
        "is_enterprise_install": "false",
        **parts,
    }


def action(**parts: Any) -> dict[str, Any]:
    return {
        "type": "block_actions",
        "team": {"id": "T1AA", "domain": "x"},
        "user": {"id": "U1AA", "team_id": "T1AA"},
        "channel": {"id": "C1AA", "name": "algemeen"},
        "container": {"type": "message", "channel_id": "C1AA"},
        **parts,
    }


def sent(body: dict[str, Any]) -> Sender:
    sender = sender_of(body)
    assert sender is not None
    return sender


# who it is


def test_a_message_in_a_thread_is_of_who_wrote_it() -> None:
    assert sender_of(event()) == Sender("T1AA", "C1AA", "U1AA", "T1AA", False, Way.THREAD, False)


@pytest.mark.parametrize("parts", [{"type": "app_mention"}, {"text": f"<@{US}> vraag"}, {"text": f"ja <@{US}|lovp>"}])
def test_who_names_us_addresses_us(parts: dict[str, Any]) -> None:
    assert sent(event(**parts)).way is Way.MENTION


def test_a_mention_of_somebody_else_is_none_of_us() -> None:
    assert sent(event(text="<@UBOT12> vraag")).way is Way.THREAD


def test_a_conversation_with_us_alone_is_direct_and_not_closed() -> None:
    sender = sent(event(channel="D1AA", channel_type="im"))
    assert (sender.way, sender.private, sender.kind_told) == (Way.DIRECT, False, True)


@pytest.mark.parametrize(("channel", "kind"), [("C1AA", "group"), ("G1AA", "mpim"), ("C1AA", "mpim"), ("G1AA", ...)])
def test_a_closed_channel_is_known(channel: str, kind: Any) -> None:
    sender = sent(event(channel=channel, channel_type=kind))
    assert (sender.private, sender.kind_told) == (True, True)


def test_a_channel_of_which_the_kind_is_not_told_counts_as_closed() -> None:
    sender = sent(event(type="app_mention", channel_type=...))
    assert (sender.private, sender.kind_told) == (True, False)


@pytest.mark.parametrize("opened", ["app_home_opened", "app_context_changed"])
def test_who_opens_the_conversation_is_known(opened: str) -> None:
    body = event(type=opened, channel="D1AA", channel_type=..., team=..., text=...)
    assert (sent(body).user, sent(body).way) == ("U1AA", Way.DIRECT)


def test_who_opens_the_older_assistant_is_known() -> None:
    opened = {"user_id": "U1AA", "channel_id": "D1AA", "thread_ts": "1.1"}
    body = event(type="assistant_thread_started", assistant_thread=opened, user=..., channel=...)
    assert (sent(body).user, sent(body).channel) == ("U1AA", "D1AA")


@pytest.mark.parametrize(
    ("subtype", "inner"), [("message_changed", "message"), ("message_deleted", "previous_message")]
)
def test_who_changed_a_message_is_who_wrote_it(subtype: str, inner: str) -> None:
    body = event(subtype=subtype, user=..., text=..., **{inner: {"user": "U9AA", "text": f"<@{US}> x", "team": "T1AA"}})
    assert (sent(body).user, sent(body).way) == ("U9AA", Way.MENTION)


@pytest.mark.parametrize(
    "inner", [{"user": "U1AA", "bot_id": "B1"}, {"user": "USLACKBOT", "subtype": "tombstone"}, None, "x", {}]
)
def test_a_change_of_what_no_person_wrote_is_of_nobody(inner: Any) -> None:
    assert sender_of(event(subtype="message_changed", message=inner)) is None


@pytest.mark.parametrize("subtype", ["file_share", "thread_broadcast", "me_message"])
def test_what_a_person_wrote_in_another_form_counts(subtype: str) -> None:
    assert sender_of(event(subtype=subtype)) is not None


@pytest.mark.parametrize(
    "parts",
    [
        {"bot_id": "B1AA"},
        {"bot_profile": {"id": "B1AA"}},
        {"subtype": "bot_message"},
        {"subtype": "channel_join"},
        {"subtype": ["file_share"]},
        {"user": ...},
        {"user": None},
        {"user": {"id": "U1AA"}},
        {"user": "u1aa"},
        {"user": "U1AA\n"},
        {"user": "U" * 40},
        {"user": "USLACKBOT"},
        {"user": US},
        {"channel": ...},
        {"channel": ["C1AA"]},
        {"channel": "#algemeen"},
    ],
    ids=repr,
)
def test_what_no_person_sent_is_of_nobody(parts: dict[str, Any]) -> None:
    assert sender_of(event(**parts)) is None


def test_a_command_and_a_button_tell_who_uses_them() -> None:
    expected = Sender("T1AA", "C1AA", "U1AA", "T1AA", False, Way.COMMAND, False)
    assert sender_of(command()) == expected
    assert sender_of(action()) == expected


def test_a_command_and_a_button_in_a_closed_channel_are_known() -> None:
    for body in (command(channel_name="privategroup"), action(channel={"id": "C1AA", "name": "privategroup"})):
        assert sent(body).private
    assert not sent(command(channel_id="D1AA", channel_name="directmessage")).private


def test_a_window_belongs_to_no_channel() -> None:
    body = action(type="view_submission", channel=..., container=...)
    assert sent(body).channel == ""
    assert allowed(Settings(slack_channels="C9AA"), sent(body)) is None


JUNK = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=8)
    | st.sampled_from(["U1AA", "C1AA", "T1AA", "message"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@given(st.sampled_from([event(), command(), action()]), st.data())
def test_no_payload_breaks_it(body: dict[str, Any], data: st.DataObject) -> None:
    broken = {**body, data.draw(st.sampled_from(sorted(body))): data.draw(JUNK)}
    if isinstance(body.get("event"), dict):
        inner = {
            **body["event"],
            data.draw(st.sampled_from([*body["event"], "subtype", "message", "bot_id"])): data.draw(JUNK),
        }
        broken = {**broken, "event": data.draw(st.sampled_from([inner, broken["event"]]))}
    sender = sender_of(broken)
    assert sender is None or (
        sender.user and sender.user[0] in "UW" and isinstance(allowed(Settings(), sender), str | None)
    )


# who may


ANYONE = Sender("T1AA", "C1AA", "U1AA", "T1AA", False, Way.MENTION, False)
OUTSIDER = replace(ANYONE, user_team="T2AA", external_channel=True)


def test_without_lists_everyone_of_the_own_workspace_may() -> None:
    for way in Way:
        assert allowed(Settings(), replace(ANYONE, way=way, private=True)) is None


@pytest.mark.parametrize(
    ("settings", "sender", "says"),
    [
        (Settings(slack_users="U9AA"), ANYONE, text_who.NOT_THIS_USER),
        (Settings(slack_teams="T9AA"), ANYONE, text_who.NOT_THIS_TEAM),
        (Settings(slack_channels="C9AA"), ANYONE, text_who.NOT_THIS_CHANNEL),
        (Settings(slack_channels="C1AA"), replace(ANYONE, channel="D1AA", way=Way.DIRECT), text_who.NOT_DIRECT),
        (Settings(slack_private=False), replace(ANYONE, private=True), text_who.NOT_IN_PRIVATE),
        (Settings(), OUTSIDER, text_who.NOT_FROM_OUTSIDE),
        (Settings(), replace(OUTSIDER, user_team=""), text_who.NOT_FROM_OUTSIDE),
        (Settings(slack_teams="T1AA", slack_external=True), OUTSIDER, text_who.NOT_THIS_TEAM),
        (
            Settings(slack_teams="E1AA", slack_external=True),
            replace(OUTSIDER, enterprise="E1AA"),
            text_who.NOT_THIS_TEAM,
        ),
    ],
    ids=lambda value: value[:40] if isinstance(value, str) else "",
)
def test_who_may_not_is_told_why_if_they_addressed_us(settings: Settings, sender: Sender, says: str) -> None:
    assert allowed(settings, sender) == says
    assert allowed(settings, replace(sender, way=Way.THREAD)) == ""


@pytest.mark.parametrize(
    ("settings", "sender"),
    [
        (Settings(slack_users="U9AA,U1AA"), ANYONE),
        (Settings(slack_teams="T1AA"), ANYONE),
        (Settings(slack_teams="E1AA"), replace(ANYONE, user_team="T3AA", enterprise="E1AA")),
        (Settings(slack_channels="C1AA"), ANYONE),
        (Settings(slack_channels="C9AA,D"), replace(ANYONE, channel="D1AA", way=Way.DIRECT)),
        (Settings(slack_external=True), OUTSIDER),
        (Settings(slack_external=True, slack_teams="T2AA"), OUTSIDER),
        (Settings(), replace(ANYONE, external_channel=True)),
        (Settings(), replace(ANYONE, user_team="T2AA")),  # another workspace of the same organisation
    ],
)
def test_who_is_on_the_list_may(settings: Settings, sender: Sender) -> None:
    assert allowed(settings, sender) is None


def test_where_closed_channels_are_shut_and_the_kind_is_not_told_we_are_silent() -> None:
    assert allowed(Settings(slack_private=False), replace(ANYONE, private=True, kind_told=False)) == ""


def test_an_outsider_is_known_from_what_slack_sends() -> None:
    shared = {"body_is_ext_shared_channel": True, "body_team_id": "T2AA", "team": "T2AA", "user_team": "T2AA"}
    for parts in (shared, {**shared, "team": ..., "user_team": ...}, {**shared, "body_is_ext_shared_channel": None}):
        sender = sent(event(**parts))
        assert sender.team == "T1AA"
        if parts is shared or sender.user_team:
            assert sender.external
    assert sent(event(**{**shared, "team": ..., "user_team": ...})).external
    assert sent(action(user={"id": "U1AA", "team_id": "T2AA"})).external
    assert not sent(event(body_is_ext_shared_channel=True)).external
