"""The log is one line for each event, without what people asked, without secrets, and readable by a program to the last line."""

import json
import logging
import os
import re
import shutil
import socket
import subprocess
import sys
import threading
import time
import traceback
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from index.settings import Settings
from ui import logs
from ui.logs import Line, secrets_of
from ui.logs_stray import Stray

ROOT = Path(__file__).resolve().parent.parent
ASKED = "Voor welke jaren is de financiering van de taser geregeld?"
UNKNOWN = "Hoeveel kost een olifant op de Zuidpool?"
KEY = "sleutel-die-geheim-blijft"


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


class Served(NamedTuple):
    """A real `lovp web` that was asked a few questions and stopped: what it wrote, and what it told meanwhile."""

    out: str
    err: str
    replies: list[httpx.Response]
    pages: dict[str, httpx.Response]
    code: int

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.err.splitlines()]


@pytest.fixture(scope="module")
def served(examples_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Served:
    home = Path(shutil.copytree(examples_home, tmp_path_factory.mktemp("logs") / "home"))
    port, beside = free_port(), free_port()
    kept = {name: value for name, value in os.environ.items() if not name.startswith("LOVP_")}
    ours = {
        "LOVP_HOME": str(home),
        "LOVP_PORT": str(port),
        "LOVP_METRICS_PORT": str(beside),
        "LOVP_LOG": "json",
        "LOVP_LOG_LEVEL": "info",
        "LOVP_QUESTIONS_PER_MINUTE": "3",
        "LOVP_JUDGE_KEY": KEY,
        "PYTHONPATH": str(ROOT),
    }
    command = [sys.executable, "-m", "ui.cli", "web", "--no-browser"]
    with (home / "out").open("w") as out, (home / "err").open("w") as err:
        process = subprocess.Popen(command, cwd=home, env={**kept, **ours}, stdout=out, stderr=err)
    try:
        while "http" not in (home / "out").read_text():  # it says so when it listens
            assert process.poll() is None, (home / "err").read_text()
            time.sleep(0.1)
        with httpx.Client(timeout=60, trust_env=False) as client:
            site, counts = f"http://127.0.0.1:{port}", f"http://127.0.0.1:{beside}"
            asked = [{"question": ASKED}, {"question": UNKNOWN}, {"question": ASKED * 100}, {"question": ASKED}]
            replies = [client.post(f"{site}/api/v1/ask", json=one) for one in asked]
            pages = {
                "site": client.get(f"{site}/metrics"),
                "counts": client.get(f"{counts}/metrics"),
                "health": client.get(f"{counts}/healthz"),
                "healthz": client.get(f"{site}/healthz"),
            }
    finally:
        process.terminate()
        code = process.wait(20)
    return Served((home / "out").read_text(), (home / "err").read_text(), replies, pages, code)


def test_a_server_that_logs_json_writes_nothing_else(served: Served) -> None:
    assert [reply.status_code for reply in served.replies] == [200, 200, 422, 429]
    assert all({"time", "level", "logger", "message"} <= line.keys() for line in served.lines)
    for line in served.lines:
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", line["time"])
        datetime.fromisoformat(line["time"])


def test_each_question_has_one_line_with_how_it_went(served: Served) -> None:
    told = [line for line in served.lines if line["logger"] == "ui.tally"]
    assert [line["outcome"] for line in told] == ["answered", "declined_nothing", "unusable"]
    assert {line["face"] for line in told} == {"api"}
    assert told[0]["citations"] >= 1
    assert all(line["ms"] >= 0 for line in told)


def test_who_got_an_answer_can_name_its_line(served: Served) -> None:
    told = [line["id"] for line in served.lines if line["logger"] == "ui.tally"]
    assert told == [reply.headers["x-request-id"] for reply in served.replies[:3]]
    assert len({*told}) == 3


def test_the_log_has_no_word_of_what_was_asked_or_answered(served: Served) -> None:
    words = {word.casefold() for asked in (ASKED, UNKNOWN) for word in re.findall(r"\w{5,}", asked)}
    words |= {word.casefold() for word in re.findall(r"\w{9,}", served.replies[0].json()["answer"])}
    assert [word for word in sorted(words) if word in served.err.casefold()] == []
    assert "127.0.0.1" not in served.err
    assert KEY not in served.err + served.out


def test_the_counts_are_on_their_own_port_only_and_parse(served: Served) -> None:
    assert served.code in {0, -15}
    assert served.pages["site"].status_code == 404
    families = {one.name: one for one in text_string_to_metric_families(served.pages["counts"].text)}
    questions = {
        sample.labels["outcome"]: sample.value
        for sample in families["lovp_questions"].samples
        if sample.labels["face"] == "api"
    }
    assert questions["answered"] == questions["declined_nothing"] == questions["unusable"] == questions["limited"] == 1
    assert families["lovp_index_records"].samples[0].value == 13
    assert families["lovp_index_chroma"].samples[0].value == 0
    assert "process_resident_memory_bytes" in families
    assert not {word for word in ("taser", "olifant") if word in served.pages["counts"].text}


def test_both_ports_say_that_it_is_in_order(served: Served) -> None:
    assert served.pages["health"].json() == served.pages["healthz"].json() == {"ready": True, "status": "in orde"}


def test_a_crash_before_the_server_runs_is_said_in_json_too(home: Path) -> None:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("LOVP_")}
    ours = {"LOVP_HOME": str(home), "LOVP_LOG": "json", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "ui.cli", "records"]
    ran = subprocess.run(command, env={**kept, **ours}, capture_output=True, text=True, timeout=60)
    assert ran.returncode == 1
    said = [json.loads(line) for line in ran.stderr.splitlines()]
    assert "lovp index" in said[0]["message"]


