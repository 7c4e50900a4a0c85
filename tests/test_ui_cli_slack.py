"""`lovp slack`: what is missing is asked for before anything starts, and nothing secret is printed."""

from typing import Any

import pytest
from conftest import Lovp

from index.settings import Settings
from ui.slack import run, text_doctor

BOT, APP, SIGNING = "xoxb-1-2-hush", "xapp-1-A1-2-hush", "0123456789hush0123456789"


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Settings, Any]]:
    """What the bot was started with, in the place of starting it."""
    calls: list[tuple[Settings, Any]] = []
    monkeypatch.setattr(run, "serve", lambda settings, http=None: calls.append((settings, http)))
    return calls


def given(monkeypatch: pytest.MonkeyPatch, **tokens: str) -> None:
    for name, value in tokens.items():
        monkeypatch.setenv(f"LOVP_SLACK_{name.upper()}", value)


@pytest.mark.parametrize(
    ("tokens", "arguments", "missing"),
    [
        ({}, [], [text_doctor.BOT_MISSING, text_doctor.APP_MISSING]),
        ({"bot_token": BOT}, [], [text_doctor.APP_MISSING]),
        ({"bot_token": BOT, "signing_secret": SIGNING}, [], [text_doctor.APP_MISSING]),
        ({"app_token": APP}, [], [text_doctor.BOT_MISSING]),
        ({"bot_token": BOT, "app_token": APP}, ["--http"], [text_doctor.SIGNING_MISSING]),
        ({}, ["--http"], [text_doctor.BOT_MISSING, text_doctor.SIGNING_MISSING]),
    ],
)
def test_a_token_that_is_missing_is_named_with_where_to_get_it(
    lovp: Lovp,
    started: list[Any],
    monkeypatch: pytest.MonkeyPatch,
    tokens: dict[str, str],
    arguments: list[str],
    missing: list[str],
) -> None:
    given(monkeypatch, **tokens)
    found = lovp("slack", *arguments)
    assert (found.code, found.out, started) == (2, "", [])
    assert found.err.splitlines() == [*missing, text_doctor.MORE]
    assert "hush" not in found.err


def test_with_its_tokens_it_connects_by_itself(lovp: Lovp, started: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    given(monkeypatch, bot_token=BOT, app_token=APP)
    assert lovp("slack").code == 0
    assert [(settings.slack_app_token, http) for settings, http in started] == [(APP, None)]


def test_over_http_it_listens_on_this_computer_unless_told_otherwise(
    lovp: Lovp, started: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    given(monkeypatch, bot_token=BOT, signing_secret=SIGNING)
    assert lovp("slack", "--http").code == 0
    assert lovp("slack", "--http", "--host", "::1", "--port", "0").code == 0
    assert [http for _, http in started] == [("127.0.0.1", 7862), ("::1", 0)]


@pytest.mark.parametrize("option", [["--port", "7862"], ["--host", "127.0.0.1"]])
def test_an_address_belongs_to_http(lovp: Lovp, started: list[Any], option: list[str]) -> None:
    found = lovp("slack", *option)
    assert (found.code, found.err.strip(), started) == (2, text_doctor.ONLY_WITH_HTTP, [])


def test_a_token_of_the_wrong_kind_is_refused_without_being_shown(
    lovp: Lovp, started: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    given(monkeypatch, bot_token=APP, app_token=APP)
    found = lovp("slack")
    assert (found.code, started) == (2, [])
    assert "LOVP_SLACK_BOT_TOKEN" in found.err
    assert "hush" not in found.err


@pytest.mark.parametrize(
    ("tokens", "missing"),
    [
        ({}, [text_doctor.BOT_MISSING, text_doctor.APP_MISSING]),
        ({"bot_token": BOT}, [text_doctor.APP_MISSING]),
        ({"signing_secret": SIGNING}, [text_doctor.BOT_MISSING]),
    ],
)
def test_the_browser_with_slack_beside_it_asks_for_the_same(
    lovp: Lovp, monkeypatch: pytest.MonkeyPatch, tokens: dict[str, str], missing: list[str]
) -> None:
    given(monkeypatch, **tokens)
    found = lovp("web", "--slack", "--no-browser")
    assert (found.code, found.err.splitlines()) == (2, [*missing, text_doctor.MORE])


@pytest.mark.parametrize(("flags", "slack"), [(["--slack"], True), ([], False)])
def test_the_browser_is_told_whether_slack_is_beside_it(
    filled: Lovp, monkeypatch: pytest.MonkeyPatch, flags: list[str], slack: bool
) -> None:
    from ui import web

    told: list[dict[str, Any]] = []
    monkeypatch.setattr(web, "serve", lambda *arguments, **options: told.append(options))
    given(monkeypatch, bot_token=BOT, signing_secret=SIGNING)
    assert filled("web", "--no-browser", *flags).code == 0
    assert [options["slack"] for options in told] == [slack]


def test_the_check_up_looks_at_slack_only_when_there_is_a_token(lovp: Lovp, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "Slack" not in lovp("doctor").out
    given(monkeypatch, app_token=APP, api_url="http://127.0.0.1:9")
    found = lovp("doctor")
    assert f"FOUT  {text_doctor.NO_BOT}" in found.out.splitlines()
    assert found.code == 1
    assert "hush" not in found.out + found.err
