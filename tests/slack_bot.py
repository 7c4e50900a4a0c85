"""The real bot over the Slack of the tests: in this process, connected by Socket Mode or fed over HTTP."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from slack_server import Slack

from index.search import Index
from index.settings import Settings
from ui.slack.bot import Bot, running

EXAMPLES = ("Wanneer wordt het stroomstootwapen betaald?", "Wat is er gezegd over de meldkamer?")


def settings_for(slack: Slack, home: Path) -> Settings:
    """Settings with which the bot takes the server of the tests for Slack."""
    return Settings(
        home=home,
        slack_bot_token=slack.bot_token,
        slack_app_token=slack.app_token,
        slack_api_url=slack.api,
        questions_per_minute=1000,
    )


@contextmanager
def connected(slack: Slack, index: Index, home: Path, **changes: object) -> Iterator[Bot]:
    """The bot, connected; `home` is where its inbox and the feedback go, apart from the index of the tests."""
    settings = replace(settings_for(slack, home), **changes)  # type: ignore[arg-type]  # names of settings with their values
    with running(settings, index, None, lambda: EXAMPLES, http=False) as bot:
        assert slack.connected(5)
        yield bot
