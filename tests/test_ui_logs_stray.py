"""No traceback that a library prints brings somebody's words into the log, and none makes lines of its own there."""

import io
import json
import logging
import os
import subprocess
import sys
import traceback
from pathlib import Path

import pytest

from ui.logs import Line
from ui.logs_stray import Stray

ROOT = Path(__file__).resolve().parent.parent
SAID = "Received inputs:\n    [wie is Piet\nERROR ui.web_manage: jan verwijdert een verslag\n  Piet\n\nPiet: Piet]"
PRINTS = """
import sys, traceback, warnings
from index.settings import Settings
from ui.logs import set_up
set_up(Settings(log=sys.argv[1], log_level="warning"))
print("gewoon", file=sys.stderr)
class Odd:
    def __del__(self):
        raise ValueError(sys.argv[2])
try:
    raise KeyError(sys.argv[2]) from LookupError(sys.argv[2])
except KeyError as error:
    error.add_note(sys.argv[2])
    traceback.print_exc()
    sys.stderr.write(traceback.format_exc())
Odd()
warnings.warn("pas op\\n" + sys.argv[2])
raise RuntimeError(sys.argv[2])
"""


@pytest.mark.parametrize("log", ["tekst", "json"])
def test_whatever_is_printed_of_an_error_has_no_word_of_it(log: str) -> None:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("LOVP_")}
    ran = subprocess.run(
        [sys.executable, "-c", PRINTS, log, SAID],
        env={**kept, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
    )
    lines = ran.stderr.splitlines()
    assert "Piet" not in ran.stderr
    assert not [line for line in lines if "web_manage" in line]
    if log == "json":
        told = [json.loads(line) for line in lines]
        assert [one["message"] for one in told if one["logger"] == "stderr"] == [
            "gewoon",
            "KeyError",
            "KeyError",
        ]
        assert [one["exception"] for one in told if one["logger"] == "ui.logs"] == ["ValueError", "RuntimeError"]
    else:
        assert lines[0] == "gewoon"
        assert all(line.split()[0] in {"ERROR", "WARNING", "CRITICAL"} for line in lines[1:])
        assert lines[1].startswith("ERROR stderr: KeyError (exception: KeyError < LookupError, where: ")


@pytest.fixture
def told(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.set_level(logging.ERROR)
    return caplog


@pytest.mark.parametrize("all_of_it", [True, False])
def test_the_words_of_an_error_end_with_its_traceback(told: pytest.LogCaptureFixture, all_of_it: bool) -> None:
    real = io.StringIO()
    stray = Stray(logging.getLogger("stderr"), real, all_of_it=all_of_it)
    print("ervoor", file=stray)
    try:
        raise ValueError(SAID)
    except ValueError as error:
        error.add_note(SAID)
        traceback.print_exc(file=stray)
    print("erna", file=stray)
    told_before = [] if all_of_it else ["ervoor\n", "erna\n"]
    assert real.getvalue() == "".join(told_before)
    assert told.messages == (["ervoor", "ValueError", "erna"] if all_of_it else ["ValueError"])


def test_an_error_whose_kind_is_no_name_is_told_without_it(told: pytest.LogCaptureFixture) -> None:
    stray = Stray(logging.getLogger("stderr"), io.StringIO())
    stray.write("Traceback (most recent call last):\n  File x\nwie is Piet\nnog meer\n")
    assert told.messages == ["?"]


def test_a_log_in_text_leaves_what_moves_on_a_screen_alone() -> None:
    real = io.StringIO()
    stray = Stray(logging.getLogger("stderr"), real, all_of_it=False)
    stray.write("\r 50%")
    stray.flush()
    assert real.getvalue() == "\r 50%"


def test_of_what_a_library_logs_the_first_line_is_kept() -> None:
    said = "Task exception was never retrieved\nfuture: <Task exception=ValueError('wie is Piet')>"
    made = logging.LogRecord("asyncio", logging.ERROR, "x.py", 1, said, (), None)
    assert json.loads(Line(as_json=True).format(made))["message"] == "Task exception was never retrieved"
    assert Line().format(made) == "ERROR asyncio: Task exception was never retrieved"
    assert "Piet" in Line(private=True).format(made)
