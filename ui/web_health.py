"""`/healthz`: whether the server answers at all, and whether it could answer a question now.

Any reply means that it lives; 200 that a question can be answered, 503 that it can't, with the reason in Dutch. It says nothing of
people, records or folders, asks no model, and looks at most once a second, so that anyone may ask.
"""

import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from index.errors import UserError
from index.recipe import IndexMissingError, Recipe, RecipeError
from index.search import Index
from ui import web_text_operation as text

if TYPE_CHECKING:
    from fastapi import FastAPI

PATH = "/healthz"
_KEPT = 1.0  # seconds that what was found is told again
_HEADERS = {"cache-control": "no-store"}

Look = Callable[[], str | None]
"""Looks whether something is in order: None, or in Dutch what isn't."""


class Health:
    """Whether a question can be answered; safe to ask from many threads."""

    def __init__(self, index: Index, *more: Look, clock: Callable[[], float] = time.monotonic) -> None:
        """Looks at nothing yet.

        Args:
            index: the open index.
            more: what else must be in order.
            clock: seconds that never go back.
        """
        self._looks: tuple[Look, ...] = (lambda: index_trouble(index), *more)
        self._clock = clock
        self._lock = threading.Lock()
        self._found: tuple[float, str | None] | None = None

    def trouble(self) -> str | None:
        """What is not in order, in Dutch; None when a question can be answered."""
        with self._lock:
            now = self._clock()
            if self._found is None or now - self._found[0] >= _KEPT:
                self._found = now, next((said for look in self._looks if (said := look()) is not None), None)
            return self._found[1]

    def told(self) -> tuple[int, dict[str, object]]:
        """The status of HTTP, and the body as JSON."""
        said = self.trouble()
        if said is None:
            return 200, {"ready": True, "status": text.READY}
        return 503, {"ready": False, "status": text.NOT_READY, "reason": said}


def index_trouble(index: Index) -> str | None:
    """What keeps this index from answering; None when nothing does."""
    try:
        if not index.store.path.is_file():  # a file that was removed stays readable for who has it open
            return text.INDEX_GONE
        index.store.check_recipe(Recipe(index.encoder.name, index.encoder.dimension))
        _ = index.store.version
    except IndexMissingError:
        return text.INDEX_GONE
    except RecipeError:
        return text.OTHER_RECIPE
    except (UserError, OSError):
        return text.INDEX_UNUSABLE
    return None


def add_health(site: "FastAPI", health: Health) -> None:
    """Adds the address to a site, before anything that takes every path that is left."""
    from fastapi import Response
    from fastapi.responses import JSONResponse

    def healthz() -> Response:
        status, body = health.told()
        return JSONResponse(body, status, _HEADERS)

    site.add_api_route(PATH, healthz, methods=["GET", "HEAD"], include_in_schema=False, response_model=None)
