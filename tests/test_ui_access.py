"""Who may do what, and the way in that is in force on an address: nothing is open to others by mistake."""

from dataclasses import replace
from pathlib import Path

import pytest

from index.settings import SettingError, Settings, read_settings
from ui import users
from ui.access import (
    ANYONE,
    OPEN,
    PROXY,
    USERS,
    NotProtectedError,
    Right,
    User,
    access_for,
    is_loopback,
    plain_address,
    user_of,
)
from ui.users import UsersError, add_user, remove_user

PASSWORD = "paard batterij nietje"  # noqa: S105  # of nobody
ELSEWHERE = (
    *("0.0.0.0", "::"),  # noqa: S104  # only looked at
    *("192.168.1.20", "10.0.0.1", "fe80::1", "lovp.voorbeeld.nl", "localhost.voorbeeld.nl", "", "127.1"),
)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passwords are hashed a thousand times faster."""
    monkeypatch.setattr(users, "_N", 2**5)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "localhost", "LOCALHOST", "::1", "::ffff:127.0.0.1"])
def test_on_this_computer_nobody_has_to_sign_in(settings: Settings, host: str) -> None:
    assert access_for(settings, host).way is OPEN


@pytest.mark.parametrize("host", ELSEWHERE)
def test_another_address_without_a_way_in_is_refused_with_how_to_mend_it(settings: Settings, host: str) -> None:
    with pytest.raises(NotProtectedError) as caught:
        access_for(settings, host)
    for help_with in (f"adres {host} ", "lovp user add NAAM", "LOVP_PROXY_HEADER", "--host 127.0.0.1"):
        assert help_with in str(caught.value)


def test_one_user_is_enough_to_ask_everyone_to_sign_in_on_this_computer_too(settings: Settings) -> None:
    add_user(settings.home, "Jan", PASSWORD)
    assert {access_for(settings, host).way for host in ("127.0.0.1", *ELSEWHERE)} == {USERS}
    remove_user(settings.home, "Jan")
    assert access_for(settings, "127.0.0.1").way is OPEN
    with pytest.raises(NotProtectedError):
        access_for(settings, "192.168.1.20")


def test_a_damaged_file_of_users_is_no_open_door(settings: Settings) -> None:
    (settings.home / "users.json").write_text("{")
    for host in ("127.0.0.1", "192.168.1.20"):
        with pytest.raises(UsersError, match="beschadigd"):
            access_for(settings, host)


def test_a_proxy_goes_before_users_and_brings_its_addresses_and_managers(settings: Settings) -> None:
    add_user(settings.home, "Jan", PASSWORD)
    settings = replace(
        settings, proxy_header="X-Forwarded-User", proxy_addresses="10.1.0.0/16, ::1", managers="els@voorbeeld.nl, Jan"
    )
    access = access_for(settings, "192.168.1.20")
    assert (access.way, access.proxy_header) == (PROXY, "x-forwarded-user")
    assert access.managers == {"els@voorbeeld.nl", "jan"}
    peers = ("10.1.2.3", "::ffff:10.1.2.3", "::1", "10.2.0.1", "127.0.0.1", "", "onzin", "fe80::1%eth0")
    assert [access.is_proxy(peer) for peer in peers] == [True, True, True, False, False, False, False, False]


def test_https_is_known_from_the_public_address(settings: Settings) -> None:
    assert access_for(replace(settings, public_url="https://lovp.voorbeeld.nl"), "127.0.0.1").secure
    assert not access_for(replace(settings, public_url="http://lovp.voorbeeld.nl"), "127.0.0.1").secure
    assert not access_for(settings, "127.0.0.1").secure


def test_a_user_is_read_from_a_request_that_passed_the_guard() -> None:
    jan = User("Jan", frozenset({Right.ASK}))
    assert user_of({"type": "http", "state": {"user": jan, "more": 1}}) is jan
    assert (jan.may(Right.ASK), jan.may(Right.MANAGE)) == (True, False)
    assert (ANYONE.name, ANYONE.may(Right.ASK), ANYONE.may(Right.MANAGE)) == ("", True, False)


@pytest.mark.parametrize("scope", [{}, {"state": None}, {"state": {}}, {"state": {"user": "Jan"}}, {"user": ANYONE}])
def test_a_request_that_did_not_pass_the_guard_has_no_user(scope: dict[str, object]) -> None:
    with pytest.raises(PermissionError):
        user_of(scope)


def test_a_name_that_only_looks_like_this_computer_is_not_it() -> None:
    for name in (
        "localhost.",
        "127.0.0.1.voorbeeld.nl",
        "0x7f.1",
        "2130706433",
        "128.0.0.1",
        "::2",
        "[::1]",
        "127.0.0.1 ",
    ):
        assert not is_loopback(name)
    assert plain_address("0:0:0:0:0:0:0:1") == "::1"


def said(tmp_path: Path, **environ: str) -> str:
    with pytest.raises(SettingError) as caught:
        read_settings({f"LOVP_{name}": value for name, value in environ.items()}, tmp_path)
    return str(caught.value)


@pytest.mark.parametrize(
    "url",
    [
        "lovp.voorbeeld.nl", "ftp://lovp.nl", "https://", "https://a:b@lovp.nl", "https://lovp.nl/chat", "https://lovp.nl?x=1",
        "https://lovp.nl#x", "https://lo vp.nl", "https://lovp.nl:99999", "https://lovp.nl\\@kwaad.nl", "javascript:alert(1)",
        'https://lovp.nl"><script>',
    ],
)  # fmt: skip
def test_a_public_address_that_is_none_is_refused(tmp_path: Path, url: str) -> None:
    assert said(tmp_path, PUBLIC_URL=url).startswith(
        "LOVP_PUBLIC_URL moet een adres zijn als https://lovp.voorbeeld.nl"
    )


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://LOVP.Voorbeeld.nl/", "https://lovp.voorbeeld.nl"),
        ("http://10.0.0.1:8000", "http://10.0.0.1:8000"),
        ("https://[2001:db8::1]:8443", "https://[2001:db8::1]:8443"),
    ],
)
def test_a_public_address_is_kept_in_one_spelling(tmp_path: Path, url: str, kept: str) -> None:
    assert read_settings({"LOVP_PUBLIC_URL": url}, tmp_path).public_url == kept


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PROXY_HEADER", "X Forwarded"), ("PROXY_HEADER", "X-User:"), ("PROXY_HEADER", "X-Us\u00e9r"),
        ("PROXY_ADDRESSES", "proxy.voorbeeld.nl"), ("PROXY_ADDRESSES", "127.0.0.1,alles"), ("PROXY_ADDRESSES", "10.0.0.0/40"),
        ("QUESTIONS_PER_MINUTE", "0"), ("QUESTIONS_PER_MINUTE", "veel"), ("QUESTIONS_PER_MINUTE", "1.5"),
        ("QUESTIONS_AT_ONCE", "-1"), ("QUESTIONS_AT_ONCE", "1001"), ("UPLOAD_MB", "99999999999"), ("UPLOAD_MB", "\u00b2"),
    ],
)  # fmt: skip
def test_a_setting_of_access_that_does_not_fit_is_named(tmp_path: Path, name: str, value: str) -> None:
    assert said(tmp_path, **{name: value}).startswith(f"LOVP_{name} moet ")


def test_without_settings_only_this_computers_proxy_would_be_believed(tmp_path: Path) -> None:
    settings = read_settings({"LOVP_PROXY_ADDRESSES": " , "}, tmp_path)
    assert (settings.proxy_addresses, settings.proxy_header, settings.managers) == ("127.0.0.1,::1", "", "")
    assert (settings.questions_per_minute, settings.questions_at_once, settings.upload_mb) == (30, 4, 100)
