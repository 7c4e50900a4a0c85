"""Of Gradio only what the page uses is there, and what it would fail on does not reach it."""

import asyncio
import json
from typing import Any

import pytest

from ui.web_gradio_paths import MOST_BYTES, OnlyUsed

UNUSED = (
    "/gradio_api/file=/etc/passwd", "/gradio_api/file/x", "/gradio_api/upload", "/gradio_api/upload_progress", "/gradio_api/info",
    "/gradio_api/deep_link", "/gradio_api/run/predict", "/gradio_api/call/x", "/gradio_api/component_server", "/gradio_api/proxy=x",
    "/gradio_api/stream/x", "/gradio_api/queue/join/", "/gradio_api/queue/status", "/gradio_api/heartbeat/a/b", "/gradio_api",
    "/gradio_api/", "//gradio_api/upload", "/gradio_api/mcp/", "/monitoring", "/monitoring/summary", "/login", "/login/", "/logout",
    "/svelte/x", "/pwa_icon", "/manifest.json", "/robots.txt", "/custom_component/x/y/z", "/gradio_api/x\n",
    "/assets/" + "é" * 128, "/verslag/" + "x" * 256,
)  # fmt: skip
USED = (
    "/", "/config", "/theme.css", "/assets/index.js", "/static/x.js", "/favicon.ico", "/gradio_api/queue/data", "/verslagen",
    "/gradio_api/heartbeat/a8qxd3", "/api/v1/records", "/login-help", "/over/handleiding", "/assets/" + "x" * 255,
)  # fmt: skip


def send(
    path: str, method: str = "GET", parts: tuple[bytes, ...] = (b"",), query: bytes = b""
) -> tuple[int, Any, bytes]:
    """The status; what the site behind it saw of the request (None when nothing came through), and its body."""
    seen: list[Any] = []
    told: list[Any] = []
    left = list(parts)

    async def site(scope: Any, receive: Any, answer: Any) -> None:
        seen.append(scope)
        body = b""
        while True:
            message = await receive()
            body += message.get("body", b"")
            if not message.get("more_body"):
                break
        seen.append(body)
        await answer({"type": "http.response.start", "status": 200, "headers": []})
        await answer({"type": "http.response.body", "body": b""})

    async def receive() -> Any:
        if not left:
            return {"type": "http.disconnect"}
        part = left.pop(0)
        return {"type": "http.request", "body": part, "more_body": bool(left)}

    async def answer(message: Any) -> None:
        told.append(message)

    scope = {"type": "http", "path": path, "method": method, "query_string": query, "headers": []}
    asyncio.run(OnlyUsed(site)(scope, receive, answer))
    return told[0]["status"], seen[0] if seen else None, seen[1] if seen else b""


@pytest.mark.parametrize("path", UNUSED)
@pytest.mark.parametrize("method", ["GET", "POST", "HEAD"])
def test_what_the_page_does_not_use_is_not_there(path: str, method: str) -> None:
    assert send(path, method)[:2] == (404, None)


@pytest.mark.parametrize("path", USED)
def test_what_is_used_or_ours_comes_through(path: str) -> None:
    status, seen, _ = send(path, query=b"a=b")
    assert status == 200
    assert seen["query_string"] == (b"" if path in {"/", "/config"} else b"a=b")


def test_what_the_page_sends_comes_through_whole_and_in_pieces() -> None:
    body = json.dumps({"data": ["é", None]}).encode()
    assert send("/gradio_api/queue/join", "POST", (body[:5], body[5:], b""))[2] == body
    assert send("/api/v1/ask", "POST", (b"\xff",))[2] == b"\xff"  # of ours, which looks itself


@pytest.mark.parametrize(
    ("parts", "status"),
    [
        ((b"\xff\xfe",), 400),
        ((b"",), 400),
        ((b"{geen json",), 400),
        ((b"[" * 200_000,), 400),
        ((b"9" * 10_000,), 400),
        ((b" " * MOST_BYTES, b" "), 413),
        ((), 413),
    ],
    ids=["no text", "nothing", "no JSON", "too deep", "a number without end", "too large", "gone"],
)
def test_what_is_too_large_or_no_json_is_refused(parts: tuple[bytes, ...], status: int) -> None:
    assert send("/gradio_api/queue/join", "POST", parts)[:2] == (status, None)
