"""The chat in the browser: `build` makes the page, `serve` runs it on one address until it is stopped.

Gradio takes seconds to import, so that only the functions here do it, and only when a page is really made.
"""

import itertools
import json
import os
import re
import socket
import threading
import webbrowser
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.answer import Answer, Draft, Turn
from index.records import Record
from index.settings import Settings
from ui import web_text
from ui.web_chat import Ask, Kept
from ui.web_feedback import Judge, judge_into
from ui.web_html import Overview
from ui.web_quality import Quality
from ui.web_server import CannotListenError, PortInUse, address, app, listen, serve_on

if TYPE_CHECKING:
    import gradio as gr

    from index.search import Index

Answering = Callable[[str, Sequence[Turn]], Answer]
"""A message and the turns before it, to the whole answer."""

__all__ = ["CannotListenError", "Overview", "PortInUse", "build", "examples", "overview_of", "run", "serve"]

_EXAMPLES = 4
_LONGEST_TOPIC = 48  # characters; longer ones make no question that one would type
_TASER = re.compile(r"\b(stroomstootwapens?|tasers?)\b", re.IGNORECASE)
_TASER_QUESTION = "Voor welke jaren is de financiering van de taser geregeld?"
_NO_TOPIC = re.compile(
    r"^(inleiding|opening|sluiting|rondvraag|mededelingen|overig\w*|tot slot|vervolg)\b", re.IGNORECASE
)


def build(
    ask: Ask,
    record: Callable[[str], Record | None],
    overview: Overview,
    account: Callable[[Kept], str],
    judge: Judge,
) -> "gr.Blocks":
    """The page, not yet served; see `ui.web_page.page`."""
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"  # read when gradio is imported
    from ui.web_page import page

    return page(ask, record, overview, account, judge)


def serve(settings: Settings, host: str | None = None, port: int | None = None, open_browser: bool = False) -> None:
    """Opens the index and serves the page until it is stopped with Ctrl+C.

    Args:
        settings: where the index is, and the address when `host` or `port` is None.
        host: the address to listen on.
        port: the port; 0 takes a free one.
        open_browser: whether to open the page in the user's browser.

    Raises:
        PortInUse: another program listens there; nothing was started.
        CannotListenError: the address can't be used.
        index.store.StoreError: there is no index, or it can't be used.
    """
    from assistant.ask import ask
    from assistant.model import open_model, warm_up
    from assistant.stream import steps
    from index.search import open_index

    listening = listen(settings.host if host is None else host, settings.port if port is None else port)
    try:
        model = open_model(settings)
        if model is not None:
            threading.Thread(target=warm_up, daemon=True).start()
        with open_index(settings) as index:
            store = index.store

            def answer(message: str, history: Sequence[Turn], /, *, without: Collection[str] = ()) -> Answer:
                return ask(index, message, history, without=without)

            def answer_in_steps(
                message: str, history: Sequence[Turn], /, *, without: Collection[str] = ()
            ) -> Iterator[Draft | Answer]:
                return steps(index, message, history, model=model, without=without)

            overview = replace(overview_of(store.records(), answer), model=model is not None)
            run(
                answer_in_steps,
                store.record,
                overview,
                account_of(index, settings),
                judge_into(settings.home),
                Quality(settings.home).html,
                listening,
                open_browser,
            )
    finally:
        listening.close()


def run(
    ask: Ask,
    record: Callable[[str], Record | None],
    overview: Overview,
    account: Callable[[Kept], str],
    judge: Judge,
    quality: Callable[[], str],
    listening: socket.socket,
    open_browser: bool = False,
) -> None:
    """Serves the page on a listening socket until Ctrl+C or a signal to end; says so when it is ready.

    The first five are as `ui.web_page.page` has them; `quality` gives the newest evaluation report as a page of its own.
    """
    blocks = build(ask, record, overview, account, judge)
    from ui.web_page import head
    from ui.web_theme import theme

    site = app(blocks, theme(), head(), quality)
    url = address(listening)
    print(web_text.READY.format(url=url), flush=True)
    if open_browser:
        # in a thread of its own: a browser in the terminal would block
        threading.Thread(target=webbrowser.open, args=(url,), daemon=True).start()
    serve_on(listening, site)


def account_of(index: "Index", settings: Settings) -> Callable[[Kept], str]:
    """What writes the account of an answer from this index, as the text of a JSON file."""
    from assistant.account import account

    def told(kept: Kept) -> str:
        found = account(
            index,
            kept.question,
            kept.history,
            kept.answer,
            without=kept.without,
            elapsed_ms=kept.elapsed_ms,
            now=kept.at,
            settings=settings,
        )
        return json.dumps(found, ensure_ascii=False, indent=2) + "\n"

    return told


def overview_of(records: Sequence[Record], ask: Answering) -> Overview:
    """What the page tells of these records, with example questions that `ask` can answer."""
    days = sorted(day for record in records for day in record.dates)
    return Overview(len(records), days[0] if days else None, days[-1] if days else None, examples(records, ask))


def examples(records: Sequence[Record], ask: Answering) -> tuple[str, ...]:
    """Up to four questions on topics of the records, each tried: none is shown that gets no answer.

    Topics of the newest records come first, one of each record, so that the examples show what there is.
    """
    topics = [
        [t for t in record.topics if len(t) <= _LONGEST_TOPIC and not _NO_TOPIC.match(t)]
        for record in reversed(records)
    ]
    asked = [_TASER_QUESTION] if any(map(_TASER.search, itertools.chain.from_iterable(topics))) else []
    rounds = itertools.chain.from_iterable(itertools.zip_longest(*topics))
    asked += [
        web_text.topic_question(_inside_sentence(topic)) for topic in rounds if topic and not _TASER.search(topic)
    ]
    answered = (question for question in dict.fromkeys(asked) if ask(question, ()).answered)
    return tuple(itertools.islice(answered, _EXAMPLES))


def _inside_sentence(topic: str) -> str:
    """A topic as written inside a sentence: with a small first letter, if not an abbreviation."""
    first = topic.split()[0]
    return topic if any(c.isupper() for c in first[1:]) or len(first) == 1 else topic[0].lower() + topic[1:]
