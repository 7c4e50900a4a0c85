"""The check-up of the Slack app finds what is wrong with the tokens, the scopes and the manifest, and shows no token."""

import json
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import yaml

from index.settings import Settings
from ui.slack import doctor, text_doctor
from ui.slack.doctor import COMMAND, EVENTS, MANIFEST, OLD_EVENTS, SCOPES, SUBSCRIPTIONS, checks

BOT, APP, SIGNING = "xoxb-1-2-hush", "xapp-1-A1-2-hush", "0123456789hush0123456789"


@dataclass
class Slack:
    """A server that answers two methods of the Web API, as it is told."""

    url: str = ""
    scopes: str | None = ",".join(SCOPES)
    auth: Any = field(
        default_factory=lambda: {"ok": True, "team": "LOVP", "user": "lovp", "bot_id": "B1", "team_id": "T1"}
    )
    opened: Any = field(default_factory=lambda: {"ok": True, "url": "wss://127.0.0.1/link/?ticket=hush"})
    status: int = 200
    asked: list[tuple[str, str]] = field(default_factory=list)


@pytest.fixture
def slack() -> Iterator[Slack]:
    told = Slack()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("content-length") or 0))
            method = self.path.rpartition("/")[2]
            told.asked.append((method, self.headers.get("authorization", "")))
            answer = told.auth if method == "auth.test" else told.opened
            body = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
            self.send_response(told.status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(body)))
            if told.scopes is not None:
                self.send_header("X-OAuth-Scopes", told.scopes)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *arguments: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        told.url = f"http://127.0.0.1:{server.server_port}/api"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield told
        server.shutdown()
        thread.join()


def given(slack: Slack) -> Settings:
    return Settings(
        slack_bot_token=BOT,
        slack_app_token=APP,
        slack_signing_secret=SIGNING,
        slack_api_url=slack.url,
        slack_users="U1AA,U2AA",
    )


def bad(settings: Settings, **more: Any) -> list[str]:
    found = list(checks(settings, **more))
    assert not [check for check in found if "hush" in check.text]
    return [check.text for check in found if not check.good]


def test_a_good_app_is_good_all_over(slack: Slack) -> None:
    assert bad(given(slack)) == []
    texts = [check.text for check in checks(given(slack))]
    assert text_doctor.BOT.format(user="lovp", team="LOVP") in texts
    assert text_doctor.LIST.format(name="SLACK_USERS", count=2) in texts
    assert any(text.startswith("slack_bolt 1.") for text in texts)
    assert {*slack.asked} == {("auth.test", f"Bearer {BOT}"), ("apps.connections.open", f"Bearer {APP}")}


def test_a_scope_that_is_missing_is_named(slack: Slack) -> None:
    slack.scopes = ",".join(scope for scope in SCOPES if scope not in {"commands", "im:history"})
    assert bad(given(slack)) == [text_doctor.SCOPES_MISSING.format(scopes="commands, im:history")]


def test_more_scopes_than_needed_are_no_fault_and_untold_ones_are(slack: Slack) -> None:
    slack.scopes = f"{', '.join(SCOPES)}, users:read"
    assert bad(given(slack)) == []
    slack.scopes = None
    assert bad(given(slack)) == [text_doctor.SCOPES_UNTOLD]


@pytest.mark.parametrize("code", ["invalid_auth", "account_inactive", "token_revoked"])
def test_a_token_that_slack_refuses_is_said_in_dutch(slack: Slack, code: str) -> None:
    slack.auth = slack.opened = {"ok": False, "error": code}
    why = text_doctor.OF_SLACK[code]
    assert bad(given(slack)) == [text_doctor.BOT_FAILS.format(why=why), text_doctor.SOCKET_FAILS.format(why=why)]


@pytest.mark.parametrize(
    "answer", [b"<html>hush", b"", b"[]", b"null", {"ok": False}, {"ok": False, "error": "hush " * 40}, b"\xff"]
)
def test_what_is_no_answer_of_slack_is_one_failed_check(slack: Slack, answer: Any) -> None:
    slack.auth = slack.opened = answer
    assert len(bad(given(slack))) >= 2


def test_a_server_in_trouble_is_said_without_its_words(slack: Slack) -> None:
    slack.status, slack.auth, slack.opened = 503, b"hush", b"hush"
    assert len(bad(given(slack))) == 2


def test_a_name_with_signs_that_steer_a_screen_is_shown_plain(slack: Slack) -> None:
    slack.auth = {"ok": True, "team": "\x1b[31m\nLOVP" + "x" * 500, "user": ["lovp"], "bot_id": "B1"}
    (shown,) = [check.text for check in checks(given(slack)) if "aangemeld" in check.text]
    assert "\x1b" not in shown
    assert "\n" not in shown
    assert len(shown) < 200


def test_a_token_of_a_person_is_no_bot(slack: Slack) -> None:
    slack.auth = {"ok": True, "team": "LOVP", "user": "iemand"}
    assert bad(given(slack)) == [text_doctor.NO_BOT_USER]


def test_slack_that_cannot_be_reached_is_said() -> None:
    with socket.socket() as taken:  # bound, not listening
        taken.bind(("127.0.0.1", 0))
        settings = replace(given(Slack()), slack_api_url=f"http://127.0.0.1:{taken.getsockname()[1]}")
        why = text_doctor.UNREACHABLE.format(seconds=5)
        assert bad(settings)[0] == text_doctor.BOT_FAILS.format(why=why)


