"""Slack's requests over real HTTP, at `lovp web --slack` with users and at `lovp slack --http`: only what Slack signed comes in."""

import hashlib
import hmac
import http.client
import json
import shutil
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import pytest
from slack_process import BY_HTTP, SECRET, lovp_process
from slack_server import Slack
from slack_state import Json
from slack_talk import command, http_body, mention, pressed, signed

from index.inbox import Entry
from index.sqlite_inbox import Inbox
from ui import users as users_of_home
from ui.slack import text
from ui.slack.blocks import SHOW_PREFIX
from ui.users import add_user

QUESTION = "Voor welke jaren is het stroomstootwapen gefinancierd?"
EVENTS = "/slack/events"
WAYS = {
    "web": ("web", "--slack", "--no-browser", "--port", "0"),
    "slack": ("slack", "--http", "--port", "0"),
}
Headers = Mapping[str, str | bytes]


@dataclass(frozen=True)
class Reply:
    """What came back."""

    status: int
    kind: str
    body: bytes


@dataclass(frozen=True)
class Site:
    """Where requests go, over a Slack and a home folder."""

    slack: Slack
    home: Path
    port: int

    def send(self, body: bytes, headers: Headers, path: str = EVENTS, method: str = "POST") -> Reply:
        """Sends exactly this."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.putrequest(method, path)
            for name, value in {"Content-Type": "application/json", **headers}.items():
                connection.putheader(name, value)
            connection.putheader("Content-Length", str(len(body)))
            connection.endheaders(body)
            found = connection.getresponse()
            return Reply(found.status, found.getheader("content-type", ""), found.read())
        finally:
            connection.close()

    def tell(self, payload: Json) -> Reply:
        """Sends what Slack tells, as Slack does."""
        body, kind = http_body(payload)
        return self.send(body, {"Content-Type": kind, **signed(body, SECRET)})

    def kept(self, payload: Json) -> Entry | None:
        """What is in the inbox of a mention."""
        event = payload["event"]
        with Inbox(self.home) as inbox:
            return inbox.entry(f"{payload['team_id']}/{event['channel']}/{event['ts']}")


@pytest.fixture(scope="module", params=WAYS)
def site(
    request: pytest.FixtureRequest, examples_home: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    """The process; in its home folder is a user, so that the site asks people to sign in."""
    home = Path(shutil.copytree(examples_home, tmp_path_factory.mktemp("http") / "home"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(users_of_home, "_N", 2**5)  # hashed in no time
        add_user(home, "Jan", "paard batterij nietje")
    with Slack() as slack, lovp_process(slack, home, *WAYS[request.param], **BY_HTTP) as process:
        yield Site(slack, home, int(process.until(r"http://127\.0\.0\.1:(\d+)")))


def stamped(body: bytes, moment: str | bytes) -> Headers:
    """The headers of a body, signed over whatever stands for the moment."""
    stamp = moment.encode() if isinstance(moment, str) else moment
    digest = hmac.new(SECRET.encode(), b"v0:" + stamp + b":" + body, hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={digest}"}


def test_what_slack_signed_is_answered_once_also_when_it_comes_again(site: Site) -> None:
    asked = mention(site.slack, QUESTION)
    body, kind = http_body(asked)
    headers = {"Content-Type": kind, **signed(body, SECRET)}
    assert site.send(body, headers).status == 200
    assert site.kept(asked) is not None  # on disk by then
    ts = asked["event"]["ts"]
    assert site.slack.wait_for(lambda: any(not one.streaming for one in site.slack.answers("C1", ts)), 15)
    assert site.send(body, headers).status == 200
    assert site.send(body, {**headers, "X-Slack-Retry-Num": "1", "X-Slack-Retry-Reason": "http_timeout"}).status == 200
    assert site.slack.quiet()
    assert len(site.slack.answers("C1", ts)) == 1


@pytest.mark.parametrize("moment", [-310, 310, -86_400, 10**9])
def test_a_signature_of_another_time_is_refused(site: Site, moment: int) -> None:
    asked = mention(site.slack, QUESTION)
    body, _ = http_body(asked)
    assert site.send(body, signed(body, SECRET, time.time() + moment)).status == 401
    assert site.kept(asked) is None


@pytest.mark.parametrize(
    "moment",
    [
        "abc",
        "",
        " ",
        "1e9",
        "-1",
        "0x5f",
        "nan",
        "1_700_000_000",
        "９９".encode(),
        "²³",
        b"\xff",
        "9" * 400,
        "NOW.5",
        "+NOW",
    ],
)
def test_a_moment_that_is_no_number_is_refused(site: Site, moment: str | bytes) -> None:
    asked = mention(site.slack, QUESTION)
    body, _ = http_body(asked)
    written = moment.replace("NOW", str(int(time.time()))) if isinstance(moment, str) else moment
    stamp = written.encode("latin-1") if isinstance(written, str) else written
    assert site.send(body, stamped(body, stamp)).status == 401
    assert site.kept(asked) is None


@pytest.mark.parametrize(
    "signature",
    [None, "", "v0=", "v0=" + "0" * 64, "é" * 67, b"v0=\xff\xfe", "zonder v0", "NOW", "v1=NOW", "v0=NOW0", "V0=NOW"],
)
def test_a_signature_that_is_not_right_is_refused(site: Site, signature: str | bytes | None) -> None:
    asked = mention(site.slack, QUESTION)
    body, _ = http_body(asked)
    right = signed(body, SECRET)
    headers: dict[str, str | bytes] = {"X-Slack-Request-Timestamp": right["X-Slack-Request-Timestamp"]}
    if signature is not None:
        digest = right["X-Slack-Signature"].removeprefix("v0=")
        headers["X-Slack-Signature"] = (
            signature.replace("NOW", digest).encode("latin-1") if isinstance(signature, str) else signature
        )
    assert site.send(body, headers).status == 401
    assert site.kept(asked) is None


def test_what_is_not_signed_or_was_changed_or_signed_with_another_secret_is_refused(site: Site) -> None:
    asked = mention(site.slack, QUESTION)
    body, _ = http_body(asked)
    changed = body.replace(b"stroomstootwapen", b"waterkanon")
    assert changed != body
    assert site.send(body, {}).status == 401
    assert site.send(changed, signed(body, SECRET)).status == 401
    assert site.send(body + b" ", signed(body, SECRET)).status == 401
    assert site.send(body, signed(body, SECRET[::-1])).status == 401
    assert site.kept(asked) is None


def test_the_challenge_of_slack_is_answered_when_it_is_signed(site: Site) -> None:
    body, _ = http_body({"type": "url_verification", "challenge": "vraag 42", "token": "verification"})
    found = site.send(body, signed(body, SECRET))
    assert (found.status, json.loads(found.body)) == (200, {"challenge": "vraag 42"})
    refused = site.send(body, {})
    assert refused.status == 401
    assert b"42" not in refused.body


@pytest.mark.parametrize("headers", [{}, {"X-Slack-Request-Timestamp": "NOW", "X-Slack-Signature": "v0=00"}])
def test_a_check_of_the_connection_needs_a_signature_as_anything(site: Site, headers: dict[str, str]) -> None:
    now = {name: value.replace("NOW", str(int(time.time()))) for name, value in headers.items()}
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    assert site.send(b"ssl_check=1&token=verification", {**form, **now}).status == 401


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"{geen json", "application/json", {400}),
        (b"\xff\xfe", "application/json", {400}),
        (b"", "application/json", {400, 404}),
        (b"{}", "application/json", {400, 404}),
        (b"[]", "application/json", {400, 404}),
        (b'"tekst"', "application/json", {400, 404}),
        (b"null", "application/json", {400, 404}),
        (b'{"type": "event_callback", "event": 7}', "application/json", {400}),
        (b'{"type": "event_callback", "event": []}', "application/json", {400}),
        (b'{"type": 7}', "application/json", {400, 404}),
        (b'{"type": ["block_actions"]}', "application/json", {400}),
        (b'{"type": "block_actions", "actions": [{}]}', "application/json", {400}),
        (b'{"type": "block_actions", "actions": [{"action_id": []}]}', "application/json", {400}),
        (b'{"type": "view_submission", "view": {"callback_id": "oordeel"}}', "application/json", {400}),
        (b"payload=geen+json", "application/x-www-form-urlencoded", {400}),
        (b"payload=%5B%5D", "application/x-www-form-urlencoded", {400, 404}),
        (b"[" * 100_000, "application/json", {400}),
    ],
)
def test_what_can_not_be_read_is_refused_though_it_is_signed(
    site: Site, body: bytes, kind: str, status: set[int]
) -> None:
    assert site.send(body, {"Content-Type": kind, **signed(body, SECRET)}).status in status


def test_a_body_over_a_megabyte_is_refused(site: Site) -> None:
    for size, status in ((1_000_000, {400}), (1_000_001, {413})):
        body = b"x" * size
        assert site.send(body, signed(body, SECRET)).status in status


def test_a_command_is_answered_at_its_address(site: Site) -> None:
    asked = command(site.slack, f"vraag {QUESTION}")
    found = site.tell(asked)
    assert found.status == 200
    assert json.loads(found.body) == {"text": text.STILL_SEARCHING, "response_type": "ephemeral"}
    used = site.slack.workspace.response_urls[asked["response_url"].rpartition("/")[2]].used
    assert site.slack.wait_for(lambda: used, 15)
    assert "2020 en 2021" in site.slack.words(used[0])


def test_a_button_opens_a_window_and_without_a_signature_it_does_nothing(site: Site) -> None:
    asked = mention(site.slack, QUESTION)
    assert site.tell(asked).status == 200
    ts = asked["event"]["ts"]
    assert site.slack.wait_for(lambda: any(not one.streaming for one in site.slack.answers("C1", ts)), 15)
    (answer,) = site.slack.answers("C1", ts)
    before = len(site.slack.workspace.views)
    buttons = [
        each["action_id"] for block in answer.blocks for each in block.get("elements", []) if "action_id" in each
    ]
    show = next(name for name in buttons if name.startswith(SHOW_PREFIX))
    body, kind = http_body(pressed(site.slack, answer, show))
    assert kind == "application/x-www-form-urlencoded"
    assert site.send(body, {"Content-Type": kind}).status == 401
    assert len(site.slack.workspace.views) == before
    assert site.send(body, {"Content-Type": kind, **signed(body, SECRET)}).status == 200
    assert len(site.slack.workspace.views) == before + 1


def test_nothing_else_is_open_beside_it(site: Site, request: pytest.FixtureRequest) -> None:
    """The site asks everybody to sign in; the bot by itself has nothing else."""
    web = "web" in request.node.callspec.params.values()
    body, kind = http_body(mention(site.slack, QUESTION))
    headers = {"Content-Type": kind, **signed(body, SECRET)}
    for path in ("/", "/slack", EVENTS + "/", "/slack/events/x", "/SLACK/EVENTS", "//slack/events", "/api/v1/ask"):
        assert site.send(body, headers, path).status in ({401, 403} if web else {404, 307}), path
        assert site.send(b"", {"Accept": "text/html"}, path, "GET").status in ({303, 401} if web else {404, 307}), path
    assert site.send(b"", {}, EVENTS, "GET").status in {404, 405}
    assert site.send(b"", {}, "/openapi.json", "GET").status in ({401} if web else {404})


def test_it_is_told_in_time(site: Site) -> None:
    took = []
    for _ in range(20):
        asked = mention(site.slack, QUESTION)
        began = time.monotonic()
        assert site.tell(asked).status == 200
        took.append(time.monotonic() - began)
    assert max(took) < 3.0
    assert site.slack.wait_for(lambda: site.slack.quiet(1.0), 30)


def test_a_form_that_hides_json_or_json_that_hides_a_form_does_nothing(site: Site) -> None:
    asked = mention(site.slack, QUESTION)
    body = urlencode({"payload": json.dumps(asked)}).encode()
    found = site.send(body, {"Content-Type": "application/json", **signed(body, SECRET)})
    assert found.status < 500
