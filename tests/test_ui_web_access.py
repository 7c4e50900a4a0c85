"""The guard: nothing reaches the site without a user, whatever the shape of the request, and no one does more than they may."""

import base64
import json
from typing import Any
from urllib.parse import quote

import pytest
from guarded import GOOD, HTML, Door, door, home, open_door, quick
from hypothesis import example, given
from hypothesis import strategies as st

from index.settings import Settings
from ui.access import ANYONE, Right, User, access_for, user_of
from ui.users import add_token, add_user, change_password, remove_user
from ui.web_access import WITHOUT_USER, Guard, needed

__all__ = ["door", "home", "open_door", "quick"]  # the fixtures that the tests below use

pytestmark = pytest.mark.usefixtures("quick")


def asked_by(door: Door) -> User | None:
    """The user of the last request that reached the site."""
    user: User | None = door.site.reached[-1]["state"].get("user")
    return user


# Without a user

SHAPES = [
    *("", "*", "\\aanmelden", "/aanmelden\x00", "/aanmelden ", "/\taanmelden"),
    *"""/ // /./ /aanmelden/ //aanmelden /aanmelden/.. /aanmelden/../config /aanmelden// /Aanmelden /aanmelden%2f..%2fconfig
    /aanmelden;x /aanmelden. /aanmelden?x /aanmelden#x /stijl.css/ /stijl.css/../config /STIJL.CSS /x/stijl.css /favicon.ico/x
    /healthz/ /healthz/../config /afmelden /config /gradio_api/info /gradio_api/file=/etc/passwd /gradio_api/file=../../etc/passwd
    /file=/etc/passwd /gradio_api/file/etc/passwd /gradio_api/file=http://127.0.0.1:1/ /gradio_api/upload /upload /queue/join
    /gradio_api/queue/join /gradio_api/queue/data /gradio_api/call/f /gradio_api/run/f /gradio_api/component_server
    /gradio_api/heartbeat/x /gradio_api/startup-events /gradio_api/proxy=http://127.0.0.1:1/ /proxy=http://127.0.0.1:1/ /login
    /gradio_api/login /logout /monitoring /gradio_api/mcp/sse /theme.css /robots.txt /manifest.json /static/../../etc/passwd
    /assets/..%2f..%2fetc/passwd /svelte/x /custom_component/x/y/z/w /kwaliteit /verslag/x /api/ask /mcp /v1/models /openapi.json
    /docs /beheer""".split(),
]


@pytest.mark.parametrize("path", SHAPES)
def test_no_shape_of_address_gets_by_without_a_user(door: Door, path: str) -> None:
    for method in ("GET", "HEAD", "POST", "PUT", "OPTIONS", "TRACE", "CONNECT", "get"):
        assert door.send(path, method).status in {401, 303}
        assert door.send(path, method, HTML).status in {401, 303}
    assert door.send(path, kind="websocket").status == 0
    assert door.site.reached == []


