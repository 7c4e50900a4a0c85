"""The whole site as it is served, with every route and what each takes on one line of JSON: `python fuzz_site.py HOME`.

Who asks comes from a header, as behind a proxy, so that one client has every right. A process of its own, as Gradio leaves event
loops behind it.
"""

import json
import logging
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from fastapi.routing import APIRoute
from pydantic import BaseModel

from assistant.ask import ask
from assistant.stream import steps
from index.search import open_index
from index.settings import Settings
from ui.access import access_for
from ui.limits import Limits
from ui.service import Service
from ui.web_desk import Desk
from ui.web_overview import Overviews
from ui.web_server import address, app, listen, serve_on

HEADER, MANAGER = "x-wie", "els"
# the names that pages look for in a query or form, as they stand in the code
_NAMES = re.compile(r"""(?:\b(?:get|values|form|asked|params)[(\[]\s*|\basked,\s*)"([a-z_]{1,20})\"""")
ROOMS = Path(__file__).parents[1] / "ui"


def names() -> list[str]:
    """The names of values that the pages know, read from their code."""
    return sorted({name for path in ROOMS.glob("web*.py") for name in _NAMES.findall(path.read_text("utf-8"))})


def routes(found: list[Any], before: str = "") -> Iterator[dict[str, Any]]:
    """Every route: its path, its methods, and the names that its query and JSON take."""
    for route in found:
        inside = getattr(route, "original_router", None)  # how FastAPI keeps what it includes
        if inside is not None:
            yield from routes(list(inside.routes), before)
        elif isinstance(getattr(route, "routes", None), list):  # a site within the site
            yield from routes(list(route.routes or []), before + route.path)
        elif isinstance(route, APIRoute):
            body = [name for field in route.dependant.body_params for name in _fields(field.field_info.annotation)]
            query = [name for field in route.dependant.query_params for name in _fields(field.field_info.annotation)]
            query += [field.alias for field in route.dependant.query_params]
            yield {"path": before + route.path, "methods": sorted(route.methods or ()), "query": query, "body": body}
        elif hasattr(route, "path"):
            yield {
                "path": before + route.path,
                "methods": sorted(getattr(route, "methods", None) or ["GET", "POST"]),
                "query": [],
                "body": [],
            }


def _fields(kind: Any) -> list[str]:
    return list(kind.model_fields) if isinstance(kind, type) and issubclass(kind, BaseModel) else []


def serve(home: Path) -> None:
    """Serves the site over the records in a folder until it is ended."""
    logging.basicConfig(level=logging.ERROR, format="%(levelname)s %(name)s: %(message)s")
    settings = Settings(home=home, proxy_header=HEADER, managers=MANAGER, upload_mb=1)
    with open_index(settings) as index, listen("127.0.0.1", 0) as listening:

        def answer(message: str, history: Any) -> Any:
            return ask(index, message, history)

        def in_steps(message: str, history: Any, /, *, scope: Any = None, without: Any = ()) -> Any:
            return steps(index, message, history, model=None, scope=scope, without=without)

        access, limits = access_for(settings, "127.0.0.1"), Limits(10_000, 100)
        service = Service(index, site=address(listening))
        desk = Desk(index, settings, in_steps, Overviews(index, answer).now, access, limits, service)
        site = app(desk)
        told = {"url": address(listening), "names": names(), "routes": list(routes(list(site.routes)))}
        print(json.dumps(told), flush=True)
        serve_on(listening, site)


if __name__ == "__main__":
    serve(Path(sys.argv[1]))