def test_slack_that_is_silent_is_waited_for_no_longer_than_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "_SECONDS", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings = replace(
            given(Slack()), slack_api_url=f"http://127.0.0.1:{silent.getsockname()[1]}", slack_app_token=""
        )
        assert bad(settings) == [text_doctor.BOT_FAILS.format(why=text_doctor.UNREACHABLE.format(seconds=0.2))]


def test_a_token_of_the_wrong_kind_is_asked_of_nobody(slack: Slack) -> None:
    (fault,) = bad(replace(given(slack), slack_bot_token=APP))
    assert fault.startswith("LOVP_SLACK_BOT_TOKEN moet ")
    assert slack.asked == []


def test_what_is_missing_is_named(slack: Slack) -> None:
    assert bad(replace(given(slack), slack_bot_token="")) == [text_doctor.NO_BOT]
    assert bad(replace(given(slack), slack_app_token="", slack_signing_secret="")) == [text_doctor.NO_TRANSPORT]
    assert bad(replace(given(slack), slack_app_token="")) == []
    assert bad(replace(given(slack), slack_signing_secret="")) == []


def test_a_list_with_what_is_no_id_is_named(slack: Slack) -> None:
    (fault,) = bad(replace(given(slack), slack_channels="C1AA,#algemeen"))
    assert "'#algemeen'" in fault


# the manifest


@pytest.fixture(scope="module")
def manifest() -> Any:
    return yaml.safe_load(MANIFEST.read_text("utf-8"))


def test_the_manifest_asks_for_what_the_bot_listens_to_and_nothing_more(manifest: Any) -> None:
    assert manifest["settings"]["event_subscriptions"] == {"bot_events": sorted(SUBSCRIPTIONS)}
    assert {name.partition(".")[0] for name in SUBSCRIPTIONS} == {*EVENTS}
    assert manifest["oauth_config"] == {"scopes": {"bot": sorted(SCOPES)}}
    assert [one["command"] for one in manifest["features"]["slash_commands"]] == [COMMAND]
    assert manifest["features"]["slash_commands"][0]["should_escape"] is False


def test_the_manifest_starts_without_a_public_address(manifest: Any) -> None:
    settings = manifest["settings"]
    assert (settings["socket_mode_enabled"], settings["interactivity"]) == (True, {"is_enabled": True})
    assert (settings["org_deploy_enabled"], settings["token_rotation_enabled"]) == (False, False)
    assert manifest["features"]["app_home"] == {
        "home_tab_enabled": False,
        "messages_tab_enabled": True,
        "messages_tab_read_only_enabled": False,
    }


def test_the_manifest_is_within_slacks_limits(manifest: Any) -> None:
    shown, features = manifest["display_information"], manifest["features"]
    assert 0 < len(shown["name"]) <= 35
    assert 0 < len(shown["description"]) <= 140
    assert 174 <= len(shown["long_description"]) <= 4000
    assert len(shown["background_color"]) == 7
    assert 0 < len(features["bot_user"]["display_name"]) <= 80
    assert 0 < len(features["agent_view"]["agent_description"]) <= 300
    assert 0 < len(features["agent_view"]["suggested_prompts"]) <= 4
    assert all({*prompt} == {"title", "message"} for prompt in features["agent_view"]["suggested_prompts"])
    assert len(features["slash_commands"][0]["description"]) <= 2000
    assert {*features} == {"agent_view", "app_home", "bot_user", "slash_commands"}


def test_the_manifest_without_socket_mode_and_for_older_apps_is_there_to_be_uncommented() -> None:
    text = MANIFEST.read_text("utf-8")
    assert text.count("# request_url: ") == 2
    assert text.count("/slack/events  # alleen zonder Socket Mode") == 3
    http = yaml.safe_load(text.replace("# request_url: ", "request_url: ").replace("# url: ", "url: "))
    assert http["settings"]["interactivity"]["request_url"].endswith("/slack/events")
    assert http["features"]["slash_commands"][0]["url"].endswith("/slack/events")
    assert "# assistant_view:" in text
    assert all(name in text for name in OLD_EVENTS)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("a: [", text_doctor.MANIFEST_UNREADABLE),
        ("- a", text_doctor.MANIFEST_UNREADABLE),
        ("oauth_config: {scopes: {bot: [[a]]}}", text_doctor.MANIFEST_UNREADABLE),
    ],
)
def test_a_manifest_that_cannot_be_read_is_reported(slack: Slack, tmp_path: Path, content: str, says: str) -> None:
    (tmp_path / "m.yaml").write_text(content)
    assert bad(given(slack), manifest=tmp_path / "m.yaml") == [says]


def test_a_manifest_that_lacks_something_is_reported_and_none_is_no_fault(slack: Slack, tmp_path: Path) -> None:
    path = tmp_path / "m.yaml"
    assert bad(given(slack), manifest=path) == []
    path.write_text(
        MANIFEST.read_text("utf-8").replace("      - message.im\n", "").replace("      - commands ", "      # ")
    )
    assert bad(given(slack), manifest=path) == [text_doctor.MANIFEST_LACKS.format(what="commands, message.im")]
