"""Only the right Chroma server is let in, and what it says makes nothing run here."""

import gzip
import json
import shutil
import sys
import threading
import time
import types
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from chroma_run import ChromaRun, chroma_run, free_port
from chromadb.config import Settings as ChromaSettings
from chromadb.utils import embedding_functions

from index.chroma_address import Address, ChromaServerError, RefusedServerError, address_in
from index.chroma_collections import refresh
from index.chroma_http import check, connect
from index.chroma_server import ChromaServer
from index.search import store_path
from index.settings import SettingError, Settings, read_settings
from index.store import Store

TOKEN = "geheim-token"  # noqa: S105 - of no use outside the tests


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ChromaRun]:
    with chroma_run(tmp_path_factory.mktemp("chroma") / "server") as running:
        yield running


Reply = Callable[[BaseHTTPRequestHandler], tuple[int, bytes]]


@contextmanager
def answering(reply: Reply, **headers: str) -> Iterator[str]:
    """A small server that answers by a function, with these headers; its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, body = reply(self)
            self.send_response(status)
            for name, value in {"content-length": str(len(body)), **headers}.items():
                self.send_header(name.replace("_", "-"), value)
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_GET  # noqa: N815 - as http.server calls it

        def log_message(self, format: str, *args: object) -> None:
            """Says nothing."""

    listening = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.server_port}"
    finally:
        listening.shutdown()
        thread.join()
        listening.server_close()


READY = b'{"is_executor_ready": true, "is_log_client_ready": true}'


def checked(url: str, token: str = "") -> None:
    with connect(Address(url, token)) as client:
        check(client)


def test_the_server_of_chroma_run_is_let_in(server: ChromaRun) -> None:
    checked(server.url)


def test_the_server_in_python_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    # a part of it that isn't installed here, and only watches
    stub = types.ModuleType("opentelemetry.instrumentation.fastapi")
    stub.FastAPIInstrumentor = types.SimpleNamespace(instrument_app=lambda *_, **__: None)  # type: ignore[attr-defined]  # a module made here
    monkeypatch.setitem(sys.modules, "opentelemetry.instrumentation", types.ModuleType("opentelemetry.instrumentation"))
    monkeypatch.setitem(sys.modules, "opentelemetry.instrumentation.fastapi", stub)
    import uvicorn
    from chromadb.server.fastapi import FastAPI

    with warnings.catch_warnings(action="ignore"):  # it is what it is
        app = FastAPI(ChromaSettings(anonymized_telemetry=False, is_persistent=False)).app()
    port = free_port()
    running = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_level="error"))
    thread = threading.Thread(target=running.run)
    thread.start()
    try:
        while not running.started:
            time.sleep(0.02)
        with pytest.raises(RefusedServerError, match="Python-server"):
            ChromaServer(Address(f"http://127.0.0.1:{port}"), seconds=10)
    finally:
        running.should_exit = True
        thread.join()


@pytest.mark.parametrize(
    ("status", "health", "old", "error"),
    [
        (200, READY, 200, RefusedServerError),  # the Python server, would it learn to tell of its health
        (404, b"", 404, RefusedServerError),
        (200, b"<html>", 404, RefusedServerError),
        (200, b"[" * 100_000, 404, RefusedServerError),
        (200, b'{"is_executor_ready": 1, "is_log_client_ready": "ja"}', 404, ChromaServerError),
        (503, b"", 503, ChromaServerError),
        (401, b"", 401, ChromaServerError),
        (302, READY, 404, ChromaServerError),
    ],
)
def test_what_is_no_ready_chroma_server_is_refused(
    status: int, health: bytes, old: int, error: type[ChromaServerError]
) -> None:
    def reply(asked: BaseHTTPRequestHandler) -> tuple[int, bytes]:
        return (status, health) if asked.path == "/api/v2/healthcheck" else (old, b"{}")

    with answering(reply) as url, pytest.raises(error):
        checked(url)


def test_an_answer_without_end_or_a_packed_one_is_broken_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.chroma_http._LARGEST", 1000)
    told = [READY]

    def reply(asked: BaseHTTPRequestHandler) -> tuple[int, bytes]:
        return (200, told[0]) if "health" in asked.path else (410, told[0])

    with answering(reply) as url:
        checked(url)
    for body, headers in ((READY + b" " * 2000, {}), (gzip.compress(READY), {"content_encoding": "gzip"})):
        told[0] = body
        with answering(reply, **headers) as url, pytest.raises(ChromaServerError, match="antwoordt niet"):
            checked(url)


def test_nobody_listening_is_told_in_dutch() -> None:
    with pytest.raises(ChromaServerError, match="of de server draait"):
        checked(f"http://127.0.0.1:{free_port()}")


def test_a_token_goes_along_and_in_no_message() -> None:
    seen = []

    def reply(asked: BaseHTTPRequestHandler) -> tuple[int, bytes]:
        seen.append(asked.headers["authorization"])
        return 401, b""

    with answering(reply) as url, pytest.raises(ChromaServerError) as raised:
        checked(url, TOKEN)
    assert seen == ["Bearer geheim-token"] * 2
    assert "geheim" not in str(raised.value) + repr(Address(url, TOKEN))


def test_a_hostile_server_makes_nothing_run_here(
    examples_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []

    class Hostile:
        @classmethod
        def build_from_config(cls, config: dict[str, Any]) -> None:
            made.append(str(config))

    hostile = {"type": "known", "name": "hostile", "config": {"trust_remote_code": True}}
    monkeypatch.setitem(embedding_functions.known_embedding_functions, "hostile", Hostile)
    place = {"tenant": "default_tenant", "database": "default_database"}
    vector = {"float_list": {"vector_index": {"enabled": True, "config": {"embedding_function": hostile}}}}
    told = {
        "id": "68fc6c33-e7c3-40c0-8068-9a0404ec5f5a",
        "name": "lovp",
        "configuration_json": {"embedding_function": hostile},
        "schema": {"defaults": vector, "keys": {"#embedding": vector}},
        "metadata": {"lovp_finished": True, "lovp_passages": 1},
        "dimension": 2,
        **place,
    }
    answers: list[Any] = [
        {"ids": [["1"]], "distances": [[float("1e400")]]},
        {"ids": [["1"]], "distances": [["0"]]},
        {"ids": [["-1"]], "distances": [[0.1]]},
        {"ids": [["1; DROP TABLE"]], "distances": [[0.1]]},
        {"ids": [["1", "2"]], "distances": [[0.1]]},
        {"ids": [[]]},
        [],
        "x",
    ]

    def reply(asked: BaseHTTPRequestHandler) -> tuple[int, bytes]:
        if asked.path == "/api/v2/healthcheck":
            return 200, READY
        if "heartbeat" in asked.path:
            return 410, b""
        if asked.path.endswith("/query"):
            return 200, json.dumps(answers[0]).encode()
        if asked.path.endswith("pre-flight-checks"):
            return 200, b'{"max_batch_size": 100, "supports_base64_encoding": true}'
        if asked.path.endswith("/add"):
            return 201, b"true"
        return 200, json.dumps(
            [told] if asked.path.endswith("collections") and asked.command == "GET" else told
        ).encode()

    with answering(reply) as url:
        store = Store(store_path(Path(shutil.copytree(examples_home, tmp_path / "home"))))
        opened = ChromaServer(Address(url), seconds=10)
        found = opened.find("lovp")
        assert found is not None
        assert opened.names() == ["lovp"]
        opened.create("lovp").add(["1"], [[1.0, 0.0]], [{"row": 1}], ["x"])
        while answers:
            with pytest.raises((ValueError, TypeError, KeyError, AttributeError)):
                opened.nearest(found.id, np.zeros(2, np.float32), 3)
            answers.pop(0)
        opened.close()
        with pytest.raises(Exception):  # noqa: B017, PT011 - whatever it is, it ends there
            refresh(Address(url), store)
        store.close()
    assert made == []


def test_the_library_itself_would_have_made_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the test before guards against: when this fails, it guards against nothing."""
    made: list[str] = []

    class Hostile:
        @classmethod
        def build_from_config(cls, config: dict[str, Any]) -> None:
            made.append(str(config))

    monkeypatch.setitem(embedding_functions.known_embedding_functions, "hostile", Hostile)
    from chromadb.api.collection_configuration import load_collection_configuration_from_json

    load_collection_configuration_from_json(
        {"embedding_function": {"type": "known", "name": "hostile", "config": {"a": 1}}}
    )
    assert made == ["{'a': 1}"]


