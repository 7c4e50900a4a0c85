"""A secret stands in nothing that `lovp` prints, whatever goes wrong, for every setting that holds one."""

from dataclasses import fields

import pytest
from conftest import Lovp

from index.settings import Settings

SECRETS = [one.name for one in fields(Settings) if one.name.endswith(("_key", "_token", "_secret"))]
FIRST = {"slack_bot_token": "xoxb-", "slack_app_token": "xapp-"}
HUSH = "Zwijg0123456789abcdefStil"
SILENT = "http://127.0.0.1:9"  # where nobody listens
COMMANDS = (
    ["doctor"],
    ["ask", "Waar?", "--json", "--full"],
    ["records", "--json"],
    ["slack"],
)


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_no_command_prints_a_secret(filled: Lovp, monkeypatch: pytest.MonkeyPatch, command: list[str]) -> None:
    for name in SECRETS:
        monkeypatch.setenv(f"LOVP_{name.upper()}", FIRST.get(name, "") + HUSH)
    for name in ("model_url", "judge_url", "slack_api_url", "chroma_url"):
        if command[0] == "doctor" or name != "chroma_url":
            monkeypatch.setenv(f"LOVP_{name.upper()}", SILENT)
    for name in ("model", "judge"):
        monkeypatch.setenv(f"LOVP_{name.upper()}", "stil")
    found = filled(*command)
    assert HUSH not in found.out + found.err
    assert "Traceback" not in found.out + found.err
    assert found.out + found.err


@pytest.mark.parametrize("name", SECRETS)
def test_a_secret_that_is_set_wrong_is_not_repeated(filled: Lovp, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(f"LOVP_{name.upper()}", f" {HUSH} \u00e9\n")
    found = filled("records", "--json")
    assert HUSH not in found.out + found.err
    assert found.out + found.err


def test_every_setting_that_sounds_secret_is_taken_for_one() -> None:
    sounding = [
        one.name for one in fields(Settings) if any(word in one.name for word in ("key", "token", "secret", "password"))
    ]
    assert sounding == SECRETS
    assert all(not one.repr for one in fields(Settings) if one.name in SECRETS)