# --- lines, one by one ----------------------------------------------------------------------------------------------


def record(message: str, *args: object, level: int = logging.ERROR, **more: Any) -> logging.LogRecord:
    made = logging.LogRecord("ui.iets", level, "iets.py", 1, message, args, more.pop("exc_info", None))
    made.__dict__.update(more)
    return made


def raised() -> BaseException:
    try:
        try:
            raise KeyError("mijn buurman Piet")
        except KeyError as error:
            raise ValueError(f"over {error} gevraagd") from error
    except ValueError as error:
        return error


def in_json(made: logging.LogRecord, *secrets: str, private: bool = False) -> dict[str, Any]:
    line = Line(secrets, private=private, as_json=True).format(made)
    assert len(line.splitlines()) == 1
    told: dict[str, Any] = json.loads(line)
    return told


def test_an_error_is_told_by_its_kind_and_place_without_its_words() -> None:
    error = raised()
    told = in_json(record("mis", exc_info=(type(error), error, error.__traceback__)))
    assert told["exception"] == "ValueError < KeyError"
    assert re.search(r"test_ui_logs\.py:\d+ raised$", told["where"])
    assert "Piet" not in json.dumps(told)
    assert str(ROOT) not in json.dumps(told)


def test_the_words_of_an_error_and_of_a_question_are_told_only_when_that_is_set() -> None:
    error = raised()
    made = record("mis", exc_info=(type(error), error, error.__traceback__), private={"question": "wie is Piet"})
    assert "Piet" in in_json(made, private=True)["says"]
    assert in_json(made, private=True)["question"] == "wie is Piet"
    assert "question" not in in_json(made)
    assert "Piet" not in Line(private=False).format(made)


def test_no_secret_setting_ever_stands_in_a_line() -> None:
    settings = Settings(model_key=KEY, slack_signing_secret="x" * 20, judge_key="ab", model="geen geheim")
    secrets = secrets_of(settings)
    assert secrets == (KEY, "x" * 20)
    for as_json in (True, False):
        line = Line(secrets, private=True, as_json=as_json)
        error = ValueError(f"sleutel {KEY}")
        made = record("zie %s", {"key": KEY}, fields={"a": KEY}, private={"q": KEY}, exc_info=(ValueError, error, None))
        assert KEY not in line.format(made)
        assert line.format(made).count("[verborgen]") == 4


@pytest.mark.parametrize("token", ["xoxb-1234567-abcdef", "xapp-1-A123-456-abc", "Bearer abcdef1234567890"])
def test_what_looks_like_a_token_is_hidden_also_when_nobody_set_it(token: str) -> None:
    assert token.split()[-1] not in in_json(record(f"gestuurd met {token}."))["message"]


def test_no_sign_in_a_message_ends_its_line() -> None:
    nasty = "een\ntwee\r\nERROR ui.iets: verzonnen\u2028drie\u0085vier\x1b[31m"
    assert in_json(record("%s", nasty))["message"] == nasty
    line = Line().format(record("%s", nasty))
    assert len(line.splitlines()) == 1
    assert "\x1b" not in line


def test_words_that_do_not_fit_their_arguments_are_logged_without_them() -> None:
    assert in_json(record("een %d", "Piet"))["message"] == "een %d"


def test_a_log_that_somebody_else_made_is_left_alone() -> None:
    before = list(logging.getLogger().handlers), logging.getLogger().level, sys.stderr
    assert before[0]  # pytest has one
    logs.set_up(Settings(log="json", log_level="info"))
    assert (list(logging.getLogger().handlers), logging.getLogger().level, sys.stderr) == before


def test_what_a_library_prints_becomes_lines_and_a_traceback_keeps_only_its_kind(
    caplog: pytest.LogCaptureFixture,
) -> None:
    stray = Stray(logging.getLogger("stderr"), sys.stderr)
    print("een waarschuwing", "van een bibliotheek", file=stray)
    traceback.print_exception(raised(), file=stray)
    stray.write("half")
    threading.Thread(target=lambda: stray.write("van een ander\n")).start()
    stray.write(" en heel\n")
    assert sorted(caplog.messages) == sorted(
        ["een waarschuwing van een bibliotheek", "KeyError", "ValueError", "van een ander", "half en heel"]
    )
    assert not stray.isatty()