@given(
    path=st.one_of(
        st.text(max_size=40),
        st.tuples(st.sampled_from(sorted(WITHOUT_USER)), st.text("/.\\%2fFaA;?#\x00 ", max_size=6)).map("".join),
        st.tuples(st.text("/.\\%2f", max_size=4), st.sampled_from(sorted(WITHOUT_USER))).map("".join),
        st.sampled_from(sorted(WITHOUT_USER)).map(str.upper),
    ),
    method=st.sampled_from(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND"]),
    kind=st.sampled_from(["http", "websocket"]),
    root=st.sampled_from(["", "", "/aanmelden", "/x"]),
    token=st.text(max_size=20),
)
@example(path="/aanmelden", method="GET", kind="http", root="/x", token="")
def test_only_the_listed_addresses_are_reached_without_a_user(
    tmp_path_factory: pytest.TempPathFactory, path: str, method: str, kind: str, root: str, token: str
) -> None:
    door = _kept_door(tmp_path_factory)
    door.site.reached.clear()
    headers = {"cookie": f"lovp_session={quote(token)}", "authorization": f"Bearer {quote(token)}", "x-user": "Els"}
    reply = door.send(path, method, headers, kind=kind, root_path=root)
    may_pass = kind == "http" and path in WITHOUT_USER and not root
    assert (len(door.site.reached) == 1) is may_pass, path
    assert may_pass or reply.status in {0, 303, 401}
    assert not may_pass or asked_by(door) is None


_DOORS: list[Door] = []


def _kept_door(factory: pytest.TempPathFactory) -> Door:
    if not _DOORS:
        home = factory.mktemp("deur")
        add_user(home, "Jan", GOOD)
        _DOORS.append(Door(home, access_for(Settings(home=home), "127.0.0.1")))
    return _DOORS[0]


def test_a_state_from_elsewhere_brings_no_user_along(door: Door) -> None:
    forged = {"user": User("Els", frozenset(Right)), "kept": 1}
    assert door.send("/config", state=forged).status == 401
    assert door.send("/aanmelden", state=forged).status == 200
    assert door.site.reached[-1]["state"] == {"kept": 1}


def test_a_browser_is_sent_to_sign_in_and_a_program_is_told(door: Door) -> None:
    sent_on = door.send("/verslag/a b", headers=HTML, query="deel=1&x=%2F")
    assert (sent_on.status, sent_on.headers["location"]) == (
        303,
        "/aanmelden?verder=%2Fverslag%2Fa%20b%3Fdeel%3D1%26x%3D%252F",
    )
    told = door.send("/api/ask", "POST", HTML)
    assert (told.status, told.headers["www-authenticate"]) == (401, 'Bearer realm="LOVP"')
    assert json.loads(told.text)["error"].startswith("U bent niet aangemeld")
    fetched = door.send("/gradio_api/queue/join", "POST", {"accept": "*/*"})
    assert (fetched.status, "www-authenticate" in fetched.headers) == (401, False)


# With a user


def test_who_signed_in_is_on_the_request(door: Door) -> None:
    assert door.send("/", headers=door.cookie("jan"), state={"kept": 1}).status == 200
    assert door.site.reached[-1]["state"] == {"kept": 1, "user": User("Jan", frozenset({Right.ASK}))}
    assert door.send("/", headers=door.cookie("Els"), kind="websocket").status == 101
    assert user_of(door.site.reached[-1]).may(Right.MANAGE)


def test_what_one_user_got_is_kept_from_shared_caches(door: Door) -> None:
    assert door.send("/", headers=door.cookie("Jan")).headers["cache-control"] == "private"


@pytest.mark.parametrize("change", [remove_user, lambda home, name: change_password(home, name, GOOD)])
def test_a_session_ends_at_once_when_the_user_goes_or_gets_another_password(door: Door, change: Any) -> None:
    cookie = door.cookie("Jan")
    assert door.send(headers=cookie).status == 200
    change(door.home, "Jan")
    assert door.send(headers=cookie).status == 401


@pytest.mark.parametrize("change", [remove_user, lambda home, name: change_password(home, name, GOOD), None])
@pytest.mark.parametrize(("kind", "ends"), [("text/event-stream; charset=utf-8", True), ("text/csv", False)])
def test_a_stream_that_is_open_ends_when_its_user_may_no_longer(door: Door, change: Any, kind: str, ends: bool) -> None:
    """An answer on its way is not finished for who signed out; a file of known length is."""
    told: list[Any] = []

    async def streaming(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", kind.encode())]})
        await send({"type": "http.response.body", "body": b"een ", "more_body": True})
        if change is not None:
            change(door.home, "Jan")
        for word in (b"twee ", b"drie "):
            await send({"type": "http.response.body", "body": word, "more_body": True})
        told.append((await receive())["type"])
        await send({"type": "http.response.body", "body": b"vier"})

    door.guard = Guard(streaming, door.access, door.users, door.sessions)
    cut = ends and change is not None
    assert door.send(headers=door.cookie("Jan")).text == ("een " if cut else "een twee drie vier")
    assert told == ["http.disconnect" if cut else "http.request"]


def test_more_than_one_session_cookie_is_none(door: Door) -> None:
    good = door.cookie("Jan")["cookie"]
    assert door.send(headers={"cookie": f"a=b; {good};c=d"}).status == 200
    for cookies in (f"{good}; lovp_session=x", f"lovp_session=x; {good}", f"{good}; {good}"):
        assert door.send(headers={"cookie": cookies}).status == 401
    assert door.send(headers=[("cookie", good), ("cookie", "lovp_session=x")]).status == 401


def test_a_token_opens_only_what_is_for_programs(door: Door) -> None:
    token = add_token(door.home, "Jan")
    basic = base64.b64encode(f"jan:{token}".encode()).decode()
    for said in (f"Bearer {token}", f"bearer  {token}", f"Basic {basic}"):
        for path in ("/api/ask", "/api", "/mcp", "/mcp/", "/v1/chat/completions"):
            assert door.send(path, "POST", {"authorization": said}).status == 200
        for path in ("/", "/config", "/gradio_api/info", "/apix", "/API/ask", "//api/ask"):
            assert door.send(path, "POST", {"authorization": said}).status == 401
    assert asked_by(door) == User("Jan", frozenset({Right.ASK}))


def test_a_token_that_is_wrong_in_any_way_opens_nothing(door: Door) -> None:
    token = add_token(door.home, "Jan")

    def basic(text: str) -> str:
        return "Basic " + base64.b64encode(text.encode()).decode()

    wrong = [
        "Bearer", "Bearer ", f"Bearer {token}x", f"Token {token}", token, "Basic ???", basic(token), basic(f"els:{token}"),
        basic(f":{token}"), basic(f"jan:{GOOD}"), basic("jan:"), "Basic " + base64.b64encode(b"\xff:\xff").decode(),
    ]  # fmt: skip
    for said in wrong:
        assert door.send("/api/ask", "POST", {"authorization": said, **door.cookie("Els")}).status == 401
    assert door.send("/api/x", "POST", [("authorization", f"Bearer {token}"), ("authorization", "x")]).status == 401


def test_a_session_opens_what_is_for_programs_too(door: Door) -> None:
    assert door.send("/api/ask", "POST", door.cookie("Jan")).status == 200


# Rights


@pytest.mark.parametrize(
    "path",
    [
        "/beheer", "/beheer/", "/beheer/bestanden", "//beheer", "/BEHEER", "/./beheer", "/x/../beheer", "/%62eheer", "/beheer%2fx",
        "/%2562eheer", "\\beheer", "/beheer;x", "/beheer\t", "/beheer ", "/beheer/../beheer/x", "/%2e%2e/beheer",
    ],
)  # fmt: skip
def test_who_may_only_ask_can_not_manage_by_any_spelling(door: Door, path: str) -> None:
    refused = door.send(path, headers={**HTML, **door.cookie("Jan")})
    assert (refused.status, door.site.reached) == (403, [])
    assert "U bent aangemeld als Jan, maar u mag dit niet." in refused.text
    assert "default-src 'none'" in refused.headers["content-security-policy"]
    assert door.send(path, headers=door.cookie("Els")).status == 200


def test_what_only_starts_alike_needs_no_more() -> None:
    assert {needed(path) for path in ("/", "/beheerder", "/verslag/beheer", "/x/beheer")} == {Right.ASK}


def test_without_users_nobody_manages(open_door: Door) -> None:
    refused = open_door.send("/beheer", headers=HTML)
    assert refused.status == 403
    assert "lovp user add NAAM --manage" in refused.text


# Without signing in, on this computer


def test_without_users_anyone_on_this_computer_asks(open_door: Door) -> None:
    assert open_door.send("/", "POST", host="localhost").status == 200
    assert asked_by(open_door) == ANYONE


def test_the_first_user_closes_the_door_and_a_file_that_is_gone_does_not_open_it(open_door: Door) -> None:
    assert open_door.send().status == 200
    add_user(open_door.home, "Jan", GOOD)
    assert open_door.send().status == 401
    remove_user(open_door.home, "Jan")
    assert open_door.send().status == 401
    (open_door.home / "users.json").unlink()
    assert open_door.send().status == 401


def test_a_damaged_file_closes_every_door_and_says_nothing_of_it(open_door: Door, door: Door) -> None:
    cookie = door.cookie("Jan")
    for one in (open_door, door):
        (one.home / "users.json").write_text("{")
        refused = one.send(headers={**HTML, **cookie})
        assert (refused.status, one.site.reached) == (503, [])
        assert "Vraag de beheerder om in het logboek te kijken" in refused.text
        assert str(one.home) not in refused.text
        assert one.send("/api/ask", kind="websocket").status == 0
