"""`lovp slack`: the bot by itself, until it is stopped."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from index.settings import Settings
from ui.slack import text
from ui.slack.bot import running

_PATIENCE = 10.0  # seconds


def serve(settings: Settings, http: tuple[str, int] | None = None) -> None:
    """Answers in Slack until Ctrl+C or a signal to end; what was begun is finished first.

    Args:
        settings: with the tokens that the transport needs.
        http: the address and port on which requests of Slack come in; None for Socket Mode.

    Raises:
        SlackError: it can't start; the message is Dutch.
        CannotListenError: the address can't be used.
        index.store.StoreError: there is no index, or it can't be used.
    """
    from assistant.ask import ask
    from assistant.model import open_model, warm_up
    from index.retention import tidying
    from index.search import open_index
    from ui.tally import counted
    from ui.web_health import Health
    from ui.web_metrics import metrics_served
    from ui.web_overview import Overviews

    model = counted(open_model(settings))
    if model is not None:
        threading.Thread(target=warm_up, daemon=True).start()
    with open_index(settings) as index:
        overviews = Overviews(index, lambda message, history: ask(index, message, history), model=model is not None)
        warming = threading.Thread(target=overviews.now, daemon=True)  # its questions warm everything up
        warming.start()
        with (
            joined(warming),
            running(settings, index, model, lambda: overviews.now().examples, http=http is not None) as bot,
            metrics_served(settings, index, health := Health(index, bot.trouble)),
            tidying(settings),
        ):
            if http is None:
                print(text.READY.format(name=bot.desk.me.name, team=bot.desk.me.team_name), flush=True)
                _until_told()
            else:
                from ui.slack.requests import answering
                from ui.web_slack import serve_events

                def ready(url: str) -> None:
                    print(text.READY_HTTP.format(url=url), flush=True)

                serve_events(answering(bot.app), *http, ready, health)
            print(text.STOPPING, flush=True)


@contextmanager
def joined(thread: threading.Thread) -> Iterator[None]:
    """Waits at its end for a thread: what it reads is closed next, and a library in the midst of that would crash."""
    try:
        yield
    finally:
        thread.join(_PATIENCE)


def _until_told() -> None:
    """Waits for Ctrl+C or a signal to end."""
    told = threading.Event()

    def tell(number: int, frame: FrameType | None) -> None:
        told.set()

    before = {number: signal.signal(number, tell) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        while not told.wait(0.5):  # not for ever: on Windows nothing would break that off
            pass
    finally:
        for number, was in before.items():
            signal.signal(number, was)
