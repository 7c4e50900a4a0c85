"""The guard over real HTTP and websockets, with Gradio behind it: the known shapes of attack get nothing, a user gets answers."""

import http.client
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from conftest import ROOT
from guarded import GOOD

from ui import users as users_of_home
from ui.users import add_token, add_user

SECRET = "dit mag niemand lezen"  # noqa: S105  # what stands in a file


@dataclass(frozen=True)
class Reply:
    status: int
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True)
class Served:
    """A server on loopback, asked byte for byte as given."""

    port: int
    home: Path

    def send(self, method: str, path: str, body: bytes | None = None, **headers: str) -> Reply:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.putrequest(method, path, skip_host="host" in headers, skip_accept_encoding=True)
        for name, value in headers.items():
            connection.putheader(name.replace("_", "-"), value)
        if body is not None:
            connection.putheader("content-length", str(len(body)))
        connection.endheaders(body)
        try:
            found = connection.getresponse()
            return Reply(found.status, {k.lower(): v for k, v in found.getheaders()}, found.read())
        finally:
            connection.close()

    def cookie(self, name: str = "Jan") -> str:
        form = f"naam={name}&wachtwoord={GOOD.replace(' ', '+')}".encode()
        kind = "application/x-www-form-urlencoded"
        reply = self.send(
            "POST",
            "/aanmelden",
            form,
            content_type=kind,
            origin=f"http://127.0.0.1:{self.port}",
            sec_fetch_site="same-origin",
        )
        assert reply.status == 303
        return reply.headers["set-cookie"].partition(";")[0]


