"""Whatever is sent to any address of the site, by anybody or by who manages: no 5xx, no inside of the program, soon.

The addresses are read from the running site, so that a new one is tried without being listed here.
"""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import httpx
import pytest
from conftest import ROOT
from fuzz_entrances import ODD, TIMES, check_told, lone, often, texts, values
from fuzz_site import HEADER, MANAGER
from hypothesis import given
from hypothesis import strategies as st

PATIENCE = 30.0  # seconds for one reply, on a machine with other things to do
GROWTH = 300 << 10  # kB that the process may grow while it is asked all this
BUSY = {503}  # an honest refusal, when Dutch
# the page itself, whose scripts speak of errors, and refusals in English: of Gradio, and of the MCP library to programs
OF_OTHERS = re.compile(
    r"/mcp|/(?:\?|$)|/gradio_api/|/(?:login|logout|svelte|config|static|assets|theme|robots|pwa|manifest|monitoring)"
)
ENDLESS = ("/gradio_api/heartbeat/", "/gradio_api/queue/data")  # streams that last as long as the page
METHODS = st.sampled_from(["tools/call", "tools/list", "initialize", "x"])
KINDS = ["application/json", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain", ""]


@dataclass(frozen=True)
class Running:
    """The site as it runs: what it serves, a client that may do everything, and where it writes what goes wrong."""

    told: dict[str, Any]
    client: httpx.Client
    log: Path
    process: int

    def sent(self, method: str, path: str, **more: Any) -> httpx.Response:
        """What comes back, of a stream its beginning; it tells nothing of the inside."""
        request = self.client.build_request(method, path, **more)
        reply = self.client.send(request, stream=True)
        try:
            if "event-stream" not in reply.headers.get("content-type", "") and not path.startswith(ENDLESS):
                reply.read()
                assert "Traceback" not in reply.text
                if len(reply.content) < 200_000 and not OF_OTHERS.match(path):
                    check_told(reply.text)
        finally:
            reply.close()
        assert reply.status_code < 500 or reply.status_code in BUSY, (method, path, more, self.log.read_text()[-3000:])
        return reply

    @property
    def grown(self) -> int:
        """The most memory that the process had, in kB; 0 where the system doesn't tell."""
        status = Path(f"/proc/{self.process}/status")
        found = re.search(r"VmHWM:\s+(\d+)", status.read_text()) if status.exists() else None
        return int(found[1]) if found else 0


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory, examples_home: Path) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("fuzz")
    home = Path(shutil.copytree(examples_home, folder / "home"))
    command = [sys.executable, str(ROOT / "tests" / "fuzz_site.py"), str(home)]
    environment = {"PATH": "", "PYTHONPATH": str(ROOT), "GRADIO_ANALYTICS_ENABLED": "False", "LC_ALL": "C.UTF-8"}
    log = folder / "log"
    with log.open("w") as out:
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=out, text=True)
    assert process.stdout is not None
    said = process.stdout.readline()
    if not said:
        process.wait()
        pytest.fail(log.read_text())
    told = json.loads(said)
    headers = {HEADER: MANAGER, "origin": told["url"]}
    with httpx.Client(base_url=told["url"], headers=headers, trust_env=False, timeout=PATIENCE) as client:
        yield Running(told, client, log, process.pid)
    process.kill()  # it may be busy with a job that it was told to do
    process.wait(15)
    process.stdout.close()


def test_every_route_of_ours_is_among_those_that_are_tried(running: Running) -> None:
    paths = {route["path"] for route in running.told["routes"]}
    assert {
        "/",
        "/mcp",
        "/api/v1/ask",
        "/v1/chat/completions",
        "/beheer/bestanden",
        "/verslag/{id}",
        "/aanmelden",
    } <= paths
    assert len(paths) > 60
    assert {"van", "tot", "zoek", "plek"} <= set(running.told["names"])
    ask = next(route for route in running.told["routes"] if route["path"] == "/api/v1/ask")
    assert {"question", "history", "scope"} <= set(ask["body"])


def test_any_request_to_any_route_is_answered_or_refused(running: Running) -> None:
    routes, names = running.told["routes"], running.told["names"]
    before = running.grown

    @given(data=st.data())
    @often(1, shrink=False)
    def ask_each(data: st.DataObject) -> None:
        for route in routes:
            for method in route["methods"]:
                path = re.sub(r"{[^}]*}", lambda _: quote(lone(data.draw(texts(30)))[:300], safe=""), route["path"])
                known = st.sampled_from(route["query"]) if route["query"] else st.sampled_from(names)
                query = data.draw(st.lists(st.tuples(known | texts(5), texts(20)), max_size=3))
                query = [(lone(name)[:300], lone(value)[:300]) for name, value in query]
                address = f"{path}?{urlencode(query)}" if query else path
                running.sent(method, address, **(body(data, route) if method in {"POST", "PUT", "PATCH"} else {}))

    ask_each()
    assert "Traceback" not in running.log.read_text() or _only_gradio(running.log.read_text())
    assert running.grown - before < GROWTH


