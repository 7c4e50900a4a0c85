"""Who may not ask, and payloads that nobody at Slack ever made: a word to the one, nothing from the other."""

import pytest
from slack_read import CUTS, TASER, Start, Talk, ask, judge, leave, start, talk, view
from slack_socket import Delivery
from slack_state import BOT
from slack_talk import (
    as_message,
    channel_message,
    command,
    dm,
    edited,
    home_opened,
    mention,
    pressed,
    submitted,
    thread_message,
    thread_started,
)  # fmt: skip

from ui.slack import text_who

__all__ = ["leave", "start", "talk"]  # the fixtures that the tests below use

BOLT_READS = {"authorizations", "channel", "enterprise", "message", "response_urls", "state", "team", "user"}
REFUSALS: tuple[tuple[dict[str, object], str, str, str], ...] = (
    ({}, "UX", "CX", text_who.NOT_FROM_OUTSIDE),
    ({"slack_users": "U2"}, "U1", "C1", text_who.NOT_THIS_USER),
    ({"slack_channels": "G1, D"}, "U1", "C1", text_who.NOT_THIS_CHANNEL),
    ({"slack_teams": "T7"}, "U1", "C1", text_who.NOT_THIS_TEAM),
    ({"slack_private": False}, "U1", "G1", text_who.NOT_IN_PRIVATE),
    ({"slack_external": True}, "UX", "CX", ""),
    ({"slack_users": "U2,U1", "slack_channels": "C1", "slack_teams": "T1", "slack_private": False}, "U1", "C1", ""),
)


@pytest.mark.parametrize(("changes", "user", "channel", "why"), REFUSALS)
def test_who_may_not_ask_hears_why_once(
    start: Start, changes: dict[str, object], user: str, channel: str, why: str
) -> None:
    talk = start(**changes)
    asked = mention(talk.slack, TASER, user, channel)
    beside = as_message(talk.slack, asked)
    talk.tell(asked, beside, asked, beside)
    assert talk.whispered() == ([why] if why else [])
    assert len(talk.slack.answers(channel)) == (0 if why else 1)


def test_hostile_payloads_are_acknowledged_and_do_nothing(talk: Talk) -> None:
    answer = ask(talk)
    judge(talk, answer, "negative_button")
    slack, count = talk.slack, len(talk.slack.answers("C1"))
    good = next(b for block in answer.blocks for b in block.get("elements", []) if b.get("type") == "feedback_buttons")
    payloads = [
        channel_message(slack, "Waar?"), thread_message(slack, "Dank je", answer.thread), dm(slack, ""),
        home_opened(slack), thread_started(slack), command(slack, "help"),
        pressed(slack, answer, "toon-1"), pressed(slack, answer, "oordeel", good["positive_button"]["value"]),
        submitted(slack, view(talk), {}), edited(slack, "C1", answer.thread, f"<@{BOT}> {TASER}"),
    ]  # fmt: skip
    odd: tuple[object, ...] = (None, 7, [], {}, [[{}]], "\ud800", "x" * 20_000, {"id": {"text": []}})
    needed = {"type", "command", "event", "actions", "view", "callback_id"}  # without these nobody knows what it is
    told: list[tuple[str, Delivery]] = []
    lost: list[tuple[str, str]] = []
    for payload in payloads:
        for at in ("", "event", "message", "user", "channel", "view", "container"):
            inside = payload if not at else payload.get(at) or payload.get("event", {}).get(at)
            for name in sorted(inside) if isinstance(inside, dict) else ():
                if name in needed:
                    continue
                for value in odd[len(told) % 3 :: 3]:
                    changed = {**inside, name: value}
                    whole = changed if not at else {**payload, at: changed} if at in payload else {
                        **payload, "event": {**payload["event"], at: changed}
                    }  # fmt: skip
                    kind = "slash_commands" if "command" in payload else "interactive" if "event" not in payload else ""
                    told.append((f"{at}.{name}", slack.send(whole, kind)))
                    # what Bolt itself can't read it doesn't acknowledge; a busy machine takes its time for the rest
                    if not told[-1][1].acked.wait(0.4) and name not in BOLT_READS and not told[-1][1].acked.wait(10):
                        lost.append((f"{at}.{name}", str(value)[:9]))
    assert lost == []
    assert len(told) > 300
    assert talk.bot.workers.idle(20)
    slack.workspace.status.clear()  # of threads that do not exist
    assert len(slack.answers("C1")) == count
    assert "144 miljoen" in slack.words(ask(talk, CUTS))