@dataclass(frozen=True)
class Sites:
    """The three sites of guarded_site.py."""

    guarded: Served
    open: Served
    bare: Served


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sites]:
    """Served by one process. The sockets are there before it says so, and hold requests until it is ready."""
    home, empty = tmp_path_factory.mktemp("bewaakt"), tmp_path_factory.mktemp("open")
    (home / "geheim.txt").write_text(SECRET)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(users_of_home, "_N", 2**5)
        add_user(home, "Jan", GOOD)
    program = [sys.executable, str(Path(__file__).with_name("guarded_site.py")), str(home), str(empty)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(program, stdout=subprocess.PIPE, text=True, env=environment) as server:
        assert server.stdout is not None
        try:
            ports = [int(port) for port in server.stdout.readline().split()]
            yield Sites(Served(ports[0], home), Served(ports[1], empty), Served(ports[2], home))
        finally:
            server.kill()


@pytest.fixture
def served(sites: Sites) -> Served:
    """With a user, so that everyone signs in."""
    return sites.guarded


def shapes(home: Path) -> list[str]:
    """Addresses at which Gradio, or something before it, gave away or did too much at some time."""
    secret = f"{home}/geheim.txt"
    prefixes = [
        "",
        "/.",
        "/aanmelden/..",
        "/aanmelden/%2e%2e",
        "/aanmelden%2f..",
        "/stijl.css/..",
        "/x/..",
        "/%2e",
        "//x/..",
    ]
    targets = [
        *f"""/gradio_api/file={secret} /file={secret} /gradio_api/file/{secret} /gradio_api/file={home}/../{home.name}/geheim.txt
        /GRADIO_API/FILE={secret} /gradio_api%2ffile={secret} /gradio_api/file%3d{secret} /gradio_api//file={secret}
        /static/../../../../../../..{secret} /assets/..%2f..%2f..%2f..%2f..%2f..%2f..%2f{secret}""".split(),
        *"""/gradio_api/file=http://127.0.0.1:1/ /gradio_api/proxy=http://127.0.0.1:1/ /gradio_api/upload /upload /queue/join
        /gradio_api/upload_progress?upload_id=x /gradio_api/queue/join /gradio_api/queue/data?session_hash=x /gradio_api/call/echo
        /gradio_api/run/echo /gradio_api/api/echo /gradio_api/info /gradio_api/info/ /config /config/ /gradio_api/config /login
        /logout /gradio_api/login_check /gradio_api/user /gradio_api/token /gradio_api/app_id /gradio_api/startup-events
        /gradio_api/component_server /gradio_api/reset /gradio_api/cancel /gradio_api/heartbeat/x /gradio_api/stream/x
        /gradio_api/vibe-editor /gradio_api/deep_link /gradio_api/runs /gradio_api/mcp/sse /monitoring /theme.css /manifest.json
        /robots.txt /openapi.json /docs /socket / // /?__theme=dark /aanmelden/ /aanmelden;x""".split(),
    ]
    return [
        prefix + target
        for target in targets
        for prefix in (prefixes if "geheim.txt" in target else ["", "/aanmelden/.."])
    ]


def test_no_known_shape_of_attack_gets_anything_without_a_user(served: Served) -> None:
    data = json.dumps({"data": ["x"], "fn_index": 0, "session_hash": "x"}).encode()
    wrong = []
    for path in shapes(served.home):
        for reply in (served.send("GET", path), served.send("POST", path, data, content_type="application/json")):
            if reply.status != 401 or SECRET.encode() in reply.body:
                wrong.append((path, reply.status, reply.body[:60]))
    assert wrong == []


@pytest.mark.parametrize("method", ["HEAD", "PUT", "OPTIONS", "DELETE", "PATCH", "get"])
def test_no_method_gets_anything_without_a_user(served: Served, method: str) -> None:
    for path in ("/", "/config", "/gradio_api/info", "/aanmelden/"):
        assert served.send(method, path).status in {400, 401}


def test_an_upload_without_a_user_is_not_taken_in(served: Served) -> None:
    body = b'--x\r\ncontent-disposition: form-data; name="files"; filename="a.txt"\r\n\r\nhoi\r\n--x--\r\n'
    for cookie in ("", "lovp_session=x", "access-token-unsecure-x=x"):
        reply = served.send(
            "POST", "/gradio_api/upload", body, content_type="multipart/form-data; boundary=x", cookie=cookie
        )
        assert reply.status == 401
    assert (
        served.send("POST", "/gradio_api/upload", body, x_forwarded_user="Jan", authorization="Basic SmFuOng=").status
        == 401
    )


def test_an_address_written_as_a_whole_or_from_elsewhere_gets_nothing_either(served: Served) -> None:
    assert served.send("GET", f"http://127.0.0.1:{served.port}/config").status in {400, 401}
    assert (
        served.send(
            "GET", "/config", x_forwarded_for="127.0.0.1", x_forwarded_host="127.0.0.1", x_original_url="/aanmelden"
        ).status
        == 401
    )
    assert served.send("GET", "/config", host="kwaad.nl").status == 401


def test_a_websocket_is_refused_without_a_user_and_from_another_page(served: Served) -> None:
    upgrade = {
        "connection": "Upgrade",
        "upgrade": "websocket",
        "sec_websocket_version": "13",
        "sec_websocket_key": "AAAAAAAAAAAAAAAAAAAAAA==",
    }
    cookie = served.cookie()
    for headers in ({}, {"cookie": "lovp_session=x"}, {"cookie": cookie, "origin": "http://kwaad.nl"}):
        assert served.send("GET", "/socket", None, **upgrade, **headers).status == 403
    assert served.send("GET", "/socket", None, **upgrade, cookie=cookie).status == 101


def ask(served: Served, **headers: str) -> str:
    data = json.dumps({"data": ["hoi"]}).encode()
    begun = served.send("POST", "/gradio_api/call/echo", data, content_type="application/json", **headers)
    assert begun.status == 200
    event = json.loads(begun.body)["event_id"]
    return served.send("GET", f"/gradio_api/call/echo/{event}", None, **headers).body.decode()


def test_gradio_knows_who_asks(served: Served) -> None:
    cookie = served.cookie()
    assert "\"hoi van 'Jan', 'Jan'\"" in ask(served, cookie=cookie)
    page = served.send(
        "GET", "/", cookie=cookie, accept="text/html", x_forwarded_host="kwaad.nl", x_forwarded_proto="https"
    )
    assert page.status == 200
    assert b"kwaad.nl" not in page.body
    assert f"http://127.0.0.1:{served.port}".encode() in page.body


def test_a_token_does_not_open_gradio(served: Served) -> None:
    token = add_token(served.home, "Jan")
    for path in ("/config", "/gradio_api/info", "/gradio_api/mcp/sse"):
        assert served.send("GET", path, authorization=f"Bearer {token}").status == 401


def test_a_signed_in_user_gets_no_file_outside_its_folder_either(served: Served) -> None:
    cookie = served.cookie()
    for path in shapes(served.home):
        if "geheim.txt" in path:
            assert SECRET.encode() not in served.send("GET", path, cookie=cookie).body


def test_without_users_gradio_answers_on_this_computer_only_to_its_own_page(sites: Sites) -> None:
    unguarded = sites.open
    assert "\"hoi van '', ''\"" in ask(unguarded)
    own = f"http://127.0.0.1:{unguarded.port}"
    assert unguarded.send("GET", "/config", origin=own).status == 200
    assert unguarded.send("GET", "/config", host=f"kwaad.nl:{unguarded.port}").status == 421
    for origin in ("http://kwaad.nl", "null", "http://127.0.0.1:1"):
        assert unguarded.send("POST", "/gradio_api/call/echo", b'{"data": ["x"]}', origin=origin).status == 403
        assert unguarded.send("GET", "/config", origin=origin).status == 403


def test_what_did_not_pass_the_guard_is_shut_out_by_gradio_itself(sites: Sites) -> None:
    for path in ("/", "/config", "/gradio_api/info", "/gradio_api/queue/data?session_hash=x"):
        assert sites.bare.send("GET", path).status == 401
