"""To which address a request was sent, and from whose page or proxy it came: what is not ours is refused."""

from pathlib import Path

import pytest
from guarded import HTML, PUBLIC, Door, door, home, open_door, quick

from index.settings import Settings
from ui.access import Right, User, access_for
from ui.users import add_token

__all__ = ["door", "home", "open_door", "quick"]  # the fixtures that the tests below use

pytestmark = pytest.mark.usefixtures("quick")


@pytest.fixture
def proxied(tmp_path: Path) -> Door:
    """A guard behind a proxy at 10.0.0.1."""
    settings = Settings(
        home=tmp_path, proxy_header="X-User", proxy_addresses="10.0.0.1", managers="els@x.nl", public_url=PUBLIC
    )
    return Door(tmp_path, access_for(settings, "0.0.0.0"))  # noqa: S104  # no socket is opened


def asked_by(door: Door) -> User | None:
    """The user of the last request that reached the site."""
    user: User | None = door.site.reached[-1]["state"].get("user")
    return user


# To which address


OURS = ["127.0.0.1", "127.0.0.1:7860", "localhost", "LOCALHOST:1", "[::1]:7860", "[::1]", "127.0.0.2"]
NOT_OURS = [
    *("", "127.0.0.1, kwaad.nl", " 127.0.0.1x", "127.0.0.1\\kwaad.nl", "\u0660"),
    *"""kwaad.nl kwaad.nl:7860 localhost.kwaad.nl 127.0.0.1.kwaad.nl localhost. 192.168.1.5 0.0.0.0 lovp.voorbeeld.nl 2130706433
    0x7f.0.0.1 127.0.0.1:7860:1 kwaad.nl#127.0.0.1 127.0.0.1@kwaad.nl [::1 127.0.0.1/ 127.0.0.1: [::ffff:8.8.8.8]""".split(),
]


@pytest.mark.parametrize("host", OURS)
def test_this_computer_has_these_names(open_door: Door, host: str) -> None:
    assert open_door.send(host=host).status == 200


@pytest.mark.parametrize("host", NOT_OURS)
def test_a_name_that_was_made_to_lead_here_is_refused(open_door: Door, host: str) -> None:
    for path in ("/", "/healthz", "/stijl.css", "/aanmelden"):
        refused = open_door.send(path, headers=HTML, host=host)
        assert (refused.status, open_door.site.reached) == (421, [])
        assert "LOVP_PUBLIC_URL" in refused.text
    assert open_door.send(host=host, kind="websocket").status == 0


def test_no_host_or_two_are_refused_in_every_way(open_door: Door, door: Door, proxied: Door) -> None:
    for one in (open_door, door, proxied):
        assert one.send(host=None, client="10.0.0.1").status == 421
        assert one.send(headers=[("host", "localhost")], client="10.0.0.1").status == 421
        assert one.send("/healthz", host=None).status == 421


def test_with_users_the_public_address_is_the_only_name_when_there_is_one(home: Path) -> None:
    without, having = (Door(home, access_for(Settings(home=home, public_url=url), "0.0.0.0")) for url in ("", PUBLIC))  # noqa: S104  # no socket
    assert [one.send(host="andere.nl").status for one in (without, having)] == [401, 421]
    assert [one.send(host="lovp.voorbeeld.nl").status for one in (without, having)] == [401, 401]
    assert having.send("/healthz", host="172.17.0.2:7860").status == 200
    assert having.send("/healthz", "POST", host="172.17.0.2:7860").status == 421


def test_the_site_sees_the_public_address_and_nothing_that_a_header_made_up(home: Path) -> None:
    door = Door(home, access_for(Settings(home=home, public_url=PUBLIC), "127.0.0.1"))
    account = door.users.named("Jan")
    assert account is not None
    made_up = {
        "x-forwarded-host": "kwaad.nl",
        "X-Forwarded-Proto": "http",
        "x-gradio-server": "http://kwaad.nl",
        "forwarded": "x",
    }
    cookie = {"cookie": f"__Host-lovp_session={door.sessions.begin(account)}"}
    for kind, scheme in (("http", "https"), ("websocket", "wss")):
        assert door.send(host="LOVP.voorbeeld.nl:7860", headers={**made_up, **cookie}, kind=kind).status in {200, 101}
        scope = door.site.reached[-1]
        assert (scope["scheme"], dict(scope["headers"])) == (
            scheme, {b"host": b"lovp.voorbeeld.nl", b"cookie": cookie["cookie"].encode()},
        )  # fmt: skip
    assert door.send(headers=door.cookie("Jan")).status == 401  # a cookie that another host could have set


# From whose page


@pytest.mark.parametrize("method", ["GET", "POST", "DELETE", "OPTIONS"])
@pytest.mark.parametrize(
    "origin",
    [
        "http://kwaad.nl", "null", "", "http://127.0.0.1:3000", "http://127.0.0.1", "http://localhost:7860", "ftp://127.0.0.1:7860",
        "http://127.0.0.1:7860.kwaad.nl", "http://127.0.0.1:7860@kwaad.nl", "127.0.0.1:7860", "http://127.0.0.1:7860/", "file://",
        "http://127.0.0.1:7860 http://kwaad.nl", "chrome-extension://x",
    ],
)  # fmt: skip
def test_what_another_page_sends_is_refused(open_door: Door, door: Door, method: str, origin: str) -> None:
    for one, headers in ((open_door, {}), (door, door.cookie("Jan"))):
        refused = one.send("/api/ask", method, {**headers, "origin": origin})
        assert (refused.status, one.site.reached) == (403, [])
        assert "van een andere website" in refused.text
        assert one.send("/aanmelden", method, {"origin": origin}).status == 403
        assert one.send("/x", kind="websocket", headers={**headers, "origin": origin}).status == 0


