"""The local Slack of the tests behaves as Slack says it does, seen with Slack's own clients."""

import http.client
import json
import threading
import time
from collections.abc import Iterator
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from slack_blocks import TOO_LONG, problems, view_problems
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.signature import SignatureVerifier
from slack_sdk.socket_mode import SocketModeClient
from slack_sdk.socket_mode.client import BaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.webhook import WebhookClient
from slack_server import Slack
from slack_state import Json
from slack_talk import as_message, command, deleted, dm, edited, http_body, mention, pressed, signed, submitted
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

FEEDBACK: Json = {
    "type": "context_actions",
    "elements": [
        {
            "type": "feedback_buttons",
            "action_id": "feedback",
            "positive_button": {"text": {"type": "plain_text", "text": "Goed"}, "value": "goed"},
            "negative_button": {"text": {"type": "plain_text", "text": "Fout"}, "value": "fout"},
        }
    ],
}
MODAL: Json = {
    "type": "modal",
    "title": {"type": "plain_text", "text": "Verslag"},
    "submit": {"type": "plain_text", "text": "Stuur"},
    "blocks": [
        {
            "type": "input",
            "block_id": "remark",
            "label": {"type": "plain_text", "text": "Wat klopt er niet?"},
            "element": {"type": "plain_text_input", "action_id": "text", "max_length": 1000},
        }
    ],
}


@pytest.fixture
def slack() -> Iterator[Slack]:
    with Slack() as found:
        yield found


@pytest.fixture
def client(slack: Slack) -> WebClient:
    return WebClient(token=slack.bot_token, base_url=slack.api, timeout=3, retry_handlers=[])


def _rich(text: str) -> Json:
    return {
        "type": "rich_text",
        "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}],
    }


def _error(call: object, **told: object) -> str:
    with pytest.raises(SlackApiError) as caught:
        call(**told)  # type: ignore[operator]  # a method of the client
    return str(caught.value.response["error"])


def test_the_client_learns_who_it_is_and_a_wrong_token_is_refused(slack: Slack, client: WebClient) -> None:
    answer = client.auth_test()
    assert (answer["team_id"], answer["user_id"], answer["bot_id"]) == ("T1", "UBOT", "BBOT")
    assert "chat:write" in {name.lower(): value for name, value in answer.headers.items()}["x-oauth-scopes"]
    assert _error(WebClient(token="xoxb-other", base_url=slack.api).auth_test) == "invalid_auth"  # noqa: S106  # no secret
    assert _error(client.apps_connections_open, app_token=slack.bot_token) == "invalid_auth"
    assert _error(client.api_call, api_method="chat.sing") == "unknown_method"


def test_events_come_over_a_websocket_are_acknowledged_and_go_on_after_a_disconnect(
    slack: Slack, client: WebClient
) -> None:
    got: list[SocketModeRequest] = []

    def answer(session: BaseSocketModeClient, request: SocketModeRequest) -> None:
        got.append(request)
        payload = {"text": "ontvangen"} if request.type == "slash_commands" else None
        session.send_socket_mode_response(SocketModeResponse(request.envelope_id, payload))

    session = SocketModeClient(slack.app_token, web_client=client, ping_interval=0.3)  # notices a cut after five pings
    session.socket_mode_request_listeners.append(answer)
    try:
        session.connect()
        assert slack.connected()
        first = slack.send(mention(slack, "Wat is er afgesproken?"))
        assert first.acked.wait(3)
        assert first.seconds is not None
        assert first.seconds < 3
        asked = slack.send(command(slack, "iets"))
        assert asked.acked.wait(3)
        assert asked.response == {"text": "ontvangen"}
        slack.disconnect()
        assert slack.connected(5, times=2)
        assert slack.resend(first).acked.wait(3)
        slack.socket.cut()
        assert slack.wait_for(lambda: slack.socket.hellos >= 3 and slack.socket.connections() == 1, 12)
        assert slack.send(dm(slack, "En daarna?")).acked.wait(3)
    finally:
        session.close()
    assert [request.type for request in got] == ["events_api", "slash_commands", "events_api", "events_api"]
    assert got[2].retry_attempt == 1
    assert got[0].payload["event_id"] == got[2].payload["event_id"] != got[3].payload["event_id"]


