"""Signing in: one way in, the same answer to every mistake, no way to another host, and not too often."""

import asyncio
import base64
import hashlib
import re
import threading
import time
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import httpx
import pytest
from guarded import GOOD, PUBLIC, Desk, home, quick
from hypothesis import example, given
from hypothesis import strategies as st
from markupsafe import Markup

from index.settings import Settings
from ui import web_sign_in
from ui.access import access_for
from ui.limits import Tries
from ui.sign_in_locks import Locks
from ui.users import Account, Users
from ui.web_access import local_path
from ui.web_plain_page import HEADERS, plain_page

__all__ = ["home", "quick"]  # the fixtures that the tests below use

pytestmark = pytest.mark.usefixtures("quick")


@pytest.fixture
def desk(home: Path) -> Desk:
    return Desk(home, access_for(Settings(home=home), "192.168.1.1"))


def test_signing_in_leads_back_to_where_one_was_and_signing_out_ends_it(desk: Desk) -> None:
    first = desk.send("GET", "/verslag?a=b")
    assert first.headers["location"] == "/aanmelden?verder=%2Fverslag%3Fa%3Db"
    form = desk.send("GET", first.headers["location"])
    assert form.status_code == 200
    assert 'name="verder" value="/verslag?a=b"' in form.text
    entered = desk.sign_in("jan", GOOD, "/verslag?a=b")
    assert (entered.status_code, entered.headers["location"]) == (303, "/verslag?a=b")
    assert re.fullmatch(
        r"lovp_session=[\w-]{43}; HttpOnly; Max-Age=604800; Path=/; SameSite=lax",
        entered.headers.get_list("set-cookie")[1],
    )
    assert desk.send("GET", "/verslag").text == '"dag Jan"'
    before = dict(desk.cookies)
    left = desk.send("POST", "/afmelden", headers={"origin": desk.base})
    assert (left.status_code, left.headers["location"], desk.cookies.get("lovp_session")) == (303, "/aanmelden", None)
    desk.cookies = httpx.Cookies(before)
    assert desk.send("GET", "/verslag").status_code == 303  # the token itself is worth nothing any more


def test_over_https_no_other_host_can_set_the_cookie(home: Path) -> None:
    desk = Desk(home, access_for(Settings(home=home, public_url=PUBLIC), "0.0.0.0"), base=PUBLIC)  # noqa: S104  # no socket is opened
    cookie = desk.sign_in("Jan", GOOD).headers.get_list("set-cookie")[1]
    assert re.fullmatch(
        r"__Host-lovp_session=[\w-]{43}; HttpOnly; Max-Age=604800; Path=/; SameSite=lax; Secure", cookie
    )


def test_every_sign_in_is_a_new_session_and_ends_the_one_before(desk: Desk) -> None:
    desk.sign_in("Jan", GOOD)
    first = dict(desk.cookies)
    desk.sign_in("Els", GOOD)
    assert dict(desk.cookies) != first
    assert len(desk.sessions) == 1
    desk.cookies.set("lovp_session", "gekozen door een ander", domain="127.0.0.1")
    desk.sign_in("Jan", GOOD)
    assert "gekozen door een ander" not in dict(desk.cookies).values()


