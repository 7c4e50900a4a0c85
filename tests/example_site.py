"""The real page over the example records, with questions that go wrong or slowly on purpose; a process of its own runs it."""

import logging
import sys
import time
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from assistant.answer import Answer, Draft, Turn
from assistant.ask import ask
from index.embedding import open_encoder
from index.ingest import index_paths
from index.records import Scope
from index.search import open_index
from index.settings import Settings
from ui.access import access_for
from ui.limits import Limits
from ui.service import Service
from ui.web import run
from ui.web_desk import Desk
from ui.web_overview import Overviews
from ui.web_server import address, listen

EXAMPLES = Path(__file__).parents[1] / "index" / "examples"
BREAK, SECRET = "Doe het niet", "geheim wachtwoord"
SLOW = "Neem de tijd"
DRAFTED, DRAFT = "Schrijf eerst over de taser", "Dit is nog niet nagegaan. "


def drafted(answer: Answer) -> Iterator[Draft | Answer]:
    """An answer as a model gives it: first that it writes, then what it wrote so far, and last what was made of that."""
    for words in ("", DRAFT, DRAFT * 2, DRAFT * 3):
        yield Draft(words, 2)
        time.sleep(0.2)
    yield answer


def serve(home: Path) -> None:
    """Reads the example records into `home` and serves the page on a free port until it is ended."""
    logging.basicConfig(level=logging.ERROR, format="%(levelname)s %(name)s: %(message)s")  # as `lovp` has it
    settings = Settings(home=home)
    index_paths(home, open_encoder(settings.encoder), [EXAMPLES])
    with open_index(settings) as index:

        def answer(
            message: str, history: Sequence[Turn], /, *, scope: Scope | None = None, without: Collection[str] = ()
        ) -> Answer | Iterator[Draft | Answer]:
            if message == BREAK:
                raise RuntimeError(SECRET)
            if message == SLOW:
                time.sleep(8)
            if message == DRAFTED:
                return drafted(ask(index, message, history, scope=scope, without=without))
            return ask(index, message, history, scope=scope, without=without)

        listening = listen("127.0.0.1", 0)
        desk = Desk(
            index,
            settings,
            answer,
            Overviews(index, lambda message, history: ask(index, message, history)).now,
            access_for(settings, "127.0.0.1"),
            Limits(10_000, 100),
            Service(index, site=address(listening)),
        )
        run(desk, listening)


if __name__ == "__main__":
    serve(Path(sys.argv[1]))
