"""Of Gradio only what the page uses is there, and what it would fail on does not reach it."""

import asyncio
import json
from typing import Any

import pytest

from ui.access import User
from ui.web_gradio_calls import Pages
from ui.web_gradio_paths import MOST_BYTES, OnlyUsed

FUNCTIONS = {0: 3, 5: 1}  # of the page: number and how many inputs it has
CALL = {
    "data": ["é", None, None],
    "event_data": None,
    "fn_index": 0,
    "trigger_id": 15,
    "session_hash": "a8qxd3",
}
JOIN, CANCEL, DATA, BEAT = (
    f"/gradio_api/{name}" for name in ("queue/join", "cancel", "queue/data", "heartbeat/a8qxd3")
)

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
    path: str,
    method: str = "GET",
    parts: tuple[bytes, ...] = (b"",),
    query: bytes = b"",
    kind: str = "application/json",
    user: str = "",
    door: OnlyUsed | None = None,
) -> tuple[int, Any, bytes]:
    """The status; what the site behind it saw of the request (None when nothing came through), and its body."""
    seen: list[Any] = []
    told: list[Any] = []
    left = list(parts)

    async def inner(scope: Any, receive: Any, answer: Any) -> None:
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

    door = door or OnlyUsed(inner, FUNCTIONS)
    door._inner = inner
    scope = {
        "type": "http",
        "path": path,
        "method": method,
        "query_string": query,
        "headers": [(b"content-type", kind.encode())],
        "state": {"user": User(user, frozenset())},
    }
    asyncio.run(door(scope, receive, answer))
    return told[0]["status"], seen[0] if seen else None, seen[1] if seen else b""


@pytest.mark.parametrize("path", UNUSED)
@pytest.mark.parametrize("method", ["GET", "POST", "HEAD"])
def test_what_the_page_does_not_use_is_not_there(path: str, method: str) -> None:
    assert send(path, method)[:2] == (404, None)


@pytest.mark.parametrize("path", USED)
def test_what_is_used_or_ours_comes_through(path: str) -> None:
    query = b"session_hash=a8qxd3"
    status, seen, _ = send(path, query=query)
    assert status == 200
    assert seen["query_string"] == (b"" if path in {"/", "/config"} else query)


def test_what_the_page_sends_comes_through_whole_and_in_pieces() -> None:
    body = json.dumps(CALL, ensure_ascii=False).encode()
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


ODD: dict[str, list[Any]] = {
    "fn_index": [1, 99, -1, True, False, "0", None, 0.0, [0], {}, 10**30],
    "session_hash": ["", None, 5, "a" * 65, "../../etc", "a b", "é", ["a"], True, "a\n"],
    "data": [[], ["x"], ["x"] * 4, None, "xxx", {"0": 1, "1": 2, "2": 3}],
    "trigger_id": ["15", True, 1.5, 10**30, []],
    **{key: [True] for key in ("batched", "simple_format", "event_id", "oauth_token", "request")},
}


@pytest.mark.parametrize("changed", [{key: value} for key, values in ODD.items() for value in values], ids=str)
def test_a_call_that_the_page_would_not_make_is_refused_in_dutch(changed: dict[str, Any]) -> None:
    body = json.dumps({**CALL, **changed}).encode()
    assert send(JOIN, "POST", (body,))[:2] == (400, None)


def test_what_is_no_call_at_all_is_refused_too() -> None:
    whole = json.dumps(CALL).encode()
    for body in (b"[]", b"null", b"5", b"{}"):
        assert send(JOIN, "POST", (body,))[:2] == (400, None)
    assert send(JOIN, "POST", (whole,), kind="text/plain")[:2] == (400, None)  # a library would read it as text
    stop = {"session_hash": "a8qxd3", "fn_index": 0, "event_id": "e"}
    assert send(CANCEL, "POST", (json.dumps(stop).encode(),))[0] == 200
    wrong: list[dict[str, Any]] = [{"fn_index": 99}, {"event_id": None}, {"session_hash": ""}, {"data": []}]
    for changed in wrong:
        assert send(CANCEL, "POST", (json.dumps({**stop, **changed}).encode(),))[:2] == (400, None)
    assert send("/gradio_api/reset", "POST", (b'{"event_id": "e"}',))[0] == 200
    assert send("/gradio_api/reset", "POST", (b"{}",))[:2] == (400, None)


@pytest.mark.parametrize("query", [b"", b"session_hash=", b"session_hash=a&session_hash=b", b"session_hash=%00"])
def test_a_stream_without_one_page_is_refused(query: bytes) -> None:
    assert send(DATA, query=query)[:2] == (400, None)


def test_a_page_stays_with_the_user_who_opened_it() -> None:
    call = json.dumps(CALL).encode()
    stop = json.dumps({"session_hash": "a8qxd3", "fn_index": 0, "event_id": "e"}).encode()
    door = OnlyUsed(_nothing, FUNCTIONS)
    assert send(BEAT, user="piet", door=door)[0] == 200
    theirs = b"session_hash=a8qxd3"
    for user, status in (("eva", 403), ("piet", 200), ("eva", 403)):
        assert send(BEAT, user=user, door=door)[0] == status
        assert send(DATA, query=theirs, user=user, door=door)[0] == status
        assert send(JOIN, "POST", (call,), user=user, door=door)[0] == status
        assert send(CANCEL, "POST", (stop,), user=user, door=door)[0] == status
    assert send(DATA, query=b"session_hash=another", user="eva", door=door)[0] == 200


def test_where_nobody_signs_in_a_page_is_anybodys() -> None:
    door = OnlyUsed(_nothing, FUNCTIONS)
    assert [send(BEAT, door=door)[0] for _ in range(3)] == [200, 200, 200]
    assert len(door._pages) == 0


def test_nobody_makes_the_pages_of_others_be_forgotten() -> None:
    pages = Pages()
    assert pages.admit("van-piet", "piet")
    for number in range(1_000):
        assert pages.admit(f"p{number}", "eva")
    assert not pages.admit("van-piet", "eva")
    assert len(pages) == 201
    for number in range(20_000):
        assert pages.admit(f"q{number}", f"u{number}")
    assert len(pages) == 10_000


async def _nothing(scope: Any, receive: Any, send: Any) -> None:
    """Stands for the site behind it until one is given."""