def test_a_link_opens_once_and_only_with_a_ticket(slack: Slack, client: WebClient) -> None:
    url = client.apps_connections_open(app_token=slack.app_token)["url"]
    with connect(url) as session:
        assert json.loads(session.recv(3))["type"] == "hello"
    for other in (url, url.replace("ticket=", "ticket=x")):
        with connect(other) as session, pytest.raises(ConnectionClosed):
            session.recv(3)


def test_messages_are_posted_changed_and_deleted_in_their_thread(slack: Slack, client: WebClient) -> None:
    asked = mention(slack, "Wat zei <@U2> over <b>?")["event"]
    assert asked["text"] == "<@UBOT> Wat zei <@U2> over &lt;b&gt;?"
    place = {"channel": "C1", "thread_ts": asked["ts"]}
    client.assistant_threads_setStatus(channel_id="C1", thread_ts=asked["ts"], status="zoekt")
    assert slack.workspace.status == {("C1", asked["ts"]): "zoekt"}
    posted = client.chat_postMessage(**place, blocks=[_rich("Eerst")], text="Eerst", unfurl_links=False)
    assert not slack.workspace.status, "a message ends the status"
    client.chat_update(channel="C1", ts=posted["ts"], blocks=[_rich("Daarna")], text="Daarna")
    (message,) = slack.answers("C1", asked["ts"])
    assert (slack.words(message), message.edited, message.unfurl_links) == ("Daarna", 1, False)
    found = client.conversations_replies(channel="C1", ts=asked["ts"])["messages"]
    assert [m["user"] for m in found] == ["U1", "UBOT"]
    assert float(found[0]["ts"]) < float(found[1]["ts"])
    client.chat_delete(channel="C1", ts=posted["ts"])
    assert not slack.answers("C1")
    assert _error(client.chat_update, channel="C1", ts=posted["ts"], text="x") == "message_not_found"
    assert _error(client.chat_update, channel="C1", ts=asked["ts"], text="x") == "cant_update_message"
    assert _error(client.chat_postMessage, channel="C9", text="x") == "channel_not_found"
    assert _error(client.chat_postMessage, channel="C2", text="x") == "not_in_channel"
    assert _error(client.chat_postMessage, channel="C1", text="x" * 40_001) == "msg_too_long"
    with pytest.warns(UserWarning, match="text"):
        assert _error(client.chat_postMessage, channel="C1") == "no_text"


def test_a_message_streams_until_it_is_stopped(slack: Slack, client: WebClient) -> None:
    asked = mention(slack, "Wat?")["event"]["ts"]
    place = {"channel": "C1", "thread_ts": asked}
    assert _error(client.chat_startStream, **place) == "missing_recipient_team_id"
    assert _error(client.chat_startStream, **place, recipient_team_id="T1") == "missing_recipient_user_id"
    started = client.chat_startStream(**place, recipient_team_id="T1", recipient_user_id="U1")
    here = {"channel": "C1", "ts": started["ts"]}
    client.chat_appendStream(**here, chunks=[{"type": "blocks", "blocks": [_rich("Een.")]}])
    with pytest.warns(UserWarning, match="text"):
        assert _error(client.chat_update, **here, blocks=[_rich("x")]) == "streaming_state_conflict"
    client.chat_stopStream(**here, blocks=[_rich("Twee."), FEEDBACK])
    (message,) = slack.answers("C1", asked)
    assert slack.words(message).split("\n") == ["Een.", "Twee.", "Goed", "Fout"]
    assert _error(client.chat_stopStream, **here) == "message_not_in_streaming_state"
    assert _error(client.chat_appendStream, **here, markdown_text="x") == "message_not_in_streaming_state"
    again = client.chat_startStream(channel="D1", thread_ts=dm(slack, "Wat?")["event"]["ts"])
    slack.end_stream("D1", again["ts"])
    assert _error(client.chat_stopStream, channel="D1", ts=again["ts"]) == "message_not_in_streaming_state"