def test_a_wrong_name_and_a_wrong_password_look_and_cost_the_same(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    hashes: list[dict[str, Any]] = []
    real = hashlib.scrypt

    def noted(text: bytes, **how: Any) -> bytes:
        hashes.append(how)
        return real(text, **how)

    monkeypatch.setattr(hashlib, "scrypt", noted)
    wrong, unknown = desk.sign_in("Jan", "een ander wachtwoord"), desk.sign_in("Kim", "een ander wachtwoord")
    assert (wrong.status_code, unknown.status_code, len(hashes)) == (401, 401, 2)
    assert wrong.text.replace("Jan", "Kim") == unknown.text
    assert {key: value for key, value in hashes[0].items() if key != "salt"} == {
        key: value for key, value in hashes[1].items() if key != "salt"
    }
    assert len(desk.sessions) == 0


def test_the_page_says_what_is_wrong_to_everyone(desk: Desk) -> None:
    page = desk.sign_in('Jan"><script>', "verkeerd").text
    assert '<p class="wrong" role="alert" id="wrong">De naam of het wachtwoord klopt niet.' in page
    assert page.count('aria-describedby="wrong"') == 2
    assert "<title>Fout bij aanmelden" in page
    assert "<script" not in page
    assert 'value="Jan&#34;&gt;&lt;script&gt;"' in page
    assert "verkeerd" not in page


def test_the_page_is_plain_dutch_and_runs_nothing(desk: Desk) -> None:
    reply = desk.send("GET", "/aanmelden")
    policy = reply.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    # with no-referrer a browser would send the form with the origin "null"
    assert (reply.headers["referrer-policy"], reply.headers["cache-control"]) == ("same-origin", "no-store")
    assert '<html lang="nl">' in reply.text
    for one in ("naam", "wachtwoord"):
        assert f'<label for="{one}">' in reply.text
    assert 'autocomplete="username"' in reply.text
    assert 'autocomplete="current-password"' in reply.text
    assert re.findall(r"<script|\son\w+=|style=|https?:", reply.text) == []


def test_the_style_of_the_page_is_the_one_its_policy_allows(desk: Desk) -> None:
    reply = desk.send("GET", "/aanmelden")
    style = re.search(r"<style>(.*?)</style>", reply.text, re.DOTALL)
    assert style is not None
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert f"'sha256-{digest}'" in reply.headers["content-security-policy"]


def test_after_five_wrong_passwords_a_name_has_to_wait_also_for_the_right_one(desk: Desk) -> None:
    for _ in range(5):
        assert desk.sign_in("Jan", "verkeerd").status_code == 401
    refused = desk.sign_in("JAN", GOOD)
    assert refused.status_code == 429
    assert "Het wachtwoord was te vaak verkeerd. Wacht 5 minuten" in refused.text
    assert int(refused.headers["retry-after"]) in range(290, 301)
    assert desk.sign_in("Els", GOOD).status_code == 303


def test_a_right_password_gives_all_tries_back(desk: Desk) -> None:
    for _ in range(3):
        for _ in range(4):
            assert desk.sign_in("Jan", "verkeerd").status_code == 401
        assert desk.sign_in("Jan", GOOD).status_code == 303


def test_one_address_can_not_try_name_after_name_but_a_proxys_address_says_nothing(home: Path) -> None:
    access = access_for(Settings(home=home, proxy_addresses="10.0.0.1"), "0.0.0.0")  # noqa: S104  # no socket is opened
    desk = Desk(home, access, locks=Locks(peers=Tries(3, 300)))
    for n in range(3):
        assert desk.sign_in(f"naam {n}", "verkeerd").status_code == 401
    assert desk.sign_in("Jan", GOOD).status_code == 429
    assert desk.sign_in("Jan", GOOD, client="192.168.1.8").status_code == 303
    for n in range(9):
        for proxy in ("127.0.0.1", "10.0.0.1"):
            assert desk.sign_in(f"nog een naam {n}", "verkeerd", client=proxy).status_code == 401


class Slow(Users):
    """Takes its time for a password, and counts how many it looks at together."""

    now, most = 0, 0
    _counting = threading.Lock()

    def signed_in(self, name: str, password: str) -> Account | None:
        with self._counting:
            self.now += 1
            self.most = max(self.most, self.now)
        time.sleep(0.02)
        with self._counting:
            self.now -= 1
        return super().signed_in(name, password)


def test_passwords_are_looked_at_two_at_a_time_and_a_crowd_is_asked_to_come_back(home: Path) -> None:
    users = Slow(home)
    locks = Locks(Tries(99, 300), Tries(99, 300))
    desk = Desk(home, access_for(Settings(home=home), "192.168.1.1"), client="127.0.0.1", known=users, locks=locks)

    async def crowd() -> list[int]:
        form = {"naam": "Jan", "wachtwoord": "verkeerd"}
        replies = await asyncio.gather(*(desk.sent("POST", "/aanmelden", data=form) for _ in range(40)))
        return [reply.status_code for reply in replies]

    statuses = asyncio.run(crowd())
    assert (users.most, statuses.count(401), statuses.count(429)) == (2, 22, 18)


def test_tries_at_the_same_time_do_not_slip_by(home: Path) -> None:
    desk = Desk(home, access_for(Settings(home=home), "192.168.1.1"), known=Slow(home))

    async def crowd() -> list[int]:
        form = {"naam": "Jan", "wachtwoord": "verkeerd"}
        replies = await asyncio.gather(*(desk.sent("POST", "/aanmelden", data=form) for _ in range(12)))
        return [reply.status_code for reply in replies]

    assert asyncio.run(crowd()).count(401) == 5


@pytest.mark.parametrize(
    "sent",
    [
        {"content": b"naam=Jan&wachtwoord=x"},
        {"json": {"naam": "Jan", "wachtwoord": GOOD}},
        {"files": {"naam": b"Jan"}},
        {"content": b"x" * 8001, "headers": {"content-type": "application/x-www-form-urlencoded"}},
        {"content": b"naam=%ff", "headers": {"content-type": "application/x-www-form-urlencoded"}},
        {"content": b"naam=\xff", "headers": {"content-type": "application/x-www-form-urlencoded"}},
        {"content": b"&".join([b"a=b"] * 11), "headers": {"content-type": "application/x-www-form-urlencoded"}},
    ],
)
def test_what_is_no_small_form_is_refused_in_dutch(desk: Desk, sent: dict[str, Any]) -> None:
    reply = desk.send("POST", "/aanmelden", **sent)
    assert reply.status_code == 400
    assert "Dit formulier was niet te lezen." in reply.text


def test_a_form_with_nothing_in_it_signs_nobody_in(desk: Desk) -> None:
    for form in ({}, {"naam": "Jan"}, {"wachtwoord": GOOD}, {"naam": "", "wachtwoord": ""}):
        reply = desk.send("POST", "/aanmelden", data={**form, "x": ""})
        assert reply.status_code == 401
        assert "set-cookie" not in reply.headers


def test_a_form_from_another_website_signs_nobody_in(desk: Desk) -> None:
    for headers in ({"origin": "http://kwaad.nl"}, {"origin": "null"}, {"sec-fetch-site": "cross-site"}):
        reply = desk.send("POST", "/aanmelden", data={"naam": "Jan", "wachtwoord": GOOD}, headers=headers)
        assert (reply.status_code, "set-cookie" in reply.headers) == (403, False)
    desk.sign_in("Jan", GOOD)
    assert desk.send("POST", "/afmelden", headers={"origin": "http://kwaad.nl"}).status_code == 403
    assert len(desk.sessions) == 1


def test_a_place_to_go_on_to_that_is_not_ours_is_left_out(desk: Desk) -> None:
    assert desk.sign_in("Jan", GOOD, "//kwaad.nl").headers["location"] == "/"
    assert 'value="/"' in desk.send("GET", "/aanmelden?verder=https://kwaad.nl").text


def test_where_nobody_signs_in_the_page_leads_on(tmp_path: Path) -> None:
    desk = Desk(tmp_path, access_for(Settings(home=tmp_path), "127.0.0.1"))
    assert desk.send("GET", "/aanmelden?verder=/verslag").headers["location"] == "/verslag"
    assert desk.sign_in("Jan", GOOD, "/verslag").headers["location"] == "/verslag"


def test_a_damaged_file_of_users_is_told_without_details(desk: Desk) -> None:
    (desk.home / "users.json").write_text("{")
    reply = desk.sign_in("Jan", GOOD)
    assert (reply.status_code, str(desk.home) in reply.text) == (503, False)
    assert "Vraag de beheerder" in reply.text


def test_the_plain_page_has_the_colours_of_the_others_and_a_policy_that_lets_them_through() -> None:
    page = plain_page("x", Markup())
    style = page.partition("<style>")[2].partition("</style>")[0]
    assert style.startswith(Path(web_sign_in.__file__).with_name("web_colours.css").read_text("utf-8"))
    assert '<body class="alone">' in page  # by which they follow the browser, light or dark
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in HEADERS["content-security-policy"]


# Where to go on to


@given(st.one_of(st.text(max_size=60), st.text("/\\.:@?#%09af \t\n\r\x00hptskwadnl", max_size=30).map("/".__add__)))
@example("//kwaad.nl")
@example("/\\kwaad.nl")
@example("/\t/kwaad.nl")
@example("/%09/kwaad.nl")
@example("/.//kwaad.nl")
@example("/..//kwaad.nl")
@example("https:kwaad.nl")
@example("/\u2028/kwaad.nl")
@example("javascript:alert(1)")
def test_signing_in_never_leads_to_another_host(text: str) -> None:
    found = local_path(text)
    assert found in {text, "/"}
    assert re.fullmatch(r"/(?![/\\])[^\\\x00-\x20\x7f-\xa0]*(?: [^\\\x00-\x1f\x7f-\xa0]*)*", found)
    as_a_browser = re.sub(r"[\t\n\r]", "", found).replace("\\", "/")
    there = urlsplit(urljoin("https://lovp.nl/aanmelden", as_a_browser))
    assert (there.scheme, there.netloc) == ("https", "lovp.nl")
    assert httpx.URL("https://lovp.nl/aanmelden").join(as_a_browser).host == "lovp.nl"


def test_where_to_go_on_to_is_kept_when_it_is_ours() -> None:
    for text in ("/", "/verslag/x?deel=1#y", "/aanmeldenx", "/zo\u00eb"):
        assert local_path(text) == text
    for text in ("", "/aanmelden", "/aanmelden?verder=/x", "/afmelden", "/afmelden/", "/" + "x" * 2000, "x"):
        assert local_path(text) == "/"
