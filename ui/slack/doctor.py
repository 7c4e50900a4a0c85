"""A check-up of the Slack app: the tokens, what it may do, and whether that is what `slack-manifest.yaml` asks for.

What Slack's app must have is listed here once; the listeners are made from it, and a test holds the manifest to it.
"""

import logging
import re
from collections.abc import Iterator, Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import yaml
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from assistant.plain import plain
from index.doctor import Check
from index.settings import Settings, listed
from index.settings_checks import SettingError, checked
from ui.slack import text_doctor as say

EVENTS = ("app_context_changed", "app_home_opened", "app_mention", "message")  # as a listener names them
OLD_EVENTS = (
    "assistant_thread_started",
    "assistant_thread_context_changed",
)  # only of apps that are not yet moved over
COMMAND = "/lovp"
_KINDS = ("channels", "groups", "im", "mpim")  # an app subscribes to the messages of each kind of conversation apart
SUBSCRIPTIONS = (*EVENTS[:-1], *(f"message.{kind}" for kind in _KINDS))
SCOPES = (
    "app_mentions:read",
    "assistant:write",
    "channels:history",
    "chat:write",
    "commands",
    "groups:history",
    "im:history",
    "mpim:history",
)
MANIFEST = Path(__file__).resolve().parents[2] / "slack-manifest.yaml"
_PACKAGES = ("slack_bolt", "slack_sdk")
_SECONDS = 5
_CHECKED = ("slack_bot_token", "slack_app_token", "slack_signing_secret", "slack_api_url")
_LISTS = ("slack_teams", "slack_channels", "slack_users")


def checks(settings: Settings, *, manifest: Path = MANIFEST) -> Iterator[Check]:
    """Looks at everything in turn; no token is in any text.

    Args:
        settings: with the tokens, and where Slack's API is.
        manifest: the file in the repository; an installed copy has none, and then nothing is said of it.
    """
    for name in _PACKAGES:
        try:
            yield Check(True, f"{name} {version(name)}")
        except PackageNotFoundError:
            yield Check(False, say.NO_PACKAGE.format(name=name))
    wrong = list(_misfits(settings))
    yield from wrong
    if settings.slack_bot_token and not wrong:
        yield from _bot(settings)
    elif not settings.slack_bot_token:
        yield Check(False, say.NO_BOT)
    if settings.slack_app_token and not wrong:
        yield _socket(settings)
    if settings.slack_signing_secret:
        yield Check(True, say.SIGNED)
    elif not settings.slack_app_token:
        yield Check(False, say.NO_TRANSPORT)
    for name in _LISTS:
        if ids := listed(getattr(settings, name)):
            yield Check(True, say.LIST.format(name=name.upper(), count=len(ids)))
    if manifest.exists():
        yield _manifest(manifest)


def _misfits(settings: Settings) -> Iterator[Check]:
    for name in (*_CHECKED, *_LISTS):
        try:
            checked(name, getattr(settings, name))
        except SettingError as error:
            yield Check(False, str(error))


def _client(settings: Settings, token: str | None = None) -> WebClient:
    logger = logging.getLogger(__name__)
    logger.setLevel(logging.CRITICAL + 1)  # what goes wrong is said once, by the check
    url = f"{settings.slack_api_url}/" if settings.slack_api_url else WebClient.BASE_URL
    return WebClient(token, url, _SECONDS, logger=logger, retry_handlers=[])


def _bot(settings: Settings) -> Iterator[Check]:
    try:
        response = _client(settings, settings.slack_bot_token).auth_test()
    except Exception as error:  # whatever the library raises is one failed check
        yield Check(False, say.BOT_FAILS.format(why=_why(error)))
        return
    told = response.data if isinstance(response.data, Mapping) else {}
    yield Check(True, say.BOT.format(user=_name(told.get("user")), team=_name(told.get("team"))))
    if not isinstance(told.get("bot_id"), str):
        yield Check(False, say.NO_BOT_USER)
    headers = {str(name).lower(): value for name, value in response.headers.items()}
    granted = headers.get("x-oauth-scopes")
    if not isinstance(granted, str):
        yield Check(False, say.SCOPES_UNTOLD)
        return
    missing = sorted({*SCOPES} - {scope.strip() for scope in granted.split(",")})
    yield Check(not missing, say.SCOPES_MISSING.format(scopes=", ".join(missing)) if missing else say.SCOPES)


def _socket(settings: Settings) -> Check:
    try:
        response = _client(settings).apps_connections_open(app_token=settings.slack_app_token)
    except Exception as error:  # as above
        return Check(False, say.SOCKET_FAILS.format(why=_why(error)))
    url = response.data.get("url") if isinstance(response.data, Mapping) else None
    good = isinstance(url, str) and url.startswith(("wss://", "ws://"))
    return Check(good, say.SOCKET if good else say.SOCKET_FAILS.format(why=say.STRANGE))


def _why(error: Exception) -> str:
    """What went wrong, in Dutch; of what Slack answers only its own short words are shown."""
    if isinstance(error, SlackApiError):
        data = error.response if isinstance(error.response, Mapping) else getattr(error.response, "data", None)
        code = data.get("error") if isinstance(data, Mapping) else None
        if not isinstance(code, str) or not re.fullmatch(r"[a-z_]{1,40}", code):
            return say.STRANGE
        return say.OF_SLACK.get(code, say.OTHER.format(code=code))
    if isinstance(error, OSError):  # urllib's errors and timeouts are
        return say.UNREACHABLE.format(seconds=_SECONDS)
    return say.STRANGE if isinstance(error, SlackClientError) else say.UNUSABLE


def _name(value: Any) -> str:
    return " ".join(plain(value).split())[:80] if isinstance(value, str) and value.strip() else say.NAMELESS


def _manifest(path: Path) -> Check:
    try:
        found = yaml.safe_load(path.read_text("utf-8"))
        asked = set(found["oauth_config"]["scopes"]["bot"])
        events = set(found["settings"]["event_subscriptions"]["bot_events"])
        commands = {command["command"] for command in found["features"]["slash_commands"]}
    except (OSError, UnicodeDecodeError, yaml.YAMLError, KeyError, TypeError):
        return Check(False, say.MANIFEST_UNREADABLE)
    missing = sorted(map(str, ({*SCOPES} - asked) | ({*SUBSCRIPTIONS} - events) | ({COMMAND} - commands)))
    return Check(not missing, say.MANIFEST_LACKS.format(what=", ".join(missing)) if missing else say.MANIFEST)
