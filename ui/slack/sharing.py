"""An answer that only its asker saw, put where the whole channel sees it."""

from collections.abc import Sequence
from dataclasses import replace

from index.inbox import Asked
from ui.slack import text
from ui.slack.blocks import Message
from ui.slack.written import escaped

KEY_END = "/deel"
_MOST = 2_000  # characters of a button's value
_SHOWN = 400  # characters of the question that are repeated above a shared answer


def shared_messages(asked: Asked, whole: Sequence[Message]) -> Sequence[Message]:
    """The messages of an answer, with above the first who shares it and what was asked."""
    first, *rest = whole
    before, _, after = text.SHARED_BY.partition("<@{user}>")
    said = {
        "type": "rich_text",
        "elements": [
            {
                "type": "rich_text_section",
                "elements": [
                    *([{"type": "text", "text": before}] if before else []),
                    {"type": "user", "user_id": asked.user},
                    {"type": "text", "text": f"{after} “{_shorter(asked.text)}”"},
                ],
            }
        ],
    }
    return [
        replace(first, text=f"{text.SHARED_FALLBACK}: {escaped(first.text)}", groups=((said,), *first.groups)),
        *rest,
    ]


def shared_from(value: object) -> tuple[str, str] | None:
    """The key and the question that a button carries; None for what no button of ours carries."""
    if not isinstance(value, str) or len(value) > _MOST:
        return None
    key, _, question = value.partition("\n")
    return (key, question) if key and question else None


def _shorter(question: str) -> str:
    """The question, or as much of it as fits above its answer."""
    return question if len(question) <= _SHOWN else question[: _SHOWN - 1].rstrip() + "…"