def body(data: st.DataObject, route: dict[str, Any]) -> dict[str, Any]:
    """A body for a route: JSON with its names, any JSON, a form, a form with files, or anything."""
    kind = data.draw(st.sampled_from(KINDS))
    fields = route["body"] or ["jsonrpc", "method", "params", "id"]
    one: Any = st.fixed_dictionaries({}, optional={name: values(4) for name in fields}) | values(6)
    if route["path"] == "/mcp":
        one = one | rpc()
    choice = data.draw(st.integers(0, 3))
    if choice == 0 or kind == "application/json":
        content = json.dumps(data.draw(one)).encode()
    elif choice == 1:
        content = urlencode(
            [(lone(n), lone(v)) for n, v in data.draw(st.lists(st.tuples(texts(8), texts(30)), max_size=3))]
        ).encode()
    elif choice == 2:
        name, inside = lone(data.draw(texts(20)))[:200], data.draw(st.binary(max_size=200))
        content = (
            b'--x\r\nContent-Disposition: form-data; name="bestanden"; filename="'
            + name.encode()
            + b'"\r\n\r\n'
            + inside
        )
        content += data.draw(st.sampled_from([b"\r\n--x--\r\n", b"\r\n--x", b""]))
    else:
        content = data.draw(st.binary(max_size=100))
    return {
        "content": content,
        "headers": {"content-type": kind, "accept": data.draw(st.sampled_from(["*/*", "application/json"]))},
    }


def rpc() -> st.SearchStrategy[Any]:
    """A call of a tool over MCP."""
    tools = st.sampled_from(
        ["ask", "search", "list_records", "get_record", "read_text", "ledger", "timeline", "compare", "x"]
    )
    arguments = st.dictionaries(
        st.sampled_from(["question", "query", "q", "id", "record_id", "topic", "first", "k"]), values(3), max_size=3
    )
    params = st.fixed_dictionaries({"name": tools | texts(5), "arguments": arguments | values(3)})
    return st.fixed_dictionaries(
        {"jsonrpc": st.just("2.0"), "id": st.integers(0, 9) | values(2), "method": METHODS},
        optional={"params": params | values(3)},
    )  # fmt: skip


def _only_gradio(log: str) -> bool:
    """Whether every error in a log was raised inside Gradio, none in our own files, through which it may have come."""
    raised = re.findall(r'^  File "([^"]+)".*\n(?:    .*\n)+(?=\S)', log, re.MULTILINE)
    return ("Traceback" not in log or bool(raised)) and not any(
        re.search(r"/(?:ui|assistant|index|eval)/[a-z_]+\.py$", name) for name in raised
    )


def test_any_data_for_a_function_of_the_page_is_answered(running: Running) -> None:
    config = running.sent("GET", "/config").json()
    functions = [(one["id"], len(one["inputs"])) for one in config["dependencies"] if one.get("backend_fn", True)]
    assert len(functions) > 10
    before = len(running.log.read_text())

    @given(data=st.data())
    @often(1, shrink=False)
    def call_each(data: st.DataObject) -> None:
        for function, inputs in functions:
            names = [
                "turn",
                "kind",
                "question",
                "conversation",
                "link",
                "key",
                "good",
                "about",
                "format",
                "all",
                *running.told["names"],
            ]
            session = f"s{data.draw(st.integers(0, 9**9))}"
            asked = {
                "fn_index": function,
                "data": data.draw(st.lists(values(3), min_size=inputs, max_size=inputs)),
                "event_data": data.draw(st.dictionaries(st.sampled_from(names), values(3), max_size=4) | values(2)),
                "session_hash": session,
                "trigger_id": data.draw(st.integers(0, 50)),
            }
            content = json.dumps(asked).encode()
            reply = running.sent(
                "POST", "/gradio_api/queue/join", content=content, headers={"content-type": "application/json"}
            )
            if reply.status_code == 200:
                with running.client.stream("GET", "/gradio_api/queue/data", params={"session_hash": session}) as events:
                    for line in events.iter_lines():
                        if "process_completed" in line or "unexpected_error" in line:
                            check_told(line if '"success":false' in line.replace(" ", "") else "")
                        if "process_completed" in line or "close_stream" in line or "unexpected_error" in line:
                            break

    call_each()
    assert _only_gradio(running.log.read_text()[before:]), running.log.read_text()[-3000:]


@pytest.mark.parametrize(
    "path",
    ["/verslagen", "/tijdlijn", "/vergelijk", "/toezeggingen", "/toezeggingen.csv", "/verslagen/ontbreekt", "/beheer"],
)
def test_every_odd_value_of_every_name_gives_a_page(running: Running, path: str) -> None:
    names = running.told["names"]
    for number, word in enumerate(ODD):
        if TIMES == 1 and number % 8 != len(path) % 8:
            continue
        reply = running.sent("GET", path, params=dict.fromkeys(names, lone(word)[:80]))
        assert reply.status_code in {200, 400, 404}
        assert "Traceback" not in reply.text
