"""What a workspace of Slack remembers: who is there, where, what was said, and what it is waiting for.

Channels C1 public, C2 public without the bot, G1 private, D1 a conversation with U1, D2 with U2, CX shared with another team.
Users U1 and U2 are of team T1, UX is of T9.
"""

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]

TEAM, BOT, BOT_ID, APP = "T1", "UBOT", "BBOT", "A1"
CHANNELS: dict[str, Json] = {
    "C1": {"is_channel": True, "name": "lovp", "is_member": True},
    "C2": {"is_channel": True, "name": "zonder-bot", "is_member": False},
    "G1": {"is_group": True, "is_private": True, "name": "besloten", "is_member": True},
    "D1": {"is_im": True, "user": "U1"},
    "D2": {"is_im": True, "user": "U2"},
    "CX": {"is_channel": True, "name": "gedeeld", "is_member": True, "is_ext_shared": True},
}
USERS = {"U1": TEAM, "U2": TEAM, "UX": "T9", BOT: TEAM}
TRIGGER_SECONDS = 3.0


class Refused(Exception):  # noqa: N818  # the word that Slack uses
    """Slack won't do it."""

    def __init__(self, error: str, *messages: str) -> None:
        """Keeps Slack's word, and what it says beside it."""
        super().__init__(error)
        self.answer: Json = {"ok": False, "error": error}
        if messages:
            self.answer["response_metadata"] = {"messages": [f"[ERROR] {message}" for message in messages]}


@dataclass(slots=True)
class Message:
    """A message as it is now; `streaming` while a stream is open."""

    channel: str
    ts: str
    user: str
    text: str = ""
    blocks: list[Json] = field(default_factory=list)
    thread: str = ""
    streaming: bool = False
    deleted: bool = False
    edited: int = 0
    ephemeral_to: str = ""
    unfurl_links: bool | None = None
    unfurl_media: bool | None = None
    metadata: Json | None = None

    def as_json(self) -> Json:
        """The message as the Web API and events give it."""
        found: Json = {"type": "message", "user": self.user, "ts": self.ts, "text": self.text, "team": USERS[self.user]}
        if self.blocks:
            found["blocks"] = [{"block_id": f"b{at}", **block} for at, block in enumerate(self.blocks)]
        if self.thread:
            found["thread_ts"] = self.thread
        if self.user == BOT:
            found |= {"bot_id": BOT_ID, "app_id": APP}
        if self.edited:
            found["edited"] = {"user": self.user, "ts": self.ts}
        if self.streaming:
            found["streaming_state"] = "in_progress"
        if self.metadata:
            found["metadata"] = self.metadata
        return found


@dataclass(slots=True)
class ResponseUrl:
    """An address that may be answered five times in half an hour; `original` is the message it belongs to."""

    channel: str
    user: str
    original: Message | None
    made: float
    used: list[Json] = field(default_factory=list)


class Workspace:
    """Everything that is kept; `lock` is held by whoever looks or changes."""

    def __init__(self) -> None:
        """Opens an empty workspace."""
        self.lock = threading.RLock()
        self.said: list[Message] = []
        self.ephemeral: list[Message] = []
        self.status: dict[tuple[str, str], str] = {}
        self.prompts: dict[tuple[str, str], Json] = {}
        self.titles: dict[tuple[str, str], str] = {}
        self.views: dict[str, Json] = {}
        self.homes: dict[str, Json] = {}
        self.response_urls: dict[str, ResponseUrl] = {}
        self.tickets: set[str] = set()
        self.ws_url = ""
        self._triggers: dict[str, float | None] = {}
        self._count = 100

    def number(self) -> int:
        """A number that was not given before."""
        with self.lock:
            self._count += 1
            return self._count

    def ts(self) -> str:
        """A timestamp after all others."""
        return f"{int(time.time())}.{self.number():06d}"

    def say(self, channel: str, user: str, text: str, **more: Any) -> Message:
        """Puts a message in a channel; a bot's message in a thread ends the status there."""
        with self.lock:
            message = Message(channel, self.ts(), user, text, **more)
            (self.ephemeral if message.ephemeral_to else self.said).append(message)
            if user == BOT and message.thread:
                self.status.pop((channel, message.thread), None)
            return message

    def message(self, channel: str, ts: str) -> Message | None:
        """The message that stands there, or None when there is none (any more)."""
        with self.lock:
            found = (m for m in self.said if (m.channel, m.ts) == (channel, ts) and not m.deleted)
            return next(found, None)

    def trigger(self) -> str:
        """A new trigger for a view."""
        with self.lock:
            name = f"trigger.{self.number()}"
            self._triggers[name] = time.monotonic()
            return name

    def use_trigger(self, name: object) -> str:
        """Uses a trigger up; the error when that can't be, else ""."""
        with self.lock:
            if not isinstance(name, str) or name not in self._triggers:
                return "invalid_trigger_id"
            made, self._triggers[name] = self._triggers[name], None
            if made is None:
                return "exchanged_trigger_id"
            return "expired_trigger_id" if time.monotonic() - made > TRIGGER_SECONDS else ""

    def age_triggers(self, seconds: float) -> None:
        """Makes all triggers older."""
        with self.lock:
            self._triggers = {name: made and made - seconds for name, made in self._triggers.items()}

    def response_id(self, channel: str, user: str, original: Message | None = None) -> str:
        """A new address to answer to, by its last part."""
        with self.lock:
            name = f"r{self.number()}"
            self.response_urls[name] = ResponseUrl(channel, user, original, time.monotonic())
            return name


def words(message: Message | Json | list[Json]) -> str:
    """Every word that somebody reads in a message, a view or blocks, a line for each text; its text when there are no blocks."""
    if isinstance(message, Message):
        return "\n".join(_texts(message.blocks)) if message.blocks else message.text
    return "\n".join(_texts(message))


_READ = (
    "title",
    "label",
    "text",
    "elements",
    "fields",
    "blocks",
    "accessory",
    "element",
    "placeholder",
    "hint",
    "submit",
    "close",
)
_INLINE = ("rich_text_section", "rich_text_quote", "rich_text_preformatted")


def _texts(part: object) -> Iterator[str]:
    if isinstance(part, list):
        for item in part:
            yield from _texts(item)
    elif isinstance(part, str):
        yield part
    elif isinstance(part, dict) and part.get("type") in _INLINE:
        yield "".join(_inline(item) for item in part.get("elements", []))
    elif isinstance(part, dict):
        buttons = [part[name] for name in ("positive_button", "negative_button") if name in part]
        for item in (*(part[name] for name in _READ if name in part), *buttons):
            yield from _texts(item)


def _inline(item: Json) -> str:
    names = {"user": "@{user_id}", "channel": "#{channel_id}", "emoji": ":{name}:", "usergroup": "@{usergroup_id}"}
    if item.get("type") in names:
        return names[item["type"]].format_map(item)
    return str(item.get("text") or item.get("url") or "")