@pytest.mark.parametrize(
    ("url", "good"),
    [
        ("http://127.0.0.1:8000", True),
        ("http://chroma:8000", True),
        ("http://10.1.2.3:8000/onder", True),
        ("http://[fd00::1]:8000", True),
        ("https://chroma.voorbeeld.nl", True),
        ("http://chroma.voorbeeld.nl:8000", False),
        ("http://93.184.216.34:8000", False),
        ("http://169.254.169.254", False),
        ("http://0.0.0.0:8000", False),
        ("http://naam:geheim@127.0.0.1:8000", False),
        ("https://chroma.voorbeeld.nl?x=1", False),
        ("https://chroma.voorbeeld.nl/a b", False),
        ("file:///etc/passwd", False),
        ("http://", False),
    ],
)
def test_vectors_go_in_the_clear_over_the_own_network_only(tmp_path: Path, url: str, good: bool) -> None:
    if good:
        assert read_settings({"LOVP_CHROMA_URL": url}, tmp_path).chroma_url == url
    else:
        with pytest.raises(SettingError, match="LOVP_CHROMA_URL") as raised:
            read_settings({"LOVP_CHROMA_URL": url}, tmp_path)
        assert "geheim" not in str(raised.value)


def test_a_token_goes_over_https_or_to_this_machine_only() -> None:
    assert address_in(Settings()) is None
    assert address_in(Settings(chroma_url="http://127.0.0.1:8000", chroma_token=TOKEN)) is not None
    assert address_in(Settings(chroma_url="https://chroma.voorbeeld.nl", chroma_token=TOKEN)) is not None
    with pytest.raises(SettingError, match="https"):
        address_in(Settings(chroma_url="http://10.0.0.1:8000", chroma_token=TOKEN))
    with pytest.raises(SettingError, match="8 tot en met 500"):
        read_settings({"LOVP_CHROMA_TOKEN": "a b c d e f g h"})
