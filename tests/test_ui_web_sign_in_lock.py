"""Guessing is slowed down without keeping out whose name is guessed at, and the log tells who keeps guessers out what happens."""

import logging
import re
from pathlib import Path

import pytest
from guarded import GOOD, Desk, home, quick

from index.settings import Settings
from ui.access import access_for
from ui.logs import Line
from ui.metrics import SignInEvent, page
from ui.sign_in_locks import device_of, device_token
from ui.users import Users, change_password

__all__ = ["home", "quick"]  # the fixtures that the tests below use

pytestmark = pytest.mark.usefixtures("quick")
WRONG = "geheim-maar-verkeerd"


@pytest.fixture
def desk(home: Path) -> Desk:
    return Desk(home, access_for(Settings(home=home, proxy_addresses="10.0.0.1"), "192.168.1.1"))


def guess(desk: Desk, client: str, times: int = 5, name: str = "Els") -> list[int]:
    """The statuses of somebody elsewhere who guesses, in a browser of their own."""
    kept, desk.cookies = desk.cookies, type(desk.cookies)()
    found = [desk.sign_in(name, WRONG, client=client).status_code for _ in range(times)]
    desk.cookies = kept
    return found


def test_who_guesses_locks_a_name_for_their_own_address_only(desk: Desk) -> None:
    assert guess(desk, "192.168.1.66", 7) == [401] * 5 + [429] * 2
    assert desk.sign_in("Els", GOOD, client="192.168.1.66").status_code == 429
    assert desk.sign_in("Els", GOOD).status_code == 303


def test_guessing_from_many_addresses_locks_the_name_but_not_a_browser_that_is_known(desk: Desk) -> None:
    assert desk.sign_in("Els", GOOD).status_code == 303
    for number in range(4):
        assert guess(desk, f"192.168.1.{100 + number}") == [401] * 5
    assert guess(desk, "192.168.1.120", 1) == [429]
    assert desk.sign_in("Els", GOOD).status_code == 303
    desk.cookies.clear()
    assert desk.sign_in("Els", GOOD).status_code == 429


def test_behind_a_proxy_a_known_browser_gets_in_while_another_guesses(desk: Desk) -> None:
    assert desk.sign_in("Els", GOOD, client="10.0.0.1").status_code == 303
    assert guess(desk, "10.0.0.1", 6) == [401] * 5 + [429]
    assert desk.sign_in("Els", GOOD, client="10.0.0.1").status_code == 303


def test_a_known_browser_has_five_mistakes_too_and_only_for_its_own_user(desk: Desk) -> None:
    desk.sign_in("Els", GOOD)
    assert [desk.sign_in("Els", WRONG).status_code for _ in range(6)] == [401] * 5 + [429]
    assert guess(desk, "192.168.1.66", 1) == [401]  # its mistakes are no others'
    assert [desk.sign_in("Jan", WRONG).status_code for _ in range(6)] == [401] * 5 + [429]


def test_a_browser_is_known_by_what_only_we_can_make_and_until_another_password(home: Path) -> None:
    users = Users(home)
    els, jan = users.named("Els"), users.named("Jan")
    assert els is not None
    token = device_token(els)
    assert device_of(token, els) == f"browser {token.partition('.')[0]}"
    assert device_of(token, jan) == device_of(token, None) == ""
    for forged in ("", ".", "x.y", token[:-1], token + "x", "x" + token, "é.é"):
        assert device_of(forged, els) == ""
    change_password(home, "Els", GOOD + " anders")
    assert device_of(token, users.named("Els")) == ""


def test_the_cookie_of_a_known_browser_goes_to_signing_in_only(desk: Desk) -> None:
    known, session = desk.sign_in("Els", GOOD).headers.get_list("set-cookie")
    assert session.startswith("lovp_session=")
    assert known.startswith("lovp_device=")
    assert "HttpOnly; Max-Age=15552000; Path=/aanmelden; SameSite=lax" in known


def said(caplog: pytest.LogCaptureFixture) -> list[tuple[int, str, dict[str, str]]]:
    """The level, message and fields of what was logged of signing in since the last time."""
    found = [
        (record.levelno, record.getMessage(), getattr(record, "fields", {}))
        for record in caplog.records
        if record.name == "ui.sign_in_events"
    ]
    caplog.clear()
    return found


def counts() -> dict[str, float]:
    lines = [line for line in page()[0].decode().splitlines() if line.startswith("lovp_sign_in_total{")]
    return {line.split('"')[1]: float(line.rpartition(" ")[2]) for line in lines}


def test_each_event_is_a_line_with_the_name_of_a_user_and_an_address_only_of_a_mistake(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    desk.sign_in("ELS", GOOD)
    assert said(caplog) == [(logging.INFO, "aangemeld: Els", {"event": "signed_in", "user": "Els"})]
    desk.send("POST", "/afmelden", headers={"origin": desk.base})
    assert said(caplog) == [(logging.INFO, "afgemeld: Els", {"event": "signed_out", "user": "Els"})]
    desk.send("POST", "/afmelden", headers={"origin": desk.base})
    assert said(caplog) == []
    desk.sign_in("jan", WRONG)
    assert said(caplog) == [
        (logging.INFO, "aanmelden mislukt: Jan", {"event": "failed", "user": "Jan", "address": "192.168.1.7"})
    ]
    desk.sign_in("jan", WRONG, client="10.0.0.1")  # of a proxy it says nothing
    assert said(caplog)[0][2] == {"event": "failed", "user": "Jan"}


def test_a_lock_is_one_line_that_is_always_in_the_log_and_what_was_typed_is_not(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    before = counts()
    caplog.set_level(logging.INFO)
    guess(desk, "192.168.1.66", 8, "mijn-wachtwoord-per-ongeluk")
    lines = said(caplog)
    assert [level for level, _, _ in lines] == [logging.INFO] * 5 + [logging.ERROR]
    assert lines[-1][1] == "aanmelden op slot na te veel verkeerde wachtwoorden: onbekende naam"
    assert lines[-1][2] == {"event": "locked", "address": "192.168.1.66"}
    assert "per-ongeluk" not in str(lines)
    assert WRONG not in str(lines)
    risen = {event: count - before[event] for event, count in counts().items() if count > before[event]}
    assert risen == {"failed": 5, "locked": 1, "refused": 3}
    assert {event.value for event in SignInEvent} == before.keys()


def test_an_address_that_tries_name_after_name_is_told_as_well(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    for number in range(21):
        guess(desk, "192.168.1.66", 1, f"naam {number}")
    assert [fields["address"] for level, _, fields in said(caplog) if level == logging.ERROR] == ["192.168.1.66"]


def test_the_filter_in_the_manual_finds_the_address_in_a_line_of_the_log(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    manual = (Path(__file__).parents[1] / "docs" / "operations.md").read_text("utf-8")
    found = re.search(r"^failregex = (ERROR .+)$", manual, re.MULTILINE)
    assert found is not None
    filter_ = re.compile(found[1].replace("<HOST>", r"(\S+)"))
    guess(desk, "192.168.1.66")
    guess(desk, "192.168.1.67", name="wie dit ook is")
    lines = [Line().format(record) for record in caplog.records if record.name == "ui.sign_in_events"]
    assert [one[1] for line in lines if (one := filter_.search(line))] == ["192.168.1.66", "192.168.1.67"]
