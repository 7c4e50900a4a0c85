"""Socket Mode over a real websocket: hello, envelopes and their acknowledgements, and saying goodbye."""

import json
import threading
import time
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

from slack_state import APP, Json, Workspace
from websockets.exceptions import ConnectionClosed
from websockets.sync.server import ServerConnection, serve

LATE = 3.0  # seconds; Slack sends an envelope again that is not acknowledged by then


@dataclass(slots=True)
class Delivery:
    """An envelope that was sent; `seconds` is how long the acknowledgement took, `response` what came with it."""

    envelope: str
    payload: Json
    type: str
    retry: int
    sent: float
    acked: threading.Event = field(default_factory=threading.Event)
    seconds: float | None = None
    response: Any = None


class Socket:
    """The websocket side of Slack, in a thread of its own."""

    def __init__(self, workspace: Workspace) -> None:
        """Binds to a free port on loopback."""
        self._workspace = workspace
        self._change = threading.Condition()
        self._open: list[ServerConnection] = []
        self.hellos = 0
        self.deliveries: dict[str, Delivery] = {}
        self.strays: list[str] = []
        self._server = serve(
            self._handle, "127.0.0.1", 0, ping_interval=5, ping_timeout=None, close_timeout=2, compression=None
        )
        workspace.ws_url = f"ws://127.0.0.1:{self._server.socket.getsockname()[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    def __enter__(self) -> Self:
        """Starts serving."""
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Closes every connection and stops."""
        self._server.shutdown()
        self._close(self._all())
        self._thread.join(5)

    def connected(self, seconds: float = 5.0, times: int = 1) -> bool:
        """Whether somebody is connected within so many seconds, for at least the `times`-th time."""
        with self._change:
            return self._change.wait_for(lambda: bool(self._open) and self.hellos >= times, seconds)

    def connections(self) -> int:
        """How many connections are open."""
        with self._change:
            return len(self._open)

    def send(self, payload: Json, kind: str, retry: int = 0) -> Delivery:
        """Sends an envelope over the newest connection, waiting a moment when there is none."""
        if not self.connected():
            raise ConnectionError("nobody is connected")
        name = f"envelope-{self._workspace.number()}"
        message: Json = {
            "envelope_id": name,
            "type": kind,
            "payload": payload,
            "accepts_response_payload": kind != "events_api",
        }
        if kind == "events_api":
            message |= {"retry_attempt": retry, "retry_reason": "timeout" if retry else ""}
        delivery = self.deliveries[name] = Delivery(name, payload, kind, retry, time.monotonic())
        if not any(self._tell(connection, message) for connection in reversed(self._all())):
            raise ConnectionError("nobody is connected any more")
        return delivery

    def disconnect(self, reason: str = "refresh_requested", *, close: bool = True) -> None:
        """Asks the client to connect anew, and closes the old connections when it has (or after a second)."""
        old, before = self._all(), self.hellos
        debug = {"host": "applink-test"}
        for connection in old:
            self._tell(connection, {"type": "disconnect", "reason": reason, "debug_info": debug})
        if close:
            with self._change:
                self._change.wait_for(lambda: self.hellos > before, 1.0)
            self._close(old)

    def cut(self) -> None:
        """Breaks every connection without a word."""
        for connection in self._all():
            connection.close_socket()

    def _tell(self, connection: ServerConnection, message: Json) -> bool:
        """Whether it could be sent; a connection that is closing takes nothing any more."""
        try:
            connection.send(json.dumps(message))
        except ConnectionClosed:
            return False
        return True

    def _all(self) -> list[ServerConnection]:
        with self._change:
            return self._open[:]

    def _close(self, connections: list[ServerConnection]) -> None:
        """Closes at the same time, so that a client that doesn't answer keeps nobody waiting."""
        threads = [threading.Thread(target=connection.close) for connection in connections]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(12)

    def _handle(self, connection: ServerConnection) -> None:
        request = connection.request
        address = urlsplit(request.path if request else "")
        ticket = parse_qs(address.query).get("ticket", [""])[0]
        with self._workspace.lock:
            known = ticket in self._workspace.tickets
            self._workspace.tickets.discard(ticket)
        if not known or address.path.rstrip("/") != "/link":
            connection.close(1008, "unknown ticket")
            return
        with self._change:
            count = len(self._open) + 1
        debug = {"host": "applink-test", "approximate_connection_time": 18060}
        try:
            hello = {"type": "hello", "num_connections": count, "debug_info": debug, "connection_info": {"app_id": APP}}
            connection.send(json.dumps(hello))
            with self._change:
                self._open.append(connection)
                self.hellos += 1
                self._change.notify_all()
            for said in connection:
                self._acknowledge(said)
        except ConnectionClosed:
            pass
        finally:
            with self._change:
                if connection in self._open:
                    self._open.remove(connection)
                self._change.notify_all()

    def _acknowledge(self, said: str | bytes) -> None:
        now = time.monotonic()
        try:
            found = json.loads(said)
        except ValueError:
            found = None
        name = found.get("envelope_id") if isinstance(found, dict) else None
        delivery = self.deliveries.get(name) if isinstance(name, str) else None
        if delivery is None or delivery.acked.is_set():
            self.strays.append(str(said))
            return
        delivery.seconds, delivery.response = now - delivery.sent, found.get("payload")
        delivery.acked.set()