def test_our_own_page_may_send(open_door: Door) -> None:
    for origin, host in (
        ("http://127.0.0.1:7860", "127.0.0.1:7860"), ("http://localhost", "localhost"), ("http://localhost:80", "localhost"),
        ("http://[::1]:7860", "[::1]:7860"), ("https://localhost:1", "localhost:1"),
    ):  # fmt: skip
        assert open_door.send("/x", "POST", {"origin": origin}, host=host).status == 200
        assert open_door.send("/x", headers={"origin": origin}, host=host, kind="websocket").status == 101


def test_without_an_origin_the_browser_tells_from_which_site(open_door: Door) -> None:
    for site, status in (("cross-site", 403), ("same-site", 403), ("iets", 403), ("same-origin", 200), ("none", 200)):
        assert open_door.send("/x", "POST", {"sec-fetch-site": site}).status == status
        assert open_door.send("/x", "GET", {"sec-fetch-site": site}).status == 200  # a link from elsewhere
        opened = open_door.send("/x", kind="websocket", headers={"sec-fetch-site": site})
        assert opened.status == (101 if status == 200 else 0)
    assert open_door.send("/x", "POST").status == 200  # a program
    own = {"origin": "http://127.0.0.1:7860"}
    assert open_door.send("/x", "POST", {**own, "sec-fetch-site": "cross-site"}).status == 403
    assert open_door.send("/x", "POST", [*own.items(), ("origin", "http://kwaad.nl")]).status == 403


def test_a_form_of_a_page_that_hides_where_it_is_counts_as_ours_when_the_browser_says_so(open_door: Door) -> None:
    for site, status in (("same-origin", 200), ("cross-site", 403), ("same-site", 403), ("none", 403)):
        assert open_door.send("/x", "POST", {"origin": "null", "sec-fetch-site": site}).status == status


def test_behind_a_proxy_that_takes_the_https_off_our_own_page_may_send(home: Path) -> None:
    without, having = (Door(home, access_for(Settings(home=home, public_url=url), "0.0.0.0")) for url in ("", PUBLIC))  # noqa: S104  # no socket
    sent = {"host": "lovp.voorbeeld.nl", "path": "/aanmelden", "method": "POST"}
    for one in (without, having):
        assert one.send(headers={"origin": PUBLIC}, **sent).status == 200
        assert one.send(headers={"origin": "https://andere.voorbeeld.nl"}, **sent).status == 403
    assert having.send(headers={"origin": "http://lovp.voorbeeld.nl"}, **sent).status == 403  # somebody in between
    assert having.send(headers={"origin": "http://127.0.0.1:7860"}, **{**sent, "host": "127.0.0.1:7860"}).status == 200


# A proxy


def test_a_proxy_says_who_asks(proxied: Door) -> None:
    sent = {"client": "10.0.0.1", "host": "lovp.voorbeeld.nl"}
    assert proxied.send(headers={"x-user": "jan@x.nl"}, **sent).status == 200
    assert asked_by(proxied) == User("jan@x.nl", frozenset({Right.ASK}))
    assert proxied.send("/beheer", headers={"X-User": " els@x.nl "}, **sent).status == 200
    assert asked_by(proxied) == User("els@x.nl", frozenset(Right))
    for name in ("jan@x.nl", "els@x.nl.", "\uff45ls@x.nl"):
        assert proxied.send("/beheer", headers={"x-user": name}, **sent).status == 403


@pytest.mark.parametrize("client", ["127.0.0.1", "10.0.0.2", "::1", "", "10.0.0.1.kwaad.nl", None])
def test_from_another_address_nothing_is_believed(proxied: Door, client: str | None) -> None:
    for headers in ({}, {"x-user": "els@x.nl"}, {"x-user": "els@x.nl", "x-forwarded-for": "10.0.0.1"}):
        for host in ("lovp.voorbeeld.nl", "127.0.0.1:7860"):
            assert proxied.send(headers=headers, client=client, host=host).status == 403
    assert proxied.site.reached == []


@pytest.mark.parametrize(
    "headers",
    [
        [], [("x-user", "")], [("x-user", "a"), ("x-user", "b")], [("x-user", "a,b")], [("x-user", "a\u202eb")],
        [("x-user", "x" * 255)],
        [("x-user", "a:b")], [("x-users", "a")], [("x_user", "a")], [("cookie", "x-user=a")], [("authorization", "Bearer a")],
    ],
)  # fmt: skip
def test_a_proxy_that_does_not_say_who_asks_gets_nobody_in(proxied: Door, headers: list[tuple[str, str]]) -> None:
    refused = proxied.send("/", headers=[*headers, *HTML.items()], client="10.0.0.1", host="lovp.voorbeeld.nl")
    assert (refused.status, proxied.site.reached) == (401, [])
    assert "De aanmelddienst gaf niet door wie u bent." in refused.text


def test_a_hostile_name_that_leads_to_the_proxys_computer_is_refused(proxied: Door) -> None:
    for host in ("kwaad.nl", "kwaad.nl:7860"):
        made_up = {"x-user": "els@x.nl", "x-forwarded-host": "lovp.voorbeeld.nl", "origin": f"http://{host}"}
        assert proxied.send("/beheer", "POST", made_up, client="10.0.0.1", host=host).status == 421


def test_sessions_and_tokens_of_users_do_not_count_behind_a_proxy(home: Path) -> None:
    token = add_token(home, "Els")
    door = Door(home, access_for(Settings(home=home, proxy_header="X-User"), "0.0.0.0"))  # noqa: S104  # no socket is opened
    for headers in (door.cookie("Els"), {"authorization": f"Bearer {token}"}):
        assert door.send("/api/ask", headers=headers).status == 401
