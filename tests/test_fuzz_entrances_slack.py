"""Whatever is sent to the address for Slack with a good signature: acknowledged or refused, at once, and never a crash.

A signature says that it is from Slack, not that it is well-formed: what people type and do goes through it.
"""

import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

import pytest
from fuzz_entrances import changed, check_told, lone, often, soon, texts, values
from hypothesis import given
from hypothesis import strategies as st
from slack_bot import EXAMPLES, settings_for
from slack_process import SECRET
from slack_server import Slack
from slack_state import Json
from slack_talk import as_message, channel_message, command, dm, home_opened, http_body, mention, signed, submitted

from index.search import Index
from ui.slack.bot import Bot, running
from ui.slack.requests import Answer, answering
from ui.slack.written import as_typed, escaped, mentions, notified

BODIES = (
    st.binary(max_size=60)
    | values().map(json.dumps).map(str.encode)
    | texts().map(lambda one: one.encode(errors="replace"))
)
QUESTION = "Voor welke jaren is het stroomstootwapen gefinancierd?"


@dataclass(frozen=True)
class Line:
    """The bot as it is reached over HTTP, and the Slack that it answers to."""

    slack: Slack
    bot: Bot
    answer: Answer

    def send(self, body: bytes, kind: str) -> int:
        """The status with which it answers a body that Slack signed."""
        headers = {name.lower(): value for name, value in signed(body, SECRET).items()}
        with soon(3):
            found = self.answer(body, {**headers, "content-type": kind})
        check_told(found.body)
        return found.status


@pytest.fixture(scope="module")
def line(example_index: Index, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Line]:
    home = tmp_path_factory.mktemp("slack")
    with Slack() as slack:
        settings = replace(settings_for(slack, home), slack_signing_secret=SECRET)
        with running(settings, example_index, None, lambda: EXAMPLES, http=True) as bot:
            yield Line(slack, bot, answering(bot.app))


def payloads(slack: Slack) -> list[Json]:
    asked = mention(slack, QUESTION)
    view = {
        "id": "V1",
        "callback_id": "oordeel",
        "type": "modal",
        "private_metadata": "{}",
        "state": {"values": {}},
        "hash": "1",
    }
    pressed = {
        "type": "block_actions", "team": {"id": "T1"}, "user": {"id": "U1", "team_id": "T1"}, "trigger_id": "1.2.x",
        "channel": {"id": "C1"}, "container": {"type": "message", "message_ts": "1.2", "channel_id": "C1"},
        "message": {"ts": "1.2", "text": "x", "blocks": []}, "response_url": f"{slack.url}/respond/x",
        "actions": [{"type": "button", "action_id": "toon-1", "block_id": "b", "value": "1", "action_ts": "1.3"}],
    }  # fmt: skip
    return [asked, as_message(slack, asked), dm(slack, QUESTION), channel_message(slack, "Waar?"), home_opened(slack),
            command(slack, "help"), pressed, submitted(slack, view, {})]  # fmt: skip


def test_any_signed_payload_is_acknowledged_or_refused(line: Line, caplog: pytest.LogCaptureFixture) -> None:
    found = payloads(line.slack)

    @given(data=st.data(), number=st.integers(0, len(found) - 1))
    @often(25, shrink=False)
    def send(data: st.DataObject, number: int) -> None:
        told = data.draw(changed(found[number]))
        if "command" in found[number]:
            fields = told.items() if isinstance(told, dict) else ()
            body, kind = (
                urlencode({lone(str(k)): lone(str(v)) for k, v in fields}).encode(),
                "application/x-www-form-urlencoded",
            )
        else:
            body, kind = http_body(json.loads(lone(json.dumps(told))))
        assert line.send(body, kind) in {200, 400, 404}

    with caplog.at_level(logging.ERROR):
        send()
    assert line.bot.workers.idle(60)
    line.slack.workspace.status.clear()
    assert [
        one for one in caplog.records if one.exc_info and "Bolt" not in one.name and "slack_bolt" not in one.name
    ] == []


@given(body=BODIES, kind=st.sampled_from(["application/json", "application/x-www-form-urlencoded", "text/plain", ""]))
@often(40)
def test_any_signed_body_is_acknowledged_or_refused(line: Line, body: bytes, kind: str) -> None:
    assert line.send(body, kind) in {200, 400, 404}


@given(text=texts(300))
@often(50)
def test_any_words_of_slack_become_plain_ones(text: str) -> None:
    with soon(1):
        assert "\n" not in as_typed(text, "UBOT")
        assert not {"<", ">"} & set(escaped(text))
        mentions(text)
        notified(text, 40)


def test_after_all_that_a_question_is_still_answered(line: Line) -> None:
    asked = mention(line.slack, QUESTION)
    body, kind = http_body(asked)
    assert line.send(body, kind) == 200
    ts: Any = asked["event"]["ts"]
    assert line.slack.wait_for(lambda: any(not one.streaming for one in line.slack.answers("C1", ts)), 30)
