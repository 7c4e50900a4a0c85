"""`lovp slack`: the bot in Slack, over Socket Mode or over HTTP; what it needs is asked for before anything starts."""

import argparse
from typing import Any

from index.errors import UsageError
from index.settings import Settings
from ui.slack import text_doctor as say

PORT = 7862  # beside those of the chat and of MCP
_HOST = "127.0.0.1"


def slack_arguments(options: Any) -> None:
    """The flags of `lovp slack`."""
    options.add_argument("--http", action="store_true", help="ontvang van Slack over HTTP in plaats van Socket Mode")
    options.add_argument("--host", metavar="ADRES", help="bij --http: adres om op te luisteren (standaard 127.0.0.1)")
    options.add_argument("--port", type=int, metavar="POORT", help="bij --http: poort (standaard 7862)")


def serve_slack(settings: Settings, options: argparse.Namespace) -> int:
    """Answers in Slack until Ctrl+C or a signal to end; the exit code.

    Raises:
        UsageError: a token is missing, or an address was given without --http.
        ui.slack.bot.SlackError: a token is refused, or Slack can't be reached.
        ui.web_server.CannotListenError: the address can't be used.
        index.store.StoreError: there is no index, or it can't be used.
    """
    if not options.http and (options.host or options.port is not None):
        raise UsageError(say.ONLY_WITH_HTTP)
    ask_for_tokens(settings, http=options.http)
    from ui.slack.run import serve

    port = PORT if options.port is None else options.port
    serve(settings, (options.host or _HOST, port) if options.http else None)
    return 0


def ask_for_tokens(settings: Settings, *, http: bool) -> None:
    """Makes sure that what a transport needs is set.

    Raises:
        UsageError: it isn't; the message says which, and where to get it.
    """
    needed = {
        say.BOT_MISSING: settings.slack_bot_token,
        say.SIGNING_MISSING if http else say.APP_MISSING: settings.slack_signing_secret
        if http
        else settings.slack_app_token,
    }
    missing = [says for says, value in needed.items() if not value]
    if missing:
        raise UsageError("\n".join([*missing, say.MORE]))
