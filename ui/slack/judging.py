"""What people say of an answer in Slack: its own buttons, and a form for what is wrong; into the same store as everywhere."""

import json
import logging
from collections.abc import Mapping
from typing import Any

from assistant.feedback import REMARK_CHARS, Reason, feedback_on
from index.errors import UserError
from index.feedback import Face
from index.inbox import Entry
from index.sqlite_feedback import keep_feedback
from ui import metrics
from ui.metrics import count_verdict
from ui.slack import text
from ui.slack.answering import earlier, words_of
from ui.slack.desk import SlackDesk

log = logging.getLogger(__name__)

FORM = "oordeel-formulier"
REASON, REMARK = "reden", "toelichting"
_SHOWN = {
    Reason.WRONG: "Het klopt niet",
    Reason.MISSED: "Het staat er wel, maar het is niet gevonden",
    Reason.SOURCE: "Het is de verkeerde bron",
    Reason.INCOMPLETE: "Het is onvolledig",
    Reason.OTHER: "Iets anders",
}


def judged_good(desk: SlackDesk, key: str, user: str) -> str:
    """Keeps that someone found an answer good; gives what to tell them."""
    entry = desk.inbox.entry(key)
    if entry is None or entry.given is None:
        return text.JUDGE_GONE
    if entry.asked.private:
        return text.THANKS_GOOD_PRIVATE
    return _kept(desk, entry, user, good=True) or text.THANKS_GOOD


def form_for(desk: SlackDesk, key: str) -> dict[str, Any] | None:
    """The form in which someone tells what is wrong with an answer; None when the question was erased."""
    entry = desk.inbox.entry(key)
    if entry is None or entry.given is None:
        return None
    options = [{"text": _plain(words), "value": reason.value} for reason, words in _SHOWN.items()]
    return {
        "type": "modal",
        "callback_id": FORM,
        "private_metadata": json.dumps({"key": key}),
        "title": _plain(text.JUDGE_TITLE),
        "submit": _plain(text.JUDGE_SEND),
        "close": _plain(text.CANCEL),
        "blocks": [
            {
                "type": "input",
                "block_id": REASON,
                "label": _plain(text.JUDGE_REASON),
                "element": {
                    "type": "radio_buttons",
                    "action_id": REASON,
                    "options": options,
                    "initial_option": options[0],
                },
            },
            {
                "type": "input",
                "block_id": REMARK,
                "optional": True,
                "label": _plain(text.JUDGE_REMARK),
                "hint": _plain(text.JUDGE_HINT),
                "element": {
                    "type": "plain_text_input",
                    "action_id": REMARK,
                    "multiline": True,
                    "max_length": REMARK_CHARS,
                },
            },
            {
                "type": "context",
                "elements": [_plain(text.JUDGE_KEPT_PRIVATE if entry.asked.private else text.JUDGE_KEPT)],
            },
        ],
    }


def judged_bad(desk: SlackDesk, view: Mapping[str, Any], user: str) -> str:
    """Keeps what someone wrote in the form; gives what to tell them."""
    try:
        key = json.loads(view["private_metadata"])["key"]
        values = view["state"]["values"]
        chosen = values[REASON][REASON]["selected_option"]["value"]
        remark = values[REMARK][REMARK].get("value") or ""
        reason = Reason(chosen)
    except (KeyError, TypeError, ValueError):
        return text.JUDGE_FAILED
    entry = desk.inbox.entry(key) if isinstance(key, str) else None
    if entry is None or entry.given is None or not isinstance(remark, str):
        return text.JUDGE_GONE
    return _kept(desk, entry, user, good=False, reason=reason, remark=remark) or text.THANKS_BAD


def thanks_view(words: str) -> dict[str, Any]:
    """What stands in the place of the form once it was sent."""
    return {
        "type": "modal",
        "title": _plain(text.JUDGE_TITLE),
        "close": _plain(text.CLOSE),
        "blocks": [{"type": "section", "text": _plain(words)}],
    }


def _kept(
    desk: SlackDesk, entry: Entry, user: str, *, good: bool, reason: Reason | None = None, remark: str = ""
) -> str:
    """ "" when it is safe on disk, else what went wrong."""
    if entry.given is None:
        return text.JUDGE_GONE
    question = words_of(desk, entry.asked)
    if not question:
        return text.JUDGE_GONE
    said = feedback_on(
        entry.given,
        face=Face.SLACK,
        key=f"{entry.asked.key} {user}",
        question=question,
        history=earlier(desk, entry.asked),
        good=good,
        reason=reason,
        remark=remark,
    )
    try:
        keep_feedback(desk.settings.home, said)
    except UserError as error:
        log.warning("Slack: een oordeel is niet bewaard (%s)", type(error).__name__)
        return text.JUDGE_FAILED
    count_verdict(metrics.Face.SLACK, good)
    return ""


def _plain(words: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": words, "emoji": False}
