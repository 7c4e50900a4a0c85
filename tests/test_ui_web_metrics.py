"""The counts are on a port of their own, that a proxy, a page or a stranger can't read, and they parse."""

import re
import shutil
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from api_site import TASER
from prometheus_client.openmetrics.parser import text_string_to_metric_families as open_metrics
from prometheus_client.parser import text_string_to_metric_families as plain_metrics
from slack_process import BY_SOCKET, lovp_process
from slack_server import Slack
from slack_talk import mention

from index.search import Index
from index.settings import Settings
from ui import web_text_operation as text
from ui.metrics import page
from ui.slack.bot import Bot
from ui.web_health import Health
from ui.web_metrics import metrics_served
from ui.web_server import PortInUse


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


@contextmanager
def read(index: Index, **settings: object) -> Iterator[str]:
    """Serves the counts; the address without its path."""
    known = replace(Settings(), metrics_port=free_port(), **settings)  # type: ignore[arg-type]  # names with their values
    with metrics_served(known, index, Health(index)) as url:
        assert url is not None
        yield url.removesuffix("/metrics")


def get(url: str, **headers: str) -> httpx.Response:
    return httpx.get(url, headers={name.replace("_", "-"): said for name, said in headers.items()}, trust_env=False)


def test_the_page_parses_in_both_forms_and_tells_of_the_index(example_index: Index) -> None:
    with read(example_index) as url:
        plain, other = (
            get(f"{url}/metrics"),
            get(f"{url}/metrics", accept="application/openmetrics-text; version=1.0.0"),
        )
        assert httpx.head(f"{url}/metrics", trust_env=False).content == b""
    families = {one.name: one for one in plain_metrics(plain.text)}
    named = {one.name for one in open_metrics(other.text)}  # type: ignore[no-untyped-call]  # this parser has no types
    assert named >= {"lovp_questions", "lovp_index_age_seconds"}
    assert families["lovp_index_records"].samples[0].value == example_index.snapshot().records
    assert families["lovp_index_passages"].samples[0].value == len(example_index.snapshot().rows)
    assert families["lovp_index_up"].samples[0].value == 1
    assert families["lovp_index_age_seconds"].samples[0].value >= 0
    assert families["lovp_build_info"].samples[0].labels["version"]
    assert all(family.documentation for family in families.values())
    assert "lovp_index_records" not in page()[0].decode()  # it is no longer open


def test_nobody_may_read_without_a_port_that_is_set(example_index: Index) -> None:
    with metrics_served(Settings(), example_index, Health(example_index)) as url:
        assert url is None


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("x-forwarded-for", "203.0.113.9"),
        ("X-Forwarded-Proto", "https"),
        ("x-forwarded-user", "Jan"),
        ("forwarded", "for=203.0.113.9"),
        ("via", "1.1 proxy"),
        ("x-real-ip", "203.0.113.9"),
        ("origin", "https://kwaad.voorbeeld.nl"),
        ("host", "kwaad.voorbeeld.nl"),
        ("host", "a b"),
    ],
)
def test_what_came_through_a_proxy_or_from_a_page_is_refused(example_index: Index, name: str, said: str) -> None:
    with read(example_index) as url:
        found = get(f"{url}/metrics", **{name: said})
        assert (found.status_code, found.text) == (403, text.NOT_THROUGH_A_PROXY)


def test_who_is_not_listed_is_refused_also_on_this_computer(example_index: Index) -> None:
    with read(example_index, metrics_addresses="10.0.0.0/8,::1") as url:
        for path in ("/metrics", "/healthz", "/"):
            found = get(url + path)
            assert (found.status_code, found.text) == (403, text.NOT_YOU)
    with read(example_index, metrics_addresses="127.0.0.0/8") as url:
        assert [get(f"{url}/metrics", host=name).status_code for name in ("localhost:1", "web:9464", "[::1]")] == [
            200
        ] * 3
        assert get(f"{url}/").status_code == 404


def test_what_is_no_request_is_refused_in_dutch_without_repeating_it(example_index: Index) -> None:
    with read(example_index) as url:
        host, port = url.removeprefix("http://").split(":")
        for sent in (
            b"KWAAD /<b>x</b> HTTP/1.1\r\nHost: a\r\n\r\n",
            b"\x16\x03\x01\r\n\r\n",
            b"POST /metrics HTTP/1.1\r\n\r\n",
        ):
            with socket.create_connection((host, int(port)), timeout=5) as connection:
                connection.sendall(sent)
                told = b"".join(iter(lambda: connection.recv(4096), b"")).decode()
            assert told.endswith(text.UNUSABLE_REQUEST)
            assert "x</b>" not in told
            assert "Python" not in told


def test_a_port_that_is_taken_is_named_with_its_setting_and_is_free_again_afterwards(example_index: Index) -> None:
    with read(example_index) as url:
        port = int(url.rpartition(":")[2])
        settings = Settings(metrics_port=port)
        with (
            pytest.raises(PortInUse, match="LOVP_METRICS_PORT"),
            metrics_served(settings, example_index, Health(example_index)),
        ):
            pass
    with metrics_served(settings, example_index, Health(example_index)) as again:
        assert again is not None


def test_a_bot_that_lost_slack_is_not_in_order() -> None:
    nothing: Any = None
    assert Bot(nothing, nothing, nothing, lambda: False).trouble() == text.SLACK_LOST
    assert Bot(nothing, nothing, nothing, lambda: True).trouble() is None


def test_the_bot_in_slack_has_the_same_page_and_the_same_log(examples_home: Path, tmp_path: Path) -> None:
    home = Path(shutil.copytree(examples_home, tmp_path / "home"))
    port = str(free_port())
    more = {**BY_SOCKET, "LOVP_METRICS_PORT": port, "LOVP_LOG": "json", "LOVP_LOG_LEVEL": "info"}
    with Slack() as slack, lovp_process(slack, home, "slack", **more) as bot:
        bot.until("(verbonden)")
        asked = mention(slack, TASER)
        assert slack.send(asked).acked.wait(10)
        ts = asked["event"]["ts"]
        assert slack.wait_for(lambda: any(not answer.streaming for answer in slack.answers("C1", ts)), 30)
        url = f"http://127.0.0.1:{port}"
        assert get(f"{url}/healthz").json()["ready"] is True
        assert 'lovp_questions_total{face="slack",outcome="answered"} 1.0' in get(f"{url}/metrics").text
        assert bot.stop() == 0
        assert re.search(r'"face": "slack", "outcome": "answered".*"id": "slack-\d+"', bot.said())
        assert "taser" not in bot.said()
