"""The API and the MCP server as they are served: behind the guard, by a real server on loopback.

`served` does it in a thread of the test. As a program it serves them beside a page of Gradio, over the records of the folder that
it is given: Gradio leaves event loops open behind it, so that it has a process of its own.
"""

import re
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import uvicorn
from fastapi import FastAPI
from pydantic import BaseModel

from assistant.model import Message
from index.search import open_index
from index.settings import Settings
from ui.access import access_for
from ui.limits import Limits
from ui.service import Service
from ui.sessions import Sessions
from ui.users import Users
from ui.web_access import Guard
from ui.web_api import add_api
from ui.web_mcp import add_mcp
from ui.web_server import address, listen, serve_on

TASER = "Voor welke jaren is de financiering van de taser geregeld?"
RECORD = "2019-10-28-bestuurlijke-terugkoppeling-lovp"
DOCS = (Path(__file__).parents[1] / "docs" / "api.md").read_text("utf-8")
ENGLISH = re.compile(
    r"\b(?:error|invalid|input|should|valid|value|field|required|expected|traceback|exception|must|found|allowed|object|"
    r"string|integer|json decode|internal|server)\b",
    re.IGNORECASE,
)
OURS = re.compile(r"JSON-object|‘[^’]*’|application/json|/api/openapi\.json", re.DOTALL)
WITHHELD = "iets van binnen"


def told(value: Any) -> Any:
    """As JSON, without what only the API adds and what differs from run to run."""
    if isinstance(value, BaseModel):
        value = value.model_dump(mode="json")
    if isinstance(value, dict):
        return {key: told(one) for key, one in value.items() if key not in {"url", "elapsed_ms"}}
    return [told(one) for one in value] if isinstance(value, list) else value


def refusal(reply: httpx.Response) -> str:
    """The Dutch sentence of a refusal, of which the shape is checked."""
    found = reply.json()
    assert list(found) == ["error"]
    said = found["error"]["message"] if isinstance(found["error"], dict) else found["error"]
    assert isinstance(said, str)
    assert ENGLISH.findall(OURS.sub("", said)) == []
    return said


class Broken:
    """A model that goes wrong in a way that nobody foresaw."""

    name = "stuk"

    def write(self, messages: Any) -> Iterator[str]:
        """Fails at once."""
        assert all(isinstance(message, Message) for message in messages)
        raise RuntimeError(WITHHELD)


def post(api: httpx.Client, **body: Any) -> httpx.Response:
    """A question, put to the API."""
    return api.post("/api/v1/ask", json=body)


def api_site(service: Service, home: Path, limits: Limits | None = None) -> FastAPI:
    """The API and /mcp over these records; the users are those of the folder."""
    site = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    access = access_for(Settings(home=home), "127.0.0.1")
    site.add_middleware(Guard, access=access, users=Users(home), sessions=Sessions())
    limits = limits or Limits(100_000, 1_000)
    add_api(site, service, limits)
    add_mcp(site, service, limits, access)
    return site


@contextmanager
def served(site: FastAPI) -> Iterator[str]:
    """Serves a site on a free port; its address."""
    with listen("127.0.0.1", 0) as listening:
        server = uvicorn.Server(uvicorn.Config(site, log_level="error", access_log=False, timeout_graceful_shutdown=1))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            yield address(listening)
        finally:
            server.should_exit = True
            thread.join(10)
        assert not thread.is_alive()


def serve_beside_a_page(records: Path, users: Path) -> None:
    """Serves the API, /mcp and a page on every other path, on a free port, until it is ended."""
    import gradio as gr

    with open_index(Settings(home=records)) as index, listen("127.0.0.1", 0) as listening:
        site = api_site(Service(index, site="https://lovp.example"), users)
        with gr.Blocks() as page:
            gr.Markdown("De chat")
        beside = gr.mount_gradio_app(site, page, path="/", ssr_mode=False, mcp_server=False)
        print(address(listening), flush=True)
        serve_on(listening, beside)


if __name__ == "__main__":
    serve_beside_a_page(*map(Path, sys.argv[1:]))
