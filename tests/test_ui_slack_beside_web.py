"""The chat in the browser and the bot over one home folder, in one process or in two: a new record is found by both at once."""

import shutil
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest
from slack_process import BY_SOCKET, ROOT, lovp_process
from slack_server import Slack
from slack_talk import mention

RECORD = """Bestuurlijke terugkoppeling LOVP 3 maart 2025

Geluidskanon
Het LOVP heeft besloten dat de politie vanaf 1 mei 2025 een geluidskanon mag inzetten bij rellen in Zwolle.
"""
QUESTION = "Vanaf wanneer mag de politie een geluidskanon inzetten?"
WHEN = "1 mei 2025"
WEB = ("web", "--no-browser", "--port", "0")


def in_slack(slack: Slack) -> str:
    """What Slack shows for an answer."""
    asked = mention(slack, QUESTION)
    assert slack.send(asked).acked.wait(3)
    ts = asked["event"]["ts"]
    assert slack.wait_for(lambda: any(not answer.streaming for answer in slack.answers("C1", ts)), 15)
    (answer,) = slack.answers("C1", ts)
    return slack.words(answer)


def in_browser(url: str) -> str:
    """What the site answers."""
    with httpx.Client(base_url=url, trust_env=False, timeout=30) as client:
        found = client.post("/api/v1/ask", json={"question": QUESTION})
        assert found.status_code == 200
        return found.text


@pytest.mark.parametrize("commands", [[(*WEB, "--slack")], [WEB, ("slack",)]], ids=["one process", "two processes"])
def test_a_record_that_another_process_indexes_is_found_by_both_without_a_restart(
    examples_home: Path, tmp_path: Path, commands: list[tuple[str, ...]]
) -> None:
    home = Path(shutil.copytree(examples_home, tmp_path / "home"))
    record = tmp_path / "geluidskanon.txt"
    record.write_text(RECORD)
    with Slack() as slack, ExitStack() as stack:
        site, *_ = [stack.enter_context(lovp_process(slack, home, *each, **BY_SOCKET)) for each in commands]
        url = site.until(r"(http://127\.0\.0\.1:\d+)")
        assert slack.connected(30), site.said()
        assert WHEN not in in_slack(slack)
        assert WHEN not in in_browser(url)
        command = [sys.executable, "-m", "ui.cli", "index", str(record)]
        environment = {"PYTHONPATH": str(ROOT), "LOVP_HOME": str(home), "PATH": ""}
        assert subprocess.run(command, cwd=home, env=environment, capture_output=True, timeout=60).returncode == 0
        assert WHEN in in_slack(slack)
        assert WHEN in in_browser(url)
        assert site.stop() == 0
