"""What the Slack bot works with: the open index, the settings, the questions that came in, and Slack itself."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from slack_sdk import WebClient

from assistant.model import Model
from index.search import Index
from index.settings import Settings
from index.sqlite_inbox import Inbox
from ui.limits import Limits
from ui.slack.calls import call

MOST_WAITING = 300  # questions that may wait; who asks more than this hears that it is busy


@dataclass(frozen=True, slots=True)
class Me:
    """Who the bot is in Slack: its user, the workspace it belongs to, and their names."""

    user: str
    bot: str
    team: str
    name: str
    team_name: str


@dataclass(frozen=True, slots=True)
class SlackDesk:
    """One for the whole bot; all of it may be used from several threads at once.

    `wake` tells the workers that something waits; `examples` gives questions that get an answer; `stopping` is set when the bot
    ends, so that nobody waits for Slack any longer.
    """

    index: Index
    settings: Settings
    model: Model | None
    inbox: Inbox
    limits: Limits
    client: WebClient
    me: Me
    wake: Callable[[], None]
    examples: Callable[[], tuple[str, ...]]
    stopping: threading.Event = field(default_factory=threading.Event)

    def call(self, method: str, *, twice: bool = False, patient: bool = True, **arguments: Any) -> dict[str, Any]:
        """Calls a method of Slack's Web API: `ui.slack.calls.call`."""
        return call(self.client, self.stopping, method, twice=twice, patient=patient, **arguments)

    @property
    def site(self) -> str:
        """The address at which people reach the browser face, without a slash at its end; "" when there is none."""
        return self.settings.public_url.rstrip("/")
