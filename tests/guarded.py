"""A guard before a small honest site, and requests sent at it as a server would hand them on, or as a browser would."""

import asyncio
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from fastapi import FastAPI, Request

from index.settings import Settings
from ui import users as users_of_home
from ui.access import Access, access_for, user_of
from ui.sessions import Sessions
from ui.sign_in_locks import Locks
from ui.users import Users, add_user
from ui.web_access import Guard
from ui.web_sign_in import SignIn, add_sign_in

GOOD = "paard batterij nietje"  # the password of every user in these tests
HTML = {"accept": "text/html,application/xhtml+xml"}
PUBLIC = "https://lovp.voorbeeld.nl"
Headers = dict[str, str] | list[tuple[str, str]]


@dataclass
class Site:
    """What stands behind a guard: notes what reaches it, and says who asks."""

    reached: list[dict[str, Any]] = field(default_factory=list)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        self.reached.append(scope)
        if scope["type"] == "websocket":
            await send({"type": "websocket.accept"})
        elif scope["type"] == "http":
            await send({"type": "http.response.start", "status": 200, "headers": []})
            await send({"type": "http.response.body", "body": b"binnen"})


@dataclass(frozen=True)
class Reply:
    """What a request came back with; status 0 when a websocket was refused."""

    status: int
    headers: dict[str, str]
    text: str


@dataclass
class Door:
    """A guard before a site, with users Jan (asks) and Els (manages)."""

    home: Path
    access: Access
    site: Site = field(default_factory=Site)
    sessions: Sessions = field(default_factory=Sessions)

    def __post_init__(self) -> None:
        self.users = Users(self.home)
        self.guard = Guard(self.site, self.access, self.users, self.sessions)

    def cookie(self, name: str) -> dict[str, str]:
        """The header of somebody who signed in."""
        account = self.users.named(name)
        assert account is not None
        return {"cookie": f"lovp_session={self.sessions.begin(account)}"}

    def send(
        self,
        path: str = "/",
        method: str = "GET",
        headers: Headers | None = None,
        *,
        kind: str = "http",
        client: str | None = "127.0.0.1",
        host: str | None = "127.0.0.1:7860",
        query: str = "",
        **more: Any,
    ) -> Reply:
        """Sends a request straight at the guard, as a server would hand it on, also one that no browser would send."""
        pairs = [*(headers.items() if isinstance(headers, dict) else headers or ())]
        scope = {
            "type": kind,
            "path": path,
            "raw_path": quote(path, errors="replace").encode(),
            "query_string": query.encode(),
            "scheme": "http" if kind == "http" else "ws",
            "client": (client, 50000) if client is not None else None,
            "headers": [(k.encode(), v.encode()) for k, v in ([("host", host)] if host is not None else []) + pairs],
            **({"method": method} if kind == "http" else {}),
            **more,
        }
        sent: list[Any] = []

        async def receive() -> Any:
            return {"type": "http.request", "body": b""}

        async def send(message: Any) -> None:
            sent.append(message)

        asyncio.run(self.guard(scope, receive, send))
        if sent[0]["type"] != "http.response.start":
            return Reply(101 if sent[0]["type"] == "websocket.accept" else 0, {}, "")
        got = {k.decode(): v.decode() for k, v in sent[0]["headers"]}
        return Reply(sent[0]["status"], got, b"".join(part["body"] for part in sent[1:]).decode())


def hello(request: Request) -> str:
    """Says good day to who asks."""
    return f"dag {user_of(request.scope).name}"


@dataclass
class Desk:
    """A site with the page to sign in, behind a guard, and a browser before it that keeps its cookies."""

    home: Path
    access: Access
    client: str = "192.168.1.7"
    base: str = "http://127.0.0.1:7860"
    known: Users | None = None
    locks: Locks | None = None

    def __post_init__(self) -> None:
        self.users = self.known or Users(self.home)
        self.sessions = Sessions()
        self.site = FastAPI()
        add_sign_in(self.site, SignIn(self.access, self.users, self.sessions, self.locks))
        self.site.get("/verslag")(hello)
        self.site.add_middleware(Guard, access=self.access, users=self.users, sessions=self.sessions)
        self.cookies = httpx.Cookies()

    def send(self, method: str, path: str, **more: Any) -> httpx.Response:
        """What a browser gets; as `httpx.AsyncClient.request`, with `client` for the address that it comes from."""
        return asyncio.run(self.sent(method, path, **more))

    async def sent(self, method: str, path: str, client: str | None = None, **more: Any) -> httpx.Response:
        """As `send`, for many at the same time."""
        transport = httpx.ASGITransport(self.site, client=(client or self.client, 50000))
        async with httpx.AsyncClient(transport=transport, base_url=self.base, cookies=self.cookies) as browser:
            reply = await browser.request(method, path, headers={**HTML, **more.pop("headers", {})}, **more)
            self.cookies = browser.cookies
        return reply

    def sign_in(self, name: str, password: str, verder: str = "/", **more: Any) -> httpx.Response:
        """Sends the form."""
        form = {"naam": name, "wachtwoord": password, "verder": verder}
        return self.send("POST", "/aanmelden", data=form, headers={"origin": self.base}, **more)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passwords are hashed a thousand times faster, for tests that aren't about that."""
    monkeypatch.setattr(users_of_home, "_N", 2**5)


@pytest.fixture
def home(tmp_path: Path, quick: None) -> Path:
    """A folder with Jan, who asks, and Els, who manages."""
    add_user(tmp_path, "Jan", GOOD)
    add_user(tmp_path, "Els", GOOD, manage=True)
    return tmp_path


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where the users of a folder are kept."""
    return tmp_path / "users.json"


@pytest.fixture
def door(home: Path) -> Door:
    """A guard where one signs in."""
    return Door(home, access_for(Settings(home=home), "127.0.0.1"))


@pytest.fixture
def open_door(tmp_path: Path) -> Door:
    """A guard where nobody has to sign in."""
    return Door(tmp_path, access_for(Settings(home=tmp_path), "127.0.0.1"))
