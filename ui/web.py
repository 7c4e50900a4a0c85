"""The chat in the browser: `serve` runs it on one address until it is stopped.

Gradio takes seconds to import, so that only the functions here do it, and only when a page is really made.
"""

import logging
import socket
import threading
import webbrowser
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import ExitStack
from typing import TYPE_CHECKING

from assistant.answer import Answer, Draft, Turn
from index.recipe import StoreError
from index.records import Scope
from index.settings import Settings
from ui import web_text
from ui.access import access_for
from ui.limits import Limits
from ui.service import Service
from ui.web_desk import Desk
from ui.web_overview import Overviews
from ui.web_server import CannotListenError, PortInUse, address, app, listen, serve_on

if TYPE_CHECKING:
    from fastapi import FastAPI

__all__ = ["CannotListenError", "PortInUse", "run", "serve"]


def serve(
    settings: Settings,
    host: str | None = None,
    port: int | None = None,
    open_browser: bool = False,
    slack: bool = False,
) -> None:
    """Opens the index and serves the page until it is stopped with Ctrl+C.

    Args:
        settings: where the index is, and the address when `host` or `port` is None.
        host: the address to listen on.
        port: the port; 0 takes a free one.
        open_browser: whether to open the page in the user's browser.
        slack: whether the Slack bot works beside it: by Socket Mode when there is an app token, else at `/slack/events`.

    Raises:
        PortInUse: another program listens there; nothing was started.
        SlackError: the bot can't start.
        CannotListenError: the address can't be used.
        NotProtectedError: others could reach it, and nobody would have to sign in.
        index.store.StoreError: there is no index, or it can't be used.
    """
    from assistant.ask import ask
    from assistant.model import open_model, warm_up
    from assistant.stream import steps
    from index.retention import tidying
    from index.search import open_index
    from ui.tally import counted
    from ui.web_health import Health
    from ui.web_metrics import metrics_served

    listening = listen(settings.host if host is None else host, settings.port if port is None else port)
    try:
        access = access_for(settings, listening.getsockname()[0])
        model = counted(open_model(settings))
        if model is not None:
            threading.Thread(target=warm_up, daemon=True).start()
        with ExitStack() as stack:
            index = stack.enter_context(open_index(settings))
            stack.enter_context(tidying(settings))

            def answer(message: str, history: Sequence[Turn]) -> Answer:
                return ask(index, message, history)

            def answer_in_steps(
                message: str, history: Sequence[Turn], /, *, scope: Scope | None = None, without: Collection[str] = ()
            ) -> Iterator[Draft | Answer]:
                return steps(index, message, history, model=model, scope=scope, without=without)

            overviews = Overviews(index, answer, model=model is not None)
            limits = Limits(settings.questions_per_minute, settings.questions_at_once)
            service = Service(index, model, settings.public_url or address(listening))
            desk = Desk(index, settings, answer_in_steps, overviews.now, access, limits, service)
            stack.enter_context(metrics_served(settings, index, Health(index)))
            if not slack:
                run(desk, listening, open_browser)
                return
            from ui.slack.bot import running
            from ui.slack.requests import answering
            from ui.web_slack import add_events

            http = not settings.slack_app_token
            with running(settings, index, model, lambda: overviews.now().examples, http=http) as bot:
                run(
                    desk, listening, open_browser, (lambda site: add_events(site, answering(bot.app))) if http else None
                )
    finally:
        listening.close()


def run(
    desk: Desk,
    listening: socket.socket,
    open_browser: bool = False,
    add_more: "Callable[[FastAPI], None] | None" = None,
) -> None:
    """Serves the page on a listening socket until Ctrl+C or a signal to end; says so when it is ready."""
    for name in ("ui.web_manage", "ui.jobs"):  # who added and removed what is worth a line, also when it went well
        logging.getLogger(name).setLevel(logging.INFO)
    site = app(desk, add_more)
    url = address(listening)
    print(web_text.READY.format(url=url), flush=True)
    if open_browser:
        # in a thread of its own: a browser in the terminal would block
        threading.Thread(target=webbrowser.open, args=(url,), daemon=True).start()
    threading.Thread(target=warm, args=(desk.overview,), daemon=True).start()
    try:
        serve_on(listening, site)
    finally:
        site.state.jobs.stop()  # before the index is closed


def warm(overview: Callable[[], object]) -> None:
    """Makes the first overview: its questions warm everything up."""
    try:
        overview()
    except StoreError as error:  # it was stopped at once, and the index is closed; else the page says what is wrong
        logging.getLogger(__name__).info("opwarmen is gestopt: %s", error)
