"""Behind a proxy that signs people in: what it may be set to, who manages, and how one signs out there."""

import logging
from pathlib import Path

import pytest
from guarded import Desk, Door, home, quick

from index.settings import SettingError, Settings, read_settings
from ui.access import SIGN_OUT, Right, User, access_for, user_of
from ui.web_sign_in import sign_out_form
from ui.web_views import navigation

__all__ = ["home", "quick"]  # the fixtures that the tests below use

OUT = "/oauth2/sign_out?rd=https%3A%2F%2Flogin.voorbeeld.nl"


def behind(tmp_path: Path, way_out: str = "") -> Settings:
    return Settings(
        home=tmp_path, proxy_header="X-User", managers="Els.Jansen@voorbeeld.nl, ANNA", sign_out_url=way_out
    )


def user(tmp_path: Path, name: str, way_out: str = "") -> User:
    door = Door(tmp_path, access_for(behind(tmp_path, way_out), "127.0.0.1"))
    assert door.send("/", headers={"x-user": name}).status == 200
    return user_of(door.site.reached[-1])


def test_who_manages_is_known_however_the_name_is_capitalised(tmp_path: Path) -> None:
    for name in ("els.jansen@voorbeeld.nl", "ELS.Jansen@Voorbeeld.NL", "anna", "Anna"):
        assert user(tmp_path, name).may(Right.MANAGE)
        assert user(tmp_path, name).name == name
    assert not user(tmp_path, "els@voorbeeld.nl").may(Right.MANAGE)


@pytest.mark.parametrize("way_out", ["", OUT, "https://login.voorbeeld.nl:8443/uit"])
def test_one_signs_out_where_the_proxy_does_it_or_not_here(tmp_path: Path, way_out: str) -> None:
    access = access_for(behind(tmp_path, way_out), "127.0.0.1")
    for shown in (sign_out_form(user(tmp_path, "anna", way_out)), navigation(access.way_out)):
        assert "<button" not in shown.partition("signed-in")[2]
        assert ("Afmelden" in shown) == bool(way_out)
        assert (f'<a href="{way_out}">Afmelden</a>' in shown) == bool(way_out)
    left = Desk(tmp_path, access).send(
        "POST", "/afmelden", client="127.0.0.1", headers={"origin": "http://127.0.0.1:7860", "x-user": "a"}
    )
    assert (left.status_code, left.headers["location"]) == (303, way_out or "/aanmelden")


def test_with_users_of_our_own_the_button_is_ours(home: Path) -> None:
    assert access_for(Settings(home=home), "127.0.0.1").way_out == SIGN_OUT
    for shown in (sign_out_form(User("Jan", frozenset())), navigation()):
        assert '<button type="submit">Afmelden</button>' in shown


def said(tmp_path: Path, name: str, value: str) -> str:
    with pytest.raises(SettingError) as caught:
        read_settings({f"LOVP_{name}": value}, tmp_path)
    return str(caught.value)


@pytest.mark.parametrize("header", ["Cookie", "HOST", "authorization", "Origin", "Sec-Fetch-Site", "X-Forwarded-For"])
def test_a_header_that_browsers_send_says_nobodys_name(tmp_path: Path, header: str) -> None:
    assert said(tmp_path, "PROXY_HEADER", header).startswith(
        "LOVP_PROXY_HEADER moet een kop zijn die alleen de proxy zet"
    )
    assert read_settings({"LOVP_PROXY_HEADER": "X-Forwarded-User"}, tmp_path).proxy_header == "X-Forwarded-User"


@pytest.mark.parametrize("network", ["0.0.0.0/0", "::/0", "10.0.0.1,128.0.0.0/1", "0.0.0.0/7", "2000::/3"])
def test_not_everybody_is_a_proxy(tmp_path: Path, network: str) -> None:
    assert said(tmp_path, "PROXY_ADDRESSES", network).startswith(
        "LOVP_PROXY_ADDRESSES moet alleen de proxy zelf bevatten"
    )
    assert read_settings({"LOVP_PROXY_ADDRESSES": "10.0.0.0/8,fc00::/7"}, tmp_path).proxy_addresses


@pytest.mark.parametrize(
    "url", ["uit", "//kwaad.nl", "http://login.nl/uit", "javascript:alert(1)", '/"><script>', "/a b"]
)
def test_a_place_to_sign_out_that_is_none_is_refused(tmp_path: Path, url: str) -> None:
    assert said(tmp_path, "SIGN_OUT_URL", url).startswith("LOVP_SIGN_OUT_URL moet een adres zijn als /oauth2/sign_out")


def test_what_does_nothing_without_a_proxy_is_told_at_the_start(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    access_for(Settings(home=tmp_path, managers="jan", sign_out_url="/uit"), "127.0.0.1")
    told = [record.getMessage().partition(":")[0] for record in caplog.records if record.levelno == logging.ERROR]
    assert told == ["LOVP_MANAGERS doet nu niets", "LOVP_SIGN_OUT_URL doet nu niets"]
    caplog.clear()
    access_for(behind(tmp_path, "/uit"), "127.0.0.1")
    assert caplog.records == []
