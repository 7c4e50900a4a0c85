"""What the browser face works with: the open index, the settings, what answers, and who may do what."""

import json
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from assistant.account import account
from assistant.answer import Answer, Draft, Turn
from index.records import Scope
from index.search import Index
from index.settings import Settings
from ui import web_text
from ui.access import Access
from ui.export import Export, Format, exported, here
from ui.limits import Limits
from ui.metrics import Face
from ui.service import Service
from ui.tally import question
from ui.web_chat import Ask, Exchange, Kept
from ui.web_html import Overview
from ui.web_place import place_of


@dataclass(frozen=True, slots=True)
class Desk:
    """One for the whole site; all of it may be called from several threads at once.

    `overview` tells of the records as they are now; `service` answers programs, as `ask` answers people.
    """

    index: Index
    settings: Settings
    ask: Ask
    overview: Callable[[], Overview]
    access: Access
    limits: Limits
    service: Service

    def asked_by(self, key: str) -> Ask:
        """Answers within the limits of one user, whose name or other mark is `key`; `TooManyError` when it is too much."""

        def ask(
            message: str, history: Sequence[Turn], /, *, scope: Scope | None = None, without: Collection[str] = ()
        ) -> Iterator[Draft | Answer]:
            with question(Face.WEB, message) as asking, self.limits.admitted(key):
                found = self.ask(message, history, scope=scope, without=without)
                for step in [found] if isinstance(found, Answer) else found:
                    asking.answer = step if isinstance(step, Answer) else None
                    yield step

        return ask

    def exported(self, exchanges: Sequence[Exchange], format: Format, host: str) -> Export:
        """A file of an answer or a conversation, with links that lead back here; `host` is what the user's browser calls us."""
        site = self.settings.public_url.rstrip("/") or f"http://{host}"
        return exported(
            exchanges, format, link=lambda citation: site + place_of(citation).address, now=datetime.now(UTC)
        )


def account_of(desk: Desk, kept: Kept) -> Export:
    """The account of an answer, as a JSON file."""
    found = account(
        desk.index,
        kept.question,
        kept.history,
        kept.answer,
        scope=kept.scope,
        without=kept.without,
        elapsed_ms=kept.elapsed_ms,
        now=kept.at,
        settings=desk.settings,
    )
    text = json.dumps(found, ensure_ascii=False, indent=2) + "\n"
    return Export(web_text.KEEP_NAME.format(at=here(kept.at)), "application/json", text.encode(errors="replace"))
