"""A small honest Slack on loopback: the Web API over real HTTP, Socket Mode over a real websocket, and faults on request.

with Slack() as slack:
    client = WebClient(token=slack.bot_token, base_url=slack.api)
    slack.connected(5)
    slack.send(mention(slack, "Wat is er afgesproken?")).acked.wait(3)
    slack.wait_for(lambda: slack.answers("C1"), 5)
"""

import json
import threading
import time
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qsl, urlsplit

from slack_methods import check_blocks, check_text, do
from slack_socket import Delivery, Socket
from slack_state import BOT, Json, Message, Refused, ResponseUrl, Workspace, words

SCOPES = (
    "app_mentions:read,assistant:write,channels:history,chat:write,commands,groups:history,im:history,users:read,"
    "channels:read,groups:read,im:read,im:write,team:read"
)
_RESPONSES, _RESPONSE_SECONDS = 5, 30 * 60.0


@dataclass(frozen=True, slots=True)
class Call:
    """A call that came in; `status` and `error` are what was answered."""

    method: str
    told: Json
    at: float
    status: int
    error: str


class Slack:
    """The server; a fault is an answer in a queue by method (`fail`)."""

    def __init__(self, bot_token: str = "xoxb-test", app_token: str = "xapp-test", scopes: str = SCOPES) -> None:  # noqa: S107  # of no use outside the tests
        """Binds to free ports."""
        self.bot_token, self.app_token, self.scopes = bot_token, app_token, scopes
        self.workspace = Workspace()
        self.socket = Socket(self.workspace)
        self.calls: list[Call] = []
        self._faults: dict[str, deque[object]] = defaultdict(deque)
        self._http = _Server(("127.0.0.1", 0), _Handler)
        self._http.slack = self
        self.url = f"http://127.0.0.1:{self._http.server_address[1]}"
        self.api = f"{self.url}/api/"
        self._thread = threading.Thread(target=lambda: self._http.serve_forever(0.05), daemon=True)

    def __enter__(self) -> Self:
        """Starts both servers."""
        self.socket.__enter__()
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stops both servers."""
        self._http.shutdown()
        self._thread.join(5)
        self.socket.__exit__(kind, error, trace)
        self._http.server_close()

    def fail(self, method: str, *answers: object) -> None:
        """What the next calls of a method get, in order.

        Args:
            method: such as "chat.postMessage", or "respond" for response_url.
            answers: each "429" or "429:7" (Retry-After), 500 or 503, a float (that many seconds late, then done), "lost" (done,
                then 500), "cut" (done, then the connection breaks), "drop" (breaks, not done), None (nothing wrong), or an error.
        """
        with self.workspace.lock:
            self._faults[method].extend(answers)

    def messages(self, channel: str, thread: str | None = None, *, deleted: bool = False) -> list[Message]:
        """What stands in a channel, oldest first, or the replies of a thread (without what they reply to)."""
        with self.workspace.lock:
            said = [m for m in self.workspace.said if m.channel == channel and (deleted or not m.deleted)]
            return [m for m in said if thread is None or (m.thread == thread and m.ts != thread)]

    def answers(self, channel: str, thread: str | None = None) -> list[Message]:
        """The messages of the bot."""
        return [m for m in self.messages(channel, thread) if m.user == BOT]

    def words(self, message: Message | Json | list[Json]) -> str:
        """Every word that somebody reads in it."""
        return words(message)

    def called(self, *methods: str) -> list[Call]:
        """The calls of these methods."""
        with self.workspace.lock:
            return [call for call in self.calls if call.method in methods]

    def wait_for(self, predicate: Callable[[], object], seconds: float = 5.0) -> bool:
        """Whether it became true within so many seconds."""
        end = time.monotonic() + seconds
        while not predicate():
            if time.monotonic() > end:
                return False
            time.sleep(0.01)
        return True

    def quiet(self, seconds: float = 0.5, most: float = 10.0) -> bool:
        """Waits until nothing was called for so many seconds; False when it never was within `most` seconds."""
        end = time.monotonic() + most
        since, count = time.monotonic(), len(self.calls)
        while time.monotonic() < end:
            if len(self.calls) != count:
                since, count = time.monotonic(), len(self.calls)
            if time.monotonic() - since >= seconds:
                return True
            time.sleep(0.01)
        return False

    def end_stream(self, channel: str, ts: str) -> None:
        """Ends a stream as Slack does when nothing was added for long."""
        message = self.workspace.message(channel, ts)
        if message is not None:
            message.streaming = False

    def connected(self, seconds: float = 5.0, times: int = 1) -> bool:
        """Whether a client is connected within so many seconds, for at least the `times`-th time."""
        return self.socket.connected(seconds, times)

    def send(self, payload: Json, type: str = "", retry: int = 0) -> Delivery:
        """Sends an envelope; its type follows from the payload when not given."""
        guess = "events_api" if payload.get("type") == "event_callback" else "interactive"
        return self.socket.send(payload, type or ("slash_commands" if "command" in payload else guess), retry)

    def resend(self, delivery: Delivery, retry: int = 0) -> Delivery:
        """Sends the same again, as Slack does after three seconds without an acknowledgement."""
        return self.socket.send(delivery.payload, delivery.type, retry or delivery.retry + 1)

    def disconnect(self, reason: str = "refresh_requested", *, close: bool = True) -> None:
        """Asks clients to connect anew, and closes the old connections."""
        self.socket.disconnect(reason, close=close)

    def _next_fault(self, method: str) -> object:
        with self.workspace.lock:
            return self._faults[method].popleft() if self._faults[method] else None

    def _note(self, method: str, told: Json, status: int, error: str) -> None:
        kept = {name: value for name, value in told.items() if name != "token"}
        with self.workspace.lock:
            self.calls.append(Call(method, kept, time.monotonic(), status, error))

    def _answer(self, method: str, token: str, told: Json) -> Json:
        if token != (self.app_token if method == "apps.connections.open" else self.bot_token):
            return {"ok": False, "error": "invalid_auth" if token else "not_authed"}
        return do(self.workspace, method, told)

    def _respond(self, name: str, told: Json) -> tuple[int, Json]:
        with self.workspace.lock:
            address = self.workspace.response_urls.get(name)
            if address is None or time.monotonic() - address.made > _RESPONSE_SECONDS:
                return 404, {"ok": False, "error": "expired_url"}
            if len(address.used) >= _RESPONSES:
                return 404, {"ok": False, "error": "used_url"}
            try:
                self._respond_to(address, told)
            except Refused as error:
                return 400, error.answer
            address.used.append(told)
            return 200, {"ok": True}

    def _respond_to(self, address: ResponseUrl, told: Json) -> None:
        text, blocks, original = check_text(told), check_blocks(told.get("blocks")), address.original
        if told.get("delete_original") or told.get("replace_original"):
            if original is not None and told.get("delete_original"):
                original.deleted = True
            elif original is not None:
                original.text, original.blocks, original.edited = text, blocks, original.edited + 1
            return
        if not text and not blocks:
            raise Refused("no_text")
        to = "" if told.get("response_type") == "in_channel" else address.user
        thread = str(told.get("thread_ts") or "")
        self.workspace.say(address.channel, BOT, text, blocks=blocks, thread=thread, ephemeral_to=to)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128
    slack: Slack


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_POST(self) -> None:
        slack, address = self.server.slack, urlsplit(self.path)
        told = _arguments(self.headers.get("Content-Type", ""), self._body(), address.query)
        kind, _, method = address.path.strip("/").partition("/")
        token = self.headers.get("Authorization", "").removeprefix("Bearer ") or str(told.get("token", ""))
        fault = slack._next_fault("respond" if kind == "respond" else method)
        if isinstance(fault, float):
            time.sleep(fault)
        status, answer, headers = 200, _fault(fault), {}
        if isinstance(fault, int) or (isinstance(fault, str) and fault.startswith("429")):
            status = int(str(fault).partition(":")[0])
            headers = {"Retry-After": str(fault).partition(":")[2] or "1"} if status == 429 else {}
        elif answer is None and fault != "drop":
            if kind == "respond":
                status, answer = slack._respond(method, told)
            else:
                answer = slack._answer(method, token, told)
                headers = {"x-oauth-scopes": slack.scopes}
        if fault == "lost":
            status, answer = 500, None
        error = str(answer.get("error", "")) if answer and fault != "cut" else str(fault)
        slack._note("respond" if kind == "respond" else method, told, status, error)
        if fault in ("cut", "drop"):
            self.close_connection = True
            self.connection.shutdown(2)
            return
        self._send(status, answer, headers)

    do_GET = do_POST  # noqa: N815  # the name that http.server looks for

    def _body(self) -> bytes:
        return self.rfile.read(int(self.headers.get("Content-Length") or 0))

    def _send(self, status: int, answer: Json | None, headers: dict[str, str]) -> None:
        body = b"<html>Server Error</html>" if status >= 500 or answer is None else json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/html" if status >= 500 else "application/json; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Says nothing."""


def _fault(fault: object) -> Json | None:
    """What a fault answers instead of doing anything; None when it is to be done."""
    if isinstance(fault, str) and fault.startswith("429"):
        return {"ok": False, "error": "ratelimited"}
    named = isinstance(fault, str) and fault not in ("lost", "cut", "drop")
    return {"ok": False, "error": fault} if named else None


def _arguments(kind: str, body: bytes, query: str) -> Json:
    """The arguments of a call, from JSON or a form; in a form lists and objects are JSON."""
    found: Json = dict(parse_qsl(query))
    if "json" in kind:
        told = json.loads(body or b"{}")
        return found | (told if isinstance(told, dict) else {})
    for name, value in parse_qsl(body.decode(), keep_blank_values=True):
        found[name] = json.loads(value) if value[:1] in ("[", "{") else value
    return found