def test_a_refused_stream_leaves_no_message(slack: Slack, client: WebClient) -> None:
    ts = dm(slack, "Wat?")["event"]["ts"]
    wrong = [{"type": "blocks", "blocks": [_rich("")]}]
    assert _error(client.chat_startStream, channel="D1", thread_ts=ts, chunks=wrong) == "invalid_blocks"
    assert not slack.answers("D1")


def test_faults_come_in_order_and_a_lost_answer_was_done(slack: Slack, client: WebClient) -> None:
    slack.fail("chat.postMessage", "429:7", 503, "lost", "cut", "drop", "fatal_error", 0.2)
    with pytest.raises(SlackApiError) as caught:
        client.chat_postMessage(channel="C1", text="een")
    assert caught.value.response.status_code == 429
    assert {name.lower(): value for name, value in caught.value.response.headers.items()}["retry-after"] == "7"
    for text in ("twee", "drie"):
        with pytest.raises(SlackApiError):
            client.chat_postMessage(channel="C1", text=text)
    for text in ("vier", "vijf"):
        with pytest.raises((URLError, OSError, http.client.HTTPException)):
            client.chat_postMessage(channel="C1", text=text)
    assert _error(client.chat_postMessage, channel="C1", text="zes") == "fatal_error"
    before = time.monotonic()
    client.chat_postMessage(channel="C1", text="zeven")
    assert time.monotonic() - before >= 0.2
    assert [message.text for message in slack.messages("C1")] == ["drie", "vier", "zeven"]
    assert [call.status for call in slack.called("chat.postMessage")] == [429, 503, 500, 200, 200, 200, 200]
    assert slack.quiet(0.1)


