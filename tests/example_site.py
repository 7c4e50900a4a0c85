"""The real page over the example records, with two questions that go wrong on purpose; a process of its own runs it."""

import sys
import time
from collections.abc import Collection, Sequence
from pathlib import Path

from assistant.answer import Answer, Turn
from assistant.ask import ask
from index.embedding import open_encoder
from index.ingest import index_paths
from index.search import open_index
from index.settings import Settings
from ui.web import account_of, overview_of, run
from ui.web_feedback import judge_into
from ui.web_quality import Quality
from ui.web_server import listen

EXAMPLES = Path(__file__).parents[1] / "index" / "examples"
BREAK, SECRET = "Doe het niet", "geheim wachtwoord"
SLOW = "Neem de tijd"


def serve(home: Path) -> None:
    """Reads the example records into `home` and serves the page on a free port until it is ended."""
    settings = Settings(home=home)
    index_paths(home, open_encoder(settings.encoder), [EXAMPLES])
    with open_index(settings) as index:

        def answer(message: str, history: Sequence[Turn], /, *, without: Collection[str] = ()) -> Answer:
            if message == BREAK:
                raise RuntimeError(SECRET)
            if message == SLOW:
                time.sleep(20)
            return ask(index, message, history, without=without)

        overview = overview_of(index.store.records(), answer)
        listening = listen("127.0.0.1", 0)
        run(
            answer,
            index.store.record,
            overview,
            account_of(index, settings),
            judge_into(home),
            Quality(home).html,
            listening,
        )


if __name__ == "__main__":
    serve(Path(sys.argv[1]))