@pytest.mark.parametrize(
    ("blocks", "why"),
    [
        ([_rich("")], "more than 0 characters"),
        ([{**_rich("x"), "color": "red"}], "additional property: color"),
        ([{**_rich(""), "elements": [{**_rich("x")["elements"][0], "bold": True}]}], "additional property: bold"),
        ([{"type": "rich_text", "elements": []}], "more than 0 items"),
        ([{"type": "poem"}], "unsupported type: poem"),
        ([{"type": "divider", "block_id": "a"}] * 2, "already exists"),
        ([{"type": "divider"}] * 51, "no more than 50"),
        ([{"type": "header", "text": {"type": "mrkdwn", "text": "x"}}], "must be plain_text"),
        ([{"type": "header", "text": {"type": "plain_text", "text": "x" * 151}}], "less than 151"),
        ([{"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3001}}], "less than 3001"),
        ([{"type": "context", "elements": [{"type": "plain_text", "text": "x"}] * 11}], "no more than 10"),
        ([{"type": "actions", "elements": [{"type": "feedback_buttons"}]}], "unsupported type of element"),
        ([{**FEEDBACK, "elements": FEEDBACK["elements"] * 2}], "action_id must be unique"),
        ([_rich("x" * 13_200)], TOO_LONG),
    ],
)
def test_what_slack_would_refuse_is_refused(blocks: list[Json], why: str) -> None:
    assert any(why in problem for problem in problems(blocks)), problems(blocks)


def test_a_button_has_limits_and_good_blocks_pass(slack: Slack, client: WebClient) -> None:
    good: Json = {
        "type": "button",
        "action_id": "a",
        "text": {"type": "plain_text", "text": "x" * 75},
        "value": "v" * 2000,
    }
    text = {"type": "plain_text", "text": "x" * 76}
    assert problems([{"type": "actions", "elements": [good]}, _rich("Goed"), FEEDBACK]) == []
    for name, value in (("text", text), ("value", "v" * 2001), ("url", "u" * 3001), ("action_id", "a" * 256)):
        assert len(problems([{"type": "actions", "elements": [{**good, name: value}]}])) == 1
    with pytest.raises(SlackApiError) as caught:
        client.chat_postMessage(channel="C1", text="x", blocks=[{"type": "poem"}])
    assert caught.value.response["error"] == "invalid_blocks"
    assert "poem" in caught.value.response["response_metadata"]["messages"][0]
    assert _error(client.chat_postMessage, channel="C1", text="x", blocks=[_rich("x" * 13_200)]) == TOO_LONG


def test_a_view_opens_once_within_three_seconds(slack: Slack, client: WebClient) -> None:
    assert view_problems({**MODAL, "title": {"type": "plain_text", "text": "x" * 25}})
    assert view_problems({**MODAL, "private_metadata": "x" * 3001})
    client.chat_postMessage(channel="C1", text="x", blocks=[FEEDBACK])
    press = pressed(slack, slack.answers("C1")[0], "feedback", "fout")
    assert press["actions"][0]["value"] == "fout"
    view = client.views_open(trigger_id=press["trigger_id"], view=MODAL)["view"]
    assert _error(client.views_open, trigger_id=press["trigger_id"], view=MODAL) == "exchanged_trigger_id"
    late = slack.workspace.trigger()
    slack.workspace.age_triggers(3.1)
    assert _error(client.views_open, trigger_id=late, view=MODAL) == "expired_trigger_id"
    sent = submitted(slack, view, {"remark": {"text": "De datum."}})
    assert sent["view"]["state"]["values"]["remark"]["text"]["value"] == "De datum."


def test_a_response_url_answers_five_times(slack: Slack) -> None:
    webhook = WebhookClient(command(slack, "x")["response_url"])
    assert webhook.send(text="alleen u").status_code == 200
    assert webhook.send(text="allen", response_type="in_channel").status_code == 200
    assert [m.ephemeral_to for m in slack.workspace.ephemeral] == ["U1"]
    assert [m.text for m in slack.answers("C1")] == ["allen"]
    assert [webhook.send(text="x").status_code for _ in range(4)] == [200, 200, 200, 404]


def test_an_edit_and_a_deletion_tell_what_stood_there(slack: Slack) -> None:
    asked = mention(slack, "Wat?")
    ts = asked["event"]["ts"]
    twin = as_message(slack, asked)
    assert twin["event"]["ts"] == ts
    assert twin["event_id"] != asked["event_id"]
    change = edited(slack, "C1", ts, "Wie?")["event"]
    assert (change["message"]["text"], change["previous_message"]["text"]) == ("Wie?", "<@UBOT> Wat?")
    assert deleted(slack, "C1", ts)["event"]["deleted_ts"] == ts
    assert not slack.messages("C1")


def test_a_body_is_signed_as_slack_signs_it(slack: Slack) -> None:
    body, kind = http_body(mention(slack, "Wat?"))
    assert kind == "application/json"
    headers = {name.lower(): value for name, value in signed(body, "geheim").items()}
    verify = SignatureVerifier("geheim")
    assert verify.is_valid_request(body, headers)
    assert not verify.is_valid_request(body + b" ", headers)
    assert not verify.is_valid_request(
        body, {name.lower(): v for name, v in signed(body, "geheim", time.time() - 301).items()}
    )


def test_it_closes_and_leaves_no_thread() -> None:
    before = threading.active_count()
    with Slack() as slack, urlopen(f"{slack.api}auth.test", timeout=3) as answer:  # noqa: S310  # our own server on loopback
        assert json.load(answer)["error"] == "not_authed"
    assert threading.active_count() <= before
